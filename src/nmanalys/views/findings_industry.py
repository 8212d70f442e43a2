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
from nmanalys.vocabulary.translation import _

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
    listed = listing(_with_quotient(leading, cuts), empty=_("ingen bransch"))
    return {
        "leading": listed,
        "number_of_groups": number(len(ranked)),
        "lead": _(
            "{lead} Flest arbetar inom {label}: {employed_share} av jobben {within}, mot {employed_share_2} i riket."
        ).format(
            lead=_lead(listed, len(leading), len(ranked), place, year),
            label=lower_first(largest["label"]),
            employed_share=percent(largest["employed_share"]),
            within=place.within,
            employed_share_2=percent(largest["employed_share"] / largest["lq"]),
        ),
        "top_industry": lower_first(top["label"]),
        "finding_quotients": _("{label} sticker ut mest: andelen av jobben {within} är {lq} gånger den i riket").format(
            label=top["label"], within=place.within, lq=number(top["lq"], 2, cuts)
        ),
        "reading_quotients": _(
            "Högst kvot har {with_quotient}. Lägst kvot har {label} ({lq}): andelen är {low_lq} av den i riket."
        ).format(
            with_quotient=listing(_with_quotient(ranked.head(FEW), cuts)),
            label=lower_first(low["label"]),
            lq=number(low["lq"], 2, cuts),
            low_lq=percent(low["lq"], 0),
        ),
        "finding_rank": _("{label}: {name} har {ranked_text}").format(
            label=top["label"],
            name=place.name,
            ranked_text=ranked_text(top["rank"], int(top["regions"]), **{} if span is None else span.to_dict()),
        ),
        "confidence_percent": _("{confidence}-procents").format(confidence=number(confidence * 100)),
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
    falls = _("Mest minskade {label} ({change}).").format(
        label=lower_first(down["label"]), change=signed(down["change"])
    )
    falls = falls if down["change"] < 0 else _("Ingen bransch minskade.")
    verb = _("ökade") if total > 0 else _("minskade") if total < 0 else _("var oförändrat")
    return {
        "finding_change": _(
            "Antalet sysselsatta {within} {verb} med {total} {start}–{end}; i riket var förändringen {national_growth}"
        ).format(
            within=place.within,
            verb=verb,
            total=percent(abs(total) / before),
            start=start,
            end=end,
            national_growth=signed_percent(national_growth),
        ),
        "reading_change": _("Mest ökade {label} ({change} sysselsatta). {falls}").format(
            label=lower_first(up["label"]), change=signed(up["change"]), falls=falls
        ),
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
    side = _("bättre") if parts["regional_shift"] > 0 else _("svagare")
    return {
        "finding_shift": _(
            "Jobben {within} utvecklades {side} än om varje bransch hade följt samma bransch i riket: "
            "{regional_shift} sysselsatta"
        ).format(within=place.within, side=side, regional_shift=signed(parts["regional_shift"])),
        "reading_shift": _(
            "Förändringen i de kända branscherna, {change} sysselsatta, delas i tre. Rikets allmänna "
            "tillväxt motsvarar {national_share}. Att de branscher som finns i regionen växte snabbare "
            "eller långsammare i riket än genomsnittet motsvarar {industry_mix}. Resten, "
            "{regional_shift}, är regionens egen utveckling. Den är störst i {label} "
            "({best_regional_shift}) och svagast i {worst_label} ({worst_regional_shift})."
        ).format(
            change=signed(parts["change"]),
            national_share=signed(parts["national_share"]),
            industry_mix=signed(parts["industry_mix"]),
            regional_shift=signed(parts["regional_shift"]),
            label=lower_first(best["label"]),
            best_regional_shift=signed(best["regional_shift"]),
            worst_label=lower_first(worst["label"]),
            worst_regional_shift=signed(worst["regional_shift"]),
        ),
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
    listed = [
        _("{label} ({thresholds_passed:.0f} av {total})").format(
            label=lower_first(row.label), thresholds_passed=row.thresholds_passed, total=len(grid)
        )
        for row in some.itertuples()
    ]
    tried = _("{total} prövade gränser").format(total=in_words(len(grid)))
    firm = _("Ingen bransch är tongivande vid alla {tried}").format(tried=tried)
    if len(always):
        firm = _("Vid alla {tried} är {named} tongivande").format(tried=tried, named=_named(always))
    loose = _("Inga andra branscher är tongivande vid någon gräns.")
    if listed:
        loose = _("Vid några av gränserna är {word}{listed} det.").format(
            word=_("också ") if len(always) else "", listed=listing(listed)
        )
    return {"finding_thresholds": firm, "reading_thresholds": f"{firm}. {loose}"}


def _lead(listed: str, leading: int, compared: int, place: Region, year: int) -> str:
    if not leading:
        return _(
            "Ingen av de {compared} branschgrupperna var tongivande {within} {year} med de valda gränserna."
        ).format(compared=compared, within=place.within, year=year)
    return _("{leading} av {compared} branschgrupper var tongivande {within} {year}: {listed}.").format(
        leading=upper_first(in_words(leading)), compared=compared, within=place.within, year=year, listed=listed
    )


def _with_quotient(rows: DataFrame, cuts: Sequence[float]) -> list[str]:
    return [f"{lower_first(row.label)} ({number(row.lq, 2, cuts)})" for row in rows.itertuples()]


def _named(labels: Series) -> str:
    return listing([lower_first(label) for label in labels])
