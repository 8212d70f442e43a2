"""Which clusters an assessment or a survey is about: organisations with a name, or invented examples.

A project that has no assessment of its own shows how one is made with invented clusters. Once a region has brought its
own, the same tables are about its organisations. The list in which a cluster stands says which it is.
"""

from __future__ import annotations

import pandas as pd

from nmanalys.vocabulary.typing import LongTable

__all__ = ["cluster_lists", "listed_clusters"]

ABOUT = ["cluster_id", "name", "county_code", "field_sv", "member_firms"]


def listed_clusters(table: LongTable, organisations: LongTable, examples: LongTable) -> LongTable:
    """Clusters of a region that a table is about.

    Parameters
    ----------
    table : DataFrame
        `cluster_id` and whatever else; scores, conditions or answers.
    organisations, examples : DataFrame
        The region's rows of the tables `clusters` and `example_clusters`; may be empty.

    Returns
    -------
    DataFrame
        `cluster_id, name, county_code, field_sv, member_firms, is_example`, the organisations first, each list in its
        order; empty when the table is about none of the region's clusters.

    Examples
    --------
    >>> about = {"county_code": "20", "field_sv": "stål", "member_firms": 9}
    >>> real = pd.DataFrame({"cluster_id": ["stal", "tra"], "name": ["Stål", "Trä"], **about})
    >>> invented = pd.DataFrame({"cluster_id": ["ex-20-1"], "name": ["Exempelkluster Stål"], **about})
    >>> listed_clusters(pd.DataFrame({"cluster_id": ["stal", "stal"]}), real, invented)[["name", "is_example"]]
       name  is_example
    0  Stål       False
    """
    both = [organisations[ABOUT].assign(is_example=False), examples[ABOUT].assign(is_example=True)]
    clusters = pd.concat([part.astype({"member_firms": "float64"}) for part in both], ignore_index=True)
    return clusters[clusters["cluster_id"].isin(table["cluster_id"])].reset_index(drop=True)


def cluster_lists(clusters: LongTable) -> list[str]:
    """Names of the tables in which some clusters stand, for an exhibit's sources.

    Examples
    --------
    >>> cluster_lists(pd.DataFrame({"is_example": [True, True]}))
    ['example_clusters']
    """
    names = clusters["is_example"].map({True: "example_clusters", False: "clusters"})
    return sorted(names.unique())
