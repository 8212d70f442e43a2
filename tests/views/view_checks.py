"""What the views' tests share: what a reader sees of a figure, and whether it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox


def written(figure: Figure) -> list[Text]:
    """All texts that a reader sees."""
    figure.draw_without_rendering()  # legends find their places only when drawn
    unseen = {id(text) for axes in figure.axes for text in _unseen(axes)}
    return [
        text
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible() and id(text) not in unseen
    ]


def _unseen(axes: Axes) -> Iterator[Text]:
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        yield axis.get_offset_text()
        for tick in axis.get_major_ticks():
            if not axes.axison or not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                yield from (tick.label1, tick.label2)
        if not axes.axison:
            yield axis.label


def extent(text: Text) -> Bbox:
    """The text's own box, without the line that joins it to its point."""
    return Text.get_window_extent(text)


def overlaps(figure: Figure, slack: float = 1.5) -> Iterator[tuple[str, str]]:
    """Pairs of texts that cover each other by more than a hair."""
    boxes = [(text.get_text(), extent(text).padded(-slack)) for text in written(figure)]
    for (first, one), (second, other) in combinations(boxes, 2):
        if one.overlaps(other):
            yield first, second


def outside(figure: Figure, slack: float = 1.0) -> Iterator[str]:
    """Texts that reach beyond the figure's edge."""
    room = figure.bbox.padded(slack)
    for text in written(figure):
        box = extent(text)
        if box.x0 < room.x0 or box.x1 > room.x1 or box.y0 < room.y0 or box.y1 > room.y1:
            yield text.get_text()
