"""Composite indicators: one number out of several, and how little it can mean.

Normalise on goalposts that stay fixed over time, weight equally within a pillar unless politics says otherwise, and
aggregate so that a weak side shows. Nothing is imputed: a pillar with too few indicators is missing. A rank is
never published without the interval that other defensible choices would have given.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import kurtosis, skew

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_frame, as_series, divide
from nmanalys.vocabulary.typing import Aggregation, FloatArray, Normalisation

__all__ = ["aggregate", "combine", "composite_indicator", "goalposts", "normalise", "winsorise"]

MORE_IS_BETTER = {"up": 1.0, "down": -1.0}


def goalposts(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest and highest value of each indicator, to be frozen at the baseline year.

    Parameters
    ----------
    indicators : DataFrame, shape (n_regions, n_indicators)
        Values in the baseline year.

    Returns
    -------
    DataFrame, shape (n_indicators, 2)
        Columns `low, high`, in the indicator's unit.

    Raises
    ------
    SchemaError
        If a label occurs twice.

    Examples
    --------
    >>> goalposts(pd.DataFrame({"rd": [1.0, 3.0]})).loc["rd"].tolist()
    [1.0, 3.0]
    """
    table = as_frame(indicators, "indicators")
    return pd.DataFrame({"low": table.min(), "high": table.max()})


def winsorise(indicators: pd.DataFrame, *, max_skew: float = 2.0, max_kurtosis: float = 3.5) -> pd.DataFrame:
    """Pull in the extreme values of indicators that a few regions dominate.

    Where |skewness| and excess kurtosis both exceed their bounds, the most extreme value is set to the next
    one, again and again, until one of them does not (at most a tenth of the regions).

    Parameters
    ----------
    indicators : DataFrame, shape (n_regions, n_indicators)
        Values.
    max_skew, max_kurtosis : float
        Bounds.

    Returns
    -------
    DataFrame
        Values; compare with the input to report what was changed.

    Raises
    ------
    SchemaError
        If a label occurs twice.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators.

    Examples
    --------
    >>> winsorise(pd.DataFrame({"a": [1.0, 2.0, 3.0] * 5 + [100.0]}))["a"].max()
    np.float64(3.0)
    """
    return as_frame(indicators, "indicators").apply(_pulled_in, args=(max_skew, max_kurtosis))


