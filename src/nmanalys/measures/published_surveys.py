"""Earlier surveys of clusters, known only by the shares that were printed."""

from __future__ import annotations

import pandas as pd

from nmanalys.measures.intervals import wilson_interval
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import LongTable

__all__ = ["earlier_surveys"]

FIGURES = ("indicator", "unit", "geography", "period", "value", "source_title", "source_url", "note")


def earlier_surveys(figures: LongTable, *, confidence: float = 0.95) -> LongTable:
    """Earlier cluster surveys as they were published, with Wilson's interval where the number of answers is known.

    Parameters
    ----------
    figures : DataFrame
        Published figures `indicator, unit, geography, period, value, source_title, source_url, note`. Used are the
        indicators that begin with ``klusterenkät:``; per cent are shares of the firms that answered.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    DataFrame
        `indicator, geography, period, share, n, population, lower, upper, is_approximate, source_title,
        source_url, note`. `n` and `population` are those that the same survey published, else missing, and the
        limits with them.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    The source prints whole per cent, so the number of firms behind a share is known to within half a per cent only.

    Examples
    --------
    >>> rows = {"indicator": ["klusterenkät: ökad försäljning", "klusterenkät: svarande företag",
    ...                       "klusterenkät: tillfrågade företag"],
    ...         "unit": ["procent av de svarande företagen", "företag", "företag"], "value": ["22", "293", "430"]}
    >>> about = dict.fromkeys(["source_title", "source_url", "note"], "")
    >>> figures = pd.DataFrame(rows).assign(geography="Värmland", period="2008", **about)
    >>> earlier_surveys(figures)[["share", "lower", "upper"]].round(3).values.tolist()
    [[0.22, 0.193, 0.246]]
    """
    require_columns(figures, FIGURES, "figures")
    rows = figures[figures["indicator"].str.startswith("klusterenkät:")].copy()
    rows["indicator"] = rows["indicator"].str.removeprefix("klusterenkät:").str.strip()
    rows["number"] = pd.to_numeric(rows["value"])
    survey = ["geography", "period"]
    counts = {"n": "svarande företag", "population": "tillfrågade företag"}
    table = rows[rows["unit"].str.startswith("procent")].assign(share=lambda given: given["number"] / 100)
    for column, indicator in counts.items():
        known = rows[rows["indicator"] == indicator].set_index(survey)["number"].rename(column)
        table = table.join(known, on=survey)
    successes = (table["share"] * table["n"]).round()
    limits = wilson_interval(successes, table["n"], population=table["population"], confidence=confidence)
    table[["lower", "upper"]] = limits[["lower", "upper"]].to_numpy()
    table["is_approximate"] = table["unit"].str.contains("cirka")
    columns = ["indicator", *survey, "share", "n", "population", "lower", "upper", "is_approximate"]
    return table[[*columns, "source_title", "source_url", "note"]].reset_index(drop=True)
