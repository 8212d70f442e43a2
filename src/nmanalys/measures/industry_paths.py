"""What the industry space looks like around a region, and whether nearness has gone with entry.

Both use relatedness estimated on many small units. A network of all industries is a hairball: each industry keeps its
strongest ties only.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.measures.diversification import entries, entry_rate_by_tercile
from nmanalys.measures.industry_space import neighbours
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.panel import division_matrix
from nmanalys.measures.relatedness import relatedness, relatedness_density
from nmanalys.measures.specialisation import location_quotient
from nmanalys.vocabulary.typing import LongTable, Square, Wide

__all__ = ["entry_rates", "industry_network"]

NATION = "00"


def industry_network(
    options: LongTable, units: Wide, *, most_special: int = 14, most_options: int = 8, ties: int = 2
) -> Square:
    r"""Strongest ties between a region's specialisations and the options nearest to them.

    .. math:: A_{ij} = r_{ij} [r_{ij} > 1] [j \in top_k(i) \vee i \in top_k(j)], \qquad
        r_{ij} = \frac{C_{ij} T}{S_i S_j}

    Parameters
    ----------
    options : DataFrame
        Result of :func:`~nmanalys.measures.industry_space.region_options`.
    units : DataFrame, shape (n_units, n_industries)
        Result of :func:`~nmanalys.measures.industry_space.unit_specialisations`.
    most_special, most_options : int
        Most specialisations (highest quotient first) and options (highest density first).
    ties : int
        Strongest ties k that each industry keeps.

    Returns
    -------
    DataFrame, shape (n, n)
        Association strength, 0 where no tie is kept; diagonal 0.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> units = pd.DataFrame([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 1, 1]], columns=list("abc"))
    >>> options = pd.DataFrame({"industry": list("abc"), "lq": [2.0, 0.5, 0.4], "is_specialised": [True, False, False],
    ...                         "density": [0.0, 50.0, 10.0]})
    >>> industry_network(options, units).loc["a"].round(2).tolist()
    [0.0, 2.0, 0.0]
    """
    require_columns(options, ["industry", "lq", "is_specialised", "density"], "options")
    known = options.dropna(subset=["is_specialised"])
    special = known["is_specialised"].astype(bool)
    chosen = pd.concat([known[special].nlargest(most_special, "lq"), known[~special].nlargest(most_options, "density")])
    strength = relatedness(units, method="association").loc[chosen["industry"], chosen["industry"]]
    cells = strength.where(strength > 1, 0.0).to_numpy(dtype=float)
    place = (-cells).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    kept = np.where((place < ties) & (cells > 0), cells, 0.0)
    return pd.DataFrame(np.maximum(kept, kept.T), strength.index, strength.columns)


def entry_rates(
    divisions: LongTable, units: Wide, start: int, end: int, *, threshold: float = 1.0, confidence: float = 0.95
) -> pd.DataFrame:
    r"""Share of industries that counties became specialised in, by how near they were at the start.

    .. math:: rate_k = \frac{\#\{(r, i): LQ_{ri}(t_0) < t \leq LQ_{ri}(t_1),\, d_{ri} \in k\}}
        {\#\{(r, i): LQ_{ri}(t_0) < t,\, d_{ri} \in k\}}

    Parameters
    ----------
    divisions : DataFrame
        Long table `region_code, sni_division, year, employed` of all counties and the nation.
    units : DataFrame
        Result of :func:`~nmanalys.measures.industry_space.unit_specialisations`, on which nearness is estimated.
    start, end : int
        Years t0 and t1.
    threshold : float
        Lowest quotient t of a specialisation.
    confidence : float
        Confidence level of Wilson's interval, 0-1.

    Returns
    -------
    DataFrame, by tercile of density (1-3)
        As :func:`~nmanalys.measures.diversification.entry_rate_by_tercile`.

    Raises
    ------
    SchemaError
        If a year is not in the table, or fewer than three cells could be entered.

    Notes
    -----
    All counties are pooled. Suppressed cells are left out, and count as not specialised in the density.

    Examples
    --------
    >>> units = pd.DataFrame([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 1, 1]], columns=["24", "25", "55"])
    >>> cells = {"00": (90, 90, 90), "17": (60, 10, 20), "20": (10, 70, 10), "21": (20, 10, 60)}
    >>> later = {"00": (90, 90, 90), "17": (50, 31, 9), "20": (20, 50, 20), "21": (20, 9, 61)}
    >>> rows = [(region, code, year, float(value)) for year, table in ((2020, cells), (2024, later))
    ...         for region, values in table.items() for code, value in zip(units, values)]
    >>> table = pd.DataFrame(rows, columns=["region_code", "sni_division", "year", "employed"])
    >>> entry_rates(table, units, 2020, 2024)["events"].sum()
    np.float64(1.0)
    """
    quotients = {}
    for year in (start, end):
        wide = division_matrix(divisions, year)[list(units.columns)]
        counties, nation = wide.drop(index=NATION), wide.loc[NATION]
        quotients[year] = location_quotient(
            counties, nation, region_totals=counties.sum(axis=1), reference_total=float(nation.sum())
        )
    before = (quotients[start] >= threshold).astype(float)
    density = relatedness_density(before, neighbours(units))
    events = entries(quotients[start], quotients[end], low=threshold, high=threshold, density=density)
    return entry_rate_by_tercile(events, confidence=confidence)
