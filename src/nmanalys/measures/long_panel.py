"""Measures straight from a long panel: a long table in, a long table out, year by year.

For panels of millions of rows: keys become integers once, sums are single passes over the values, and only one
year at a time is spread out. Takes a pandas or an Arrow table.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from nmanalys.errors import SchemaError
from nmanalys.measures.complexity import economic_complexity
from nmanalys.measures.frames import divide
from nmanalys.measures.panel_keys import every_pair, parts_by_year, read_panel
from nmanalys.measures.relatedness import proximity, relatedness, relatedness_density
from nmanalys.measures.relatedness_arrays import Normalisation
from nmanalys.measures.specialisation import location_quotient, specialisation_matrix
from nmanalys.vocabulary.typing import FloatArray, LongTable, Wide

__all__ = ["complexity_from_long", "location_quotients_from_long", "wide_by_year"]

MEASURES = {"lq": float, "specialised": bool, "density": float, "eci": float, "pci": float}


def location_quotients_from_long(
    table: LongTable | pa.Table,
    *,
    year: str = "year",
    region: str = "region",
    industry: str = "industry",
    value: str = "value",
) -> LongTable:
    r"""Location quotients of a long panel, year by year.

    .. math:: LQ_{rit} = \frac{E_{rit} \, E_{\cdot\cdot t}}{E_{r \cdot t} \, E_{\cdot it}}

    Parameters
    ----------
    table : DataFrame or pyarrow.Table
        One row a year, region and industry; rows that are not there count as zero, empty values as suppressed.
    year, region, industry, value : str
        Names of the columns.

    Returns
    -------
    DataFrame
        `year, region, industry, lq` in the order of the input; missing wherever a suppressed value is needed.

    Raises
    ------
    SchemaError
        If a column or a key is missing, a value is negative or infinite, a cell occurs twice or a region has
        nobody in a year.

    Examples
    --------
    >>> table = pd.DataFrame({"year": 2020, "region": list("xxyy"), "industry": list("abab"), "value": [1, 1, 1, 3]})
    >>> location_quotients_from_long(table)["lq"].round(4).tolist()
    [1.5, 0.75, 0.75, 1.125]
    """
    panel = read_panel(table, (year, region, industry), value)
    panel.refuse_repeated_cells()
    rows, by_row = panel.sums_by(panel.regions)
    empty = by_row == 0
    if empty.any():
        first = panel.describe(int(np.flatnonzero(empty[rows])[0]))
        raise SchemaError(f"row '{first[1]}' of {first[0]} holds nothing but zeros. Leave it out.")
    columns, by_column = panel.sums_by(panel.industries)
    total = np.bincount(panel.years.codes, panel.values, minlength=len(panel.years.labels))
    quotient = divide(panel.values * total[panel.years.codes], by_row[rows] * by_column[columns])
    return pd.DataFrame({**panel.columns(), "lq": quotient}, copy=False)


def complexity_from_long(
    table: LongTable | pa.Table,
    *,
    year: str = "year",
    region: str = "region",
    industry: str = "industry",
    value: str = "value",
    threshold: float = 1.0,
    method: Literal["proximity"] | Normalisation = "proximity",
    pairs: Literal["observed", "all"] = "observed",
) -> LongTable:
    r"""Specialisation, relatedness density and complexity of a long panel, year by year.

    For each year on its own: :func:`~nmanalys.measures.specialisation.location_quotient` →
    :func:`~nmanalys.measures.specialisation.specialisation_matrix` → proximity or
    :func:`~nmanalys.measures.relatedness.relatedness` →
    :func:`~nmanalys.measures.relatedness.relatedness_density` and
    :func:`~nmanalys.measures.complexity.economic_complexity`.

    Parameters
    ----------
    table : DataFrame or pyarrow.Table
        One row a year, region and industry; rows that are not there count as zero.
    year, region, industry, value : str
        Names of the columns.
    threshold : float
        Lowest quotient that counts as a specialisation.
    method : {"proximity", "association", "cosine", "jaccard", "probability"}
        Relatedness behind the density; proximity keeps its diagonal of 1, the others have a diagonal of 0.
    pairs : {"observed", "all"}
        Rows of the result: those of the panel in its order, or every region with every industry of the year,
        also where the region has nobody, which is where density tells what could come.

    Returns
    -------
    DataFrame
        `year, region, industry, lq, specialised, density, eci, pci`. Density 0-100; ECI and PCI as z-scores of the
        year, ECI repeated for each industry of the region and PCI for each region of the industry.

    Raises
    ------
    SchemaError
        If a column or a key is missing, a value is negative, infinite or suppressed, a cell occurs twice or a
        region or an industry has nobody in a year, or if `method` or `pairs` is unknown.

    Warns
    -----
    NmanalysWarning
        As :func:`~nmanalys.measures.complexity.economic_complexity` does, for each year.

    Examples
    --------
    >>> table = pd.DataFrame({"year": 2020, "region": list("xxxyyz"), "industry": list("abcbcc"),
    ...                       "value": [2, 1, 1, 3, 3, 4]})
    >>> complexity_from_long(table, threshold=0.4, pairs="all").round(3).drop(columns=["year", "pci"]).tail(4)
      region industry     lq  specialised  density    eci
    5      y        c  0.875         True   83.333  0.000
    6      z        a  0.000        False   18.182 -1.225
    7      z        b  0.000        False   30.769 -1.225
    8      z        c  1.750         True   50.000 -1.225
    """
    if pairs not in ("observed", "all"):
        raise SchemaError(f"Unknown pairs '{pairs}'. Known: observed, all.")
    panel = read_panel(table, (year, region, industry), value)
    if pairs == "all":
        panel = every_pair(panel)
    found = {name: np.empty(len(panel.values), dtype) for name, dtype in MEASURES.items()}
    for part in parts_by_year(panel):
        for name, values in _measures(panel.wide(part), part.cells, threshold, method).items():
            found[name][part.mine] = values
    return pd.DataFrame({**panel.columns(), **found}, copy=False)


def wide_by_year(
    table: LongTable | pa.Table,
    *,
    year: str = "year",
    region: str = "region",
    industry: str = "industry",
    value: str = "value",
) -> Iterator[tuple[Hashable, Wide]]:
    """Yield the wide table of each year in turn, so that only one is in memory.

    Parameters
    ----------
    table, year, region, industry, value
        As in :func:`location_quotients_from_long`.

    Yields
    ------
    tuple of int and DataFrame
        The year and its regions by industries, in order of first appearance in the panel; cells that are not
        there are zero.

    Raises
    ------
    SchemaError
        If a column or a key is missing, a value is negative or infinite, or a cell occurs twice.

    Examples
    --------
    >>> table = pd.DataFrame({"year": [2020, 2021], "region": "x", "industry": ["a", "b"], "value": [1, 2]})
    >>> [(year, wide.shape) for year, wide in wide_by_year(table)]
    [(2020, (1, 1)), (2021, (1, 1))]
    """
    panel = read_panel(table, (year, region, industry), value)
    for period, part in zip(panel.years.labels, parts_by_year(panel), strict=True):
        yield period, panel.wide(part)


def _measures(wide: Wide, cells: np.ndarray, threshold: float, method: str) -> dict[str, FloatArray]:
    """The measures of one year at the cells wanted, which are counted row by row."""
    quotients = location_quotient(wide)
    special = specialisation_matrix(quotients, threshold)
    related = proximity(special) if method == "proximity" else relatedness(special, method)
    density = relatedness_density(special, related)
    regions, industries = economic_complexity(special)
    rows, columns = np.divmod(cells, np.int32(wide.shape[1]))
    tables = {"lq": quotients, "specialised": special, "density": density}
    return {
        **{name: table.to_numpy().ravel()[cells] for name, table in tables.items()},
        "eci": regions.to_numpy()[rows],
        "pci": industries.to_numpy()[columns],
    }
