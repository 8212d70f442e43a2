from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import root
from scipy.stats import kendalltau

from nmanalys.errors import SchemaError
from nmanalys.measures.trends import log_trend, poisson_trend, segments, theil_sen_trend

SERIES = pd.Series([1.0, 2, 3, 4, 50, 60, 61, 62], index=range(2013, 2021))


def test_segments():
    assert segments(pd.Index([2018, 2020, 2022]), [{"year": 2020}, {"year": 2021}]).tolist() == [0, 1, 2]


def test_theil_sen_ignores_an_odd_year():
    row = theil_sen_trend(pd.Series([1.0, 2, 3, 4, 50], index=range(2016, 2021))).iloc[0]
    assert row["slope"] == 1 and row["lower"] <= 1 <= row["upper"] and row["kendall_tau"] == pytest.approx(1)


def test_no_trend_across_a_break_or_of_few_years():
    table = theil_sen_trend(SERIES, breaks=[{"year": 2018, "note": "BAS"}])
    assert table["n"].tolist() == [5, 3] and table["first"].tolist() == [2013, 2018]
    assert table["slope"].notna().tolist() == [True, False]


def test_missing_years_are_left_out():
    gaps = SERIES.mask(SERIES.index == 2014)
    assert theil_sen_trend(gaps)["n"].tolist() == [7]


def test_log_trend():
    steady = pd.Series(100 * 1.1 ** np.arange(6) * [1, 1.01, 0.99, 1, 1.01, 0.99], index=range(2015, 2021))
    row = log_trend(steady).iloc[0]
    assert row["growth"] == pytest.approx(0.1, abs=0.01) and row["lower"] < row["growth"] < row["upper"]
    with pytest.raises(SchemaError, match="2013 is not above 0"):
        log_trend(SERIES - 1)
    with pytest.raises(SchemaError, match="2013 occurs twice"):
        log_trend(pd.concat([SERIES, SERIES.head(1)]))


YEARS = range(2012, 2020)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=8, max_size=8))
def test_poisson_trend_solves_the_score_equations(counts):
    people = np.linspace(1000, 1400, 8)
    row = poisson_trend(pd.Series(counts, YEARS), pd.Series(people, YEARS)).iloc[0]
    t = np.arange(8) - 3.5

    def scores(theta):
        gap = np.array(counts) - people * np.exp(theta[0] + theta[1] * t)
        return [gap.sum(), gap @ t]

    solved = root(scores, [np.log(np.sum(counts) / people.sum()), np.log1p(row["growth"])])
    fitted = people * np.exp(solved.x[0] + solved.x[1] * t)
    assert np.log1p(row["growth"]) == pytest.approx(solved.x[1], abs=1e-6)
    assert row["dispersion"] == pytest.approx(((counts - fitted) ** 2 / fitted).sum() / 6, abs=1e-5)
    assert row["lower"] <= row["growth"] <= row["upper"]


def test_poisson_standard_error_is_that_of_the_information():
    # counts as expected: φ = 0 does not narrow the interval
    counts = pd.Series(100 * 1.1 ** np.arange(8), YEARS)
    row, t = poisson_trend(counts).iloc[0], np.arange(8)
    assert row["growth"] == pytest.approx(0.1) and row["dispersion"] == pytest.approx(0, abs=1e-9)
    mean = (counts * t).sum() / counts.sum()
    error = 1 / np.sqrt((counts * (t - mean) ** 2).sum())
    # t with six degrees of freedom
    assert np.log1p(row["upper"]) - np.log(1.1) == pytest.approx(2.446912 * error, rel=1e-6)


def test_over_dispersion_widens():
    steady = pd.Series([100, 104, 99, 103, 98, 102, 101, 100], YEARS)
    wild = pd.Series([100, 160, 60, 150, 50, 140, 70, 110], YEARS)
    one, two = (poisson_trend(counts).iloc[0] for counts in (steady, wild))
    assert one["dispersion"] < 1 < 10 < two["dispersion"]
    assert two["upper"] - two["lower"] > 3 * (one["upper"] - one["lower"])


def test_poisson_trend_stops_at_breaks_and_takes_zeros():
    counts = pd.Series([0, 1, 0, 2, 3, 9, 9, None], YEARS)
    table = poisson_trend(counts, breaks=[{"year": 2017}])
    assert table["n"].tolist() == [5, 2] and table["growth"].notna().tolist() == [True, False]
    assert poisson_trend(counts * 0)["growth"].isna().all()
    # a rate that stands still while people grow in number
    people = pd.Series(1000 * 1.02 ** np.arange(8), YEARS)
    assert poisson_trend(people / 10, people)["growth"].iat[0] == pytest.approx(0, abs=1e-9)


def test_poisson_trend_refuses():
    counts = pd.Series([1] * 8, YEARS)
    with pytest.raises(SchemaError, match="count of 2012 is negative"):
        poisson_trend(counts - 2)
    with pytest.raises(SchemaError, match="that of 2013 must be known"):
        poisson_trend(counts, counts.where(counts.index != 2013, 0))
    with pytest.raises(SchemaError, match="'2019'"):
        poisson_trend(counts, counts.iloc[:-1])
    with pytest.raises(SchemaError, match="2012 occurs twice"):
        poisson_trend(pd.concat([counts, counts.head(1)]), counts)


def test_bootstrap_of_the_slope(rng):
    noisy = pd.Series(2 * np.arange(12) + rng.normal(size=12), range(2008, 2020))
    plain, drawn = theil_sen_trend(noisy).iloc[0], theil_sen_trend(noisy, rng=rng).iloc[0]
    assert drawn["slope"] == plain["slope"] and drawn["lower"] < drawn["slope"] < drawn["upper"]
    assert drawn["upper"] - drawn["lower"] == pytest.approx(plain["upper"] - plain["lower"], rel=0.6)
    assert drawn["p_value"] == pytest.approx(1 / 2001) and plain["p_value"] < 1e-4


def test_p_value_of_shuffled_series_is_the_exact_one(rng):
    series = pd.Series([1.0, 3, 2, 5, 4, 6], range(2014, 2020))
    row = theil_sen_trend(series, rng=rng, draws=20_000).iloc[0]
    assert row["p_value"] == pytest.approx(kendalltau(series.index, series, method="exact").pvalue, abs=0.005)


def test_trend_of_nothing():
    assert theil_sen_trend(SERIES * np.nan).empty
