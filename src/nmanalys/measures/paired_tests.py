"""Did the same firms answer otherwise? Tests for a panel of two waves.

Both compare a firm with itself. The Stuart-Maxwell test asks whether the distribution over all answers moved, in whatever
way; Wilcoxon's signed ranks ask whether it moved up or down the scale. A panel of a few dozen firms can miss even large
changes: show the change and its interval (:func:`~nmanalys.measures.waves.paired_difference`) first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm, rankdata

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.vocabulary.typing import FloatArray

__all__ = ["MarginalHomogeneity", "SignedRanks", "stuart_maxwell_test", "wilcoxon_signed_rank"]

# beyond this the normal approximation is as good as the exact distribution
MOST_EXACT = 100


class MarginalHomogeneity(NamedTuple):
    """The Stuart-Maxwell test: statistic, degrees of freedom, p-value, and the firms in both waves."""

    statistic: float
    df: int
    p_value: float
    pairs: int


class SignedRanks(NamedTuple):
    """Wilcoxon's test: sum of the ranks of rises, rank-biserial correlation, p-value, firms, and those unchanged."""

    statistic: float
    correlation: float
    p_value: float
    pairs: int
    unchanged: int


def stuart_maxwell_test(
    before: pd.Series, after: pd.Series, answers: Sequence[int] | None = None
) -> MarginalHomogeneity:
    r"""Stuart and Maxwell's test that the answers are distributed alike in both waves.

    With :math:`n_{ij}` firms that went from answer i to j and :math:`d_i = n_{i\cdot} - n_{\cdot i}`, one answer left out:

    .. math::
        X^2 = d' V^{-1} d, \qquad V_{ii} = n_{i\cdot} + n_{\cdot i} - 2 n_{ii}, \quad V_{ij} = -(n_{ij} + n_{ji})

    Parameters
    ----------
    before, after : Series, by firm
        Answers in the two waves; firms without both are left out.
    answers : sequence of int, optional
        Codes of the scale, to refuse others; those that occur when omitted.

    Returns
    -------
    MarginalHomogeneity
        Degrees of freedom are the answers that occur, less one. Missing if fewer than two occur. A firm's
        change counts, not its stay: if nobody changed, the statistic is 0.

    Raises
    ------
    SchemaError
        If a firm occurs twice in a wave or an answer is not one of the codes.

    Notes
    -----
    With two answers it is McNemar's test. Approximate: it wants a dozen changes or more. Where the answers fall into
    groups that nobody moves between, each group loses a degree of freedom.

    References
    ----------
    Stuart (1955), Biometrika 42. Maxwell (1970), British Journal of Psychiatry 116.

    Examples
    --------
    >>> before, after = pd.Series([1] * 10 + [2] * 2), pd.Series([2] * 10 + [1] * 2)
    >>> round(stuart_maxwell_test(before, after).statistic, 4)
    5.3333
    """
    pairs = _pairs(before, after)
    known = pd.unique(pairs.to_numpy().ravel())
    if answers is not None and not np.isin(known, list(answers)).all():
        wrong = known[~np.isin(known, list(answers))][0]
        raise SchemaError(f"Answer {wrong:g} is none of {', '.join(map(str, answers))}.")
    if len(known) < 2:
        return MarginalHomogeneity(np.nan, 0, np.nan, len(pairs))
    table = pd.crosstab(pairs["before"], pairs["after"]).reindex(index=known, columns=known, fill_value=0).to_numpy()
    gap = (table.sum(axis=1) - table.sum(axis=0)).astype(float)
    moves = -(table + table.T).astype(float)
    np.fill_diagonal(moves, 0.0)
    np.fill_diagonal(moves, -moves.sum(axis=1))
    # leaving one answer out and inverting comes to the same, but fails where some answers exchange no firms
    statistic = float(gap @ np.linalg.pinv(moves, hermitian=True) @ gap)
    df = int(np.linalg.matrix_rank(moves, hermitian=True))
    if not df:
        return MarginalHomogeneity(0.0, 0, 1.0, len(pairs))
    return MarginalHomogeneity(statistic, df, float(chi2.sf(statistic, df)), len(pairs))


def wilcoxon_signed_rank(before: pd.Series, after: pd.Series) -> SignedRanks:
    r"""Wilcoxon's signed-rank test of a shift along the scale, with ties.

    .. math::
        W^+ = \sum_{d_i > 0} R_i, \qquad d_i = after_i - before_i, \quad R_i = \operatorname{rank} |d_i|, \qquad
        r = \frac{W^+ - W^-}{W^+ + W^-}

    Parameters
    ----------
    before, after : Series, by firm
        Codes of the answers in the two waves; firms without both are left out, unchanged ones too (Wilcoxon's way).

    Returns
    -------
    SignedRanks
        The p-value is two-sided: exact up to 100 changed firms, with tied ranks, else normal with the correction for
        ties. The correlation is −1 if all fell, 1 if all rose; a higher code is the less favourable answer on the
        survey's scale. Missing if nobody changed.

    Raises
    ------
    SchemaError
        If a firm occurs twice in a wave.

    Notes
    -----
    Ranking differences takes it that two steps are more than one wherever they are on the scale.

    References
    ----------
    Wilcoxon (1945), Biometrics Bulletin 1(6). Kerby (2014), Comprehensive Psychology 3.

    Examples
    --------
    >>> result = wilcoxon_signed_rank(pd.Series([3, 4, 5, 2]), pd.Series([2, 2, 5, 1]))
    >>> result.statistic, result.p_value, result.unchanged
    (0.0, 0.25, 1)
    """
    pairs = _pairs(before, after)
    change = (pairs["after"] - pairs["before"]).to_numpy(float)
    moved = change[change != 0]
    unchanged = len(change) - len(moved)
    if not len(moved):
        return SignedRanks(np.nan, np.nan, np.nan, len(pairs), unchanged)
    ranks = rankdata(np.abs(moved))
    rises, total = float(ranks[moved > 0].sum()), float(ranks.sum())
    p_value = _exact(ranks, rises) if len(moved) <= MOST_EXACT else _approximate(ranks, rises)
    return SignedRanks(rises, float(divide(2 * rises - total, total)), p_value, len(pairs), unchanged)


def _pairs(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    for wave in (before, after):
        if wave.index.has_duplicates:
            raise SchemaError(f"Firm '{wave.index[wave.index.duplicated()][0]}' occurs twice in a wave.")
    return pd.DataFrame({"before": before, "after": after}).dropna().astype(float)


def _exact(ranks: FloatArray, rises: float) -> float:
    """Two-sided p-value over all ways to give the ranks signs."""
    # tied ranks come in halves
    steps = np.rint(2 * ranks).astype(int)
    ways = np.zeros(steps.sum() + 1)
    ways[0] = 1.0
    for step in steps:
        ways[step:] = (ways[step:] + ways[:-step]) / 2
        ways[:step] /= 2
    place = round(2 * rises)
    return float(min(1.0, 2 * min(ways[: place + 1].sum(), ways[place:].sum())))


def _approximate(ranks: FloatArray, rises: float) -> float:
    # half the squares of the ranks is the variance with ties in it
    score = (rises - ranks.sum() / 2) / np.sqrt((ranks**2).sum() / 4)
    return float(2 * norm.sf(abs(score)))
