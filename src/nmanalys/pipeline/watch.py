"""Rebuilding while somebody writes: whenever a file of the project is saved, what it touches is run and published.

Each rebuild is a process of its own, so that a fault ends nothing but itself; it is forked from one that has already
imported everything, and that one is replaced when the library changes. Which jobs run is for their fingerprints to say.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

import nmanalys
from nmanalys.pipeline.warm_commands import WarmCommands

__all__ = ["Rebuild", "Saved", "watch_project"]

KINDS = {".ipynb", ".md", ".py", ".csv", ".parquet", ".geojson", ".toml", ".yml", ".bib", ".css", ".js", ".html", ".svg",
         ".po"}  # fmt: skip
DEBOUNCE = 300  # milliseconds in which an editor's several writes become one change
STILL = 500  # milliseconds without a change after which the watcher says so, and by that, that it has begun


@dataclass(frozen=True)
class Rebuild:
    """What came of a saved file.

    Attributes
    ----------
    files : tuple of str
        What was saved, relative to the project's folder where it lies there.
    seconds : float
        Time from the change to the finished pages.
    is_good : bool
        Whether every job and the book succeeded.
    said : str
        What the build said.
    """

    files: tuple[str, ...]
    seconds: float
    is_good: bool
    said: str


class Saved(DefaultFilter):
    """Lets pass the files that people write, and not what editors and kernels leave beside them.

    Examples
    --------
    >>> saved = Saved()
    >>> [saved(Change.modified, f"/p/{name}") for name in ("book/om.md", "book/.om.md.swp", "notebooks/.~10_a.ipynb")]
    [True, False, False]
    >>> saved(Change.modified, "/p/notebooks/.ipynb_checkpoints/10_a-checkpoint.ipynb")
    False
    """

    def __init__(self) -> None:
        super().__init__(ignore_dirs=(*DefaultFilter.ignore_dirs, ".ipynb_checkpoints", "_build"))

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a change of that file is one that people make."""
        file = Path(path)
        return super().__call__(change, path) and not file.name.startswith(".") and file.suffix in KINDS


def watch_project(
    root: Path,
    scenario: str,
    regions: Sequence[str],
    on_rebuild: Callable[[Rebuild], None],
    *,
    on_ready: Callable[[], None] = lambda: None,
    changes: Iterable[set[tuple[Change, str]]] | None = None,
) -> None:
    """Rebuild after each change until interrupted.

    Parameters
    ----------
    root : Path
        The project's folder.
    scenario : str
        Whose book is rebuilt.
    regions : sequence of str
        Regions whose jobs run; those of the default book when empty.
    on_rebuild : callable
        Told of each rebuild.
    on_ready : callable
        Told when files are watched: what was saved before is missed.
    changes : iterable, optional
        Sets of changed files; those that the file system reports when omitted.
    """
    package = Path(nmanalys.__file__).parent
    places = [place for place in (root / "notebooks", root / "book", root / "data", package) if place.is_dir()]
    chosen = [text for region in regions for text in ("--region", region)]
    command = ["build", "--preview", "--scenario", scenario, *chosen, "--project", str(root)]
    with WarmCommands() as commands:
        for batch in changes or _batches(places, on_ready):
            files = sorted({path for _, path in batch})
            if any(path.endswith(".py") for path in files):
                commands.renew()
            begun = time.monotonic()
            code, text = commands.run(command)
            names = tuple(_name(Path(file), root) for file in files)
            on_rebuild(Rebuild(names, time.monotonic() - begun, code == 0, _said(text)))


def _batches(places: Sequence[Path], on_ready: Callable[[], None]) -> Iterator[set[tuple[Change, str]]]:
    """Yield what was saved, and tell once that files are watched."""
    found = watch(*places, watch_filter=Saved(), debounce=DEBOUNCE, step=50, rust_timeout=STILL, yield_on_timeout=True)
    for place, batch in enumerate(found):
        if place == 0:
            on_ready()
        if batch:
            yield batch


def _said(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return "\n".join(line for line in lines if not line.startswith(("Manifest:", "Start page:")))


def _name(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
