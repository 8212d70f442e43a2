"""How broad a region's industry structure is, and how firm its place among the regions stands.

A place in a ranking hangs on how industries are grouped. Each place therefore comes with the best and the worst
that it takes when one industry at a time is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from nmanalys.measures.panel import UNKNOWN, employment_matrix, nation_row
from nmanalys.measures.structure import hachman_index, herfindahl_index, hoover_index, krugman_index
from nmanalys.vocabulary.typing import ByIndustry, LongTable, Wide

__all__ = ["industry_breadth", "structure_profile"]


def structure_profile(employment: Wide, reference: ByIndustry) -> pd.DataFrame:
    """Indices of specialisation, likeness and concentration, by region.

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons.
    reference : Series, shape (n_industries,)
        Employed persons in the nation.

    Returns
    -------
    DataFrame, by region
        `hoover` (0-1, half of `krugman`), `krugman` (0-2), `hachman` (0-1), `herfindahl` (0-1) and `effective`, the
        number of industries of equal size that would be as concentrated.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.structure.krugman_index`.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, 3], "b": [1, 1]}, index=["x", "y"])
    >>> structure_profile(table, pd.Series({"a": 1, "b": 1})).loc["y"].tolist()
    [0.25, 0.5, 0.8, 0.625, 1.6]
    """
    concentration = herfindahl_index(employment)
    return pd.DataFrame(
        {
            "hoover": hoover_index(employment, reference),
            "krugman": krugman_index(employment, reference),
            "hachman": hachman_index(employment, reference),
            "herfindahl": concentration,
            "effective": 1 / concentration,
        }
    )


def industry_breadth(
    employment: LongTable, years: Sequence[int], *, merge: Mapping[str, Sequence[str]] | None = None
) -> LongTable:
    """Breadth of every county's industry structure: level, place among the counties, and change.

    Parameters
    ----------
    employment : DataFrame
        Long table `region_code, sni_group, year, employed`, as in
        :func:`~nmanalys.measures.panel.employment_matrix`. Persons of unknown industry are left out.
    years : sequence of int
        Year of the level, first and last year of the change.
    merge : mapping of str to sequence of str, optional
        Counties that become one row.

    Returns
    -------
    DataFrame
        One row a region and measure of :func:`structure_profile`: `region, measure, value, rank, best, worst,
        regions, start, end, nation`. Rank 1 is the highest value; `best` and `worst` are the places it takes when one
        industry at a time is left out; `nation` is the nation's own value in the first of the years.

    Raises
    ------
    SchemaError
        If a year or a county to be merged is not in the table.

    Examples
    --------
    >>> rows = [("00", "A", 5), ("00", "B", 5), ("00", "C", 5), ("17", "A", 4), ("17", "B", 3), ("17", "C", 2),
    ...         ("20", "A", 1), ("20", "B", 2), ("20", "C", 3), ("00", "A-U+US", 15), ("17", "A-U+US", 9),
    ...         ("20", "A-U+US", 6)]
    >>> table = pd.DataFrame(rows, columns=["region_code", "sni_group", "employed"]).assign(year=2024)
    >>> breadth = industry_breadth(table, (2024, 2024, 2024)).set_index(["region", "measure"])
    >>> breadth.loc[("20", "krugman"), ["value", "rank", "best", "worst"]].round(4).tolist()
    [0.3333, 1.0, 1.0, 1.0]
    """
    level, start, end = (_known(employment, year, merge) for year in years)
    profile = structure_profile(*level)
    ranks = profile.rank(ascending=False, method="min")
    without = [
        structure_profile(level[0].drop(columns=group), level[1].drop(group)).rank(ascending=False, method="min")
        for group in level[0].columns
    ]
    tried = pd.concat([ranks, *without]).groupby(level=0, sort=False)
    nation = structure_profile(level[1].to_frame("00").T, level[1]).loc["00"]
    columns = {
        "value": profile,
        "rank": ranks,
        "best": tried.min(),
        "worst": tried.max(),
        "start": structure_profile(*start),
        "end": structure_profile(*end),
    }
    table = pd.DataFrame({name: frame.stack() for name, frame in columns.items()})
    table = table.rename_axis(["region", "measure"]).reset_index()
    table.insert(6, "regions", len(profile))
    return table.assign(nation=table["measure"].map(nation))


def _known(employment: LongTable, year: int, merge: Mapping[str, Sequence[str]] | None) -> tuple[Wide, ByIndustry]:
    """Return counties and nation without the persons whose industry is unknown."""
    counties = employment_matrix(employment, year, merge=merge).drop(columns=UNKNOWN)
    return counties, nation_row(employment, year).drop(UNKNOWN)
