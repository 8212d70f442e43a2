"""Named areas against strengths: hash, classes, what lies outside, the chain."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.measures.named_areas import (
    compare_test_areas,
    covered_shares,
    strength_outcomes,
    strengths_outside,
    table_hash,
)

INDUSTRIES = pd.DataFrame(
    {"size": [600.0, 400.0, 500.0], "is_strong": [True, False, False], "probability": [0.95, 0.1, 0.0]},
    index=["24", "25", "55"],
)
FIELDS = pd.DataFrame(
    {"size": [50.0, 50.0], "is_strong": [True, False], "probability": [1.0, 0.0]}, index=["2.5", "6.4"]
)
LINKS = pd.DataFrame(
    [
        ("steel", "SNI", "24", 1.0), ("steel", "SNI", "25", 1.0), ("steel", "FORD", "2.5", 1.0),
        ("visit", "SNI", "55", 1.0), ("visit", "FORD", "6.4", 1.0),
        ("learn", "SNI", "55", 1.0), ("learn", "FORD", "2.5", 1.0),
        ("city", "SNI", "25", 0.4),
    ],
    columns=["priority_id", "classification", "code", "weight"],
)  # fmt: skip


def test_each_class_for_its_reason() -> None:
    found = compare_test_areas(LINKS, INDUSTRIES, FIELDS)
    assert found["area_class"].to_dict() == {
        "steel": "bekräftat",
        "visit": "ej stöd i data",
        "learn": "delvis bekräftat",
        "city": "kan ej bedömas",
    }
    assert found.loc["steel", "precision"] == pytest.approx(0.6)
    assert np.isnan(found.loc["city", "academic_share"])


def test_the_same_code_may_belong_to_several_counties_areas() -> None:
    twice = pd.concat([LINKS, LINKS.assign(priority_id="other-" + LINKS["priority_id"])])
    found = compare_test_areas(twice, INDUSTRIES, FIELDS)["area_class"]
    assert found["other-steel"] == found["steel"]


def test_no_test_areas_give_no_rows() -> None:
    found = compare_test_areas(LINKS.iloc[:0], INDUSTRIES, FIELDS)
    assert found.empty
    assert "area_class" in found


def test_the_hash_sees_one_digit_and_not_the_index() -> None:
    table = pd.DataFrame({"lq": [1.25, 0.5]})
    assert table_hash(table) == table_hash(table.set_axis(["x", "y"]))
    assert table_hash(table) != table_hash(table.assign(lq=[1.25, 0.51]))
    assert len(table_hash(table, table)) == 12


def test_a_strength_outside_is_seen_and_a_suppressed_one_is_not_strong() -> None:
    more = pd.concat([INDUSTRIES, pd.DataFrame({"size": [90.0], "is_strong": [True]}, index=["01"])])
    found = strengths_outside(more, LINKS[LINKS["classification"] == "SNI"])
    assert found["is_outside"].to_dict() == {"24": False, "01": True}
    assert strengths_outside(INDUSTRIES.assign(is_strong=pd.array([None] * 3, "boolean")), LINKS).empty


def test_without_test_areas_nothing_is_covered_or_uncovered() -> None:
    links = pd.DataFrame({"area_id": ["a"], "code": ["24"], "weight": [1.0]})
    assert covered_shares(links, INDUSTRIES["size"], LINKS.iloc[:0]).isna().all()


def test_the_chain_stops_at_the_first_step_that_fails() -> None:
    combined = pd.DataFrame(
        {"industry_score": [0.1, 0.9, 0.9, 0.9, 0.9, None], "academic_score": [None, 0.1, 0.9, 0.9, None, 0.9]},
        index=list("abcdef"),
    )
    found = strength_outcomes(combined, pd.Series({"c": 0.1, "d": 0.25}))
    assert found.tolist() == [
        "inte stark i näringslivet",
        "inte stark i akademin",
        "ej bland testområdena",
        "helhetligt styrkeområde",
        "underlag saknas",
        "underlag saknas",
    ]
