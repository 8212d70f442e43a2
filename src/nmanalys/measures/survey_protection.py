"""What a published total gives away of the groups in it that are not shown.

A total less the groups that are shown is the sum of the hidden ones. Hiding a second group is not enough when that sum
still rests on few answers, or when it is none or all: then the answers behind it are known one by one.
"""

from __future__ import annotations

import pandas as pd

from nmanalys.measures.survey import answer_shares, top_two_share
from nmanalys.vocabulary.typing import LongTable

__all__ = ["hidden_groups", "publishable_answers"]


def hidden_groups(n: pd.Series, counts: pd.Series, hidden: pd.Series, *, min_n: int = 5) -> pd.Series:
    r"""Groups of a published total to hide, so that the hidden ones cannot be worked out.

    With :math:`S = \sum_{g \in H} c_g` and :math:`N = \sum_{g \in H} n_g` known, group h's count lies between
    :math:`\max(0, S - (N - n_h))` and :math:`\min(n_h, S)`. Groups are added to H, those with the fewest answers first,
    until :math:`N \ge n_{min}` and no group with answers has only one possible count.

    Parameters
    ----------
    n, counts : Series, by group
        Answers, and those of the kind that is published.
    hidden : Series of bool, by group
        Groups that are hidden for their own sake.
    min_n : int
        Fewest answers for anything to be shown.

    Returns
    -------
    Series of bool, by group
        All groups when nothing less is safe.

    Examples
    --------
    >>> n, high = pd.Series([3, 0, 12, 20]), pd.Series([2, 0, 5, 9])
    >>> hidden_groups(n, high, pd.Series([True, True, False, False])).tolist()
    [True, True, True, False]
    """
    result = hidden.copy()
    for group in n[~hidden].sort_values(kind="stable").index:
        if not result.any() or _is_safe(n[result], counts[result], min_n):
            break
        result[group] = True
    return result


def publishable_answers(survey: LongTable, counties: pd.Series, *, min_n: int = 5, percent_n: int = 10) -> LongTable:
    """Answers that a total over several counties may count.

    A county's answers to an item that its own page hides are left out, or they would be the total less the other
    counties.

    Parameters
    ----------
    survey : DataFrame
        `cluster_id, item, answer` of one wave.
    counties : Series, by cluster
        County of each cluster.
    min_n, percent_n : int
        Fewest answers for anything to be shown, and for a share.

    Returns
    -------
    DataFrame
        The rows that count; all of them when there is only one county.

    Examples
    --------
    >>> survey = pd.DataFrame({"cluster_id": ["a"] * 3 + ["b"] * 12, "item": 1, "answer": [1, 2, 5] * 5})
    >>> len(publishable_answers(survey, pd.Series(["17", "20"], index=["a", "b"])))
    12
    """
    placed = survey.assign(county_code=survey["cluster_id"].map(counties))
    if placed["county_code"].nunique() < 2:
        return survey
    keys, limits = ["county_code", "item"], {"min_n": min_n, "percent_n": percent_n}
    parts = [answer_shares(placed, by=keys, **limits), top_two_share(placed, by=keys, **limits)]
    unsafe = pd.concat([part.loc[part["is_suppressed"], keys] for part in parts]).drop_duplicates()
    kept = placed.merge(unsafe, on=keys, how="left", indicator=True)["_merge"].eq("left_only")
    return survey[kept.to_numpy()]


def _is_safe(n: pd.Series, counts: pd.Series, min_n: int) -> bool:
    total, answers = counts.sum(), n.sum()
    lowest = (total - (answers - n)).clip(lower=0)
    highest = n.clip(upper=total)
    return bool(answers >= min_n and (lowest < highest)[n > 0].all())
