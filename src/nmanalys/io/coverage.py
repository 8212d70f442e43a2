"""Which regions a table has rows for: its own column of regions, or that of the list its rows belong to."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["has_rows_for", "regions_of"]

REGIONS = ("region_code", "county_code")
LISTS = {"cluster_id": "example_clusters", "university": "universities"}
"""Columns that name something which lies in a county, and the table that says in which."""


def regions_of(table: Any, catalogue: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the codes of the regions that a table has rows for; None when its rows belong to no region.

    Parameters
    ----------
    table : Table
        An entry of the catalogue.
    catalogue : mapping of str to Table
        All entries, for the lists that other tables refer to.
    """
    columns = table.schema.columns
    own = next((column for column in REGIONS if column in columns), None)
    if own:
        return frozenset(_values(table.path, own))
    link = next((column for column in LISTS if column in columns), None)
    if link is None or LISTS[link] not in catalogue:
        return None
    there = catalogue[LISTS[link]]
    key, region = next(iter(there.schema.columns)), next(column for column in REGIONS if column in there.schema.columns)
    county = dict(_pairs(there.path, key, region))
    return frozenset(county[name] for name in _values(table.path, link) if name in county)


def has_rows_for(table: Any, catalogue: Mapping[str, Any], codes: Set[str]) -> bool:
    """Whether a table has rows for any of some regions, or its rows belong to no region; see :func:`regions_of`."""
    there = regions_of(table, catalogue)
    return there is None or not there.isdisjoint(codes)


def _values(path: Path, column: str) -> frozenset[str]:
    return frozenset(value for value, _ in _pairs(path, column, column))


def _pairs(path: Path, one: str, other: str) -> frozenset[tuple[str, str]]:
    stamp = path.stat()
    return _read(path, one, other, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=128)
def _read(path: Path, one: str, other: str, modified: int, size: int) -> frozenset[tuple[str, str]]:
    """Read two columns; the file's time and size are part of the cache's key."""
    return frozenset(_cells(path, one, other))


def _cells(path: Path, one: str, other: str) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row[one], row[other]
