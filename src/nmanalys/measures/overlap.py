"""How alike two sets of codes are: an area named beforehand and the strengths that the data show.

A test area is a theme; it becomes comparable as weights between 0 and 1 over industries (and research fields).
Crisp measures count codes, graded ones their weights, weighted ones the employed behind them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_series, divide

__all__ = [
    "jaccard_index",
    "overlap_coefficient",
    "ruzicka_index",
    "tversky_index",
    "weighted_jaccard",
]

Codes = Iterable[Hashable]


def jaccard_index(first: Codes, second: Codes) -> float:
    r"""Share of all codes of two sets that both contain.

    .. math:: J = |A \cap B| / |A \cup B|

    Parameters
    ----------
    first, second : iterable of hashable
        Codes.

    Returns
    -------
    float
        0-1; missing if both are empty.

    References
    ----------
    Jaccard (1901), Bulletin de la Société vaudoise des sciences naturelles 37.

    Examples
    --------
    >>> jaccard_index([1, 2, 3, 4], [3, 4, 5])
    0.4
    """
    return tversky_index(first, second, alpha=1.0, beta=1.0)


def overlap_coefficient(first: Codes, second: Codes) -> float:
    r"""Share of the smaller set that the larger one contains.

    .. math:: |A \cap B| / \min(|A|, |B|)

    Parameters
    ----------
    first, second : iterable of hashable
        Codes.

    Returns
    -------
    float
        0-1; missing if one is empty.

    Notes
    -----
    1 whenever one set contains the other, however much larger it is.

    Examples
    --------
    >>> round(overlap_coefficient([1, 2, 3, 4], [3, 4, 5]), 4)
    0.6667
    """
    one, two = set(first), set(second)
    return ratio(len(one & two), min(len(one), len(two)))


def tversky_index(claimed: Codes, found: Codes, *, alpha: float = 0.8, beta: float = 0.2) -> float:
    r"""Likeness of two sets that blames the first for what it claims beyond the second.

    .. math:: \frac{|A \cap B|}{|A \cap B| + \alpha |A \setminus B| + \beta |B \setminus A|}

    Parameters
    ----------
    claimed, found : iterable of hashable
        Codes of the test area A and of the strengths B.
    alpha, beta : float
        Weight of codes only in A, and only in B, 0 or more.

    Returns
    -------
    float
        0-1; missing if the denominator is zero.

    Raises
    ------
    SchemaError
        If a weight is negative.

    References
    ----------
    Tversky (1977), Psychological Review 84(4).

    Examples
    --------
    >>> round(tversky_index([1, 2, 3, 4], [3, 4, 5]), 6)
    0.526316
    """
    if min(alpha, beta) < 0:
        raise SchemaError(f"alpha and beta must be 0 or more, not {alpha} and {beta}.")
    one, two = set(claimed), set(found)
    both = len(one & two)
    return ratio(both, both + alpha * len(one - two) + beta * len(two - one))


def ruzicka_index(first: object, second: object) -> float:
    r"""Likeness of two lists of weights.

    .. math:: \sum_i \min(a_i, b_i) / \sum_i \max(a_i, b_i)

    Parameters
    ----------
    first, second : Series or array, shape (n,)
        Weights of 0 or more, of the same codes.

    Returns
    -------
    float
        0-1; missing if all weights are zero or one is missing.

    Raises
    ------
    SchemaError
        If a weight is negative or the codes differ.

    Examples
    --------
    >>> round(ruzicka_index([0.9, 0.6, 0.3, 0], [1, 0.5, 0, 0.2]), 6)
    0.666667
    """
    one = as_weights(first, "first")
    two = as_weights(as_series(second, one.index, "second"), "second")
    return ratio(np.minimum(one, two).sum(skipna=False), np.maximum(one, two).sum(skipna=False))


def weighted_jaccard(first: Codes, second: Codes, employed: pd.Series) -> float:
    r"""Jaccard index in which every code counts by its employed.

    .. math:: \sum_{i \in A \cap B} E_i / \sum_{i \in A \cup B} E_i

    Parameters
    ----------
    first, second : iterable of hashable
        Codes.
    employed : Series, shape (n_codes,)
        Employed persons by code.

    Returns
    -------
    float
        0-1; missing if a needed count is, or if nobody is employed.

    Raises
    ------
    SchemaError
        If a code has no count or a count is negative.

    Examples
    --------
    >>> weighted_jaccard(["a", "b"], ["b", "c"], pd.Series({"a": 10, "b": 80, "c": 10}))
    0.8
    """
    one, two = set(first), set(second)
    union = sorted(one | two, key=str)
    counts = as_weights(as_series(employed, pd.Index(union), "employed"), "employed")
    return ratio(counts[[code for code in union if code in one & two]].sum(skipna=False), counts.sum(skipna=False))


def ratio(numerator: float, denominator: float) -> float:
    """Divide two numbers; missing if the denominator is zero."""
    return float(divide(numerator, denominator))


def as_weights(values: object, what: str, labels: pd.Index | None = None) -> pd.Series:
    """Return weights of 0 or more with these labels; a single number serves for all."""
    if np.ndim(values) == 0:
        return pd.Series(float(values), index=labels)
    weights = pd.Series(values, dtype=float) if labels is None else as_series(values, labels, what)
    if (weights < 0).any():
        raise SchemaError(f"{what}: '{weights.idxmin()}' is negative.")
    return weights
