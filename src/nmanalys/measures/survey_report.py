"""The firms' survey as one region's page shows it: totals, clusters and who answered.

All results are counts and shares that are safe to show. A cluster with too few answers is hidden, and so is a second
one of the same county where the first could be worked out from the county's total; that is decided county by county,
so that the pages of a county and of a larger region hide the same clusters.
"""

from __future__ import annotations

import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.long_tables import require_columns
from nmanalys.measures.survey import answer_shares, response_rates, top_two_share
from nmanalys.measures.survey_protection import hidden_groups
from nmanalys.measures.weighting import nonresponse_weights
from nmanalys.vocabulary.typing import LongTable

__all__ = [
    "cluster_summary",
    "item_answers",
    "item_summary",
    "latest_wave",
    "nonresponse_shift",
    "response_summary",
]

PERCENT_N = 10
TOP = (1, 2)
NUMBERS = ["count", "share", "lower", "upper"]
SUMMARY = ["item", "n", "population", *NUMBERS, "is_census", "is_suppressed"]
ANSWERS = ["item", "answer", "n", "skipped", "count", "share", "percent", "is_suppressed"]
CLUSTERS = ["cluster_id", "item", "n", "population", *NUMBERS, "is_suppressed"]
RESPONSE = ["group", "firms", "answered", "response_rate"]


def item_answers(survey: LongTable, *, min_n: int = 5) -> LongTable:
    """Distribution of the answers to each item over all clusters of a region.

    Parameters
    ----------
    survey : DataFrame
        Microdata `firm_id, cluster_id, size_class, item, answer` of one wave; may be empty. A firm in two
        clusters has answered about each.
    min_n : int
        Fewest answers for anything to be shown.

    Returns
    -------
    DataFrame
        As :func:`~nmanalys.measures.survey.answer_shares`, by item; hidden, too, where the share of the two highest
        answers is.

    Examples
    --------
    >>> survey = pd.DataFrame({"item": 1, "answer": [1] * 8 + [4] * 2})
    >>> item_answers(survey)["percent"].tolist()
    [80.0, 0.0, 0.0, 20.0, 0.0]
    """
    if survey.empty:
        return _empty(ANSWERS)
    limits = {"min_n": min_n, "percent_n": max(PERCENT_N, min_n)}
    table = answer_shares(survey, **limits)
    summary = top_two_share(survey, top=TOP, **limits)
    hidden = table["is_suppressed"] | table["item"].isin(summary.loc[summary["is_suppressed"], "item"])
    values = ["count", "share", "percent"]
    return table.assign(**table[values].mask(hidden), is_suppressed=hidden)


def item_summary(survey: LongTable, frame: LongTable, *, confidence: float = 0.95, min_n: int = 5) -> LongTable:
    """Share of the two highest answers to each item, with interval.

    Parameters
    ----------
    survey : DataFrame
        As in :func:`item_answers`.
    frame : DataFrame
        `cluster_id, size_class, firms` of the same clusters and wave.
    confidence : float
        Confidence level, 0-1.
    min_n : int
        Fewest answers for anything to be shown.

    Returns
    -------
    DataFrame
        `item, n, population, count, share, lower, upper, is_census, is_suppressed`.

    Raises
    ------
    SchemaError
        If more answered than the frame holds.

    Examples
    --------
    >>> survey = pd.DataFrame({"cluster_id": "x", "size_class": "1–9", "item": 1, "answer": [1] * 7 + [4] * 5})
    >>> frame = pd.DataFrame({"cluster_id": ["x"], "size_class": ["1–9"], "firms": [24]})
    >>> item_summary(survey, frame)[["n", "share", "lower", "upper"]].round(3).values.tolist()
    [[12.0, 0.583, 0.385, 0.758]]
    """
    if len(survey):
        require_columns(survey, ["cluster_id", "size_class", "item"], "survey")
        require_columns(frame, ["cluster_id", "size_class", "firms"], "frame")
    if survey.empty:
        return _empty(SUMMARY)
    members = pd.Series(frame["firms"].sum(), index=pd.Index(survey["item"].unique(), name="item"))
    limits = {"min_n": min_n, "percent_n": max(PERCENT_N, min_n)}
    table = top_two_share(survey, top=TOP, population=members, confidence=confidence, **limits)
    table.loc[table["is_suppressed"] | table["share"].isna(), NUMBERS[1:]] = float("nan")
    return table[SUMMARY]


