"""The steps that all figures share: refuse an empty frame, wrap names, draw the axes, freeze the layout."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, Formatter, FuncFormatter, MaxNLocator, NullLocator
from pandas import DataFrame, Series

from nmanalys.errors import SchemaError
from nmanalys.views.exhibit import NO_DATA, Chart, Exhibit, Missing
from nmanalys.views.formats import formatter, shares_among
from nmanalys.views.theme import FOCUS, INK, MUTED, QUIET, SMALL, new_figure, theme
from nmanalys.vocabulary.translation import translated

__all__ = [
    "TickFormatter",
    "alt_text",
    "chart",
    "colours_for",
    "even_axis",
    "freeze",
    "name_rows",
    "quotient_axis",
    "reference_line",
    "row_axes",
    "sentence",
    "view",
    "wrap",
    "write_column",
]

P = ParamSpec("P")
ROW = 0.29
LINE = 0.18
ALT_LENGTH = 400
FINEST_TICKS = (0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3)
FINER_TICKS = (0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5)
QUOTIENT_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


def view(*columns: str, values: Sequence[str]) -> Callable[[Callable[P, Exhibit]], Callable[P, Exhibit]]:
    """Make a function from a frame to an exhibit draw with the theme, and only when there is something to draw.

    Parameters
    ----------
    *columns : str
        Columns that the first argument must have.
    values : sequence of str
        Columns of which at least one must hold a value; otherwise the view returns `Missing` with its `missing`.
    """

    def decorate(draw: Callable[P, Exhibit]) -> Callable[P, Exhibit]:
        @wraps(draw)
        def drawn(*args: P.args, **kwargs: P.kwargs) -> Exhibit:
            # a notebook's own texts are looked up here, whatever the view calls them
            kwargs.update({name: translated(text) for name, text in kwargs.items() if isinstance(text, str)})
            frame = args[0] if args else kwargs.get("frame")
            if not isinstance(frame, DataFrame):
                raise SchemaError(f"{draw.__name__} takes a DataFrame, not a {type(frame).__name__}.")
            absent = [name for name in dict.fromkeys((*columns, *values)) if name not in frame.columns]
            if absent:
                raise SchemaError(
                    f"{draw.__name__} needs the columns {', '.join(absent)}; the frame has "
                    f"{', '.join(map(str, frame.columns))}. Rename the frame's columns."
                )
            if frame.empty or not frame[list(values)].notna().to_numpy().any():
                return Missing(str(kwargs.get("missing", NO_DATA)))
            with theme():
                return draw(*args, **kwargs)

        return drawn

    return decorate


def chart(figure: Figure, alt: str, data: DataFrame, specs: Mapping[str, str] | None = None) -> Chart:
    """Freeze the figure's layout and join it with its text and numbers; `specs` says how columns are written."""
    freeze(figure)
    return Chart(figure, alt, data.reset_index(drop=True), shares_among(specs or {}))


def freeze(figure: Figure) -> None:
    """Lay the figure out once, so that drawing it again gives the same bytes and labels stay where they were put."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine("none")
    for axes in figure.axes:
        # a map's equal scales shrink its box only when drawn, and names are placed by the box
        axes.apply_aspect()


def wrap(text: object, width: int = 36) -> str:
    r"""Break a long name into lines of about equal length; nothing is cut off.

    Examples
    --------
    >>> wrap("Kulturella och personliga tjänster m.m.", 36)
    'Kulturella och\npersonliga tjänster m.m.'
    """
    lines = _lines(text, width)
    narrower = width - 1
    while len(lines) > 1 and narrower > 8 and len(candidate := _lines(text, narrower)) == len(lines):
        lines, narrower = candidate, narrower - 1
    return "\n".join(lines) or " "


def _lines(text: object, width: int) -> list[str]:
    return textwrap.wrap(str(text), width, break_long_words=False, break_on_hyphens=False)


def row_axes(labels: Iterable[str], *, extra: float = 0.75, row: float = ROW) -> tuple[Figure, Axes]:
    """Make a figure just tall enough for its rows, the first row at the top.

    Parameters
    ----------
    labels : iterable of str
        Wrapped names of the rows.
    extra : float
        Inches for everything that is not a row.
    """
    labels = list(labels)
    lines = max((label.count("\n") for label in labels), default=0)
    figure = new_figure(extra + len(labels) * max(row, LINE * (lines + 1)))
    axes = figure.add_subplot()
    name_rows(axes, labels)
    return figure, axes


def name_rows(axes: Axes, labels: Sequence[str], *, bold: Collection[int] = ()) -> None:
    """Write the rows' names left of the axes, the first row at the top."""
    axes.set_yticks(range(len(labels)), labels, linespacing=0.95)
    axes.set_ylim(len(labels) - 0.45, -0.55)
    for place, tick in enumerate(axes.get_yticklabels()):
        if place in bold:
            tick.set_fontweight("bold")


