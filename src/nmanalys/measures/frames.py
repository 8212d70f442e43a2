"""What every measure demands of its input, and the shapes it hands back.

Input is labelled: regions as rows, industries as columns. Missing means suppressed or unknown and stays
missing; zero means none. Whatever breaks this is refused here, by the name of the offending label, so
that the formulas elsewhere can be read without guards.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.vocabulary.typing import ArrayOrFrame, FloatArray, LongTable

__all__ = ["as_binary", "as_counts", "as_frame", "as_series", "divide", "normal_quantile", "same_labels", "tidy"]


def as_frame(values: ArrayOrFrame, what: str = "the table") -> pd.DataFrame:
    """Return a float table with unique labels.

    Raises
    ------
    SchemaError
        If the shape is not two-dimensional, the table is empty, a label occurs twice, or a cell is not a
        finite number (missing is allowed).

    Examples
    --------
    >>> as_frame(np.eye(2)).shape
    (2, 2)
    """
    if np.ndim(values) != 2:
        raise SchemaError(f"{what} must have two dimensions, not {np.ndim(values)}.")
    frame = values if isinstance(values, pd.DataFrame) else pd.DataFrame(values)
    if frame.empty:
        raise SchemaError(f"{what} is empty: it has {frame.shape[0]} rows and {frame.shape[1]} columns.")
    _refuse_duplicates(frame.index, f"{what}, rows")
    _refuse_duplicates(frame.columns, f"{what}, columns")
    frame = _floats(frame, what)
    _refuse_cells(frame, np.isinf(frame.to_numpy()), what, "is infinite")
    return frame


def as_counts(values: ArrayOrFrame, what: str = "employment", *, zero_rows: bool = False) -> pd.DataFrame:
    """Return a table of counts: as :func:`as_frame`, and no cell negative and no row all zero.

    Raises
    ------
    SchemaError
        If a count is negative, or (unless `zero_rows`) if a row holds nothing but zeros.

    Examples
    --------
    >>> as_counts(pd.DataFrame({"a": [1, -2]}, index=["x", "y"]))
    Traceback (most recent call last):
    nmanalys.errors.SchemaError: employment: row 'y', column 'a': -2 is negative. A count is 0 or more; leave
    the cell empty if it is unknown.
    """
    frame = as_frame(values, what)
    remedy = "is negative. A count is 0 or more; leave the cell empty if it is unknown"
    _refuse_cells(frame, frame.to_numpy() < 0, what, remedy)
    empty = (frame.to_numpy() == 0).all(axis=1)
    if empty.any() and not zero_rows:
        label = frame.index[empty.argmax()]
        raise SchemaError(f"{what}: row '{label}' holds nothing but zeros. Leave the row out.")
    return frame


def as_binary(values: ArrayOrFrame, what: str = "the specialisation matrix") -> pd.DataFrame:
    """Return a table of zeros and ones (and missing).

    Raises
    ------
    SchemaError
        If any other value occurs.

    Examples
    --------
    >>> as_binary(pd.DataFrame({"a": [True, False]}))["a"].tolist()
    [1.0, 0.0]
    """
    frame = as_frame(values, what)
    cells = frame.to_numpy()
    wrong = ~((cells == 0) | (cells == 1) | np.isnan(cells))
    _refuse_cells(frame, wrong, what, "is neither 0 nor 1. Use specialisation_matrix() first")
    return frame


def as_series(values: object, labels: pd.Index, what: str) -> pd.Series:
    """Return a float series with exactly these labels, in this order; a bare array is taken in order.

    Raises
    ------
    SchemaError
        If a label is missing or occurs twice, or if an array has another length.

    Examples
    --------
    >>> as_series(pd.Series({"b": 2, "a": 1}), pd.Index(["a", "b"]), "reference").tolist()
    [1.0, 2.0]
    """
    if not isinstance(values, pd.Series):
        array = np.asarray(values, dtype=float)
        if array.shape != (len(labels),):
            raise SchemaError(f"{what} has shape {array.shape}, but {len(labels)} values are needed.")
        return pd.Series(array, index=labels)
    _refuse_duplicates(values.index, what)
    absent = labels.difference(values.index, sort=False)
    if len(absent):
        raise SchemaError(f"{what} has no value for '{absent[0]}' ({len(absent)} labels are missing).")
    return values.reindex(labels).astype(float)


def same_labels(left: pd.DataFrame, right: pd.DataFrame, what: str) -> pd.DataFrame:
    """Return `right` in the order of `left`.

    Raises
    ------
    SchemaError
        If a row or column occurs in only one of the two; the message names it.

    Examples
    --------
    >>> same_labels(pd.DataFrame({"a": [1], "b": [2]}), pd.DataFrame({"b": [4], "a": [3]}), "end").to_numpy()
    array([[3, 4]])
    """
    for name, mine, other in (("row", left.index, right.index), ("column", left.columns, right.columns)):
        odd = mine.symmetric_difference(other, sort=False)
        if len(odd):
            raise SchemaError(f"{what}: {name} '{odd[0]}' occurs in only one of the two tables.")
    return right.reindex(index=left.index, columns=left.columns)


def divide(numerator: object, denominator: object) -> FloatArray:
    """Divide arrays; where the denominator is zero the result is missing, not infinite and not zero.

    Examples
    --------
    >>> divide([1.0, 0.0], [2.0, 0.0])
    array([0.5, nan])
    """
    top, bottom = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0)


def normal_quantile(confidence: float) -> float:
    """Return z such that the standard normal lies within ±z with this probability.

    Raises
    ------
    SchemaError
        If the confidence does not lie between 0 and 1.

    Examples
    --------
    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    from scipy.special import ndtri

    if not 0 < confidence < 1:
        raise SchemaError(f"confidence must lie between 0 and 1, not {confidence}.")
    return float(ndtri(0.5 + confidence / 2))


def tidy(index: pd.Index, columns: pd.Index, **values: FloatArray) -> LongTable:
    """Return a long table `region, industry, …`, one row a cell, from arrays of the same shape.

    Examples
    --------
    >>> tidy(pd.Index(["x"]), pd.Index(["a", "b"]), lq=np.array([[1.0, 2.0]])).values.tolist()
    [['x', 'a', 1.0], ['x', 'b', 2.0]]
    """
    table = {"region": index.repeat(len(columns)), "industry": np.tile(columns.to_numpy(), len(index))}
    return pd.DataFrame(table | {name: np.asarray(cells).ravel() for name, cells in values.items()})


def _floats(frame: pd.DataFrame, what: str) -> pd.DataFrame:
    try:
        return frame.astype(float)
    except (TypeError, ValueError) as error:
        raise SchemaError(f"{what} holds something that is not a number: {error}.") from None


def _refuse_duplicates(labels: pd.Index, what: str) -> None:
    twice: Iterable[Hashable] = labels[labels.duplicated()]
    if len(twice):
        raise SchemaError(f"{what}: label '{twice[0]}' occurs more than once.")


def _refuse_cells(frame: pd.DataFrame, wrong: np.ndarray, what: str, why: str) -> None:
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        value = f"{frame.iat[row, column]:g}"
        raise SchemaError(f"{what}: row '{frame.index[row]}', column '{frame.columns[column]}': {value} {why}.")
