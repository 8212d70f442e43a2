"""Intervals of quotients by other methods, against the rest of the nation, and of change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, binomtest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import proportion_confint
from strategies import counts, two_years

from nmanalys.errors import SchemaError
from nmanalys.measures.quotient_interval import (
    dynamic_quotient_interval,
    location_quotient_interval,
    rest_of_nation_interval,
)
from nmanalys.measures.robustness import rest_of_nation_ratio
from nmanalys.measures.specialisation import dynamic_location_quotient

FAST = settings(max_examples=25, deadline=None)
METHODS = ("delta_half", "delta", "jeffreys", "exact")
TABLE = pd.DataFrame({"a": [12.0, 28.0], "b": [188.0, 772.0]}, index=["x", "y"])


def test_jeffreys_is_a_beta_quantile_over_the_regions_weight():
    # 12 of 40 in a region with a fifth of the nation
    row = location_quotient_interval(TABLE, method="jeffreys").iloc[0]
    np.testing.assert_allclose(row[["lower", "upper"]].tolist(), beta(12.5, 28.5).ppf([0.025, 0.975]) / 0.2)
    assert row["lq"] == 1.5


def test_exact_is_clopper_pearson_over_the_regions_weight():
    row = location_quotient_interval(TABLE, method="exact", confidence=0.9).iloc[0]
    limits = proportion_confint(12, 40, alpha=0.1, method="beta")
    np.testing.assert_allclose(row[["lower", "upper"]].tolist(), np.array(limits) / 0.2)


def test_limits_of_the_quotient_follow_from_those_of_the_ratio():
    # LQ = RR / (π RR + 1 − π)
    for method in ("jeffreys", "exact"):
        quotient, ratio = (
            f(TABLE, method=method).iloc[0] for f in (location_quotient_interval, rest_of_nation_interval)
        )
        for limit in ("lower", "upper"):
            expected = ratio[limit] / (0.2 * ratio[limit] + 0.8)
            assert quotient[limit] == pytest.approx(expected)


@FAST
@given(counts(), st.sampled_from(METHODS))
def test_every_method_holds_the_quotient(table, method):
    limits = location_quotient_interval(table, method=method)
    assert list(limits.columns) == ["region", "industry", "lq", "lower", "upper"]
    known = limits.dropna()
    assert (known["lower"] <= known["lq"] + 1e-9).all() and (known["lq"] <= known["upper"] + 1e-9).all()
    assert (known.loc[known["lq"] == 0, "lower"] == 0).all()


@FAST
@given(counts(1), st.floats(0.6, 0.9))
def test_more_confidence_is_wider_and_exact_wider_than_jeffreys(table, level):
    narrow = location_quotient_interval(table, method="jeffreys", confidence=level)
    for wide in (
        location_quotient_interval(table, method="jeffreys", confidence=level + 0.05),
        location_quotient_interval(table, method="exact", confidence=level),
    ):
        assert (wide["lower"] <= narrow["lower"] + 1e-9).all() and (wide["upper"] >= narrow["upper"] - 1e-9).all()


def test_none_and_all_are_their_own_limits():
    table = pd.DataFrame({"a": [0.0, 10.0], "b": [5.0, 0.0], "c": [15.0, 30.0]}, index=["x", "y"])
    for method in ("jeffreys", "exact"):
        limits = location_quotient_interval(table, method=method).set_index(["region", "industry"])
        assert limits.loc[("x", "a"), "lower"] == 0 < limits.loc[("x", "a"), "upper"]
        assert limits.loc[("x", "b"), "upper"] == limits.loc[("x", "b"), "lq"] == 3
    plain = location_quotient_interval(table, method="delta").iloc[0]
    assert plain["lower"] == 0 and np.isnan(plain["upper"])


def test_suppressed_cells_stay_suppressed():
    table, totals = TABLE.mask(TABLE == 12), TABLE.sum(axis=1)
    for measure in (location_quotient_interval, rest_of_nation_interval):
        limits = measure(table, reference=TABLE.sum(), region_totals=totals)
        assert limits.iloc[0, 2:].isna().all() and limits.iloc[1:, 2:].notna().all(axis=None)


@pytest.mark.parametrize("measure", [location_quotient_interval, rest_of_nation_interval])
def test_refusals(measure):
    with pytest.raises(SchemaError, match=r"Unknown method 'wald'\. Known: delta_half"):
        measure(TABLE, method="wald")
    with pytest.raises(SchemaError, match="row 'x', column 'a' holds more"):
        measure(TABLE.loc[["x"]], reference=pd.Series({"a": 11, "b": 1000}))
    with pytest.raises(SchemaError, match="between 0 and 1"):
        measure(TABLE, method="exact", confidence=95)
    with pytest.raises(SchemaError, match="row 'y', column 'b': -772 is negative"):
        measure(TABLE.assign(b=[188, -772]))


def test_plants_go_with_the_default_method_only():
    with pytest.raises(SchemaError, match="neither reference nor another method"):
        location_quotient_interval(TABLE, plant_herfindahl=TABLE * 0, method="exact")


def test_ratio_to_the_rest_against_statsmodels():
    row = rest_of_nation_interval(TABLE, method="delta").iloc[0]
    theirs = Table2x2([[12, 188], [28, 772]])
    assert row["rr"] == pytest.approx(theirs.riskratio)
    np.testing.assert_allclose(row[["lower", "upper"]].tolist(), theirs.riskratio_confint())


def test_exact_limits_of_the_ratio_are_where_a_binomial_test_turns():
    row = rest_of_nation_interval(TABLE, method="exact").iloc[0]
    for limit, side in (("lower", "greater"), ("upper", "less")):
        # with ratio RR a job of the industry lies in the region with chance RR·E_r / (RR·E_r + E − E_r)
        chance = row[limit] * 200 / (row[limit] * 200 + 800)
        assert binomtest(12, 40, chance, alternative=side).pvalue == pytest.approx(0.025)


@FAST
@given(counts(), st.sampled_from(METHODS))
def test_ratio_lies_in_its_interval(table, method):
    limits = rest_of_nation_interval(table, method=method)
    np.testing.assert_allclose(limits["rr"], rest_of_nation_ratio(table).to_numpy().ravel())
    known = limits.dropna()
    assert (known["lower"] <= known["rr"] + 1e-9).all() and (known["rr"] <= known["upper"] + 1e-9).all()


def _log_variance(table: pd.DataFrame) -> float:
    """Of the first cell, by the formula, with 0.5 added."""
    x, y = table.iat[0, 0] + 0.5, table.iat[1, 0] + 0.5
    region, rest = table.sum(axis=1)
    p, q, weight = x / region, y / rest, region / (region + rest)
    nation = (x + y) / (region + rest)
    return (1 / p - weight / nation) ** 2 * p * (1 - p) / region + ((1 - weight) / nation) ** 2 * q * (1 - q) / rest


def test_change_of_the_quotient():
    start, end = pd.DataFrame({"a": [100, 300], "b": [50, 550]}), pd.DataFrame({"a": [130, 320], "b": [45, 600]})
    row = dynamic_quotient_interval(start, end).iloc[0]
    assert row["log_change"] == pytest.approx(np.log(130 / 175 / (450 / 1095)) - np.log(100 / 150 / 0.4))
    width = 2 * 1.959964 * np.sqrt(_log_variance(start) + _log_variance(end))
    assert np.log(row["upper"] / row["lower"]) == pytest.approx(width, rel=1e-6)


@FAST
@given(two_years())
def test_change_is_the_dynamic_quotient(years):
    table = dynamic_quotient_interval(*years)
    assert list(table.columns) == ["region", "industry", "dlq", "log_change", "lower", "upper"]
    np.testing.assert_allclose(table["dlq"], dynamic_location_quotient(*years).to_numpy().ravel())
    np.testing.assert_allclose(np.exp(table["log_change"]), table["dlq"])
    assert (table["lower"] <= table["upper"]).all()


def test_change_of_industries_that_come_and_go():
    start = pd.DataFrame({"a": [0, 10], "b": [10, 10], "c": [10, 10]}, index=["x", "y"])
    end = pd.DataFrame({"b": [0, 10], "c": [10, 10], "a": [5, 10]}, index=["x", "y"])
    table = dynamic_quotient_interval(start, end).set_index(["region", "industry"])
    assert table.loc[("x", "a")].isna().all()
    gone = table.loc[("x", "b")]
    assert gone["dlq"] == gone["lower"] == 0 < gone["upper"] and np.isnan(gone["log_change"])
