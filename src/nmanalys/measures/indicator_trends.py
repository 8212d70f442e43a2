"""Where indicators are heading: a slope for each since its last break, where there are years enough to tell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from nmanalys.measures.indicators import known_values
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.trends import Breaks, theil_sen_trend
from nmanalys.vocabulary.translation import N_
from nmanalys.vocabulary.typing import LongTable

__all__ = ["indicator_trends"]

RISING, FALLING, UNCLEAR, FEW = N_("stiger"), N_("sjunker"), N_("oklar riktning"), N_("för få år")
TREND = ["first", "last", "n", "slope", "lower", "upper"]


def indicator_trends(
    indicators: LongTable,
    values: LongTable,
    breaks: Mapping[str, Breaks],
    as_of: str,
    *,
    confidence: float = 0.95,
) -> LongTable:
    """Trend of each indicator from its last break on, as known on a day.

    Parameters
    ----------
    indicators : DataFrame
        `indicator_id, source_table`, and whatever else describes them.
    values : DataFrame
        `indicator_id, year, value`.
    breaks : mapping of str to sequence of mapping
        Breaks of the series, by the table that they come from; tables that are not named have none that is known.
    as_of : str
        The day that the monitoring refers to.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    DataFrame
        The rows of `indicators` with `first, last` (years), `n`, the Theil-Sen `slope` a year with `lower, upper`, and
        `trend`: *stiger*, *sjunker*, *oklar riktning* (the interval holds 0) or *för få år* (fewer than five).

    Raises
    ------
    SchemaError
        If a column is missing or a year occurs twice.

    Notes
    -----
    The years of a series are not independent, so that a slope with its interval above 0 has risen so far; it promises
    nothing.

    Examples
    --------
    >>> indicators = pd.DataFrame({"indicator_id": ["a", "b"], "source_table": "t"})
    >>> values = pd.DataFrame({"indicator_id": ["a"] * 6 + ["b"], "year": [*range(2015, 2021), 2020],
    ...                        "value": [9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0]})
    >>> indicator_trends(indicators, values, {"t": [{"year": 2016}]}, "2026-06-30")[["first", "slope", "trend"]].values.tolist()
    [[2016.0, 1.0, 'stiger'], [2020.0, nan, 'för få år']]
    """
    require_columns(indicators, ["indicator_id", "source_table"], "indicators")
    known = known_values(values, as_of)
    series = {name: rows.set_index("year")["value"].sort_index() for name, rows in known.groupby("indicator_id")}
    rows = [
        _latest(series.get(row.indicator_id), breaks.get(row.source_table, ()), confidence)
        for row in indicators.itertuples()
    ]
    found = pd.DataFrame(rows, columns=TREND, index=indicators.index, dtype=float)
    conditions = [found["slope"].isna(), found["lower"] > 0, found["upper"] < 0]
    return indicators.join(found).assign(trend=np.select(conditions, [FEW, RISING, FALLING], UNCLEAR))


def _latest(values: pd.Series | None, breaks: Breaks, confidence: float) -> list[float]:
    if values is None:
        return [np.nan, np.nan, 0, np.nan, np.nan, np.nan]
    return theil_sen_trend(values.astype(float), breaks=breaks, confidence=confidence)[TREND].iloc[-1].tolist()
