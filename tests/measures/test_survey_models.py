from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from nmanalys.errors import SchemaError
from nmanalys.measures.intervals import wilson_interval
from nmanalys.measures.multiplicity import benjamini_hochberg, holm
from nmanalys.measures.ordinal import brant_test, proportional_odds
from nmanalys.measures.reliability import cronbach_alpha, item_correlations
from nmanalys.measures.waves import newcombe_difference, paired_difference, stochastic_superiority
from nmanalys.measures.weighting import clustered_share, design_effect, nonresponse_weights, weighted_sample_size


def test_alpha(rng):
    table = pd.DataFrame([(5, 4, 5), (3, 3, 2), (4, 4, 4), (1, 2, 1), (2, 3, 3)])
    result = cronbach_alpha(table, rng, draws=500)
    assert result.alpha == pytest.approx(0.9375) and result.lower < 0.9375 < result.upper <= 1 and result.n == 5
    assert cronbach_alpha(table.astype(float).mask(table == 1)).n == 4
    assert np.isnan(cronbach_alpha(table.head(1), rng).alpha)
    assert np.isnan(cronbach_alpha(pd.DataFrame([[1, 1], [1, 1]]), rng, draws=5).lower)
    with pytest.raises(SchemaError, match="two or more items"):
        cronbach_alpha(table[[0]])


def test_item_correlations():
    table = pd.DataFrame({1: [1, 2, 3, None], 2: [3, 2, 1, 1], 3: [1, 1, 1, 1]})
    result = item_correlations(table)
    assert result.loc[1, 2] == -1 and np.isnan(result.loc[1, 3])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_corrections_against_statsmodels(p_values):
    for mine, theirs in ((benjamini_hochberg, "fdr_bh"), (holm, "holm")):
        np.testing.assert_allclose(mine(p_values), multipletests(p_values, method=theirs)[1], atol=1e-12)


def test_missing_p_values_are_no_part_of_the_family():
    result = holm(pd.Series([0.01, np.nan, 0.02], index=list("abc")))
    assert result["a"] == 0.02 and np.isnan(result["b"])
    with pytest.raises(SchemaError, match="between 0 and 1"):
        holm([1.5])


def test_newcombe():
    np.testing.assert_allclose(newcombe_difference(56, 70, 48, 80), [0.2, 0.0524, 0.3339], atol=5e-5)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 20), st.integers(0, 20))
def test_newcombe_stays_within_bounds(a, b):
    row = newcombe_difference(a, 20, b, 20)
    assert -1 <= row["lower"] <= row["difference"] <= row["upper"] <= 1


def test_paired(rng):
    before, after = pd.Series([3, 4, 5, 1, None]), pd.Series([1, 2, 5, 1, 1])
    row = paired_difference(before, after, rng)
    assert row["pairs"] == 4 and row["difference"] == 0.5 and 0 <= row["lower"] <= 0.5 <= row["upper"] <= 1
    assert paired_difference(before.head(0), after, rng)["pairs"] == 0
    with pytest.raises(SchemaError, match="twice"):
        paired_difference(pd.Series([1, 1], [0, 0]), after, rng)


def test_superiority(rng):
    row = stochastic_superiority(pd.Series([2, 3, None]), pd.Series([1, 2]), rng)
    assert row["superiority"] == 0.875 and row["lower"] <= 0.875 <= row["upper"] <= 1
    same = pd.Series([1, 2, 3, 4, 5] * 20)
    assert stochastic_superiority(same, same, rng)["superiority"] == 0.5
    assert stochastic_superiority(pd.Series([], dtype=float), same, rng).isna().all()


FRAME = pd.DataFrame({"cluster_id": list("xxyy"), "size_class": list("slsl"), "firms": [40, 10, 20, 5]})


def test_weights():
    answered = pd.DataFrame(
        {"cluster_id": ["x"] * 15 + ["y"] * 7, "size_class": ["s"] * 10 + ["l"] * 5 + ["s"] * 5 + ["l"] * 2}
    )
    weights = nonresponse_weights(FRAME, answered)
    assert weights.iloc[0] == pytest.approx(4) and weights.iloc[10] == pytest.approx(2)
    # two large firms are too few: the cluster has one weight
    assert weights.iloc[15:].nunique() == 1 and weights.iloc[15] == pytest.approx(25 / 7)
    assert weights.sum() == pytest.approx(75)


