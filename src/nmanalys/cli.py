"""The command line: `nmanalys build`, `run`, `explain`, `check`, `serve`, `clean`.

Whatever is wrong with a request is told in one message, with the remedy and without a traceback; the exit code
is 2 when nothing was run, 1 when a job or the book failed, 130 after Ctrl-C.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console
from rich.table import Table

from nmanalys.errors import NmanalysError
from nmanalys.pipeline.progress import Progress

__all__ = ["app", "main"]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
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
ProjectOption = Annotated[
    Path | None, typer.Option("--project", help="The project's folder; found from here when omitted.")
]

CPUS = os.cpu_count() or 1
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
        except KeyboardInterrupt:
            complaints.print("Stopped. What was finished is kept; the same command goes on from there.")
            raise typer.Exit(130) from None

    return told


@app.command()
@plainly
def build(
    region: RegionOption = None,
    stage: StageOption = None,
    p: ParameterOption = None,
    params: FileOption = None,
    scenario: ScenarioOption = None,
    jobs: JobsOption = CPUS,
    force: ForceOption = False,
    timeout: TimeoutOption = 600,
    project: ProjectOption = None,
) -> None:
    """Run what is not up to date and publish the book."""
    _run(locals(), publish=True)


@app.command()
@plainly
def run(
    region: RegionOption = None,
    stage: StageOption = None,
    p: ParameterOption = None,
    params: FileOption = None,
    scenario: ScenarioOption = None,
    jobs: JobsOption = CPUS,
    force: ForceOption = False,
    timeout: TimeoutOption = 600,
    project: ProjectOption = None,
) -> None:
    """Run what is not up to date, without the book."""
    _run(locals(), publish=False)


@app.command()
@plainly
def explain(
    region: RegionOption = None,
    stage: StageOption = None,
    p: ParameterOption = None,
    params: FileOption = None,
    scenario: ScenarioOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    project: ProjectOption = None,
) -> None:
    """Say for each job whether it would run, and why."""
    from nmanalys.pipeline.build import explain_request, open_project

    reasons = explain_request(open_project(_root(project)), _request(locals()))
    if as_json:
        sys.stdout.write(json.dumps(reasons, ensure_ascii=False, indent=1) + "\n")
        return
    for job, why in reasons.items():
        console.print(
            f"[dim]{job}: up to date[/]" if not why else f"{job}: would run: {'; '.join(why)}", soft_wrap=True
        )
    console.print(f"{sum(map(bool, reasons.values()))} of {len(reasons)} jobs would run.")


@app.command()
@plainly
def check(project: ProjectOption = None) -> None:
    """Check every table of the catalogue and every notebook's declaration."""
    from nmanalys.errors import DataError
    from nmanalys.io.store import check_tables
    from nmanalys.pipeline.build import open_project

    opened = open_project(_root(project))
    faults = check_tables(opened.catalogue)
    if faults:
        raise DataError("\n".join([f"{len(faults)} faults in the tables:", *faults]))
    console.print(f"{len(opened.catalogue)} tables and {len(opened.stages)} notebooks are in order.")


@app.command()
@plainly
def serve(
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 8000,
    scenario: Annotated[str, typer.Option(help="Scenario whose book is shown.")] = "baseline",
    project: ProjectOption = None,
) -> None:
    """Show the built book in a browser on this machine."""
    from nmanalys.pipeline.serve import serve_book

    serve_book(
        _root(project),
        scenario,
        port,
        lambda address: console.print(f"The book is at {address} (Ctrl-C ends)."),
    )


@app.command()
@plainly
def clean(project: ProjectOption = None) -> None:
    """Remove everything that was built."""
    folder = _root(project) / "_build"
    shutil.rmtree(folder, ignore_errors=True)
    console.print(f"Removed {folder}.")


def main() -> None:
    """Run the command line."""
    app()


def _root(project: Path | None) -> Path:
    from nmanalys.io.catalogue import find_root

    return find_root(project)


def _request(options: dict[str, object]) -> object:
    from nmanalys.pipeline.build import Request

    named = {
        "regions": tuple(options["region"] or ()),
        "stages": tuple(options["stage"] or ()),
        "assignments": tuple(options["p"] or ()),
        "parameter_file": options["params"],
        "scenario": options["scenario"],
    }
    return Request(**named, **{key: options[key] for key in ("jobs", "force", "timeout") if key in options})


def _run(options: dict[str, object], *, publish: bool) -> None:
    from nmanalys.pipeline.build import open_project, run_request

    opened = open_project(_root(options["project"]))
    with Progress(console) as progress:
        report = run_request(
            opened,
            _request(options),
            on_plan=progress.plan,
            on_start=progress.start,
            on_end=progress.end,
            on_wait=progress.wait,
            on_publish=progress.publish,
            publish=publish,
        )
    failed = [outcome for outcome in report.outcomes if not outcome.is_good]
    for note in report.notes:
        console.print(note, markup=False)
    for outcome in failed:
        complaints.print(f"[bold red]{outcome.status}[/] {outcome.job.id}", end=": ")
        complaints.print(outcome.message, markup=False, soft_wrap=True)
    _summary(report)
    if failed:
        raise typer.Exit(1)


def _summary(report: object) -> None:
    counts: dict[str, int] = {}
    for outcome in report.outcomes:
        counts[outcome.status] = counts.get(outcome.status, 0) + 1
    table = Table.grid(padding=(0, 1))
    table.add_row("Jobs:", ", ".join(f"{count} {status}" for status, count in sorted(counts.items())))
    if report.scenario.overrides:
        table.add_row("Scenario:", report.scenario.name)
    table.add_row("Manifest:", str(report.manifest))
    if report.book:
        table.add_row("Start page:", str(report.book))
    console.print(table, soft_wrap=True)
