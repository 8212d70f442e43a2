"""How a table's schema is declared: one function a kind of column.

:mod:`nmanalys.io.validation` turns a schema into a check of a frame. Every column carries its unit and a description
in Swedish and English in its metadata; every check carries a message of the form *is …; do …*, so that a reader of a
damaged file is told what is wrong and how to mend it. The same declarations give the data dictionary and the types of
result tables.

Counts and measurements that may be missing are floats with NaN, because every measure computes in floats.

A table that a region can bring itself says so with the title that it then has (`own`). Its checks tell in Swedish, too,
what is wrong: whoever fills in the table is not always one who reads the code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

# planning reads the declarations only, and does not wait for pandas
if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = [
    "Check",
    "Column",
    "Schema",
    "bounds_of",
    "count",
    "day",
    "integer",
    "is_whole",
    "key_of",
    "may_be_empty",
    "own_title",
    "pattern_of",
    "real",
    "reference_of",
    "referred_tables",
    "subject_of",
    "table",
    "text",
    "truth",
    "words_of",
]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A test of cells or rows, with what is wrong when it fails, in English (`error`) and Swedish (`description`)."""

    test: Callable[[Any], Any]
    error: str
    description: str


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column: pandas' name of its type, its checks, whether cells may be empty, and what it means."""

    dtype: str
    checks: Sequence[Check]
    nullable: bool
    metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """A table: its columns in order, checks of whole rows, and what it says of itself."""

    name: str
    columns: Mapping[str, Column]
    checks: Sequence[Check] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)


def text(
    sv: str,
    en: str,
    *,
    pattern: str | None = None,
    form: str = "",
    form_sv: str = "",
    among: Iterable[str] | Mapping[str, str] | None = None,
    references: str = "",
    nullable: bool = False,
    unit: str = "",
) -> Column:
    """Declare a column of text.

    Parameters
    ----------
    sv, en : str
        Description in Swedish and English.
    pattern, form, form_sv : str, optional
        Regular expression that the whole cell must match, and the same in words, English and Swedish.
    among : iterable of str or mapping, optional
        The values allowed; a mapping gives each the Swedish word that people may write instead.
    references : str, optional
        ``table.column`` in which the value must exist; several separated by spaces, any of which will do.
    nullable : bool
        Whether a cell may be empty.
    """
    checks = []
    if pattern is not None:
        told = f"är inte skrivet som {form_sv}" if form_sv else "är inte skrivet på rätt sätt"
        checks.append(_check(_matches(pattern), f"is not {form}", f"write {form}", told))
    words: dict[str, str] = {}
    if among is not None:
        words = dict(among) if isinstance(among, Mapping) else {value: value for value in among}
        options = ", ".join(map(repr, [*words][:20])) + (", …" if len(words) > 20 else "")
        told = f"är inget av de svar som går att välja: {', '.join([*words.values()][:20])}"
        test = _check(lambda cells: cells.isin(words), "is not a value allowed here", f"use one of {options}", told)
        checks.append(test)
    return _column("str", checks, sv, en, unit, nullable, references=references, pattern=pattern or "", words=words)


def day(sv: str, en: str, *, nullable: bool = False) -> Column:
    """Declare a column of dates, kept as text such as ``2026-06-30``."""
    told = "är inget datum; skriv det som 2026-06-30"
    return _column(
        "str", [_check(_are_days, "is not a date", "write it as 2026-06-30", told)], sv, en, "datum", nullable
    )


def integer(
    sv: str, en: str, unit: str = "", *, ge: int | None = None, le: int | None = None, references: str = ""
) -> Column:
    """Declare a column of whole numbers without missing values."""
    return _column("int64", _within(ge, le), sv, en, unit, False, references=references, bounds=(ge, le), whole=True)


def count(sv: str, en: str, unit: str, *, nullable: bool = False, ge: int = 0, le: int | None = None) -> Column:
    """Declare a column of counts: whole numbers from `ge`; floats when some may be missing."""
    whole = _check(
        lambda cells: cells == cells.round(), "is not a whole number", "correct the count", "är inget helt tal"
    )
    checks = [*_within(ge, le), *([whole] if nullable else [])]
    return _column("float64" if nullable else "int64", checks, sv, en, unit, nullable, bounds=(ge, le), whole=True)


def real(
    sv: str, en: str, unit: str, *, ge: float | None = None, le: float | None = None, nullable: bool = False
) -> Column:
    """Declare a column of real numbers."""
    return _column("float64", _within(ge, le), sv, en, unit, nullable, bounds=(ge, le))