def normalise(
    indicators: pd.DataFrame,
    directions: pd.Series | None = None,
    *,
    method: Normalisation = "minmax",
    posts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    r"""Put indicators on a common scale on which more is better.

    .. math:: \text{minmax } 1 + 99 \frac{x - low}{high - low}, \quad
        \text{z } 50 + 10 \frac{x - \bar x}{s}, \quad \text{rank } 1 + 99 \frac{rank - 1}{n - 1}

    Parameters
    ----------
    indicators : DataFrame, shape (n_regions, n_indicators)
        Values.
    directions : Series of {"up", "down"}, optional
        Whether more is better; `up` when omitted.
    method : {"minmax", "z", "rank"}
        Scale: 1-100 for minmax and rank, mean 50 and (population) standard deviation 10 for z, not below 1.
    posts : DataFrame, optional
        Goalposts for minmax; those of the table when omitted. Values outside them are set to 1 or 100.

    Returns
    -------
    DataFrame
        Points; missing values stay missing, and an indicator without variation is missing throughout.

    Raises
    ------
    SchemaError
        If the method or a direction is unknown.

    Examples
    --------
    >>> normalise(pd.DataFrame({"a": [0.0, 5.0, 10.0]}), pd.Series({"a": "down"}))["a"].tolist()
    [100.0, 50.5, 1.0]
    """
    table = as_frame(indicators, "indicators")
    sign = _signs(table, directions)
    values = table.to_numpy() * sign
    if method == "minmax":
        ends = (goalposts(table) if posts is None else posts.loc[table.columns]).to_numpy() * sign[:, None]
        low, high = ends.min(axis=1), ends.max(axis=1)
        points = np.clip(1 + 99 * divide(values - low, high - low), 1, 100)
    elif method == "z":
        spread = np.nanstd(values, axis=0)
        points = np.maximum(50 + 10 * divide(values - np.nanmean(values, axis=0), spread), 1)
    elif method == "rank":
        ranks = pd.DataFrame(values).rank().to_numpy()
        points = 1 + 99 * divide(ranks - 1, np.sum(~np.isnan(values), axis=0) - 1)
    else:
        raise SchemaError(f"Unknown method '{method}'. Known: minmax, z, rank.")
    return pd.DataFrame(points, table.index, table.columns)


def aggregate(
    points: pd.DataFrame,
    weights: pd.Series | None = None,
    *,
    method: Aggregation = "geometric",
    min_present: float = 2 / 3,
) -> pd.Series:
    r"""Aggregate points into one number.

    .. math:: \text{arithmetic } \sum_k w_k x_k, \quad \text{geometric } \prod_k x_k^{w_k}, \quad
        \text{Mazziotta-Pareto } \mu - \sigma \, cv, \; cv = \sigma / \mu

    Parameters
    ----------
    points : DataFrame, shape (n_regions, n_indicators)
        Normalised points, above 0 for the geometric mean.
    weights : Series, optional
        Weights of 0 or more, scaled to sum to 1 over the indicators present; equal when omitted.
    method : {"arithmetic", "geometric", "mazziotta_pareto"}
        How much a strong indicator may make up for a weak one: fully, partly, or less the more they differ.
    min_present : float
        Smallest share of the indicators, 0-1, that must be present.

    Returns
    -------
    Series, shape (n_regions,)
        Points; missing with too few indicators.

    Raises
    ------
    SchemaError
        If the method is unknown, a weight is negative, or a point is not positive where it must be.

    References
    ----------
    Mazziotta and Pareto (2016), Social Indicators Research 127(3).

    Examples
    --------
    >>> table = pd.DataFrame([[1.0, 100.0]])
    >>> [float(aggregate(table, method=m).round(4)[0]) for m in ("arithmetic", "geometric", "mazziotta_pareto")]
    [50.5, 10.0, 1.9802]
    """
    table = as_frame(points, "points")
    cells = table.to_numpy()
    weight = as_series(np.ones(cells.shape[1]) if weights is None else weights, table.columns, "weights").to_numpy()
    if (weight < 0).any():
        raise SchemaError("weights must be 0 or more.")
    present = ~np.isnan(cells)
    shares = divide(present * weight, (present * weight).sum(axis=1, keepdims=True))
    value = combine(np.where(present, cells, 1.0), shares, method)
    enough = present.mean(axis=1) >= min_present - 1e-9
    return pd.Series(np.where(enough, value, np.nan), table.index, name="composite")


def composite_indicator(
    indicators: pd.DataFrame,
    pillars: pd.Series,
    directions: pd.Series | None = None,
    *,
    pillar_weights: pd.Series | None = None,
    normalisation: Normalisation = "minmax",
    aggregation: Aggregation = "geometric",
    min_present: float = 2 / 3,
    posts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Pillars and the composite indicator built on them.

    Parameters
    ----------
    indicators : DataFrame, shape (n_regions, n_indicators)
        Values.
    pillars : Series, shape (n_indicators,)
        Pillar of each indicator.
    directions, posts, normalisation
        As in :func:`normalise`.
    pillar_weights : Series, optional
        Weights of the pillars; equal when omitted. Within a pillar indicators weigh the same.
    aggregation, min_present
        As in :func:`aggregate`, within pillars and over them; all pillars must be present for the composite.

    Returns
    -------
    DataFrame, by region
        One column a pillar, and `composite`; points.

    Raises
    ------
    SchemaError
        As in :func:`normalise` and :func:`aggregate`, or if an indicator has no pillar.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [0.0, 1.0], "b": [0.0, 1.0]})
    >>> composite_indicator(table, pd.Series({"a": "x", "b": "y"}))["composite"].round(6).tolist()
    [1.0, 100.0]
    """
    points = normalise(indicators, directions, method=normalisation, posts=posts)
    odd = points.columns.difference(pillars.index, sort=False)
    if len(odd):
        raise SchemaError(f"Indicator '{odd[0]}' has no pillar.")
    names = pillars[points.columns]
    parts = pd.DataFrame({
        name: aggregate(points.loc[:, (names == name).to_numpy()], method=aggregation, min_present=min_present)
        for name in names.unique()
    })  # fmt: skip
    return parts.assign(composite=aggregate(parts, pillar_weights, method=aggregation, min_present=1.0))


def combine(cells: FloatArray, shares: FloatArray, method: str) -> FloatArray:
    """Aggregate complete points with shares that sum to 1 in each row."""
    mean = (cells * shares).sum(axis=1)
    if method == "arithmetic":
        return mean
    if method == "geometric":
        if (cells <= 0).any():
            raise SchemaError("A geometric mean needs points above 0; normalise() gives 1-100.")
        return np.exp((np.log(cells) * shares).sum(axis=1))
    if method == "mazziotta_pareto":
        variance = (shares * (cells - mean[:, None]) ** 2).sum(axis=1)
        return mean - divide(variance, mean)
    raise SchemaError(f"Unknown method '{method}'. Known: arithmetic, geometric, mazziotta_pareto.")


def _signs(table: pd.DataFrame, directions: pd.Series | None) -> FloatArray:
    if directions is None:
        return np.ones(table.shape[1])
    sign = directions.reindex(table.columns).map(MORE_IS_BETTER)
    if sign.isna().any():
        raise SchemaError(f"directions: '{sign.index[sign.isna()][0]}' must be up or down.")
    return sign.to_numpy()


def _pulled_in(values: pd.Series, max_skew: float, max_kurtosis: float) -> pd.Series:
    result = values.copy()
    for _ in range(max(1, len(values) // 10)):
        known = result.dropna()
        lean = skew(known) if known.nunique() > 1 else 0.0
        if abs(lean) <= max_skew or kurtosis(known) <= max_kurtosis:
            break
        extreme = known.max() if lean > 0 else known.min()
        rest = known[known != extreme]
        result[result == extreme] = rest.max() if lean > 0 else rest.min()
    return result
