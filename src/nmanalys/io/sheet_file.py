"""Reading a file that somebody has filled in, whatever kind of file it is."""

from __future__ import annotations

from pathlib import Path

from nmanalys.io.complaints import Complaint, not_opened
from nmanalys.io.sheet import Form, Sheet
from nmanalys.io.sheet_csv import read_csv_sheet
from nmanalys.io.sheet_xlsx import read_xlsx_sheet

__all__ = ["read_sheet"]


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
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        told = "filen är en äldre Excelfil (xls) eller skyddad med lösenord. Spara den som XLSX utan lösenord"
        return None, [Complaint(0, 0, told)]
    return (read_xlsx_sheet if data.startswith(b"PK") else read_csv_sheet)(data, form)
