"""Microdata stay in the computation: no firm of the survey is found in anything that an execution leaves behind."""

from __future__ import annotations

import json
import re
import shutil
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from nmanalys.errors import KernelFailure
from nmanalys.io.store import read_result
from nmanalys.pipeline.build import Request, open_project, run_request
from nmanalys.pipeline.microdata import refuse_traces

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
def answered(executed: Path) -> dict[str, Path]:
    """The results' folders of a county with a survey and of one without."""
    jobs = executed / "_build" / "jobs" / "survey_results"
    return {region: next((jobs / region).iterdir()) for region in ("dalarna", "gotland")}


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
def test_no_firm_is_found_in_what_an_execution_leaves(answered, microdata, region):
    texts = leavings(answered[region])
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


def test_outputs_are_exhibits_and_sentences_only(answered):
    """A frame or a number that a cell happens to end with would be an output of another kind."""
    cells = json.loads((answered["dalarna"] / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        told = "application/vnd.nmanalys.text+json" in output.get("data", {})
        assert output["output_type"] == "display_data"
        assert told or "nmanalys" in output["metadata"]


def test_small_groups_are_hidden_in_the_table_and_in_its_download(answered):
    table = next(data for label, data in exhibits(answered["dalarna"]) if label == "tab-kluster")
    lines = {line.split(",")[0]: line.split(",", 2)[2] for line in table.splitlines()[1:]}
    for cluster in (FEW, MASK):
        assert not re.search(r"\d", lines[cluster]), f"{cluster} is hidden, but its line says {lines[cluster]}"
    assert re.search(r"\d", lines["ex-20-1"])


def test_no_line_of_a_download_holds_fewer_answers_than_may_be_shown(answered):
    for label, data in exhibits(answered["dalarna"]):
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


HARMFUL = {
    "a frame at a cell's end": ("survey.head()", "shows something else than an exhibit or a sentence"),
    "a frame that is printed": ("print(survey.head().to_string())", "shows something else"),
    "one answer": ("survey['answer'].iloc[0]", "shows something else"),
    "an error that repeats a firm": ("survey.set_index('firm_id').loc[survey['firm_id'].iloc[0] + 'x', 'answer']", "KeyError"),
    "an error raised on purpose": ("raise ValueError(survey.head().to_string())", "ValueError: the message is not kept"),
    "an error in an error": ("try:\n    {}[survey['firm_id'].iloc[0]]\nexcept KeyError:\n    1 / 0", "ZeroDivisionError"),
    "an exhibit of firms": (
        "nm.show(nm.table_text(survey.head().astype(str), row_label=('firm_id', 'Företag'), columns={'answer': 'Svar'}),"
        " label='tab-lacka', caption='Svar', sources=['company_survey'])", "names somebody whom the microdata are about"),
    "a sentence about a firm": ("nm.tell(lacka=survey['firm_id'].iloc[0])", "names somebody"),
}  # fmt: skip


WIDGET = """from comm import create_comm
state = {"_model_name": "HTMLModel", "_model_module": "@jupyter-widgets/controls", "value": survey.head().to_string()}
comm = create_comm(target_name="jupyter.widget", data={"state": state})"""
HARMLESS = {
    "a widget that is not shown": WIDGET,
    "a mistake in the code": "suvrey",
    "a warning": "import warnings\nwarnings.warn(survey.head().to_string())",
}


@pytest.fixture(scope="module")
def leaks(project: Path, tmp_path_factory: pytest.TempPathFactory):
    """Run the notebook as far as the microdata are loaded, and a line more, once for each line.

    Each is a stage of its own. Returned are their outcomes and everything that the run has left.
    """
    folder = tmp_path_factory.mktemp("leaks")
    shutil.copytree(project / "data", folder / "data")
    (folder / "notebooks").mkdir()
    for number, line in enumerate([*(line for line, _ in HARMFUL.values()), *HARMLESS.values()]):
        notebook = json.loads((project / "notebooks" / NOTEBOOK).read_text(encoding="utf-8"))
        cells = notebook["cells"]
        last = next(place for place, cell in enumerate(cells) if "every_wave =" in "".join(cell["source"]))
        head = "".join(cells[0]["source"]).replace("[survey_summary]", "[]")
        cells[0]["source"] = head.replace("stage: survey_results", f"stage: leak_{number}")
        cells[last]["source"] = "".join(cells[last]["source"]) + "\n" + line
        notebook["cells"] = [cell for cell in cells[: last + 1] if "nm.show" not in "".join(cell["source"][:1])]
        (folder / "notebooks" / f"{50 + number}_leak_{number}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    report = run_request(open_project(folder), Request(regions=("dalarna",)))
    outcomes = {outcome.job.stage.name: outcome for outcome in report.outcomes}
    return {harm: outcomes[f"leak_{number}"] for number, harm in enumerate({**HARMFUL, **HARMLESS})}, folder / "_build"


@pytest.mark.parametrize("harm", HARMFUL)
def test_what_would_leak_fails(leaks, harm):
    outcome = leaks[0][harm]
    assert outcome.status == "failed" and HARMFUL[harm][1] in outcome.message


def test_neither_the_failed_notebooks_that_are_kept_nor_the_manifest_name_anybody(leaks, microdata):
    outcomes, build = leaks
    failed = [path for path in build.rglob("*.ipynb") if path.parent.name == "failed"]
    assert len(failed) == len(HARMFUL) + 1
    firms = set(microdata["firm_id"])
    for path in sorted(path for path in build.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            notebook = json.loads(text)
            text = json.dumps([notebook["metadata"], *(cell.get("outputs", ()) for cell in notebook["cells"])])
            assert "size_class" not in text and "UserWarning" not in text, path.name
        assert not (found := named_firms(text, firms)), f"{path.name} names the firms {found[:5]}"
    manifest = (build / "manifest" / "baseline.json").read_text(encoding="utf-8")
    assert all(json.dumps(outcomes[harm].message, ensure_ascii=False) in manifest for harm in HARMFUL)


def test_an_error_about_the_code_is_told_in_full_and_a_warning_is_no_fault(leaks):
    assert "NameError: name 'suvrey' is not defined" in leaks[0]["a mistake in the code"].message
    assert leaks[0]["a warning"].status == "done"


@pytest.mark.parametrize("text", ["p0001", "firm_id,answer\np0001,3", "3\tp0001", '{"p0001": 3}', "(p0001)"])
def test_a_firm_is_found_wherever_it_stands_in_an_output(text, tmp_path):
    output = {"output_type": "display_data", "data": {}, "metadata": {"nmanalys": {"data_csv": text}}}
    cells = [{"cell_type": "code", "source": "p0001", "outputs": outputs} for outputs in ([], [output])]
    notebook = tmp_path / "notebook.ipynb"
    notebook.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    refuse_traces(tmp_path, {"p0002", "firm"})
    with pytest.raises(KernelFailure, match="names somebody"):
        refuse_traces(tmp_path, {"p0001"})
    assert not any(cell["outputs"] for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"])


def test_the_search_finds_a_firm(microdata):
    firms = set(microdata["firm_id"])
    assert named_firms(f"x {min(firms)} y", firms) == [min(firms)]
