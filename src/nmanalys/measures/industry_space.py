"""Industry space: which industries are found in the same municipalities, and what a region has near it.

Relatedness is estimated on many small units and then applied to one region. How much the map of options owes to
the units that happen to exist is tried by drawing them anew with replacement.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from nmanalys.errors import NmanalysWarning, SchemaError
from nmanalys.measures.complexity import economic_complexity, scaled_complexity
from nmanalys.measures.diversification import UNKNOWN, option_space, quadrants
from nmanalys.measures.frames import as_counts, as_series
from nmanalys.measures.relatedness import relatedness, relatedness_density
from nmanalys.measures.relatedness_arrays import density, related
from nmanalys.measures.specialisation import location_quotient
from nmanalys.vocabulary.typing import ByIndustry, FloatArray, LongTable, Square, Wide

__all__ = ["neighbours", "region_options", "unit_specialisations"]

MIN_UNITS = 60
# public administration, education, health and care, households as employers, international bodies
NOT_MARKET = ("84", "85", "86", "87", "88", "97", "98", "99")


def unit_specialisations(
    employment: Wide, reference: ByIndustry, *, threshold: float = 1.0, min_units: int = MIN_UNITS
) -> Wide:
    r"""Specialisations of small units such as municipalities.

    .. math:: M_{ui} = [E_{ui} \text{ known} \wedge LQ_{ui} \geq t]

    Parameters
    ----------
    employment : DataFrame, shape (n_units, n_industries)
        Employed persons; missing means suppressed.
    reference : Series
        Employed persons in the nation, by industry.
    threshold : float
        Lowest location quotient t that counts.
    min_units : int
        Fewest units for an estimate.

    Returns
    -------
    DataFrame, shape (n_units, n_industries)
        0 or 1. Industries outside the market and industries in which no unit is specialised are left out, and so
        are units without specialisation.

    Raises
    ------
    SchemaError
        If there are too few units.

    Notes
    -----
    A suppressed cell counts as not specialised: it holds a handful of persons or workplaces. Units' totals are sums of
    the cells that are known.

    Examples
    --------
    >>> table = pd.DataFrame({"24": [9, None], "55": [1, 10]}, index=["a", "b"])
    >>> unit_specialisations(table, pd.Series({"24": 50, "55": 50}), min_units=2).to_numpy()
    array([[1., 0.],
           [0., 1.]])
    """
    counts = as_counts(employment)
    if len(counts) < min_units:
        raise SchemaError(f"Relatedness needs {min_units} or more units, not {len(counts)}: fewer give noise.")
    nation = reference.reindex(counts.columns)
    quotients = location_quotient(
        counts, nation, region_totals=counts.sum(axis=1), reference_total=float(reference.sum())
    )
    binary = (quotients >= threshold).astype(float).drop(columns=[c for c in NOT_MARKET if c in counts])
    return binary.loc[binary.any(axis=1), binary.any(axis=0)]


def neighbours(binary: Wide) -> Square:
    r"""Pairs of industries that occur together more often than chance would have it.

    .. math:: N_{ij} = \left[\frac{C_{ij} T}{S_i S_j} > 1\right]

    Parameters
    ----------
    binary : DataFrame, shape (n_units, n_industries)
        Specialisations, 0 or 1.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        0 or 1, diagonal 0. With it, density is the share of an industry's neighbours that a region has.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0], [0, 1, 1], [1, 1, 1]], columns=list("abc"))
    >>> neighbours(table).loc["a"].tolist()
    [0.0, 1.0, 1.0]
    """
    return (relatedness(binary, method="association") > 1).astype(float)


def region_options(
    own: pd.Series, units: Wide, rng: np.random.Generator, *, threshold: float = 1.0, draws: int = 100
) -> LongTable:
    """What a region is specialised in, and its options by density and complexity.

    Parameters
    ----------
    own : Series, by industry
        The region's location quotients; missing means suppressed.
    units : DataFrame, shape (n_units, n_industries)
        Result of :func:`unit_specialisations`.
    rng : Generator
        Source of chance.
    threshold : float
        Lowest location quotient that counts as specialised.
    draws : int
        How many times the units are drawn anew.

    Returns
    -------
    DataFrame
        One row an industry of `units`: `industry, lq, is_specialised, density, complexity, density_median,
        complexity_median, quadrant, stability`. Quadrant (see
        :func:`~nmanalys.measures.diversification.option_space`), medians and stability, the share of the draws with the
        same quadrant, are missing for industries in which the region is specialised or suppressed.

    Raises
    ------
    SchemaError
        If `own` lacks an industry of `units`.

    Notes
    -----
    Density is taken over the neighbours that are not suppressed in the region.

    Examples
    --------
    >>> kinds = pd.DataFrame([[1, 1, 0, 0], [0, 1, 1, 1], [0, 0, 1, 1]], columns=list("abcd"))
    >>> units = pd.concat([kinds] * 8, ignore_index=True)
    >>> own = pd.Series({"a": 2.0, "b": 0.5, "c": 0.2, "d": None})
    >>> table = region_options(own, units, np.random.default_rng(1), draws=20).set_index("industry")
    >>> table["density"].tolist(), table["is_specialised"].tolist()
    ([0.0, 50.0, 0.0, nan], [True, False, False, <NA>])
    """
    quotients = as_series(own, units.columns, "own")
    special = (quotients >= threshold).astype("boolean").mask(quotients.isna())
    known = special.index[special.notna()]
    _, complexity = _complexity(units)
    table = pd.DataFrame({"lq": quotients, "is_specialised": special})
    table["density"] = _density(special[known], units[known])
    table["complexity"] = complexity
    space = _space(special, units, complexity).set_index("industry")
    space["stability"] = _stability(space["quadrant"], special, units, complexity, rng, draws)
    columns = ["density_median", "complexity_median", "quadrant", "stability"]
    return table.join(space[columns]).rename_axis("industry").reset_index()


def _stability(
    quadrant: pd.Series, special: pd.Series, units: Wide, complexity: ByIndustry, rng: np.random.Generator, draws: int
) -> pd.Series:
    """Share of draws of the units in which an option keeps its quadrant."""
    cells, own = units.to_numpy(dtype=float), special.to_numpy(dtype=float, na_value=np.nan)
    placed = quadrant.reindex(units.columns).fillna(UNKNOWN).to_numpy(dtype=str)
    same = np.zeros(len(placed))
    for _ in range(draws):
        drawn = cells[rng.integers(len(cells), size=len(cells))]
        same += _quadrants(own, drawn, complexity.to_numpy()) == placed
    return pd.Series(same / draws, units.columns).reindex(quadrant.index).where(quadrant.notna())


def _quadrants(own: FloatArray, units: FloatArray, complexity: FloatArray) -> np.ndarray:
    """Quadrant of each option as these units have it: what :func:`_space` does, in bare arrays."""
    found = units.any(axis=0)
    worth = np.full(len(own), np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NmanalysWarning)
        worth[found] = scaled_complexity(units[np.ix_(units.any(axis=1), found)])[1]
    if np.corrcoef(worth[found], complexity[found])[0, 1] < 0:
        worth = -worth
    known = np.flatnonzero(found & ~np.isnan(own))
    near = density(own[None, known], (related(units[:, known]) > 1).astype(float))[0]
    options = own[known] == 0
    at = known[options]
    placed = np.full(len(own), UNKNOWN, dtype="U16")
    if len(at):
        near, rich = near[options], worth[at]
        placed[at] = quadrants(near, rich, np.nanmedian(near), np.nanmedian(rich))
    return placed


def _space(special: pd.Series, units: Wide, complexity: ByIndustry) -> LongTable:
    known = special.index[special.notna()]
    binary = special[known].astype(float).to_frame("own").T
    near = _density(special[known], units[known]).to_frame("own").T
    return option_space(binary, near, complexity[known])


def _density(special: pd.Series, units: Wide) -> ByIndustry:
    binary = special.astype(float).to_frame("own").T
    return relatedness_density(binary, neighbours(units)).loc["own"]


def _complexity(units: Wide) -> tuple[pd.Series, ByIndustry]:
    with warnings.catch_warnings():
        # the sign is settled by the caller, and a draw may fall apart
        warnings.simplefilter("ignore", NmanalysWarning)
        return economic_complexity(units)
