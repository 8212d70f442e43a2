"""CSV as survey tools and spreadsheet programs export it: commas, semicolons or tabs, UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from nmanalys.io.complaints import Complaint
from nmanalys.io.sheet import Form, Sheet, kind_of_text, make_sheet

__all__ = ["read_csv_sheet"]

SEPARATORS = (";", ",", "\t")
NAMED = re.compile(r"sep=(.)\r?\n", re.I)
"""A first line for spreadsheet programs, which do not count it as a row."""
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_csv_sheet(data: bytes, form: Form) -> tuple[Sheet | None, list[Complaint]]:
    """Read a CSV file's bytes as a sheet."""
    text, complaint = _decode(data, form.encoding)
    if complaint:
        return None, [complaint]
    named = NAMED.match(text)
    text = text[named.end() :] if named else text
    separator = form.separator or (named[1] if named else _separator(text, form.header_row))
    end: list[Complaint] = []
    sheet, complaints = make_sheet(_rows(text, separator, end), form, must_fill=True)
    return (None if end else sheet), [*complaints, *end]


def _decode(data: bytes, encoding: str | None) -> tuple[str, Complaint | None]:
    marked = next((name for mark, name in MARKS.items() if data.startswith(mark)), None)
    for name in [encoding] if encoding else [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = data.decode(name)
        except UnicodeDecodeError as error:
            row = data.count(b"\n", 0, error.start) + 1
            told = f"filen är inte skriven i {_name(name)}. Spara den som CSV i UTF-8"
            complaint = Complaint(row, 0, told)
            continue
        if "\0" in text:
            row = text.count("\n", 0, text.index("\0")) + 1
            return "", Complaint(row, 0, "filen har tecken som inte hör hemma i en textfil. Spara den som CSV i UTF-8")
        return text, None
    return "", complaint


def _name(encoding: str) -> str:
    return {"cp1252": "UTF-8 och inte i Windows-1252", "utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)


def _separator(text: str, header_row: int) -> str:
    """Choose the sign that cuts the row of headings into most cells."""

    def cells(separator: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            return len(next(row for number, row in enumerate(reader, start=1) if number == header_row))
        except (StopIteration, csv.Error):
            return 0

    return max(SEPARATORS, key=cells)


class _Kinds(dict[str, str]):
    """Kind of each text, looked at once."""

    def __missing__(self, text: str) -> str:
        self[text] = kind = kind_of_text(text)
        return kind


def _rows(text: str, separator: str, end: list[Complaint]) -> Iterator[tuple[int, Sequence[str], Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    known = _Kinds()
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells, [*map(known.__getitem__, cells)]
    except csv.Error:
        told = "raden går inte att dela upp i celler. Ett citattecken står troligen ensamt"
        end.append(Complaint(number + 1, 0, told))
