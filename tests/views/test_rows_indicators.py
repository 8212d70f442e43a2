"""The indicators' records: nothing is said of a trend that nobody can see, and no indicators give an empty table."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table
from nmanalys.measures.indicator_trends import indicator_trends
from nmanalys.views.rows_indicators import describe_trends, record_rows


@pytest.fixture(scope="module")
def tables(root) -> tuple[pd.DataFrame, pd.DataFrame]:
    catalogue = load_catalogue(root)
    return read_table(catalogue["indicators"]), read_table(catalogue["indicator_values"])


def test_every_indicator_has_its_decision_and_who_is_responsible(tables):
    trends = indicator_trends(*tables, {}, "2026-06-30")
    rows = record_rows(trends, {"17": "Värmland", "20": "Dalarna", "21": "Gävleborg"})
    assert len(rows) == len(tables[0])
    assert rows["decision_text"].str.contains("Ansvarig: ").all()
    assert rows["trend_text"].str.fullmatch(r".+\. Ska (öka|minska)").all()
    assert rows["label"].str.match("(Värmland|Dalarna|Gävleborg): ").all()
    few = trends["trend"].eq("för få år").to_numpy()
    assert rows.loc[few, "trend_text"].str.startswith(("För få år", "Inget värde")).all()
    assert "för få år för en trend" in describe_trends(trends)["reading_trends"]


def test_a_region_without_indicators_has_an_empty_table(tables):
    indicators, values = tables
    trends = indicator_trends(indicators.head(0), values.head(0), {}, "2026-06-30")
    assert record_rows(trends, {}).empty
    assert describe_trends(trends)["missing_trends"] == "Inga indikatorer finns i data."
