"""Statistical disclosure control: which cells of a table must not be shown.

Three rules say which cells are unsafe in themselves (*primary suppression*): cells that rest on too few persons or
workplaces, cells that one workplace dominates, and cells from which the second largest could work out the largest. A
table with known sums then gives an unsafe cell away, unless further cells are hidden (*secondary suppression*).

A two-way table is a graph: its rows and columns are the nodes, its cells the edges. When all sums are known, a
hidden cell can be worked out exactly if and only if its edge lies on no circle of hidden cells (Gusfield 1988).
So every unsafe cell is given the circle of cells whose loss costs least: a shortest path.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from pandas import DataFrame
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from nmanalys.errors import SchemaError

__all__ = [
    "dominance_rule",
    "frequency_rule",
    "p_percent_rule",
    "recoverable_cells",
    "secondary_suppression",
    "suppress",
]

ALREADY_HIDDEN = 1e-6


def frequency_rule(counts: DataFrame, minimum: int) -> DataFrame:
    r"""Cells that rest on fewer than `minimum` units.

    .. math:: u_{ri} = 1 \iff 0 < n_{ri} < n_{min}

    Zero is safe: there is nobody to disclose. A missing count is unsafe, since it is suppressed already.

    Parameters
    ----------
    counts : DataFrame, shape (n_rows, n_columns)
        Persons, workplaces or firms; not negative.
    minimum : int
        The smallest count that may be shown.

    Returns
    -------
    DataFrame of bool, shape (n_rows, n_columns)

    Raises
    ------
    SchemaError
        If a count is negative.

    Examples
    --------
    >>> frequency_rule(DataFrame({"01": [0, 4, 5]}), 5)["01"].tolist()
    [False, True, False]
    """
    if (counts < 0).to_numpy().any():
        raise SchemaError("A count is negative; the frequency rule needs counts of 0 or more.")
    return counts.isna() | ((counts > 0) & (counts < minimum))


def dominance_rule(largest_share: DataFrame, limit: float = 0.8) -> DataFrame:
    """Cells in which the largest unit has more than `limit` of the whole: the (1, k) rule.

    Parameters
    ----------
    largest_share : DataFrame, shape (n_rows, n_columns)
        Largest unit's share of the cell, 0–1; missing where the cell is empty.
    limit : float
        Share above which a cell is unsafe.

    Returns
    -------
    DataFrame of bool, shape (n_rows, n_columns)

    Raises
    ------
    SchemaError
        If a share lies outside 0–1.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.2.

    Examples
    --------
    >>> dominance_rule(DataFrame({"24": [0.4, 0.8, 0.81]}))["24"].tolist()
    [False, False, True]
    """
    if ((largest_share < 0) | (largest_share > 1)).to_numpy().any():
        raise SchemaError("A share lies outside 0–1; give shares, not per cent.")
    return largest_share > limit


def p_percent_rule(total: DataFrame, largest: DataFrame, second: DataFrame, p: float = 10.0) -> DataFrame:
    r"""Cells from which the second largest unit could work out the largest to within p per cent.

    .. math:: u = 1 \iff T - x_1 - x_2 < \frac{p}{100} x_1

    Parameters
    ----------
    total : DataFrame, shape (n_rows, n_columns)
        Whole of each cell, such as employed or turnover; missing where suppressed already.
    largest, second : DataFrame, shape (n_rows, n_columns)
        Largest and second largest unit of the cell, 0 where there is none.
    p : float
        Per cent, above 0.

    Returns
    -------
    DataFrame of bool, shape (n_rows, n_columns)
        A cell with one or two units is always unsafe, an empty one safe, one with a missing number unsafe.

    Raises
    ------
    SchemaError
        If the labels differ, a number is negative, the two together exceed the cell or are in the wrong order, or p is
        not above 0.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.2.

    Examples
    --------
    >>> whole, first, second = (DataFrame({"24": cells}) for cells in ([100, 100, 40], [80, 80, 40], [15, 5, 0]))
    >>> p_percent_rule(whole, first, second)["24"].tolist()
    [True, False, True]
    """
    for frame in (largest, second):
        if not (frame.index.equals(total.index) and frame.columns.equals(total.columns)):
            raise SchemaError("The largest units have other rows or columns than the table; align them first.")
    wrong = (total < 0) | (second < 0) | (largest < second) | (largest + second > total)
    if wrong.to_numpy().any() or not p > 0:
        raise SchemaError("Each cell must hold its two largest units, the larger one first, and p be above 0.")
    safe = (total - largest - second >= p / 100 * largest) | (total == 0)
    return ~safe


def secondary_suppression(
    table: DataFrame,
    unsafe: DataFrame,
    *,
    published: DataFrame | None = None,
    margins: Collection[str] = ("rows", "columns"),
) -> DataFrame:
    """All cells to hide, so that no unsafe cell can be worked out from the sums.

    Parameters
    ----------
    table : DataFrame, shape (n_rows, n_columns)
        The true values, not negative. Totals that are part of the publication may stand among the rows and columns
        like any other, and are then hidden where they must be; sums that do not stand there count as known.
    unsafe : DataFrame of bool, shape (n_rows, n_columns)
        Cells to hide in any case.
    published : DataFrame of bool, shape (n_rows, n_columns), optional
        Cells that are known from elsewhere and cannot be hidden.
    margins : collection of str
        Which sums are known: of ``rows`` (over a row's columns), of ``columns`` (over a column's rows), or both.

    Returns
    -------
    DataFrame of bool, shape (n_rows, n_columns)
        True for every cell to hide. Zero cells are never hidden in order to protect others, because they are easily
        guessed.

    Raises
    ------
    SchemaError
        If the frames have different labels, an unsafe cell is published, or a cell cannot be protected.

    Notes
    -----
    Protects against exact recovery. How narrow the interval is that the sums leave for a hidden cell is not judged.

    References
    ----------
    Gusfield (1988), A graph theoretic approach to statistical data security, SIAM Journal on Computing 17(3), 552–571.

    Examples
    --------
    >>> table = DataFrame({"01": [3, 50, 60], "02": [40, 20, 90]}, index=["a", "b", "c"])
    >>> hidden = secondary_suppression(table, table < 5)
    >>> hidden.sum().tolist(), hidden.loc["b"].tolist()
    ([2, 2], [True, True])
    """
    fixed = DataFrame(False, table.index, table.columns) if published is None else published
    _check(table, unsafe, fixed)
    values = table.to_numpy(dtype=float)
    hidden = unsafe.to_numpy(dtype=bool).copy()
    usable = (values > 0) & ~fixed.to_numpy(dtype=bool)
    for row, column in zip(*np.nonzero(unsafe.to_numpy(dtype=bool)), strict=True):
        path = _cheapest_circle(values, hidden, usable, (int(row), int(column)), margins)
        if path is None:
            place = f"{table.index[row]}, {table.columns[column]}"
            raise SchemaError(f"Cell ({place}) cannot be protected; publish fewer sums or merge the cell with another.")
        for cell in path:
            hidden[cell] = True
    return DataFrame(hidden, table.index, table.columns)


def _check(table: DataFrame, unsafe: DataFrame, fixed: DataFrame) -> None:
    for frame in (unsafe, fixed):
        if not (frame.index.equals(table.index) and frame.columns.equals(table.columns)):
            raise SchemaError("The marks have other rows or columns than the table; align them first.")
    if not (table >= 0).to_numpy().all():
        raise SchemaError("The table has a negative or missing value; give the true values.")
    if (unsafe & fixed).to_numpy().any():
        raise SchemaError("An unsafe cell is marked as published elsewhere; it cannot be hidden.")


def _cheapest_circle(
    values: np.ndarray,
    hidden: np.ndarray,
    usable: np.ndarray,
    cell: tuple[int, int],
    margins: Collection[str],
) -> list[tuple[int, int]] | None:
    """Return the cells of the cheapest path from the cell's row to its column that does not use the cell."""
    rows, columns = values.shape
    cost = np.where(hidden, ALREADY_HIDDEN, np.where(usable, values + 1, 0.0))
    cost[cell] = 0.0
    graph = _graph(cost, margins)
    source, target = cell[0], rows + cell[1]
    distance, before = dijkstra(csr_array(graph), directed=False, indices=source, return_predecessors=True)
    return list(_cells(before, target, rows, columns)) if np.isfinite(distance[target]) else None


