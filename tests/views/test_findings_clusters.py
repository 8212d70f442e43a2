"""What the page says of clusters: no judgement of a named organisation, and sentences that follow the numbers."""

from __future__ import annotations

import geopandas
import numpy as np
import pandas as pd
import pytest
from colour_checks import by_colour_alone
from shapely.geometry import Point

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.reference import load_regions
from nmanalys.io.store import read_table
from nmanalys.measures.cluster_lists import listed_clusters
from nmanalys.measures.cluster_mapping import agreement_of_raters, assess_clusters, horizontal_table
from nmanalys.views.charts_clusters import plot_phases
from nmanalys.views.exhibit import Chart, Missing
from nmanalys.views.findings_agglomeration import describe_agglomeration
from nmanalys.views.findings_clusters import describe_phases
from nmanalys.views.findings_horizontal import describe_horizontal
from nmanalys.views.findings_organisations import describe_organisations
from nmanalys.views.rows_clusters import horizontal_rows, organisation_rows, phase_rows, point_rows

GROUPS = pd.DataFrame({"label": ["Tillverkning", "Bygg"], "lq": [1.32, 1.2], "year": 2024})
DIVISIONS = pd.DataFrame(
    {"label": ["Stål", "Papper"], "lq": [5.36, None], "employed": [12652.0, None], "employed_share": 0.1, "year": 2015}
)


@pytest.fixture(scope="module")
def table(root):
    catalogue = load_catalogue(root)
    return lambda name: read_table(catalogue[name])


@pytest.fixture(scope="module")
def region(root):
    return load_regions(root).find


def own(frame, place):
    return frame[frame["county_code"].isin(place.counties)]


def listed(table, place, about):
    return listed_clusters(about, own(table("clusters"), place), own(table("example_clusters"), place))


def assessed(table, place):
    scores = table("cluster_scores")
    examples = listed(table, place, scores)
    scores = scores[scores["cluster_id"].isin(examples["cluster_id"])]
    return assess_clusters(
        scores, table("cluster_criteria"), examples, np.random.default_rng(20160401)
    ), agreement_of_raters(scores)


def test_the_unknown_stays_unknown_and_no_organisation_has_a_phase(table):
    rows = organisation_rows(table("clusters")).set_index("name")
    assert (rows["phase_text"] == "ej bedömd").all()
    assert (
        rows.loc["Byggdialog Dalarna", ["town_text", "start_text", "members_text"]].tolist() == ["uppgift saknas"] * 3
    )
    assert rows.index[rows["is_inferred"]].tolist() == ["Dala Sports Academy", "Stål & Verkstad", "The Packaging Arena"]
    assert rows.loc["Dala Sports Academy", "town_text"] == "Falun (vår slutsats)"


def test_only_organisations_whose_town_is_known_are_placed():
    rows = pd.DataFrame(
        {"name": ["A", "B", "C"], "municipality_code": ["2081", None, "2080"], "municipality": ["Borlänge", None, "Falun"],
         "county_code": "20", "is_inferred": [False, False, True]}
    )  # fmt: skip
    points = geopandas.GeoDataFrame({"municipality_code": ["2080", "2081"]}, geometry=[Point(1, 2), Point(3, 4)])
    placed = point_rows(rows, points, {"20": "Dalarna"})
    assert placed["label"].tolist() == ["A", "C (?)"]
    assert placed[["x", "y"]].to_numpy().tolist() == [[3, 4], [1, 2]]


@pytest.mark.parametrize(
    ("code", "extent"),
    [
        ("20", "ett större område än Dalarna"),
        ("NMS", "samma område som sidan gäller"),
        ("01", "samma område som sidan"),
    ],
)
def test_the_official_context_says_which_area_it_is_about(region, code, extent):
    told = describe_agglomeration(GROUPS, DIVISIONS, region(code))
    assert extent in told["reading_divisions"]
    assert "1 skyddade" in told["reading_divisions"]
    assert "5,4 gånger" in told["finding_divisions"]
    assert describe_agglomeration(GROUPS.head(0), DIVISIONS, region(code))["finding_groups"].startswith("Ingen bransch")


