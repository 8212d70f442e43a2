"""Direct labels that do not cover each other.

`spread` moves labels along one axis by as little as possible; `place_labels` finds room for names around the points of
a plane. Both are deterministic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, pi, sin

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox
from numpy.typing import ArrayLike, NDArray

from nmanalys.views.drawing import freeze
from nmanalys.views.theme import INK, MUTED, QUIET, SMALL

__all__ = ["end_labels", "place_labels", "spread"]

PAD = 1.5
LINE_GAP = 1.25


def spread(positions: ArrayLike, gap: float, low: float = -np.inf, high: float = np.inf) -> NDArray[np.float64]:
    r"""Move positions apart to at least `gap`, keeping their order, by the least sum of squared moves.

    .. math:: \min_y \sum_i (y_i - x_i)^2 \quad \text{subject to} \quad y_{i+1} - y_i \ge g

    With :math:`z_i = y_i - i g` this is isotonic regression, solved exactly by pooling adjacent violators.

    Parameters
    ----------
    positions : array_like, shape (n,)
        Where the labels would like to be, in any order.
    gap : float
        Least distance between neighbours, in the same unit.
    low, high : float
        Bounds; given up only where the labels do not fit between them.

    Returns
    -------
    ndarray, shape (n,)
        Positions in the order given.

    Examples
    --------
    >>> spread([1.0, 1.0, 5.0], 1.0).tolist()
    [0.5, 1.5, 5.0]
    """
    wanted = np.asarray(positions, dtype=float)
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(len(wanted))
    blocks: list[tuple[float, int]] = []
    for value in wanted[order] - steps:
        mean, size = float(value), 1
        while blocks and blocks[-1][0] >= mean:
            previous, count = blocks.pop()
            mean, size = (previous * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    pooled = np.repeat([mean for mean, _ in blocks], [size for _, size in blocks])
    top = high - (steps[-1] if len(steps) else 0)
    pooled = np.clip(pooled, low, max(top, low))
    placed = np.empty_like(wanted)
    placed[order] = pooled + steps
    return placed


def place_labels(
    axes: Axes,
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    *,
    radii: Sequence[float] | None = None,
    colours: Sequence[str] | None = None,
    bold: Sequence[bool] | None = None,
    obstacles: Sequence[Bbox] = (),
    lines: Sequence[Bbox] = (),
    size: float = SMALL,
) -> list[str]:
    """Write each text beside its point where it covers neither a point nor another text.

    The texts are placed in the order given, so put the most important first. Each tries the eight directions at
    growing distances; one further away than its point's rim is joined to it by a hairline.

    Parameters
    ----------
    axes : Axes
        Axes with final limits; their figure's layout is frozen.
    points : sequence of (float, float)
        Data coordinates.
    radii : sequence of float, optional
        Radius of each point's marker in points; 4 when omitted.
    obstacles : sequence of Bbox
        Areas in display coordinates that texts must keep clear of.
    lines : sequence of Bbox
        Lines that texts should rather not cross; they may if nothing else is left.

    Returns
    -------
    list of str
        Texts that found no room and were left out.
    """
    freeze(axes.figure)
    count = len(texts)
    scale = axes.figure.dpi / 72
    centres = axes.transData.transform(np.asarray(points, dtype=float).reshape(-1, 2))
    rims = np.asarray([4.0] * count if radii is None else radii, dtype=float) * scale
    rims = np.r_[rims, np.full(len(centres) - len(rims), 4.0 * scale)]
    marks = (_box(x, y, rim, rim) for (x, y), rim in zip(centres, rims, strict=True))
    taken, crossed = _extents([*obstacles, *marks]), _extents(lines)
    left_out = []
    for place, text in enumerate(texts):
        label = axes.annotate(
            text, points[place], xytext=(0, 0), textcoords="offset points", ha="center", va="center",
            fontsize=size, color=INK if colours is None else colours[place], linespacing=0.95,
            fontweight="bold" if bold is not None and bold[place] else "normal", annotation_clip=False, zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6},
        )  # fmt: skip
        box = _settle(label, axes, centres, place, rims[place], taken, crossed)
        if box is None:
            label.remove()
            left_out.append(text)
        else:
            taken = np.vstack([taken, box.extents])
    return left_out


def end_labels(
    axes: Axes,
    values: Sequence[float],
    texts: Sequence[str],
    in_focus: Sequence[bool],
    *,
    side: str,
    x: float | Sequence[float] | None = None,
    colours: Sequence[str] | None = None,
) -> None:
    """Write a text at each line's end, moved apart; a hairline joins one that had to move.

    Parameters
    ----------
    values : sequence of float
        Where the lines end, in data units.
    in_focus : sequence of bool
        Which texts stand out; when only some do, they are bold.
    side : {"left", "right"}
        On which side of the line's end.
    x : float or sequence of float, optional
        Horizontal place of the ends; 0 or 1 when omitted.
    """
    count = len(texts)
    at = np.broadcast_to((1.0 if side == "right" else 0.0) if x is None else x, count)
    sign = 1 if side == "right" else -1
    labels = [
        axes.annotate(
            text, (at[place], value), xytext=(sign * 16, 0), textcoords="offset points", va="center",
            ha="left" if side == "right" else "right", fontsize=SMALL, annotation_clip=False,
            color=(INK if in_focus[place] else MUTED) if colours is None else colours[place],
            fontweight="bold" if in_focus[place] and not all(in_focus) else "normal",
        )
        for place, (value, text) in enumerate(zip(values, texts, strict=True))
    ]  # fmt: skip
    axes.figure.draw_without_rendering()
    scale = axes.figure.dpi / 72
    ends = axes.transData.transform([(at[place], value) for place, value in enumerate(values)])
    gap = SMALL * LINE_GAP * scale
    room = axes.get_window_extent()
    placed = spread(ends[:, 1], gap, room.y0 - gap / 2, room.y1 + gap / 2)
    for place, label in enumerate(labels):
        shift = (placed[place] - ends[place, 1]) / scale
        label.set_position((sign * 16, shift))
        if abs(shift) > 1.5:
            axes.annotate("", (at[place], values[place]), xytext=(sign * 14, shift), textcoords="offset points",
                          annotation_clip=False, arrowprops={"arrowstyle": "-", "color": "#B8C0C8", "linewidth": 0.7,
                          "shrinkA": 0, "shrinkB": 3})  # fmt: skip


def _settle(
    label: Annotation,
    axes: Axes,
    centres: NDArray[np.float64],
    place: int,
    rim: float,
    taken: NDArray[np.float64],
    lines: NDArray[np.float64],
) -> Bbox | None:
    """Put a label where it covers nothing that is taken; return its box, or None where there is no room."""
    scale = axes.figure.dpi / 72
    extent = label.get_window_extent()
    half_width, half_height = extent.width / 2 + PAD, extent.height / 2 + PAD
    room, centre, others = axes.get_window_extent(), centres[place], np.delete(centres, place, axis=0)
    best: tuple[float, float, float, Bbox] | None = None
    for distance, dx, dy in _offsets(half_width, half_height, rim):
        box = _box(centre[0] + dx, centre[1] + dy, half_width, half_height)
        if not _inside(box, room) or _overlaps(box, taken):
            continue
        cost = distance / 8 + _overlaps(box, lines) + 2.5 * _is_astray(box, centre, others)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, dx, dy, box)
    if best is None:
        return None
    cost, dx, dy, box = best
    label.set_position((dx / scale, dy / scale))
    label.set_multialignment("center" if abs(dx) < half_width / 2 else "left" if dx > 0 else "right")
    if cost > 1.3:
        _hairline(axes, centre, box, rim)
    return box


def _extents(boxes: Sequence[Bbox]) -> NDArray[np.float64]:
    corners = np.array([box.extents for box in boxes], dtype=float).reshape(-1, 2, 2)
    return np.hstack([corners.min(axis=1), corners.max(axis=1)])


def _overlaps(box: Bbox, others: NDArray[np.float64]) -> bool:
    """Whether a box overlaps any of the others, given by their corners."""
    x0, y0, x1, y1 = box.extents
    return bool(((x0 <= others[:, 2]) & (others[:, 0] <= x1) & (y0 <= others[:, 3]) & (others[:, 1] <= y1)).any())


def _is_astray(box: Bbox, centre: NDArray[np.float64], others: NDArray[np.float64]) -> bool:
    """Tell whether a text would lie about as near to another point as to its own."""
    if not len(others):
        return False
    return bool(_gaps(box, others).min() < _gaps(box, centre[None, :])[0] + 4)


def _gaps(box: Bbox, points: NDArray[np.float64]) -> NDArray[np.float64]:
    nearest = np.clip(points, [box.x0, box.y0], [box.x1, box.y1])
    return np.hypot(*(points - nearest).T)


def _offsets(half_width: float, half_height: float, rim: float) -> Iterator[tuple[float, float, float]]:
    """Directions in order of preference: right, left, above, below, the corners, then further out."""
    for distance in (2.5, 8, 16, 26, 38, 52, 70):
        for turn in (0, 4, 2, 6, 1, 7, 3, 5):
            across, up = cos(turn * pi / 4), sin(turn * pi / 4)
            dx = across * (rim + distance) + np.sign(round(across, 6)) * half_width
            dy = up * (rim + distance) + np.sign(round(up, 6)) * half_height
            yield distance, float(dx), float(dy)


def _hairline(axes: Axes, centre: NDArray[np.float64], box: Bbox, rim: float) -> None:
    target = np.array([np.clip(centre[0], box.x0, box.x1), np.clip(centre[1], box.y0, box.y1)])
    length = float(np.hypot(*(target - centre)))
    start = centre + (target - centre) * min(1.0, rim / length) if length else centre
    ends = axes.transData.inverted().transform([start, target])
    axes.plot(ends[:, 0], ends[:, 1], color=QUIET, linewidth=0.7, zorder=2, scalex=False, scaley=False)


def _box(x: float, y: float, half_width: float, half_height: float) -> Bbox:
    return Bbox.from_extents(x - half_width, y - half_height, x + half_width, y + half_height)


def _inside(box: Bbox, room: Bbox) -> bool:
    return box.x0 >= room.x0 and box.x1 <= room.x1 and box.y0 >= room.y0 and box.y1 <= room.y1
