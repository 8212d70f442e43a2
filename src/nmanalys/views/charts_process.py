"""The project's own process: what was done when, and what hangs together with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray
from pandas import DataFrame

from nmanalys.errors import SchemaError
from nmanalys.views.drawing import alt_text, chart, view, wrap
from nmanalys.views.exhibit import NO_DATA, Exhibit, Missing
from nmanalys.views.labels import place_labels
from nmanalys.views.theme import FOCUS, GRID, INK, MUTED, QUIET, SMALL, marker_of, new_figure, region_colour, theme
from nmanalys.vocabulary.language import listing, number
from nmanalys.vocabulary.translation import _

__all__ = ["network_layout", "plot_network", "plot_timeline"]

TURNS = 300
LINE_HEIGHT = 0.155


@view("region_name", "year", "step", values=["step"])
def plot_timeline(frame: DataFrame, *, no_year: str = _("utan år"), missing: str = NO_DATA) -> Exhibit:
    """Write each step under its year, one band a region.

    Parameters
    ----------
    frame : DataFrame
        Columns ``region_name``, ``year`` (number or text, e.g. ``2016 kv 2``) and ``step``. Steps of the same region
        and year stand under each other in the order given; steps without a year come last, under `no_year`.
    """
    rows = frame.dropna(subset=["step"])
    rows = rows.assign(year=[_year(value, no_year) for value in rows["year"]])
    years = sorted(set(rows["year"]), key=lambda year: (year == no_year, year))
    regions = list(dict.fromkeys(rows["region_name"]))
    width = max(14, int(104 / max(len(years), 1)))
    texts = {
        (region, year): [wrap(step, width) for step in group["step"].astype(str)]
        for (region, year), group in rows.groupby(["region_name", "year"], sort=False)
    }
    heights = [max(_lines(texts.get((region, year), [])) for year in years) + 1.0 for region in regions]
    figure = new_figure(0.75 + LINE_HEIGHT * sum(heights))
    axes = figure.add_subplot()
    axes.set(xlim=(-0.06, len(years)), ylim=(sum(heights), 0))
    top = 0.0
    for region, height in zip(regions, heights, strict=True):
        _region_band(axes, region, top, height, [texts.get((region, year), []) for year in years])
        top += height
    axes.set_xticks(np.arange(len(years)), years, ha="left")
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0, labelcolor=INK)
    middles = np.cumsum(heights) - np.asarray(heights) / 2
    axes.set_yticks(middles, [wrap(region, 16) for region in regions])
    for region, tick in zip(regions, axes.get_yticklabels(), strict=True):
        tick.set(fontweight="bold", color=region_colour(region))
    axes.spines["bottom"].set_visible(False)
    told = [f"{region}: {_told(rows[rows['region_name'] == region], no_year)}" for region in regions]
    return chart(figure, alt_text(_("tidslinje över stegen, år för år"), *told), frame)


def _year(value: object, no_year: str) -> str:
    if pd.isna(value) or not str(value).strip():
        return no_year
    return str(int(value)) if isinstance(value, int | float | np.number) else str(value)


def _lines(texts: Sequence[str]) -> float:
    return sum(text.count("\n") + 1.45 for text in texts)


def _region_band(axes: Axes, region: str, top: float, height: float, cells: Sequence[Sequence[str]]) -> None:
    colour = region_colour(region)
    axes.axhline(top, color=GRID, linewidth=0.9, zorder=0)
    axes.plot([-0.03, len(cells) - 0.05], [top + 0.62] * 2, color=colour, linewidth=1.6, alpha=0.45, zorder=1)
    for column, texts in enumerate(cells):
        y = top + 1.15
        if texts:
            axes.plot(column + 0.02, top + 0.62, marker_of(region), color=colour, markersize=6, zorder=2)
        for text in texts:
            axes.text(column, y, text, va="top", fontsize=SMALL, linespacing=0.98)
            y += text.count("\n") + 1.45


def _told(rows: DataFrame, no_year: str) -> str:
    if len(rows) > 4:
        known = sorted(year for year in rows["year"] if year != no_year)
        span = _(", {known} till {known_2}").format(known=known[0], known_2=known[-1]) if known else ""
        return _("{total} steg{span}; först {step}, sist {step_2}").format(
            total=len(rows), span=span, step=rows["step"].iloc[0], step_2=rows["step"].iloc[-1]
        )
    return "; ".join(f"{year} {step}" for year, step in zip(rows["year"], rows["step"], strict=True))


def plot_network(
    adjacency: DataFrame,
    *,
    quantity: str = _("samband"),
    sizes: Mapping[str, float] | None = None,
    groups: Mapping[str, str] | None = None,
    threshold: float = 0.0,
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw who hangs together with whom; thicker lines are stronger ties.

    Parameters
    ----------
    adjacency : DataFrame, shape (n, n)
        Same names as rows and columns, non-negative strengths; the larger of the two directions counts.
    quantity : str
        What a line means, e.g. ``gemensamma medlemsföretag``.
    sizes : mapping of str to float, optional
        Area of each node.
    groups : mapping of str to str, optional
        Region of each node, which gives it colour and marker.
    threshold : float
        Ties at or below it are not drawn.

    Returns
    -------
    Chart or Missing
        Missing when no tie is above the threshold.

    Raises
    ------
    SchemaError
        If the rows and columns do not have the same names.
    """
    names = [str(name) for name in adjacency.index]
    if names != [str(name) for name in adjacency.columns]:
        raise SchemaError("plot_network needs the same names as rows and as columns. Reindex the adjacency frame.")
    weights = adjacency.fillna(0).to_numpy(dtype=float)
    weights = np.maximum(weights, weights.T) * (1 - np.eye(len(names)))
    weights = np.where(weights > threshold, weights, 0.0)
    if not weights.any():
        return Missing(missing)
    with theme():
        return _network(names, weights, quantity, sizes or {}, groups or {})


