"""A project's own clockwork: milestones, activities and stakeholders.

Everything is judged as of a day that is given, never as of today, so that a page built again says the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.translation import N_
from nmanalys.vocabulary.typing import LongTable

__all__ = ["activity_outturn", "milestone_status", "quarter_end", "stakeholder_cells"]

DONE, DONE_LATE, ONGOING, DELAYED, NOT_STARTED = (
    N_("klar"),
    N_("klar sen"),
    N_("pågår"),
    N_("försenad"),
    N_("ej påbörjad"),
)
UNKNOWN = N_("okänt")
# whether influence and interest are high
CELLS = {
    (True, True): N_("högt inflytande, högt intresse"),
    (True, False): N_("högt inflytande, lågt intresse"),
    (False, True): N_("lågt inflytande, högt intresse"),
    (False, False): N_("lågt inflytande, lågt intresse"),
}
QUARTER = re.compile(r"(\d{4})\s*Q([1-4])")
LAST_DAYS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


def quarter_end(text: str) -> date:
    """Return the last day of a quarter written as `2016 Q2`.

    Raises
    ------
    SchemaError
        If the text is no quarter.

    Examples
    --------
    >>> quarter_end("2016 Q2")
    datetime.date(2016, 6, 30)
    """
    match = QUARTER.fullmatch(str(text).strip())
    if not match:
        raise SchemaError(f"'{text}' is no quarter; write 2016 Q2.")
    return date(int(match[1]), *LAST_DAYS[int(match[2])])


def milestone_status(milestones: LongTable, as_of: date | str) -> LongTable:
    """Status of each milestone on a day, and by how many quarters it slipped.

    Parameters
    ----------
    milestones : DataFrame
        `planned_on` (date or text), and whichever are known of `started_on`, `done_on` and `outcome`, which may
        be `okänt`.
    as_of : date or str
        Day of the judgement.

    Returns
    -------
    DataFrame
        The input with `milestone_status`: `klar`, `klar sen`, `pågår`, `försenad` (past its day and not done),
        `ej påbörjad`, or `okänt` where the outcome is; and `slip_quarters`, done (or the day of judgement, if
        delayed) minus planned in whole quarters, missing otherwise.

    Raises
    ------
    SchemaError
        If a date cannot be read.

    Notes
    -----
    What happens after `as_of` is not known on that day and is left out of account.

    Examples
    --------
    >>> table = pd.DataFrame({"planned_on": ["2016-06-30", "2016-06-30"], "done_on": ["2016-12-01", None]})
    >>> milestone_status(table, "2017-01-31")[["milestone_status", "slip_quarters"]].values.tolist()
    [['klar sen', 2], ['försenad', 3]]
    """
    require_columns(milestones, ["planned_on"], "milestones")
    day = pd.Timestamp(as_of)
    planned = _dates(milestones, "planned_on")
    done = _dates(milestones, "done_on").where(lambda dates: dates <= day)
    started = _dates(milestones, "started_on").where(lambda dates: dates <= day)
    unknown = milestones["outcome"].eq(UNKNOWN) if "outcome" in milestones else pd.Series(False, milestones.index)
    conditions = [unknown, done <= planned, done > planned, planned < day, started.notna()]
    status = np.select(conditions, [UNKNOWN, DONE, DONE_LATE, DELAYED, ONGOING], NOT_STARTED)
    ends = done.fillna(day).where(np.isin(status, [DONE, DONE_LATE, DELAYED]))
    return milestones.assign(milestone_status=status, slip_quarters=_quarters(ends) - _quarters(planned))


def activity_outturn(activities: LongTable, *, by: Sequence[str] = ("activity",)) -> LongTable:
    """Outturn of activities against their targets, cumulated over periods.

    Parameters
    ----------
    activities : DataFrame
        Columns of `by` and `period, outturn, target`: outturn of the period, and target for the whole.
    by : sequence of str
        Columns that together name what is counted.

    Returns
    -------
    DataFrame
        The input, sorted, with `cumulated` (missing from the first missing outturn on) and `share` of the target,
        not capped at 1; missing without a target.

    Raises
    ------
    SchemaError
        If an outturn is negative.

    Examples
    --------
    >>> table = pd.DataFrame({"activity": "dialog", "period": [1, 2], "outturn": [6, 6], "target": 10})
    >>> activity_outturn(table)["share"].tolist()
    [0.6, 1.2]
    """
    keys = list(by)
    require_columns(activities, [*keys, "period", "outturn", "target"], "activities")
    if (activities["outturn"] < 0).any():
        raise SchemaError(f"outturn: row {activities.index[(activities['outturn'] < 0).argmax()]} is negative.")
    table = activities.sort_values([*keys, "period"], kind="stable")
    groups = table.groupby(keys, sort=False)["outturn"]
    broken = table.assign(gap=table["outturn"].isna()).groupby(keys, sort=False)["gap"].cummax()
    cumulated = groups.cumsum().mask(broken)
    return table.assign(cumulated=cumulated, share=divide(cumulated, table["target"]))


def stakeholder_cells(ratings: LongTable, *, cut: float = 3.0) -> LongTable:
    """Place stakeholders in the grid of influence and interest.

    Parameters
    ----------
    ratings : DataFrame
        `name, influence, interest`, 1-5, one row a rater.
    cut : float
        Mean from which influence or interest is high.

    Returns
    -------
    DataFrame, by stakeholder
        `influence, interest` (means), `raters`, `spread` (largest difference between raters) and `cell`: `högt
        inflytande, högt intresse` and so on; missing where a mean is.

    Raises
    ------
    SchemaError
        If a rating lies outside 1-5.

    References
    ----------
    Mendelow (1991), Proceedings of the Second International Conference on Information Systems.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["A", "A"], "influence": [4, 5], "interest": [2, 2]})
    >>> stakeholder_cells(table).loc["A", "cell"]
    'högt inflytande, lågt intresse'
    """
    require_columns(ratings, ["name", "influence", "interest"], "ratings")
    scores = ratings[["influence", "interest"]]
    if ((scores < 1) | (scores > 5)).any(axis=None):
        row = ratings.index[((scores < 1) | (scores > 5)).any(axis=1)][0]
        raise SchemaError(f"ratings: row {row}: influence and interest are 1-5.")
    groups = ratings.groupby("name", sort=False)[["influence", "interest"]]
    table = groups.mean().astype(float)
    table["raters"] = groups.size()
    table["spread"] = (groups.max() - groups.min()).max(axis=1)
    sides = [(table[name] >= cut).tolist() for name in ("influence", "interest")]
    cell = pd.Series([CELLS[pair] for pair in zip(*sides, strict=True)], table.index)
    return table.assign(cell=cell.where(table[["influence", "interest"]].notna().all(axis=1)))


def _dates(table: LongTable, name: str) -> pd.Series:
    if name not in table:
        return pd.Series(pd.NaT, table.index, dtype="datetime64[ns]")
    try:
        return pd.to_datetime(table[name], format="ISO8601")
    except (ValueError, TypeError) as error:
        raise SchemaError(f"{name}: {error}. Write dates as 2016-06-30.") from None


def _quarters(dates: pd.Series) -> pd.Series:
    return dates.dt.year * 4 + dates.dt.quarter
