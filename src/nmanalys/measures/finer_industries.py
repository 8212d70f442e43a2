"""Divisions (two-digit industries) of a region: official ones where an authority publishes them, and what rests on one employer.

Eurostat publishes divisions for NUTS 2 regions only. A region that is one has official divisions of its own; a county
has those of the region around it, and for itself the project's table of divisions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.division_strengths import division_strengths
from nmanalys.measures.largest_workplace import holds_without_largest
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.panel import UNKNOWN, division_matrix, employment_matrix, nation_row
from nmanalys.measures.quotient_interval import location_quotient_interval
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.typing import LongTable

__all__ = ["division_robustness", "finer_industries", "official_divisions"]

NATION, NUTS2_LENGTH = "00", 4
COLUMNS = ["employed", "reference", "lq", "lower", "upper"]


def official_divisions(
    employment: LongTable, nuts: str, *, confidence: float = 0.95, nation: str = "SE"
) -> pd.DataFrame:
    r"""Location quotient of each division in a NUTS 2 region, with an interval, in the latest year.

    .. math:: LQ_i = \frac{E_{ri} / \sum_s E_{rs}}{E_i / \sum_s E_s}

    where s runs over the sections, because divisions may be suppressed and do not sum to them.

    Parameters
    ----------
    employment : DataFrame
        `nuts, sni_division, level` (section or division), `year`, `employed` (persons, missing if suppressed).
    nuts : str
        Code of the region; for a county (NUTS 3) the NUTS 2 region around it.
    confidence : float
        Confidence level of the interval, 0-1.
    nation : str
        Code of the reference.

    Returns
    -------
    DataFrame, by division
        `employed, reference` (persons in the nation)`, lq, lower, upper, year, nuts`; missing where suppressed.

    Raises
    ------
    SchemaError
        If the table lacks the region or the nation.

    Notes
    -----
    The interval treats jobs as independent and is too narrow, see
    :func:`~nmanalys.measures.quotient_interval.location_quotient_interval`.

    Examples
    --------
    >>> rows = {"nuts": ["SE"] * 3 + ["SE31"] * 3, "sni_division": ["C", "24", "17"] * 2,
    ...         "level": ["section", "division", "division"] * 2, "year": 2015,
    ...         "employed": [1000.0, 100.0, 90.0, 100.0, 30.0, None]}
    >>> official_divisions(pd.DataFrame(rows), "SE312")["lq"].round(6).tolist()
    [nan, 3.0]
    """
    require_columns(employment, ["nuts", "sni_division", "level", "year", "employed"], "employment")
    code, year = nuts[:NUTS2_LENGTH], int(employment["year"].max())
    known = set(employment.loc[employment["year"] == year, "nuts"])
    for wanted in (code, nation):
        if wanted not in known:
            raise SchemaError(f"employment has no rows for '{wanted}' in {year}; it has {', '.join(sorted(known))}.")
    levels = [employment[employment["level"] == level] for level in ("section", "division")]
    sections, divisions = (division_matrix(part, year, region="nuts") for part in levels)
    totals = sections.sum(axis=1, skipna=False)
    own = divisions.loc[[code]]
    table = location_quotient_interval(
        own, confidence=confidence, reference=divisions.loc[nation], region_totals=totals[[code]],
        reference_total=float(totals[nation]),
    ).set_index("industry")  # fmt: skip
    table = table.assign(employed=own.loc[code], reference=divisions.loc[nation], year=year, nuts=code)
    return table[[*COLUMNS, "year", "nuts"]].rename_axis("sni_division")


def finer_industries(
    place: Region,
    official: pd.DataFrame,
    divisions: LongTable,
    employment: LongTable,
    year: int,
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Divisions of a region: the official ones if they are its own, else those of the project's table.

    Parameters
    ----------
    place : Region
        The region.
    official : DataFrame
        Result of :func:`official_divisions` for it.
    divisions, employment : DataFrame
        As in :func:`~nmanalys.measures.division_strengths.division_strengths`.
    year : int
        Year of the project's table.
    confidence : float
        Confidence level of the intervals, 0-1.

    Returns
    -------
    DataFrame, by division
        `employed, reference` (persons in the nation)`, lq, lower, upper`; missing where suppressed. A division that
        the source does not cover has no row.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.division_strengths.division_strengths`.

    Examples
    --------
    >>> joint = Region("NMS", "SE31", "Norra", "Norras", "norra", "aggregate", ("17",))
    >>> table = pd.DataFrame({"employed": [5.0], "reference": [9.0], "lq": 2.0, "lower": 1.0, "upper": 4.0,
    ...                       "nuts": "SE31"}, index=["24"])
    >>> finer_industries(joint, table, pd.DataFrame(), pd.DataFrame(), 2024)["lq"].tolist()
    [2.0]
    """
    if (official["nuts"] == place.nuts).all():
        return official[COLUMNS]
    table = division_strengths(divisions, employment, year, place, confidence=confidence)
    nation = division_matrix(divisions, year).loc[NATION]
    return table.assign(reference=nation.reindex(table.index))[COLUMNS]


