"""Every error that the project raises on purpose, in one tree.

A message says what is wrong, where (file, cell, row) and what to do. The command line prints it without a
traceback and ends with the error's exit code.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "CatalogueError",
    "DataError",
    "ExecutionError",
    "KernelError",
    "KernelFailure",
    "NmanalysError",
    "NmanalysWarning",
    "NotebookError",
    "ParameterError",
    "PlanError",
    "PublishError",
    "RegionError",
    "SchemaError",
    "SecretError",
    "SeriesBreakError",
    "nearest",
]


class NmanalysWarning(UserWarning):
    """A result that is defined but should be read with care."""


class NmanalysError(Exception):
    """Base of all errors of the project; `exit_code` is what the command line ends with."""

    exit_code = 2


class RegionError(NmanalysError):
    """A region that does not exist."""


class ParameterError(NmanalysError):
    """A parameter that does not exist, has the wrong type or lies outside its bounds."""


class CatalogueError(NmanalysError):
    """The catalogue of tables cannot be read or names something that is not there."""


class DataError(NmanalysError):
    """A table breaks its schema; the message lists every bad cell."""


class SchemaError(NmanalysError):
    """Data in memory of the wrong shape, sign or key."""


class SecretError(NmanalysError):
    """A key that is missing, too short, or lies where it must not."""


class SeriesBreakError(NmanalysError):
    """A comparison across a break in a time series."""


class NotebookError(NmanalysError):
    """A notebook that is unreadable or whose declaration does not hold."""


class PlanError(NmanalysError):
    """Stages that cannot be ordered: a missing table or circular reads."""


class ExecutionError(NmanalysError):
    """One or more jobs failed while they ran."""

    exit_code = 1


class KernelError(ExecutionError):
    """A kernel that could not be forked, or could not be started at all."""


class KernelFailure(ExecutionError):
    """A cell that failed: its position (from 1; 0 before the first), what happened, and what to do about it."""

    def __init__(self, cell: int, message: str, remedy: str = "") -> None:
        super().__init__(cell, message, remedy)
        self.cell, self.message, self.remedy = cell, message, remedy

    def __str__(self) -> str:
        place = f"cell {self.cell}" if self.cell else "before its first cell"
        return f"{place}: {self.message} {self.remedy}".strip()


class PublishError(NmanalysError):
    """The book could not be built from the executed notebooks."""

    exit_code = 1


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `Did you mean 'x'?`, or the list of what exists when nothing is near.

    Examples
    --------
    >>> nearest("thresold", ["threshold", "year"])
    "Did you mean 'threshold'?"
    >>> nearest("zzz", ["threshold", "year"])
    'Known: threshold, year.'
    """
    known = sorted(known)
    match = get_close_matches(name.lower(), known, n=1, cutoff=0.7)
    return f"Did you mean '{match[0]}'?" if match else f"Known: {', '.join(known)}."
