from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.class_sensitivity import CLASSES, class_shares, compared_class_shares
from nmanalys.measures.confirmation import classify_test_areas
from nmanalys.measures.named_areas import compare_test_areas

SHARE = st.floats(0, 1)
AREAS = st.lists(st.tuples(SHARE, SHARE, st.integers(0, 2), SHARE), min_size=1, max_size=6).map(
    lambda rows: pd.DataFrame(rows, columns=["precision", "coverage", "joint_strengths", "probability"])
)


def test_by_hand():
    table = pd.DataFrame(
        {
            "precision": [0.55, 0.2, 0.9, None],
            "coverage": [0.65, 0.9, 0.1, 1.0],
            "joint_strengths": 1,
            "probability": 0.9,
        },
        index=list("wxyz"),
    )
    result = class_shares(table)
    # w is seen at one coverage of three, and is then confirmed at two thresholds of three
    assert result.loc["w", list(CLASSES)].tolist() == pytest.approx([2 / 9, 1 / 9, 0, 2 / 3])
    assert result.loc["x", list(CLASSES)].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 0])
    assert result.loc[["y", "z"], "kan ej bedömas"].tolist() == [1, 1]
    assert result["usual_class"].tolist() == ["kan ej bedömas", "ej stöd i data", "kan ej bedömas", "kan ej bedömas"]
    assert result.loc["w", "usual_share"] == pytest.approx(2 / 3) and result["combinations"].eq(27).all()


def test_pairs_in_the_wrong_order_are_left_out():
    table = pd.DataFrame({"precision": [0.5], "coverage": 1.0, "joint_strengths": 1, "probability": 1.0})
    result = class_shares(table, confirmed=[0.3, 0.6], partly=[0.2, 0.4], coverage=[0.5])
    # (0.3, 0.2), (0.6, 0.2), (0.6, 0.4)
    assert result["combinations"].iat[0] == 3 and result["bekräftat"].iat[0] == pytest.approx(1 / 3)
    with pytest.raises(SchemaError, match="must be below"):
        class_shares(table, confirmed=[0.2], partly=[0.2])
    with pytest.raises(SchemaError, match="coverage: the threshold 70"):
        class_shares(table, coverage=[70])


@settings(max_examples=25, deadline=None)
@given(AREAS)
def test_shares_sum_to_one_and_a_grid_of_one_is_the_class(areas):
    shares = class_shares(areas)
    np.testing.assert_allclose(shares[list(CLASSES)].sum(axis=1), 1)
    single = class_shares(areas, confirmed=[0.5], partly=[0.25], coverage=[0.7])
    assert single["usual_class"].tolist() == classify_test_areas(areas).tolist()
    assert (single["usual_share"] == 1).all()


def test_probability_follows_the_threshold():
    links = pd.DataFrame(
        {"priority_id": "p", "classification": ["SNI", "SNI", "FORD"], "code": ["24", "25", "2.5"], "weight": 1.0}
    )
    industries = pd.DataFrame(
        {"size": [60.0, 40.0], "is_strong": [True, False], "probability": [0.9, 0.5]}, index=["24", "25"]
    )
    fields = pd.DataFrame({"size": [9.0], "is_strong": [True], "probability": [1.0]}, index=["2.5"])
    shares = compared_class_shares(links, industries, fields, confirmed=[0.5, 0.6, 0.7], coverage=[0.7])
    # P(share ≥ 0.5) = P(share ≥ 0.6) = 0.9; 0.7 is out of reach
    assert shares.loc["p", "bekräftat"] == pytest.approx(2 / 3)
    single = compared_class_shares(links, industries, fields, confirmed=[0.5], partly=[0.25], coverage=[0.7])
    assert single["usual_class"].to_dict() == compare_test_areas(links, industries, fields)["area_class"].to_dict()


def test_no_areas():
    links = pd.DataFrame(columns=["priority_id", "classification", "code", "weight"])
    assert compared_class_shares(links, pd.DataFrame(), pd.DataFrame()).empty
