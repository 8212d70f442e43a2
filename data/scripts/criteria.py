"""Write the table of criteria from the file in which they are declared: ``python data/scripts/criteria.py``."""

from __future__ import annotations

from pathlib import Path

from nmanalys.io.criteria_file import COLUMNS, read_criteria
from nmanalys.io.imported import csv_of

HERE = Path(__file__).resolve().parent


def table() -> bytes:
    """Return the table's content.

    Raises
    ------
    ValueError
        If the file is not in order.
    """
    sheet, complaints = read_criteria(HERE / "cluster_criteria.yml")
    if sheet is None or complaints:
        raise ValueError("\n".join(f"row {one.row}: {one.text}" for one in complaints))
    return csv_of(dict(zip(COLUMNS, sheet.columns, strict=True)))


if __name__ == "__main__":
    (HERE.parent / "assessments" / "cluster_criteria.csv").write_bytes(table())