def test_weights_are_trimmed():
    frame = pd.DataFrame({"cluster_id": list("xy"), "size_class": "s", "firms": [500, 10]})
    answered = pd.DataFrame({"cluster_id": ["x"] * 5 + ["y"] * 10, "size_class": "s"})
    weights = nonresponse_weights(frame, answered)
    assert weights.max() / weights.median() == pytest.approx(3) and weights.sum() == pytest.approx(510)
    with pytest.raises(SchemaError, match="'x, s'"):
        nonresponse_weights(frame.assign(firms=4), answered)
    with pytest.raises(SchemaError, match="'z, s'"):
        nonresponse_weights(frame, answered.replace("x", "z"))


def test_design_effect():
    assert design_effect([1, 1, 1, 3]) == pytest.approx(4 / 3) and weighted_sample_size([2, 2]) == 2
    for wrong in ([], [0, 1]):
        with pytest.raises(SchemaError, match="above 0"):
            design_effect(wrong)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=40))
def test_clustered_share_against_statsmodels(rows):
    table = pd.DataFrame(rows, columns=["high", "firm"]).astype(int)
    result = clustered_share(table["high"], table["firm"])
    assert 0 <= result["lower"] <= result["share"] <= result["upper"] <= 1
    if table["firm"].nunique() == 1 or table["high"].nunique() == 1:
        assert result["design_effect"] == len(table) / table["firm"].nunique()
        return
    model = sm.OLS(table["high"], np.ones(len(table)))
    groups = {"groups": table["firm"], "df_correction": False, "use_correction": False}
    number = table["firm"].nunique()
    variance = model.fit(cov_type="cluster", cov_kwds=groups).cov_params().iloc[0, 0] * number / (number - 1)
    share = table["high"].mean()
    assert result["design_effect"] == pytest.approx(max(1, variance / (share * (1 - share) / len(table))))


def test_clustered_share_of_firms_that_answered_once():
    answers = pd.Series([1] * 7 + [0] * 5)
    result = clustered_share(answers, pd.Series(range(12)))
    # a firm is the unit then, up to the n − 1 in its variance
    assert result["design_effect"] == pytest.approx(12 / 11)
    expected = wilson_interval(7 * 11 / 12, 11).iloc[0]
    assert result["lower"] == pytest.approx(expected["lower"]) and result["share"] == pytest.approx(7 / 12)
    assert clustered_share(answers * np.nan, answers)["lower":"upper"].isna().all()


def test_clustered_share_refuses():
    with pytest.raises(SchemaError, match="same labels"):
        clustered_share(pd.Series([1, 0]), pd.Series([1]))
    with pytest.raises(SchemaError, match="row 1 is missing"):
        clustered_share(pd.Series([1, 0]), pd.Series(["a", None]))


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    x = rng.integers(0, 2, 500)
    latent = 0.8 * x + rng.logistic(size=500)
    return pd.DataFrame({"x": x, "answer": np.digitize(latent, [-1, 0, 1, 2]) + 1})


def test_proportional_odds(answers):
    row = proportional_odds(answers["answer"], answers[["x"]]).loc["x"]
    assert row["lower"] < np.exp(0.8) < row["upper"] and row["p_value"] < 0.01


def test_brant_holds_and_fails(answers):
    assert brant_test(answers["answer"], answers[["x"]]).p_value > 0.05
    # the effect turns round in the middle of the scale
    rng = np.random.default_rng(5)
    x = rng.integers(0, 2, 600)
    y = np.where(x, rng.choice([1, 2, 3, 4], 600, p=[0.45, 0.05, 0.05, 0.45]), rng.choice([1, 2, 3, 4], 600))
    result = brant_test(pd.Series(y), pd.DataFrame({"x": x}))
    assert result.df == 2 and result.p_value < 1e-6


def test_models_refuse(answers):
    y, x = answers["answer"], answers[["x"]]
    with pytest.raises(SchemaError, match="60 or more"):
        proportional_odds(y.head(59), x.head(59))
    with pytest.raises(SchemaError, match="120 or more"):
        brant_test(y.head(119), x.head(119))
    with pytest.raises(SchemaError, match="three or more"):
        proportional_odds(y.clip(upper=2), x)
    with pytest.raises(SchemaError, match="'x': an answer does not occur"):
        proportional_odds(y.where(x["x"] == 1, 1), x)
    with pytest.raises(SchemaError, match="499 rows"):
        proportional_odds(y, x.iloc[1:])
    with pytest.raises(SchemaError, match="above answer"):
        brant_test(y.where(x["x"] == 1, 1), x)
