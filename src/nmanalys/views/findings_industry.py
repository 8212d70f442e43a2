"""Sentences about a region's industries, made from the tables behind the figures.

Each function returns texts by key for `tell`; a notebook's Markdown and captions name the keys. A sentence says
what the numbers say: a quotient is a comparison, a change is a change, neither is an explanation.
"""

from __future__ import annotations

from collections.abc import Sequence

from pandas import DataFrame, Series

from nmanalys.views.text import in_words, lower_first, upper_first
from nmanalys.views.text import ranked as ranked_text
from nmanalys.vocabulary.language import listing, number, percent, signed, signed_percent
from nmanalys.vocabulary.regions import Region

__all__ = ["describe_change", "describe_quotients", "describe_shift", "describe_thresholds"]

FEW = 3
NATION = 1.0
"""The location quotient of the nation, which every quotient is judged by."""


def describe_quotients(
    own: DataFrame, place: Region, *, year: int, confidence: float, threshold: float, span: Series | None = None
) -> dict[str, str]:
    """Say which industries lead in a region and how it ranks.

    Parameters
    ----------
    own : DataFrame
        One region's industries: `label, lq, lower, upper, employed_share, is_leading, rank`.
    place : Region
        The region.
    year : int
        Year of the quotients.
    confidence : float
        Confidence level of the intervals, 0-1.
    threshold : float
        Lowest quotient of a leading industry.
    span : Series, optional
        `best, worst`: the ranks that the first industry's interval allows.

    Returns
    -------
    dict of str
        Texts `lead, leading, finding_quotients, reading_quotients, finding_rank, top_industry, confidence_percent`.
    """
    ranked = own.dropna(subset=["lq"]).sort_values("lq", ascending=False)
    leading = ranked[ranked["is_leading"].fillna(False).astype(bool)]
    top, low = ranked.iloc[0], ranked.iloc[-1]
    largest = ranked.loc[ranked["employed_share"].idxmax()]
    cuts = (NATION, threshold)
    listed = listing(_with_quotient(leading, cuts), empty="ingen bransch")
    return {
        "leading": listed,
        "number_of_groups": number(len(ranked)),
        "lead": f"{_lead(listed, len(leading), len(ranked), place, year)} Flest arbetar inom {lower_first(largest['label'])}: "
        f"{percent(largest['employed_share'])} av jobben {place.within}, mot "
        f"{percent(largest['employed_share'] / largest['lq'])} i riket.",
        "top_industry": lower_first(top["label"]),
        "finding_quotients": f"{top['label']} sticker ut mest: andelen av jobben {place.within} är "
        f"{number(top['lq'], 2, cuts)} gånger den i riket",
        "reading_quotients": f"Högst kvot har {listing(_with_quotient(ranked.head(FEW), cuts))}. Lägst kvot har "
        f"{lower_first(low['label'])} ({number(low['lq'], 2, cuts)}): andelen är {percent(low['lq'], 0)} av den i riket.",
        "finding_rank": f"{top['label']}: {place.name} har "
        f"{ranked_text(top['rank'], int(top['regions']), **({} if span is None else span.to_dict()))}",
        "confidence_percent": percent(confidence, 0).replace("%", "procents").replace("\u202f", "-"),
    }


def describe_change(own: DataFrame, place: Region, *, start: int, end: int, national_growth: float) -> dict[str, str]:
    """Say how employment changed, in all and by industry.

    Parameters
    ----------
    own : DataFrame
        One region's industries: `label, start, end` (employed), with a row for unknown industry.
    place : Region
        The region.
    start, end : int
        Years compared.
    national_growth : float
        The nation's relative change in all industries.
    """
    change = own["end"] - own["start"]
    total, before = float(change.sum()), float(own["start"].sum())
    known = own.assign(change=change)[own["label"].notna()]
    up, down = known.loc[known["change"].idxmax()], known.loc[known["change"].idxmin()]
    falls = f"Mest minskade {lower_first(down['label'])} ({signed(down['change'])})."
    falls = falls if down["change"] < 0 else "Ingen bransch minskade."
    verb = "ökade" if total > 0 else "minskade" if total < 0 else "var oförändrat"
    return {
        "finding_change": f"Antalet sysselsatta {place.within} {verb} med {percent(abs(total) / before)} "
        f"{start}–{end}; i riket var förändringen {signed_percent(national_growth)}",
        "reading_change": f"Mest ökade {lower_first(up['label'])} ({signed(up['change'])} sysselsatta). {falls}",
        "total_change": signed(total),
    }


