"""Schemas at work: pandera checks a frame against a declaration, lazily, so that every bad cell is listed."""

from __future__ import annotations

from functools import cache

import pandera.pandas as pa
from pandas import DataFrame

from nmanalys.vocabulary.schema import Check, Schema, key_of

__all__ = ["SchemaErrors", "validate"]

SchemaErrors = pa.errors.SchemaErrors


def validate(frame: DataFrame, schema: Schema) -> DataFrame:
    """Check a frame against a schema: its columns in order and no others, their types, every check, the key.

    Raises
    ------
    SchemaErrors
        With all that is wrong.
    """
    return _compiled(schema).validate(frame, lazy=True)


@cache
def _compiled(schema: Schema) -> pa.DataFrameSchema:
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
    return pa.Check(check.test, error=check.error, description=check.description)
