"""A new stage: its notebook holds what every notebook holds, and nothing that is there is overwritten."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from nmanalys.cli import app
from nmanalys.errors import NotebookError
from nmanalys.pipeline.new_stage import new_stage
from nmanalys.pipeline.stage import read_stage
from notebooks import write_notebook
from test_notebooks import TestNotebook as Rules

RULES = [rule for name, rule in vars(Rules).items() if name.startswith("test_")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("10_first", "11_second", "13_third"):
        write_notebook(tmp_path / "notebooks", name)
    write_notebook(tmp_path / "notebooks", "90_last", scope="joint", parameters="")
    return tmp_path


@pytest.mark.parametrize("scope", ["region", "joint"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_new_notebook_keeps_the_rules(project: Path, scope: str, rule: object) -> None:
    rule(None, new_stage(project, "commuting", scope=scope))


def test_it_stands_after_the_others_of_its_scope(project: Path) -> None:
    assert new_stage(project, "commuting", scope="region").name == "14_commuting.ipynb"
    assert new_stage(project, "together", scope="joint").name == "91_together.ipynb"


def test_a_title_may_hold_any_sign(project: Path) -> None:
    path = new_stage(project, "commuting", number="20", title=' Pendling:  in & ut, "mer" ', scope="region")
    assert read_stage(path).title == 'Pendling: in & ut, "mer"'


@pytest.mark.parametrize(
    ("name", "number", "message"),
    [
        ("first", None, "There is a stage 'first' already"),
        ("fresh", "10", "The number 10 is taken. The nearest free one is 09."),
        ("fresh", "11", "The nearest free one is 12."),
        ("fresh", "7", "Use two digits"),
        ("fresh", "00", "Use two digits"),
        ("../fresh", None, "cannot be a stage's name"),
        ("Fresh", None, "cannot be a stage's name"),
        ("för_ny", None, "cannot be a stage's name"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    project: Path, name: str, number: str | None, message: str
) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with pytest.raises(NotebookError) as caught:
        new_stage(project, name, number=number, scope="region")
    assert message in str(caught.value)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_both_kinds_run_and_stand_in_the_contents(tmp_path: Path, root: Path) -> None:
    for name in ("data", "notebooks"):
        shutil.copytree(root / name, tmp_path / name)
    (tmp_path / "_toc.yml").touch()
    runner = CliRunner()
    for arguments in (["new-stage", "commuting"], ["new-stage", "together", "--scope", "joint"]):
        made = runner.invoke(app, [*arguments, "--project", str(tmp_path)])
        assert made.exit_code == 0, made.output
    again = runner.invoke(app, ["new-stage", "commuting", "--project", str(tmp_path)])
    assert again.exit_code == 2 and "already" in again.output
    chapters = [
        chapter["file"]
        for part in yaml.safe_load((tmp_path / "_toc.yml").read_text("utf-8"))["parts"]
        for chapter in part["chapters"]
    ]
    assert {"regions/dalarna/61_commuting", "gemensamt/91_together"} <= {*chapters}
    run = runner.invoke(app, ["run", "-s", "commuting", "-s", "together", "-r", "20", "--project", str(tmp_path)])
    assert run.exit_code == 0, run.output
