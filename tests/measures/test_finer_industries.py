"""Official divisions and relatedness applied to Norra Mellansverige, on real data where they lie beside the project."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table
from nmanalys.measures.finer_industries import official_divisions
from nmanalys.measures.industry_paths import entry_rates
from nmanalys.measures.industry_space import neighbours, unit_specialisations
from nmanalys.measures.relatedness import relatedness_density
from nmanalys.measures.specialisation import location_quotient


def test_the_official_quotients_of_norra_mellansverige(root) -> None:
    # Eurostat sbs_r_nuts06_r2, 2015; denominator: sections B-N without K
    table = official_divisions(read_table(load_catalogue(root)["employment_nuts2"]), "SE31")
    assert table.loc[["24", "17", "16", "25"], "lq"].round(2).tolist() == [5.36, 3.52, 2.50, 1.87]
    assert int(table["employed"].isna().sum()) == 14
    assert table.loc[table["employed"].isna(), ["lq", "lower", "upper"]].isna().all(axis=None)


def test_relatedness_of_the_complete_european_regions_applied_to_norra_mellansverige(complete, sbs) -> None:
    assert len(complete) >= 165
    units = unit_specialisations(complete, complete.sum())
    own = sbs.loc["SE31", units.columns]
    known = own.dropna().index
    quotients = location_quotient(own[known].to_frame("SE31").T, complete[known].sum())
    special = (quotients >= 1).astype(float)
    near = relatedness_density(special, neighbours(units[known])).loc["SE31"]
    assert near.between(0, 100).all()
    # what the region has lies nearer to the rest of what it has than what it lacks does
    assert near[special.loc["SE31"] == 1].mean() > near[special.loc["SE31"] == 0].mean()


def test_entries_need_a_table_with_both_years() -> None:
    units = pd.DataFrame(np.eye(3), columns=["24", "25", "55"])
    rows = [(region, code, 2020, 10.0) for region in ("00", "17", "20") for code in units]
    table = pd.DataFrame(rows, columns=["region_code", "sni_division", "year", "employed"])
    with pytest.raises(Exception, match="2024"):
        entry_rates(table, units, 2020, 2024)