def describe_shift(own: DataFrame, place: Region) -> dict[str, str]:
    """Say how a region's change divides into the nation's growth, the industries' growth and its own.

    Parameters
    ----------
    own : DataFrame
        One region's industries: `label, national_share, industry_mix, regional_shift, change` (persons).
    place : Region
        The region.
    """
    parts = own[["national_share", "industry_mix", "regional_shift", "change"]].sum()
    known = own[own["label"].notna()]
    best, worst = known.loc[known["regional_shift"].idxmax()], known.loc[known["regional_shift"].idxmin()]
    side = "bättre" if parts["regional_shift"] > 0 else "svagare"
    return {
        "finding_shift": f"Jobben {place.within} utvecklades {side} än om varje bransch hade följt samma bransch i "
        f"riket: {signed(parts['regional_shift'])} sysselsatta",
        "reading_shift": f"Förändringen i de kända branscherna, {signed(parts['change'])} sysselsatta, delas i tre. "
        f"Rikets allmänna tillväxt "
        f"motsvarar {signed(parts['national_share'])}. Att de branscher som finns i regionen växte snabbare eller "
        f"långsammare i riket än genomsnittet motsvarar {signed(parts['industry_mix'])}. "
        f"Resten, {signed(parts['regional_shift'])}, är "
        f"regionens egen utveckling. Den är störst i {lower_first(best['label'])} "
        f"({signed(best['regional_shift'])}) och svagast i {lower_first(worst['label'])} "
        f"({signed(worst['regional_shift'])}).",
    }


def describe_thresholds(own: DataFrame, grid: Sequence[float]) -> dict[str, str]:
    """Say which industries lead whatever the threshold, and which only at some.

    Parameters
    ----------
    own : DataFrame
        One region's industries: `label, thresholds_passed`.
    grid : sequence of float
        The thresholds tried.
    """
    passed = own.dropna(subset=["thresholds_passed"]).sort_values("lq", ascending=False)
    always = passed[passed["thresholds_passed"] == len(grid)]["label"]
    some = passed[(passed["thresholds_passed"] > 0) & (passed["thresholds_passed"] < len(grid))]
    listed = [f"{lower_first(row.label)} ({row.thresholds_passed:.0f} av {len(grid)})" for row in some.itertuples()]
    tried = f"{in_words(len(grid))} prövade gränser"
    firm = f"Ingen bransch är tongivande vid alla {tried}"
    if len(always):
        firm = f"Vid alla {tried} är {_named(always)} tongivande"
    loose = "Inga andra branscher är tongivande vid någon gräns."
    if listed:
        loose = f"Vid några av gränserna är {'också ' if len(always) else ''}{listing(listed)} det."
    return {"finding_thresholds": firm, "reading_thresholds": f"{firm}. {loose}"}


def _lead(listed: str, leading: int, compared: int, place: Region, year: int) -> str:
    if not leading:
        return f"Ingen av de {compared} branschgrupperna var tongivande {place.within} {year} med de valda gränserna."
    return (
        f"{upper_first(in_words(leading))} av {compared} branschgrupper var tongivande {place.within} {year}: {listed}."
    )


def _with_quotient(rows: DataFrame, cuts: Sequence[float]) -> list[str]:
    return [f"{lower_first(row.label)} ({number(row.lq, 2, cuts)})" for row in rows.itertuples()]


def _named(labels: Series) -> str:
    return listing([lower_first(label) for label in labels])
