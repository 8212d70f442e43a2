"""Dot plots: quotients with intervals, the 21 counties in rank order, shares of small samples.

A dot on a common scale is what the eye reads most exactly, and unlike a bar it needs no zero, which a quotient does
not have. Rows are sorted by value; the number stands beside its dot, so nobody has to read it off the axis.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from pandas import DataFrame, Series

from nmanalys.views.drawing import (
    alt_text,
    chart,
    colours_for,
    even_axis,
    quotient_axis,
    reference_line,
    row_axes,
    view,
    wrap,
    write_column,
)
from nmanalys.views.exhibit import NO_DATA, Exhibit
from nmanalys.views.formats import DOTS, formatter, with_interval
from nmanalys.views.theme import INK, MUTED, QUIET, SMALL, marker_of, region_colour
from nmanalys.vocabulary.language import number
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["plot_quotients", "plot_ranks", "plot_shares_with_interval"]


@view("label", values=["lq"])
def plot_quotients(
    frame: DataFrame,
    *,
    quantity: str = _("Lokaliseringskvot, sysselsatta (kvot, riket = 1)"),
    region: str | Region | None = None,
    highlight: Collection[str] = (),
    threshold: float | None = None,
    threshold_label: str | None = None,
    reference_label: str = _("Riket = 1"),
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw quotients as dots with intervals on a logarithmic axis, largest first.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``lq`` and, where known, ``lower`` and ``upper``. A missing quotient is drawn as ``..``.
    quantity : str
        Title of the axis: quantity and unit.
    region : str or Region, optional
        Whose colour and marker to use.
    highlight : collection of str
        Labels drawn in colour; all of them when empty.
    threshold : float, optional
        A cut-off, drawn as a dashed line.
    missing : str
        What to say when there is nothing to draw.

    Returns
    -------
    Chart or Missing

    Examples
    --------
    >>> frame = DataFrame({"label": ["Stål", "Bygg"], "lq": [5.36, 0.9], "lower": [5.3, 0.8], "upper": [5.4, 1.0]})
    >>> plot_quotients(frame, threshold=1.25).alt
    'Punktdiagram: Lokaliseringskvot, sysselsatta (kvot, riket = 1). Högst är Stål 5,36 (5,30–5,40). Lägst är
    Bygg 0,90 (0,80–1,00). 1 av 2 når gränsen 1,25.'
    """
    rows = by_value(frame, "lq")
    labels = [wrap(label) for label in rows["label"]]
    figure, axes = row_axes(labels, extra=0.95)
    lines = [1.0] if threshold is None else [1.0, threshold]
    quotient_axis(
        axes, pd.concat([rows["lq"], bound(rows, "lower"), bound(rows, "upper")]), title=quantity, always=lines
    )
    colours = colours_for(rows["label"], highlight, region_colour(region))
    draw_dots(axes, rows, "lq", colours, marker_of(region))
    label_lines(axes, reference_label, threshold, threshold_label)
    write_column(axes, interval_texts(rows, "lq", "0.00", lines), bold=_places(rows["label"], highlight))
    reached = "" if threshold is None else _reached(rows["lq"], threshold)
    return chart(
        figure,
        alt_text(
            _("punktdiagram: {quantity}").format(quantity=quantity), *extremes(rows, "lq", "0.00", lines), reached
        ),
        rows,
    )