@pytest.mark.parametrize("code", ["17", "20", "21", "NMS"])
def test_a_region_with_clusters_is_told_of_examples_and_not_of_judgements(table, region, code):
    place = region(code)
    rows = organisation_rows(own(table("clusters"), place))
    examples = listed(table, place, table("horizontal_conditions"))
    told = describe_organisations(rows, examples, place, "tillverkning (1,32)")
    frame, agreement = assessed(table, place)
    told |= describe_phases(frame, agreement, place, confidence=0.95)
    told |= describe_horizontal(horizontal_table(table("horizontal_conditions"), examples), place)
    assert place.within in told["lead"]
    assert "påhittade exempelkluster" in told["finding_phases"]
    assert "påhittade" in told["finding_horizontal"]
    assert "Det som saknas räknas inte som noll" in told["reading_raters"]
    named = set(rows["name"])
    for key in ("finding_phases", "reading_phases", "reading_raters", "reading_horizontal"):
        assert not [name for name in named if name in told[key]]
    assert all(isinstance(text, str) and "nan" not in text.split() for text in told.values())


def test_a_region_that_has_assessed_its_own_is_told_of_them(table, region):
    place = region("dalarna")
    real = {"ex-20-1": "triple-steelix", "ex-20-2": "high-voltage-valley"}
    scores, conditions = (table(name).query("cluster_id in @real").replace({"cluster_id": real})
                          for name in ("cluster_scores", "horizontal_conditions"))  # fmt: skip
    rated = listed(table, place, scores)
    frame = assess_clusters(scores, table("cluster_criteria"), rated, np.random.default_rng(1))
    rows = organisation_rows(own(table("clusters"), place), phase_rows(frame))
    assert rows.set_index("cluster_id")["phase_text"].ne("ej bedömd").sum() == 2
    told = describe_organisations(rows, rated, place, "bygg")
    told |= describe_phases(frame, agreement_of_raters(scores), place, confidence=0.95)
    told |= describe_horizontal(horizontal_table(conditions, rated), place)
    assert "Två av sju är bedömda" in told["lead"]
    assert told["reading_organisations"].endswith("ITS Dalarna och Sustainable Steel Region.")
    assert told["cluster_word"] == "Klusterorganisation"
    assert not [key for key, text in told.items() if "exempelkluster" in text.lower() or "påhittad" in text.lower()]


def test_a_region_without_clusters_is_told_what_is_missing(table, region):
    place = region("gotland")
    examples = listed(table, place, table("horizontal_conditions"))
    told = describe_organisations(organisation_rows(own(table("clusters"), place)), examples, place, "bygg (1,3)")
    frame, agreement = assessed(table, place)
    told |= describe_phases(frame, agreement, place, confidence=0.95)
    told |= describe_horizontal(horizontal_table(table("horizontal_conditions"), examples), place)
    assert "på Gotland" in told["lead"] and "bygg (1,3)" in told["lead"]
    for key in ("missing_organisations", "missing_phases", "missing_horizontal"):
        assert told[key].endswith("finns i våra data.")
    assert isinstance(plot_phases(phase_rows(frame), missing="Saknas."), Missing)


def test_disagreeing_rules_give_a_span(table, region):
    rows = phase_rows(assessed(table, region("dalarna"))[0]).set_index("label")
    assert rows.loc["Elkraft", "answer_text"] == "fas 2–3"
    assert rows.loc["Trähus", "answer_text"] == "högst fas 1"
    chart = plot_phases(rows.reset_index(), region="20")
    assert isinstance(chart, Chart)
    assert "Elkraft: fas 2–3" in chart.alt
    assert by_colour_alone(chart.figure) == []


def test_nearly_all_is_not_written_as_all(table, region):
    frame, agreement = assessed(table, region("NMS"))
    assert 0.995 < agreement["within_one"] < 1
    told = describe_phases(frame, agreement, region("NMS"), confidence=0.95)
    assert "100" not in told["reading_raters"]


def test_every_category_has_a_symbol_and_words(table, region):
    examples = listed(table, region("NMS"), table("horizontal_conditions"))
    rows = horizontal_rows(horizontal_table(table("horizontal_conditions"), examples))
    cells = rows[["miljo", "lika_mojligheter", "jamstalldhet"]]
    assert cells.notna().all(axis=None)
    assert cells.stack().str.fullmatch(r"[●◐◔○–] .+").all()
