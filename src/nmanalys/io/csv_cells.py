"""CSV cut strictly into cells; the files that planning needs are read without pandas.

Rows are numbered as an editor numbers lines: the header is row 1, and a quoted cell may span several.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nmanalys.errors import nearest
from nmanalys.vocabulary.schema import Column, Schema, may_be_empty, pattern_of

__all__ = ["FORMS", "Fault", "Records", "cut", "decode"]

BOMS = {b"\xef\xbb\xbf": "UTF-8 with a byte order mark", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}

# how a cell must be written, by the column's type: pattern, name, remedy, Swedish name
FORMS = {
    "int64": (r"-?[0-9]{1,18}", "a whole number", "write digits only, such as 1234", "ett heltal"),
    "float64": (
        r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?",
        "a number",
        "write it with a decimal point, such as 3.5",
        "ett tal",
    ),
    "bool": (r"true|false", "true or false", "write true or false", "ja eller nej"),
    "boolean": (r"true|false", "true or false", "write true or false, or leave the cell empty", "ja eller nej"),
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a file, row 0 for all of it; `told` says it in Swedish, of a region's own table."""

    row: int
    column: str
    text: str
    told: str = ""

    def at(self, file: str) -> str:
        """Return the fault as a sentence that begins with its place."""
        # a header may hold characters that would break the message's line
        name = self.column if self.column.isprintable() else repr(self.column)
        column = f", column {name}" if self.column else ""
        return f"{file}, row {self.row}{column}: {self.text}" if self.row else f"{file}: {self.text}"

    def told_at(self, file: str) -> str:
        """Return the fault in Swedish, for those who bring tables of their own."""
        column = f", kolumnen {self.column}" if self.column else ""
        row = f", rad {self.row}" if self.row else ""
        return f"{file}{row}{column}: {self.told or 'går inte att läsa'}."


@dataclass(frozen=True, slots=True)
class Records:
    """The cells of a file: one list a column, and the line on which each row begins."""

    columns: dict[str, list[str]]
    lines: list[int]


def decode(data: bytes, header: Sequence[str]) -> tuple[str, list[Fault]]:
    """Decode UTF-8; list every line that is something else."""
    for mark, name in BOMS.items():
        if data.startswith(mark):
            return "", [Fault(1, header[0], f"the file is {name}; save it as plain UTF-8.")]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        lines = enumerate(data.split(b"\n"), start=1)
        return "", [fault for row, line in lines for fault in _undecodable(row, line, header)]


def _undecodable(row: int, line: bytes, header: Sequence[str]) -> Iterator[Fault]:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        before = line[: error.start].decode("cp1252", errors="replace")
        position = before.count(",")
        column = header[min(position, len(header) - 1)]
        guess = line[error.start : error.start + 1].decode("cp1252", errors="replace")
        yield Fault(row, column, f"byte 0x{line[error.start]:02x} is not UTF-8 ('{guess}' in Windows-1252); "
                    "save the file as UTF-8.")  # fmt: skip


def cut(text: str, schema: Schema) -> tuple[Records, list[Fault]]:
    """Cut text into rows and cells; list what does not fit the schema's columns."""
    expected = list(schema.columns)
    if plain := _cut_plain(text, expected):
        return plain, []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header, lines, flat, faults, start = None, [], [], [], 1
    try:
        for cells in reader:
            if header is None:
                header = cells
                if faults := list(_header_faults(header, expected)):
                    return Records({}, []), faults
            elif len(cells) == len(expected):
                lines.append(start)
                flat += cells  # a list of lists would keep the garbage collector busy
            else:
                faults.append(_wrong_length(start, cells, schema))
            start = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(start, "", f"the row cannot be cut into cells ({error}); check its quotation marks."))
    if not lines and not faults and not (header and may_be_empty(schema)):
        row = 1 if header is None else 2
        faults.append(Fault(row, expected[0], "the table is empty; fill it or take it out of the catalogue."))
    return Records({name: flat[place :: len(expected)] for place, name in enumerate(expected)}, lines), faults


def _cut_plain(text: str, expected: Sequence[str]) -> Records | None:
    """Cut text without quotation marks, in a tenth of the time; None if it has any, or a row does not fit."""
    if '"' in text or "\r" in text:
        return None
    header, _, body = text.removesuffix("\n").partition("\n")
    rows, commas = body.split("\n"), len(expected) - 1
    if header.split(",") != list(expected) or not commas or not all(row.count(",") == commas for row in rows):
        return None
    flat = body.replace("\n", ",").split(",")
    columns = {name: flat[place :: len(expected)] for place, name in enumerate(expected)}
    return Records(columns, list(range(2, len(rows) + 2)))


def _header_faults(header: list[str], expected: list[str]) -> Iterator[Fault]:
    if len(header) == 1 and len(expected) > 1:
        for separator, name in ((";", "semicolons"), ("\t", "tabs")):
            if separator in header[0]:
                yield Fault(1, expected[0], f"cells are separated by {name}; save the file with commas.")
                return
    for column, times in Counter(header).items():
        if times > 1:
            yield Fault(1, column, f"the column occurs {times} times; keep one.")
        if column not in expected:
            yield Fault(1, column, f"the column is not in the schema; remove it. {nearest(column, expected)}")
    for column in expected:
        if column not in header:
            yield Fault(1, column, "the column is missing; add it.")
    if header != expected and sorted(header) == sorted(expected):
        column = next(name for name, right in zip(header, expected, strict=True) if name != right)
        yield Fault(1, column, f"the columns are in another order; put them as {', '.join(expected)}.")


def _wrong_length(row: int, cells: list[str], schema: Schema) -> Fault:
    expected = list(schema.columns)
    if not cells or cells == [""]:
        return Fault(row, expected[0], "the row is empty; remove it.")
    pairs = zip(expected, cells, strict=False)
    shifted = (name for name, cell in pairs if cell and not _fits(cell, schema.columns[name]))
    few = len(cells) < len(expected)
    column = next(shifted, expected[len(cells)] if few else expected[-1])
    remedy = "add what is missing" if few else "quote a cell that holds a comma, and write decimals with a point"
    return Fault(row, column, f"the row has {len(cells)} cells instead of {len(expected)}; {remedy}.")


def _fits(cell: str, column: Column) -> bool:
    pattern = FORMS.get(str(column.dtype), (pattern_of(column),))[0]
    return not pattern or re.fullmatch(pattern, cell) is not None
