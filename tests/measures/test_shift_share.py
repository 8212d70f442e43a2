from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import two_years

from nmanalys.errors import SchemaError, SeriesBreakError
from nmanalys.measures.advantage import specialisation_and_advantage
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
    with pytest.raises(SchemaError, match="employed of 2022 are missing"):
        dynamic_shift_share({2020: START, 2022: END}, reference={2020: START.sum()})


def test_half_a_reference_is_refused():
    for measure in (shift_share, arcelus_shift_share, specialisation_and_advantage):
        with pytest.raises(SchemaError, match="both years"):
            measure(START, END, reference_start=START.sum())


def test_arcelus_by_hand():
    # g .095, g_1 .125, g_r 25/150, g_r1 .3; expected 60, differential 40
    row = arcelus_shift_share(START, END).iloc[0]
    rates = {"national": 0.095, "mix": 0.03, "regional_growth": 1 / 6 - 0.095}
    rates["regional_mix"] = 0.3 - 0.125 - rates["regional_growth"]
    for name, rate in rates.items():
        assert row[f"{name}_expected"] == pytest.approx(60 * rate)
        assert row[f"{name}_differential"] == pytest.approx(40 * rate)


@FAST
@given(two_years())
def test_arcelus_refines_the_other_two(years):
    result, plain = arcelus_shift_share(*years), shift_share(*years, method="esteban_marquillas")
    nation = years[0].sum(), years[1].sum()
    np.testing.assert_allclose(result["national_expected"] + result["national_differential"], plain["national_share"])
    np.testing.assert_allclose(result["mix_expected"] + result["mix_differential"], plain["industry_mix"], atol=1e-7)
    competitive = result["regional_growth_expected"] + result["regional_mix_expected"]
    np.testing.assert_allclose(competitive, plain["competitive_effect"], atol=1e-6)
    named = arcelus_shift_share(*years, reference_start=nation[0], reference_end=nation[1])
    np.testing.assert_allclose(named.iloc[:, 2:], result.iloc[:, 2:], atol=1e-7)


@FAST
@given(two_years(), two_years(), st.sampled_from(["dunn", "esteban_marquillas"]))
def test_dynamic_adds_up_over_years(years, others, method):
    panel = dict(enumerate(years))
    if others[0].shape == years[0].shape:
        panel |= {2: others[0], 3: others[1]}
    result = dynamic_shift_share(panel, method=method)
    last = panel[max(panel)].to_numpy() - panel[0].to_numpy()
    np.testing.assert_allclose(result["change"], last.ravel())
    parts = result[["national_share", "industry_mix", "regional_shift"]].sum(axis=1)
    np.testing.assert_allclose(parts, result["change"], atol=1e-6)


def test_suppressed_cells_stay_suppressed():
    hidden = START.astype(float).mask(START == 50)
    parts = shift_share(hidden, END, reference_start=START.sum(), reference_end=END.sum())
    assert parts.iloc[1, 2:].isna().all() and parts.drop(index=1).notna().all(axis=None)
    # without the nation's figures nothing can be said of what hangs on the hidden sum
    assert shift_share(hidden, END)["national_share"].isna().all()


def test_four_cases():
    table = specialisation_and_advantage(START, END).set_index(["region", "industry"])
    assert table.loc[(0, 0), ["specialisation", "allocation_effect", "case"]].tolist() == [
        40, 7, "specialised_with_advantage"
    ]  # fmt: skip
    assert table.loc[(0, 0), "advantage"] == pytest.approx(0.175)
    assert table["case"].tolist() == [
        "specialised_with_advantage",
        "unspecialised_without_advantage",
        "unspecialised_without_advantage",
        "specialised_with_advantage",
    ]
    turned = specialisation_and_advantage(START, pd.DataFrame([[100, 60], [320, 550]]))["case"].tolist()
    assert turned[:2] == ["specialised_without_advantage", "unspecialised_with_advantage"]


@FAST
@given(two_years())
def test_case_and_sign_of_the_effect(years):
    table = specialisation_and_advantage(*years)
    known = table.dropna(subset="case")
    np.testing.assert_allclose(known["specialisation"] * known["advantage"], known["allocation_effect"], atol=1e-7)
    positive = known["case"].isin(["specialised_with_advantage", "unspecialised_without_advantage"])
    clear = known["allocation_effect"].abs() > 1e-6
    assert ((known["allocation_effect"] > 0) == positive)[clear].all()


def test_no_case_without_change_or_cells():
    start = pd.DataFrame({"a": [0, 10], "b": [10, 10]})
    assert specialisation_and_advantage(start, start)["case"].isna().all()
