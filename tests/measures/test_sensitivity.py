from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.rank_uncertainty import mean_rank_shift, rank_intervals
from nmanalys.measures.sensitivity import _drawn_ranks, composite_sensitivity, sobol_indices

CUBE = dict.fromkeys(("x1", "x2", "x3"), (-np.pi, np.pi))
TABLE = pd.DataFrame(
    {"rd": [1.0, 5.0, 3.0, 9.0], "firms": [7.0, 2.0, 5.0, 1.0], "patents": [2.0, 1.0, 8.0, 3.0]}, index=list("wxyz")
)


def ishigami(x: pd.DataFrame) -> np.ndarray:
    return np.sin(x["x1"]) + 7 * np.sin(x["x2"]) ** 2 + 0.1 * x["x3"] ** 4 * np.sin(x["x1"])


def test_ishigami(rng):
    # a = 7, b = 0.1: worked out in closed form
    result = sobol_indices(ishigami, CUBE, rng, base=4096)
    np.testing.assert_allclose(result["first_order"], [0.3139, 0.4424, 0], atol=0.01)
    np.testing.assert_allclose(result["total"], [0.5576, 0.4424, 0.2437], atol=0.01)
    margins = result[["first_order_margin", "total_margin"]]
    assert (margins > 0).all(axis=None) and (margins < 0.1).all(axis=None)
    assert result.index.tolist() == ["x1", "x2", "x3"]


def test_margins_hold_the_truth_and_shrink(rng):
    small, large = (sobol_indices(ishigami, CUBE, rng, base=base) for base in (256, 4096))
    truth = np.array([0.3139, 0.4424, 0])
    for result in (small, large):
        assert ((result["first_order"] - truth).abs() < 2 * result["first_order_margin"]).all()
    assert (large["total_margin"] < small["total_margin"]).all()
    wide = sobol_indices(ishigami, CUBE, np.random.default_rng(1), base=256, confidence=0.99)
    narrow = sobol_indices(ishigami, CUBE, np.random.default_rng(1), base=256, confidence=0.9)
    assert (wide["total_margin"] > narrow["total_margin"]).all() and wide["total"].equals(narrow["total"])


def test_the_same_generator_gives_the_same_numbers():
    first, second = (sobol_indices(ishigami, CUBE, np.random.default_rng(3), base=64) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    state = np.random.get_state()[1].copy()
    sobol_indices(ishigami, CUBE, np.random.default_rng(3), base=64)
    assert (np.random.get_state()[1] == state).all()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=4))
def test_shares_of_a_sum_are_those_of_its_variance(slopes):
    bounds = {f"x{i}": (0.0, 1.0) for i in range(len(slopes))}
    result = sobol_indices(lambda x: x.to_numpy() @ slopes, bounds, np.random.default_rng(1), base=512)
    variance = np.square(slopes) / np.square(slopes).sum()
    np.testing.assert_allclose(result["total"], variance, atol=0.02)
    np.testing.assert_allclose(result["first_order"], variance, atol=0.06)


def test_result_that_does_not_vary(rng):
    assert sobol_indices(lambda x: np.ones(len(x)), CUBE, rng, base=8).isna().all(axis=None)


def test_refusals(rng):
    with pytest.raises(SchemaError, match="no input"):
        sobol_indices(ishigami, {}, rng)
    with pytest.raises(SchemaError, match="'x' goes from 1 to 1"):
        sobol_indices(ishigami, {"x": (1, 1)}, rng)
    with pytest.raises(SchemaError, match="power of 2, not 100"):
        sobol_indices(ishigami, CUBE, rng, base=100)
    for wrong in (lambda x: x, lambda x: x["x1"] * np.nan):
        with pytest.raises(SchemaError, match="40 finite numbers"):
            sobol_indices(wrong, CUBE, rng, base=8)
    with pytest.raises(SchemaError, match="between 0 and 1"):
        sobol_indices(ishigami, CUBE, rng, confidence=95)


def test_composite(rng):
    result = composite_sensitivity(TABLE, rng, base=128)
    names = ["normalisation", "aggregation", "left_out", "weight: rd", "weight: firms", "weight: patents"]
    assert result.index.tolist() == names
    # with opposed indicators it matters most which one is left out
    assert result["total"].idxmax() == "left_out" and (result["total"] > -0.01).all()


def test_ranks_of_a_draw_by_hand():
    points = [np.array([[100.0, 1.0], [40.0, 40.0], [1.0, 1.0]])] * 3
    inputs = {"normalisation": [0.0, 2.9, 3.0, 0.0], "aggregation": [0.0, 1.0, 2.0, 0.5], "left_out": [2.5, 2, 1.5, 3]}
    # geometric 10, 40, 1; arithmetic 50.5, 40, 1; without the second 100, 40, 1; geometric again
    ranks = _drawn_ranks(points, pd.DataFrame(inputs), np.ones((4, 2)))
    assert ranks.tolist() == [[2, 1, 3], [1, 2, 3], [1, 2, 3], [2, 1, 3]]
    shift = mean_rank_shift(pd.Series(ranks[0]), pd.Series(ranks[1]))
    assert shift == np.abs(ranks[0] - ranks[1]).mean() == pytest.approx(2 / 3)


def test_composite_refuses(rng):
    with pytest.raises(SchemaError, match="row 'x', column 'rd' is missing"):
        composite_sensitivity(TABLE.mask(TABLE == 5), rng)
    with pytest.raises(SchemaError, match="'rd' is the same everywhere"):
        composite_sensitivity(TABLE.assign(rd=1.0), rng)
    with pytest.raises(SchemaError, match="weight_cv"):
        composite_sensitivity(TABLE, rng, weight_cv=0.6)
    with pytest.raises(SchemaError, match="'firms' is the same everywhere"):
        rank_intervals(TABLE.assign(firms=1.0), rng)
    with pytest.raises(SchemaError, match="standard_errors: row 'z'"):
        rank_intervals(TABLE, rng, standard_errors=TABLE.head(3))
