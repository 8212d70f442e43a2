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
from nmanalys.vocabulary.translation import _, translated

__all__ = ["describe_milestones", "describe_outturns", "milestone_table", "outturn_rows", "plot_milestones"]

UNKNOWN, NO_DATE = "okänt", _("datum saknas i källan")
STATES: Mapping[str, str] = {
    "klar": _("✓ klar"),
    "klar sen": _("◐ klar, men sen"),
    "pågår": _("● pågår"),
    "försenad": _("○ försenad"),
    "ej påbörjad": _("– ej påbörjad"),
}
COUNTED: Mapping[str, tuple[str, str]] = {
    "klar": (_("klar"), _("klara")),
    "klar sen": (_("klar, men sen"), _("klara, men sena")),
    "pågår": (_("pågår"), _("pågår")),
    "försenad": (_("försenad"), _("försenade")),
    "ej påbörjad": (_("ej påbörjad"), _("ej påbörjade")),
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
        rows["quarter_text"]
        .str.replace(r"^\d{4} Q(\d)$", _(r"kv \1"), regex=True)
        .str.replace(r" \d{4}$", "", regex=True)
    )
    steps = (quarters + ": ").fillna("") + rows["text_sv"]
    frame = DataFrame({"region_name": _("Planen"), "year": rows["planned_on"].str[:4], "step": steps})
    chart = plot_timeline(frame, no_year=NO_DATE.capitalize(), missing=missing)
    if not isinstance(chart, Chart):
        return chart
    dated = frame.dropna(subset=["year"])
    counts = [
        _("{total} milstolpar {year}").format(total=count, year=year)
        for year, count in dated.groupby("year").size().items()
    ]
    ends = _("först {step} ({year}), sist {step_2} ({year_2})").format(
        step=dated["step"].iloc[0],
        year=dated["year"].iloc[0],
        step_2=dated["step"].iloc[-1],
        year_2=dated["year"].iloc[-1],
    )
    alt = alt_text(_("tidslinje över planerade milstolpar, år för år"), listing(counts), ends, _undated(milestones))
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
    return _("okänt (tiden har gått)") if day <= as_of else _("okänt (tiden ligger framåt)")


def _slip(quarters: float) -> str:
    if pd.isna(quarters):
        return UNKNOWN
    if quarters == 0:
        return _("ingen")
    return _("{quarters} kvartal{word}").format(
        quarters=number(abs(quarters)), word=_(" tidigare") if quarters < 0 else ""
    )


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
    span = _("{days} till {days_2}").format(days=date_text(days.min()), days_2=date_text(days.max()))
    outcome = _("Utfallet är okänt för {text}").format(
        text=_("dem alla") if unknown == len(status) else _("{unknown} av dem").format(unknown=unknown)
    )
    reached = (
        _("alla {passed}").format(passed=passed)
        if passed == len(days)
        else _("{passed} av {total}").format(passed=passed, total=len(days))
    )
    undated = f"{upper_first(_undated(status))}. ".lstrip(". ")
    known = status[status["milestone_status"] != UNKNOWN]
    told = (
        _told(known)
        if len(known)
        else _("{outcome}: presentationen visar planen, inte hur det gick.").format(outcome=outcome)
    )
    return {
        "project_years": f"{days.min().year}–{days.max().year}",
        "lead_milestones": _("Planen hade {total} milstolpar. {told}").format(
            total=len(status), told=_told(known) if len(known) else f"{outcome}."
        ),
        "finding_milestones": _("{total} planerade milstolpar, {span}").format(total=len(status), span=span),
        "reading_milestones": _(
            "Den {as_of} hade tidpunkten passerat för {reached} milstolpar med datum. {undated}{told}"
        ).format(as_of=date_text(as_of), reached=reached, undated=undated, told=told),
        "gap_outcome": _(
            "Hur det gick. Presentationen är gjord medan projektet pågick, och ingen slutredovisning "
            "ingår i boken. Den skulle fylla luckan"
        )
        if unknown == len(status)
        else _("Hur det gick med {unknown}").format(unknown=counted(unknown, _("milstolpe"), _("milstolpar"))),
    }


def _told(known: DataFrame) -> str:
    counts = known["milestone_status"].value_counts()
    parts = [counted(count, *COUNTED[state]) for state in STATES if (count := int(counts.get(state, 0)))]
    worst = known["slip_quarters"].max()
    slip = _(" Längst är förskjutningen {worst} kvartal.").format(worst=number(worst)) if worst > 0 else ""
    return _("Utfallet är känt för {total}: {parts}.{slip}").format(
        total=in_words(len(known)), parts=listing(parts), slip=slip
    )


def _undated(milestones: DataFrame) -> str:
    count = int(milestones["planned_on"].isna().sum())
    return (
        _("{total} saknar datum i källan").format(total=counted(count, _("milstolpe"), _("milstolpar")))
        if count
        else ""
    )


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
        label=last["indicator_sv"] + " (" + last["unit"].map(translated) + ")",
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
        none = _("Vilka aktivitetsindikatorer projektet hade, och hur det gick med dem, finns inte i våra data.")
        return {
            "finding_outturns": _("Aktivitetsindikatorernas måluppfyllelse"),
            "reading_outturns": _(
                "Bland milstolparna står måluppfyllelse av aktivitetsindikatorer, men presentationen nämner "
                "inga indikatorer och inga tal. Tabellen fylls när slutredovisningen läses in i tabellen "
                "activity_outturns."
            ),
            "missing_outturns": none,
        }
    aimed = rows.dropna(subset=["share"])
    reached = int((aimed["share"] >= 1).sum())
    which = _("aktivitetsindikator") if len(aimed) == 1 else _("aktivitetsindikatorer")
    reached_text = in_words(reached) if reached else _("ingen")
    found = _("{reached_text} av {total} {which} med mål har nått målet").format(
        reached_text=upper_first(reached_text), total=in_words(len(aimed)), which=which
    )
    return {
        "finding_outturns": found,
        "reading_outturns": _(
            "Utfallet är summerat över perioderna. {found}. Mer än hela målet visas som det är."
        ).format(found=found),
        "missing_outturns": "",
    }
