"""Commands that look after a project: `check`, `serve`, `clean`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from nmanalys.commands.common import ProjectOption, RegionOption, console, plainly, project_root, stoppable

if TYPE_CHECKING:
    from nmanalys.pipeline.watch import Rebuild

__all__ = ["check", "clean", "serve"]


@plainly
def check(project: ProjectOption = None) -> None:
    """Check every table of the catalogue and every notebook's declaration."""
    from nmanalys.errors import DataError
    from nmanalys.io.store import check_tables
    from nmanalys.pipeline.build import open_project

    opened = open_project(project_root(project))
    faults = check_tables(opened.catalogue)
    if faults:
        raise DataError("\n".join([f"{len(faults)} faults in the tables:", *faults]))
    console.print(f"{len(opened.catalogue)} tables and {len(opened.stages)} notebooks are in order.")


@plainly
def serve(
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 8000,
    scenario: Annotated[str, typer.Option(help="Scenario whose book is shown.")] = "baseline",
    watch: Annotated[bool, typer.Option("--watch", help="Rebuild what is touched, whenever a file is saved.")] = False,
    region: RegionOption = None,
    project: ProjectOption = None,
) -> None:
    """Show the built book in a browser on this machine."""
    from nmanalys.pipeline.serve import serve_book
    from nmanalys.pipeline.watch import watch_project

    root = project_root(project)
    with stoppable():
        serve_book(
            root,
            scenario,
            port,
            lambda address: console.print(f"The book is at {address} (Ctrl-C ends)."),
            (lambda: watch_project(root, scenario, region or (), _tell_rebuild)) if watch else None,
        )


def _tell_rebuild(rebuild: Rebuild) -> None:
    console.print(f"{', '.join(rebuild.files)} was saved.", markup=False, soft_wrap=True)
    console.print(rebuild.said, markup=False, soft_wrap=True)
    ending = "Rebuilt" if rebuild.is_good else "[bold red]Not rebuilt; the last good pages stand[/]"
    console.print(f"{ending} ({rebuild.seconds:.1f} s).")


@plainly
def clean(project: ProjectOption = None) -> None:
    """Remove everything that was built."""
    folder = project_root(project) / "_build"
    shutil.rmtree(folder, ignore_errors=True)
    console.print(f"Removed {folder}.")
