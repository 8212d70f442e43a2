from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.monitoring import STATUSES, progress_status, swot


def indicator(value: float, **changes: object) -> pd.DataFrame:
    base = {"baseline_year": 2020, "baseline_value": 10.0, "target_year": 2030, "target_value": 20.0}
    return pd.DataFrame([base | {"year": 2025, "value": value} | changes])


@pytest.mark.parametrize(
    ("value", "changes", "status"),
    [
        (20.0, {}, "uppnått"),
        (25.0, {}, "uppnått"),
        (14.5, {}, "i fas"),
        (14.4, {}, "viss avvikelse"),
        (13.0, {}, "viss avvikelse"),
        (12.9, {}, "ej i fas"),
        (8.0, {}, "ej i fas"),
        (np.nan, {}, "underlag saknas"),
        (15.0, {"target_value": np.nan}, "inget mål"),
        (15.0, {"target_year": np.nan}, "inget mål"),
        (15.0, {"baseline_value": np.nan}, "underlag saknas"),
        (10.0, {"year": 2020}, "underlag saknas"),
        (14.5, {"lower": 14.0, "upper": 15.0}, "osäker"),
        (14.7, {"lower": 14.6, "upper": 15.0}, "i fas"),
        (14.7, {"lower": np.nan, "upper": np.nan}, "i fas"),
        (10.1, {"target_value": 10.0}, "bibehålls"),
        (11.0, {"target_value": 10.0}, "bibehålls inte"),
        # a falling indicator with a lower target
        (5.0, {"target_value": 0.0}, "i fas"),
        (12.0, {"target_value": 0.0}, "ej i fas"),
        # after the target year the whole way is expected
        (19.0, {"year": 2032}, "i fas"),
        (18.9, {"year": 2040}, "viss avvikelse"),
    ],
)
def test_status(value, changes, status):
    assert progress_status(indicator(value, **changes))["progress_status"].iat[0] == status
    assert status in STATUSES


def test_progress_is_not_capped():
    row = progress_status(indicator(25.0)).iloc[0]
    assert row["progress"] == 1.5 and row["expected"] == 0.5


def test_refusals():
    with pytest.raises(SchemaError, match="no column 'year'"):
        progress_status(indicator(1.0).drop(columns="year"))
    with pytest.raises(SchemaError, match="warning"):
        progress_status(indicator(1.0), on_track=0.5)
    with pytest.raises(SchemaError, match="not later"):
        progress_status(indicator(1.0, target_year=2020))


def test_swot():
    table = pd.DataFrame(
        {
            "region": "x",
            "industry": ["steel", "wood", "paper", "bakery", "games", "bank"],
            "lq": [3.0, 1.5, 1.1, 0.9, 0.4, 0.2],
            "dynamic_lq": [1.1, 0.9, 0.8, 1.2, 0.9, 0.9],
            "density": [90, 80, 70, 10, 60, 20],
            "employed_share": [0.1, 0.05, 0.03, 0.02, 0.01, 0.01],
            "competitive_effect": [50, 10, -40, 5, -5, 0],
            "industry_mix": [-5, -5, -5, 5, 5, 5],
            "plant_herfindahl": [0.1, 0.5, 0.1, 0.1, 0.9, 0.1],
            "is_robust": [True, False, True, True, True, True],
        }
    )
    result = swot(table)
    cells = {(row.cell, row.industry): row.reasons for row in result.itertuples()}
    assert cells == {
        ("strength", "steel"): "specialised_and_rising",
        ("opportunity", "bakery"): "rising",
        ("opportunity", "games"): "related",
        ("weakness", "wood"): "rests_on_one_workplace",
        ("weakness", "paper"): "losing_to_others",
        ("threat", "wood"): "concentrated falling_with_demand",
        ("threat", "paper"): "falling_with_demand",
    }
    assert (result["basis"] == "databaserad").all()
    assert result.set_index("industry").loc["bakery", "row"] == 3
    assert len(swot(table, most=1)) == 4


def test_swot_claims_nothing_from_missing_data():
    table = pd.DataFrame({"region": "x", "industry": ["a", "b"], "lq": [2.0, np.nan]})
    assert swot(table).empty
    with pytest.raises(SchemaError, match="'lq'"):
        swot(table.drop(columns="lq"))
