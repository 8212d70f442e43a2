"""The survey of one region: nothing that may not be shown is shown, on any page or by subtraction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.published_surveys import earlier_surveys
from nmanalys.measures.survey_report import (
    cluster_summary,
    item_answers,
    item_summary,
    latest_wave,
    nonresponse_shift,
    response_summary,
)

NUMBERS = ["count", "share", "lower", "upper"]


def survey_of(sizes: dict[str, int], highs: dict[str, int] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One item; `sizes` answers a cluster, of which `highs` high ones (a third when not given)."""
    rows = []
    for cluster, size in sizes.items():
        high = (highs or {}).get(cluster, size // 3)
        rows += [(f"{cluster}{at}", cluster, 1 if at < high else 4) for at in range(size)]
    survey = pd.DataFrame(rows, columns=["firm_id", "cluster_id", "answer"]).assign(size_class="1–9", item=1, wave=2025)
    frame = pd.DataFrame({"cluster_id": list(sizes), "firms": [2 * size for size in sizes.values()]})
    return survey, frame.assign(size_class="1–9", wave=2025)


def counties_of(sizes: dict[str, int]) -> pd.Series:
    return pd.Series({cluster: cluster[0] for cluster in sizes})


def test_a_hidden_cluster_takes_another_of_its_county_with_it():
    sizes = {"a1": 4, "a2": 27, "a3": 60, "b1": 12, "b2": 30}
    survey, frame = survey_of(sizes)
    table = cluster_summary(survey, frame, counties_of(sizes)).set_index("cluster_id")
    assert table["is_suppressed"].to_dict() == {"a1": True, "a2": True, "a3": False, "b1": False, "b2": False}
    assert table.loc[["a1", "a2"], NUMBERS].isna().all(axis=None)


def test_a_county_and_a_larger_region_hide_the_same_clusters():
    sizes = {"a1": 4, "a2": 27, "a3": 60, "b1": 6, "b2": 30}
    survey, frame = survey_of(sizes)
    whole = cluster_summary(survey, frame, counties_of(sizes)).set_index("cluster_id")["is_suppressed"]
    for county in "ab":
        own = [cluster for cluster in sizes if cluster.startswith(county)]
        part = cluster_summary(
            survey[survey["cluster_id"].isin(own)], frame[frame["cluster_id"].isin(own)], counties_of(sizes)
        )
        assert part.set_index("cluster_id")["is_suppressed"].equals(whole[own])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.floats(0, 1)), min_size=2, max_size=6), st.integers(3, 20))
def test_no_hidden_count_can_be_worked_out_from_the_total(clusters, min_n):
    sizes = {f"a{at}": size for at, (size, _) in enumerate(clusters)}
    highs = {f"a{at}": round(size * share) for at, (size, share) in enumerate(clusters)}
    survey, frame = survey_of(sizes, highs)
    table = cluster_summary(survey, frame, counties_of(sizes), min_n=min_n)
    assert table["is_suppressed"].sum() != 1
    assert table.loc[table["is_suppressed"], NUMBERS].isna().all(axis=None)
    assert table.loc[table["n"] < min_n, "is_suppressed"].all()
    assert table.loc[table["n"] < max(10, min_n), ["share", "lower", "upper"]].isna().all(axis=None)


def test_few_answers_give_counts_and_no_share():
    sizes = {"a1": 9, "a2": 30}
    table = cluster_summary(*survey_of(sizes), counties_of(sizes)).set_index("cluster_id")
    assert table.loc["a1", "count"] == 3
    assert np.isnan(table.loc["a1", "share"])


def test_a_high_limit_hides_the_totals_too():
    survey, frame = survey_of({"a1": 12})
    table = item_summary(survey, frame, min_n=15)
    assert table["is_suppressed"].all()
    assert table[NUMBERS].isna().all(axis=None)
    assert item_answers(survey, min_n=15)[["count", "share", "percent"]].isna().all(axis=None)


def test_whole_per_cent_sum_to_a_hundred_and_the_interval_knows_the_frame():
    survey, frame = survey_of({"a1": 30})
    assert item_answers(survey).groupby("item")["percent"].sum().tolist() == [100.0]
    narrow = item_summary(survey, frame.assign(firms=32))
    wide = item_summary(survey, frame.assign(firms=3000))
    assert (narrow["upper"] - narrow["lower"] < wide["upper"] - wide["lower"]).all()
    census = item_summary(survey, frame.assign(firms=30)).iloc[0]
    assert census["is_census"]
    assert census["lower"] == census["share"] == census["upper"]


