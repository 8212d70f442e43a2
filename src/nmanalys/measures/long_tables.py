"""What every measure demands of a long table: the columns that it reads."""

from __future__ import annotations

from collections.abc import Iterable

from nmanalys.errors import SchemaError
from nmanalys.vocabulary.typing import LongTable


def require_columns(table: LongTable, columns: Iterable[object], what: str) -> None:
    """Refuse a table that lacks a column, by the column's name.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> require_columns(pd.DataFrame({"code": ["24"]}), ["code", "weight"], "links")
    Traceback (most recent call last):
    nmanalys.errors.SchemaError: links has no column 'weight'; it has code.
    """
    absent = [column for column in columns if column not in table]
    if absent:
        known = ", ".join(map(str, table.columns)) or "none"
        raise SchemaError(f"{what} has no column '{absent[0]}'; it has {known}.")
