"""The cluster mapping of one region: phases with their doubt, and where clusters could be looked for.

Two things bear the same name. A cluster as an *agglomeration* is an industry with many jobs in one place, and
statistics can see it. A cluster *organisation* is a body with a manager and members; only an assessment can say how
far it has come. The functions here keep them apart: quotients for the first, phases for the second.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.clusters import SCORES, cluster_phases, criterion_scores, phase_decline, phase_probabilities
from nmanalys.measures.frames import divide
from nmanalys.measures.horizontal import horizontal_categories, meets_horizontal_demand
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.rater_reliability import krippendorff_alpha
from nmanalys.vocabulary.typing import LongTable, Wide

__all__ = ["agreement_of_raters", "assess_clusters", "division_quotients", "horizontal_table"]

PASS_SCORE = 2.0
NUTS2_LENGTH = 4
HORIZONTAL = ("miljo", "lika_mojligheter", "jamstalldhet")
ASSESSED = {
    "gate": "Int64", "gate_lower": "Int64", "gate_upper": "Int64", "mean": "Int64", "weakest_link": "Int64",
    "weakest_dimension": "object", "phase_lower": "Int64", "phase_upper": "Int64", "is_agreed": "boolean",
    "missing_scores": "Int64", "lower": "Int64", "upper": "Int64", "before": "Int64", "is_declining": "boolean",
    "wave": "Int64", "missing_ratings": "Int64", "ratings": "Int64", "ratings_with_evidence": "Int64",
}  # fmt: skip


def assess_clusters(
    scores: LongTable,
    criteria: LongTable,
    clusters: LongTable,
    rng: np.random.Generator,
    *,
    should_share: float = 0.7,
    confidence: float = 0.95,
    perturb: float = 0.2,
    draws: int = 5000,
) -> LongTable:
    """Phase of each cluster in the latest wave by three rules, its plausible range, and the wave before.

    Parameters
    ----------
    scores : DataFrame
        Long table `cluster_id, criterion_id, wave, rater, score` (0-4), and `evidence_sv` where known; other clusters'
        rows are left out.
    criteria : DataFrame
        `criterion_id, dimension_sv, phase, kind`.
    clusters : DataFrame
        `cluster_id` and whatever else describes them; may be empty.
    rng : Generator
        Source of chance. It gives the key to one stream for each cluster, so that a cluster's range does not depend on
        which others stand in the table.
    should_share : float
        Share of should-criteria that a phase demands, 0-1.
    confidence : float
        Share of the draws that the plausible range holds, 0-1.
    perturb, draws
        As in :func:`~nmanalys.measures.clusters.phase_probabilities`.

    Returns
    -------
    DataFrame
        The rows of `clusters` in their order with the columns of
        :func:`~nmanalys.measures.clusters.cluster_phases`, the plausible range `lower, upper` of the gate phase,
        the gate phase of the wave `before`, `is_declining`, the `wave`, how many of the raters' `ratings` are
        missing (`missing_ratings`), and how many name what they rest on (`ratings_with_evidence`).

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.clusters.cluster_phases`.

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion_id": ["a", "b"], "dimension_sv": ["ledning", "FoU"],
    ...                          "phase": [1, 2], "kind": "must"})
    >>> scores = pd.DataFrame({"cluster_id": "x", "criterion_id": ["a", "b"], "wave": 2025, "rater": "A",
    ...                        "score": [4, 0]})
    >>> clusters = pd.DataFrame({"cluster_id": ["x"]})
    >>> assess_clusters(scores, criteria, clusters, np.random.default_rng(1))[["gate", "upper"]].values.tolist()
    [[1, 1]]
    """
    require_columns(scores, SCORES, "scores")
    require_columns(criteria, ["criterion_id"], "criteria")
    require_columns(clusters, ["cluster_id"], "clusters")
    own = scores[scores["cluster_id"].isin(clusters["cluster_id"])]
    if clusters.empty or own.empty:
        return clusters.assign(**{name: pd.Series(dtype=kind) for name, kind in ASSESSED.items()})
    waves = sorted(own["wave"].unique())
    cells = _cells(own, waves[-1], criteria, clusters)
    phases = cluster_phases(cells, criteria, pass_score=PASS_SCORE, should_share=should_share)
    ranges = _plausible(cells, criteria, confidence, rng, perturb=perturb, draws=draws, should_share=should_share)
    before = _gate_before(own, waves, criteria, clusters, should_share)
    table = phases.join(ranges).assign(
        before=before, is_declining=phase_decline(before, phases["gate"]), wave=waves[-1]
    )
    latest = own[own["wave"] == waves[-1]]
    evidence = latest["evidence_sv"].notna() if "evidence_sv" in latest else pd.Series(False, latest.index)
    latest = latest.assign(missing=latest["score"].isna(), told=evidence & latest["score"].notna())
    counts = latest.groupby("cluster_id").agg(
        missing_ratings=("missing", "sum"), ratings=("missing", "size"), ratings_with_evidence=("told", "sum")
    )
    table = table.join(counts)
    return clusters.merge(table.astype(ASSESSED), left_on="cluster_id", right_index=True, how="left")


def agreement_of_raters(scores: LongTable, rng: np.random.Generator | None = None) -> pd.Series:
    """How often the raters of the latest wave gave the same score, and how far beyond chance.

    Parameters
    ----------
    scores : DataFrame
        As in :func:`assess_clusters`; two raters or more.
    rng : Generator, optional
        Source of chance for alpha's interval; none without.

    Returns
    -------
    Series
        `raters`; `n` pairs of ratings of the same criterion, the shares of them that are `exact` and `within_one`
        (0-1); Krippendorff's ordinal `alpha` with `lower` and `upper`. `n` is 0 and what follows is missing without
        two raters.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> scores = pd.DataFrame({"cluster_id": "x", "criterion_id": ["a", "a", "b", "b"], "wave": 1,
    ...                        "rater": ["A", "B", "A", "B"], "score": [2, 2, 3, 4]})
    >>> agreement_of_raters(scores)[["raters", "n", "exact", "within_one"]].tolist()
    [2.0, 2.0, 0.5, 1.0]
    """
    require_columns(scores, SCORES, "scores")
    latest = scores[scores["wave"] == scores["wave"].max()]
    wide = latest.pivot(index=["cluster_id", "criterion_id"], columns="rater", values="score").astype(float)
    pairs = [(wide[one] - wide[two]).abs().dropna() for one, two in combinations(wide.columns, 2)]
    gaps = pd.concat(pairs) if pairs else pd.Series(dtype="float64")
    numbers = {"raters": float(wide.shape[1]), "n": float(len(gaps))}
    if gaps.empty:
        return pd.Series({**numbers, **dict.fromkeys(["exact", "within_one", "alpha", "lower", "upper"], np.nan)})
    found = krippendorff_alpha(wide, rng, level="ordinal")
    shares = {"exact": (gaps == 0).mean(), "within_one": (gaps <= 1).mean()}
    return pd.Series({**numbers, **shares, "alpha": found.alpha, "lower": found.lower, "upper": found.upper})


def horizontal_table(conditions: LongTable, clusters: LongTable) -> LongTable:
    """Category of each horizontal criterion, one row a cluster and one column a criterion.

    Parameters
    ----------
    conditions : DataFrame
        `cluster_id, criterion, condition, met`; other clusters' rows are left out.
    clusters : DataFrame
        `cluster_id` and whatever else describes them; may be empty.

    Returns
    -------
    DataFrame
        The rows of `clusters` with the columns `miljo, lika_mojligheter, jamstalldhet`, the category with its
        own code for exactly one condition, missing where nothing is known; and `meets_demand`, whether two criteria
        are used at least partly, one condition counted as none. There is no total score.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> conditions = pd.DataFrame({"cluster_id": "x", "criterion": "miljo", "condition": [1, 2, 3],
    ...                            "met": [True, False, False]})
    >>> horizontal_table(conditions, pd.DataFrame({"cluster_id": ["x"]}))["miljo"].tolist()
    ['delvis (oklar: 1 villkor)']
    """
    require_columns(conditions, ["cluster_id"], "conditions")
    require_columns(clusters, ["cluster_id"], "clusters")
    own = conditions[conditions["cluster_id"].isin(clusters["cluster_id"])]
    if own.empty:
        none = {name: pd.Series(dtype="object") for name in HORIZONTAL}
        return clusters.assign(**none, meets_demand=pd.Series(dtype="boolean"))
    categories = horizontal_categories(own)
    wide = categories.pivot(index="cluster_id", columns="criterion", values="category")
    wide = wide.reindex(columns=list(HORIZONTAL)).join(meets_horizontal_demand(categories))
    return clusters.merge(wide, left_on="cluster_id", right_index=True, how="left")


def division_quotients(employment: LongTable, nuts: str, *, nation: str = "SE") -> LongTable:
    r"""Location quotient of each division in one NUTS 2 region, in the latest year of the table.

    .. math:: LQ_i = \frac{E_{ri} / \sum_s E_{rs}}{E_i / \sum_s E_s}

    where s runs over the sections, because divisions may be suppressed and do not sum to them.

    Parameters
    ----------
    employment : DataFrame
        `nuts, sni_division, level` (section or division), `year`, `employed` (persons, missing if suppressed).
    nuts, nation : str
        NUTS codes of the region and of the reference; for a county (NUTS 3) the NUTS 2 region around it.

    Returns
    -------
    DataFrame
        `sni_division, year, employed, employed_share, reference_share, lq`, highest quotient first; suppressed
        divisions last, with missing values.

    Raises
    ------
    SchemaError
        If the table lacks the region or the nation.

    Examples
    --------
    >>> rows = {"nuts": ["SE", "SE", "SE31", "SE31"], "sni_division": ["C", "24", "C", "24"],
    ...         "level": ["section", "division"] * 2, "year": 2015, "employed": [1000.0, 100.0, 100.0, 30.0]}
    >>> division_quotients(pd.DataFrame(rows), "SE31")["lq"].round(6).tolist()
    [3.0]
    """
    require_columns(employment, ["nuts", "sni_division", "level", "year", "employed"], "employment")
    latest = employment[employment["year"] == employment["year"].max()]
    nuts = nuts if nuts in set(latest["nuts"]) else nuts[:NUTS2_LENGTH]
    for code in (nuts, nation):
        if code not in set(latest["nuts"]):
            raise SchemaError(f"employment has no rows for '{code}'; it has {', '.join(sorted(set(latest['nuts'])))}.")
    totals = latest[latest["level"] == "section"].groupby("nuts")["employed"].sum(min_count=1)
    divisions = latest[latest["level"] == "division"].pivot(index="sni_division", columns="nuts", values="employed")
    own, reference = divisions[nuts] / totals[nuts], divisions[nation] / totals[nation]
    table = pd.DataFrame({"employed": divisions[nuts], "employed_share": own, "reference_share": reference})
    table = table.assign(lq=divide(own, reference), year=int(latest["year"].iloc[0])).reset_index()
    columns = ["sni_division", "year", "employed", "employed_share", "reference_share", "lq"]
    return table[columns].sort_values(["lq", "sni_division"], ascending=[False, True], ignore_index=True)


def _cells(scores: LongTable, wave: Hashable, criteria: LongTable, clusters: LongTable) -> Wide:
    """Every cluster and criterion of the lists; missing where nobody gave a score."""
    return criterion_scores(scores, wave).reindex(index=clusters["cluster_id"], columns=criteria["criterion_id"])


def _plausible(
    cells: Wide,
    criteria: LongTable,
    confidence: float,
    rng: np.random.Generator,
    *,
    perturb: float,
    draws: int,
    should_share: float,
) -> pd.DataFrame:
    tail = (1 - confidence) / 2
    key = int(rng.integers(np.iinfo(np.int64).max))
    ranges = {}
    for cluster in cells.index:
        own = np.random.Generator(np.random.PCG64([key, *str(cluster).encode()]))
        shares = phase_probabilities(
            cells.loc[[cluster]], criteria, own, perturb=perturb, draws=draws, pass_score=PASS_SCORE,
            should_share=should_share,
        ).iloc[0]  # fmt: skip
        below = shares.cumsum().to_numpy()
        ranges[cluster] = {"lower": int((below <= tail).sum()), "upper": int((below < 1 - tail - 1e-12).sum())}
    return pd.DataFrame.from_dict(ranges, orient="index")


def _gate_before(
    scores: LongTable, waves: list, criteria: LongTable, clusters: LongTable, should_share: float
) -> pd.Series:
    if len(waves) < 2:
        return pd.Series(pd.NA, index=clusters["cluster_id"], dtype="Int64")
    cells = _cells(scores, waves[-2], criteria, clusters)
    return cluster_phases(cells, criteria, pass_score=PASS_SCORE, should_share=should_share)["gate"]
