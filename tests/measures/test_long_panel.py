from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from strategies import two_years

from nmanalys.errors import SchemaError
from nmanalys.measures.complexity import economic_complexity
from nmanalys.measures.long_panel import complexity_from_long, location_quotients_from_long, wide_by_year
from nmanalys.measures.relatedness import proximity, relatedness, relatedness_density
from nmanalys.measures.specialisation import location_quotient, specialisation_matrix


def long(years: dict[int, pd.DataFrame]) -> pd.DataFrame:
    tables = [
        wide.rename_axis(index="region", columns="industry").stack().rename("value").reset_index().assign(year=year)
        for year, wide in years.items()
    ]
    return pd.concat(tables, ignore_index=True)


@settings(max_examples=20, deadline=None)
@given(two_years())
def test_same_as_wide(years):
    panel = long(dict(enumerate(years, start=2020))).sample(frac=1, random_state=1)
    result = location_quotients_from_long(panel)
    for year, wide in enumerate(years, start=2020):
        mine = result[result["year"] == year].pivot(index="region", columns="industry", values="lq")
        np.testing.assert_allclose(mine.loc[wide.index, wide.columns], location_quotient(wide))
    for year, wide in wide_by_year(panel):
        pd.testing.assert_frame_equal(wide.loc[years[0].index, years[0].columns], years[year - 2020], check_names=False)


@pytest.mark.filterwarnings("ignore::nmanalys.errors.NmanalysWarning")
@pytest.mark.parametrize("method", ["proximity", "association"])
def test_complexity_of_a_panel_is_that_of_each_year(method):
    rng = np.random.default_rng(1)
    labels = pd.Index([f"r{number}" for number in range(30)]), pd.Index([f"i{number}" for number in range(20)])
    years = {year: pd.DataFrame(rng.integers(0, 9, (30, 20)) + 1, *labels) for year in (2020, 2021)}
    years[2021] = years[2021].drop(index="r3", columns="i7")
    panel = long(years).sample(frac=1, random_state=1)
    result = complexity_from_long(pa.Table.from_pandas(panel, preserve_index=False), method=method, pairs="all")
    assert result.columns.tolist() == ["year", "region", "industry", "lq", "specialised", "density", "eci", "pci"]
    assert len(result) == 30 * 20 + 29 * 19
    for year, wide in years.items():
        mine = result[result["year"] == year].astype({"region": str, "industry": str})
        special = specialisation_matrix(location_quotient(wide))
        related = proximity(special) if method == "proximity" else relatedness(special, method)
        expected = {"lq": location_quotient(wide), "density": relatedness_density(special, related)}
        for name, table in expected.items():
            found = mine.pivot(index="region", columns="industry", values=name).loc[wide.index, wide.columns]
            np.testing.assert_allclose(found, table)
        regions, industries = economic_complexity(special)
        np.testing.assert_allclose(mine.groupby("region")["eci"].first()[wide.index], regions, atol=1e-9)
        np.testing.assert_allclose(mine.groupby("industry")["pci"].first()[wide.columns], industries, atol=1e-9)


# a network of chance has no clear sign, and both solvers say so
@pytest.mark.filterwarnings("ignore:economic_complexity:nmanalys.errors.NmanalysWarning")
def test_a_large_network_has_the_eigenvector_of_the_small_solver(monkeypatch):
    rng = np.random.default_rng(2)
    binary = pd.DataFrame((rng.random((160, 130)) < np.linspace(0.05, 0.7, 160)[:, None]).astype(float))
    fast = economic_complexity(binary)
    monkeypatch.setattr("nmanalys.measures.complexity.LARGE", 10**9)
    for mine, exact in zip(fast, economic_complexity(binary), strict=True):
        np.testing.assert_allclose(mine, exact, atol=1e-9)


def test_arrow_and_absent_rows(econgeo):
    panel = long({2020: econgeo})
    sparse = panel[panel["value"] > 0]
    result = location_quotients_from_long(pa.Table.from_pandas(sparse, preserve_index=False))
    expected = location_quotient(econgeo).stack().to_numpy()
    np.testing.assert_allclose(result["lq"], expected[expected > 0])


def test_suppressed_values_propagate(econgeo):
    panel = long({2020: econgeo, 2021: econgeo})
    panel["value"] = panel["value"].astype(float).mask((panel["year"] == 2020) & (panel["industry"] == "I2"))
    result = location_quotients_from_long(panel)
    assert result.query("year == 2020")["lq"].isna().all() and result.query("year == 2021")["lq"].notna().all()


def test_faults_are_named(econgeo):
    panel = long({2020: econgeo})
    with pytest.raises(SchemaError, match="no column 'year'"):
        location_quotients_from_long(panel.drop(columns="year"))
    with pytest.raises(SchemaError, match="'R1', column 'I1': -100"):
        location_quotients_from_long(panel.assign(value=-panel["value"]))
    with pytest.raises(SchemaError, match="2020, R1, I1 occurs"):
        location_quotients_from_long(pd.concat([panel, panel.head(1)]))
    with pytest.raises(SchemaError, match="2020, R1, I1 occurs"):
        list(wide_by_year(pd.concat([panel, panel.head(1)])))
    with pytest.raises(SchemaError, match="column 'region': row 3 of the panel has no value"):
        location_quotients_from_long(panel.assign(region=panel["region"].mask(panel.index == 2)))
    with pytest.raises(SchemaError, match="inf is infinite"):
        location_quotients_from_long(panel.assign(value=panel["value"].astype(float).replace(100, np.inf)))
    with pytest.raises(SchemaError, match="not a number"):
        location_quotients_from_long(panel.assign(value="many"))
    with pytest.raises(SchemaError, match="has no value in row 'R1'"):
        complexity_from_long(panel.assign(value=panel["value"].astype(float).replace(100, np.nan)))
    with pytest.raises(SchemaError, match="'R1' of 2020"):
        location_quotients_from_long(panel.assign(value=panel["value"].mask(panel["region"] == "R1", 0)))
