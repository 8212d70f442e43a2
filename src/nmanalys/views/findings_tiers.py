"""Sentences on the two tiers of strength areas, on rankings under all weights, and on the key behind them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from nmanalys.views.text import counted, lower_first, upper_first
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, ngettext

__all__ = ["FIELD_LEVELS", "describe_key", "describe_tiers", "field_rows", "university_cells"]

FIELD_LEVELS = {0: _("mindre än i riket"), 1: _("minst som i riket"), 2: _("starkt")}
NO_UNIVERSITY, UNSEEN = _("uppgift saknas"), "kan ej bedömas"
MOST_FIELDS = 12
TOP = 3


def university_cells(fields: DataFrame, universities: Mapping[str, str], names: Mapping[str, str]) -> DataFrame:
    """Activity index by field and university, as :func:`~nmanalys.views.charts_assessment.plot_heat` draws it.

    Parameters
    ----------
    fields : DataFrame
        Result of :func:`~nmanalys.measures.university_fields.university_fields`.
    universities, names : mapping of str to str
        Names of the universities and of the fields.

    Returns
    -------
    DataFrame
        `row_label, column_label, level, text` of the fields with the highest index among those large enough at any of
        the universities; levels are those of `FIELD_LEVELS`.

    Examples
    --------
    >>> rows = DataFrame({"university": ["hda"], "field_code": ["2.5"], "activity_index": [1.6], "is_strong": [True],
    ...                   "is_citable": [True]})
    >>> university_cells(rows, {"hda": "Dalarna"}, {"2.5": "Material"}).values.tolist()
    [['Material', 'Dalarna', 2.0, '1,60']]
    """
    large = fields[fields["is_citable"].astype(bool)]
    order = large.groupby("field_code")["activity_index"].max().sort_values(ascending=False).index[:MOST_FIELDS]
    shown = fields[fields["field_code"].isin(order)]
    shown = shown.assign(place=shown["field_code"].map({code: at for at, code in enumerate(order)}))
    shown = shown.sort_values(["place", "university"])
    level = (shown["activity_index"] >= 1).astype(float).mask(shown["is_strong"].astype(bool), 2.0)
    return DataFrame(
        {
            "row_label": shown["field_code"].map(names),
            "column_label": shown["university"].map(universities),
            "level": level.mask(shown["activity_index"].isna()),
            "text": [number(value, 2) for value in shown["activity_index"]],
        }
    ).reset_index(drop=True)


def field_rows(fields: DataFrame, names: Mapping[str, str]) -> DataFrame:
    """List the fields of a region's universities, most publications first.

    Examples
    --------
    >>> rows = DataFrame({"field_code": ["2.5", "6.2"], "publications": [9.0, 12.0]})
    >>> field_rows(rows, {"2.5": "Material", "6.2": "Språk"})["label"].tolist()
    ['Språk', 'Material']
    """
    rows = fields.assign(label=fields["field_code"].map(names))
    return rows.sort_values("publications", ascending=False, kind="stable")


def describe_tiers(areas: DataFrame, place: Region) -> dict[str, str]:
    """Name the strength areas and the potential ones.

    Parameters
    ----------
    areas : DataFrame
        `name_sv, tier, first_share`.
    place : Region
        The region.

    Returns
    -------
    dict of str
        Texts `lead_tiers, finding_weights, reading_weights`.
    """
    named = {tier: [lower_first(name) for name in rows["name_sv"]] for tier, rows in areas.groupby("tier")}
    sure, potential = named.get("styrkeområde", []), named.get("potentiellt styrkeområde", [])
    first = areas.dropna(subset=["first_share"]).nlargest(TOP, "first_share")
    first = first[first["first_share"] > 0]
    shares = [f"{lower_first(row.name_sv)} ({percent(row.first_share, 0)})" for row in first.itertuples()]
    weights = {
        "finding_weights": _("Exempeldata: {first}").format(first=_first(len(shares))),
        "reading_weights": _("Först kommer, med andelen av vikterna inom parentes, {shares}.").format(
            shares=listing(shares)
        )
        if shares
        else _("En rangordning under olika vikter kräver uppgifter om båda sidor, och de saknas här."),
    }
    if set(named) <= {UNSEEN}:
        text = _(
            "Vilka områden som är styrkeområden {within} går inte att säga: uppgifter om forskningen saknas."
        ).format(within=place.within)
        return {"lead_tiers": text} | weights
    return weights | {
        "lead_tiers": " ".join(
            [
                ngettext(
                    "I exempeldata är {total} {within} styrkeområde{sure}.",
                    "I exempeldata är {total} {within} styrkeområden{sure}.",
                    max(len(sure), 1),
                ).format(
                    total=counted(len(sure), _("område"), _("områden"), neuter=True),
                    within=place.within,
                    sure=": " + listing(sure) if sure else "",
                ),
                ngettext(
                    "{total} är potentiellt styrkeområde{potential}.",
                    "{total} är potentiella styrkeområden{potential}.",
                    max(len(potential), 1),
                ).format(
                    total=upper_first(counted(len(potential), _("område"), _("områden"), neuter=True)),
                    potential=": " + listing(potential) if potential else "",
                ),
            ]
        ),
    }


def _first(count: int) -> str:
    if not count:
        return _("områdena kan inte rangordnas")
    return (
        _("samma område kommer först hur sidorna än vägs")
        if count == 1
        else _("vilket område som kommer först beror på vikterna")
    )


def describe_key(sensitivity: DataFrame, links: DataFrame, place: Region, *, version: str) -> dict[str, str]:
    """Say how large the key is, and where the result hangs on it.

    Parameters
    ----------
    sensitivity : DataFrame
        Result of :func:`~nmanalys.measures.strength_tiers.key_sensitivity`, with `name_sv`.
    links : DataFrame
        The key: `classification`.
    place : Region
        The region.
    version : str
        Checksum of the key.

    Returns
    -------
    dict of str
        Texts `key_size, key_version, finding_key, reading_key`.
    """
    size = _("{classification} kopplingar till branscher och ").format(
        classification=int((links["classification"] == "SNI").sum())
    )
    size += _("{classification} till forskningsområden").format(
        classification=int((links["classification"] == "FORD").sum())
    )
    told = {"key_size": size, "key_version": version}
    known = sensitivity.dropna(subset=["stability"])
    if known.empty:
        text = _("Akademins sida saknas för {name}, så nyckelns betydelse för klasserna kan inte prövas").format(
            name=place.name
        )
        return told | {"finding_key": text, "reading_key": f"{text}."}
    loose = known[known["stability"] < 0.8].sort_values("stability")
    widest = known.assign(span=known["highest"] - known["lowest"]).nlargest(1, "span").iloc[0]
    named = listing([lower_first(name) for name in loose["name_sv"]])
    count = counted(len(loose), _("område"), _("områden"), neuter=True)
    return told | {
        "finding_key": _(
            "Exempeldata: {total} av {count} byter klass i mer än vart femte försök med andra vikter"
        ).format(total=count, count=len(known)),
        "reading_key": (_("Osäkrast är {named}. ").format(named=named) if len(loose) else "")
        + _(
            "Mest hänger {name_sv} på en enda koppling: den gemensamma poängen ligger mellan {lowest} "
            "och {highest} när en i taget stryks, och avgörande är {decisive_name}."
        ).format(
            name_sv=lower_first(widest["name_sv"]),
            lowest=number(widest["lowest"], 2),
            highest=number(widest["highest"], 2),
            decisive_name=lower_first(str(widest["decisive_name"]))
            if pd.notna(widest["decisive_name"])
            else NO_UNIVERSITY,
        ),
    }
