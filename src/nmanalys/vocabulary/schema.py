"""How a table's schema is declared: one function a kind of column.

A schema is a pandera ``DataFrameSchema``. Every column carries its unit and a description in Swedish and English
in its metadata; every check carries a message of the form *is …; do …*, so that a reader of a damaged file is told
what is wrong and how to mend it. The same declarations give the data dictionary and the types of result tables.

Counts and measurements that may be missing are floats with NaN, because every measure computes in floats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import pandera.pandas as pa
from pandas import DataFrame, Series

__all__ = ["count", "day", "integer", "key_of", "pattern_of", "real", "reference_of", "table", "text", "truth"]


def text(
    sv: str,
    en: str,
    *,
    pattern: str | None = None,
    form: str = "",
    among: Iterable[str] | None = None,
    references: str = "",
    nullable: bool = False,
    unit: str = "",
) -> pa.Column:
    """Declare a column of text.

    Parameters
    ----------
    sv, en : str
        Description in Swedish and English.
    pattern, form : str, optional
        Regular expression that the whole cell must match, and the same in words.
    among : iterable of str, optional
        The values allowed.
    references : str, optional
        ``table.column`` in which the value must exist; several separated by spaces, any of which will do.
    nullable : bool
        Whether a cell may be empty.
    """
    checks = []
    if pattern is not None:
        checks.append(_check(_matches(pattern), f"is not {form}", f"write {form}"))
    if among is not None:
        allowed = tuple(among)
        options = ", ".join(map(repr, allowed[:20])) + (", …" if len(allowed) > 20 else "")
        checks.append(_check(lambda cells: cells.isin(allowed), "is not a value allowed here", f"use one of {options}"))
    return _column("str", checks, sv, en, unit, nullable, references=references, pattern=pattern or "")


def day(sv: str, en: str, *, nullable: bool = False) -> pa.Column:
    """Declare a column of dates, kept as text such as ``2026-06-30``."""
    return _column("str", [_check(_are_days, "is not a date", "write it as 2026-06-30")], sv, en, "datum", nullable)


def integer(
    sv: str, en: str, unit: str = "", *, ge: int | None = None, le: int | None = None, references: str = ""
) -> pa.Column:
    """Declare a column of whole numbers without missing values."""
    return _column("int64", _bounds(ge, le), sv, en, unit, False, references=references)


def count(sv: str, en: str, unit: str, *, nullable: bool = False, ge: int = 0, le: int | None = None) -> pa.Column:
    """Declare a column of counts: whole numbers from `ge`; floats when some may be missing."""
    whole = _check(lambda cells: cells == cells.round(), "is not a whole number", "correct the count")
    checks = [*_bounds(ge, le), *([whole] if nullable else [])]
    return _column("float64" if nullable else "int64", checks, sv, en, unit, nullable)


def real(
    sv: str, en: str, unit: str, *, ge: float | None = None, le: float | None = None, nullable: bool = False
) -> pa.Column:
    """Declare a column of real numbers."""
    return _column("float64", _bounds(ge, le), sv, en, unit, nullable)


def truth(sv: str, en: str, *, nullable: bool = False) -> pa.Column:
    """Declare a column of ``true`` and ``false``."""
    return _column("boolean" if nullable else "bool", [], sv, en, "", nullable)


def table(
    name: str,
    key: Iterable[str],
    columns: Mapping[str, pa.Column],
    *,
    checks: Iterable[tuple[Callable[[DataFrame], Series], str]] = (),
) -> pa.DataFrameSchema:
    """Declare a table: its columns in order, no others, and the columns that together name a row.

    A check is a test of the whole table that gives one truth a row, and its message.

    Examples
    --------
    >>> schema = table("regions", ["code"], {"code": text("Kod", "Code"), "people": count("Folk", "People", "antal")})
    >>> key_of(schema), schema.columns["people"].metadata["unit"]
    (('code',), 'antal')
    """
    key = list(key)
    return pa.DataFrameSchema(
        dict(columns),
        checks=[pa.Check(test, error=message) for test, message in checks],
        name=name,
        strict=True,
        ordered=True,
        unique=key or None,
        metadata={"key": tuple(key)},
    )


def key_of(schema: pa.DataFrameSchema) -> tuple[str, ...]:
    """Return the columns that together name a row."""
    return (schema.metadata or {}).get("key", ())


def reference_of(column: pa.Column) -> tuple[str, ...]:
    """Return the ``table.column`` names in which the column's values must exist."""
    return tuple((column.metadata or {}).get("references", "").split())


def pattern_of(column: pa.Column) -> str:
    """Return the regular expression that a column's texts must match; empty when any will do."""
    return (column.metadata or {}).get("pattern", "")


def _column(dtype: str, checks: list[pa.Check], sv: str, en: str, unit: str, nullable: bool, **more: str) -> pa.Column:
    metadata: dict[str, Any] = {
        "unit": unit,
        "sv": sv,
        "en": en,
        **{key: value for key, value in more.items() if value},
    }
    # pandera's name for pandas' default text type
    return pa.Column(str if dtype == "str" else dtype, checks, nullable=nullable, metadata=metadata)


def _check(test: Any, problem: str, remedy: str) -> pa.Check:
    return pa.Check(test, error=f"{problem}; {remedy}")


def _bounds(ge: float | None, le: float | None) -> list[pa.Check]:
    checks = []
    if ge is not None:
        checks.append(_check(lambda cells: cells >= ge, f"is less than {ge:g}", "correct it"))
    if le is not None:
        checks.append(_check(lambda cells: cells <= le, f"is more than {le:g}", "correct it"))
    return checks


def _matches(pattern: str) -> Any:
    def test(cells: Series) -> Series:
        return cells.str.fullmatch(pattern)

    return test


def _are_days(cells: Series) -> Series:
    return cells.map(_is_day)


def _is_day(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False
