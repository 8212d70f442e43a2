"""Files that a region could bring: a survey's export and filled-in tables, whole ones and damaged ones."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

KEY = "a key for tests, not for anything else"
ITEMS = (
    "Företag, andra…",
    "Forskare eller doktorander",
    "Politiker eller offentliga…",
    "Studenter eller elever",
    "Andra företag",
)
ANSWERS = (
    "Ja, i mycket hög grad",
    "Ja, i hög grad",
    "Varken i liten eller stor omfattning",
    "I liten omfattning",
    "Nej, Inte alls",
)
HEADER = ["Org.nr", "Kluster", "Storlek", *ITEMS, "Kommentar"]
COMMENT = "fri text om Hemliga Firman AB"
SPEC = """\
producer: Region Test
wave: 2025
firm: {column: Org.nr}
cluster: {column: Kluster}
size_class: {column: Storlek}
ignore: [Kommentar]
frame:
  - {cluster: Triple Steelix, size_class: 1–9, firms: 60}
  - {cluster: Triple Steelix, size_class: 10–49, firms: 60}
  - {cluster: ITS Dalarna, size_class: 1–9, firms: 60}
  - {cluster: ITS Dalarna, size_class: 10–49, firms: 60}
"""


ENGLISH = re.compile(r"\b(the|is|are|was|not|and|row|table|must|file|cannot)\b", re.I)
"""Words that no Swedish report has."""


def number(serial: int, start: str = "5599") -> str:
    """An organisation number that is right and that nobody has, as far as its form tells."""
    nine = f"{start}{serial:0{9 - len(start)}d}"
    doubled = (int(sign) * (2 - place % 2) for place, sign in enumerate(nine))
    return f"{nine[:6]}-{nine[6:]}{-sum(value // 10 + value % 10 for value in doubled) % 10}"


def person(serial: int) -> str:
    """A number of a person's form, of an invented birthday."""
    return number(serial, "811218")


def survey_rows(count: int = 8) -> list[list[Any]]:
    """Rows of a survey, heading first; the rows differ in firm, cluster, size and answers."""
    rows: list[list[Any]] = [list(HEADER)]
    for place in range(count):
        answers = [ANSWERS[(place + item) % 5] for item in range(5)]
        cluster = ("Triple Steelix", "ITS Dalarna")[place % 2]
        rows.append([number(place), cluster, ("1–9", "10–49")[place % 2], *answers, COMMENT])
    return rows


def as_csv(rows: Iterable[Sequence[Any]], separator: str = ";", encoding: str = "utf-8") -> bytes:
    """Write rows as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(
    rows: Iterable[Sequence[Any]], change: Callable[[Any, Any], None] | None = None, title: str = "Svar"
) -> bytes:
    """Write rows as XLSX; `change` is given the workbook and the sheet before they are saved."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write(folder: Path, name: str, data: bytes | str) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path
