"""The simulations, with few draws: within Monte Carlo error of what they gave with many."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simulations.brant_size import brant_size
from simulations.quotient_coverage import EXPECTED, WORKPLACES, jobs_coverage, workplace_coverage

# 20,000 runs by somebody else's program: true quotient 1.5, nominal 95 per cent
JOBS = pd.DataFrame(
    {
        "delta": [0.913, 0.958, 0.958, 0.955, 0.951, 0.952],
        "delta_half": [0.943, 0.948, 0.953, 0.951, 0.950, 0.952],
        "jeffreys": [0.928, 0.944, 0.949, 0.953, 0.951, 0.952],
        "exact": [0.984, 0.975, 0.966, 0.963, 0.958, 0.956],
    },
    index=list(EXPECTED),
).T
# 4,000 runs
PLANTS = pd.DataFrame(
    {
        "independent": [0.17, 0.17, 0.17, 0.15, 0.14],
        "herfindahl": [0.78, 0.79, 0.83, 0.88, 0.90],
        "equal_plants": [0.67, 0.64, 0.64, 0.61, 0.59],
    },
    index=list(WORKPLACES),
).T


def assert_within_chance(found: pd.DataFrame, known: pd.DataFrame, draws: int, known_draws: int, rounding: float):
    """Four standard errors of a difference of two shares, and how the known ones are rounded."""
    error = np.sqrt(known * (1 - known) * (1 / draws + 1 / known_draws))
    too_far = (found - known).abs() > 4 * error + rounding
    assert not too_far.any(axis=None), f"\n{found.round(3)}\n{known}"


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20160401)


def test_coverage_of_independent_jobs(rng):
    found = jobs_coverage(rng, draws=2000)
    assert_within_chance(found, JOBS, 2000, 20_000, 0.0005)
    # the exact interval errs on the wide side, the plain one fails where nobody is employed
    assert (found.loc["exact"] >= found.loc["jeffreys"]).all() and found.loc["delta", 3] < found.loc["delta_half", 3]


def test_coverage_of_jobs_in_workplaces(rng):
    found = workplace_coverage(rng, draws=1000)
    assert_within_chance(found, PLANTS, 1000, 4000, 0.005)
    assert (found.loc["herfindahl"] > found.loc["equal_plants"]).all()
    assert (found.loc["equal_plants"] > found.loc["independent"]).all()


def test_size_of_the_brant_test(rng):
    row = brant_size(rng, (120,), draws=100).loc[120]
    # 6.8 per cent of 400 samples with another program
    assert abs(row["rejected"] - 0.068) < 4 * np.sqrt(0.068 * 0.932 * (1 / 100 + 1 / 400))
    assert row["not_tested"] == 0 and row["error"] == pytest.approx(
        np.sqrt(row["rejected"] * (1 - row["rejected"]) / 100)
    )
