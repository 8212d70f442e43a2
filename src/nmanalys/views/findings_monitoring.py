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
from nmanalys.vocabulary.translation import _

__all__ = [
    "describe_innovation",
    "describe_research",
    "innovation_table",
]

# name, unit, how a value is written, and what is published of it
MEASURES: Mapping[str, tuple[str, str, str]] = {
    "business_rd": (_("Företagens forskning och utveckling"), _("kronor per invånare"), "0"),
    "new_firms": (_("Nystartade företag"), _("per 1\N{NARROW NO-BREAK SPACE}000 invånare 16–64 år"), "0.0"),
    "trademarks": (_("Varumärkesansökningar, januari–juni"), _("per 100\N{NARROW NO-BREAK SPACE}000 invånare"), "0.0"),
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
        text = _("Uppgiften om företagens forskning {within} är skyddad eller okänd alla år").format(
            within=place.within
        )
        return {"finding_research": text, "lead_research": f"{text}.", "reading_research": f"{text}."}
    last, asked = known.iloc[-1], int(own["year"].max())
    decimals = 1 if known["share"].min() >= SMALL else 2
    finding = _("{name} hade {share} av företagens forskning i riket {year:.0f}").format(
        name=place.name, share=percent(last["share"], decimals), year=last["year"]
    )
    before, after = known[known["year"] < break_year], known[known["year"] >= break_year]
    parts = [_old_way(before, decimals), _new_way(after, decimals)]
    missing = [str(year) for year in own.loc[own["share"].isna(), "year"]]
    if missing:
        parts.append(_("För {missing} är uppgiften skyddad eller okänd i källan.").format(missing=listing(missing)))
    people = _(". Senare uppgifter är skyddade eller okända")
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
    return _(", {word} {part} av invånarna").format(word=_("men") if share < part else _("och"), part=percent(part))


def _old_way(rows: DataFrame, decimals: int) -> str:
    if rows.empty:
        return ""
    first, last = rows.iloc[0], rows.iloc[-1]
    written = [percent(share, decimals) for share in (rows["share"].min(), rows["share"].max())]
    return _(
        "Mellan {year:.0f} och {last_year:.0f} låg andelen mellan {written} och {written_2}, med "
        "{share} första året och {last_share} sista."
    ).format(
        year=first["year"],
        last_year=last["year"],
        written=written[0],
        written_2=written[1],
        share=percent(first["share"], decimals),
        last_share=percent(last["share"], decimals),
    )


def _new_way(rows: DataFrame, decimals: int) -> str:
    if rows.empty:
        return ""
    told = [
        _("{share} år {year:.0f}").format(share=percent(row.share, decimals), year=row.year)
        for row in rows.itertuples()
    ]
    return _("Sedan räknas den på ett annat sätt: {told}. Talen före och efter ska inte jämföras.").format(
        told=listing(told)
    )


def _per_inhabitant(comparison: DataFrame, place: Region) -> str:
    own, nation = _row(comparison, "business_rd", place), _nation(comparison, "business_rd")
    if own is None or pd.isna(own["value"]):
        return ""
    return _(
        "År {year} var beloppet {total} miljoner kronor, eller {value} kronor per invånare; i riket var det {value_2}."
    ).format(
        year=own["year"],
        total=number(own["count"] / MILLION),
        value=number(own["value"]),
        value_2=number(nation["value"]),
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
        "lead_innovation": _(
            "{within} startades {against} per invånare {than} riket {year}, och {against_2} söktes per "
            "invånare {than_2} riket första halvåret {marks_year}."
        ).format(
            within=upper_first(place.within),
            against=_against(firms, nation_firms, _("företag")),
            than=_than(firms, nation_firms),
            year=firms["year"],
            against_2=_against(marks, nation_marks, _("varumärken")),
            than_2=_than(marks, nation_marks),
            marks_year=marks["year"],
        ),
        "firms_year": str(firms["year"]),
        "finding_firms": _("{against} {within} {than} riket, {year}").format(
            against=upper_first(_against(firms, nation_firms, _("nya företag per invånare"))),
            within=place.within,
            than=_than(firms, nation_firms),
            year=firms["year"],
        ),
        "reading_firms": _(
            "{within} startades {total} företag {year}. Det är {written} per 1\N{NARROW NO-BREAK SPACE}000 invånare mellan 16 "
            "och 64 år, mot {value} i riket. Det ger {place}."
        ).format(
            within=upper_first(place.within),
            total=number(firms["count"]),
            year=firms["year"],
            written=_written(firms, "0.0"),
            value=number(nation_firms["value"], 1),
            place=_place(firms, place),
        ),
        "marks_year": str(marks["year"]),
        "finding_marks": _("{against} {within} {than} riket, första halvåret {year}").format(
            against=upper_first(_against(marks, nation_marks, _("varumärkesansökningar per invånare"))),
            within=place.within,
            than=_than(marks, nation_marks),
            year=marks["year"],
        ),
        "reading_marks": _(
            "Sökande {within} lämnade in {total} ansökningar första halvåret {year}. Det är {written} "
            "per 100\N{NARROW NO-BREAK SPACE}000 invånare, mot {value} i riket. Det ger {place}. {year_before}"
        ).format(
            within=place.within,
            total=number(marks["count"]),
            year=marks["year"],
            written=_written(marks, "0.0"),
            value=number(nation_marks["value"], 1),
            place=_place(marks, place),
            year_before=_year_before(comparison, marks, place),
        ),
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
        own_text=[_written(row, spec) for (_index, row), spec in zip(rows.iterrows(), specs, strict=True)],
        nation_text=[formatter(spec)(value) for value, spec in zip(national, specs, strict=True)],
        rank_text=[_rank(row) for _index, row in rows.iterrows()],
        national=national,
    )[["label", "year_text", "own_text", "nation_text", "rank_text", "value", "lower", "upper", "national"]]


def _written(row: Series, spec: str) -> str:
    return with_interval(row["value"], row["lower"], row["upper"], spec)


def _rank(row: Series) -> str:
    if pd.isna(row["rank"]):
        return ".."
    place = _("{rank:.0f} av {regions:.0f}").format(rank=row["rank"], regions=row["regions"])
    sure = pd.isna(row["best"]) or row["best"] == row["worst"]
    return (
        place
        if sure
        else _("{place} (troligen {best:.0f}–{worst:.0f})").format(place=place, best=row["best"], worst=row["worst"])
    )


def _place(row: Series, place: Region) -> str:
    kind = _("områden, där de tre länen räknas som ett") if place.members else _("län")
    if pd.isna(row["rank"]):
        return _("utan plats bland länen")
    spot = _("plats {rank:.0f} bland {regions:.0f} {kind}").format(rank=row["rank"], regions=row["regions"], kind=kind)
    if pd.isna(row["best"]) or row["best"] == row["worst"]:
        return spot
    reach = _("allt mellan plats {best:.0f} och {worst:.0f} är rimligt").format(best=row["best"], worst=row["worst"])
    return _("{spot}, men talen ligger så nära varandra att {reach}").format(spot=spot, reach=reach)


def _differs(own: Series, nation: Series) -> int:
    if own["lower"] > nation["value"]:
        return 1
    return -1 if own["upper"] < nation["value"] else 0


def _against(own: Series, nation: Series, what: str) -> str:
    return {
        1: _("fler {what}").format(what=what),
        -1: _("färre {what}").format(what=what),
        0: _("ungefär lika många {what}").format(what=what),
    }[_differs(own, nation)]


def _than(own: Series, nation: Series) -> str:
    return _("än i") if _differs(own, nation) else _("som i")


def _year_before(comparison: DataFrame, marks: Series, place: Region) -> str:
    if pd.isna(marks.get("ratio")):
        return ""
    rows = comparison[(comparison["indicator"] == "trademarks") & (comparison["region_code"] == place.code)]
    before = rows[rows["year"] == marks["year"] - 1].iloc[0]
    sure = marks["ratio_lower"] > 1 or marks["ratio_upper"] < 1
    word = _("Skillnaden är större än slumpen brukar ge") if sure else _("Skillnaden ryms inom vad slumpen kan ge")
    return _("Ett år tidigare var antalet {total}. {word}.").format(total=number(before["count"]), word=word)


def _row(comparison: DataFrame, indicator: str, place: Region) -> Series | None:
    rows = comparison[(comparison["indicator"] == indicator) & (comparison["region_code"] == place.code)]
    return None if rows.empty else rows.sort_values("year").iloc[-1]


def _nation(comparison: DataFrame, indicator: str) -> Series:
    rows = comparison[(comparison["indicator"] == indicator) & (comparison["region_code"] == "00")]
    return rows.sort_values("year").iloc[-1]
