"""Whether several raters mean the same: agreement beyond what chance would bring.

Two raters and unordered categories: Cohen's kappa. Several raters who all judged everything: Fleiss' kappa. Any number of
raters, scales and gaps: Krippendorff's alpha. All of them fall when nearly everything gets the same category,
however well raters agree: read them beside the share of agreement. Ordered scores of two raters:
:func:`~nmanalys.measures.horizontal.rater_agreement`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide, normal_quantile
from nmanalys.vocabulary.typing import FloatArray

__all__ = ["Reliability", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha"]

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS = ("nominal", "ordinal", "interval", "ratio")


class Reliability(NamedTuple):
    """Krippendorff's alpha, its bootstrap interval, and the units and ratings it rests on."""

    alpha: float
    lower: float
    upper: float
    units: int
    ratings: int


def cohen_kappa(first: pd.Series, second: pd.Series) -> pd.Series:
    r"""Cohen's kappa of two raters and unordered categories, and PABAK.

    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}, \quad p_e = \sum_c p_c q_c, \qquad
        PABAK = \frac{k p_o - 1}{k - 1}

    Parameters
    ----------
    first, second : Series, by unit
        Category that each rater gave; units without both are left out.

    Returns
    -------
    Series
        `n` units, `observed` (share of agreement, 0-1), `expected` (0-1), `kappa` and `pabak` (at most 1, 0 = chance;
        missing if only one category was used).

    Raises
    ------
    SchemaError
        If the units differ or one occurs twice.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20(1). Byrt, Bishop and Carlin (1993), Journal of
    Clinical Epidemiology 46(5).

    Examples
    --------
    >>> one, two = pd.Series(list("aaaabbbb")), pd.Series(list("aaabbbba"))
    >>> cohen_kappa(one, two).tolist()
    [8.0, 0.75, 0.5, 0.5, 0.5]
    """
    for rater in (first, second):
        if rater.index.has_duplicates:
            raise SchemaError(f"Unit '{rater.index[rater.index.duplicated()][0]}' occurs twice.")
    odd = first.index.symmetric_difference(second.index)
    if len(odd):
        raise SchemaError(f"Unit '{odd[0]}' was rated by one of the two only; leave its rating empty instead.")
    pairs = pd.DataFrame({"first": first, "second": second}).dropna()
    codes, categories = _coded(pairs)
    one, two = (np.bincount(column, minlength=len(categories)) / max(len(pairs), 1) for column in codes.T)
    observed = float((codes[:, 0] == codes[:, 1]).mean()) if len(pairs) else np.nan
    expected = float(one @ two) if len(pairs) else np.nan
    kappa = float(divide(observed - expected, 1 - expected))
    pabak = float(divide(len(categories) * observed - 1, len(categories) - 1))
    return pd.Series({"n": len(pairs), "observed": observed, "expected": expected, "kappa": kappa, "pabak": pabak})


def fleiss_kappa(ratings: pd.DataFrame) -> pd.Series:
    r"""Fleiss' kappa: several raters, unordered categories, every unit rated by all.

    .. math::
        \kappa = \frac{\bar P - \bar P_e}{1 - \bar P_e}, \qquad
        \bar P = \frac1N \sum_u \frac{\sum_c n_{uc}^2 - m}{m (m - 1)}, \qquad \bar P_e = \sum_c p_c^2

    Parameters
    ----------
    ratings : DataFrame, shape (n_units, n_raters)
        Category that each of the :math:`m` raters gave each unit.

    Returns
    -------
    Series
        `n` units, `raters`, `observed` and `expected` (share of pairs of raters that agree, 0-1), `kappa` (at most 1;
        missing if only one category was used).

    Raises
    ------
    SchemaError
        If there are fewer than two raters or a rating is missing.

    Notes
    -----
    Raters are interchangeable: it asks nothing of who they were. With gaps use :func:`krippendorff_alpha`.

    References
    ----------
    Fleiss (1971), Psychological Bulletin 76(5).

    Examples
    --------
    >>> fleiss_kappa(pd.DataFrame([list("aaa"), list("abb"), list("bbb"), list("aab")])).round(4).tolist()
    [4.0, 3.0, 0.6667, 0.5, 0.3333]
    """
    if ratings.shape[1] < 2:
        raise SchemaError(f"Agreement needs two or more raters, not {ratings.shape[1]}.")
    if ratings.isna().any(axis=None):
        unit, rater = np.argwhere(ratings.isna().to_numpy())[0]
        place = f"unit '{ratings.index[unit]}', rater '{ratings.columns[rater]}'"
        raise SchemaError(f"{place}: the rating is missing. Use krippendorff_alpha(), which allows gaps.")
    counts = _category_counts(ratings)[0]
    raters = ratings.shape[1]
    observed = float((((counts**2).sum(axis=1) - raters) / (raters * (raters - 1))).mean())
    expected = float(((counts.sum(axis=0) / counts.sum()) ** 2).sum())
    kappa = float(divide(observed - expected, 1 - expected))
    numbers = {"n": len(ratings), "raters": raters, "observed": observed, "expected": expected, "kappa": kappa}
    return pd.Series(numbers)


