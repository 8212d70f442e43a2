from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.confirmation import agreement, classify_test_areas, missed_strengths, permutation_test
from nmanalys.measures.overlap import (
    jaccard_index,
    overlap_coefficient,
    ruzicka_index,
    tversky_index,
    weighted_jaccard,
)

CODES = st.sets(st.integers(0, 8))


def test_by_hand():
    a, b = {1, 2, 3, 4}, {3, 4, 5}
    assert jaccard_index(a, b) == 0.4
    assert overlap_coefficient(a, b) == pytest.approx(2 / 3)
    assert tversky_index(a, b) == pytest.approx(0.526316, abs=5e-7)
    assert ruzicka_index([0.9, 0.6, 0.3, 0], [1, 0.5, 0, 0.2]) == pytest.approx(2 / 3)
    employed = pd.Series({1: 10, 2: 10, 3: 30, 4: 30, 5: 20})
    assert weighted_jaccard(a, b, employed) == pytest.approx(0.6)


@given(CODES, CODES)
def test_ranges_and_symmetry(a, b):
    for measure in (jaccard_index, overlap_coefficient):
        value = measure(a, b)
        np.testing.assert_equal(value, measure(b, a))
        assert np.isnan(value) or 0 <= value <= 1
    equal = pd.Series(1.0, index=range(9))
    np.testing.assert_allclose(weighted_jaccard(a, b, equal), jaccard_index(a, b))
    crisp = [[float(code in codes) for code in range(9)] for codes in (a, b)]
    np.testing.assert_allclose(ruzicka_index(*crisp), jaccard_index(a, b))


def test_empty_and_unknown_are_missing():
    assert np.isnan(jaccard_index([], [])) and np.isnan(overlap_coefficient([], [1]))
    assert np.isnan(weighted_jaccard([1], [1, 2], pd.Series({1: 3.0, 2: np.nan})))
    assert np.isnan(ruzicka_index([np.nan, 1], [1, 1]))


def test_refusals():
    with pytest.raises(SchemaError, match="no value for '2'"):
        weighted_jaccard([1], [2], pd.Series({1: 3.0}))
    with pytest.raises(SchemaError, match="negative"):
        ruzicka_index([-1, 1], [1, 1])
    with pytest.raises(SchemaError, match="alpha"):
        tversky_index([1], [1], alpha=-1)


def test_agreement():
    # 20 in both, 5 claimed only, 10 found only, 15 in neither
    claimed, found = pd.Series([1] * 25 + [0] * 25), pd.Series([1] * 20 + [0] * 5 + [1] * 10 + [0] * 15)
    result = agreement(claimed, found)
    assert result["precision"] == 0.8 and result["recall"] == pytest.approx(2 / 3)
    assert result["kappa"] == pytest.approx(0.4) and result["pabak"] == pytest.approx(0.4)
    assert result["f1"] == pytest.approx(8 / 11) and result["mcc"] == pytest.approx(250 / np.sqrt(25 * 30 * 20 * 25))
    weighted = agreement(claimed, found, weights=pd.Series([2.0] * 20 + [1.0] * 30))
    assert weighted["precision"] == pytest.approx(40 / 45)
    assert np.isnan(agreement(claimed * 0, found)["precision"])


def test_permutation_is_stratified(rng):
    claimed = pd.Series([1, 1, 0, 0, 0, 0])
    found = pd.Series([1, 1, 0, 0, 0, 0])
    free = permutation_test(claimed, found, rng, draws=4000)
    assert free["p_value"] == pytest.approx(1 / 15, abs=0.02) and free["expected"] == pytest.approx(2 / 3, abs=0.05)
    # within its own stratum each code can only stay where it is
    fixed = permutation_test(claimed, found, rng, strata=pd.Series(list("aabbbb")), draws=100)
    assert fixed["p_value"] == 1 and fixed["expected"] == 2
    heavy = permutation_test(claimed, found, rng, weights=pd.Series([5.0, 1, 1, 1, 1, 1]), draws=200)
    assert heavy["statistic"] == 6


def test_classes():
    areas = pd.DataFrame(
        {
            "precision": [0.6, 0.6, 0.3, 0.1, 0.1, 0.9, np.nan],
            "coverage": [0.9, 0.9, 0.9, 0.9, 0.9, 0.5, 0.9],
            "joint_strengths": [1, 1, 0, 0, 0, 2, 1],
            "probability": [0.9, 0.7, 0.9, 0.9, 0.9, 0.9, 0.9],
            "pillars": [2, 2, 2, 1, 0, 2, 2],
        }
    )
    assert classify_test_areas(areas).tolist() == [
        "bekräftat",
        "delvis bekräftat",
        "delvis bekräftat",
        "delvis bekräftat",
        "ej stöd i data",
        "kan ej bedömas",
        "kan ej bedömas",
    ]
    assert classify_test_areas(areas.drop(columns="pillars"))[3] == "ej stöd i data"
    with pytest.raises(SchemaError, match="coverage"):
        classify_test_areas(areas.drop(columns="coverage"))


def test_missed():
    strengths = pd.Series({"a": 100.0, "b": 100.0, "c": 0.0})
    result = missed_strengths(strengths, pd.Series({"a": 25.0, "b": 24.0, "c": 0.0}))
    assert result["b"] and not result["a"] and pd.isna(result["c"])
    with pytest.raises(SchemaError, match="'a'"):
        missed_strengths(strengths, pd.Series({"a": 125.0, "b": 24.0, "c": 0.0}))
