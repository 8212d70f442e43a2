"""Series over the years: lines that break where the series does, each named at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter
from pandas import DataFrame, Index

from nmanalys.views.drawing import alt_text, chart, even_axis, view, wrap
from nmanalys.views.exhibit import NO_DATA, Exhibit
from nmanalys.views.formats import formatter
from nmanalys.views.labels import end_labels
from nmanalys.views.theme import FOCUS, MUTED, NATION, QUIET, SMALL, marker_of, new_figure, region_colour
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.translation import _

__all__ = ["plot_lines"]


@view("label", "year", values=["value"])
def plot_lines(
    frame: DataFrame,
    *,
    quantity: str,
    spec: str = "0",
    highlight: Collection[str] = (),
    breaks: Mapping[int, str] | None = None,
    from_zero: bool = False,
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw a few series over the years, each named at its end.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``year`` and ``value``, and where known ``lower`` and ``upper``. A year without a row or
        without a value is a gap in the line; a series of every other year has no gaps.
    breaks : mapping of int to str, optional
        Breaks in the series: first year of the new series, and what changed. No line crosses one.
    """
    wide = frame.pivot(index="year", columns="label", values="value").astype(float)
    wide = wide.reindex(_steps(wide.index))
    series = [label for label in dict.fromkeys(frame["label"]) if wide[label].notna().any()]
    figure = new_figure(3.5)
    axes = figure.add_subplot()
    write, breaks = formatter(spec), dict(breaks or {})
    in_focus = [not highlight or label in highlight for label in series]
    colours = [_line_colour(label, focus) for label, focus in zip(series, in_focus, strict=True)]
    for label, colour in zip(series, colours, strict=True):
        _line(axes, wide[label], colour, breaks, marker_of(label))
        _band(axes, frame[frame["label"] == label], colour)
    if from_zero:
        axes.set_ylim(bottom=0)
    for year, note in breaks.items():
        axes.axvline(year - 0.5, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.annotate(wrap(note, 24), (year - 0.5, 1), xycoords=axes.get_xaxis_transform(), xytext=(3, -2),
                      textcoords="offset points", va="top", fontsize=SMALL, color=MUTED)  # fmt: skip
    even_axis(axes, spec, title="", which="y", ticks=5)
    axes.set_title(quantity, loc="left", fontsize=9.5, color=MUTED, pad=8)
    step = max(1, len(wide) // 8)
    axes.xaxis.set_major_locator(FixedLocator(list(wide.index[::-1][::step])))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _position: str(int(value))))
    last = [wide[label].last_valid_index() for label in series]
    ends = [float(wide[label][year]) for label, year in zip(series, last, strict=True)]
    texts = [f"{label} {write(value)}" for label, value in zip(series, ends, strict=True)]
    end_labels(axes, ends, texts, in_focus, side="right", x=[float(year) for year in last], colours=colours)
    told = [_told(wide[label], label, spec, breaks) for label in series]
    cut = [f"{year} ({note[:1].lower()}{note[1:]})" for year, note in breaks.items() if year in wide.index[1:]]
    broken = _("serien bryts {cut}, och talen före jämförs inte med dem efter").format(cut=listing(cut)) if cut else ""
    return chart(
        figure,
        alt_text(
            _("linjediagram: {quantity}, {first}–{last}").format(
                quantity=quantity, first=wide.index[0], last=wide.index[-1]
            ),
            *told,
            broken,
        ),
        frame,
        dict.fromkeys(["value", "lower", "upper"], spec),
    )


def _line_colour(label: str, in_focus: bool) -> str:
    own = region_colour(label)
    return (own if own != NATION or label.lower() == "riket" else FOCUS) if in_focus else QUIET


def _line(axes: Axes, values: pd.Series, colour: str, breaks: Mapping[int, str], marker: str) -> None:
    edges = sorted({values.index[0], *breaks, values.index[-1] + 1})
    for first, after in pairwise(edges):
        part = values.loc[first : after - 1]
        axes.plot(part.index, part, color=colour, marker=marker, markersize=4, linewidth=1.8)


def _band(axes: Axes, rows: DataFrame, colour: str) -> None:
    if {"lower", "upper"} <= set(rows.columns):
        rows = rows.sort_values("year")
        axes.fill_between(rows["year"], rows["lower"].astype(float), rows["upper"].astype(float), color=colour,
                          alpha=0.14, linewidth=0)  # fmt: skip


def _told(values: pd.Series, label: str, spec: str, breaks: Iterable[int]) -> str:
    """Compare the first and the last value since the last break."""
    known, write = values.dropna(), formatter(spec)
    known = known.loc[max((year for year in breaks if year <= known.index[-1]), default=known.index[0]) :]
    if len(known) == 1:
        return _("{label} {known} år {known_2}").format(label=label, known=write(known.iloc[0]), known_2=known.index[0])
    return _("{label} från {known} år {known_2} till {known_3} år {known_4}").format(
        label=label,
        known=write(known.iloc[0]),
        known_2=known.index[0],
        known_3=write(known.iloc[-1]),
        known_4=known.index[-1],
    )


def _steps(years: Index) -> range:
    """The years of the axis, in the steps in which the series is counted: every year, or every other one."""
    step = int(np.gcd.reduce(np.diff(np.sort(years)))) if len(years) > 1 else 1
    return range(int(years.min()), int(years.max()) + 1, step)
