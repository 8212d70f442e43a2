"""How often the Brant test rejects parallel slopes that are parallel, by simulation.

Prints a table: number of answers, share of tests below 5 per cent, its Monte Carlo error, and how many samples could not
be tested. Answers on five steps follow a proportional-odds model with a group and a continuous regressor.

Run: python tests/simulations/brant_size.py
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.ordinal import brant_test

NUMBERS = (60, 120, 300, 1000)
CUTS, EFFECTS, LEVEL = (-1.5, -0.5, 0.5, 1.5), (0.5, 0.5), 0.05


def brant_size(rng: np.random.Generator, numbers: tuple[int, ...] = NUMBERS, draws: int = 400) -> pd.DataFrame:
    """Share of true models that the test rejects, by number of answers."""
    return pd.DataFrame({number: _rejections(rng, number, draws) for number in numbers}).T


def _rejections(rng: np.random.Generator, number: int, draws: int) -> dict[str, float]:
    p_values = pd.Series([_p_value(rng, number) for _ in range(draws)]).dropna()
    share = float((p_values < LEVEL).mean())
    error = np.sqrt(share * (1 - share) / len(p_values))
    return {"rejected": share, "error": error, "not_tested": draws - len(p_values)}


def _p_value(rng: np.random.Generator, number: int) -> float:
    design = pd.DataFrame({"group": rng.integers(0, 2, number), "x": rng.normal(size=number)})
    latent = design.to_numpy() @ np.array(EFFECTS) + rng.logistic(size=number)
    try:
        return brant_test(pd.Series(np.digitize(latent, CUTS)), design, min_n=0).p_value
    except SchemaError:
        return np.nan


if __name__ == "__main__":
    sys.stdout.write(brant_size(np.random.default_rng(20160401)).round(3).to_string() + "\n")
