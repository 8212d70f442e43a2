from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import counts

from nmanalys.errors import SchemaError
from nmanalys.measures.concordance import translate_classes

KEY = pd.DataFrame({"source": ["a", "b", "b"], "target": ["28", "28", "26"], "weight": [1.0, 0.75, 0.25]})
COUNTS = pd.DataFrame({"a": [4.0, 0.0], "b": [2.0, np.nan]}, index=["x", "y"])


def test_by_hand():
    result = translate_classes(COUNTS, KEY, targets=pd.Index(["26", "28", "55"]))
    assert result.loc["x", ["26", "28"]].tolist() == [0.5, 5.5] and result.loc["y"].isna().all()
    # patents of services are not applicable, and zero only where the key could lead
    assert result["55"].isna().all()
    assert translate_classes(COUNTS.fillna(0), KEY, targets=pd.Index(["26"])).loc["y", "26"] == 0
    assert list(translate_classes(COUNTS, KEY).columns) == ["26", "28"]


def test_unknown_class_hides_only_what_it_contributes_to():
    result = translate_classes(COUNTS.assign(a=[np.nan, 1.0], b=[2.0, 2.0]), KEY)
    assert result.loc["x", "26"] == 0.5 and np.isnan(result.loc["x", "28"])


@settings(max_examples=25, deadline=None)
@given(counts(), st.integers(1, 4), st.integers(0, 1000))
def test_row_sums_are_kept(table, targets, seed):
    weights = np.random.default_rng(seed).dirichlet(np.ones(targets), size=table.shape[1])
    rows = [(name, place, weights[i, place]) for i, name in enumerate(table.columns) for place in range(targets)]
    result = translate_classes(table, pd.DataFrame(rows, columns=["source", "target", "weight"]))
    np.testing.assert_allclose(result.sum(axis=1), table.sum(axis=1))
    np.testing.assert_allclose(result, table.to_numpy() @ weights)


def test_refusals():
    with pytest.raises(SchemaError, match=r"weights of 'b' sum to 0\.75, not 1"):
        translate_classes(COUNTS, KEY.head(2))
    with pytest.raises(SchemaError, match="'b' leads nowhere"):
        translate_classes(COUNTS, KEY.head(1))
    with pytest.raises(SchemaError, match="'b' to '26' occurs twice"):
        translate_classes(COUNTS, pd.concat([KEY, KEY.tail(1)]))
    with pytest.raises(SchemaError, match="not in 0-1"):
        translate_classes(COUNTS, KEY.assign(weight=[1.0, 1.75, -0.75]))
    with pytest.raises(SchemaError, match="column 'a': -4 is negative"):
        translate_classes(-COUNTS, KEY)
    with pytest.raises(SchemaError, match="no column 'weight'"):
        translate_classes(COUNTS, KEY[["source", "target"]])
