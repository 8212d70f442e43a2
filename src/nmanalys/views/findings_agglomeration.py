"""Sentences on where clusters could be looked for: industries with many jobs in one place."""

from __future__ import annotations

from pandas import DataFrame

from nmanalys.views.findings_industry import NATION
from nmanalys.views.text import counted, leading, lower_first, upper_first
from nmanalys.vocabulary.language import number
from nmanalys.vocabulary.regions import Region

__all__ = ["describe_agglomeration"]

NUTS2 = {
    "SE11": "Stockholm", "SE12": "Östra Mellansverige", "SE21": "Småland med öarna", "SE22": "Sydsverige",
    "SE23": "Västsverige", "SE31": "Norra Mellansverige", "SE32": "Mellersta Norrland", "SE33": "Övre Norrland",
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
    extent = "samma område som sidan gäller" if is_whole else f"ett större område än {place.name}"
    finding = f"Ingen branschgrupp har tydligt större andel av jobben {place.within} än i riket"
    named = f": {lower_first(leading(ranked, cuts=(NATION,), most=len(ranked)))}" if len(ranked) else ""
    if len(ranked):
        top = ranked.iloc[0]
        finding = f"{top['label']} sticker ut mest {place.within}: {number(top['lq'], 2, [NATION])} gånger rikets andel"
    return {
        "industries": lower_first(leading(ranked, cuts=(NATION,))),
        "nuts_area": area,
        "finding_groups": finding,
        "reading_groups": f"{upper_first(counted(len(ranked), 'branschgrupp', 'branschgrupper'))} har större andel "
        f"av jobben {place.within} än i riket även när osäkerheten räknas in{named}.",
        "finding_divisions": f"I riksområdet {area} sticker {lower_first(known['label'].iloc[0])} ut mest: "
        f"{number(known['lq'].iloc[0], 1)} gånger rikets andel {year}",
        "reading_divisions": f"Riksområdet {area} är {extent}. Uppgifterna gäller företag {year}. Högst kvot har "
        f"{lower_first(leading(known))}. Av {len(divisions)} branscher är {hidden} skyddade av sekretess.",
    }
