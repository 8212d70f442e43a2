"""Whether several items measure one thing.

The five counterparts of the firms' survey need not: a firm may know researchers and no politicians. Their answers are
therefore not summed; the correlations between items are shown, and alpha only as a description.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_frame, divide, normal_quantile
from nmanalys.vocabulary.typing import FloatArray

__all__ = ["Alpha", "cronbach_alpha", "item_correlations"]


class Alpha(NamedTuple):
    """Cronbach's alpha, its bootstrap interval and the number of complete answers."""

    alpha: float
    lower: float
    upper: float
    n: int


def cronbach_alpha(
    answers: pd.DataFrame, rng: np.random.Generator | None = None, *, confidence: float = 0.95, draws: int = 2000
) -> Alpha:
    r"""Cronbach's alpha of a scale.

    .. math:: \alpha = \frac{k}{k - 1} \left(1 - \frac{\sum_i s_i^2}{s_T^2}\right)

    Parameters
    ----------
    answers : DataFrame, shape (n_firms, n_items)
        Codes of the answers; firms that skipped an item are left out.
    rng : Generator, optional
        Source of chance for the bootstrap over firms; no interval without.
    confidence : float
        Level of the percentile interval, 0-1.
    draws : int
        Number of resamples.

    Returns
    -------
    Alpha
        At most 1, possibly negative; missing if all sums are alike.

    Raises
    ------
    SchemaError
        If there are fewer than two items.

    Notes
    -----
    Treats steps of the scale as equally long. A high value does not show that the items measure one thing, and
    it rises with the number of items.

    References
    ----------
    Cronbach (1951), Psychometrika 16(3).

    Examples
    --------
    >>> table = pd.DataFrame([(5, 4, 5), (3, 3, 2), (4, 4, 4), (1, 2, 1), (2, 3, 3)])
    >>> round(cronbach_alpha(table).alpha, 4)
    0.9375
    """
    normal_quantile(confidence)
    complete = as_frame(answers, "answers").dropna().to_numpy()
    if complete.shape[1] < 2:
        raise SchemaError("Alpha needs two or more items.")
    lower = upper = np.nan
    if rng is not None and len(complete) > 1:
        sample = complete[rng.integers(0, len(complete), (draws, len(complete)))]
        tail = (1 - confidence) / 2
        values = _alpha(sample)
        lower, upper = np.nanquantile(values, [tail, 1 - tail]) if not np.isnan(values).all() else (np.nan, np.nan)
    point = float(_alpha(complete[None])[0]) if len(complete) > 1 else np.nan
    return Alpha(point, float(lower), float(upper), len(complete))


def item_correlations(answers: pd.DataFrame) -> pd.DataFrame:
    """Spearman's rank correlation of every pair of items, over the firms that answered both.

    Parameters
    ----------
    answers : DataFrame, shape (n_firms, n_items)
        Codes of the answers.

    Returns
    -------
    DataFrame, shape (n_items, n_items)
        −1 to 1; missing where an item does not vary.

    Raises
    ------
    SchemaError
        If a label occurs twice.

    Examples
    --------
    >>> item_correlations(pd.DataFrame({1: [1, 2, 3], 2: [3, 2, 1]})).loc[1, 2]
    np.float64(-1.0)
    """
    return as_frame(answers, "answers").corr(method="spearman")


def _alpha(samples: FloatArray) -> FloatArray:
    items = samples.shape[2]
    parts = samples.var(axis=1, ddof=1).sum(axis=1)
    total = samples.sum(axis=2).var(axis=1, ddof=1)
    return items / (items - 1) * (1 - divide(parts, total))
