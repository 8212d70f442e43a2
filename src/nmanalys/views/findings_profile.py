"""A region's key figures in words, and sentences for the page that puts the three counties side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.findings_industry import NATION
from nmanalys.views.text import in_words, lower_first, upper_first, valued
from nmanalys.vocabulary.language import MISSING, listing, number, percent, signed, signed_percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = [
    "QUOTIENT_KEY",
    "QUOTIENT_LEVELS",
    "compare_counties",
    "describe_joint",
    "describe_similarity",
    "describe_together",
    "write_key_figures",
]

QUOTIENT_LEVELS = {0: _("mindre än i riket"), 1: _("minst som i riket"), 2: _("tongivande")}
QUOTIENT_KEY = _("Lokaliseringskvot. Mörk punkt: tongivande, ljus punkt: minst som i riket, ring: mindre än i riket")
FEW = 3
GROWTH = (("value", "earlier_value"), ("national_value", "national_earlier_value"))
ONE_YEAR = _("jämförbart tidigare år saknas")
LEVEL = 0.05  # a difference from the nation smaller than this share is written as "about the same"


def write_key_figures(figures: DataFrame) -> DataFrame:
    """Write key figures as they stand in the table: value, comparison with the nation, direction.

    Parameters
    ----------
    figures : DataFrame
        Result of :func:`~nmanalys.measures.key_figures.key_figures`.

    Returns
    -------
    DataFrame
        `label, value_text, compared_text, change_text`. What chance may explain is called so; a number of people is
        compared as a share of the nation's and by its growth.

    Examples
    --------
    >>> row = {"label_sv": "Jobb", "unit_sv": "% av jobben", "year": 2024, "value": 14.2, "national_value": 10.7,
    ...        "lower": None, "upper": None, "earlier_year": 2020, "earlier_value": 13.9, "decimals": 1,
    ...        "national_earlier_value": 10.9, "is_clear_change": None, "has_level": True}
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
    pairs = {
        _("{one} och {other}").format(one=one, other=other): distance.loc[one, other]
        for one, other in combinations(labels, 2)
    }
    closest, farthest = min(pairs, key=pairs.__getitem__), max(pairs, key=pairs.__getitem__)
    return {
        "finding_similarity": _("Mest lika är {closest}: {pairs} av jobben skiljer dem åt").format(
            closest=closest, pairs=percent(pairs[closest])
        ),
        "reading_similarity": _(
            "Mellan {closest} skulle {pairs} av jobben behöva byta branschgrupp för att strukturerna "
            "skulle bli lika. Mest olika är {farthest} ({pairs_2}). Tillsammans skiljer sig de {total} "
            "länen från riket med {distance}."
        ).format(
            closest=closest,
            pairs=percent(pairs[closest]),
            farthest=farthest,
            pairs_2=percent(pairs[farthest]),
            total=in_words(len(places)),
            distance=percent(distance.loc[joint.name, "Riket"]),
        ),
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
        "reading_together": _("I {industry} har {name} kvoten {together}. Var för sig har {apart}.").format(
            industry=lower_first(industry), name=joint.name, together=number(together, 3), apart=apart
        )
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
        _("{label} är tongivande i {word}{total}{word_2}.").format(
            label=upper_first(lower_first(label)),
            word=_("alla ") if count == len(joint.counties) else "",
            total=in_words(count),
            word_2=_(" länen") if count == len(joint.counties) else _(" av länen"),
        )
        for label, count in counted.sort_values(ascending=False).items()
        if count > 1
    ]
    return {
        "lead": _(
            "{name} är starkast specialiserat på {top}. Talen är lokaliseringskvoter med intervall ur "
            "officiell statistik för {year}, de tre länen sammantagna."
        ).format(name=joint.name, top=listing(top), year=year),
        "finding_joint": _("{label} har {lq} gånger så stor andel av jobben {within} som i riket").format(
            label=upper_first(lower_first(first["label"])), lq=number(first["lq"], 2, [NATION]), within=joint.within
        ),
        "reading_shared": " ".join(common)
        or _("Ingen branschgrupp är tongivande i mer än ett av länen med de valda gränserna."),
        "finding_counties": _("Tongivande branscher i vart och ett av länen"),
        "hidden": in_words(hidden),
        "division_year": str(year),
        "division_count": number(len(divisions)),
    }


def _compared(row: dict) -> str:
    value, nation = row["value"], row["national_value"]
    if pd.isna(value) or pd.isna(nation):
        return MISSING
    if not row["has_level"]:
        return _("{nation} av rikets").format(nation=percent(value / nation))
    written = number(nation, row["decimals"])
    if pd.notna(row["lower"]) and row["lower"] <= nation <= row["upper"]:
        return _("ingen säker skillnad mot riket ({written})").format(written=written)
    if abs(value / nation - 1) < LEVEL:
        return _("ungefär som i riket ({written})").format(written=written)
    return _("{word} än i riket ({written})").format(word=_("högre") if value > nation else _("lägre"), written=written)


def _change(row: dict) -> str:
    if pd.isna(row["value"]):
        return MISSING
    if pd.isna(row["earlier_value"]):
        return ONE_YEAR
    since = _("sedan {earlier_year:.0f}").format(earlier_year=row["earlier_year"])
    if not row["has_level"]:
        own, nation = (signed_percent(row[now] / row[then] - 1) for now, then in GROWTH)
        return _("{own} {since} (riket {nation})").format(own=own, since=since, nation=nation)
    difference = signed(row["value"] - row["earlier_value"], row["decimals"])
    if difference == signed(0.0, row["decimals"]):
        return _("oförändrat {since}").format(since=since)
    unit = _("procentenheter") if row["unit_sv"].startswith("%") else row["unit_sv"]
    chance = _(", kan vara slump") if pd.notna(row["is_clear_change"]) and not row["is_clear_change"] else ""
    return f"{difference} {unit} {since}{chance}"
