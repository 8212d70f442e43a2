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
VERDICTS: Mapping[str, str] = {
    "uppnått": "har nått målet",
    "i fas": "är i fas",
    "viss avvikelse": "har viss avvikelse",
    "ej i fas": "är inte i fas",
    "bibehålls": "har bibehållits",
    "bibehålls inte": "har inte bibehållits",
    "osäker": "har osäkert läge",
    "underlag saknas": "saknar underlag",
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
        label=before + status["name_sv"] + " (" + status["unit"] + ")",
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
    whose = f"För {place.name}"
    fill = "Regionens egna mål, med beslut, basår och målår, skulle fylla luckan."
    missing = {
        "missing_targets": f"{whose} finns inga indikatorer med mål i data. {fill}",
        "missing_table": "Utan mål finns inget att redovisa i tabellen.",
    }
    if status.empty:
        return missing | {
            "lead_targets": f"{whose} finns inga mål i data.",
            "finding_targets": f"{whose} finns inga mål att följa upp",
            "reading_targets": "Utan mål gör vi ingen bedömning.",
            "gap_targets": f"Inga mål finns i data. {fill}",
        }
    aimed = status[status["progress_status"] != "inget mål"]
    if aimed.empty:
        none = f"Ingen av {counted(len(status), 'indikator', 'indikatorer')} har ett mål"
        return missing | {
            "lead_targets": f"{none}.",
            "finding_targets": none,
            "reading_targets": f"{none}. Utan mål gör vi ingen bedömning. {_ages(status, as_of)}",
            "gap_targets": f"Inga mål finns i data. {fill}",
        }
    kind = _kind(aimed)
    lead = f"Av {counted(len(status), 'indikator', 'indikatorer')} har {in_words(len(aimed))} ett mål, och {kind}."
    return missing | {
        "lead_targets": lead,
        "finding_targets": f"Läget för {counted(len(aimed), 'indikator', 'indikatorer')} med mål: {_counts(aimed)}",
        "reading_targets": f"{lead} {_verdicts(aimed, regions)} {_ages(status, as_of)}",
        "gap_targets": f"{upper_first(kind)}. {fill}",
    }


def _kind(aimed: DataFrame) -> str:
    invented = int((aimed["target_status"] == "illustrative").sum())
    if invented == len(aimed):
        return "alla målen är påhittade exempel"
    return f"{in_words(invented)} av målen är påhittade exempel" if invented else "inget av målen är påhittat"


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
        return f"Den {date_text(as_of)} var inget värde känt."
    judged = f"Läget bedöms med det senaste värde som var känt den {date_text(as_of)}."
    old, new = known["year"].min(), known["year"].max()
    if old == new:
        return f"{judged} Alla värden gäller {new:.0f}."
    oldest = known[known["year"] == old]["name_sv"].drop_duplicates()
    which = listing(lower_first(name) for name in oldest)
    return f"{judged} Värdena är olika gamla: de nyaste gäller {new:.0f}, de äldsta {old:.0f} ({which})."


def _dated(status: DataFrame, value: str, year: str) -> list[str]:
    cells = zip(status[value].astype(float), status[year].astype(float), status["unit"], strict=True)
    return [NONE if pd.isna(cell) else f"{formatter(_spec(unit))(cell)} ({when:.0f})" for cell, when, unit in cells]


def _spec(unit: str) -> str:
    """Rates and percentages have one decimal; counts and money have none."""
    return "0.0" if unit.startswith(("per ", "procent")) else "0"