def truth(sv: str, en: str, *, nullable: bool = False) -> Column:
    """Declare a column of ``true`` and ``false``."""
    return _column("boolean" if nullable else "bool", [], sv, en, "", nullable)


def table(
    name: str,
    key: Iterable[str],
    columns: Mapping[str, Column],
    *,
    checks: Iterable[tuple[Callable[[DataFrame], Series], str, str]] = (),
    own: tuple[str, str] | None = None,
    may_be_empty: bool = False,
    subject: str = "",
) -> Schema:
    """Declare a table: its columns in order, no others, and the columns that together name a row.

    A check is a test of the whole table that gives one truth a row, and its message in English and Swedish. `own` is
    the title, Swedish and English, of the table when a region has brought it; without one it cannot be brought.
    A table without rows is a fault unless it `may_be_empty`. A table of microdata names the column that says whom a
    row is about, its `subject`.

    Examples
    --------
    >>> schema = table("regions", ["code"], {"code": text("Kod", "Code"), "people": count("Folk", "People", "antal")})
    >>> key_of(schema), schema.columns["people"].metadata["unit"]
    (('code',), 'antal')
    """
    return Schema(
        name,
        dict(columns),
        [Check(test, error=message, description=told) for test, message, told in checks],
        {"key": tuple(key), "own": own, "may_be_empty": may_be_empty, "subject": subject},
    )


def key_of(schema: Schema) -> tuple[str, ...]:
    """Return the columns that together name a row."""
    return schema.metadata.get("key", ())


def may_be_empty(schema: Schema) -> bool:
    """Whether a table without rows is in order."""
    return bool(schema.metadata.get("may_be_empty"))


def subject_of(schema: Schema) -> str:
    """Return the column that says whom a row of microdata is about; empty for other tables."""
    return schema.metadata.get("subject", "")


def own_title(schema: Schema) -> tuple[str, str] | None:
    """Return the title, Swedish and English, of a table that a region has brought; None when it cannot bring it."""
    return schema.metadata.get("own")


def reference_of(column: Column) -> tuple[str, ...]:
    """Return the ``table.column`` names in which the column's values must exist."""
    return tuple(column.metadata.get("references", "").split())


def referred_tables(schema: Schema) -> set[str]:
    """Return the names of the tables whose keys a table's columns must hold.

    Examples
    --------
    >>> referred_tables(table("links", ["code"], {"code": text("Kod", "Code", references="industries.code")}))
    {'industries'}
    """
    references = (name for column in schema.columns.values() for name in reference_of(column))
    return {name.partition(".")[0] for name in references}


def pattern_of(column: Column) -> str:
    """Return the regular expression that a column's texts must match; empty when any will do."""
    return column.metadata.get("pattern", "")


def bounds_of(column: Column) -> tuple[float | None, float | None]:
    """Return the least and the greatest number allowed in a column; None where there is no such bound.

    Examples
    --------
    >>> bounds_of(integer("Villkor", "Condition", ge=1, le=3)), bounds_of(text("Namn", "Name"))
    ((1, 3), (None, None))
    """
    return column.metadata.get("bounds", (None, None))


def is_whole(column: Column) -> bool:
    """Whether a column holds whole numbers only."""
    return bool(column.metadata.get("whole"))


def words_of(column: Column) -> dict[str, str]:
    """Return the values allowed in a column, each with the Swedish word for it; empty when any will do."""
    return column.metadata.get("words", {})


def _column(dtype: str, checks: list[Check], sv: str, en: str, unit: str, nullable: bool, **more: Any) -> Column:
    metadata: dict[str, Any] = {
        "unit": unit,
        "sv": sv,
        "en": en,
        **{key: value for key, value in more.items() if value},
    }
    return Column(dtype, checks, nullable, metadata)


def _check(test: Any, problem: str, remedy: str, told: str) -> Check:
    return Check(test, error=f"{problem}; {remedy}", description=told)


def _within(ge: float | None, le: float | None) -> list[Check]:
    checks = []
    if ge is not None:
        checks.append(_check(lambda cells: cells >= ge, f"is less than {ge:g}", "correct it", f"är mindre än {ge:g}"))
    if le is not None:
        checks.append(_check(lambda cells: cells <= le, f"is more than {le:g}", "correct it", f"är mer än {le:g}"))
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
