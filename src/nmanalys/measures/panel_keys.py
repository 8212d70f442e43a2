"""A long panel with its keys as integers: what measures on millions of rows work on."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from nmanalys.errors import SchemaError
from nmanalys.vocabulary.typing import FloatArray, LongTable, Wide

__all__ = ["LongPanel", "YearPart", "every_pair", "parts_by_year", "read_panel"]


@dataclass(frozen=True)
class Key:
    """A key column: one integer a row, the labels that they stand for, and the column itself."""

    codes: np.ndarray
    labels: pd.Index
    column: pd.Series

    def of(self, codes: np.ndarray) -> Key:
        """The same labels for other rows."""
        return Key(codes, self.labels, pd.Series(self.labels.take(codes), copy=False))


@dataclass(frozen=True)
class YearPart:
    """Where a year's rows of the panel lie in its wide table."""

    mine: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    cells: np.ndarray


@dataclass(frozen=True)
class LongPanel:
    """A long panel with its keys as integers."""

    years: Key
    regions: Key
    industries: Key
    values: FloatArray

    def columns(self) -> dict[str, pd.Series]:
        """The key columns, one row a value."""
        keys = {"year": self.years, "region": self.regions, "industry": self.industries}
        return {name: key.column.reset_index(drop=True) for name, key in keys.items()}

    def wide(self, part: YearPart) -> Wide:
        """One year as regions by industries; cells that are not there are zero."""
        cells = np.zeros(len(part.rows) * len(part.columns))
        cells[part.cells] = self.values[part.mine]
        labels = self.regions.labels[part.rows], self.industries.labels[part.columns]
        return pd.DataFrame(cells.reshape(len(part.rows), -1), *labels, copy=False)

    def sums_by(self, key: Key) -> tuple[np.ndarray, FloatArray]:
        """For each row the number of its year and label, and the sum of the values that share it."""
        groups = self.years.codes.astype(np.int64) * len(key.labels) + key.codes
        return groups, np.bincount(groups, self.values, minlength=len(self.years.labels) * len(key.labels))

    def refuse_repeated_cells(self) -> None:
        """Refuse a year, region and industry that has two rows."""
        places = self.years.codes.astype(np.int64) * len(self.regions.labels) + self.regions.codes
        twice = pd.Series(places * len(self.industries.labels) + self.industries.codes).duplicated().to_numpy()
        if twice.any():
            self.refuse(int(twice.argmax()), "occurs more than once")

    def describe(self, row: int) -> tuple[Hashable, Hashable, Hashable]:
        """Year, region and industry of a row."""
        return tuple(key.labels[key.codes[row]] for key in (self.years, self.regions, self.industries))

    def refuse(self, row: int, why: str) -> None:
        """Raise the error that names a row's cell."""
        raise SchemaError(f"The cell {', '.join(map(str, self.describe(row)))} {why}.")


def read_panel(table: LongTable | pa.Table, keys: tuple[str, str, str], value: str) -> LongPanel:
    """Read a panel's columns (`keys`: year, region, industry); what is wrong with them is told by its label."""
    names = table.column_names if isinstance(table, pa.Table) else list(table.columns)
    absent = [name for name in (*keys, value) if name not in names]
    if absent:
        raise SchemaError(f"The panel has no column '{absent[0]}'; it has {', '.join(map(str, names))}.")
    values = table[value].to_pandas() if isinstance(table, pa.Table) else table[value]
    try:
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise SchemaError(f"column '{value}' holds something that is not a number: {error}.") from None
    panel = LongPanel(*(_key(table[name], name) for name in keys), numbers)
    for wrong, why in ((numbers < 0, "is negative"), (np.isinf(numbers), "is infinite")):
        if wrong.any():
            row = int(wrong.argmax())
            _, place, branch = panel.describe(row)
            raise SchemaError(f"row '{place}', column '{branch}': {numbers[row]:g} {why}.")
    return panel


def _key(column: pd.Series | pa.ChunkedArray, name: str) -> Key:
    series = column.to_pandas() if isinstance(column, pa.ChunkedArray) else column
    codes, labels = pd.factorize(series)
    if (codes < 0).any():
        raise SchemaError(f"column '{name}': row {int((codes < 0).argmax()) + 1} of the panel has no value.")
    # the smallest integers that hold the codes: millions of rows have three of them
    return Key(codes.astype(np.min_scalar_type(-len(labels))), pd.Index(labels), series)


def parts_by_year(panel: LongPanel) -> Iterator[YearPart]:
    """Find the rows of each year in turn."""
    for code in range(len(panel.years.labels)):
        mine = np.flatnonzero(panel.years.codes == code).astype(np.int32)
        rows, columns = panel.regions.codes[mine], panel.industries.codes[mine]
        regions, places = _dense(rows, len(panel.regions.labels))
        industries, branches = _dense(columns, len(panel.industries.labels))
        cells = places[rows] * np.int32(len(industries)) + branches[columns]
        if np.bincount(cells).max() > 1:
            panel.refuse(int(mine[pd.Series(cells).duplicated().to_numpy().argmax()]), "occurs more than once")
        yield YearPart(mine, regions, industries, cells)


def every_pair(panel: LongPanel) -> LongPanel:
    """Add a row without anybody for each region and industry of a year that has none."""
    codes: tuple[list[np.ndarray], ...] = ([], [], [])
    values = []
    for number, part in enumerate(parts_by_year(panel)):
        wide = panel.wide(part)
        codes[0].append(np.full(wide.size, number, panel.years.codes.dtype))
        codes[1].append(part.rows.repeat(len(part.columns)).astype(panel.regions.codes.dtype))
        codes[2].append(np.tile(part.columns.astype(panel.industries.codes.dtype), len(part.rows)))
        values.append(wide.to_numpy().ravel())
    keys = (panel.years, panel.regions, panel.industries)
    longer = (key.of(np.concatenate(parts)) for key, parts in zip(keys, codes, strict=True))
    return LongPanel(*longer, np.concatenate(values))


def _dense(codes: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The codes that occur, and for each code its place among them."""
    present = np.zeros(size, dtype=bool)
    present[codes] = True
    return np.flatnonzero(present).astype(np.int32), present.cumsum(dtype=np.int32) - np.int32(1)
