"""Whom microdata are about: the tables that hold a row a person or firm, and everyone whom they name."""

from __future__ import annotations

from collections.abc import Iterable

from nmanalys.io.catalogue import Catalogue
from nmanalys.io.csv_cells import cut
from nmanalys.vocabulary.schema import subject_of

__all__ = ["microdata_of", "subjects_of"]


def microdata_of(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    """Return those of some tables that hold a row a person or firm."""
    return [name for name in names if name in catalogue and subject_of(catalogue[name].schema)]


def subjects_of(catalogue: Catalogue, names: Iterable[str]) -> frozenset[str]:
    """Return everyone whom some tables of microdata have rows about, by pseudonym."""
    tables = [catalogue[name] for name in names]
    cells = [cut(table.path.read_text(encoding="utf-8"), table.schema)[0].columns for table in tables]
    return frozenset().union(*(own[subject_of(table.schema)] for table, own in zip(tables, cells, strict=True)))
