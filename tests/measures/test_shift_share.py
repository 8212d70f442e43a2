from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from strategies import two_years

from nmanalys.errors import SchemaError, SeriesBreakError
from nmanalys.measures.shift_share import arcelus_shift_share, dynamic_shift_share, shift_share

FAST = settings(max_examples=25, deadline=None)
START, END = pd.DataFrame([[100, 50], [300, 550]]), pd.DataFrame([[130, 45], [320, 600]])


def test_example():
    parts = shift_share(START, END, method="esteban_marquillas").iloc[:2]
    expected = {
        "national_share": [9.5, 4.75],
        "industry_mix": [3, -1],
        "regional_shift": [17.5, -8.75],
        "competitive_effect": [10.5, -15.75],
        "allocation_effect": [7, 7],
        "change": [30, -5],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(parts[name], values)
    assert list(shift_share(START, END).columns) == [
        "region", "industry", "national_share", "industry_mix", "regional_shift", "change"
    ]  # fmt: skip


@FAST
@given(two_years())
def test_parts_add_up(years):
    result = shift_share(*years, method="esteban_marquillas")
    parts = result[["national_share", "industry_mix", "regional_shift"]].sum(axis=1)
    np.testing.assert_allclose(parts, result["change"], atol=1e-7)
    effects = result["competitive_effect"] + result["allocation_effect"]
    np.testing.assert_allclose(effects, result["regional_shift"], atol=1e-7)
    # over the regions only the national part and the mix are left
    np.testing.assert_allclose(result.groupby("industry")["regional_shift"].sum(), 0, atol=1e-7)


@FAST
@given(two_years())
def test_arcelus_adds_up(years):
    result = arcelus_shift_share(*years)
    parts = result.drop(columns=["region", "industry", "change"])
    assert parts.shape[1] == 8
    np.testing.assert_allclose(parts.sum(axis=1), result["change"], atol=1e-6)


def test_new_industry_counts_as_regional():
    start, end = pd.DataFrame({"a": [0, 10], "b": [10, 10]}), pd.DataFrame({"a": [5, 10], "b": [10, 10]})
    row = shift_share(start, end, method="esteban_marquillas").iloc[0]
    assert row["regional_shift"] == row["change"] == 5 and np.isnan(row["competitive_effect"])
    new = shift_share(start.assign(c=0), end.assign(c=1)).query("industry == 'c'")
    assert new["regional_shift"].isna().all() and new["change"].eq(1).all()


def test_reference_and_refusals():
    nation = pd.Series([1000.0, 1000.0]), pd.Series([1100.0, 1000.0])
    row = shift_share(START, END, reference_start=nation[0], reference_end=nation[1]).iloc[0]
    assert row["national_share"] == pytest.approx(5) and row["industry_mix"] == pytest.approx(5)
    with pytest.raises(SchemaError, match="Unknown method"):
        shift_share(START, END, method="dun")
    with pytest.raises(SchemaError, match="'2'"):
        shift_share(START, END.assign(**{"2": 1}))


def test_dynamic():
    middle = pd.DataFrame([[110, 50], [310, 560]])
    panel = {2022: END, 2020: START, 2021: middle}
    result = dynamic_shift_share(panel, method="esteban_marquillas")
    one, two = (shift_share(*pair, method="esteban_marquillas") for pair in ((START, middle), (middle, END)))
    np.testing.assert_allclose(result.iloc[:, 2:], one.iloc[:, 2:] + two.iloc[:, 2:])
    assert result["change"].tolist() == [30, -5, 20, 50]
    pd.testing.assert_frame_equal(dynamic_shift_share({2020: START, 2022: END}), shift_share(START, END))


def test_dynamic_refuses():
    with pytest.raises(SeriesBreakError, match="2021"):
        dynamic_shift_share({2020: START, 2022: END}, breaks=[{"year": 2021, "note": "new source"}])
    with pytest.raises(SchemaError, match="two or more years"):
        dynamic_shift_share({2020: START})
