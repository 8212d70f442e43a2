"""What the intervals of location quotients and their relatives are built of.

Two ideas: the standard error of a logarithm (delta method), with the covariance that comes from the region being part of
the nation; and the binomial chance that one of an industry's employed works in the region (conditional limits).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from scipy.special import betaincinv

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts, divide, normal_quantile, same_labels, tidy
from nmanalys.measures.specialisation import economy_totals
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, FloatArray, LongTable, Wide

Method = Literal["delta_half", "delta", "jeffreys", "exact"]
HALVES = {"delta_half": 0.5, "delta": 0.0}
CONDITIONAL = ("jeffreys", "exact")


class Economy(NamedTuple):
    """Cells, their region's total, what their industry has elsewhere, and the reference's total."""

    counts: Wide
    cells: FloatArray
    region: FloatArray
    others: FloatArray
    total: float


def check_method(method: str) -> None:
    """Refuse a method that does not exist."""
    if method not in (*HALVES, *CONDITIONAL):
        raise SchemaError(f"Unknown method '{method}'. Known: {', '.join((*HALVES, *CONDITIONAL))}.")


def economy_of(
    employment: Wide,
    reference: ByIndustry | None = None,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> Economy:
    """Check the counts and put what the limits need side by side; the reference must contain the region."""
    counts = as_counts(employment)
    rows, nation, total = economy_totals(counts, reference, region_totals, reference_total)
    cells = counts.to_numpy()
    others = nation.to_numpy() - cells
    if (others < 0).any():
        row, column = np.argwhere(others < 0)[0]
        place = f"row '{counts.index[row]}', column '{counts.columns[column]}'"
        raise SchemaError(f"reference: {place} holds more than the reference does; it must contain the region.")
    return Economy(counts, cells, rows.to_numpy()[:, None], others, total)


def log_spread(economy: Economy, half: float, plants: tuple | None = None) -> tuple[FloatArray, FloatArray]:
    """Quotient and standard error of its logarithm, from the cell and from the rest of its industry."""
    _, cells, region, others, total = economy
    own, others = cells + half, others + half
    rest = total - region
    p, q, nation, weight = divide(own, region), divide(others, rest), (own + others) / total, region / total
    if plants is None:
        p_variance, q_variance = divide(p * (1 - p), region), divide(q * (1 - q), rest)
    else:
        p_variance, q_variance = p**2 * plants[0], q**2 * plants[1]
    variance = (divide(1, p) - divide(weight, nation)) ** 2 * p_variance
    # an industry found nowhere else has no chance variation there
    elsewhere = np.where(others == 0, 0.0, q_variance) * divide(1 - weight, nation) ** 2
    return divide(p, nation), np.sqrt(np.maximum(variance + elsewhere, 0.0))


def delta_limits(centre: FloatArray, spread: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Limits from a standard error on the log scale."""
    margin = np.exp(normal_quantile(confidence) * spread)
    return divide(centre, margin), centre * margin


def share_limits(economy: Economy, confidence: float, method: str) -> tuple[FloatArray, FloatArray]:
    """Limits of the region's share of the industry, given how many the industry employs."""
    normal_quantile(confidence)  # refuses a level that is none
    tail = (1 - confidence) / 2
    own, others = economy.cells, economy.others
    if method == "jeffreys":
        lower, upper = betaincinv(own + 0.5, others + 0.5, tail), betaincinv(own + 0.5, others + 0.5, 1 - tail)
    else:
        lower = betaincinv(np.maximum(own, 0.5), others + 1, tail)
        upper = betaincinv(own + 1, np.maximum(others, 0.5), 1 - tail)
    # none and all are their own limits
    return np.where(own == 0, 0.0, lower), np.where(others == 0, 1.0, upper)


def tidy_limits(economy: Economy, name: str, values: FloatArray, lower: FloatArray, upper: FloatArray) -> LongTable:
    """Long table; missing where the value is or where the region is the whole reference."""
    unknown = np.isnan(values) | (economy.region >= economy.total)
    lower = np.where((economy.cells == 0) & ~unknown, 0.0, lower)
    limits = {"lower": np.where(unknown, np.nan, lower), "upper": np.where(unknown, np.nan, upper)}
    return tidy(economy.counts.index, economy.counts.columns, **{name: values}, **limits)


def plant_variances(counts: Wide, plant_herfindahl: Wide) -> tuple[FloatArray, FloatArray]:
    """Herfindahl indices of the workplaces in each cell, and of those of the same industry in all other regions."""
    plants = same_labels(counts, as_counts(plant_herfindahl, "plant_herfindahl", zero_rows=True), "plants")
    cells, index = counts.to_numpy(), plants.to_numpy()
    if (index > 1).any():
        row, column = np.argwhere(index > 1)[0]
        raise SchemaError(f"plant_herfindahl: row '{counts.index[row]}', column '{counts.columns[column]}' is above 1.")
    squares = np.where(cells == 0, 0.0, index * cells**2)
    rest = divide(squares.sum(axis=0) - squares, (cells.sum(axis=0) - cells) ** 2)
    return index, rest
