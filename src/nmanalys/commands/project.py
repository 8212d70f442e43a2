"""Commands that look after a project: `check`, `serve`, `pdf`, `clean`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from nmanalys.commands.common import ProjectOption, RegionOption, console, plainly, project_root, stoppable

if TYPE_CHECKING:
    from nmanalys.pipeline.watch import Rebuild

__all__ = ["check", "clean", "pdf", "serve"]


@plainly
def check(project: ProjectOption = None) -> None:
    """Check every table of the catalogue and every notebook's declaration."""
    from nmanalys.errors import DataError
    from nmanalys.io.table_checks import check_tables
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
            (lambda: watch_project(root, scenario, region or (), _tell_rebuild, on_ready=_tell_watched))
            if watch
            else None,
        )


def _tell_watched() -> None:
    console.print("From now on what is saved is rebuilt.")


def _tell_rebuild(rebuild: Rebuild) -> None:
    console.print(f"{', '.join(rebuild.files)} was saved.", markup=False, soft_wrap=True)
    console.print(rebuild.said, markup=False, soft_wrap=True)
    ending = "Rebuilt" if rebuild.is_good else "[bold red]Not rebuilt; the last good pages stand[/]"
    console.print(f"{ending} ({rebuild.seconds:.1f} s).")


@plainly
def pdf(
    region: RegionOption = None,
    scenario: Annotated[str, typer.Option(help="Scenario whose book is printed.")] = "baseline",
    address: Annotated[str, typer.Option(help="Where the book is on the web, for links to what is not printed.")] = "",
    link: Annotated[bool, typer.Option("--link", help="Also put the PDFs into the book and link them there.")] = False,
    project: ProjectOption = None,
) -> None:
    """Print the built book as tagged PDFs: each county's, and the whole when no region is named."""
    from nmanalys.io.reference import load_regions
    from nmanalys.pipeline.print_book import link_prints, print_book
    from nmanalys.pipeline.publish_edition import book_folder

    root = project_root(project)
    known = load_regions(root)
    printed = print_book(
        root,
        scenario,
        [known.find(name) for name in region or ()],
        address=address,
        on_print=lambda made: console.print(
            f"{made.path}: {made.pages} pages, {made.megabytes:.1f} MB", soft_wrap=True
        ),
    )
    if link:
        link_prints(book_folder(root, scenario), printed)


@plainly
def clean(project: ProjectOption = None) -> None:
    """Remove everything that was built."""
    from nmanalys.pipeline.state import BuildFolder

    build = BuildFolder(project_root(project))
    with build.lock():
        pass  # nobody is at work there; on some systems a file that is open cannot be removed
    for path in build.path.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    if not build.path.is_symlink():
        build.path.rmdir()
    console.print(f"Removed {build.path}.", markup=False, soft_wrap=True)
