"""The command that proves: `verify`."""

from __future__ import annotations

from typing import Annotated

import typer

from nmanalys.commands.common import (
    FileOption,
    ParameterOption,
    ProjectOption,
    RegionOption,
    ScenarioOption,
    StageOption,
    TimeoutOption,
    complaints,
    console,
    plainly,
    project_root,
    stoppable,
)

__all__ = ["verify"]


@plainly
def verify(
    region: RegionOption = None,
    stage: StageOption = None,
    p: ParameterOption = None,
    params: FileOption = None,
    scenario: ScenarioOption = None,
    sample: Annotated[int, typer.Option(min=1, help="Number of jobs drawn.")] = 5,
    everything: Annotated[bool, typer.Option("--all", help="Verify every job.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the draw.")] = 0,
    timeout: TimeoutOption = 600,
    project: ProjectOption = None,
) -> None:
    """Execute a sample of the jobs once more, in ordinary kernels, and compare every byte with what was built."""
    from nmanalys.pipeline.build import Request, open_project
    from nmanalys.pipeline.verify import Verification, verify_request

    def tell(found: Verification) -> None:
        details = f": {'; '.join(found.details)}" if found.details else ""
        (console if found.verdict == "same" else complaints).print(
            f"{found.verdict:11} {found.job}{details}", markup=False, soft_wrap=True
        )

    request = Request(
        regions=tuple(region or ()), stages=tuple(stage or ()), assignments=tuple(p or ()), parameter_file=params,
        scenario=scenario, timeout=timeout,
    )  # fmt: skip
    opened = open_project(project_root(project))
    with stoppable():
        found = verify_request(opened, request, sample=None if everything else sample, seed=seed, on_end=tell)
    same = sum(verification.verdict == "same" for verification in found)
    console.print(f"{same} of {len(found)} jobs gave the same bytes.")
    if same < len(found):
        raise typer.Exit(1)
