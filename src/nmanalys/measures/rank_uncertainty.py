"""How little a rank can mean: the ranks that other defensible choices would have given.

Scale, aggregation, weights, the choice of indicators and their measurement are all drawn at once, because their
effects do not add up.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from nmanalys.errors import SchemaError
from nmanalys.measures.composite import combine, normalise
from nmanalys.measures.frames import as_counts, as_frame, as_series, same_labels
from nmanalys.vocabulary.typing import FloatArray

__all__ = ["mean_rank_shift", "rank_intervals"]


def mean_rank_shift(reference: pd.Series, other: pd.Series) -> float:
    r"""Mean number of places that regions move between two rankings.

    .. math:: \bar R_S = \frac1M \sum_a |rank_{ref}(a) - rank(a)|

    Parameters
    ----------
    reference, other : Series
        Ranks by region.

    Returns
    -------
    float
        Places.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168(2).

    Examples
    --------
    >>> mean_rank_shift(pd.Series({"a": 1, "b": 2}), pd.Series({"a": 2, "b": 1}))
    1.0
    """
    return float((reference - as_series(other, reference.index, "other")).abs().mean())


def rank_intervals(
    indicators: pd.DataFrame,
    rng: np.random.Generator,
    directions: pd.Series | None = None,
    *,
    standard_errors: pd.DataFrame | None = None,
    weight_cv: float = 0.25,
    top: int = 3,
    draws: int = 10_000,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ranks under other choices of scale, aggregation, weights, indicators and measurement.

    Every draw chooses a normalisation (minmax, z, rank), an aggregation (arithmetic, geometric), weights
    around equal ones (Dirichlet), leaves out one indicator or none, and adds measurement noise.

    Parameters
    ----------
    indicators : DataFrame, shape (n_regions, n_indicators)
        Values, complete.
    rng : Generator
        Source of chance.
    directions : Series, optional
        As in :func:`~nmanalys.measures.composite.normalise`.
    standard_errors : DataFrame, optional
        Standard error of each value, in its unit; no noise when omitted.
    weight_cv : float
        Coefficient of variation of each weight.
    top : int
        Places that count as the top.
    draws : int
        Number of draws.

    Returns
    -------
    tuple of DataFrame
        By region `median, lower, upper` (5 and 95 %) of the rank (equals share theirs) and `top_probability`; and the
        probability that the row's region is ranked before the column's (ties count half).

    Raises
    ------
    SchemaError
        If a value or a standard error is missing, an indicator does not vary, or there are fewer than two.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 3.0]}, index=list("xyz"))
    >>> rank_intervals(table, np.random.default_rng(1), draws=50)[0]["median"].tolist()
    [3.0, 2.0, 1.0]
    """
    table = complete_indicators(indicators)
    errors = None if standard_errors is None else same_labels(table, as_counts(standard_errors, "standard_errors",
                                                              zero_rows=True), "standard_errors")  # fmt: skip
    noise = 0.0 if errors is None else errors.to_numpy()
    # the same value summed in another order is still the same value
    values = np.round([_draw(table, noise, directions, rng, weight_cv) for _ in range(draws)], 9)
    order = rankdata(-values, axis=1)
    before = (values[:, :, None] > values[:, None, :]).mean(axis=0)
    equal = (values[:, :, None] == values[:, None, :]).mean(axis=0)
    summary = pd.DataFrame(
        np.quantile(order, [0.5, 0.05, 0.95], axis=0).T, table.index, ["median", "lower", "upper"]
    ).assign(top_probability=(order <= top).mean(axis=0))
    return summary, pd.DataFrame(before + equal / 2, table.index, table.index)


def complete_indicators(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return two or more indicators without missing values, each of which varies; refuse others by name."""
    table = as_frame(indicators, "indicators")
    if table.shape[1] < 2:
        raise SchemaError("indicators must be complete and two or more.")
    if table.isna().any(axis=None):
        row, column = np.argwhere(table.isna().to_numpy())[0]
        place = f"row '{table.index[row]}', column '{table.columns[column]}'"
        raise SchemaError(f"indicators must be complete, but {place} is missing. Leave the row or the column out.")
    flat = table.columns[table.nunique() == 1]
    if len(flat):
        raise SchemaError(f"indicators: '{flat[0]}' is the same everywhere and ranks nothing. Leave it out.")
    return table


def _draw(
    table: pd.DataFrame, noise: object, directions: pd.Series | None, rng: np.random.Generator, weight_cv: float
) -> FloatArray:
    noisy = table + rng.normal(size=table.shape) * noise
    points = normalise(noisy, directions, method=rng.choice(["minmax", "z", "rank"])).to_numpy()
    number = table.shape[1]
    # the variance of an equal Dirichlet weight fixes its concentration
    concentration = max((number - 1) / weight_cv**2 - 1, 1e-6) / number
    weights = rng.dirichlet(np.full(number, concentration))
    left_out = rng.integers(-1, number)
    if left_out >= 0:
        weights[left_out] = 0.0
    shares = np.broadcast_to(weights / weights.sum(), points.shape)
    return combine(points, shares, rng.choice(["arithmetic", "geometric"]))
