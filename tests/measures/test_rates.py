from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from nmanalys.errors import SchemaError, SeriesBreakError
from nmanalys.measures.rate_comparison import rate_ratio
from nmanalys.measures.rates import empirical_bayes, event_rate, overdispersion, pooled_rate, widening


def test_event_rate():
    table = event_rate(
        pd.Series({"x": 18, "y": 3, "z": np.nan}), pd.Series({"z": 9, "y": 10_000, "x": 120_000}), per=100_000
    )
    np.testing.assert_allclose(table.loc["x", ["rate", "lower", "upper"]].astype(float), [15, 8.890, 23.706], atol=5e-4)
    assert table["is_small"].tolist()[:2] == [False, True] and pd.isna(table.loc["z", "rate"])
    with pytest.raises(SchemaError, match="no value for 'y'"):
        event_rate(pd.Series({"y": 1}), pd.Series({"x": 1}))


def long(values: list[object], region: str = "20") -> pd.DataFrame:
    return pd.DataFrame({"region_code": region, "year": range(2017, 2017 + len(values)), "value": values})


def test_pooled_rate():
    steady = pooled_rate(long([5, 6, 7]), long([40_000] * 3), 2019, per=100_000).loc["20"]
    np.testing.assert_allclose(steady[["rate", "lower", "upper"]].astype(float), [15, 8.890, 23.706], atol=5e-4)
    wild = pooled_rate(long([1, 1, 16]), long([40_000] * 3), 2019, per=100_000).loc["20"]
    assert (
        wild["rate"] == steady["rate"] and wild["upper"] > steady["upper"] and wild["dispersion"] == pytest.approx(12.5)
    )
    part = pooled_rate(long([5, np.nan, 7]), long([40_000] * 3), 2019).loc["20"]
    assert part["years"] == 2 and part["count"] == 12
    with pytest.raises(SeriesBreakError):
        pooled_rate(long([5, 6, 7]), long([1, 1, 1]), 2019, breaks=[{"year": 2018}])
    with pytest.raises(SchemaError, match="2010 to 2012"):
        pooled_rate(long([5]), long([1]), 2012)


def test_overdispersion():
    assert overdispersion([5, 15], [1, 1]) == 5 and overdispersion([5, 10], [1, 2]) == 0
    assert np.isnan(overdispersion([5], [1])) and widening(2.0) == 2 and widening(1.5) == 1


def test_rate_ratio():
    row = rate_ratio(pd.Series({"x": 20}), 100, 100, 1000).loc["x"]
    half = 1.959964 * np.sqrt(1 / 20 + 1 / 100)
    np.testing.assert_allclose(row, [2, 2 * np.exp(-half), 2 * np.exp(half)], rtol=1e-6)
    assert rate_ratio(0, 100, 100, 1000)["upper"].isna().all()
    with pytest.raises(SchemaError, match="0 or more"):
        rate_ratio(-1, 1, 1, 1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 40), st.integers(1, 60), st.floats(0.1, 9))
def test_exact_ratio_is_where_a_binomial_test_turns(events, others, factor):
    row = rate_ratio(events, 10, others, 10 * factor, method="exact").iloc[0]
    assert 0 <= row["lower"] <= row["ratio"] <= row["upper"]
    for limit, side in (("lower", "greater"), ("upper", "less")):
        chance = row[limit] / (row[limit] + factor)
        p_value = binomtest(events, events + others, chance, alternative=side).pvalue
        assert p_value == pytest.approx(0.025, abs=1e-6) or (limit == "lower" and events == 0)


def test_ratio_methods():
    many = [rate_ratio(2000, 1, 3000, 1, method=method).iloc[0] for method in ("delta", "exact")]
    np.testing.assert_allclose(many[0], many[1], rtol=2e-3)
    assert rate_ratio(3, 1, 0, 1, method="exact").isna().all(axis=None)
    with pytest.raises(SchemaError, match="Unknown method 'score'"):
        rate_ratio(1, 1, 1, 1, method="score")


def test_series_are_matched_by_label():
    count, people = pd.Series({"x": 20, "y": 5}), pd.Series({"y": 50.0, "x": 100.0})
    table = rate_ratio(count, people, pd.Series({"y": 10, "x": 100}), pd.Series({"y": 100, "x": 1000}))
    assert table["ratio"].to_dict() == pytest.approx({"x": 2, "y": 1})
    with pytest.raises(SchemaError, match="no value for 'y'"):
        rate_ratio(count, people.drop("y"), 1, 1)


def test_shrinkage():
    count, people = pd.Series({"x": 0, "y": 40, "z": np.nan}), pd.Series({"x": 10.0, "y": 10.0, "z": 10.0})
    result = empirical_bayes(count, people)
    assert result.rates["x"] == pytest.approx(0.1) and result.rates["y"] == pytest.approx(3.9)
    assert np.isnan(result.rates["z"]) and result.shape / result.rate == pytest.approx(2)
    # the larger the place, the less it is shrunk
    sizes = pd.Series([10.0, 1000.0, 100.0, 100.0])
    shrunk = empirical_bayes(pd.Series([20, 2000, 10, 50]), sizes).rates
    assert 2 - shrunk[1] < 2 - shrunk[0]
    alike = empirical_bayes(pd.Series([10, 10]), pd.Series([10.0, 10.0]))
    assert alike.rates.tolist() == [1, 1] and alike.shape == np.inf
    with pytest.raises(SchemaError, match="above 0"):
        empirical_bayes(pd.Series([1]), pd.Series([0.0]))
