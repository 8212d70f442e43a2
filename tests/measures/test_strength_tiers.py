"""Tiers, what the key decides, universities side by side, acceptability, chance, common ground."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.measures.common_ground import similar_priorities
from nmanalys.measures.confirmation import strengths_by_chance
from nmanalys.measures.ranking import weight_acceptability
from nmanalys.measures.strength_tiers import Side, key_sensitivity, strength_tiers
from nmanalys.measures.university_fields import university_fields

SCORES = st.floats(0, 1)


def side(strong: list[bool], weights: list[float]) -> Side:
    codes = [f"{at}" for at in range(len(strong))]
    links = pd.DataFrame({"area_id": "a", "code": codes, "weight": weights})
    return Side(pd.DataFrame({"size": 1.0, "is_strong": strong}, index=codes), links)


@given(SCORES, SCORES, st.sampled_from(["gemensam styrka", "gränsfall"]))
def test_a_potential_area_reaches_the_joint_score_only(industry: float, academy: float, label: str) -> None:
    joint = float(np.sqrt(industry * academy))
    tier = strength_tiers(pd.DataFrame({"joint_score": [joint], "label": [label]})).iloc[0]
    assert tier == ("styrkeområde" if label == "gemensam styrka" else
                    "potentiellt styrkeområde" if joint >= 0.5 else "under gränsen")  # fmt: skip


def test_dropping_the_only_strong_link_is_decisive(rng: np.random.Generator) -> None:
    table = key_sensitivity(side([True, False, False], [1.0, 0.3, 0.3]), side([True], [1.0]), rng)
    assert table.loc["a", "decisive_code"] == "0"
    assert table.loc["a", "lowest"] == 0


@given(st.lists(st.booleans(), min_size=2, max_size=6), st.integers(0, 1000))
def test_the_joint_score_lies_between_its_limits_and_stability_is_a_share(strong: list[bool], seed: int) -> None:
    own = side(strong, [0.5] * len(strong))
    table = key_sensitivity(own, side([True, False], [0.5, 0.5]), np.random.default_rng(seed), draws=200).loc["a"]
    assert table["lowest"] <= table["joint_score"] + 1e-9
    assert table["highest"] >= table["joint_score"] - 1e-9
    assert 0 <= table["stability"] <= 1


def test_no_move_of_the_weights_leaves_every_class(rng: np.random.Generator) -> None:
    assert key_sensitivity(side([True, False], [1, 1]), side([True], [1]), rng, spread=0)["stability"].tolist() == [1.0]


def test_acceptability_leaves_out_what_is_unknown(rng: np.random.Generator) -> None:
    table = pd.DataFrame({"x": [1.0, 0.0, np.nan], "y": [0.0, 0.5, 0.9]}, index=list("abc"))
    shares = weight_acceptability(table, rng)
    assert shares.loc["a", "first_share"] == pytest.approx(2 / 3, abs=0.02)
    assert shares.loc["c"].isna().all()
    assert weight_acceptability(table.iloc[2:], rng).isna().all(axis=None)


def test_chance_is_not_tried_without_test_areas(rng: np.random.Generator) -> None:
    codes = pd.DataFrame({"is_strong": [True, False]}, index=["24", "25"])
    none = pd.DataFrame({"code": [], "weight": []})
    assert np.isnan(strengths_by_chance(codes, none, pd.Series("C", codes.index), rng)["p_value"])


def test_a_region_without_university_has_no_fields() -> None:
    rows = pd.DataFrame({"university": ["SE"], "field_code": ["1.1"], "year": [2020], "publications": [9.0]})
    assert university_fields(rows, rows.rename(columns={"publications": "funding_msek"}), []).empty


def test_only_priorities_of_different_counties_are_compared() -> None:
    links = pd.DataFrame(
        {"priority_id": ["a", "b", "c"], "classification": "SNI", "code": "24", "weight": [1.0, 1.0, 0.5]}
    )
    names = pd.DataFrame({"priority_id": list("abc"), "region_code": ["20", "20", "21"], "name_sv": list("ABC")})
    pairs = similar_priorities(links, names)
    assert pairs[["first", "second", "similarity"]].values.tolist() == [["A", "C", 0.5], ["B", "C", 0.5]]
