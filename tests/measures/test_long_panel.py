from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from strategies import two_years

from nmanalys.errors import SchemaError
from nmanalys.measures.long_panel import location_quotients_from_long, wide_by_year
from nmanalys.measures.specialisation import location_quotient


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
    with pytest.raises(SchemaError, match="'R1' of 2020"):
        location_quotients_from_long(panel.assign(value=panel["value"].mask(panel["region"] == "R1", 0)))
