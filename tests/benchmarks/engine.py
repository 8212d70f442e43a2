"""Compare `nmanalys run` with the papermill command in a loop, on the project's own notebooks.

    python tests/benchmarks/engine.py --repeat 3

All stages for three regions, alternating in one run, medians of the repetitions:

- ``loop``: a shell loop of the ``papermill`` command, one notebook and region after the other;
- ``xargs``: the same commands, two at a time, by ``xargs -P2``;
- ``ours``: ``nmanalys run --force``.

Bytecode is compiled first and PYTHONDONTWRITEBYTECODE unset: without bytecode every import is many times slower, which
would flatter the one that imports least often. All work in a copy of the project in which everything has run once; a
notebook that papermill runs alone finds the tables of earlier stages among the results of that run.

The cells' own CPU time is what the notebooks' code itself costs, with the packages already imported. It is measured
inside the kernels, in runs of their own that alternate with the others: an IPython start-up file registers callbacks
around each cell that add up the process's CPU time, all threads included. What starts a kernel, imports the packages,
carries messages and writes notebooks lies outside. Of all other runs the CPU time is that of the whole process tree.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import io
import os
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nmanalys
from nmanalys.pipeline.build import Request, open_project, plan_request

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
TARGETS = {"loop": 5.0, "xargs": 3.0}
CPU_FACTOR, CPU_SECONDS = 1.25, 2.0
START_UP = """import os, time
def begin(info):
    begin.at = time.process_time()
def end(result):
    with open(os.environ["CELL_SECONDS"], "a") as file:
        file.write(f"{time.process_time() - begin.at}\\n")
shell = get_ipython()
shell.events.register("pre_run_cell", begin)
shell.events.register("post_run_cell", end)
del shell
"""


@dataclass(frozen=True)
class Spent:
    """Wall and CPU seconds of one run."""

    wall: float
    cpu: float


def copy_project(folder: Path) -> Path:
    """Copy what a run needs."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def compile_bytecode() -> None:
    """Compile the project and every installed package, as an installation does."""
    with contextlib.redirect_stdout(io.StringIO()):
        for folder in {Path(nmanalys.__file__).parent, Path(os.__file__).parent, *map(Path, sys.path)}:
            if folder.is_dir() and folder.name != "benchmarks":
                compileall.compile_dir(folder, quiet=2, workers=os.cpu_count())


def arguments_of(project: Path, regions: tuple[str, ...]) -> Iterator[list[str]]:
    """Arguments of one papermill command a job, upstream first."""
    plan, _ = plan_request(open_project(project), Request(regions=regions))
    for job in plan.jobs.values():
        target = project / "papermill" / f"{job.stage.page}-{job.place}.ipynb"
        region = ["-p", "region", job.region.code] if job.region else []
        yield [str(job.stage.path), str(target), *region]


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with bytecode, and without what belongs to another project."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NMANALYS_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, **more}


def measure(command: list[str], project: Path, **more: str) -> Spent:
    """Run a command and take the time of it and of all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(
        command, cwd=project / "notebooks", env=environment(**more), capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"{shlex.join(command)[:200]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def runners(project: Path, regions: tuple[str, ...]) -> dict[str, Callable[[], Spent]]:
    """How each way is run."""
    (project / "papermill").mkdir()
    arguments = project / "arguments.txt"
    arguments.write_text("".join(f"{shlex.join(line)}\n" for line in arguments_of(project, regions)))
    papermill = f"{shlex.quote(str(BIN / 'papermill'))} --no-progress-bar"
    loop = f"while read -r line; do eval {papermill} $line || exit 1; done < {arguments}"
    ours = [str(BIN / "nmanalys"), "run", "--force", *(f"--region={name}" for name in regions)]
    return {
        "loop": lambda: measure(["bash", "-c", loop], project),
        "xargs": lambda: measure(["bash", "-c", f"xargs -P2 -L1 {papermill} < {arguments}"], project),
        "ours": lambda: measure(ours, project),
        "cells": lambda: cells(ours, project),
    }


def cells(command: list[str], project: Path) -> Spent:
    """CPU seconds of the cells themselves."""
    profile = project / "ipython"
    start_up = profile / "profile_default" / "startup"
    start_up.mkdir(parents=True, exist_ok=True)
    (start_up / "cells.py").write_text(START_UP)
    spent = project / "cells.txt"
    spent.unlink(missing_ok=True)
    run = measure(command, project, IPYTHONDIR=str(profile), CELL_SECONDS=str(spent))
    return Spent(run.wall, sum(map(float, spent.read_text().split())))


def report(found: dict[str, list[Spent]]) -> Iterator[str]:
    """Lines of the comparison."""
    wall = {name: statistics.median(run.wall for run in runs) for name, runs in found.items()}
    cpu = {name: statistics.median(run.cpu for run in runs) for name, runs in found.items()}
    yield f"{'':8} {'wall s':>8} {'CPU s':>8}   each run's wall s"
    for name, runs in found.items():
        each = " ".join(f"{run.wall:.1f}" for run in runs)
        yield f"{name:8} {wall[name]:8.1f} {cpu[name]:8.1f}   {each}"
    for name, wanted in TARGETS.items():
        if name in found:
            times = wall[name] / wall["ours"]
            yield f"{name} takes {times:.2f} times our wall time; wanted {wanted:g}: {'met' if times >= wanted else 'MISSED'}"
    allowed = CPU_FACTOR * cpu["cells"] + CPU_SECONDS
    verdict = "met" if cpu["ours"] <= allowed else f"MISSED by {cpu['ours'] - allowed:.1f} s"
    yield f"ours spends {cpu['ours']:.1f} CPU s, the cells alone {cpu['cells']:.1f} s; allowed {allowed:.1f}: {verdict}"


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=("loop", "xargs"), default=["loop", "xargs"])
    parser.add_argument("--region", nargs="+", default=[], help="the three counties and the joint stages when omitted")
    options = parser.parse_args()
    compile_bytecode()
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder))
        ways = runners(project, tuple(options.region))
        ways["ours"]()
        found: dict[str, list[Spent]] = {name: [] for name in (*options.only, "ours", "cells")}
        for _ in range(options.repeat):
            for name, runs in found.items():
                runs.append(ways[name]())
                sys.stderr.write(f"{name}: {runs[-1].wall:.1f} s, CPU {runs[-1].cpu:.1f} s\n")
        sys.stdout.write("\n".join(report(found)) + "\n")


if __name__ == "__main__":
    main()