def test_weighting_does_not_touch_the_answers_of_a_hidden_cluster():
    """A weighted total beside the plain one would give two hidden clusters away: two sums of two unknown counts."""
    sizes = {"a1": 4, "a2": 12, "a3": 60}
    counties = counties_of(sizes)

    def shift_of(highs: dict[str, int]) -> pd.Series:
        survey, frame = survey_of(sizes, highs)
        survey.loc[survey["cluster_id"] == "a3", "size_class"] = ["50+"] * 20 + ["1–9"] * 40
        frame = pd.concat([frame, frame[-1:].assign(size_class="50+", firms=25)])
        clusters = cluster_summary(survey, frame, counties)
        assert clusters["is_suppressed"].tolist() == [True, True, False]
        return nonresponse_shift(survey, frame, clusters)

    first = shift_of({"a1": 1, "a2": 3, "a3": 30})
    assert first[1] == pytest.approx(-30 / 60 + 25 / 145 + 120 / 145 * 10 / 40)
    assert first.equals(shift_of({"a1": 3, "a2": 1, "a3": 30}))
    nobody, frame = survey_of({"a1": 4})
    assert nonresponse_shift(nobody, frame, cluster_summary(nobody, frame, counties)).empty


def test_a_firm_in_two_clusters_answers_about_both():
    survey = pd.DataFrame(
        {"firm_id": ["p1", "p1"], "cluster_id": ["a", "b"], "size_class": "1–9", "item": 1, "answer": [1, 2]}
    )
    frame = pd.DataFrame({"cluster_id": ["a", "b"], "size_class": "1–9", "firms": [2, 2]})
    assert response_summary(survey, frame)["answered"].tolist() == [1, 1, 2]
    assert response_summary(survey, frame, by="size_class")["answered"].tolist() == [2, 2]


def test_without_a_survey_every_result_is_empty_and_keeps_its_columns():
    survey, frame = survey_of({"a1": 12})
    none = pd.DataFrame({"cluster_id": ["other"]})
    nobody, nothing = latest_wave(survey, none), latest_wave(frame, none)
    counties = pd.Series(dtype="str")
    pairs = [
        (item_answers(nobody), item_answers(survey)),
        (item_summary(nobody, nothing), item_summary(survey, frame)),
        (cluster_summary(nobody, nothing, counties), cluster_summary(survey, frame, pd.Series({"a1": "a"}))),
        (response_summary(nobody, nothing), response_summary(survey, frame)),
    ]
    for empty, full in pairs:
        assert empty.empty
        assert empty.columns.tolist() == full.columns.tolist()
    with pytest.raises(SchemaError, match="a1"):
        cluster_summary(survey, frame, counties)


def test_no_result_names_a_firm():
    survey, frame = survey_of({"a1": 12, "a2": 30})
    results = [item_answers(survey), item_summary(survey, frame), response_summary(survey, frame)]
    results.append(cluster_summary(survey, frame, counties_of({"a1": 12, "a2": 30})))
    for result in results:
        assert "firm_id" not in result.columns
        assert not result.astype(str).isin(set(survey["firm_id"])).any(axis=None)


def test_an_earlier_survey_without_its_number_of_answers_has_no_interval():
    rows = {
        "indicator": ["klusterenkät: vill växa", "klusterenkät: ökad försäljning", "klusterenkät: svarande företag",
                      "klusterenkät: tillfrågade företag", "klusterinitiativ"],
        "unit": ["procent, cirka", "procent av de svarande företagen", "företag", "företag", "antal"],
        "geography": ["Norra Mellansverige", "Värmland", "Värmland", "Värmland", "Norra Mellansverige"],
        "period": ["omkring 2011", "2008", "2008", "2008", "omkring 2011"],
        "value": ["83", "22", "293", "430", "14"],
    }  # fmt: skip
    about = dict.fromkeys(["source_title", "source_url", "note"], "")
    table = earlier_surveys(pd.DataFrame(rows).assign(**about)).set_index("indicator")
    assert table.loc["vill växa", ["n", "lower", "upper"]].isna().all()
    assert table.loc["vill växa", "is_approximate"]
    # the Wilson interval without the finite population is 17.5-26.9 per cent, and about 44 per cent wider
    lower, upper = table.loc["ökad försäljning", ["lower", "upper"]]
    assert (upper - lower) / (0.269 - 0.175) == pytest.approx(0.564, abs=0.01)
    assert len(table) == 2
