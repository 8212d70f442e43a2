"""The plan is told as the slides tell it, and nothing is said about how it went."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from colour_checks import by_colour_alone

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table
from nmanalys.measures.project import activity_outturn, milestone_status, stakeholder_cells
from nmanalys.views.exhibit import Chart, Missing
from nmanalys.views.findings_project import (
    actor_table,
    describe_activities,
    describe_actors,
    describe_analyses,
    describe_stakeholders,
    plot_analyses,
    plot_stakeholders,
)
from nmanalys.views.milestones import (
    describe_milestones,
    describe_outturns,
    milestone_table,
    outturn_rows,
    plot_milestones,
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
    assert by_colour_alone(chart.figure) == []
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
    places = stakeholder_cells(plan["stakeholders"])
    told = describe_stakeholders(places, is_invented=True)
    assert "22 intressenter" in told["reading_stakeholders"] and "påhittade" in told["finding_stakeholders"]
    chart = plot_stakeholders(places, is_invented=True)
    assert isinstance(chart, Chart)
    assert "påhittade" in chart.alt
    assert "högt inflytande" not in chart.alt
    assert by_colour_alone(chart.figure) == []
    assert "Platserna är påhittade" in [text.get_text() for text in chart.figure.texts]
    assert isinstance(plot_stakeholders(places.iloc[:0], is_invented=True), Missing)


def test_a_regions_own_judgement_of_stakeholders_is_not_called_invented() -> None:
    ratings = pd.DataFrame(
        {"name": ["Kommunen", "Kommunen", "Bolaget", "Bolaget"], "rater": ["A", "B"] * 2, "influence": [5, 4, 2, 2],
         "interest": [4, 4, 1, 3]}
    )  # fmt: skip
    places = stakeholder_cells(ratings)
    told = describe_stakeholders(places, is_invented=False)
    assert told["finding_stakeholders"] == "En av två intressenter har både högt inflytande och högt intresse"
    assert "Som mest skiljer det 2 steg mellan bedömare" in told["reading_stakeholders"]
    chart = plot_stakeholders(places, is_invented=False)
    assert isinstance(chart, Chart)
    assert not chart.figure.texts and "påhitt" not in chart.alt + "".join(told.values())


@pytest.mark.parametrize(
    ("as_of", "said"), [("2026-06-30", "alla 16"), ("2017-03-29", "5 av 16"), ("2016-01-01", "0 av 16")]
)
def test_a_day_that_has_passed_says_nothing_about_the_outcome(
    plan: dict[str, pd.DataFrame], as_of: str, said: str
) -> None:
    status = milestone_status(plan["milestones"], as_of)
    told = describe_milestones(status, as_of)
    assert (
        f"hade tidpunkten passerat för {said} milstolpar med datum. En milstolpe saknar" in told["reading_milestones"]
    )
    assert "Utfallet är okänt för dem alla" in told["reading_milestones"]
    table = milestone_table(status, as_of)
    assert table["state_text"].str.startswith("okänt").all() and table["slip_text"].eq("okänt").all()
    assert table["planned_on"].iloc[:-1].is_monotonic_increasing
    last = table.iloc[-1]
    assert last["text_sv"] == "Måluppfyllelse av aktivitetsindikatorer"
    assert last[["quarter_text", "planned_text", "state_text"]].tolist() == ["datum saknas i källan", "okänt", "okänt"]
    assert table["planned_text"].iloc[0] == "1\u00a0april\u00a02016"


def test_the_milestones_stand_under_their_years(plan: dict[str, pd.DataFrame]) -> None:
    chart = plot_milestones(plan["milestones"])
    assert isinstance(chart, Chart)
    assert "5 milstolpar 2016, 8 milstolpar 2017 och 3 milstolpar 2018" in chart.alt
    assert "En milstolpe saknar datum i källan" in chart.alt
    assert by_colour_alone(chart.figure) == []
    assert isinstance(plot_milestones(plan["milestones"].iloc[:0]), Missing)


def test_a_known_outcome_has_its_slip_and_the_unknown_stays_unknown(plan: dict[str, pd.DataFrame]) -> None:
    own = plan["milestones"].astype("object")
    own.loc[0, ["done_on", "outcome"]] = ["2016-04-01", "känt"]
    own.loc[1, ["done_on", "outcome"]] = ["2016-12-01", "känt"]
    own.loc[2, "outcome"] = "känt"
    status = milestone_status(own, "2017-01-31")
    table = milestone_table(status, "2017-01-31")
    assert table["state_text"].iloc[:3].tolist() == ["✓ klar", "◐ klar, men sen", "○ försenad"]
    assert table["slip_text"].iloc[:4].tolist() == ["ingen", "2 kvartal", "2 kvartal", "okänt"]
    told = describe_milestones(status, "2017-01-31")
    assert "Utfallet är känt för tre: en klar; en klar, men sen; en försenad" in told["reading_milestones"]
    assert "14 milstolpar" in told["gap_outcome"]


def test_activity_indicators_are_added_up_and_more_than_all_is_shown(plan: dict[str, pd.DataFrame]) -> None:
    outturns = pd.DataFrame(
        {"activity": [1, 1, 6], "indicator_sv": ["Möten", "Möten", "Seminarier"], "unit": "antal",
         "period": ["2017-06-30", "2017-12-31", "2017-12-31"], "outturn": [6.0, 6.0, 2.0], "target": [10.0, 10.0, None]}
    )  # fmt: skip
    rows = outturn_rows(activity_outturn(outturns, by=["activity", "indicator_sv"]), plan["activities"])
    assert rows["share_text"].str.replace("\u202f", " ").tolist() == ["120 %", "–"]
    assert rows["target_text"].tolist() == ["10", "inget mål"]
    assert rows["activity_text"].iloc[0] == "1. Processtöd – klustra kluster"
    assert describe_outturns(rows)["finding_outturns"] == "En av en aktivitetsindikator med mål har nått målet"
    none = outturn_rows(activity_outturn(outturns.iloc[:0], by=["activity", "indicator_sv"]), plan["activities"])
    assert none.empty and "inte i våra data" in describe_outturns(none)["missing_outturns"]
