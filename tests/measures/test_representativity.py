from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmanalys.errors import SchemaError, SeriesBreakError
from nmanalys.measures.anonymity import merge_small_cells, rare_combinations
from nmanalys.measures.representativity import late_answers, r_indicator
from nmanalys.measures.waves import newcombe_difference, refuse_changed_items

FAST = settings(max_examples=30, deadline=None)


def answered(cells: dict[tuple[str, str], int]) -> pd.DataFrame:
    rows = [key for key, number in cells.items() for _ in range(number)]
    return pd.DataFrame(rows, columns=["cluster_id", "size_class"])


FRAME = pd.DataFrame({"cluster_id": list("xxyy"), "size_class": list("slsl"), "firms": [40, 10, 20, 30]})


def test_r_by_hand():
    frame = pd.DataFrame({"size_class": ["s", "l"], "firms": [60, 40]})
    result = r_indicator(frame, pd.DataFrame({"size_class": ["s"] * 30 + ["l"] * 10}), by=["size_class"])
    # propensities 0.5 and 0.25 around 0.4: (60 · 0.01 + 40 · 0.0225) / 99
    spread = np.sqrt(1.5 / 99)
    assert result["r"] == pytest.approx(1 - 2 * spread) and result["most_bias"] == pytest.approx(spread / 0.4)
    assert result["response_rate"] == 0.4 and result["partial: size_class"] == pytest.approx(spread)
    by_chance = (0.25 * 60 / 59 * 0.4 + 0.1875 * 40 / 39 * 0.6) / 99
    assert result["r_adjusted"] == pytest.approx(1 - 2 * np.sqrt(1.5 / 99 - by_chance))


def test_r_is_the_variance_of_the_firms_propensities():
    people = answered({("x", "s"): 20, ("x", "l"): 2, ("y", "s"): 12, ("y", "l"): 6})
    result = r_indicator(FRAME, people)
    propensity = np.repeat([0.5, 0.2, 0.6, 0.2], [40, 10, 20, 30])
    assert result["r"] == pytest.approx(1 - 2 * propensity.std(ddof=1))
    by_size = np.repeat([32 / 60, 8 / 40], [60, 40])
    assert result["partial: size_class"] == pytest.approx(by_size.std(ddof=1))


def test_adjustment_takes_chance_away(rng):
    # everybody answers with chance 0.4, so that the true indicator is 1
    frame = pd.DataFrame({"cluster_id": [*range(8)], "firms": [12] * 8})
    raw, adjusted = [], []
    for _ in range(200):
        numbers = rng.binomial(12, 0.4, 8)
        people = pd.DataFrame({"cluster_id": np.repeat(range(8), numbers)})
        result = r_indicator(frame, people, by=["cluster_id"])
        raw.append((1 - result["r"]) ** 2)
        adjusted.append((1 - result["r_adjusted"]) ** 2)
    assert np.mean(raw) == pytest.approx(4 * 0.24 * 7 / 95, rel=0.1) and np.mean(adjusted) < np.mean(raw) / 2


@FAST
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=2, max_size=6))
def test_r_lies_within_bounds(pairs):
    frame = pd.DataFrame({"cluster_id": range(len(pairs)), "firms": [asked for asked, _ in pairs]})
    numbers = [min(asked, number) for asked, number in pairs]
    result = r_indicator(frame, pd.DataFrame({"cluster_id": np.repeat(range(len(pairs)), numbers)}), by=["cluster_id"])
    if not sum(numbers):
        assert result["r":].isna().all()
        return
    # at most half of the firms answer for certain and half never
    firms = sum(asked for asked, _ in pairs)
    assert 1 - np.sqrt(firms / (firms - 1)) - 1e-9 <= result["r"] <= result["r_adjusted"] <= 1
    assert result["partial: cluster_id"] == pytest.approx((1 - result["r"]) / 2)


def test_everybody_answered():
    result = r_indicator(FRAME, answered({("x", "s"): 40, ("x", "l"): 10, ("y", "s"): 20, ("y", "l"): 30}))
    assert result["r"] == result["r_adjusted"] == result["response_rate"] == 1


def test_r_refuses():
    with pytest.raises(SchemaError, match=r"more answered than were asked in '\('x', 'l'\)'"):
        r_indicator(FRAME, answered({("x", "l"): 11}))
    with pytest.raises(SchemaError, match="'z'"):
        r_indicator(FRAME, answered({("z", "l"): 1}))
    with pytest.raises(SchemaError, match="frame has no column 'firms'"):
        r_indicator(FRAME.drop(columns="firms"), answered({}))
    with pytest.raises(SchemaError, match="respondents has no column 'size_class'"):
        r_indicator(FRAME, FRAME[["cluster_id"]])


