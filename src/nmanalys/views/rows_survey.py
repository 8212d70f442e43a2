"""Rows of the firms' survey, written for readers.

The labels of the questionnaire are verbatim; a mark shows where the source has cut them off. A cell that may not be
shown is `..` in every row and in every download.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from pandas import DataFrame

from nmanalys.views.formats import DOTS, with_interval
from nmanalys.views.text import upper_first
from nmanalys.vocabulary.language import MISSING, number
from nmanalys.vocabulary.translation import _

__all__ = [
    "answer_rows",
    "cluster_answer_rows",
    "earlier_rows",
    "item_headers",
    "item_rows",
    "marked_labels",
    "response_rows",
]

CUT = "\u00b9"
"""Mark of a label that is cut off in the source; the footnote explains it."""


def item_headers(items: DataFrame) -> dict[str, str]:
    """Headers of the columns that :func:`cluster_answer_rows` makes: the items' labels.

    Examples
    --------
    >>> item_headers(DataFrame({"item": [1], "label_sv": ["Företag, andra…"], "truncated_in_source": [True]}))
    {'item_1': 'Företag, andra…¹'}
    """
    return dict(zip(_columns(items), marked_labels(items), strict=True))


def item_rows(summary: DataFrame, items: DataFrame) -> DataFrame:
    """Give each item its verbatim label, marked where the source has cut it off, in the source's order.

    Examples
    --------
    >>> items = DataFrame({"item": [1, 2], "label_sv": ["Företag, andra…", "Andra företag"],
    ...                    "truncated_in_source": [True, False]})
    >>> item_rows(DataFrame({"item": [2, 1], "share": [0.7, 0.5]}), items)["label"].tolist()
    ['Företag, andra…¹', 'Andra företag']
    """
    marked = items.assign(label=marked_labels(items))
    return summary.merge(marked, on="item").sort_values("item", ignore_index=True)


def answer_rows(answers: DataFrame, items: DataFrame, scale: DataFrame) -> DataFrame:
    """Prepare the stacked bars: whole per cent that sum to 100, the exact share beside them.

    Parameters
    ----------
    answers : DataFrame
        Result of :func:`~nmanalys.measures.survey_report.item_answers`.
    items, scale : DataFrame
        The tables `survey_items` and `survey_answers`.

    Returns
    -------
    DataFrame
        `item_label, answer_label, share` (rounded to whole per cent), `exact_share, count, n, skipped`.
    """
    rows = answers.merge(items.assign(item_label=marked_labels(items))[["item", "item_label"]], on="item")
    rows = rows.merge(scale.rename(columns={"label_sv": "answer_label"}), on="answer")
    rows = rows.sort_values(["item", "answer"], ignore_index=True)
    rows = rows.assign(exact_share=rows["share"], share=rows["percent"] / 100)
    return rows[["item_label", "answer_label", "share", "exact_share", "count", "n", "skipped"]]


def cluster_answer_rows(summary: DataFrame, items: DataFrame, clusters: DataFrame) -> DataFrame:
    """Write one row a cluster and one column an item: share with interval, count of few, or hidden.

    Parameters
    ----------
    summary : DataFrame
        Result of :func:`~nmanalys.measures.survey_report.cluster_summary`.
    items, clusters : DataFrame
        The tables `survey_items` and `example_clusters`.

    Returns
    -------
    DataFrame
        `cluster_id, label`, `item_1` … `item_5` as text and `share_1`, `lower_1`, `upper_1` … as numbers.
    """
    empty = DataFrame({name: pd.Series(dtype="object") for name in ["cluster_id", "label", *_columns(items)]})
    if summary.empty:
        return empty
    text = summary.assign(text=[_cell(row) for row in summary.to_dict("records")])
    wide = text.pivot(index="cluster_id", columns="item", values=["text", "share", "lower", "upper"])
    wide.columns = [f"{'item' if kind == 'text' else kind}_{item}" for kind, item in wide.columns]
    named = clusters.assign(label=clusters["name"].str.removeprefix("Exempelkluster "))[["cluster_id", "label"]]
    return named.merge(wide.reset_index(), on="cluster_id")


def response_rows(response: DataFrame, clusters: DataFrame) -> DataFrame:
    """Name the clusters of :func:`~nmanalys.measures.survey_report.response_summary`.

    Examples
    --------
    >>> clusters = DataFrame({"cluster_id": ["ex-20-1"], "name": ["Exempelkluster Stål"]})
    >>> response = DataFrame({"group": ["ex-20-1", "Alla"], "firms": [4, 4]})
    >>> response_rows(response, clusters)["label"].tolist()
    ['Stål', 'Alla']
    """
    known = clusters.set_index("cluster_id")["name"].str.removeprefix("Exempelkluster ")
    return response.assign(label=response["group"].map(known).fillna(response["group"]).astype("object"))


def earlier_rows(earlier: DataFrame) -> DataFrame:
    """Write the earlier surveys' answers as labels, approximate figures marked, and their number of answers."""
    label = earlier["indicator"].map(upper_first)
    base = [
        MISSING if pd.isna(n) or pd.isna(asked) else _("{n} av {asked}").format(n=number(n), asked=number(asked))
        for n, asked in zip(earlier["n"], earlier["population"], strict=True)
    ]
    about = zip(earlier["share"], earlier["lower"], earlier["upper"], earlier["is_approximate"], strict=True)
    shares = [
        f"{_('cirka ') if rough else ''}{with_interval(share, low, high, '%')}" for share, low, high, rough in about
    ]
    return earlier.assign(label=label, base_text=base, share_text=shares)


def marked_labels(items: DataFrame) -> list[str]:
    """Return the items' verbatim labels, marked where the source has cut them off."""
    pairs = zip(items["label_sv"], items["truncated_in_source"], strict=True)
    return [f"{label}{CUT}" if cut else str(label) for label, cut in pairs]


def _columns(items: DataFrame) -> list[str]:
    return [f"item_{item}" for item in items["item"]]


def _cell(row: Mapping[str, Any]) -> str:
    if row["is_suppressed"]:
        return DOTS
    if pd.isna(row["share"]):
        return _("{total} av {n}").format(total=number(row["count"]), n=number(row["n"]))
    return with_interval(row["share"], row["lower"], row["upper"], "%")
