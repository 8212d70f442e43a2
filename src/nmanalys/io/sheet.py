"""Sheets that people have filled in: CSV or XLSX, read without believing anything.

A sheet is read as texts. What a spreadsheet program would have made of a cell, a formula, an error, a date, is kept
beside the texts as the cell's *kind*, so that whoever wants an answer or a name can refuse it. No formula is ever
evaluated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nmanalys.io.complaints import Complaint

__all__ = ["KINDS", "Form", "Sheet", "clean", "kind_of_text", "make_sheet"]

KINDS = {
    "formula": "cellen innehåller en formel. Formler räknas inte ut här: kopiera kolumnen och klistra in den som värden",
    "error": "cellen visar ett fel från kalkylprogrammet. Rätta den eller lämna den tom",
    "date": "cellen är ett datum. Kalkylprogram gör ibland om text till datum: formatera kolumnen som text och skriv om",
    "truth": "cellen är sant eller falskt, inte text",
    "broken": "cellen har tecken som har gått sönder (till exempel Ã¥ i stället för å). Exportera filen på nytt i UTF-8",
    "control": "cellen har osynliga styrtecken. Skriv om den för hand",
}
"""What is said of a cell of each kind where another was wanted."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
BROKEN = re.compile("Ã[\u0080-\u00bf…„–‚†ˆ‰Š‹ŒŽ‘’“”•—˜™š›œžŸ]|\ufffd")
ERROR = re.compile(r"#(N/A|[A-ZÅÄÖ]{3,12}[!?]?|[A-Z]+/0!|DIVISION/0!)")
DATE = re.compile(
    r"(19|20)\d\d-\d\d?-\d\d?([ T]\d\d:\d\d(:\d\d)?)?|\d{1,2}[/.]\d{1,2}[/. ]\d{2,4}|\d{1,2}-\d{1,2}-\d{4}"
    r"|\d{1,2}[- ](jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?([- ]\d{2,4})?",
    re.I,
)
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Form:
    """How a file is to be read: which sheet, which rows hold the headings, which signs stand between cells."""

    sheet: str | None = None
    header_row: int = 1
    header_rows: int = 1
    encoding: str | None = None
    separator: str | None = None


@dataclass
class Sheet:
    """A sheet's cells as texts.

    Attributes
    ----------
    header : list of str
        Headings; where there are several rows of them, a column's texts one after another.
    columns : list of list of str
        The cells below, column by column; rows without any text are left out.
    numbers : list of int
        Each row's number in the file.
    kinds : dict
        What a cell is when it is no plain text or number, by position of row and column.
    header_row : int
        Number of the first row of headings.
    notes : list of str
        What was seen and left out.
    names : list of list of str
        Texts under which each column may be found: its heading, and that of each row when there are several.
    """

    header: list[str]
    columns: list[list[str]]
    numbers: list[int]
    kinds: dict[tuple[int, int], str] = field(default_factory=dict)
    header_row: int = 1
    notes: list[str] = field(default_factory=list)
    names: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = self.names or [[text] for text in self.header]


def make_sheet(
    rows: Iterable[tuple[int, Sequence[object], Sequence[str]]], form: Form, *, must_fill: bool = False
) -> tuple[Sheet | None, list[Complaint]]:
    """Make a sheet of rows of cells.

    Parameters
    ----------
    rows : iterable of (number, cells, kinds)
        Number of the row, its cells as texts, and each cell's kind, empty for a plain one.
    form : Form
        Which rows hold the headings.
    must_fill : bool
        Whether a row must have as many cells as there are headings.

    Returns
    -------
    tuple
        The sheet, None when it has no headings or no rows, and what is wrong with its rows.
    """
    gathered = _Gathered(form.header_row, must_fill)
    first_row = form.header_row + form.header_rows
    for number, cells, marks in rows:
        if number >= first_row:
            gathered.take_row(number, cells, marks)
        elif number >= form.header_row:
            gathered.take_header(cells, marks)
    return gathered.sheet()


class _Cleaned(dict[object, str]):
    """Cells as texts, each cleaned once: the same few answers come again and again."""

    def __missing__(self, cell: object) -> str:
        self[cell] = text = clean(cell)
        return text


