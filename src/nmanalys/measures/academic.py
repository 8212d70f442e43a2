"""Where the universities are strong, and where academy and industry are strong together.

No official key links research fields to industries, so areas are the project's own: weights between 0 and 1 from
industries and from fields to areas. An area counts as jointly strong only if both sides are, which is why
the joint score is a geometric mean: nothing makes up for a side that is not there.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_frame, as_series, divide
from nmanalys.measures.specialisation import location_quotient
from nmanalys.vocabulary.translation import N_
from nmanalys.vocabulary.typing import ByIndustry, LongTable, Wide

__all__ = [
    "BORDERLINE",
    "QUADRANTS",
    "activity_index",
    "evidence_score",
    "joint_score",
    "quadrant",
    "quadrant_probabilities",
]

QUADRANTS = (N_("gemensam styrka"), N_("näringslivsstyrka"), N_("akademisk styrka"), N_("ej belagd"))
BORDERLINE, UNKNOWN = N_("gränsfall"), N_("underlag saknas")


def activity_index(publications: Wide, reference: ByIndustry | None = None) -> Wide:
    r"""Activity index: a field's share of a university's output over its share of the reference's.

    .. math:: AI_{uf} = \frac{P_{uf} / P_{u\cdot}}{P_{\cdot f} / P_{\cdot\cdot}}

    Parameters
    ----------
    publications : DataFrame, shape (n_universities, n_fields)
        Publications (or any other output).
    reference : Series, shape (n_fields,), optional
        Output of the nation; the column sums when omitted.

    Returns
    -------
    DataFrame
        Dimensionless, 1 = the reference's share; :func:`~nmanalys.measures.specialisation.location_quotient`
        in other words.

    Raises
    ------
    SchemaError
        As for a location quotient.

    Notes
    -----
    Tells where a university puts its weight, not how good it is. Data bases cover fields unequally.

    References
    ----------
    Frame (1977), Interciencia 2. Schubert and Braun (1986), Scientometrics 9.

    Examples
    --------
    >>> activity_index(pd.DataFrame({"a": [1, 1], "b": [1, 3]}, index=["hda", "hig"])).loc["hda", "a"]
    np.float64(1.5)
    """
    return location_quotient(publications, reference)


def evidence_score(passed: pd.DataFrame, weights: pd.Series | None = None) -> pd.Series:
    r"""Weighted share of the applicable criteria that an area passes.

    .. math:: s_a = \sum_k w_k [passed_{ak}] / \sum_k w_k [applicable_{ak}]

    Parameters
    ----------
    passed : DataFrame, shape (n_areas, n_criteria)
        1 or 0 (or a share in between); missing where a criterion does not apply or has no data.
    weights : Series, shape (n_criteria,), optional
        Weights of 0 or more; equal when omitted.

    Returns
    -------
    Series, shape (n_areas,)
        0-1; missing if no criterion applies.

    Raises
    ------
    SchemaError
        If a value lies outside 0-1 or a weight is negative or missing.

    Notes
    -----
    Areas with few applicable criteria get extreme scores: publish the number beside them.

    Examples
    --------
    >>> evidence_score(pd.DataFrame([[1, 0, 1], [1, None, 1]], index=["a", "b"])).round(4).tolist()
    [0.6667, 1.0]
    """
    cells = as_frame(passed, "passed")
    if ((cells < 0) | (cells > 1)).any(axis=None):
        raise SchemaError("passed must lie between 0 and 1.")
    weight = as_series(np.ones(cells.shape[1]) if weights is None else weights, cells.columns, "weights")
    if not (weight >= 0).all():
        raise SchemaError(f"weights: '{weight.index[~(weight >= 0)][0]}' must be 0 or more.")
    applicable = cells.notna().to_numpy() @ weight.to_numpy()
    return pd.Series(divide(cells.fillna(0).to_numpy() @ weight.to_numpy(), applicable), cells.index)


def joint_score(industry: pd.Series, academy: pd.Series) -> pd.Series:
    r"""Joint strength of industry and academy.

    .. math:: s_a = \sqrt{s_{I,a} \, s_{A,a}}

    Parameters
    ----------
    industry, academy : Series, shape (n_areas,)
        Scores, 0-1.

    Returns
    -------
    Series
        0-1; missing where a score is.

    Raises
    ------
    SchemaError
        If a score lies outside 0-1 or an area is missing.

    Examples
    --------
    >>> joint_score(pd.Series({"a": 0.9, "b": 1.0}), pd.Series({"a": 0.4, "b": 0.0})).round(6).tolist()
    [0.6, 0.0]
    """
    first, second = _scores(industry, academy)
    return np.sqrt(first * second).rename("joint_score")


def quadrant(industry: pd.Series, academy: pd.Series, *, cut: float = 0.5) -> pd.Series:
    """Quadrant of each area: strong in both, in industry only, in academy only, in neither.

    Parameters
    ----------
    industry, academy : Series, shape (n_areas,)
        Scores, 0-1.
    cut : float
        Score from which a side is strong.

    Returns
    -------
    Series of str
        One of `QUADRANTS`, or `underlag saknas` where a score is missing.

    Raises
    ------
    SchemaError
        As in :func:`joint_score`.

    Examples
    --------
    >>> quadrant(pd.Series([0.9, 0.9, 0.1]), pd.Series([0.5, 0.1, 0.1])).tolist()
    ['gemensam styrka', 'näringslivsstyrka', 'ej belagd']
    """
    first, second = _scores(industry, academy)
    unknown = first.isna() | second.isna()
    strong = [unknown, (first >= cut) & (second >= cut), first >= cut, second >= cut]
    return pd.Series(np.select(strong, [UNKNOWN, *QUADRANTS[:3]], QUADRANTS[3]), first.index, name="quadrant")


def quadrant_probabilities(
    industry: pd.DataFrame,
    academy: pd.DataFrame,
    rng: np.random.Generator,
    *,
    cut: float = 0.5,
    label_probability: float = 0.8,
    draws: int = 10_000,
) -> LongTable:
    """Probability of each quadrant when every criterion is passed with some probability only.

    Parameters
    ----------
    industry, academy : DataFrame, shape (n_areas, n_criteria)
        Probability that the area passes the criterion, 0-1; missing where it does not apply.
    rng : Generator
        Source of chance.
    cut : float
        Score from which a side is strong.
    label_probability : float
        Lowest probability with which a quadrant is named; below it the area is `gränsfall`.
    draws : int
        Number of draws.

    Returns
    -------
    DataFrame, by area
        One column a quadrant (0-1, summing to 1; missing if a side has no criterion) and `label`.

    Raises
    ------
    SchemaError
        If a probability lies outside 0-1 or an area is missing on one side.

    Examples
    --------
    >>> sure = pd.DataFrame([[1.0, 1.0]], index=["a"])
    >>> quadrant_probabilities(sure, sure, np.random.default_rng(1), draws=10)["label"].tolist()
    ['gemensam styrka']
    """
    odd = industry.index.symmetric_difference(academy.index)
    if len(odd):
        raise SchemaError(f"Area '{odd[0]}' is missing on one side.")
    strong = [_drawn(side.loc[industry.index], rng, draws) >= cut for side in (industry, academy)]
    first, second = strong
    cells = (first & second, first & ~second, ~first & second, ~first & ~second)
    table = pd.DataFrame({name: cell.mean(axis=0) for name, cell in zip(QUADRANTS, cells, strict=True)}, industry.index)
    empty = industry.isna().all(axis=1) | academy.loc[industry.index].isna().all(axis=1)
    likely, best = table.max(axis=1), table.idxmax(axis=1)
    label = best.where(likely >= label_probability, BORDERLINE).mask(empty, UNKNOWN)
    return table.mask(empty).assign(label=label)


def _drawn(probabilities: pd.DataFrame, rng: np.random.Generator, draws: int) -> np.ndarray:
    cells = as_frame(probabilities, "probabilities").to_numpy()
    if ((cells < 0) | (cells > 1)).any():
        raise SchemaError("Probabilities must lie between 0 and 1.")
    applies = ~np.isnan(cells)
    passed = (rng.random((draws, *cells.shape)) < np.nan_to_num(cells)) & applies
    return divide(passed.sum(axis=2), applies.sum(axis=1))


def _scores(industry: pd.Series, academy: pd.Series) -> tuple[pd.Series, pd.Series]:
    first, second = industry.astype(float), as_series(academy, industry.index, "academy")
    for name, scores in (("industry", first), ("academy", second)):
        wrong = (scores < 0) | (scores > 1)
        if wrong.any():
            raise SchemaError(f"{name}: '{scores.index[wrong.argmax()]}' lies outside 0-1.")
    return first, second
