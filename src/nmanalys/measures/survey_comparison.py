"""Two waves of the firms' survey, and the items of one wave, compared.

Waves are compared as totals only, and only when they asked about the same clusters: the difference between two totals
over different clusters would be the answers of the clusters that one of them lacks.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.ordinal_mixed import mixed_proportional_odds
from nmanalys.measures.survey_protection import publishable_answers
from nmanalys.measures.survey_report import PERCENT_N, TOP, item_summary
from nmanalys.measures.waves import newcombe_difference, paired_difference
from nmanalys.vocabulary.typing import LongTable

__all__ = ["item_odds", "wave_changes"]

LEAST_PAIRS = 30
LEAST_ANSWERS, MOST_ANSWERS = 60, 5000
CHANGES = [
    "item", "wave_before", "wave", "n_before", "n", "share_before", "share", "difference", "lower", "upper",
    "pairs", "paired_difference", "paired_lower", "paired_upper",
]  # fmt: skip
ODDS = ["item", "odds_ratio", "lower", "upper", "reference", "firms", "answers"]


def wave_changes(
    survey: LongTable,
    frame: LongTable,
    counties: pd.Series,
    rng: np.random.Generator,
    *,
    confidence: float = 0.95,
    min_n: int = 5,
) -> LongTable:
    """Change of the share of high answers between a region's two latest waves.

    Parameters
    ----------
    survey, frame : DataFrame
        All waves of the region's clusters: `firm_id, cluster_id, wave, size_class, item, answer` and
        `cluster_id, wave, size_class, firms`.
    counties : Series, by cluster
        County of each cluster.
    rng : Generator
        Source of chance, for the bootstrap over firms that answered in both waves.
    confidence : float
        Confidence level, 0-1.
    min_n : int
        Fewest answers for anything to be shown.

    Returns
    -------
    DataFrame
        `item, wave_before, wave, n_before, n, share_before, share`, their `difference` with Newcombe's limits
        `lower, upper` as of two independent samples, and among firms that answered the item about the same cluster in
        both waves the number of `pairs` and, from thirty pairs on, `paired_difference, paired_lower, paired_upper`.
        Missing where either share is hidden; empty when there is one wave, or the waves are not about the same clusters.

    Raises
    ------
    SchemaError
        If a column is missing or more answered than the frame holds.

    Examples
    --------
    >>> survey = pd.DataFrame({"firm_id": [f"p{at}" for at in range(10)] * 2, "cluster_id": "a", "size_class": "1–9",
    ...     "wave": [2023] * 10 + [2025] * 10, "item": 1, "answer": [1] * 4 + [5] * 6 + [2] * 8 + [5] * 2})
    >>> frame = pd.DataFrame({"cluster_id": "a", "wave": [2023, 2025], "size_class": "1–9", "firms": 40})
    >>> table = wave_changes(survey, frame, pd.Series({"a": "20"}), np.random.default_rng(1))
    >>> table[["share_before", "share", "difference", "pairs"]].values.tolist()
    [[0.4, 0.8, 0.4, 10.0]]
    """
    require_columns(survey, ["firm_id", "cluster_id", "wave", "item", "answer"], "survey")
    require_columns(frame, ["cluster_id", "wave", "firms"], "frame")
    waves = sorted(survey["wave"].unique())[-2:]
    parts = [survey[survey["wave"] == wave] for wave in waves] if len(waves) == 2 else []
    if not parts or set(parts[0]["cluster_id"].unique()) != set(parts[1]["cluster_id"].unique()):
        return pd.DataFrame({name: pd.Series(dtype="float64") for name in CHANGES})
    parts = [publishable_answers(part, counties, min_n=min_n) for part in parts]
    before, now = (
        item_summary(part, frame[frame["wave"] == wave], min_n=min_n) for wave, part in zip(waves, parts, strict=True)
    )
    both = before.merge(now, on="item", suffixes=("_before", ""))
    rows = [_change(row, parts, rng, confidence) for row in both.to_dict("records")]
    return pd.DataFrame(rows).assign(wave_before=waves[0], wave=waves[1])[CHANGES]


def item_odds(survey: LongTable, *, confidence: float = 0.95) -> LongTable:
    r"""Odds of a higher answer to each item, compared with the one that got the highest, within a firm.

    The inverse of the odds ratios of :func:`~nmanalys.measures.ordinal_mixed.mixed_proportional_odds`, whose codes rise
    as answers fall.

    Parameters
    ----------
    survey : DataFrame
        `firm_id, item, answer` of one wave; answers that may not be counted left out.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    DataFrame
        `item, odds_ratio, lower, upper, reference, firms, answers`; empty with fewer than 60 answers, with more than
        5,000 (whose shares need no model), or where the model has no solution.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> item_odds(pd.DataFrame({"firm_id": ["p1", "p1"], "item": [1, 2], "answer": [1, 5]})).empty
    True
    """
    require_columns(survey, ["firm_id", "item", "answer"], "survey")
    known = survey.dropna(subset="answer").reset_index(drop=True)
    empty = pd.DataFrame({name: pd.Series(dtype="float64") for name in ODDS})
    if not LEAST_ANSWERS <= len(known) <= MOST_ANSWERS:
        return empty
    reference = known.groupby("item")["answer"].mean().idxmin()
    others = sorted(set(known["item"]) - {reference})
    design = pd.DataFrame({item: (known["item"] == item).astype(float) for item in others})
    try:
        fitted = mixed_proportional_odds(known["answer"], design, known["firm_id"], confidence=confidence)
    except SchemaError:
        return empty
    odds = fitted.odds.rename_axis("item").reset_index()
    inverse = {"odds_ratio": 1 / odds["odds_ratio"], "lower": 1 / odds["upper"], "upper": 1 / odds["lower"]}
    return odds.assign(**inverse, reference=reference, firms=fitted.firms, answers=fitted.n)[ODDS]


def _change(row: dict, parts: list[LongTable], rng: np.random.Generator, confidence: float) -> dict:
    shown = {name: row[name] for name in ("item", "n_before", "n", "share_before", "share")}
    none = dict.fromkeys(["difference", "lower", "upper"], np.nan)
    if not (row["share"] >= 0 and row["share_before"] >= 0):
        pair = {"pairs": np.nan, **{f"paired_{name}": np.nan for name in none}}
        return shown | none | pair | {"share": np.nan, "share_before": np.nan}
    counts = [int(row[name]) for name in ("count", "n", "count_before", "n_before")]
    change = newcombe_difference(*counts, confidence=confidence)
    paired = paired_difference(*(_by_firm(part, row["item"]) for part in parts), rng, top=TOP, confidence=confidence)
    own = {f"paired_{name}": paired[name] if paired["pairs"] >= LEAST_PAIRS else np.nan for name in none}
    pairs = paired["pairs"] if paired["pairs"] >= PERCENT_N else np.nan
    return shown | change.to_dict() | {"pairs": pairs, **own}


def _by_firm(part: LongTable, item: int) -> pd.Series:
    """Answers to one item by firm and cluster: a firm in two clusters answers twice."""
    return part[part["item"] == item].dropna(subset="answer").set_index(["firm_id", "cluster_id"])["answer"]
