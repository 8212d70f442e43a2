"""How unevenly an industry is spread over regions: one number each.

A suppressed cell makes the industry's value missing, and an unknown regional total makes all of them so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.measures.frames import as_counts, as_series, divide
from nmanalys.vocabulary.typing import ByIndustry, FloatArray, Wide

__all__ = ["ellison_glaeser", "gini", "locational_gini"]


def gini(values: Wide) -> pd.Series:
    r"""Gini coefficient of each row.

    .. math:: G = \frac{\sum_k (2k - n - 1) x_{(k)}}{n \sum_k x_k} \in [0, (n - 1) / n]

    Parameters
    ----------
    values : DataFrame, shape (n_rows, n_values)
        Amounts of 0 or more.

    Returns
    -------
    Series, shape (n_rows,)
        Dimensionless; 0 = all alike, (n − 1)/n = one has everything.

    Raises
    ------
    SchemaError
        If an amount is negative or a row holds nothing but zeros.

    References
    ----------
    Gini (1921), The Economic Journal 31.

    Examples
    --------
    >>> gini(pd.DataFrame([[0, 10, 10, 30, 50], [0, 0, 0, 0, 1]])).tolist()
    [0.48, 0.8]
    """
    amounts = as_counts(values, "values")
    ordered = np.sort(amounts.to_numpy(), axis=1)
    size = ordered.shape[1]
    weights = 2 * np.arange(1, size + 1) - size - 1
    return pd.Series(divide(ordered @ weights, size * ordered.sum(axis=1)), amounts.index, name="gini")


def locational_gini(employment: Wide) -> ByIndustry:
    r"""Locational Gini coefficient: how unevenly an industry is spread, relative to all employment.

    The area between the diagonal and the curve of the industry's cumulated regional shares over the
    regions' cumulated shares of all employment, regions in order of their location quotient.

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons.

    Returns
    -------
    Series, shape (n_industries,)
        Dimensionless, 0 = spread like all employment; below 0.5 (EconGeo's convention: the area itself,
        not twice the area). Missing for an industry without employed.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.structure.krugman_index`.

    References
    ----------
    Krugman (1991), Geography and Trade, p. 56. Balland (2017), EconGeo, ``locational_gini``.

    Examples
    --------
    >>> locational_gini(pd.DataFrame({"a": [4, 0], "b": [2, 2]}, index=["x", "y"])).round(4).tolist()
    [0.125, 0.125]
    """
    counts = as_counts(employment)
    cells, totals = counts.to_numpy(), counts.sum(axis=1, skipna=False).to_numpy()
    order = np.argsort(divide(cells, totals[:, None]), axis=0)
    industry = _from_zero(divide(np.take_along_axis(cells, order, 0), cells.sum(axis=0)))
    everyone = _from_zero((totals / totals.sum())[order])
    curve = ((industry[1:] + industry[:-1]) / 2 * np.diff(everyone, axis=0)).sum(axis=0)
    return pd.Series(0.5 - curve, counts.columns, name="locational_gini")


def ellison_glaeser(employment: Wide, plant_herfindahl: ByIndustry) -> ByIndustry:
    r"""Ellison and Glaeser's index: concentration beyond what large workplaces alone bring about.

    .. math::
        \gamma_i = \frac{G_i - (1 - \sum_r x_r^2) H_i}{(1 - \sum_r x_r^2)(1 - H_i)},
        \qquad G_i = \sum_r (s^{(i)}_r - x_r)^2

    with the region's share :math:`s^{(i)}_r` of the industry and :math:`x_r` of all employment.

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons.
    plant_herfindahl : Series, shape (n_industries,)
        Herfindahl index of the industry's workplaces in the nation, 0-1.

    Returns
    -------
    Series, shape (n_industries,)
        Dimensionless; 0 = as if workplaces had chosen their region at random, above 0.05 usually called
        concentrated. Missing for an industry without employed or with a single workplace.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.structure.krugman_index`, or if an industry has no plant Herfindahl.

    Notes
    -----
    Depends on where borders are drawn; neighbouring regions count as no nearer than distant ones.

    References
    ----------
    Ellison and Glaeser (1997), Journal of Political Economy 105(5).

    Examples
    --------
    >>> table = pd.DataFrame({"a": [4, 0], "b": [2, 2]}, index=["x", "y"])
    >>> ellison_glaeser(table, pd.Series({"a": 0.25, "b": 0.25})).round(4).tolist()
    [0.1111, 0.1111]
    """
    counts = as_counts(employment)
    plants = as_series(plant_herfindahl, counts.columns, "plant_herfindahl").to_numpy()
    everyone = counts.sum(axis=1, skipna=False)
    everyone = (everyone / everyone.sum(skipna=False)).to_numpy()
    spread = divide(counts.to_numpy(), counts.sum(skipna=False).to_numpy()) - everyone[:, None]
    room = 1 - (everyone**2).sum()
    index = divide((spread**2).sum(axis=0) - room * plants, room * (1 - plants))
    return pd.Series(index, counts.columns, name="ellison_glaeser")


def _from_zero(shares: FloatArray) -> FloatArray:
    return np.vstack([np.zeros(shares.shape[1]), np.cumsum(shares, axis=0)])
