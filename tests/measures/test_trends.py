from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.trends import log_trend, segments, theil_sen_trend

SERIES = pd.Series([1.0, 2, 3, 4, 50, 60, 61, 62], index=range(2013, 2021))


def test_segments():
    assert segments(pd.Index([2018, 2020, 2022]), [{"year": 2020}, {"year": 2021}]).tolist() == [0, 1, 2]


def test_theil_sen_ignores_an_odd_year():
    row = theil_sen_trend(pd.Series([1.0, 2, 3, 4, 50], index=range(2016, 2021))).iloc[0]
    assert row["slope"] == 1 and row["lower"] <= 1 <= row["upper"] and row["kendall_tau"] == pytest.approx(1)


def test_no_trend_across_a_break_or_of_few_years():
    table = theil_sen_trend(SERIES, breaks=[{"year": 2018, "note": "BAS"}])
    assert table["n"].tolist() == [5, 3] and table["first"].tolist() == [2013, 2018]
    assert table["slope"].notna().tolist() == [True, False]


def test_missing_years_are_left_out():
    gaps = SERIES.mask(SERIES.index == 2014)
    assert theil_sen_trend(gaps)["n"].tolist() == [7]


def test_log_trend():
    steady = pd.Series(100 * 1.1 ** np.arange(6) * [1, 1.01, 0.99, 1, 1.01, 0.99], index=range(2015, 2021))
    row = log_trend(steady).iloc[0]
    assert row["growth"] == pytest.approx(0.1, abs=0.01) and row["lower"] < row["growth"] < row["upper"]
    with pytest.raises(SchemaError, match="2013 is not above 0"):
        log_trend(SERIES - 1)
    with pytest.raises(SchemaError, match="2013 occurs twice"):
        log_trend(pd.concat([SERIES, SERIES.head(1)]))
