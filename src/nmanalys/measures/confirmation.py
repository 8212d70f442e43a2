"""Which of the areas named beforehand the data confirm, and what those areas miss.

"No support in the data" never means weak: a classification of industries cannot see some themes at all, so an
area that the data hardly cover is not judged.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_series, divide
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.overlap import as_weights, ratio
from nmanalys.vocabulary.translation import N_
from nmanalys.vocabulary.typing import LongTable

__all__ = ["agreement", "classify_test_areas", "missed_strengths", "permutation_test", "strengths_by_chance"]

CONFIRMED, PARTLY, UNSUPPORTED, UNSEEN = (
    N_("bekräftat"),
    N_("delvis bekräftat"),
    N_("ej stöd i data"),
    N_("kan ej bedömas"),
)


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
    weight = as_weights(1.0 if weights is None else weights, "weights", area.index)
    tp, fp, fn, tn = (
        float(weight[cells].sum()) for cells in (area & strong, area & ~strong, ~area & strong, ~area & ~strong)
    )
    total = tp + fp + fn + tn
    observed = ratio(tp + tn, total)
    chance = ratio((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn), total**2)
    return pd.Series(
        {
            "precision": ratio(tp, tp + fp),
            "recall": ratio(tp, tp + fn),
            "f1": ratio(2 * tp, 2 * tp + fp + fn),
            "mcc": ratio(tp * tn - fp * fn, np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))),
            "kappa": ratio(observed - chance, 1 - chance),
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
    value = as_series(found, area.index, "found") * as_weights(1.0 if weights is None else weights, "w", area.index)
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


def strengths_by_chance(
    industries: pd.DataFrame, test_links: pd.DataFrame, groups: pd.Series, rng: np.random.Generator, *, cut: float = 0.5
) -> pd.Series:
    """Whether the test areas take in more strong industries than as many industries drawn from the same groups.

    Parameters
    ----------
    industries : DataFrame, by code
        `is_strong`; suppressed industries, where it is missing, are left out.
    test_links : DataFrame
        `code, weight` of the test areas' industries.
    groups : Series, by code
        Group of each industry; they are exchanged within it only.
    rng : Generator
        Source of chance.
    cut : float
        Lowest weight (0-1) in all with which an industry counts as named.

    Returns
    -------
    Series
        `statistic` (strong industries named), `expected, p_value` of :func:`permutation_test`, `strong` and `named`.
        Without test areas or strong industries all but the counts are missing.

    Raises
    ------
    SchemaError
        As in :func:`permutation_test`.

    Examples
    --------
    >>> industries = pd.DataFrame({"is_strong": [True, False, False, False]}, index=["24", "25", "26", "27"])
    >>> links = pd.DataFrame({"code": ["24"], "weight": [1.0]})
    >>> test = strengths_by_chance(industries, links, pd.Series("C", industries.index), np.random.default_rng(1))
    >>> float(test["statistic"]), abs(float(test["p_value"]) - 0.25) < 0.02
    (1.0, True)
    """
    found = industries["is_strong"].dropna().astype(bool)
    named = test_links.groupby("code")["weight"].sum().reindex(found.index).fillna(0.0) >= cut
    counts = {"strong": float(found.sum()), "named": float(named.sum())}
    if not (found.any() and named.any()):
        return pd.Series({"statistic": np.nan, "expected": np.nan, "p_value": np.nan, **counts})
    return pd.concat([permutation_test(named, found, rng, strata=groups.reindex(found.index)), pd.Series(counts)])


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
    require_columns(areas, ["precision", "coverage", "joint_strengths", "probability"], "areas")
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
