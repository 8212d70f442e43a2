"""Matrices whose measures are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
ORACLES = ROOT / "tests" / "oracles"
REAL = ROOT.parent / "shared" / "real"


@pytest.fixture
def econgeo() -> pd.DataFrame:
    """The 5 × 5 example of the EconGeo manual."""
    return pd.read_csv(ORACLES / "econgeo_5x5.csv", index_col="region")


@pytest.fixture
def network() -> pd.DataFrame:
    """The network of Hidalgo and Hausmann (2009), figure S4."""
    cells = [[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]
    return pd.DataFrame(cells, index=["C1", "C2", "C3", "C4"], columns=["P1", "P2", "P3", "P4"])


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20160401)


@pytest.fixture(scope="session")
def sbs() -> pd.DataFrame:
    """Persons employed 2015, NUTS 2 regions by NACE division, missing where suppressed."""
    path = REAL / "eurostat_sbs_persons_employed_nuts2_2015.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine")
    table = pd.read_csv(path)
    table = table[(table["nuts_level"] == 2) & (table["nace_level"] == "division")]
    return table.pivot(index="geo", columns="nace_r2", values="value")


@pytest.fixture(scope="session")
def complete(sbs) -> pd.DataFrame:
    """The largest block of the real table without suppressed cells, without empty rows and columns."""
    from nmanalys.measures.panel import complete_block

    block = complete_block(sbs)
    return block.loc[block.sum(axis=1) > 0, block.sum() > 0]