def _graph(cost: np.ndarray, margins: Collection[str]) -> np.ndarray:
    """Rows and columns as nodes, cells with a cost as edges."""
    rows, columns = cost.shape
    graph = np.zeros((rows + columns + 1, rows + columns + 1))
    graph[:rows, rows:-1] = cost
    # an unknown sum is an extra node through which every row (or column) is reached for nothing
    if "rows" not in margins:
        graph[:rows, -1] = ALREADY_HIDDEN
    if "columns" not in margins:
        graph[rows:-1, -1] = ALREADY_HIDDEN
    return graph


def _cells(before: np.ndarray, node: int, rows: int, columns: int) -> Iterator[tuple[int, int]]:
    while (previous := int(before[node])) >= 0:
        row, column = min(node, previous), max(node, previous) - rows
        if column < columns:
            yield row, column
        node = previous


def recoverable_cells(hidden: DataFrame, *, margins: Collection[str] = ("rows", "columns")) -> DataFrame:
    """Hidden cells that can be worked out exactly from the sums: an audit of a table before it is published.

    Parameters
    ----------
    hidden : DataFrame of bool, shape (n_rows, n_columns)
        Cells that are not shown.
    margins : collection of str
        Which sums are known, as in :func:`secondary_suppression`.

    Returns
    -------
    DataFrame of bool, shape (n_rows, n_columns)
        True for a hidden cell that lies on no circle of hidden cells; nothing is true in a safe table.

    References
    ----------
    Gusfield (1988), SIAM Journal on Computing 17(3).

    Examples
    --------
    >>> hidden = DataFrame({"01": [True, True, False], "02": [True, True, True], "03": [False, False, False]})
    >>> recoverable_cells(hidden).to_numpy().nonzero()
    (array([2]), array([1]))
    """
    marks = hidden.to_numpy(dtype=bool)
    graph = _graph(np.where(marks, 1.0, 0.0), margins)
    found = np.zeros(marks.shape, dtype=bool)
    for row, column in zip(*np.nonzero(marks), strict=True):
        without = graph.copy()
        without[row, marks.shape[0] + column] = 0.0
        parts = connected_components(csr_array(without), directed=False)[1]
        found[row, column] = parts[row] != parts[marks.shape[0] + column]
    return DataFrame(found, hidden.index, hidden.columns)


def suppress(table: DataFrame, hidden: DataFrame) -> DataFrame:
    """Return the table with the hidden cells missing.

    Examples
    --------
    >>> suppress(DataFrame({"01": [3, 50]}), DataFrame({"01": [True, False]}))["01"].tolist()
    [nan, 50.0]
    """
    return table.astype("float64").mask(hidden)
