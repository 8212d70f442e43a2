"""Horizontal criteria (environment, equal opportunities, gender equality) and agreement between raters.

Each criterion is judged by itself on three conditions: it is used as a tool in the plan, activities and costs
show it, and follow-up will show the result. There is deliberately no total score.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.translation import N_
from nmanalys.vocabulary.typing import LongTable

__all__ = ["guttman_reproducibility", "horizontal_categories", "meets_horizontal_demand", "rater_agreement"]

ACTIVE, PARTLY, UNCLEAR, NONE = N_("aktivt"), N_("delvis"), N_("delvis (oklar: 1 villkor)"), N_("inte alls")
UNKNOWN = N_("underlag saknas")


def horizontal_categories(
    conditions: LongTable, *, one_condition: Literal["inte alls", "delvis"] = "inte alls"
) -> LongTable:
    """Category of each cluster and horizontal criterion.

    Parameters
    ----------
    conditions : DataFrame
        Long table `cluster_id, criterion, condition` (1-3), `met` (boolean, missing if unknown).
    one_condition : {"inte alls", "delvis"}
        What a criterion with exactly one condition counts as; the source leaves that case undefined.

    Returns
    -------
    DataFrame
        `cluster_id, criterion, met, category, counted_as`: number of conditions met, category with the
        undefined case as a code of its own, and the category it counts as. Where an unknown condition
        decides, `met` is missing and both are `underlag saknas`.

    Raises
    ------
    SchemaError
        If a criterion does not have the conditions 1, 2 and 3 once each.

    References
    ----------
    Tillväxtverket, horizontal criteria of the programme period 2014-2020: all three conditions actively, two
    partly, none not at all.

    Examples
    --------
    >>> table = pd.DataFrame({"cluster_id": "x", "criterion": "miljo", "condition": [1, 2, 3],
    ...                       "met": [True, False, False]})
    >>> horizontal_categories(table)[["met", "category", "counted_as"]]
       met                   category counted_as
    0    1  delvis (oklar: 1 villkor)  inte alls
    """
    require_columns(conditions, ["cluster_id", "criterion", "condition", "met"], "conditions")
    keys = ["cluster_id", "criterion"]
    groups = conditions.groupby(keys, sort=False)["condition"].agg(lambda given: sorted(given) == [1, 2, 3])
    if not groups.all():
        cluster, criterion = groups[~groups].index[0]
        raise SchemaError(f"'{cluster}', '{criterion}' must have the conditions 1, 2 and 3 once each.")
    met = conditions.assign(met=conditions["met"].astype("boolean").astype("Int64"))
    counts = met.groupby(keys, sort=False)["met"].agg(lambda given: given.sum(skipna=False))
    table = counts.astype("Int64").reset_index()
    names = {0: NONE, 1: UNCLEAR, 2: PARTLY, 3: ACTIVE}
    table["category"] = [UNKNOWN if pd.isna(number) else names[number] for number in table["met"]]
    return table.assign(counted_as=table["category"].replace(UNCLEAR, one_condition))


def meets_horizontal_demand(categories: LongTable, *, least: int = 2) -> pd.Series:
    """Whether enough criteria are used at least partly.

    Parameters
    ----------
    categories : DataFrame
        Result of :func:`horizontal_categories`.
    least : int
        Number of criteria demanded; the regional programmes demanded two.

    Returns
    -------
    Series of bool, by cluster
        Missing where the criteria without evidence decide.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"cluster_id": "x", "counted_as": ["aktivt", "delvis", "inte alls"]})
    >>> meets_horizontal_demand(table)["x"]
    np.True_
    """
    require_columns(categories, ["cluster_id", "counted_as"], "categories")
    clusters = categories["cluster_id"]
    sure = categories["counted_as"].isin([ACTIVE, PARTLY]).groupby(clusters, sort=False).sum()
    maybe = (categories["counted_as"] == UNKNOWN).groupby(clusters, sort=False).sum()
    undecided = (sure < least) & (sure + maybe >= least)
    return (sure >= least).astype("boolean").mask(undecided).rename("meets_demand")


def rater_agreement(first: pd.Series, second: pd.Series, *, levels: int = 5) -> pd.Series:
    r"""Agreement of two raters on an ordered scale.

    .. math:: \kappa_w = 1 - \frac{\sum_{ij} w_{ij} O_{ij}}{\sum_{ij} w_{ij} E_{ij}}, \qquad w_{ij} = (i - j)^2

    Parameters
    ----------
    first, second : Series of int, same order
        Scores from 0 to `levels` − 1; pairs with a missing score are left out.
    levels : int
        Number of steps of the scale.

    Returns
    -------
    Series
        `n` pairs, `exact` and `within_one` (shares, 0-1), `weighted_kappa` (missing if a rater used one
        step only).

    Raises
    ------
    SchemaError
        If the lengths differ or a score lies outside the scale.

    Notes
    -----
    With few pairs kappa varies wildly: report the shares, and list the disagreements.

    References
    ----------
    Cohen (1968), Psychological Bulletin 70(4).

    Examples
    --------
    >>> rater_agreement(pd.Series([0, 1, 2, 3]), pd.Series([0, 1, 2, 4])).round(4).tolist()
    [4.0, 0.75, 1.0, 0.9286]
    """
    if len(first) != len(second):
        raise SchemaError(f"The raters gave {len(first)} and {len(second)} scores.")
    pairs = pd.DataFrame({"a": np.asarray(first, float), "b": np.asarray(second, float)}).dropna()
    if not pairs.isin(range(levels)).all(axis=None):
        raise SchemaError(f"Scores must be whole numbers from 0 to {levels - 1}.")
    gap = (pairs["a"] - pairs["b"]).abs()
    by_chance = np.subtract.outer(pairs["a"].to_numpy(), pairs["b"].to_numpy()) ** 2
    kappa = 1 - divide((gap**2).mean(), by_chance.mean() if len(pairs) else 0.0)
    return pd.Series(
        {"n": len(pairs), "exact": (gap == 0).mean(), "within_one": (gap <= 1).mean(), "weighted_kappa": float(kappa)}
    )


def guttman_reproducibility(passed: pd.DataFrame) -> float:
    r"""Whether criteria form a staircase: who meets a hard one also meets the easier ones.

    .. math:: CR = 1 - \frac{\text{errors}}{\text{criteria} \cdot \text{clusters}}

    Parameters
    ----------
    passed : DataFrame, shape (n_clusters, n_criteria)
        Whether the cluster meets the criterion; 0 or 1.

    Returns
    -------
    float
        0-1; 0.9 or more is usually called scalable.

    Raises
    ------
    SchemaError
        If a value is missing or not 0 or 1.

    Notes
    -----
    Errors are deviations from the pattern that a cluster's number of criteria predicts (Goodenough and
    Edwards). The coefficient is high by construction when nearly everybody meets or fails a criterion.

    References
    ----------
    Guttman (1944), American Sociological Review 9(2).

    Examples
    --------
    >>> guttman_reproducibility(pd.DataFrame([[1, 1, 0], [1, 0, 0], [0, 1, 1]], columns=list("abc")))
    0.7777777777777778
    """
    cells = passed.to_numpy(dtype=float)
    if not np.isin(cells, (0, 1)).all():
        raise SchemaError("passed must hold 0 and 1 only; leave clusters without evidence out.")
    order = np.argsort(-cells.sum(axis=0), kind="stable")
    predicted = np.arange(cells.shape[1]) < cells.sum(axis=1)[:, None]
    return float((cells[:, order] == predicted).mean())
