"""From long tables as they are published to the wide ones that the measures work on.

Statistics that are protected by small random changes do not add up exactly: groups need not sum to the
published total. Shares are therefore taken of published totals, and the difference goes into the column
of unknown industry, so that every row sum is a number that the authority published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError, SeriesBreakError
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import Breaks, ByIndustry, LongTable, Wide

__all__ = ["complete_block", "division_matrix", "employment_matrix", "nation_row", "rank_regions", "refuse_breaks"]

NATION, TOTAL, UNKNOWN = "00", "A-U+US", "US"


def employment_matrix(employment: LongTable, year: int, *, merge: Mapping[str, Sequence[str]] | None = None) -> Wide:
    """Employed persons by county and industry group in one year.

    Parameters
    ----------
    employment : DataFrame
        Long table `region_code, sni_group, year, employed` with the groups, `US` (unknown) and the total
        `A-U+US`.
    year : int
        Year wanted.
    merge : mapping of str to sequence of str, optional
        Counties that become one row: ``{"NMS": ("17", "20", "21")}``.

    Returns
    -------
    DataFrame, shape (n_counties, n_groups + 1)
        Persons. The nation is left out. The column `US` is the published total minus the groups.

    Raises
    ------
    SchemaError
        If the year or a county to be merged is not in the table, or if a cell occurs twice.

    Notes
    -----
    `US` absorbs the rounding and protection of the other cells and may differ by a few persons from the
    published figure for unknown industry.

    Examples
    --------
    >>> rows = [("17", "A", 3), ("17", "US", 1), ("17", "A-U+US", 5), ("20", "A", 4), ("20", "A-U+US", 4)]
    >>> table = pd.DataFrame(rows, columns=["region_code", "sni_group", "employed"]).assign(year=2024)
    >>> employment_matrix(table, 2024).to_numpy()
    array([[3., 2.],
           [4., 0.]])
    >>> employment_matrix(table, 2024, merge={"V+D": ("17", "20")}).loc["V+D"].tolist()
    [7.0, 2.0]
    """
    wide = _with_remainder(_pivot(employment, year, "region_code", "sni_group", "employed"))
    counties = wide.drop(index=NATION, errors="ignore")
    return _merged(counties, merge or {})


def nation_row(employment: LongTable, year: int) -> ByIndustry:
    """Employed persons by industry group in the nation, with the columns of :func:`employment_matrix`.

    Parameters
    ----------
    employment : DataFrame
        Long table `region_code, sni_group, year, employed`; the nation is `00`.
    year : int
        Year wanted.

    Returns
    -------
    Series, shape (n_groups + 1,)
        Persons.

    Raises
    ------
    SchemaError
        If the year or the nation is not in the table.

    Examples
    --------
    >>> rows = [("00", "A", 7), ("00", "A-U+US", 10)]
    >>> table = pd.DataFrame(rows, columns=["region_code", "sni_group", "employed"]).assign(year=2024)
    >>> nation_row(table, 2024).to_dict()
    {'A': 7.0, 'US': 3.0}
    """
    wide = _with_remainder(_pivot(employment, year, "region_code", "sni_group", "employed"))
    if NATION not in wide.index:
        raise SchemaError(f"employment has no rows for the nation ('{NATION}') in {year}.")
    return wide.loc[NATION]


def division_matrix(
    table: LongTable,
    year: int,
    *,
    value: str = "employed",
    region: str = "region_code",
    industry: str = "sni_division",
    absent: Literal["missing", "zero"] = "missing",
    merge: Mapping[str, Sequence[str]] | None = None,
) -> Wide:
    """Any long table of cells as regions by industries in one year.

    Parameters
    ----------
    table : DataFrame
        Long table with the columns named below and `year`.
    year : int
        Year wanted.
    value, region, industry : str
        Columns that hold the cells, the rows' labels and the columns' labels.
    absent : {"missing", "zero"}
        What a row that is not in the table means. A row with an empty value always means suppressed.
    merge : mapping, optional
        As in :func:`employment_matrix`; a suppressed member suppresses the sum.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        In the unit of `value`.

    Raises
    ------
    SchemaError
        If the year or a member is not in the table, or if a cell occurs twice.

    Examples
    --------
    >>> table = pd.DataFrame({"region_code": ["17", "20"], "sni_division": ["24", "17"],
    ...                       "year": 2024, "employed": [5.0, None]})
    >>> division_matrix(table, 2024, absent="zero").to_numpy()
    array([[ 0.,  5.],
           [nan,  0.]])
    """
    wide = _pivot(table, year, region, industry, value)
    if absent == "zero":
        known = _pivot(table.assign(**{value: 1.0}), year, region, industry, value)
        wide = wide.mask(known.isna(), 0.0)
    return _merged(wide, merge or {})


def refuse_breaks(start: int, end: int, breaks: Breaks, *, series: str = "the series") -> None:
    """Refuse to compare two years with a break between them.

    Parameters
    ----------
    start, end : int
        First and last year of the comparison.
    breaks : sequence of mapping
        `year` (the first year of the new definition) and `note`, as in the catalogue.
    series : str
        Name for the message.

    Raises
    ------
    SeriesBreakError
        If a break lies after `start` and not after `end`; the message names the first one.

    Examples
    --------
    >>> refuse_breaks(2020, 2024, [{"year": 2020, "note": "BAS replaces RAMS"}])
    >>> refuse_breaks(2016, 2024, [{"year": 2020, "note": "BAS replaces RAMS"}], series="employment")
    Traceback (most recent call last):
    nmanalys.errors.SeriesBreakError: employment: 2016 and 2024 cannot be compared, the series breaks in 2020
    (BAS replaces RAMS). Compare years on the same side of the break.
    """
    first, last = sorted((int(start), int(end)))
    for entry in sorted(breaks, key=lambda row: int(row["year"])):
        if first < int(entry["year"]) <= last:
            note = f" ({entry['note']})" if entry.get("note") else ""
            raise SeriesBreakError(
                f"{series}: {start} and {end} cannot be compared, the series breaks in {entry['year']}{note}. "
                "Compare years on the same side of the break."
            )


def rank_regions(table: LongTable, value: str, *, by: str = "industry") -> LongTable:
    """Rank the regions within each industry, highest value first.

    Parameters
    ----------
    table : DataFrame
        One row a region and industry.
    value : str
        Column to rank by.
    by : str
        Column whose groups are ranked, each on its own.

    Returns
    -------
    DataFrame
        The table with `rank` (1 is the highest; equal values share the better rank; NaN where the value is missing)
        and `regions`, the number of regions ranked.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    A rank hides how far apart the values are: show it beside the value and its interval.

    Examples
    --------
    >>> table = pd.DataFrame({"region": ["x", "y", "z"], "industry": "a", "lq": [1.0, 2.0, None]})
    >>> rank_regions(table, "lq")[["rank", "regions"]].values.tolist()
    [[2.0, 2.0], [1.0, 2.0], [nan, 2.0]]
    """
    require_columns(table, [value, by], "The table")
    groups = table.groupby(by, sort=False)[value]
    return table.assign(rank=groups.rank(ascending=False, method="min"), regions=groups.transform("count").astype(int))


def complete_block(wide: Wide) -> Wide:
    """Largest table without missing cells that greedy removal of rows and columns leaves.

    Parameters
    ----------
    wide : DataFrame, shape (n_regions, n_industries)
        Table with missing cells.

    Returns
    -------
    DataFrame
        The rows and columns kept, unchanged; compare labels with the input to report what was left out.

    Notes
    -----
    Removes, one at a time, the row or column with the largest share of missing cells (the first of equals).
    Whoever uses the result has chosen to speak about fewer regions or industries: say which.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, None, 3], "b": [4, None, 6], "c": [7, 8, 9]}, index=list("xyz"))
    >>> complete_block(table).index.tolist()
    ['x', 'z']
    """
    missing = wide.isna().to_numpy()
    rows, columns = np.ones(missing.shape[0], bool), np.ones(missing.shape[1], bool)
    while (block := missing[np.ix_(rows, columns)]).any():
        by_row, by_column = block.mean(axis=1), block.mean(axis=0)
        if by_row.max() >= by_column.max():
            rows[np.flatnonzero(rows)[by_row.argmax()]] = False
        else:
            columns[np.flatnonzero(columns)[by_column.argmax()]] = False
    return wide.loc[rows, columns]


def _pivot(table: LongTable, year: int, rows: str, columns: str, values: str) -> Wide:
    require_columns(table, (rows, columns, values, "year"), "The table")
    chosen = table[table["year"] == year]
    if chosen.empty:
        years = ", ".join(map(str, sorted(table["year"].unique())))
        raise SchemaError(f"The table has no rows for {year}; it has {years}.")
    twice = chosen[chosen.duplicated([rows, columns])]
    if len(twice):
        cell = twice.iloc[0]
        raise SchemaError(f"The cell '{cell[rows]}', '{cell[columns]}', {year} occurs more than once.")
    wide = chosen.pivot(index=rows, columns=columns, values=values).astype(float)
    return wide.rename_axis(index=None, columns=None)


def _with_remainder(wide: Wide) -> Wide:
    if TOTAL not in wide:
        raise SchemaError(f"employment has no total '{TOTAL}', without which shares cannot be computed.")
    groups = wide.drop(columns=[TOTAL, UNKNOWN], errors="ignore")
    return groups.assign(**{UNKNOWN: wide[TOTAL] - groups.sum(axis=1, skipna=False)})


def _merged(wide: Wide, merge: Mapping[str, Sequence[str]]) -> Wide:
    for name, members in merge.items():
        absent = [member for member in members if member not in wide.index]
        if absent:
            raise SchemaError(f"'{name}' cannot be summed: the table has no region '{absent[0]}'.")
        total = wide.loc[list(members)].sum(axis=0, skipna=False)
        wide = pd.concat([wide.drop(index=list(members)), total.to_frame(name).T])
    return wide
