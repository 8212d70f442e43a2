from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from strategies import counts

from nmanalys.measures.concentration import ellison_glaeser, gini, locational_gini
from nmanalys.measures.structure import (
    gini_specialisation,
    hachman_index,
    herfindahl_index,
    hoover_index,
    krugman_index,
    theil_index,
)

FAST = settings(max_examples=25, deadline=None)
BY_REGION = (krugman_index, hoover_index, herfindahl_index, hachman_index, theil_index, gini_specialisation)


def test_econgeo(econgeo):
    expected = {
        krugman_index: [1.6, 1.0, 0.6, 0.7, 1.1],
        hoover_index: [0.8, 0.5, 0.3, 0.35, 0.55],
        hachman_index: [0.2, 0.380952, 0.588235, 0.634921, 0.430108],
        herfindahl_index: [1, 0.525, 0.34, 0.315, 0.465],
        locational_gini: [0.4, 0.18, 0.27, 0.31, 0.28],
    }
    for measure, values in expected.items():
        np.testing.assert_allclose(measure(econgeo), values, atol=5e-7)


def test_gini():
    assert gini(pd.DataFrame([[0, 10, 10, 30, 50], [0, 0, 0, 0, 1], [2, 2, 2, 2, 2]])).tolist() == [0.48, 0.8, 0]


@FAST
@given(counts())
def test_ranges_and_invariance(table):
    size = table.shape[1]
    bounds = [(0, 2), (0, 1), (1 / size, 1), (0, 1), (0, np.inf), (0, 1 - 1 / size)]
    for measure, (low, high) in zip(BY_REGION, bounds, strict=True):
        values = measure(table)
        assert values.between(low - 1e-9, high + 1e-9).all(), measure.__name__
        np.testing.assert_allclose(measure(7 * table.iloc[::-1, ::-1])[table.index], values, atol=1e-12)
    assert locational_gini(table).between(-1e-9, 0.5).all()


@FAST
@given(counts(least=1))
def test_the_nation_itself_is_not_special(table):
    nation = table.sum().to_frame("nation").T
    for measure, value in ((krugman_index, 0), (hachman_index, 1), (theil_index, 0)):
        assert measure(nation, table.sum()).iat[0] == pytest.approx(value, abs=1e-9)


def test_missing_cells_make_the_value_missing(econgeo):
    hidden = econgeo.astype(float)
    hidden.loc["R2", "I2"] = np.nan
    for measure in (herfindahl_index, gini_specialisation):
        values = measure(hidden)
        assert np.isnan(values["R2"]) and values.drop("R2").notna().all()
    for measure in (krugman_index, theil_index, hachman_index):
        assert measure(hidden, econgeo.sum()).isna().tolist() == [False, True, False, False, False]
    assert locational_gini(hidden).isna().all()


def test_industry_that_only_the_region_has():
    table, reference = pd.DataFrame({"a": [1.0], "b": [1.0], "c": [0.0]}), pd.Series({"a": 1.0, "b": 0.0, "c": 0.0})
    assert hachman_index(table, reference).isna().all() and theil_index(table, reference).isna().all()
    table["b"] = 0.0
    assert hachman_index(table, reference).iat[0] == 1 and theil_index(table, reference).iat[0] == 0


def test_theil_zero_times_log_zero():
    assert theil_index(pd.DataFrame({"a": [4, 0], "b": [0, 4]})).tolist() == pytest.approx([np.log(2)] * 2)


def test_locational_gini_of_an_absent_industry():
    assert np.isnan(locational_gini(pd.DataFrame({"a": [1, 1], "b": [0, 0]}))["b"])


def test_ellison_glaeser():
    table = pd.DataFrame({"a": [4, 0], "b": [2, 2]})
    values = ellison_glaeser(table, pd.Series({"a": 0.25, "b": 1.0}))
    assert values["a"] == pytest.approx((0.125 - 0.375 * 0.25) / (0.375 * 0.75)) and np.isnan(values["b"])


def test_against_econcomplex(complete):
    econcomplex = pytest.importorskip("econcomplex")
    np.testing.assert_allclose(krugman_index(complete), econcomplex.krugman_index(complete), rtol=1e-9)
    np.testing.assert_allclose(hachman_index(complete), econcomplex.hachman_index(complete), rtol=1e-9)
