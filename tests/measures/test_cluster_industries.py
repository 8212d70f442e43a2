"""The industries around the organisations: growth from shift-share's parts, and priorities by shared industries."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.measures.cluster_industries import industry_growth, shared_industries
from nmanalys.measures.shift_share import shift_share

PRIORITIES = pd.DataFrame({"priority_id": ["a", "b"], "region_code": ["20", "17"], "name_sv": ["A", "B"]})


def linked(weights: dict[str, float], priority: str = "a", classification: str = "SNI") -> pd.DataFrame:
    return pd.DataFrame({"priority_id": priority, "classification": classification, "code": list(weights),
                         "weight": list(weights.values())})  # fmt: skip


def organisations(*divisions: str, county: str = "20") -> pd.DataFrame:
    names = [f"Kluster {place}" for place in range(len(divisions))]
    return pd.DataFrame({"cluster_id": [name.lower() for name in names], "name": names, "county_code": county,
                         "sni_divisions": divisions})  # fmt: skip


def test_growth_is_that_of_the_region_and_of_the_nation():
    start = pd.DataFrame({"p": [100.0, 300.0], "q": [50.0, 550.0]}, index=["20", "00"])
    end = pd.DataFrame({"p": [130.0, 320.0], "q": [45.0, 600.0]}, index=["20", "00"])
    parts = shift_share(start, end).query("region == '20'")
    own = start.loc["20"].reindex(parts["industry"]).to_numpy()
    change = pd.DataFrame(
        {"sni_group": parts["industry"], "start_year": 2020, "end_year": 2024, "start": own,
         "end": end.loc["20"].reindex(parts["industry"]).to_numpy(), "national_share": parts["national_share"],
         "industry_mix": parts["industry_mix"]}
    )  # fmt: skip
    found = industry_growth(change).set_index("sni_group")
    assert found["growth"].to_dict() == pytest.approx({"p": 0.30, "q": -0.10})
    # by hand: both rows are the whole economy, 400 to 450 and 600 to 645
    assert found["national_growth"].to_dict() == pytest.approx({"p": 0.125, "q": 0.075})


def test_a_suppressed_industry_has_no_growth():
    change = pd.DataFrame({"sni_group": ["A"], "start_year": 2020, "end_year": 2024, "start": [None], "end": [3.0],
                           "national_share": [None], "industry_mix": [None]}).astype({"start": "float64"})  # fmt: skip
    assert industry_growth(change)[["growth", "national_growth"]].isna().all(axis=None)


def test_only_industries_of_the_same_county_are_shared():
    links = pd.concat([linked({"24": 0.5, "28": 0.5}), linked({"24": 1.0}, "b"), linked({"1.1": 1.0}, "a", "FORD")])
    found = shared_industries(organisations("24 28", "28 62", "99"), PRIORITIES, links)
    assert found[["priority_id", "name", "divisions", "weight"]].values.tolist() == [
        ["a", "Kluster 0", "24 28", 1.0],
        ["a", "Kluster 1", "28", 0.5],
    ]
    assert shared_industries(organisations("24", county="21"), PRIORITIES, links).empty
    assert shared_industries(organisations("28"), PRIORITIES, links, least_weight=0.6).empty
    assert shared_industries(organisations("24").head(0), PRIORITIES, links).empty


@given(st.dictionaries(st.sampled_from(["24", "25", "28", "62"]), st.floats(0.05, 1), min_size=1))
def test_what_one_organisation_covers_is_a_share(weights: dict[str, float]):
    found = shared_industries(organisations("24 25", "24 25 28 62"), PRIORITIES, linked(weights), least_weight=0)
    assert found["weight"].between(0, 1 + 1e-9).all()
    assert found.set_index("name").loc["Kluster 1", "weight"] == pytest.approx(1)
