"""The direction of an indicator: from its last break on, with years enough, as known on the day."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.measures.indicator_trends import indicator_trends

INDICATORS = pd.DataFrame({"indicator_id": ["a"], "source_table": "t"})


def values(*numbers: float, start: int = 2015) -> pd.DataFrame:
    return pd.DataFrame({"indicator_id": "a", "year": range(start, start + len(numbers)), "value": numbers})


def test_a_break_begins_a_new_series():
    table = values(90, 80, 70, 1, 2, 3, 4, 5)
    whole = indicator_trends(INDICATORS, table, {}, "2026-06-30").iloc[0]
    own = indicator_trends(INDICATORS, table, {"t": [{"year": 2018}]}, "2026-06-30").iloc[0]
    assert own[["first", "last", "n", "slope", "trend"]].tolist() == [2018, 2022, 5, 1, "stiger"]
    assert whole["n"] == 8 and whole["trend"] != "stiger"


@pytest.mark.parametrize(("numbers", "trend"), [([5, 4, 3, 2, 1], "sjunker"), ([1, 3, 1, 3, 1, 3], "oklar riktning"),
                                                ([1, 2, 3, 4], "för få år"), ([], "för få år")])  # fmt: skip
def test_the_direction(numbers, trend):
    assert indicator_trends(INDICATORS, values(*numbers), {}, "2026-06-30")["trend"].tolist() == [trend]


def test_what_was_not_known_on_the_day_is_left_out():
    table = values(1, 2, 3, 4, 5, 6)
    assert indicator_trends(INDICATORS, table, {}, "2019-06-30")["n"].tolist() == [4]


@given(st.lists(st.floats(-100, 100), min_size=5, max_size=9), st.floats(-50, 50))
def test_adding_a_constant_changes_no_slope(numbers, shift):
    one, two = (
        indicator_trends(INDICATORS, values(*series), {}, "2026-06-30").iloc[0]
        for series in (numbers, [number + shift for number in numbers])
    )
    assert two["slope"] == pytest.approx(one["slope"], abs=1e-6)
    assert one["lower"] <= one["slope"] <= one["upper"]
