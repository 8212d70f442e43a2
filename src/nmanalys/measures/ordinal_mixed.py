"""Ordered answers of firms that answered several items: a proportional-odds model with an intercept for each firm.

A firm that is pleased with one thing tends to be pleased with the next, so that its answers are not independent. The
model gives every firm a level of its own, drawn from a normal distribution; effects are then those within a firm.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, logsumexp
from scipy.stats import norm

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import normal_quantile
from nmanalys.measures.ordinal import complete_answers, refuse_empty_cells
from nmanalys.vocabulary.typing import FloatArray

__all__ = ["MixedOdds", "mixed_proportional_odds"]

# a smaller spread between firms is none, and the likelihood is flat there
NO_SPREAD = 0.02
STEP = 1e-4
# a gradient above the first, or an error of log-odds above the second, is no maximum
FLAT, UNBOUNDED = 0.05, 50.0


class MixedOdds(NamedTuple):
    """Result of :func:`mixed_proportional_odds`.

    Attributes
    ----------
    odds : DataFrame, by regressor
        `odds_ratio, lower, upper, p_value` of a higher code, within a firm.
    firm_sd : float
        Standard deviation of the firms' levels, on the log-odds scale.
    log_likelihood : float
        Its maximum.
    firms, n : int
        Firms and answers.
    """

    odds: pd.DataFrame
    firm_sd: float
    log_likelihood: float
    firms: int
    n: int


class _Fit(NamedTuple):
    """Answers as steps of the scale, regressors, where each firm's rows begin, and the nodes of the integral."""

    steps: np.ndarray
    design: FloatArray
    starts: np.ndarray
    rows: np.ndarray
    nodes: FloatArray
    log_weights: FloatArray


def mixed_proportional_odds(
    answers: pd.Series,
    design: pd.DataFrame,
    firms: pd.Series,
    *,
    confidence: float = 0.95,
    min_n: int = 60,
    nodes: int = 31,
    refuse_empty: bool = True,
) -> MixedOdds:
    r"""Proportional-odds model with a random intercept of the firm.

    .. math::
        \operatorname{logit} P(Y_{if} \leq j \mid x, u_f) = \theta_j - x_{if}'\beta - u_f, \qquad
        u_f \sim N(0, \sigma^2)

    Maximum likelihood; the integral over :math:`u_f` by Gauss-Hermite quadrature.

    Parameters
    ----------
    answers : Series, shape (n,)
        Codes of the answers, in the order of the scale.
    design : DataFrame, shape (n, p)
        Regressors without a constant, such as dummies of items and clusters.
    firms : Series, shape (n,)
        The firm that gave each answer, in the same order.
    confidence : float
        Confidence level, 0-1.
    min_n : int
        Fewest complete answers.
    nodes : int
        Points of the quadrature.
    refuse_empty : bool
        Whether to refuse a dummy whose group lacks one of the answers.

    Returns
    -------
    MixedOdds
        Odds ratios are larger than those of :func:`~nmanalys.measures.ordinal.proportional_odds`, which average over
        firms.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.ordinal.proportional_odds`; if a firm is missing, no firm answered twice,
        or the likelihood has no maximum.

    Notes
    -----
    With fewer than some twenty firms the spread between them is uncertain, and intervals are too narrow.

    References
    ----------
    Hedeker and Gibbons (1994), Biometrics 50(4).

    Examples
    --------
    >>> mixed_proportional_odds(pd.Series([1, 2, 3]), pd.DataFrame({"x": [0, 1, 0]}), pd.Series(list("aab")))
    Traceback (most recent call last):
    nmanalys.errors.SchemaError: A model of ordered answers needs 60 or more; there are 3. Show shares with Wilson
    intervals instead.
    """
    if len(firms) != len(answers):
        raise SchemaError(f"There are {len(answers)} answers and {len(firms)} firms.")
    owner = pd.Series(firms.to_numpy(), answers.index)
    y, x = complete_answers(answers, design.set_axis(answers.index), min_n, "A model of ordered answers")
    if refuse_empty:
        refuse_empty_cells(y, x)
    owner = owner[answers.notna().to_numpy() & design.notna().all(axis=1).to_numpy()]
    if owner.isna().any():
        raise SchemaError(f"The firm of the answer in row {owner.index[owner.isna()][0]} is missing.")
    if not owner.duplicated().any():
        raise SchemaError("No firm answered more than once: use proportional_odds().")
    fit = _fit_in(y, x, owner, nodes)
    found = minimize(_negative_log_likelihood, _start(fit), args=(fit,), jac=True, method="BFGS")
    number, cuts = x.shape[1], len(found.x) - x.shape[1] - 1
    beta, spread = found.x[cuts : cuts + number], float(np.exp(found.x[-1]))
    errors = _standard_errors(found.x, fit, spread > NO_SPREAD)[cuts : cuts + number]
    if np.abs(found.jac).max() > FLAT or not (errors < UNBOUNDED).all():
        raise SchemaError("The model cannot be fitted: an effect has no bound, or the answers are too few for it.")
    z = normal_quantile(confidence)
    table = {"odds_ratio": np.exp(beta), "lower": np.exp(beta - z * errors), "upper": np.exp(beta + z * errors)}
    odds = pd.DataFrame(table | {"p_value": 2 * norm.sf(np.abs(beta / errors))}, index=x.columns)
    return MixedOdds(odds, spread, -float(found.fun), owner.nunique(), len(y))


