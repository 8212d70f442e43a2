"""What was known on a day."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.indicators import known_values, latest_values, with_rate_limits


def values() -> pd.DataFrame:
    return pd.DataFrame(
        {"indicator_id": ["a", "a", "a", "b"], "year": [2017, 2019, 2025, 2025], "value": [1.0, 2.0, None, 4.0],
         "lower": [None, None, None, 3.0], "upper": [None, None, None, 5.0]}
    )  # fmt: skip


def test_a_missing_value_is_not_the_latest() -> None:
    latest = latest_values(pd.DataFrame({"indicator_id": ["a", "b", "c"]}), values(), "2026-06-30")
    assert latest["year"].fillna(0).tolist() == [2019, 2025, 0]
    assert latest["lower"].isna().tolist() == [True, False, True]
    assert latest["age"].fillna(-1).tolist() == [7, 1, -1]


def test_a_year_is_known_when_it_has_ended() -> None:
    assert known_values(values(), "2025-12-30")["year"].max() == 2019
    assert known_values(values(), "2025-12-31")["year"].max() == 2025
    assert known_values(values(), "2016-01-01").empty


def test_nothing_known_leaves_the_indicators() -> None:
    latest = latest_values(pd.DataFrame({"indicator_id": ["a"]}), values(), "2016-01-01")
    assert len(latest) == 1 and latest["value"].isna().all()


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(SchemaError, match="as_of must be a date"):
        known_values(values(), "30 juni 2026")


def test_limits_only_where_they_are_missing_and_the_source_is_a_rate() -> None:
    latest = pd.DataFrame(
        {"region_code": ["20", "20", "20", "99"], "source_table": ["new_firms", "survey", "new_firms", "new_firms"],
         "value": [9.7, 60.0, 9.7, 9.7], "lower": [None, None, 1.0, None], "upper": [None, None, 2.0, None]}
    )  # fmt: skip
    found = with_rate_limits(latest, {"20": 165_567.0}, table="new_firms")
    assert found["lower"].isna().tolist() == [False, True, False, True]
    assert found.loc[0, ["lower", "upper"]].astype(float).round(2).tolist() == [9.23, 10.19]
    assert found.loc[2, ["lower", "upper"]].tolist() == [1.0, 2.0]


def test_without_indicators_nothing_happens() -> None:
    empty = pd.DataFrame(columns=["region_code", "source_table", "value", "lower", "upper"])
    assert with_rate_limits(empty, {}, table="new_firms").empty
