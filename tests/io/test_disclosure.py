"""Disclosure control: the rules by hand, and that nothing hidden can be worked out again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pandas import DataFrame

from nmanalys.errors import SchemaError
from nmanalys.io.disclosure import (
    dominance_rule,
    frequency_rule,
    p_percent_rule,
    recoverable_cells,
    secondary_suppression,
    suppress,
)

counts = arrays(np.int64, st.tuples(st.integers(3, 7), st.integers(3, 7)), elements=st.integers(0, 60))


def exactly_known(hidden: np.ndarray, margins: tuple[str, ...]) -> list[tuple[int, int]]:
    """Hidden cells that the sums determine, by linear algebra: those that vanish from the null space."""
    cells = list(zip(*np.nonzero(hidden), strict=True))
    if not cells:
        return []
    rows, columns = hidden.shape
    equations = np.zeros((rows + columns, len(cells)))
    for number, (row, column) in enumerate(cells):
        equations[row, number] = "rows" in margins
        equations[rows + column, number] = "columns" in margins
    _, singular, basis = np.linalg.svd(equations)
    null_space = basis[(singular > 1e-9).sum() :]
    return [cell for number, cell in enumerate(cells) if np.abs(null_space[:, number]).max(initial=0) < 1e-9]


@settings(max_examples=150, deadline=None)
@given(counts, st.sampled_from([("rows", "columns"), ("columns",), ("rows",)]))
def test_nothing_hidden_can_be_worked_out(values: np.ndarray, margins: tuple[str, ...]) -> None:
    table = DataFrame(values)
    unsafe = frequency_rule(table, 5)
    try:
        hidden = secondary_suppression(table, unsafe, margins=margins)
    except SchemaError:
        assert (values == 0).any()  # only a lack of cells to hide excuses a table
        return
    assert (hidden | ~unsafe).to_numpy().all()
    assert not hidden.to_numpy()[values == 0].any()
    assert exactly_known(hidden.to_numpy(), margins) == []


@settings(max_examples=50, deadline=None)
@given(counts)
def test_published_cells_stay(values: np.ndarray) -> None:
    table = DataFrame(values + 1)
    published = DataFrame(False, table.index, table.columns)
    published[table.shape[1] - 1] = True
    unsafe = frequency_rule(table, 5) & ~published
    try:
        hidden = secondary_suppression(table, unsafe, published=published)
    except SchemaError:
        return
    assert not (hidden & published).to_numpy().any()


def test_two_lonely_cells_protect_each_other() -> None:
    table = DataFrame([[3, 10, 10], [10, 3, 10], [10, 10, 10]])
    hidden = secondary_suppression(table, table < 5)
    assert hidden.to_numpy().sum() == 4
    assert hidden.loc[[0, 1], [0, 1]].to_numpy().all()


def test_a_total_may_have_to_go() -> None:
    table = DataFrame({"54": [3, 0, 3]}, index=["a", "b", "sum"])
    hidden = secondary_suppression(table, table == 3, margins=("columns",))
    assert hidden["54"].tolist() == [True, False, True]


def test_a_cell_that_equals_a_published_sum_cannot_be_protected() -> None:
    table = DataFrame({"68": [3, 40], "all": [3, 40]}, index=["a", "b"])
    published = DataFrame({"68": [False, False], "all": [True, True]}, index=["a", "b"])
    with pytest.raises(SchemaError, match="cannot be protected"):
        secondary_suppression(table, (table < 5) & ~published, published=published)


def test_rules_by_hand() -> None:
    assert frequency_rule(DataFrame([[0, 1, 4, 5, np.nan]]), 5).to_numpy().tolist() == [
        [False, True, True, False, True]
    ]
    assert dominance_rule(DataFrame([[0.79, 0.801, np.nan]])).to_numpy().tolist() == [[False, True, False]]
    assert suppress(DataFrame([[1, 2]]), DataFrame([[True, False]])).isna().to_numpy().tolist() == [[True, False]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: frequency_rule(DataFrame([[-1]]), 5), "negative"),
        (lambda: dominance_rule(DataFrame([[81.0]])), "outside 0–1"),
        (lambda: secondary_suppression(DataFrame([[1]]), DataFrame({"x": [True]})), "align"),
        (lambda: secondary_suppression(DataFrame([[np.nan]]), DataFrame([[True]])), "missing value"),
        (lambda: secondary_suppression(DataFrame([[1]]), DataFrame([[True]]), published=DataFrame([[True]])), "hidden"),
    ],
)
def test_wrong_input_is_named(call, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        call()


@settings(max_examples=100, deadline=None)
@given(
    arrays(np.bool_, st.tuples(st.integers(1, 6), st.integers(1, 6))),
    st.sampled_from([(), ("columns",), ("rows",), ("rows", "columns")]),
)
def test_recoverable_cells_are_those_that_linear_algebra_finds(marks: np.ndarray, margins: tuple[str, ...]) -> None:
    found = recoverable_cells(DataFrame(marks), margins=margins).to_numpy()
    assert set(zip(*np.nonzero(found), strict=True)) == set(exactly_known(marks, margins))


@settings(max_examples=50, deadline=None)
@given(counts)
def test_the_audit_passes_what_secondary_suppression_leaves(values: np.ndarray) -> None:
    table = DataFrame(values + 1)
    hidden = secondary_suppression(table, frequency_rule(table, 5))
    assert not recoverable_cells(hidden).to_numpy().any()
    lonely = frequency_rule(table, 5)
    if lonely.to_numpy().sum() == 1:
        assert recoverable_cells(lonely).equals(lonely)


def test_p_percent_rule_by_hand() -> None:
    # rest 10 of 100: 8 are 10 per cent of 80, 12 are 15
    whole, first, second = (DataFrame({"24": [value]}) for value in (100, 80, 10))
    assert not p_percent_rule(whole, first, second).iat[0, 0] and p_percent_rule(whole, first, second, 15).iat[0, 0]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 500), min_size=0, max_size=6), st.floats(1, 50))
def test_the_runner_up_is_kept_from_guessing(units: list[int], p: float) -> None:
    """Who knows the sum and its own size thinks the rest is zero, and must be wrong by p per cent."""
    ordered = [*sorted(units, reverse=True), 0, 0]
    frames = [DataFrame({"x": [float(value)]}) for value in (sum(units), ordered[0], ordered[1])]
    guess = sum(units) - ordered[1]
    near = guess - ordered[0] < p / 100 * ordered[0]
    assert p_percent_rule(*frames, p).iat[0, 0] == (near and bool(units))


def test_p_percent_rule_refuses_and_hides_what_is_unknown() -> None:
    cell = DataFrame({"x": [10.0]})
    assert (
        p_percent_rule(cell * np.nan, cell, cell * 0).iat[0, 0]
        and p_percent_rule(cell, cell * np.nan, cell * 0).iat[0, 0]
    )
    assert not p_percent_rule(cell * 0, cell * 0, cell * 0).iat[0, 0]
    for total, largest, second, p in (
        (cell, cell, cell, 10),
        (cell, cell / 4, cell / 2, 10),
        (cell, cell, cell * 0, 0),
    ):
        with pytest.raises(SchemaError, match="two largest"):
            p_percent_rule(total, largest, second, p)
    with pytest.raises(SchemaError, match="other rows"):
        p_percent_rule(cell, cell.rename(index={0: 1}), cell)
