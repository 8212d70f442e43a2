"""Whether an indicator is on its way to its target, and what the results say about strengths and threats.

Progress is judged against the path that leads evenly from baseline to target. An indicator without a target
gets no verdict, and one whose uncertainty spans two verdicts gets none either. SWOT rows are drawn from data by
rules of this project; people decide which of them belong in a strategy.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.translation import N_
from nmanalys.vocabulary.typing import FloatArray, LongTable

__all__ = ["STATUSES", "progress_status", "swot"]

REACHED, ON_TRACK, LAGGING, OFF_TRACK = N_("uppnått"), N_("i fas"), N_("viss avvikelse"), N_("ej i fas")
UNCERTAIN, NO_DATA, NO_TARGET = N_("osäker"), N_("underlag saknas"), N_("inget mål")
KEPT, NOT_KEPT = N_("bibehålls"), N_("bibehålls inte")
STATUSES = (REACHED, ON_TRACK, LAGGING, OFF_TRACK, KEPT, NOT_KEPT, UNCERTAIN, NO_DATA, NO_TARGET)

SWOT_RULES = ("strength", "opportunity", "weakness", "threat")


def progress_status(
    indicators: LongTable, *, on_track: float = 0.9, warning: float = 0.6, tolerance: float = 0.02
) -> LongTable:
    r"""Progress of indicators against the expected path.

    .. math:: a = \frac{y_t - y_0}{y_T - y_0}, \qquad e = \min\left(1, \frac{t - t_0}{T - t_0}\right)

    Parameters
    ----------
    indicators : DataFrame, one row an indicator
        `baseline_year, baseline_value, target_year, target_value, year, value`, and optionally `lower, upper`,
        the interval of the value.
    on_track, warning : float
        Shares of the expected progress, 0-1: from `on_track` on the indicator is on track, from `warning` on it
        deviates somewhat, below it is off track.
    tolerance : float
        Where the target equals the baseline: relative deviation from it that still counts as kept.

    Returns
    -------
    DataFrame
        The input with `progress` (a), `expected` (e) and `progress_status`: `uppnått` (a ≥ 1), `i fas`,
        `viss avvikelse`, `ej i fas`; `bibehålls` or `bibehålls inte` where the target is to keep the baseline;
        `osäker` if the interval spans two statuses; `underlag saknas` without a value or baseline later than
        the baseline year; `inget mål` without a target.

    Raises
    ------
    SchemaError
        If a column is missing, the thresholds are in the wrong order, or a target year is not later than
        the baseline year.

    Notes
    -----
    An even path is a convention: many measures work late. Whether the direction is wanted is in the target.

    Examples
    --------
    >>> table = pd.DataFrame({"baseline_year": 2020, "baseline_value": 10.0, "target_year": 2030,
    ...                       "target_value": [20.0, 20.0, None], "year": 2025, "value": [15.0, 12.0, 15.0]})
    >>> progress_status(table)[["progress", "expected", "progress_status"]]
       progress  expected progress_status
    0       0.5       0.5           i fas
    1       0.2       0.5        ej i fas
    2       NaN       0.5       inget mål
    """
    _check(indicators, on_track, warning)
    elapsed = (indicators["year"] - indicators["baseline_year"]).to_numpy(dtype=float)
    span = (indicators["target_year"] - indicators["baseline_year"]).to_numpy(dtype=float)
    expected = np.minimum(divide(elapsed, span), 1.0)
    base, goal = (indicators[name].to_numpy(dtype=float) for name in ("baseline_value", "target_value"))
    value = indicators["value"].to_numpy(dtype=float)
    verdicts = [
        _verdict(_numbers(indicators, name, value), base, goal, expected, (on_track, warning, tolerance))
        for name in ("value", "lower", "upper")
    ]
    same = (verdicts[0] == verdicts[1]) & (verdicts[0] == verdicts[2])
    no_target = np.isnan(goal) | indicators["target_year"].isna().to_numpy()
    no_data = np.isnan(value) | np.isnan(base) | ~(elapsed > 0)
    status = np.select([no_target, no_data, ~same], [NO_TARGET, NO_DATA, UNCERTAIN], verdicts[0])
    return indicators.assign(progress=divide(value - base, goal - base), expected=expected, progress_status=status)


def swot(
    industries: LongTable,
    *,
    lq_threshold: float = 1.25,
    high_share: float = 0.02,
    density_quantile: float = 0.75,
    plant_herfindahl: float = 0.25,
    most: int = 7,
) -> LongTable:
    """Strengths, weaknesses, opportunities and threats that the results give rise to.

    *Strength*: location quotient at the threshold or more, and not falling. *Opportunity*: not specialised (below
    1), but among the most related quarter of those, or with a rising quotient. *Weakness*: a large share and
    a quotient of 1 or more, but a negative competitive effect or dependence on one workplace. *Threat*: few
    workplaces carry the industry, or its quotient falls while national demand does (negative industry mix).

    Parameters
    ----------
    industries : DataFrame, one row an industry of a region
        `region, industry, lq`, and whichever are known of `dynamic_lq, density, employed_share,
        competitive_effect, industry_mix, plant_herfindahl, is_robust` (holds without the largest workplace).
    lq_threshold : float
        Lowest quotient of a strength.
    high_share : float
        Share of the region's employed, 0-1, from which an industry can be a weakness or a threat.
    density_quantile : float
        Quantile of density among the region's industries without specialisation, 0-1.
    plant_herfindahl : float
        Herfindahl index of workplaces, 0-1, from which an industry counts as concentrated.
    most : int
        Most rows a region and cell, those with the largest share of the employed (or quotient) first.

    Returns
    -------
    DataFrame
        `region, cell` (strength, opportunity, weakness, threat), `industry, lq, reasons, basis, row`: codes of the
        rules that hold, separated by spaces; `basis` is `databaserad`; `row` is the index label in the input.

    Raises
    ------
    SchemaError
        If region, industry or lq is missing.

    Notes
    -----
    A rule whose data are missing does not hold; that an industry is absent here proves nothing about it.

    Examples
    --------
    >>> table = pd.DataFrame({"region": "x", "industry": ["steel", "bakery"], "lq": [3.0, 0.8],
    ...                       "dynamic_lq": [1.1, 1.2]})
    >>> swot(table)[["cell", "industry", "reasons"]].values.tolist()
    [['strength', 'steel', 'specialised_and_rising'], ['opportunity', 'bakery', 'rising']]
    """
    require_columns(industries, ["region", "industry", "lq"], "industries")
    rules = _swot_rules(industries, lq_threshold, high_share, density_quantile, plant_herfindahl)
    size = industries["employed_share"] if "employed_share" in industries else industries["lq"]
    found = []
    for cell in SWOT_RULES:
        hits = pd.DataFrame({reason: holds for (owner, reason), holds in rules.items() if owner == cell})
        reasons = hits.apply(lambda row: " ".join(row.index[row]), axis=1)
        rows = industries[["region", "industry", "lq"]].assign(cell=cell, reasons=reasons, size=size)
        rows = rows[hits.any(axis=1)].sort_values("size", ascending=False, kind="stable")
        found.append(rows.groupby("region", sort=False).head(most))
    table = pd.concat(found).rename_axis("row").reset_index().assign(basis="databaserad")
    return table[["region", "cell", "industry", "lq", "reasons", "basis", "row"]]


def _swot_rules(
    table: LongTable, threshold: float, high_share: float, quantile: float, herfindahl: float
) -> dict[tuple[str, str], pd.Series]:
    lq, dynamic = table["lq"], _column(table, "dynamic_lq")
    large = _column(table, "employed_share") >= high_share
    absent = lq < 1
    density = _column(table, "density")
    high = density.where(absent).groupby(table["region"]).transform(lambda cells: cells.quantile(quantile))
    special = large & (lq >= 1)
    fragile = _column(table, "is_robust") == 0
    return {
        ("strength", "specialised_and_rising"): (lq >= threshold) & (dynamic >= 1),
        ("opportunity", "related"): absent & (density >= high) & (density > 0),
        ("opportunity", "rising"): absent & (dynamic > 1),
        ("weakness", "losing_to_others"): special & (_column(table, "competitive_effect") < 0),
        ("weakness", "rests_on_one_workplace"): special & fragile,
        ("threat", "concentrated"): large & (_column(table, "plant_herfindahl") >= herfindahl),
        ("threat", "falling_with_demand"): (lq >= 1) & (dynamic < 1) & (_column(table, "industry_mix") < 0),
    }


def _column(table: LongTable, name: str) -> pd.Series:
    return table[name].astype(float) if name in table else pd.Series(np.nan, table.index)


def _numbers(table: LongTable, name: str, otherwise: FloatArray) -> FloatArray:
    if name not in table:
        return otherwise
    given = table[name].to_numpy(dtype=float)
    return np.where(np.isnan(given), otherwise, given)


def _verdict(
    value: FloatArray, base: FloatArray, goal: FloatArray, expected: FloatArray, limits: tuple[float, float, float]
) -> np.ndarray:
    on_track, warning, tolerance = limits
    progress = divide(value - base, goal - base)
    keep = np.abs(value - base) <= tolerance * np.abs(base)
    conditions = [
        (goal == base) & keep,
        goal == base,
        progress >= 1,
        progress >= on_track * expected - 1e-12,
        progress >= warning * expected - 1e-12,
    ]
    return np.select(conditions, [KEPT, NOT_KEPT, REACHED, ON_TRACK, LAGGING], OFF_TRACK)


def _check(table: LongTable, on_track: float, warning: float) -> None:
    needed = ("baseline_year", "baseline_value", "target_year", "target_value", "year", "value")
    require_columns(table, needed, "indicators")
    if not 0 <= warning <= on_track <= 1:
        raise SchemaError(f"0 ≤ warning ≤ on_track ≤ 1 must hold, not {warning} and {on_track}.")
    early = table["target_year"] <= table["baseline_year"]
    if early.any():
        raise SchemaError(f"indicators: row {table.index[early.argmax()]}: the target is not later than the baseline.")
