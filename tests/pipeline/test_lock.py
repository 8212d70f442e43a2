"""Two builds on one tree: the second waits and says for whom; the lock of a build that died is free at once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from nmanalys.errors import PlanError
from nmanalys.pipeline.state import BuildFolder
from notebooks import write_notebook
from processes import read_pids, start_cli, wait_for

fcntl = pytest.importorskip("fcntl", reason="the standard library has no file locks here")

# nothing here depends on how kernels start, and one that imports nothing is there soonest when it starts cold
RUN = ("run", "-r", "20", "--cold")
HOLD = """import os, pathlib, time
here = pathlib.Path(os.environ["HOLD"])
(here / "kernels" / str(os.getpid())).touch()
while not (here / "go").exists():
    time.sleep(0.02)"""


@pytest.fixture
def project(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one stage that works until it is let go."""
    shutil.copytree(root / "data", tmp_path / "data")
    (tmp_path / "kernels").mkdir()
    write_notebook(tmp_path / "notebooks", "10_hold", code=(HOLD,))
    monkeypatch.setenv("HOLD", str(tmp_path))
    return tmp_path


def test_the_second_build_waits_for_the_first(project: Path) -> None:
    first = start_cli(*RUN, cwd=project)
    wait_for(lambda: read_pids(project / "kernels"), "a kernel at work")
    second = start_cli(*RUN, cwd=project)
    told = second.stdout.readline()
    assert told == f"Another build (process {first.pid}) is at work here; waiting for it.\n"
    assert second.poll() is None
    with pytest.raises(PlanError, match=f"process {first.pid}"), BuildFolder(project).lock():
        pass
    (project / "go").touch()
    assert "1 done" in first.communicate(timeout=60)[0]
    # what the first has done the second need not do
    assert "1 fresh" in second.communicate(timeout=60)[0]
    assert first.returncode == second.returncode == 0
    assert len(read_pids(project / "kernels")) == 1


def test_what_changes_while_the_second_build_waits_is_planned_anew(project: Path) -> None:
    first = start_cli(*RUN, cwd=project)
    wait_for(lambda: read_pids(project / "kernels"), "a kernel at work")
    second = start_cli(*RUN, cwd=project)
    assert "waiting for it" in second.stdout.readline()
    write_notebook(project / "notebooks", "10_hold", code=(HOLD, "1 + 1"))
    (project / "go").touch()
    assert "1 done" in first.communicate(timeout=60)[0]
    assert "1 done" in second.communicate(timeout=60)[0]
    executed = [path.read_text("utf-8") for path in (project / "_build" / "jobs").rglob("notebook.ipynb")]
    assert sorted("1 + 1" in text for text in executed) == [False, True]


def test_the_lock_of_a_build_that_died_is_free(project: Path) -> None:
    first = start_cli(*RUN, cwd=project)
    wait_for(lambda: read_pids(project / "kernels"), "a kernel at work")
    first.kill()
    first.wait()
    assert (project / "_build" / "lock").read_text() == str(first.pid)
    (project / "go").touch()
    second = start_cli(*RUN, cwd=project)
    output = second.communicate(timeout=60)[0]
    assert "Another build" not in output and "1 done" in output
    with BuildFolder(project).lock():
        assert (project / "_build" / "lock").read_text() == str(os.getpid())