def division_robustness(
    divisions: LongTable,
    employment: LongTable,
    year: int,
    place: Region,
    *,
    threshold: float = 1.25,
    grid: Sequence[float] = (1.0, 1.25, 1.5, 2.0),
    **rules: float,
) -> pd.DataFrame:
    r"""Strong divisions of a region: at how many thresholds, and whether without their largest workplace too.

    .. math:: passed_i = \#\{t \in G: large_i \wedge LQ_i \geq t \wedge l_i > 1\}, \qquad
        holds_i = [LQ'_i \geq t]

    with the lower limit :math:`l_i` and the quotient :math:`LQ'_i` without the largest workplace.

    Parameters
    ----------
    divisions : DataFrame
        As in :func:`~nmanalys.measures.division_strengths.division_strengths`, and `largest_workplace_share` (0-1).
    employment : DataFrame
        As there.
    year : int
        Year wanted.
    place : Region
        A county, or an aggregate.
    threshold : float
        Lowest quotient of a strong division.
    grid : sequence of float
        Thresholds tried.
    **rules : float
        As in :func:`~nmanalys.measures.division_strengths.division_strengths`.

    Returns
    -------
    DataFrame, by division
        The strong divisions, highest quotient first, with `thresholds_passed` and `holds` (missing where the answer
        would say something of a single employer).

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.division_strengths.division_strengths`.

    Examples
    --------
    >>> county = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
    >>> cells = pd.DataFrame({"region_code": ["00", "00", "20", "20"], "sni_division": ["24", "55"] * 2, "year": 2024,
    ...     "employed": [3000.0, 7000.0, 900.0, 100.0], "workplaces": [60, 900, 20, 30],
    ...     "workplace_herfindahl": [0.05, 0.01, 0.1, 0.1], "largest_workplace_share": [0.1, 0.1, 0.7, 0.2]})
    >>> groups = pd.DataFrame({"region_code": ["00", "20"] * 2, "sni_group": ["B+C"] * 2 + ["A-U+US"] * 2,
    ...     "year": 2024, "employed": [10_000, 1000] * 2})
    >>> table = division_robustness(cells, groups, 2024, county)
    >>> table["thresholds_passed"].to_dict(), table["holds"].to_dict()
    ({'24': 4}, {'24': True})
    """
    table = division_strengths(divisions, employment, year, place, threshold=threshold, **rules)
    strong = table[table["is_strong"].fillna(False).astype(bool)].sort_values("lq", ascending=False)
    passed = np.greater_equal.outer(strong["lq"].to_numpy(), np.asarray(grid, dtype=float)).sum(axis=1)
    holds = _holds(divisions, employment, year, place, threshold).reindex(strong.index)
    return strong.assign(thresholds_passed=passed, holds=holds)


def _holds(divisions: LongTable, employment: LongTable, year: int, place: Region, threshold: float) -> pd.Series:
    """Whether each division keeps its quotient without its largest workplace in the region."""
    largest = divisions.assign(largest=divisions["largest_workplace_share"].fillna(0) * divisions["employed"])
    cells = {name: division_matrix(largest, year, value=name) for name in ("employed", "largest", "workplaces")}
    members = list(place.counties)
    own = {name: wide.loc[members].sum(skipna=False) for name, wide in cells.items()}
    own["largest"] = cells["largest"].loc[members].max().where(own["employed"].notna())
    rows = {name: series.to_frame(place.code).T for name, series in own.items()}
    merge = {place.code: place.counties}
    total = employment_matrix(employment, year, merge=merge).drop(columns=UNKNOWN).loc[[place.code]].sum(axis=1)
    answer = holds_without_largest(
        rows["employed"], rows["largest"], rows["workplaces"], cells["employed"].loc[NATION], threshold=threshold,
        region_totals=total, reference_total=float(nation_row(employment, year).drop(UNKNOWN).sum()),
    )  # fmt: skip
    return answer.loc[place.code].astype("boolean")
