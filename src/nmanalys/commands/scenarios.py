"""Commands that ask what if: `compare` and `sweep`."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated

import typer

from nmanalys.commands.common import (
    DEFAULT_JOBS,
    JobsOption,
    ProjectOption,
    RegionOption,
    StageOption,
    TimeoutOption,
    complaints,
    console,
    plainly,
    project_root,
    stoppable,
)

if TYPE_CHECKING:
    from nmanalys.pipeline.build import Project, Request
    from nmanalys.vocabulary.regions import Regions

__all__ = ["compare", "sweep"]

SHOWN = 40
LONGEST_NAME = 100


@plainly
def compare(
    left: Annotated[str, typer.Argument(help="Scenario to start from: baseline, a name, or lq_threshold=1.5,…")],
    right: Annotated[str, typer.Argument(help="Scenario to compare with.")],
    region: RegionOption = None,
    stage: StageOption = None,
    jobs: JobsOption = DEFAULT_JOBS,
    timeout: TimeoutOption = 600,
    project: ProjectOption = None,
) -> None:
    """Say which strengths, phases and classes differ between two scenarios, and which parameter did it."""
    from nmanalys.pipeline.build import Request, open_project
    from nmanalys.pipeline.comparison import compare_requests
    from nmanalys.pipeline.scenario_reports import comparison_report

    opened = open_project(project_root(project))
    first, second = (
        Request(regions=tuple(region or ()), stages=tuple(stage or ()), jobs=jobs, timeout=timeout, **_scenario(text))
        for text in (left, right)
    )
    with stoppable():
        found = compare_requests(opened, first, second, on_run=_tell)
    folder = opened.root / "_build" / "compare" / _folder(f"{found.left.name}--{found.right.name}", opened, first)
    _print_changes(found.changes, opened.regions)
    console.print(f"{len(found.changes)} of {found.judged} verdicts differ.")
    console.print(f"Page and CSV: {comparison_report(folder, found, opened.regions)}", soft_wrap=True)


@plainly
def sweep(
    p: Annotated[
        list[str], typer.Option("-p", help="Values of a parameter, such as lq_threshold=1.0,1.25. Repeatable.")
    ],
    region: RegionOption = None,
    stage: StageOption = None,
    scenario: Annotated[str | None, typer.Option(help="Named scenario to start from.")] = None,
    jobs: JobsOption = DEFAULT_JOBS,
    timeout: TimeoutOption = 600,
    project: ProjectOption = None,
) -> None:
    """Run every combination of parameter values and tell how often each strength survives; goes on after a stop."""
    from nmanalys.pipeline.build import Request, open_project
    from nmanalys.pipeline.scenario_reports import sweep_report
    from nmanalys.pipeline.sweep import grid, sweep_requests

    axes = grid(p)
    opened = open_project(project_root(project))
    request = Request(
        regions=tuple(region or ()), stages=tuple(stage or ()), scenario=scenario, jobs=jobs, timeout=timeout
    )
    with stoppable():
        found = sweep_requests(opened, request, axes, on_run=_tell)
    name = "_".join(f"{key}-{'-'.join(values)}" for key, values in axes.items())
    for row in found.survival.head(SHOWN).itertuples():
        county = opened.regions.find(row.region_code).name
        line = f"{county}, {row.kind}: {row.name} is a strength at {row.strengths} of {row.points} points"
        console.print(line, markup=False, soft_wrap=True)
    _rest(len(found.survival))
    folder = opened.root / "_build" / "sweeps" / _folder(f"{scenario}--{name}" if scenario else name, opened, request)
    page = sweep_report(folder, found, opened.regions)
    console.print(f"Page and CSV: {page}", soft_wrap=True)


def _scenario(text: str) -> dict[str, object]:
    """A name, or assignments joined by commas."""
    return {"assignments": tuple(re.split(r",(?=\s*\w+=)", text))} if "=" in text else {"scenario": text}


def _folder(name: str, project: Project, request: Request) -> str:
    """A folder's name that tells one report from another: also by regions and stages, where some were chosen."""
    places = [text if text == "all" else project.regions.find(text).slug for text in request.regions]
    plain = "--".join([name, *filter(None, ["-".join(places), "-".join(request.stages)])])
    clean = re.sub(r"[^\w.-]+", "-", plain)
    return clean if len(clean) <= LONGEST_NAME else f"{clean[:LONGEST_NAME]}-{sha256(plain.encode()).hexdigest()[:8]}"


def _tell(name: str) -> None:
    complaints.print(f"[dim]Running what is not up to date: {name}[/]", soft_wrap=True)


def _print_changes(changes: object, regions: Regions) -> None:
    for row in changes.head(SHOWN).itertuples():
        sides = (row.verdict_before, row.verdict_after)
        if row.change == "moves":
            sides = (f"rank {row.rank_before:.0f}", f"rank {row.rank_after:.0f}")
        before, after = ("not judged" if side != side else side for side in sides)
        console.print(
            f"{regions.find(row.region_code).name}, {row.kind}: {row.name} {row.change}: {before} → {after} ({row.parameters})",
            markup=False,
            soft_wrap=True,
        )
    _rest(len(changes))


def _rest(count: int) -> None:
    if count > SHOWN:
        console.print(f"… and {count - SHOWN} more in the CSV.")
