"""The plan is told as the slides tell it, and nothing is said about how it went."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table
from nmanalys.views.exhibit import Chart, Missing
from nmanalys.views.findings_project import (
    actor_table,
    describe_activities,
    describe_actors,
    describe_analyses,
    describe_milestones,
    describe_stakeholders,
    milestone_table,
    plot_analyses,
    plot_milestones,
    plot_stakeholders,
)

REGIONS = {"17": "Värmland", "20": "Dalarna", "21": "Gävleborg"}
NAMES = ("analyses", "activities", "objectives", "actors", "stakeholders", "milestones")


@pytest.fixture(scope="module")
def plan(root: Path) -> dict[str, pd.DataFrame]:
    catalogue = load_catalogue(root)
    return {name: read_table(catalogue[name]) for name in NAMES}


def test_where_the_analyses_were_made(plan: dict[str, pd.DataFrame]) -> None:
    told = describe_analyses(plan["analyses"], REGIONS)
    assert told["finding_analyses"] == (
        "Styrkeområdesanalysen gjordes i Dalarna och Gävleborg, klusterkarteringen i Värmland, Dalarna och Gävleborg"
    )
    assert "I Värmland gjordes ingen styrkeområdesanalys inom projektet." in told["reading_analyses"]
    assert "Simpler" in told["reading_analyses"]


def test_the_chain_names_every_step_and_no_year(plan: dict[str, pd.DataFrame]) -> None:
    chart = plot_analyses(plan["analyses"], REGIONS)
    assert isinstance(chart, Chart)
    assert len(chart.data) == len(plan["analyses"])
    assert set(chart.data["slag"]) == {"1. Analys", "2. Samsyn", "3. Strategi", "4. Uppföljning"}
    assert "år för år" not in chart.alt and "201" not in chart.alt
    assert isinstance(plot_analyses(plan["analyses"].iloc[:0], REGIONS), Missing)


def test_two_activities_share_their_description(plan: dict[str, pd.DataFrame]) -> None:
    told = describe_activities(plan["activities"], plan["objectives"])
    assert told["reading_activities"] == "Aktivitet 2 och 3 har ordagrant samma beskrivning i källan."
    assert (told["number_of_activities"], told["number_of_objectives"]) == ("sex", "fem")
    alone = describe_activities(plan["activities"].head(2), plan["objectives"])
    assert alone["reading_activities"] == "Varje aktivitet har en egen beskrivning i källan."


def test_actors_are_gathered_by_what_is_said_of_them(plan: dict[str, pd.DataFrame]) -> None:
    table = actor_table(plan["actors"], REGIONS)
    assert table["where"].tolist() == ["Alla tre länen", "Dalarna"]
    assert sum(len(names.split(", ")) for names in table["names"]) == len(plan["actors"])
    assert describe_actors(plan["actors"])["finding_actors"].startswith("17 aktörer nämns")


def test_the_stakeholders_places_are_called_invented(plan: dict[str, pd.DataFrame]) -> None:
    assert describe_stakeholders(plan["stakeholders"])["number_of_stakeholders"] == "22"
    chart = plot_stakeholders(plan["stakeholders"])
    assert isinstance(chart, Chart)
    assert "påhittade" in chart.alt
    assert "högt inflytande" not in chart.alt
    assert "Platserna är påhittade" in [text.get_text() for text in chart.figure.texts]
    assert isinstance(plot_stakeholders(plan["stakeholders"].iloc[:0]), Missing)


@pytest.mark.parametrize(
    ("as_of", "said"), [("2026-06-30", "alla 16"), ("2017-03-29", "5 av 16"), ("2016-01-01", "0 av 16")]
)
def test_a_day_that_has_passed_says_nothing_about_the_outcome(
    plan: dict[str, pd.DataFrame], as_of: str, said: str
) -> None:
    told = describe_milestones(plan["milestones"], as_of)
    assert (
        f"hade tidpunkten passerat för {said} milstolpar med datum. En milstolpe saknar" in told["reading_milestones"]
    )
    assert "Utfallet är okänt för dem alla" in told["reading_milestones"]
    table = milestone_table(plan["milestones"], as_of)
    assert table["outcome"].eq("okänt").all()
    assert table["planned_on"].iloc[:-1].is_monotonic_increasing
    last = table.iloc[-1]
    assert last["text_sv"] == "Måluppfyllelse av aktivitetsindikatorer"
    assert last[["quarter_text", "planned_on", "state_text"]].tolist() == ["datum saknas i källan", "okänt", "okänt"]


def test_the_milestones_stand_under_their_years(plan: dict[str, pd.DataFrame]) -> None:
    chart = plot_milestones(plan["milestones"])
    assert isinstance(chart, Chart)
    assert "5 milstolpar 2016, 8 milstolpar 2017 och 3 milstolpar 2018" in chart.alt
    assert "En milstolpe saknar datum i källan" in chart.alt
    assert isinstance(plot_milestones(plan["milestones"].iloc[:0]), Missing)
