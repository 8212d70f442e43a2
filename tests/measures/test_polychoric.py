from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from nmanalys.errors import NmanalysWarning, SchemaError
from nmanalys.measures.polychoric import (
    _bivariate_normal,
    _loadings,
    ordinal_reliability,
    polychoric_correlation,
    polychoric_matrix,
)
from nmanalys.measures.reliability import item_correlations


def answers(table) -> tuple[pd.Series, pd.Series]:
    counts = np.asarray(table)
    rows, columns = np.indices(counts.shape)
    return pd.Series(np.repeat(rows.ravel(), counts.ravel())), pd.Series(np.repeat(columns.ravel(), counts.ravel()))


@settings(max_examples=40, deadline=None)
@given(st.floats(-2.5, 2.5), st.floats(-2.5, 2.5), st.floats(-0.98, 0.98))
def test_bivariate_normal_against_scipy(a, b, rho):
    expected = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([a, b])
    assert _bivariate_normal(np.array(a), np.array(b), rho) == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize(("both", "one"), [(40, 10), (30, 20), (25, 25), (5, 45)])
def test_tetrachoric_with_even_margins_has_a_closed_form(both, one):
    # Sheppard (1899): P(both below the median) = 1/4 + arcsin(ρ) / 2π
    rho = polychoric_correlation(*answers([[both, one], [one, both]]))
    assert rho == pytest.approx(np.sin(2 * np.pi * (both / (2 * (both + one)) - 0.25)), abs=1e-6)


@pytest.mark.parametrize("rho", [-0.6, 0.0, 0.35, 0.8])
def test_recovers_the_correlation_behind_expected_counts(rho):
    rows, columns = [-8, -1, 0, 0.5, 1.5, 8], [-8, -0.5, 0.3, 1.2, 8]
    normal = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    below = np.array([[normal.cdf([a, b]) for b in columns] for a in rows])
    counts = np.rint(1e5 * np.diff(np.diff(below, axis=0), axis=1)).astype(int)
    assert polychoric_correlation(*answers(counts)) == pytest.approx(rho, abs=2e-3)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=100, max_size=120))
def test_turning_a_scale_turns_the_sign(pairs):
    first, second = pd.Series([a for a, _ in pairs]), pd.Series([b for _, b in pairs])
    if min(first.nunique(), second.nunique()) < 2:
        with pytest.raises(SchemaError, match="two or more different answers"):
            polychoric_correlation(first, second)
        return
    rho = polychoric_correlation(first, second)
    assert -1 <= rho <= 1
    assert polychoric_correlation(second, first) == pytest.approx(rho, abs=1e-4)
    assert polychoric_correlation(first, -second) == pytest.approx(-rho, abs=1e-4)
    # only the order of the codes counts
    assert polychoric_correlation(first**3, second) == pytest.approx(rho)


@pytest.fixture
def scale(rng) -> pd.DataFrame:
    attitude = rng.normal(size=4000)
    loadings = {"a": 0.9, "b": 0.7, "c": 0.5, "d": 0.6}
    noisy = {name: size * attitude + np.sqrt(1 - size**2) * rng.normal(size=4000) for name, size in loadings.items()}
    return pd.DataFrame({name: np.digitize(values, [-1, 0, 1]) for name, values in noisy.items()})


def test_reliability_of_one_attitude(scale):
    result = ordinal_reliability(scale)
    np.testing.assert_allclose(result.loadings, [0.9, 0.7, 0.5, 0.6], atol=0.05)
    # (2.7²) / (2.7² + .19 + .51 + .75 + .64)
    assert result.omega == pytest.approx(7.29 / 9.38, abs=0.02) and result.n == 4000
    mean = (result.correlations.to_numpy().sum() - 4) / 12
    assert result.alpha == pytest.approx(4 * mean / (1 + 3 * mean))
    # coarse answers hide part of the correlation
    assert result.correlations.loc["a", "b"] > item_correlations(scale).loc["a", "b"]


def test_loadings_of_an_exact_factor():
    true = np.array([0.8, 0.6, 0.4, -0.3])
    cells = np.outer(true, true)
    np.fill_diagonal(cells, 1)
    np.testing.assert_allclose(_loadings(cells), true, atol=1e-6)
    np.testing.assert_allclose(_loadings(np.eye(3) * 0 + 1), 1, atol=1e-6)


def test_refusals(scale):
    with pytest.raises(SchemaError, match="100 firms or more; there are 99"):
        polychoric_correlation(scale["a"].head(99), scale["b"])
    with pytest.raises(SchemaError, match="three or more items, not 2"):
        ordinal_reliability(scale[["a", "b"]])
    with pytest.raises(SchemaError, match="there are 50"):
        ordinal_reliability(scale.head(50).reindex(range(4000)))
    with pytest.raises(SchemaError, match="'0' occurs twice"):
        polychoric_correlation(scale["a"].set_axis([0] * 4000), scale["b"])


def test_matrix_that_no_attitudes_have(rng):
    # whoever says yes to a or c says yes to b, but a and c know nothing of each other
    yes, a, c = rng.random((3, 400)) < [[0.6], [0.5], [0.5]]
    table = pd.DataFrame({"a": yes & a, "b": yes, "c": yes & c}).astype(int)
    with pytest.warns(NmanalysWarning, match="not positive definite"):
        matrix = polychoric_matrix(table)
    assert matrix.loc["a", "b"] > 0.99 and matrix.loc["a", "c"] < 0.9
    np.testing.assert_allclose(matrix, matrix.T)


def test_one_factor_that_does_not_fit(rng):
    # .75 · .75 / .3 > 1
    drawn = rng.multivariate_normal([0, 0, 0], [[1, 0.75, 0.3], [0.75, 1, 0.75], [0.3, 0.75, 1]], 2000)
    with pytest.warns(NmanalysWarning, match="a loading is 1"):
        ordinal_reliability(pd.DataFrame(np.digitize(drawn, [-1, 0, 1])))
