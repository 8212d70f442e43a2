"""How unlike the nation's the structure of a region is: one number each.

All of these depend on how finely industries are divided, so values from different levels of the
classification must never be compared. A suppressed cell makes the region's value missing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import xlogy

from nmanalys.measures.concentration import gini
from nmanalys.measures.frames import as_counts, divide
from nmanalys.measures.specialisation import economy_shares
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, Square, Wide

__all__ = [
    "gini_specialisation",
    "hachman_index",
    "herfindahl_index",
    "hoover_index",
    "krugman_index",
    "structural_distance",
    "theil_index",
]


def krugman_index(employment: Wide, reference: ByIndustry | None = None) -> ByRegion:
    r"""Krugman's index of specialisation.

    .. math:: K_r = \sum_i |s_{ri} - s_i| \in [0, 2]

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons.
    reference : Series, shape (n_industries,), optional
        Employed persons in the reference economy; the column sums when omitted.

    Returns
    -------
    Series, shape (n_regions,)
        Dimensionless; 0 = the reference's structure, 2 = nothing in common.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.specialisation.economy_shares`.

    Notes
    -----
    A large region is part of its own reference and looks less special for it.

    References
    ----------
    Krugman (1991), Geography and Trade, MIT Press.

    Examples
    --------
    >>> krugman_index(pd.DataFrame({"a": [3, 1], "b": [1, 3]}, index=["x", "y"])).tolist()
    [0.5, 0.5]
    """
    region, nation = economy_shares(employment, reference)
    return (region - nation).abs().sum(axis=1, skipna=False).rename("krugman_index")


def hoover_index(employment: Wide, reference: ByIndustry | None = None) -> ByRegion:
    r"""Share of a region's employed who would have to change industry to match the reference.

    .. math:: H_r = \tfrac{1}{2} \sum_i |s_{ri} - s_i| = K_r / 2 \in [0, 1]

    Parameters
    ----------
    employment, reference
        As in :func:`krugman_index`.

    Returns
    -------
    Series, shape (n_regions,)
        Share, 0-1.

    Raises
    ------
    SchemaError
        As in :func:`krugman_index`.

    References
    ----------
    Hoover (1936), Review of Economics and Statistics 18(4).

    Examples
    --------
    >>> hoover_index(pd.DataFrame({"a": [3, 1], "b": [1, 3]}, index=["x", "y"])).tolist()
    [0.25, 0.25]
    """
    return (krugman_index(employment, reference) / 2).rename("hoover_index")


def herfindahl_index(employment: Wide) -> ByRegion:
    r"""Herfindahl-Hirschman index of a region's industries.

    .. math:: HHI_r = \sum_i s_{ri}^2 \in [1 / n, 1]

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons.

    Returns
    -------
    Series, shape (n_regions,)
        Dimensionless; its reciprocal is the number of equal industries with the same concentration.

    Raises
    ------
    SchemaError
        As in :func:`krugman_index`.

    References
    ----------
    Hirschman (1964), American Economic Review 54(5).

    Examples
    --------
    >>> herfindahl_index(pd.DataFrame({"a": [1, 4], "b": [1, 0]}, index=["x", "y"])).tolist()
    [0.5, 1.0]
    """
    counts = as_counts(employment)
    shares = counts.div(counts.sum(axis=1, skipna=False), axis=0)
    return (shares**2).sum(axis=1, skipna=False).rename("herfindahl_index")


def hachman_index(employment: Wide, reference: ByIndustry | None = None) -> ByRegion:
    r"""Hachman's index of diversity: likeness to the reference.

    .. math:: \left( \sum_i LQ_{ri} \, s_{ri} \right)^{-1} \in (0, 1]

    Parameters
    ----------
    employment, reference
        As in :func:`krugman_index`.

    Returns
    -------
    Series, shape (n_regions,)
        Dimensionless; 1 = the reference's structure. Missing if the region has an industry that the
        reference lacks; industries absent from both do not count.

    Raises
    ------
    SchemaError
        As in :func:`krugman_index`.

    References
    ----------
    Moore (2001), Measuring economic diversification, Oregon Employment Department.

    Examples
    --------
    >>> hachman_index(pd.DataFrame({"a": [3, 1], "b": [1, 3]}, index=["x", "y"])).tolist()
    [0.8, 0.8]
    """
    region, nation = economy_shares(employment, reference)
    terms = divide((region**2).to_numpy(), nation.to_numpy())
    terms = np.where(_absent_from_both(region, nation), 0.0, terms)
    return pd.Series(divide(1.0, terms.sum(axis=1)), region.index, name="hachman_index")


def theil_index(employment: Wide, reference: ByIndustry | None = None) -> ByRegion:
    r"""Theil's relative entropy of a region's structure against the reference.

    .. math:: T_r = \sum_i s_{ri} \ln (s_{ri} / s_i), \qquad 0 \ln 0 = 0

    Parameters
    ----------
    employment, reference
        As in :func:`krugman_index`.

    Returns
    -------
    Series, shape (n_regions,)
        Nats; 0 = the reference's structure. Missing if the region has an industry that the reference lacks.

    Raises
    ------
    SchemaError
        As in :func:`krugman_index`.

    References
    ----------
    Theil (1967), Economics and Information Theory, North-Holland.

    Examples
    --------
    >>> theil_index(pd.DataFrame({"a": [4, 0], "b": [0, 4]}, index=["x", "y"])).round(6).tolist()
    [0.693147, 0.693147]
    """
    region, nation = economy_shares(employment, reference)
    terms = xlogy(region.to_numpy(), divide(region.to_numpy(), nation.to_numpy()))
    terms = np.where(_absent_from_both(region, nation), 0.0, terms)
    return pd.Series(terms.sum(axis=1), region.index, name="theil_index")


def gini_specialisation(employment: Wide) -> ByRegion:
    """Gini coefficient of a region's employed over industries.

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons.

    Returns
    -------
    Series, shape (n_regions,)
        Dimensionless, from 0 (all industries equally large) to (n − 1)/n; see
        :func:`~nmanalys.measures.concentration.gini`.

    Raises
    ------
    SchemaError
        As in :func:`krugman_index`.

    Notes
    -----
    Has no reference economy: industries differ in size everywhere, so no region comes near 0.

    Examples
    --------
    >>> gini_specialisation(pd.DataFrame([[0, 10, 10, 30, 50]], index=["x"])).tolist()
    [0.48]
    """
    return gini(as_counts(employment)).rename("gini_specialisation")


def _absent_from_both(region: Wide, nation: ByIndustry) -> np.ndarray:
    return (region.to_numpy() == 0) & (nation.to_numpy() == 0)


def structural_distance(employment: Wide) -> Square:
    r"""Hoover's index between each pair of regions: the share of jobs that would have to change industry.

    .. math:: D_{rq} = \tfrac{1}{2} \sum_i | s_{ri} - s_{qi} |

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons.

    Returns
    -------
    DataFrame, shape (n_regions, n_regions)
        Shares, 0 (the same structure) to 1 (no industry in common); 0 on the diagonal. NaN where a cell of either
        region is missing.

    Raises
    ------
    SchemaError
        If a count is negative or a label occurs twice.

    Notes
    -----
    Depends on how finely industries are divided: never compare distances across levels of a classification.

    References
    ----------
    Hoover (1936), The Measurement of Industrial Localization.

    Examples
    --------
    >>> structural_distance(pd.DataFrame({"a": [1, 1], "b": [1, 3]}, index=["x", "y"])).to_numpy()
    array([[0.  , 0.25],
           [0.25, 0.  ]])
    """
    counts = as_counts(employment)
    shares = counts.to_numpy() / counts.sum(axis=1, skipna=False).to_numpy()[:, None]
    distance = 0.5 * np.abs(shares[:, None, :] - shares[None, :, :]).sum(axis=2)
    return pd.DataFrame(distance, index=counts.index, columns=counts.index)
