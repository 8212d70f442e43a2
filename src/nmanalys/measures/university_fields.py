"""Universities side by side: where each puts its weight, its funding, and which fields are large enough for citations."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.research import field_strengths
from nmanalys.measures.specialisation import location_quotient
from nmanalys.vocabulary.typing import LongTable

__all__ = ["university_fields"]

NATION = "SE"


def university_fields(
    publications: LongTable,
    funding: LongTable,
    universities: Sequence[str],
    *,
    threshold: float = 1.25,
    confidence: float = 0.95,
    min_publications: float = 50.0,
) -> LongTable:
    r"""Activity index and funding quotient of each field at each university.

    .. math:: AI_{uf} = \frac{P_{uf} / P_u}{P_f / P}, \qquad FQ_{uf} = \frac{F_{uf} / F_u}{F_f / F}

    Parameters
    ----------
    publications : DataFrame
        `university, field_code, year, publications`; the nation is `SE`. All years are summed.
    funding : DataFrame
        `university, field_code, year, funding_msek`.
    universities : sequence of str
        Their codes; may be empty.
    threshold, confidence : float
        As in :func:`~nmanalys.measures.research.field_strengths`.
    min_publications : float
        Fewest publications over the years for a citation measure to mean anything.

    Returns
    -------
    DataFrame
        One row a university and field: `university` and the columns of
        :func:`~nmanalys.measures.research.field_strengths`, `funding_msek` (all years), `funding_quotient`,
        `is_citable`.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.research.field_strengths`.

    Examples
    --------
    >>> rows = [("hda", "2.5", 80), ("hda", "6.2", 20), ("SE", "2.5", 500), ("SE", "6.2", 500)]
    >>> table = pd.DataFrame(rows, columns=["university", "field_code", "publications"]).assign(year=2021)
    >>> money = table.rename(columns={"publications": "funding_msek"})
    >>> university_fields(table, money, ["hda"])[["funding_quotient", "is_citable"]].values.tolist()
    [[1.6, True], [0.4, False]]
    """
    require_columns(funding, ["university", "field_code", "funding_msek"], "funding")
    rules = {"threshold": threshold, "confidence": confidence}
    parts = [field_strengths(publications, [code], **rules).assign(university=code) for code in universities]
    table = pd.concat(parts, ignore_index=True) if parts else field_strengths(publications, []).assign(university="")
    sums = funding.groupby(["university", "field_code"])["funding_msek"].sum().unstack(fill_value=0.0)
    own = sums.reindex(list(universities)).dropna()
    money = pd.DataFrame({"funding_msek": own.stack()})
    if len(own):
        money["funding_quotient"] = location_quotient(own, sums.loc[NATION]).stack(future_stack=True)
    money = money.rename_axis(["university", "field_code"]).reset_index().reindex(
        columns=["university", "field_code", "funding_msek", "funding_quotient"])  # fmt: skip
    table = table.merge(money, on=["university", "field_code"], how="left")
    return table.assign(is_citable=table["publications"] >= min_publications)
