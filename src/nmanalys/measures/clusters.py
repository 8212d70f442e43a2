"""How far a cluster organisation has come, and how it works with the horizontal criteria.

Phases: 1 initiating, 2 establishing, 3 developing, 4 mature; 0 if not even the first one's demands are met.
The model is this project's own operationalisation. Three rules are always shown side by side, because a phase
that depends on the rule is not one phase: where they disagree the answer is a range. A score that is missing
is not a zero; it widens the range instead.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_frame
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import FloatArray, LongTable, Wide

__all__ = ["cluster_phases", "criterion_scores", "phase_decline", "phase_probabilities"]

LOWEST, HIGHEST, PHASES = 0, 4, 4
SCORES = ("cluster_id", "criterion_id", "wave", "rater", "score")


def criterion_scores(scores: LongTable, wave: int | str) -> Wide:
    """Mean score over raters, clusters by criteria, in one wave.

    Parameters
    ----------
    scores : DataFrame
        Long table `cluster_id, criterion_id, wave, rater, score`.
    wave : int or str
        Wave wanted.

    Returns
    -------
    DataFrame, shape (n_clusters, n_criteria)
        Score 0-4; missing where no rater gave one.

    Raises
    ------
    SchemaError
        If the wave is absent, a score lies outside 0-4 or a rater scored the same criterion twice.

    Examples
    --------
    >>> table = pd.DataFrame({"cluster_id": "x", "criterion_id": ["a", "a", "b"], "wave": 1,
    ...                       "rater": [1, 2, 1], "score": [2, 3, None]})
    >>> criterion_scores(table, 1).to_numpy()
    array([[2.5, nan]])
    """
    require_columns(scores, SCORES, "scores")
    chosen = scores[scores["wave"] == wave]
    if chosen.empty:
        raise SchemaError(f"scores has no wave {wave}; it has {sorted(scores['wave'].unique())}.")
    keys = ["cluster_id", "criterion_id", "rater"]
    if chosen.duplicated(keys).any():
        twice = chosen[chosen.duplicated(keys)].iloc[0]
        raise SchemaError(f"scores: rater {twice['rater']} scored '{twice['criterion_id']}' twice.")
    wide = chosen.pivot_table(index="cluster_id", columns="criterion_id", values="score", aggfunc="mean", dropna=False)
    return _checked(wide.rename_axis(index=None, columns=None))


def cluster_phases(
    scores: Wide, criteria: LongTable, *, pass_score: float = 2.0, should_share: float = 0.7
) -> LongTable:
    r"""Development phase of each cluster by three rules.

    *Gate*: the highest phase k such that all must-criteria of the phases up to k are met and the share of
    should-criteria of those phases that are met reaches `should_share`. *Mean*: 1 + ⌊mean score⌋, at most
    4. *Weakest link*: the same of the dimension with the lowest mean.

    Parameters
    ----------
    scores : DataFrame, shape (n_clusters, n_criteria)
        Score 0-4, missing if unknown.
    criteria : DataFrame
        `criterion_id, dimension_sv, phase` (1-4), `kind` (must or should).
    pass_score : float
        Lowest score with which a criterion is met.
    should_share : float
        Share of should-criteria that a phase demands, 0-1.

    Returns
    -------
    DataFrame
        One row a cluster: `gate` (missing if missing scores decide), `gate_lower` and `gate_upper` (missing
        scores as 0 and as 4), `mean`, `weakest_link`, `weakest_dimension`, `phase_lower` and `phase_upper`
        over all rules, `is_agreed`, `missing_scores`.

    Raises
    ------
    SchemaError
        If a score lies outside 0-4, the criteria differ, or a phase or kind is unknown.

    Notes
    -----
    Describes an organisation, not the industries around it: a strong agglomeration may have a young
    organisation. The mean rule lets a strong side make up for a weak one, the others do not.

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion_id": ["a", "b"], "dimension_sv": ["ledning", "FoU"],
    ...                          "phase": [1, 2], "kind": "must"})
    >>> cluster_phases(pd.DataFrame({"a": [3, 3], "b": [2, 0]}, index=["x", "y"]), criteria)["gate"].tolist()
    [4, 1]
    """
    table, rules = _checked(scores), _checked_criteria(criteria, scores.columns)
    cells = table.to_numpy()
    lower, upper = (
        _gate(np.where(np.isnan(cells), x, cells), rules, pass_score, should_share) for x in (LOWEST, HIGHEST)
    )
    dimensions = table.T.groupby(rules["dimension_sv"].to_numpy()).mean().T
    weakest = dimensions.fillna(np.inf).idxmin(axis=1).where(dimensions.notna().any(axis=1))
    result = pd.DataFrame(
        {
            "gate": pd.array(np.where(lower == upper, lower, -1), dtype="Int64"),
            "gate_lower": lower,
            "gate_upper": upper,
            "mean": _level(table.mean(axis=1)),
            "weakest_link": _level(dimensions.min(axis=1)),
            "weakest_dimension": weakest,
        },
        index=table.index,
    )
    result["gate"] = result["gate"].mask(result["gate"] < 0)
    rules_used = result[["gate_lower", "gate_upper", "mean", "weakest_link"]].astype("Float64")
    result["phase_lower"] = rules_used.min(axis=1).astype("Int64")
    result["phase_upper"] = rules_used.max(axis=1).astype("Int64")
    result["is_agreed"] = result["phase_lower"] == result["phase_upper"]
    return result.assign(missing_scores=table.isna().sum(axis=1))


def phase_probabilities(
    scores: Wide,
    criteria: LongTable,
    rng: np.random.Generator,
    *,
    perturb: float = 0.2,
    draws: int = 5000,
    pass_score: float = 2.0,
    should_share: float = 0.7,
) -> LongTable:
    """Probability of each phase by the gate rule if scores were a little different.

    Every score moves one step up or down with probability `perturb` (half each way, within 0-4); a missing
    score is drawn from 0-4 with equal probabilities.

    Parameters
    ----------
    scores, criteria, pass_score, should_share
        As in :func:`cluster_phases`.
    rng : Generator
        Source of chance.
    perturb : float
        Probability that a score moves, 0-1.
    draws : int
        Number of draws.

    Returns
    -------
    DataFrame, shape (n_clusters, 5)
        Probabilities of phase 0-4; each row sums to 1.

    Raises
    ------
    SchemaError
        As in :func:`cluster_phases`, or if `perturb` is not a probability.

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion_id": ["a"], "dimension_sv": "x", "phase": [1], "kind": "must"})
    >>> table = pd.DataFrame({"a": [4]}, index=["x"])
    >>> phase_probabilities(table, criteria, np.random.default_rng(1), draws=10).loc["x"].tolist()
    [0.0, 0.0, 0.0, 0.0, 1.0]
    """
    if not 0 <= perturb <= 1:
        raise SchemaError(f"perturb must lie between 0 and 1, not {perturb}.")
    table, rules = _checked(scores), _checked_criteria(criteria, scores.columns)
    shares = np.empty((len(table), PHASES + 1))
    for row, cells in enumerate(table.to_numpy()):
        drawn = _perturbed(np.tile(cells, (draws, 1)), rng, perturb)
        phases = _gate(drawn, rules, pass_score, should_share)
        shares[row] = np.bincount(phases, minlength=PHASES + 1) / draws
    return pd.DataFrame(shares, table.index, pd.RangeIndex(PHASES + 1, name="phase"))


def phase_decline(before: pd.Series, now: pd.Series) -> pd.Series:
    """Flag of decline or renewal: the phase is lower than in the wave before.

    Parameters
    ----------
    before, now : Series, shape (n_clusters,)
        Phase in two waves.

    Returns
    -------
    Series of bool
        Missing for a cluster without a phase in both waves.

    Examples
    --------
    >>> phase_decline(pd.Series({"x": 3, "y": 2}), pd.Series({"x": 2, "y": 2})).to_dict()
    {'x': True, 'y': False}
    """
    earlier = before.astype("Float64").reindex(now.index)
    return (now.astype("Float64") < earlier).rename("is_declining")


def _gate(cells: FloatArray, criteria: LongTable, pass_score: float, should_share: float) -> np.ndarray:
    """Phase of each row of complete scores."""
    met = cells >= pass_score
    phase, must = criteria["phase"].to_numpy(), (criteria["kind"] == "must").to_numpy()
    reached = np.zeros(len(cells), dtype=int)
    standing = np.ones(len(cells), dtype=bool)
    for level in range(1, PHASES + 1):
        shoulds = (phase <= level) & ~must
        standing &= met[:, (phase <= level) & must].all(axis=1)
        enough = met[:, shoulds].mean(axis=1) >= should_share - 1e-12 if shoulds.any() else True
        reached[standing & enough] = level
    return reached


def _perturbed(cells: FloatArray, rng: np.random.Generator, perturb: float) -> FloatArray:
    step = np.where(rng.random(cells.shape) < 0.5, -1, 1) * (rng.random(cells.shape) < perturb)
    anything = rng.integers(LOWEST, HIGHEST + 1, cells.shape)
    return np.where(np.isnan(cells), anything, np.clip(cells + step, LOWEST, HIGHEST))


def _level(means: pd.Series) -> pd.Series:
    return np.minimum(1 + np.floor(means), PHASES).astype("Int64")


def _checked(scores: Wide) -> Wide:
    table = as_frame(scores, "scores")
    wrong = ((table < LOWEST) | (table > HIGHEST)).to_numpy()
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        value = f"{table.iat[row, column]:g}"
        raise SchemaError(f"scores: '{table.index[row]}', '{table.columns[column]}': {value} lies outside 0-4.")
    return table


def _checked_criteria(criteria: LongTable, wanted: pd.Index) -> LongTable:
    require_columns(criteria, ["criterion_id", "dimension_sv", "phase", "kind"], "criteria")
    table = criteria.set_index("criterion_id")
    odd = table.index.symmetric_difference(wanted, sort=False)
    if len(odd) or table.index.has_duplicates:
        name = odd[0] if len(odd) else table.index[table.index.duplicated()][0]
        raise SchemaError(f"criteria: '{name}' must occur once in the criteria and once in the scores.")
    if not table["phase"].isin(range(1, PHASES + 1)).all() or not table["kind"].isin(["must", "should"]).all():
        raise SchemaError("criteria: phase must be 1-4 and kind must or should.")
    return table.loc[wanted]
