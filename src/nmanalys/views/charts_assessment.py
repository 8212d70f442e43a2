"""Assessments: development phases, criteria as symbols and words, indicators on their way to targets, a funnel.

None of them leans on colour: a phase is also written, a symbol stands beside its word, a status has both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from pandas import DataFrame, Series

from nmanalys.errors import SchemaError
from nmanalys.views.charts import bound
from nmanalys.views.drawing import alt_text, chart, row_axes, view, wrap, write_column
from nmanalys.views.exhibit import NO_DATA, Exhibit
from nmanalys.views.formats import DOTS, formatter
from nmanalys.views.theme import FOCUS, INK, MUTED, QUIET, SMALL, new_figure
from nmanalys.vocabulary.language import MISSING, listing
from nmanalys.vocabulary.translation import _

__all__ = ["plot_funnel", "plot_heat", "plot_progress"]

SYMBOLS: Mapping[int, tuple[str, str, str]] = {
    # level: marker, fill, edge
    0: ("o", "white", QUIET),
    1: ("o", "#D5DADF", QUIET),
    2: ("o", "#6FA3C7", "#3C7199"),
    3: ("o", FOCUS, FOCUS),
}


def phase_text(phase: float, lower: float, upper: float) -> str:
    """Write a phase with its range.

    Examples
    --------
    >>> phase_text(3, 2, 3), phase_text(2, 2, 2), phase_text(float("nan"), 1, 2)
    ('fas 2–3', 'fas 2', 'ej bedömd')
    """
    if pd.isna(phase):
        return _("ej bedömd")
    return (
        _("fas {phase:.0f}").format(phase=phase)
        if lower >= upper
        else _("fas {lower:.0f}–{upper:.0f}").format(lower=lower, upper=upper)
    )


@view("row_label", "column_label", values=["level"])
def plot_heat(
    frame: DataFrame,
    *,
    levels: Mapping[int, str],
    quantity: str,
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw a matrix of ordered levels, a symbol and a word in each cell.

    Parameters
    ----------
    frame : DataFrame
        Columns ``row_label``, ``column_label`` and ``level`` (a key of `levels`, or missing), and where needed
        ``text``, which is written instead of the level's name.
    levels : mapping of int to str
        Up to four levels, the lowest first, e.g. ``{0: "inte", 1: "delvis, oklart", 2: "delvis", 3: "aktivt"}``.
    quantity : str
        What the matrix shows; written under it.
    """
    rows, columns = list(dict.fromkeys(frame["row_label"])), list(dict.fromkeys(frame["column_label"]))
    if len(levels) > len(SYMBOLS):
        raise SchemaError(f"plot_heat draws at most {len(SYMBOLS)} levels, not {len(levels)}. Merge some of them.")
    symbols = _symbols(levels)
    figure, axes = row_axes([wrap(row) for row in rows], extra=1.05, row=0.34)
    for _index, cell in frame.iterrows():
        x, y = columns.index(cell["column_label"]), rows.index(cell["row_label"])
        text = cell["text"] if "text" in frame and pd.notna(cell["text"]) else levels.get(cell["level"], DOTS)
        if pd.notna(cell["level"]):
            marker, fill, edge = symbols[int(cell["level"])]
            axes.plot(x - 0.38, y, marker, markersize=9, color=fill, markeredgecolor=edge, markeredgewidth=1.3)
        axes.text(x - 0.28, y, wrap(text, 22), va="center", fontsize=SMALL, linespacing=0.95,
                  color=INK if pd.notna(cell["level"]) else MUTED)  # fmt: skip
    axes.set_xlim(-0.5, len(columns) - 0.4)
    axes.set_xticks([at - 0.42 for at in range(len(columns))], [wrap(column, 22) for column in columns], ha="left")
    axes.tick_params(axis="x", labelcolor=INK, length=0)
    axes.xaxis.tick_top()
    axes.spines["bottom"].set_visible(False)
    for row in range(len(rows) + 1):
        axes.axhline(row - 0.5, color="#E1E6EA", linewidth=0.8, zorder=0)
    axes.set_xlabel(quantity, loc="left")
    return chart(figure, _heat_alt(frame, columns, levels, quantity), frame)


