"""Jobs on a Dask cluster of real processes on the loopback address: what comes back, and what becomes of lost workers."""

from __future__ import annotations

import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

import nmanalys
from nmanalys.errors import KernelError, PlanError
from nmanalys.pipeline import fingerprint
from nmanalys.pipeline.build import Report, Request, open_project, run_request
from nmanalys.pipeline.cluster import Cluster, _attempt
from notebooks import write_notebook
from processes import all_end, read_pids, start_cli, wait_for

LOAD = 'import nmanalys as nm\ncounty = nm.region(region)\nemployment = nm.load("employment", county)'
STRENGTHS = (
    'rows = employment.query("sni_group == \'A\' and year == 2024")[["region_code", "sni_group"]]\n'
    "rows = rows.assign(lq=1.0, is_leading=lq_threshold < 1.3, passed_share=0.5)"
)
PUBLISH = 'nm.publish(rows.reset_index(drop=True), "industrial_strengths")'
USE = 'import nmanalys as nm\nprint(nm.load("industrial_strengths", nm.region(region)).is_leading.iloc[0])'
TEXT = "# Rubrik\n\nEn ingress."
# writes down its process, then works until it is let go
HOLD = """import os, pathlib
here = pathlib.Path(os.environ["HOLD"])
(here / "kernels" / str(os.getpid())).touch()
while not (here / "go").exists():
    sum(range(1000))"""

