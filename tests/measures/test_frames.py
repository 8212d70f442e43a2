from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_binary, as_counts, as_frame, as_series, divide, normal_quantile, same_labels


@pytest.mark.parametrize(
    ("table", "label"),
    [
        (pd.DataFrame([[1, -1]], ["x"], ["a", "b"]), "'b'"),
        (pd.DataFrame([[1], [2]], ["x", "x"], ["a"]), "'x'"),
        (pd.DataFrame([[1, 2]], ["x"], ["a", "a"]), "'a'"),
        (pd.DataFrame([[1, 2], [0, 0]], ["x", "y"]), "'y'"),
        (pd.DataFrame([[1, np.inf]], ["x"], ["a", "b"]), "infinite"),
        (pd.DataFrame([["many"]], ["x"], ["a"]), "many"),
        (pd.DataFrame(), "empty"),
        (np.ones(3), "two dimensions"),
    ],
)
def test_refused_by_name(table, label):
    with pytest.raises(SchemaError, match=label):
        as_counts(table)


def test_arrays_get_numbers_as_labels():
    assert as_counts(np.ones((2, 3))).columns.tolist() == [0, 1, 2]


def test_missing_stays_missing_and_zero_rows_may_pass():
    table = as_counts(pd.DataFrame([[np.nan, 0.0], [0.0, 0.0]]), zero_rows=True)
    assert table.isna().sum().sum() == 1


def test_binary_refuses_counts():
    with pytest.raises(SchemaError, match="column 'a': 2"):
        as_binary(pd.DataFrame({"a": [0, 2]}))


def test_series_in_order_of_labels():
    with pytest.raises(SchemaError, match="no value for 'b'"):
        as_series(pd.Series({"a": 1}), pd.Index(["a", "b"]), "reference")
    with pytest.raises(SchemaError, match="shape"):
        as_series([1.0], pd.Index(["a", "b"]), "reference")
    with pytest.raises(SchemaError, match="more than once"):
        as_series(pd.Series([1, 2], ["a", "a"]), pd.Index(["a"]), "reference")


def test_labels_must_agree():
    left = as_frame(pd.DataFrame({"a": [1]}))
    with pytest.raises(SchemaError, match="column 'b'"):
        same_labels(left, pd.DataFrame({"a": [1], "b": [2]}), "x")
    with pytest.raises(SchemaError, match="row '1'"):
        same_labels(left, pd.DataFrame({"a": [1, 2]}), "x")


def test_zero_denominators_are_missing():
    assert np.isnan(divide(1, 0)) and divide(1, 4) == 0.25


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_confidence_is_a_probability(level):
    with pytest.raises(SchemaError, match="confidence"):
        normal_quantile(level)
