"""Storing what a region has brought: all of it or nothing, and never so that another table loses what it refers to."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pandas import DataFrame

from nmanalys.errors import DataError
from nmanalys.io.catalogue import Catalogue, Table
from nmanalys.io.overlay import ABOUT, IMPORTED, checksum
from nmanalys.io.sheet import clean
from nmanalys.io.table_checks import find_table_faults
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.schema import own_title, referred_tables
from nmanalys.vocabulary.status import Status

__all__ = ["Origin", "Stored", "csv_of", "store_tables", "years_of"]

QUOTED = re.compile(r'[",\r\n]')
HEAD = "# Gjord av nmanalys. Ta bort den här filen och CSV-filen med samma namn för att ångra inläsningen.\n"


@dataclass(frozen=True)
class Origin:
    """What a region says about what it brings.

    Attributes
    ----------
    producer : str
        Who made it, as the book's source lines will say.
    retrieved : str
        Day on which it was brought, as 2026-06-30.
    status : Status
        How far it may be trusted.
    vintage, url, licence, note : str
        What it is about in time, where it is published, on which terms, and what a reader should know.
    """

    producer: str
    retrieved: str
    status: Status = Status.PUBLISHED
    vintage: str = ""
    url: str = ""
    licence: str = "okänd"
    note: str = ""


@dataclass(frozen=True)
class Stored:
    """A table ready to be stored: its CSV and what is said about it."""

    name: str
    data: bytes
    origin: Origin


def csv_of(cells: Mapping[str, Sequence[object]]) -> bytes:
    r"""Write columns as the project's CSV.

    Examples
    --------
    >>> csv_of({"a": [1, None], "b": ["x", "y, z"]})
    b'a,b\n1,x\n,"y, z"\n'
    """
    columns = [["" if cell is None else str(cell) for cell in column] for column in cells.values()]
    if len(columns) > 1 and not any(QUOTED.search(text) for column in columns for text in set(column)):
        rows = map(",".join, zip(*columns, strict=True))
        return "\n".join([",".join(cells), *rows, ""]).encode()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(cells)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def store_tables(catalogue: Catalogue, tables: Iterable[Stored], *, add: bool = False) -> list[Path]:
    """Store tables in ``data/imported``, in place of the catalogue's.

    Parameters
    ----------
    catalogue : Catalogue
        The catalogue as it is.
    tables : iterable of Stored
        The tables.
    add : bool
        Whether the rows of the table as it was are among them, so that its sources are named too.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    DataError
        If another table would refer to something that is no longer there; nothing is stored.
    """
    tables = list(tables)
    _check(catalogue, tables)
    folder = catalogue.root / IMPORTED
    content: dict[Path, bytes] = {}
    for table in tables:
        content[folder / f"{table.name}.csv"] = table.data
        content[folder / f"{table.name}.toml"] = _about(catalogue[table.name], table, add).encode()
    folder.mkdir(parents=True, exist_ok=True)
    _replace_all(content)
    return list(content)


def _about(table: Table, stored: Stored, add: bool) -> str:
    title_sv, title_en = own_title(table.schema) or (table.title_sv, table.title_en)
    origin = stored.origin
    old = table if add and not table.is_illustrative else None
    texts = {
        "status": str(origin.status),
        "title_sv": title_sv,
        "title_en": title_en,
        "producer": _joined(old and old.producer, origin.producer),
        "url": _joined(old and old.url, origin.url, " ; "),
        "licence": origin.licence,
        "vintage": _joined(old and old.vintage, origin.vintage or "okänt"),
        "retrieved": origin.retrieved,
        "note_sv": _joined(old and old.note_sv, origin.note, " "),
        "sha256": checksum(stored.data),
    }
    return HEAD + "".join(f"{key} = {json.dumps(clean(texts[key]), ensure_ascii=False)}\n" for key in ABOUT)


def _joined(old: str | None, new: str, mark: str = "; ") -> str:
    """Put what is said anew after what was said before, once."""
    parts = old.split(mark) if old else []
    return mark.join(filter(None, [*parts, new if new not in parts else ""]))


def _check(catalogue: Catalogue, tables: Sequence[Stored]) -> None:
    """Check the tables that refer to the new ones, as if these were stored."""
    names = {table.name for table in tables}
    dependents = [name for name in catalogue if referred_tables(catalogue[name].schema) & names]
    with _as_if(catalogue, tables) as candidate:
        found = find_table_faults(candidate, sorted({*dependents} | names - {"company_survey"}))
    if found:
        told = (
            "Ingenting har sparats, för andra tabeller hänvisar till rader som inte längre skulle finnas. Läs in dem i "
            "samma kommando (nmanalys import NAMN FIL NAMN FIL), eller lägg till rader med --add:"
        )
        raise DataError("\n".join([told, *(fault.told_at(table.file) for table, fault in found)]))


@contextmanager
def _as_if(catalogue: Catalogue, tables: Sequence[Stored]) -> Iterator[Catalogue]:
    with TemporaryDirectory(prefix="nmanalys-") as folder:
        new = {}
        for table in tables:
            path = Path(folder) / f"{table.name}.csv"
            path.write_bytes(table.data)
            status = table.origin.status
            new[table.name] = replace(catalogue[table.name], path=path, file=path.name, sha256="", status=status)
        yield Catalogue(catalogue.root, {**catalogue, **new})


def _replace_all(content: Mapping[Path, bytes]) -> None:
    """Write files so that either all are new or all are as they were."""
    before = {path: path.read_bytes() if path.is_file() else None for path in content}
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in content}
    try:
        for path, part in parts.items():
            part.touch(0o600)  # answers are nobody else's to read
            part.write_bytes(content[path])
        for path, part in parts.items():
            os.replace(part, path)  # noqa: PTH105 - atomic on every platform
    except BaseException:
        for path, data in before.items():
            path.unlink(missing_ok=True)
            if data is not None:
                path.write_bytes(data)
        raise
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def years_of(frame: DataFrame) -> str:
    """Say which years or waves a table is about, as far as its columns tell.

    Examples
    --------
    >>> years_of(DataFrame({"wave": [2025, 2023, 2025]}))
    '2023 och 2025'
    """
    for column in ("wave", "year", "date", "decided_on"):
        if column in frame and len(frame):
            years = sorted({str(value)[:4] for value in frame[column].dropna().unique()})
            return listing(years) if len(years) <= 2 else f"{years[0]}–{years[-1]}"
    return ""