Dask = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    """A project of two stages, one of which reads what the other writes."""
    folder = tmp_path / "project"
    shutil.copytree(root / "data", folder / "data")
    write_notebook(
        folder / "notebooks",
        "10_strengths",
        reads=("employment",),
        writes=("industrial_strengths",),
        code=(LOAD, STRENGTHS, PUBLISH),
        text=TEXT,
    )
    write_notebook(folder / "notebooks", "30_use", reads=("industrial_strengths",), code=(USE,), text=TEXT)
    return folder


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    """Start a scheduler or a worker; all of them end with the test."""
    started: list[subprocess.Popen[str]] = []
    (tmp_path / "hold" / "kernels").mkdir(parents=True)

    def start(kind: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments]
        env = {key: value for key, value in os.environ.items() if not key.startswith("NMANALYS_")}
        env |= {"HOLD": str(tmp_path / "hold"), **environment}
        log = (tmp_path / f"{kind}-{len(started)}.log").open("w")
        started.append(subprocess.Popen(command, cwd=tmp_path, env=env, stdout=log, stderr=log, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def scheduler(dask: Dask, tmp_path: Path) -> str:
    """The address of a scheduler without workers."""
    dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    log = tmp_path / "scheduler-0.log"
    address = re.compile(r"Scheduler at:\s+(tcp://\S+)")
    wait_for(lambda: address.search(log.read_text()), "the scheduler")
    return address.search(log.read_text()).group(1)


def add_worker(dask: Dask, scheduler: str, **environment: str) -> subprocess.Popen[str]:
    options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
    return dask("worker", scheduler, *options, **environment)


def run(project: Path, **request: object) -> Report:
    return run_request(open_project(project), Request(regions=("20", "21"), **request))


def made(project: Path) -> dict[str, bytes]:
    """Every file of every result, but for the records, which tell how long it took."""
    jobs = project / "_build" / "jobs"
    return {
        str(file.relative_to(jobs)): file.read_bytes()
        for file in jobs.rglob("*")
        if file.suffix != ".json" and file.is_file()
    }


@pytest.mark.parametrize("is_shared", [True, False])
def test_the_results_are_those_of_one_machine(
    project: Path, tmp_path: Path, dask: Dask, scheduler: str, is_shared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_worker(dask, scheduler)
    if not is_shared:
        monkeypatch.setattr("nmanalys.pipeline.cluster._sees", lambda mark: False)
    report = run(project, scheduler=scheduler)
    assert [outcome.status for outcome in report.outcomes] == ["done"] * 4, [o.message for o in report.outcomes]
    assert ("read the shared folder" in report.notes[0]) == is_shared
    far = made(project)
    assert not [name for name in far if ".attempt" in name or "job.json" in name]
    # the same fingerprints: a run here has nothing to do
    assert {outcome.status for outcome in run(project).outcomes} == {"fresh"}
    run(project, force=True)
    assert made(project) == far


def test_a_failing_cell_is_told_once_with_its_notebook(project: Path, dask: Dask, scheduler: str) -> None:
    add_worker(dask, scheduler)
    write_notebook(
        project / "notebooks",
        "40_dies",
        code=('import os\nopen(os.environ["HOLD"] + "/tried", "a").write("x")\n1 / 0',),
    )
    report = run(project, scheduler=scheduler, stages=("dies",))
    assert all("ZeroDivisionError" in outcome.message for outcome in report.outcomes)
    assert len(list((project / "_build" / "failed").glob("*.ipynb"))) == 2
    assert (project.parent / "hold" / "tried").read_text() == "xx"


def test_the_jobs_of_a_worker_that_is_killed_run_elsewhere(
    project: Path, root: Path, tmp_path: Path, dask: Dask, scheduler: str
) -> None:
    workers = [add_worker(dask, scheduler), add_worker(dask, scheduler)]
    log = tmp_path / "scheduler-0.log"
    wait_for(lambda: log.read_text().count("Register worker") == 2, "both workers", 120)
    shutil.copytree(root / "book", project / "book")
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(root / name, project)
    write_notebook(project / "notebooks", "20_hold", code=(LOAD, HOLD), reads=("employment",), text=TEXT)
    build = start_cli("build", "-r", "20", "-r", "21", "--scheduler", scheduler, cwd=project)
    hold = tmp_path / "hold"
    wait_for(lambda: len(read_pids(hold / "kernels")) == 2, "both workers at work", 120)
    workers[0].kill()
    workers[0].wait()
    (hold / "go").touch()
    output = build.communicate(timeout=600)[0]
    assert build.returncode == 0, output
    assert "6 done" in output
    pages = {
        f"{county}/{page}.html" for county in ("dalarna", "gavleborg") for page in ("10_strengths", "20_hold", "30_use")
    }
    book = project / "_build" / "html" / "regions"
    assert {page for page in pages if (book / page).is_file()} == pages
    all_end(read_pids(hold / "kernels"))
    local = made(project)
    run(project, force=True)
    assert made(project) == local


def test_a_run_that_is_stopped_ends_its_kernels_on_the_workers(
    project: Path, tmp_path: Path, dask: Dask, scheduler: str
) -> None:
    add_worker(dask, scheduler)
    write_notebook(project / "notebooks", "20_hold", code=(LOAD, HOLD), reads=("employment",))
    build = start_cli("run", "-r", "20", "-s", "hold", "--scheduler", scheduler, cwd=project)
    hold = tmp_path / "hold"
    wait_for(lambda: read_pids(hold / "kernels"), "a kernel at work", 120)
    build.send_signal(signal.SIGINT)
    output = build.communicate(timeout=60)[0]
    assert build.returncode == 130, output
    assert "Traceback" not in output
    all_end(read_pids(hold / "kernels"), 30)


def test_a_worker_with_other_code_is_refused(project: Path, tmp_path: Path, dask: Dask, scheduler: str) -> None:
    other = tmp_path / "other"
    shutil.copytree(Path(nmanalys.__file__).parent, other / "nmanalys")
    changed = other / "nmanalys" / "vocabulary" / "regions.py"
    changed.write_text(changed.read_text() + "\n# changed\n")
    add_worker(dask, scheduler, PYTHONPATH=str(other))
    report = run(project, scheduler=scheduler, stages=("strengths",))
    assert {outcome.status for outcome in report.outcomes} == {"failed"}
    assert all(
        "would compute something else (module vocabulary/regions.py changed)" in o.message for o in report.outcomes
    )


def test_a_worker_that_has_run_for_long_knows_today_s_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path)
    parts = {"modules": {}, "versions": {**fingerprint.package_versions(), "lock": "none"}}
    for number in range(3):
        source = f"VALUE = {'1' * number}0\n"
        (tmp_path / "a.py").write_text(source)
        parts["modules"]["a.py"] = sha256(source.encode()).hexdigest()
        assert fingerprint.differences_here(parts) == []


def test_a_worker_without_the_library_is_told_of(project: Path, tmp_path: Path, dask: Dask, scheduler: str) -> None:
    other = tmp_path / "other" / "nmanalys"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text('raise ModuleNotFoundError("No module named nmanalys")\n')
    add_worker(dask, scheduler, PYTHONPATH=str(other.parent))
    with pytest.raises(PlanError, match=r"cannot run jobs .*Install the same version"):
        Cluster(scheduler, project)


def test_no_scheduler_and_no_workers_are_told_of(
    project: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nmanalys.pipeline.cluster.WORKERS_SECONDS", 1)
    with pytest.raises(PlanError, match=r"has no workers\. Start some with `dask worker"):
        Cluster(scheduler, project)
    monkeypatch.setattr("nmanalys.pipeline.cluster.CONNECT_SECONDS", 1)
    with pytest.raises(PlanError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1 "):
        Cluster("tcp://127.0.0.1:1", project)
    # no client is made that would linger
    monkeypatch.setattr("nmanalys.pipeline.cluster.Client", None)
    for address in ("nowhere", "tcp://nowhere", "carrier-pigeon://nowhere:1"):
        with pytest.raises(PlanError, match=f"No Dask scheduler answers at {address} "):
            Cluster(address, project)


def test_a_full_disk_of_a_worker_is_told_as_that() -> None:
    def run() -> int:
        raise OSError(28, "No space left on device")

    failure, held = _attempt(run)
    assert isinstance(failure, KernelError) and "on the worker: [Errno 28] No space left on device." in str(failure)
    assert not held


def test_threads_of_a_worker_may_read_modules_at_once() -> None:
    # the cluster's library has such a callback: it lets another thread go on in the middle of parsing
    threshold = gc.get_threshold()
    gc.callbacks.append(_rest)
    gc.set_threshold(20)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = [*pool.map(fingerprint._module, 3 * sorted(fingerprint.PACKAGE.glob("views/t*.py")))]
    finally:
        gc.set_threshold(*threshold)
        gc.callbacks.remove(_rest)
    assert len({*found}) == len(found) / 3


def _rest(*_: object) -> None:
    time.sleep(0.0005)
