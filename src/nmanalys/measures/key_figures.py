"""Key figures of a region beside the nation's, with how certain they are: sums over its counties, divided by sums."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.measures.intervals import poisson_interval
from nmanalys.measures.rate_comparison import rate_ratio
from nmanalys.vocabulary.key_figures import KEY_FIGURES, KeyFigure, Quantity
from nmanalys.vocabulary.typing import LongTable

__all__ = ["key_figures"]

NATION = ("00",)


class Measured(NamedTuple):
    """A figure, and the number of events behind it; missing where it does not count events."""

    value: float
    events: float


NOTHING = Measured(float("nan"), float("nan"))


def key_figures(tables: Mapping[str, LongTable], counties: Sequence[str], year: int) -> LongTable:
    r"""Key figures of a region and of the nation.

    .. math:: f_r = c \, \frac{\sum_{k \in r} q_k}{\sum_{k \in r} p_k}

    A published rate :math:`\lambda_k` with its events :math:`n_k` is joined as
    :math:`\sum_k n_k / \sum_k (n_k / \lambda_k)`.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The tables that the declared figures name, with `region_code, year`, a column of kinds (`measure` or
        `sni_group`) and a column of numbers (`value` or `employed`).
    counties : sequence of str
        Codes of the counties that the region consists of.
    year : int
        Year of the figures that have no year of their own.

    Returns
    -------
    DataFrame
        One row a figure: `figure, label_sv, unit_sv, year, value, lower, upper, national_value, earlier_year,
        earlier_value, national_earlier_value, is_clear_change, decimals, has_level`. A number is missing where a
        county's number is: a sum of some would pass for the whole. The exact 95 per cent limits, and whether the
        change is larger than chance, are missing where the figure does not count events.

    Raises
    ------
    SchemaError
        If a table is not given.

    Examples
    --------
    >>> rows = [("20", 2019, "population", 4.0), ("00", 2019, "population", 8.0)]
    >>> table = pd.DataFrame(rows, columns=["region_code", "year", "measure", "value"])
    >>> one = KeyFigure("people", "Folk", "personer", Quantity("population", "population"), year=2019)
    >>> _row(one, {"population": table}, ["20"], 2024)["value"]
    4.0
    """
    table = pd.DataFrame([_row(figure, tables, counties, year) for figure in KEY_FIGURES])
    return table.astype({"is_clear_change": "boolean"})


def _row(figure: KeyFigure, tables: Mapping[str, LongTable], counties: Sequence[str], year: int) -> dict[str, object]:
    at = figure.year or year
    earlier = figure.earlier if figure.earlier and figure.earlier < at else None
    now = _measured(figure, tables, counties, at)
    before = NOTHING if earlier is None else _measured(figure, tables, counties, earlier)
    limits = poisson_interval([now.events]).iloc[0]
    return {
        "figure": figure.name,
        "label_sv": figure.label_sv,
        "unit_sv": figure.unit_sv,
        "year": at,
        "value": now.value,
        "lower": now.value * float(limits["lower"]) / now.events,
        "upper": now.value * float(limits["upper"]) / now.events,
        "national_value": _measured(figure, tables, NATION, at).value,
        "earlier_year": NOTHING.value if earlier is None else float(earlier),
        "earlier_value": before.value,
        "national_earlier_value": NOTHING.value
        if earlier is None
        else _measured(figure, tables, NATION, earlier).value,
        "is_clear_change": _is_clear(before, now),
        "decimals": figure.decimals,
        "has_level": figure.has_level,
    }


def _measured(figure: KeyFigure, tables: Mapping[str, LongTable], counties: Sequence[str], year: int) -> Measured:
    events = _numbers(figure.events, tables, counties, year) if figure.events else pd.Series(dtype=float)
    count = float(events.sum(skipna=False)) if len(events) else float("nan")
    numbers = _numbers(figure.quantity, tables, counties, year)
    if figure.is_rate and len(counties) > 1:
        return Measured(float(divide(count, (events / numbers).sum(skipna=False))), count)
    per = _numbers(figure.per, tables, counties, year).sum(skipna=False) if figure.per else 1.0
    return Measured(figure.scale * float(divide(numbers.sum(skipna=False), per)), count)


def _is_clear(before: Measured, now: Measured) -> bool | None:
    """Whether two rates differ by more than chance; None where events are not counted."""
    rates = (now.events, now.events / now.value, before.events, before.events / before.value)
    if not all(map(math.isfinite, rates)):
        return None
    ratio = rate_ratio(*([number] for number in rates), method="exact").iloc[0]
    return bool(ratio["lower"] > 1 or ratio["upper"] < 1)


def _numbers(quantity: Quantity, tables: Mapping[str, LongTable], counties: Sequence[str], year: int) -> pd.Series:
    if quantity.table not in tables:
        raise SchemaError(f"The key figures need the table '{quantity.table}', which is not given.")
    table = tables[quantity.table]
    kind = "measure" if "measure" in table else "sni_group"
    number = "value" if "value" in table else "employed"
    chosen = table[(table[kind] == quantity.kind) & (table["year"] == (quantity.year or year))]
    return chosen.set_index("region_code")[number].astype(float).reindex(list(counties))
