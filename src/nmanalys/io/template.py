"""Workbooks to fill in, made from the tables' schemas: headings, lists to choose from, and what to write where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from pandas import DataFrame

from nmanalys.errors import ParameterError
from nmanalys.io.catalogue import Catalogue, Table
from nmanalys.io.store import read_table
from nmanalys.io.table_cells import headings, names_of
from nmanalys.vocabulary.schema import Column, bounds_of, is_whole, key_of, own_title, reference_of, words_of

__all__ = ["Choices", "add_choices", "add_number_rule", "add_sheet", "free_path", "table_template"]

ROWS = 5000
LONGEST_TITLE = 31
NUMERIC = ("int64", "float64")
HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="FFE7EEF4")}
Choices = Mapping[str, Sequence[str]]


def table_template(catalogue: Catalogue, table: Table) -> Workbook:
    """Make the workbook in which a table is filled in.

    Returns
    -------
    Workbook
        `Läs först` (what to write in each column), `Fyll i` (the table, with lists to choose from), `Listor`, and one
        sheet for each list that the table refers to.
    """
    book = Workbook()
    columns = table.schema.columns
    title = (own_title(table.schema) or (table.title_sv, ""))[0]
    add_sheet(book, "Läs först", _instructions(table.name, title, columns, key_of(table.schema)), widths=(34, 90))
    heads = {name: headings(name, column)[0] for name, column in columns.items()}
    sheet = add_sheet(book, "Fyll i", [list(heads.values())], widths=[22] * len(heads))
    lists, behind = {}, {}
    for name, column in columns.items():
        choices, tables = _choices(column, lambda other: read_table(catalogue[other]))
        if choices:
            lists[heads[name]] = choices
        behind |= {other: read_table(catalogue[other]) for other in tables}
    add_choices(book, sheet, lists)
    for place, (name, column) in enumerate(columns.items(), start=1):
        _format_column(sheet, place, column)
        if str(column.dtype) in NUMERIC and heads[name] not in lists:
            add_number_rule(sheet, get_column_letter(place), column)
    for other, frame in behind.items():
        rows = [[about.metadata["sv"] for about in catalogue[other].schema.columns.values()], *_rows(frame)]
        add_sheet(book, catalogue[other].title_sv, rows, widths=[24] * frame.shape[1])
    book.active = book.sheetnames.index("Fyll i")
    return book


def add_sheet(book: Workbook, title: str, rows: Iterable[Sequence[Any]], *, widths: Sequence[int]) -> Any:
    """Add a sheet with a row of headings that stays in sight; the book's first, empty sheet is used up."""
    title = re.sub(r"[\\/*?:\[\]]", " ", title)[:LONGEST_TITLE]
    is_new = book.sheetnames == ["Sheet"]
    sheet = book.active if is_new else book.create_sheet()
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font, cell.fill = HEAD["font"], HEAD["fill"]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    return sheet


def add_choices(book: Workbook, sheet: Any, lists: Choices) -> None:
    """Give the columns of a sheet lists to choose from; the lists stand in the sheet `Listor`."""
    if not lists:
        return
    longest = max(map(len, lists.values()))
    rows = [
        [*lists],
        *([values[row] if row < len(values) else None for values in lists.values()] for row in range(longest)),
    ]
    kept = book["Listor"] if "Listor" in book.sheetnames else add_sheet(book, "Listor", [["–"]], widths=[])
    first = kept.max_column + 1
    for row, cells in enumerate(rows, start=1):
        for offset, value in enumerate(cells):
            kept.cell(row, first + offset, value)
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    for offset, (heading, values) in enumerate(lists.items()):
        letter = get_column_letter(first + offset)
        rule = DataValidation("list", formula1=f"Listor!${letter}$2:${letter}${len(values) + 1}", allow_blank=True)
        rule.error, rule.errorTitle = "Välj ett värde i listan.", "Finns inte i listan"
        _apply(sheet, heads[heading], rule)


