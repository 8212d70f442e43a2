"""What stands around the organisations: nothing is promised, the invented is called so, and the unknown is told."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.reference import load_regions
from nmanalys.io.store import read_table
from nmanalys.views.rows_cluster_context import (
    NOBODY,
    criterion_rows,
    describe_context,
    describe_priorities,
    priority_rows,
)

PRIORITIES = pd.DataFrame({"priority_id": ["a", "b"], "region_code": "20", "name_sv": ["Industri", "Hälsa"]})
SHARED = pd.DataFrame({"priority_id": ["a"], "cluster_id": ["stal"], "name": ["Stål"], "divisions": ["24 25"]})


@pytest.fixture(scope="module")
def region(root):
    return load_regions(root).find


def test_criteria_stand_in_the_order_of_the_phases_with_all_levels(root):
    rows = criterion_rows(read_table(load_catalogue(root)["cluster_criteria"]))
    assert rows["phase"].is_monotonic_increasing and rows["kind_text"].isin(["skall", "bör"]).all()
    assert {f"anchor_{level}" for level in range(5)} <= set(rows.columns)


def test_a_priority_without_an_organisation_says_so(region):
    rows = priority_rows(SHARED, PRIORITIES, {"20": "Dalarna"})
    assert rows["actors_text"].tolist() == ["Stål (SNI 24 och 25)", NOBODY]
    told = describe_priorities(rows, region("20"))
    assert told["finding_priorities"].startswith("Ett av två prioriterade områden i Dalarna")
    assert "Ingen finns för hälsa." in told["reading_priorities"]
    assert describe_priorities(rows[:1], region("20"))["finding_priorities"].startswith("Ett prioriterat område")
    both = priority_rows(SHARED, PRIORITIES.assign(region_code=["20", "17"]), {"20": "Dalarna", "17": "Värmland"})
    assert both["label"].tolist() == ["Dalarna: Industri", "Värmland: Hälsa"]
    none = priority_rows(SHARED.head(0), PRIORITIES.head(0), {})
    assert "finns i våra data" in describe_priorities(none, region("gotland"))["missing_priorities"]


def test_growth_is_compared_with_the_nation_and_workplaces_are_called_invented(region):
    growth = pd.DataFrame({"label": ["Bygg", "Vård"], "growth": [0.1, 0.0], "national_growth": [0.05, 0.02],
                           "start_year": 2020, "end_year": 2024})  # fmt: skip
    places = pd.DataFrame({"label": ["Papper", "Stål"], "workplaces": [14.0, 40.0]})
    told = describe_context(growth, places, region("20"), is_invented=True)
    assert told["finding_growth"] == "En av två branscher har vuxit mer i Dalarna än i riket 2020–2024"
    assert told["finding_workplaces"] == "Papper vilar på minst antal arbetsställen: 14"
    assert "påhittade" in told["reading_workplaces"]
    none = describe_context(growth.head(0), places.head(0), region("20"), is_invented=False)
    assert none["reading_workplaces"] == none["reading_growth"] == ""
