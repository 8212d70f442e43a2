"""Which industries belong together, seen from where they occur together.

Two industries that are specialised in the same regions more often than chance would have it probably draw on
the same skills, suppliers or resources. The estimate is only as good as the number of regions behind it: from
21 counties it is noise, so relatedness is estimated on many small regions and then applied to the few.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_binary, as_counts, divide
from nmanalys.measures.relatedness_arrays import Normalisation, density, products, related
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, FloatArray, Square, Wide

__all__ = ["co_occurrence", "diversity", "proximity", "relatedness", "relatedness_density", "ubiquity"]


def diversity(binary: Wide) -> ByRegion:
    r"""Number of specialisations of each region.

    .. math:: k_{r,0} = \sum_i M_{ri}

    Parameters
    ----------
    binary : DataFrame, shape (n_regions, n_industries)
        Specialisations, 0 or 1.

    Returns
    -------
    Series, shape (n_regions,)
        Number of industries; missing if a cell is.

    Raises
    ------
    SchemaError
        If a cell is neither 0, 1 nor missing, or a label occurs twice.

    References
    ----------
    Hidalgo and Hausmann (2009), PNAS 106(26).

    Examples
    --------
    >>> diversity(pd.DataFrame([[1, 1], [0, 1]], index=["x", "y"])).to_dict()
    {'x': 2.0, 'y': 1.0}
    """
    return as_binary(binary).sum(axis=1, skipna=False).rename("diversity")


def ubiquity(binary: Wide) -> ByIndustry:
    r"""Number of regions that are specialised in each industry.

    .. math:: k_{i,0} = \sum_r M_{ri}

    Parameters
    ----------
    binary : DataFrame, shape (n_regions, n_industries)
        Specialisations, 0 or 1.

    Returns
    -------
    Series, shape (n_industries,)
        Number of regions; missing if a cell is.

    Raises
    ------
    SchemaError
        As in :func:`diversity`.

    References
    ----------
    Hidalgo and Hausmann (2009), PNAS 106(26).

    Examples
    --------
    >>> ubiquity(pd.DataFrame([[1, 1], [0, 1]], columns=["a", "b"])).to_dict()
    {'a': 1.0, 'b': 2.0}
    """
    return as_binary(binary).sum(axis=0, skipna=False).rename("ubiquity")


def co_occurrence(binary: Wide) -> Square:
    r"""Number of regions specialised in both of two industries.

    .. math:: C_{ij} = \sum_r M_{ri} M_{rj}, \qquad C_{ii} = 0

    Parameters
    ----------
    binary : DataFrame, shape (n_regions, n_industries)
        Specialisations, 0 or 1.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        Number of regions; missing where a missing cell could change it.

    Raises
    ------
    SchemaError
        As in :func:`diversity`.

    Examples
    --------
    >>> co_occurrence(pd.DataFrame([[1, 1], [0, 1]], columns=["a", "b"])).to_numpy()
    array([[0., 1.],
           [1., 0.]])
    """
    special = as_binary(binary)
    counts = products(special.to_numpy())
    np.fill_diagonal(counts, 0.0)
    return pd.DataFrame(counts, special.columns, special.columns)


def proximity(binary: Wide) -> Square:
    r"""Smaller of the two conditional probabilities of being specialised in one industry given the other.

    .. math:: \varphi_{ij} = \frac{\sum_r M_{ri} M_{rj}}{\max(k_{i,0}, k_{j,0})}

    Parameters
    ----------
    binary : DataFrame, shape (n_regions, n_industries)
        Specialisations, 0 or 1.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        0-1, diagonal 1. Missing for two industries that no region is specialised in.

    Raises
    ------
    SchemaError
        As in :func:`diversity`.

    References
    ----------
    Hidalgo, Klinger, Barabási and Hausmann (2007), Science 317.

    Examples
    --------
    >>> proximity(pd.DataFrame([[1, 1], [0, 1]], columns=["a", "b"])).to_numpy()
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    special = as_binary(binary)
    cells = special.to_numpy()
    sums = cells.sum(axis=0)
    return pd.DataFrame(divide(products(cells), np.maximum.outer(sums, sums)), special.columns, special.columns)


