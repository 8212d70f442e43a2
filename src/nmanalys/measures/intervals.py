"""Intervals: how far a number could move if chance had fallen otherwise.

Register data count everybody, so an interval around a register figure is not about sampling. It says how
stable the figure is, seen as one outcome of a process that could have gone slightly differently. Survey
intervals are about sampling, and shrink to nothing when everybody answered.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betaincinv, chdtri

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_series, divide, normal_quantile
from nmanalys.vocabulary.typing import FloatArray

__all__ = [
    "clopper_pearson_interval",
    "effective_sample_size",
    "goodman_interval",
    "poisson_interval",
    "wilson_interval",
]


def wilson_interval(
    successes: ArrayLike, n: ArrayLike, *, population: ArrayLike | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    r"""Wilson's score interval of a share, narrowed for a finite population.

    .. math::
        \frac{\hat p + z^2 / 2n \pm z \sqrt{\hat p (1 - \hat p) / n + z^2 / 4n^2}}{1 + z^2 / n},
        \qquad n \leftarrow \frac{n (N - 1)}{N - n}

    Parameters
    ----------
    successes, n : array_like
        Number of successes, and of answers.
    population : array_like, optional
        Size N of the population that the answers were drawn from, without replacement.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    DataFrame
        Columns `share, lower, upper`, 0-1. Without answers missing; when everybody answered the limits
        equal the share.

    Raises
    ------
    SchemaError
        If successes are negative or more than n, n more than the population, or series have different labels.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22.

    Examples
    --------
    >>> wilson_interval(7, 12).round(6).values.tolist()
    [[0.583333, 0.319511, 0.80674]]
    >>> wilson_interval([3], [6], population=6).values.tolist()
    [[0.5, 0.5, 0.5]]
    """
    labels, hits, size, *members = aligned(successes, n, *([] if population is None else [population]))
    _refuse_impossible(hits, size)
    share = divide(hits, size)
    z = normal_quantile(confidence)
    effective = effective_sample_size(size, members[0]) if members else size
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(np.isinf(effective), 0.0, z**2 / effective)
        half = np.sqrt(share * (1 - share) * weight + weight**2 / 4)
    middle = share + weight / 2
    lower, upper = (middle - half) / (1 + weight), (middle + half) / (1 + weight)
    # rounding must not push a limit past the share when all or none succeed
    lower, upper = np.clip(np.minimum(lower, share), 0, 1), np.clip(np.maximum(upper, share), 0, 1)
    return pd.DataFrame({"share": share, "lower": lower, "upper": upper}, index=labels)


def clopper_pearson_interval(successes: ArrayLike, n: ArrayLike, *, confidence: float = 0.95) -> pd.DataFrame:
    r"""Exact interval of a share: never too narrow, often too wide.

    .. math:: \left[ B^{-1}(\alpha/2;\, k,\, n-k+1),\; B^{-1}(1-\alpha/2;\, k+1,\, n-k) \right]

    Parameters
    ----------
    successes, n : array_like
        Number of successes, and of answers.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    DataFrame
        Columns `share, lower, upper`, 0-1.

    Raises
    ------
    SchemaError
        As in :func:`wilson_interval`.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26(4).

    Examples
    --------
    >>> clopper_pearson_interval(7, 12).round(6).values.tolist()
    [[0.583333, 0.27667, 0.848348]]
    """
    labels, hits, size = aligned(successes, n)
    _refuse_impossible(hits, size)
    tail = _tail(confidence)
    lower = np.where(hits == 0, 0.0, betaincinv(np.maximum(hits, 0.5), size - hits + 1, tail))
    upper = np.where(hits == size, 1.0, betaincinv(hits + 1, np.maximum(size - hits, 0.5), 1 - tail))
    frame = pd.DataFrame({"share": divide(hits, size), "lower": lower, "upper": upper}, index=labels)
    return frame.where(pd.Series(size > 0, frame.index), np.nan)


def effective_sample_size(n: ArrayLike, population: ArrayLike) -> FloatArray:
    r"""Sample size from an endless population that would be as informative.

    .. math:: n_{eff} = n (N - 1) / (N - n)

    Parameters
    ----------
    n, population : array_like
        Answers, and members of the finite population.

    Returns
    -------
    ndarray
        Answers; infinite when everybody answered.

    Raises
    ------
    SchemaError
        If there are more answers than members.

    References
    ----------
    Cochran (1977), Sampling Techniques, Wiley.

    Examples
    --------
    >>> effective_sample_size(293, 430).round(1)
    array([917.5])
    """
    size, members = np.broadcast_arrays(np.atleast_1d(np.asarray(n, float)), np.asarray(population, float))
    if (size > members).any():
        raise SchemaError(f"There are {size[size > members][0]:g} answers of only {members[size > members][0]:g}.")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((size == members) & (size > 0), np.inf, size * (members - 1) / (members - size))


def poisson_interval(
    count: ArrayLike, exposure: ArrayLike = 1.0, *, confidence: float = 0.95, dispersion: float = 1.0
) -> pd.DataFrame:
    r"""Exact interval of a rate from a count.

    .. math:: \left[ \chi^2_{\alpha/2;\,2k} / 2T,\; \chi^2_{1-\alpha/2;\,2k+2} / 2T \right]

    Parameters
    ----------
    count : array_like
        Events k, 0 or more.
    exposure : array_like
        Person-years, inhabitants or whatever the rate is per.
    confidence : float
        Confidence level, 0-1.
    dispersion : float
        Over-dispersion φ; above 1 the limits move away from the rate by a factor √φ.

    Returns
    -------
    DataFrame
        Columns `rate, lower, upper`, events per unit of exposure; missing without exposure.

    Raises
    ------
    SchemaError
        If a count or an exposure is negative, or the series have different labels.

    References
    ----------
    Garwood (1936), Biometrika 28.

    Examples
    --------
    >>> poisson_interval(10).round(6).values.tolist()
    [[10.0, 4.795389, 18.390356]]
    >>> poisson_interval(18, 1.2).round(3).values.tolist()
    [[15.0, 8.89, 23.706]]
    """
    labels, events, units = aligned(count, exposure)
    for name, values in (("count", events), ("exposure", units)):
        if (values < 0).any():
            raise SchemaError(f"{name}: {values[values < 0][0]:g} is negative.")
    tail, stretch = _tail(confidence), np.sqrt(max(dispersion, 1.0))
    low = np.where(events > 0, chdtri(np.maximum(2 * events, 1), 1 - tail) / 2, 0.0)
    low = np.where(np.isnan(events), np.nan, np.maximum(events - stretch * (events - low), 0.0))
    high = events + stretch * (chdtri(2 * events + 2, tail) / 2 - events)
    limits = {"rate": divide(events, units), "lower": divide(low, units), "upper": divide(high, units)}
    return pd.DataFrame(limits, index=labels)


def goodman_interval(counts: ArrayLike, *, confidence: float = 0.95) -> pd.DataFrame:
    r"""Simultaneous intervals of the shares of several answers.

    .. math::
        \frac{B + 2 y_j \pm \sqrt{B \left(B + 4 y_j (n - y_j) / n\right)}}{2 (n + B)},
        \qquad B = \chi^2_{1 - \alpha/k;\,1}

    Parameters
    ----------
    counts : array_like, shape (k,)
        Answers in each category.
    confidence : float
        Probability that all k intervals hold at once, 0-1.

    Returns
    -------
    DataFrame, shape (k, 3)
        Columns `share, lower, upper`, 0-1; missing when nobody answered.

    Raises
    ------
    SchemaError
        If a count is negative or there is only one category.

    Notes
    -----
    An approximation that usually asks for five answers or more in each category.

    References
    ----------
    Goodman (1965), Technometrics 7(2).

    Examples
    --------
    >>> goodman_interval([3, 9, 6, 4, 2]).round(4)["lower"].tolist()
    [0.0322, 0.1752, 0.0955, 0.051, 0.0165]
    """
    answers = np.asarray(counts, float)
    if answers.ndim != 1 or len(answers) < 2 or (answers < 0).any():
        raise SchemaError(f"counts must be two or more numbers of 0 or more, not {answers.tolist()}.")
    total = answers.sum()
    critical = float(chdtri(1, 2 * _tail(confidence) / len(answers)))
    half = np.sqrt(critical * (critical + 4 * answers * divide(total - answers, total)))
    scale = 2 * (total + critical)
    limits = {"lower": (critical + 2 * answers - half) / scale, "upper": (critical + 2 * answers + half) / scale}
    shares = pd.DataFrame(
        {"share": divide(answers, total)} | limits, index=counts.index if isinstance(counts, pd.Series) else None
    )
    return shares.clip(0, 1) if total > 0 else shares * np.nan


def aligned(*inputs: ArrayLike) -> tuple[pd.Index | None, ...]:
    """Labels and float arrays of one length; series are put in the order of the first and must have its labels."""
    given = [values for values in inputs if isinstance(values, pd.Series)]
    labels = given[0].index if given else None
    arrays = [as_series(values, labels, "The second series") if _needs_order(values, labels) else values
              for values in inputs]  # fmt: skip
    return labels, *np.broadcast_arrays(*(np.atleast_1d(np.asarray(values, float)) for values in arrays))


def _needs_order(values: object, labels: pd.Index | None) -> bool:
    return isinstance(values, pd.Series) and not values.index.equals(labels)


def _refuse_impossible(hits: FloatArray, size: FloatArray) -> None:
    wrong = (hits < 0) | (hits > size)
    if wrong.any():
        raise SchemaError(f"{hits[wrong][0]:g} successes of {size[wrong][0]:g} are impossible.")


def _tail(confidence: float) -> float:
    normal_quantile(confidence)  # refuses a level that is none
    return (1 - confidence) / 2
