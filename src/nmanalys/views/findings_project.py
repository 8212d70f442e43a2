"""Sentences, tables and figures about the project's own plan, as its slides tell it.

The plan is known, how it went is not. Nothing here says that something was done, only that it was planned, and a date
that has passed says nothing about the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.charts_plane import plot_grid
from nmanalys.views.charts_process import plot_timeline
from nmanalys.views.drawing import alt_text
from nmanalys.views.exhibit import NO_DATA, Chart, Exhibit
from nmanalys.views.text import counted, in_words, upper_first
from nmanalys.views.theme import MUTED, SMALL
from nmanalys.vocabulary.language import date_text, listing, number

__all__ = [
    "actor_table",
    "describe_activities",
    "describe_actors",
    "describe_analyses",
    "describe_milestones",
    "describe_stakeholders",
    "milestone_table",
    "plot_analyses",
    "plot_milestones",
    "plot_stakeholders",
]

# the slides' own order: analyses lead to a strategy, the strategy is followed up
KINDS: Mapping[str, str] = {
    "analys": "Analys",
    "process": "Samsyn",
    "strategi": "Strategi",
    "uppföljning": "Uppföljning",
}
STRENGTHS, CLUSTERS = "styrkeområdesanalys", "klusterkartering"
UNKNOWN, NO_DATE = "okänt", "datum saknas i källan"
# printed on the slides, but at no particular step
PRINTED_YEARS = "2014–2017"
PRESENTED = "2017"
EVERYWHERE = "Alla tre länen"
INVENTED = "Platserna är påhittade"


def plot_analyses(analyses: DataFrame, regions: Mapping[str, str], *, missing: str = NO_DATA) -> Exhibit:
    """Draw each county's chain of analyses, from analysis over strategy to follow-up.

    Parameters
    ----------
    analyses : DataFrame
        `region_code, step_sv, kind` in the order of the slides. The slides print no year for any step, so the columns
        are the kinds of steps and not years.
    regions : mapping of str to str
        Names of the regions.
    """
    frame = DataFrame(
        {
            "region_name": analyses["region_code"].map(regions),
            "year": [f"{place}. {KINDS[kind]}" for place, kind in _ordered(analyses["kind"])],
            "step": analyses["step_sv"],
            "region_code": analyses["region_code"],
        }
    ).sort_values("region_code", kind="stable")
    chart = plot_timeline(frame[["region_name", "year", "step"]], missing=missing)
    if not isinstance(chart, Chart):
        return chart
    told = [
        f"{name}: {len(rows)} steg, {listing(rows['step'])}" for name, rows in frame.groupby("region_name", sort=False)
    ]
    data = frame.rename(columns={"region_name": "lan", "year": "slag", "step": "steg"})[["lan", "slag", "steg"]]
    return replace(
        chart, alt=alt_text("kedja av steg i varje län: analys, samsyn, strategi, uppföljning", *told), data=data
    )


def _ordered(kinds: pd.Series) -> list[tuple[int, str]]:
    used = [kind for kind in KINDS if kind in set(kinds)]
    return [(used.index(kind) + 1, kind) for kind in kinds]


def describe_analyses(analyses: DataFrame, regions: Mapping[str, str]) -> dict[str, str]:
    """Say which analyses were made where.

    Returns
    -------
    dict of str
        Texts `lead_analyses, finding_analyses, reading_analyses, printed_years, presented`.
    """
    steps = analyses["step_sv"].str.lower()
    strengths = _where(analyses[steps.str.contains(STRENGTHS)], regions)
    clusters = _where(analyses[steps.str.contains(CLUSTERS)], regions)
    finding = f"Styrkeområdesanalysen gjordes i {listing(strengths)}, klusterkarteringen i {listing(clusters)}"
    own = analyses[analyses["kind"] == "analys"].groupby("region_code", sort=True)["step_sv"]
    without = [
        f"I {regions[code]} gjordes ingen styrkeområdesanalys inom projektet. Kedjan där byggde på {listing(steps)}."
        for code, steps in own
        if regions[code] not in strengths
    ]
    return {
        "lead_analyses": f"{finding}.",
        "finding_analyses": finding,
        "reading_analyses": " ".join(without) or f"{finding}.",
        "printed_years": PRINTED_YEARS,
        "presented": PRESENTED,
    }


def _where(rows: DataFrame, regions: Mapping[str, str]) -> list[str]:
    return [regions[code] for code in sorted(set(rows["region_code"]))]


def describe_activities(activities: DataFrame, objectives: DataFrame) -> dict[str, str]:
    """Say how many activities and objectives there are, and which activities share a description.

    Returns
    -------
    dict of str
        Texts `number_of_activities, number_of_objectives, reading_activities`.
    """
    shared = [rows["no"].tolist() for _, rows in activities.groupby("goal_sv", sort=False) if len(rows) > 1]
    told = [f"Aktivitet {listing(numbers)} har ordagrant samma beskrivning i källan." for numbers in shared]
    return {
        "number_of_activities": in_words(len(activities)),
        "number_of_objectives": in_words(len(objectives)),
        "reading_activities": " ".join(told) or "Varje aktivitet har en egen beskrivning i källan.",
    }


def actor_table(actors: DataFrame, regions: Mapping[str, str]) -> DataFrame:
    """Gather the actors that the slides say the same of: `where, names, role_sv`, those of all counties first."""
    where = actors["county_code"].map(dict(regions)).fillna(EVERYWHERE)
    groups = actors.assign(where=where).groupby(["where", "role_sv"], sort=False)["name"]
    return groups.agg(", ".join).rename("names").reset_index()[["where", "names", "role_sv"]]


def describe_actors(actors: DataFrame) -> dict[str, str]:
    """Say how many actors the slides name, and how many of them for one county only.

    Returns
    -------
    dict of str
        Text `finding_actors`.
    """
    local = int(actors["county_code"].notna().sum())
    return {"finding_actors": f"{len(actors)} aktörer nämns i presentationen, {local} av dem bara för ett län"}


def plot_stakeholders(stakeholders: DataFrame, *, missing: str = NO_DATA) -> Exhibit:
    """Draw the grid of influence and interest, marked in the figure itself as invented.

    The names are real and the places are not, so neither the alternative text nor the figure says of anyone where
    they stand without saying that it is made up.

    Parameters
    ----------
    stakeholders : DataFrame
        `name, influence, interest`, 1-5.
    """
    chart = plot_grid(stakeholders, missing=missing)
    if not isinstance(chart, Chart):
        return chart
    chart.figure.text(0.995, 0.008, INVENTED, ha="right", va="bottom", fontsize=SMALL, color=MUTED, fontweight="bold")
    alt = alt_text(
        f"fyrfältsdiagram över {len(stakeholders)} intressenter med intresse vågrätt och inflytande lodrätt",
        "alla platser är påhittade och säger ingenting om intressenterna",
        f"namnen är {listing(stakeholders['name'])}",
    )
    return replace(chart, alt=alt)


def describe_stakeholders(stakeholders: DataFrame) -> dict[str, str]:
    """Say how many stakeholders the slides name; their places are invented, so nothing is said of these.

    Returns
    -------
    dict of str
        Texts `number_of_stakeholders, finding_stakeholders`.
    """
    count = len(stakeholders)
    return {
        "number_of_stakeholders": number(count),
        "finding_stakeholders": f"{count} intressenter som presentationen nämner, på påhittade platser",
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
    return replace(chart, alt=alt)


def _undated(milestones: DataFrame) -> str:
    count = int(milestones["planned_on"].isna().sum())
    return f"{counted(count, 'milstolpe', 'milstolpar')} saknar datum i källan" if count else ""


def milestone_table(milestones: DataFrame, as_of: str) -> DataFrame:
    """Put each milestone's planned day beside the day of the follow-up.

    Parameters
    ----------
    milestones : DataFrame
        `quarter_text, planned_on, text_sv, outcome`.
    as_of : str
        The day of the follow-up.

    Returns
    -------
    DataFrame
        `text_sv, quarter_text, planned_on, state_text, outcome`, in the order planned; what has no date in the source
        gets none. A planned day that has passed is only that: the outcome stays as it is in the table.
    """
    rows = milestones.sort_values("planned_on", kind="stable", na_position="last").reset_index(drop=True)
    days = rows["planned_on"].astype("object")
    states = ["har passerat" if day <= as_of else "ligger framåt" for day in days.dropna()]
    return rows.assign(
        quarter_text=rows["quarter_text"].astype("object").fillna(NO_DATE),
        planned_on=days.fillna(UNKNOWN),
        state_text=Series(states, days.dropna().index).reindex(rows.index).fillna(UNKNOWN),
    )[["text_sv", "quarter_text", "planned_on", "state_text", "outcome"]]


def describe_milestones(milestones: DataFrame, as_of: str) -> dict[str, str]:
    """Say how many planned days have passed, and that the outcome is unknown.

    Returns
    -------
    dict of str
        Texts `lead_milestones, finding_milestones, reading_milestones, project_years`.
    """
    days = milestones["planned_on"].dropna().map(date.fromisoformat)
    passed = int((days <= date.fromisoformat(as_of)).sum())
    unknown = int((milestones["outcome"] == UNKNOWN).sum())
    span = f"{date_text(days.min())} till {date_text(days.max())}"
    outcome = (
        "Utfallet är okänt för dem alla" if unknown == len(milestones) else f"Utfallet är okänt för {unknown} av dem"
    )
    reached = f"alla {passed}" if passed == len(days) else f"{passed} av {len(days)}"
    undated = f"{upper_first(_undated(milestones))}. ".lstrip(". ")
    return {
        "project_years": f"{days.min().year}–{days.max().year}",
        "lead_milestones": f"Planen hade {len(milestones)} milstolpar. {outcome}.",
        "finding_milestones": f"{len(milestones)} planerade milstolpar, {span}",
        "reading_milestones": f"Den {date_text(as_of)} hade tidpunkten passerat för {reached} "
        f"milstolpar med datum. {undated}{outcome}: presentationen visar planen, inte hur det gick.",
    }
