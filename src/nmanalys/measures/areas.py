"""From industries and research fields to areas, by weights between 0 and 1.

The weights are the project's own, each with a rationale; no official key exists. Coverage says how much of an area
the data can see at all.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide, normal_quantile
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import FloatArray, LongTable

__all__ = ["area_scores", "link_perturbation", "link_sensitivity"]


def area_scores(codes: pd.Series, links: LongTable, sizes: pd.Series | None = None) -> LongTable:
    r"""From strengths of codes (industries or fields) to strengths of areas.

    .. math:: s_a = \frac{\sum_c V_{ca} E_c x_c}{\sum_c V_{ca} E_c}, \qquad
        coverage_a = \frac{\sum_{c\ known} V_{ca}}{\sum_c V_{ca}}

    Parameters
    ----------
    codes : Series
        Strength of each code: 1 or 0, or a probability; missing if unknown.
    links : DataFrame
        `area_id, code, weight` (0-1), weights of one code summing to at most 1.
    sizes : Series, optional
        Size of each code, such as employed persons; equal when omitted.

    Returns
    -------
    DataFrame, by area
        `score` (0-1, missing if nothing is known), `coverage` (0-1), `strong_codes` (number with a strength of
        0.5 or more), `codes` (number linked).

    Raises
    ------
    SchemaError
        If a weight lies outside 0-1 or a code's weights sum to more than 1.

    Examples
    --------
    >>> links = pd.DataFrame({"area_id": "metal", "code": ["24", "25", "28"], "weight": [1.0, 0.5, 0.5]})
    >>> area_scores(pd.Series({"24": 1.0, "25": 0.0}), links).loc["metal"].round(4).tolist()
    [0.6667, 0.75, 1.0, 3.0]
    """
    _check_links(links)
    return _scores(codes, links, sizes)


def _scores(codes: pd.Series, links: LongTable, sizes: pd.Series | None) -> LongTable:
    table = links.assign(strength=codes.reindex(links["code"]).to_numpy(dtype=float))
    size = 1.0 if sizes is None else sizes.reindex(links["code"]).to_numpy(dtype=float)
    known = table["strength"].notna().to_numpy() & ~np.isnan(size * np.ones(len(table)))
    mass = np.where(known, table["weight"] * size, 0.0)
    sums = table.assign(
        mass=mass,
        strong_mass=np.where(known, mass * table["strength"], 0.0),
        known_weight=np.where(known, table["weight"], 0.0),
        strong=(table["strength"] >= 0.5) & (table["weight"] > 0),
    ).groupby("area_id", sort=False)
    total = sums[["mass", "strong_mass", "known_weight", "weight", "strong"]].sum()
    return pd.DataFrame(
        {
            "score": divide(total["strong_mass"], total["mass"]),
            "coverage": divide(total["known_weight"], total["weight"]),
            "strong_codes": total["strong"],
            "codes": sums.size(),
        },
        index=total.index,
    )


def link_sensitivity(codes: pd.Series, links: LongTable, sizes: pd.Series | None = None) -> LongTable:
    """How much each area's score moves when one of its links is dropped.

    Parameters
    ----------
    codes, links, sizes
        As in :func:`area_scores`.

    Returns
    -------
    DataFrame, by area
        `score`, `lowest` and `highest` score with one link dropped (missing for an area of one link), and
        `decisive_code`, whose link moves the score most.

    Raises
    ------
    SchemaError
        As in :func:`area_scores`.

    Examples
    --------
    >>> links = pd.DataFrame({"area_id": "metal", "code": ["24", "25"], "weight": 1.0})
    >>> link_sensitivity(pd.Series({"24": 1.0, "25": 0.0}), links).loc["metal", ["lowest", "highest"]].tolist()
    [0.0, 1.0]
    """
    require_columns(links, ["area_id", "code", "weight"], "links")
    full = area_scores(codes, links, sizes)["score"]
    table = links.reset_index(drop=True)
    dropped = table[["area_id", "code"]].assign(score=_scores(codes, _without_each(table), sizes)["score"])
    groups = dropped.groupby("area_id", sort=False)
    moved = dropped.assign(move=(dropped["score"] - dropped["area_id"].map(full)).abs())
    most = moved.dropna(subset="move").sort_values("move", ascending=False, kind="stable").groupby("area_id")["code"]
    limits = {"lowest": groups["score"].min(), "highest": groups["score"].max(), "decisive_code": most.first()}
    return pd.DataFrame({"score": full} | limits)


def link_perturbation(
    codes: pd.Series,
    links: LongTable,
    rng: np.random.Generator,
    sizes: pd.Series | None = None,
    *,
    spread: float = 0.2,
    confidence: float = 0.9,
    draws: int = 2000,
) -> LongTable:
    r"""How far each area's score moves when all its weights are a little different at once.

    .. math:: V'_{ca} = \min(1, \max(0, V_{ca} + u)), \qquad u \sim U(-d, d)

    Parameters
    ----------
    codes, links, sizes
        As in :func:`area_scores`.
    rng : Generator
        Source of chance.
    spread : float
        Largest change d of a weight, 0-1.
    confidence : float
        Share of the draws between the limits, 0-1.
    draws : int
        Number of draws.

    Returns
    -------
    DataFrame, by area
        `score`, and `lower, upper`, percentiles over the draws; missing if nothing is known of the area.

    Raises
    ------
    SchemaError
        As in :func:`area_scores`, or if `spread` or `confidence` lies outside 0-1.

    Examples
    --------
    >>> links = pd.DataFrame({"area_id": "metal", "code": ["24", "25"], "weight": 0.5})
    >>> moved = link_perturbation(pd.Series({"24": 1.0, "25": 0.0}), links, np.random.default_rng(1))
    >>> moved.loc["metal"].round(1).tolist()
    [0.5, 0.4, 0.6]
    """
    normal_quantile(confidence)
    if not 0 <= spread <= 1:
        raise SchemaError(f"spread must lie between 0 and 1, not {spread}.")
    limits = [(1 - confidence) / 2, (1 + confidence) / 2]
    table = area_scores(codes, links, sizes)[["score"]].assign(lower=np.nan, upper=np.nan)
    for area, part in links.groupby("area_id", sort=False):
        scores = drawn_scores(codes, part, rng, sizes, spread=spread, draws=draws)
        if not np.isnan(scores).all():
            table.loc[area, ["lower", "upper"]] = np.nanquantile(scores, limits)
    return table


def drawn_scores(
    codes: pd.Series, links: LongTable, rng: np.random.Generator, sizes: pd.Series | None, *, spread: float, draws: int
) -> FloatArray:
    """Scores of one area when its weights are drawn as in :func:`link_perturbation`, one a draw."""
    strength = codes.reindex(links["code"]).to_numpy(dtype=float)
    size = np.ones(len(links)) if sizes is None else sizes.reindex(links["code"]).to_numpy(dtype=float)
    known = ~np.isnan(strength * size)
    drawn = np.clip(links["weight"].to_numpy(float) + rng.uniform(-spread, spread, (draws, len(links))), 0, 1)
    mass = drawn[:, known] * size[known]
    # a sum of parts may exceed the whole in the last digit
    return np.clip(divide(mass @ strength[known], mass.sum(axis=1)), 0, 1)


def _without_each(links: LongTable) -> LongTable:
    """For each link, numbered from 0, the other links of its area: as many areas as there are links."""
    places = list(links.groupby("area_id", sort=False).indices.values())
    pairs = [(own, other) for members in places for own in members for other in members if own != other]
    numbers, others = np.array(pairs, dtype=int).reshape(-1, 2).T
    return links.iloc[others].assign(area_id=numbers)


def _check_links(links: LongTable) -> None:
    require_columns(links, ["area_id", "code", "weight"], "links")
    if not links["weight"].between(0, 1).all():
        code = links.loc[~links["weight"].between(0, 1), "code"].iloc[0]
        raise SchemaError(f"links: the weight of '{code}' lies outside 0-1.")
    sums = links.groupby("code")["weight"].sum()
    if (sums > 1 + 1e-9).any():
        raise SchemaError(f"links: the weights of '{sums.idxmax()}' sum to {sums.max():g}, more than 1.")