def krippendorff_alpha(
    ratings: pd.DataFrame,
    rng: np.random.Generator | None = None,
    *,
    level: Level = "nominal",
    confidence: float = 0.95,
    draws: int = 2000,
) -> Reliability:
    r"""Krippendorff's alpha: any number of raters, with gaps, on any level of measurement.

    With coincidences :math:`o_{ck} = \sum_u n_{uc} (n_{uk} - [c = k]) / (m_u - 1)` and :math:`n_c = \sum_k o_{ck}`:

    .. math:: \alpha = 1 - (n - 1) \frac{\sum_{ck} o_{ck} \delta_{ck}^2}{\sum_{ck} n_c n_k \delta_{ck}^2}

    where :math:`\delta^2` is :math:`[c \neq k]` (nominal), :math:`(\sum_{g=c}^k n_g - \frac{n_c + n_k}{2})^2` (ordinal),
    :math:`(c - k)^2` (interval) or :math:`(\frac{c - k}{c + k})^2` (ratio).

    Parameters
    ----------
    ratings : DataFrame, shape (n_units, n_raters)
        Rating of each unit by each rater, missing where there is none.
    rng : Generator, optional
        Source of chance for the bootstrap over units; no interval without.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What distances between ratings mean. Other than nominal ratings must be numbers.
    confidence : float
        Level of the percentile interval, 0-1.
    draws : int
        Number of resamples.

    Returns
    -------
    Reliability
        At most 1, 0 = as by chance; missing if only one value was used. Units with a single rating say nothing and do
        not count.

    Raises
    ------
    SchemaError
        If the level is unknown, or ratings on a level other than nominal are not numbers.

    Notes
    -----
    Its author asks for 0.8, or 0.667 for tentative conclusions. With a handful of units the interval is wide.

    References
    ----------
    Krippendorff (2004), Content Analysis, Sage, chapter 11.

    Examples
    --------
    >>> round(krippendorff_alpha(pd.DataFrame({"A": [1, 2, 3, 3], "B": [1, 2, 3, 2]})).alpha, 4)
    0.6667
    """
    normal_quantile(confidence)
    if level not in LEVELS:
        raise SchemaError(f"Unknown level '{level}'. Known: {', '.join(LEVELS)}.")
    counts, values = _category_counts(ratings)
    counts = counts[counts.sum(axis=1) > 1]
    if level != "nominal" and not np.issubdtype(np.asarray(values).dtype, np.number):
        raise SchemaError(f"Ratings must be numbers on the level '{level}', not such as '{values[0]}'.")
    shares = counts[:, :, None] * (counts[:, None, :] - np.eye(len(values)))
    shares /= counts.sum(axis=1)[:, None, None] - 1
    point = _alpha(shares.sum(axis=0), values, level)
    lower = upper = np.nan
    if rng is not None and len(counts) > 1:
        drawn = rng.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), draws)
        alphas = _alpha(np.tensordot(drawn, shares, 1), values, level)
        if not np.isnan(alphas).all():
            lower, upper = np.nanquantile(alphas, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Reliability(float(point), float(lower), float(upper), len(counts), int(counts.sum()))


def _coded(ratings: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Ratings as places in the sorted list of categories, −1 where missing; and that list."""
    codes, categories = pd.factorize(ratings.to_numpy().ravel(), sort=True)
    return codes.reshape(ratings.shape), np.asarray(categories)


def _category_counts(ratings: pd.DataFrame) -> tuple[FloatArray, np.ndarray]:
    """How many raters gave each unit each category."""
    codes, categories = _coded(ratings)
    return (codes[:, :, None] == np.arange(len(categories))).sum(axis=1).astype(float), categories


def _alpha(coincidences: FloatArray, values: np.ndarray, level: str) -> FloatArray:
    """Alpha of matrices of coincidences, over the last two axes."""
    sums = coincidences.sum(axis=-1)
    distance = _distance(sums, values, level)
    total = sums.sum(axis=-1)
    expected = (sums[..., :, None] * sums[..., None, :] * distance).sum(axis=(-2, -1))
    return 1 - divide((total - 1) * (coincidences * distance).sum(axis=(-2, -1)), expected)


def _distance(sums: FloatArray, values: np.ndarray, level: str) -> FloatArray:
    if level == "nominal":
        return 1 - np.eye(len(values))
    if level == "ordinal":
        middle = np.cumsum(sums, axis=-1) - sums / 2
        return (middle[..., :, None] - middle[..., None, :]) ** 2
    gap = np.subtract.outer(values, values)
    return (gap if level == "interval" else np.nan_to_num(divide(gap, np.add.outer(values, values)))) ** 2
