"""Ranking when nobody has agreed on the weights: stochastic multicriteria acceptability analysis (SMAA-2).

Instead of one set of weights all possible ones are tried. The result says for how large a share of them an
alternative comes first, second and so on, and which weights speak for it; the choice stays political.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts, as_frame, divide, same_labels
from nmanalys.vocabulary.typing import FloatArray

__all__ = ["Acceptability", "smaa2", "weight_acceptability"]


class Acceptability(NamedTuple):
    """Result of SMAA-2.

    Attributes
    ----------
    ranks : DataFrame, shape (n_alternatives, n_alternatives)
        Rank acceptability: share of draws in which the row's alternative has the column's rank; rows and
        columns sum to 1.
    central_weights : DataFrame, shape (n_alternatives, n_criteria)
        Mean weights of the draws in which the alternative came first; missing if it never did.
    confidence : Series
        Share of draws of the criteria in which it comes first under its central weights.
    holistic : Series
        Weighted sum of rank acceptabilities, 1 for always first, 0 for always last.
    standard_error : float
        Largest Monte Carlo standard error of a rank acceptability.
    """

    ranks: pd.DataFrame
    central_weights: pd.DataFrame
    confidence: pd.Series
    holistic: pd.Series
    standard_error: float


def smaa2(
    criteria: pd.DataFrame,
    rng: np.random.Generator,
    *,
    standard_errors: pd.DataFrame | None = None,
    draws: int = 10_000,
) -> Acceptability:
    r"""Rank acceptability of alternatives over all weights.

    .. math:: b_a^r = P(\text{rank of } a = r), \quad w \sim \text{uniform on } \{w \geq 0, \sum w = 1\}, \quad
        u_a = \sum_k w_k x_{ak}

    Parameters
    ----------
    criteria : DataFrame, shape (n_alternatives, n_criteria)
        Values on scales on which more is better and which may be added, such as 0-1.
    rng : Generator
        Source of chance.
    standard_errors : DataFrame, optional
        Standard error of each value; the criteria are then drawn too.
    draws : int
        Number of draws; 10,000 give a standard error of at most half a per cent.

    Returns
    -------
    Acceptability
        Tied alternatives share their ranks equally.

    Raises
    ------
    SchemaError
        If a value is missing, or the standard errors have other labels or are negative.

    Notes
    -----
    A criterion on a wide scale weighs more than one on a narrow scale: normalise first.

    References
    ----------
    Lahdelma and Salminen (2001), Operations Research 49(3).

    Examples
    --------
    >>> table = pd.DataFrame([[1.0, 0.0], [0.0, 0.5]], index=["A", "B"])
    >>> result = smaa2(table, np.random.default_rng(1))
    >>> abs(result.ranks.loc["A", 1] - 2 / 3) < 0.02
    np.True_
    """
    table = as_frame(criteria, "criteria")
    if table.isna().any(axis=None):
        row = table.index[table.isna().any(axis=1)][0]
        raise SchemaError(f"criteria: '{row}' has a missing value; leave the alternative or the criterion out.")
    weights = rng.dirichlet(np.ones(table.shape[1]), size=draws)
    errors = None if standard_errors is None else as_counts(standard_errors, "standard_errors", zero_rows=True)
    noise = None if errors is None else same_labels(table, errors, "criteria and standard_errors").to_numpy()
    values = _values(table.to_numpy(), noise, draws, rng)
    utilities = np.einsum("dak,dk->da", values, weights) if noise is not None else weights @ values.T
    shares = _rank_shares(utilities)
    size = len(table)
    ranks = pd.DataFrame(shares.mean(axis=0), table.index, pd.RangeIndex(1, size + 1, name="rank"))
    first = shares[:, :, 0]
    central = pd.DataFrame(divide(first.T @ weights, first.sum(axis=0)[:, None]), table.index, table.columns)
    confidence = _confidence(values, central.to_numpy(), table.index)
    meta = np.linspace(1, 0, size) if size > 1 else np.ones(1)
    error = float(np.sqrt(ranks * (1 - ranks) / draws).to_numpy().max())
    return Acceptability(ranks, central, confidence, (ranks @ meta).rename("holistic"), error)


def weight_acceptability(
    scores: pd.DataFrame, rng: np.random.Generator, *, top: int = 3, draws: int = 10_000
) -> pd.DataFrame:
    r"""How often each alternative comes first, and among the first, when all weights are tried.

    .. math:: b_a^1, \qquad \sum_{r \leq top} b_a^r

    Parameters
    ----------
    scores : DataFrame, shape (n_alternatives, n_criteria)
        As in :func:`smaa2`; alternatives with a missing score are not ranked.
    rng : Generator
        Source of chance.
    top : int
        Number of places that count as among the first.
    draws : int
        Number of draws.

    Returns
    -------
    DataFrame, by alternative
        `first_share, top_share` (0-1), missing where it is not ranked.

    Raises
    ------
    SchemaError
        As in :func:`smaa2`.

    Examples
    --------
    >>> table = pd.DataFrame([[1.0, 0.9], [0.1, 0.2], [None, 0.5]], index=["A", "B", "C"])
    >>> weight_acceptability(table, np.random.default_rng(1), top=1).values.tolist()
    [[1.0, 1.0], [0.0, 0.0], [nan, nan]]
    """
    known = scores.dropna()
    if known.empty:
        return pd.DataFrame(np.nan, scores.index, ["first_share", "top_share"])
    ranks = smaa2(known, rng, draws=draws).ranks
    shares = pd.DataFrame({"first_share": ranks.iloc[:, 0], "top_share": ranks.iloc[:, :top].sum(axis=1).clip(upper=1)})
    return shares.reindex(scores.index)


def _values(table: FloatArray, noise: FloatArray | None, draws: int, rng: np.random.Generator) -> FloatArray:
    if noise is None:
        return table
    return table + rng.normal(size=(draws, *table.shape)) * noise


def _rank_shares(utilities: FloatArray) -> FloatArray:
    """Share of each rank, draws by alternatives by ranks; those who tie share the ranks they occupy."""
    rounded = np.round(utilities, 12)
    lowest = rankdata(-rounded, method="min", axis=1)[:, :, None]
    highest = rankdata(-rounded, method="max", axis=1)[:, :, None]
    places = np.arange(1, utilities.shape[1] + 1)
    return ((places >= lowest) & (places <= highest)) / (highest - lowest + 1)


def _confidence(values: FloatArray, central: FloatArray, labels: pd.Index) -> pd.Series:
    shares = np.full(len(labels), np.nan)
    for row, weights in enumerate(central):
        if not np.isnan(weights).any():
            utilities = np.atleast_2d(values @ weights)
            shares[row] = _rank_shares(utilities)[:, row, 0].mean()
    return pd.Series(shares, labels, name="confidence")
