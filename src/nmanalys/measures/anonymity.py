"""Tables of answers that point at nobody: small cells are merged with their neighbours, not just hidden.

A cross-table with a cell of one or two firms tells who they are to anyone who knows the trade. Merging neighbouring
answers (or size classes) keeps all firms in the table and its sums true, at the price of detail.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts
from nmanalys.vocabulary.typing import LongTable

__all__ = ["merge_small_cells", "rare_combinations"]


def merge_small_cells(counts: pd.DataFrame, *, minimum: int = 3, zero_is_safe: bool = True) -> pd.DataFrame:
    """Merge neighbouring columns until no cell holds fewer than the minimum.

    As long as there is a small cell, the pair of neighbouring columns with the fewest persons or firms among those that
    hold one is merged, so that little is lost.

    Parameters
    ----------
    counts : DataFrame, shape (n_groups, n_answers)
        Persons or firms; the columns in the order of the scale.
    minimum : int
        Fewest that a cell may hold.
    zero_is_safe : bool
        Whether an empty cell may stay. It tells that nobody of the group gave the answer.

    Returns
    -------
    DataFrame, shape (n_groups, n_merged)
        Counts with the same row sums; merged columns are named by their first and last one, as in ``1–2``.

    Raises
    ------
    SchemaError
        If a count is negative or missing, or if a whole group is smaller than the minimum, which no merging of
        answers can mend.

    Examples
    --------
    >>> table = pd.DataFrame([[9, 2, 1, 8], [7, 6, 4, 5]], index=["x", "y"], columns=[1, 2, 3, 4])
    >>> merge_small_cells(table)
         1  2–3    4
    x  9.0  3.0  8.0
    y  7.0 10.0  5.0
    """
    table = as_counts(counts, "counts", zero_rows=True)
    if table.isna().any(axis=None):
        raise SchemaError("counts: a cell is missing; merging needs the true counts.")
    cells, spans = table.to_numpy(), [(name, name) for name in table.columns]
    while (small := _small(cells, minimum, zero_is_safe)).any():
        if cells.shape[1] == 1:
            group = table.index[small[:, 0].argmax()]
            raise SchemaError(f"counts: group '{group}' holds fewer than {minimum}. Merge it with another group.")
        unsafe = small.any(axis=0)
        size = cells.sum(axis=0)
        pairs = np.where(unsafe[:-1] | unsafe[1:], size[:-1] + size[1:], np.inf)
        at = int(pairs.argmin())
        cells = np.column_stack([cells[:, :at], cells[:, at] + cells[:, at + 1], cells[:, at + 2 :]])
        spans[at : at + 2] = [(spans[at][0], spans[at + 1][1])]
    names = [first if first == last else f"{first}–{last}" for first, last in spans]
    return pd.DataFrame(cells, table.index, names)


def rare_combinations(microdata: LongTable, keys: Sequence[str], *, minimum: int = 3) -> LongTable:
    r"""Combinations of traits that fewer than k share: what stands between a table and k-anonymity.

    .. math:: \{x: 0 < \#\{i: key_i = x\} < k\}

    Parameters
    ----------
    microdata : DataFrame, one row a person or firm
        Columns `keys`, the traits by which somebody could be recognised; missing counts as a trait of its own.
    keys : sequence of str
        Columns to combine.
    minimum : int
        Fewest k that must share a combination.

    Returns
    -------
    DataFrame
        `keys` and `n`, rarest first; empty if the table is k-anonymous.

    Raises
    ------
    SchemaError
        If a column is missing or none is named.

    References
    ----------
    Sweeney (2002), International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10(5).

    Examples
    --------
    >>> firms = pd.DataFrame({"cluster": ["x"] * 4 + ["y"], "size": ["s", "s", "s", "l", "s"]})
    >>> rare_combinations(firms, ["cluster", "size"]).values.tolist()
    [['x', 'l', 1], ['y', 's', 1]]
    """
    absent = [key for key in keys if key not in microdata]
    if absent or not len(keys):
        raise SchemaError(f"microdata has no column '{absent[0]}'." if absent else "Name one key or more.")
    sizes = microdata.groupby(list(keys), dropna=False, observed=True).size().rename("n").reset_index()
    return sizes[sizes["n"] < minimum].sort_values("n", kind="stable", ignore_index=True)


def _small(cells: np.ndarray, minimum: int, zero_is_safe: bool) -> np.ndarray:
    return (cells < minimum) & ((cells > 0) | (not zero_is_safe))