def relatedness(binary: Wide, method: Normalisation = "association") -> Square:
    r"""Co-occurrence of two industries relative to what their sizes would bring about.

    With co-occurrences :math:`C`, :math:`S_i = \sum_j C_{ij}` and :math:`T = \sum_i S_i`:

    .. math::
        \text{association } \frac{C_{ij} T}{S_i S_j}, \quad
        \text{cosine } \frac{C_{ij}}{\sqrt{S_i S_j}}, \quad
        \text{jaccard } \frac{C_{ij}}{S_i + S_j - C_{ij}}, \quad
        \text{probability } \frac{C_{ij}}
        {\left(\frac{S_i}{T}\frac{S_j}{T - S_i} + \frac{S_j}{T}\frac{S_i}{T - S_j}\right) \frac T2}

    Parameters
    ----------
    binary : DataFrame, shape (n_regions, n_industries)
        Specialisations, 0 or 1.
    method : {"association", "cosine", "jaccard", "probability"}
        Normalisation.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        Dimensionless, diagonal 0; association and probability: 1 = as often as by chance. Missing where
        an industry never occurs together with any other.

    Raises
    ------
    SchemaError
        As in :func:`diversity`, or if the method is unknown.

    Notes
    -----
    Estimate on 60 regions or more. Association favours pairs of rare industries.

    References
    ----------
    van Eck and Waltman (2009), JASIST 60(8). Steijn (2021), Journal of Informetrics 15(3).

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0], [0, 1, 1], [1, 1, 1]], columns=list("abc"))
    >>> relatedness(table).round(4).loc["a"].tolist()
    [0.0, 1.6667, 1.1111]
    """
    special = as_binary(binary)
    return pd.DataFrame(related(special.to_numpy(), method), special.columns, special.columns)


def relatedness_density(binary: Wide, relatedness: Square) -> Wide:
    r"""Share of what is related to an industry that the region is already specialised in.

    .. math:: \omega_{ri} = 100 \, \frac{\sum_j M_{rj} \varphi_{ij}}{\sum_j \varphi_{ij}}

    Parameters
    ----------
    binary : DataFrame, shape (n_regions, n_industries)
        Specialisations, 0 or 1.
    relatedness : DataFrame or array, shape (n_industries, n_industries)
        Relatedness, with the diagonal that is wanted: 0 from :func:`relatedness`, so that an industry does not
        count as related to itself, 1 from :func:`proximity`.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        0-100, not rounded. Missing for an industry related to none, and where a missing cell of a related
        industry decides. Pairs of undefined relatedness carry no weight.

    Raises
    ------
    SchemaError
        If a relatedness is negative or its labels are not the industries of `binary`.

    Notes
    -----
    Rises with the number of specialisations, whatever they are: compare industries within a region, or
    regions with the same diversity.

    References
    ----------
    Hidalgo et al. (2007), Science 317. Boschma, Balland and Kogler (2015), Industrial and Corporate Change 24(1).

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0], [0, 1, 0]], columns=list("abc"))
    >>> related = pd.DataFrame([[0, 1, 3], [1, 0, 1], [3, 1, 0]], index=list("abc"), columns=list("abc"))
    >>> relatedness_density(table, related).to_numpy()
    array([[ 25.,  50., 100.],
           [ 25.,   0.,  25.]])
    """
    special = as_binary(binary)
    values = density(special.to_numpy(), _weights(relatedness, special.columns))
    return pd.DataFrame(values, special.index, special.columns)


def _weights(related: Square, industries: pd.Index) -> FloatArray:
    if np.shape(related) != (len(industries),) * 2:
        raise SchemaError(f"relatedness has shape {np.shape(related)}, but there are {len(industries)} industries.")
    labelled = related if isinstance(related, pd.DataFrame) else pd.DataFrame(related, industries, industries)
    square = as_counts(labelled, "relatedness", zero_rows=True)
    for name, labels in (("row", square.index), ("column", square.columns)):
        odd = labels.symmetric_difference(industries, sort=False)
        if len(odd):
            raise SchemaError(f"relatedness: {name} '{odd[0]}' does not match the industries.")
    same = square.index.equals(industries) and square.columns.equals(industries)
    return np.nan_to_num((square if same else square.loc[industries, industries]).to_numpy())
