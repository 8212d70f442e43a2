"""Random inputs for the properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=6)


def _labelled(cells: np.ndarray) -> pd.DataFrame:
    rows, columns = cells.shape
    return pd.DataFrame(cells, [f"r{i}" for i in range(rows)], [f"i{j}" for j in range(columns)])


def counts(least: int = 0) -> st.SearchStrategy[pd.DataFrame]:
    """Tables of counts in which every region and every industry has somebody."""
    cells = arrays(np.float64, SHAPES, elements=st.integers(least, 5000).map(float))
    return cells.filter(lambda x: x.any(axis=0).all() and x.any(axis=1).all()).map(_labelled)


def two_years() -> st.SearchStrategy[tuple[pd.DataFrame, pd.DataFrame]]:
    """Two tables of positive counts with the same labels."""
    elements = st.integers(1, 5000).map(float)
    pairs = SHAPES.flatmap(lambda shape: st.tuples(*[arrays(np.float64, shape, elements=elements)] * 2))
    return pairs.map(lambda pair: (_labelled(pair[0]), _labelled(pair[1])))


def binaries() -> st.SearchStrategy[pd.DataFrame]:
    """Tables of zeros and ones."""
    return arrays(np.float64, SHAPES, elements=st.sampled_from([0.0, 1.0])).map(_labelled)
