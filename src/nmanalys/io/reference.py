"""Reference lists: regions and industries."""

from __future__ import annotations

from pathlib import Path

from pandas import DataFrame

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table
from nmanalys.vocabulary.industries import Industries
from nmanalys.vocabulary.regions import Regions

__all__ = ["industries", "load_industries", "load_regions"]


def load_regions(root: Path | None = None, *, is_checked: bool = False) -> Regions:
    """Return all regions; `is_checked` as in :func:`~nmanalys.io.store.read_table`."""
    rows = read_table(load_catalogue(root)["regions"], is_checked=is_checked).fillna("")
    return Regions.from_rows(rows.to_dict("records"))


def load_industries(root: Path | None = None, *, is_checked: bool = False) -> DataFrame:
    """Return the industries as a table: groups, unknown, total, then the divisions of SNI 2007."""
    return read_table(load_catalogue(root)["industries"], is_checked=is_checked)


def industries(root: Path | None = None) -> Industries:
    """Return the industries, to be found by code."""
    return Industries.from_rows(load_industries(root).fillna("").to_dict("records"))
