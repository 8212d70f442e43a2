"""What the firms answered: shares with their base, and never more than the base can carry.

Few answers are shown as counts, very few not at all, and a share never without its n. An answer that everybody
gave is protected too, because it tells what each one answered. When all but one group of a published total
can be seen, the last one can be worked out; a second group is then suppressed with it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.measures.intervals import wilson_interval
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import FloatArray, LongTable

__all__ = ["ANSWERS", "answer_shares", "largest_remainder", "response_rates", "top_two_share"]

ANSWERS = (1, 2, 3, 4, 5)


def answer_shares(
    survey: LongTable,
    *,
    by: Sequence[str] = ("item",),
    answers: Sequence[int] = ANSWERS,
    min_n: int = 5,
    percent_n: int = 10,
    total_over: str | None = None,
) -> LongTable:
    """Distribution of the answers to each item.

    Parameters
    ----------
    survey : DataFrame
        Microdata, one row a firm and item (and cluster): the columns of `by`, and `answer`, missing where
        the firm skipped the item.
    by : sequence of str
        Columns that define a distribution.
    answers : sequence of int
        Codes of the answers in the order of the scale.
    min_n : int
        Fewest answers for anything to be shown.
    percent_n : int
        Fewest answers for shares; below, counts only.
    total_over : str, optional
        Column of `by` over which a total is published too: where exactly one group is suppressed, the
        smallest of the others is suppressed with it.

    Returns
    -------
    DataFrame
        Long table: `by`, `answer, n, skipped, count, share, percent, is_suppressed`. `count` and `share`
        (0-1) are missing where suppressed, `share` also below `percent_n`. `percent` is in whole
        numbers that sum to 100.

    Raises
    ------
    SchemaError
        If a column is missing or an answer is not one of the codes.

    Notes
    -----
    A distribution in which everybody gave the same answer is suppressed below `percent_n`. The scale is one of
    extent: its middle is not neutral, and its steps are not of equal length.

    Examples
    --------
    >>> table = pd.DataFrame({"item": 1, "answer": [1] * 6 + [2] * 5 + [None]})
    >>> answer_shares(table)[["answer", "n", "count", "percent"]].head(2)
       answer   n  count  percent
    0       1  11    6.0     55.0
    1       2  11    5.0     45.0
    """
    keys = list(by)
    require_columns(survey, [*keys, "answer"], "survey")
    given = survey["answer"].dropna()
    if not given.isin(answers).all():
        wrong = given[~given.isin(answers)].iloc[0]
        raise SchemaError(f"survey: answer {wrong} is none of {', '.join(map(str, answers))}.")
    counts = _counted(survey, keys, list(answers))
    asked = survey.groupby(keys, sort=True, observed=True).size()
    n = counts.sum(axis=1)
    suppressed = (n < min_n) | ((counts.max(axis=1) == n) & (n < percent_n))
    if total_over is not None:
        suppressed = _with_complement(suppressed, n, [key for key in keys if key != total_over])
    shown = counts.astype(float).mask(suppressed)
    shares = shown.div(n.where(n >= percent_n), axis=0)
    percents = pd.DataFrame([_percents(row) for row in shares.to_numpy()], shares.index, shares.columns)
    columns = {"count": shown, "share": shares, "percent": percents}
    table = pd.concat({name: values.stack(future_stack=True) for name, values in columns.items()}, axis=1)
    groups = pd.DataFrame({"n": n, "skipped": asked.reindex(n.index) - n, "is_suppressed": suppressed})
    table = table.reset_index().merge(groups.reset_index(), on=keys, how="left")
    return table[[*keys, "answer", "n", "skipped", "count", "share", "percent", "is_suppressed"]]


def top_two_share(
    survey: LongTable,
    *,
    by: Sequence[str] = ("item",),
    top: Sequence[int] = (1, 2),
    population: pd.Series | None = None,
    confidence: float = 0.95,
    min_n: int = 5,
    percent_n: int = 10,
) -> LongTable:
    """Share who chose one of the two highest answers, with Wilson's interval for a finite population.

    Parameters
    ----------
    survey : DataFrame
        Microdata as in :func:`answer_shares`.
    by : sequence of str
        Columns that define a group.
    top : sequence of int
        Codes of the answers that count.
    population : Series, optional
        Firms in the frame, by the values of `by` (or, without the item, by those of the other columns).
    confidence : float
        Confidence level, 0-1.
    min_n, percent_n : int
        As in :func:`answer_shares`.

    Returns
    -------
    DataFrame
        `by`, `n, population, count, share, lower, upper, is_census, is_suppressed`. Shares and limits are
        missing below `percent_n` answers, counts below `min_n`. In a census the limits equal the share.

    Raises
    ------
    SchemaError
        If a column is missing, a group has no population, or more answered than there are.

    Notes
    -----
    The interval covers chance in who answered, as if that had been drawn; it does not cover that those who
    answered may differ from those who did not.

    Examples
    --------
    >>> table = pd.DataFrame({"item": 1, "answer": [1] * 7 + [4] * 5})
    >>> top_two_share(table)[["n", "share", "lower", "upper"]].round(4).values.tolist()
    [[12.0, 0.5833, 0.3195, 0.8067]]
    """
    keys = list(by)
    require_columns(survey, [*keys, "answer"], "survey")
    answered = survey.dropna(subset="answer")
    high = answered.assign(high=answered["answer"].isin(top)).groupby(keys, sort=True, observed=True)["high"]
    everyone = survey.groupby(keys, sort=True, observed=True).size().index
    groups = pd.DataFrame({"n": high.size(), "count": high.sum()}).reindex(everyone, fill_value=0)
    members = None if population is None else _population(groups.index, population)
    limits = wilson_interval(groups["count"], groups["n"], population=members, confidence=confidence)
    alike = (groups["count"] == 0) | (groups["count"] == groups["n"])
    hidden = (groups["n"] < min_n) | (alike & (groups["n"] < percent_n))
    table = groups.assign(population=np.nan if members is None else members)
    table["count"] = table["count"].astype(float).mask(hidden)
    table[["share", "lower", "upper"]] = limits.to_numpy()
    table.loc[groups["n"] < percent_n, ["share", "lower", "upper"]] = np.nan
    table["is_census"] = False if members is None else (groups["n"] == members).to_numpy()
    table["is_suppressed"] = hidden
    columns = ["n", "population", "count", "share", "lower", "upper", "is_census", "is_suppressed"]
    return table[columns].reset_index()


def largest_remainder(shares: object, total: int = 100) -> FloatArray:
    """Round shares to whole numbers that sum to the total.

    Every share is rounded down and the units left over go to the largest remainders (the first of equals).

    Parameters
    ----------
    shares : array_like, shape (n,)
        Numbers of 0 or more; they need not sum to 1.
    total : int
        Sum wanted.

    Returns
    -------
    ndarray, shape (n,)
        Whole numbers; all missing if a share is missing or all are zero.

    Raises
    ------
    SchemaError
        If a share is negative.

    Examples
    --------
    >>> largest_remainder([1 / 3, 1 / 3, 1 / 3])
    array([34., 33., 33.])
    """
    parts = np.asarray(shares, dtype=float)
    if (parts < 0).any():
        raise SchemaError(f"shares: {parts[parts < 0][0]:g} is negative.")
    if np.isnan(parts).any() or parts.sum() == 0:
        return np.full(parts.shape, np.nan)
    exact = parts / parts.sum() * total
    # equal shares must not be told apart by their last digits
    whole = np.floor(exact + 1e-9)
    order = np.argsort(-np.round(exact - whole, 9), kind="stable")
    whole[order[: round(total - whole.sum())]] += 1
    return whole


def response_rates(frame: LongTable, survey: LongTable, *, by: Sequence[str] = ("cluster_id",)) -> LongTable:
    """Firms asked and answering.

    Parameters
    ----------
    frame : DataFrame
        Columns of `by` and `firms`, the number asked.
    survey : DataFrame
        Microdata with `firm_id`, the columns of `by` and `answer`; a firm answers if it answers any item.

    by : sequence of str
        Columns that define a group.

    Returns
    -------
    DataFrame
        `by`, `firms, answered, response_rate` (0-1).

    Raises
    ------
    SchemaError
        If a column is missing or more firms answered than were asked.

    Examples
    --------
    >>> frame = pd.DataFrame({"cluster_id": ["x"], "firms": [4]})
    >>> survey = pd.DataFrame({"cluster_id": "x", "firm_id": [1, 1, 2], "answer": [1, 2, None]})
    >>> response_rates(frame, survey)["response_rate"].tolist()
    [0.25]
    """
    keys = list(by)
    require_columns(frame, [*keys, "firms"], "frame")
    require_columns(survey, [*keys, "firm_id", "answer"], "survey")
    firms = frame.groupby(keys, sort=True, observed=True)["firms"].sum()
    answered = survey.dropna(subset="answer").groupby(keys, observed=True)["firm_id"].nunique()
    table = pd.DataFrame({"firms": firms, "answered": answered.reindex(firms.index, fill_value=0)})
    if (table["answered"] > table["firms"]).any():
        group = table.index[table["answered"] > table["firms"]][0]
        raise SchemaError(f"frame: more firms answered than were asked in '{group}'.")
    return table.assign(response_rate=divide(table["answered"], table["firms"])).reset_index()


def _counted(survey: LongTable, keys: list[str], answers: list[int]) -> pd.DataFrame:
    groups = survey.groupby(keys, sort=True, observed=True).size().index
    counted = survey.dropna(subset="answer").groupby([*keys, "answer"], observed=True).size().unstack("answer")
    return counted.reindex(index=groups, columns=pd.Index(answers, name="answer")).fillna(0).astype(int)


def _percents(shares: FloatArray) -> FloatArray:
    return np.full(shares.shape, np.nan) if np.isnan(shares).any() else largest_remainder(shares)


def _with_complement(suppressed: pd.Series, n: pd.Series, others: list[str]) -> pd.Series:
    groups = [np.zeros(len(n))] if not others else [n.index.get_level_values(name) for name in others]
    result = suppressed.copy()
    for _, members in suppressed.groupby(groups, sort=False):
        if members.sum() == 1 and len(members) > 1:
            result[n[members.index][~members].idxmin()] = True
    return result


def _population(groups: pd.Index, population: pd.Series) -> pd.Series:
    names = [name for name in groups.names if name in population.index.names]
    if not names:
        raise SchemaError(f"population must be labelled by one of {', '.join(map(str, groups.names))}.")
    labels = groups.droplevel([name for name in groups.names if name not in names]) if names != groups.names else groups
    absent = labels.difference(population.index, sort=False)
    if len(absent):
        raise SchemaError(f"population has no value for '{absent[0]}'.")
    return pd.Series(population.reindex(labels).to_numpy(dtype=float), index=groups)
