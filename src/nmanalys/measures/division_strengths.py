"""Strong divisions of one region, with the uncertainty that comes from few workplaces.

A division may be held up by one plant. The interval therefore counts workplaces, not jobs, and says how likely it is
that the division would still be strong if its workplaces were drawn anew.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide, normal_quantile
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.panel import UNKNOWN, employment_matrix, nation_row
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.typing import LongTable

__all__ = ["division_strengths", "strength_probability"]

NATION = "00"
CELLS = ("region_code", "sni_division", "year", "employed", "workplaces", "workplace_herfindahl")


def division_strengths(
    divisions: LongTable,
    employment: LongTable,
    year: int,
    place: Region,
    *,
    threshold: float = 1.25,
    min_employees: float = 200,
    min_share: float = 0.005,
    min_workplaces: float = 5,
    confidence: float = 0.95,
) -> pd.DataFrame:
    r"""Which divisions are strong in a region, and how certainly.

    With shares :math:`p, P, q` of the division in the region, the nation and the rest of it, :math:`\pi = E_r/E` and
    the workplaces' Herfindahl indices :math:`H` of the division in the region and in the rest:

    .. math::
        \operatorname{Var}(\log LQ) = \left(1 - \frac{\pi p}{P}\right)^2 H_{ri}
        + \left(\frac{(1 - \pi) q}{P}\right)^2 H_{-ri}

    Parameters
    ----------
    divisions : DataFrame
        Long table `region_code, sni_division, year, employed, workplaces, workplace_herfindahl` with the nation; a
        missing cell is suppressed.
    employment : DataFrame
        Long table by group, whose totals (without unknown industry) shares are taken of.
    year : int
        Year wanted.
    place : Region
        A county, or an aggregate; a suppressed member suppresses the sum.
    threshold, min_employees, min_share, min_workplaces : float
        Lowest quotient, fewest employed, smallest share (0-1) of the region's employed, fewest workplaces.
    confidence : float
        Confidence level of the interval, 0-1.

    Returns
    -------
    DataFrame, by division
        `employed, employed_share, workplaces, lq, lower, upper, is_large, is_strong, probability`. Strong: large,
        quotient at the threshold or above, lower limit above 1. Probability (0-1): large and quotient at the
        threshold or above. Missing where suppressed; divisions that the nation does not have are left out.

    Raises
    ------
    SchemaError
        If the year or the region is not in the tables.

    Examples
    --------
    >>> county = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
    >>> cells = pd.DataFrame({"region_code": ["00", "00", "20", "20"], "sni_division": ["24", "55"] * 2, "year": 2024,
    ...     "employed": [3000.0, 7000.0, 900.0, 100.0], "workplaces": [60, 900, 20, 30],
    ...     "workplace_herfindahl": [0.05, 0.01, 0.1, 0.1]})
    >>> groups = pd.DataFrame({"region_code": ["00", "20"] * 2, "sni_group": ["B+C"] * 2 + ["A-U+US"] * 2,
    ...     "year": 2024, "employed": [10_000, 1000] * 2})
    >>> division_strengths(cells, groups, 2024, county)[["lq", "lower", "probability"]].round(2).loc["24"].tolist()
    [3.0, 1.67, 1.0]
    """
    own, nation = _cells(divisions, year, place.counties), _cells(divisions, year, (NATION,))
    nation = nation[nation["employed"] > 0]
    own = own.reindex(nation.index)
    merge = {place.code: place.counties}
    region = float(employment_matrix(employment, year, merge=merge).drop(columns=UNKNOWN).loc[place.code].sum())
    total = float(nation_row(employment, year).drop(UNKNOWN).sum())
    table = pd.DataFrame({"employed": own["employed"], "employed_share": own["employed"] / region})
    table["workplaces"] = own["workplaces"]
    table["lq"] = table["employed_share"] / (nation["employed"] / total)
    margin = np.exp(normal_quantile(confidence) * _spread(own, nation, region, total))
    table["lower"], table["upper"] = table["lq"] / margin, table["lq"] * margin
    unknown = table["lq"].isna()
    large = (
        (table["employed"] >= min_employees)
        & (table["employed_share"] >= min_share)
        & (table["workplaces"] >= min_workplaces)
    )
    strong = large & (table["lq"] >= threshold) & (table["lower"] > 1)
    table["is_large"] = large.astype("boolean").mask(unknown)
    table["is_strong"] = strong.astype("boolean").mask(unknown)
    likely = strength_probability(table, threshold=threshold, confidence=confidence)
    table["probability"] = likely.where(large, 0.0).mask(unknown)
    return table.rename_axis("sni_division")


def strength_probability(quotients: pd.DataFrame, *, threshold: float, confidence: float = 0.95) -> pd.Series:
    r"""Probability that a quotient reaches a threshold, from its interval on the log scale.

    .. math:: \Phi\left(\frac{\ln LQ - \ln t}{s}\right), \qquad s = \frac{\ln u - \ln l}{2 z}

    Parameters
    ----------
    quotients : DataFrame
        `lq, lower, upper`.
    threshold : float
        Threshold t, above 0.
    confidence : float
        Confidence level of the interval, 0-1.

    Returns
    -------
    Series
        0-1; 0 for a quotient of 0, missing where the quotient is.

    Raises
    ------
    SchemaError
        If the threshold is not positive.

    Examples
    --------
    >>> table = pd.DataFrame({"lq": [1.25, 2.0], "lower": [1.0, 1.0], "upper": [1.5625, 4.0]})
    >>> strength_probability(table, threshold=1.25).round(2).tolist()
    [0.5, 0.91]
    """
    require_columns(quotients, ["lq", "lower", "upper"], "quotients")
    if threshold <= 0:
        raise SchemaError(f"threshold must be positive, not {threshold}.")
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.log(quotients["lq"].astype(float) / threshold)
        width = np.log(quotients["upper"].astype(float) / quotients["lower"].astype(float))
        score = distance / (width / (2 * normal_quantile(confidence)))
    sure = (distance >= 0).astype(float)
    likely = pd.Series(norm.cdf(score), quotients.index).where(width > 0, sure)
    return likely.where(quotients["lq"] > 0, 0.0).mask(quotients["lq"].isna())


def _cells(divisions: LongTable, year: int, members: tuple[str, ...]) -> pd.DataFrame:
    """Employed, workplaces and sum of squared workplaces by division, summed over the members."""
    require_columns(divisions, CELLS, "divisions")
    rows = divisions[(divisions["year"] == year) & divisions["region_code"].isin(members)]
    if rows["region_code"].nunique() < len(members):
        raise SchemaError(f"The table of divisions lacks a region of {', '.join(members)} in {year}.")
    # a division with nobody employed has no Herfindahl index, and no squares either
    squares = (rows["workplace_herfindahl"] * rows["employed"] ** 2).where(rows["employed"] != 0, 0.0)
    cells = rows.assign(squares=squares).groupby("sni_division")[["employed", "workplaces", "squares"]]
    return cells.agg(lambda column: column.sum(skipna=False))


def _spread(own: pd.DataFrame, nation: pd.DataFrame, region: float, total: float) -> pd.Series:
    """Standard error of the quotient's logarithm."""
    rest = nation["employed"] - own["employed"]
    share, nation_share, rest_share = own["employed"] / region, nation["employed"] / total, rest / (total - region)
    weight = region / total
    here = pd.Series(divide(own["squares"], own["employed"] ** 2), own.index)
    # squares of the nation are rounded, so those of the rest may come out a little below 0
    there = pd.Series(divide((nation["squares"] - own["squares"]).clip(lower=0), rest**2), own.index)
    there = there.where(rest > 0, 0.0)
    variance = (1 - weight * share / nation_share) ** 2 * here
    return np.sqrt(variance + ((1 - weight) * rest_share / nation_share) ** 2 * there)
