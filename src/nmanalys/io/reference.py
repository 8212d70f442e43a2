"""Reference lists: regions and industries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from nmanalys.io.catalogue import Table, load_catalogue
from nmanalys.io.csv_cells import cut, decode
from nmanalys.vocabulary.industries import Industries
from nmanalys.vocabulary.regions import Regions
from nmanalys.vocabulary.schema import Column, key_of, pattern_of, words_of

# every command reads the regions, and most need no pandas
if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["industries", "load_industries", "load_regions"]


def load_regions(root: Path | None = None) -> Regions:
    """Return all regions."""
    table = load_catalogue(root)["regions"]
    return Regions.from_rows(_plain_rows(table) or _rows(table))


def load_industries(root: Path | None = None, *, is_checked: bool = False) -> DataFrame:
    """Return the industries as a table: groups, unknown, total, then the divisions of SNI 2007.

    `is_checked` as in :func:`~nmanalys.io.store.read_table`.
    """
    from nmanalys.io.store import read_table

    return read_table(load_catalogue(root)["industries"], is_checked=is_checked)


def industries(root: Path | None = None) -> Industries:
    """Return the industries, to be found by code."""
    return Industries.from_rows(_rows(load_catalogue(root)["industries"]))


def _rows(table: Table) -> list[dict[str, str]]:
    """Read the rows of a table, empty cells as empty texts, or say what is wrong with it."""
    from nmanalys.io.store import read_table

    return read_table(table).fillna("").to_dict("records")


def _plain_rows(table: Table) -> list[dict[str, str]]:
    """Read the rows of a table of texts with which nothing can be wrong; none if there is any doubt."""
    schema = table.schema
    text, faults = decode(table.path.read_bytes() if table.path.is_file() else b"", [*schema.columns])
    records, more = cut(text, schema)
    if faults or more or table.sha256 or schema.checks:
        return []
    columns = records.columns
    keys = [*zip(*(columns[name] for name in key_of(schema)), strict=True)]
    is_plain = all(_is_plain(cell, column) for name, column in schema.columns.items() for cell in columns[name])
    if not is_plain or len({*keys}) < len(keys):
        return []
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _is_plain(cell: str, column: Column) -> bool:
    pattern, words = pattern_of(column), words_of(column)
    if column.dtype != "str" or len(column.checks) != bool(pattern) + bool(words):
        return False
    if not cell:
        return column.nullable
    fits = not pattern or re.fullmatch(pattern, cell) is not None
    return fits and cell == cell.strip() and (not words or cell in words)
