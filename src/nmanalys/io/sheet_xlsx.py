"""XLSX without believing anything: one visible sheet, no merged cells, no hidden rows, no formula evaluated.

The workbook's parts (names of sheets, shared texts, formats) are openpyxl's; the cells are read from the sheet's XML,
which also says what is merged and what is hidden, and takes half the time.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel

from nmanalys.io.complaints import Complaint, quoted, row_list, unknown
from nmanalys.io.sheet import Form, Sheet, kind_of_text, make_sheet
from nmanalys.vocabulary.language import listing

__all__ = ["FILLED_IN", "read_xlsx_sheet"]

FILLED_IN = ("Svar", "Fyll i")
"""Sheets of our own templates that hold the answers."""
LARGEST = 1_000_000_000
BAD = "filen går inte att läsa som XLSX. Öppna den i ett kalkylprogram och spara den på nytt"
TRUTHS = {"0": "false", "1": "true"}


@dataclass
class Cells:
    """A sheet's cells while they are read, and what is merged or hidden among them."""

    texts: Sequence[str]
    dates: frozenset[int]
    epoch: Any
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def read_xlsx_sheet(data: bytes, form: Form) -> tuple[Sheet | None, list[Complaint]]:
    """Read an XLSX file's bytes as a sheet."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            return None, [Complaint(0, 0, "filen är orimligt stor när den packas upp, så den öppnas inte")]
        if "xl/workbook.xml" not in archive.namelist():
            return None, [Complaint(0, 0, "filen är ingen XLSX-fil. Spara den som XLSX eller CSV")]
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        found, complaints = _choose(book, form.sheet)
        if found is None:
            return None, complaints
        # openpyxl keeps these to itself
        cells = Cells(book.shared_strings, frozenset(book._date_formats), book.epoch)
        with archive.open(found._worksheet_path) as part:
            sheet, complaints = make_sheet(_rows(part, cells), form)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, ParseError, TypeError, IndexError):
        return None, [Complaint(0, 0, BAD)]
    if merged := list(_merged(cells.merged, form)):
        return None, merged
    if sheet is None:
        hint = " ".join(["", *_left_out(book, found)]).rstrip(".")
        return None, [one._replace(text=f"{one.text}.{hint}" if hint else one.text) for one in complaints]
    sheet.notes[:0] = _left_out(book, found)
    return sheet, [*complaints, *_hidden(cells, sheet)]


def _choose(book: Any, wanted: str | None) -> tuple[Any, list[Complaint]]:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    visible = [name for name, sheet in sheets.items() if sheet.sheet_state == "visible"]
    if wanted is not None:
        if wanted not in sheets:
            return None, [Complaint(0, 0, unknown(wanted, visible, "inget blad i filen"))]
        if wanted not in visible:
            return None, [Complaint(0, 0, f"bladet {quoted(wanted)} är dolt. Visa det, eller välj ett annat blad")]
        return sheets[wanted], []
    ours = [name for name in FILLED_IN if name in visible]
    if not ours and len(visible) != 1:
        told = (
            f"filen har flera blad: {listing(visible)}. Ange vilket som ska läsas" if visible else "alla blad är dolda"
        )
        return None, [Complaint(0, 0, told)]
    return sheets[[*ours, *visible][0]], []


def _left_out(book: Any, chosen: Any) -> list[str]:
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible" and sheet is not chosen]
    return [f"Dolda blad läses inte: {listing(hidden)}."] if hidden else []


def _merged(ranges: Sequence[str], form: Form) -> Iterator[Complaint]:
    # above several rows of headings a question often stands over its items
    allowed = form.header_row + (form.header_rows if form.header_rows > 1 else 0)
    for cells in ranges:
        first, _, last = cells.partition(":")
        column, row = _place(first)
        if _place(last or first)[1] >= allowed:
            told = f"cellerna {cells} är sammanfogade. Dela upp dem och fyll i varje cell"
            yield Complaint(row, column, told)


def _hidden(cells: Cells, sheet: Sheet) -> list[Complaint]:
    told = "raden är dold, kanske av ett filter. Visa den, eller ta bort den"
    columns = sorted(column for column in cells.hidden_columns if column <= len(sheet.header))
    sheet.notes += [f"Dolda kolumner läses också: {row_list(columns)} räknat från vänster."] if columns else []
    return [Complaint(row, 0, told) for row in sorted(cells.hidden_rows & set(sheet.numbers))]


def _rows(part: Any, cells: Cells) -> Iterator[tuple[int, Sequence[object], Sequence[str]]]:
    kinds: dict[str, str] = {}
    number = 0
    for _, element in iterparse(part):
        name = element.tag.rpartition("}")[2]
        if name == "row":
            number = int(element.get("r", number + 1))
            if element.get("hidden") in ("1", "true"):
                cells.hidden_rows.add(number)
            yield number, *_row(element, cells, kinds)
            element.clear()
        elif name == "mergeCell":
            cells.merged.append(element.get("ref", "A1"))
        elif name == "col" and element.get("hidden") in ("1", "true"):
            last = min(int(element.get("max", 1)), int(element.get("min", 1)) + 100)
            cells.hidden_columns.update(range(int(element.get("min", 1)), last + 1))


def _row(row: Element, cells: Cells, kinds: dict[str, str]) -> tuple[list[object], list[str]]:
    values: list[object] = []
    marks: list[str] = []
    for cell in row:
        place = _column(cell.get("r", "")) or len(values) + 1
        if place > len(values) + 1:
            values += [None] * (place - 1 - len(values))
            marks += [""] * (place - 1 - len(marks))
        value, mark = _cell(cell, cells, kinds)
        values.append(value)
        marks.append(mark)
    return values, marks


def _cell(cell: Element, cells: Cells, kinds: dict[str, str]) -> tuple[object, str]:
    kind = cell.get("t", "n")
    if kind == "s" and len(cell) == 1:
        value = cells.texts[int(cell[0].text or "")]
        return value, _kind(value, kinds)
    parts = {part.tag.rpartition("}")[2]: part for part in cell}
    if "f" in parts:
        return "", "formula"
    text = _text(parts)
    if not text:
        return None, ""
    if kind == "n":
        return _number(text, int(cell.get("s", 0)), cells)
    if kind == "b":
        return TRUTHS.get(text, text), "truth"
    if kind in ("e", "d"):
        return text, {"e": "error", "d": "date"}[kind]
    return text, _kind(text, kinds)


def _kind(text: str, kinds: dict[str, str]) -> str:
    if text not in kinds:
        kinds[text] = kind_of_text(text)
    return kinds[text]


def _text(parts: Mapping[str, Element]) -> str:
    if "v" in parts:
        return parts["v"].text or ""
    return "".join(parts["is"].itertext()) if "is" in parts else ""


def _number(text: str, style: int, cells: Cells) -> tuple[object, str]:
    value = float(text)
    if style not in cells.dates:
        return (int(text) if text.lstrip("-").isdigit() else value), ""
    moment = from_excel(value, cells.epoch)
    return str(getattr(moment, "date", lambda: moment)()), "date"


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return column_index_from_string(letters), int(cell[len(letters) :])


@cache
def _column_of(letters: str) -> int:
    return column_index_from_string(letters)


def _column(cell: str) -> int:
    return _column_of(letters) if (letters := cell.rstrip("0123456789")) else 0
