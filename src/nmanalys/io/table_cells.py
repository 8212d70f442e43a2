"""What the cells of a region's own table mean, by what the table's schema says of each column.

People write *Ja*, *3,5* and a cluster's name; a table holds ``true``, ``3.5`` and the cluster's identifier. Texts are
refused when a spreadsheet or the book would read more in them than text, or when they name a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from pandas import DataFrame

from nmanalys.io.complaints import UnknownText, quoted
from nmanalys.io.sheet_columns import CellReader, Wrong, plain
from nmanalys.vocabulary.schema import Column, reference_of, words_of

__all__ = ["headings", "names_of", "reader_of", "welcome_kinds"]

NAME_COLUMNS = ("name", "name_sv", "criterion_sv", "short_sv")
NONE = {"vet ej", "vet inte", "okänt", "okänd", "ej bedömt", "ej bedömd", "saknas", "-", "..", ".", "n/a", "na"}
TRUTHS = {
    "ja": "true",
    "nej": "false",
    "sant": "true",
    "falskt": "false",
    "true": "true",
    "false": "false",
    "x": "true",
}
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
NUMBERS = {"int64": "ett heltal", "float64": "ett tal"}
READ_AS_CODE = re.compile(r"[=+@]|-[^\s\d]")
PLACEHOLDER = re.compile(r"\{\{|\}\}|<\s*(script|img|iframe)|javascript:", re.I)
PERSON = re.compile(r"(?<!\d)(18|19|20)?\d{6}[-+ ]?\d{4}(?!\d)|[\w.]+@[\w-]+\.\w")
INVENTED = "illustrative"


def headings(name: str, column: Column) -> list[str]:
    """Headings under which a column is found; the first is the one of our own sheets.

    Examples
    --------
    >>> from nmanalys.vocabulary.tables import SCHEMAS
    >>> headings("score", SCHEMAS["cluster_scores"].columns["score"])
    ['Nivå 0–4', 'Nivå 0–4, tomt = ej bedömt', 'score']
    """
    told = str(column.metadata["sv"])
    return list(dict.fromkeys([re.split(r"[,:]", told)[0], told, name]))


def names_of(frame: DataFrame, key: str) -> dict[str, list[str]]:
    """Names by which people know each key of a table: its name where that is its own, and the key itself."""
    column = next((name for name in NAME_COLUMNS if name in frame), None)
    if column is None:
        return {value: [value] for value in frame[key]}
    own = ~frame[column].duplicated(keep=False)
    return {
        value: [name, value] if is_own else [value]
        for value, name, is_own in zip(frame[key], frame[column], own, strict=True)
    }


def welcome_kinds(column: Column) -> tuple[str, ...]:
    """Kinds of cells that a column may hold though they are no plain text."""
    if column.metadata["unit"] in ("datum", "tidpunkt"):
        return ("date",)
    return ("truth",) if str(column.dtype) in ("bool", "boolean") else ()


def reader_of(
    column: Column, frame_of: Callable[[str], DataFrame], *, without: Iterable[str] = (), is_invented: bool = False
) -> CellReader:
    """Make the reader of a column's cells.

    Parameters
    ----------
    column : Column
        The column's declaration.
    frame_of : callable
        A table by name.
    without : iterable of str
        Tables whose keys may not be used here, though the column could refer to them.
    is_invented : bool
        Whether the table is invented, so that its values may be marked so.
    """
    read = _reader(column, frame_of, set(without), is_invented)
    nullable = column.nullable

    def reader(text: str) -> object:
        if not text or (nullable and plain(text) in NONE):
            return ""
        return read(text)

    return reader


def _reader(column: Column, frame_of: Callable[[str], DataFrame], without: set[str], is_invented: bool) -> CellReader:
    references = [reference.split(".") for reference in reference_of(column)]
    if references:
        known: dict[str, list[str]] = {}
        for table, key in references:
            if table not in without:
                known |= names_of(frame_of(table), key)
        return _among(known, "inte i listan")
    if words := words_of(column):
        allowed = {value: word for value, word in words.items() if is_invented or value != INVENTED}
        return _among({value: [word, value] for value, word in allowed.items()}, "inget som går att välja")
    dtype = str(column.dtype)
    if dtype in ("bool", "boolean"):
        return lambda text: TRUTHS.get(plain(text), text)
    if dtype in NUMBERS:
        return _numbers(NUMBERS[dtype])
    return _text


def _among(known: Mapping[str, list[str]], what: str) -> CellReader:
    values = {plain(name): value for value, names in known.items() for name in names}
    others = [name for names in known.values() for name in names[1:]]
    tell = UnknownText([names[0] for names in known.values()], what, others)

    def read(text: str) -> object:
        found = values.get(plain(text))
        return found if found is not None else Wrong(tell(text))

    return read


def _numbers(kind: str) -> CellReader:
    """Write a number with a decimal point and without spaces between thousands."""

    def read(text: str) -> object:
        compact = text.replace(" ", "").replace("−", "-").replace(",", ".")
        return compact if NUMBER.fullmatch(compact) else Wrong(f"{quoted(text, 'cellen')} är inte {kind}")

    return read


def _text(text: str) -> object:
    if READ_AS_CODE.match(text):
        return Wrong("texten börjar som en formel, och kalkylprogram skulle räkna ut den. Skriv om början")
    if PLACEHOLDER.search(text):
        return Wrong("texten innehåller tecken som en webbsida skulle läsa som kod. Skriv om den")
    if PERSON.search(text):
        return Wrong("texten innehåller ett personnummer, ett organisationsnummer eller en e-postadress. Ta bort det")
    return text
