"""The evidence map in words: cells of the table, and sentences on what they say and what is missing.

A cell that holds no number says why. Judgements keep their coder and date and are never turned into a quotient.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from pandas import DataFrame

from nmanalys.views.findings_agglomeration import NUTS2
from nmanalys.views.findings_industry import NATION
from nmanalys.views.formats import with_interval
from nmanalys.views.tables import Column
from nmanalys.views.text import counted, in_words, lower_first, upper_first, valued
from nmanalys.vocabulary.assessments import QUALITATIVE
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = [
    "competence_map",
    "describe_evidence",
    "describe_official",
    "evidence_columns",
    "evidence_rows",
    "evidence_sources",
    "judgement_rows",
]

KNOWN = "känd"
GAPS: Mapping[str, str] = {
    "saknas": "saknas",
    "skyddas": "skyddas",
    "ej tillämpligt": _("passar inte området"),
    "ej bedömt": _("är inte bedömda"),
}
FEW = 3
HEADERS: Mapping[str, str] = {
    "lq": _("Anställda (kvot)"),
    "lq_educated": _("Högutbildade (kvot, utbildningsnivå mot riket)"),
    "functional_sectors": _("Funktionella sektorer (0–3)"),
    "new_firms": _("Nya företag"),
    "patents": _("Patent"),
    "trademarks": _("Varumärken"),
    "collaboration": _("Samverkan (0–3)"),
    "value_chains": _("Värdekedjor (0–3)"),
}


def competence_map(groups: DataFrame, *, leading: float, competent: float) -> dict[str, Any]:
    """Arguments of :func:`~nmanalys.views.charts_plane.plot_scatter` for leading against competent.

    The corners say what the two quotients show; in focus are the industries that meet all the conditions of both.

    Parameters
    ----------
    groups : DataFrame
        `label, is_leading, is_competent`.
    leading, competent : float
        Thresholds of the two quotients.

    Examples
    --------
    >>> groups = DataFrame({"label": ["Stål"], "is_leading": [True], "is_competent": [True]})
    >>> competence_map(groups, leading=1.25, competent=1.25)["highlight"]
    ['Stål']
    """
    both = groups["is_leading"].fillna(False).astype(bool) & groups["is_competent"].fillna(False).astype(bool)
    return {
        "x_title": _("Kvot för sysselsatta (riket = 1)"),
        "y_title": _("Kvot för högutbildade (riket = 1)"),
        "x_line": leading,
        "y_line": competent,
        "x_spec": "0.00",
        "y_spec": "0.00",
        "quadrants": {
            "top_right": _("Över båda gränserna"),
            "top_left": _("Bara kvoten för högutbildade"),
            "bottom_right": _("Bara kvoten för sysselsatta"),
            "bottom_left": _("Under båda"),
        },
        "highlight": list(groups.loc[both, "label"]),
    }


def evidence_columns(cells: DataFrame) -> dict[str, Column]:
    """Columns of the table for the criteria that the map holds, in the order of the evidence.

    Examples
    --------
    >>> evidence_columns(DataFrame({"criterion": ["patents", "lq"]}))
    {'lq': ('Anställda (kvot)', 'text'), 'patents': ('Patent', 'text')}
    """
    there = set(cells["criterion"])
    return {name: (header, "text") for name, header in HEADERS.items() if name in there}


def evidence_rows(cells: DataFrame, areas: DataFrame, *, cuts: Sequence[float] = ()) -> DataFrame:
    """Arrange the evidence map as a table, areas with the highest quotient first.

    Parameters
    ----------
    cells : DataFrame
        Result of :func:`~nmanalys.measures.evidence_map.evidence_map`.
    areas : DataFrame
        `area_id, name_sv`.
    cuts : sequence of float
        Thresholds that the quotients are judged by.

    Examples
    --------
    >>> cell = {"area_id": "m", "criterion": "lq", "state": "känd", "value": 2.0, "lower": 1.5, "upper": 2.7, "note": None}
    >>> evidence_rows(DataFrame([cell]), DataFrame({"area_id": ["m"], "name_sv": ["Metall"]}))["lq"].tolist()
    ['2,00 (1,50–2,70)']
    """
    written = cells.assign(text=[_cell(row, cuts) for row in cells.itertuples()])
    wide = written.pivot(index="area_id", columns="criterion", values="text")
    order = cells[cells["criterion"] == "lq"].sort_values("value", ascending=False)["area_id"]
    names = areas.set_index("area_id")["name_sv"]
    return wide.loc[order].assign(name_sv=names.reindex(order).to_numpy()).reset_index().rename_axis(columns=None)


def evidence_sources(place: Region, official: DataFrame, judgements: DataFrame) -> list[str]:
    """Tables that the evidence map rests on: official divisions where the region has its own.

    Examples
    --------
    >>> county = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
    >>> evidence_sources(county, DataFrame({"nuts": ["SE31"]}), DataFrame({"score": []}))
    ['employment_divisions', 'education', 'area_links']
    """
    divisions = "employment_nuts2" if (official["nuts"] == place.nuts).all() else "employment_divisions"
    judged = ["qualitative_evidence"] if judgements["score"].notna().any() else []
    return [divisions, "education", "area_links", *judged]


def judgement_rows(judgements: DataFrame, areas: DataFrame) -> DataFrame:
    """List the judgements behind the map with evidence, date and coder.

    Parameters
    ----------
    judgements : DataFrame
        `area_id, criterion, score, evidence_sv, date, coder`.
    areas : DataFrame
        `area_id, name_sv`.
    """
    names = {name: upper_first(text) for name, text in QUALITATIVE.items()}
    rows = judgements.merge(areas[["area_id", "name_sv"]]).dropna(subset=["score"])
    rows = rows.assign(criterion_sv=rows["criterion"].map(names), date_text=rows["date"].astype(str).str[:10])
    return rows.sort_values(["name_sv", "criterion", "coder"])


def describe_official(divisions: DataFrame, place: Region, *, threshold: float) -> dict[str, str]:
    """Say what the official divisions of the NUTS 2 region show, and how it relates to the page's region.

    Parameters
    ----------
    divisions : DataFrame
        Result of :func:`~nmanalys.measures.finer_industries.official_divisions`, with `label`.
    place : Region
        The region.
    threshold : float
        Lowest quotient of a leading industry.

    Returns
    -------
    dict of str
        Texts `lead_official, finding_official, reading_official`.
    """
    code, year = divisions["nuts"].iloc[0], int(divisions["year"].iloc[0])
    area = NUTS2.get(code, code)
    known = divisions.dropna(subset=["lq"]).query("employed > 0").sort_values("lq", ascending=False)
    strong = known[(known["lq"] >= threshold) & (known["lower"] > 1)]
    top = [valued(lower_first(row.label), row.lq, row.lower, row.upper) for row in known.head(FEW).itertuples()]
    own = place.nuts in (code, f"{code}0")
    extent = (
        _("Det är samma område som sidan gäller")
        if own
        else _("Riksområdet är större än {name}").format(name=place.name)
    )
    hidden = counted(int(divisions["employed"].isna().sum()), _("bransch är dold"), _("branscher är dolda"))
    first = known.iloc[0]
    where = _("i riksområdet {area}").format(area=area) if not own else place.within
    return {
        "lead_official": _(
            "Om finare branscher är den officiella statistiken säkrast. {where} har {top} högst kvot, {year}."
        ).format(where=upper_first(where), top=listing(top), year=year),
        "finding_official": _(
            "{label} har {lq} gånger så stor andel av näringslivets jobb {where} som i riket, {year}"
        ).format(label=first["label"], lq=number(first["lq"], 2, [NATION, threshold]), where=where, year=year),
        "reading_official": _(
            "{extent}. {total} av {count} når kvoten {threshold} med intervallet över 1. {hidden} av "
            "sekretess och kan inte bedömas. Kvoten räknas på företagens sysselsatta utan jordbruk, "
            "finans och offentlig verksamhet, och gäller {year}."
        ).format(
            extent=extent,
            total=upper_first(counted(len(strong), _("bransch"), _("branscher"))),
            count=len(divisions),
            threshold=number(threshold, 2),
            hidden=upper_first(hidden),
            year=year,
        ),
    }


def describe_evidence(
    cells: DataFrame, areas: DataFrame, place: Region, *, threshold: float, is_invented: bool
) -> dict[str, str]:
    """Say where the evidence points the same way, and how much of the map is empty.

    Parameters
    ----------
    cells : DataFrame
        Result of :func:`~nmanalys.measures.evidence_map.evidence_map`.
    areas : DataFrame
        `area_id, name_sv`.
    place : Region
        The region.
    threshold : float
        Lowest quotient that speaks for an area.
    is_invented : bool
        Whether the quotients rest on invented divisions.

    Returns
    -------
    dict of str
        Texts `finding_evidence, reading_evidence, reading_judgements`.
    """
    wide = cells.pivot(index="area_id", columns="criterion", values="lower")
    names = areas.set_index("area_id")["name_sv"].map(lower_first)
    value = cells[cells["criterion"] == "lq"].set_index("area_id")["value"]
    sure = names.reindex(value[(value >= threshold) & (wide["lq"].reindex(value.index) > 1)].index)
    filled = (cells["state"] == KNOWN).mean()
    states = cells["state"].value_counts()
    gaps = [f"{in_words(int(states[name]))} {words}" for name, words in GAPS.items() if name in states]
    count = _("{total} av {count}").format(
        total=counted(len(sure), _("område"), _("områden"), neuter=True), count=len(names)
    )
    found = (
        _("I exempeldata har {total}").format(total=count)
        if is_invented
        else _("{total} har").format(total=upper_first(count))
    )
    found += _(" kvoten {threshold} eller mer {within} med intervallet över 1").format(
        threshold=number(threshold, 2), within=place.within
    )
    return {
        "finding_evidence": _("{filled} av kartans rutor har ett belägg; resten säger varför de är tomma").format(
            filled=percent(filled, 0)
        ),
        "reading_evidence": _(
            "{found}{sure}. Av kartans {total} rutor har {state} ett belägg. Av de övriga {gaps}."
        ).format(
            found=found,
            sure=": " + listing(sure) if len(sure) else "",
            total=len(cells),
            state=int((cells["state"] == KNOWN).sum()),
            gaps=listing(gaps),
        ),
        "reading_judgements": _judged(cells, place),
    }


def _cell(row: Any, cuts: Sequence[float]) -> str:
    if row.state != KNOWN:
        return str(row.state)
    if row.criterion in QUALITATIVE:
        score = number(row.lower) if row.lower == row.upper else f"{number(row.lower)}–{number(row.upper)}"
        return f"{score} ({row.note})"
    text = with_interval(row.value, row.lower, row.upper, "0.00", cuts)
    return text if pd.isna(row.note) else f"{text}, {percent(row.note, 0)}"


def _judged(cells: DataFrame, place: Region) -> str:
    asked = cells[cells["criterion"].isin(list(QUALITATIVE))]
    if asked.empty:
        return _("De kvalitativa bedömningarna är utelämnade här.")
    known = int((asked["state"] == KNOWN).sum())
    if not known:
        return _("Ingen har läst in bedömningar av områden {within}, så de rutorna är inte bedömda.").format(
            within=place.within
        )
    return f"{upper_first(counted(known, _('ruta bygger på en inläst bedömning'), _('rutor bygger på inlästa bedömningar')))}."
