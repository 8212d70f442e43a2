"""From result tables to the rows that the SWOT rules read."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.monitoring import swot
from nmanalys.measures.swot_evidence import confirmed, swot_rows


@pytest.fixture
def results() -> list[pd.DataFrame]:
    keys = {"region_code": "20", "sni_group": ["B+C", "I", "J", "Q"]}
    quotients = pd.DataFrame(
        {**keys, "year": 2024, "employed": 100, "share": [0.2, 0.05, 0.02, 0.2], "national_share": 0.1,
         "lq": [1.4, 1.3, 0.6, 1.1], "lower": 0.5, "upper": 2.0, "rank": 1, "regions": 21}
    )  # fmt: skip
    change = pd.DataFrame(
        {**keys, "start_year": 2020, "end_year": 2025, "start": 90, "end": 100, "national_share": 5.0,
         "industry_mix": [-1.0, 2.0, 1.0, 1.0], "regional_shift": [-2.0, 1.0, 3.0, -1.0],
         "lq_ratio": [0.98, 1.02, 1.1, 0.99]}
    )  # fmt: skip
    strengths = pd.DataFrame(
        {**keys, "lq": [1.4, 1.3, 0.6, 1.1], "is_leading": pd.array([True, False, False, None], dtype="boolean"),
         "passed_share": 1.0}
    )  # fmt: skip
    return [quotients, change, strengths]


def test_the_rules_find_what_they_should(results: list[pd.DataFrame]) -> None:
    rows = swot_rows(*results)
    found = swot(rows)
    cells = found.groupby("industry")["cell"].agg(list).to_dict()
    assert cells == {"I": ["strength"], "J": ["opportunity"], "B+C": ["weakness", "threat"], "Q": ["weakness"]}
    kept = confirmed(found, rows)
    assert set(kept["industry"]) == {"J", "B+C", "Q"}  # I passes the quotient but not the other thresholds
    assert kept.loc[kept["industry"] == "J", "dynamic_lq"].tolist() == [1.1]


def test_nothing_found_stays_a_table(results: list[pd.DataFrame]) -> None:
    rows = swot_rows(*results)
    none = swot(rows, lq_threshold=9.0).iloc[:0]
    assert confirmed(none, rows).empty


def test_two_years_of_an_industry_are_refused(results: list[pd.DataFrame]) -> None:
    quotients, change, strengths = results
    with pytest.raises(SchemaError, match="occurs twice"):
        swot_rows(pd.concat([quotients, quotients]), change, strengths)


def test_a_handful_of_jobs_is_no_change(results: list[pd.DataFrame]) -> None:
    quotients, change, strengths = results
    slight = change.assign(lq_ratio=[0.995, 1.004, 1.1, 0.9], regional_shift=[-0.5, 1.0, 3.0, -1.0])
    rows = swot_rows(quotients, slight, strengths).set_index("industry")
    assert rows.loc[["B+C", "I"], "dynamic_lq"].tolist() == [1.0, 1.0]
    assert rows.loc[["B+C", "Q"], "competitive_effect"].tolist() == [0.0, -1.0]
    assert swot_rows(quotients, slight, strengths, unchanged=0.0)["dynamic_lq"].tolist() == [0.995, 1.004, 1.1, 0.9]
