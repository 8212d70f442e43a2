from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.leading import classify_competent, classify_leading, three_stars


@pytest.fixture
def employment() -> pd.DataFrame:
    return pd.DataFrame({"steel": [3000, 2000], "wood": [150, 100], "other": [6850, 87_900]}, index=["x", "y"])


def cell(table: pd.DataFrame, region: str, industry: str) -> pd.Series:
    return table[(table["region"] == region) & (table["industry"] == industry)].iloc[0]


def test_each_condition_decides(employment):
    steel = cell(classify_leading(employment), "x", "steel")
    assert steel["is_leading"] and steel["thresholds_passed"] == 4 and steel["grid_share"] == 1
    wood = cell(classify_leading(employment), "x", "wood")
    assert wood["lq"] > 1.25 and not wood["is_leading"] and not wood["is_large"]
    assert cell(classify_leading(employment, min_employees=100), "x", "wood")["is_leading"]
    assert not cell(classify_leading(employment, min_employees=100, min_share=0.02), "x", "wood")["is_leading"]
    assert not cell(classify_leading(employment, threshold=7), "x", "steel")["is_leading"]


def test_grid(employment):
    steel = cell(classify_leading(employment, grid=(1, 2, 6, 8)), "x", "steel")
    assert steel["thresholds_passed"] == 3 and steel["grid_share"] == 0.75
    with pytest.raises(SchemaError, match="positive"):
        classify_leading(employment, grid=())


def test_workplaces(employment):
    plants = pd.DataFrame({"steel": [4, 50], "wood": [9, 9], "other": [99, 999]}, index=["x", "y"])
    assert not cell(classify_leading(employment, workplaces=plants), "x", "steel")["is_leading"]
    concentrated = pd.DataFrame(0.9, employment.index, employment.columns)
    few = cell(classify_leading(employment, plant_herfindahl=concentrated, confidence=0.9999), "x", "steel")
    assert not few["is_certain"] and not few["is_leading"] and few["lq"] > 1


def test_unknown_condition_leaves_the_class_unknown(employment):
    plants = pd.DataFrame({"steel": [None, 50], "wood": [None, 9], "other": [99, 999]}, index=["x", "y"])
    table = classify_leading(employment, workplaces=plants)
    assert pd.isna(cell(table, "x", "steel")["is_leading"]) and np.isnan(cell(table, "x", "steel")["grid_share"])
    # too small, whatever the number of workplaces
    assert cell(table, "x", "wood")["is_leading"] == False  # noqa: E712


def test_suppressed_cell(employment):
    hidden = employment.astype(float)
    hidden.loc["x", "wood"] = np.nan
    totals, nation = pd.Series({"x": 10_000.0, "y": 90_000.0}), employment.sum()
    table = classify_leading(hidden, reference=nation, region_totals=totals)
    assert pd.isna(cell(table, "x", "wood")["is_leading"]) and cell(table, "x", "steel")["is_leading"]


def test_competent():
    everyone = pd.DataFrame({"a": [60, 40], "b": [40, 60]}, index=["x", "y"])
    educated = pd.DataFrame({"a": [30, 10], "b": [10, 30]}, index=["x", "y"])
    table = classify_competent(everyone, educated)
    a = cell(table, "x", "a")
    assert a["competence"] == 1.5 and a["relative_intensity"] == 1.25 and a["is_competent"] and a["grid_share"] == 0.75
    # large but poorly educated: the quotient alone would pass
    everyone.loc["x", "a"], everyone.loc["y", "a"] = 90, 12
    weak = cell(classify_competent(everyone, educated), "x", "a")
    assert (
        weak["competence"] >= 1.25
        and not cell(classify_competent(everyone, educated, intensity_floor=0.9), "x", "a")["is_competent"]
    )
    reordered = classify_competent(everyone, educated[["b", "a"]])
    assert cell(reordered, "x", "a")["relative_intensity"] == pytest.approx(weak["relative_intensity"])


def test_stars(employment):
    table = three_stars(employment)
    steel = cell(table, "x", "steel")
    assert steel[["star_size", "star_specialisation", "star_focus", "stars"]].tolist() == [1, 1, 1, 3]
    assert cell(table, "x", "wood")["stars"] == 0
    with pytest.raises(SchemaError, match="top_share"):
        three_stars(employment, top_share=0)
