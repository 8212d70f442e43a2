"""Sums of counties, parts of the nation, rates and their ranks, on small tables and on the embedded ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table
from nmanalys.measures.rates import implied_exposure
from nmanalys.measures.regional_series import (
    innovation_indicators,
    latest_year,
    likely_ranks,
    merge_regions,
    share_of_nation,
    values_of,
)

NMS = {"NMS": ("17", "20", "21")}


@pytest.fixture(scope="module")
def tables(root: Path) -> dict[str, pd.DataFrame]:
    catalogue = load_catalogue(root)
    return {name: read_table(catalogue[name]) for name in ("business_rd", "new_firms", "trademarks", "population")}


def test_a_sum_with_a_missing_part_is_missing() -> None:
    table = pd.DataFrame(
        {"region_code": ["17", "20", "21", "17"], "year": [1, 1, 1, 2], "measure": "x", "value": [1.0, 2.0, None, 1.0]}
    )
    merged = merge_regions(table, NMS)
    assert merged["region_code"].eq("NMS").all()
    assert merged["value"].isna().all()


def test_without_merging_nothing_but_the_order_changes() -> None:
    table = pd.DataFrame({"region_code": ["20", "17"], "year": 1, "measure": "x", "value": [2.0, 1.0]})
    assert merge_regions(table, None)["value"].tolist() == [1.0, 2.0]
    assert merge_regions(table, {})["region_code"].tolist() == ["17", "20"]


def test_a_year_without_values_is_refused_by_name() -> None:
    table = pd.DataFrame({"region_code": ["20"], "year": 2019, "measure": "berd", "value": 1.0})
    with pytest.raises(SchemaError, match=r"no 'berd' for 2018; it is known for 2019"):
        values_of(table, "berd", 2018)
    with pytest.raises(SchemaError, match="no measure 'bred'; it has berd"):
        latest_year(table, "bred")


def test_the_shares_of_the_counties_add_up_to_the_nation(tables: dict[str, pd.DataFrame]) -> None:
    shares = share_of_nation(tables["business_rd"], "berd").groupby("year")["share"].sum()
    assert shares.between(0.97, 1.001).all()  # two counties are protected from 2017 on
    merged = share_of_nation(tables["business_rd"], "berd", merge=NMS).set_index(["region_code", "year"])["share"]
    single = share_of_nation(tables["business_rd"], "berd").set_index(["region_code", "year"])["share"]
    assert merged["NMS", 2019] == pytest.approx(sum(single[code, 2019] for code in NMS["NMS"]))


def test_the_older_series_is_never_mixed_in(tables: dict[str, pd.DataFrame]) -> None:
    shares = share_of_nation(tables["business_rd"], "berd")
    assert shares["year"].min() == 2007
    assert not shares.duplicated(["region_code", "year"]).any()


def test_indicators_of_every_county(tables: dict[str, pd.DataFrame]) -> None:
    found = innovation_indicators(**tables)
    size = found.groupby(["indicator", "year"]).size()
    assert size.to_dict() == {("business_rd", 2019): 22, ("new_firms", 2017): 22, ("trademarks", 2020): 22,
                              ("trademarks", 2021): 22}  # fmt: skip
    dalarna = found[found["region_code"] == "20"].set_index(["indicator", "year"])
    assert dalarna.loc[("new_firms", 2017), "value"] == pytest.approx(9.7)
    assert dalarna.loc[("business_rd", 2019), "value"] == pytest.approx(1302e6 / 287966)
    assert dalarna.loc[("trademarks", 2021), "value"] == pytest.approx(79 / 287676 * 1e5)
    ranked = found[found["rank"].notna() & found["lower"].notna()]
    assert ((ranked["best"] <= ranked["rank"]) & (ranked["rank"] <= ranked["worst"])).all()
    assert found.loc[found["region_code"] == "00", "rank"].isna().all()


def test_merged_counties_count_as_one(tables: dict[str, pd.DataFrame]) -> None:
    found = innovation_indicators(**tables, merge=NMS)
    assert not set(NMS["NMS"]) & set(found["region_code"])
    firms = found[(found["indicator"] == "new_firms") & (found["region_code"] == "NMS")].iloc[0]
    assert firms["count"] == 1424 + 1606 + 1476
    assert firms["regions"] == 19


def test_a_protected_county_has_no_rank(tables: dict[str, pd.DataFrame]) -> None:
    found = innovation_indicators(**tables)
    gotland = found[(found["indicator"] == "business_rd") & (found["region_code"] == "09")].iloc[0]
    assert np.isnan(gotland["value"]) and np.isnan(gotland["rank"]) and gotland["regions"] == 19


def test_published_inhabitants_agree_with_the_implied_ones(tables: dict[str, pd.DataFrame]) -> None:
    firms = tables["new_firms"]
    people = implied_exposure(values_of(firms, "new_firms", 2017), values_of(firms, "new_firms_per_1000", 2017))
    assert people["00"] == pytest.approx(people.drop("00").sum(), rel=0.01)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 20)), min_size=1, max_size=12))
def test_likely_ranks_hold_every_rank(cells: list[tuple[float, float]]) -> None:
    value = pd.Series([middle for middle, _ in cells])
    half = pd.Series([width for _, width in cells])
    limits = likely_ranks(value - half, value + half)
    rank = value.rank(ascending=False, method="min")
    assert ((limits["best"] <= rank) & (rank <= limits["worst"])).all()
    assert limits["worst"].max() <= len(cells)
