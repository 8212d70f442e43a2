"""Reading a file that somebody has filled in, whatever kind of file it is."""

from __future__ import annotations

from pathlib import Path

from nmanalys.io.complaints import Complaint, not_opened
from nmanalys.io.sheet import Form, Sheet
from nmanalys.io.sheet_csv import read_csv_sheet
from nmanalys.io.sheet_xlsx import read_xlsx_sheet

__all__ = ["read_sheet"]

OTHERS = {
    b"\xd0\xcf\x11\xe0": "filen är en äldre Excelfil (xls) eller skyddad med lösenord. Spara den som XLSX utan lösenord",
    b"<": "filen är en webbsida eller XML, vad den än heter. Öppna den i ett kalkylprogram och spara den som XLSX",
    b"%PDF": "filen är en PDF. Be om svaren som XLSX eller CSV",
    b"[{": "filen är skriven i JSON. Exportera svaren som XLSX eller CSV",
    b'{"': "filen är skriven i JSON. Exportera svaren som XLSX eller CSV",
}
"""How files of other kinds begin, and what is said of them."""


def read_sheet(path: Path, form: Form | None = None) -> tuple[Sheet | None, list[Complaint]]:
    """Read a CSV or XLSX file, told apart by its content.

    Returns
    -------
    tuple
        The sheet, None when the file as a whole cannot be read, and what is wrong with the file as a file.
    """
    form = form or Form()
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Complaint(0, 0, not_opened(error))]
    if not data.strip():
        return None, [Complaint(0, 0, "filen är tom")]
    begun = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, told in OTHERS.items():
        if begun.startswith(mark):
            return None, [Complaint(0, 0, told)]
    return (read_xlsx_sheet if data.startswith(b"PK") else read_csv_sheet)(data, form)
