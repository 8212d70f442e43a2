"""Relatedness in bare arrays, for what is computed many times over: the input is known to be valid."""

from __future__ import annotations

from typing import Literal

import numpy as np

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.vocabulary.typing import FloatArray

__all__ = ["Normalisation", "density", "products", "related"]

Normalisation = Literal["association", "cosine", "jaccard", "probability"]


def related(cells: FloatArray, method: Normalisation = "association") -> FloatArray:
    """Relatedness of the columns of a bare array that is known to hold zeros, ones and missing values only."""
    counts = products(cells)
    np.fill_diagonal(counts, 0.0)
    values = divide(counts, _expected(counts, counts.sum(axis=0), method))
    np.fill_diagonal(values, 0.0)
    return values


def density(cells: FloatArray, weights: FloatArray) -> FloatArray:
    """Relatedness density in bare arrays that are known to be valid; no weight is missing."""
    sums = weights.sum(axis=1)
    unknown = np.isnan(cells)
    known = np.nan_to_num(cells) if unknown.any() else cells
    shares = divide(known @ (100 * weights.T), sums)
    if unknown.any():
        shares[unknown.astype(float) @ (weights.T > 0) > 0] = np.nan
    return shares


def products(cells: FloatArray) -> FloatArray:
    """M'M, missing where a missing cell could make a difference."""
    unknown = np.isnan(cells)
    if not unknown.any():
        # single precision counts exactly up to 2^24 regions, in half the time
        exact = cells.astype(np.float32) if len(cells) < 2**24 else cells
        return (exact.T @ exact).astype(float)
    known, maybe = np.nan_to_num(cells), unknown.astype(float)
    mixed = maybe.T @ known
    counts = known.T @ known
    counts[(mixed + mixed.T + maybe.T @ maybe) > 0] = np.nan
    return counts


def _expected(cells: FloatArray, sums: FloatArray, method: str) -> FloatArray:
    total, pairs = sums.sum(), np.outer(sums, sums)
    if method == "association":
        return divide(pairs, total)
    if method == "cosine":
        return np.sqrt(pairs)
    if method == "jaccard":
        return sums[:, None] + sums - cells
    if method == "probability":
        rest = divide(pairs, total - sums[:, None])
        return (rest + rest.T) / 2
    raise SchemaError(f"Unknown method '{method}'. Known: association, cosine, jaccard, probability.")
