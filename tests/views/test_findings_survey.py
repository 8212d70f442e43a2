"""What the page says of the firms' survey: verbatim labels, hidden cells, no effect, the right geography."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.reference import load_regions
from nmanalys.io.store import read_table
from nmanalys.measures.cluster_lists import listed_clusters
from nmanalys.measures.published_surveys import earlier_surveys
from nmanalys.measures.survey_report import (
    cluster_summary,
    item_answers,
    item_summary,
    latest_wave,
    nonresponse_shift,
    response_summary,
)
from nmanalys.views.findings_earlier_surveys import describe_earlier, describe_report
from nmanalys.views.findings_nonresponse import describe_representativity, describe_weights
from nmanalys.views.findings_survey import describe_cluster_answers, describe_survey
from nmanalys.views.findings_survey_comparison import (
    describe_changes,
    describe_odds,
    wave_headers,
    wave_rows,
)
from nmanalys.views.rows_survey import (
    answer_rows,
    cluster_answer_rows,
    earlier_rows,
    item_headers,
    item_rows,
    response_rows,
)


@pytest.fixture(scope="module")
def table(root):
    catalogue = load_catalogue(root)
    return lambda name: read_table(catalogue[name])


@pytest.fixture(scope="module")
def region(root):
    return load_regions(root).find


@pytest.fixture(scope="module")
def told(table, region):
    """Everything that is said and shown of one region's survey."""

    def of(code: str) -> dict:
        place = region(code)
        own = [
            frame[frame["county_code"].isin(place.counties)] for frame in map(table, ("clusters", "example_clusters"))
        ]
        clusters = listed_clusters(table("survey_frame"), *own)
        survey, frame = (latest_wave(table(name), clusters) for name in ("company_survey", "survey_frame"))
        items = table("survey_items")
        by_cluster = cluster_summary(survey, frame, clusters.set_index("cluster_id")["county_code"])
        rows = cluster_answer_rows(by_cluster, items, clusters)
        summary, response = item_rows(item_summary(survey, frame), items), response_summary(survey, frame)
        sizes = response_summary(survey, frame, by="size_class")
        texts = describe_survey(summary, response, sizes, place, is_example=True)
        texts |= describe_cluster_answers(rows, by_cluster, place, min_n=5, is_example=True)
        own_texts = describe_survey(summary, response, sizes, place, is_example=False)
        own_texts |= describe_cluster_answers(rows, by_cluster, place, min_n=5, is_example=False)
        texts |= describe_weights(nonresponse_shift(survey, frame, by_cluster))
        own_texts |= describe_weights(nonresponse_shift(survey, frame, by_cluster))
        texts |= describe_earlier(earlier_rows(earlier_surveys(table("published_figures"))), place)
        answers = answer_rows(item_answers(survey), items, table("survey_answers"))
        return {
            "texts": texts,
            "own": own_texts,
            "rows": rows,
            "answers": answers,
            "response": response_rows(response, clusters),
        }

    return of


def test_labels_are_verbatim_and_the_cut_ones_are_marked(table, told):
    labels = list(dict.fromkeys(told("20")["answers"]["item_label"]))
    assert labels == ["Företag, andra…¹", "Forskare eller doktorander", "Politiker eller offentliga…¹",
                      "Studenter eller elever", "Andra företag"]  # fmt: skip
    answers = list(dict.fromkeys(told("20")["answers"]["answer_label"]))
    assert answers == ["Ja, i mycket hög grad", "Ja, i hög grad", "Varken i liten eller stor omfattning",
                       "I liten omfattning", "Nej, Inte alls"]  # fmt: skip
    assert list(item_headers(table("survey_items")).values()) == labels


def test_the_bars_sum_to_a_hundred(told):
    sums = told("NMS")["answers"].groupby("item_label")["share"].sum()
    assert sums.round(12).eq(1).all()


@pytest.mark.parametrize("code", ["20", "NMS"])
def test_the_hidden_clusters_are_named_with_the_reason(told, code):
    page = told(code)
    rows = page["rows"].set_index("label")
    for label in ("Trähus", "Elkraft"):
        assert rows.loc[label, "item_1":"item_5"].eq("..").all()
        assert rows.loc[label, "share_1"] != rows.loc[label, "share_1"]
    assert "Färre än fem svarade i Trähus" in page["texts"]["reading_clusters"]
    assert "Elkraft döljs" in page["texts"]["reading_clusters"]


def test_few_answers_are_written_as_counts(told):
    rows = told("21")["rows"].set_index("label")
    assert rows.loc["Arbetsliv", "item_1"] == "4 av 9"


@pytest.mark.parametrize(
    ("code", "words"),
    [("17", ""), ("20", "inte Dalarna"), ("gotland", "inte Gotland"), ("NMS", "ett av länen i Norra Mellansverige")],
)
def test_the_earlier_survey_says_where_it_is_from(told, code, words):
    texts = told(code)["texts"]
    assert texts["finding_earlier"].startswith("Värmland 2008:")
    assert words in texts["earlier_status"]
    assert ("gäller Värmland" in texts["earlier_status"]) == (code != "17")
    assert "293 av 430" in texts["reading_earlier"]


