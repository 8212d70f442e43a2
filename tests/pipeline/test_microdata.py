"""Microdata stay in the computation: no firm of the survey is found in anything that an execution leaves behind."""

from __future__ import annotations

import json
import re
import shutil
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from nmanalys.io.store import read_result
from nmanalys.pipeline.build import Request, open_project, run_request

NOTEBOOK = "50_survey_results.ipynb"
FEW, MASK = "ex-20-4", "ex-20-2"
"""A cluster with fewer than five answers, and the one hidden with it."""


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the real data and the survey's notebook."""
    folder = tmp_path_factory.mktemp("microdata")
    shutil.copytree(root / "data", folder / "data")
    (folder / "notebooks").mkdir()
    shutil.copy(root / "notebooks" / NOTEBOOK, folder / "notebooks" / NOTEBOOK)
    return folder


@pytest.fixture(scope="module")
def executed(project: Path) -> dict[str, Path]:
    """Execute the notebook for a county with a survey and one without; return their folders of results."""
    folder = project
    report = run_request(open_project(folder), Request(regions=("dalarna", "gotland")))
    assert {outcome.status for outcome in report.outcomes} == {"done"}
    return {region: next((folder / "_build" / "jobs" / "survey_results" / region).iterdir()) for region in
            ("dalarna", "gotland")}  # fmt: skip


@pytest.fixture(scope="module")
def microdata(root: Path) -> pd.DataFrame:
    return pd.read_csv(root / "data" / "survey" / "company_survey.csv", dtype={"firm_id": "str"})


def named_firms(text: str, firms: set[str]) -> list[str]:
    return sorted(set(re.findall(r"\bp\d{4}\b", text)) & firms)


def leavings(folder: Path) -> dict[str, str]:
    """Everything that an execution wrote, as text."""
    texts = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            table = read_result(path)
            texts[path.name] = " ".join([*table.columns, table.to_csv(index=False)])
        elif path.is_file():
            texts[path.name] = path.read_text(encoding="utf-8")
    return texts


@pytest.mark.parametrize("region", ["dalarna", "gotland"])
def test_no_firm_is_found_in_what_an_execution_leaves(executed, microdata, region):
    texts = leavings(executed[region])
    assert {"notebook.ipynb", "survey_summary.parquet"} <= set(texts)
    firms = set(microdata["firm_id"])
    for name, text in texts.items():
        assert not (found := named_firms(text, firms)), f"{name} names the firms {found[:5]}"
    outputs = [
        output
        for cell in json.loads(texts["notebook.ipynb"])["cells"]
        for output in cell.get("outputs", ())
    ]  # fmt: skip
    assert outputs
    assert "firm_id" not in json.dumps(outputs)
    assert "firm_id" not in texts["survey_summary.parquet"]


def test_outputs_are_exhibits_and_sentences_only(executed):
    """A frame or a number that a cell happens to end with would be an output of another kind."""
    cells = json.loads((executed["dalarna"] / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        told = "application/vnd.nmanalys.text+json" in output.get("data", {})
        assert output["output_type"] == "display_data"
        assert told or "nmanalys" in output["metadata"]


def test_small_groups_are_hidden_in_the_table_and_in_its_download(executed):
    table = next(data for label, data in exhibits(executed["dalarna"]) if label == "tab-kluster")
    lines = {line.split(",")[0]: line.split(",", 2)[2] for line in table.splitlines()[1:]}
    for cluster in (FEW, MASK):
        assert not re.search(r"\d", lines[cluster]), f"{cluster} is hidden, but its line says {lines[cluster]}"
    assert re.search(r"\d", lines["ex-20-1"])


def test_no_line_of_a_download_holds_fewer_answers_than_may_be_shown(executed):
    for label, data in exhibits(executed["dalarna"]):
        frame = pd.read_csv(StringIO(data))
        if {"n", "share"} <= set(frame.columns):
            shown = frame[frame["share"].notna() & frame["n"].notna()]
            assert (shown["n"] >= 10).all(), label


def exhibits(folder: Path) -> list[tuple[str, str]]:
    cells = json.loads((folder / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    facts = [
        output["metadata"]["nmanalys"]
        for cell in cells
        for output in cell.get("outputs", ())
        if "nmanalys" in output.get("metadata", {})
    ]
    return [(fact["label"], fact["data_csv"]) for fact in facts if "data_csv" in fact]


def test_the_search_finds_a_firm_that_does_leak(project, microdata, tmp_path):
    """A notebook that ends a cell with the microdata is found out."""
    shutil.copytree(project / "data", tmp_path / "data")
    notebook = json.loads((project / "notebooks" / NOTEBOOK).read_text(encoding="utf-8"))
    leak = next(cell for cell in notebook["cells"] if "company_survey" in "".join(cell["source"]) and
                cell["cell_type"] == "code")  # fmt: skip
    leak["source"] = "".join(leak["source"]) + "\nsurvey.head()"
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")
    run_request(open_project(tmp_path), Request(regions=("dalarna",)))
    folder = next((tmp_path / "_build" / "jobs" / "survey_results" / "dalarna").iterdir())
    assert named_firms(leavings(folder)["notebook.ipynb"], set(microdata["firm_id"]))
