"""Bullets and sentences of a SWOT table that rules have drawn from result tables.

A bullet says which rule held, by which numbers, and where they stand. The rules find candidates; people decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.text import counted, lower_first, upper_first
from nmanalys.vocabulary.language import listing, number, percent, signed_percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["CELLS", "describe_swot", "ordered_bullets", "swot_bullets"]

COLUMNS = (
    "region_code", "cell", "bullet", "position", "text_sv", "evidence", "basis", "cell_text", "evidence_text", "target",
)  # fmt: skip

CELLS: Mapping[str, tuple[str, str, str]] = {
    "strength": ("styrka", _("styrkor"), _("Styrka")),
    "weakness": ("svaghet", _("svagheter"), _("Svaghet")),
    "opportunity": ("möjlighet", _("möjligheter"), _("Möjlighet")),
    "threat": ("hot", _("hot"), _("Hot")),
}
NEUTER = "threat"
PAGE = _("Näringslivets styrkor")
EXHIBITS = {
    "strength": "fig-kvoter",
    "weakness": "fig-shift-share",
    "opportunity": "fig-forandring",
    "threat": "fig-forandring",
}
"""The exhibit of that page with the number by which each rule decides."""


def swot_bullets(found: DataFrame, labels: Mapping[str, str], *, cuts: Sequence[float] = ()) -> DataFrame:
    """Write each finding as a bullet with its evidence.

    Parameters
    ----------
    found : DataFrame
        What `swot` and `confirmed` left: `region, cell, industry, lq, reasons, basis` and the numbers that the rules
        read.
    labels : mapping of str to str
        Names of the industries.
    cuts : sequence of float
        Location quotients that the rules are cut at.

    Returns
    -------
    DataFrame
        `region_code, cell, bullet, position, text_sv, evidence, basis`, and for the reader `cell_text,
        evidence_text` and `target`, where the evidence stands in the book, in the order strengths, weaknesses,
        opportunities, threats. `bullet` is the industry's code.
    """
    rows = [_bullet(row, labels, cuts) for _index, row in found.iterrows()]
    return ordered_bullets(DataFrame(rows, columns=[name for name in COLUMNS if name != "position"]))


def ordered_bullets(bullets: DataFrame) -> DataFrame:
    """Put bullets in the order of the cells and number them within each."""
    order = {swedish: place for place, (swedish, *_words) in enumerate(CELLS.values())}
    table = bullets.sort_values("cell", key=lambda cells: cells.map(order), kind="stable")
    position = table.groupby(["region_code", "cell"]).cumcount() + 1
    table = table.assign(position=position.astype("int64")).reset_index(drop=True)
    texts = [name for name in COLUMNS if name != "position"]
    return table[list(COLUMNS)].astype(dict.fromkeys(texts, "str"))


def _bullet(row: Series, labels: Mapping[str, str], cuts: Sequence[float]) -> dict[str, str]:
    name = labels[row["industry"]]
    said = [_reason(reason, row, cuts) for reason in str(row["reasons"]).split()]
    swedish, _plural, title = CELLS[row["cell"]]
    code = row["industry"]
    return {
        "region_code": row["region"],
        "cell": swedish,
        "bullet": code,
        "text_sv": f"{upper_first(name)}: {'; '.join(said)}",
        "evidence": f"industrial_strengths: location_quotients, industry_change; sni_group {code}",
        "basis": str(row["basis"]),
        "cell_text": title,
        "evidence_text": _("{page}, raden {name} ({code})").format(page=PAGE, name=lower_first(name), code=code),
        "target": f"stage:industrial_strengths#{EXHIBITS[row['cell']]}",
    }


def _reason(reason: str, row: Series, cuts: Sequence[float]) -> str:
    share, quotient = percent(row["employed_share"]), number(row["lq"], 2, cuts)
    size = _("{share} av jobben, kvot {quotient}").format(share=share, quotient=quotient)
    move = signed_percent(abs(row["dynamic_lq"] - 1)).lstrip("+")
    years = f"{row['start_year']:.0f}–{row['end_year']:.0f}" if pd.notna(row["start_year"]) else ""
    rose = (
        _("kvoten steg med {move} {years}").format(move=move, years=years)
        if row["dynamic_lq"] > 1
        else _("kvoten i stort sett oförändrad {years}").format(years=years)
    )
    lost = number(abs(row["competitive_effect"]))
    return {
        "specialised_and_rising": _("{size}, tongivande och {rose}").format(size=size, rose=rose),
        "rising": _("{size}, men {rose}").format(size=size, rose=rose),
        "related": _("kvot {quotient}, nära besläktad med det som redan är starkt").format(quotient=quotient),
        "losing_to_others": _(
            "{size}, men {lost} färre jobb än om branschen hade följt samma bransch i riket {years}"
        ).format(size=size, lost=lost, years=years),
        "rests_on_one_workplace": _("{size}, men når inte gränsen utan sin största arbetsplats").format(size=size),
        "falling_with_demand": _(
            "{size}, men kvoten sjönk med {move} {years} och branschen växte långsammare än andra i riket"
        ).format(size=size, move=move, years=years),
        "concentrated": _("{size}, samlad på få arbetsplatser").format(size=size),
    }[reason]


def describe_swot(bullets: DataFrame, place: Region, *, is_edited: bool = False) -> dict[str, str]:
    """Say how many candidates there are in each cell, and where there are none.

    Parameters
    ----------
    bullets : DataFrame
        The bullets that are shown.
    place : Region
        The region.
    is_edited : bool
        Whether analysts have changed what the rules found.

    Returns
    -------
    dict of str
        Texts `finding_swot, reading_swot`.
    """
    sizes = bullets["cell"].value_counts()
    said, none = [], []
    for key, (one, many, _title) in CELLS.items():
        count = int(sizes.get(one, 0))
        if count:
            said.append(counted(count, one, many, neuter=key == NEUTER))
        else:
            none.append(many)
    who = _("Reglerna och analytikers ändringar") if is_edited else _("Reglerna")
    finding = _("{who} ger {said} {within}").format(
        who=who, said=listing(said, empty=_("inga punkter")), within=place.within
    )
    absent = listing(none, conjunction=_("eller"))
    empty = (
        _("Det finns inga {absent}.").format(absent=absent)
        if is_edited
        else _("Ingen bransch uppfyller reglerna för {absent}.").format(absent=absent)
    )
    empty = empty if none else ""
    twice = _in_two(bullets)
    return {"finding_swot": finding, "reading_swot": " ".join(filter(None, [f"{finding}.", empty, twice]))}


def _in_two(bullets: DataFrame) -> str:
    industries = bullets.assign(label=bullets["text_sv"].str.split(":").str[0]).groupby("label", sort=False)["cell"]
    twice = [label for label, cells in industries if cells.nunique() > 1]
    if not twice:
        return ""
    who = upper_first(listing(lower_first(label) for label in twice))
    return _("{who} står i mer än en ruta: en bransch kan vara stor och ändå tappa mark.").format(who=who)