def quotient_axis(axes: Axes, values: Series, *, title: str, always: Iterable[float] = (1.0,)) -> None:
    """Make the x axis logarithmic and label it 0,5 · 1 · 2.

    A quotient of a half is as far from 1 as a quotient of two.
    """
    positive = [float(value) for value in (*values, *always) if pd.notna(value) and value > 0]
    low, high = min((*positive, 0.8)) / 1.12, max((*positive, 1.25)) * 1.12
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    ticks = [tick for tick in QUOTIENT_TICKS if low <= tick <= high]
    if high / low < 10:
        finer = (
            (0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3) if high / low < 4 else (0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5)
        )
        ticks = [tick for tick in finer if low <= tick <= high]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace(".", ",")))
    axes.grid(axis="x")
    axes.set_xlabel(title)


def even_axis(axes: Axes, spec: str, *, title: str, which: str = "x", ticks: int = 6) -> None:
    """Label a linear axis in Swedish and draw its light grid.

    Parameters
    ----------
    spec : str
        How to write a value; the number of decimals is that of the ticks.
    """
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(TickFormatter(spec))
    axes.tick_params(axis=which, labelcolor=MUTED)
    axes.grid(axis=which)
    axes.set_xlabel(title) if which == "x" else axes.set_ylabel(title)


class TickFormatter(Formatter):
    """Write ticks with just as many decimals as tell them apart.

    Examples
    --------
    >>> TickFormatter("0.0").format_ticks([10, 15, 20]), TickFormatter("0").format_ticks([0, 0.5, 1])
    (['10', '15', '20'], ['0', '0,5', '1'])
    """

    def __init__(self, spec: str) -> None:
        self._head = "+" if spec.startswith("+") else ""
        self._tail = " %" if spec.endswith("%") else ""

    def __call__(self, value: float, pos: int | None = None) -> str:
        """Write one tick."""
        return self.format_ticks([value])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Write all ticks of an axis."""
        factor = 100 if self._tail else 1
        places = range(7)
        needed = [next((n for n in places if abs(round(v * factor, n) - v * factor) < 1e-6), 6) for v in values]
        return [formatter(self._spec(count))(value) for count, value in zip(needed, values, strict=True)]

    def _spec(self, decimals: int) -> str:
        return f"{self._head}0{'.' + '0' * decimals if decimals else ''}{self._tail}"


def reference_line(axes: Axes, value: float, label: str, *, dashed: bool = False) -> None:
    """Draw a thin vertical line and write what it is above it."""
    axes.axvline(
        value, color=MUTED if dashed else INK, linewidth=0.9, linestyle=(0, (4, 3)) if dashed else "-", zorder=1
    )
    axes.annotate(
        label, (value, 1), xycoords=axes.get_xaxis_transform(), xytext=(0, 3), textcoords="offset points",
        ha="center", va="bottom", fontsize=SMALL, color=MUTED,
    )  # fmt: skip


def write_column(
    axes: Axes, texts: Sequence[str], *, x: float = 1.015, bold: Collection[int] = (), **style: Any
) -> None:
    """Write one text a row right of the axes."""
    for place, text in enumerate(texts):
        weight = "bold" if place in bold else "normal"
        defaults: dict[str, Any] = {"fontsize": SMALL, "color": INK if place in bold else MUTED, "fontweight": weight}
        axes.text(x, place, text, transform=axes.get_yaxis_transform(), va="center", **{**defaults, **style})


def colours_for(labels: Iterable[str], highlight: Collection[str], colour: str = FOCUS) -> list[str]:
    """Give the highlighted rows the colour and the others a quiet grey; all rows the colour when none is named.

    Examples
    --------
    >>> colours_for(["a", "b"], ["a"], "#000000")
    ['#000000', '#7F8A95']
    """
    return [colour if not highlight or label in highlight else QUIET for label in labels]


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop.

    Examples
    --------
    >>> sentence("högst är stål")
    'Högst är stål.'
    """
    text = re.sub(r"[ \n]+", " ", text).strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def alt_text(*parts: str) -> str:
    """Join sentences into an alternative text; the last ones give way when it grows too long.

    Examples
    --------
    >>> alt_text("punktdiagram över kvoter", "", "Högst: stål 5,36")
    'Punktdiagram över kvoter. Högst: stål 5,36.'
    """
    kept = ""
    for part in filter(None, parts):
        longer = f"{kept} {sentence(part)}".strip()
        if len(longer) > ALT_LENGTH and kept:
            break
        kept = longer
    return kept if len(kept) <= ALT_LENGTH else kept[: ALT_LENGTH - 2].rsplit(" ", 1)[0] + " …"
