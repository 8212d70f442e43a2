"""From indicators and their yearly values to what was known on a day.

A year's value is known when the year has ended; which day that is judged by is a parameter, never today's date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.intervals import poisson_interval
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import LongTable

__all__ = ["known_values", "latest_values", "with_rate_limits"]

PER_FIRMS = 1e3


def known_values(values: LongTable, as_of: str) -> LongTable:
    """Keep the values of years that had ended on a day.

    Parameters
    ----------
    values : DataFrame
        One row an indicator and year, with `year` and `value`.
    as_of : str
        The day, such as ``2026-06-30``.

    Raises
    ------
    SchemaError
        If `as_of` is no date.

    Examples
    --------
    >>> values = pd.DataFrame({"year": [2024, 2025, 2026], "value": [1.0, 2.0, 3.0]})
    >>> known_values(values, "2026-06-30")["year"].tolist(), known_values(values, "2025-12-31")["year"].tolist()
    ([2024, 2025], [2024, 2025])
    """
    require_columns(values, ["year", "value"], "values")
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise SchemaError(f"as_of must be a date such as 2026-06-30, not '{as_of}'.") from None
    last = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    return values[(values["year"] <= last) & values["value"].notna()]


def latest_values(indicators: LongTable, values: LongTable, as_of: str) -> LongTable:
    """Put each indicator's latest known value, with its interval, beside its baseline and target.

    Parameters
    ----------
    indicators : DataFrame
        One row an indicator, with `indicator_id`.
    values : DataFrame
        `indicator_id, year, value, lower, upper`.
    as_of : str
        The day that the monitoring refers to.

    Returns
    -------
    DataFrame
        The indicators with `year, value, lower, upper` (missing if nothing was known) and `age`, the years from the
        value's year to that of the day.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> indicators = pd.DataFrame({"indicator_id": ["a", "b"]})
    >>> values = pd.DataFrame({"indicator_id": "a", "year": [2019, 2021], "value": [1.0, 2.0],
    ...                        "lower": None, "upper": None})
    >>> latest_values(indicators, values, "2026-06-30")[["year", "value", "age"]].values.tolist()
    [[2021.0, 2.0, 5.0], [nan, nan, nan]]
    """
    require_columns(indicators, ["indicator_id"], "indicators")
    require_columns(values, ["indicator_id", "lower", "upper"], "values")
    known = known_values(values, as_of).sort_values("year", kind="stable")
    last = known.groupby("indicator_id", sort=False)[["year", "value", "lower", "upper"]].last()
    joined = indicators.merge(last.astype(float), left_on="indicator_id", right_index=True, how="left")
    return joined.assign(age=date.fromisoformat(as_of).year - joined["year"])


def with_rate_limits(
    latest: LongTable, exposure: Mapping[str, float], *, table: str, per: float = PER_FIRMS, confidence: float = 0.95
) -> LongTable:
    """Give rates without an interval the exact Poisson interval of the count that they imply.

    Parameters
    ----------
    latest : DataFrame
        `region_code, source_table, value, lower, upper`.
    exposure : mapping of str to float
        Inhabitants by region.
    table : str
        The table whose indicators are such rates.
    per : float
        Unit of the rate.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    DataFrame
        The input with `lower` and `upper` filled in where the source is `table` and they were missing.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    The exposure may be that of another year; inhabitants change by less in a few years than the interval is wide.

    Examples
    --------
    >>> latest = pd.DataFrame({"region_code": ["21"], "source_table": "new_firms", "value": 9.1,
    ...                        "lower": None, "upper": None})
    >>> with_rate_limits(latest, {"21": 167_700}, table="new_firms")[["lower", "upper"]].round(2).values.tolist()
    [[8.65, 9.57]]
    """
    require_columns(latest, ["region_code", "source_table", "value", "lower", "upper"], "latest")
    people: pd.Series = latest["region_code"].map(dict(exposure)).astype(float)
    count = (latest["value"].astype(float) * people / per).round()
    wanted = (latest["source_table"] == table) & latest["lower"].isna() & count.notna()
    if not wanted.any():
        return latest
    limits = poisson_interval(count[wanted], people[wanted], confidence=confidence) * per
    return latest.assign(
        lower=latest["lower"].astype(float).where(~wanted, limits["lower"].reindex(latest.index)),
        upper=latest["upper"].astype(float).where(~wanted, limits["upper"].reindex(latest.index)),
    )
