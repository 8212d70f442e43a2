"""Rows of the cluster mapping's tables and map, written for readers.

What a source does not say stays *uppgift saknas*; a town that we concluded ourselves is marked as our conclusion.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from nmanalys.views.text import lower_first
from nmanalys.vocabulary.language import MISSING, number
from nmanalys.vocabulary.translation import _

__all__ = ["CRITERIA", "horizontal_rows", "organisation_rows", "phase_name", "phase_rows", "point_rows"]

NOT_ASSESSED = _("ej bedömd")
INFERRED = _("Orten är")
"""How a note begins its sentence when the town is a conclusion of ours and not stated by the source."""
PHASES = (_("under fas 1"), _("1 Initiering"), _("2 Etablering"), _("3 Utveckling"), _("4 Mognad"))
FLAGS = {True: _("▼ ja"), False: _("nej")}
FIRST_TIME = _("första gången")
SYMBOLS = {
    "aktivt": _("● aktivt"),
    "delvis": _("◐ delvis"),
    "delvis (oklar: 1 villkor)": _("◔ oklart: ett villkor"),
    "inte alls": _("○ inte alls"),
    "underlag saknas": _("– underlag saknas"),
}
CRITERIA = {
    "miljo": _("bättre miljö"),
    "lika_mojligheter": _("lika möjligheter"),
    "jamstalldhet": _("jämställdhet"),
}


def organisation_rows(clusters: DataFrame, phases: DataFrame | None = None) -> DataFrame:
    """Write what is known about each organisation; the unknown stays unknown.

    Parameters
    ----------
    clusters : DataFrame
        The table `clusters`; may be empty.
    phases : DataFrame, optional
        Result of :func:`phase_rows`; organisations that are not in it are *ej bedömd*.

    Returns
    -------
    DataFrame
        The same rows, by name, with `town_text, start_text, members_text, phase_text`, `is_assessed` and
        `is_inferred`.

    Examples
    --------
    >>> clusters = DataFrame({"name": ["Stålringen"], "municipality": ["Falun"], "start_year": [None],
    ...                       "member_firms": [26.0], "note_sv": ["Orten är en slutsats."]})
    >>> organisation_rows(clusters)[["town_text", "start_text", "members_text"]].values.tolist()
    [['Falun (vår slutsats)', 'uppgift saknas', '26']]
    """
    rows = clusters.sort_values("name", key=lambda column: column.str.lower(), ignore_index=True)
    inferred = rows["municipality"].notna() & rows["note_sv"].fillna("").str.contains(INFERRED)
    towns = rows["municipality"].astype("object").where(rows["municipality"].notna(), MISSING)
    known = {} if phases is None else dict(zip(phases["cluster_id"], phases["answer_text"], strict=True))
    answers = [known.get(cluster) for cluster in rows.get("cluster_id", [None] * len(rows))]
    return rows.assign(
        town_text=towns.where(~inferred, towns + _(" (vår slutsats)")),
        start_text=[MISSING if pd.isna(year) else str(int(year)) for year in rows["start_year"]],
        members_text=[MISSING if pd.isna(count) else number(count) for count in rows["member_firms"]],
        phase_text=[answer or NOT_ASSESSED for answer in answers],
        is_assessed=[answer is not None for answer in answers],
        is_inferred=inferred.astype(bool),
    )


def point_rows(rows: DataFrame, points: DataFrame, county_names: Mapping[str, str]) -> DataFrame:
    """Give the organisations whose town is known a place on the map.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`organisation_rows`.
    points : GeoDataFrame
        A point in each municipality: `municipality_code, geometry`.
    county_names : mapping of str to str
        Name of each county by code.

    Returns
    -------
    DataFrame
        `label, municipality, county_code, county_name, x, y, is_inferred`, metres in the points' reference system;
        a name whose town is our own conclusion ends in a question mark.
    """
    known = rows[rows["municipality_code"].notna()].reset_index(drop=True)
    places = points.set_index("municipality_code")["geometry"].reindex(known["municipality_code"])
    located = known.assign(
        label=known["name"].where(~known["is_inferred"], known["name"] + " (?)"),
        county_name=known["county_code"].map(county_names),
        x=places.x.to_numpy(dtype=float),
        y=places.y.to_numpy(dtype=float),
    )
    return located[["label", "municipality", "county_code", "county_name", "x", "y", "is_inferred"]]


def phase_rows(assessed: DataFrame) -> DataFrame:
    """Write each cluster's phase by the three rules, its span and its range.

    Parameters
    ----------
    assessed : DataFrame
        Result of :func:`~nmanalys.measures.cluster_mapping.assess_clusters`.

    Returns
    -------
    DataFrame
        The same rows, the highest phase first, with `label` (without *Exempelkluster*), `answer_text, gate_text,
        mean_text, weakest_text, range_text, flag_text, ratings_text`.
    """
    rows = assessed.sort_values(["gate_lower", "phase_upper", "name"], ascending=[False, False, True])
    weakest = [
        f"{_span(level, level)}, {lower_first(str(where))}" if pd.notna(level) else MISSING
        for level, where in zip(rows["weakest_link"], rows["weakest_dimension"], strict=True)
    ]
    return rows.reset_index(drop=True).assign(
        label=[str(name).removeprefix("Exempelkluster ") for name in rows["name"]],
        answer_text=_spans(rows, "phase_lower", "phase_upper"),
        gate_text=[
            _span(phase, phase) if pd.notna(phase) else _("ej avgjord, {span}").format(span=span)
            for phase, span in zip(rows["gate"], _spans(rows, "gate_lower", "gate_upper"), strict=True)
        ],
        mean_text=_spans(rows, "mean", "mean"),
        weakest_text=weakest,
        range_text=_spans(rows, "lower", "upper"),
        flag_text=[
            FIRST_TIME
            if before == MISSING
            else _("{get}, {before} förra gången").format(get=FLAGS.get(flag, MISSING), before=before)
            for flag, before in zip(rows["is_declining"].tolist(), _spans(rows, "before", "before"), strict=True)
        ],
        ratings_text=[
            MISSING if pd.isna(missing) else _("{missing} av {all_}").format(missing=missing, all_=all_)
            for missing, all_ in zip(rows["missing_ratings"], rows["ratings"], strict=True)
        ],
    )


def horizontal_rows(table: DataFrame) -> DataFrame:
    """Give each category its symbol, so that the text never stands on colour.

    Examples
    --------
    >>> table = DataFrame({"name": ["Exempelkluster Stål"], "miljo": ["aktivt"], "lika_mojligheter": ["delvis"],
    ...                    "jamstalldhet": ["delvis (oklar: 1 villkor)"], "meets_demand": [True]})
    >>> horizontal_rows(table)[["miljo", "jamstalldhet"]].values.tolist()
    [['● aktivt', '◔ oklart: ett villkor']]
    """
    words = {True: _("● ja"), False: _("○ nej")}
    demand = [words.get(met, _("– går inte att avgöra")) for met in table["meets_demand"].tolist()]
    return table.assign(**{criterion: table[criterion].map(SYMBOLS) for criterion in CRITERIA}, demand_text=demand)


def phase_name(phase: object) -> str:
    """Write a phase with its name.

    Examples
    --------
    >>> phase_name(2), phase_name(0), phase_name(None)
    ('2 Etablering', 'under fas 1', 'uppgift saknas')
    """
    return MISSING if pd.isna(phase) else PHASES[int(phase)]


def _spans(rows: DataFrame, lower: str, upper: str) -> list[str]:
    return [_span(low, high) for low, high in zip(rows[lower], rows[upper], strict=True)]


def _span(low: object, high: object) -> str:
    if pd.isna(low) or pd.isna(high):
        return MISSING
    if int(low) == int(high):
        return _("fas {low}").format(low=int(low)) if int(low) else PHASES[0]
    return (
        _("fas {low}–{high}").format(low=int(low), high=int(high))
        if int(low)
        else _("högst fas {high}").format(high=int(high))
    )
