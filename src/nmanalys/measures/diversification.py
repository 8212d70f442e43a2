"""What could grow out of what is there: options, entries and exits, and whether relatedness foretells them.

An option is an industry in which the region is not yet specialised. Its relatedness density stands for the cost and
risk of getting there, its complexity for what it would be worth. The quadrants are a map, not advice.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_binary, as_counts, as_series, same_labels, tidy
from nmanalys.measures.intervals import wilson_interval
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import ByIndustry, FloatArray, LongTable, Wide

__all__ = ["entries", "entry_rate_by_tercile", "exits", "option_space"]

HIGH_ROAD, LOW_ROAD, CASINO, DEAD_END = "high road", "low road", "casino", "dead end"
UNKNOWN = ""


def option_space(binary: Wide, density: Wide, complexity: ByIndustry) -> LongTable:
    """Options of each region by relatedness and complexity, cut at the region's own medians.

    Parameters
    ----------
    binary : DataFrame, shape (n_regions, n_industries)
        Specialisations, 0 or 1.
    density : DataFrame, shape (n_regions, n_industries)
        Relatedness density, 0-100.
    complexity : Series, shape (n_industries,)
        Complexity of the industries (PCI).

    Returns
    -------
    DataFrame
        One row an option (a cell without specialisation): `region, industry, density, complexity,
        density_median, complexity_median, quadrant`: high road (related and complex), low road (related, simple),
        casino (unrelated, complex), dead end; missing where density or complexity is. A value equal to the
        median counts as high.

    Raises
    ------
    SchemaError
        If the labels differ or a cell of `binary` is neither 0, 1 nor missing.

    Notes
    -----
    Density rises with a region's diversity, which is why the cut is within the region: every region has
    options in the upper half, also one whose industries are related to little.

    References
    ----------
    Balland, Boschma, Crespo and Rigby (2019), Regional Studies 53(9).

    Examples
    --------
    >>> labels = list("abcd")
    >>> binary = pd.DataFrame([[1, 0, 0, 0]], ["x"], labels)
    >>> density = pd.DataFrame([[50.0, 10.0, 20.0, 30.0]], ["x"], labels)
    >>> option_space(binary, density, pd.Series([0.0, 3.0, 2.0, 1.0], labels))["quadrant"].tolist()
    ['casino', 'high road', 'low road']
    """
    special = as_binary(binary)
    related = same_labels(special, as_counts(density, "density", zero_rows=True), "binary and density")
    worth = as_series(complexity, special.columns, "complexity")
    table = tidy(
        special.index,
        special.columns,
        special=special.to_numpy(),
        density=related.to_numpy(),
        complexity=np.broadcast_to(worth.to_numpy(), special.shape),
    )
    table = table[table.pop("special") == 0].reset_index(drop=True)
    medians = table.groupby("region")[["density", "complexity"]].transform("median")
    table[["density_median", "complexity_median"]] = medians
    values = [column.to_numpy() for frame in (table, medians) for column in (frame["density"], frame["complexity"])]
    named = pd.Series(quadrants(*values), table.index, dtype="str")
    return table.assign(quadrant=named.where(named != UNKNOWN))


def quadrants(
    density: FloatArray, complexity: FloatArray, density_median: FloatArray, complexity_median: FloatArray
) -> np.ndarray:
    """Quadrant of each option in bare arrays, `UNKNOWN` where its density or complexity is missing.

    Examples
    --------
    >>> quadrants(np.array([1.0, 3.0, np.nan]), np.array([1.0, 2.0, 3.0]), 2.0, 2.0).tolist()
    ['dead end', 'high road', '']
    """
    near, rich = density >= density_median, complexity >= complexity_median
    known = ~(np.isnan(density) | np.isnan(complexity))
    return np.select([~known, near & rich, near, rich], [UNKNOWN, HIGH_ROAD, LOW_ROAD, CASINO], DEAD_END)


def entries(start: Wide, end: Wide, *, low: float = 1.0, high: float = 1.0, density: Wide | None = None) -> LongTable:
    r"""Entries: industries in which a region became specialised.

    .. math:: entry_{ri} = [LQ_{ri}(t_1) \geq high] \quad\text{among}\quad LQ_{ri}(t_0) < low

    Parameters
    ----------
    start, end : DataFrame, shape (n_regions, n_industries)
        Location quotients in two years, five or more apart.
    low, high : float
        Thresholds; 0.8 and 1.2 leave out those that only crossed 1 by chance.
    density : DataFrame, optional
        Relatedness density in the first year, 0-100.

    Returns
    -------
    DataFrame
        One row a cell that could enter: `region, industry, event` (0 or 1)`[, density]`. Cells with a
        missing quotient are left out.

    Raises
    ------
    SchemaError
        If the labels differ or `high` is below `low`.

    Examples
    --------
    >>> entries(pd.DataFrame([[0.5, 0.9, 1.5]]), pd.DataFrame([[1.1, 0.9, 1.5]]))["event"].tolist()
    [1.0, 0.0]
    """
    if high < low:
        raise SchemaError(f"high must not be below low, but {high} < {low}.")
    return _events(start, end, density, lambda before: before < low, lambda after: after >= high)


def exits(start: Wide, end: Wide, *, low: float = 1.0, high: float = 1.0, density: Wide | None = None) -> LongTable:
    r"""Exits: industries in which a region ceased to be specialised.

    .. math:: exit_{ri} = [LQ_{ri}(t_1) < low] \quad\text{among}\quad LQ_{ri}(t_0) \geq high

    Parameters
    ----------
    start, end, low, high, density
        As in :func:`entries`.

    Returns
    -------
    DataFrame
        One row a cell that could exit, as in :func:`entries`.

    Raises
    ------
    SchemaError
        As in :func:`entries`.

    Examples
    --------
    >>> exits(pd.DataFrame([[0.5, 1.2, 1.5]]), pd.DataFrame([[1.1, 0.9, 1.5]]))["event"].tolist()
    [1.0, 0.0]
    """
    if high < low:
        raise SchemaError(f"high must not be below low, but {high} < {low}.")
    return _events(start, end, density, lambda before: before >= high, lambda after: after < low)


def entry_rate_by_tercile(events: LongTable, *, confidence: float = 0.95) -> pd.DataFrame:
    """Share of events among the cells of low, middle and high density.

    Parameters
    ----------
    events : DataFrame
        Result of :func:`entries` or :func:`exits`, with `density`.
    confidence : float
        Level of Wilson's interval, 0-1.

    Returns
    -------
    DataFrame, by tercile (1-3)
        `cells, events, lowest_density, highest_density, share, lower, upper`.

    Raises
    ------
    SchemaError
        If there is no density or fewer than three cells have one.

    Notes
    -----
    Cells of one region or industry are not independent: the intervals are too narrow.

    Examples
    --------
    >>> table = pd.DataFrame({"density": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "event": [0, 0, 0, 1, 1, 1]})
    >>> entry_rate_by_tercile(table)["share"].tolist()
    [0.0, 0.5, 1.0]
    """
    require_columns(events, ["event"], "events")
    if "density" not in events or events["density"].notna().sum() < 3:
        raise SchemaError("events needs a density in three or more rows.")
    known = events.dropna(subset=["density", "event"])
    tercile = np.ceil(known["density"].rank(method="average", pct=True) * 3).astype(int).rename("tercile")
    groups = known.groupby(tercile)
    table = pd.DataFrame(
        {
            "cells": groups.size(),
            "events": groups["event"].sum(),
            "lowest_density": groups["density"].min(),
            "highest_density": groups["density"].max(),
        }
    )
    return table.join(wilson_interval(table["events"], table["cells"], confidence=confidence))


def _events(start: Wide, end: Wide, density: Wide | None, at_risk: object, happened: object) -> LongTable:
    before = as_counts(start, "start", zero_rows=True)
    after = same_labels(before, as_counts(end, "end", zero_rows=True), "start and end")
    values = {"before": before.to_numpy(), "event": happened(after).astype(float).where(after.notna()).to_numpy()}
    if density is not None:
        values["density"] = same_labels(before, density, "start and density").to_numpy(dtype=float)
    table = tidy(before.index, before.columns, **values)
    return table[at_risk(table.pop("before")) & table["event"].notna()].reset_index(drop=True)