@view("region_name", values=["value"])
def plot_ranks(
    frame: DataFrame,
    *,
    quantity: str,
    spec: str = "0.0",
    highlight: Collection[str] = ("Värmland", "Dalarna", "Gävleborg"),
    nation: str = "riket",
    cuts: Sequence[float] = (),
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw the counties as a column of dots, highest first, with some of them in their own colours.

    Parameters
    ----------
    frame : DataFrame
        Columns ``region_name``, ``value`` and, where known, ``lower`` and ``upper``. A row named `nation` becomes the
        reference line.
    quantity : str
        Title of the axis: quantity and unit.
    spec : str
        How to write a value, see :mod:`nmanalys.views.formats`.
    highlight : collection of str
        Names of the counties in focus.
    cuts : sequence of float
        Thresholds that the values are judged by, see :func:`~nmanalys.views.formats.formatter`.
    """
    is_nation = frame["region_name"].str.lower() == nation.lower()
    rows = by_value(frame[~is_nation].rename(columns={"region_name": "label"}), "value")
    figure, axes = row_axes(rows["label"], extra=0.95, row=0.225)
    write = formatter(spec, cuts)
    colours = [region_colour(label) if label in highlight else QUIET for label in rows["label"]]
    markers = [marker_of(label) if label in highlight else "o" for label in rows["label"]]
    draw_dots(axes, rows, "value", colours, markers)
    even_axis(axes, spec, title=quantity)
    focus = _places(rows["label"], highlight)
    for place in focus:
        axes.get_yticklabels()[place].set(fontweight="bold", color=colours[place])
    write_column(axes, interval_texts(rows, "value", spec, cuts), bold=focus)
    level = frame.loc[is_nation, "value"].dropna()
    if len(level):
        reference_line(axes, float(level.iloc[0]), _("Riket {level}").format(level=write(level.iloc[0])))
    known = int(rows["value"].notna().sum())
    places = [
        _("{label} har plats {place} av {known} med {value}").format(
            label=rows["label"][place], place=place + 1, known=known, value=write(rows["value"][place])
        )
        for place in focus
        if place < known
    ]
    nation_text = _("riket har {level}").format(level=write(level.iloc[0])) if len(level) else ""
    first, *_rest = extremes(rows, "value", spec, cuts)
    alt = alt_text(
        _("punktdiagram över länen: {quantity}").format(quantity=quantity), "; ".join(places), nation_text, first
    )
    return chart(figure, alt, frame, dict.fromkeys(["value", "lower", "upper"], spec))


@view("label", values=["share"])
def plot_shares_with_interval(
    frame: DataFrame,
    *,
    quantity: str,
    region: str | Region | None = None,
    highlight: Collection[str] = (),
    reference: float | None = None,
    reference_label: str = "Alla",
    keep_order: bool = False,
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw shares between 0 and 1 as dots with intervals, the number of answers in each row's name.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``share`` and, where known, ``lower``, ``upper`` and ``n``.
    keep_order : bool
        Keep the rows in the order given instead of sorting them by share.
    """
    rows = frame.reset_index(drop=True) if keep_order else by_value(frame, "share")
    labels = [wrap(label) for label in rows["label"]]
    if "n" in rows:
        labels = [f"{label} (n = {formatter('0')(n)})" for label, n in zip(labels, rows["n"], strict=True)]
    figure, axes = row_axes(labels, extra=0.95)
    draw_dots(axes, rows, "share", colours_for(rows["label"], highlight, region_colour(region)), marker_of(region))
    even_axis(axes, "%", title=quantity)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks(np.linspace(0, 1, 6))
    if reference is not None:
        reference_line(axes, reference, f"{reference_label} {formatter('%')(reference)}")
    cuts = [] if reference is None else [reference]
    write_column(axes, interval_texts(rows, "share", "%", cuts), bold=_places(rows["label"], highlight))
    return chart(
        figure,
        alt_text(_("punktdiagram: {quantity}").format(quantity=quantity), *extremes(rows, "share", "%", cuts)),
        rows,
    )


def by_value(frame: DataFrame, value: str) -> DataFrame:
    """Sort rows from the highest value to the lowest, missing ones last, equal ones by name."""
    return frame.sort_values([value, "label"], ascending=[False, True], na_position="last").reset_index(drop=True)


def bound(rows: DataFrame, name: str) -> Series:
    """Return the column of an interval's bound; missing everywhere when the frame has none."""
    return rows[name].astype(float) if name in rows else Series(np.nan, index=rows.index)


def interval_texts(rows: DataFrame, value: str, spec: str, cuts: Sequence[float] = ()) -> list[str]:
    """Write each row's value with its interval, if it has one."""
    cells = zip(rows[value], bound(rows, "lower"), bound(rows, "upper"), strict=True)
    return [with_interval(*cell, spec, cuts) for cell in cells]


def draw_dots(axes: Axes, rows: DataFrame, value: str, colours: Sequence[str], markers: str | Sequence[str]) -> None:
    """Draw one dot a row, its interval as a bar behind it, and `..` where the value is missing."""
    markers = [markers] * len(rows) if isinstance(markers, str) else markers
    lower, upper = bound(rows, "lower"), bound(rows, "upper")
    for place, level in enumerate(rows[value].astype(float)):
        if pd.isna(level):
            axes.text(0.01, place, DOTS, transform=axes.get_yaxis_transform(), va="center", color=MUTED)
            continue
        if pd.notna(lower[place]) and pd.notna(upper[place]):
            axes.plot([lower[place], upper[place]], [place, place], color=colours[place], linewidth=2.4, alpha=0.45)
        axes.plot(level, place, markers[place], color=colours[place], markersize=6.5, markeredgecolor="white",
                  markeredgewidth=0.6, zorder=3)  # fmt: skip


def label_lines(axes: Axes, reference_label: str, threshold: float | None, threshold_label: str | None) -> None:
    """Draw the reference at 1 and the threshold, their labels side by side even when the lines are close."""
    named = (
        _("Gräns {threshold}").format(threshold=number(threshold, 2)) if threshold_label is None else threshold_label
    )
    for value, text, side, dashed in ((1.0, reference_label, "right", False), (threshold, named, "left", True)):
        if value is None:
            continue
        style = {"color": MUTED, "linestyle": (0, (4, 3))} if dashed else {"color": INK}
        axes.axvline(value, linewidth=0.9, zorder=1, **style)
        outwards = side if threshold is None or threshold >= 1 else {"right": "left", "left": "right"}[side]
        axes.annotate(
            text, (value, 1), xycoords=axes.get_xaxis_transform(), xytext=(-2 if outwards == "right" else 2, 4),
            textcoords="offset points", ha="center" if threshold is None else outwards, va="bottom",
            fontsize=SMALL, color=MUTED,
        )  # fmt: skip


def extremes(rows: DataFrame, value: str, spec: str, cuts: Sequence[float] = ()) -> tuple[str, str]:
    """Say which row is highest and which is lowest, with their intervals."""
    known = rows[rows[value].notna()].sort_values(value, ascending=False, kind="stable")
    known = known.iloc[[0, -1]] if len(known) > 1 else known
    written = interval_texts(known, value, spec, cuts)
    texts = [f"{label} {text}" for label, text in zip(known["label"], written, strict=True)]
    if len(known) == 1:
        return f"{texts[0]}", ""
    return _("Högst är {texts}").format(texts=texts[0]), _("Lägst är {texts}").format(texts=texts[1])


def _reached(values: Series, threshold: float) -> str:
    return _("{total} av {count} når gränsen {threshold}").format(
        total=int((values >= threshold).sum()), count=int(values.notna().sum()), threshold=number(threshold, 2)
    )


def _places(labels: Series, highlight: Collection[str]) -> list[int]:
    return [place for place, label in enumerate(labels) if label in highlight]
