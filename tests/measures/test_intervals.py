from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import multinomial_proportions_confint, proportion_confint
from strategies import counts

from nmanalys.errors import SchemaError
from nmanalys.measures.intervals import (
    clopper_pearson_interval,
    effective_sample_size,
    goodman_interval,
    poisson_interval,
    wilson_interval,
)
from nmanalys.measures.quotient_interval import location_quotient_interval
from nmanalys.measures.specialisation import location_quotient

FAST = settings(max_examples=25, deadline=None)


def test_standard_error_with_covariance():
    # E_ri 3000, E_r 200,000, E_i 5000, E 1,000,000: 0.0115 (0.0230 without the covariance)
    table = pd.DataFrame({"a": [3000, 2000], "b": [197_000, 798_000]})
    row = location_quotient_interval(table).iloc[0]
    assert np.log(row["upper"] / row["lower"]) / (2 * 1.959964) == pytest.approx(0.0115, abs=5e-5)
    assert row["lower"] < row["lq"] == 3 < row["upper"]


@FAST
@given(counts())
def test_quotient_lies_in_its_interval(table):
    result = location_quotient_interval(table)
    assert list(result.columns) == ["region", "industry", "lq", "lower", "upper"]
    np.testing.assert_allclose(result["lq"], location_quotient(table).to_numpy().ravel())
    known = result.dropna()
    assert (known["lower"] >= 0).all() and (known["lower"] <= known["upper"]).all()
    assert (known.loc[known["lq"] == 0, "lower"] == 0).all()


def test_coverage_of_independent_jobs(rng):
    region, nation, p = 200_000, 1_000_000, 20 / 200_000
    national = p / 1.5
    q = (national - 0.2 * p) / 0.8
    own, others = rng.binomial(region, p, 800), rng.binomial(nation - region, q, 800)
    hits = 0
    for x, y in zip(own, others, strict=True):
        table = pd.DataFrame({"a": [x, y], "b": [region - x, nation - region - y]})
        row = location_quotient_interval(table).iloc[0]
        hits += row["lower"] <= 1.5 <= row["upper"]
    assert 0.92 < hits / 800 < 0.98


def test_plants_widen():
    table = pd.DataFrame({"a": [500.0, 2000.0], "b": [9500.0, 88_000.0]})
    # plants of 400, 60, 30, 10
    sizes = np.array([400, 60, 30, 10])
    herfindahl = (sizes**2).sum() / sizes.sum() ** 2
    assert herfindahl == pytest.approx(0.6584)
    plants = pd.DataFrame({"a": [herfindahl, 0.01], "b": [0.001, 0.001]})
    row = location_quotient_interval(table, plant_herfindahl=plants).iloc[0]
    p, nation, weight = 0.05, 0.025, 0.1
    q = 2000 / 90_000
    variance = (1 / p - weight / nation) ** 2 * p**2 * herfindahl + ((1 - weight) / nation) ** 2 * q**2 * 0.01
    assert np.log(row["upper"] / row["lq"]) == pytest.approx(1.959964 * np.sqrt(variance), rel=1e-6)
    assert row["upper"] > location_quotient_interval(table).iloc[0]["upper"]


def test_plants_of_an_empty_cell():
    table = pd.DataFrame({"a": [0.0, 20.0], "b": [10.0, 20.0]})
    plants = pd.DataFrame({"a": [np.nan, 0.5], "b": [0.5, 0.5]})
    row = location_quotient_interval(table, plant_herfindahl=plants).iloc[0]
    assert row["lq"] == row["lower"] == 0 and np.isnan(row["upper"])
    # an industry found in one region only has the highest quotient it can have, whatever chance does
    alone = location_quotient_interval(table, plant_herfindahl=plants).iloc[2]
    assert alone["lower"] == alone["lq"] == alone["upper"] == 1.25


def test_interval_refuses():
    table = pd.DataFrame({"a": [1.0, 1.0], "b": [1.0, 2.0]})
    with pytest.raises(SchemaError, match="above 1"):
        location_quotient_interval(table, plant_herfindahl=table)
    with pytest.raises(SchemaError, match="all regions"):
        location_quotient_interval(table, plant_herfindahl=table / 2, reference=table.sum())


def test_region_that_is_the_reference():
    assert location_quotient_interval(pd.DataFrame({"a": [5], "b": [5]}))[["lower", "upper"]].isna().all(axis=None)


def test_wilson():
    np.testing.assert_allclose(wilson_interval(7, 12).iloc[0], [7 / 12, 0.319511, 0.806740], atol=5e-7)
    np.testing.assert_allclose(wilson_interval(0, 8).iloc[0], [0, 0, 0.324408], atol=5e-7)
    np.testing.assert_allclose(wilson_interval(64, 293).iloc[0], [0.2184, 0.175, 0.269], atol=5e-4)


def test_wilson_in_a_finite_population():
    narrow = wilson_interval(64, 293, population=430).iloc[0]
    wide = wilson_interval(64, 293).iloc[0]
    assert (narrow["upper"] - narrow["lower"]) / (wide["upper"] - wide["lower"]) == pytest.approx(0.564, abs=0.01)
    assert effective_sample_size(293, 430)[0] == pytest.approx(293 * 429 / 137)
    assert effective_sample_size(5, 5)[0] == np.inf and np.isnan(effective_sample_size(0, 0)[0])


