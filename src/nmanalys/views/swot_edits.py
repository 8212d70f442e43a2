"""What analysts have decided about the SWOT's bullets: some added, some removed, some worded anew.

The decisions stand in the table `swot_edits`, apart from the rules that find the bullets, and are applied at every run.
One that is about a bullet that the rules no longer find has no effect and is told.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.findings_swot import CELLS, ordered_bullets
from nmanalys.views.text import counted, lower_first, upper_first
from nmanalys.vocabulary.language import date_text, listing
from nmanalys.vocabulary.translation import _

__all__ = ["describe_edits", "edit_bullets", "edit_sources"]

KEY = ["region_code", "cell", "bullet"]
TITLES = {swedish: title for swedish, _plural, title in CELLS.values()}
DONE = {"add": _("lagt till"), "remove": _("tagit bort"), "reword": _("skrivit om")}
ABOUT = {"add": _("ny"), "remove": _("borttagen"), "reword": _("omskriven")}


def edit_bullets(bullets: DataFrame, edits: DataFrame, *, most: int = 7) -> DataFrame:
    """Add, remove and reword bullets as analysts have decided.

    Parameters
    ----------
    bullets : DataFrame
        Result of :func:`~nmanalys.views.findings_swot.swot_bullets`.
    edits : DataFrame
        The region's rows of the table `swot_edits`; may be empty.
    most : int
        Most bullets in a cell. Where there are more, the last that the rules found give way to those that were added.

    Returns
    -------
    DataFrame
        As `bullets`. An added bullet is *kvalitativ*; a reworded one keeps its evidence and says who worded it.
    """
    valid = edits[_has_effect(bullets, edits)]
    given = {action: rows for action, rows in valid.groupby("action")}
    kept = bullets
    if "remove" in given:
        kept = kept[~_in(kept, given["remove"])]
    if "reword" in given:
        kept = _reworded(kept, given["reword"])
    added = DataFrame([_added(row) for row in given.get("add", edits.head(0)).itertuples()], columns=bullets.columns)
    both = pd.concat([kept, added], ignore_index=True) if len(added) else kept
    return ordered_bullets(_fewest(both, most))


def edit_sources(edits: DataFrame) -> list[str]:
    """Name the table of edits as a source, if there are any.

    Examples
    --------
    >>> edit_sources(DataFrame({"action": []}))
    []
    """
    return ["swot_edits"] if len(edits) else []


def describe_edits(bullets: DataFrame, edits: DataFrame, labels: Mapping[str, str]) -> dict[str, str]:
    """Say what analysts have changed, with their reasons, and which changes have lost their bullet.

    Parameters
    ----------
    bullets : DataFrame
        The bullets before they were edited.
    edits : DataFrame
        The region's rows of the table `swot_edits`.
    labels : mapping of str to str
        Names of the industries.

    Returns
    -------
    dict of str
        Text `reading_edits`.
    """
    if edits.empty:
        told = _("Ingen analytiker har ändrat något: punkterna är som reglerna fann dem.")
        return {"reading_edits": told}
    has_effect = _has_effect(bullets, edits)
    valid, lost = edits[has_effect], edits[~has_effect]
    counts = valid["action"].value_counts()
    done = [
        f"{DONE[action]} {counted(int(counts[action]), _('punkt'), _('punkter'))}"
        for action in DONE
        if action in counts
    ]
    parts = [_("Analytiker har {done}.").format(done=listing(done))] if done else []
    parts += [_reason(row, labels) for row in valid[valid["action"] == "remove"].itertuples()]
    if len(lost):
        which = listing(f"{_name(row, labels)} ({ABOUT[row.action]}, {row.cell})" for row in lost.itertuples())
        parts.append(
            _("{total} har ingen verkan, för reglerna ger inte längre samma punkt att ändra: {which}.").format(
                total=upper_first(counted(len(lost), _("ändring"), _("ändringar"))), which=which
            )
        )
    return {"reading_edits": " ".join(parts)}


def _has_effect(bullets: DataFrame, edits: DataFrame) -> Series:
    """Whether each edit finds its bullet; one that adds must not find it."""
    return _in(edits, bullets) != (edits["action"] == "add")


def _in(rows: DataFrame, others: DataFrame) -> Series:
    return Series(pd.MultiIndex.from_frame(rows[KEY]).isin(pd.MultiIndex.from_frame(others[KEY])), index=rows.index)


def _reworded(bullets: DataFrame, edits: DataFrame) -> DataFrame:
    told = edits.assign(told=[_("; omskriven av {who}").format(who=_who(row)) for row in edits.itertuples()])
    both = bullets.merge(told[[*KEY, "text_sv", "told"]], on=KEY, how="left", suffixes=("", "_new"))
    return both.assign(
        text_sv=both["text_sv_new"].fillna(both["text_sv"]),
        evidence_text=both["evidence_text"] + both["told"].fillna(""),
    )[bullets.columns]


def _added(row: object) -> dict[str, object]:
    return {
        "region_code": row.region_code,
        "cell": row.cell,
        "bullet": row.bullet,
        "position": 0,
        "text_sv": row.text_sv,
        "evidence": f"swot_edits: {row.bullet}",
        "basis": "kvalitativ",
        "cell_text": TITLES[row.cell],
        "evidence_text": f"{row.reason_sv} ({_who(row)})",
        "target": "",
    }


def _fewest(bullets: DataFrame, most: int) -> DataFrame:
    is_added = bullets["basis"] == "kvalitativ"
    first = (
        bullets.assign(last=~is_added).sort_values("last", kind="stable").groupby(["region_code", "cell"]).cumcount()
    )
    return bullets[first.reindex(bullets.index) < most]


def _who(row: object) -> str:
    return f"{row.role_sv}, {date_text(row.decided_on)}"


def _name(row: object, labels: Mapping[str, str]) -> str:
    return lower_first(labels.get(row.bullet, row.bullet))


def _reason(row: object, labels: Mapping[str, str]) -> str:
    return _("Borttaget ur {cell}: {name}. Skäl: {reason_sv} ({who}).").format(
        cell=row.cell, name=_name(row, labels), reason_sv=lower_first(str(row.reason_sv)).rstrip("."), who=_who(row)
    )
