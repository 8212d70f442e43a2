"""Tables that a region has brought, and what it says about them: ``data/imported/NAME.csv`` and ``NAME.toml``.

The catalogue reads such a table in place of the one that came with the project. Deleting both files undoes it. The
second file says what the catalogue's entry says of a source, and the checksum of the first, so that half an import
or a table that somebody has edited afterwards is found.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nmanalys.errors import nearest
from nmanalys.vocabulary.schema import own_title
from nmanalys.vocabulary.tables import SCHEMAS

__all__ = ["ABOUT", "IMPORTED", "checksum", "faults_of_overlays", "overlay_stamp", "read_overlays"]

IMPORTED = Path("data") / "imported"
ABOUT = ("status", "title_sv", "title_en", "producer", "url", "licence", "vintage", "retrieved", "note_sv", "sha256")
"""Keys of the second file, in its order."""


def checksum(data: bytes) -> str:
    """SHA-256 of a file's content, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def overlay_stamp(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of each file that a region has brought: what a remembered catalogue depends on."""
    files = sorted((root / IMPORTED).glob("*.*")) if (root / IMPORTED).is_dir() else []
    stamps = ((file.name, file.stat()) for file in files if not file.name.startswith("."))
    return tuple((name, stamp.st_mtime_ns, stamp.st_size) for name, stamp in stamps)


def read_overlays(root: Path) -> dict[str, dict[str, Any]]:
    """Return what differs from the catalogue's entry, by table; files with faults are left out."""
    files = sorted((root / IMPORTED).glob("*.toml"))
    return {file.stem: _entry(file) for file in files if not any(_faults(root, file))}


def faults_of_overlays(root: Path) -> Iterator[str]:
    """List what is wrong with the files: a table without its description or the reverse, unknown tables and keys."""
    for file in sorted((root / IMPORTED).glob("*.csv")):
        if not file.with_suffix(".toml").is_file():
            yield (
                f"{IMPORTED.as_posix()}/{file.name} lies there without {file.stem}.toml: an import was broken off. "
                "Import the table again, or delete the file."
            )
    for file in sorted((root / IMPORTED).glob("*.toml")):
        yield from _faults(root, file)


def _faults(root: Path, file: Path) -> Iterator[str]:
    place = file.relative_to(root).as_posix()
    known = [name for name, schema in SCHEMAS.items() if own_title(schema)]
    if file.stem not in known:
        yield f"{place}: '{file.stem}' is no table that can be brought. {nearest(file.stem, known)}"
        return
    if not file.with_suffix(".csv").is_file():
        yield f"{place} lies there without {file.stem}.csv: import the table again, or delete the file."
    try:
        about = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        yield f"{place}: {error}. Import the table again, or delete the file."
        return
    for key in sorted(about.keys() ^ set(ABOUT)):
        yield f"{place}: {key} is {'missing' if key in ABOUT else 'unknown'}. Import the table again."
    for key in sorted(key for key in about if not isinstance(about[key], str)):
        yield f"{place}: {key} is {about[key]!r}; write it as text."


def _entry(file: Path) -> dict[str, Any]:
    about: Mapping[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {**about, "table_id": "", "breaks": [], "file": (IMPORTED / f"{file.stem}.csv").as_posix()}
