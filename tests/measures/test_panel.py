from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError, SeriesBreakError
from nmanalys.measures.panel import (
    complete_block,
    division_matrix,
    employment_matrix,
    nation_row,
    rank_regions,
    refuse_breaks,
)

ROOT = __import__("pathlib").Path(__file__).resolve().parents[2]
OFFICIAL = ROOT / "data" / "statistics" / "employment.csv"


@pytest.fixture
def employment() -> pd.DataFrame:
    rows = [
        ("00", "A", 10), ("00", "US", 1), ("00", "A-U+US", 13),
        ("17", "A", 4), ("17", "US", 1), ("17", "A-U+US", 6),
        ("20", "A", 5), ("20", "US", 0), ("20", "A-U+US", 5),
        ("21", "A", 1), ("21", "US", 0), ("21", "A-U+US", 2),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["region_code", "sni_group", "employed"]).assign(year=2024)


def test_rows_sum_to_published_totals(employment):
    wide = employment_matrix(employment, 2024)
    assert wide.sum(axis=1).to_dict() == {"17": 6, "20": 5, "21": 2}
    assert nation_row(employment, 2024).sum() == 13


def test_counties_become_one_row(employment):
    wide = employment_matrix(employment, 2024, merge={"NMS": ("17", "20", "21")})
    assert wide.loc["NMS"].tolist() == [10, 3] and len(wide) == 1


def test_faults_are_named(employment):
    with pytest.raises(SchemaError, match="no rows for 2023; it has 2024"):
        employment_matrix(employment, 2023)
    with pytest.raises(SchemaError, match="no region '99'"):
        employment_matrix(employment, 2024, merge={"X": ("99",)})
    with pytest.raises(SchemaError, match="no total"):
        employment_matrix(employment[employment["sni_group"] != "A-U+US"], 2024)
    with pytest.raises(SchemaError, match="nation"):
        nation_row(employment[employment["region_code"] != "00"], 2024)
    with pytest.raises(SchemaError, match="more than once"):
        employment_matrix(pd.concat([employment, employment.head(1)]), 2024)
    with pytest.raises(SchemaError, match="no column 'employed'"):
        employment_matrix(employment.drop(columns="employed"), 2024)


def test_absent_is_not_suppressed():
    table = pd.DataFrame({"m": ["a", "b"], "sni_division": ["24", "17"], "year": 2024, "n": [5.0, np.nan]})
    wide = division_matrix(table, 2024, value="n", region="m", absent="zero")
    assert wide.loc["a", "17"] == 0 and np.isnan(wide.loc["b", "17"])
    assert division_matrix(table, 2024, value="n", region="m").isna().sum().sum() == 3
    merged = division_matrix(table, 2024, value="n", region="m", absent="zero", merge={"ab": ("a", "b")})
    assert merged.loc["ab", "24"] == 5 and np.isnan(merged.loc["ab", "17"])


def test_breaks_are_named_in_either_order():
    breaks = [{"year": 2020, "note": "BAS"}, {"year": 2010}]
    refuse_breaks(2020, 2024, breaks)
    with pytest.raises(SeriesBreakError, match=r"breaks in 2020 \(BAS\)"):
        refuse_breaks(2019, 2020, breaks)
    with pytest.raises(SeriesBreakError, match="breaks in 2010"):
        refuse_breaks(2024, 2000, breaks)


def test_block_without_missing_cells():
    table = pd.DataFrame({"a": [1, 2, 3], "b": [np.nan, np.nan, 1], "c": [1, 2, 3]})
    assert complete_block(table).columns.tolist() == ["a", "c"]
    assert complete_block(table.fillna(0)).equals(table.fillna(0))


def test_rank_leaves_missing_out():
    table = pd.DataFrame({"region": list("xyz"), "industry": "a", "lq": [1.0, 2.0, np.nan]})
    assert rank_regions(table, "lq")["rank"].tolist()[:2] == [2.0, 1.0]


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official table is not there")
def test_official_table():
    table = pd.read_csv(OFFICIAL, dtype={"region_code": str})
    wide = employment_matrix(table, 2024, merge={"NMS": ("17", "20", "21")})
    totals = table.query("year == 2024 and sni_group == 'A-U+US'").set_index("region_code")["employed"]
    assert len(wide) == 19 and wide.shape[1] == 16
    assert wide.drop(index="NMS").sum(axis=1).eq(totals.reindex(wide.index.drop("NMS"))).all()
    assert wide.loc["NMS"].sum() == totals[["17", "20", "21"]].sum()
    assert (wide >= 0).all(axis=None)