def add_number_rule(sheet: Any, letter: str, column: Column) -> None:
    """Let a column of a sheet take only the numbers that its declaration allows, and say which these are."""
    kind = "whole" if is_whole(column) else "decimal"
    match bounds_of(column):
        case None, None:
            # a spreadsheet has no rule for any number at all but a formula
            rule = DataValidation("custom", formula1=f"ISNUMBER({letter}2)")
        case least, None:
            rule = DataValidation(kind, operator="greaterThanOrEqual", formula1=f"{least:g}")
        case None, most:
            rule = DataValidation(kind, operator="lessThanOrEqual", formula1=f"{most:g}")
        case least, most:
            rule = DataValidation(kind, operator="between", formula1=f"{least:g}", formula2=f"{most:g}")
    rule.error = f"Skriv {_number_told(column)}{', eller lämna cellen tom' if column.nullable else ''}."
    rule.errorTitle = "Går inte att läsa in"
    _apply(sheet, letter, rule)


def _number_told(column: Column) -> str:
    noun = "ett heltal" if is_whole(column) else "ett tal"
    least, most = (None if bound is None else f"{bound:g}".replace(".", ",") for bound in bounds_of(column))
    if least and most:
        return f"{noun} från {least} till {most}"
    return f"{noun} som är minst {least}" if least else f"{noun} som är högst {most}" if most else noun


def _apply(sheet: Any, letter: str, rule: DataValidation) -> None:
    rule.allow_blank = rule.showErrorMessage = True
    rule.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(rule)


def free_path(file: Path, force: bool) -> Path:
    """Return a path at which nothing is overwritten by mistake.

    Raises
    ------
    ParameterError
        If the file is there already, or its folder is not.
    """
    if file.exists() and not force:
        raise ParameterError(f"{file} finns redan. Välj ett annat namn, eller skriv över den med --force.")
    if not file.parent.is_dir():
        raise ParameterError(f"Mappen {file.parent} finns inte.")
    return file


def _instructions(name: str, title: str, columns: Mapping[str, Column], key: Sequence[str]) -> list[tuple[str, str]]:
    named = " + ".join(headings(column, columns[column])[0] for column in key)
    return [
        (title, f"Fyll i bladet Fyll i, en rad i taget, och spara. Läs in: nmanalys import {name} FIL --producer NAMN"),
        ("Samma rad två gånger", f"Varje rad är ensam om sitt värde på {named}."),
        ("Formler och datum", "Skriv värden, inte formler. Sammanfogade celler och dolda rader läses inte."),
        ("Personer", "Skriv roller eller bokstäver, inte namn, personnummer eller e-postadresser."),
        ("Rubrikerna", "Ändra dem inte. Ordningen på kolumnerna spelar ingen roll."),
        *((headings(column, about)[0], _told(about)) for column, about in columns.items()),
    ]


def _told(column: Column) -> str:
    unit = column.metadata["unit"]
    start = "är inte skrivet som "
    forms = [check.description.removeprefix(start) for check in column.checks if check.description.startswith(start)]
    parts = [
        column.metadata["sv"],
        unit and f"enhet: {unit}",
        "får vara tom" if column.nullable else "ska fyllas i",
        "ja eller nej" if str(column.dtype) in ("bool", "boolean") else "",
        "välj i listan" if words_of(column) or reference_of(column) else "",
        *(f"skriv {form}" for form in forms if not reference_of(column)),
        f"skriv {_number_told(column)}" if str(column.dtype) in NUMERIC and not reference_of(column) else "",
    ]
    return ". ".join(part[:1].upper() + part[1:] for part in parts if part) + "."


def _choices(column: Column, frame_of: Callable[[str], DataFrame]) -> tuple[list[str], list[str]]:
    """Values to choose from, and the tables that hold more about them."""
    if words := words_of(column):
        return [word for value, word in words.items() if value != "illustrative"], []
    if str(column.dtype) in ("bool", "boolean"):
        return ["Ja", "Nej"], []
    values: list[str] = []
    tables = []
    for table, _, key in (reference.partition(".") for reference in reference_of(column)):
        if table != "example_clusters":
            values += [names[0] for names in names_of(frame_of(table), key).values()]
            tables.append(table)
    return values, tables


def _format_column(sheet: Any, place: int, column: Column) -> None:
    """Keep a spreadsheet from making numbers and dates of what is text."""
    if str(column.dtype) not in NUMERIC:
        for row in range(2, 502):
            sheet.cell(row, place).number_format = "@"
    sheet.cell(1, place).alignment = Alignment(wrap_text=True, vertical="top")


def _rows(frame: DataFrame) -> list[list[Any]]:
    return frame.astype("object").where(frame.notna(), None).values.tolist()