def _fit_in(y: pd.Series, x: pd.DataFrame, owner: pd.Series, nodes: int) -> _Fit:
    """Sort by firm, so that a firm's answers stand together."""
    codes = pd.factorize(owner)[0]
    order = np.argsort(codes, kind="stable")
    steps = pd.factorize(y.to_numpy(), sort=True)[0][order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(codes[order])) + 1])
    points, weights = np.polynomial.hermite_e.hermegauss(nodes)
    return _Fit(
        steps, x.to_numpy(dtype=float)[order], starts, codes[order], points, np.log(weights / np.sqrt(2 * np.pi))
    )


def _start(fit: _Fit) -> FloatArray:
    """Cut points of the answers as if nothing mattered, no effects, a spread of one."""
    below = np.cumsum(np.bincount(fit.steps))[:-1] / len(fit.steps)
    cuts = np.log(below / (1 - below))
    return np.concatenate([cuts[:1], np.log(np.diff(cuts)), np.zeros(fit.design.shape[1] + 1)])


def _negative_log_likelihood(theta: FloatArray, fit: _Fit) -> tuple[float, FloatArray]:
    """Minus the log-likelihood and its gradient; cut points are the first and the logarithms of the gaps."""
    number = fit.design.shape[1]
    gaps, beta, spread = np.exp(theta[1 : -number - 1]), theta[-number - 1 : -1], np.exp(theta[-1])
    cuts = np.concatenate([[-np.inf], theta[0] + np.concatenate([[0.0], np.cumsum(gaps)]), [np.inf]])
    level = (fit.design @ beta)[:, None] + spread * fit.nodes
    upper, lower = cuts[fit.steps + 1][:, None] - level, cuts[fit.steps][:, None] - level
    chance = np.maximum(expit(upper) - expit(lower), 1e-300)
    firm = np.add.reduceat(np.log(chance), fit.starts, axis=0) + fit.log_weights
    total = logsumexp(firm, axis=1)
    # how likely each node is, given the firm's answers
    share = np.exp(firm - total[:, None])[fit.rows]
    up, down = (expit(side) * expit(-side) / chance * share for side in (upper, lower))
    by_cut = np.zeros(len(cuts))
    np.add.at(by_cut, fit.steps + 1, up.sum(axis=1))
    np.add.at(by_cut, fit.steps, -down.sum(axis=1))
    # a gap moves every cut point above it
    above = np.cumsum(by_cut[1:-1][::-1])[::-1]
    slope = down - up
    gradient = np.concatenate(
        [above[:1], above[1:] * gaps, fit.design.T @ slope.sum(axis=1), [(slope * fit.nodes).sum() * spread]]
    )
    return -float(total.sum()), -gradient


def _standard_errors(theta: FloatArray, fit: _Fit, with_spread: bool) -> FloatArray:
    """From the inverse of the observed information, by differences of the gradient; missing if it has none."""
    size = len(theta) if with_spread else len(theta) - 1
    rows = [
        (_negative_log_likelihood(theta + step, fit)[1] - _negative_log_likelihood(theta - step, fit)[1])[:size]
        for step in STEP * np.eye(len(theta))[:size]
    ]
    information = np.array(rows) / (2 * STEP)
    variances = np.diag(np.linalg.pinv((information + information.T) / 2))
    return np.sqrt(np.where(variances > 0, variances, np.nan))
