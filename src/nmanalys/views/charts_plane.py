"""Two quantities at a time: bubbles, a scatter with quadrants, the grid of influence and interest.

Points are named where there is room for the name. A name that finds none is left out of the drawing, counted in a
line under it, and found in the table behind the figure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, NullLocator
from matplotlib.transforms import Bbox
from pandas import DataFrame, Series

from nmanalys.views.drawing import alt_text, chart, even_axis, freeze, quotient_axis, view, wrap
from nmanalys.views.exhibit import NO_DATA, Exhibit
from nmanalys.views.formats import formatter
from nmanalys.views.labels import place_labels
from nmanalys.views.theme import INK, MUTED, QUIET, SMALL, marker_of, new_figure, region_colour, tint
from nmanalys.vocabulary.language import listing, number, signed_percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["plot_bubble", "plot_grid", "plot_scatter"]

LARGEST = 21.0
SQUEEZED_TICKS = (-30, -10, -3, -1, 0, 1, 3, 10, 30)
CORNERS: Mapping[str, tuple[float, float, str, str]] = {
    "top_right": (0.99, 0.985, "right", "top"),
    "top_left": (0.01, 0.985, "left", "top"),
    "bottom_right": (0.99, 0.015, "right", "bottom"),
    "bottom_left": (0.01, 0.015, "left", "bottom"),
}


@view("label", "size", "quotient", "growth", values=["quotient"])
def plot_bubble(
    frame: DataFrame,
    *,
    size_title: str = _("sysselsatta"),
    quotient_title: str = _("Lokaliseringskvot (kvot, riket = 1)"),
    growth_title: str = _("Förändring av antalet sysselsatta (procent)"),
    region: str | Region | None = None,
    highlight: Collection[str] = (),
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw size, quotient and growth at once: area, across on a log axis, up.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``size`` (number), ``quotient`` (nation = 1) and ``growth`` (share, 0.05 is five per cent).
        Rows that lack one of them are left out and counted under the axis.
    """
    rows = frame.dropna(subset=["size", "quotient", "growth"])
    rows = rows[rows["quotient"] > 0].sort_values("size", ascending=False, kind="stable").reset_index(drop=True)
    figure = new_figure(4.9)
    axes = figure.add_subplot()
    lost = len(frame) - len(rows)
    title = quotient_title + (_(". {lost} utan uppgift visas inte").format(lost=lost) if lost else "")
    quotient_axis(
        axes, rows["quotient"], title=_("{title}. Yta: {size_title}").format(title=title, size_title=size_title)
    )
    _roomy(axes, rows["growth"])
    even_axis(axes, "%", title="", which="y")
    axes.set_title(growth_title, loc="left", fontsize=9.5, color=MUTED, pad=8)
    axes.axvline(1, color=INK, linewidth=0.9, zorder=1)
    axes.axhline(0, color=INK, linewidth=0.9, zorder=1)
    if rows.empty:
        return chart(figure, alt_text(_("bubbeldiagram"), _("ingen rad har alla tre uppgifterna")), frame)
    radii = LARGEST * np.sqrt(rows["size"] / rows["size"].max()).clip(lower=0.1)
    in_focus = [not highlight or label in highlight for label in rows["label"]]
    colours = [region_colour(region) if focus else QUIET for focus in in_focus]
    axes.scatter(rows["quotient"], rows["growth"], s=(2 * radii) ** 2, c=[tint(colour, 0.45) for colour in colours],
                 edgecolors=colours, linewidths=1.1, alpha=0.9, zorder=3)  # fmt: skip
    _name_points(axes, rows["quotient"], rows["growth"], rows["label"], radii, in_focus if highlight else None)
    top = rows.loc[rows["quotient"].idxmax()]
    big, fast = rows.iloc[0], rows.loc[rows["growth"].idxmax()]
    alt = alt_text(
        _("bubbeldiagram över {total} rader: {quotient_title} och {growth_title}").format(
            total=len(rows), quotient_title=quotient_title, growth_title=growth_title.lower()
        ),
        _("störst är {label}, {size} {size_title}, kvot {quotient}").format(
            label=big["label"], size=number(big["size"]), size_title=size_title, quotient=number(big["quotient"], 2)
        ),
        _("högst kvot har {label}, {quotient}").format(label=top["label"], quotient=number(top["quotient"], 2)),
        _("snabbast växer {label}, {growth}").format(label=fast["label"], growth=signed_percent(fast["growth"], 0)),
    )
    return chart(figure, alt, frame)


