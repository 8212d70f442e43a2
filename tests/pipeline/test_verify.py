"""Verification finds what is the same, what was changed by hand, and what is out of date."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nmanalys.cli import app
from nmanalys.errors import PlanError
from nmanalys.pipeline.build import Project, Request, explain_request, open_project, run_request
from nmanalys.pipeline.verify import verify_request
from notebooks import write_notebook

LOAD = 'import nmanalys as nm\ncounty = nm.region(region)\nrows = nm.load("employment", county)'
STRENGTHS = (
    'rows = rows.query("sni_group == \'A\' and year == 2024")[["region_code", "sni_group"]]\n'
    "rows = rows.assign(lq=1.0, is_leading=lq_threshold < 1.3, passed_share=0.5)"
)
PUBLISH = 'nm.publish(rows.reset_index(drop=True), "industrial_strengths")'


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Project:
    shutil.copytree(root / "data", tmp_path / "data")
    write_notebook(
        tmp_path / "notebooks", "10_strengths", reads=("employment",), writes=("industrial_strengths",),
        code=(LOAD, STRENGTHS, PUBLISH),
    )  # fmt: skip
    write_notebook(tmp_path / "notebooks", "40_alone", code=("1 + 1",))
    return open_project(tmp_path)


def test_a_result_that_was_tampered_with_is_found(project: Project) -> None:
    request = Request(regions=("20",))
    with pytest.raises(PlanError, match="nmanalys build"):
        verify_request(project, request)
    run_request(project, request)
    assert {found.job: found.verdict for found in verify_request(project, request, sample=None)} == {
        "strengths:dalarna": "same",
        "alone:dalarna": "same",
    }
    assert len(verify_request(project, request, sample=1)) == 1
    # a manifest that proves something else
    manifest = project.root / "_build" / "manifest" / "baseline.json"
    whole = manifest.read_text()
    checksum = json.loads(whole)["jobs"]["alone:dalarna"]["outputs"]["notebook.ipynb"]
    manifest.write_text(whole.replace(checksum, "0" * 64))
    found = {job.job: (job.verdict, *job.details) for job in verify_request(project, request, sample=None)}
    assert found["alone:dalarna"] == ("differs", "the manifest has other checksums, run `nmanalys build`")
    assert found["strengths:dalarna"] == ("same",)
    run_request(project, request)
    assert json.loads(manifest.read_text())["jobs"]["alone:dalarna"]["outputs"]["notebook.ipynb"] == checksum

    result = next((project.root / "_build" / "jobs" / "alone" / "dalarna").iterdir())
    notebook = result / "notebook.ipynb"
    notebook.write_text(notebook.read_text().replace('"2"', '"3"'))
    told = CliRunner().invoke(app, ["verify", "--all", "-s", "40", "-r", "20", "--project", str(project.root)])
    assert "notebook.ipynb; changed after it was made, run `nmanalys build`" in told.output
    # also where what was written of it was changed with it
    record = json.loads((result / "record.json").read_text())
    record["outputs"]["notebook.ipynb"] = sha256(notebook.read_bytes()).hexdigest()
    (result / "record.json").write_text(json.dumps(record))
    source = project.root / "notebooks" / "10_strengths.ipynb"
    source.write_text(source.read_text().replace("passed_share=0.5", "passed_share=0.6"))
    told = CliRunner().invoke(app, ["verify", "--all", "-r", "20", "--project", str(project.root)])
    assert told.exit_code == 1
    assert "differs     alone:dalarna: notebook.ipynb" in told.output
    assert "out of date strengths:dalarna" in told.output
    assert "0 of 2 jobs gave the same bytes." in told.output
    told = CliRunner().invoke(app, ["verify", "-s", "10", "-r", "20", "--project", str(project.root)])
    assert told.exit_code == 1 and "out of date strengths:dalarna: run `nmanalys build` first" in told.output


@pytest.mark.parametrize("content", ["", None])
def test_a_result_that_a_disk_spoilt_is_found_and_made_anew(project: Project, content: str | None) -> None:
    write_notebook(
        project.root / "notebooks", "20_use", reads=("industrial_strengths",),
        code=('import nmanalys as nm\nlen(nm.load("industrial_strengths"))',),
    )  # fmt: skip
    request, other = Request(regions=("20",)), open_project(project.root)
    run_request(other, request)
    table = next((project.root / "_build" / "jobs" / "strengths" / "dalarna").glob("*/*.parquet"))
    table.unlink() if content is None else table.write_text(content)
    found = {job.job: (job.verdict, job.details[:1]) for job in verify_request(other, request, sample=None)}
    assert found["strengths:dalarna"] == ("differs", ("industrial_strengths.parquet",))
    assert found["use:dalarna"][0] == "out of date"
    assert explain_request(other, request)["strengths:dalarna"] == [
        "industrial_strengths.parquet of its result was changed"
    ]
    ran = {outcome.job.id: outcome.status for outcome in run_request(other, request).outcomes}
    assert ran == {"strengths:dalarna": "done", "use:dalarna": "fresh", "alone:dalarna": "fresh"}
    assert {job.verdict for job in verify_request(other, request, sample=None)} == {"same"}


def test_a_result_that_scenarios_share_is_the_same_in_each(project: Project) -> None:
    write_notebook(
        project.root / "notebooks", "10_strengths", reads=("employment",), writes=("industrial_strengths",),
        code=(LOAD, STRENGTHS.replace("lq_threshold", "partly_share"), PUBLISH),
        parameters='region = "20"\npartly_share = 0.25',
    )  # fmt: skip
    other = open_project(project.root)
    run_request(other, Request(regions=("20",)))
    strict = Request(regions=("20",), scenario="strict", stages=("10",))
    assert [outcome.status for outcome in run_request(other, strict).outcomes] == ["fresh"]
    assert {found.verdict for found in verify_request(other, strict, sample=None)} == {"same"}


CHATTER = """import time, warnings
for number in range(3):
    print(number, flush=True)
    time.sleep(0.3 * number * (time.time_ns() % 2))
warnings.warn("of the cell")
print("an end")
object()"""


def test_what_a_notebook_says_is_the_same_each_time(project: Project) -> None:
    write_notebook(project.root / "notebooks", "50_chatter", code=(CHATTER, "print(open)\nlambda: 0"))
    project = open_project(project.root)
    request = Request(regions=("dalarna",), stages=("50",))
    run_request(project, request)
    assert [found.verdict for found in verify_request(project, request)] == ["same"]
