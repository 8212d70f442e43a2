"""Why a region's employment changed: with the nation, with its industries, or on its own.

An accounting identity, not an explanation: the regional part is what is left when the nation's growth and the
region's industries have had their say. It adds up exactly and depends on how finely industries are divided.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

import numpy as np

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts, divide, same_labels, tidy
from nmanalys.measures.panel import refuse_breaks
from nmanalys.measures.specialisation import economy_totals
from nmanalys.vocabulary.typing import Breaks, ByIndustry, FloatArray, LongTable, Wide

__all__ = ["arcelus_shift_share", "dynamic_shift_share", "shift_share"]

Method = Literal["dunn", "esteban_marquillas"]


def shift_share(
    start: Wide,
    end: Wide,
    *,
    method: Method = "dunn",
    reference_start: ByIndustry | None = None,
    reference_end: ByIndustry | None = None,
) -> LongTable:
    r"""Shift-share analysis of employment change.

    With growth :math:`g` of all employment, :math:`g_i` of the industry and :math:`g_{ri}` of the cell:

    .. math::
        \Delta E_{ri} = \underbrace{E_{ri} g}_{national} + \underbrace{E_{ri} (g_i - g)}_{mix}
        + \underbrace{E_{ri} (g_{ri} - g_i)}_{regional}

    Esteban-Marquillas splits the regional part by the homothetic employment
    :math:`E'_{ri} = E_{r\cdot} E_{\cdot i} / E_{\cdot\cdot}` into a competitive effect
    :math:`E'_{ri}(g_{ri} - g_i)` and an allocation effect :math:`(E_{ri} - E'_{ri})(g_{ri} - g_i)`.

    Parameters
    ----------
    start, end : DataFrame, shape (n_regions, n_industries)
        Employed persons in the first and last year.
    method : {"dunn", "esteban_marquillas"}
        Whether to split the regional part.
    reference_start, reference_end : Series, shape (n_industries,), optional
        The nation's employed in the same years; the column sums when omitted.

    Returns
    -------
    DataFrame
        Long table `region, industry, national_share, industry_mix, regional_shift, [competitive_effect,
        allocation_effect,] change`, in persons. Parts are missing where the industry did not exist in the
        nation at the start; the two effects also where it did not exist in the region.

    Raises
    ------
    SchemaError
        If a count is negative, a region has no employed, the labels differ, the method is unknown, or the nation's
        employed are given for one of the years only.

    Notes
    -----
    The allocation effect is positive where the region is specialised and competitive, or neither.

    References
    ----------
    Dunn (1960), Papers in Regional Science 6(1). Esteban-Marquillas (1972), Regional and Urban Economics 2(3).

    Examples
    --------
    >>> import pandas as pd
    >>> start = pd.DataFrame({"a": [100, 300], "b": [50, 550]})
    >>> end = pd.DataFrame({"a": [130, 320], "b": [45, 600]})
    >>> shift_share(start, end, method="esteban_marquillas").iloc[0, 2:].round(6).tolist()
    [9.5, 3.0, 17.5, 10.5, 7.0, 30.0]
    """
    if method not in ("dunn", "esteban_marquillas"):
        raise SchemaError(f"Unknown method '{method}'. Known: dunn, esteban_marquillas.")
    first = as_counts(start, "start")
    last = same_labels(first, as_counts(end, "end"), "start and end")
    before, after = first.to_numpy(), last.to_numpy()
    growth, industry, homothetic = _nation(first, last, reference_start, reference_end)
    parts = _dunn(before, after, growth, industry)
    if method == "esteban_marquillas":
        advantage = divide(after - before, before) - industry
        parts["competitive_effect"] = homothetic * advantage
        parts["allocation_effect"] = (before - homothetic) * advantage
    return tidy(first.index, first.columns, **parts, change=after - before)


def dynamic_shift_share(
    panel: Mapping[int, Wide],
    *,
    method: Method = "dunn",
    reference: Mapping[int, ByIndustry] | None = None,
    breaks: Breaks = (),
) -> LongTable:
    r"""Shift-share year by year, summed.

    .. math:: NS_{ri} = \sum_t E_{ri}(t)\, g(t), \quad \text{and likewise for the other parts}

    Parameters
    ----------
    panel : mapping of int to DataFrame
        Employed persons by year, all with the same labels.
    method : {"dunn", "esteban_marquillas"}
        As in :func:`shift_share`.
    reference : mapping of int to Series, optional
        The nation's employed by year, for every year of the panel; the column sums when omitted.
    breaks : sequence of mapping
        Breaks of the series, as in :func:`~nmanalys.measures.panel.refuse_breaks`.

    Returns
    -------
    DataFrame
        As :func:`shift_share`.

    Raises
    ------
    SeriesBreakError
        If a break lies between the first and the last year.
    SchemaError
        If there are fewer than two years, the reference lacks one, or as in :func:`shift_share`.

    Notes
    -----
    Using a new base every year, it follows a region whose industries change; gaps between years are bridged
    in one step.

    References
    ----------
    Barff and Knight (1988), Growth and Change 19(2).

    Examples
    --------
    >>> import pandas as pd
    >>> years = {2020: pd.DataFrame([[100, 100]]), 2021: pd.DataFrame([[110, 100]]),
    ...          2022: pd.DataFrame([[120, 120]])}
    >>> dynamic_shift_share(years)["change"].tolist()
    [20.0, 20.0]
    """
    years = sorted(panel)
    if len(years) < 2:
        raise SchemaError(f"A dynamic analysis needs two or more years, not {len(years)}.")
    refuse_breaks(years[0], years[-1], breaks)
    totals = reference or {}
    absent = [year for year in years if year not in totals] if reference is not None else []
    if absent:
        raise SchemaError(f"reference: the nation's employed of {absent[0]} are missing.")
    steps = [
        shift_share(
            panel[one],
            same_labels(panel[years[0]], panel[two], f"{years[0]} and {two}"),
            method=method,
            reference_start=totals.get(one),
            reference_end=totals.get(two),
        )
        for one, two in pairwise(years)
    ]
    cells = steps[0].columns[2:]
    order = [step.set_index(["region", "industry"])[cells] for step in steps]
    return sum(order[1:], start=order[0]).loc[order[0].index].reset_index()


def arcelus_shift_share(
    start: Wide,
    end: Wide,
    *,
    reference_start: ByIndustry | None = None,
    reference_end: ByIndustry | None = None,
) -> LongTable:
    r"""Arcelus' extension: each effect split into what the region's size and what its structure brings.

    With the homothetic employment :math:`E'_{ri}` and the region's own growth :math:`g_r`, the parts are
    national :math:`g`, mix :math:`g_i - g`, regional growth :math:`g_r - g` and regional mix
    :math:`g_{ri} - g_i - (g_r - g)`, each times :math:`E'_{ri}` (expected) and times
    :math:`E_{ri} - E'_{ri}` (differential).

    Parameters
    ----------
    start, end : DataFrame, shape (n_regions, n_industries)
        Employed persons in the first and last year.
    reference_start, reference_end : Series, shape (n_industries,), optional
        As in :func:`shift_share`.

    Returns
    -------
    DataFrame
        Long table `region, industry`, eight parts `national_expected … regional_mix_differential`, `change`,
        in persons. The parts sum to the change; missing where a cell was empty at the start.

    Raises
    ------
    SchemaError
        As in :func:`shift_share`.

    References
    ----------
    Arcelus (1984), Growth and Change 15(1).

    Examples
    --------
    >>> import pandas as pd
    >>> start = pd.DataFrame({"a": [100, 300], "b": [50, 550]})
    >>> end = pd.DataFrame({"a": [130, 320], "b": [45, 600]})
    >>> row = arcelus_shift_share(start, end).iloc[0]
    >>> round(row["national_expected"], 3), round(row["mix_differential"], 3)
    (np.float64(5.7), np.float64(1.2))
    """
    first = as_counts(start, "start")
    last = same_labels(first, as_counts(end, "end"), "start and end")
    before, after = first.to_numpy(), last.to_numpy()
    regional = divide(after.sum(axis=1), before.sum(axis=1))[:, None] - 1
    growth, industry, expected = _nation(first, last, reference_start, reference_end)
    rates = {
        "national": np.full(before.shape, growth),
        "mix": np.broadcast_to(industry - growth, before.shape),
        "regional_growth": np.broadcast_to(regional - growth, before.shape),
        "regional_mix": divide(after, before) - 1 - industry - (regional - growth),
    }
    parts = {}
    for name, rate in rates.items():
        parts[f"{name}_expected"] = expected * rate
        parts[f"{name}_differential"] = (before - expected) * rate
    return tidy(first.index, first.columns, **parts, change=after - before)


def _nation(
    first: Wide, last: Wide, reference_start: ByIndustry | None, reference_end: ByIndustry | None
) -> tuple[float, FloatArray, FloatArray]:
    """Growth of all employment and of each industry, and homothetic employment."""
    if (reference_start is None) != (reference_end is None):
        raise SchemaError("Give the nation's employed for both years, or for neither.")
    rows, nation, total = economy_totals(first, reference_start)
    _, nation_after, total_after = economy_totals(last, reference_end)
    industry = divide(nation_after.to_numpy() - nation.to_numpy(), nation.to_numpy())
    return float(divide(total_after - total, total)), industry, divide(np.outer(rows, nation), total)


def _dunn(before: FloatArray, after: FloatArray, growth: float, industry: FloatArray) -> dict[str, FloatArray]:
    return {
        "national_share": before * growth,
        "industry_mix": before * (industry - growth),
        # as a difference, so that an industry new to the region counts fully as regional
        "regional_shift": after - before - before * industry,
    }
