from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.clusters import cluster_phases, criterion_scores, phase_decline, phase_probabilities
from nmanalys.measures.horizontal import (
    guttman_reproducibility,
    horizontal_categories,
    meets_horizontal_demand,
    rater_agreement,
)

CRITERIA = pd.DataFrame(
    {
        "criterion_id": ["m1", "s1", "m2", "s2", "m3", "m4"],
        "dimension_sv": ["ledning", "nätverk", "ledning", "nätverk", "FoU", "FoU"],
        "phase": [1, 1, 2, 2, 3, 4],
        "kind": ["must", "should", "must", "should", "must", "must"],
    }
)


def scores(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, [f"c{i}" for i in range(len(rows))], CRITERIA["criterion_id"])


def test_gate_mean_and_weakest_link():
    table = scores([4, 4, 4, 4, 4, 4], [4, 4, 4, 0, 4, 4], [4, 4, 1, 4, 4, 4], [0, 4, 4, 4, 4, 4])
    phases = cluster_phases(table, CRITERIA)
    # one of two should-criteria is not 70 per cent; a failed must stops all later phases
    assert phases["gate"].tolist() == [4, 1, 1, 0]
    assert cluster_phases(table, CRITERIA, should_share=0.5)["gate"].tolist() == [4, 4, 1, 0]
    assert phases["mean"].tolist() == [4, 4, 4, 4]
    assert phases["weakest_link"].tolist() == [4, 3, 3, 3]
    assert phases["weakest_dimension"].tolist()[1:] == ["nätverk", "ledning", "ledning"]
    assert phases["is_agreed"].tolist() == [True, False, False, False]
    assert phases.loc["c1", ["phase_lower", "phase_upper"]].tolist() == [1, 4]


def test_missing_is_not_zero():
    phases = cluster_phases(scores([4, 4, np.nan, 4, 4, 4], [np.nan] * 6), CRITERIA)
    assert phases["gate"].isna().all() and phases["missing_scores"].tolist() == [1, 6]
    assert phases.loc["c0", ["gate_lower", "gate_upper"]].tolist() == [1, 4]
    assert phases.loc["c1", ["gate_lower", "gate_upper"]].tolist() == [0, 4]
    assert pd.isna(phases.loc["c1", "mean"]) and pd.isna(phases.loc["c1", "weakest_dimension"])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=6, max_size=6), st.integers(0, 5))
def test_a_higher_score_never_lowers_the_phase(row, place):
    better = row.copy()
    better[place] = min(4, better[place] + 1)
    for rule in ("gate", "mean", "weakest_link"):
        before, after = cluster_phases(scores(row, better), CRITERIA)[rule]
        assert before <= after


def test_probabilities(rng):
    table = scores([4] * 6, [2] * 6, [np.nan] * 6)
    chances = phase_probabilities(table, CRITERIA, rng, draws=4000)
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    assert chances.loc["c0", 4] == 1
    # a score of 2 falls below the limit with probability 0.1; all six hold with 0.9 to the sixth power
    assert chances.loc["c1", 4] == pytest.approx(0.9**6, abs=0.03)
    assert chances.loc["c1", 0] == pytest.approx(1 - 0.9 * 0.9, abs=0.03)
    assert chances.loc["c2", 4] < 0.2
    again = phase_probabilities(table, CRITERIA, np.random.default_rng(20160401), draws=4000)
    pd.testing.assert_frame_equal(chances, again)
    with pytest.raises(SchemaError, match="perturb"):
        phase_probabilities(table, CRITERIA, rng, perturb=2)


def test_scores_of_raters():
    long = pd.DataFrame(
        [("x", "a", 1, "A", 2), ("x", "a", 1, "B", 3), ("x", "b", 1, "A", None), ("y", "a", 1, "A", 4),
         ("x", "a", 2, "A", 0)],
        columns=["cluster_id", "criterion_id", "wave", "rater", "score"],
    )  # fmt: skip
    wide = criterion_scores(long, 1)
    assert wide.loc["x", "a"] == 2.5 and np.isnan(wide.loc["x", "b"]) and wide.loc["y", "a"] == 4
    with pytest.raises(SchemaError, match="no wave 3"):
        criterion_scores(long, 3)
    with pytest.raises(SchemaError, match="twice"):
        criterion_scores(pd.concat([long, long.head(1)]), 1)
    with pytest.raises(SchemaError, match="outside 0-4"):
        criterion_scores(long.assign(score=5), 1)


