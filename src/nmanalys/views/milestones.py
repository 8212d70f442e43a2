"""Sentences, tables and figures about the project's milestones and the outturn of its activities.

The plan is known, how it went is not until somebody has brought it. A date that has passed says nothing about the
outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.charts_process import plot_timeline
from nmanalys.views.drawing import alt_text
from nmanalys.views.exhibit import NO_DATA, Chart, Exhibit
from nmanalys.views.text import counted, in_words, upper_first
from nmanalys.vocabulary.language import date_text, listing, number, percent

__all__ = ["describe_milestones", "describe_outturns", "milestone_table", "outturn_rows", "plot_milestones"]

UNKNOWN, NO_DATE = "okänt", "datum saknas i källan"
STATES: Mapping[str, str] = {
    "klar": "✓ klar",
    "klar sen": "◐ klar, men sen",
    "pågår": "● pågår",
    "försenad": "○ försenad",
    "ej påbörjad": "– ej påbörjad",
}
COUNTED: Mapping[str, tuple[str, str]] = {
    "klar": ("klar", "klara"),
    "klar sen": ("klar, men sen", "klara, men sena"),
    "pågår": ("pågår", "pågår"),
    "försenad": ("försenad", "försenade"),
    "ej påbörjad": ("ej påbörjad", "ej påbörjade"),
}


def plot_milestones(milestones: DataFrame, *, missing: str = NO_DATA) -> Exhibit:
    """Draw the planned milestones, each under its year.

    Parameters
    ----------
    milestones : DataFrame
        `quarter_text, planned_on, text_sv`.
    """
    rows = milestones.sort_values("planned_on", kind="stable", na_position="last")
    quarters = (
        rows["quarter_text"].str.replace(r"^\d{4} Q(\d)$", r"kv \1", regex=True).str.replace(r" \d{4}$", "", regex=True)
    )
    steps = (quarters + ": ").fillna("") + rows["text_sv"]
    frame = DataFrame({"region_name": "Planen", "year": rows["planned_on"].str[:4], "step": steps})
    chart = plot_timeline(frame, no_year=NO_DATE.capitalize(), missing=missing)
    if not isinstance(chart, Chart):
        return chart
    dated = frame.dropna(subset=["year"])
    counts = [f"{count} milstolpar {year}" for year, count in dated.groupby("year").size().items()]
    ends = f"först {dated['step'].iloc[0]} ({dated['year'].iloc[0]}), sist {dated['step'].iloc[-1]} ({dated['year'].iloc[-1]})"
    alt = alt_text("tidslinje över planerade milstolpar, år för år", listing(counts), ends, _undated(milestones))
    return replace(chart, alt=alt, data=rows[["quarter_text", "planned_on", "text_sv"]].reset_index(drop=True))


def milestone_table(status: DataFrame, as_of: str) -> DataFrame:
    """Put each milestone's planned day beside what is known of it on the day of the follow-up.

    Parameters
    ----------
    status : DataFrame
        Result of :func:`~nmanalys.measures.project.milestone_status` for `as_of`.
    as_of : str
        The day of the follow-up.

    Returns
    -------
    DataFrame
        `text_sv, quarter_text, planned_on, planned_text, state_text, slip_text, slip_quarters`, in the order planned; what has no
        date in the source gets none. Where the outcome is unknown, a planned day that has passed is only that.

    Examples
    --------
    >>> status = DataFrame({"quarter_text": ["2016 Q2"], "planned_on": ["2016-06-30"], "text_sv": ["Start"],
    ...                     "milestone_status": ["klar sen"], "slip_quarters": [2.0]})
    >>> milestone_table(status, "2017-01-31")[["state_text", "slip_text"]].values.tolist()
    [['◐ klar, men sen', '2 kvartal']]
    """
    rows = status.sort_values("planned_on", kind="stable", na_position="last").reset_index(drop=True)
    days = rows["planned_on"].astype("object")
    pairs = zip(rows["milestone_status"], days, strict=True)
    return rows.assign(
        quarter_text=rows["quarter_text"].astype("object").fillna(NO_DATE),
        planned_text=[date_text(day).replace(" ", "\u00a0") if isinstance(day, str) else UNKNOWN for day in days],
        state_text=[STATES.get(state) or _unknown(day, as_of) for state, day in pairs],
        slip_text=[_slip(quarters) for quarters in rows["slip_quarters"]],
    )[["text_sv", "quarter_text", "planned_on", "planned_text", "state_text", "slip_text", "slip_quarters"]]


def _unknown(day: object, as_of: str) -> str:
    if not isinstance(day, str):
        return UNKNOWN
    return f"{UNKNOWN} (tiden {'har gått' if day <= as_of else 'ligger framåt'})"


def _slip(quarters: float) -> str:
    if pd.isna(quarters):
        return UNKNOWN
    if quarters == 0:
        return "ingen"
    return f"{number(abs(quarters))} kvartal{' tidigare' if quarters < 0 else ''}"


def describe_milestones(status: DataFrame, as_of: str) -> dict[str, str]:
    """Say how many planned days have passed, and how much is known of the outcome.

    Parameters
    ----------
    status, as_of
        As in :func:`milestone_table`.

    Returns
    -------
    dict of str
        Texts `lead_milestones, finding_milestones, reading_milestones, project_years, gap_outcome`.
    """
    days = status["planned_on"].dropna().map(date.fromisoformat)
    passed = int((days <= date.fromisoformat(as_of)).sum())
    unknown = int((status["milestone_status"] == UNKNOWN).sum())
    span = f"{date_text(days.min())} till {date_text(days.max())}"
    outcome = f"Utfallet är okänt för {'dem alla' if unknown == len(status) else f'{unknown} av dem'}"
    reached = f"alla {passed}" if passed == len(days) else f"{passed} av {len(days)}"
    undated = f"{upper_first(_undated(status))}. ".lstrip(". ")
    known = status[status["milestone_status"] != UNKNOWN]
    told = _told(known) if len(known) else f"{outcome}: presentationen visar planen, inte hur det gick."
    return {
        "project_years": f"{days.min().year}–{days.max().year}",
        "lead_milestones": f"Planen hade {len(status)} milstolpar. {_told(known) if len(known) else f'{outcome}.'}",
        "finding_milestones": f"{len(status)} planerade milstolpar, {span}",
        "reading_milestones": f"Den {date_text(as_of)} hade tidpunkten passerat för {reached} milstolpar med datum. "
        f"{undated}{told}",
        "gap_outcome": "Hur det gick. Presentationen är gjord medan projektet pågick, och ingen slutredovisning ingår i boken. "
        "Den skulle fylla luckan"
        if unknown == len(status)
        else f"Hur det gick med {counted(unknown, 'milstolpe', 'milstolpar')}",
    }


def _told(known: DataFrame) -> str:
    counts = known["milestone_status"].value_counts()
    parts = [counted(count, *COUNTED[state]) for state in STATES if (count := int(counts.get(state, 0)))]
    worst = known["slip_quarters"].max()
    slip = f" Längst är förskjutningen {number(worst)} kvartal." if worst > 0 else ""
    return f"Utfallet är känt för {in_words(len(known))}: {listing(parts)}.{slip}"


def _undated(milestones: DataFrame) -> str:
    count = int(milestones["planned_on"].isna().sum())
    return f"{counted(count, 'milstolpe', 'milstolpar')} saknar datum i källan" if count else ""


def outturn_rows(outturns: DataFrame, activities: DataFrame) -> DataFrame:
    """Write how far each activity indicator has come, one row an indicator.

    Parameters
    ----------
    outturns : DataFrame
        Result of :func:`~nmanalys.measures.project.activity_outturn`; may be empty.
    activities : DataFrame
        The table `activities`.

    Returns
    -------
    DataFrame
        `label, activity_text, outturn_text, target_text, share_text` and the numbers `cumulated, target, share`. More
        than all of a target is shown as it is.
    """
    last = outturns.groupby(["activity", "indicator_sv"], sort=False).tail(1)
    titles = activities.set_index("no")["title_sv"]
    rows = last.assign(
        label=last["indicator_sv"] + " (" + last["unit"] + ")",
        activity_text=last["activity"].astype("str") + ". " + last["activity"].map(titles).astype("str"),
        outturn_text=_amounts(last["cumulated"], UNKNOWN),
        target_text=_amounts(last["target"], "inget mål"),
        share_text=["–" if pd.isna(share) else percent(share, 0) for share in last["share"]],
    )
    texts = ["label", "activity_text", "outturn_text", "target_text", "share_text"]
    return rows[[*texts, "cumulated", "target", "share"]].reset_index(drop=True)


def _amounts(cells: Series, none: str) -> list[str]:
    return [none if pd.isna(cell) else number(cell, 0 if cell == round(cell) else 1) for cell in cells]


def describe_outturns(rows: DataFrame) -> dict[str, str]:
    """Say how many activity indicators have reached their target.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`outturn_rows`; may be empty.

    Returns
    -------
    dict of str
        Texts `finding_outturns, reading_outturns, missing_outturns`.
    """
    if rows.empty:
        none = "Vilka aktivitetsindikatorer projektet hade, och hur det gick med dem, finns inte i våra data."
        return {
            "finding_outturns": "Aktivitetsindikatorernas måluppfyllelse",
            "reading_outturns": "Bland milstolparna står måluppfyllelse av aktivitetsindikatorer, men presentationen nämner inga "
            "indikatorer och inga tal. Tabellen fylls när slutredovisningen läses in i tabellen activity_outturns.",
            "missing_outturns": none,
        }
    aimed = rows.dropna(subset=["share"])
    reached = int((aimed["share"] >= 1).sum())
    which = "aktivitetsindikator" if len(aimed) == 1 else "aktivitetsindikatorer"
    reached_text = in_words(reached) if reached else "ingen"
    found = f"{upper_first(reached_text)} av {in_words(len(aimed))} {which} med mål har nått målet"
    return {
        "finding_outturns": found,
        "reading_outturns": f"Utfallet är summerat över perioderna. {found}. Mer än hela målet visas som det är.",
        "missing_outturns": "",
    }