def test_figures_without_a_base_have_no_interval(table, told):
    rows = earlier_rows(earlier_surveys(table("published_figures"))).set_index("label")
    assert rows.loc["Företag som vill växa", "base_text"] == "uppgift saknas"
    assert rows.loc["Företag som vill växa", "share_text"].startswith("cirka 83")
    assert "inget intervall" not in told("20")["texts"]["reading_earlier"]
    assert "intervall" in told("20")["texts"]["reading_slim"]


@pytest.mark.parametrize("code", ["17", "20", "21", "NMS", "skane"])
def test_no_sentence_turns_an_answer_into_an_effect(told, code):
    texts = " ".join(told(code)["texts"].values()).lower()
    for word in ("signifikant", "effekt av", "leder till", "beror på att", "orsakar"):
        assert word not in texts
    assert "nan" not in texts.split()


def test_a_region_without_a_survey_is_told_what_is_missing(told):
    page = told("skane")
    assert page["rows"].empty and page["answers"].empty and page["response"].empty
    assert page["texts"]["missing_survey"] == "Ingen företagsenkät om kluster i Skåne finns i våra data."
    assert "läser in" in page["texts"]["reading_survey"]


def test_invented_answers_are_called_invented(told):
    texts = told("17")["texts"]
    for key in ("survey_status", "finding_survey", "finding_clusters"):
        assert "påhitta" in texts[key].lower()


def test_a_regions_own_answers_are_not_called_invented(told):
    for code in ("17", "20", "21"):
        texts = " ".join(told(code)["own"].values()).lower()
        assert "påhitta" not in texts and "exempel" not in texts
    assert told("20")["own"]["survey_status"].startswith("I den egna enkäten")


def test_the_report_is_told_only_where_it_is_in_the_data(table):
    figures = table("published_figures")
    assert "kontakter med andra företag" in describe_report(figures)["reading_report"]
    without = figures[~figures["indicator"].str.startswith("klustermodell")]
    assert "inte hittat" in describe_report(without)["reading_report"]


def test_nothing_earlier_is_no_error(region):
    about = ["indicator", "unit", "geography", "period", "value", "source_title", "source_url", "note"]
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in about})
    texts = describe_earlier(earlier_rows(earlier_surveys(empty)), region("20"))
    assert texts["finding_earlier"].startswith("Inga tidigare")


def test_a_change_between_waves_is_told_with_its_interval(table, region):
    items = table("survey_items")
    changes = pd.DataFrame(
        {"item": [1, 2, 5], "wave_before": 2023, "wave": 2025, "n_before": 80, "n": 70, "share_before": [0.6, 0.4, None],
         "share": [0.8, 0.45, None], "difference": [0.2, 0.05, None], "lower": [0.05, -0.1, None],
         "upper": [0.33, 0.2, None], "pairs": [40.0, 12.0, None], "paired_difference": [0.25, None, None],
         "paired_lower": [0.1, None, None], "paired_upper": [0.4, None, None]}
    )  # fmt: skip
    rows = wave_rows(changes, items)
    assert rows["label"].tolist() == ["Företag, andra…¹", "Forskare eller doktorander", "Andra företag"]
    assert rows["change_text"].tolist() == ["+20,0 (+5,0 till +33,0)", "+5,0 (−10,0 till +20,0)", ".."]
    assert rows["paired_text"].tolist() == ["+25,0 (+10,0 till +40,0); 40", "för få", "för få"]
    told = describe_changes(rows, region("20"), is_example=True)
    assert told["finding_waves"].startswith("En andel höga svar skiljer sig säkert i exemplet mellan 2023 och 2025")
    assert "”Företag, andra…” (+20,0 procentenheter)" in told["reading_waves"]
    assert list(wave_headers(changes).values())[:2] == ["2023", "2025"]


def test_the_model_is_told_without_a_causal_word(table):
    odds = pd.DataFrame({"item": [1, 2], "odds_ratio": [0.7, 0.3], "lower": [0.5, 0.2], "upper": [1.1, 0.4],
                         "reference": 5, "firms": 151, "answers": 450})  # fmt: skip
    told = describe_odds(odds, table("survey_items"))["reading_model"]
    assert "”Forskare eller doktorander”: 0,30 (0,20–0,40) gånger oddsen för ”Andra företag”" in told
    assert "”Företag, andra…” går inte att skilja från ”Andra företag”" in told
    assert describe_odds(odds.head(0), table("survey_items")) == {"reading_model": ""}


def test_uneven_answers_are_told_with_what_they_could_move():
    even = pd.Series({"r": 0.934, "r_adjusted": 0.97, "most_bias": 0.061})
    told = describe_representativity(even)["reading_representativity"]
    # half a standard deviation of a share is at most 3.05 percentage points, told as four
    assert "0,93" in told and "högst fyra procentenheter" in told
    assert describe_representativity(even * float("nan")) == {"reading_representativity": ""}
    assert "mer än en procentenhet" in describe_weights(pd.Series({1: 0.001}))["reading_weights"]
    assert describe_weights(pd.Series(dtype="float64")) == {"reading_weights": ""}
