from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from nmanalys.errors import SchemaError
from nmanalys.measures.ordinal import proportional_odds
from nmanalys.measures.ordinal_mixed import _fit_in, _negative_log_likelihood, mixed_proportional_odds

# Randall (1989): bitterness of eight bottles as nine judges tasted it; bottles 5-8 warm, 3, 4, 7, 8 with contact
WINE = np.array(
    [
        [2, 1, 2, 3, 2, 3, 1, 2, 1],
        [3, 2, 3, 2, 3, 2, 1, 2, 2],
        [3, 1, 3, 3, 4, 3, 2, 2, 3],
        [4, 3, 2, 2, 3, 2, 2, 3, 2],
        [4, 2, 5, 3, 3, 2, 2, 3, 3],
        [4, 3, 5, 2, 3, 4, 3, 3, 2],
        [5, 5, 4, 5, 3, 5, 2, 3, 4],
        [5, 4, 4, 3, 3, 4, 3, 4, 4],
    ]
)
RATING = pd.Series(WINE.ravel())
DESIGN = pd.DataFrame({"contact": np.repeat([0, 0, 1, 1] * 2, 9), "warm": np.repeat([0, 1], 36)})
JUDGE = pd.Series(np.tile(list("abcdefghi"), 8))


def test_wine():
    # by R's ordinal::clmm with the Laplace approximation: 1.8349 (0.5125), 3.0630 (0.5954), sd 1.131, log L -81.57
    result = mixed_proportional_odds(RATING, DESIGN, JUDGE, refuse_empty=False)
    logs = np.log(result.odds)
    np.testing.assert_allclose(logs["odds_ratio"], [1.8349, 3.0630], atol=0.02)
    errors = (logs["upper"] - logs["lower"]) / (2 * 1.959964)
    np.testing.assert_allclose(errors, [0.5125, 0.5954], atol=0.02)
    assert result.firm_sd == pytest.approx(1.131, abs=0.02)
    assert result.log_likelihood == pytest.approx(-81.57, abs=0.05)
    assert (result.firms, result.n) == (9, 72)


def test_more_nodes_change_nothing():
    few, many = (mixed_proportional_odds(RATING, DESIGN, JUDGE, nodes=n, refuse_empty=False) for n in (21, 61))
    np.testing.assert_allclose(few.odds, many.odds, rtol=1e-3, atol=1e-6)
    assert few.firm_sd == pytest.approx(many.firm_sd, rel=1e-3)


def test_order_of_rows_and_names_of_firms_do_not_matter(rng):
    order = rng.permutation(72)
    one = mixed_proportional_odds(RATING, DESIGN, JUDGE, refuse_empty=False)
    two = mixed_proportional_odds(
        RATING.iloc[order], DESIGN.iloc[order], JUDGE.iloc[order].str.upper(), refuse_empty=False
    )
    np.testing.assert_allclose(one.odds, two.odds, rtol=1e-4)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=7, max_size=7))
def test_gradient(theta):
    fit = _fit_in(RATING, DESIGN, JUDGE, 15)
    value, gradient = _negative_log_likelihood(np.array(theta), fit)
    numeric = approx_fprime(np.array(theta), lambda x: _negative_log_likelihood(x, fit)[0], 1e-6)
    np.testing.assert_allclose(gradient, numeric, atol=1e-3, rtol=1e-3)
    assert np.isfinite(value)


def panel(rng, sd: float, firms: int = 250) -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    x = rng.integers(0, 2, (firms, 5))
    latent = 0.8 * x + sd * rng.normal(size=(firms, 1)) + rng.logistic(size=(firms, 5))
    answers = np.digitize(latent, [-1, 0, 1, 2]) + 1
    return pd.Series(answers.ravel()), pd.DataFrame({"x": x.ravel()}), pd.Series(np.repeat(range(firms), 5))


def test_recovers_the_effect_that_independence_shrinks(rng):
    answers, design, firms = panel(rng, 2.0)
    result, plain = mixed_proportional_odds(answers, design, firms), proportional_odds(answers, design)
    assert result.odds.loc["x", "lower"] < np.exp(0.8) < result.odds.loc["x", "upper"]
    assert result.firm_sd == pytest.approx(2, abs=0.3) and result.odds.loc["x", "p_value"] < 0.01
    assert plain.loc["x", "odds_ratio"] < result.odds.loc["x", "odds_ratio"]


def test_firms_that_are_alike(rng):
    answers, design, firms = panel(rng, 0.0)
    # shuffled, what firms have in common is chance
    result, plain = mixed_proportional_odds(answers, design, firms), proportional_odds(answers, design)
    assert result.firm_sd < 0.4
    np.testing.assert_allclose(result.odds, plain, rtol=0.1, atol=0.02)
    # answers that spread over the firms more evenly than chance leave no variance for them
    even = pd.Series(np.tile([1, 2, 3, 4, 5], 40)), pd.DataFrame({"x": rng.integers(0, 2, 200)})
    still = mixed_proportional_odds(*even, pd.Series(np.repeat(range(40), 5)))
    assert still.firm_sd < 0.05 and still.odds.notna().all(axis=None)


def test_refusals():
    with pytest.raises(SchemaError, match="60 or more; there are 59"):
        mixed_proportional_odds(RATING.head(59), DESIGN.head(59), JUDGE.head(59))
    with pytest.raises(SchemaError, match="'warm': an answer does not occur"):
        mixed_proportional_odds(RATING, DESIGN, JUDGE)
    # every warm bottle is rated higher than every cold one
    apart = pd.Series(np.tile([1, 2], 18).tolist() + np.tile([3, 4], 18).tolist())
    with pytest.raises(SchemaError, match="cannot be fitted"):
        mixed_proportional_odds(apart, DESIGN, JUDGE, refuse_empty=False)
    with pytest.raises(SchemaError, match="No firm answered more than once"):
        mixed_proportional_odds(RATING, DESIGN, pd.Series(range(72)), refuse_empty=False)
    with pytest.raises(SchemaError, match="71 firms"):
        mixed_proportional_odds(RATING, DESIGN, JUDGE.head(71))
    with pytest.raises(SchemaError, match="firm of the answer in row 3"):
        mixed_proportional_odds(RATING, DESIGN, JUDGE.mask(JUDGE.index == 3), refuse_empty=False)
