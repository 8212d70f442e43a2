"""Many tests at once: p-values corrected for how many were looked at.

State the family first (all items of all clusters, say). Benjamini and Hochberg's procedure limits the share of false
findings when exploring; Holm's guards against a single one among the few tests declared beforehand.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from nmanalys.errors import SchemaError

__all__ = ["benjamini_hochberg", "holm"]


def benjamini_hochberg(p_values: ArrayLike) -> pd.Series:
    r"""Adjusted p-values that control the false discovery rate.

    .. math:: \tilde p_{(k)} = \min_{j \geq k} \min\left(1, \frac{m}{j} p_{(j)}\right)

    Parameters
    ----------
    p_values : array_like, shape (m,)
        P-values; missing ones are no part of the family.

    Returns
    -------
    Series
        Adjusted p-values: those at or below q are found at a false discovery rate of q.

    Raises
    ------
    SchemaError
        If a p-value lies outside 0-1.

    References
    ----------
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1).

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(4).tolist()
    [0.03, 0.04, 0.04]
    """
    return _adjusted(p_values, lambda p, m: np.minimum.accumulate((p * m / np.arange(1, m + 1))[::-1])[::-1])


def holm(p_values: ArrayLike) -> pd.Series:
    r"""Adjusted p-values that control the probability of any false finding.

    .. math:: \tilde p_{(k)} = \max_{j \leq k} \min\left(1, (m - j + 1) p_{(j)}\right)

    Parameters
    ----------
    p_values : array_like, shape (m,)
        P-values; missing ones are no part of the family.

    Returns
    -------
    Series
        Adjusted p-values.

    Raises
    ------
    SchemaError
        If a p-value lies outside 0-1.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6(2).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(4).tolist()
    [0.03, 0.06, 0.06]
    """
    return _adjusted(p_values, lambda p, m: np.maximum.accumulate(p * np.arange(m, 0, -1)))


def _adjusted(p_values: ArrayLike, rule: object) -> pd.Series:
    series = p_values if isinstance(p_values, pd.Series) else pd.Series(np.asarray(p_values, float))
    known = series.dropna().astype(float)
    if not known.between(0, 1).all():
        raise SchemaError(f"p-values must lie between 0 and 1, not {known[~known.between(0, 1)].iloc[0]:g}.")
    order = np.argsort(known.to_numpy(), kind="stable")
    adjusted = np.empty(len(known))
    adjusted[order] = np.minimum(rule(known.to_numpy()[order], len(known)), 1.0)
    return pd.Series(adjusted, known.index).reindex(series.index)
