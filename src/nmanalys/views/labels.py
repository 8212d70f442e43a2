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
from nmanalys.views.theme import QUIET, SMALL

__all__ = ["place_labels", "spread"]

PAD = 1.5


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
    taken = [*obstacles, *(_box(x, y, rim, rim) for (x, y), rim in zip(centres, rims, strict=True))]
    left_out = []
    for place, text in enumerate(texts):
        label = axes.annotate(
            text, points[place], xytext=(0, 0), textcoords="offset points", ha="center", va="center",
            fontsize=size, color="#1F2933" if colours is None else colours[place], linespacing=0.95,
            fontweight="bold" if bold is not None and bold[place] else "normal", annotation_clip=False, zorder=6,
        )  # fmt: skip
        if not _settle(label, axes, centres[place], rims[place], taken, scale):
            label.remove()
            left_out.append(text)
    return left_out


def _settle(
    label: Annotation, axes: Axes, centre: NDArray[np.float64], rim: float, taken: list[Bbox], scale: float
) -> bool:
    extent = label.get_window_extent()
    half_width, half_height = extent.width / 2 + PAD, extent.height / 2 + PAD
    room = axes.get_window_extent()
    for distance, dx, dy in _offsets(half_width, half_height, rim):
        box = _box(centre[0] + dx, centre[1] + dy, half_width, half_height)
        if not _inside(box, room) or any(box.overlaps(other) for other in taken):
            continue
        label.set_position((dx / scale, dy / scale))
        taken.append(box)
        if distance > 10:
            _hairline(axes, centre, box, rim)
        return True
    return False


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
