"""What the parts of the illustrative script share: assumptions, real tables, random streams, rounding, writing."""

from __future__ import annotations

import csv
import tomllib
import zlib
from pathlib import Path

import numpy as np
from pandas import DataFrame, Series

from nmanalys.io.csv_cells import cut
from nmanalys.io.strict_csv import type_cells
from nmanalys.vocabulary.tables import SCHEMAS

ROOT = Path(__file__).resolve().parents[2]
ASSUMED = tomllib.loads(Path(__file__).with_name("illustrative.toml").read_text(encoding="utf-8"))
THREE = ("17", "20", "21")


def real(name: str) -> DataFrame:
    """Read one of the real tables; not through the catalogue, which demands the tables that are about to be made."""
    path = next((ROOT / "data").glob(f"*/{name}.csv"))
    records, _ = cut(path.read_text(encoding="utf-8"), SCHEMAS[name])
    return type_cells(records, SCHEMAS[name]).frame


def stream(name: str) -> np.random.Generator:
    """Return the random stream of one table, so that a change in one does not move the others."""
    return np.random.default_rng([ASSUMED["seed"], zlib.crc32(name.encode())])


def to_whole(shares: Series, total: int) -> Series:
    """Split a whole number by shares, by largest remainder; equal remainders go to the first."""
    exact = shares / shares.sum() * total
    whole = np.floor(exact).astype(int)
    order = (whole - exact).sort_values(kind="stable").index
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def write(frame: DataFrame, path: Path) -> None:
    """Write a table; a missing value is an empty cell, a whole number has no decimals."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(frame.columns)
        for row in frame.itertuples(index=False, name=None):
            writer.writerow([_cell(value) for value in row])


def _cell(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
