"""Rates of rare events: new firms, patents, trademarks by inhabitants.

Small counts are unstable, so years are pooled, intervals are exact, and maps and rankings of many small places use
rates shrunk towards the common mean. What a count means must be said with it: patents by the inventor's
residence, trademarks by the applicant's seat, which favours places with head offices.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_series, divide
from nmanalys.measures.intervals import poisson_interval
from nmanalys.measures.panel import refuse_breaks
from nmanalys.vocabulary.typing import Breaks, LongTable

__all__ = ["Shrinkage", "empirical_bayes", "event_rate", "overdispersion", "pooled_rate", "widening"]

# above this the spread over years is more than chance allows
OVERDISPERSED = 1.5


class Shrinkage(NamedTuple):
    """Shrunk rates and the gamma prior (shape, rate) that they were shrunk with."""

    rates: pd.Series
    shape: float
    rate: float


def event_rate(
    count: pd.Series,
    exposure: pd.Series,
    *,
    per: float = 1000.0,
    confidence: float = 0.95,
    min_count: int = 5,
    dispersion: float = 1.0,
) -> pd.DataFrame:
    r"""Events per inhabitants (or firms), with an exact interval.

    .. math:: 1000 \, k / T

    Parameters
    ----------
    count, exposure : Series, shape (n_regions,)
        Events, and inhabitants or firms.
    per : float
        Unit of the rate.
    confidence : float
        Confidence level, 0-1.
    min_count : int
        Fewest events for a rate that is not marked as small.
    dispersion : float
        Over-dispersion, as in :func:`~nmanalys.measures.intervals.poisson_interval`.

    Returns
    -------
    DataFrame
        `count, exposure, rate, lower, upper, is_small`; missing where count or exposure is.

    Raises
    ------
    SchemaError
        If a count or exposure is negative or a region has no exposure.

    Examples
    --------
    >>> event_rate(pd.Series({"x": 18}), pd.Series({"x": 120_000}), per=100_000).round(3).values.tolist()[0][2:5]
    [15.0, 8.89, 23.706]
    """
    units = as_series(exposure, count.index, "exposure")
    limits = poisson_interval(count, units, confidence=confidence, dispersion=dispersion) * per
    small = (count < min_count).astype("boolean").mask(count.isna())
    return pd.DataFrame({"count": count, "exposure": units}).join(limits).assign(is_small=small)


def pooled_rate(
    counts: LongTable,
    exposure: LongTable,
    end: int,
    *,
    years: int = 3,
    per: float = 1000.0,
    confidence: float = 0.95,
    breaks: Breaks = (),
) -> pd.DataFrame:
    """Rate over several years, widened where the years differ by more than chance.

    Parameters
    ----------
    counts, exposure : DataFrame
        Long tables `region_code, year, value`.
    end : int
        Last year.
    years : int
        Number of years pooled.
    per : float
        Unit of the rate, a year.
    confidence : float
        Confidence level, 0-1.
    breaks : sequence of mapping
        Breaks of the series of counts.

    Returns
    -------
    DataFrame, by region
        As :func:`event_rate`, and `years` found and `dispersion`. A region with a missing year has a rate of
        the years that have both a count and an exposure.

    Raises
    ------
    SeriesBreakError
        If a break lies within the years.
    SchemaError
        If there is no value in these years.

    Examples
    --------
    >>> counts = pd.DataFrame({"region_code": "20", "year": [2017, 2018, 2019], "value": [5, 6, 7]})
    >>> people = counts.assign(value=40_000)
    >>> pooled_rate(counts, people, 2019, per=100_000).round(3)[["rate", "lower", "upper", "years"]].values.tolist()
    [[15.0, 8.89, 23.706, 3.0]]
    """
    first = end - years + 1
    refuse_breaks(first, end, breaks, series="counts")
    keys = ["region_code", "year"]
    both = counts[[*keys, "value"]].merge(exposure[[*keys, "value"]], on=keys, suffixes=("", "_exposure")).dropna()
    both = both[both["year"].between(first, end)]
    if both.empty:
        raise SchemaError(f"No counts with an exposure from {first} to {end}.")
    sums = both.groupby("region_code")[["value", "value_exposure"]].sum()
    spread = both.groupby("region_code").apply(
        lambda rows: overdispersion(rows["value"], rows["value_exposure"]), include_groups=False
    )
    parts = [
        event_rate(sums.loc[[name], "value"], sums.loc[[name], "value_exposure"], per=per, confidence=confidence,
                   dispersion=widening(spread[name]))
        for name in sums.index
    ]  # fmt: skip
    return pd.concat(parts).assign(years=both.groupby("region_code").size(), dispersion=spread)


def overdispersion(count: ArrayLike, exposure: ArrayLike) -> float:
    r"""Pearson's chi-square over its degrees of freedom: 1 if years differ as chance would have it.

    .. math:: \varphi = \frac{1}{n - 1} \sum_t \frac{(k_t - \hat\lambda T_t)^2}{\hat\lambda T_t}

    Parameters
    ----------
    count, exposure : array_like, shape (n_years,)
        Events and exposure.

    Returns
    -------
    float
        Dimensionless; missing with one year or without events.

    Examples
    --------
    >>> overdispersion([5, 15], [1, 1])
    5.0
    """
    events, units = np.asarray(count, float), np.asarray(exposure, float)
    expected = divide(events.sum(), units.sum()) * units
    return float(divide(divide((events - expected) ** 2, expected).sum(), len(events) - 1))


def widening(dispersion: float) -> float:
    """Return the over-dispersion to widen an interval by: none up to 1.5.

    Examples
    --------
    >>> widening(1.4), widening(4.0), widening(float("nan"))
    (1.0, 4.0, 1.0)
    """
    return float(dispersion) if dispersion > OVERDISPERSED else 1.0


def empirical_bayes(count: pd.Series, exposure: pd.Series) -> Shrinkage:
    r"""Rates shrunk towards the common mean, the more so the smaller the exposure.

    .. math:: \tilde\lambda_r = \frac{k_r + a}{T_r + b}, \qquad
        b = m / v, \quad a = m b, \quad
        v = \frac{\sum_r T_r (k_r/T_r - m)^2}{\sum_r T_r} - \frac{m}{\bar T}

    with :math:`m = \sum k / \sum T`.

    Parameters
    ----------
    count, exposure : Series, shape (n_regions,)
        Events and exposure; regions with a missing value keep a missing rate.

    Returns
    -------
    Shrinkage
        Rates (events per unit of exposure) and the prior's shape and rate. If regions differ no more than
        chance would have it (v ≤ 0), every rate is the common one and both are infinite.

    Raises
    ------
    SchemaError
        If a count is negative, an exposure not positive, or a region has no exposure.

    Notes
    -----
    Good for comparing many small places, not for reporting one: there, give the raw rate and its interval.

    References
    ----------
    Marshall (1991), Applied Statistics 40(2).

    Examples
    --------
    >>> shrunk = empirical_bayes(pd.Series({"x": 0, "y": 40}), pd.Series({"x": 10.0, "y": 10.0}))
    >>> shrunk.rates.round(4).to_dict()
    {'x': 0.1, 'y': 3.9}
    """
    units = as_series(exposure, count.index, "exposure")
    if (count < 0).any() or (units <= 0).any():
        raise SchemaError("Counts must be 0 or more and exposures above 0.")
    known = count.notna() & units.notna()
    events, size = count[known].to_numpy(float), units[known].to_numpy()
    mean = float(divide(events.sum(), size.sum()))
    spread = np.average((events / size - mean) ** 2, weights=size) - mean / size.mean() if known.any() else np.nan
    if not spread > 0:
        return Shrinkage(pd.Series(np.where(known, mean, np.nan), count.index), np.inf, np.inf)
    rate = mean / spread
    shape = mean * rate
    return Shrinkage((count.astype(float) + shape) / (units + rate), shape, rate)
