"""Measures straight from a long panel: a long table in, a long table out, year by year.

For panels of millions of rows: keys become integers once, sums are single passes over the values, and only one
year at a time is spread out. Takes a pandas or an Arrow table.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from nmanalys.errors import SchemaError
from nmanalys.measures.complexity import economic_complexity
from nmanalys.measures.frames import divide
from nmanalys.measures.relatedness import Normalisation, proximity, relatedness, relatedness_density
from nmanalys.measures.specialisation import location_quotient, specialisation_matrix
from nmanalys.vocabulary.typing import FloatArray, LongTable, Wide

__all__ = ["complexity_from_long", "location_quotients_from_long", "wide_by_year"]

MEASURES = ("lq", "specialised", "density", "eci", "pci")


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
    panel = _read(table, (year, region, industry), value)
    panel.refuse_repeated_cells()
    rows, by_row = panel.sums_by(panel.regions)
    empty = by_row == 0
    if empty.any():
        first = panel.describe(int(np.flatnonzero(empty[rows])[0]))
        raise SchemaError(f"row '{first[1]}' of {first[0]} holds nothing but zeros. Leave it out.")
    columns, by_column = panel.sums_by(panel.industries)
    total = np.bincount(panel.years.codes, panel.values, minlength=len(panel.years.labels))
    quotient = divide(panel.values * total[panel.years.codes], by_row[rows] * by_column[columns])
    return pd.DataFrame({"year": panel.years.column(), "region": panel.regions.column(),
                         "industry": panel.industries.column(), "lq": quotient})  # fmt: skip


def complexity_from_long(
    table: LongTable | pa.Table,
    *,
    year: str = "year",
    region: str = "region",
    industry: str = "industry",
    value: str = "value",
    threshold: float = 1.0,
    method: Literal["proximity"] | Normalisation = "proximity",
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

    Returns
    -------
    DataFrame
        `year, region, industry, lq, specialised, density, eci, pci`: one row for each pair of a region and an
        industry of the year, also where the region has nobody in the industry, because that is where density is
        of interest. Region and industry are categorical. Density 0-100; ECI and PCI as z-scores of the year, ECI
        repeated for each industry of the region and PCI for each region of the industry.

    Raises
    ------
    SchemaError
        If a column or a key is missing, a value is negative, infinite or suppressed, a cell occurs twice or a
        region or an industry has nobody in a year.

    Warns
    -----
    NmanalysWarning
        As :func:`~nmanalys.measures.complexity.economic_complexity` does, for each year.

    Examples
    --------
    >>> table = pd.DataFrame({"year": 2020, "region": list("xxxyyz"), "industry": list("abcbcc"),
    ...                       "value": [2, 1, 1, 3, 3, 4]})
    >>> complexity_from_long(table, threshold=0.4).round(3).drop(columns=["year", "pci"]).tail(4)
      region industry     lq  specialised  density    eci
    5      y        c  0.875          1.0   83.333  0.000
    6      z        a  0.000          0.0   18.182 -1.225
    7      z        b  0.000          0.0   30.769 -1.225
    8      z        c  1.750          1.0   50.000 -1.225
    """
    panel = _read(table, (year, region, industry), value)
    kept = list(_spread(panel))
    size = sum(cells.size for *_, cells in kept)
    found = {name: np.empty(size) for name in MEASURES}
    years = np.empty(size, dtype=panel.years.labels.dtype)
    codes = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    end = 0
    for period, rows, columns, cells in kept:
        start, end = end, end + cells.size
        part = slice(start, end)
        years[part] = period
        codes[0][part], codes[1][part] = rows.repeat(len(columns)), np.tile(columns, len(rows))
        wide = pd.DataFrame(cells, panel.regions.labels[rows], panel.industries.labels[columns])
        for name, values in _measures(wide, threshold, method).items():
            found[name][part].reshape(cells.shape)[...] = values
    return pd.DataFrame({
        "year": years,
        "region": pd.Categorical.from_codes(codes[0], panel.regions.labels),
        "industry": pd.Categorical.from_codes(codes[1], panel.industries.labels),
        **found,
    }, copy=False)  # fmt: skip


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
    panel = _read(table, (year, region, industry), value)
    for period, rows, columns, cells in _spread(panel):
        yield period, pd.DataFrame(cells, panel.regions.labels[rows], panel.industries.labels[columns])


