"""Key figures of a region beside the nation's: sums over its counties, divided by sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.vocabulary.key_figures import KEY_FIGURES, KeyFigure, Quantity
from nmanalys.vocabulary.typing import LongTable

__all__ = ["key_figures"]

NATION = ("00",)


def key_figures(tables: Mapping[str, LongTable], counties: Sequence[str], year: int) -> LongTable:
    r"""Key figures of a region and of the nation.

    .. math:: f_r = c \, \frac{\sum_{k \in r} q_k}{\sum_{k \in r} p_k}

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
        One row a figure: `figure, label_sv, unit_sv, year, value, national_value, earlier_year, earlier_value,
        decimals, has_level`. A number is missing where a county's number is: a sum of some would pass for the whole.

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
    return pd.DataFrame([_row(figure, tables, counties, year) for figure in KEY_FIGURES])


def _row(figure: KeyFigure, tables: Mapping[str, LongTable], counties: Sequence[str], year: int) -> dict[str, object]:
    at = figure.year or year
    earlier = figure.earlier if figure.earlier and figure.earlier < at else None
    return {
        "figure": figure.name,
        "label_sv": figure.label_sv,
        "unit_sv": figure.unit_sv,
        "year": at,
        "value": _value(figure, tables, counties, at),
        "national_value": _value(figure, tables, NATION, at),
        "earlier_year": float("nan") if earlier is None else float(earlier),
        "earlier_value": float("nan") if earlier is None else _value(figure, tables, counties, earlier),
        "decimals": figure.decimals,
        "has_level": figure.has_level,
    }


def _value(figure: KeyFigure, tables: Mapping[str, LongTable], counties: Sequence[str], year: int) -> float:
    if figure.is_rate and len(counties) > 1:
        return float("nan")
    number = _sum(figure.quantity, tables, counties, year)
    per = _sum(figure.per, tables, counties, year) if figure.per else 1.0
    return figure.scale * number / per if per else float("nan")


def _sum(quantity: Quantity, tables: Mapping[str, LongTable], counties: Sequence[str], year: int) -> float:
    if quantity.table not in tables:
        raise SchemaError(f"The key figures need the table '{quantity.table}', which is not given.")
    table = tables[quantity.table]
    kind = "measure" if "measure" in table else "sni_group"
    number = "value" if "value" in table else "employed"
    chosen = table[(table[kind] == quantity.kind) & (table["year"] == (quantity.year or year))]
    return float(chosen.set_index("region_code")[number].reindex(list(counties)).sum(skipna=False))
