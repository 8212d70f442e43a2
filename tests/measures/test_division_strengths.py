"""Strong divisions: the interval by workplaces, suppression, aggregates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.division_strengths import division_strengths, strength_probability
from nmanalys.vocabulary.regions import Region

COUNTY = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
BOTH = Region("NMS", "SE31", "Norra", "Norras", "norra", "aggregate", ("17", "20"))
EVEN = {"threshold": 1.25, "min_employees": 50, "min_share": 0.0, "min_workplaces": 3}


def cells(**change: object) -> pd.DataFrame:
    rows = [
        ("00", "24", 4000.0, 100, 0.02), ("00", "55", 16_000.0, 1600, 0.001),
        ("17", "24", 300.0, 20, 0.10), ("17", "55", 700.0, 70, 0.02),
        ("20", "24", 500.0, 20, 0.08), ("20", "55", 500.0, 50, 0.03),
    ]  # fmt: skip
    columns = ["region_code", "sni_division", "employed", "workplaces", "workplace_herfindahl"]
    table = pd.DataFrame(rows, columns=columns).assign(year=2024)
    own = (table["region_code"] == "20") & (table["sni_division"] == "24")
    for name, value in change.items():
        table.loc[own, name] = value
    return table


def groups() -> pd.DataFrame:
    rows = [("00", 20_000), ("17", 1000), ("20", 1000)]
    parts = [(code, group, value) for code, value in rows for group in ("B+C", "A-U+US")]
    return pd.DataFrame(parts, columns=["region_code", "sni_group", "employed"]).assign(year=2024)


def test_quotient_and_interval_by_hand() -> None:
    row = division_strengths(cells(), groups(), 2024, COUNTY, **EVEN).loc["24"]
    assert row["lq"] == pytest.approx((500 / 1000) / (4000 / 20_000))
    here = (1 - 0.05 * 0.5 / 0.2) ** 2 * 0.08
    rest = (0.95 * (3500 / 19_000) / 0.2) ** 2 * (0.02 * 4000**2 - 0.08 * 500**2) / 3500**2
    spread = np.sqrt(here + rest)
    assert np.log(row["upper"] / row["lq"]) == pytest.approx(1.959964 * spread, rel=1e-6)
    assert np.log(row["lq"] / row["lower"]) == pytest.approx(1.959964 * spread, rel=1e-6)
    assert row["is_strong"]


def test_one_plant_makes_the_same_quotient_uncertain() -> None:
    many = division_strengths(cells(), groups(), 2024, COUNTY, **EVEN).loc["24"]
    one = division_strengths(cells(workplace_herfindahl=0.9), groups(), 2024, COUNTY, **EVEN).loc["24"]
    assert one["lq"] == many["lq"]
    assert one["lower"] < 1 < many["lower"]
    assert not one["is_strong"]
    assert one["probability"] < many["probability"]


def test_suppressed_stays_suppressed() -> None:
    hidden = cells(employed=np.nan, workplaces=np.nan, workplace_herfindahl=np.nan)
    row = division_strengths(hidden, groups(), 2024, COUNTY, **EVEN).loc["24"]
    assert row[["employed", "lq", "lower", "upper", "is_large", "is_strong", "probability"]].isna().all()
    assert division_strengths(hidden, groups(), 2024, BOTH, **EVEN).loc["24"].isna().all()


def test_an_aggregate_is_the_sum_of_its_members() -> None:
    row = division_strengths(cells(), groups(), 2024, BOTH, **EVEN).loc["24"]
    assert (row["employed"], row["workplaces"]) == (800, 40)
    assert row["lq"] == pytest.approx((800 / 2000) / 0.2)


def test_small_divisions_are_never_strong() -> None:
    row = division_strengths(cells(), groups(), 2024, COUNTY, **{**EVEN, "min_employees": 501}).loc["24"]
    assert (row["is_strong"], row["probability"]) == (False, 0.0)


def test_an_absent_region_is_refused() -> None:
    with pytest.raises(SchemaError, match="lacks a region"):
        division_strengths(cells(), groups(), 2023, COUNTY)


def test_probability_is_one_half_at_the_threshold_and_sure_without_an_interval() -> None:
    table = pd.DataFrame(
        {"lq": [1.25, 1.3, 0.0, np.nan], "lower": [1.0, 1.3, 0.0, np.nan], "upper": [1.6, 1.3, 0.0, 1]}
    )
    assert strength_probability(table, threshold=1.25).round(6).tolist()[:3] == [0.5, 1.0, 0.0]
    assert strength_probability(table, threshold=1.25).isna().tolist() == [False, False, False, True]