SURVEY = pd.DataFrame(
    {
        "item": 1,
        "answer": [1] * 8 + [4] * 2 + [1] * 4 + [4] * 6 + [None],
        "is_late": [False] * 10 + [True] * 10 + [None],
    }
)


def test_late_against_early():
    row = late_answers(SURVEY).loc[1]
    assert row[["early_n", "late_n", "early_share", "late_share"]].tolist() == [10, 10, 0.8, 0.4]
    np.testing.assert_allclose(row[["difference", "lower", "upper"]].tolist(), newcombe_difference(4, 10, 8, 10))
    few = late_answers(SURVEY, min_n=11).loc[1]
    assert few["early_n"] == 10 and few["early_share":].isna().all()
    assert late_answers(SURVEY[SURVEY["is_late"] == False]).loc[1, "late_n"] == 0  # noqa: E712


@FAST
@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=1, max_size=40))
def test_late_turned_round_is_early(rows):
    table = pd.DataFrame(rows, columns=["answer", "is_late"]).assign(item=1)
    there, back = (late_answers(x, min_n=1).loc[1] for x in (table, table.assign(is_late=~table["is_late"])))
    np.testing.assert_allclose(there["difference"], -back["difference"])
    np.testing.assert_allclose(there["lower"], -back["upper"], atol=1e-12)


def test_late_refuses():
    with pytest.raises(SchemaError, match="row 0 was late"):
        late_answers(SURVEY.assign(is_late=None))
    with pytest.raises(SchemaError, match="no column 'is_late'"):
        late_answers(SURVEY[["item", "answer"]])


def test_small_cells_are_merged_with_the_smaller_neighbour():
    table = pd.DataFrame([[20, 2, 5, 0], [9, 8, 3, 7]], index=["x", "y"], columns=[1, 2, 3, 4])
    merged = merge_small_cells(table)
    assert list(merged.columns) == [1, "2–3", 4] and merged.loc["x"].tolist() == [20, 7, 0]
    strict = merge_small_cells(table, zero_is_safe=False)
    assert list(strict.columns) == [1, "2–4"]
    assert (strict >= 3).all(axis=None)
    # the order of merging does not matter when one column is left
    whole = merge_small_cells(pd.DataFrame([[1, 1, 1], [1, 1, 1]]))
    assert whole.to_numpy().tolist() == [[3], [3]] and list(whole.columns) == ["0–2"]


@FAST
@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=4), st.booleans())
def test_merging_keeps_sums_and_leaves_no_small_cell(rows, zero_is_safe):
    table = pd.DataFrame(rows, columns=list("abcd"))
    sums = table.sum(axis=1)
    if ((sums < 3) & ((sums > 0) | (not zero_is_safe))).any():
        with pytest.raises(SchemaError, match="holds fewer than 3"):
            merge_small_cells(table, zero_is_safe=zero_is_safe)
        return
    merged = merge_small_cells(table, zero_is_safe=zero_is_safe)
    assert merged.sum(axis=1).tolist() == sums.tolist()
    assert ((merged >= 3) | ((merged == 0) & zero_is_safe)).all(axis=None)
    pd.testing.assert_frame_equal(merge_small_cells(merged, zero_is_safe=zero_is_safe), merged)


def test_merging_refuses_missing_cells():
    with pytest.raises(SchemaError, match="a cell is missing"):
        merge_small_cells(pd.DataFrame([[1.0, None]]))


def test_rare_combinations():
    firms = pd.DataFrame({"cluster": ["x"] * 5 + ["y"] * 3, "size": ["s", "s", "s", "l", "l", None, None, "s"]})
    assert rare_combinations(firms, ["cluster", "size"])["n"].tolist() == [1, 2, 2]
    assert rare_combinations(firms, ["cluster"]).empty
    for keys, message in ((["county"], "'county'"), ([], "one key")):
        with pytest.raises(SchemaError, match=message):
            rare_combinations(firms, keys)


def test_changed_items_are_a_break():
    items = pd.Series({1: "Andra företag", 2: "Forskare"})
    refuse_changed_items(items, items + " ")
    with pytest.raises(SeriesBreakError, match="Item '3' was asked in one"):
        refuse_changed_items(items, pd.concat([items, pd.Series({3: "Politiker"})]))
    with pytest.raises(SeriesBreakError, match="another order"):
        refuse_changed_items(items, items.iloc[::-1])
    with pytest.raises(SeriesBreakError, match="Item '2' was worded otherwise"):
        refuse_changed_items(items, items.replace("Forskare", "Forskare eller doktorander"))
