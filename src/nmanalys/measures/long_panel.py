"""Measures straight from a long panel, without a wide table for each year.

For panels of millions of rows: keys become integers once, and every sum is one pass over the values. Takes a pandas
or an Arrow table.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.vocabulary.typing import FloatArray, LongTable, Wide

__all__ = ["location_quotients_from_long", "wide_by_year"]


def location_quotients_from_long(
    table: LongTable | pa.Table,
    *,
    year: str = "year",
    region: str = "region",
    industry: str = "industry",
    value: str = "value",
) -> LongTable:
    r"""Location quotients of a long panel, year by year.

    .. math:: LQ_{rit} = \frac{E_{rit} \, E_{\cdot\cdot t}}{E_{r \cdot t} \, E_{\cdot it}}

    Parameters
    ----------
    table : DataFrame or pyarrow.Table
        One row a year, region and industry; rows that are not there count as zero, empty values as suppressed.
    year, region, industry, value : str
        Names of the columns.

    Returns
    -------
    DataFrame
        `year, region, industry, lq` in the order of the input; missing wherever a suppressed value is needed.

    Raises
    ------
    SchemaError
        If a column is missing, a value is negative, a cell occurs twice or a region has nobody in a year.

    Examples
    --------
    >>> table = pd.DataFrame({"year": 2020, "region": list("xxyy"), "industry": list("abab"), "value": [1, 1, 1, 3]})
    >>> location_quotients_from_long(table)["lq"].round(4).tolist()
    [1.5, 0.75, 0.75, 1.125]
    """
    frame, values = _checked(table, (year, region, industry), value)
    years, periods = pd.factorize(frame[year])
    rows = _codes(years, frame[region])
    columns = _codes(years, frame[industry])
    _refuse_twice(rows, frame[industry], frame, (year, region, industry))
    by_row, by_column = np.bincount(rows, values), np.bincount(columns, values)
    if (by_row == 0).any():
        first = frame.iloc[np.flatnonzero(rows == (by_row == 0).argmax())[0]]
        raise SchemaError(f"row '{first[region]}' of {first[year]} holds nothing but zeros. Leave it out.")
    total = np.bincount(years, values, minlength=len(periods))
    quotient = divide(values * total[years], by_row[rows] * by_column[columns])
    names = {"year": frame[year], "region": frame[region], "industry": frame[industry]}
    return pd.DataFrame(names | {"lq": quotient})


def wide_by_year(
    table: LongTable | pa.Table,
    *,
    year: str = "year",
    region: str = "region",
    industry: str = "industry",
    value: str = "value",
) -> Iterator[tuple[int, Wide]]:
    """Yield the wide table of each year in turn, so that only one is in memory.

    Parameters
    ----------
    table, year, region, industry, value
        As in :func:`location_quotients_from_long`.

    Yields
    ------
    tuple of int and DataFrame
        The year and its regions by industries, in order of first appearance; cells that are not there are zero.

    Raises
    ------
    SchemaError
        If a column is missing, a value is negative or a cell occurs twice.

    Examples
    --------
    >>> table = pd.DataFrame({"year": [2020, 2021], "region": "x", "industry": ["a", "b"], "value": [1, 2]})
    >>> [(year, wide.shape) for year, wide in wide_by_year(table)]
    [(2020, (1, 1)), (2021, (1, 1))]
    """
    frame, values = _checked(table, (year, region, industry), value)
    years, periods = pd.factorize(frame[year])
    for code, period in enumerate(periods):
        mine = np.flatnonzero(years == code)
        rows, regions = pd.factorize(frame[region].iloc[mine])
        columns, industries = pd.factorize(frame[industry].iloc[mine])
        _refuse_twice(rows, frame[industry].iloc[mine], frame.iloc[mine], (year, region, industry))
        cells = np.zeros((len(regions), len(industries)))
        cells[rows, columns] = values[mine]
        yield period, pd.DataFrame(cells, regions, industries)


def _checked(table: LongTable | pa.Table, keys: tuple[str, ...], value: str) -> tuple[pd.DataFrame, FloatArray]:
    names = table.column_names if isinstance(table, pa.Table) else list(table.columns)
    absent = [name for name in (*keys, value) if name not in names]
    if absent:
        raise SchemaError(f"The panel has no column '{absent[0]}'; it has {', '.join(map(str, names))}.")
    chosen = table.select([*keys, value]).to_pandas() if isinstance(table, pa.Table) else table[[*keys, value]]
    values = chosen[value].to_numpy(dtype=float, na_value=np.nan)
    if (values < 0).any():
        wrong = chosen.iloc[(values < 0).argmax()]
        raise SchemaError(f"row '{wrong[keys[1]]}', column '{wrong[keys[2]]}': {wrong[value]:g} is negative.")
    return chosen, values


def _codes(outer: np.ndarray, inner: pd.Series) -> np.ndarray:
    """One dense integer for each pair that occurs."""
    codes, labels = pd.factorize(inner)
    return pd.factorize(outer * len(labels) + codes)[0]


def _refuse_twice(rows: np.ndarray, industries: pd.Series, frame: pd.DataFrame, keys: tuple[str, ...]) -> None:
    codes, labels = pd.factorize(industries)
    cells = pd.Series(rows * np.int64(len(labels)) + codes)
    twice = cells.duplicated().to_numpy()
    if twice.any():
        cell = frame.iloc[twice.argmax()]
        raise SchemaError(f"The cell {', '.join(str(cell[key]) for key in keys)} occurs more than once.")
