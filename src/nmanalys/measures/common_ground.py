"""What several counties could build on together: areas that official data support and that more than one has named."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.named_areas import covered_shares
from nmanalys.measures.overlap import ruzicka_index
from nmanalys.vocabulary.typing import LongTable

__all__ = ["common_ground", "similar_priorities"]


def common_ground(
    quotients: pd.DataFrame, links: LongTable, priorities: LongTable, tiers: LongTable, *, cover: float = 0.25
) -> pd.DataFrame:
    """For each area, its joint quotient and the counties that have named it or are strong in it.

    Parameters
    ----------
    quotients : DataFrame, by area
        Result of :func:`~nmanalys.measures.evidence_map.area_quotients` for the counties together.
    links : DataFrame
        `area_id, code, weight` of the areas' industries.
    priorities : DataFrame
        `region_code, code, weight` of the counties' priorities.
    tiers : DataFrame
        `region_code, area_id, tier`.
    cover : float
        Lowest share (0-1) of an area's weights in industries of a county's priorities for the county to have named it.

    Returns
    -------
    DataFrame, by area
        The quotients, `named` (tuple of the counties' codes), `strong` (those where it is a strength area) and `potential`.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> quotients = pd.DataFrame({"lq": [3.0]}, index=pd.Index(["metal"], name="area_id"))
    >>> links = pd.DataFrame({"area_id": ["metal"], "code": ["24"], "weight": [1.0]})
    >>> named = pd.DataFrame({"region_code": ["20", "21"], "code": ["24", "62"], "weight": [1.0, 1.0]})
    >>> tiers = pd.DataFrame({"region_code": ["20"], "area_id": ["metal"], "tier": ["styrkeområde"]})
    >>> common_ground(quotients, links, named, tiers)[["named", "strong"]].values.tolist()
    [[('20',), ('20',)]]
    """
    require_columns(priorities, ["region_code", "code", "weight"], "priorities")
    require_columns(tiers, ["region_code", "area_id", "tier"], "tiers")
    each = pd.Series(1.0, links["code"].unique())
    shares = {county: covered_shares(links, each, own) for county, own in priorities.groupby("region_code")}
    table = quotients.copy()
    table["named"] = [tuple(c for c, share in shares.items() if share.get(area, 0) >= cover) for area in table.index]
    for column, tier in (("strong", "styrkeområde"), ("potential", "potentiellt styrkeområde")):
        there = tiers[tiers["tier"] == tier].groupby("area_id")["region_code"].agg(lambda codes: tuple(sorted(codes)))
        table[column] = [there.get(area, ()) for area in table.index]
    return table


def similar_priorities(links: LongTable, priorities: LongTable) -> LongTable:
    r"""How alike the priorities of different counties are, by what they are linked to.

    .. math:: J(p, q) = \frac{\sum_c \min(w_{pc}, w_{qc})}{\sum_c \max(w_{pc}, w_{qc})}

    Parameters
    ----------
    links : DataFrame
        `priority_id, classification, code, weight`.
    priorities : DataFrame
        `priority_id, region_code, name_sv`.

    Returns
    -------
    DataFrame
        One row a pair from two counties: `first, second` (names), `first_region, second_region`, `similarity` (0-1), most
        alike first.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> links = pd.DataFrame({"priority_id": ["a", "b", "b"], "classification": "SNI", "code": ["24", "24", "25"],
    ...                       "weight": [1.0, 1.0, 1.0]})
    >>> names = pd.DataFrame({"priority_id": ["a", "b"], "region_code": ["20", "21"], "name_sv": ["Stål", "Metall"]})
    >>> similar_priorities(links, names)[["first", "second", "similarity"]].values.tolist()
    [['Stål', 'Metall', 0.5]]
    """
    require_columns(links, ["priority_id", "classification", "code", "weight"], "links")
    require_columns(priorities, ["priority_id", "region_code", "name_sv"], "priorities")
    wide = links.pivot_table(index="priority_id", columns=["classification", "code"], values="weight", fill_value=0.0)
    about = priorities.set_index("priority_id").loc[wide.index]
    rows = [
        (about.at[a, "name_sv"], about.at[b, "name_sv"], about.at[a, "region_code"], about.at[b, "region_code"],
         ruzicka_index(wide.loc[a], wide.loc[b]))
        for a, b in combinations(wide.index, 2) if about.at[a, "region_code"] != about.at[b, "region_code"]
    ]  # fmt: skip
    columns = ["first", "second", "first_region", "second_region", "similarity"]
    return pd.DataFrame(rows, columns=columns).sort_values("similarity", ascending=False, ignore_index=True)
