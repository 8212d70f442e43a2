"""CSV whose every cell has been found to be sound before: only the types are left to give, in a third of the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from nmanalys.io.csv_cells import FORMS, Records
from nmanalys.io.strict_csv import TRUTHS
from nmanalys.vocabulary.schema import Schema

__all__ = ["type_sound_cells"]


def type_sound_cells(records: Records, schema: Schema) -> DataFrame:
    """Give every column its type, as :func:`nmanalys.io.strict_csv.type_cells` would.

    Raises
    ------
    ValueError
        If a cell is not sound after all.
    """
    columns = {name: _typed(records.columns[name], str(column.dtype)) for name, column in schema.columns.items()}
    return DataFrame(columns, copy=False)


def _typed(cells: Sequence[str], dtype: str) -> Any:
    if dtype == "int64":
        return np.array([int(cell) for cell in cells], dtype="int64")
    if dtype == "float64":
        return np.array([float(cell or "nan") for cell in cells], dtype="float64")
    if dtype in FORMS:
        return pd.array([TRUTHS.get(cell) for cell in cells], dtype=dtype)
    return pd.array([cell or None for cell in cells], dtype="str")
