"""Running a plan: what runs, what is found to be fresh, and what one failing job does to the others."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from nmanalys.cli import app
from nmanalys.pipeline import fingerprint
from nmanalys.pipeline.build import Project, Report, Request, explain_request, open_project, run_request
from nmanalys.pipeline.plan import Job
from nmanalys.pipeline.state import BuildFolder, Result
from notebooks import write_notebook

LOAD = 'import nmanalys as nm\ncounty = nm.region(region)\nemployment = nm.load("employment", county)'
STRENGTHS = (
    'rows = employment.query("sni_group == \'A\' and year == 2024")[["region_code", "sni_group"]]\n'
    "rows = rows.assign(lq=1.0, is_leading=lq_threshold < 1.3, passed_share=0.5)"
)
PUBLISH = 'nm.publish(rows.reset_index(drop=True), "industrial_strengths")'
USE = 'import nmanalys as nm\ncounty = nm.region(region)\nprint(nm.load("industrial_strengths", county).is_leading.iloc[0])'

Run = Callable[..., Report]


def make_project(folder: Path, root: Path) -> Project:
    """Make a project with the real data and three small stages: one read by another, one on its own."""
    shutil.copytree(root / "data", folder / "data")
    notebooks = folder / "notebooks"
    write_notebook(
        notebooks,
        "10_strengths",
        reads=("employment",),
        writes=("industrial_strengths",),
        code=(LOAD, STRENGTHS, PUBLISH),
    )
    write_notebook(notebooks, "30_use", reads=("industrial_strengths",), code=(USE,), parameters='region = "20"')
    write_notebook(notebooks, "40_alone", parameters='region = "20"\nconfidence = 0.95', code=("1 + 1",))
    return open_project(folder)


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Project:
    return make_project(tmp_path, root)


@pytest.fixture(scope="module")
def executed_once(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A project that has run, with a stage that measures and a lock file; to be copied."""
    project = make_project(tmp_path_factory.mktemp("executed"), root)
    table = 'import nmanalys as nm\nimport pandas as pd\nnm.location_quotient(pd.DataFrame({"a": [1, 2], "b": [1, 1]}))'
    asked = (table, 'nm.industry_names(), nm.breaks("business_rd")')
    write_notebook(
        project.root / "notebooks", "50_measures", reads=("business_rd",), parameters='region = "20"', code=asked
    )
    (project.root / "requirements.lock").write_text("numpy==1\n")
    assert set(run(project).values()) == {"done"}
    return project.root


def run(project: Project, **request: object) -> dict[str, str]:
    request = {"regions": ("dalarna",), **request}
    report = run_request(open_project(project.root), Request(**request))
    return {outcome.job.id: outcome.status for outcome in report.outcomes}


def test_only_what_changed_runs_again(project: Project) -> None:
    assert set(run(project).values()) == {"done"}
    assert set(run(project).values()) == {"fresh"}

    # a parameter of one stage: that stage, and what reads its changed table
    changed = run(project, assignments=("lq_threshold=1.5",))
    assert changed == {"strengths:dalarna": "done", "use:dalarna": "done", "alone:dalarna": "fresh"}
    # the baseline is as it was
    assert set(run(project).values()) == {"fresh"}
    # a result that does not change stops the change there
    assert run(project, assignments=("lq_threshold=1.6",))["use:dalarna"] == "fresh"

    results = project.root / "_build" / "results"
    assert (results / "baseline" / "dalarna" / "industrial_strengths.parquet").is_file()
    assert (results / "lq_threshold-1.5" / "dalarna" / "industrial_strengths.parquet").is_file()

    manifest = json.loads((project.root / "_build" / "manifest" / "lq_threshold-1.5.json").read_text())
    assert manifest["overrides"] == {"lq_threshold": 1.5}
    assert manifest["jobs"]["strengths:dalarna"]["reasons"] == ["parameter lq_threshold: 1.25 → 1.5"]


EDITS = {
    "notebook": ({"alone"}, "the notebook source changed"),
    "text of a notebook": ({"use"}, "the notebook source changed"),
    "table": ({"strengths"}, "table employment changed"),
    "table that keeps its time and size": ({"strengths"}, "table employment changed"),
    "table that nobody reads": (set(), ""),
    "names of industries": ({"measures"}, "table industries changed"),
    "what is said of a table": ({"measures"}, "what the catalogue says of business_rd changed"),
    "measure": ({"measures"}, "module measures/specialisation.py changed"),
    "measure that nobody uses": (set(), ""),
    "what a measure imports": ({"measures"}, "module measures/frames.py changed"),
    "parameter": ({"alone"}, "parameter confidence: 0.95 → 0.9"),
    "lock file": ({"strengths", "use", "alone", "measures"}, "version of lock: "),
}


