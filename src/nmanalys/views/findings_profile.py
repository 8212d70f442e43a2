"""Sentences for the page that sums a region up, and for the page that puts the three counties side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.findings_industry import NATION
from nmanalys.views.findings_test_areas import class_tally
from nmanalys.views.text import in_words, leading, lower_first, upper_first, valued
from nmanalys.vocabulary.language import MISSING, listing, number, percent, signed
from nmanalys.vocabulary.regions import Region

__all__ = [
    "QUOTIENT_KEY",
    "QUOTIENT_LEVELS",
    "compare_counties",
    "describe_joint",
    "describe_profile",
    "describe_similarity",
    "describe_together",
    "write_key_figures",
]

QUOTIENT_LEVELS = {0: "mindre än i riket", 1: "minst som i riket", 2: "tongivande"}
QUOTIENT_KEY = "Lokaliseringskvot. Mörk punkt: tongivande, ljus punkt: minst som i riket, ring: mindre än i riket"
FEW = 3
LEVEL = 0.05  # a difference from the nation smaller than this share is written as "about the same"


def write_key_figures(figures: DataFrame) -> DataFrame:
    """Write key figures as they stand in the table: value, comparison with the nation, direction.

    Parameters
    ----------
    figures : DataFrame
        `label_sv, unit_sv, year, value, national_value, earlier_year, earlier_value, decimals, has_level`.

    Returns
    -------
    DataFrame
        `label, value_text, compared_text, change_text`.

    Examples
    --------
    >>> row = {"label_sv": "Jobb", "unit_sv": "% av jobben", "year": 2024, "value": 14.2, "national_value": 10.7,
    ...        "earlier_year": 2020, "earlier_value": 13.9, "decimals": 1, "has_level": True}
    >>> write_key_figures(DataFrame([row])).iloc[0].tolist()
    ['Jobb, % av jobben (2024)', '14,2', 'högre än i riket (10,7)', '+0,3 procentenheter sedan 2020']
    """
    rows = list(figures.to_dict("records"))
    written = {
        "label": [f"{row['label_sv']}, {row['unit_sv']} ({row['year']})" for row in rows],
        "value_text": [number(row["value"], row["decimals"]) for row in rows],
        "compared_text": [_compared(row) for row in rows],
        "change_text": [_change(row) for row in rows],
    }
    return DataFrame(written)


def describe_profile(
    place: Region, *, quotients: DataFrame, change: DataFrame, strengths: DataFrame, phases: DataFrame, survey: DataFrame,
    areas: DataFrame, threshold: float,
) -> dict[str, str]:  # fmt: skip
    """Sum up what the other stages found for a region.

    Parameters
    ----------
    place : Region
        The region.
    quotients, change, strengths : DataFrame
        Result tables `location_quotients`, `industry_change`, `industrial_strengths`, with `label`.
    phases, survey, areas : DataFrame
        Result tables `cluster_phases`, `survey_summary`, `test_area_classes`; empty where a region has none.
    threshold : float
        Lowest quotient of a leading industry.
    """
    ranked = quotients.sort_values("lq", ascending=False)
    ahead = ranked[ranked["sni_group"].isin(strengths.loc[strengths["is_leading"].fillna(False), "sni_group"])]
    growth = change["end"].sum() / change["start"].sum() - 1
    first, last = change["start_year"].iloc[0], change["end_year"].iloc[0]
    strongest = lower_first(leading(ranked, cuts=(NATION, threshold), most=FEW))
    named = listing([lower_first(label) for label in ahead["label"]])
    found = (
        f"Tongivande {place.within} är {named}" if len(ahead) else f"Ingen branschgrupp är tongivande {place.within}"
    )
    verb = "ökade" if growth >= 0 else "minskade"
    own = change.loc[change["regional_shift"].idxmax()]
    return {
        "lead": f"{found}. Antalet jobb i de kända branscherna {verb} med {percent(abs(growth))} {first}–{last}.",
        "strongest": strongest,
        "finding_profile": f"Störst jämfört med riket är {lower_first(ranked['label'].iloc[0])}",
        "own_growth": f"Bäst jämfört med samma bransch i riket gick {lower_first(own['label'])} "
        f"({signed(own['regional_shift'])} sysselsatta utöver rikets utveckling {first}–{last}).",
        "clusters": _clusters(phases, place),
        "voice": _voice(survey, place),
        "areas": _areas(areas, place),
    }


def describe_similarity(distance: DataFrame, places: Sequence[Region], joint: Region) -> dict[str, str]:
    """Say how alike the counties' industries are.

    Parameters
    ----------
    distance : DataFrame
        Hoover's index (0-1) between the regions, named as readers see them, among them the joint region and ``Riket``.
    places : sequence of Region
        The counties.
    joint : Region
        The counties together.
    """
    labels = [place.name for place in places]
    pairs = {f"{one} och {other}": distance.loc[one, other] for one, other in combinations(labels, 2)}
    closest, farthest = min(pairs, key=pairs.__getitem__), max(pairs, key=pairs.__getitem__)
    return {
        "finding_similarity": f"Mest lika är {closest}: {percent(pairs[closest])} av jobben skiljer dem åt",
        "reading_similarity": f"Mellan {closest} skulle {percent(pairs[closest])} av jobben behöva byta branschgrupp för "
        f"att strukturerna skulle bli lika. Mest olika är {farthest} ({percent(pairs[farthest])}). Tillsammans skiljer sig "
        f"de {in_words(len(places))} länen från riket med {percent(distance.loc[joint.name, 'Riket'])}.",
    }


def compare_counties(quotients: DataFrame, strengths: DataFrame) -> DataFrame:
    """Arrange the counties' quotients as a matrix: industries as rows, counties as columns.

    Parameters
    ----------
    quotients : DataFrame
        Result tables `location_quotients` under each other, with `label` and `region_name`.
    strengths : DataFrame
        Result tables `industrial_strengths` under each other.

    Returns
    -------
    DataFrame
        `row_label, column_label, level, text`, industries with the highest mean quotient first; the levels are those
        of `QUOTIENT_LEVELS`.
    """
    table = quotients.merge(strengths[["region_code", "sni_group", "is_leading"]], on=["region_code", "sni_group"])
    level = (
        (table["lq"] >= 1)
        .astype(float)
        .mask(table["is_leading"].fillna(False).astype(bool), 2.0)
        .mask(table["lq"].isna())
    )
    mean = table.groupby("sni_group")["lq"].transform("mean")
    table = table.assign(level=level, mean=mean, text=[number(value, 3) for value in table["lq"]])
    table = table.sort_values(["mean", "region_code"], ascending=[False, True])
    return table.rename(columns={"label": "row_label", "region_name": "column_label"})[
        ["row_label", "column_label", "level", "text"]
    ].reset_index(drop=True)


def describe_together(by_county: Series, together: float, industry: str, joint: Region) -> dict[str, str]:
    """Say the counties' quotient in one industry, each for itself and all together.

    Parameters
    ----------
    by_county : Series
        Location quotient by the county's name.
    together : float
        Location quotient of the counties as one region.
    industry : str
        Name of the industry.
    joint : Region
        The counties together.

    Examples
    --------
    >>> joint = Region("NMS", "SE31", "Norra", "Norras", "norra", "aggregate", ("17", "20"))
    >>> describe_together(Series({"Värmland": 1.245, "Dalarna": 1.323}), 1.28, "Tillverkning", joint)["reading_together"]
    'I tillverkning har Norra kvoten 1,280. Var för sig har Värmland 1,245 och Dalarna 1,323.'
    """
    apart = listing([f"{name} {number(value, 3)}" for name, value in by_county.items()])
    return {
        "reading_together": f"I {lower_first(industry)} har {joint.name} kvoten {number(together, 3)}. "
        f"Var för sig har {apart}."
    }


def describe_joint(
    divisions: DataFrame, strengths: DataFrame, joint: Region, *, year: int, hidden: int
) -> dict[str, str]:
    """Say what the counties are strong in together.

    Parameters
    ----------
    divisions : DataFrame
        The joint region's divisions: `label, lq, lower, upper, employed`, suppressed ones left out.
    strengths : DataFrame
        Result tables `industrial_strengths` under each other, with `label`.
    joint : Region
        The counties together.
    year : int
        Year of the divisions.
    hidden : int
        Number of suppressed divisions.
    """
    ranked = divisions.sort_values("lq", ascending=False)
    first = ranked.iloc[0]
    top = [valued(lower_first(row.label), row.lq, row.lower, row.upper) for row in ranked.head(FEW).itertuples()]
    counted = strengths[strengths["is_leading"].fillna(False).astype(bool)].groupby("label").size()
    common = [
        f"{upper_first(lower_first(label))} är tongivande i {'alla ' if count == len(joint.counties) else ''}{in_words(count)}"
        f"{' länen' if count == len(joint.counties) else ' av länen'}."
        for label, count in counted.sort_values(ascending=False).items()
        if count > 1
    ]
    return {
        "lead": f"{joint.name} är starkast specialiserat på {listing(top)}. Talen är lokaliseringskvoter med "
        f"intervall ur officiell statistik för {year}, de tre länen sammantagna.",
        "finding_joint": f"{upper_first(lower_first(first['label']))} har {number(first['lq'], 2, [NATION])} gånger "
        f"så stor andel av jobben {joint.within} som i riket",
        "reading_shared": " ".join(common)
        or "Ingen branschgrupp är tongivande i mer än ett av länen med de valda gränserna.",
        "finding_counties": "Tongivande branscher i vart och ett av länen",
        "hidden": in_words(hidden),
        "division_year": str(year),
        "division_count": number(len(divisions)),
    }


def _compared(row: dict) -> str:
    if not row["has_level"]:
        return "–"
    value, nation = row["value"], row["national_value"]
    if pd.isna(value) or pd.isna(nation):
        return MISSING
    written = number(nation, row["decimals"])
    if abs(value / nation - 1) < LEVEL:
        return f"ungefär som i riket ({written})"
    return f"{'högre' if value > nation else 'lägre'} än i riket ({written})"


def _change(row: dict) -> str:
    if pd.isna(row["earlier_value"]) or pd.isna(row["value"]):
        return "–"
    difference = signed(row["value"] - row["earlier_value"], row["decimals"])
    unit = "procentenheter" if row["unit_sv"].startswith("%") else row["unit_sv"]
    return f"{difference} {unit} sedan {row['earlier_year']:.0f}"


def _clusters(phases: DataFrame, place: Region) -> str:
    if phases.empty:
        return f"Det finns inga uppgifter om klustrens utveckling {place.within}."
    if not phases["is_example"].any():
        judged = "bedömt" if len(phases) == 1 else "bedömda"
        return f"{upper_first(in_words(len(phases), neuter=True))} av länets kluster är {judged}."
    return f"{len(phases)} exempelkluster är bedömda för att visa metoden. Länets egna kluster är inte bedömda här."


def _voice(survey: DataFrame, place: Region) -> str:
    known = survey.dropna(subset=["share"]) if len(survey) else survey
    if known.empty:
        return f"Det finns inga enkätsvar från företag {place.within}."
    best = known.loc[known["share"].idxmax()]
    where = "de påhittade svaren" if known["is_example"].any() else "företagens svar"
    return (
        f"I {where} får ”{best['label_sv']}” störst andel höga svar ({percent(best['share'], 0)}). "
        "Frågans lydelse är inte känd."
    )


def _areas(areas: DataFrame, place: Region) -> str:
    if areas.empty:
        return f"Boken har inga testområden för {place.name}."
    return f"Klasserna bygger på exempeldata: {class_tally(areas['area_class'])}."
