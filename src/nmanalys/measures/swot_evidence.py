"""What the SWOT rules need to know of a region's industries, gathered from other stages' result tables."""

from __future__ import annotations

from inspect import signature

import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.monitoring import swot
from nmanalys.vocabulary.typing import LongTable

__all__ = ["confirmed", "swot_limits", "swot_rows"]

KEYS = ["region_code", "sni_group"]


def swot_rows(quotients: LongTable, change: LongTable, strengths: LongTable, *, unchanged: float = 0.01) -> LongTable:
    """Join the result tables of the industrial strengths, one row an industry.

    Parameters
    ----------
    quotients : DataFrame
        Result table `location_quotients`.
    change : DataFrame
        Result table `industry_change`.
    strengths : DataFrame
        Result table `industrial_strengths`.
    unchanged : float
        A quotient that has changed by less than this share counts as unchanged (1), and so does a competitive effect
        (0) of less than this share of the employed in the first year: a rule must not hang on a handful of jobs.

    Returns
    -------
    DataFrame
        `region, industry, year, lq, lower, upper, employed_share, dynamic_lq, competitive_effect, industry_mix,
        start_year, end_year, is_leading`, as :func:`~nmanalys.measures.monitoring.swot` takes it.

    Raises
    ------
    SchemaError
        If an industry occurs twice in one of the tables.

    Notes
    -----
    The regional shift stands for the competitive effect of Esteban-Marquillas: it has the same sign, and only the
    sign is asked for.
    """
    for name, table in (("quotients", quotients), ("change", change), ("strengths", strengths)):
        if table.duplicated(KEYS).any():
            raise SchemaError(f"{name}: an industry of a region occurs twice; keep one year.")
    rows = quotients.merge(change, on=KEYS, how="left")
    rows = rows.merge(strengths[[*KEYS, "is_leading"]], on=KEYS, how="left")
    names = {"region_code": "region", "sni_group": "industry", "share": "employed_share", "lq_ratio": "dynamic_lq"}
    rows = rows.rename(columns={**names, "regional_shift": "competitive_effect"})
    steady = (rows["dynamic_lq"] - 1).abs() < unchanged
    even = rows["competitive_effect"].abs() < unchanged * rows["start"]
    rows = rows.assign(
        dynamic_lq=rows["dynamic_lq"].mask(steady, 1.0), competitive_effect=rows["competitive_effect"].mask(even, 0.0)
    )
    columns = ["region", "industry", "year", "lq", "lower", "upper", "employed_share", "dynamic_lq"]
    return rows[[*columns, "competitive_effect", "industry_mix", "start_year", "end_year", "is_leading"]]


def confirmed(found: LongTable, rows: LongTable) -> LongTable:
    """Keep as strengths only the industries that pass all the thresholds of a leading industry.

    Parameters
    ----------
    found : DataFrame
        What :func:`~nmanalys.measures.monitoring.swot` found: `cell` and `row`, the label of the industry in `rows`.
    rows : DataFrame
        Industries with `is_leading`.

    Returns
    -------
    DataFrame
        The rows kept, with the columns of `rows` that `found` lacks.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> found = pd.DataFrame({"cell": ["strength", "threat"], "row": [0, 0]})
    >>> confirmed(found, pd.DataFrame({"is_leading": [False], "lq": [1.3]}))["cell"].tolist()
    ['threat']
    """
    require_columns(found, ["cell", "row"], "found")
    require_columns(rows, ["is_leading"], "rows")
    known = found.join(rows[rows.columns.difference(found.columns, sort=False)], on="row")
    leads = known["is_leading"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    return known[(known["cell"] != "strength") | pd.Series(leads, known.index)].reset_index(drop=True)


def swot_limits() -> dict[str, float]:
    """Return the limits that `swot` and :func:`swot_rows` use unless told otherwise.

    Examples
    --------
    >>> swot_limits()["most"], swot_limits()["unchanged"]
    (7, 0.01)
    """
    parameters = [*signature(swot).parameters.values(), *signature(swot_rows).parameters.values()]
    return {entry.name: entry.default for entry in parameters if entry.default is not entry.empty}
