"""Checking tables together: bad cells, codes that the table they refer to lacks, invented judgements of real firms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pandas import DataFrame

from nmanalys.io.catalogue import Catalogue, Table
from nmanalys.io.csv_cells import Fault, cut
from nmanalys.io.store import read_with_faults
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.schema import reference_of

__all__ = ["check_tables", "find_table_faults"]


def check_tables(catalogue: Catalogue, names: Iterable[str] | None = None) -> list[str]:
    """List everything wrong with the tables: bad cells, and codes that the table they refer to does not have.

    Parameters
    ----------
    catalogue : Catalogue
        The tables.
    names : iterable of str, optional
        The tables to check; all when omitted.

    Returns
    -------
    list of str
        One sentence a fault; empty when all is well.
    """
    return [fault.at(table.file) for table, fault in find_table_faults(catalogue, names)]


def find_table_faults(catalogue: Catalogue, names: Iterable[str] | None = None) -> list[tuple[Table, Fault]]:
    """Find what :func:`check_tables` lists: each fault with its table."""
    frames: dict[str, tuple[DataFrame, list[Fault]]] = {}

    def frame_of(name: str) -> DataFrame:
        if name not in frames:
            frames[name] = read_with_faults(catalogue[name])
        return frames[name][0]

    found: list[tuple[Table, Fault]] = []
    for name in catalogue if names is None else names:
        table, frame = catalogue[name], frame_of(name)
        faults = list(frames[name][1])
        if not frame.empty:
            faults += [*_dangling(table, frame, frame_of), *_misplaced(table, frame, frame_of)]
        found += [(table, fault) for fault in faults]
    return found


def _dangling(table: Table, frame: DataFrame, frame_of: Any) -> Iterator[Fault]:
    for column, declared in table.schema.columns.items():
        references = reference_of(declared)
        if not references:
            continue
        known: set[str] = set()
        for reference in references:
            other, _, key = reference.partition(".")
            known |= set(frame_of(other).get(key, ()))
        cells = frame[column].dropna()
        for value in cells[~cells.isin(known)].unique():
            text = f"{value!r} is not in {' or '.join(references)}; correct it."
            lists = listing((reference.partition(".")[0] for reference in references), conjunction="eller")
            yield Fault(_line_of(table, column, value), column, text, f"{value} finns inte i {lists}")


def _misplaced(table: Table, frame: DataFrame, frame_of: Any) -> Iterator[Fault]:
    """Invented judgements of named organisations, and real ones of invented clusters."""
    wrong, why, told = (
        (
            "clusters",
            "is a named organisation, of which nothing is invented; use an invented cluster",
            "är en verklig organisation, och om den får inget vara påhittat",
        )
        if table.is_illustrative
        else (
            "example_clusters",
            "is an invented cluster, of which nothing is known; use a cluster organisation",
            "är ett påhittat kluster, och om det går inget att veta",
        )
    )
    for column, declared in table.schema.columns.items():
        if {"clusters.cluster_id", "example_clusters.cluster_id"} <= set(reference_of(declared)):
            cells = frame[column].dropna()
            for value in cells[cells.isin(frame_of(wrong)["cluster_id"])].unique():
                yield Fault(_line_of(table, column, value), column, f"{value!r} {why}.", f"{value} {told}")


def _line_of(table: Table, column: str, value: str) -> int:
    records, _ = cut(table.path.read_text(encoding="utf-8"), table.schema)
    return records.lines[records.columns[column].index(value)]
