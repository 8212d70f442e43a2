"""Sentences and tables about what a region's firms spend on research, how many start, and trademarks.

A rank never stands without the ranks that chance alone could have given.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.formats import formatter, with_interval
from nmanalys.views.text import upper_first
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region

__all__ = [
    "describe_innovation",
    "describe_research",
    "innovation_table",
]

# name, unit, how a value is written, and what is published of it
MEASURES: Mapping[str, tuple[str, str, str]] = {
    "business_rd": ("Företagens forskning och utveckling", "kronor per invånare", "0"),
    "new_firms": ("Nystartade företag", "per 1 000 invånare 16–64 år", "0.0"),
    "trademarks": ("Varumärkesansökningar, januari–juni", "per 100 000 invånare", "0.0"),
}
MILLION = 1e6
# shares below this need two decimals
SMALL = 0.001


def describe_research(own: DataFrame, comparison: DataFrame, place: Region, *, break_year: int) -> dict[str, str]:
    """Say how large a part of the nation's business R&D a region has, on each side of the break.

    Parameters
    ----------
    own : DataFrame
        The region's `year, value, share` (million kronor; 0-1).
    comparison : DataFrame
        Rows of `innovation_indicators`.
    place : Region
        The region.
    break_year : int
        First year of the new definitions.

    Returns
    -------
    dict of str
        Texts `lead_research, finding_research, reading_research`.
    """
    known = own.dropna(subset=["share"]).sort_values("year")
    if known.empty:
        text = f"Uppgiften om företagens forskning {place.within} är skyddad eller okänd alla år"
        return {"finding_research": text, "lead_research": f"{text}.", "reading_research": f"{text}."}
    last, asked = known.iloc[-1], int(own["year"].max())
    decimals = 1 if known["share"].min() >= SMALL else 2
    finding = f"{place.name} hade {percent(last['share'], decimals)} av företagens forskning i riket {last['year']:.0f}"
    before, after = known[known["year"] < break_year], known[known["year"] >= break_year]
    parts = [_old_way(before, decimals), _new_way(after, decimals)]
    missing = [str(year) for year in own.loc[own["share"].isna(), "year"]]
    if missing:
        parts.append(f"För {listing(missing)} är uppgiften skyddad eller okänd i källan.")
    people = ". Senare uppgifter är skyddade eller okända"
    if last["year"] == asked:
        parts.append(_per_inhabitant(comparison, place))
        people = _of_inhabitants(comparison, place, last["share"])
    lead = f"{finding}{people}."
    return {"finding_research": finding, "lead_research": lead, "reading_research": " ".join(filter(None, parts))}


def _of_inhabitants(comparison: DataFrame, place: Region, share: float) -> str:
    own, nation = _row(comparison, "business_rd", place), _nation(comparison, "business_rd")
    if own is None:
        return ""
    part = own["exposure"] / nation["exposure"]
    return f", {'men' if share < part else 'och'} {percent(part)} av invånarna"


def _old_way(rows: DataFrame, decimals: int) -> str:
    if rows.empty:
        return ""
    first, last = rows.iloc[0], rows.iloc[-1]
    written = [percent(share, decimals) for share in (rows["share"].min(), rows["share"].max())]
    return (
        f"Mellan {first['year']:.0f} och {last['year']:.0f} låg andelen mellan {written[0]} och {written[1]}, med "
        f"{percent(first['share'], decimals)} första året och {percent(last['share'], decimals)} sista."
    )


def _new_way(rows: DataFrame, decimals: int) -> str:
    if rows.empty:
        return ""
    told = [f"{percent(row.share, decimals)} år {row.year:.0f}" for row in rows.itertuples()]
    return f"Sedan räknas den på ett annat sätt: {listing(told)}. Talen före och efter ska inte jämföras."


def _per_inhabitant(comparison: DataFrame, place: Region) -> str:
    own, nation = _row(comparison, "business_rd", place), _nation(comparison, "business_rd")
    if own is None or pd.isna(own["value"]):
        return ""
    return (
        f"År {own['year']} var beloppet {number(own['count'] / MILLION)} miljoner kronor, eller {number(own['value'])} "
        f"kronor per invånare; i riket var det {number(nation['value'])}."
    )


def describe_innovation(comparison: DataFrame, place: Region) -> dict[str, str]:
    """Say how many firms start and how many trademarks are applied for, compared with the nation and over time.

    Returns
    -------
    dict of str
        Texts `lead_innovation, finding_firms, reading_firms, firms_year, finding_marks, reading_marks, marks_year`.
    """
    firms, marks = _row(comparison, "new_firms", place), _row(comparison, "trademarks", place)
    nation_firms, nation_marks = _nation(comparison, "new_firms"), _nation(comparison, "trademarks")
    return {
        "lead_innovation": f"{upper_first(place.within)} startades {_against(firms, nation_firms, 'företag')} per "
        f"invånare {_than(firms, nation_firms)} riket {firms['year']}, och "
        f"{_against(marks, nation_marks, 'varumärken')} söktes per invånare {_than(marks, nation_marks)} riket första halvåret "
        f"{marks['year']}.",
        "firms_year": str(firms["year"]),
        "finding_firms": f"{upper_first(_against(firms, nation_firms, 'nya företag per invånare'))} {place.within} "
        f"{_than(firms, nation_firms)} riket, {firms['year']}",
        "reading_firms": f"{upper_first(place.within)} startades {number(firms['count'])} företag {firms['year']}. Det "
        f"är {_written(firms, '0.0')} per 1 000 invånare mellan 16 och 64 år, mot {number(nation_firms['value'], 1)} i "
        f"riket. Det ger {_place(firms, place)}.",
        "marks_year": str(marks["year"]),
        "finding_marks": f"{upper_first(_against(marks, nation_marks, 'varumärkesansökningar per invånare'))} "
        f"{place.within} {_than(marks, nation_marks)} riket, första halvåret {marks['year']}",
        "reading_marks": f"Sökande {place.within} lämnade in {number(marks['count'])} ansökningar första halvåret "
        f"{marks['year']}. Det är {_written(marks, '0.0')} per 100 000 invånare, mot "
        f"{number(nation_marks['value'], 1)} i riket. Det ger {_place(marks, place)}. "
        f"{_year_before(comparison, marks, place)}",
    }


def innovation_table(comparison: DataFrame, place: Region) -> DataFrame:
    """Put the region beside the nation, one row a measure and year, as written text.

    Returns
    -------
    DataFrame
        `label, year_text, own_text, nation_text, rank_text` and the numbers `value, lower, upper, national`.
    """
    rows = comparison[comparison["region_code"] == place.code].reset_index(drop=True)
    nation = comparison[comparison["region_code"] == "00"].set_index(["indicator", "year"])["value"]
    national = [nation[row.indicator, row.year] for row in rows.itertuples()]
    specs = [MEASURES[name][2] for name in rows["indicator"]]
    return rows.assign(
        label=[f"{MEASURES[name][0]} ({MEASURES[name][1]})" for name in rows["indicator"]],
        year_text=rows["year"].astype(str),
        own_text=[_written(row, spec) for (_, row), spec in zip(rows.iterrows(), specs, strict=True)],
        nation_text=[formatter(spec)(value) for value, spec in zip(national, specs, strict=True)],
        rank_text=[_rank(row) for _, row in rows.iterrows()],
        national=national,
    )[["label", "year_text", "own_text", "nation_text", "rank_text", "value", "lower", "upper", "national"]]


def _written(row: Series, spec: str) -> str:
    return with_interval(row["value"], row["lower"], row["upper"], spec)


def _rank(row: Series) -> str:
    if pd.isna(row["rank"]):
        return ".."
    place = f"{row['rank']:.0f} av {row['regions']:.0f}"
    sure = pd.isna(row["best"]) or row["best"] == row["worst"]
    return place if sure else f"{place} (troligen {row['best']:.0f}–{row['worst']:.0f})"


def _place(row: Series, place: Region) -> str:
    kind = "områden, där de tre länen räknas som ett" if place.members else "län"
    if pd.isna(row["rank"]):
        return "utan plats bland länen"
    spot = f"plats {row['rank']:.0f} bland {row['regions']:.0f} {kind}"
    if pd.isna(row["best"]) or row["best"] == row["worst"]:
        return spot
    reach = f"allt mellan plats {row['best']:.0f} och {row['worst']:.0f} är rimligt"
    return f"{spot}, men talen ligger så nära varandra att {reach}"


def _differs(own: Series, nation: Series) -> int:
    if own["lower"] > nation["value"]:
        return 1
    return -1 if own["upper"] < nation["value"] else 0


def _against(own: Series, nation: Series, what: str) -> str:
    return {1: f"fler {what}", -1: f"färre {what}", 0: f"ungefär lika många {what}"}[_differs(own, nation)]


def _than(own: Series, nation: Series) -> str:
    return "än i" if _differs(own, nation) else "som i"


def _year_before(comparison: DataFrame, marks: Series, place: Region) -> str:
    if pd.isna(marks.get("ratio")):
        return ""
    rows = comparison[(comparison["indicator"] == "trademarks") & (comparison["region_code"] == place.code)]
    before = rows[rows["year"] == marks["year"] - 1].iloc[0]
    sure = marks["ratio_lower"] > 1 or marks["ratio_upper"] < 1
    word = "Skillnaden är större än slumpen brukar ge" if sure else "Skillnaden ryms inom vad slumpen kan ge"
    return f"Ett år tidigare var antalet {number(before['count'])}. {word}."


def _row(comparison: DataFrame, indicator: str, place: Region) -> Series | None:
    rows = comparison[(comparison["indicator"] == indicator) & (comparison["region_code"] == place.code)]
    return None if rows.empty else rows.sort_values("year").iloc[-1]


def _nation(comparison: DataFrame, indicator: str) -> Series:
    rows = comparison[(comparison["indicator"] == indicator) & (comparison["region_code"] == "00")]
    return rows.sort_values("year").iloc[-1]
