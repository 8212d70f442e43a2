"""How much research there is in a region, and in which fields its universities publish.

Spending is compared per inhabitant, so that large and small counties can be seen side by side. Fields are compared by
their share of the output: that says where a university puts its weight, not how good it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.division_strengths import strength_probability
from nmanalys.measures.frames import divide
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.quotient_interval import location_quotient_interval
from nmanalys.vocabulary.typing import LongTable

__all__ = ["SECTORS", "field_strengths", "research_spending"]

NATION, MILLION = "00", 1e6
FIELD_COLUMNS = ["field_code", "publications", "activity_index", "lower", "upper", "is_strong", "probability"]
SECTORS = ("all_sectors", "business", "higher_education", "government")


def research_spending(
    spending: LongTable, population: LongTable, *, merge: Mapping[str, Sequence[str]] | None = None
) -> LongTable:
    r"""Spending on research and development by sector, per inhabitant and compared with the nation.

    .. math:: quotient_{rs} = \frac{R_{rs} / B_r}{R_s / B}

    Parameters
    ----------
    spending : DataFrame
        Published figures `region_code, year, measure, value` in million kronor; measures as in `SECTORS`.
    population : DataFrame
        Published figures `region_code, year, measure, value`, persons.
    merge : mapping of str to sequence of str, optional
        Counties that become one row; a sector missing in one of them is missing in the sum.

    Returns
    -------
    DataFrame
        One row a region (the nation too) and sector: `region, sector, million, share` (of the region's total, 0-1),
        `per_inhabitant` (kronor), `nation_per_inhabitant, quotient, year, population_year`. The year is the latest in
        which every region has a total; the population is that of the nearest year that has every region.

    Raises
    ------
    SchemaError
        If no year has every region.

    Examples
    --------
    >>> rows = [("00", "all_sectors", 200.0), ("20", "all_sectors", 10.0), ("20", "business", 8.0)]
    >>> spending = pd.DataFrame(rows, columns=["region_code", "measure", "value"]).assign(year=2017)
    >>> people = pd.DataFrame({"region_code": ["00", "20"], "measure": "population", "year": 2018,
    ...                        "value": [10_000.0, 1000.0]})
    >>> table = research_spending(spending, people).set_index(["region", "sector"])
    >>> table.loc[("20", "all_sectors"), ["share", "per_inhabitant", "quotient", "population_year"]].tolist()
    [1.0, 10000.0, 0.5, 2018.0]
    """
    require_columns(spending, ["region_code", "year", "measure", "value"], "spending")
    require_columns(population, ["region_code", "year", "value"], "population")
    wanted = spending[spending["measure"].isin(SECTORS)]
    totals = wanted[wanted["measure"] == SECTORS[0]]
    year = max(_full_years(totals))
    people_year = min(_full_years(population, set(totals["region_code"])), key=lambda other: abs(other - year))
    wide = wanted[wanted["year"] == year].pivot(index="region_code", columns="measure", values="value")
    wide = wide.reindex(columns=list(SECTORS)).astype(float)
    people = population[population["year"] == people_year].set_index("region_code")["value"].astype(float)
    for name, members in (merge or {}).items():
        wide.loc[name] = wide.loc[list(members)].sum(skipna=False)
        people[name] = people[list(members)].sum()
        wide = wide.drop(index=list(members))
    kronor = wide.mul(MILLION).div(people.reindex(wide.index), axis=0)
    parts = {"million": wide, "share": wide.div(wide[SECTORS[0]], axis=0), "per_inhabitant": kronor}
    table = pd.DataFrame({name: part.stack(future_stack=True) for name, part in parts.items()})
    table = table.rename_axis(["region", "sector"]).reset_index()
    table["nation_per_inhabitant"] = table["sector"].map(kronor.loc[NATION])
    table["quotient"] = divide(table["per_inhabitant"], table["nation_per_inhabitant"])
    return table.assign(year=year, population_year=people_year)


def field_strengths(
    publications: LongTable, universities: Sequence[str], *, threshold: float = 1.25, confidence: float = 0.95
) -> LongTable:
    r"""Activity index of each research field at a region's universities, with an interval.

    .. math:: AI_f = \frac{P_{uf} / P_{u\cdot}}{P_{\cdot f} / P_{\cdot\cdot}}

    Parameters
    ----------
    publications : DataFrame
        `university, field_code, year, publications`; the nation is `SE`. All years are summed.
    universities : sequence of str
        The region's universities, taken together; may be empty.
    threshold : float
        Lowest index of a strong field, whose interval must also lie above 1.
    confidence : float
        Confidence level of the interval, 0-1.

    Returns
    -------
    DataFrame
        One row a field: `field_code, publications, activity_index, lower, upper, is_strong, probability` (of reaching
        the threshold); no rows without a university.

    Raises
    ------
    SchemaError
        If the nation or a university has no publications.

    Examples
    --------
    >>> rows = [("hda", "2.5", 80), ("hda", "6.2", 20), ("SE", "2.5", 500), ("SE", "6.2", 500)]
    >>> table = pd.DataFrame(rows, columns=["university", "field_code", "publications"]).assign(year=2021)
    >>> field_strengths(table, ["hda"])[["activity_index", "is_strong"]].round(2).to_numpy().tolist()
    [[1.6, True], [0.4, False]]
    """
    require_columns(publications, ["university", "field_code", "publications"], "publications")
    if not len(universities):
        numbers = dict.fromkeys(["publications", "activity_index", "lower", "upper", "probability"], "float64")
        return pd.DataFrame(columns=FIELD_COLUMNS).astype({"field_code": "str", "is_strong": "boolean", **numbers})
    absent = {*universities, "SE"} - set(publications["university"])
    if absent:
        raise SchemaError(f"publications has no rows for {', '.join(sorted(absent))}.")
    sums = publications.groupby(["university", "field_code"])["publications"].sum().unstack(fill_value=0.0)
    own = sums.loc[list(universities)].sum().to_frame("own").T
    table = location_quotient_interval(own, confidence=confidence, reference=sums.loc["SE"])
    table = table.rename(columns={"industry": "field_code", "lq": "activity_index"}).drop(columns="region")
    table.insert(1, "publications", own.loc["own"].to_numpy())
    strong = (table["activity_index"] >= threshold) & (table["lower"] > 1)
    limits = table.rename(columns={"activity_index": "lq"})
    likely = strength_probability(limits, threshold=threshold, confidence=confidence)
    return table.assign(is_strong=strong, probability=likely)


def _full_years(figures: LongTable, regions: set[str] | None = None) -> list[int]:
    """Years in which every region has a value."""
    wanted = regions or set(figures["region_code"])
    known = figures.dropna(subset=["value"]).groupby("year")["region_code"].agg(set)
    years = [int(year) for year, there in known.items() if wanted <= there]
    if not years:
        raise SchemaError("No year has a value for every region.")
    return years
