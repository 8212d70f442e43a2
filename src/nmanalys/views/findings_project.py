"""Sentences, tables and figures about the project's analyses, activities and stakeholders, as its slides tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from pandas import DataFrame

from nmanalys.views.charts_plane import plot_grid
from nmanalys.views.charts_process import plot_timeline
from nmanalys.views.drawing import alt_text
from nmanalys.views.exhibit import NO_DATA, Chart, Exhibit
from nmanalys.views.text import counted, in_words, upper_first
from nmanalys.views.theme import MUTED, SMALL
from nmanalys.vocabulary.language import listing, number
from nmanalys.vocabulary.translation import _

__all__ = [
    "actor_table",
    "describe_activities",
    "describe_actors",
    "describe_analyses",
    "describe_stakeholders",
    "plot_analyses",
    "plot_stakeholders",
]

# the slides' own order: analyses lead to a strategy, the strategy is followed up
KINDS: Mapping[str, str] = {
    "analys": _("Analys"),
    "process": _("Samsyn"),
    "strategi": _("Strategi"),
    "uppföljning": _("Uppföljning"),
}
# the steps are translated as they are read; these are words of theirs
STRENGTHS, CLUSTERS = _("styrkeområdesanalys"), _("klusterkartering")
# printed on the slides, but at no particular step
PRINTED_YEARS = "2014–2017"
PRESENTED = "2017"
EVERYWHERE = _("Alla tre länen")
NEAR = "högt inflytande, högt intresse"
INVENTED = _("Platserna är påhittade")


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
        _("{name}: {count} steg, {steps}").format(name=name, count=len(rows), steps=listing(rows["step"]))
        for name, rows in frame.groupby("region_name", sort=False)
    ]
    data = frame.rename(columns={"region_name": "lan", "year": "slag", "step": "steg"})[["lan", "slag", "steg"]]
    return replace(
        chart, alt=alt_text(_("kedja av steg i varje län: analys, samsyn, strategi, uppföljning"), *told), data=data
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
    finding = _("Styrkeområdesanalysen gjordes i {strengths}, klusterkarteringen i {clusters}").format(
        strengths=listing(strengths), clusters=listing(clusters)
    )
    own = analyses[analyses["kind"] == "analys"].groupby("region_code", sort=True)["step_sv"]
    without = [
        _("I {regions} gjordes ingen styrkeområdesanalys inom projektet. Kedjan där byggde på {steps}.").format(
            regions=regions[code], steps=listing(steps)
        )
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
    shared = [rows["no"].tolist() for _goal, rows in activities.groupby("goal_sv", sort=False) if len(rows) > 1]
    told = [
        _("Aktivitet {numbers} har ordagrant samma beskrivning i källan.").format(numbers=listing(numbers))
        for numbers in shared
    ]
    return {
        "number_of_activities": in_words(len(activities)),
        "number_of_objectives": in_words(len(objectives)),
        "reading_activities": " ".join(told) or _("Varje aktivitet har en egen beskrivning i källan."),
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
    return {
        "finding_actors": _("{total} aktörer nämns i presentationen, {local} av dem bara för ett län").format(
            total=len(actors), local=local
        )
    }


def plot_stakeholders(places: DataFrame, *, is_invented: bool, missing: str = NO_DATA) -> Exhibit:
    """Draw the grid of influence and interest, marked in the figure itself where the places are invented.

    The names are real. Where the places are not, neither the alternative text nor the figure says of anyone where they
    stand without saying that it is made up.

    Parameters
    ----------
    places : DataFrame, by stakeholder
        Result of :func:`~nmanalys.measures.project.stakeholder_cells`.
    is_invented : bool
        Whether the places are invented.
    """
    chart = plot_grid(places.rename_axis("name").reset_index()[["name", "influence", "interest"]], missing=missing)
    if not is_invented or not isinstance(chart, Chart):
        return chart
    chart.figure.text(0.995, 0.008, INVENTED, ha="right", va="bottom", fontsize=SMALL, color=MUTED, fontweight="bold")
    alt = alt_text(
        _("fyrfältsdiagram över {total} intressenter med intresse vågrätt och inflytande lodrätt").format(
            total=len(places)
        ),
        _("alla platser är påhittade och säger ingenting om intressenterna"),
        _("namnen är {places}").format(places=listing(places.index)),
    )
    return replace(chart, alt=alt)


def describe_stakeholders(places: DataFrame, *, is_invented: bool) -> dict[str, str]:
    """Say how many stakeholders there are, and where they stand if somebody has judged that.

    Parameters
    ----------
    places : DataFrame, by stakeholder
        Result of :func:`~nmanalys.measures.project.stakeholder_cells`.
    is_invented : bool
        Whether the places are invented, so that nothing is said of them.

    Returns
    -------
    dict of str
        Texts `finding_stakeholders, reading_stakeholders, gap_stakeholders`.
    """
    count = len(places)
    if is_invented:
        return {
            "finding_stakeholders": _("{total} intressenter som presentationen nämner, på påhittade platser").format(
                total=count
            ),
            "reading_stakeholders": _(
                "Presentationen nämner {total} intressenter i en sådan bild, men var de stod har gått "
                "förlorat. Platserna nedan är påhittade för att visa hur bilden läses. De säger ingenting om "
                "aktörerna. I en riktig bedömning sätter minst två personer var sitt värde."
            ).format(total=number(count)),
            "gap_stakeholders": _(
                "Var i bilderna aktörer och intressenter stod. De som har bilderna kan läsa in platserna i "
                "tabellen stakeholders"
            ),
        }
    close = list(places.index[places["cell"] == NEAR])
    raters, apart = int(places["raters"].min()), places["spread"].max()
    judged = _("Minst {raters} har satt värden på varje intressent.").format(
        raters=counted(raters, _("bedömare"), _("bedömare"))
    )
    spread = (
        _(" Som mest skiljer det {apart} steg mellan bedömare.").format(
            apart=number(apart, 0 if apart == int(apart) else 1)
        )
        if raters > 1
        else ""
    )
    who = in_words(len(close)) if close else _("ingen")
    near = _("{who} av {total} har både högt inflytande och högt intresse").format(
        who=who, total=counted(count, _("intressent"), _("intressenter"))
    )
    return {
        "finding_stakeholders": upper_first(near),
        "reading_stakeholders": f"{judged}{spread} {upper_first(near)}{f': {listing(close)}' if close else ''}.",
        "gap_stakeholders": _("Om intressenterna själva delar bedömningen av var de står"),
    }