def test_wilson_labels_and_empty_groups():
    table = wilson_interval(pd.Series({"x": 1, "y": 0}), pd.Series({"x": 2, "y": 0}))
    assert table.index.tolist() == ["x", "y"] and table.loc["y"].isna().all()


@FAST
@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 500))
def test_wilson_stays_within_bounds(hits, size, rest):
    hits = min(hits, size)
    row = wilson_interval(hits, size, population=size + rest).iloc[0]
    assert 0 <= row["lower"] <= row["share"] <= row["upper"] <= 1
    alone = wilson_interval(hits, size).iloc[0]
    np.testing.assert_allclose(
        alone[["lower", "upper"]].tolist(), proportion_confint(hits, size, method="wilson"), atol=1e-9
    )
    assert alone["lower"] <= row["lower"] + 1e-12 and row["upper"] <= alone["upper"] + 1e-12


def test_series_are_matched_by_label():
    hits, size = pd.Series({"x": 1, "y": 8}), pd.Series({"y": 10, "x": 2})
    for interval in (wilson_interval, clopper_pearson_interval):
        assert interval(hits, size)["share"].to_dict() == {"x": 0.5, "y": 0.8}
        with pytest.raises(SchemaError, match="no value for 'y'"):
            interval(hits, size.drop("y"))
    members = pd.Series({"y": 10, "x": 4})
    census = wilson_interval(hits, size, population=members)
    assert census.loc["y"].tolist() == [0.8] * 3 and census.loc["x", "lower"] < 0.5
    assert poisson_interval(hits, size)["rate"].to_dict() == {"x": 0.5, "y": 0.8}
    assert wilson_interval(1, size)["share"].to_dict() == {"y": 0.1, "x": 0.5}


@FAST
@given(st.integers(0, 60), st.integers(1, 60))
def test_clopper_pearson(hits, size):
    hits = min(hits, size)
    row = clopper_pearson_interval(hits, size).iloc[0]
    np.testing.assert_allclose(
        row[["lower", "upper"]].tolist(), proportion_confint(hits, size, method="beta"), atol=1e-9
    )


def test_clopper_pearson_example():
    np.testing.assert_allclose(clopper_pearson_interval(7, 12).iloc[0, 1:], [0.276670, 0.848348], atol=5e-7)
    assert clopper_pearson_interval(0, 0).isna().all(axis=None)


@pytest.mark.parametrize(("hits", "size", "population"), [(5, 4, None), (-1, 4, None), (3, 6, 5)])
def test_impossible_shares(hits, size, population):
    with pytest.raises(SchemaError):
        wilson_interval(hits, size, population=population)


def test_poisson():
    np.testing.assert_allclose(poisson_interval(10).iloc[0], [10, 4.795389, 18.390356], atol=5e-7)
    np.testing.assert_allclose(poisson_interval(18, 1.2).iloc[0], [15, 8.890, 23.706], atol=5e-4)
    assert poisson_interval(0).iloc[0].tolist()[:2] == [0, 0]
    assert poisson_interval(0).iat[0, 2] == pytest.approx(-np.log(0.025))


def test_poisson_missing_and_widened():
    assert poisson_interval([np.nan, 4], [1, 0]).isna().all(axis=None)
    plain, wide = poisson_interval(20).iloc[0], poisson_interval(20, dispersion=4).iloc[0]
    assert wide["upper"] - 20 == pytest.approx(2 * (plain["upper"] - 20))
    assert poisson_interval(1, dispersion=9)["lower"].iat[0] == 0
    with pytest.raises(SchemaError, match="exposure"):
        poisson_interval(1, -1)


def test_goodman():
    lower = [0.09468368, 0.12376893, 0.09208527, 0.06412671, 0.15637944, 0.18692732]
    upper = [0.1966413, 0.2350489, 0.1931040, 0.1535697, 0.2760670, 0.3130119]
    result = goodman_interval([44, 55, 43, 32, 67, 78])
    np.testing.assert_allclose(result["lower"], lower, atol=5e-8)
    np.testing.assert_allclose(result["upper"], upper, atol=5e-8)
    result = goodman_interval(pd.Series([3, 9, 6, 4, 2], index=list("abcde")))
    np.testing.assert_allclose(result["upper"], [0.3802, 0.6290, 0.5128, 0.4267, 0.3307], atol=5e-5)
    assert result.index.tolist() == list("abcde")


@FAST
@given(st.lists(st.integers(0, 200), min_size=3, max_size=7).filter(any), st.sampled_from([0.9, 0.95, 0.99]))
def test_goodman_against_statsmodels(answers, level):
    expected = multinomial_proportions_confint(answers, alpha=1 - level, method="goodman")
    result = goodman_interval(answers, confidence=level)
    np.testing.assert_allclose(result[["lower", "upper"]], np.clip(expected, 0, 1), atol=1e-9)


def test_goodman_refuses():
    assert goodman_interval([0, 0]).isna().all(axis=None)
    for wrong in ([1], [1, -1]):
        with pytest.raises(SchemaError, match="two or more"):
            goodman_interval(wrong)
