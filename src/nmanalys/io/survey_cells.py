"""What the cells of a survey mean: for each kind of column, from a cell's text to what is stored.

A reader of cells is a function that gives a value, or says in Swedish what is wrong
(:class:`~nmanalys.io.sheet_columns.Wrong`). Texts are compared without regard to case, kinds of space and kinds of dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from nmanalys.errors import ParameterError
from nmanalys.io.complaints import UnknownText
from nmanalys.io.pseudonyms import firm_number, pseudonym
from nmanalys.io.sheet_columns import CellReader, Wrong, plain
from nmanalys.vocabulary.survey_spec import SizeClass, size_limits

__all__ = ["MISSING", "answers", "clusters", "firms", "labels", "sizes", "whole", "years"]

MISSING = "missing"
DECIMAL = re.compile(r"(\d+)[.,]0+")
SEVERAL = re.compile(r"[;,|/]")
SHORTENED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.I)


def labels(known: Mapping[object, Iterable[str]], what: str, empty: str) -> CellReader:
    """Read one of several things by any of its names.

    Parameters
    ----------
    known : mapping of value to iterable of str
        The names of each value; the first is the one that is suggested.
    what, empty : str
        What a cell with another text is, and what is said of an empty one.

    Raises
    ------
    ParameterError
        If two values have the same name.
    """
    values: dict[str, object] = {}
    for value, names in known.items():
        for name in names:
            if values.setdefault(plain(name), value) != value:
                raise ParameterError(f"”{name}” står för både {values[plain(name)]} och {value}; behåll det ena.")
    shown = [next(iter(names), "") for names in known.values()]
    tell = UnknownText(shown, what, [name for names in known.values() for name in names if name not in shown])

    def read(text: str) -> object:
        found = values.get(plain(text))
        return found if found is not None else Wrong(tell(text) if text else empty)

    return read


def answers(known: Mapping[int, Iterable[str]], missing: Iterable[str]) -> CellReader:
    """Read an answer: its number, :data:`MISSING` when it says that there is none, None when the cell is empty."""
    none = {plain(label) for label in missing}
    read_label = labels({answer: [*map(whole, names)] for answer, names in known.items()}, "inget av svaren", "")

    def read(text: str) -> object:
        if not text:
            return None
        found = read_label(whole(text))
        return MISSING if isinstance(found, Wrong) and plain(text) in none else found

    return read


def whole(text: str) -> str:
    """Write a code without the decimals that statistical programs give it.

    Examples
    --------
    >>> whole("4.0"), whole("4,0"), whole("4.5"), whole("Q4.0")
    ('4', '4', '4.5', 'Q4.0')
    """
    code = DECIMAL.fullmatch(text)
    return code[1] if code else text


def firms(kind: str, key: bytes) -> CellReader:
    """Read a firm as its pseudonym. The cell itself is never repeated."""

    def read(text: str) -> object:
        if not text:
            return Wrong("cellen är tom. Varje rad ska ha ett företag")
        if "E" in text.upper() and SHORTENED.fullmatch(text):
            return Wrong("kalkylprogrammet har kortat numret. Formatera kolumnen som text och skriv in alla siffror")
        number = firm_number(text)
        if isinstance(number, str):
            return Wrong(number) if kind == "orgnr" else pseudonym(text, key)
        return pseudonym(number.digits, key)

    return read


def sizes(spec: SizeClass) -> CellReader:
    """Read a size class by its name, or by the number of employees."""
    empty = "cellen är tom. Varje rad ska ha en storleksklass"
    if not spec.employees:
        return labels({name: [name, *names] for name, names in spec.classes.items()}, "ingen storleksklass", empty)
    limits = {name: size_limits(name) for name in spec.classes}

    def read(text: str) -> object:
        if not re.fullmatch(r"\d{1,7}", text):
            return Wrong("cellen ska ha antalet anställda som ett helt tal" if text else empty)
        found = next((name for name, (low, high) in limits.items() if low <= int(text) <= high), None)
        return found or Wrong(f"{text} anställda hör inte till någon av storleksklasserna {', '.join(limits)}")

    return read


def clusters(names: Mapping[str, str], more: Mapping[str, Iterable[str]]) -> CellReader:
    """Read a cluster by its name, its identifier or what the file calls it."""
    known = {cluster: [name, cluster, *more.get(cluster, ())] for cluster, name in names.items()}
    read_one = labels(known, "inget kluster i listan", "cellen är tom. Varje rad ska ha ett kluster")

    def read(text: str) -> object:
        found = read_one(text)
        parts = SEVERAL.split(text) if isinstance(found, Wrong) else []
        if sum(not isinstance(read_one(part.strip()), Wrong) for part in parts) > 1:
            return Wrong("cellen har flera kluster. Dela upp raden: en rad för varje kluster, med svaren om just det")
        return found

    return read


def years(text: str) -> object:
    """Read the year of a wave."""
    if re.fullmatch(r"20\d\d", text):
        return int(text)
    return Wrong("cellen ska ha omgångens år med fyra siffror, till exempel 2025")
