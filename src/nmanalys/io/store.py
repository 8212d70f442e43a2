"""Reading tables and keeping results.

A table is read strictly (:mod:`nmanalys.io.strict_csv`) and leaves this module typed and checked, or not at all.
A result is a Parquet file that carries its units and its provenance, written under another name and renamed, so
that nobody ever reads half a file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow
import pyarrow.parquet as parquet
from pandas import DataFrame

from nmanalys.errors import DataError
from nmanalys.io.catalogue import Table
from nmanalys.io.csv_cells import Fault, cut, decode
from nmanalys.io.overlay import checksum
from nmanalys.io.sound_csv import type_sound_cells
from nmanalys.io.strict_csv import find_faults, type_cells
from nmanalys.io.validation import SchemaErrors, validate
from nmanalys.vocabulary.schema import Column, Schema

__all__ = ["provenance_of", "read_result", "read_table", "read_with_faults", "write_result"]

SHOWN = 40
METADATA = b"nmanalys"


def read_table(table: Table, *, is_checked: bool = False) -> DataFrame:
    """Read one table, typed and checked.

    Parameters
    ----------
    table : Table
        An entry of the catalogue.
    is_checked : bool
        Whether this very content was found to be without faults before, so that only the types are left to give.

    Returns
    -------
    DataFrame
        Columns as the schema declares them; a suppressed or missing number is NaN, a missing text is missing.

    Raises
    ------
    DataError
        If the file cannot be read, is not UTF-8, has wrong columns or bad cells. Every bad cell is listed as
        ``file, row N, column X: value is …; do …``.
    """
    frame, faults = read_with_faults(table, is_checked=is_checked)
    if faults:
        more = [f"… and {len(faults) - SHOWN} more."] if len(faults) > SHOWN else []
        raise DataError("\n".join([*(fault.at(table.file) for fault in faults[:SHOWN]), *more]))
    return frame


def read_with_faults(table: Table, *, is_checked: bool = False) -> tuple[DataFrame, list[Fault]]:
    """Read a table and list everything wrong with it."""
    try:
        data = table.path.read_bytes()
    except OSError as error:
        text, told = f"{error.strerror}; correct the path in data/catalogue.toml.", "filen går inte att öppna"
        return DataFrame(), [Fault(0, "", text, told)]
    if table.sha256 and checksum(data) != table.sha256:
        told = "filen är inte som den var när den lästes in. Läs in tabellen på nytt"
        return DataFrame(), [Fault(0, "", "the file is not as it was imported; import the table again.", told)]
    text, faults = decode(data, list(table.schema.columns))
    if not faults:
        records, faults = cut(text, table.schema)
        if is_checked and not faults:
            # what cannot be read after all is told of below
            with suppress(ValueError):
                return type_sound_cells(records, table.schema), []
        if not faults or records.lines:
            typed = type_cells(records, table.schema)
            faults += find_faults(typed, records.lines, table.schema)
    if faults:
        return DataFrame(), sorted(faults, key=lambda fault: fault.row)
    return typed.frame, []


def write_result(frame: DataFrame, path: Path, schema: Schema, provenance: Mapping[str, Any]) -> None:
    """Check a result and write it as Parquet, whole or not at all.

    Parameters
    ----------
    frame : DataFrame
        The result, with the schema's columns in any order and any index (it is dropped).
    path : Path
        The file; folders are made.
    schema : Schema
        What the result must look like; units and descriptions go into the columns' metadata.
    provenance : mapping
        What made the result (stage, region, parameters, hashes …); kept as JSON in the file's metadata.

    Raises
    ------
    DataError
        If the result breaks its schema; every failure is listed.
    """
    checked = _checked(frame, schema)
    table = pyarrow.Table.from_pandas(checked, preserve_index=False)
    described = [_described(table.schema.field(name), schema.columns[name]) for name in checked.columns]
    own = {METADATA: json.dumps(dict(provenance), sort_keys=True, ensure_ascii=False, default=str).encode()}
    table = table.cast(pyarrow.schema(described, metadata={**(table.schema.metadata or {}), **own}))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        parquet.write_table(table, part)
        os.replace(part, path)  # noqa: PTH105 - atomic on every platform
    finally:
        part.unlink(missing_ok=True)


def _checked(frame: DataFrame, schema: Schema) -> DataFrame:
    wrong = sorted(set(frame.columns) ^ set(schema.columns))
    if wrong:
        raise DataError(f"Result '{schema.name}' has columns {list(frame.columns)}, not {list(schema.columns)}; "
                          f"mend {', '.join(map(str, wrong))}.")  # fmt: skip
    result = frame[list(schema.columns)].reset_index(drop=True)
    for name, column in schema.columns.items():
        result[name] = _widened(result[name], str(column.dtype))
    try:
        return validate(result, schema)
    except SchemaErrors as error:
        cases = error.failure_cases.head(SHOWN)
        lines = [f"row {case.index}, column {case.column}: {case.failure_case!r} {case.check}"
                 for case in cases.itertuples()]  # fmt: skip
        raise DataError(f"Result '{schema.name}' breaks its schema:\n" + "\n".join(lines)) from None


def _widened(cells: pd.Series, dtype: str) -> pd.Series:
    """Change the type where nothing can be lost: between whole numbers and real ones, from objects to text."""
    is_number = pd.api.types.is_numeric_dtype(cells)
    is_whole = is_number and cells.notna().all() and bool((cells == cells.round()).all())
    if dtype == "float64" and is_number and not pd.api.types.is_bool_dtype(cells):
        return cells.astype("float64")
    if dtype == "int64" and is_whole and not pd.api.types.is_bool_dtype(cells):
        return cells.astype("int64")
    if dtype == "boolean" and pd.api.types.is_bool_dtype(cells):
        return cells.astype("boolean")
    if dtype.startswith("str") and pd.api.types.is_object_dtype(cells):
        return cells.astype("str") if cells.dropna().map(type).eq(str).all() else cells
    return cells


def _described(field: pyarrow.Field, column: Column) -> pyarrow.Field:
    about = {key: value for key, value in (column.metadata or {}).items() if isinstance(value, str) and value}
    return field.with_metadata(about)


def read_result(path: Path) -> DataFrame:
    """Read a result that a stage has written.

    Raises
    ------
    DataError
        If there is no such result or the file is damaged.
    """
    try:
        return parquet.read_table(path).to_pandas()
    except FileNotFoundError:
        raise DataError(f"{path} does not exist; run the stage that writes '{path.stem}' first.") from None
    except pyarrow.ArrowInvalid as error:
        raise DataError(f"{path} is damaged ({error}); run the stage that writes it again.") from None


def provenance_of(path: Path) -> dict[str, Any]:
    """Return what `write_result` was told about how a result was made."""
    return json.loads(parquet.read_schema(path).metadata[METADATA])