@dataclass(frozen=True)
class _Key:
    """A key column: one integer a row, and the labels that they stand for."""

    codes: np.ndarray
    labels: pd.Index

    def column(self) -> pd.Series:
        return pd.Series(self.labels.take(self.codes))


@dataclass(frozen=True)
class _Panel:
    """A long panel with its keys as integers."""

    years: _Key
    regions: _Key
    industries: _Key
    values: FloatArray

    def sums_by(self, key: _Key) -> tuple[np.ndarray, FloatArray]:
        """For each row the number of its year and label, and the sum of the values that share it."""
        groups = self.years.codes.astype(np.int64) * len(key.labels) + key.codes
        return groups, np.bincount(groups, self.values, minlength=len(self.years.labels) * len(key.labels))

    def refuse_repeated_cells(self) -> None:
        cells = (self.years.codes.astype(np.int64) * len(self.regions.labels) + self.regions.codes) * len(
            self.industries.labels
        ) + self.industries.codes
        twice = pd.Series(cells).duplicated().to_numpy()
        if twice.any():
            self.refuse(int(twice.argmax()), "occurs more than once")

    def describe(self, row: int) -> tuple[Hashable, Hashable, Hashable]:
        return tuple(key.labels[key.codes[row]] for key in (self.years, self.regions, self.industries))

    def refuse(self, row: int, why: str) -> None:
        raise SchemaError(f"The cell {', '.join(map(str, self.describe(row)))} {why}.")


def _read(table: LongTable | pa.Table, keys: tuple[str, str, str], value: str) -> _Panel:
    names = table.column_names if isinstance(table, pa.Table) else list(table.columns)
    absent = [name for name in (*keys, value) if name not in names]
    if absent:
        raise SchemaError(f"The panel has no column '{absent[0]}'; it has {', '.join(map(str, names))}.")
    values = table[value].to_pandas() if isinstance(table, pa.Table) else table[value]
    try:
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise SchemaError(f"column '{value}' holds something that is not a number: {error}.") from None
    panel = _Panel(*(_key(table[name], name) for name in keys), numbers)
    for wrong, why in ((numbers < 0, "is negative"), (np.isinf(numbers), "is infinite")):
        if wrong.any():
            row = int(wrong.argmax())
            _, place, branch = panel.describe(row)
            raise SchemaError(f"row '{place}', column '{branch}': {numbers[row]:g} {why}.")
    return panel


def _key(column: pd.Series | pa.ChunkedArray, name: str) -> _Key:
    series = column.to_pandas() if isinstance(column, pa.ChunkedArray) else column
    codes, labels = pd.factorize(series)
    if (codes < 0).any():
        raise SchemaError(f"column '{name}': row {int((codes < 0).argmax()) + 1} of the panel has no value.")
    return _Key(codes, pd.Index(labels))


def _spread(panel: _Panel) -> Iterator[tuple[Hashable, np.ndarray, np.ndarray, FloatArray]]:
    """Each year with the codes of its regions and industries and its cells."""
    for code, period in enumerate(panel.years.labels):
        mine = np.flatnonzero(panel.years.codes == code)
        rows, columns = panel.regions.codes[mine], panel.industries.codes[mine]
        regions, places = _dense(rows, len(panel.regions.labels))
        industries, branches = _dense(columns, len(panel.industries.labels))
        cells = np.zeros((len(regions), len(industries)))
        filled = places[rows] * len(industries) + branches[columns]
        if np.bincount(filled, minlength=1).max() > 1:
            row = int(pd.Series(filled).duplicated().to_numpy().argmax())
            panel.refuse(int(mine[row]), "occurs more than once")
        cells.ravel()[filled] = panel.values[mine]
        yield period, regions, industries, cells


def _dense(codes: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The codes that occur, and for each code its place among them."""
    present = np.zeros(size, dtype=bool)
    present[codes] = True
    return np.flatnonzero(present), present.cumsum() - 1


def _measures(wide: Wide, threshold: float, method: str) -> dict[str, FloatArray]:
    quotients = location_quotient(wide)
    special = specialisation_matrix(quotients, threshold)
    related = proximity(special) if method == "proximity" else relatedness(special, method)
    regions, industries = economic_complexity(special)
    return {
        "lq": quotients.to_numpy(),
        "specialised": special.to_numpy(),
        "density": relatedness_density(special, related).to_numpy(),
        "eci": regions.to_numpy()[:, None],
        "pci": industries.to_numpy()[None, :],
    }
