"""Editing for another region: JupyterLab gets the notebook itself, and its kernel the chosen values."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import start_new_kernel
from typer.testing import CliRunner

from nmanalys.cli import app
from nmanalys.errors import NmanalysError, PlanError
from nmanalys.io.reference import load_regions
from nmanalys.pipeline import edit
from nmanalys.pipeline.edit import open_desk, prepare_desk
from notebooks import write_notebook


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    (tmp_path / "data").symlink_to(root / "data")
    write_notebook(tmp_path / "notebooks", "10_first", parameters='region = "20"\nlq_threshold = 1.25\nyear = 2024')
    write_notebook(tmp_path / "notebooks", "80_together", scope="joint", parameters="year = 2024")
    return tmp_path


class Launcher:
    """Remembers what it was to start."""

    def __init__(self, code: int = 0) -> None:
        self.code, self.calls = code, []

    def __call__(self, command: list[str], **options: object) -> int:
        self.calls.append((command, options))
        return self.code


@pytest.fixture
def launcher(monkeypatch: pytest.MonkeyPatch) -> Launcher:
    """JupyterLab, as far as the command can see."""
    stub = Launcher()
    monkeypatch.setattr(edit, "LAB", "json")
    monkeypatch.setattr(edit, "_run", stub)
    return stub


def nmanalys(project: Path, *arguments: str) -> object:
    return CliRunner().invoke(app, [*arguments, "--project", str(project)], env={"COLUMNS": "200"})


def test_the_notebook_itself_is_opened_with_the_values_in_the_environment(project: Path, launcher: Launcher) -> None:
    before = (project / "notebooks" / "10_first.ipynb").read_bytes()
    result = nmanalys(project, "edit", "first", "--region", "varmland", "-p", "lq_threshold=1.5", "--no-browser")
    assert result.exit_code == 0, result.output
    [(command, options)] = launcher.calls
    assert command[-2:] == [str(Path("notebooks") / "10_first.ipynb"), "--no-browser"]
    assert options["cwd"] == project
    assert json.loads(options["env"]["NMANALYS_PARAMETERS"]) == {"lq_threshold": 1.5, "region": "17"}
    assert (project / "notebooks" / "10_first.ipynb").read_bytes() == before
    assert "region = '17'" in result.output


def test_a_browser_is_opened_unless_told_not_to(project: Path, launcher: Launcher) -> None:
    assert nmanalys(project, "edit", "80").exit_code == 0
    assert "--no-browser" not in launcher.calls[0][0]


def test_an_end_with_a_fault_is_passed_on(project: Path, launcher: Launcher) -> None:
    launcher.code = 3
    assert nmanalys(project, "edit", "10").exit_code == 1


@pytest.mark.parametrize(
    ("stage", "region", "assignments", "message"),
    [
        ("frist", None, (), "Did you mean 'first'?"),
        ("first", "dalrna", (), "Did you mean 'dalarna'?"),
        ("together", "dalarna", (), "Leave out --region"),
        ("first", None, ("lq_treshold=1",), "Did you mean 'lq_threshold'?"),
        (
            "first",
            None,
            ("survey_min_n=10",),
            "does not use the parameter 'survey_min_n'. It uses: lq_threshold, year.",
        ),
    ],
)
def test_a_wrong_choice_is_told(
    project: Path, root: Path, stage: str, region: str | None, assignments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(NmanalysError) as caught:
        prepare_desk(project, load_regions(root), stage, region, assignments)
    assert message in str(caught.value)
    assert not (project / "_build").exists()


@pytest.mark.parametrize(("pip", "remedy"), [(True, "-m pip install nowhere"), (False, "uv pip install --python")])
def test_that_jupyterlab_is_missing_is_told_with_the_remedy(
    project: Path, root: Path, monkeypatch: pytest.MonkeyPatch, pip: bool, remedy: str
) -> None:
    desk = prepare_desk(project, load_regions(root), "first", None, ())
    monkeypatch.setattr(edit, "LAB", "nowhere")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if name == "pip" and pip else None)
    with pytest.raises(PlanError, match="not installed") as caught:
        open_desk(desk, project, launch=Launcher())
    assert remedy in str(caught.value)


def test_the_kernel_that_the_notebooks_name_puts_the_values_in(
    project: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = prepare_desk(project, load_regions(root), "first", "17", ("lq_threshold=1.5",))
    for name in ("JUPYTER_PATH", "NMANALYS_PARAMETERS"):
        monkeypatch.setenv(name, desk.environment[name])
    assert KernelSpecManager().get_kernel_spec("python3").resource_dir.startswith(str(project))
    manager, client = start_new_kernel(kernel_name="python3", env=dict(os.environ), cwd=str(project))
    try:
        said = []
        client.execute_interactive(
            'region = "20"\nlq_threshold = 1.25\nyear = 2024',
            output_hook=lambda message: said.append(message["content"]),
        )
        reply = client.execute_interactive("", user_expressions={"all": "(region, lq_threshold, year)"}, silent=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert reply["content"]["user_expressions"]["all"]["data"]["text/plain"] == "('17', 1.5, 2024)"
    assert any("region = '17' (not '20')" in str(content.get("data")) for content in said)
