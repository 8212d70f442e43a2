"""However a build, its zygote or a kernel ends: nothing is left running, and the next build is right."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from notebooks import write_notebook
from processes import all_end, is_running, read_pids, start_cli, wait_for

LOAD = 'import nmanalys as nm\nemployment = nm.load("employment", nm.region(region))'
# writes down which process it is and which one is its parent, then works until it is let go
HOLD = """import os, pathlib, time
here = pathlib.Path(os.environ["HOLD"])
for name in ("kernels", "parents"):
    (here / name).mkdir(exist_ok=True)
(here / "kernels" / str(os.getpid())).touch()
(here / "parents" / str(os.getppid())).touch()
while not (here / "go").exists():
    sum(range(1000))"""
STRENGTH = """first = employment.head(1).assign(lq=1.0, is_leading=True, passed_share=0.5)
nm.publish(first, "industrial_strengths")"""
linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="kernels are forked on Linux only")


@pytest.fixture
def project(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one quick stage and one that holds until it is let go."""
    for name in ("data", "book"):
        shutil.copytree(root / name, tmp_path / name)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(root / name, tmp_path)
    text = "# Rubrik\n\nEn ingress."
    write_notebook(tmp_path / "notebooks", "10_hold", reads=("employment",), code=(LOAD, HOLD), text=text)
    write_notebook(tmp_path / "notebooks", "20_quick", reads=("employment",), code=(LOAD,), text=text)
    monkeypatch.setenv("HOLD", str(tmp_path))
    return tmp_path


def kernels(project: Path) -> list[int]:
    return read_pids(project / "kernels")


def parents(project: Path) -> list[int]:
    return read_pids(project / "parents")


def is_right(project: Path) -> None:
    """The next build makes a whole book."""
    (project / "go").touch()
    build = start_cli("build", "-r", "20", cwd=project)
    output = build.communicate(timeout=600)[0]
    assert build.returncode == 0, output
    for page in ("10_hold", "20_quick"):
        assert (project / "_build" / "html" / "regions" / "dalarna" / f"{page}.html").is_file()
    assert not list((project / "_build" / "jobs").rglob(".new-*"))


@linux
@pytest.mark.parametrize(
    ("number", "options"), [(signal.SIGINT, ()), (signal.SIGTERM, ()), (signal.SIGINT, ("--cold",))]
)
def test_a_run_that_is_stopped_ends_at_once(project: Path, number: int, options: tuple[str, ...]) -> None:
    run = start_cli("run", "-r", "20", *options, cwd=project)
    wait_for(lambda: kernels(project), "a kernel at work")
    run.send_signal(number)
    output = run.communicate(timeout=60)[0]
    assert run.returncode == 130
    assert "Stopped." in output and "Traceback" not in output
    all_end({*kernels(project), *parents(project)})
    (project / "go").touch()
    again = start_cli("run", "-r", "20", *options, cwd=project)
    assert "2 done" in (output := again.communicate(timeout=120)[0]) or "1 done, 1 fresh" in output


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["sweep -p lq_threshold=1,2", "compare baseline lq_threshold=2", "verify"])
def test_whatever_runs_jobs_is_stopped_alike(project: Path, command: str, number: int) -> None:
    write_notebook(
        project / "notebooks", "10_hold", reads=("employment",), writes=("industrial_strengths",),
        code=(LOAD, HOLD, STRENGTH),
    )  # fmt: skip
    if command == "verify":
        (project / "go").touch()
        output = start_cli("run", "-r", "20", "-s", "10", cwd=project).communicate(timeout=120)[0]
        assert "1 done" in output
        (project / "go").unlink()
    before = kernels(project)
    run = start_cli(*command.split(), "-r", "20", "-s", "10", cwd=project)
    wait_for(lambda: len(kernels(project)) > len(before), "a kernel at work")
    run.send_signal(number)
    output = run.communicate(timeout=60)[0]
    assert run.returncode == 130, output
    assert "Stopped." in output and "Traceback" not in output
    all_end({*kernels(project), *parents(project)} - {run.pid})
    assert not list((project / "_build" / "jobs").rglob(".new-*"))


@linux
def test_nothing_outlives_a_build_that_is_killed(project: Path) -> None:
    run = start_cli("build", "-r", "20", cwd=project)
    wait_for(lambda: kernels(project), "a kernel at work")
    run.kill()
    run.wait()
    all_end({*kernels(project), *parents(project)})
    is_right(project)


@linux
def test_a_zygote_that_is_killed_is_replaced(project: Path) -> None:
    run = start_cli("build", "-r", "20", cwd=project)
    wait_for(lambda: kernels(project), "a kernel at work")
    (zygote,) = parents(project)
    assert zygote != run.pid
    os.kill(zygote, signal.SIGKILL)
    all_end(kernels(project))
    wait_for(lambda: len(kernels(project)) == 2, "the job's second kernel")
    (project / "go").touch()
    output = run.communicate(timeout=600)[0]
    assert run.returncode == 0, output
    assert "2 done" in output
    assert not any(map(is_running, parents(project)))
    is_right(project)


@linux
@pytest.mark.parametrize("options", [(), ("--cold",)])
def test_a_kernel_that_is_killed_costs_its_job_only(project: Path, options: tuple[str, ...]) -> None:
    run = start_cli("run", "-r", "20", *options, cwd=project)
    wait_for(lambda: kernels(project), "a kernel at work")
    os.kill(kernels(project)[0], signal.SIGKILL)
    output = run.communicate(timeout=120)[0]
    assert run.returncode == 1
    assert "failed hold:dalarna: 10_hold.ipynb, cell 5: the kernel was killed (SIGKILL)." in output
    assert "1 done, 1 failed" in output
    if not options:
        is_right(project)
