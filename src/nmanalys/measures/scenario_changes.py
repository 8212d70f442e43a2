"""What other assumptions do to the verdicts: which appear, vanish, change class or change rank, and which survive."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.vocabulary.typing import LongTable

__all__ = ["KEY", "strength_survival", "verdict_changes"]

KEY = ["region_code", "kind", "item"]
NEEDED = [*KEY, "verdict", "is_strength", "rank"]


def verdict_changes(before: LongTable, after: LongTable) -> LongTable:
    r"""List the verdicts that differ between two scenarios.

    Parameters
    ----------
    before, after : DataFrame
        `region_code, kind, item, verdict, is_strength, rank`: one row a thing judged; the rank is that among the
        region's strengths of the kind, 1 the first, missing for what is none.

    Returns
    -------
    DataFrame
        The key, `verdict_before, verdict_after, rank_before, rank_after` and `change`: ``appears`` and ``vanishes``
        for strengths, ``changes`` for another class, ``moves`` for a strength with another rank. A strength that is
        not judged at all in the other scenario has a missing verdict there.

    Raises
    ------
    SchemaError
        If a column is absent or a thing is judged twice.

    Examples
    --------
    >>> def judged(*strong):
    ...     ranks = [float(number + 1) if name in strong else None for number, name in enumerate("ab")]
    ...     return pd.DataFrame({"region_code": "20", "kind": "industry", "item": list("ab"), "rank": ranks,
    ...                          "verdict": ["yes" if n in strong else "no" for n in "ab"],
    ...                          "is_strength": [n in strong for n in "ab"]})
    >>> verdict_changes(judged("a"), judged("b"))[["item", "change"]].values.tolist()
    [['a', 'vanishes'], ['b', 'appears']]
    """
    both = (
        _indexed(before, "before")
        .add_suffix("_before")
        .join(_indexed(after, "after").add_suffix("_after"), how="outer")
    )
    was, is_now = (
        both[f"is_strength_{side}"].astype("boolean").fillna(False).to_numpy(bool) for side in ("before", "after")
    )
    other = both["verdict_before"].ne(both["verdict_after"]) & both[["verdict_before", "verdict_after"]].notna().all(
        axis=1
    )
    moved = both["rank_before"].fillna(0).ne(both["rank_after"].fillna(0)).to_numpy(bool)
    cases = [~was & is_now, was & ~is_now, other, was & is_now & moved]
    both["change"] = np.select(cases, ["appears", "vanishes", "changes", "moves"], "")
    columns = ["verdict_before", "verdict_after", "rank_before", "rank_after", "change"]
    return both.loc[both["change"] != "", columns].reset_index()


def strength_survival(points: LongTable) -> LongTable:
    r"""In which share of a grid of assumptions each thing is a strength.

    .. math:: s = \frac 1n \sum_{j=1}^{n} [\text{strength at point } j]

    Parameters
    ----------
    points : DataFrame
        As for :func:`verdict_changes`, with the column `point` that names the point of the grid.

    Returns
    -------
    DataFrame
        `region_code, kind, item, share, points, strengths`, for everything that is a strength at one point or more:
        the share of the points, 0-1, the number of points and of those at which it is a strength; the surest first.
        A point at which the thing is not judged counts as one where it is no strength.

    Raises
    ------
    SchemaError
        If a column is absent, or if a thing is judged twice at a point.

    Notes
    -----
    Every point weighs the same, so the share depends on the grid that was chosen: it is a count, no probability.

    Examples
    --------
    >>> rows = {"region_code": "20", "kind": "industry", "item": "a", "verdict": "", "rank": None}
    >>> strength_survival(pd.DataFrame([{**rows, "point": p, "is_strength": p < 3} for p in range(4)]))["share"].tolist()
    [0.75]
    """
    if "point" not in points:
        raise SchemaError("The verdicts have no column 'point', which names the point of the grid.")
    count = points["point"].nunique()
    for _, part in points.groupby("point"):
        _indexed(part, "a point")
    strong = points[points["is_strength"].eq(True)]
    found = strong.groupby(KEY, sort=False).size().rename("strengths").reset_index()
    found["points"], found["share"] = count, found["strengths"] / max(count, 1)
    order = ["region_code", "kind", "share", "item"]
    found = found.sort_values(order, ascending=[True, True, False, True], ignore_index=True)
    return found[[*KEY, "share", "points", "strengths"]]


def _indexed(table: LongTable, what: str) -> pd.DataFrame:
    absent = [name for name in NEEDED if name not in table]
    if absent:
        raise SchemaError(f"The verdicts {what} have no column '{absent[0]}'.")
    twice = table[table.duplicated(KEY)]
    if len(twice):
        raise SchemaError(f"The verdicts {what} judge {', '.join(map(str, twice.iloc[0][KEY]))} twice.")
    return table.set_index(KEY)[["verdict", "is_strength", "rank"]]
