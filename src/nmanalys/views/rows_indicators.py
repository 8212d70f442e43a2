"""The indicators' records, written for readers: what is measured, where it is heading, who has decided."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from nmanalys.views.formats import formatter, with_interval
from nmanalys.views.text import counted, lower_first, upper_first
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.translation import _, translated

__all__ = ["describe_trends", "record_rows"]

SIGNS: Mapping[str, str] = {"stiger": _("↗ stiger"), "sjunker": _("↘ sjunker"), "oklar riktning": _("→ oklar riktning")}
WANTED: Mapping[str, str] = {"up": _("öka"), "down": _("minska")}


def record_rows(trends: DataFrame, regions: Mapping[str, str]) -> DataFrame:
    """Write each indicator with its level, the direction wanted, its trend, the decision and who is responsible.

    Parameters
    ----------
    trends : DataFrame
        Result of :func:`~nmanalys.measures.indicator_trends.indicator_trends` for rows of the table `indicators`.
    regions : mapping of str to str
        Names of the regions; they are written only where there are several.

    Returns
    -------
    DataFrame
        `label, level, trend_text, decision_text, definition_sv` and the trend's numbers.

    Examples
    --------
    >>> trends = DataFrame({"indicator_id": ["a"], "region_code": "20", "name_sv": "Folkmängd", "unit": "antal",
    ...     "level": "kontext", "direction": "up", "decision_sv": "inget", "responsible_sv": "ej utsedd",
    ...     "definition_sv": "31 december", "first": 2018.0, "last": 2023.0, "n": 6.0, "slope": 12.0, "lower": 3.0,
    ...     "upper": 20.0, "trend": "stiger"})
    >>> record_rows(trends, {})[["trend_text", "decision_text"]].values.tolist()
    [['↗ stiger: +12 (+3 till +20) per år 2018–2023. Ska öka', 'inget. Ansvarig: ej utsedd']]
    """
    several = trends["region_code"].nunique() > 1
    before = (trends["region_code"].map(regions) + ": ") if several else ""
    columns = ["label", "level", "trend_text", "decision_text", "definition_sv"]
    return (
        trends.rename(columns={"n": "years"})
        .assign(
            label=before + trends["name_sv"] + " (" + trends["unit"].map(translated) + ")",
            trend_text=[
                _("{trend}. Ska {wanted}").format(trend=_trend(row), wanted=WANTED[row["direction"]])
                for _index, row in trends.iterrows()
            ],
            decision_text=trends["decision_sv"].str.rstrip(".") + _(". Ansvarig: ") + trends["responsible_sv"],
        )[[*columns, "first", "last", "years", "slope", "lower", "upper"]]
        .reset_index(drop=True)
    )


def describe_trends(trends: DataFrame) -> dict[str, str]:
    """Say which indicators rise or fall, and for how many nobody can tell.

    Returns
    -------
    dict of str
        Texts `finding_trends, reading_trends, missing_trends`.
    """
    if trends.empty:
        none = _("Inga indikatorer finns i data.")
        return {"finding_trends": _("Indikatorerna"), "reading_trends": "", "missing_trends": none}
    names = {trend: rows["name_sv"].drop_duplicates().map(lower_first) for trend, rows in trends.groupby("trend")}
    told = [
        f"{upper_first(listing(names[trend]))} {word}."
        for trend, word in (("stiger", _("har stigit")), ("sjunker", _("har sjunkit")))
        if trend in names
    ]
    few = int((trends["trend"] == "för få år").sum())
    told.append(
        _("För {few} finns för få år för en trend.").format(few=counted(few, _("indikator"), _("indikatorer")))
        if few
        else ""
    )
    return {
        "finding_trends": _("{total}: riktning, beslut och ansvarig").format(
            total=upper_first(counted(len(trends), _("indikator"), _("indikatorer")))
        ),
        "reading_trends": " ".join(filter(None, told)),
        "missing_trends": "",
    }


def _trend(row: pd.Series) -> str:
    if pd.isna(row["slope"]):
        return _("För få år") if row["n"] else _("Inget värde")
    spec = "+0.0" if abs(row["slope"]) < 10 else "+0"
    slope = with_interval(row["slope"], row["lower"], row["upper"], spec)
    year = formatter("year")
    return _("{signs}: {slope} per år {first}–{last}").format(
        signs=SIGNS[row["trend"]], slope=slope, first=year(row["first"]), last=year(row["last"])
    )