def _symbols(levels: Mapping[int, str]) -> dict[int, tuple[str, str, str]]:
    """Give the lowest level the empty ring, the highest the dark disc."""
    keys = sorted(levels)
    steps = np.linspace(0, len(SYMBOLS) - 1, len(keys)).round().astype(int) if len(keys) > 1 else [3]
    return {key: SYMBOLS[int(step)] for key, step in zip(keys, steps, strict=True)}


def _heat_alt(frame: DataFrame, columns: Sequence[str], levels: Mapping[int, str], quantity: str) -> str:
    told = []
    for column in columns:
        counts = frame.loc[frame["column_label"] == column, "level"].value_counts()
        said = [
            f"{int(counts[level])} {name}" for level, name in sorted(levels.items(), reverse=True) if level in counts
        ]
        told.append(f"{column}: {', '.join(said) or MISSING}")
    return alt_text(_("matris med symboler och ord: {quantity}").format(quantity=quantity), *told)


@view("label", "baseline", "value", "target", values=["baseline", "value"])
def plot_progress(
    frame: DataFrame,
    *,
    quantity: str = _("Väg från utgångsläge till mål (procent av sträckan)"),
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw how far each indicator has come from its baseline to its target, and how far it should have come.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``baseline``, ``value``, ``target``, and where known ``lower``, ``upper`` (interval of the
        value), ``expected`` (value that a straight path would have reached by now), ``status_text`` and ``spec``, how
        to write the numbers. A row without a target has no path, and says so.
    """
    rows = frame.reset_index(drop=True)
    figure, axes = row_axes([wrap(label, 30) for label in rows["label"]], extra=1.1, row=0.46)
    way = (rows["target"] - rows["baseline"]).astype(float)
    done = _along(rows, rows["value"], way)
    reach = [0.0, 1.0, *done.dropna().clip(-0.6, 1.8)]
    low, high = min(reach) - 0.08, max(reach) + 0.08
    for place in range(len(rows)):
        _path(axes, rows, place, done, way, (low, high))
    axes.set_xlim(low, high)
    axes.set_xticks([0, 0.5, 1], [_("utgångsläge\n0 %"), _("halvvägs\n50 %"), _("mål\n100 %")])
    axes.axvline(0, color="#B8C0C8", linewidth=0.8, zorder=0)
    axes.axvline(1, color="#B8C0C8", linewidth=0.8, zorder=0)
    beyond = _("  Pil: längre bort än figuren rymmer") if ((done < low) | (done > high)).any() else ""
    axes.set_xlabel(_("{quantity}.  ● läget nu  | väntat nu").format(quantity=quantity) + beyond)
    write_column(axes, [_progress_text(rows, place) for place in range(len(rows))])
    known = [place for place in range(len(rows)) if pd.notna(done[place])]
    told = [
        _("{label} {done} av vägen{status}").format(
            label=rows["label"][place], done=formatter("%")(done[place]), status=_status(rows, place)
        )
        for place in known
    ]
    lacking = len(rows) - len(known)
    kind = _("punktdiagram: {total} indikatorers väg från utgångsläge till mål").format(total=len(rows))
    alt = alt_text(kind, _("{lacking} saknar mål eller värde").format(lacking=lacking) if lacking else "", *told)
    return chart(figure, alt, frame.drop(columns="spec", errors="ignore"))


def _along(rows: DataFrame, values: Series, way: Series) -> Series:
    """Say how far along the way from baseline to target a value lies; missing where there is no way."""
    return ((values - rows["baseline"]) / way.where(way != 0)).astype(float)


def _path(axes: Axes, rows: DataFrame, place: int, done: Series, way: Series, limits: tuple[float, float]) -> None:
    if pd.isna(done[place]):
        axes.text(0.01, place, _("mål eller värde saknas"), va="center", color=MUTED, fontsize=SMALL)
        return
    at = float(np.clip(done[place], *limits))
    axes.plot([0, 1], [place, place], color="#E1E6EA", linewidth=7, zorder=1)
    axes.plot([0, at], [place, place], color=FOCUS, linewidth=7, alpha=0.35, zorder=2)
    ends = [_along(rows, bound(rows, name), way)[place] for name in ("lower", "upper")]
    if not np.isnan(ends).any():
        axes.plot(np.clip(ends, *limits), [place, place], color=INK, linewidth=1.3, zorder=4)
    expected = _along(rows, bound(rows, "expected"), way)[place]
    if pd.notna(expected):
        axes.plot([expected, expected], [place - 0.26, place + 0.26], color=INK, linewidth=1.8, zorder=4)
    sign = "o" if at == done[place] else "<" if at > done[place] else ">"
    axes.plot(at, place, sign, color=FOCUS, markersize=8.5, markeredgecolor="white", zorder=5, clip_on=False)


def _progress_text(rows: DataFrame, place: int) -> str:
    write = formatter(rows["spec"][place] if "spec" in rows else "0.0")
    path = " → ".join(write(rows[name][place]) for name in ("baseline", "value"))
    status = str(rows["status_text"][place]) if "status_text" in rows else ""
    return _("{path} (mål {target})").format(path=path, target=write(rows["target"][place])) + (
        f"\n{status}" if status and status != "nan" else ""
    )


def _status(rows: DataFrame, place: int) -> str:
    status = rows["status_text"][place] if "status_text" in rows else None
    return f" ({status})" if isinstance(status, str) else ""


@view("step", "name", "kept", values=["kept"])
def plot_funnel(frame: DataFrame, *, unit: str = _("områden"), missing: str = NO_DATA) -> Exhibit:
    """Draw how many entered and left at each step of a selection, and which left.

    Parameters
    ----------
    frame : DataFrame
        Columns ``step`` (the steps' titles in order), ``name`` and ``kept`` (true when the name passed the step). A
        name that left at one step does not come again in the next.
    unit : str
        What is counted, in the plural.
    """
    steps = list(dict.fromkeys(frame["step"]))
    kept = {step: _names(frame, step, True) for step in steps}
    left = {step: _names(frame, step, False) for step in steps}
    entered = len(kept[steps[0]]) + len(left[steps[0]])
    texts = [
        wrap(_("Faller bort: {left}").format(left=listing(left[step])), 44) if left[step] else "" for step in steps
    ]
    lines = sum(max(2.6, text.count("\n") + 1.6) for text in texts)
    figure = new_figure(0.9 + 0.19 * (lines + 1.5 + len(kept[steps[-1]]) / 3))
    axes = figure.add_subplot()
    axes.axis("off")
    y, levels = 0.0, [(_("Vid start"), entered, "")]
    levels += [(step, len(kept[step]), text) for step, text in zip(steps, texts, strict=True)]
    for title, count, text in levels:
        share = count / entered if entered else 0
        axes.barh(y, max(share, 0.004), left=(1 - share) / 2, height=1.3, color=FOCUS, alpha=0.9, zorder=2)
        inside = share > 0.12
        axes.text(0.5 if inside else 0.512 + share / 2, y, str(count), ha="center" if inside else "left", va="center", zorder=3,
                  color="white" if inside else INK, fontweight="bold")  # fmt: skip
        axes.text(-0.03, y, wrap(title, 30), ha="right", va="center")
        axes.text(1.03, y, text, ha="left", va="center", fontsize=SMALL, color=MUTED, linespacing=0.98)
        y -= max(2.6, text.count("\n") + 1.6)
    axes.set(xlim=(-0.02, 1.02), ylim=(y + 0.6, 0.9))
    last = kept[steps[-1]]
    axes.text(
        0.5,
        0,
        wrap(_("Kvar: {last}").format(last=listing(last)), 100),
        transform=axes.transAxes,
        ha="center",
        va="top",
        fontsize=SMALL,
    )
    told = "; ".join(f"{title} {count}" for title, count, _names in levels)
    alt = alt_text(
        _("tratt över antalet {unit} efter varje steg").format(unit=unit),
        told,
        _("kvar är {last}").format(last=listing(last, empty=_("inget"))),
    )
    return chart(figure, alt, frame)


def _names(frame: DataFrame, step: str, is_kept: bool) -> list[str]:
    rows = frame[frame["step"] == step]
    return [str(name) for name in rows.loc[rows["kept"].fillna(False).astype(bool) == is_kept, "name"]]
