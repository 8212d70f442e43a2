"""How much a location quotient depends on chance and on other regions.

Checks beside the interval: where the quotient lies among the regions' quotients of the same industry (score and
percentile), how high a quotient that industry reaches under resampling, and what it is against the rest of the nation.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts, divide
from nmanalys.measures.specialisation import economy_totals
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, Wide

__all__ = [
    "location_quotient_cutoff",
    "location_quotient_percentile",
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


def location_quotient_percentile(lq: Wide) -> Wide:
    r"""Percentile of each region's location quotient among the regions, industry by industry.

    .. math:: 100 \, \frac{\#\{s: LQ_{si} < LQ_{ri}\} + \tfrac12 \#\{s: LQ_{si} = LQ_{ri}\}}{n_i}

    Parameters
    ----------
    lq : DataFrame, shape (n_regions, n_industries)
        Location quotients.

    Returns
    -------
    DataFrame
        0-100, the region itself counting as one of its equals, so that the middle region has 50. Missing where the
        quotient is; missing quotients do not count among the regions :math:`n_i`.

    Raises
    ------
    SchemaError
        If a quotient is negative.

    Notes
    -----
    Unlike a score it assumes no distribution and no extreme region moves it, which suits the 21 counties.

    Examples
    --------
    >>> location_quotient_percentile(pd.DataFrame({"a": [0.5, 1.0, 9.0, 1.0]}))["a"].tolist()
    [12.5, 50.0, 87.5, 50.0]
    """
    quotients = as_counts(lq, "lq", zero_rows=True)
    return 100 * (quotients.rank() - 0.5) / quotients.notna().sum()


def _bootstrap_quantile(values: np.ndarray, rng: np.random.Generator, quantile: float, draws: int) -> float:
    if not len(values):
        return np.nan
    sample = rng.choice(values, size=(draws, len(values)))
    return float(np.quantile(sample, quantile, axis=1).mean())
