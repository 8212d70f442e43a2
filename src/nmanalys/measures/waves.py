"""Two waves of a survey: did anything change?

A panel (the same firms) is compared pairwise, two cross-sections as independent samples. Changed wording or order of
the items is a break: the waves are then not compared at all.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError, SeriesBreakError
from nmanalys.measures.intervals import wilson_interval

__all__ = ["newcombe_difference", "paired_difference", "refuse_changed_items", "stochastic_superiority"]


def refuse_changed_items(items: pd.Series, other_items: pd.Series) -> None:
    """Refuse to compare two waves that did not ask the same questions in the same order.

    Parameters
    ----------
    items, other_items : Series, by item
        Wording of the items of the two waves, in the order in which they were asked.

    Raises
    ------
    SeriesBreakError
        If an item is new or gone, its wording differs (spaces apart), or the order does; the message names the first.

    Examples
    --------
    >>> refuse_changed_items(pd.Series({1: "Andra företag"}), pd.Series({1: "Andra  företag"}))
    >>> refuse_changed_items(pd.Series({1: "Andra företag"}), pd.Series({1: "Företag"}))
    Traceback (most recent call last):
    nmanalys.errors.SeriesBreakError: Item '1' was worded otherwise in the other wave. Show the waves beside each other,
    without a difference or a trend.
    """
    remedy = "Show the waves beside each other, without a difference or a trend."
    odd = items.index.symmetric_difference(other_items.index, sort=False)
    if len(odd):
        raise SeriesBreakError(f"Item '{odd[0]}' was asked in one of the waves only. {remedy}")
    if items.index.tolist() != other_items.index.tolist():
        raise SeriesBreakError(f"The items were asked in another order. {remedy}")
    for item, wording in items.items():
        if str(wording).split() != str(other_items[item]).split():
            raise SeriesBreakError(f"Item '{item}' was worded otherwise in the other wave. {remedy}")


def newcombe_difference(
    successes: int, n: int, other_successes: int, other_n: int, *, confidence: float = 0.95
) -> pd.Series:
    r"""Difference of two independent shares with Newcombe's hybrid score interval.

    .. math::
        d - \sqrt{(p_1 - l_1)^2 + (u_2 - p_2)^2}, \quad d + \sqrt{(u_1 - p_1)^2 + (p_2 - l_2)^2}

    with Wilson limits :math:`l, u`.

    Parameters
    ----------
    successes, n : int
        Successes and answers of the first sample (the later wave).
    other_successes, other_n : int
        Those of the second.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    Series
        `difference, lower, upper`, −1 to 1.

    Raises
    ------
    SchemaError
        If successes are impossible.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17(8), method 10.

    Examples
    --------
    >>> newcombe_difference(56, 70, 48, 80).round(4).tolist()
    [0.2, 0.0524, 0.3339]
    """
    table = wilson_interval([successes, other_successes], [n, other_n], confidence=confidence)
    (p1, l1, u1), (p2, l2, u2) = table.to_numpy()
    gap = p1 - p2
    limits = {"lower": gap - np.hypot(p1 - l1, u2 - p2), "upper": gap + np.hypot(u1 - p1, p2 - l2)}
    return pd.Series({"difference": gap} | limits)


def paired_difference(
    before: pd.Series,
    after: pd.Series,
    rng: np.random.Generator,
    *,
    top: tuple[int, ...] = (1, 2),
    confidence: float = 0.95,
    draws: int = 2000,
) -> pd.Series:
    """Change of the top-two share among firms that answered in both waves.

    Parameters
    ----------
    before, after : Series, by firm
        Answers in the two waves.
    rng : Generator
        Source of chance, for the bootstrap over firms.
    top : tuple of int
        Codes of the answers that count.
    confidence : float
        Level of the percentile interval, 0-1.
    draws : int
        Number of resamples.

    Returns
    -------
    Series
        `pairs, difference, lower, upper`; missing without pairs.

    Raises
    ------
    SchemaError
        If a firm occurs twice in a wave.

    Examples
    --------
    >>> before, after = pd.Series([3, 4, 5, 1]), pd.Series([1, 2, 5, 1])
    >>> paired_difference(before, after, np.random.default_rng(1))[["pairs", "difference"]].tolist()
    [4.0, 0.5]
    """
    if before.index.has_duplicates or after.index.has_duplicates:
        raise SchemaError("A firm occurs twice in a wave.")
    pairs = pd.DataFrame({"before": before, "after": after}).dropna()
    change = pairs["after"].isin(top).to_numpy(float) - pairs["before"].isin(top).to_numpy(float)
    if not len(change):
        return pd.Series({"pairs": 0, "difference": np.nan, "lower": np.nan, "upper": np.nan})
    tail = (1 - confidence) / 2
    means = change[rng.integers(0, len(change), (draws, len(change)))].mean(axis=1)
    lower, upper = np.quantile(means, [tail, 1 - tail])
    return pd.Series({"pairs": len(change), "difference": change.mean(), "lower": lower, "upper": upper})


def stochastic_superiority(
    first: pd.Series,
    second: pd.Series,
    rng: np.random.Generator,
    *,
    confidence: float = 0.95,
    draws: int = 2000,
) -> pd.Series:
    r"""Probability that an answer of the first group is a higher code than one of the second.

    .. math:: P(X > Y) + \tfrac12 P(X = Y)

    Parameters
    ----------
    first, second : Series
        Codes of the answers of two independent groups; missing ones are left out.
    rng : Generator
        Source of chance, for the bootstrap within both groups.
    confidence : float
        Level of the percentile interval, 0-1.
    draws : int
        Number of resamples.

    Returns
    -------
    Series
        `superiority, lower, upper`, 0-1; 0.5 = no difference; missing if a group is empty.

    Notes
    -----
    A higher code is the less favourable answer on the survey's scale.

    References
    ----------
    Vargha and Delaney (2000), Journal of Educational and Behavioral Statistics 25(2).

    Examples
    --------
    >>> stochastic_superiority(pd.Series([2, 3]), pd.Series([1, 2]), np.random.default_rng(1))["superiority"]
    np.float64(0.875)
    """
    codes = np.unique(pd.concat([first, second]).dropna())
    one, two = (np.array([(group == code).sum() for code in codes], float) for group in (first, second))
    if not (one.sum() and two.sum()):
        return pd.Series({"superiority": np.nan, "lower": np.nan, "upper": np.nan})
    wins = np.tri(len(codes), k=-1) + np.eye(len(codes)) / 2
    drawn = [rng.multinomial(int(group.sum()), group / group.sum(), draws) / group.sum() for group in (one, two)]
    values = np.einsum("di,ij,dj->d", drawn[0], wins, drawn[1])
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(values, [tail, 1 - tail])
    point = one @ wins @ two / (one.sum() * two.sum())
    return pd.Series({"superiority": point, "lower": lower, "upper": upper})
