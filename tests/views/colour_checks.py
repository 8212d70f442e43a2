"""Whether a chart tells something by colour alone.

It does not when what differs in colour differs in form, order or lightness, or is named:

* Two marks of one form (marker, filled or hollow, line style) may differ in colour if each is named: by a text beside
  it, or by the row that it stands in.
* Areas of different colours (segments of bars, counties of a map) have a legend. They can be told apart in grey,
  as steps of one scale or by clear differences, or the legend has them in the order in which each row does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import Bbox
from view_checks import extent, written

from nmanalys.views.theme import theme

PAPER = "#ffffff"
BESIDE = 30  # pixels at most from a mark to the text that names it
ROW = 10  # pixels at most between a mark's height and the middle of its row's name
STEP = 1.15  # contrast between neighbours of a scale that gets steadily darker
APART = 1.75  # contrast between any two of a few colours in no order
NUMBER = re.compile(r"[\s\d,.%+−–]*")


@dataclass(frozen=True)
class Mark:
    """One mark or one line of marks: what it looks like, and where in pixels."""

    form: tuple[object, ...]
    colour: str
    places: np.ndarray


def by_colour_alone(figure: Figure) -> list[str]:
    """What a reader of a drawn figure who sees no hue cannot tell."""
    with theme():
        figure.draw_without_rendering()
        return unnamed(figure) + unordered(figure)


def marks(axes: Axes) -> Iterator[Mark]:
    for line in axes.lines:
        if line.get_visible() and line.get_marker() not in ("None", "", None):
            face, edge = to_hex(line.get_markerfacecolor()), to_hex(line.get_markeredgecolor())
            hollow = face == PAPER
            form = (line.get_marker(), hollow, line.get_linestyle())
            yield Mark(form, edge if hollow else face, line.get_transform().transform(line.get_xydata()))
    for dots in axes.collections:
        if isinstance(dots, PathCollection) and dots.get_visible():
            places = dots.get_offset_transform().transform(dots.get_offsets())
            faces = np.resize(dots.get_facecolors(), (len(places), 4)) if len(dots.get_facecolors()) else None
            edges = np.resize(dots.get_edgecolors(), (len(places), 4)) if len(dots.get_edgecolors()) else None
            shape = dots.get_paths()[0].vertices.tobytes()
            for at, place in enumerate(places):
                hollow = faces is None or to_hex(faces[at]) == PAPER
                shown = edges if hollow else faces
                style = dots.get_linestyle()[0][1] if hollow else None
                yield Mark((shape, hollow, str(style)), to_hex(shown[at]) if shown is not None else PAPER, place[None])


def unnamed(figure: Figure) -> list[str]:
    """Pairs of colours that nothing but the colour tells apart."""
    texts = [extent(text) for text in written(figure)]
    found = []
    for axes in figure.axes:
        rows = [
            extent(tick.label1)
            for tick in axes.yaxis.get_major_ticks()
            if tick.label1.get_visible() and not NUMBER.fullmatch(tick.label1.get_text())
        ]
        shown = [(mark, _is_named(mark, texts, rows)) for mark in marks(axes)]
        for (one, first), (other, second) in combinations(shown, 2):
            if one.form == other.form and one.colour != other.colour and not (first and second):
                found.append(f"{one.colour} and {other.colour}")
    return found


def _is_named(mark: Mark, texts: list[Bbox], rows: list[Bbox]) -> bool:
    return any(abs((row.y0 + row.y1) / 2 - y) <= ROW for row in rows for _, y in mark.places) or any(
        box.x0 - BESIDE <= x <= box.x1 + BESIDE and box.y0 - BESIDE <= y <= box.y1 + BESIDE
        for box in texts
        for x, y in mark.places
    )


def unordered(figure: Figure) -> list[str]:
    """Areas of several colours whose legend does not say by order or lightness which is which."""
    legends = [legend for legend in [*figure.legends, *(axes.get_legend() for axes in figure.axes)] if legend]
    listed = [colour for legend in legends for colour in _colours(legend)]
    found = []
    for axes in figure.axes:
        areas = [(_look(patch), patch) for patch in axes.patches if _is_area(patch)]
        colours = {colour for (colour, hatch), _ in areas if not hatch and colour != PAPER}
        if len(colours) < 2:
            continue
        if missing := colours - set(listed):
            found.append(f"{sorted(missing)} are not in the legend")
        scale = [colour for colour in listed if colour in colours]
        if not (_is_told_in_grey(scale) or _is_read_in_order(scale, [(look[0], patch) for look, patch in areas])):
            found.append(f"{scale} have neither order nor steps of lightness")
    return found


def _colours(legend: Legend) -> list[str]:
    handles = [*legend.legend_handles]
    told = [(text.get_window_extent(), handle) for text, handle in zip(legend.texts, handles, strict=True)]
    # as it is read: line by line
    told.sort(key=lambda entry: (-round(entry[0].y0), entry[0].x0))
    return [_look(handle)[0] for _, handle in told if isinstance(handle, Patch)]


def _is_area(patch: Patch) -> bool:
    return patch.get_visible() and patch.get_fill() and to_rgba(patch.get_facecolor())[3] > 0 and patch.get_zorder() > 0


def _look(patch: Patch) -> tuple[str, str | None]:
    return to_hex(patch.get_facecolor()), patch.get_hatch()


def _is_told_in_grey(scale: list[str]) -> bool:
    lights = [_light(colour) for colour in scale]
    steps = [_contrast(*pair) for pair in pairwise(lights)]
    steady = lights in (sorted(lights), sorted(lights, reverse=True)) and min(steps, default=0) >= STEP
    return steady or min((_contrast(*pair) for pair in combinations(lights, 2)), default=0) >= APART


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _light(colour: str) -> float:
    parts = np.array(to_rgba(colour)[:3])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def _is_read_in_order(scale: list[str], areas: list[tuple[str, Patch]]) -> bool:
    rows: dict[float, list[tuple[float, int]]] = {}
    for colour, patch in areas:
        if isinstance(patch, Rectangle) and colour in scale and patch.get_width():
            left = min(patch.get_x(), patch.get_x() + patch.get_width())
            rows.setdefault(round(patch.get_y(), 3), []).append((left, scale.index(colour)))
    return bool(rows) and all(
        [place for _, place in sorted(row)] == sorted(place for _, place in row) for row in rows.values()
    )
