"""What could not be taken from a file that somebody has filled in, in words for the one who has it open.

A complaint names row and column as a spreadsheet does, *rad 14, kolumn D*. It never repeats a cell that could name a
person or a firm: the reader has the file and can look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from nmanalys.vocabulary.language import listing, number

__all__ = ["Complaint", "Report", "UnknownText", "ended", "not_opened", "quoted", "row_list", "unknown"]

LONGEST_QUOTE = 40
SHOWN_RANGES = 12
MOST_OPTIONS = 8
MOST_GUESSES = 500
SHORT_NUMBER = re.compile(r"-?\d{1,4}([.,]\d{1,2})?")
IDENTIFYING = re.compile(r"\d{5,}|\d{4}[-+ ]\d{4}|@")


class Complaint(NamedTuple):
    """One thing that could not be taken.

    Attributes
    ----------
    row : int
        Row as a spreadsheet numbers it; 0 for the whole file.
    column : int
        Column from 1; 0 for the whole row.
    text : str
        What is wrong and what to do, in Swedish.
    header : str
        The column's heading.
    """

    row: int
    column: int
    text: str
    header: str = ""

    def by_field(self) -> Complaint:
        """Name the field instead of the column, for files that have none."""
        return self._replace(column=0, header="", text=f"{self.header}: {self.text}" if self.header else self.text)


@dataclass
class Report:
    """What an import took and what it did not.

    Attributes
    ----------
    file : str
        Name of the file.
    complaints : list of Complaint
        What could not be taken.
    notes : list of str
        What was taken in another way than it stands there, and what was left out on purpose.
    rows, taken : int
        Rows of the file, and those of them that were understood.
    is_readable : bool
        False when the file as a whole could not be understood, so that not even a part can be taken.
    """

    file: str
    complaints: list[Complaint] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0
    taken: int = 0
    is_readable: bool = True

    @property
    def is_clean(self) -> bool:
        """Whether all was understood."""
        return not self.complaints

    def lines(self) -> list[str]:
        """Write the report, one line a kind of complaint, in the order of the file.

        Examples
        --------
        >>> Report("svar.csv", [Complaint(14, 4, "är tom", "Svar"), Complaint(15, 4, "är tom", "Svar")]).lines()
        ['svar.csv, rad 14–15, kolumn D (Svar): är tom.']
        """
        groups: dict[tuple[int, str, str], list[int]] = {}
        for complaint in sorted(self.complaints, key=lambda one: (one.row, one.column)):
            groups.setdefault((complaint.column, complaint.header, complaint.text), []).append(complaint.row)
        return [f"{self.file}{_place(rows, *key[:2])}: {ended(key[2])}" for key, rows in groups.items()]

    def summary(self) -> str:
        """Say in one sentence how much was understood."""
        if not self.is_readable:
            return "Filen går inte att läsa in som den är."
        missed = self.rows - self.taken
        if not missed and self.is_clean:
            return f"Alla {number(self.rows)} rader är förstådda."
        return f"{number(self.taken)} av {number(self.rows)} rader är förstådda, {number(missed)} är det inte."


def _place(rows: Sequence[int], column: int, header: str) -> str:
    row = f", rad {row_list(rows)}" if any(rows) else ""
    named = f" ({quoted(header, '').strip('”')})" if header and quoted(header, "") else ""
    return f"{row}, kolumn {get_column_letter(column)}{named}" if column else row


def ended(sentence: str) -> str:
    """End a sentence with a full stop, unless it has ended already."""
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."


def not_opened(error: OSError) -> str:
    """Say in Swedish why a file could not be opened.

    Examples
    --------
    >>> not_opened(FileNotFoundError())
    'filen går inte att öppna: den finns inte'
    """
    why = "den går inte att läsa"
    if isinstance(error, FileNotFoundError):
        why = "den finns inte"
    elif isinstance(error, IsADirectoryError):
        why = "det är en mapp"
    elif isinstance(error, PermissionError):
        why = "du har inte rätt att läsa den"
    return f"filen går inte att öppna: {why}"


def row_list(rows: Iterable[int]) -> str:
    """Write row numbers with the runs drawn together.

    Examples
    --------
    >>> row_list([2, 3, 4, 9])
    '2–4 och 9'
    """
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    texts = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    if len(texts) <= SHOWN_RANGES:
        return listing(texts)
    more = sum(last - first + 1 for first, last in runs[SHOWN_RANGES:])
    return f"{', '.join(texts[:SHOWN_RANGES])} och {number(more)} rader till"


def quoted(text: str, otherwise: str = "cellens text") -> str:
    """Quote a cell, unless it may name somebody or is long; then say `otherwise`.

    Examples
    --------
    >>> quoted("i hög gard"), quoted("556000-1234")
    ('”i hög gard”', 'cellens text')
    """
    text = "".join(sign if sign.isprintable() else "·" for sign in text)
    return otherwise if not text or len(text) > LONGEST_QUOTE or IDENTIFYING.search(text) else f"”{text}”"


def unknown(text: str, known: Iterable[str], what: str, more: Iterable[str] = ()) -> str:
    """Say that a cell is none of what is known, with the nearest right one.

    The cell is repeated only when it is near something known or a short number: anything else could be a name. `more`
    are other ways of writing the same, suggested only when they are near.

    Examples
    --------
    >>> unknown("Stålringn", ["Stålringen", "Compare"], "inget kluster i listan")
    '”Stålringn” är inget kluster i listan. Menade du ”Stålringen”?'
    >>> unknown("Hemliga AB", ["1–9", "10–49"], "ingen storleksklass")
    'cellens text är ingen storleksklass. Skriv ”1–9” eller ”10–49”'
    """
    known = list(dict.fromkeys(known))
    options = {option.casefold(): option for option in (*more, *known)}
    match = get_close_matches(text.casefold(), options, n=1, cutoff=0.6)
    if match:
        return f"{quoted(text)} är {what}. Menade du ”{options[match[0]]}”?"
    named = [f"”{option}”" for option in known]
    remedy = f". Skriv {listing(named, conjunction='eller')}" if 0 < len(named) <= MOST_OPTIONS else ""
    shown = quoted(text) if SHORT_NUMBER.fullmatch(text) else "cellens text"
    return f"{shown} är {what}{remedy}"


class UnknownText:
    """Say what :func:`unknown` says, of one column's cells: of hundreds of texts, only the first are compared.

    Examples
    --------
    >>> tell = UnknownText(["Compare"], "inget kluster i listan")
    >>> [tell(f"Compare {number}") for number in range(600)][-1]
    'cellens text är inget kluster i listan, liksom hundratals andra. Är det rätt kolumn?'
    """

    def __init__(self, known: Iterable[str], what: str, more: Iterable[str] = ()) -> None:
        self._known, self._what, self._more = list(known), what, list(more)
        self._told = 0

    def __call__(self, text: str) -> str:
        """Tell of one text."""
        self._told += 1
        if self._told > MOST_GUESSES:
            return f"cellens text är {self._what}, liksom hundratals andra. Är det rätt kolumn?"
        return unknown(text, self._known, self._what, self._more)
