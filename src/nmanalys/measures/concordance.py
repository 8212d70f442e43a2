"""From one classification to another by fractional weights, such as patents from technology classes to industries.

A key says only what it was made for. The common key from patent classes to industries leads to manufacturing alone, so
that services have no patents by construction: not zero, but not applicable.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts
from nmanalys.vocabulary.typing import LongTable, Wide

__all__ = ["translate_classes"]

TOLERANCE = 1e-9


def translate_classes(counts: Wide, key: LongTable, *, targets: pd.Index | None = None) -> Wide:
    r"""Counts by the classes of another classification.

    .. math:: y_{rj} = \sum_c w_{cj} x_{rc}, \qquad \sum_j w_{cj} = 1

    Parameters
    ----------
    counts : DataFrame, shape (n_regions, n_classes)
        Counts by the classes of the first classification, fractional or whole; missing if unknown.
    key : DataFrame
        `source, target, weight`: how much of each class of the first belongs to one of the second, 0-1.
    targets : Index, optional
        Classes of the second that are wanted; those of the key when omitted.

    Returns
    -------
    DataFrame, shape (n_regions, n_targets)
        Counts in the same unit, with the same row sums over all of the key's targets. Missing where a class that
        contributes is, and throughout for a target that the key never leads to: that is not applicable, not zero.

    Raises
    ------
    SchemaError
        If a count is negative, a weight lies outside 0-1, a link occurs twice, a class has no link, or the weights of a
        class do not sum to 1 (within 1e-9).

    Notes
    -----
    Fractions assume that a class divides everywhere as it does on average.

    References
    ----------
    Van Looy, Vereyen and Schmoch (2015), Patent Statistics: Concordance IPC V8-NACE Rev. 2, version 2.0, Eurostat.

    Examples
    --------
    >>> patents = pd.DataFrame({"A01B": [4.0], "B25J": [2.0]}, index=["20"])
    >>> key = pd.DataFrame({"source": ["A01B", "B25J", "B25J"], "target": ["28", "28", "26"], "weight": [1, 0.5, 0.5]})
    >>> translate_classes(patents, key, targets=pd.Index(["26", "28", "55"])).loc["20"].tolist()
    [1.0, 5.0, nan]
    """
    table = as_counts(counts, "counts", zero_rows=True)
    weights = _weights(table.columns, key)
    cells = table.to_numpy()
    sums = np.nan_to_num(cells) @ weights.to_numpy()
    # a class that is unknown makes unknown what it contributes to
    unknown = np.isnan(cells).astype(float) @ (weights.to_numpy() > 0) > 0
    result = pd.DataFrame(np.where(unknown, np.nan, sums), table.index, weights.columns)
    return result if targets is None else result.reindex(columns=targets)


def _weights(classes: pd.Index, key: LongTable) -> pd.DataFrame:
    absent = [column for column in ("source", "target", "weight") if column not in key]
    if absent:
        raise SchemaError(f"key has no column '{absent[0]}'.")
    wrong = key[~key["weight"].between(0, 1) | key.duplicated(["source", "target"])]
    if len(wrong):
        link = wrong.iloc[0]
        raise SchemaError(f"key: '{link['source']}' to '{link['target']}' occurs twice or its weight is not in 0-1.")
    missing = classes.difference(key["source"], sort=False)
    if len(missing):
        raise SchemaError(f"key: the class '{missing[0]}' leads nowhere. Add its links or leave it out of counts.")
    weights = key.pivot(index="source", columns="target", values="weight").fillna(0.0).loc[classes]
    off = (weights.sum(axis=1) - 1).abs() > TOLERANCE
    if off.any():
        raise SchemaError(f"key: the weights of '{off.idxmax()}' sum to {weights.sum(axis=1)[off.idxmax()]:g}, not 1.")
    return weights.loc[:, weights.any()].astype(float).rename_axis(columns=None)
