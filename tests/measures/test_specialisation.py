from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import percentileofscore
from strategies import counts, two_years

from nmanalys.errors import SchemaError
from nmanalys.measures.competence import competence_quotient, education_intensity, relative_intensity
from nmanalys.measures.largest_workplace import holds_without_largest, leave_largest_out
from nmanalys.measures.robustness import (
    location_quotient_cutoff,
    location_quotient_percentile,
    rest_of_nation_ratio,
    standardised_location_quotient,
)
from nmanalys.measures.specialisation import (
    dynamic_location_quotient,
    economy_shares,
    location_quotient,
    specialisation_matrix,
    symmetric_location_quotient,
)

FAST = settings(max_examples=25, deadline=None)


def test_econgeo(econgeo):
    expected = [
        [5, 0, 0, 0, 0],
        [0, 0.75, 0.25, 3.5, 0.5],
        [0, 1, 0.5, 1, 2.5],
        [0, 1.25, 1.5, 0.25, 2],
        [0, 2, 2.75, 0.25, 0],
    ]
    np.testing.assert_allclose(location_quotient(econgeo), expected)


def test_reat():
    table = pd.DataFrame({"i": [1714.0], "rest": [79006.0 - 1714]}, index=["r"])
    reference = pd.Series({"i": 879213.0, "rest": 15593224.0 - 879213})
    assert location_quotient(table, reference).iat[0, 0] == pytest.approx(0.3847623423, abs=1e-10)


def test_exact_ties_are_met():
    table = pd.DataFrame({"a": [3.0, 7.0, 11.0], "b": [9.0, 21.0, 33.0]})
    assert (location_quotient(table) == 1).all(axis=None)
    assert specialisation_matrix(location_quotient(table)).all(axis=None)


def test_absent_industry_is_missing_and_empty_region_refused():
    lq = location_quotient(pd.DataFrame({"a": [1, 1], "b": [0, 0]}))
    assert lq["b"].isna().all() and lq["a"].eq(1).all()
    with pytest.raises(SchemaError, match="row 'y'"):
        location_quotient(pd.DataFrame([[1, 1], [0, 0]], ["x", "y"]))


def test_suppressed_cells_need_published_totals():
    table = pd.DataFrame({"a": [10.0, np.nan], "b": [10.0, 30.0]}, index=["x", "y"])
    assert location_quotient(table).isna().all(axis=None)
    totals, nation = pd.Series({"x": 20.0, "y": 40.0}), pd.Series({"a": 20.0, "b": 40.0})
    lq = location_quotient(table, nation, region_totals=totals)
    assert np.isnan(lq.loc["y", "a"]) and lq.isna().sum().sum() == 1
    assert lq.loc["x", "a"] == pytest.approx(1.5) and lq.loc["y", "b"] == pytest.approx(1.125)
    # without a reference only the industries without suppressed cells are known
    lq = location_quotient(table, region_totals=totals)
    assert lq["a"].isna().all() and lq.loc["x", "b"] == pytest.approx(0.75)


def test_reference_total():
    table, nation = pd.DataFrame({"a": [10.0], "b": [10.0]}), pd.Series({"a": 25.0, "b": 25.0})
    assert location_quotient(table, nation, reference_total=100).iat[0, 0] == 2
    with pytest.raises(SchemaError, match="'b' is negative"):
        location_quotient(table, pd.Series({"a": 1, "b": -1}))


@FAST
@given(counts())
def test_reference_shares_average_to_one(table):
    _, nation = economy_shares(table)
    np.testing.assert_allclose(location_quotient(table) @ nation, 1)


@FAST
@given(counts(), st.integers(2, 1000))
def test_scaling_changes_nothing(table, factor):
    np.testing.assert_allclose(location_quotient(table * factor), location_quotient(table))


@FAST
@given(counts(), st.randoms())
def test_order_changes_nothing(table, random):
    rows, columns = (random.sample(list(labels), len(labels)) for labels in (table.index, table.columns))
    pd.testing.assert_frame_equal(
        location_quotient(table.loc[rows, columns]).loc[table.index, table.columns], location_quotient(table)
    )


@FAST
@given(counts(), st.integers(0, 5), st.integers(0, 5))
def test_suppressing_never_reveals(table, row, column):
    hidden = table.copy()
    hidden.iat[row % len(table), column % table.shape[1]] = np.nan
    before, after = location_quotient(table), location_quotient(hidden)
    assert (after.isna() | (after == before)).all(axis=None)


def test_symmetric():
    values = symmetric_location_quotient(pd.DataFrame([[0, 0.5, 1, 1.25, 1.5, 2, np.nan]])).iloc[0]
    np.testing.assert_allclose(values, [-1, -1 / 3, 0, 1 / 9, 0.2, 1 / 3, np.nan])
    with pytest.raises(SchemaError, match="negative"):
        symmetric_location_quotient(pd.DataFrame([[-1.0]]))


@FAST
@given(two_years())
def test_dynamic_quotient_is_the_ratio_of_growth(years):
    start, end = years
    region = (end.sum(axis=1) / start.sum(axis=1)).to_numpy()[:, None]
    industry = (end.sum() / start.sum()).to_numpy()
    growth = (end / start).to_numpy() / region / (industry / (end.sum().sum() / start.sum().sum()))
    np.testing.assert_allclose(dynamic_location_quotient(start, end), growth)


def test_dynamic_quotient_of_a_new_industry_is_missing():
    start, end = pd.DataFrame({"a": [0, 5], "b": [5, 5]}), pd.DataFrame({"a": [1, 5], "b": [5, 5]})
    assert np.isnan(dynamic_location_quotient(start, end).iat[0, 0])
    with pytest.raises(SchemaError, match="only one"):
        dynamic_location_quotient(start, end.rename(columns={"b": "c"}))


