"""Does relatedness foretell entry? A logit with errors clustered both ways.

Cells of one region share its luck and cells of one industry share its boom, so errors are clustered by region and by
industry at once. Density rises with a region's size and diversity; only the model with region effects separates the
two. With few events no model is fitted: a table says as much.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata
from statsmodels.discrete.discrete_model import Logit
from statsmodels.tools.tools import add_constant

from nmanalys.measures.diversification import entry_rate_by_tercile
from nmanalys.measures.frames import normal_quantile
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import FloatArray, LongTable

__all__ = ["EntryModel", "entry_model"]


class EntryModel(NamedTuple):
    """Result of :func:`entry_model`.

    Attributes
    ----------
    coefficients : DataFrame or None
        `estimate, standard_error, lower, upper, p_value` of each regressor on the log-odds scale (region effects left
        out); None if no model was fitted.
    marginal_effect : Series or None
        `estimate, standard_error, lower, upper`: average change of the probability per 10 points of density.
    auc : float
        Probability that a random event had a higher fitted probability than a random non-event; 0.5 = guessing.
    calibration : DataFrame or None
        Mean fitted probability and share of events by tenth of the fitted probability.
    events, cells : int
        Number of events, and of cells at risk.
    terciles : DataFrame
        Share of events by tercile of density.
    """

    coefficients: pd.DataFrame | None
    marginal_effect: pd.Series | None
    auc: float
    calibration: pd.DataFrame | None
    events: int
    cells: int
    terciles: pd.DataFrame


def entry_model(
    events: LongTable,
    controls: tuple[str, ...] = (),
    *,
    region_effects: bool = False,
    min_events: int = 50,
    confidence: float = 0.95,
) -> EntryModel:
    r"""Logit of entry (or exit) on relatedness density.

    .. math:: \operatorname{logit} P(event_{ri} = 1) = \alpha + \beta \, density_{ri} + \gamma' x_{ri} + \delta_r

    Parameters
    ----------
    events : DataFrame
        `region, industry, event, density` and the controls, such as the logarithm of the industry's employed.
    controls : tuple of str
        Columns to control for.
    region_effects : bool
        Whether to add a dummy for each region; regions where all or no cells have an event are left out.
    min_events : int
        Fewest events for a model.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    EntryModel
        Without a model (too few events, or non-events) only the counts and the table by tercile.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    A logit with many region effects and few cells a region is biased away from zero. Clustered errors
    need a few dozen regions and industries; with fewer they are too small.

    References
    ----------
    Boschma, Minondo and Navarro (2013), Economic Geography 89(1). Cameron, Gelbach and Miller (2011), Journal of
    Business and Economic Statistics 29(2).

    Examples
    --------
    >>> few = pd.DataFrame({"region": list("xyz"), "industry": "a", "event": [0, 0, 1], "density": [1.0, 2.0, 3.0]})
    >>> entry_model(few).coefficients is None
    True
    """
    columns = ["region", "industry", "event", "density", *controls]
    require_columns(events, columns, "events")
    table = events.dropna(subset=columns)
    table = _varying(table) if region_effects else table
    number = int(table["event"].sum())
    terciles = entry_rate_by_tercile(events, confidence=confidence)
    if min(number, len(table) - number) < min_events:
        return EntryModel(None, None, np.nan, None, number, len(table), terciles)
    design = _design(table, controls, region_effects)
    fitted = Logit(table["event"].astype(float), design).fit(disp=False, maxiter=200)
    groups = np.column_stack([pd.factorize(table[name])[0] for name in ("region", "industry")])
    covariance = _clustered(design.to_numpy(), (table["event"] - fitted.predict()).to_numpy(), fitted.predict(), groups)
    z = normal_quantile(confidence)
    kept = ["const", "density", *controls]
    errors = pd.Series(np.sqrt(np.maximum(np.diag(covariance), 0)), design.columns)
    coefficients = _with_limits(fitted.params[kept], errors[kept], z)
    effect = _marginal_effect(design, fitted.params, covariance, z)
    probability = fitted.predict()
    return EntryModel(
        coefficients,
        effect,
        _auc(table["event"].to_numpy(), probability),
        _calibration(table["event"].to_numpy(), probability),
        number,
        len(table),
        terciles,
    )


def _varying(table: LongTable) -> LongTable:
    rate = table.groupby("region")["event"].transform("mean")
    return table[(rate > 0) & (rate < 1)]


def _design(table: LongTable, controls: tuple[str, ...], region_effects: bool) -> pd.DataFrame:
    design = table[["density", *controls]].astype(float)
    if region_effects:
        dummies = pd.get_dummies(table["region"], prefix="region", drop_first=True, dtype=float)
        design = design.join(dummies)
    return add_constant(design, has_constant="add")


def _clustered(design: FloatArray, residuals: FloatArray, probability: FloatArray, groups: np.ndarray) -> FloatArray:
    """Two-way clustered covariance: by region plus by industry minus by cell."""
    scores = design * residuals[:, None]
    weights = probability * (1 - probability)
    bread = np.linalg.inv(design.T @ (design * weights[:, None]))
    both = pd.factorize(pd.MultiIndex.from_arrays(groups.T))[0]
    meat = _meat(scores, groups[:, 0]) + _meat(scores, groups[:, 1]) - _meat(scores, both)
    return bread @ meat @ bread


def _meat(scores: FloatArray, groups: np.ndarray) -> FloatArray:
    sums = np.zeros((groups.max() + 1, scores.shape[1]))
    np.add.at(sums, groups, scores)
    number = len(sums)
    return sums.T @ sums * number / (number - 1) if number > 1 else sums.T @ sums


def _marginal_effect(design: pd.DataFrame, params: pd.Series, covariance: FloatArray, z: float) -> pd.Series:
    """Average of 10 β p(1−p), with the delta method."""
    cells = design.to_numpy()
    probability = 1 / (1 + np.exp(-cells @ params.to_numpy()))
    slope = probability * (1 - probability)
    beta, place = params["density"], design.columns.get_loc("density")
    gradient = beta * (slope * (1 - 2 * probability)) @ cells / len(cells)
    gradient[place] += slope.mean()
    error = 10 * np.sqrt(max(gradient @ covariance @ gradient, 0))
    estimate = 10 * beta * slope.mean()
    limits = {"lower": estimate - z * error, "upper": estimate + z * error}
    return pd.Series({"estimate": estimate, "standard_error": error} | limits)


def _with_limits(estimates: pd.Series, errors: pd.Series, z: float) -> pd.DataFrame:
    table = pd.DataFrame({"estimate": estimates, "standard_error": errors})
    table["lower"], table["upper"] = estimates - z * errors, estimates + z * errors
    return table.assign(p_value=2 * norm.sf((estimates / errors).abs()))


def _auc(event: FloatArray, probability: FloatArray) -> float:
    ranks, positive = rankdata(probability), int(event.sum())
    negative = len(event) - positive
    return float((ranks[event == 1].sum() - positive * (positive + 1) / 2) / (positive * negative))


def _calibration(event: FloatArray, probability: FloatArray) -> pd.DataFrame:
    tenth = np.ceil(rankdata(probability) / len(event) * 10).astype(int)
    table = pd.DataFrame({"fitted": probability, "observed": event}).groupby(tenth).mean()
    return table.rename_axis("tenth")
