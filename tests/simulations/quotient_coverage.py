"""How often the intervals of a location quotient cover the truth, by simulation.

Prints two tables: independent jobs, by expected employed in the cell and method; jobs in workplaces of lognormal size, by
expected number of workplaces. The region is of a Swedish county's size, the true quotient is 1.5 and the level 95 per cent.

Run: python tests/simulations/quotient_coverage.py
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from nmanalys.measures.quotient_interval import location_quotient_interval

REGION, NATION, TRUTH = 140_000, 5_000_000, 1.5
WEIGHT = REGION / NATION
# employed elsewhere for each employed in the cell, if the quotient is to be the truth
ELSEWHERE = (1 / TRUTH - WEIGHT) / WEIGHT
METHODS = ("delta", "delta_half", "jeffreys", "exact")
EXPECTED = (3, 5, 10, 20, 50, 200)
WORKPLACES = (3, 5, 10, 30, 100)
MEAN_SIZE, SIGMA = 20.0, 1.4


def covered(limits: pd.DataFrame) -> float:
    """Share of the intervals that hold the truth; one that does not exist holds nothing."""
    return float(((limits["lower"] <= TRUTH) & (limits["upper"] >= TRUTH)).mean())


def jobs_coverage(rng: np.random.Generator, draws: int = 20_000) -> pd.DataFrame:
    """Coverage with independent jobs: methods by expected employed."""
    table = {expected: _jobs(rng, expected, draws) for expected in EXPECTED}
    return pd.DataFrame(table, index=list(METHODS))


def workplace_coverage(rng: np.random.Generator, draws: int = 4000) -> pd.DataFrame:
    """Coverage with jobs in workplaces: as if independent, with plant Herfindahl, with one over the number of plants."""
    table = {number: _workplaces(rng, number, draws) for number in WORKPLACES}
    return pd.DataFrame(table, index=["independent", "herfindahl", "equal_plants"])


def _jobs(rng: np.random.Generator, expected: int, draws: int) -> list[float]:
    own = rng.binomial(REGION, expected / REGION, draws)
    others = rng.binomial(NATION - REGION, expected * ELSEWHERE / (NATION - REGION), draws)
    return [covered(_limits(own, others, method=method)) for method in METHODS]


def _workplaces(rng: np.random.Generator, expected: int, draws: int) -> list[float]:
    number = rng.poisson(expected, draws)
    number = number[number > 0]
    own, index = _sizes(rng, number)
    number_elsewhere = rng.poisson(expected * ELSEWHERE, len(number))
    others, index_elsewhere = _sizes(rng, number_elsewhere)
    equal = np.vstack([1 / number, 1 / number_elsewhere])
    return [
        covered(_limits(own, others)),
        covered(_limits(own, others, np.vstack([index, index_elsewhere]))),
        covered(_limits(own, others, equal)),
    ]


def _sizes(rng: np.random.Generator, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum and Herfindahl index of lognormal workplaces, a draw for each number of workplaces."""
    sizes = rng.lognormal(np.log(MEAN_SIZE) - SIGMA**2 / 2, SIGMA, number.sum())
    starts = np.concatenate([[0], np.cumsum(number)[:-1]])
    total = np.add.reduceat(sizes, starts)
    return total, np.add.reduceat(sizes**2, starts) / total**2


def _limits(own: np.ndarray, others: np.ndarray, plants: np.ndarray | None = None, method: str = "delta_half"):
    """Intervals of the region, each draw as an industry of one large table."""
    rows = ["region", "rest"]
    table = pd.DataFrame(np.vstack([own, others]), index=rows)
    herfindahl = None if plants is None else pd.DataFrame(plants, index=rows)
    totals = pd.Series([REGION, NATION - REGION], index=rows)
    limits = location_quotient_interval(
        table, plant_herfindahl=herfindahl, method=method, region_totals=totals, reference_total=NATION
    )
    return limits[limits["region"] == "region"]


if __name__ == "__main__":
    generator = np.random.default_rng(20160401)
    jobs, plants = jobs_coverage(generator), workplace_coverage(generator)
    sys.stdout.write(f"Independent jobs, by expected employed in the cell\n{jobs.round(3).to_string()}\n\n")
    sys.stdout.write(f"Jobs in workplaces, by expected number of them in the cell\n{plants.round(3).to_string()}\n")
