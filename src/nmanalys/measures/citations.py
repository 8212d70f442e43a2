"""Field-normalised citations, for universities with enough publications.

A citation count means nothing by itself: fields, years and types of document differ. It is compared with the world's
mean of the same. Data bases leave out much of what small universities publish (proceedings, books, Swedish), so below
a minimum size no citation measure is shown at all.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import FloatArray, LongTable

__all__ = ["field_normalised_citations"]


def field_normalised_citations(
    publications: LongTable,
    rng: np.random.Generator,
    *,
    by: str = "university",
    min_publications: float = 50.0,
    confidence: float = 0.95,
    draws: int = 1000,
) -> LongTable:
    r"""Mean normalised citation score and share of highly cited publications.

    .. math:: MNCS = \frac{\sum_j f_j \, c_j / e_j}{\sum_j f_j}, \qquad
        PP_{top} = \frac{\sum_j f_j \, top_j}{\sum_j f_j}

    Parameters
    ----------
    publications : DataFrame, one row a publication and unit
        `by`, `citations` (c), `expected` (e: world mean of the same field, year and type), `fraction` (f, the
        unit's share of the publication, 0-1), `top` (share of it that counts as among the most cited tenth).
    rng : Generator
        Source of chance, for the bootstrap over publications.
    by : str
        Column of the unit.
    min_publications : float
        Fewest fractional publications for a citation measure.
    confidence : float
        Level of the stability interval, 0-1.
    draws : int
        Number of resamples.

    Returns
    -------
    DataFrame, by unit
        `publications` (fractional), `mncs, mncs_lower, mncs_upper, top_share, top_lower, top_upper`,
        `is_too_few`. Measures are missing below the minimum size. MNCS 2 = twice the world mean.

    Raises
    ------
    SchemaError
        If a column is missing, citations are negative, expectations not positive or fractions not in 0-1.

    Notes
    -----
    A mean of a skewed distribution: one much cited publication can double it. The share of top publications
    is steadier.

    References
    ----------
    Waltman, van Eck, van Leeuwen, Visser and van Raan (2011), Journal of Informetrics 5(1).

    Examples
    --------
    >>> table = pd.DataFrame({"university": "kau", "citations": [4, 0], "expected": 2.0, "fraction": 1.0,
    ...                       "top": [1, 0]})
    >>> result = field_normalised_citations(table, np.random.default_rng(1), min_publications=2)
    >>> result.loc["kau", ["mncs", "top_share"]].tolist()
    [1.0, 0.5]
    """
    _check(publications, by)
    groups = publications.groupby(by, sort=True)
    rows = {name: _measures(rows, rng, min_publications, confidence, draws) for name, rows in groups}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(by)


def _measures(
    rows: LongTable, rng: np.random.Generator, least: float, confidence: float, draws: int
) -> dict[str, object]:
    weight = rows["fraction"].to_numpy(float)
    measures = {"mncs": divide(rows["citations"], rows["expected"]), "top": rows["top"].to_numpy(float)}
    few = bool(weight.sum() < least)
    result: dict[str, object] = {"publications": weight.sum()}
    sample = rng.integers(0, len(rows), (draws, len(rows)))
    for name, values in measures.items():
        point, lower, upper = [np.nan] * 3 if few else _bootstrapped(values, weight, sample, confidence)
        label = {"mncs": "mncs", "top": "top_share"}[name]
        result |= {label: point, f"{name}_lower": lower, f"{name}_upper": upper}
    return result | {"is_too_few": few}


def _bootstrapped(
    values: FloatArray, weight: FloatArray, sample: np.ndarray, confidence: float
) -> tuple[float, float, float]:
    means = divide((values * weight)[sample].sum(axis=1), weight[sample].sum(axis=1))
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(means, [tail, 1 - tail])
    return float(np.average(values, weights=weight)), float(lower), float(upper)


def _check(table: LongTable, by: str) -> None:
    columns = (by, "citations", "expected", "fraction", "top")
    require_columns(table, columns, "publications")
    for column in columns:
        if column != by and table[column].isna().any():
            raise SchemaError(f"publications: '{column}' is missing in row {table.index[table[column].isna()][0]}.")
    wrong = (table["citations"] < 0) | ~(table["expected"] > 0) | ~table["fraction"].between(0, 1)
    if wrong.any():
        raise SchemaError(f"publications: row {table.index[wrong.argmax()]} has an impossible value.")
