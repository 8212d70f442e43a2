from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata, wilcoxon
from statsmodels.stats.contingency_tables import SquareTable, mcnemar

from nmanalys.errors import SchemaError
from nmanalys.measures.paired_tests import stuart_maxwell_test, wilcoxon_signed_rank

FAST = settings(max_examples=30, deadline=None)
WAVES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=40).map(
    lambda pairs: (pd.Series([a for a, _ in pairs]), pd.Series([b for _, b in pairs]))
)
# unaided distance vision of 7,477 women, right and left eye: Stuart (1953), Biometrika 40
VISION = np.array([[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]])


def answers(table: np.ndarray) -> tuple[pd.Series, pd.Series]:
    """A firm for each count of a square table."""
    before, after = np.indices(table.shape)
    return tuple(pd.Series(np.repeat(codes.ravel() + 1, table.ravel())) for codes in (before, after))


def test_stuarts_women():
    result = stuart_maxwell_test(*answers(VISION), answers=range(1, 5))
    # 11.957 with three degrees of freedom in Stuart (1955)
    assert result.statistic == pytest.approx(11.957, abs=5e-4) and result.df == 3 and result.pairs == 7477
    theirs = SquareTable(VISION.astype(float), shift_zeros=False).homogeneity(method="stuart_maxwell")
    assert result.p_value == pytest.approx(theirs.pvalue)


@FAST
@given(WAVES)
def test_stuart_maxwell_against_statsmodels(waves):
    before, after = waves
    mine, known = stuart_maxwell_test(before, after), sorted({*before, *after})
    table = pd.crosstab(before, after).reindex(index=known, columns=known, fill_value=0).to_numpy(dtype=float)
    if len(known) < 2:
        assert np.isnan(mine.p_value) and mine.df == 0
    elif mine.df == len(known) - 1:
        theirs = SquareTable(table, shift_zeros=False).homogeneity(method="stuart_maxwell")
        assert mine.statistic == pytest.approx(theirs.statistic, abs=1e-8)
        assert mine.p_value == pytest.approx(theirs.pvalue, abs=1e-8)
    else:
        assert mine.statistic >= -1e-9 and 0 <= mine.p_value <= 1


@FAST
@given(WAVES)
def test_stuart_maxwell_does_not_see_which_wave_came_first(waves):
    there, back = stuart_maxwell_test(*waves), stuart_maxwell_test(*waves[::-1])
    np.testing.assert_allclose(there, back, atol=1e-9)


def test_two_answers_are_mcnemar():
    table = np.array([[30, 12], [4, 20]])
    result = stuart_maxwell_test(*answers(table))
    assert result.statistic == pytest.approx(8**2 / 16)
    assert result.p_value == pytest.approx(mcnemar(table, exact=False, correction=False).pvalue)


def test_nobody_changed():
    same = pd.Series([1, 2, 3])
    assert stuart_maxwell_test(same, same) == (0.0, 0, 1.0, 3)
    result = wilcoxon_signed_rank(same, same)
    assert np.isnan(result.p_value) and (result.pairs, result.unchanged) == (3, 3)


def test_groups_that_exchange_nobody_lose_a_degree_of_freedom():
    # 1 and 2 exchange firms, and 3 and 4
    table = np.zeros((4, 4), int)
    table[0, 1], table[1, 0], table[2, 3], table[3, 2] = 9, 1, 8, 8
    result = stuart_maxwell_test(*answers(table))
    assert result.df == 2 and result.statistic == pytest.approx(8**2 / 10)


def test_refusals():
    twice = pd.Series([1, 2], index=["a", "a"])
    for test in (stuart_maxwell_test, wilcoxon_signed_rank):
        with pytest.raises(SchemaError, match="'a' occurs twice"):
            test(pd.Series([1], index=["a"]), twice)
    with pytest.raises(SchemaError, match="Answer 9 is none of 1, 2"):
        stuart_maxwell_test(pd.Series([1, 2]), pd.Series([2, 9]), answers=[1, 2])


def test_missing_answers_are_no_pairs():
    before, after = pd.Series([1, 2, None, 4]), pd.Series([2, None, 3, 5])
    assert stuart_maxwell_test(before, after).pairs == wilcoxon_signed_rank(before, after).pairs == 2


def test_wilcoxon_without_ties_against_scipy():
    change = pd.Series([6.0, 8, 14, 16, 23, 24, 28, 29])
    for signs in product((1, -1), repeat=3):
        moved = change * np.array([*signs, 1, 1, 1, 1, 1])
        mine, theirs = wilcoxon_signed_rank(moved * 0, moved), wilcoxon(moved, method="exact")
        assert mine.p_value == pytest.approx(theirs.pvalue)
        assert min(mine.statistic, 36 - mine.statistic) == theirs.statistic


@FAST
@given(WAVES.filter(lambda waves: 0 < (waves[0] != waves[1]).sum() <= 10))
def test_wilcoxon_with_ties_by_trying_all_signs(waves):
    before, after = waves
    moved = (after - before)[before != after].to_numpy()
    ranks, mine = rankdata(abs(moved)), wilcoxon_signed_rank(before, after)
    sums = np.array([ranks @ signs for signs in product((0, 1), repeat=len(ranks))])
    low, high = (sums <= mine.statistic + 1e-9).mean(), (sums >= mine.statistic - 1e-9).mean()
    assert mine.p_value == pytest.approx(min(1, 2 * min(low, high)))
    assert mine.statistic == ranks[moved > 0].sum() and mine.unchanged == (before == after).sum()
    turned = wilcoxon_signed_rank(after, before)
    assert turned.p_value == pytest.approx(mine.p_value) and turned.correlation == pytest.approx(-mine.correlation)


def test_many_firms_against_scipy(rng):
    before, after = pd.Series(rng.integers(1, 6, 400)), pd.Series(rng.choice([1, 1, 2, 3, 4, 5], 400))
    mine = wilcoxon_signed_rank(before, after)
    theirs = wilcoxon(after - before, zero_method="wilcox", correction=False, method="asymptotic")
    assert mine.p_value == pytest.approx(theirs.pvalue) and -1 < mine.correlation < 0


def test_exact_and_approximate_meet(rng):
    change = pd.Series(rng.choice([-2, -1, 1, 2, 3], 100))
    exact = wilcoxon_signed_rank(change * 0, change)
    theirs = wilcoxon(change, correction=False, method="asymptotic")
    assert exact.p_value == pytest.approx(theirs.pvalue, abs=0.01)
