"""Industry space: units, neighbours, options of one region, and how firm they stand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.industry_space import neighbours, region_options, unit_specialisations


def block_units(rng: np.random.Generator, number: int = 120) -> pd.DataFrame:
    """Units of two kinds, each with its own four industries nine times in ten."""
    kind = np.arange(number) % 2
    own = np.repeat([[0], [1]], 4, axis=0).ravel()[None, :] == kind[:, None]
    cells = np.where(own, rng.random((number, 8)) < 0.9, rng.random((number, 8)) < 0.1)
    return pd.DataFrame(cells.astype(float), columns=list("abcdefgh"))


def test_industries_of_one_kind_are_neighbours() -> None:
    near = neighbours(block_units(np.random.default_rng(1)))
    assert near.loc[list("abcd"), list("abcd")].to_numpy().sum() == 12
    assert near.loc[list("abcd"), list("efgh")].to_numpy().sum() == 0


def test_density_is_the_share_of_the_neighbours_that_the_region_has() -> None:
    units = block_units(np.random.default_rng(1))
    own = pd.Series([2.0, 2.0, 0.1, 0.1, 0.1, 0.1, 0.1, np.nan], index=list("abcdefgh"))
    table = region_options(own, units, np.random.default_rng(2), draws=10).set_index("industry")
    assert table.loc["c", "density"] == pytest.approx(100 * 2 / 3)
    assert table.loc["e", "density"] == 0
    assert table.loc["h", ["is_specialised", "density", "quadrant", "stability"]].isna().all()
    assert table.loc["a", ["quadrant", "stability"]].isna().all()
    assert table.loc["a", "is_specialised"]


def test_clear_structure_is_stable_and_the_same_seed_gives_the_same() -> None:
    units = block_units(np.random.default_rng(1))
    own = pd.Series([2.0, 2.0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], index=list("abcdefgh"))
    first, again = (region_options(own, units, np.random.default_rng(3), draws=20) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    options = first.set_index("industry")
    near = options.loc[["c", "d"], "quadrant"]
    assert near.isin(["high road", "low road"]).all()
    assert options["stability"].dropna().between(0, 1).all()


def test_suppressed_and_public_industries_are_no_specialisations() -> None:
    table = pd.DataFrame({"24": [50.0, np.nan], "55": [10.0, 90.0], "86": [40.0, 10.0]}, index=["x", "y"])
    nation = pd.Series({"24": 100.0, "55": 100.0, "86": 100.0})
    binary = unit_specialisations(table, nation, min_units=2)
    assert binary.columns.tolist() == ["24", "55"]
    assert binary.loc["y", "24"] == 0


def test_few_units_are_refused() -> None:
    with pytest.raises(SchemaError, match="60 or more units, not 21"):
        unit_specialisations(pd.DataFrame(np.ones((21, 3))), pd.Series([1.0, 1.0, 1.0]))
