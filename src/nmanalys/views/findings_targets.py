"""Sentences and tables about indicators and their targets.

A verdict is always a symbol and a word; an indicator without a target gets no verdict.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from nmanalys.views.formats import formatter
from nmanalys.views.text import counted, in_words, lower_first, names, upper_first
from nmanalys.vocabulary.language import date_text
from nmanalys.vocabulary.regions import Region

__all__ = ["describe_targets", "progress_rows", "target_table"]

SIGNS: Mapping[str, str] = {
    "uppnått": "✓ uppnått",
    "i fas": "● i fas",
    "viss avvikelse": "◐ viss avvikelse",
    "ej i fas": "○ ej i fas",
    "bibehålls": "● bibehålls",
    "bibehålls inte": "○ bibehålls inte",
    "osäker": "? osäkert",
    "underlag saknas": "… underlag saknas",
    "inget mål": "– inget mål",
}
LEVELS: Mapping[str, str] = {"output": "prestation"}
WHOLE_FROM = 100


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
        `label, level_text, baseline_text, latest_text, target_text, progress, expected, status_text`, those with a
        target first.
    """
    several = status["region_code"].nunique() > 1
    before = (status["region_code"].map(regions) + ": ") if several else ""
    table = status.assign(
        label=before + status["name_sv"] + " (" + status["unit"] + ")",
        level_text=status["level"].replace(dict(LEVELS)),
        baseline_text=_dated(status, "baseline_value", "baseline_year"),
        latest_text=_dated(status, "value", "year"),
        target_text=_dated(status, "target_value", "target_year"),
        status_text=status["progress_status"].map(SIGNS),
    ).sort_values("progress_status", key=lambda cells: cells == "inget mål", kind="stable")
    columns = ["label", "level_text", "baseline_text", "latest_text", "target_text", "progress", "expected"]
    return table[[*columns, "status_text"]].reset_index(drop=True)


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
        spec=[_spec(value) for value in rows["baseline_value"]],
    )[["label", "baseline", "value", "target", "lower", "upper", "expected", "status_text", "spec"]]


def describe_targets(status: DataFrame, place: Region, regions: Mapping[str, str], *, as_of: str) -> dict[str, str]:
    """Say how many indicators are on their way, and how old the figures are.

    Returns
    -------
    dict of str
        Texts `lead_targets, finding_targets, reading_targets, missing_targets, gap_targets`.
    """
    whose = f"För {place.name}"
    missing = (
        f"{whose} finns inga indikatorer med mål i data. Regionens egna mål, med beslut, basår och målår, skulle "
        "fylla luckan."
    )
    if status.empty:
        return {
            "lead_targets": f"{whose} finns inga mål i data.",
            "finding_targets": f"{whose} finns inga mål att följa upp",
            "reading_targets": missing,
            "missing_targets": missing,
            "gap_targets": missing,
        }
    aimed = status[status["progress_status"] != "inget mål"]
    counts = aimed["progress_status"].value_counts()
    said = names([f"{in_words(int(counts[name]))} {name}" for name in SIGNS if name in counts])
    indicators = counted(len(status), "indikator", "indikatorer")
    lead = f"Av {indicators} har {in_words(len(aimed))} ett mål, och alla målen är påhittade exempel."
    return {
        "lead_targets": lead,
        "finding_targets": f"Läget för {counted(len(aimed), 'indikator', 'indikatorer')} med mål: {said}",
        "reading_targets": f"{lead} {_verdicts(aimed, regions)} {_ages(status, as_of)}",
        "missing_targets": missing,
        "gap_targets": "Alla mål är påhittade. Regionens egna mål, med beslut, basår och målår, skulle fylla luckan.",
    }


def _verdicts(aimed: DataFrame, regions: Mapping[str, str]) -> str:
    several = aimed["region_code"].nunique() > 1
    told = []
    for status in SIGNS:
        rows = aimed[aimed["progress_status"] == status]
        labels = [
            f"{lower_first(row.name_sv)} ({regions[row.region_code]})" if several else lower_first(row.name_sv)
            for row in rows.itertuples()
        ]
        told += [f"{upper_first(SIGNS[status].split(' ', 1)[1])}: {names(labels)}."] if labels else []
    return " ".join(told)


def _ages(status: DataFrame, as_of: str) -> str:
    known = status.dropna(subset=["year"])
    if known.empty:
        return f"Den {date_text(as_of)} var inget värde känt."
    old, new = known["year"].min(), known["year"].max()
    oldest = known[known["year"] == old]["name_sv"].drop_duplicates()
    return (
        f"Läget bedöms med det senaste värde som var känt den {date_text(as_of)}. Värdena är olika gamla: de nyaste "
        f"gäller {new:.0f}, det äldsta {old:.0f} ({names(lower_first(name) for name in oldest)})."
    )


def _dated(status: DataFrame, value: str, year: str) -> list[str]:
    cells = zip(status[value].astype(float), status[year].astype(float), strict=True)
    return [".." if pd.isna(cell) else f"{formatter(_spec(cell))(cell)} ({when:.0f})" for cell, when in cells]


def _spec(value: float) -> str:
    return "0" if pd.isna(value) or abs(value) >= WHOLE_FROM else "0.0"
