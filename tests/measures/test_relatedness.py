from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from strategies import binaries

from nmanalys.errors import SchemaError
from nmanalys.measures.relatedness import (
    co_occurrence,
    diversity,
    proximity,
    relatedness,
    relatedness_density,
    ubiquity,
)
from nmanalys.measures.specialisation import location_quotient, specialisation_matrix

FAST = settings(max_examples=25, deadline=None)
METHODS = ("association", "cosine", "jaccard", "probability")


def test_network(network):
    assert diversity(network).tolist() == [4, 1, 2, 1] and ubiquity(network).tolist() == [1, 2, 2, 3]
    phi = proximity(network)
    pairs = [
        phi.loc[a, b] for a, b in (("P1", "P2"), ("P1", "P3"), ("P1", "P4"), ("P2", "P3"), ("P2", "P4"), ("P3", "P4"))
    ]
    np.testing.assert_allclose(pairs, [0.5, 0.5, 1 / 3, 0.5, 1 / 3, 2 / 3])
    assert (np.diag(phi) == 1).all()


def test_network_density(network):
    phi = proximity(network)
    np.testing.assert_allclose(
        relatedness_density(network, phi).loc["C3"], [35.7143, 35.7143, 62.5, 71.4286], atol=5e-5
    )
    without = phi - np.eye(4)
    np.testing.assert_allclose(relatedness_density(network, without).loc["C3"], [62.5, 62.5, 40, 50])


def test_network_relatedness(network):
    expected = {
        "association": {("P1", "P2"): 1.555556, ("P3", "P4"): 1.75},
        "probability": {("P1", "P2"): 1.222222, ("P3", "P4"): 1.25, ("P1", "P3"): 0.873016},
        "cosine": {("P1", "P2"): 1 / 3, ("P3", "P4"): 0.5},
        "jaccard": {("P1", "P2"): 0.2, ("P3", "P4"): 1 / 3},
    }
    for method, cells in expected.items():
        values = relatedness(network, method)
        for pair, value in cells.items():
            assert values.loc[pair] == pytest.approx(value, abs=5e-7), (method, pair)
    with pytest.raises(SchemaError, match="Unknown method"):
        relatedness(network, "cosin")


@FAST
@given(binaries())
def test_shapes_ranges_and_symmetry(table):
    counts, phi = co_occurrence(table), proximity(table)
    assert (np.diag(counts) == 0).all() and counts.equals(counts.T)
    assert phi.stack().dropna().between(0, 1).all()
    for method in METHODS:
        values = relatedness(table, method)
        assert (values.stack().dropna() >= 0).all() and (np.diag(values) == 0).all()
        np.testing.assert_allclose(values, values.T)
        density = relatedness_density(table, values)
        assert density.stack().dropna().between(0, 100 + 1e-9).all()


@FAST
@given(binaries())
def test_order_changes_nothing(table):
    turned = table.iloc[::-1, ::-1]
    density = relatedness_density(turned, relatedness(turned)).loc[table.index, table.columns]
    pd.testing.assert_frame_equal(density, relatedness_density(table, relatedness(table)))


def test_missing_cells_propagate_only_where_they_matter():
    table = pd.DataFrame([[1, 1, np.nan, 0], [1, 0, 1, 1], [0, 1, 1, 1]], columns=list("abcd"))
    counts = co_occurrence(table)
    # the first region has no d, so c and d are known to occur together twice
    assert counts.loc["c", "d"] == 2 and np.isnan(counts.loc["a", "c"]) and counts.loc["a", "b"] == 1
    assert proximity(table)["c"].isna().all()
    assert np.isnan(diversity(table)[0]) and np.isnan(ubiquity(table)["c"])
    related = pd.DataFrame([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], list("abcd"), list("abcd"))
    density = relatedness_density(table, related)
    assert density.loc[0].isna().tolist() == [False, False, False, True]


def test_isolated_industry_has_no_relatedness_but_spoils_nothing():
    table = pd.DataFrame([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0]], columns=list("abcd"))
    values = relatedness(table)
    assert values.loc["a", ["c", "d"]].isna().all()
    density = relatedness_density(table, values)
    assert density["c"].isna().all() and density.loc[0, "a"] == 100 and density.loc[2, "a"] == 0


def test_array_of_relatedness_is_taken_in_order(network):
    phi = proximity(network)
    pd.testing.assert_frame_equal(relatedness_density(network, phi.to_numpy()), relatedness_density(network, phi))


def test_density_refuses_other_industries(network):
    phi = proximity(network)
    with pytest.raises(SchemaError, match="shape"):
        relatedness_density(network, phi.iloc[:3, :3])
    with pytest.raises(SchemaError, match="does not match"):
        relatedness_density(network, phi.rename(columns={"P1": "Q"}))
    with pytest.raises(SchemaError, match="negative"):
        relatedness_density(network, -phi)


def test_formulas_cell_by_cell(complete):
    special = specialisation_matrix(location_quotient(complete)).iloc[:60, :12]
    counts = co_occurrence(special).to_numpy()
    sums, total = counts.sum(axis=0), counts.sum()
    formulas = {
        "association": lambda c, a, b: (c / total) / ((a / total) * (b / total)),
        "cosine": lambda c, a, b: c / (a * b) ** 0.5,
        "jaccard": lambda c, a, b: c / (a + b - c),
        "probability": lambda c, a, b: c / ((a / total * b / (total - a) + b / total * a / (total - b)) * total / 2),
    }
    for method, formula in formulas.items():
        values = relatedness(special, method).to_numpy()
        for i, j in ((0, 1), (3, 7), (11, 2)):
            assert counts[i, j] == (special.iloc[:, i] * special.iloc[:, j]).sum()
            assert values[i, j] == pytest.approx(formula(counts[i, j], sums[i], sums[j]))


def test_against_econcomplex(complete):
    econcomplex = pytest.importorskip("econcomplex")
    special = specialisation_matrix(location_quotient(complete))
    phi = proximity(special)
    theirs = econcomplex.proximity(special, use_rca=False)
    np.testing.assert_allclose(phi - np.eye(len(phi)), theirs["product"], atol=1e-9)
    # its relatedness_index counts all occurrences of an industry, not only those together with others
    related = relatedness(special, "cosine")
    expected = econcomplex.relatedness_density(special, phi=related, use_rca=False)
    np.testing.assert_allclose(relatedness_density(special, related), expected, atol=1e-9)
