"""Which regions and industries are complex, judged only by which region has which industry.

A region is complex if its industries are found in complex regions, and an industry is complex if the regions
that have it are: a circle that the second eigenvector solves. The index orders many regions of a
large economy. Among three counties it orders nothing: there, report the industries' complexity only.
"""

from __future__ import annotations

import contextlib
import warnings

import numpy as np
import pandas as pd
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from nmanalys.errors import NmanalysWarning, SchemaError
from nmanalys.measures.frames import as_binary
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, FloatArray, Wide

__all__ = ["economic_complexity"]

# below this correlation with diversity the sign of the index is a matter of taste
CLEAR_SIGN = 0.3
# from this size on Lanczos is faster than LAPACK
LARGE = 100


def economic_complexity(binary: Wide) -> tuple[ByRegion, ByIndustry]:
    r"""Economic complexity of regions and product complexity of industries.

    The eigenvector :math:`K` of the second largest eigenvalue of

    .. math:: \widetilde{M}_{rs} = \sum_i \frac{M_{ri} M_{si}}{k_{r,0} \, k_{i,0}}, \qquad
        ECI = \frac{K - \overline{K}}{\operatorname{sd}(K)}

    with the population standard deviation; PCI is scaled so that a region's ECI is the mean PCI of its
    specialisations.

    Parameters
    ----------
    binary : DataFrame, shape (n_regions, n_industries)
        Specialisations, 0 or 1.

    Returns
    -------
    tuple of Series and Series
        ECI by region (mean 0, standard deviation 1) and PCI by industry. The sign makes ECI rise with
        diversity. Regions without specialisations and industries without regions are left out and missing.

    Raises
    ------
    SchemaError
        If a cell is missing or is not 0 or 1, or if fewer than two regions or industries are left.

    Warns
    -----
    NmanalysWarning
        If ECI and diversity are nearly uncorrelated, so that the sign is ambiguous, or if the network falls
        apart, so that the index only tells its parts from one another.

    Notes
    -----
    Solved in the symmetric form on the smaller side, which is real and stable. The index is defined up to
    sign and scale; compare it only within one computation.

    References
    ----------
    Hidalgo and Hausmann (2009), PNAS 106(26). Mealy, Farmer and Teytelboym (2019), Science Advances 5(1).

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 1], [0, 1, 1], [0, 0, 1]], index=list("xyz"), columns=list("abc"))
    >>> regions, industries = economic_complexity(table)
    >>> regions.round(4).tolist(), industries.round(4).tolist()
    ([1.2247, 0.0, -1.2247], [3.6742, 1.2247, -1.2247])
    """
    special = as_binary(binary)
    _refuse_missing(special)
    cells = special.to_numpy()
    rows, columns = cells.any(axis=1), cells.any(axis=0)
    kept = cells if rows.all() and columns.all() else cells[np.ix_(rows, columns)]
    if min(kept.shape) < 2:
        raise SchemaError(f"Complexity needs two or more regions and industries, not {kept.shape}.")
    regions, industries = scaled_complexity(kept)
    return (
        _placed(regions, rows, special.index, "eci"),
        _placed(industries, columns, special.columns, "pci"),
    )


def scaled_complexity(cells: FloatArray) -> tuple[FloatArray, FloatArray]:
    """ECI and PCI of a bare array of zeros and ones in which no row and no column is empty."""
    vector, value = _second_eigenvector(cells)
    if value <= 1e-12:
        raise SchemaError("Complexity is undefined: all regions have the same specialisations.")
    diversity, ubiquity = cells.sum(axis=1), cells.sum(axis=0)
    vector = vector * _sign(vector, diversity)
    if value > 1 - 1e-9:
        _warn("the network of regions and industries falls apart, so complexity only tells its parts from one another")
    centre, spread = vector.mean(), vector.std()
    industries = (cells.T @ vector) / ubiquity / value
    return (vector - centre) / spread, (industries - centre) / spread


def _second_eigenvector(cells: FloatArray) -> tuple[FloatArray, float]:
    """Second eigenvector of D^-1 M U^-1 M' over regions, and its eigenvalue."""
    diversity, ubiquity = cells.sum(axis=1), cells.sum(axis=0)
    balanced = cells / np.sqrt(diversity)[:, None]
    balanced /= np.sqrt(ubiquity)
    wide = cells.shape[0] <= cells.shape[1]
    square = balanced @ balanced.T if wide else balanced.T @ balanced
    trivial = np.sqrt((diversity if wide else ubiquity) / cells.sum())
    # without the trivial eigenvector the second is the first, also when the two share their eigenvalue
    value, vector = _leading_eigenpair(square - np.outer(trivial, trivial))
    side = vector if wide else balanced @ vector
    return side / np.sqrt(diversity), value


def _leading_eigenpair(square: FloatArray) -> tuple[float, FloatArray]:
    """Largest eigenvalue of a symmetric matrix and its eigenvector: by Lanczos where the matrix is large."""
    last = len(square) - 1
    if last >= LARGE:
        # a start of our own: the library's is drawn by chance
        start = np.linspace(1.0, 2.0, last + 1)
        with contextlib.suppress(ArpackNoConvergence):
            values, vectors = eigsh(square, k=1, which="LA", v0=start, tol=0)
            return float(values[0]), vectors[:, 0]
    values, vectors = eigh(square, subset_by_index=[last, last])
    return float(values[0]), vectors[:, 0]


def _sign(vector: FloatArray, diversity: FloatArray) -> float:
    flat = np.ptp(diversity) == 0
    correlation = 0.0 if flat else float(np.corrcoef(vector, diversity)[0, 1])
    if abs(correlation) < CLEAR_SIGN:
        _warn(f"the sign of complexity is ambiguous: its correlation with diversity is only {abs(correlation):.2f}")
    return -1.0 if correlation < 0 else 1.0


def _placed(values: FloatArray, kept: np.ndarray, labels: pd.Index, name: str) -> pd.Series:
    placed = np.full(len(labels), np.nan)
    placed[kept] = values
    return pd.Series(placed, index=labels, name=name)


def _refuse_missing(special: Wide) -> None:
    missing = special.isna().to_numpy()
    if missing.any():
        row, column = np.argwhere(missing)[0]
        raise SchemaError(
            f"The specialisation matrix has no value in row '{special.index[row]}', column "
            f"'{special.columns[column]}'. Leave regions or industries with suppressed cells out "
            "(panel.complete_block) and say which."
        )


def _warn(message: str) -> None:
    warnings.warn(f"economic_complexity: {message}.", NmanalysWarning, stacklevel=5)
