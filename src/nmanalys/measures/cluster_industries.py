"""The industries around cluster organisations: how they have grown, and which priorities they are part of."""

from __future__ import annotations

import pandas as pd

from nmanalys.measures.frames import divide
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import LongTable

__all__ = ["industry_growth", "shared_industries"]


def industry_growth(change: LongTable) -> LongTable:
    r"""Growth of each industry in a region and in the nation, from the parts of a shift-share analysis.

    .. math:: g_{ir} = E_1 / E_0 - 1, \qquad g_i = (NS + IM) / E_0

    with the national share NS and the industry mix IM.

    Parameters
    ----------
    change : DataFrame
        Result table `industry_change`: `sni_group, start_year, end_year, start, end, national_share, industry_mix`.

    Returns
    -------
    DataFrame
        `sni_group, start_year, end_year, growth, national_growth` (0.1 = ten per cent); missing where suppressed or
        nobody was employed in the first year.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> change = pd.DataFrame({"sni_group": ["B+C"], "start_year": 2020, "end_year": 2024, "start": 100.0, "end": 130.0,
    ...                        "national_share": 9.5, "industry_mix": 3.0})
    >>> industry_growth(change)[["growth", "national_growth"]].round(3).values.tolist()
    [[0.3, 0.125]]
    """
    wanted = ["sni_group", "start_year", "end_year", "start", "end", "national_share", "industry_mix"]
    require_columns(change, wanted, "change")
    growth: pd.Series = divide(change["end"], change["start"]) - 1
    nation = divide(change["national_share"] + change["industry_mix"], change["start"])
    return change[wanted[:3]].assign(growth=growth, national_growth=nation)


def shared_industries(
    clusters: LongTable, priorities: LongTable, links: LongTable, *, least_weight: float = 0.1
) -> LongTable:
    """Which cluster organisations work in the industries of which priority of their county.

    Parameters
    ----------
    clusters : DataFrame
        `cluster_id, name, county_code, sni_divisions`, divisions separated by spaces; may be empty.
    priorities : DataFrame
        `priority_id, region_code, name_sv`; may be empty.
    links : DataFrame
        `priority_id, classification, code, weight` (0-1); only industries (SNI) are used.
    least_weight : float
        Smallest share of a priority's weight, 0-1, that counts as a link.

    Returns
    -------
    DataFrame
        One row for each priority and cluster of the same county that share an industry: `priority_id, cluster_id,
        name, divisions` (separated by spaces) and `weight`, the share of the priority's weight in these industries
        (0-1); the largest weight first within a priority.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    A shared industry is no membership and no commitment: it says where an actor could contribute.

    Examples
    --------
    >>> clusters = pd.DataFrame({"cluster_id": ["stal"], "name": ["Stål"], "county_code": ["20"],
    ...                          "sni_divisions": ["24 25"]})
    >>> priorities = pd.DataFrame({"priority_id": ["d-industri"], "region_code": ["20"], "name_sv": ["Industri"]})
    >>> links = pd.DataFrame({"priority_id": "d-industri", "classification": "SNI", "code": ["24", "28"],
    ...                       "weight": [0.75, 0.25]})
    >>> shared_industries(clusters, priorities, links)[["name", "divisions", "weight"]].values.tolist()
    [['Stål', '24', 0.75]]
    """
    require_columns(clusters, ["cluster_id", "name", "county_code", "sni_divisions"], "clusters")
    require_columns(priorities, ["priority_id", "region_code"], "priorities")
    require_columns(links, ["priority_id", "classification", "code", "weight"], "links")
    own = links[links["classification"] == "SNI"].merge(priorities[["priority_id", "region_code"]], on="priority_id")
    own = own.assign(weight=divide(own["weight"], own.groupby("priority_id")["weight"].transform("sum")))
    long = clusters.assign(code=clusters["sni_divisions"].astype("str").str.split()).explode("code")
    both = own.merge(long, left_on=["region_code", "code"], right_on=["county_code", "code"])
    groups = both.sort_values("code").groupby(["priority_id", "cluster_id", "name"], sort=False)
    table = groups.agg(divisions=("code", " ".join), weight=("weight", "sum")).reset_index()
    table = table[table["weight"] >= least_weight]
    return table.sort_values(["priority_id", "weight", "name"], ascending=[True, False, True], ignore_index=True)
