"""Sentences on where clusters could be looked for: industries with many jobs in one place."""

from __future__ import annotations

from pandas import DataFrame

from nmanalys.views.findings_industry import NATION
from nmanalys.views.text import counted, leading, lower_first, upper_first
from nmanalys.vocabulary.language import number
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["describe_agglomeration"]

NUTS2 = {
    "SE11": _("Stockholm"), "SE12": _("Östra Mellansverige"), "SE21": _("Småland med öarna"), "SE22": _("Sydsverige"),
    "SE23": _("Västsverige"), "SE31": _("Norra Mellansverige"), "SE32": _("Mellersta Norrland"), "SE33": _("Övre Norrland"),
}  # fmt: skip


def describe_agglomeration(groups: DataFrame, divisions: DataFrame, place: Region) -> dict[str, str]:
    """Say in which industries clusters could be looked for.

    Parameters
    ----------
    groups : DataFrame
        The region's industry groups with a larger share than in the nation: `label, lq, year`.
    divisions : DataFrame
        Divisions of the NUTS 2 region: `label, lq, employed, employed_share, year`; suppressed ones are missing.
    place : Region
        The region.
    """
    ranked = groups.dropna(subset=["lq"]).sort_values("lq", ascending=False)
    known = divisions.dropna(subset=["lq"]).sort_values("lq", ascending=False)
    area_code = place.nuts[:4]
    area = NUTS2.get(area_code, area_code)
    year = int(divisions["year"].iloc[0])
    hidden = int(divisions["employed"].isna().sum())
    # a NUTS 3 code ending in 0 is alone in its NUTS 2 region
    is_whole = len(place.nuts) == len(area_code) or place.nuts.endswith("0")
    extent = (
        _("samma område som sidan gäller") if is_whole else _("ett större område än {name}").format(name=place.name)
    )
    finding = _("Ingen branschgrupp har tydligt större andel av jobben {within} än i riket").format(within=place.within)
    named = f": {lower_first(leading(ranked, cuts=(NATION,), most=len(ranked)))}" if len(ranked) else ""
    if len(ranked):
        top = ranked.iloc[0]
        finding = _("{label} sticker ut mest {within}: {lq} gånger rikets andel").format(
            label=top["label"], within=place.within, lq=number(top["lq"], 2, [NATION])
        )
    return {
        "industries": lower_first(leading(ranked, cuts=(NATION,))),
        "nuts_area": area,
        "finding_groups": finding,
        "reading_groups": _(
            "{total} har större andel av jobben {within} än i riket även när osäkerheten räknas in{named}."
        ).format(
            total=upper_first(counted(len(ranked), _("branschgrupp"), _("branschgrupper"))),
            within=place.within,
            named=named,
        ),
        "finding_divisions": _("I riksområdet {area} sticker {label} ut mest: {lq} gånger rikets andel {year}").format(
            area=area, label=lower_first(known["label"].iloc[0]), lq=number(known["lq"].iloc[0], 1), year=year
        ),
        "reading_divisions": _(
            "Riksområdet {area} är {extent}. Uppgifterna gäller företag {year}. Högst kvot har {known}. "
            "Av {total} branscher är {hidden} skyddade av sekretess."
        ).format(
            area=area, extent=extent, year=year, known=lower_first(leading(known)), total=len(divisions), hidden=hidden
        ),
    }