def cluster_summary(
    survey: LongTable, frame: LongTable, counties: pd.Series, *, confidence: float = 0.95, min_n: int = 5
) -> LongTable:
    """Share of the two highest answers by cluster and item, hidden where too few answered.

    Parameters
    ----------
    survey, frame
        As in :func:`item_summary`.
    counties : Series, by cluster
        County of each cluster; a county's total is published too.
    confidence, min_n
        As in :func:`item_summary`.

    Returns
    -------
    DataFrame
        `cluster_id, item, n, population, count, share, lower, upper, is_suppressed`; a share needs ten answers.
        Where a hidden cluster could be worked out from the county's total, so are others
        (:func:`~nmanalys.measures.survey_protection.hidden_groups`).

    Raises
    ------
    SchemaError
        If a cluster has no county or more answered than the frame holds.

    Examples
    --------
    >>> survey = pd.DataFrame({"cluster_id": ["a"] * 4 + ["b"] * 12 + ["c"] * 20, "item": 1, "answer": [1, 4] * 18})
    >>> frame = pd.DataFrame({"cluster_id": ["a", "b", "c"], "size_class": "1–9", "firms": [8, 20, 30]})
    >>> table = cluster_summary(survey, frame, pd.Series("20", index=["a", "b", "c"]))
    >>> table["is_suppressed"].tolist(), table["share"].round(2).tolist()
    ([True, True, False], [nan, nan, 0.5])
    """
    if len(survey):
        require_columns(survey, ["cluster_id"], "survey")
        require_columns(frame, ["cluster_id", "firms"], "frame")
    if survey.empty:
        return _empty(CLUSTERS)
    absent = sorted(set(survey["cluster_id"]) - set(counties.index))
    if absent:
        raise SchemaError(f"counties has no county for the cluster '{absent[0]}'.")
    members = frame.groupby("cluster_id")["firms"].sum()
    placed = survey.assign(county_code=survey["cluster_id"].map(counties))
    table = top_two_share(
        placed, by=("county_code", "item", "cluster_id"), top=TOP, population=members, confidence=confidence,
        min_n=min_n, percent_n=max(PERCENT_N, min_n),
    )  # fmt: skip
    groups = ["county_code", "item", "cluster_id"]
    high = placed.assign(high=placed["answer"].isin(TOP)).groupby(groups)["high"].sum()
    counts = table.set_index(groups).index.map(high).to_series(index=table.index)
    hidden = pd.Series(False, index=table.index)
    for _, rows in table.groupby(groups[:2]):
        unsafe = hidden_groups(rows["n"], counts[rows.index], rows["is_suppressed"], min_n=min_n)
        hidden |= unsafe.reindex(table.index, fill_value=False)
    table["is_suppressed"] = hidden
    table.loc[hidden, NUMBERS] = float("nan")
    return table.sort_values(["cluster_id", "item"], ignore_index=True)[CLUSTERS]


def latest_wave(table: LongTable, clusters: LongTable) -> LongTable:
    """Rows of some clusters in their latest wave.

    Parameters
    ----------
    table : DataFrame
        `cluster_id, wave` and whatever else; other regions may have been asked later.
    clusters : DataFrame
        `cluster_id` of the clusters wanted; may be empty.

    Returns
    -------
    DataFrame
        The rows without the other waves and clusters; empty if there are none.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"cluster_id": ["x", "x", "y"], "wave": [2023, 2025, 2025]})
    >>> len(latest_wave(table, pd.DataFrame({"cluster_id": ["x"]})))
    1
    """
    require_columns(table, ["cluster_id", "wave"], "The table")
    require_columns(clusters, ["cluster_id"], "clusters")
    own = table[table["cluster_id"].isin(clusters["cluster_id"])]
    return own[own["wave"] == own["wave"].max()].reset_index(drop=True)


