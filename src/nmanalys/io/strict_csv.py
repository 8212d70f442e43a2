"""CSV read strictly: every way in which people damage a file is found, with its row and column.

The file is decoded and cut into cells first (:mod:`nmanalys.io.csv_cells`); only then is each cell read as what its
column says it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.io.csv_cells import FORMS, Fault, Records
from nmanalys.io.validation import SchemaErrors, validate
from nmanalys.vocabulary.schema import Schema, key_of

__all__ = ["TRUTHS", "Typed", "find_faults", "type_cells"]

NO_VALUE = {"..", ".", "-", "–", "na", "n/a", "nan", "null", "none", "-9", "*"}
PLACEHOLDERS = {"int64": "0", "bool": "false"}
TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Typed:
    """A frame with its types; cells that could not be read hold a placeholder and stand in `bad`."""

    frame: DataFrame
    bad: dict[str, Series]
    faults: list[Fault]


def type_cells(records: Records, schema: Schema) -> Typed:
    """Give every column its type; list the cells that cannot have it."""
    frame, bad, faults = {}, {}, []
    for name, column in schema.columns.items():
        cells = Series(records.columns[name], dtype="str")
        dtype = str(column.dtype)
        if dtype not in FORMS:
            bad[name] = _where(cells, lambda text: text != text.strip())
            faults += [_padded(records.lines[index], name, cells[index]) for index in cells.index[bad[name]]]
            frame[name] = cells.mask(cells == "")
            continue
        empty, form = cells == "", re.compile(FORMS[dtype][0])
        bad[name] = _where(cells, lambda text, form=form: text != "" and not form.fullmatch(text))
        faults += [_untypable(records.lines[index], name, cells[index], dtype, column.nullable)
                   for index in cells.index[bad[name]]]  # fmt: skip
        if dtype in PLACEHOLDERS and empty.any():
            faults += [_empty(records.lines[index], name) for index in cells.index[empty]]
            bad[name] |= empty
        frame[name] = _cast(cells, bad[name] | empty, dtype)
    return Typed(DataFrame(frame), bad, faults)


def _where(cells: Series, is_bad: Callable[[str], bool]) -> Series:
    """Find the cells of which something holds; each text is looked at once."""
    wrong = [text for text in cells.unique() if is_bad(text)]
    return cells.isin(wrong) if wrong else Series(False, cells.index)


def _cast(cells: Series, void: Series, dtype: str) -> Series:
    if dtype in PLACEHOLDERS:
        cells = cells.mask(void, PLACEHOLDERS[dtype])
    if dtype == "int64":
        return cells.astype("int64")
    if dtype == "float64":
        return pd.to_numeric(cells.mask(void)).astype("float64")
    truths = cells.map(TRUTHS)
    return truths.astype("bool") if dtype == "bool" else truths.mask(void).astype("boolean")


def _padded(row: int, column: str, cell: str) -> Fault:
    told = "har mellanslag före eller efter"
    return Fault(row, column, f"{cell!r} has spaces before or after it; remove them.", told)


def _empty(row: int, column: str) -> Fault:
    return Fault(row, column, "the cell is empty; fill it in.", "är tom, men ska fyllas i")


def _untypable(row: int, column: str, cell: str, dtype: str, nullable: bool) -> Fault:
    _, name, remedy, told = FORMS[dtype]
    compact = re.sub(r"[\s\u00a0\u202f]", "", cell).replace("−", "-")
    if dtype in ("int64", "float64"):
        if cell.strip().lower() in NO_VALUE:
            remedy = "leave the cell empty" if nullable else "fill in the number"
        elif re.fullmatch(r"-?\d+,\d+", compact):
            remedy = f"write {compact.replace(',', '.')} with a decimal point"
        elif re.fullmatch(r"-?\d+(\.0+)?", compact):
            remedy = f"write {compact.split('.')[0]}"
    return Fault(row, column, f"{cell!r} is not {name}; {remedy}.", f"är inte {told}")


def find_faults(typed: Typed, lines: Sequence[int], schema: Schema) -> list[Fault]:
    """Run the schema's checks and list what they find, but for cells that could not be read at all."""
    faults = list(typed.faults)
    try:
        validate(typed.frame, schema)
    except SchemaErrors as error:
        faults += _failures(error.failure_cases, typed, lines, schema)
        faults += _repeated(typed, lines, schema)
    return sorted(faults, key=lambda fault: fault.row)


def _failures(cases: DataFrame, typed: Typed, lines: Sequence[int], schema: Schema) -> Iterator[Fault]:
    seen = set()
    checks = [*schema.checks, *(check for column in schema.columns.values() for check in column.checks)]
    told = {str(check.error): check.description or "" for check in checks}
    for case in cases.itertuples():
        check, column = str(case.check), case.column
        if check == "multiple_fields_uniqueness" or pd.isna(case.index):
            continue
        index = int(case.index)
        if case.schema_context == "Column" and typed.bad[column][index]:
            continue
        if check == "not_nullable":
            yield _empty(lines[index], column)
        elif case.schema_context == "Column":
            yield Fault(lines[index], column, f"{_shown(case.failure_case)} {check}.", told.get(check, ""))
        elif (index, check) not in seen:
            seen.add((index, check))
            yield Fault(lines[index], "", f"the row {check}.", told.get(check, ""))


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(value) if isinstance(value, str) else str(value)


def _repeated(typed: Typed, lines: Sequence[int], schema: Schema) -> Iterable[Fault]:
    key = list(key_of(schema))
    readable = ~pd.concat([typed.bad[name] for name in key], axis=1).any(axis=1)
    keys = typed.frame.loc[readable, key]
    first: dict[tuple[object, ...], int] = {}
    for index, values in zip(keys.index, keys.itertuples(index=False, name=None), strict=True):
        if values in first:
            named = ", ".join(f"{name}={value}" for name, value in zip(key, values, strict=True))
            earlier = lines[first[values]]
            text, told = (
                f"{named} repeats row {earlier}; remove one of them.",
                f"upprepar rad {earlier}; ta bort den ena",
            )
            yield Fault(lines[index], ", ".join(key), text, told)
        else:
            first[values] = index
