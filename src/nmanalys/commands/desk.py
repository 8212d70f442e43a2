"""Commands of a researcher's desk: `new-stage`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from nmanalys.commands.common import ProjectOption, console, plainly, project_root

__all__ = ["new_stage"]


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
