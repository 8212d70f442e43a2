from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from strategies import binaries

from nmanalys.errors import NmanalysWarning, SchemaError
from nmanalys.measures.complexity import economic_complexity
from nmanalys.measures.relatedness import proximity, relatedness_density
from nmanalys.measures.specialisation import location_quotient, specialisation_matrix

FAST = settings(max_examples=25, deadline=None)


def test_network(network):
    with pytest.warns(NmanalysWarning, match="ambiguous"):
        eci, pci = economic_complexity(network)
    np.testing.assert_allclose(eci, [-0.075353, -1.602916, 0.747788, 0.930481], atol=5e-7)
    np.testing.assert_allclose(pci, [-0.194073, -1.602916, 0.565095, 0.930481], atol=5e-7)


@pytest.mark.filterwarnings("ignore::nmanalys.errors.NmanalysWarning")
@FAST
@given(binaries())
def test_definition(table):
    assume(table.any(axis=1).sum() > 1 and table.any().sum() > 1)
    assume(table.loc[table.any(axis=1)].drop_duplicates().shape[0] > 1)
    eci, pci = economic_complexity(table)
    assert eci.isna().equals(~table.any(axis=1)) and pci.isna().equals(~table.any())
    assert eci.mean() == pytest.approx(0, abs=1e-9) and eci.std(ddof=0) == pytest.approx(1)
    kept = table.loc[table.any(axis=1), table.any()]
    means = kept @ pci[kept.columns] / kept.sum(axis=1)
    np.testing.assert_allclose(means, eci[kept.index], atol=1e-6)
    assert np.cov(kept.sum(axis=1), eci.dropna())[0, 1] > -1e-6


@pytest.mark.filterwarnings("ignore::nmanalys.errors.NmanalysWarning")
def test_either_side_may_be_the_smaller(complete):
    special = specialisation_matrix(location_quotient(complete))
    eci, pci = economic_complexity(special)
    few = special.sample(40, random_state=1)
    few = few.loc[:, few.any()]
    wide_eci, _ = economic_complexity(few)
    assert len(few) < few.shape[1] and wide_eci.notna().all()
    # reversing rows and columns must change nothing but the order
    turned, _ = economic_complexity(special.iloc[::-1, ::-1])
    np.testing.assert_allclose(turned[eci.index], eci, atol=1e-8)
    assert pci.notna().all()


def test_network_that_falls_apart():
    table = pd.DataFrame(np.kron(np.eye(2), np.ones((2, 2))))
    with pytest.warns(NmanalysWarning, match="falls apart"):
        eci, _ = economic_complexity(table.assign(extra=[1, 1, 0, 0]))
    np.testing.assert_allclose(eci, [1, 1, -1, -1], atol=1e-9)


def test_refusals():
    with pytest.raises(SchemaError, match="row '1', column 'b'"):
        economic_complexity(pd.DataFrame({"a": [1, 0], "b": [1, np.nan]}))
    with pytest.raises(SchemaError, match="two or more"):
        economic_complexity(pd.DataFrame({"a": [1, 0], "b": [1, 0]}))
    with pytest.raises(SchemaError, match="same specialisations"):
        economic_complexity(pd.DataFrame({"a": [1, 1], "b": [1, 1]}))


@pytest.fixture(scope="module")
def upstream(complete) -> pd.DataFrame:
    """What ecomplexity makes of the real table."""
    ecomplexity = pytest.importorskip("ecomplexity")
    long = complete.rename_axis(index="geo", columns="nace").stack().rename("value").reset_index().assign(time=2015)
    names = {"time": "time", "loc": "geo", "prod": "nace", "val": "value"}
    return ecomplexity.ecomplexity(long, names, verbose=False, check_logsupermodularity=False)


@pytest.mark.filterwarnings("ignore::nmanalys.errors.NmanalysWarning")
def test_against_ecomplexity(complete, upstream):
    special = specialisation_matrix(location_quotient(complete))
    eci, pci = economic_complexity(special)
    theirs = upstream.groupby("geo")["eci"].first(), upstream.groupby("nace")["pci"].first()
    for mine, other in zip((eci, pci), theirs, strict=True):
        np.testing.assert_allclose(mine, other[mine.index], atol=1e-6)
    density = relatedness_density(special, proximity(special)) / 100
    other = upstream.pivot(index="geo", columns="nace", values="density").loc[density.index, density.columns]
    np.testing.assert_allclose(density, other, atol=1e-6)


@pytest.mark.filterwarnings("ignore::nmanalys.errors.NmanalysWarning")
def test_against_econcomplex(complete):
    econcomplex = pytest.importorskip("econcomplex")
    special = specialisation_matrix(location_quotient(complete))
    eci, pci = economic_complexity(special)
    theirs = econcomplex.eci_pci(special, use_rca=False)
    for mine, other in zip((eci, pci), theirs, strict=True):
        assert abs(np.corrcoef(mine, other[mine.index])[0, 1]) == pytest.approx(1, abs=1e-9)
