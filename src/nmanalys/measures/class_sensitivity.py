"""Whether an area's class hangs on where the thresholds were put.

The thresholds that make an area confirmed or not are this project's proposals. Every class is therefore given with the
share of a grid of other defensible thresholds at which the area would have had it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.area_evidence import evidence_of_test_areas
from nmanalys.measures.confirmation import CONFIRMED, PARTLY, UNSEEN, UNSUPPORTED, classify_test_areas
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import LongTable

__all__ = ["class_shares", "compared_class_shares", "held_class_share"]

CLASSES = (CONFIRMED, PARTLY, UNSUPPORTED, UNSEEN)
CONFIRMED_GRID, PARTLY_GRID, COVERAGE_GRID = (0.4, 0.5, 0.6), (0.15, 0.25, 0.35), (0.6, 0.7, 0.8)


def class_shares(
    areas: LongTable,
    *,
    confirmed: Sequence[float] = CONFIRMED_GRID,
    partly: Sequence[float] = PARTLY_GRID,
    coverage: Sequence[float] = COVERAGE_GRID,
    probability: Sequence[float] = (0.8,),
) -> pd.DataFrame:
    r"""Share of a grid of thresholds that gives each area each class.

    .. math:: \frac{\#\{(c, p, v, q): class_a(c, p, v, q) = k, \; p < c\}}{\#\{(c, p, v, q): p < c\}}

    Parameters
    ----------
    areas : DataFrame, one row an area
        As in :func:`~nmanalys.measures.confirmation.classify_test_areas`.
    confirmed, partly, coverage, probability : sequence of float
        Thresholds to try; pairs in which `partly` is not below `confirmed` are left out.

    Returns
    -------
    DataFrame, by area
        One column a class (0-1, together 1), `usual_class`, the class of most combinations (the more favourable of
        equals), `usual_share` and the number of `combinations`.

    Raises
    ------
    SchemaError
        If a column is missing, a threshold lies outside 0-1 or no combination is left.

    Examples
    --------
    >>> table = pd.DataFrame({"precision": [0.9, 0.5], "coverage": 0.9, "joint_strengths": 1, "probability": 0.9})
    >>> class_shares(table)[["bekräftat", "delvis bekräftat"]].round(2).values.tolist()
    [[1.0, 0.0], [0.67, 0.33]]
    """
    grids = (confirmed, partly, coverage, probability)
    return _shares(grids, lambda **limits: classify_test_areas(areas, **limits), areas.index)


def compared_class_shares(
    links: LongTable,
    industries: pd.DataFrame,
    fields: pd.DataFrame,
    *,
    confirmed: Sequence[float] = CONFIRMED_GRID,
    partly: Sequence[float] = PARTLY_GRID,
    coverage: Sequence[float] = COVERAGE_GRID,
    probability: Sequence[float] = (0.8,),
    academic_cut: float = 0.5,
) -> pd.DataFrame:
    """Share of a grid of thresholds that gives each test area each class, from its links.

    Unlike :func:`class_shares` the probability of a confirmed area is that of the threshold tried.

    Parameters
    ----------
    links, industries, fields, academic_cut
        As in :func:`~nmanalys.measures.named_areas.compare_test_areas`.
    confirmed, partly, coverage, probability : sequence of float
        As in :func:`class_shares`.

    Returns
    -------
    DataFrame, by test area
        As :func:`class_shares`.

    Raises
    ------
    SchemaError
        As in :func:`class_shares`.

    Examples
    --------
    >>> links = pd.DataFrame({"priority_id": "p", "classification": ["SNI", "FORD"], "code": ["24", "2.5"],
    ...                       "weight": 1.0})
    >>> strong = pd.DataFrame({"size": [9.0], "is_strong": [True], "probability": [1.0]})
    >>> compared_class_shares(links, strong.set_axis(["24"]), strong.set_axis(["2.5"]))["bekräftat"].to_dict()
    {'p': 1.0}
    """
    require_columns(links, ["priority_id"], "links")
    evidence = {
        cut: evidence_of_test_areas(links, industries, fields, confirmed=cut, academic_cut=academic_cut)
        for cut in dict.fromkeys(confirmed)
        if 0 <= cut <= 1
    }

    def classes(**limits: float) -> pd.Series:
        return classify_test_areas(evidence[limits["confirmed"]], **limits)

    labels = pd.Index(links["priority_id"].unique(), name="priority_id")
    return _shares((confirmed, partly, coverage, probability), classes, labels)


def held_class_share(shares: pd.DataFrame, classes: pd.Series) -> pd.Series:
    """Share of the grid at which each area keeps the class that it has.

    Parameters
    ----------
    shares : DataFrame, by area
        Result of :func:`compared_class_shares`.
    classes : Series, by area
        Its class.

    Returns
    -------
    Series, by area
        0-1.

    Raises
    ------
    SchemaError
        If an area has no shares.

    Examples
    --------
    >>> held_class_share(pd.DataFrame({"bekräftat": [0.8], "delvis bekräftat": [0.2]}), pd.Series(["bekräftat"])).tolist()
    [0.8]
    """
    absent = classes.index.difference(shares.index)
    if len(absent):
        raise SchemaError(f"shares has no row for '{absent[0]}'.")
    held = [float(shares.loc[area, name]) for area, name in classes.items()]
    return pd.Series(held, classes.index, dtype=float, name="held_share")


def _shares(grids: tuple[Sequence[float], ...], classes: Callable[..., pd.Series], labels: pd.Index) -> pd.DataFrame:
    for name, grid in zip(("confirmed", "partly", "coverage", "probability"), grids, strict=True):
        wrong = [value for value in grid if not 0 <= value <= 1]
        if wrong:
            raise SchemaError(f"{name}: the threshold {wrong[0]} lies outside 0-1.")
    tried = [
        classes(confirmed=high, partly=low, coverage=seen, probability=sure)
        for high, low, seen, sure in product(*grids)
        if low < high
    ]
    if not tried:
        raise SchemaError("No combination of thresholds is left: partly must be below confirmed.")
    found = pd.concat(tried, axis=1).reindex(labels)
    shares = pd.DataFrame({name: (found == name).mean(axis=1) for name in CLASSES}, index=labels)
    usual = shares.idxmax(axis=1) if len(shares) else pd.Series(dtype="str")
    return shares.assign(usual_class=usual, usual_share=shares.max(axis=1), combinations=len(tried))
