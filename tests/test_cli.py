"""The command line: what is wrong is told in one message, with the exit code and nothing written."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nmanalys.cli import app
from nmanalys.commands.common import stoppable
from nmanalys.pipeline.state import BuildFolder
from notebooks import write_notebook


@pytest.fixture
def project(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's data and notebooks, with the working directory in it."""
    shutil.copytree(root / "data", tmp_path / "data")
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NMANALYS_ROOT", raising=False)
    return tmp_path


def nmanalys(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-p", "lq_treshold=1.5"), "Unknown parameter 'lq_treshold'. Did you mean 'lq_threshold'?"),
        (("-p", "lq_threshold=abc"), "'lq_threshold'"),
        (("-p", "lq_threshold=-1"), "greater than 0"),
        (("--region", "atlantis"), "Unknown region 'atlantis'"),
        (("--region", "riket"), "The nation has no pages: counties are compared with it. Name a county"),
        (("--region", "dalrna"), "Did you mean 'dalarna'?"),
        (("--stage", "industrial_strenghts"), "Did you mean 'industrial_strengths'?"),
        (("--params", "nowhere.yml"), "nowhere.yml"),
        (("--scenario", "nosuch"), "Unknown scenario 'nosuch'"),
    ],
)
@pytest.mark.parametrize("command", ["build", "run", "explain"])
def test_a_wrong_request_is_told(project: Path, command: str, arguments: tuple[str, ...], message: str) -> None:
    result = nmanalys(command, *arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output
    assert not (project / "_build").exists()


def test_a_folder_that_is_no_project_is_not_replaced_by_another(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path_factory.mktemp("empty")
    result = nmanalys("explain", "--project", str(empty))
    assert result.exit_code == 2 and "point --project at the project's folder" in result.output
    # what is named goes before what the environment says
    monkeypatch.setenv("NMANALYS_ROOT", str(empty))
    assert nmanalys("explain", "--project", str(project / "notebooks")).exit_code == 0


@pytest.mark.parametrize("command", ["build", "run", "explain"])
def test_a_folder_that_cannot_be_written_is_told(project: Path, command: str) -> None:
    (project / "_build").write_text("no folder")
    result = nmanalys(command)
    assert result.exit_code == 1
    assert "_build" in result.output and "See to it, and run the same command again." in result.output
    assert "Traceback" not in result.output and isinstance(result.exception, SystemExit)


def test_a_negative_count_is_told_with_file_row_and_column(project: Path) -> None:
    file = project / "data" / "statistics" / "employment.csv"
    lines = file.read_text("utf-8").splitlines()
    lines[11] = lines[11].rpartition(",")[0] + ",-3"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    for command in ("build", "check"):
        result = nmanalys(command)
        assert result.exit_code == 2
        assert "data/statistics/employment.csv, row 12, column employed: -3" in result.output
    assert not (project / "_build").exists()


def test_notebooks_that_do_not_hold_are_told(project: Path) -> None:
    notebook = next((project / "notebooks").glob("10_*.ipynb"))
    spoil(notebook, "reads: [employment, ", "reads: [employment, employmnt, ")
    assert "Did you mean" in nmanalys("build").output
    notebook.write_text("{")
    result = nmanalys("build")
    assert result.exit_code == 2 and notebook.name in result.output
    assert not (project / "_build").exists()


def test_circular_reads_are_told(project: Path) -> None:
    shutil.rmtree(project / "notebooks")
    write_notebook(project / "notebooks", "10_a", reads=("swot",), writes=("key_figures",))
    write_notebook(project / "notebooks", "20_b", reads=("key_figures",), writes=("swot",))
    result = nmanalys("build")
    assert result.exit_code == 2 and "Circular reads" in result.output


def test_check_says_that_all_is_in_order(project: Path) -> None:
    result = nmanalys("check")
    assert result.exit_code == 0, result.output
    assert "in order" in result.output


def test_explain_knows_every_job(project: Path) -> None:
    result = nmanalys("explain")
    assert result.exit_code == 0
    assert "industrial_strengths:dalarna: would run: has not run yet" in result.output


def test_serving_before_building_is_told(project: Path) -> None:
    result = nmanalys("serve")
    assert result.exit_code == 1 and "nmanalys build" in result.output


def test_clean_removes_what_was_built(project: Path) -> None:
    (project / "_build" / "html").mkdir(parents=True)
    assert nmanalys("clean").exit_code == 0
    assert not (project / "_build").exists()


def test_clean_empties_a_folder_that_lies_elsewhere(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "html").mkdir(parents=True)
    (project / "_build").symlink_to(elsewhere)
    assert nmanalys("clean").exit_code == 0
    assert (project / "_build").is_dir() and not list(elsewhere.iterdir())


def test_clean_leaves_a_build_at_work_alone(project: Path) -> None:
    with BuildFolder(project).lock():
        result = nmanalys("clean")
        assert result.exit_code == 2 and "Another build" in result.output
        assert (project / "_build" / "lock").is_file()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no such signal on Windows")
def test_a_run_under_nohup_outlives_its_terminal() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_where_the_manifest_is_can_be_copied_whatever_the_width(
    project: Path,
) -> None:
    shutil.rmtree(project / "notebooks")
    write_notebook(project / "notebooks", "10_alone", parameters='region = "20"', code=("1",))
    result = CliRunner().invoke(app, ["run", "-r", "20", "--cold"], env={"COLUMNS": "40"})
    assert f"Manifest: {project / '_build' / 'manifest' / 'baseline.json'}\n" in result.output


def test_an_unused_parameter_is_mentioned(project: Path) -> None:
    shutil.rmtree(project / "notebooks")
    write_notebook(project / "notebooks", "10_alone", parameters='region = "20"', code=("1",))
    result = nmanalys("run", "-r", "20", "-p", "survey_min_n=10")
    assert result.exit_code == 0, result.output
    assert "No selected stage uses the parameter 'survey_min_n'" in result.output