@dataclass
class _Gathered:
    """A sheet while its rows are gathered; the cells stand one after another, which spares a list a row."""

    header_row: int
    must_fill: bool
    names: list[list[str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    kinds: dict[tuple[int, int], str] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    known: _Cleaned = field(default_factory=_Cleaned)
    empty: int = 0
    blank: int = 0

    def take_header(self, cells: Sequence[object], marks: Sequence[str]) -> None:
        texts = [*map(self.known.__getitem__, cells)]
        while texts and not texts[-1]:
            texts.pop()
        wrong = (place for place, mark in enumerate(marks[: len(texts)]) if mark in ("formula", "error", "broken"))
        self.names += [[] for _ in texts[len(self.names) :]]
        for names, text in zip(self.names, texts, strict=False):
            names += [text] if text else []
        self.complaints += [Complaint(self.header_row, place + 1, KINDS[marks[place]]) for place in wrong]

    def take_row(self, number: int, cells: Sequence[object], marks: Sequence[str]) -> None:
        texts = [*map(self.known.__getitem__, cells)]
        if not any(texts) and not any(marks):
            self.blank += 1
            return
        # blank rows at the end are none
        self.empty, self.blank = self.empty + self.blank, 0
        width = len(self.names)
        if len(texts) != width and (wrong := _wrong_width(texts, width, number, self.must_fill)):
            self.complaints.append(wrong)
            return
        if any(marks):
            self.kinds.update({(len(self.numbers), place): mark for place, mark in enumerate(marks) if mark})
        self.cells += texts[:width]
        self.cells += [""] * (width - len(texts))
        self.numbers.append(number)

    def sheet(self) -> tuple[Sheet | None, list[Complaint]]:
        if not self.names:
            told = "raden ska ha kolumnernas rubriker, men är tom"
            return None, [*self.complaints, Complaint(self.header_row, 0, told)]
        if not self.numbers and not self.complaints:
            return None, [Complaint(self.header_row + 1, 0, "det finns inga rader under rubrikerna")]
        width = len(self.names)
        header = [" ".join(dict.fromkeys(names)) for names in self.names]
        names = [[text, *texts] for text, texts in zip(header, self.names, strict=True)]
        columns = [self.cells[place::width] for place in range(width)]
        notes = [f"{self.empty} tomma rader hoppades över."] if self.empty else []
        return Sheet(header, columns, self.numbers, self.kinds, self.header_row, notes, names), self.complaints


def clean(cell: object) -> str:
    r"""Write a cell as text: composed letters, plain spaces, none around it, no line breaks.

    Examples
    --------
    >>> clean(" Ja,\u00a0i hög\ngrad "), clean(3.0), clean(None), clean(2.5)
    ('Ja, i hög grad', '3', '', '2.5')
    """
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.isascii() and cell.isprintable():
        return " ".join(cell.split())
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return SPACES.sub(" ", CONTROL.sub("", unicodedata.normalize("NFC", str(cell)))).strip()


def kind_of_text(text: str) -> str:
    """Say what a text is when it is no plain one.

    Examples
    --------
    >>> [kind_of_text(text) for text in ["=1+1", "#REF!", "2025-03-01", "1-mar", "grÃ¥", "Ja"]]
    ['formula', 'error', 'date', 'date', 'broken', '']
    """
    stripped = text.strip()
    if stripped[:1] in ("=", "@"):
        return "formula"
    if not (stripped.isascii() and stripped.isprintable()):
        if BROKEN.search(stripped):
            return "broken"
        if CONTROL.search(stripped):
            return "control"
    if ERROR.fullmatch(stripped):
        return "error"
    return "date" if DATE.fullmatch(stripped) else ""


def _wrong_width(texts: Sequence[str], width: int, number: int, must_fill: bool) -> Complaint | None:
    if any(texts[width:]):
        told = (
            "cellen ligger till höger om den sista rubriken. Raden kan ha flyttats, eller en text ha ett skiljetecken"
        )
        return Complaint(number, width + 1, told)
    if must_fill and len(texts) < width:
        told = f"raden har {len(texts)} celler i stället för {width}. Någon cell saknas, och resten kan ha flyttats"
        return Complaint(number, len(texts) + 1, told)
    return None
