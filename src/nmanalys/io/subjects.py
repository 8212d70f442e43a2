"""Whom microdata are about: the tables that hold a row a person or firm, and everyone whom they name."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from nmanalys.io.catalogue import Catalogue
from nmanalys.vocabulary.schema import subject_of

__all__ = ["microdata_of", "subjects_of"]


def microdata_of(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    """Return those of some tables that hold a row a person or firm."""
    return [name for name in names if name in catalogue and subject_of(catalogue[name].schema)]


def subjects_of(catalogue: Catalogue, names: Iterable[str]) -> frozenset[str]:
    """Return everyone whom some tables of microdata have rows about, by pseudonym."""
    columns = [(catalogue[name].path, subject_of(catalogue[name].schema)) for name in names]
    return frozenset().union(*(pd.read_csv(path, usecols=[column], dtype="str")[column] for path, column in columns))
