"""What is left of a location quotient without the largest workplace.

A strength that one employer carries is one decision away from gone. The quotient without that employer may give away its
size: it is computed where the workplaces are known, and only whether it holds is published.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts, divide, same_labels
from nmanalys.measures.specialisation import economy_totals
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, Wide

__all__ = ["holds_without_largest", "leave_largest_out"]


def leave_largest_out(
    employment: Wide,
    largest: Wide,
    reference: ByIndustry | None = None,
    *,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> Wide:
    r"""Location quotient of each cell as if its largest workplace did not exist.

    .. math:: LQ'_{ri} = \frac{(E_{ri} - L_{ri}) / (E_r - L_{ri})}{(E_i - L_{ri}) / (E - L_{ri})}

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons.
    largest : DataFrame, shape (n_regions, n_industries)
        Employed persons at the cell's largest workplace.
    reference, region_totals, reference_total
        As in :func:`~nmanalys.measures.specialisation.location_quotient`.

    Returns
    -------
    DataFrame
        Dimensionless. A strength that falls below the threshold here rests on one workplace.

    Raises
    ------
    SchemaError
        If a largest workplace employs more than its cell, or as in
        :func:`~nmanalys.measures.specialisation.location_quotient`.

    Notes
    -----
    The value may give away a workplace's size: compute it inside the secure environment and publish only
    whether it passes, and not for cells of fewer than three workplaces.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [50, 50], "b": [50, 250]}, index=["x", "y"])
    >>> top = pd.DataFrame({"a": [40, 5], "b": [5, 5]}, index=["x", "y"])
    >>> leave_largest_out(table, top).loc["x", "a"]
    np.float64(1.0)
    """
    counts = as_counts(employment)
    top = same_labels(counts, as_counts(largest, "largest", zero_rows=True), "employment and largest")
    if (top > counts).to_numpy().any():
        row, column = np.argwhere((top > counts).to_numpy())[0]
        raise SchemaError(
            f"largest: row '{counts.index[row]}', column '{counts.columns[column]}' exceeds the cell itself."
        )
    rows, nation, total = economy_totals(counts, reference, region_totals, reference_total)
    cells, gone = counts.to_numpy(), top.to_numpy()
    region = divide(cells - gone, rows.to_numpy()[:, None] - gone)
    rest = divide(nation.to_numpy() - gone, total - gone)
    return pd.DataFrame(divide(region, rest), counts.index, counts.columns)


def holds_without_largest(
    employment: Wide,
    largest: Wide,
    workplaces: Wide,
    reference: ByIndustry | None = None,
    *,
    threshold: float = 1.25,
    min_workplaces: float = 3,
    dominance: float = 0.8,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> Wide:
    r"""Whether a strength is one without its largest workplace too, where that may be published.

    .. math:: robust_{ri} = [LQ'_{ri} \geq t]

    Parameters
    ----------
    employment, largest, reference, region_totals, reference_total
        As in :func:`leave_largest_out`.
    workplaces : DataFrame, shape (n_regions, n_industries)
        Number of workplaces.
    threshold : float
        Lowest location quotient of a strength.
    min_workplaces : float
        Fewest workplaces for an answer.
    dominance : float
        Share of the cell's employed, 0-1: no answer where the largest workplace has more.

    Returns
    -------
    DataFrame of bool
        Missing where the cell is suppressed or empty, rests on too few workplaces or is dominated by one, so that the
        answer would say something of a single employer.

    Raises
    ------
    SchemaError
        As in :func:`leave_largest_out`, or if the labels differ.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [50, 50], "b": [50, 250]}, index=["x", "y"])
    >>> top = pd.DataFrame({"a": [30, 5], "b": [45, 5]}, index=["x", "y"])
    >>> plants = pd.DataFrame({"a": [9, 9], "b": [9, 2]}, index=["x", "y"])
    >>> holds_without_largest(table, top, plants).to_numpy().tolist()
    [[True, <NA>], [False, <NA>]]
    """
    quotient = leave_largest_out(
        employment, largest, reference, region_totals=region_totals, reference_total=reference_total
    )
    counts, top = (same_labels(quotient, as_counts(x, name, zero_rows=True), name)
                   for x, name in ((employment, "employment"), (largest, "largest")))  # fmt: skip
    plants = same_labels(quotient, as_counts(workplaces, "workplaces", zero_rows=True), "workplaces")
    share = pd.DataFrame(divide(top.to_numpy(), counts.to_numpy()), counts.index, counts.columns)
    safe = (plants >= min_workplaces) & (share <= dominance) & quotient.notna()
    return (quotient >= threshold).astype("boolean").where(safe)
