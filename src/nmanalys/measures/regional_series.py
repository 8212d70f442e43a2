"""Published series by county: values of a year, parts of the nation, rates that counties are ranked by.

The tables are long: `region_code, year, measure, value`. What a region consists of is summed, and a sum with a
missing part is missing. Money is compared by its part of the nation's, which needs no price index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_series, divide
from nmanalys.measures.rate_comparison import rate_ratio
from nmanalys.measures.rates import event_rate
from nmanalys.vocabulary.typing import LongTable

__all__ = [
    "implied_exposure",
    "innovation_indicators",
    "latest_year",
    "likely_ranks",
    "merge_regions",
    "ranked_rates",
    "share_of_nation",
    "values_of",
]

NATION = "00"
MILLION = 1e6
PER_FIRMS, PER_TRADEMARKS = 1e3, 1e5


def merge_regions(table: LongTable, merge: Mapping[str, Sequence[str]] | None) -> LongTable:
    """Replace the rows of counties by the rows of what they form together.

    Parameters
    ----------
    table : DataFrame
        `region_code, year, measure, value`; other columns are left out.
    merge : mapping of str to sequence of str, or None
        Code of each new region to the codes of its counties.

    Returns
    -------
    DataFrame
        `region_code, year, measure, value`. A sum with a missing part, or without one of its rows, is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"region_code": ["17", "20", "01"], "year": 2019, "measure": "berd", "value": [1.0, 2, 9]})
    >>> merge_regions(table, {"NMS": ("17", "20")})[["region_code", "value"]].values.tolist()
    [['01', 9.0], ['NMS', 3.0]]
    """
    columns = ["region_code", "year", "measure", "value"]
    parts = [table[columns]]
    for code, members in (merge or {}).items():
        inside = table[table["region_code"].isin(members)]
        cells = inside.pivot(index=["year", "measure"], columns="region_code", values="value").reindex(
            columns=[*members]
        )
        total = cells.sum(axis=1, min_count=len(members)).rename("value").reset_index().assign(region_code=code)
        parts = [parts[0][~parts[0]["region_code"].isin(members)], *parts[1:], total[columns]]
    return pd.concat(parts).sort_values(["measure", "year", "region_code"], kind="stable").reset_index(drop=True)


def values_of(
    table: LongTable, measure: str, year: int, *, merge: Mapping[str, Sequence[str]] | None = None
) -> pd.Series:
    """Values of one measure in one year, by region.

    Raises
    ------
    SchemaError
        If there is no such measure in that year; the message names the years there are.

    Examples
    --------
    >>> table = pd.DataFrame({"region_code": ["00", "20"], "year": 2019, "measure": "berd", "value": [100.0, 2.0]})
    >>> values_of(table, "berd", 2019).to_dict()
    {'00': 100.0, '20': 2.0}
    """
    own = table[table["measure"] == measure]
    if year not in set(own["year"]):
        years = ", ".join(str(known) for known in sorted(set(own["year"])))
        raise SchemaError(f"There is no '{measure}' for {year}; it is known for {years or 'no year'}.")
    return merge_regions(own[own["year"] == year], merge).set_index("region_code")["value"].astype(float)


def latest_year(table: LongTable, measure: str) -> int:
    """Latest year in which the measure covers as many regions as it ever does.

    Raises
    ------
    SchemaError
        If the table does not have the measure.

    Examples
    --------
    >>> table = pd.DataFrame({"region_code": ["17", "20", "20"], "year": [2017, 2017, 2020], "measure": "rate"})
    >>> latest_year(table, "rate")
    2017
    """
    regions = table[table["measure"] == measure].groupby("year")["region_code"].nunique()
    if regions.empty:
        raise SchemaError(f"The table has no measure '{measure}'; it has {', '.join(sorted(set(table['measure'])))}.")
    return int(regions[regions == regions.max()].index.max())


def share_of_nation(
    table: LongTable, measure: str, *, merge: Mapping[str, Sequence[str]] | None = None, nation: str = NATION
) -> LongTable:
    r"""Part of the nation's amount that falls to each region, year by year.

    .. math:: s_{rt} = x_{rt} / x_{\cdot t}

    Returns
    -------
    DataFrame
        `region_code, year, value, national, share` without the nation's own rows; the share is 0-1.

    Notes
    -----
    Both amounts are in the year's own prices, so the share needs no price index. It says nothing about whether the
    amount grew.

    Examples
    --------
    >>> table = pd.DataFrame({"region_code": ["00", "20"], "year": 2019, "measure": "berd", "value": [100.0, 2.0]})
    >>> share_of_nation(table, "berd")["share"].tolist()
    [0.02]
    """
    merged = merge_regions(table[table["measure"] == measure], merge).drop(columns="measure")
    total = merged[merged["region_code"] == nation].set_index("year")["value"]
    rows = merged[merged["region_code"] != nation].assign(national=lambda part: part["year"].map(total))
    return rows.assign(share=divide(rows["value"], rows["national"])).reset_index(drop=True)


def implied_exposure(count: pd.Series, rate: pd.Series, *, per: float = PER_FIRMS) -> pd.Series:
    r"""Inhabitants behind a published rate, where the count is published too.

    .. math:: T = 1000 \, k / \lambda

    Notes
    -----
    As exact as the rate is written: at one decimal, 9,7 per 1,000 leaves half a per cent either way.

    Examples
    --------
    >>> implied_exposure(pd.Series({"20": 1606}), pd.Series({"20": 9.7})).round().to_dict()
    {'20': 165567.0}
    """
    return pd.Series(divide(count, as_series(rate, count.index, "rate")) * per, index=count.index)


def likely_ranks(lower: pd.Series, upper: pd.Series) -> pd.DataFrame:
    """Best and worst rank that a region can have when every value may lie anywhere in its interval.

    Parameters
    ----------
    lower, upper : Series
        Limits by region; a region without limits is not ranked.

    Returns
    -------
    DataFrame
        `best, worst`, 1 is the highest value.

    Notes
    -----
    Wider than a simultaneous interval of ranks: only regions whose whole interval lies above are sure to be ahead.

    Examples
    --------
    >>> lower, upper = pd.Series({"a": 9.0, "b": 5.0, "c": 4.0}), pd.Series({"a": 11.0, "b": 7.0, "c": 6.0})
    >>> likely_ranks(lower, upper).values.tolist()
    [[1.0, 1.0], [2.0, 3.0], [2.0, 3.0]]
    """
    low, high = lower.to_numpy(float), upper.to_numpy(float)
    known = ~(np.isnan(low) | np.isnan(high))
    ahead = (low[None, :] > high[:, None]) & known[None, :]
    behind = (high[None, :] < low[:, None]) & known[None, :]
    limits = pd.DataFrame({"best": 1.0 + ahead.sum(axis=1), "worst": known.sum() - behind.sum(axis=1)}, lower.index)
    return limits.where(pd.Series(known, lower.index), np.nan).astype(float)


def ranked_rates(
    count: pd.Series, exposure: pd.Series, *, per: float, confidence: float = 0.95, nation: str = NATION
) -> pd.DataFrame:
    """Rates of events with exact Poisson intervals, and the counties' ranks with their uncertainty.

    Returns
    -------
    DataFrame, by region
        `count, exposure, value, lower, upper, rank, best, worst, regions`; the nation has no rank.

    Examples
    --------
    >>> count, people = pd.Series({"00": 30, "x": 20, "y": 10}), pd.Series({"00": 200, "x": 100, "y": 100})
    >>> ranked_rates(count, people, per=100)[["value", "rank", "best", "worst"]].values.tolist()
    [[15.0, nan, nan, nan], [20.0, 1.0, 1.0, 2.0], [10.0, 2.0, 1.0, 2.0]]
    """
    rates = event_rate(count.astype(float), exposure, per=per, confidence=confidence).rename(columns={"rate": "value"})
    return _with_ranks(rates[["count", "exposure", "value", "lower", "upper"]], nation)


def innovation_indicators(
    business_rd: LongTable,
    new_firms: LongTable,
    trademarks: LongTable,
    population: LongTable,
    *,
    merge: Mapping[str, Sequence[str]] | None = None,
    confidence: float = 0.95,
) -> LongTable:
    """Business R&D, new firms and trademarks by inhabitant in the latest year that covers all counties.

    Parameters
    ----------
    business_rd, new_firms, trademarks, population : DataFrame
        `region_code, year, measure, value`.
    merge : mapping of str to sequence of str, optional
        Counties to be compared as one.
    confidence : float
        Confidence level of the intervals, 0-1.

    Returns
    -------
    DataFrame
        `indicator, year, region_code, count, exposure, value, lower, upper, rank, best, worst, regions`, and for
        trademarks `ratio, ratio_lower, ratio_upper` to the same half-year one year before. Indicators: `business_rd`
        (kronor an inhabitant, current prices, no interval), `new_firms` (per 1,000 inhabitants aged 16-64),
        `trademarks` (applications of January-June per 100,000 inhabitants at the beginning of the year), the last for
        each year that the population is known for.

    Notes
    -----
    The intervals treat each firm and application as an independent event; the true uncertainty is larger.
    """
    year = latest_year(business_rd, "berd")
    spending = values_of(business_rd, "berd", year, merge=merge) * MILLION
    people = as_series(values_of(population, "population", year, merge=merge), spending.index, "population")
    per_head = pd.DataFrame({"count": spending, "exposure": people, "value": divide(spending, people)})
    parts = [
        _with_ranks(per_head.assign(lower=np.nan, upper=np.nan), NATION).assign(indicator="business_rd", year=year)
    ]
    year = latest_year(new_firms, "new_firms")
    count, rate = (values_of(new_firms, name, year) for name in ("new_firms", "new_firms_per_1000"))
    pieces = {"count": count, "exposure": implied_exposure(count, rate)}
    firms = {name: values_of(_long(cells, year), "cells", year, merge=merge) for name, cells in pieces.items()}
    rates = ranked_rates(firms["count"], firms["exposure"], per=PER_FIRMS, confidence=confidence)
    parts.append(rates.assign(indicator="new_firms", year=year))
    parts += _trademarks(trademarks, population, merge, confidence)
    return pd.concat(parts).rename_axis("region_code").reset_index()


def _trademarks(
    trademarks: LongTable, population: LongTable, merge: Mapping[str, Sequence[str]] | None, confidence: float
) -> list[pd.DataFrame]:
    measure = "applications_first_half"
    years = sorted(set(trademarks.loc[trademarks["measure"] == measure, "year"]) & {
        year + 1 for year in set(population["year"])})  # fmt: skip
    parts: list[pd.DataFrame] = []
    for year in years:
        count = values_of(trademarks, measure, year, merge=merge)
        people = as_series(values_of(population, "population", year - 1, merge=merge), count.index, "population")
        rates = ranked_rates(count, people, per=PER_TRADEMARKS, confidence=confidence)
        if parts:
            before = parts[-1].loc[rates.index]
            ratio = rate_ratio(rates["count"], rates["exposure"], before["count"], before["exposure"],
                               confidence=confidence)  # fmt: skip
            rates = rates.join(ratio.rename(columns={"lower": "ratio_lower", "upper": "ratio_upper"}))
        parts.append(rates.assign(indicator="trademarks", year=year))
    return parts


def _with_ranks(rates: pd.DataFrame, nation: str) -> pd.DataFrame:
    counties = rates.drop(index=nation, errors="ignore")
    limits = likely_ranks(counties["lower"], counties["upper"])
    ranks = counties["value"].rank(ascending=False, method="min").rename("rank")
    return rates.join(ranks).join(limits).assign(regions=int(counties["value"].notna().sum()))


def _long(cells: pd.Series, year: int) -> LongTable:
    return cells.rename("value").rename_axis("region_code").reset_index().assign(year=year, measure="cells")
