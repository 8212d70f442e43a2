"""Key figures: sums over counties, missing where one county's number is."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.key_figures import key_figures
from nmanalys.vocabulary.key_figures import KEY_FIGURES


def long(kind: str, number: str, rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["region_code", "year", kind, number])


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    people = [(code, year, "population", value) for year in (2018, 2019, 2020)
              for code, value in (("17", 100.0), ("20", 300.0), ("00", 1000.0))]  # fmt: skip
    jobs = [(code, year, group, value) for year in (2020, 2024)
            for code, group, value in (("17", "A-U+US", 50), ("17", "B+C", 10), ("20", "A-U+US", 150), ("20", "B+C", 60),
                                       ("00", "A-U+US", 500), ("00", "B+C", 100))]  # fmt: skip
    return {
        "population": long("measure", "value", people),
        "employment": long("sni_group", "employed", jobs),
        "new_firms": long(
            "measure",
            "value",
            [
                ("20", 2017, "new_firms_per_1000", 10.0),
                ("00", 2017, "new_firms_per_1000", 11.0),
                ("20", 2017, "new_firms", 400.0),
                ("21", 2017, "new_firms_per_1000", 5.0),
                ("21", 2017, "new_firms", 100.0),
            ],
        ),
        "business_rd": long("measure", "value", [("20", 2019, "berd", 3.0), ("00", 2019, "berd", 50.0)]),
        "trademarks": long("measure", "value", []),
    }


def test_by_hand(tables: dict[str, pd.DataFrame]) -> None:
    one = key_figures(tables, ["20"], 2024).set_index("figure")
    assert one.loc["manufacturing_share", "value"] == 40 and one.loc["manufacturing_share", "national_value"] == 20
    assert one.loc["business_rd", "value"] == 10_000 and one.loc["business_rd", "national_value"] == 50_000
    assert one.loc["new_firms", "value"] == 10


def test_a_region_of_several_counties_is_their_sum(tables: dict[str, pd.DataFrame]) -> None:
    both = key_figures(tables, ["17", "20"], 2024).set_index("figure")["value"]
    assert both["population"] == 400 and both["manufacturing_share"] == 35
    assert math.isnan(both["new_firms"]), "one county's rate is missing"
    assert math.isnan(both["business_rd"]), "one county's number is missing"


def test_missing_is_not_zero(tables: dict[str, pd.DataFrame]) -> None:
    assert math.isnan(key_figures(tables, ["20"], 2024).set_index("figure").loc["trademarks", "value"])


def test_a_table_that_is_not_given_is_told(tables: dict[str, pd.DataFrame]) -> None:
    del tables["population"]
    with pytest.raises(SchemaError, match="'population'"):
        key_figures(tables, ["20"], 2024)


def test_every_figure_is_declared_once() -> None:
    assert len({figure.name for figure in KEY_FIGURES}) == len(KEY_FIGURES)


def test_rates_of_several_counties_are_joined_by_their_exposures(tables: dict[str, pd.DataFrame]) -> None:
    both = key_figures(tables, ["20", "21"], 2024).set_index("figure").loc["new_firms"]
    assert both["value"] == pytest.approx(1000 * (400 + 100) / (40_000 + 20_000))


def test_a_count_of_events_has_exact_limits_and_others_have_none(tables: dict[str, pd.DataFrame]) -> None:
    marks = [("20", 2020, 18), ("20", 2021, 10), ("00", 2020, 500), ("00", 2021, 500)]
    tables["trademarks"] = long("measure", "value", [(c, y, "applications_first_half", float(k)) for c, y, k in marks])
    found = key_figures(tables, ["20"], 2024).set_index("figure")
    row = found.loc["trademarks"]
    scale = 100_000 / 300
    assert row["value"] == pytest.approx(10 * scale)
    assert (row["lower"], row["upper"]) == (pytest.approx(4.795389 * scale), pytest.approx(18.390356 * scale))
    assert not row["is_clear_change"], "10 after 18 is within chance"
    assert math.isnan(found.loc["population", "lower"]) and pd.isna(found.loc["population", "is_clear_change"])


def test_a_halving_of_many_is_more_than_chance(tables: dict[str, pd.DataFrame]) -> None:
    marks = [("20", 2020, 200), ("20", 2021, 100), ("00", 2020, 900), ("00", 2021, 900)]
    tables["trademarks"] = long("measure", "value", [(c, y, "applications_first_half", float(k)) for c, y, k in marks])
    assert key_figures(tables, ["20"], 2024).set_index("figure").loc["trademarks", "is_clear_change"]


def test_the_nation_is_compared_at_both_years(tables: dict[str, pd.DataFrame]) -> None:
    people = key_figures(tables, ["20"], 2024).set_index("figure").loc["population"]
    assert people["national_earlier_value"] == 1000.0 == people["national_value"]