def _network(
    names: Sequence[str],
    weights: NDArray[np.float64],
    quantity: str,
    sizes: Mapping[str, float],
    groups: Mapping[str, str],
) -> Exhibit:
    places = network_layout(weights)
    figure = new_figure(4.8)
    axes = figure.add_subplot()
    axes.axis("off")
    axes.set(xlim=(-1.35, 1.35), ylim=(-1.14, 1.14))
    top = weights.max()
    ties = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names)) if weights[a, b] > 0]
    for a, b in ties:
        width = 0.7 + 3 * weights[a, b] / top
        axes.plot(places[[a, b], 0], places[[a, b], 1], color=QUIET, linewidth=width, alpha=0.55, zorder=1)
    largest = max(sizes.values(), default=1.0) or 1.0
    radii = [4 + 8 * np.sqrt(max(sizes.get(name, 0.0), 0.0) / largest) for name in names]
    for place, name in enumerate(names):
        group = groups.get(name)
        axes.plot(*places[place], marker_of(group), markersize=2 * radii[place], markeredgecolor="white", zorder=3,
                  color=region_colour(group) if group else FOCUS)  # fmt: skip
    axes.text(
        0,
        0,
        _("Linjernas bredd: {quantity}, som mest {top}").format(
            quantity=quantity, top=number(top, 0 if top == round(top) else 2)
        ),
        transform=axes.transAxes,
        fontsize=SMALL,
        color=MUTED,
        va="top",
    )
    degree = (weights > 0).sum(axis=1)
    order = np.argsort(-degree, kind="stable")
    place_labels(axes, [tuple(places[at]) for at in order], [wrap(names[at], 22) for at in order],
                 radii=[radii[at] for at in order])  # fmt: skip
    alone = [name for name, count in zip(names, degree, strict=True) if count == 0]
    a, b = max(ties, key=lambda tie: weights[tie])
    alt = alt_text(
        _("nätverk av {total} noder och {count} förbindelser: {quantity}").format(
            total=len(names), count=len(ties), quantity=quantity
        ),
        _("flest förbindelser har {names}, {degree}").format(names=names[order[0]], degree=degree[order[0]]),
        _("starkast är bandet mellan {names} och {names_2}, {weights}").format(
            names=names[a], names_2=names[b], weights=number(weights[a, b], 0 if top == round(top) else 2)
        ),
        _("utan förbindelse: {alone}").format(alone=listing(alone)) if alone else "",
    )
    data = DataFrame([(names[a], names[b], weights[a, b]) for a, b in ties], columns=["from", "to", "weight"])
    return chart(figure, alt, data)


def network_layout(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Place the nodes by springs and repulsion, starting from a circle: the same places every time.

    Parameters
    ----------
    weights : ndarray, shape (n, n)
        Symmetric non-negative strengths.

    Returns
    -------
    ndarray, shape (n, 2)
        Coordinates between -1 and 1.

    References
    ----------
    Fruchterman & Reingold (1991), Graph drawing by force-directed placement.

    Examples
    --------
    >>> places = network_layout(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]]))
    >>> bool(np.hypot(*(places[0] - places[1])) < np.hypot(*(places[0] - places[2])))
    True
    """
    count = len(weights)
    angles = 2 * np.pi * np.arange(count) / max(count, 1)
    places = np.c_[np.cos(angles), np.sin(angles)]
    if count < 3:
        return places * [0.6, 0.0] if count == 2 else places * 0.0
    ideal = np.sqrt(4.0 / count)
    pull = weights / (weights.max() or 1.0)
    for turn in range(TURNS):
        apart = places[:, None, :] - places[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1]) + np.eye(count) + 1e-9
        force = (ideal**2 / distance - pull * distance**2 / ideal) / distance
        move = (apart * force[..., None]).sum(axis=1) - 0.35 * places
        length = np.hypot(move[:, 0], move[:, 1])[:, None] + 1e-9
        places = places + move / length * np.minimum(length, 0.12 * (1 - turn / TURNS))
    places = places - (places.max(axis=0) + places.min(axis=0)) / 2
    reach = np.abs(places).max(axis=0)
    return np.round(places / np.where(reach > 1e-9, reach, 1.0), 6)
