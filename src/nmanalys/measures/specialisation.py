"""What a region has more of than the nation: location quotients and their relatives.

A location quotient compares an industry's share of a region with its share of a reference economy; 1 means
the same share. It is a description: it says nothing about how many workplaces it rests on, and no threshold
for it is a law of nature. A suppressed cell makes every sum that contains it unknown, so that tables with
suppressed cells need the published totals of regions and of the reference.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts, as_series, divide, same_labels
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, Wide

__all__ = [
    "dynamic_location_quotient",
    "economy_shares",
    "economy_totals",
    "location_quotient",
    "specialisation_matrix",
    "symmetric_location_quotient",
]


def economy_shares(
    employment: Wide,
    reference: ByIndustry | None = None,
    *,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> tuple[Wide, ByIndustry]:
    r"""Share of each industry in each region, and in the reference economy.

    .. math:: s_{ri} = E_{ri} / E_{r\cdot}, \qquad s_i = E_{\cdot i} / E_{\cdot\cdot}

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons. Missing means suppressed, zero means none.
    reference : Series, shape (n_industries,), optional
        Employed persons in the reference economy; the column sums when omitted.
    region_totals : Series, shape (n_regions,), optional
        Published totals; the row sums when omitted.
    reference_total : float, optional
        Published total of the reference; otherwise its own sum (the sum of `region_totals` if these are
        given and no reference is).

    Returns
    -------
    tuple of DataFrame and Series
        Shares, 0-1; missing where a sum that is needed contains a suppressed cell or is zero.

    Raises
    ------
    SchemaError
        If a count is negative, a label occurs twice or is missing, or a region has no employed at all.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, 1], "b": [1, 3]}, index=["x", "y"])
    >>> region, nation = economy_shares(table)
    >>> region.loc["y"].tolist(), nation.round(3).tolist()
    ([0.25, 0.75], [0.333, 0.667])
    """
    counts = as_counts(employment)
    totals, nation, total = economy_totals(counts, reference, region_totals, reference_total)
    shares = divide(counts.to_numpy(), totals.to_numpy()[:, None])
    return (
        pd.DataFrame(shares, counts.index, counts.columns),
        pd.Series(divide(nation.to_numpy(), total), counts.columns),
    )


def economy_totals(
    counts: Wide,
    reference: ByIndustry | None = None,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> tuple[ByRegion, ByIndustry, float]:
    """Totals of the regions, the reference economy by industry, and the reference's total.

    Parameters
    ----------
    counts, reference, region_totals, reference_total
        As in :func:`economy_shares`; `counts` is already checked.

    Returns
    -------
    tuple of Series, Series and float
        Persons; missing where a sum contains a suppressed cell and nothing published replaces it.

    Raises
    ------
    SchemaError
        If a label is missing or the reference has a negative count.

    Examples
    --------
    >>> regions, nation, total = economy_totals(pd.DataFrame({"a": [1, 1], "b": [1, 3]}))
    >>> regions.tolist(), nation.tolist(), total
    ([2, 4], [2, 4], 6.0)
    """
    sums = counts.sum(axis=1, skipna=False)
    totals = sums if region_totals is None else as_series(region_totals, counts.index, "region_totals")
    own = reference is None
    nation = counts.sum(skipna=False) if own else as_series(reference, counts.columns, "reference")
    if (nation < 0).any():
        raise SchemaError(f"reference: '{nation.idxmin()}' is negative. A count is 0 or more.")
    if reference_total is None:
        reference_total = (totals if own and region_totals is not None else nation).sum(skipna=False)
    return totals, nation, float(reference_total)


def location_quotient(
    employment: Wide,
    reference: ByIndustry | None = None,
    *,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> Wide:
    r"""Location quotient of each industry in each region.

    .. math:: LQ_{ri} = \frac{E_{ri} / E_{r\cdot}}{E_{\cdot i} / E_{\cdot\cdot}}

    Parameters
    ----------
    employment, reference, region_totals, reference_total
        As in :func:`economy_shares`.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Dimensionless, 1 = the reference economy's share. Missing where the industry is absent from the
        reference or where a cell or sum that is needed is suppressed.

    Raises
    ------
    SchemaError
        As in :func:`economy_shares`.

    Notes
    -----
    Identical to the Balassa index. Weighted by the reference shares, a region's quotients average 1.
    The reference contains the region itself, which pulls the quotient of a large region towards 1.
    Unstable for small counts: see :func:`~nmanalys.measures.quotient_interval.location_quotient_interval`.

    References
    ----------
    Isard (1960), Methods of Regional Analysis. Balassa (1965), Manchester School 33(2).

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, 1], "b": [1, 3]}, index=["x", "y"])
    >>> location_quotient(table).loc["x", "a"]
    np.float64(1.5)
    >>> table.loc["y", "b"] = None
    >>> location_quotient(table, pd.Series({"a": 2, "b": 4}), region_totals=pd.Series({"x": 2, "y": 4}))
         a     b
    x  1.50  0.75
    y  0.75   NaN
    """
    counts = as_counts(employment)
    rows, nation, total = economy_totals(counts, reference, region_totals, reference_total)
    # one division of exact products, so that a quotient of exactly 1 or 1.25 is not missed by rounding
    expected = np.outer(rows, nation)
    return pd.DataFrame(divide(counts.to_numpy() * total, expected), counts.index, counts.columns)


def symmetric_location_quotient(lq: Wide) -> Wide:
    r"""Location quotient on a scale that is symmetric around zero.

    .. math:: SLQ = \frac{LQ - 1}{LQ + 1} \in [-1, 1]

    Parameters
    ----------
    lq : DataFrame, shape (n_regions, n_industries)
        Location quotients.

    Returns
    -------
    DataFrame
        Dimensionless; 0 = the reference economy's share, 1/3 = twice, −1/3 = half.

    Raises
    ------
    SchemaError
        If a quotient is negative.

    References
    ----------
    Laursen (2015), Eurasian Business Review 5(1).

    Examples
    --------
    >>> symmetric_location_quotient(pd.DataFrame([[0.0, 0.5, 1.0, 1.5]])).round(4).to_numpy()
    array([[-1.    , -0.3333,  0.    ,  0.2   ]])
    """
    quotients = as_counts(lq, "lq", zero_rows=True)
    return (quotients - 1) / (quotients + 1)


def dynamic_location_quotient(start: Wide, end: Wide) -> Wide:
    r"""Growth of an industry in a region relative to the nation, both relative to all industries.

    .. math:: DLQ_{ri} = \frac{(1 + g_{ri}) / (1 + g_r)}{(1 + g_i) / (1 + g)}
        = \frac{LQ_{ri}(t_1)}{LQ_{ri}(t_0)}

    Parameters
    ----------
    start, end : DataFrame, shape (n_regions, n_industries)
        Employed persons in the first and last year, all regions of the nation.

    Returns
    -------
    DataFrame
        Dimensionless, above 1 = specialisation has increased. Missing where the industry was absent from
        the region at the start.

    Raises
    ------
    SchemaError
        As in :func:`location_quotient`, or if the labels differ between the years.

    Notes
    -----
    Says nothing about growth as such: an industry that shrinks less than elsewhere has a value above 1.

    Examples
    --------
    >>> start = pd.DataFrame({"a": [100, 300], "b": [50, 550]})
    >>> end = pd.DataFrame({"a": [130, 320], "b": [45, 600]})
    >>> dynamic_location_quotient(start, end).round(4).to_numpy()
    array([[1.0846, 0.7858],
           [0.9592, 1.0267]])
    """
    first = location_quotient(start)
    last = location_quotient(same_labels(first, as_counts(end, "end"), "start and end"))
    return pd.DataFrame(divide(last.to_numpy(), first.to_numpy()), first.index, first.columns)


def specialisation_matrix(
    lq: Wide, threshold: float = 1.0, *, employment: Wide | None = None, min_employees: float = 0
) -> Wide:
    r"""Binary matrix of specialisations.

    .. math:: M_{ri} = [LQ_{ri} \geq t \;\wedge\; E_{ri} \geq e]

    Parameters
    ----------
    lq : DataFrame, shape (n_regions, n_industries)
        Location quotients.
    threshold : float
        Lowest quotient that counts; a quotient equal to it counts.
    employment : DataFrame, optional
        Employed persons, for the floor.
    min_employees : float
        Fewest employed that count.

    Returns
    -------
    DataFrame
        1 or 0, missing where the quotient (or the count that decides) is.

    Raises
    ------
    SchemaError
        If a quotient is negative, the threshold is not positive, or the labels differ.

    Examples
    --------
    >>> specialisation_matrix(pd.DataFrame([[0.99, 1.0, None]])).to_numpy()
    array([[ 0.,  1., nan]])
    """
    quotients = as_counts(lq, "lq", zero_rows=True)
    if not threshold > 0:
        raise SchemaError(f"threshold must be positive, not {threshold}.")
    special = (quotients >= threshold).astype(float).where(quotients.notna())
    if employment is None or min_employees <= 0:
        return special
    counts = same_labels(quotients, as_counts(employment), "lq and employment")
    large = (counts >= min_employees).astype(float).where(counts.notna())
    return special * large
