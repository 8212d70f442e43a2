"""Leading (*tongivande*) and competent (*kompetenta*) industries: rules, and how robust they are.

The rules are proposals of this project, not of a source, and no cut-off for a location quotient is more than a
convention. Every class is therefore reported with the share of a grid of thresholds at which it would hold.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.competence import competence_quotient, relative_intensity
from nmanalys.measures.frames import as_counts, divide, same_labels, tidy
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.quotient_interval import location_quotient_interval
from nmanalys.measures.specialisation import economy_shares, location_quotient
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, FloatArray, LongTable, Wide

__all__ = ["THRESHOLDS", "classify_competent", "classify_leading", "leading_by_threshold", "three_stars"]

THRESHOLDS = (1.0, 1.25, 1.5, 2.0)


def classify_leading(
    employment: Wide,
    *,
    threshold: float = 1.25,
    grid: Sequence[float] = THRESHOLDS,
    min_employees: float = 200,
    min_share: float = 0.005,
    min_workplaces: float = 5,
    workplaces: Wide | None = None,
    plant_herfindahl: Wide | None = None,
    confidence: float = 0.95,
    reference: ByIndustry | None = None,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> LongTable:
    r"""Which industries lead in which region, and at how many thresholds.

    .. math::
        LQ \geq t \;\wedge\; \text{lower limit} > 1 \;\wedge\; E_{ri} \geq e \;\wedge\; E_{ri}/E_r \geq s
        \;\wedge\; \text{workplaces} \geq w

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons.
    threshold : float
        Lowest location quotient t.
    grid : sequence of float
        Thresholds over which the rule is repeated, all else equal.
    min_employees, min_share, min_workplaces : float
        Fewest employed, smallest share (0-1) of the region's employed, fewest workplaces.
    workplaces : DataFrame, shape (n_regions, n_industries), optional
        Number of workplaces; without it that condition is not applied.
    plant_herfindahl, confidence, reference, region_totals, reference_total
        As in :func:`~nmanalys.measures.quotient_interval.location_quotient_interval`.

    Returns
    -------
    DataFrame
        Long table `region, industry, employed, employed_share, lq, lower, upper, is_large, is_certain,
        is_leading, thresholds_passed, grid_share`. The three conditions are booleans, missing where
        unknown; `thresholds_passed` counts the thresholds of the grid at which the rule holds, `grid_share` is
        their share, 0-1.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.quotient_interval.location_quotient_interval`, or if the grid is empty
        or a threshold is not positive.

    Notes
    -----
    One unknown condition leaves the class unknown unless another one has already failed.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [3000, 2000], "b": [7000, 88_000]}, index=["x", "y"])
    >>> classify_leading(table)[["region", "industry", "lq", "is_leading", "grid_share"]].round(2).head(2)
      region industry    lq  is_leading  grid_share
    0      x        a  6.00        True         1.0
    1      x        b  0.74       False         0.0
    """
    cuts = _grid(grid, threshold)
    counts = as_counts(employment)
    totals = {"reference": reference, "region_totals": region_totals, "reference_total": reference_total}
    table = location_quotient_interval(counts, confidence=confidence, plant_herfindahl=plant_herfindahl, **totals)
    shares = economy_shares(counts, **totals)[0].to_numpy().ravel()
    employed = counts.to_numpy().ravel()
    table.insert(2, "employed", employed)
    table.insert(3, "employed_share", shares)
    large = _at_least(employed, min_employees) & _at_least(shares, min_share)
    if workplaces is not None:
        plants = same_labels(counts, as_counts(workplaces, "workplaces", zero_rows=True), "workplaces")
        large &= _at_least(plants.to_numpy().ravel(), min_workplaces)
    certain = _known(table["lower"] > 1, table["lower"])
    return _with_grid(table.assign(is_large=large, is_certain=certain), large & certain, threshold, cuts, "is_leading")


def leading_by_threshold(leading: LongTable, grid: Sequence[float] = THRESHOLDS) -> LongTable:
    """Whether each industry leads at each threshold of a grid.

    Parameters
    ----------
    leading : DataFrame
        What :func:`classify_leading` returns, all of it or some rows; other columns are kept.
    grid : sequence of float
        Thresholds.

    Returns
    -------
    DataFrame
        One row an industry and threshold, with the columns `threshold` and `passes` added; `passes` is missing where
        a condition is unknown.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"industry": ["a"], "lq": [1.3], "is_large": [True], "is_certain": [True]})
    >>> leading_by_threshold(table, [1.25, 1.5])[["threshold", "passes"]].to_numpy().tolist()
    [[1.25, True], [1.5, False]]
    """
    require_columns(leading, ["lq", "is_large", "is_certain"], "leading")
    pairs = leading.merge(pd.DataFrame({"threshold": list(map(float, grid))}), how="cross")
    reaches = (pairs["lq"] >= pairs["threshold"]).astype("boolean").mask(pairs["lq"].isna())
    large, certain = pairs["is_large"].astype("boolean"), pairs["is_certain"].astype("boolean")
    return pairs.assign(passes=reaches & large & certain)


def classify_competent(
    employment: Wide,
    educated: Wide,
    *,
    threshold: float = 1.25,
    grid: Sequence[float] = THRESHOLDS,
    intensity_floor: float = 0.8,
    reference: ByIndustry | None = None,
    educated_reference: ByIndustry | None = None,
) -> LongTable:
    r"""Which industries are competent in which region.

    .. math:: LQ^H_{ri} \geq t \;\wedge\; \kappa_{ri} \geq k

    Parameters
    ----------
    employment, educated : DataFrame, shape (n_regions, n_industries)
        All employed, and those with high education.
    threshold : float
        Lowest competence quotient t.
    grid : sequence of float
        Thresholds over which the rule is repeated.
    intensity_floor : float
        Lowest education intensity k relative to the same industry in the reference.
    reference, educated_reference : Series, optional
        The same in the reference economy; the column sums when omitted.

    Returns
    -------
    DataFrame
        Long table `region, industry, competence, relative_intensity, is_intense, is_competent,
        thresholds_passed, grid_share`; booleans are missing where unknown.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.competence.relative_intensity`.

    Examples
    --------
    >>> everyone, high = pd.DataFrame({"a": [6, 4], "b": [4, 6]}), pd.DataFrame({"a": [3, 1], "b": [1, 3]})
    >>> classify_competent(everyone, high).loc[:1, ["competence", "is_competent", "grid_share"]]
       competence  is_competent  grid_share
    0         1.5          True        0.75
    1         0.5         False        0.00
    """
    cuts = _grid(grid, threshold)
    quotient = competence_quotient(educated, educated_reference)
    intensity = relative_intensity(employment, educated, reference=reference, educated_reference=educated_reference)
    intensity = same_labels(quotient, intensity, "employment and educated")
    table = tidy(
        quotient.index, quotient.columns, competence=quotient.to_numpy(), relative_intensity=intensity.to_numpy()
    )
    intense = _at_least(table["relative_intensity"], intensity_floor)
    return _with_grid(table.assign(is_intense=intense), intense, threshold, cuts, "is_competent", "competence")


def three_stars(
    employment: Wide, *, top_share: float = 0.1, min_lq: float = 2.0, min_employees: float = 1000
) -> LongTable:
    """Stars for size, specialisation and focus, in the manner of the European Cluster Observatory.

    A region gets a star in an industry if it is among the top regions by employed (size), if its location
    quotient reaches `min_lq` (specialisation), and if it is among the top regions by the industry's share of
    the region's employed (focus).

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons, all regions of the nation.
    top_share : float
        Share of the regions, 0-1, that counts as top; rounded to whole regions, at least one.
    min_lq : float
        Lowest location quotient for the star of specialisation.
    min_employees : float
        Fewest employed for any star.

    Returns
    -------
    DataFrame
        Long table `region, industry, employed, lq, focus, star_size, star_specialisation, star_focus, stars`;
        stars 0-3, missing where something is suppressed.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.specialisation.location_quotient`, or if `top_share` is not in 0-1.

    Notes
    -----
    A national re-scaling: with 21 counties the top tenth is two of them. These are not the stars that the
    observatory gave European regions.

    References
    ----------
    European Cluster Observatory (2011), methodology; the floor of 1,000 employed is from memory of it.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [3000, 2000], "b": [7000, 88_000]}, index=["x", "y"])
    >>> three_stars(table)["stars"].tolist()
    [3.0, 0.0, 0.0, 2.0]
    """
    if not 0 < top_share <= 1:
        raise SchemaError(f"top_share must lie between 0 and 1, not {top_share}.")
    counts = as_counts(employment)
    quotient, focus = location_quotient(counts), economy_shares(counts)[0]
    top = max(1, round(top_share * len(counts)))
    stars = {
        "star_size": _top(counts, top),
        "star_specialisation": (quotient >= min_lq).astype(float).where(quotient.notna()),
        "star_focus": _top(focus, top),
    }
    enough = (counts >= min_employees).astype(float).where(counts.notna())
    given = {name: (star * enough).to_numpy() for name, star in stars.items()}
    values = {"employed": counts.to_numpy(), "lq": quotient.to_numpy(), "focus": focus.to_numpy()}
    return tidy(counts.index, counts.columns, **values, **given, stars=sum(given.values()))


def _grid(grid: Sequence[float], threshold: float) -> tuple[float, ...]:
    cuts = tuple(float(cut) for cut in grid)
    if not cuts or min(*cuts, threshold) <= 0:
        raise SchemaError(f"threshold and grid must be positive, not {threshold} and {list(grid)}.")
    return cuts


def _at_least(values: object, floor: float) -> pd.Series:
    cells = pd.Series(np.asarray(values, float))
    return _known(cells >= floor, cells)


def _known(condition: pd.Series, cells: pd.Series) -> pd.Series:
    return condition.astype("boolean").mask(cells.isna())


def _with_grid(
    table: LongTable,
    others: pd.Series,
    threshold: float,
    grid: tuple[float, ...],
    name: str,
    column: str = "lq",
) -> LongTable:
    passed = pd.concat([_at_least(table[column], cut) & others for cut in grid], axis=1).astype("Float64")
    count = passed.sum(axis=1, skipna=False).astype("Int64")
    chosen = _at_least(table[column], threshold) & others
    share = pd.Series(divide(count.astype(float).to_numpy(na_value=np.nan), len(grid)))
    return table.assign(**{name: chosen}, thresholds_passed=count, grid_share=share)


def _top(values: Wide, number: int) -> pd.DataFrame:
    ranks: FloatArray = values.rank(ascending=False, method="min").to_numpy()
    positive = (values > 0).to_numpy()
    star = pd.DataFrame(((ranks <= number) & positive).astype(float), values.index, values.columns)
    return star.where(values.notna())