@pytest.mark.parametrize("edited", EDITS)
def test_an_edit_makes_exactly_what_depends_on_it_run(
    executed_once: Path, edited: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "nmanalys"
    shutil.copytree(fingerprint.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprint, "PACKAGE", package)
    shutil.copytree(executed_once, tmp_path / "project")
    project = open_project(tmp_path / "project")
    assert set(run(project).values()) == {"fresh"}

    def append(path: Path, text: str) -> None:
        path.write_text(path.read_text() + text)

    def change(name: str, old: str, new: str) -> None:
        path = project.root / "notebooks" / f"{name}.ipynb"
        path.write_text(path.read_text().replace(old, new))

    def change_unseen(path: Path) -> None:
        text, status = path.read_text(), path.stat()
        path.write_text(text.replace("20,A,2024,4", "20,A,2024,3", 1))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert path.read_text() != text and path.stat().st_size == status.st_size

    employment, industries = (project.catalogue[name].path for name in ("employment", "industries"))
    said = project.root / "data" / "catalogue.toml"
    options = {"assignments": ("confidence=0.9",)} if edited == "parameter" else {}
    {
        "notebook": lambda: change("40_alone", "1 + 1", "1 + 2"),
        "text of a notebook": lambda: change("30_use", "# Rubrik", "# En rubrik"),
        "table": lambda: employment.write_text(employment.read_text().replace("20,A,2024,", "20,A,2024,1", 1)),
        "table that keeps its time and size": lambda: change_unseen(employment),
        "table that nobody reads": lambda: append(project.catalogue["population"].path, ""),
        "names of industries": lambda: industries.write_text(industries.read_text().replace(",Bygg,", ",Byggande,", 1)),
        "what is said of a table": lambda: said.write_text(said.read_text().replace("year = 2017", "year = 2015", 1)),
        "measure": lambda: append(package / "measures" / "specialisation.py", "# changed\n"),
        "measure that nobody uses": lambda: append(package / "measures" / "complexity.py", "# changed\n"),
        "what a measure imports": lambda: append(package / "measures" / "frames.py", "# changed\n"),
        "parameter": lambda: None,
        "lock file": lambda: append(project.root / "requirements.lock", "pandas==1\n"),
    }[edited]()
    stages, reason = EDITS[edited]
    why = explain_request(open_project(project.root), Request(regions=("20",), **options))
    told = CliRunner().invoke(app, ["explain", "-r", "20", "--json", "--project", str(project.root)])
    assert options or json.loads(told.output) == why
    expected = {f"{stage}:dalarna" for stage in stages}
    # a job that reads what another makes is named too, though it does not run where the table stays as it was
    assert expected <= {name for name, reasons in why.items() if reasons} <= expected | {"use:dalarna"}
    direct = [text for reasons in why.values() for text in reasons if not text.startswith("reads what")]
    assert all(text.startswith(reason) for text in direct) and bool(direct) == bool(stages)
    ran = {name for name, status in run(project, **options).items() if status == "done"}
    assert ran == expected
    assert set(run(project, **options).values()) == {"fresh"}


def test_the_manifest_proves_every_file_and_keeps_to_its_schema(project: Project) -> None:
    run(project)
    folder = project.root / "_build"
    manifest = json.loads((folder / "manifest" / "baseline.json").read_text())
    jsonschema.validate(manifest, json.loads((folder / "manifest" / "manifest.schema.json").read_text()))
    for name, job in manifest["jobs"].items():
        result = folder / "jobs" / name.replace(":", "/") / job["fingerprint"][:24]
        files = {file.name: file for file in result.iterdir() if file.name != "record.json"}
        assert {name: sha256(file.read_bytes()).hexdigest() for name, file in files.items()} == job["outputs"]
        assert "notebook.ipynb" in files
        assert 10**7 < job["memory"] <= manifest["peak_memory"]
    # what was not run again keeps the time and the memory of its own run
    run(project)
    later = json.loads((folder / "manifest" / "baseline.json").read_text())["jobs"]
    assert {job["status"] for job in later.values()} == {"fresh"}
    for name, job in manifest["jobs"].items():
        assert job["seconds"] > 0
        assert (later[name]["seconds"], later[name]["memory"]) == (job["seconds"], job["memory"])


def test_a_partial_run_leaves_the_rest_of_the_manifest(project: Project) -> None:
    file = project.root / "_build" / "manifest" / "baseline.json"

    def jobs() -> dict[str, dict]:
        return json.loads(file.read_text())["jobs"]

    run(project, regions=())
    whole = jobs()
    assert len(whole) == 9
    run(project, stages=("10",))
    assert jobs().keys() == whole.keys()
    assert {name for name, job in jobs().items() if job["status"] == "fresh"} == {"strengths:dalarna"}
    assert jobs()["use:varmland"] == whole["use:varmland"]
    # what has changed since is not vouched for
    state = file.parent.parent / "state" / "baseline.json"
    state.write_text(json.dumps(json.loads(state.read_text()) | {"use:varmland": "0"}))
    run(project)
    assert whole.keys() - jobs().keys() == {"use:varmland"}


@pytest.mark.parametrize("earlier", ["[]", '{"jobs": []}', '{"schema": 2, "jobs": {"strengths:dalarna": {}}}', "\x00"])
def test_an_earlier_manifest_that_cannot_be_understood_is_replaced(project: Project, earlier: str) -> None:
    file = project.root / "_build" / "manifest" / "baseline.json"
    file.parent.mkdir(parents=True)
    file.write_text(earlier)
    assert set(run(project, stages=("40",)).values()) == {"done"}
    assert list(json.loads(file.read_text())["jobs"]) == ["alone:dalarna"]


def test_a_notebook_that_is_given_another_number_moves_its_page(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project)
    alone = project.stages["alone"].path
    alone.rename(alone.with_name("05_alone.ipynb"))
    pages: list[Any] = []
    monkeypatch.setattr("nmanalys.pipeline.publish.publish", lambda *_, **book: pages.extend(book["pages"]))
    report = run_request(open_project(project.root), Request(regions=("dalarna",)), publish=True)
    assert {outcome.status for outcome in report.outcomes} == {"fresh"}
    assert pages[0]["page"] == "05_alone" and pages[0]["number"] == "05"


def test_explain_names_what_changed(project: Project) -> None:
    run(project)
    notebook = project.root / "notebooks" / "40_alone.ipynb"
    notebook.write_text(notebook.read_text().replace("1 + 1", "1 + 2"))
    table = project.catalogue["employment"].path
    table.write_text(table.read_text().replace("20,A,2024,", "20,A,2024,1", 1))
    reasons = explain_request(open_project(project.root), Request(regions=("20",)))
    assert reasons["alone:dalarna"] == ["the notebook source changed"]
    assert reasons["strengths:dalarna"] == ["table employment changed"]
    assert reasons["use:dalarna"] == ["reads what strengths:dalarna makes"]


@pytest.mark.parametrize("changed", ["data/statistics/employment.csv", "notebooks/30_use.ipynb"])
def test_what_changes_while_a_job_runs_is_no_result(project: Project, changed: str) -> None:
    file = project.root / changed
    before = file.read_text("utf-8")
    new = before.replace("20,A,2024,", "20,A,2024,1", 1).replace("print(", "print(1, ", 1)
    edit = f"from pathlib import Path\nPath({str(file)!r}).write_text({new!r})"
    cells = (LOAD, STRENGTHS, PUBLISH, edit)
    tables = {"reads": ("employment",), "writes": ("industrial_strengths",)}
    write_notebook(project.root / "notebooks", "10_strengths", **tables, code=cells)
    report = run_request(open_project(project.root), Request(regions=("dalarna",), jobs=1))
    told = {outcome.job.id: outcome.message for outcome in report.outcomes if outcome.status == "failed"}
    if changed.endswith(".csv"):
        assert "10_strengths.ipynb, table employment changed while it ran. Run" in told["strengths:dalarna"]
    else:
        assert told["use:dalarna"] == (
            "30_use.ipynb, the notebook was changed after the run had begun. Run the same command again."
        )
    # as it was, it has no result that was made of something else
    file.write_text(before, "utf-8")
    why = explain_request(open_project(project.root), Request(regions=("dalarna",)))
    assert why[next(iter(told))] == ["has not run yet"]


def test_a_failing_job_blocks_only_what_needs_it(project: Project) -> None:
    assert set(run(project).values()) == {"done"}
    write_notebook(
        project.root / "notebooks",
        "10_strengths",
        reads=("employment",),
        writes=("industrial_strengths",),
        code=(LOAD, "employment.no_such_thing"),
    )
    report = run_request(open_project(project.root), Request(regions=("dalarna",)))
    by_id = {outcome.job.id: outcome for outcome in report.outcomes}
    assert {name: outcome.status for name, outcome in by_id.items()} == {
        "strengths:dalarna": "failed",
        "use:dalarna": "blocked",
        "alone:dalarna": "fresh",
    }
    failed = by_id["strengths:dalarna"]
    assert "10_strengths.ipynb, cell 5: AttributeError" in failed.message
    assert (project.root / "_build" / "failed" / "10_strengths-dalarna.ipynb").is_file()
    # the last good result still stands, and is known to be old
    assert failed.result is not None and not failed.is_good
    assert by_id["use:dalarna"].message == "needs strengths:dalarna, which did not succeed."


FAILURES = {
    "10_undeclared": (
        'import nmanalys as nm\nload = nm.load\nload("clusters")',
        "cell 4: NotebookError: The table 'clusters' is used",
    ),
    "20_exits": ("import os\nos._exit(3)", "cell 4: the kernel ended by itself, with exit code 3. Take out"),
    "30_hangs": (
        "import time\ntime.sleep(600)",
        "cell 4: took more than 10 seconds. Make the cell faster, or allow more with",
    ),
    "40_dies": ("import os\nos.abort()", "cell 4: the kernel was ended by SIGABRT. A compiled package failed"),
    "50_killed": (
        "import os\nos.kill(os.getpid(), 9)",
        "cell 4: the kernel was killed (SIGKILL). If the memory ran out",
    ),
    "60_grows": (
        "rows = []\nwhile True: rows.append(bytearray(10**6))",
        "cell 4: needs more memory than 0.6 GB. Let the",
    ),
    "70_raises": ("1 / 0", "cell 4: ZeroDivisionError: division by zero"),
    "80_silent": ("pass", "cell 1: declares 'industrial_strengths' in 'writes' but never published it"),
}


DAMAGE = {
    "10_unknown": ('"name": "python3"', '"name": "my-own"', "no kernel named 'my-own' is installed. Choose the kernel"),
    "20_nameless": ('"name": "python3"', '"name": ""', "the notebook names no kernel. Choose the kernel Python 3"),
    "30_partial": ('"metadata": {}, "source": "# R', '"source": "# R', "the notebook cannot be read (Validation"),
}


def test_a_notebook_that_cannot_be_run_hides_no_other(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "data", tmp_path / "data")
    for name, (old, new, _) in DAMAGE.items():
        path = write_notebook(tmp_path / "notebooks", name)
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
    write_notebook(tmp_path / "notebooks", "90_fine")
    report = run_request(open_project(tmp_path), Request(regions=("20",), cold=True))
    outcomes = {outcome.job.stage.page: outcome for outcome in report.outcomes}
    assert outcomes.pop("90_fine").status == "done"
    for page, (_, _, message) in DAMAGE.items():
        assert outcomes[page].message.startswith(f"{page}.ipynb, {message}")
        assert "See " not in outcomes[page].message


def test_a_result_that_cannot_be_written_hides_no_other(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = BuildFolder.keep

    def full(build: BuildFolder, job: Job, *arguments: Any) -> Result:
        if job.stage.name == "alone":
            raise OSError(errno.ENOSPC, "No space left on device")
        return keep(build, job, *arguments)

    monkeypatch.setattr(BuildFolder, "keep", full)
    report = run_request(project, Request(regions=("20",), cold=True))
    statuses = {outcome.job.id: outcome.status for outcome in report.outcomes}
    assert statuses == {"strengths:dalarna": "done", "use:dalarna": "done", "alone:dalarna": "failed"}
    assert any("40_alone.ipynb, [Errno 28] No space left on device." in outcome.message for outcome in report.outcomes)


@pytest.mark.parametrize("cold", [False, True], ids=["warm", "cold"])
def test_how_a_job_can_fail(tmp_path: Path, root: Path, cold: bool) -> None:
    shutil.copytree(root / "data", tmp_path / "data")
    for name, (code, _) in FAILURES.items():
        writes = ("industrial_strengths",) if name == "80_silent" else ()
        write_notebook(tmp_path / "notebooks", name, code=(code, "'never reached'"), writes=writes)
    write_notebook(tmp_path / "notebooks", "90_fine", code=("1 + 1",))
    report = run_request(open_project(tmp_path), Request(regions=("20",), timeout=10, memory=0.6, cold=cold))
    outcomes = {outcome.job.stage.page: outcome for outcome in report.outcomes}
    assert outcomes.pop("90_fine").status == "done"
    for page, (_, message) in FAILURES.items():
        assert outcomes[page].status == "failed"
        assert outcomes[page].message.startswith(f"{page}.ipynb, {message}")
        assert outcomes[page].message.endswith(f"See _build/failed/{page}-dalarna.ipynb.")
        assert (tmp_path / "_build" / "failed" / f"{page}-dalarna.ipynb").is_file()
    assert len(list((tmp_path / "_build" / "jobs").rglob("record.json"))) == 1


def test_a_record_that_a_power_failure_emptied_costs_its_job_a_run(project: Project) -> None:
    run(project)
    (record,) = (project.root / "_build" / "jobs" / "alone").rglob("record.json")
    record.write_text("")
    ran = run(project)
    assert {name for name, status in ran.items() if status == "done"} == {"alone:dalarna"}


def test_what_a_killed_build_left_is_swept(project: Project) -> None:
    litter = project.root / "_build" / "jobs" / "alone" / "dalarna" / ".new-abc"
    litter.mkdir(parents=True)
    (litter / "notebook.ipynb").write_text("half")
    run(project, stages=("alone",))
    assert not litter.exists()
