"""Commands that run jobs: `build`, `run`, `explain`."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from nmanalys.commands.common import (
    DEFAULT_JOBS,
    ColdOption,
    FileOption,
    ForceOption,
    JobsOption,
    MemoryOption,
    ParameterOption,
    PreviewOption,
    ProjectOption,
    RegionOption,
    ScenarioOption,
    SchedulerOption,
    StageOption,
    TimeoutOption,
    complaints,
    console,
    plainly,
    project_root,
    stoppable,
)
from nmanalys.kernels import forking
from nmanalys.kernels.pool import largest_process

__all__ = ["build", "explain", "run"]

# options of how jobs run, which say nothing of what is run
RUNNING = ("jobs", "force", "timeout", "memory", "cold", "scheduler", "preview")


@plainly
def build(
    region: RegionOption = None,
    stage: StageOption = None,
    p: ParameterOption = None,
    params: FileOption = None,
    scenario: ScenarioOption = None,
    jobs: JobsOption = DEFAULT_JOBS,
    force: ForceOption = False,
    timeout: TimeoutOption = 600,
    memory: MemoryOption = 0,
    cold: ColdOption = False,
    scheduler: SchedulerOption = "",
    preview: PreviewOption = False,
    project: ProjectOption = None,
) -> None:
    """Run what is not up to date and publish the book."""
    _run(locals(), publish=True)


@plainly
def run(
    region: RegionOption = None,
    stage: StageOption = None,
    p: ParameterOption = None,
    params: FileOption = None,
    scenario: ScenarioOption = None,
    jobs: JobsOption = DEFAULT_JOBS,
    force: ForceOption = False,
    timeout: TimeoutOption = 600,
    memory: MemoryOption = 0,
    cold: ColdOption = False,
    scheduler: SchedulerOption = "",
    project: ProjectOption = None,
) -> None:
    """Run what is not up to date, without the book."""
    _run(locals(), publish=False)


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

    reasons = explain_request(open_project(project_root(project)), _request(locals()))
    if as_json:
        sys.stdout.write(json.dumps(reasons, ensure_ascii=False, indent=1) + "\n")
        return
    for job, why in reasons.items():
        console.print(
            f"[dim]{job}: up to date[/]" if not why else f"{job}: would run: {'; '.join(why)}", soft_wrap=True
        )
    console.print(f"{sum(map(bool, reasons.values()))} of {len(reasons)} jobs would run.")


def _request(options: dict[str, object]) -> object:
    from nmanalys.pipeline.build import Request

    named = {
        "regions": tuple(options["region"] or ()),
        "stages": tuple(options["stage"] or ()),
        "assignments": tuple(options["p"] or ()),
        "parameter_file": options["params"],
        "scenario": options["scenario"],
    }
    return Request(**named, **{key: options[key] for key in RUNNING if key in options})


def _run(options: dict[str, object], *, publish: bool) -> None:
    if options["force"] and not options["cold"] and not options["scheduler"]:
        # kernels are certain to be needed: the stack is imported while the rest of this program is
        forking.warm_up()
    from nmanalys.pipeline.build import open_project, run_request
    from nmanalys.pipeline.progress import Progress

    opened = open_project(project_root(options["project"]))
    with stoppable(), Progress(console) as progress:
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
    rows = {"Jobs": ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))}
    if report.scenario.overrides:
        rows["Scenario"] = report.scenario.name
    if report.peak_memory:
        largest = _gigabytes(largest_process())
        rows["Memory"] = f"{_gigabytes(report.peak_memory)} in kernels at once; largest process {largest}"
    rows["Manifest"] = str(report.manifest)
    if report.book:
        rows["Start page"] = str(report.book)
    width = max(map(len, rows)) + 1
    for label, text in rows.items():
        # no table, which would cut a long path
        console.print(f"{label + ':':{width}} {text}", markup=False, soft_wrap=True)


def _gigabytes(size: int) -> str:
    return f"{size / 10**9:.1f} GB"