def test_criteria_are_checked():
    with pytest.raises(SchemaError, match="'m4'"):
        cluster_phases(scores([1] * 6), CRITERIA.iloc[:5])
    with pytest.raises(SchemaError, match="must or should"):
        cluster_phases(scores([1] * 6), CRITERIA.assign(kind="may"))
    with pytest.raises(SchemaError, match="'m1'"):
        cluster_phases(scores([1] * 6), pd.concat([CRITERIA, CRITERIA.head(1)]))


def test_decline():
    flags = phase_decline(pd.Series({"x": 3, "y": 2}), pd.Series({"x": 2, "y": 2, "z": 1}))
    assert flags["x"] and not flags["y"] and pd.isna(flags["z"])


def conditions(*met: object) -> pd.DataFrame:
    return pd.DataFrame({"cluster_id": "x", "criterion": "miljo", "condition": [1, 2, 3], "met": met})


@pytest.mark.parametrize(
    ("met", "category", "counted"),
    [
        ((True, True, True), "aktivt", "aktivt"),
        ((True, False, True), "delvis", "delvis"),
        ((False, True, False), "delvis (oklar: 1 villkor)", "inte alls"),
        ((False, False, False), "inte alls", "inte alls"),
        ((True, None, True), "underlag saknas", "underlag saknas"),
    ],
)
def test_horizontal(met, category, counted):
    row = horizontal_categories(conditions(*met)).iloc[0]
    assert (row["category"], row["counted_as"]) == (category, counted)


def test_horizontal_choice_and_refusal():
    one = conditions(True, False, False)
    assert horizontal_categories(one, one_condition="delvis")["counted_as"].tolist() == ["delvis"]
    with pytest.raises(SchemaError, match="'x', 'miljo'"):
        horizontal_categories(one.head(2))


def test_demand():
    table = pd.DataFrame(
        {
            "cluster_id": list("aaabbbccc"),
            "counted_as": [
                "aktivt",
                "delvis",
                "inte alls",
                "aktivt",
                "inte alls",
                "inte alls",
                "aktivt",
                "underlag saknas",
                "inte alls",
            ],
        }
    )
    result = meets_horizontal_demand(table)
    assert result["a"] and not result["b"] and pd.isna(result["c"])


def test_agreement():
    perfect = rater_agreement(pd.Series([0, 1, 4]), pd.Series([0, 1, 4]))
    assert perfect["weighted_kappa"] == 1 and perfect["exact"] == 1
    assert np.isnan(rater_agreement(pd.Series([2, 2]), pd.Series([2, 2]))["weighted_kappa"])
    assert rater_agreement(pd.Series([None]), pd.Series([1]))["n"] == 0
    with pytest.raises(SchemaError, match="2 and 1"):
        rater_agreement(pd.Series([1, 2]), pd.Series([1]))
    with pytest.raises(SchemaError, match="whole numbers"):
        rater_agreement(pd.Series([7]), pd.Series([1]))


def test_weighted_kappa_by_hand():
    # observed mean square 1/4; by chance (all pairs) 56/16
    first, second = pd.Series([0, 1, 2, 3]), pd.Series([0, 1, 2, 4])
    chance = np.mean([(a - b) ** 2 for a in first for b in second])
    assert rater_agreement(first, second)["weighted_kappa"] == pytest.approx(1 - 0.25 / chance)


def test_guttman():
    assert guttman_reproducibility(pd.DataFrame(np.tri(4, 4))) == 1
    with pytest.raises(SchemaError, match="0 and 1"):
        guttman_reproducibility(pd.DataFrame([[0.5]]))
