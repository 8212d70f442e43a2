"""Whether those who answered are like those who were asked.

A high response rate does not make a survey representative, and a low one does not make it useless: what matters is whether
answering depended on what the firm is like. The R-indicator looks at what the frame knows of every firm; comparing late
answers with early ones looks at the questions themselves, as if late firms were a little like those that never answered.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.measures.waves import newcombe_difference
from nmanalys.vocabulary.typing import LongTable

__all__ = ["late_answers", "r_indicator"]


def r_indicator(
    frame: LongTable, respondents: LongTable, *, by: Sequence[str] = ("cluster_id", "size_class")
) -> pd.Series:
    r"""R-indicator: how evenly the propensity to answer is spread over the cells of the frame.

    With propensity :math:`\rho_h = n_h / N_h` in cell h and :math:`\bar\rho = n / N`:

    .. math::
        R = 1 - 2 S(\rho), \quad S^2(\rho) = \frac{1}{N - 1} \sum_h N_h (\rho_h - \bar\rho)^2, \qquad
        \text{bias} \leq \frac{S(\rho)}{\bar\rho} S(y)

    Chance alone makes propensities differ; the adjusted indicator takes away from :math:`S^2` what it would bring,
    :math:`\sum_h \rho_h (1 - \rho_h) N_h (1 - N_h / N) / ((N_h - 1)(N - 1))`.

    Parameters
    ----------
    frame : DataFrame
        Columns of `by`, and `firms`, the number asked.
    respondents : DataFrame, one row a respondent
        Columns of `by`.
    by : sequence of str
        Columns that define a cell.

    Returns
    -------
    Series
        `firms, answered, response_rate` (0-1), `r` and `r_adjusted` (1 = representative with regard to `by`, about 0 =
        half of the cells answered and half did not), `most_bias` (largest possible standardised bias of a mean
        because of these cells, in standard deviations), and for each column of `by` ``partial: …``, the spread of
        propensities between its values (0-0.5). Missing with a single firm or without answers.

    Raises
    ------
    SchemaError
        If a column is missing, a respondent's cell is not in the frame, or more answered than were asked.

    Notes
    -----
    Says nothing about what the frame does not know. More columns can only lower it: compare surveys on the same ones.

    References
    ----------
    Schouten, Cobben and Bethlehem (2009), Survey Methodology 35(1). Shlomo, Skinner and Schouten (2012), Journal of
    Statistical Planning and Inference 142(1).

    Examples
    --------
    >>> frame = pd.DataFrame({"size_class": ["s", "l"], "firms": [50, 51]})
    >>> answered = pd.DataFrame({"size_class": ["s"] * 20 + ["l"] * 20})
    >>> r_indicator(frame, answered, by=["size_class"])[["r", "most_bias"]].round(3).tolist()
    [0.992, 0.01]
    """
    cells = _cells(frame, respondents, list(by))
    asked, answered = cells["firms"].to_numpy(float), cells["answered"].to_numpy(float)
    firms, total = asked.sum(), answered.sum()
    rate = float(divide(total, firms))
    spread = _variance(asked, answered, firms)
    chance = divide(answered * (asked - answered), asked * (asked - 1)) * (1 - asked / firms)
    adjusted = max(spread - float(np.nansum(chance) / (firms - 1)), 0.0) if firms > 1 else np.nan
    known = firms > 1 and total > 0
    numbers = {"r": 1 - 2 * np.sqrt(spread), "r_adjusted": 1 - 2 * np.sqrt(adjusted)}
    numbers["most_bias"] = float(divide(np.sqrt(spread), rate))
    for column in by:
        sums = cells.groupby(column, observed=True)[["firms", "answered"]].sum()
        between = _variance(sums["firms"].to_numpy(float), sums["answered"].to_numpy(float), firms)
        numbers[f"partial: {column}"] = np.sqrt(between)
    numbers = {name: value if known else np.nan for name, value in numbers.items()}
    return pd.Series({"firms": firms, "answered": total, "response_rate": rate} | numbers, dtype=float)


def late_answers(
    survey: LongTable, *, top: Sequence[int] = (1, 2), confidence: float = 0.95, min_n: int = 10
) -> LongTable:
    """Top-two share of the firms that answered late against those that answered early, item by item.

    Parameters
    ----------
    survey : DataFrame
        Microdata `item, answer` and `is_late`, whether the firm answered after a reminder.
    top : sequence of int
        Codes of the answers that count.
    confidence : float
        Confidence level of Newcombe's interval, 0-1.
    min_n : int
        Fewest answers on either side for shares to be shown.

    Returns
    -------
    DataFrame, by item
        `early_n, late_n, early_share, late_share` (0-1), `difference` (late minus early, −1 to 1), `lower, upper`;
        shares and difference are missing where either side has too few answers.

    Raises
    ------
    SchemaError
        If a column is missing, or it is not known of an answer whether it was late.

    Notes
    -----
    If late answers differ from early ones, those that never came probably differ more. If they do not, that proves
    little: late firms did answer.

    References
    ----------
    Armstrong and Overton (1977), Journal of Marketing Research 14(3).

    Examples
    --------
    >>> answers = [1] * 8 + [4] * 2 + [1] * 4 + [4] * 6
    >>> survey = pd.DataFrame({"item": 1, "answer": answers, "is_late": [False] * 10 + [True] * 10})
    >>> late_answers(survey).loc[1, ["early_share", "late_share", "difference"]].tolist()
    [0.8, 0.4, -0.4]
    """
    _refuse_absent(survey, ["item", "answer", "is_late"], "survey")
    answered = survey.dropna(subset="answer")
    if answered["is_late"].isna().any():
        row = answered.index[answered["is_late"].isna()][0]
        raise SchemaError(f"survey: it is not known whether the answer in row {row} was late; leave it out.")
    rows = {item: _difference(part, top, confidence, min_n) for item, part in answered.groupby("item", sort=True)}
    columns = ["early_n", "late_n", "early_share", "late_share", "difference", "lower", "upper"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=float).rename_axis("item")


def _difference(part: LongTable, top: Sequence[int], confidence: float, min_n: int) -> list[float]:
    late, high = part["is_late"].astype(bool), part["answer"].isin(top)
    numbers = [int((~late).sum()), int(late.sum())]
    hits = [int(high[~late].sum()), int(high[late].sum())]
    if min(numbers) < max(min_n, 1):
        return [*numbers, *[np.nan] * 5]
    change = newcombe_difference(hits[1], numbers[1], hits[0], numbers[0], confidence=confidence)
    return [*numbers, hits[0] / numbers[0], hits[1] / numbers[1], *change]


def _cells(frame: LongTable, respondents: LongTable, keys: list[str]) -> LongTable:
    """Firms asked and answering in each cell that holds any."""
    _refuse_absent(frame, [*keys, "firms"], "frame")
    _refuse_absent(respondents, keys, "respondents")
    asked = frame.groupby(keys, observed=True)["firms"].sum()
    answered = respondents.groupby(keys, observed=True).size()
    odd = answered.index.difference(asked.index)
    cells = pd.DataFrame({"firms": asked, "answered": answered.reindex(asked.index, fill_value=0)})
    many = cells.index[cells["answered"] > cells["firms"]]
    if len(odd) or len(many):
        raise SchemaError(f"frame: more answered than were asked in '{(odd if len(odd) else many)[0]}'.")
    return cells[cells["firms"] > 0].reset_index()


def _variance(asked: np.ndarray, answered: np.ndarray, firms: float) -> float:
    gap = divide(answered, asked) - divide(answered.sum(), firms)
    return float(divide((asked * gap**2).sum(), firms - 1))


def _refuse_absent(table: LongTable, columns: list[str], what: str) -> None:
    absent = [column for column in columns if column not in table]
    if absent:
        raise SchemaError(f"{what} has no column '{absent[0]}'; it has {', '.join(map(str, table.columns))}.")
