"""What publishing remembers, so that it does again only what has to be done again.

Three things are compared with the last time: what the book is made of, what its source folder holds, and how its pages
are read. For a preview each page is compared by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nmanalys.pipeline.book_config import render_config
from nmanalys.pipeline.publish_edition import Edition, Page

__all__ = [
    "files_by_page",
    "hash_of",
    "inputs_hash",
    "machinery_hash",
    "page_marks",
    "standing",
    "tree_hash",
]

NOTEBOOK, FILES = ".ipynb", "_files/"  # how the paths of a page's files end, or go on, after its own
LAYOUT = "1"  # raise it when the same input is to give other pages
PASSING = ("started", "seconds", "outcome", "notebook", "results")  # what a page does not depend on


def page_marks(edition: Edition) -> dict[str, str]:
    """Hash for each page what it is made of; of the other pages, what they declare."""
    root = edition.root
    data = [root / "data" / "catalogue.toml", *sorted((root / "data" / "imported").glob("*.toml"))]
    package = Path(__file__).parents[1]
    modules = sorted([*package.glob("pipeline/*.py"), *package.glob("vocabulary/*.py")])
    declared = [(page.docname, page.title, page.record["reads"], page.record["writes"]) for page in edition.pages]
    facts = [LAYOUT, edition.scenario, dict(edition.overrides), edition.epoch, sorted(edition.stages), declared]
    common = _digest([*facts, *_file_hashes([*data, *modules])])
    return {
        page.docname: _digest([common, _lasting(page), edition.problem_of(page), *_file_hashes([page.notebook])])
        for page in edition.pages
    }


def inputs_hash(edition: Edition, marks: Mapping[str, str]) -> str:
    """Hash of everything that a book is made of, its pages by their marks."""
    book = (path for path in (edition.root / "book").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return _digest([dict(marks), edition.problems, *_file_hashes(sorted(book))])


def machinery_hash(root: Path) -> str:
    """Hash of what changes how every page is read."""
    return _digest([render_config(), *_file_hashes(sorted((root / "book" / "_ext").glob("*.py")))])


def tree_hash(folder: Path, epoch: int) -> str:
    """Hash of a folder's files and the time that the book shows."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return _digest([epoch, [path.relative_to(folder).as_posix() for path in files], *_file_hashes(files)])


def files_by_page(content: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Sort the files of a book's source by the page that they belong to, for every page that has a notebook.

    Examples
    --------
    >>> found = files_by_page({"a/10_b.ipynb": b"", "a/10_b_files/fig.svg": b"", "index.md": b""})
    >>> list(found["a/10_b"])
    ['a/10_b.ipynb', 'a/10_b_files/fig.svg']
    """
    found: dict[str, dict[str, bytes]] = defaultdict(dict)
    for name, data in content.items():
        found[name.partition(FILES)[0].removesuffix(NOTEBOOK)][name] = data
    return found


def standing(page: Page, source: Path) -> dict[str, bytes]:
    """Read a page's files as they stand in a book's source folder."""
    files = [source / f"{page.docname}{NOTEBOOK}", *sorted((source / f"{page.docname}{FILES}").glob("*"))]
    return {path.relative_to(source).as_posix(): path.read_bytes() for path in files if path.is_file()}


def hash_of(files: Mapping[str, bytes]) -> str:
    """Hash files by path."""
    return _digest([(name, hashlib.sha256(data).hexdigest()) for name, data in sorted(files.items())])


def _lasting(page: Page) -> dict[str, Any]:
    return {key: value for key, value in page.record.items() if key not in PASSING}


def _file_hashes(paths: Iterable[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest() for path in paths]


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