def test_specialisation_matrix():
    lq, employed = pd.DataFrame([[1.0, 2.0, np.nan, 0.9]]), pd.DataFrame([[500, 10, 500, 500]])
    assert specialisation_matrix(lq).iloc[0].tolist()[:2] == [1, 1]
    special = specialisation_matrix(lq, employment=employed, min_employees=200).iloc[0]
    assert special.tolist()[:2] == [1, 0] and np.isnan(special[2]) and special[3] == 0
    with pytest.raises(SchemaError, match="threshold"):
        specialisation_matrix(lq, 0)


def test_standardised():
    lq = pd.DataFrame({"a": [0.5, 1.0, 1.5], "b": [1.0, 1.0, 1.0], "c": [0.0, 1.0, np.e]})
    z = standardised_location_quotient(lq)
    assert z["a"].tolist() == [-1, 0, 1] and z["b"].isna().all()
    logged = standardised_location_quotient(lq, log=True)["c"]
    assert np.isnan(logged[0]) and logged[2] == pytest.approx(np.sqrt(0.5))


def test_cutoff(rng):
    lq = pd.DataFrame({"a": [0.5, 1.0, 3.0], "b": [1.0, 1.0, np.nan], "c": [np.nan] * 3})
    cut = location_quotient_cutoff(lq, rng, draws=500)
    assert 1 < cut["a"] <= 3 and cut["b"] == 1 and np.isnan(cut["c"])
    with pytest.raises(SchemaError, match="quantile"):
        location_quotient_cutoff(lq, rng, quantile=1)


@FAST
@given(counts(least=1))
def test_ratio_to_the_rest_of_the_nation(table):
    ratio, weight = rest_of_nation_ratio(table), table.sum(axis=1).to_numpy()[:, None] / table.sum().sum()
    np.testing.assert_allclose(location_quotient(table), ratio / (weight * ratio + 1 - weight))


def test_without_the_largest_workplace():
    table = pd.DataFrame({"a": [50, 50], "b": [50, 250]}, index=["x", "y"])
    largest = pd.DataFrame({"a": [40, 5], "b": [5, 5]}, index=["x", "y"])
    # x, a: (10 / 60) / (60 / 360)
    assert leave_largest_out(table, largest).loc["x", "a"] == pytest.approx(1)
    pd.testing.assert_frame_equal(leave_largest_out(table, largest * 0), location_quotient(table))
    with pytest.raises(SchemaError, match="exceeds"):
        leave_largest_out(table, largest * 2)


def test_answer_about_the_largest_workplace_only_where_it_is_safe():
    table = pd.DataFrame({"a": [50.0, 50], "b": [50, 250], "c": [0, 10]}, index=["x", "y"])
    largest = pd.DataFrame({"a": [30, 50], "b": [45, 5], "c": [0, 2]}, index=["x", "y"])
    plants = pd.DataFrame({"a": [3, 9], "b": [9, 2], "c": [0, 5]}, index=["x", "y"])
    answer = holds_without_largest(table, largest, plants, threshold=1.2)
    # x, a: (20 / 70) / (70 / 380) = 1.55; x, b is dominated, y, b has two workplaces, x, c is empty
    assert answer.loc["x"].tolist() == [True, pd.NA, pd.NA] and answer.loc["y"].tolist() == [pd.NA, pd.NA, True]
    strict = holds_without_largest(table, largest, plants, threshold=2)
    assert not strict.loc["x", "a"] and strict.loc["y", "a"] is pd.NA
    hidden = holds_without_largest(table.mask(table == 50), largest, plants)
    assert hidden.isna().all(axis=None)
    with pytest.raises(SchemaError, match="workplaces: column 'c'"):
        holds_without_largest(table, largest, plants[["a", "b"]])


@FAST
@given(counts(), st.integers(0, 5))
def test_percentile_against_scipy(table, missing):
    lq = location_quotient(table)
    lq.iat[missing % lq.shape[0], missing % lq.shape[1]] = np.nan
    percentiles = location_quotient_percentile(lq)
    for name, values in lq.items():
        known = values.dropna()
        expected = [percentileofscore(known, value, kind="mean") for value in known]
        np.testing.assert_allclose(percentiles[name].dropna(), expected)
    assert percentiles.isna().equals(lq.isna())


@FAST
@given(counts(least=1), st.floats(0.1, 0.9))
def test_competence_identity(table, share):
    rng = np.random.default_rng(int(table.iat[0, 0]))
    educated = (table * rng.uniform(share / 2, share, table.shape)).round().clip(lower=1)
    intensity = education_intensity(table, educated)
    ratio = relative_intensity(table, educated)
    own = educated.sum(axis=1) / table.sum(axis=1)
    nation = educated.sum().sum() / table.sum().sum()
    identity = location_quotient(table) * ratio.div(own / nation, axis=0)
    np.testing.assert_allclose(competence_quotient(educated), identity)
    assert intensity.le(1).all(axis=None)


def test_more_educated_than_employed():
    with pytest.raises(SchemaError, match="'y', column 'a'"):
        education_intensity(pd.DataFrame({"a": [2, 2]}, ["x", "y"]), pd.DataFrame({"a": [1, 3]}, ["x", "y"]))


def test_intensity_with_a_reference():
    table, educated = pd.DataFrame({"a": [10.0], "b": [0.0]}), pd.DataFrame({"a": [5.0], "b": [0.0]})
    ratio = relative_intensity(
        table, educated, reference=pd.Series({"a": 100, "b": 9}), educated_reference=pd.Series({"b": 1, "a": 20})
    )
    assert ratio.at[0, "a"] == 2.5 and np.isnan(ratio.at[0, "b"])
