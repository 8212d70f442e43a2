"""What all commands share: their options, the console, and how a fault is told."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console

from nmanalys.errors import CatalogueError, NmanalysError

console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)

RegionOption = Annotated[
    list[str] | None,
    typer.Option("--region", "-r", help="Region by code, name or NUTS code; 'all' for the 21 counties. Repeatable."),
]
StageOption = Annotated[list[str] | None, typer.Option("--stage", "-s", help="Stage by name or number. Repeatable.")]
ParameterOption = Annotated[
    list[str] | None, typer.Option("-p", help="Parameter, such as lq_threshold=1.5. Repeatable.")
]
FileOption = Annotated[Path | None, typer.Option("--params", help="YAML file of parameter values.")]
ScenarioOption = Annotated[str | None, typer.Option(help="Named scenario of data/scenarios.")]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Most kernels at a time.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Run also what is up to date.")]
TimeoutOption = Annotated[float, typer.Option(min=1, help="Longest time for one cell, in seconds.")]
ColdOption = Annotated[bool, typer.Option("--cold", help="Start a fresh Python for each job; slower.")]
MemoryOption = Annotated[
    float, typer.Option(min=0, help="Most gigabytes that one kernel may hold; 0 is its share of the machine's.")
]
SchedulerOption = Annotated[
    str, typer.Option("--scheduler", help="Run the jobs on a Dask cluster, such as tcp://host:8786.", metavar="ADDRESS")
]
PreviewOption = Annotated[
    bool, typer.Option("--preview", help="Publish only the touched pages and check nothing; faster, not for readers.")
]
ProjectOption = Annotated[
    Path | None, typer.Option("--project", help="The project's folder; found from here when omitted.")
]

# while one kernel waits for its next cell, another computes
DEFAULT_JOBS = (os.cpu_count() or 1) + 1
P = ParamSpec("P")


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn the project's own errors into one message and an exit code."""

    @functools.wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except NmanalysError as error:
            complaints.print(f"[bold red]{type(error).__name__}[/]", end=": ")
            complaints.print(str(error), markup=False, soft_wrap=True)
            raise typer.Exit(error.exit_code) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever reads the output wants no more of it
                raise
            complaints.print("[bold red]Disk or system[/]", end=": ")
            complaints.print(f"{error}. See to it, and run the same command again.", markup=False, soft_wrap=True)
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            complaints.print("Stopped. What was finished is kept; the same command goes on from there.")
            raise typer.Exit(130) from None

    return told


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Let a request to end, or a terminal that is closed, stop the block as Ctrl-C does.

    A signal that was ignored before stays so: ``nohup`` lets a run outlive its terminal.
    """

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def project_root(project: Path | None) -> Path:
    """Return the project's folder, found from here when none is named.

    Raises
    ------
    CatalogueError
        If the folder that is named lies in no project: another one is no substitute for it.
    """
    from nmanalys.io.catalogue import CATALOGUE, find_root, root_above

    if project is None:
        return find_root()
    named = project.resolve()
    found = root_above(named)
    if found is None:
        raise CatalogueError(f"No {CATALOGUE} in {named} or above it; point --project at the project's folder.")
    return found
