"""The catalogue of tables: what each table is, who made it, in which unit, and how far it may be trusted.

``data/catalogue.toml`` has one entry a table. Everything that a caption or a source line says about a table comes
from here, so that no statement about a source is written twice. A table that a region has brought
(:mod:`nmanalys.io.overlay`) stands in place of the one that the catalogue names.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypedDict

from nmanalys.errors import CatalogueError, nearest
from nmanalys.io.overlay import faults_of_overlays, overlay_stamp, read_overlays
from nmanalys.vocabulary.schema import Schema
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.tables import SCHEMAS

__all__ = ["CATALOGUE", "Break", "Catalogue", "Table", "find_root", "load_catalogue", "root_above"]

CATALOGUE = Path("data") / "catalogue.toml"


class Break(TypedDict):
    """A break in a time series: values from `year` on are not comparable with those before."""

    year: int
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table of the catalogue.

    Attributes
    ----------
    name : str
        The table's name in the catalogue.
    path : Path
        Absolute path of the CSV file.
    file : str
        Path relative to the root, as messages print it.
    schema : DataFrameSchema
        Columns, types, checks and units.
    status : Status
        How far the table may be trusted.
    title_sv, title_en : str
        What the table holds.
    producer : str
        Who made the figures.
    table_id, url, licence, vintage, retrieved, unit : str
        Where the figures come from; ``okänd`` where nobody knows, never a guess.
    breaks : tuple of Break
        Breaks in the series, each with `year` and `note`.
    note_sv : str
        What a reader must know before using the table.
    sha256 : str
        Checksum of a table that a region has brought; empty for the others.
    """

    name: str
    path: Path = field(repr=False)
    file: str
    schema: Schema = field(repr=False)
    status: Status
    title_sv: str
    title_en: str
    producer: str
    table_id: str
    url: str
    licence: str
    vintage: str
    retrieved: str
    unit: str
    breaks: tuple[Break, ...]
    note_sv: str
    sha256: str = ""

    @property
    def is_illustrative(self) -> bool:
        """Whether the table is invented, for want of public data."""
        return self.status is Status.ILLUSTRATIVE

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that hold the table: its cells, and what a region that has brought it says about it."""
        return (self.path, self.path.with_suffix(".toml")) if self.sha256 else (self.path,)


NOT_TEXTS = {"name", "path", "schema", "status", "breaks", "sha256"}
TEXTS = tuple(item.name for item in fields(Table) if item.name not in NOT_TEXTS)


class Catalogue(Mapping[str, Table]):
    """All tables by name; a name that does not exist gets the nearest right one."""

    def __init__(self, root: Path, tables: Mapping[str, Table]) -> None:
        self.root = root
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> Table:
        try:
            return self._tables[name]
        except KeyError:
            raise CatalogueError(f"Unknown table '{name}'. {nearest(name, self._tables)}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        return f"Catalogue({len(self)} tables)"


def find_root(start: Path | None = None) -> Path:
    """Return the folder that holds ``data/catalogue.toml``.

    The environment variable ``NMANALYS_ROOT`` decides when it is set; else the nearest such folder from `start`
    (the working directory when omitted) upwards; else the source checkout that this module lies in.

    Raises
    ------
    CatalogueError
        If there is none, or ``NMANALYS_ROOT`` names a folder without a catalogue.
    """
    named = os.environ.get("NMANALYS_ROOT")
    if named:
        root = Path(named).resolve()
        if not (root / CATALOGUE).is_file():
            raise CatalogueError(
                f"NMANALYS_ROOT is {root}, which has no {CATALOGUE}; point it at the project's folder."
            )
        return root
    start = Path.cwd() if start is None else Path(start).resolve()
    found = root_above(start) or root_above(Path(__file__).resolve().parent)
    if found is None:
        raise CatalogueError(
            f"No {CATALOGUE} in {start} or above it; run in the project's folder or set NMANALYS_ROOT."
        )
    return found


def root_above(folder: Path) -> Path | None:
    """Return the nearest folder, from this one upwards, that holds a catalogue; None if there is none."""
    return next((place for place in (folder, *folder.parents) if (place / CATALOGUE).is_file()), None)


def load_catalogue(root: Path | None = None, *, shipped: bool = False) -> Catalogue:
    """Read the catalogue; unchanged files are read once.

    Parameters
    ----------
    root : Path, optional
        The project's folder.
    shipped : bool
        Leave out what a region has brought.

    Raises
    ------
    CatalogueError
        If the file is missing or not TOML, or an entry lacks a key, has one too many, a wrong status or schema, or
        names a file that does not exist. All faults are listed at once.
    """
    root = find_root() if root is None else Path(root).resolve()
    path = root / CATALOGUE
    try:
        stamp = path.stat()
    except OSError:
        raise CatalogueError(f"{path} does not exist; run in the project's folder or set NMANALYS_ROOT.") from None
    brought = () if shipped else overlay_stamp(root)
    return _load(root, (stamp.st_mtime_ns, stamp.st_size, *brought), bool(brought))


@lru_cache(maxsize=8)
def _load(root: Path, stamp: tuple[object, ...], has_overlays: bool) -> Catalogue:
    """Read the catalogue; the files' times and sizes are part of the cache's key."""
    try:
        entries = tomllib.loads((root / CATALOGUE).read_text(encoding="utf-8"))["tables"]
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{CATALOGUE}: {error}") from None
    except KeyError:
        raise CatalogueError(f"{CATALOGUE} has no [tables.<name>] entry.") from None
    faults = [fault for name, entry in entries.items() for fault in _faults(root, name, entry)]
    faults += faults_of_overlays(root) if has_overlays else []
    overlays = {} if faults or not has_overlays else read_overlays(root)
    faults += [fault for name in overlays for fault in _faults(root, name, {**entries.get(name, {}), **overlays[name]})]
    if faults:
        raise CatalogueError("\n".join(faults))
    return Catalogue(
        root, {name: _table(root, name, {**entry, **overlays.get(name, {})}) for name, entry in entries.items()}
    )


def _faults(root: Path, name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    place = f"{CATALOGUE}, [tables.{name}]"
    required = {*TEXTS, "schema", "status", "breaks"}
    for key in sorted(required - entry.keys()):
        yield f"{place}: {key} is missing; add it."
    for key in sorted(entry.keys() - required - {"sha256"}):
        yield f"{place}: unknown key '{key}'. {nearest(key, required)}"
    for key in TEXTS:
        if not isinstance(entry.get(key, ""), str):
            yield f"{place}: {key} is {entry[key]!r}; write it as text."
    if "status" in entry and entry["status"] not in set(Status):
        yield f"{place}: status is {entry['status']!r}. {nearest(str(entry['status']), Status)}"
    if "schema" in entry and entry["schema"] not in SCHEMAS:
        yield f"{place}: schema is {entry['schema']!r}. {nearest(str(entry['schema']), SCHEMAS)}"
    if isinstance(entry.get("file"), str) and not (root / entry["file"]).is_file():
        yield f"{place}: file {entry['file']} does not exist; correct the path or make the file."
    for item in entry.get("breaks", ()):
        if not (isinstance(item, dict) and item.keys() == {"year", "note"} and isinstance(item["year"], int)):
            yield f'{place}: break {item!r}; write {{ year = 2020, note = "…" }}.'


def _table(root: Path, name: str, entry: Mapping[str, Any]) -> Table:
    return Table(
        name=name,
        path=root / entry["file"],
        schema=SCHEMAS[entry["schema"]],
        status=Status(entry["status"]),
        breaks=tuple(Break(**item) for item in entry["breaks"]),
        sha256=entry.get("sha256", ""),
        **{key: entry[key] for key in TEXTS},
    )
