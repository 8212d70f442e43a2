"""Two tiers of strength areas, and how much they owe to the key between fields, areas and industries.

The key is the project's own. What it decides is tried in two ways: one link at a time is dropped, and all weights are
moved a little at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from nmanalys.measures.academic import quadrant
from nmanalys.measures.areas import drawn_scores, link_sensitivity
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.translation import N_
from nmanalys.vocabulary.typing import LongTable

__all__ = ["Side", "key_sensitivity", "strength_tiers"]

STRENGTH, POTENTIAL, NEITHER, UNSEEN = (
    N_("styrkeområde"),
    N_("potentiellt styrkeområde"),
    N_("under gränsen"),
    N_("kan ej bedömas"),
)
JOINT = N_("gemensam styrka")


class Side(NamedTuple):
    """One side of an area: its codes and how they are linked.

    Attributes
    ----------
    codes : DataFrame, by code
        `size` (0 or more) and `is_strong`; missing if suppressed.
    links : DataFrame
        `area_id, code, weight` (0-1).
    """

    codes: pd.DataFrame
    links: LongTable


def strength_tiers(areas: pd.DataFrame, *, cut: float = 0.5) -> pd.Series:
    r"""Divide areas into strength areas and potential ones.

    .. math:: tier_a = \begin{cases}
        \text{strength} & s_I \geq t \wedge s_A \geq t \text{ with sufficient probability} \\
        \text{potential} & \sqrt{s_I s_A} \geq t \text{ otherwise} \end{cases}

    Parameters
    ----------
    areas : DataFrame, by area
        Result of :func:`~nmanalys.measures.area_evidence.join_evidence`.
    cut : float
        Score t from which a side, or both together, is strong.

    Returns
    -------
    Series of str
        `styrkeområde`, `potentiellt styrkeområde`, `under gränsen`, or `kan ej bedömas` where a side is unknown.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> areas = pd.DataFrame({"joint_score": [0.8, 0.6, None, 0.1],
    ...                       "label": ["gemensam styrka", "gränsfall", None, "ej belagd"]})
    >>> strength_tiers(areas).tolist()
    ['styrkeområde', 'potentiellt styrkeområde', 'kan ej bedömas', 'under gränsen']
    """
    require_columns(areas, ["joint_score", "label"], "areas")
    score = areas["joint_score"].astype(float)
    steps = [
        (areas["label"] == JOINT, STRENGTH),
        (score >= cut, POTENTIAL),
        (score.isna(), UNSEEN),
    ]
    found = np.select([step for step, _ in steps], [tier for _, tier in steps], NEITHER)
    return pd.Series(found, areas.index, name="tier")


def key_sensitivity(
    industry: Side,
    academy: Side,
    rng: np.random.Generator,
    *,
    cut: float = 0.5,
    spread: float = 0.2,
    draws: int = 2000,
) -> pd.DataFrame:
    r"""How far each area's joint score and class hang on single links and on the weights.

    .. math:: s_a^{(-l)} = \sqrt{s_{I,a}^{(-l)} s_{A,a}}, \qquad
        stability_a = P(\text{quadrant}(V') = \text{quadrant}(V)), \quad V' = V + U(-d, d)

    Parameters
    ----------
    industry, academy : Side
        The two sides.
    rng : Generator
        Source of chance.
    cut : float
        Score from which a side is strong.
    spread : float
        Largest change d of a weight, 0-1.
    draws : int
        Number of draws.

    Returns
    -------
    DataFrame, by area
        `joint_score`, `lowest` and `highest` with one link dropped, `decisive_code`, whose link moves it most, and
        `stability` (0-1), the share of draws with the same quadrant. Missing where a side is unknown.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.areas.area_scores`.

    Examples
    --------
    >>> codes = pd.DataFrame({"size": [1.0, 3.0], "is_strong": [True, False]}, index=["24", "25"])
    >>> links = pd.DataFrame({"area_id": "metal", "code": ["24", "25"], "weight": 1.0})
    >>> sure = pd.DataFrame({"size": [1.0], "is_strong": [True]}, index=["2.5"])
    >>> field = pd.DataFrame({"area_id": ["metal"], "code": ["2.5"], "weight": [1.0]})
    >>> table = key_sensitivity(Side(codes, links), Side(sure, field), np.random.default_rng(1))
    >>> table[["joint_score", "lowest", "highest", "stability"]].values.tolist(), table["decisive_code"].tolist()
    ([[0.5, 0.0, 1.0, 1.0]], ['25'])
    """
    sides = (industry, academy)
    alone = [link_sensitivity(_strength(side), side.links, side.codes["size"]) for side in sides]
    areas = alone[0].index.union(alone[1].index, sort=False)
    own, other = (table.reindex(areas) for table in alone)
    joint = np.sqrt(own["score"] * other["score"])
    moved = {
        (limit, place): np.sqrt(first[limit].fillna(first["score"]) * second["score"])
        for place, (first, second) in enumerate(((own, other), (other, own)))
        for limit in ("lowest", "highest")
    }
    reach = [np.maximum(joint - moved["lowest", place], moved["highest", place] - joint) for place in (0, 1)]
    table = pd.DataFrame({"joint_score": joint})
    table["lowest"] = np.fmin(moved["lowest", 0], moved["lowest", 1])
    table["highest"] = np.fmax(moved["highest", 0], moved["highest", 1])
    table["decisive_code"] = own["decisive_code"].where(reach[0] >= reach[1], other["decisive_code"])
    drawn = [_drawn(side, areas, rng, spread, draws) for side in sides]
    known = joint.notna()
    found = quadrant(own["score"], other["score"], cut=cut)
    pairs = {area: _same(drawn[0][area], drawn[1][area], found[area], cut) for area in areas[known]}
    return table.assign(stability=pd.Series(pairs, dtype=float).reindex(areas)).rename_axis("area_id")


def _strength(side: Side) -> pd.Series:
    return side.codes["is_strong"].astype("float64")


def _drawn(side: Side, areas: pd.Index, rng: np.random.Generator, spread: float, draws: int) -> dict[str, np.ndarray]:
    groups = dict(list(side.links.groupby("area_id", sort=False)))
    nothing = np.full(draws, np.nan)
    strength, sizes = _strength(side), side.codes["size"]
    return {
        area: drawn_scores(strength, groups[area], rng, sizes, spread=spread, draws=draws)
        if area in groups
        else nothing
        for area in areas
    }


def _same(industry: np.ndarray, academy: np.ndarray, found: str, cut: float) -> float:
    return float((quadrant(pd.Series(industry), pd.Series(academy), cut=cut) == found).mean())
