"""Commands of a researcher's desk: `new-stage`, `edit`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from nmanalys.commands.common import ParameterOption, ProjectOption, console, plainly, project_root

__all__ = ["edit", "new_stage"]


class Scope(StrEnum):
    """For whom a stage has pages."""

    region = "region"
    joint = "joint"


@plainly
def new_stage(
    name: Annotated[str, typer.Argument(help="Name: small letters, digits and underscores, such as commuting.")],
    number: Annotated[str | None, typer.Option(help="Two digits: the page's place; a free one when omitted.")] = None,
    title: Annotated[str | None, typer.Option(help="Swedish title of the page.")] = None,
    scope: Annotated[Scope, typer.Option(help="A page a county, or one for the counties together.")] = Scope.region,
    project: ProjectOption = None,
) -> None:
    """Write the notebook of a new stage, ready to run and to be changed."""
    from nmanalys.pipeline.new_stage import new_stage as write_stage

    root = project_root(project)
    path = write_stage(root, name, number=number, title=title, scope=scope.value)
    console.print(f"Wrote {path.relative_to(root)}. Run it with: nmanalys run --stage {name}", soft_wrap=True)


@plainly
def edit(
    stage: Annotated[str, typer.Argument(help="Stage by name or number.")],
    region: Annotated[str | None, typer.Option("--region", "-r", help="Region by code, name or NUTS code.")] = None,
    p: ParameterOption = None,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
    project: ProjectOption = None,
) -> None:
    """Open a notebook in JupyterLab for a region and parameters; the notebook keeps its own."""
    from nmanalys.io.reference import load_regions
    from nmanalys.pipeline.edit import open_desk, prepare_desk

    root = project_root(project)
    desk = prepare_desk(root, load_regions(root), stage, region, p or ())
    chosen = ", ".join(f"{name} = {value!r}" for name, value in desk.values.items())
    console.print(f"{desk.stage.path.name} with {chosen or 'its own parameters'}.", markup=False, soft_wrap=True)
    console.print("Tables of other stages are those of the last `nmanalys run`; yours never reach the book from here.")
    code = open_desk(desk, root, browser=browser)
    if code:
        raise typer.Exit(1)
