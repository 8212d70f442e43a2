"""Sentences and tables about indicators and their targets.

A verdict is always a symbol and a word; an indicator without a target gets no verdict.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from nmanalys.views.formats import formatter
from nmanalys.views.text import counted, in_words, lower_first, upper_first
from nmanalys.vocabulary.language import date_text, listing, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, translated

__all__ = ["describe_targets", "progress_rows", "target_table"]

SIGNS: Mapping[str, str] = {
    "uppnått": _("✓ uppnått"),
    "i fas": _("● i fas"),
    "viss avvikelse": _("◐ viss avvikelse"),
    "ej i fas": _("○ ej i fas"),
    "bibehålls": _("● bibehålls"),
    "bibehålls inte": _("○ bibehålls inte"),
    "osäker": _("? osäkert"),
    "underlag saknas": _("… underlag saknas"),
    "inget mål": _("– inget mål"),
}
VERDICTS: Mapping[str, str] = {
    "uppnått": _("har nått målet"),
    "i fas": _("är i fas"),
    "viss avvikelse": _("har viss avvikelse"),
    "ej i fas": _("är inte i fas"),
    "bibehålls": _("har bibehållits"),
    "bibehålls inte": _("har inte bibehållits"),
    "osäker": _("har osäkert läge"),
    "underlag saknas": _("saknar underlag"),
}
NONE = "–"


def target_table(status: DataFrame, regions: Mapping[str, str]) -> DataFrame:
    """Write each indicator with baseline, latest value, target and verdict.

    Parameters
    ----------
    status : DataFrame
        What `progress_status` gave, with the indicators' own columns.
    regions : mapping of str to str
        Names of the regions; they are written only where there are several.

    Returns
    -------
    DataFrame
        `label, baseline_text, latest_text, target_text, way_text, status_text` and the numbers `progress,
        expected_progress`, those with a target first.
    """
    several = status["region_code"].nunique() > 1
    before = (status["region_code"].map(regions) + ": ") if several else ""
    table = status.assign(
        label=before + status["name_sv"] + " (" + status["unit"].map(translated) + ")",
        baseline_text=_dated(status, "baseline_value", "baseline_year"),
        latest_text=_dated(status, "value", "year"),
        target_text=_dated(status, "target_value", "target_year"),
        way_text=[_way(*cells) for cells in zip(status["progress"], status["expected"], strict=True)],
        status_text=status["progress_status"].map(SIGNS),
    ).sort_values("progress_status", key=lambda cells: cells == "inget mål", kind="stable")
    columns = ["label", "baseline_text", "latest_text", "target_text", "way_text", "status_text"]
    table = table.rename(columns={"expected": "expected_progress"})
    return table[[*columns, "progress", "expected_progress"]].reset_index(drop=True)


def _way(progress: float, expected: float) -> str:
    return NONE if pd.isna(progress) or pd.isna(expected) else f"{percent(progress, 0)} ({percent(expected, 0)})"


def progress_rows(status: DataFrame, regions: Mapping[str, str]) -> DataFrame:
    """Turn the indicators that have a target into the rows of `plot_progress`."""
    rows = status[status["target_value"].notna()].reset_index(drop=True)
    several = status["region_code"].nunique() > 1
    before = (rows["region_code"].map(regions) + ": ") if several else ""
    way = rows["target_value"] - rows["baseline_value"]
    return rows.assign(
        label=before + rows["name_sv"],
        baseline=rows["baseline_value"],
        target=rows["target_value"],
        expected=rows["baseline_value"] + rows["expected"] * way,
        status_text=rows["progress_status"].map(SIGNS),
        spec=[_spec(unit) for unit in rows["unit"]],
    )[["label", "baseline", "value", "target", "lower", "upper", "expected", "status_text", "spec"]]


def describe_targets(status: DataFrame, place: Region, regions: Mapping[str, str], *, as_of: str) -> dict[str, str]:
    """Say how many indicators are on their way, and how old the figures are.

    Returns
    -------
    dict of str
        Texts `lead_targets, finding_targets, reading_targets, gap_targets, missing_targets, missing_table`.
    """
    whose = _("För {name}").format(name=place.name)
    fill = _("Regionens egna mål, med beslut, basår och målår, skulle fylla luckan.")
    missing = {
        "missing_targets": _("{whose} finns inga indikatorer med mål i data. {fill}").format(whose=whose, fill=fill),
        "missing_table": _("Utan mål finns inget att redovisa i tabellen."),
    }
    if status.empty:
        return missing | {
            "lead_targets": _("{whose} finns inga mål i data.").format(whose=whose),
            "finding_targets": _("{whose} finns inga mål att följa upp").format(whose=whose),
            "reading_targets": _("Utan mål gör vi ingen bedömning."),
            "gap_targets": _("Inga mål finns i data. {fill}").format(fill=fill),
        }
    aimed = status[status["progress_status"] != "inget mål"]
    if aimed.empty:
        none = _("Ingen av {total} har ett mål").format(total=counted(len(status), _("indikator"), _("indikatorer")))
        return missing | {
            "lead_targets": f"{none}.",
            "finding_targets": none,
            "reading_targets": _("{none}. Utan mål gör vi ingen bedömning. {ages}").format(
                none=none, ages=_ages(status, as_of)
            ),
            "gap_targets": _("Inga mål finns i data. {fill}").format(fill=fill),
        }
    kind = _kind(aimed)
    lead = _("Av {total} har {count} ett mål, och {kind}.").format(
        total=counted(len(status), _("indikator"), _("indikatorer")), count=in_words(len(aimed)), kind=kind
    )
    return missing | {
        "lead_targets": lead,
        "finding_targets": _("Läget för {total} med mål: {counts}").format(
            total=counted(len(aimed), _("indikator"), _("indikatorer")), counts=_counts(aimed)
        ),
        "reading_targets": f"{lead} {_verdicts(aimed, regions)} {_ages(status, as_of)}",
        "gap_targets": f"{upper_first(kind)}. {fill}",
    }


def _kind(aimed: DataFrame) -> str:
    invented = int((aimed["target_status"] == "illustrative").sum())
    if invented == len(aimed):
        return _("alla målen är påhittade exempel")
    return (
        _("{invented} av målen är påhittade exempel").format(invented=in_words(invented))
        if invented
        else _("inget av målen är påhittat")
    )


def _counts(aimed: DataFrame) -> str:
    counts = aimed["progress_status"].value_counts()
    return listing(f"{in_words(counts[name])} {verdict}" for name, verdict in VERDICTS.items() if name in counts)


def _word(status: str) -> str:
    return SIGNS[status].split(" ", 1)[1]


def _verdicts(aimed: DataFrame, regions: Mapping[str, str]) -> str:
    by_region = aimed.groupby("region_code", sort=False)
    if len(by_region) > 1:
        return " ".join(f"{regions[code]}: {_counts(rows)}." for code, rows in by_region)
    told = []
    for status in SIGNS:
        labels = aimed.loc[aimed["progress_status"] == status, "name_sv"]
        told += (
            [f"{upper_first(_word(status))}: {listing(lower_first(name) for name in labels)}."] if len(labels) else []
        )
    return " ".join(told)


def _ages(status: DataFrame, as_of: str) -> str:
    known = status.dropna(subset=["year"])
    if known.empty:
        return _("Den {as_of} var inget värde känt.").format(as_of=date_text(as_of))
    judged = _("Läget bedöms med det senaste värde som var känt den {as_of}.").format(as_of=date_text(as_of))
    old, new = known["year"].min(), known["year"].max()
    if old == new:
        return _("{judged} Alla värden gäller {new:.0f}.").format(judged=judged, new=new)
    oldest = known[known["year"] == old]["name_sv"].drop_duplicates()
    which = listing(lower_first(name) for name in oldest)
    return _("{judged} Värdena är olika gamla: de nyaste gäller {new:.0f}, de äldsta {old:.0f} ({which}).").format(
        judged=judged, new=new, old=old, which=which
    )


def _dated(status: DataFrame, value: str, year: str) -> list[str]:
    cells = zip(status[value].astype(float), status[year].astype(float), status["unit"], strict=True)
    return [NONE if pd.isna(cell) else f"{formatter(_spec(unit))(cell)} ({when:.0f})" for cell, when, unit in cells]


def _spec(unit: str) -> str:
    """Rates and percentages have one decimal; counts and money have none."""
    return "0.0" if unit.startswith(("per ", "procent")) else "0"
