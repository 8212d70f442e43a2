from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from statsmodels.stats.inter_rater import aggregate_raters
from statsmodels.stats.inter_rater import cohens_kappa as statsmodels_cohen
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from nmanalys.errors import SchemaError
from nmanalys.measures.confirmation import agreement
from nmanalys.measures.rater_reliability import cohen_kappa, fleiss_kappa, krippendorff_alpha

FAST = settings(max_examples=25, deadline=None)
LEVELS = ("nominal", "ordinal", "interval", "ratio")
# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: four observers, twelve units
OBSERVERS = pd.DataFrame(
    {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    }
)
# Fleiss (1971) in the form of many textbooks: ten subjects, fourteen raters, five categories
FOURTEEN = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip

TABLES = arrays(np.int64, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=7), elements=st.integers(1, 4)).map(
    pd.DataFrame
)


@pytest.mark.parametrize(("level", "alpha"), list(zip(LEVELS, (0.743, 0.815, 0.849, 0.797), strict=True)))
def test_krippendorffs_example(level, alpha):
    result = krippendorff_alpha(OBSERVERS, level=level)
    assert result.alpha == pytest.approx(alpha, abs=5e-4)
    # the twelfth unit was rated once
    assert (result.units, result.ratings) == (11, 40) and np.isnan(result.lower)


def test_interval_of_alpha(rng):
    result = krippendorff_alpha(OBSERVERS, rng, level="ordinal", draws=500)
    assert result.lower < result.alpha < result.upper <= 1
    assert krippendorff_alpha(OBSERVERS, rng, confidence=0.5).lower > result.lower
    same = krippendorff_alpha(pd.DataFrame({"A": [1, 1], "B": [1, 1]}), rng, draws=5)
    assert np.isnan(same.alpha) and np.isnan(same.lower)
    assert krippendorff_alpha(OBSERVERS.head(1), rng).units == 1


@FAST
@given(TABLES, st.sampled_from(LEVELS), st.randoms())
def test_alpha_does_not_see_the_order(table, level, random):
    rows, columns = list(table.index), list(table.columns)
    random.shuffle(rows)
    random.shuffle(columns)
    first, second = (krippendorff_alpha(x, level=level).alpha for x in (table, table.loc[rows, columns]))
    np.testing.assert_allclose(first, second)
    assert np.isnan(first) or first <= 1
    perfect = krippendorff_alpha(pd.DataFrame({"A": table[0], "B": table[0]}), level=level).alpha
    assert np.isnan(perfect) or perfect == 1


@FAST
@given(TABLES)
def test_alpha_of_two_values_is_the_same_on_every_level(table):
    two = (table > 2).astype(int)
    alphas = [krippendorff_alpha(two, level=level).alpha for level in ("nominal", "ordinal", "interval", "ratio")]
    np.testing.assert_allclose(alphas, alphas[0])


def test_words_are_nominal():
    words = pd.DataFrame({"A": ["ja", "nej", "ja"], "B": ["ja", "nej", None]})
    assert krippendorff_alpha(words).alpha == 1
    with pytest.raises(SchemaError, match="numbers on the level 'ordinal', not such as 'ja'"):
        krippendorff_alpha(words, level="ordinal")
    with pytest.raises(SchemaError, match="Unknown level 'order'"):
        krippendorff_alpha(words, level="order")


def test_fleiss_example():
    ratings = pd.DataFrame([np.repeat(range(5), row) for row in FOURTEEN])
    result = fleiss_kappa(ratings)
    assert result["kappa"] == pytest.approx(0.210, abs=5e-4) and result["observed"] == pytest.approx(0.378, abs=5e-4)
    assert result["expected"] == pytest.approx(0.213, abs=5e-4) and result["raters"] == 14


@FAST
@given(TABLES)
def test_fleiss_against_statsmodels(table):
    mine = fleiss_kappa(table)["kappa"]
    if table.nunique().sum() and len(np.unique(table)) > 1:
        assert mine == pytest.approx(statsmodels_fleiss(aggregate_raters(table.to_numpy())[0]))
    else:
        assert np.isnan(mine)


def test_fleiss_refuses():
    with pytest.raises(SchemaError, match="unit '0', rater 'C': the rating is missing"):
        fleiss_kappa(OBSERVERS)
    with pytest.raises(SchemaError, match="not 1"):
        fleiss_kappa(OBSERVERS[["A"]])


@FAST
@given(TABLES)
def test_cohen_against_statsmodels(table):
    first, second = table[0], table[1]
    mine, categories = cohen_kappa(first, second), sorted({*first, *second})
    if len(categories) == 1:
        assert np.isnan(mine["kappa"]) and np.isnan(mine["pabak"])
        return
    square = pd.crosstab(first, second).reindex(index=categories, columns=categories, fill_value=0)
    assert mine["kappa"] == pytest.approx(statsmodels_cohen(square.to_numpy()).kappa, abs=1e-12)


def test_cohen_by_hand():
    # 20, 5, 10, 15
    first, second = pd.Series([1] * 25 + [0] * 25), pd.Series([1] * 20 + [0] * 5 + [1] * 10 + [0] * 15)
    result = cohen_kappa(first, second)
    np.testing.assert_allclose(result, [50, 0.7, 0.5, 0.4, 0.4])
    assert result["kappa"] == pytest.approx(agreement(first, second)["kappa"])
    three = cohen_kappa(pd.Series(list("abc")), pd.Series(list("abb")))
    assert three["pabak"] == pytest.approx((3 * 2 / 3 - 1) / 2)
    assert cohen_kappa(pd.Series([None, 1]), pd.Series([1, None]))["n"] == 0


def test_cohen_refuses():
    with pytest.raises(SchemaError, match="'1' was rated by one"):
        cohen_kappa(pd.Series([1, 2]), pd.Series([1]))
    with pytest.raises(SchemaError, match="'0' occurs twice"):
        cohen_kappa(pd.Series([1, 2], index=[0, 0]), pd.Series([1]))
