"""How far an area named beforehand covers the strengths that the data show.

A test area is a theme; it becomes comparable as weights between 0 and 1 over industries (and research fields).
Crisp measures count codes, graded ones their weights, weighted ones the employed behind them. "No support in
the data" never means weak: a classification of industries cannot see some themes at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_series, divide
from nmanalys.vocabulary.typing import LongTable

__all__ = [
    "agreement",
    "classify_test_areas",
    "jaccard_index",
    "missed_strengths",
    "overlap_coefficient",
    "permutation_test",
    "ruzicka_index",
    "tversky_index",
    "weighted_jaccard",
]

Codes = Iterable[Hashable]
CONFIRMED, PARTLY, UNSUPPORTED, UNSEEN = "bekräftat", "delvis bekräftat", "ej stöd i data", "kan ej bedömas"


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
    return _ratio(len(one & two), min(len(one), len(two)))


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
    return _ratio(both, both + alpha * len(one - two) + beta * len(two - one))


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
    one = _weights(first, "first")
    two = _weights(as_series(second, one.index, "second"), "second")
    return _ratio(np.minimum(one, two).sum(skipna=False), np.maximum(one, two).sum(skipna=False))


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
    counts = _weights(as_series(employed, pd.Index(union), "employed"), "employed")
    return _ratio(counts[[code for code in union if code in one & two]].sum(skipna=False), counts.sum(skipna=False))


def agreement(claimed: pd.Series, found: pd.Series, *, weights: pd.Series | None = None) -> pd.Series:
    r"""Precision, recall and other measures of agreement between area and strengths, code by code.

    .. math::
        F_1 = \frac{2PR}{P + R}, \quad
        MCC = \frac{TP \cdot TN - FP \cdot FN}{\sqrt{(TP+FP)(TP+FN)(TN+FP)(TN+FN)}}, \quad
        \kappa = \frac{p_o - p_e}{1 - p_e}, \quad PABAK = 2 p_o - 1

    Parameters
    ----------
    claimed, found : Series of bool, shape (n_codes,)
        Whether the code is in the test area, and whether it is a strength.
    weights : Series, optional
        Weight of each code, such as employed persons.

    Returns
    -------
    Series
        `precision, recall, f1, mcc, kappa, pabak`, each missing where its denominator is zero.

    Raises
    ------
    SchemaError
        If the codes differ or a weight is negative.

    Notes
    -----
    Kappa is low when nearly all codes belong to one class, however well the two agree: read it beside PABAK.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20(1). Byrt, Bishop and Carlin (1993), Journal of
    Clinical Epidemiology 46(5). Matthews (1975), Biochimica et Biophysica Acta 405(2).

    Examples
    --------
    >>> claimed = pd.Series([1] * 25 + [0] * 25)
    >>> found = pd.Series([1] * 20 + [0] * 5 + [1] * 10 + [0] * 15)
    >>> agreement(claimed, found).round(4)[["precision", "recall", "kappa", "pabak"]].tolist()
    [0.8, 0.6667, 0.4, 0.4]
    """
    area = claimed.astype(bool)
    strong = as_series(found, area.index, "found").astype(bool)
    weight = _weights(1.0 if weights is None else weights, "weights", area.index)
    tp, fp, fn, tn = (
        float(weight[cells].sum()) for cells in (area & strong, area & ~strong, ~area & strong, ~area & ~strong)
    )
    total = tp + fp + fn + tn
    observed = _ratio(tp + tn, total)
    chance = _ratio((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn), total**2)
    return pd.Series(
        {
            "precision": _ratio(tp, tp + fp),
            "recall": _ratio(tp, tp + fn),
            "f1": _ratio(2 * tp, 2 * tp + fp + fn),
            "mcc": _ratio(tp * tn - fp * fn, np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))),
            "kappa": _ratio(observed - chance, 1 - chance),
            "pabak": 2 * observed - 1,
        }
    )


def permutation_test(
    claimed: pd.Series,
    found: pd.Series,
    rng: np.random.Generator,
    *,
    strata: pd.Series | None = None,
    weights: pd.Series | None = None,
    draws: int = 10_000,
) -> pd.Series:
    r"""Whether an area covers more of the strengths than the same number of codes drawn by chance.

    .. math:: p = \frac{1 + \#\{T^* \geq T\}}{1 + B}, \qquad T = \sum_i w_i [i \in A][i \in B]

    Parameters
    ----------
    claimed, found : Series of bool, shape (n_codes,)
        Whether the code is in the test area, and whether it is a strength.
    rng : Generator
        Source of chance.
    strata : Series, optional
        Group of each code, such as the section of the classification: codes are exchanged within it only.
    weights : Series, optional
        Weight of each code.
    draws : int
        Number of permutations B.

    Returns
    -------
    Series
        `statistic, expected, p_value`.

    Raises
    ------
    SchemaError
        If the codes differ or a weight is negative.

    References
    ----------
    Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1).

    Examples
    --------
    >>> codes = pd.Series([1, 1, 0, 0, 0, 0, 0, 0])
    >>> test = permutation_test(codes, codes, np.random.default_rng(1), draws=2000)
    >>> float(test["statistic"]), abs(float(test["p_value"]) - 1 / 28) < 0.02
    (2.0, True)
    """
    area = claimed.astype(float)
    value = as_series(found, area.index, "found") * _weights(1.0 if weights is None else weights, "w", area.index)
    groups = np.zeros(len(area)) if strata is None else pd.factorize(strata.reindex(area.index))[0]
    observed = float(area @ value)
    drawn = np.zeros(draws)
    for group in np.unique(groups):
        inside = groups == group
        order = rng.permuted(np.tile(value[inside], (draws, 1)), axis=1)
        drawn += order @ area[inside].to_numpy()
    # sums in another order differ in the last digits
    p_value = (1 + (drawn >= observed - 1e-9 * max(1.0, abs(observed))).sum()) / (1 + draws)
    return pd.Series({"statistic": observed, "expected": drawn.mean(), "p_value": p_value})


def classify_test_areas(
    areas: LongTable, *, confirmed: float = 0.5, partly: float = 0.25, coverage: float = 0.7, probability: float = 0.8
) -> pd.Series:
    """Class of each test area from the evidence about it.

    Parameters
    ----------
    areas : DataFrame, one row an area
        `precision` (weighted share of the area's employed in strengths, 0-1), `coverage` (share of the
        area that the data can see, 0-1), `joint_strengths` (number) and `probability` (of being a joint
        strength, 0-1); optionally `pillars` (number of pillars, business and academy, that support it).
    confirmed, partly, coverage, probability : float
        Lowest precision of a confirmed and of a partly confirmed area, lowest coverage, lowest probability.

    Returns
    -------
    Series of str
        `kan ej bedömas` below the coverage or where precision is missing; `bekräftat` if precision, one joint
        strength and probability suffice; `delvis bekräftat` from the lower precision or with one pillar
        only; otherwise `ej stöd i data`.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    `ej stöd i data` is not a verdict on the area: some themes have no industry codes.

    Examples
    --------
    >>> table = pd.DataFrame({"precision": [0.6, 0.6, 0.1, 0.9], "coverage": [0.9, 0.9, 0.9, 0.5],
    ...                       "joint_strengths": [1, 0, 0, 2], "probability": [0.9, 0.9, 0.1, 1.0]})
    >>> classify_test_areas(table).tolist()
    ['bekräftat', 'delvis bekräftat', 'ej stöd i data', 'kan ej bedömas']
    """
    for column in ("precision", "coverage", "joint_strengths", "probability"):
        if column not in areas:
            raise SchemaError(f"areas has no column '{column}'.")
    unseen = ~(areas["coverage"] >= coverage) | areas["precision"].isna()
    strong = (areas["precision"] >= confirmed) & (areas["joint_strengths"] >= 1) & (areas["probability"] >= probability)
    some = areas["precision"] >= partly
    if "pillars" in areas:
        some |= areas["pillars"] == 1
    classes = np.select([unseen, strong, some], [UNSEEN, CONFIRMED, PARTLY], UNSUPPORTED)
    return pd.Series(classes, index=areas.index, name="class")


def missed_strengths(strengths: pd.Series, covered: pd.Series, *, cover: float = 0.25) -> pd.Series:
    """Strengths that no test area covers to a quarter of their employed.

    Parameters
    ----------
    strengths : Series, shape (n_strengths,)
        Employed persons in each strength.
    covered : Series, shape (n_strengths,)
        Those of them who work in codes of any test area.
    cover : float
        Share below which a strength counts as missed, 0-1.

    Returns
    -------
    Series of bool
        Whether the strength is missed; missing where a count is.

    Raises
    ------
    SchemaError
        If the labels differ or more are covered than employed.

    Examples
    --------
    >>> missed_strengths(pd.Series({"steel": 100, "wood": 100}), pd.Series({"steel": 90, "wood": 10})).to_dict()
    {'steel': False, 'wood': True}
    """
    part = as_series(covered, strengths.index, "covered")
    if (part > strengths).any():
        raise SchemaError(f"covered: '{(part - strengths).idxmax()}' covers more than is employed.")
    share = pd.Series(divide(part, strengths), strengths.index)
    return (share < cover).astype("boolean").mask(share.isna())


def _ratio(numerator: float, denominator: float) -> float:
    return float(divide(numerator, denominator))


def _weights(values: object, what: str, labels: pd.Index | None = None) -> pd.Series:
    if np.ndim(values) == 0:
        return pd.Series(float(values), index=labels)
    weights = pd.Series(values, dtype=float) if labels is None else as_series(values, labels, what)
    if (weights < 0).any():
        raise SchemaError(f"{what}: '{weights.idxmin()}' is negative.")
    return weights
