"""Research spending and research fields."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.research import field_strengths, research_spending


def spending() -> pd.DataFrame:
    rows = [
        ("00", "all_sectors", 400.0), ("00", "business", 300.0), ("17", "all_sectors", 40.0), ("17", "business", 40.0),
        ("20", "all_sectors", 10.0), ("20", "business", np.nan),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["region_code", "measure", "value"]).assign(year=2017)
    later = pd.DataFrame({"region_code": ["00"], "measure": "all_sectors", "value": 1.0, "year": 2019})
    return pd.concat([table, later], ignore_index=True)


def people() -> pd.DataFrame:
    rows = [("00", 2018, 1e6), ("17", 2018, 1e5), ("20", 2018, 1e5), ("00", 2017, 9e5)]
    return pd.DataFrame(rows, columns=["region_code", "year", "value"]).assign(measure="population")


def test_years_that_lack_a_region_are_not_used() -> None:
    table = research_spending(spending(), people())
    assert set(table["year"]) == {2017}
    assert set(table["population_year"]) == {2018}


def test_a_missing_sector_stays_missing_also_in_a_sum() -> None:
    table = research_spending(spending(), people(), merge={"NMS": ("17", "20")}).set_index(["region", "sector"])
    assert table.loc[("NMS", "all_sectors"), ["million", "per_inhabitant", "quotient"]].tolist() == [50.0, 250.0, 0.625]
    assert np.isnan(table.loc[("NMS", "business"), "million"])
    assert "17" not in table.index.get_level_values("region")


def test_no_common_year_is_refused() -> None:
    with pytest.raises(SchemaError, match="No year"):
        research_spending(spending(), people().query("region_code != '20'"))


def publications() -> pd.DataFrame:
    rows = [("hda", "2.5", 60), ("hda", "6.2", 40), ("kau", "2.5", 10), ("kau", "6.2", 90)]
    rows += [("SE", "2.5", 2000), ("SE", "6.2", 8000)]
    return pd.DataFrame(rows, columns=["university", "field_code", "publications"]).assign(year=2021)


def test_universities_are_taken_together() -> None:
    one = field_strengths(publications(), ["hda"]).set_index("field_code")
    both = field_strengths(publications(), ["hda", "kau"]).set_index("field_code")
    assert one.loc["2.5", "activity_index"] == pytest.approx(3.0)
    assert both.loc["2.5", "activity_index"] == pytest.approx(0.35 / 0.2)
    assert one["is_strong"].tolist() == [True, False]
    assert (one["lower"] < one["activity_index"]).all()


def test_no_university_gives_no_rows_and_an_unknown_one_is_refused() -> None:
    assert field_strengths(publications(), []).empty
    with pytest.raises(SchemaError, match="no rows for xyz"):
        field_strengths(publications(), ["xyz"])
