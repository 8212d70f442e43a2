"""Schemas at work: pandera checks a frame against a declaration, lazily, so that every bad cell is listed.

Most frames are right, and to see that takes a hundredth of the time that importing pandera takes: it is asked only about
frames that are not plainly right.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pandas import DataFrame, Series

from nmanalys.errors import NmanalysError
from nmanalys.vocabulary.schema import Check, Column, Schema, key_of

if TYPE_CHECKING:
    import pandera.pandas as pa

__all__ = ["SchemaErrors", "validate"]


class SchemaErrors(NmanalysError):
    """What is wrong with a frame.

    Attributes
    ----------
    failure_cases : DataFrame
        A row for each cell or row that fails a check, as pandera lists them.
    """

    def __init__(self, message: str, failure_cases: DataFrame) -> None:
        super().__init__(message)
        self.failure_cases = failure_cases


def validate(frame: DataFrame, schema: Schema) -> DataFrame:
    """Check a frame against a schema: its columns in order and no others, their types, every check, the key.

    Raises
    ------
    SchemaErrors
        With all that is wrong.
    """
    if _is_plainly_right(frame, schema):
        return frame
    from pandera.errors import SchemaErrors as PanderaErrors

    try:
        return _compiled(schema).validate(frame, lazy=True)
    except PanderaErrors as error:
        raise SchemaErrors(str(error), error.failure_cases) from None


def _is_plainly_right(frame: DataFrame, schema: Schema) -> bool:
    """Whether nothing can be wrong; a frame about which there is any doubt is not."""
    key = [*key_of(schema)]
    return (
        list(frame.columns) == [*schema.columns]
        and all(_is_right(frame[name], column) for name, column in schema.columns.items())
        and all(_passes(check, frame) for check in schema.checks)
        and not (key and frame.duplicated(key).any())
    )


def _is_right(cells: Series, column: Column) -> bool:
    if str(cells.dtype) != column.dtype:
        return False
    known = cells.dropna()
    return (column.nullable or len(known) == len(cells)) and all(_passes(check, known) for check in column.checks)


def _passes(check: Check, data: Any) -> bool:
    return bool(data.empty or check.test(data).fillna(False).all())


@cache
def _compiled(schema: Schema) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    columns = {
        name: pa.Column(
            # pandera's name for pandas' default text type
            str if column.dtype == "str" else column.dtype,
            [_check(check) for check in column.checks],
            nullable=column.nullable,
        )
        for name, column in schema.columns.items()
    }
    checks = [_check(check) for check in schema.checks]
    unique = list(key_of(schema)) or None
    return pa.DataFrameSchema(columns, checks=checks, name=schema.name, strict=True, ordered=True, unique=unique)


def _check(check: Check) -> pa.Check:
    import pandera.pandas as pa

    return pa.Check(check.test, error=check.error, description=check.description)
