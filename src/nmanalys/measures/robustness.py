"""How much a location quotient depends on chance, on other regions and on a single workplace.

Three checks beside the interval: where the quotient lies among the regions' quotients of the same industry,
how high a quotient that industry reaches under resampling, and what is left without the largest workplace.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts, divide, same_labels
from nmanalys.measures.specialisation import economy_totals
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, Wide

__all__ = [
    "leave_largest_out",
    "location_quotient_cutoff",
    "rest_of_nation_ratio",
    "standardised_location_quotient",
]


def standardised_location_quotient(lq: Wide, *, log: bool = False) -> Wide:
    r"""Location quotients as z-scores over the regions, industry by industry.

    .. math:: z_{ri} = (LQ_{ri} - \overline{LQ}_i) / s_i, \qquad s_i \text{ with } n - 1

    Parameters
    ----------
    lq : DataFrame, shape (n_regions, n_industries)
        Location quotients.
    log : bool
        Take logarithms first (Tian's variant); a quotient of zero then has no score.

    Returns
    -------
    DataFrame
        Standard deviations from the industry's mean. Missing where all regions are alike.

    Raises
    ------
    SchemaError
        If a quotient is negative.

    Notes
    -----
    The usual cut at 1.65 assumes that quotients are normally distributed over regions. With 21 counties a
    single extreme region inflates the spread it is measured by: report the rank as well.

    References
    ----------
    O'Donoghue and Gleave (2004), Regional Studies 38(4). Tian (2013), Journal of Economic Geography 13(5).

    Examples
    --------
    >>> standardised_location_quotient(pd.DataFrame({"a": [0.5, 1.0, 1.5]}))["a"].tolist()
    [-1.0, 0.0, 1.0]
    """
    quotients = as_counts(lq, "lq", zero_rows=True)
    scores = np.log(quotients.where(quotients > 0)) if log else quotients
    spread = scores.std(ddof=1).to_numpy()
    return pd.DataFrame(divide((scores - scores.mean()).to_numpy(), spread), quotients.index, quotients.columns)


def rest_of_nation_ratio(
    employment: Wide,
    reference: ByIndustry | None = None,
    *,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> Wide:
    r"""Share of an industry in a region over its share in the rest of the nation.

    .. math::
        RR_{ri} = \frac{E_{ri} / E_r}{(E_i - E_{ri}) / (E - E_r)}, \qquad
        LQ = \frac{RR}{\pi \, RR + 1 - \pi}, \quad \pi = E_r / E

    Parameters
    ----------
    employment, reference, region_totals, reference_total
        As in :func:`~nmanalys.measures.specialisation.location_quotient`; the reference contains the region.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Dimensionless, 1 = the same share as elsewhere. Missing where the rest of the nation lacks the industry.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.specialisation.location_quotient`.

    Notes
    -----
    Unlike the location quotient it is not pulled towards 1 by the region's own weight in the nation, which
    matters for large regions and for groups of counties.

    Examples
    --------
    >>> rest_of_nation_ratio(pd.DataFrame({"a": [1, 1], "b": [1, 3]}, index=["x", "y"])).loc["x", "a"]
    np.float64(2.0)
    """
    counts = as_counts(employment)
    rows, nation, total = economy_totals(counts, reference, region_totals, reference_total)
    cells, own = counts.to_numpy(), rows.to_numpy()[:, None]
    ratio = divide(cells * (total - own), own * (nation.to_numpy() - cells))
    return pd.DataFrame(ratio, counts.index, counts.columns)


def location_quotient_cutoff(
    lq: Wide, rng: np.random.Generator, *, quantile: float = 0.95, draws: int = 1000
) -> ByIndustry:
    """Bootstrap cut-off of each industry's location quotients: regions drawn with replacement.

    Parameters
    ----------
    lq : DataFrame, shape (n_regions, n_industries)
        Location quotients; missing cells are left out of their industry.
    rng : Generator
        Source of chance.
    quantile : float
        Quantile of the quotients in each draw, 0-1.
    draws : int
        Number of resamples.

    Returns
    -------
    Series, shape (n_industries,)
        Mean over the draws of the quantile: a quotient above it is high for that industry.

    Raises
    ------
    SchemaError
        If a quotient is negative or `quantile` is not between 0 and 1.

    Notes
    -----
    With few regions a high quantile is close to the largest quotient of each draw.

    References
    ----------
    Tian (2013), Journal of Economic Geography 13(5).

    Examples
    --------
    >>> flat = pd.DataFrame({"a": [1.0, 1.0, 1.0]})
    >>> location_quotient_cutoff(flat, np.random.default_rng(1), draws=10)["a"]
    np.float64(1.0)
    """
    if not 0 < quantile < 1:
        raise SchemaError(f"quantile must lie between 0 and 1, not {quantile}.")
    quotients = as_counts(lq, "lq", zero_rows=True)
    cuts = {name: _bootstrap_quantile(cells.dropna().to_numpy(), rng, quantile, draws)
            for name, cells in quotients.items()}  # fmt: skip
    return pd.Series(cuts, index=quotients.columns, dtype=float)


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


def _bootstrap_quantile(values: np.ndarray, rng: np.random.Generator, quantile: float, draws: int) -> float:
    if not len(values):
        return np.nan
    sample = rng.choice(values, size=(draws, len(values)))
    return float(np.quantile(sample, quantile, axis=1).mean())
