"""A region's own table becomes a table of the catalogue: read by its schema, checked against the lists it refers to.

Nothing is stored here; see :mod:`nmanalys.io.imported`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pandas import DataFrame

from nmanalys.errors import ParameterError
from nmanalys.io.catalogue import Catalogue, Table
from nmanalys.io.complaints import Complaint, Report, quoted, unknown
from nmanalys.io.criteria_file import is_criteria_file, read_criteria
from nmanalys.io.csv_cells import Fault, Records, cut
from nmanalys.io.sheet import Form, Sheet
from nmanalys.io.sheet_columns import Wrong, columns_left_out, find_columns, read_columns
from nmanalys.io.sheet_file import read_sheet
from nmanalys.io.strict_csv import find_faults, type_cells
from nmanalys.io.table_cells import headings, reader_of, welcome_kinds
from nmanalys.vocabulary.schema import Schema, key_of, own_title
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.survey_spec import SURVEY_TABLES

__all__ = ["TakenTable", "importable", "take_table"]


@dataclass
class TakenTable:
    """What was understood of a file: the table's cells as texts, typed rows, and the report."""

    name: str
    report: Report
    cells: dict[str, list[str]] = field(default_factory=dict)
    frame: DataFrame = field(default_factory=DataFrame)


def importable(catalogue: Catalogue, name: str) -> Table:
    """Return the table, if a region can bring it.

    Raises
    ------
    ParameterError
        If there is no such table or it is not one that a region brings.
    """
    known = [table for table in catalogue if own_title(catalogue[table].schema) and table not in SURVEY_TABLES]
    if name in SURVEY_TABLES:
        raise ParameterError(f"'{name}' kommer ur en enkät: använd nmanalys import-survey.")
    if name not in known:
        raise ParameterError(unknown(name, known, "ingen tabell som går att läsa in"))
    return catalogue[name]


def take_table(
    path: Path,
    table: Table,
    frame_of: Callable[[str], DataFrame],
    *,
    status: Status = Status.PUBLISHED,
    add: bool = False,
) -> TakenTable:
    """Read a filled-in sheet as one of the catalogue's tables.

    Parameters
    ----------
    path : Path
        CSV or XLSX; the criteria of a cluster's phase also as YAML.
    table : Table
        The table that it is to be.
    frame_of : callable
        A table by name, for the keys that cells must hold.
    status : Status
        How far the region says that it may be trusted.
    add : bool
        Keep the rows that the table has and add these.

    Raises
    ------
    ParameterError
        If rows are to be added to an invented table.
    """
    if add and table.is_illustrative:
        raise ParameterError(f"'{table.name}' är påhittad; till den läggs inget till. Läs in tabellen utan --add.")
    report = Report(path.name)
    taken = TakenTable(table.name, report)
    is_criteria = is_criteria_file(path, table.name)
    sheet, report.complaints = read_criteria(path) if is_criteria else read_sheet(path, Form())
    places: dict[object, int] = {}
    if sheet is not None:
        wanted = {name: headings(name, column) for name, column in table.schema.columns.items()}
        places, complaints = find_columns(sheet, wanted)
        report.complaints += complaints
    if sheet is None or any(one.row <= sheet.header_row for one in report.complaints):
        report.is_readable = False
        return taken
    report.rows = len({*sheet.numbers, *(one.row for one in report.complaints)})
    report.notes += [*sheet.notes, *_left_out(sheet, places)]
    records = _records(sheet, places, table.schema, frame_of, status, report)
    old = cut(table.path.read_text(encoding="utf-8"), table.schema)[0] if add else Records({}, [])
    report.complaints += _known_already(records, old, table.schema, sheet, places)
    records = _without(records, {one.row for one in report.complaints})
    report.taken = len(records.lines)
    if is_criteria:
        report.complaints = [one.by_field() for one in report.complaints]
    taken.cells = {name: [*old.columns.get(name, ()), *cells] for name, cells in records.columns.items()}
    taken.frame = type_cells(Records(taken.cells, [0] * len(next(iter(taken.cells.values())))), table.schema).frame
    return taken


def _left_out(sheet: Sheet, places: Mapping[object, int]) -> list[str]:
    found = columns_left_out(sheet, places.values())
    return [f"Kolumner som inte hör till tabellen läses inte: {found}."] if found else []


def _records(
    sheet: Sheet,
    places: Mapping[object, int],
    schema: Schema,
    frame_of: Callable[[str], DataFrame],
    status: Status,
    report: Report,
) -> Records:
    """Read the cells, then let the schema judge those that were understood."""
    is_invented = status is Status.ILLUSTRATIVE
    without = ["clusters" if is_invented else "example_clusters"]
    readers = {
        name: reader_of(column, frame_of, without=without, is_invented=is_invented)
        for name, column in schema.columns.items()
    }
    welcome = {name: welcome_kinds(column) for name, column in schema.columns.items()}
    values, complaints = read_columns(sheet, places, readers, welcome)
    report.complaints += complaints
    bad = {one.row for one in report.complaints}
    cells = {
        name: ["" if isinstance(value, Wrong) else str(value) for value in values[name]] for name in schema.columns
    }
    records = _without(Records(cells, sheet.numbers), bad)
    faults = find_faults(type_cells(records, schema), records.lines, schema)
    report.complaints += [_complaint(fault, sheet, places) for fault in faults]
    return _without(records, {fault.row for fault in faults})


def _complaint(fault: Fault, sheet: Sheet, places: Mapping[object, int]) -> Complaint:
    place = places.get(fault.column)
    if place is None:
        return Complaint(fault.row, 0, f"raden {fault.told}")
    cell = sheet.columns[place][sheet.numbers.index(fault.row)]
    subject = quoted(cell, "cellen") if cell else "cellen"
    return Complaint(fault.row, place + 1, f"{subject} {fault.told or 'går inte att läsa in'}", sheet.header[place])


def _known_already(
    records: Records, old: Records, schema: Schema, sheet: Sheet, places: Mapping[object, int]
) -> list[Complaint]:
    key = key_of(schema)
    known = set(zip(*(old.columns[name] for name in key), strict=True)) if old.columns else set()
    rows = zip(*(records.columns[name] for name in key), strict=True)
    place = places[key[0]]
    told = "raden finns redan i tabellen. Ta bort den, eller läs in hela tabellen på nytt utan --add"
    return [
        Complaint(line, place + 1, told, sheet.header[place])
        for line, row in zip(records.lines, rows, strict=True)
        if row in known
    ]


def _without(records: Records, bad: set[int]) -> Records:
    keep = [place for place, line in enumerate(records.lines) if line not in bad]
    columns = {name: [cells[place] for place in keep] for name, cells in records.columns.items()}
    return Records(columns, [records.lines[place] for place in keep])
