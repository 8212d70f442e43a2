"""Correlation and reliability of ordered answers, without pretending that the steps are equally long.

Answers are seen as a normally distributed attitude cut at unknown points. The polychoric correlation is that of the
attitudes; ordinal alpha and McDonald's omega are what Cronbach's alpha and its weighted cousin would be if the attitudes
themselves were known. With few answers they are noise, so that below a minimum size nothing is computed.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import least_squares, minimize_scalar
from scipy.special import ndtr, ndtri

from nmanalys.errors import NmanalysWarning, SchemaError
from nmanalys.measures.frames import as_frame
from nmanalys.vocabulary.typing import FloatArray, Square

__all__ = ["OrdinalReliability", "ordinal_reliability", "polychoric_correlation", "polychoric_matrix"]

MIN_ANSWERS = 100
# correlations nearer to 1 than this cannot be told from 1
LIMIT = 0.9999
# a loading from here on leaves an item no variance of its own
HEYWOOD = 0.999
NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(64)


class OrdinalReliability(NamedTuple):
    """Reliability of a scale of ordered answers.

    Attributes
    ----------
    alpha, omega : float
        Ordinal alpha, and McDonald's omega (total) of a one-factor model.
    loadings : Series, by item
        Correlation of each item's attitude with the factor.
    correlations : DataFrame, shape (n_items, n_items)
        Polychoric correlations.
    n : int
        Firms that answered every item.
    """

    alpha: float
    omega: float
    loadings: pd.Series
    correlations: pd.DataFrame
    n: int


def polychoric_correlation(first: pd.Series, second: pd.Series, *, min_n: int = MIN_ANSWERS) -> float:
    r"""Polychoric correlation of two ordered answers, in two steps.

    Cut points :math:`a_i, b_j` are normal quantiles of the cumulated shares; then

    .. math:: \hat\rho = \arg\max_\rho \sum_{ij} n_{ij} \ln P(a_{i-1} < X \leq a_i, \; b_{j-1} < Y \leq b_j \mid \rho)

    with X and Y standard normal with correlation :math:`\rho`.

    Parameters
    ----------
    first, second : Series, by firm
        Codes of the answers in the order of the scale; firms without both are left out.
    min_n : int
        Fewest firms with both answers; the default is this project's own choice.

    Returns
    -------
    float
        −1 to 1.

    Raises
    ------
    SchemaError
        If there are fewer than `min_n` pairs, an item has a single answer, or a firm occurs twice.

    Notes
    -----
    With two answers each it is the tetrachoric correlation. Empty cells are left empty, not filled with halves.

    References
    ----------
    Olsson (1979), Psychometrika 44(4).

    Examples
    --------
    >>> first = pd.Series([1] * 50 + [2] * 50)
    >>> second = pd.Series([1] * 40 + [2] * 10 + [1] * 10 + [2] * 40)
    >>> round(polychoric_correlation(first, second), 3), round(np.sin(2 * np.pi * 0.15), 3)
    (0.809, np.float64(0.809))
    """
    for item in (first, second):
        if item.index.has_duplicates:
            raise SchemaError(f"Firm '{item.index[item.index.duplicated()][0]}' occurs twice.")
    pairs = pd.DataFrame({"first": first, "second": second}).dropna()
    _refuse_few(len(pairs), min_n, "A polychoric correlation")
    table = pd.crosstab(pairs["first"], pairs["second"]).to_numpy(dtype=float)
    if min(table.shape) < 2:
        raise SchemaError("A polychoric correlation needs two or more different answers to each item.")
    rows, columns = _cuts(table.sum(axis=1)), _cuts(table.sum(axis=0))

    def misfit(rho: float) -> float:
        return -float((table * np.log(np.maximum(_cells(rows, columns, rho), 1e-12))).sum())

    found = minimize_scalar(misfit, bounds=(-LIMIT, LIMIT), method="bounded", options={"xatol": 1e-8})
    return float(found.x)


def polychoric_matrix(answers: pd.DataFrame, *, min_n: int = MIN_ANSWERS) -> Square:
    """Polychoric correlations of every pair of items, over the firms that answered all.

    Parameters
    ----------
    answers : DataFrame, shape (n_firms, n_items)
        Codes of the answers; firms that skipped an item are left out.
    min_n : int
        Fewest firms with all answers.

    Returns
    -------
    DataFrame, shape (n_items, n_items)
        −1 to 1, diagonal 1.

    Raises
    ------
    SchemaError
        As in :func:`polychoric_correlation`.

    Warns
    -----
    NmanalysWarning
        If the matrix is not that of any set of attitudes (not positive definite), as few answers may bring about.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 2] * 50, "b": [1, 2, 2, 1] * 25})
    >>> polychoric_matrix(answers).round(2).abs().to_numpy()
    array([[1., 0.],
           [0., 1.]])
    """
    complete = as_frame(answers, "answers").dropna()
    _refuse_few(len(complete), min_n, "A matrix of polychoric correlations")
    matrix = pd.DataFrame(np.eye(complete.shape[1]), complete.columns, complete.columns)
    for place, name in enumerate(complete.columns):
        for other in complete.columns[place + 1 :]:
            rho = polychoric_correlation(complete[name], complete[other], min_n=min_n)
            matrix.loc[name, other] = matrix.loc[other, name] = rho
    if np.linalg.eigvalsh(matrix.to_numpy()).min() <= 0:
        warnings.warn("polychoric_matrix: the matrix is not positive definite.", NmanalysWarning, stacklevel=2)
    return matrix


def ordinal_reliability(answers: pd.DataFrame, *, min_n: int = MIN_ANSWERS) -> OrdinalReliability:
    r"""Ordinal alpha and McDonald's omega, from polychoric correlations.

    .. math::
        \alpha = \frac{k}{k - 1} \left(1 - \frac{k}{\sum_{ij} \rho_{ij}}\right), \qquad
        \omega = \frac{(\sum_i \lambda_i)^2}{(\sum_i \lambda_i)^2 + \sum_i (1 - \lambda_i^2)}

    with loadings that fit :math:`\rho_{ij} \approx \lambda_i \lambda_j` by least squares off the diagonal (minres).

    Parameters
    ----------
    answers : DataFrame, shape (n_firms, n_items)
        Codes of the answers; firms that skipped an item are left out.
    min_n : int
        Fewest firms with all answers; the default is this project's own choice.

    Returns
    -------
    OrdinalReliability
        Alpha and omega at most 1. The sign of the loadings makes their sum positive.

    Raises
    ------
    SchemaError
        If there are fewer than three items, or as in :func:`polychoric_correlation`.

    Warns
    -----
    NmanalysWarning
        As :func:`polychoric_matrix`, and if a loading reaches its bound of 1 (a Heywood case): one factor then does not
        describe the items.

    Notes
    -----
    Reliability of the attitudes, not of the sum of the answers, which is lower. The five counterparts of the firms'
    survey need not be one thing, and a high value does not show that they are.

    References
    ----------
    Zumbo, Gadermann and Zeisser (2007), Journal of Modern Applied Statistical Methods 6(1). McDonald (1999), Test
    Theory, Erlbaum.

    Examples
    --------
    >>> ordinal_reliability(pd.DataFrame({"a": [1, 2], "b": [1, 2], "c": [1, 2]}))
    Traceback (most recent call last):
    nmanalys.errors.SchemaError: A matrix of polychoric correlations needs 100 firms or more; there are 2. Show
    item_correlations() instead.
    """
    if np.shape(answers)[1] < 3:
        raise SchemaError(f"One factor needs three or more items, not {np.shape(answers)[1]}.")
    correlations = polychoric_matrix(answers, min_n=min_n)
    cells, items = correlations.to_numpy(), len(correlations)
    loadings = _loadings(cells)
    if np.abs(loadings).max() >= HEYWOOD:
        warnings.warn("ordinal_reliability: a loading is 1, so one factor does not fit.", NmanalysWarning, stacklevel=2)
    common = loadings.sum() ** 2
    alpha = items / (items - 1) * (1 - items / cells.sum())
    omega = common / (common + (1 - loadings**2).sum())
    complete = len(as_frame(answers).dropna())
    return OrdinalReliability(
        float(alpha), float(omega), pd.Series(loadings, correlations.index), correlations, complete
    )


def _refuse_few(number: int, least: int, what: str) -> None:
    if number < least:
        remedy = "Show item_correlations() instead."
        raise SchemaError(f"{what} needs {least} firms or more; there are {number}. {remedy}")


def _cuts(counts: FloatArray) -> FloatArray:
    """Cut points between answers, with ±8 for the ends."""
    return np.concatenate([[-8.0], ndtri(np.cumsum(counts)[:-1] / counts.sum()), [8.0]])


def _cells(rows: FloatArray, columns: FloatArray, rho: float) -> FloatArray:
    """Probability of each cell of the table."""
    return np.diff(np.diff(_bivariate_normal(rows[:, None], columns[None, :], rho), axis=0), axis=1)


def _bivariate_normal(first: FloatArray, second: FloatArray, rho: float) -> FloatArray:
    """P(X ≤ first, Y ≤ second), as an integral over the correlation from 0 to rho."""
    angle = np.arcsin(rho) * (NODES + 1) / 2
    a, b = first[..., None], second[..., None]
    density = np.exp(-(a**2 + b**2 - 2 * a * b * np.sin(angle)) / (2 * np.cos(angle) ** 2))
    return ndtr(first) * ndtr(second) + (density * NODE_WEIGHTS).sum(axis=-1) * np.arcsin(rho) / (4 * np.pi)


def _loadings(cells: FloatArray) -> FloatArray:
    """One factor's loadings, by least squares off the diagonal."""
    above = np.triu_indices(len(cells), 1)
    values, vectors = np.linalg.eigh(cells)
    start = np.clip(vectors[:, -1] * np.sqrt(values[-1]), -0.95, 0.95)

    def misfit(loadings: FloatArray) -> FloatArray:
        return (cells - np.outer(loadings, loadings))[above]

    loadings = least_squares(misfit, start, bounds=(-1, 1), xtol=1e-12, ftol=1e-12, gtol=1e-12).x
    return loadings * (-1 if loadings.sum() < 0 else 1)