def nonresponse_shift(survey: LongTable, frame: LongTable, clusters: LongTable) -> pd.Series:
    """How much each share of high answers moves when those who answered stand for those who did not.

    Only answers about clusters whose share is shown are used. A weighted total over hidden clusters would be a second
    sum of their answers, and two sums of two unknown numbers give both away.

    Parameters
    ----------
    survey, frame
        As in :func:`item_summary`.
    clusters : DataFrame
        Result of :func:`cluster_summary` for the same survey.

    Returns
    -------
    Series, by item
        Weighted minus unweighted share, −1 to 1; items without a cluster that is shown are left out.

    Raises
    ------
    SchemaError
        If a column is missing or more answered than the frame holds.

    Examples
    --------
    >>> sizes = ["50+"] * 10 + ["1–9"] * 10
    >>> survey = pd.DataFrame({"cluster_id": "a", "size_class": sizes, "item": 1, "answer": [1] * 10 + [4] * 10})
    >>> frame = pd.DataFrame({"cluster_id": "a", "size_class": ["50+", "1–9"], "firms": [10, 30]})
    >>> shown = cluster_summary(survey, frame, pd.Series({"a": "20"}))
    >>> nonresponse_shift(survey, frame, shown).to_dict()
    {1: -0.25}
    """
    require_columns(clusters, ["cluster_id", "item", "share", "is_suppressed"], "clusters")
    shown = clusters.loc[~clusters["is_suppressed"].astype(bool) & clusters["share"].notna(), ["cluster_id", "item"]]
    if shown.empty:
        return pd.Series(dtype="float64", name="shift").rename_axis("item")
    known = survey.dropna(subset="answer").merge(shown, on=["cluster_id", "item"])
    shifts = {item: _shift(rows, frame) for item, rows in known.groupby("item")}
    return pd.Series(shifts, name="shift", dtype="float64").rename_axis("item")


def _shift(answered: LongTable, frame: LongTable) -> float:
    asked = frame[frame["cluster_id"].isin(answered["cluster_id"].unique())]
    weights, high = nonresponse_weights(asked, answered), answered["answer"].isin(TOP)
    return float((weights * high).sum() / weights.sum() - high.mean())


def response_summary(survey: LongTable, frame: LongTable, *, by: str = "cluster_id") -> LongTable:
    """Firms asked and answering in each group, and in all.

    Parameters
    ----------
    survey, frame
        As in :func:`item_summary`.
    by : str
        `cluster_id` or `size_class`.

    Returns
    -------
    DataFrame
        `group, firms, answered, response_rate` (0-1); the last row is `Alla`.

    Raises
    ------
    SchemaError
        If more answered than the frame holds.

    Examples
    --------
    >>> frame = pd.DataFrame({"cluster_id": ["x", "y"], "size_class": "1–9", "firms": [4, 4]})
    >>> survey = pd.DataFrame({"firm_id": ["p1"], "cluster_id": "x", "size_class": "1–9", "item": 1, "answer": 2})
    >>> response_summary(survey, frame)["response_rate"].tolist()
    [0.25, 0.0, 0.125]
    """
    if len(frame):
        require_columns(survey, ["firm_id", "cluster_id"], "survey")
    if frame.empty:
        return _empty(RESPONSE)
    # a firm in two clusters answers twice, once about each
    answers = survey.assign(firm_id=survey["firm_id"].astype(str) + " " + survey["cluster_id"].astype(str))
    table = response_rates(frame, answers, by=(by,)).rename(columns={by: "group"})
    whole = {"group": "Alla", "firms": table["firms"].sum(), "answered": table["answered"].sum()}
    whole["response_rate"] = whole["answered"] / whole["firms"]
    return pd.concat([table, pd.DataFrame([whole])], ignore_index=True)[RESPONSE]


def _empty(columns: list[str]) -> LongTable:
    return pd.DataFrame({name: pd.Series(dtype=_dtype(name)) for name in columns})


def _dtype(name: str) -> str:
    if name in ("cluster_id", "group"):
        return "str"
    return "bool" if name.startswith("is_") else "float64"
