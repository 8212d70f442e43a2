"""Weights for non-response, and what they cost.

Firms that answered stand for those of the same cluster and size that did not. That helps only as far as the two are
alike, and unequal weights make every estimate less certain: unweighted results are reported first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.measures.intervals import wilson_interval
from nmanalys.vocabulary.typing import LongTable

__all__ = ["clustered_share", "design_effect", "nonresponse_weights", "weighted_sample_size"]


def nonresponse_weights(
    frame: LongTable,
    respondents: LongTable,
    *,
    by: Sequence[str] = ("cluster_id", "size_class"),
    min_cell: int = 5,
    trim: float = 3.0,
) -> pd.Series:
    r"""Weight of each respondent: firms asked over firms answering, in its cell.

    .. math:: w_h = N_h / n_h

    A cell with fewer than `min_cell` answers is merged with all others of the same first column (cluster). Weights
    above `trim` times the median are cut to it, and all are scaled to sum to the number asked.

    Parameters
    ----------
    frame : DataFrame
        Columns of `by`, and `firms`, the number asked.
    respondents : DataFrame, one row a respondent
        Columns of `by`.
    by : sequence of str
        Columns that define a cell; the first is kept when cells are merged.
    min_cell : int
        Fewest answers in a cell.
    trim : float
        Largest weight, in medians.

    Returns
    -------
    Series, by respondent
        Firms that the respondent stands for.

    Raises
    ------
    SchemaError
        If a respondent's cell is not in the frame or more answered than were asked.

    Examples
    --------
    >>> frame = pd.DataFrame({"cluster_id": "x", "size_class": ["s", "l"], "firms": [20, 5]})
    >>> answered = pd.DataFrame({"cluster_id": "x", "size_class": ["s"] * 5 + ["l"] * 5})
    >>> nonresponse_weights(frame, answered).unique().tolist()
    [4.0, 1.0]
    """
    keys = list(by)
    cells = frame.groupby(keys, as_index=False)["firms"].sum()
    answered = respondents.groupby(keys).size().rename("answered").reset_index()
    table = cells.merge(answered, on=keys, how="outer")
    if table["firms"].isna().any() or (table["answered"] > table["firms"]).any():
        wrong = table[table["firms"].isna() | (table["answered"] > table["firms"])].iloc[0]
        raise SchemaError(f"frame: more answered than were asked in '{', '.join(map(str, wrong[keys]))}'.")
    table["answered"] = table["answered"].fillna(0)
    # one small cell takes its whole cluster along, or it would have no partner
    merged = table.groupby(keys[0])["answered"].transform("min") < min_cell
    pooled = table[merged].groupby(keys[0])[["firms", "answered"]].transform("sum")
    table.loc[merged, ["firms", "answered"]] = pooled
    table["weight"] = divide(table["firms"], table["answered"])
    weights = respondents.reset_index().merge(table[[*keys, "weight"]], on=keys, how="left")["weight"].to_numpy()
    trimmed = np.minimum(weights, trim * np.median(weights))
    scale = cells["firms"].sum() / trimmed.sum() if len(trimmed) else 1.0
    return pd.Series(trimmed * scale, respondents.index, name="weight")


def clustered_share(
    successes: pd.Series, firms: pd.Series, *, population: float | None = None, confidence: float = 0.95
) -> pd.Series:
    r"""Share of answers where a firm may have answered more than once, with an interval that knows it.

    With :math:`y_j` successes of :math:`m_j` answers of firm j, k firms, :math:`n = \sum m_j` and
    :math:`p = \sum y_j / n`:

    .. math::
        \operatorname{Var}(p) = \frac{k}{k - 1} \frac{\sum_j (y_j - p m_j)^2}{n^2}, \qquad
        deff = \frac{\operatorname{Var}(p)}{p (1 - p) / n}, \qquad n_{eff} = n / \max(1, deff)

    and Wilson's interval with :math:`n_{eff}` answers.

    Parameters
    ----------
    successes : Series of bool
        Whether each answer counts; missing ones are left out.
    firms : Series, same labels
        The firm that gave it.
    population : float, optional
        Size of the population of answers, as in :func:`~nmanalys.measures.intervals.wilson_interval`.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    Series
        `n, firms, share, lower, upper` (0-1), `design_effect` (1 or more). Where all answers are alike, or there is
        one firm, every firm counts as one answer. Missing without answers.

    Raises
    ------
    SchemaError
        If the labels differ or the firm of an answer is missing.

    References
    ----------
    Korn and Graubard (1998), Survey Methodology 24(2).

    Examples
    --------
    >>> answers, firms = pd.Series([1, 1, 0, 0, 1, 1, 0, 0]), pd.Series(list("aabbccdd"))
    >>> clustered_share(answers, firms)[["n", "firms", "share", "design_effect"]].round(4).tolist()
    [8.0, 4.0, 0.5, 2.6667]
    """
    if not successes.index.equals(firms.index):
        raise SchemaError("successes and firms must have the same labels in the same order.")
    known = successes.notna().to_numpy()
    if firms[known].isna().any():
        raise SchemaError(f"The firm of the answer in row {firms[known].index[firms[known].isna()][0]} is missing.")
    groups = successes[known].astype(float).groupby(firms[known].to_numpy())
    hits, sizes = groups.sum().to_numpy(), groups.size().to_numpy(float)
    n, number = sizes.sum(), len(sizes)
    share = float(divide(hits.sum(), n))
    variance = float(divide(((hits - share * sizes) ** 2).sum() * number, (number - 1) * n**2))
    effect = float(divide(variance, divide(share * (1 - share), n)))
    effect = n / number if np.isnan(effect) and number else max(effect, 1.0)
    size = float(divide(n, effect))
    row = wilson_interval(share * size, size, population=population, confidence=confidence).iloc[0]
    return pd.Series({"n": n, "firms": float(number), **row, "design_effect": effect})


def design_effect(weights: ArrayLike) -> float:
    r"""Kish's design effect of unequal weights.

    .. math:: deff = 1 + cv^2(w) = n \sum w^2 / (\sum w)^2

    Parameters
    ----------
    weights : array_like, shape (n,)
        Weights above 0.

    Returns
    -------
    float
        1 or more: by how much unequal weights inflate variances.

    Raises
    ------
    SchemaError
        If a weight is not positive.

    References
    ----------
    Kish (1965), Survey Sampling, Wiley.

    Examples
    --------
    >>> design_effect([1, 1, 1, 3])
    1.3333333333333333
    """
    values = np.asarray(weights, float)
    if not len(values) or not (values > 0).all():
        raise SchemaError("Weights must be one or more numbers above 0.")
    return float(len(values) * (values**2).sum() / values.sum() ** 2)


def weighted_sample_size(weights: ArrayLike) -> float:
    r"""Equally weighted answers that would be as informative.

    .. math:: n_{eff} = n / deff = (\sum w)^2 / \sum w^2

    Parameters
    ----------
    weights : array_like, shape (n,)
        Weights above 0.

    Returns
    -------
    float
        Answers.

    Raises
    ------
    SchemaError
        If a weight is not positive.

    Examples
    --------
    >>> weighted_sample_size([1, 1, 1, 3])
    3.0
    """
    return len(np.asarray(weights)) / design_effect(weights)