@view("label", "x", "y", values=["x", "y"])
def plot_scatter(
    frame: DataFrame,
    *,
    x_title: str,
    y_title: str,
    x_spec: str = "0.0",
    y_spec: str = "0.0",
    x_line: float | None = None,
    y_line: float | None = None,
    quadrants: Mapping[str, str] | None = None,
    region: str | Region | None = None,
    highlight: Collection[str] | None = None,
    most_names: int | None = None,
    is_squeezed: bool = False,
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw two quantities against each other, cut into quadrants by two thin lines.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``x`` and ``y``, and where known ``is_uncertain``: a point whose quadrant is not sure is a
        ring.
    x_line, y_line : float, optional
        Where the quadrants meet.
    quadrants : mapping of str to str, optional
        Names of the corners: ``top_right``, ``top_left``, ``bottom_right``, ``bottom_left``.
    highlight : collection of str, optional
        Labels of the points in focus, perhaps none; all are when it is omitted.
    most_names : int, optional
        How many points are named: first those in focus, then those that rank highest on both quantities together.
    is_squeezed : bool
        Whether the upper axis is even up to 1 from zero and logarithmic beyond, so that a few points far out leave
        room for the others.
    """
    rows = frame.dropna(subset=["x", "y"]).reset_index(drop=True)
    in_focus = np.array([highlight is None or label in highlight for label in rows["label"]], dtype=bool)
    order = np.lexsort([-(rows["x"].rank() + rows["y"].rank()), ~in_focus])
    rows, in_focus = rows.iloc[order].reset_index(drop=True), [bool(in_focus[at]) for at in order]
    figure = new_figure(4.6)
    axes = figure.add_subplot()
    lost = len(frame) - len(rows)
    _roomy(axes, pd.concat([rows["x"], Series([x_line], dtype=float)]), which="x")
    _roomy(axes, pd.concat([rows["y"], Series([y_line], dtype=float)]))
    if is_squeezed:
        low, high = axes.get_ylim()
        axes.set_ylim(low * 1.2 if low < -1 else low, high * 1.6 if high > 1 else high)
        axes.set_yscale("symlog", linthresh=1, linscale=0.8)
    unsure = rows.get("is_uncertain", Series(False, rows.index)).astype(bool)
    notes = [_("{lost} utan uppgift visas inte").format(lost=lost)] * bool(lost) + [_("Ring: osäker ruta")] * bool(
        unsure.any()
    )
    even_axis(axes, x_spec, title=". ".join([x_title, *notes]))
    even_axis(axes, y_spec, title="", which="y")
    if is_squeezed:
        axes.yaxis.set_major_locator(FixedLocator(SQUEEZED_TICKS))
        axes.yaxis.set_minor_locator(NullLocator())
    axes.set_title(y_title, loc="left", fontsize=9.5, color=MUTED, pad=8)
    for line, draw in ((x_line, axes.axvline), (y_line, axes.axhline)):
        if line is not None:
            draw(line, color=INK, linewidth=0.9, zorder=1)
    corners = _name_corners(axes, quadrants or {})
    for place, row in rows.iterrows():
        colour = region_colour(region) if in_focus[place] else QUIET
        face, edge = ("white", colour) if unsure[place] else (colour, "white")
        axes.plot(row["x"], row["y"], marker_of(region), color=face, markersize=7, markeredgecolor=edge, zorder=3)
    radii = np.full(len(rows), 4.0)
    _name_points(axes, rows["x"], rows["y"], rows["label"], radii, None if highlight is None else in_focus, corners,
                 most=max(most_names or len(rows), sum(in_focus) if highlight is not None else 0))  # fmt: skip
    return chart(figure, _scatter_alt(rows, x_title, y_title, x_spec, y_spec, x_line, y_line, quadrants), frame,
                 {"x": x_spec, "y": y_spec})  # fmt: skip


def _scatter_alt(
    rows: DataFrame, x_title: str, y_title: str, x_spec: str, y_spec: str,
    x_line: float | None, y_line: float | None, quadrants: Mapping[str, str] | None,
) -> str:  # fmt: skip
    kind = _("spridningsdiagram över {total} rader: {x_title} och {y_title}").format(
        total=len(rows), x_title=x_title, y_title=y_title
    )
    if rows.empty:
        return alt_text(kind, _("ingen rad har båda uppgifterna"))
    top = rows.loc[rows["y"].idxmax()]
    across, up = (formatter(spec, [line] * (line is not None)) for spec, line in ((x_spec, x_line), (y_spec, y_line)))
    highest = _("högst upp ligger {label} ({x}; {y})").format(label=top["label"], x=across(top["x"]), y=up(top["y"]))
    right = rows.loc[rows["x"].idxmax()]
    rightmost = _("längst till höger {label} ({x}; {y})").format(
        label=right["label"], x=across(right["x"]), y=up(right["y"])
    )
    both = ""
    if x_line is not None and y_line is not None:
        inside = rows[(rows["x"] >= x_line) & (rows["y"] >= y_line)]
        name = (quadrants or {}).get("top_right", _("högt på båda"))
        both = _("{name}: {total} av {count}").format(name=name, total=len(inside), count=len(rows)) + (
            f", {listing(inside['label'][:3])}" if len(inside) else ""
        )
        if len(inside) and "is_uncertain" in rows:
            both += _("; säkert för {is_uncertain} av dem").format(
                is_uncertain=int((~inside["is_uncertain"].astype(bool)).sum())
            )
    return alt_text(kind, both, highest, rightmost)


@view("name", "influence", "interest", values=["influence", "interest"])
def plot_grid(
    frame: DataFrame,
    *,
    low: float = 1,
    high: float = 5,
    middle: float = 3,
    missing: str = NO_DATA,
) -> Exhibit:
    """Write each actor's name in the grid of influence (up) and interest (across).

    Parameters
    ----------
    frame : DataFrame
        Columns ``name``, ``influence`` and ``interest`` on the scale from `low` to `high`. Actors at the same place
        share one mark, and their names stand in a list beside it.
    """
    rows = frame.dropna(subset=["influence", "interest"])
    joined = rows.groupby(["interest", "influence"], sort=True)["name"].agg("\n".join).reset_index()
    figure = new_figure(5.4)
    axes = figure.add_subplot()
    pad = (high - low) * 0.12
    axes.set(xlim=(low - pad, high + pad), ylim=(low - pad, high + pad))
    axes.axvline(middle, color=INK, linewidth=0.9, zorder=1)
    axes.axhline(middle, color=INK, linewidth=0.9, zorder=1)
    ends = _("lågt ({low})").format(low=number(low)), _("högt ({high})").format(high=number(high))
    for set_ticks in (axes.set_xticks, axes.set_yticks):
        set_ticks([low, middle, high], [ends[0], number(middle), ends[1]])
    axes.set_xlabel(_("Intresse (skala {low}–{high})").format(low=number(low), high=number(high)))
    title = _("Inflytande (skala {low}–{high})").format(low=number(low), high=number(high))
    axes.set_title(title, loc="left", fontsize=9.5, color=MUTED, pad=8)
    names = {"top_right": _("Samarbeta nära"), "top_left": _("Håll nöjda"), "bottom_right": _("Håll informerade"),
             "bottom_left": _("Bevaka")}  # fmt: skip
    corners = _name_corners(axes, names)
    axes.plot(joined["interest"], joined["influence"], "o", color=region_colour(None), markersize=6, zorder=3)
    joined = joined.iloc[np.argsort(-joined["name"].str.count("\n").to_numpy(), kind="stable")]
    radii = np.full(len(joined), 3.5)
    _name_points(axes, joined["interest"], joined["influence"], joined["name"], radii, None, corners, width=60)
    close = rows[(rows["influence"] > middle) & (rows["interest"] > middle)]["name"]
    alt = alt_text(
        _("fyrfältsdiagram över {total} aktörer efter intresse och inflytande").format(total=len(rows)),
        _("{total} har både högt intresse och högt inflytande").format(total=len(close) or _("ingen"))
        + (f": {listing(close)}" if len(close) else ""),
    )
    return chart(figure, alt, frame)


def _roomy(axes: Axes, values: Series, which: str = "y") -> None:
    """Set limits with room for marks and names beyond the outermost points."""
    known = values.dropna().astype(float)
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if low > 0 and low < (high - low) * 0.25:
        low = 0.0
    pad = ((high - low) or abs(high) or 1.0) * 0.16
    axes.set_ylim(low - pad, high + pad) if which == "y" else axes.set_xlim(low - pad, high + pad)


def _long_lines(axes: Axes) -> list[Bbox]:
    """Return the lines that go all the way across."""
    extents = [line.get_window_extent() for line in axes.lines if len(line.get_xdata()) == 2]
    return [extent.padded(1) for extent in extents if max(extent.width, extent.height) > 100]


def _name_corners(axes: Axes, quadrants: Mapping[str, str]) -> list[Text]:
    return [
        axes.text(x, y, quadrants[corner], transform=axes.transAxes, ha=across, va=up, fontsize=9.5, color=MUTED,
                  fontweight="bold")
        for corner, (x, y, across, up) in CORNERS.items() if corner in quadrants
    ]  # fmt: skip


def _name_points(
    axes: Axes,
    x: Sequence[float],
    y: Sequence[float],
    labels: Sequence[str],
    radii: Sequence[float],
    in_focus: Sequence[bool] | None,
    obstacles: Sequence[Text] = (),
    width: int = 26,
    most: int | None = None,
) -> None:
    """Name the points, `most` of them at most, and say above the axes how many have no name."""
    freeze(axes.figure)
    points = list(zip(map(float, x), map(float, y), strict=True))
    texts = ["\n".join(wrap(line, width) for line in str(label).split("\n")) for label in labels]
    order = sorted(range(len(texts)), key=lambda at: in_focus is not None and not in_focus[at])
    bold = None if in_focus is None else [in_focus[at] for at in order]
    colours = None if in_focus is None else [INK if in_focus[at] else MUTED for at in order]
    boxes = [text.get_window_extent() for text in obstacles]
    left_out = place_labels(
        axes, [points[at] for at in order], [texts[at] for at in order[:most]],
        radii=[float(radii[at]) for at in order],
        bold=bold, colours=colours, obstacles=boxes, lines=_long_lines(axes),
    )  # fmt: skip
    unnamed = len(left_out) + len(order) - len(order[:most])
    if unnamed:
        counted = _("{total} namn står bara i tabellen").format(total=unnamed)
        axes.set_title(counted, loc="right", fontsize=SMALL, color=MUTED, pad=8)
