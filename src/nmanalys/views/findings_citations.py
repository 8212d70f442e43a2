"""Sentences on how much the universities' research is cited, and on what is missing where nobody has brought it."""

from __future__ import annotations

from collections.abc import Mapping

from pandas import DataFrame

from nmanalys.views.text import counted, leading, lower_first, upper_first
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, ngettext

__all__ = ["citation_rows", "describe_citations"]

WORLD = 1.0


def citation_rows(citations: DataFrame, universities: Mapping[str, str], names: Mapping[str, str]) -> DataFrame:
    """Name fields and universities: first those large enough, most publications first.

    Parameters
    ----------
    citations : DataFrame
        Result of :func:`~nmanalys.measures.citation_sums.citations_by_field`.
    universities, names : mapping of str to str
        Names of the universities and of the fields.

    Examples
    --------
    >>> rows = DataFrame({"university": "hda", "field_code": ["2.5", "6.2"], "publications": [9.0, 60.0],
    ...                   "is_too_few": [True, False]})
    >>> citation_rows(rows, {"hda": "Högskolan Dalarna"}, {"2.5": "Material", "6.2": "Språk"})["label"].tolist()
    ['Språk', 'Material']
    """
    rows = citations.assign(
        label=citations["field_code"].map(names), university_name=citations["university"].map(universities)
    )
    order = rows.sort_values(["publications", "field_code"], ascending=[False, True], kind="stable")
    return order.reset_index(drop=True)


def describe_citations(rows: DataFrame, place: Region, *, universities: int, least: int) -> dict[str, str]:
    """Say which fields are cited more than the world's mean, or what is missing and what would fill it.

    Parameters
    ----------
    rows : DataFrame
        What :func:`citation_rows` gave; no rows when nobody has brought citations.
    place : Region
        The region.
    universities : int
        How many universities the book knows in the region.
    least : int
        Fewest publications for a measure.

    Returns
    -------
    dict of str
        Texts `finding_citations, reading_citations, missing_citations, gap_citations`.
    """
    if not universities:
        text = _("Boken har inget lärosäte {within}, så citeringar kan inte visas.").format(within=place.within)
        return _texts(missing=text, gap=text)
    if rows.empty:
        missing = _(
            "Ingen har läst in hur ofta forskningen {within} citeras. Kommandot nmanalys template citations ger en mall. "
            "Den frågar efter publikationer, citeringar och världens medel för samma ämne och år, lärosäte för lärosäte. "
            "OpenAlex och Swepub har uppgifterna."
        )
        gap = ngettext(
            "Citeringar är inte inlästa för lärosätet {within}.",
            "Citeringar är inte inlästa för lärosätena {within}.",
            universities,
        )
        return _texts(missing=missing.format(within=place.within), gap=gap.format(within=place.within))
    known = rows[~rows["is_too_few"].astype(bool)]
    few = len(rows) - len(known)
    left_out = _("{areas} har färre än {least} publikationer och saknar därför mått.").format(
        areas=upper_first(_areas(few)), least=least
    )
    left_out = left_out if few else ""
    if known.empty:
        finding = _("Inget forskningsområde har minst {least} publikationer").format(least=least)
        return _texts(finding=finding, reading=left_out)
    above, below = int((known["mncs_lower"] > WORLD).sum()), int((known["mncs_upper"] < WORLD).sum())
    listed = leading(known, value="mncs", cuts=[WORLD], empty=_("inget område"))
    reading = _(
        "Högst mot världens medel ligger {listed}. Hela intervallet ligger över medlet för {over} och under det för {under}."
    ).format(listed=lower_first(listed), over=_areas(above), under=_areas(below))
    return _texts(
        finding=_("Säkert mer citerade än världens medel: {above} av {known} forskningsområden").format(
            above=above, known=len(known)
        ),
        reading=f"{reading} {left_out}".strip(),
        gap=_("Citeringar säger hur andra forskare använder forskningen, inte vilken nytta den gör i regionen."),
    )


def _areas(count: int) -> str:
    return counted(count, _("område"), _("områden"), neuter=True)


def _texts(*, finding: str = "", reading: str = "", missing: str = "", gap: str = "") -> dict[str, str]:
    told = {"finding_citations": finding or _("Citeringar mot världens medel"), "reading_citations": reading}
    return told | {"missing_citations": missing, "gap_citations": gap}
