"""Type aliases, so that signatures read as vocabulary.

A *wide* table has regions as rows and industries as columns; a *long* one has one row a cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = [
    "Aggregation",
    "ArrayOrFrame",
    "Breaks",
    "ByIndustry",
    "ByRegion",
    "FloatArray",
    "LongTable",
    "Normalisation",
    "Square",
    "Wide",
]

FloatArray: TypeAlias = NDArray[np.float64]
Wide: TypeAlias = pd.DataFrame
LongTable: TypeAlias = pd.DataFrame
Square: TypeAlias = pd.DataFrame
ByRegion: TypeAlias = pd.Series
ByIndustry: TypeAlias = pd.Series
ArrayOrFrame: TypeAlias = pd.DataFrame | NDArray[np.float64]
Breaks: TypeAlias = Sequence[Mapping[str, object]]
Normalisation: TypeAlias = Literal["minmax", "z", "rank"]
Aggregation: TypeAlias = Literal["arithmetic", "geometric", "mazziotta_pareto"]
