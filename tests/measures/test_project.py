from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.project import activity_outturn, milestone_status, quarter_end, stakeholder_cells


def test_quarters():
    assert [quarter_end(f"2016 Q{q}") for q in (1, 4)] == [date(2016, 3, 31), date(2016, 12, 31)]
    for wrong in ("2016", "2016 Q5", None):
        with pytest.raises(SchemaError, match="no quarter"):
            quarter_end(wrong)


def test_milestones():
    table = pd.DataFrame(
        {
            "planned_on": [
                "2016-06-30",
                "2016-06-30",
                "2016-06-30",
                "2017-06-30",
                "2017-06-30",
                "2016-06-30",
                "2016-06-30",
            ],
            "started_on": [None, None, None, "2016-11-01", None, None, None],
            "done_on": ["2016-06-30", "2016-12-01", None, None, None, None, "2017-03-01"],
            "outcome": [None, None, None, None, None, "okänt", None],
        }
    )
    result = milestone_status(table, "2017-01-31")
    assert result["milestone_status"].tolist() == [
        "klar", "klar sen", "försenad", "pågår", "ej påbörjad", "okänt", "försenad"
    ]  # fmt: skip
    assert result["slip_quarters"].fillna(-1).tolist() == [0, 2, 3, -1, -1, -1, 3]
    later = milestone_status(table, date(2018, 1, 1))
    assert later["milestone_status"].iat[6] == "klar sen" and later["milestone_status"].iat[3] == "försenad"
    assert milestone_status(table[["planned_on"]], "2016-01-01")["milestone_status"].eq("ej påbörjad").all()
    with pytest.raises(SchemaError, match="planned_on"):
        milestone_status(table.assign(planned_on="sommaren"), "2017-01-31")


def test_outturn():
    table = pd.DataFrame(
        {"activity": list("aaab"), "period": [2, 1, 3, 1], "outturn": [6, 6, np.nan, 1], "target": [10, 10, 10, 0]}
    )
    result = activity_outturn(table)
    assert result["share"].tolist()[:2] == [0.6, 1.2] and result["share"].isna().tolist()[2:] == [True, True]
    with pytest.raises(SchemaError, match="row 0"):
        activity_outturn(table.assign(outturn=-1))


def test_stakeholders():
    table = pd.DataFrame({"name": list("AABC"), "influence": [4, 5, 1, None], "interest": [2, 2, 3, 3]})
    result = stakeholder_cells(table)
    assert result["cell"].tolist()[:2] == ["högt inflytande, lågt intresse", "lågt inflytande, högt intresse"]
    assert pd.isna(result.loc["C", "cell"]) and result.loc["A", "raters"] == 2 and result.loc["A", "spread"] == 1
    with pytest.raises(SchemaError, match="1-5"):
        stakeholder_cells(table.assign(influence=6))
