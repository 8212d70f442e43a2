"""Whoever leaves out a column that a measure reads is told which one."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.area_evidence import area_evidence
from nmanalys.measures.areas import area_scores
from nmanalys.measures.clusters import criterion_scores
from nmanalys.measures.indicators import latest_values
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.named_areas import covered_shares
from nmanalys.measures.project import activity_outturn, stakeholder_cells
from nmanalys.measures.rates import pooled_rate
from nmanalys.measures.regional_series import share_of_nation
from nmanalys.measures.weighting import nonresponse_weights

NOTHING = pd.DataFrame({"other": [1]})
LINKS = pd.DataFrame({"area_id": ["x"], "code": ["24"], "weight": [1.0]})


def test_helper():
    require_columns(LINKS, ["code"], "links")
    with pytest.raises(SchemaError, match=r"^links has no column 'size'; it has area_id, code, weight\.$"):
        require_columns(LINKS, ["code", "size"], "links")
    with pytest.raises(SchemaError, match="it has none"):
        require_columns(pd.DataFrame(), ["size"], "links")


@pytest.mark.parametrize(
    ("call", "column"),
    [
        (lambda: area_evidence(NOTHING, LINKS), "size"),
        (lambda: area_scores(pd.Series({"24": 1.0}), NOTHING), "area_id"),
        (lambda: criterion_scores(NOTHING, 1), "cluster_id"),
        (lambda: latest_values(NOTHING, NOTHING, "2026-06-30"), "indicator_id"),
        (lambda: covered_shares(LINKS, pd.Series({"24": 1}), NOTHING), "code"),
        (lambda: activity_outturn(NOTHING), "activity"),
        (lambda: stakeholder_cells(NOTHING), "name"),
        (lambda: pooled_rate(NOTHING, NOTHING, 2019), "region_code"),
        (lambda: share_of_nation(NOTHING, "berd"), "measure"),
        (lambda: nonresponse_weights(NOTHING, NOTHING), "cluster_id"),
    ],
)
def test_missing_columns_are_named(call, column):
    with pytest.raises(SchemaError, match=f"has no column '{column}'; it has other"):
        call()
