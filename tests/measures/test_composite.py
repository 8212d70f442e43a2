from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.composite import aggregate, composite_indicator, goalposts, normalise, winsorise
from nmanalys.measures.rank_uncertainty import mean_rank_shift, rank_intervals
from nmanalys.measures.ranking import smaa2

TABLE = pd.DataFrame({"rd": [1.0, 2.0, 4.0], "unemployment": [9.0, 6.0, 3.0]}, index=list("abc"))
DIRECTIONS = pd.Series({"rd": "up", "unemployment": "down"})


def test_normalise():
    points = normalise(TABLE, DIRECTIONS)
    assert points["rd"].tolist() == [1, 34, 100] and points["unemployment"].tolist() == [1, 50.5, 100]
    assert normalise(TABLE, DIRECTIONS, method="rank")["unemployment"].tolist() == [1, 50.5, 100]
    z = normalise(TABLE, DIRECTIONS, method="z")
    np.testing.assert_allclose(z.mean(), 50)
    np.testing.assert_allclose(z.std(ddof=0), 10)
    with pytest.raises(SchemaError, match="Unknown method"):
        normalise(TABLE, method="zscore")
    with pytest.raises(SchemaError, match="'rd' must be up or down"):
        normalise(TABLE, pd.Series({"rd": "more", "unemployment": "down"}))


def test_goalposts_stay_where_they_were():
    posts = goalposts(TABLE)
    later = normalise(TABLE * 2, DIRECTIONS, posts=posts)
    assert later["rd"].tolist() == [34, 100, 100] and later["unemployment"].tolist() == [1, 1, 50.5]
    flat = normalise(pd.DataFrame({"x": [1.0, 1.0]}))
    assert flat["x"].isna().all()


def test_aggregate():
    points = pd.DataFrame([[1.0, 100.0]])
    assert aggregate(points, method="arithmetic")[0] == 50.5
    assert aggregate(points)[0] == pytest.approx(10)
    # mean 50.5, standard deviation 49.5
    assert aggregate(points, method="mazziotta_pareto")[0] == pytest.approx(50.5 - 49.5 * 49.5 / 50.5)
    weighted = aggregate(points, pd.Series([3.0, 1.0]), method="arithmetic")
    assert weighted[0] == pytest.approx(25.75)
    for wrong, message in ((points - 1, "above 0"), (points, "0 or more")):
        with pytest.raises(SchemaError, match=message):
            aggregate(wrong, pd.Series([-1.0, 1.0]) if wrong is points else None)
    with pytest.raises(SchemaError, match="Unknown method"):
        aggregate(points, method="mean")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(1, 100), min_size=2, max_size=6))
def test_means_are_in_order(row):
    points = pd.DataFrame([row])
    arithmetic, geometric, penalised = (
        aggregate(points, method=name)[0] for name in ("arithmetic", "geometric", "mazziotta_pareto")
    )
    assert min(row) - 1e-9 <= geometric <= arithmetic + 1e-9 <= max(row) + 2e-9 and penalised <= arithmetic + 1e-9


def test_too_few_indicators():
    points = pd.DataFrame([[10.0, 10.0, np.nan], [10.0, np.nan, np.nan]])
    result = aggregate(points)
    assert result[0] == pytest.approx(10) and np.isnan(result[1])


def test_composite_of_pillars():
    table = TABLE.assign(patents=[1.0, 2.0, 3.0])
    pillars = pd.Series({"rd": "knowledge", "patents": "knowledge", "unemployment": "labour"})
    result = composite_indicator(table, pillars, DIRECTIONS.reindex(table.columns, fill_value="up"))
    assert list(result.columns) == ["knowledge", "labour", "composite"]
    assert result.loc["c", "composite"] == pytest.approx(100)
    assert result.loc["b", "knowledge"] == pytest.approx(np.sqrt(34 * 50.5))
    hidden = composite_indicator(table.assign(unemployment=[np.nan, 6, 3]), pillars)
    assert np.isnan(hidden.loc["a", "composite"]) and not np.isnan(hidden.loc["a", "knowledge"])
    with pytest.raises(SchemaError, match="'patents' has no pillar"):
        composite_indicator(table, pillars.drop("patents"))


def test_winsorise():
    values = pd.DataFrame(
        {"a": [1.0, 2.0, 3.0] * 5 + [100.0], "b": [*range(16)], "c": [1.0] * 16, "d": [1.0, 2, 3, 2] * 4}
    )
    result = winsorise(values)
    assert result["a"].max() == 3 and result[["b", "c", "d"]].equals(values[["b", "c", "d"]].astype(float))
    assert winsorise(-values)["a"].min() == -3


def test_rank_intervals(rng):
    table = pd.DataFrame({"a": [3.0, 2.0, 1.0], "b": [3.0, 1.0, 2.0]}, index=list("xyz"))
    summary, before = rank_intervals(table, rng, draws=300, top=1)
    assert summary.loc["x", ["median", "lower", "upper", "top_probability"]].tolist() == [1, 1, 1, 1]
    assert summary.loc["y", "upper"] == 3 and before.loc["x", "y"] == 1 and 0.2 < before.loc["y", "z"] < 0.8
    np.testing.assert_allclose(before + before.T, np.ones((3, 3)))
    noisy, _ = rank_intervals(table, rng, draws=300, standard_errors=table * 0 + 5)
    assert noisy.loc["x", "upper"] > 1
    with pytest.raises(SchemaError, match="complete"):
        rank_intervals(table.where(table > 1), rng)


def test_mean_rank_shift():
    assert mean_rank_shift(pd.Series({"a": 1, "b": 2, "c": 3}), pd.Series({"c": 1, "b": 2, "a": 3})) == pytest.approx(
        4 / 3
    )


def test_smaa(rng):
    table = pd.DataFrame([[1.0, 0.0], [0.0, 0.5]], index=["A", "B"], columns=["x", "y"])
    result = smaa2(table, rng, draws=20_000)
    assert result.ranks.loc["A", 1] == pytest.approx(2 / 3, abs=0.01) and result.standard_error < 0.004
    # A is first where the weight of x exceeds 1/3, on average 2/3
    assert result.central_weights.loc["A", "x"] == pytest.approx(2 / 3, abs=0.01)
    assert result.central_weights.loc["B", "x"] == pytest.approx(1 / 6, abs=0.01)
    assert result.confidence.tolist() == [1, 1] and result.holistic["A"] == result.ranks.loc["A", 1]


def test_smaa_shares_ties_and_knows_the_dominated(rng):
    table = pd.DataFrame([[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]], index=list("abc"))
    result = smaa2(table, rng, draws=100)
    assert result.ranks.loc["a"].tolist() == [0.5, 0.5, 0] and result.ranks.loc["c", 3] == 1
    assert result.central_weights.loc["c"].isna().all() and np.isnan(result.confidence["c"])
    np.testing.assert_allclose(result.ranks.sum(), 1)
    noisy = smaa2(table, rng, standard_errors=table * 0 + 1, draws=500)
    assert noisy.ranks.loc["c", 1] > 0.02 and noisy.confidence["a"] < 1
    assert smaa2(table.head(1), rng, draws=10).holistic["a"] == 1
    with pytest.raises(SchemaError, match="'b' has a missing"):
        smaa2(table.assign(x=[1, np.nan, 1]), rng)
