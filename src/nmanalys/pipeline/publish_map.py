"""The start page's map: which counties the book is about, drawn as plain SVG from their borders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["locator_map"]

HEIGHT = 420
TOLERANCE = 3000.0
LAND, BORDER, FOCUS, INK = "#E1E6EA", "#FFFFFF", "#0B4F7C", "#1F2933"
FONT = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
TEXT_SIZE = 13


def locator_map(codes: Iterable[str]) -> bytes:
    """Draw Sweden's counties with some of them in their colours and with their names.

    Parameters
    ----------
    codes : iterable of str
        SCB codes of the counties to mark.

    Returns
    -------
    bytes
        SVG, the same for the same codes.
    """
    from nmanalys.io.geodata import county_shapes
    from nmanalys.views.theme import COUNTY_COLOURS

    marked = set(codes)
    shapes = county_shapes(TOLERANCE)
    west, south, east, north = shapes.total_bounds
    scale = HEIGHT / (north - south)

    def place(x: float, y: float) -> tuple[float, float]:
        return round((x - west) * scale, 1), round((north - y) * scale, 1)

    counties = list(zip(shapes["region_code"], shapes["name"], shapes.geometry, strict=True))
    paths, names = [], []
    for code, name, shape in counties:
        colour = COUNTY_COLOURS.get(code, FOCUS) if code in marked else LAND
        paths.append(f'<path fill="{colour}" d="{"".join(_rings(shape, place))}"/>')
        if code in marked:
            inner = shape.representative_point()
            x, y = place(inner.x, inner.y)
            names.append((y, x, _short(name)))
    width = round((east - west) * scale)
    return _svg(width, paths, _labels(names, width))


def _short(name: str) -> str:
    return name.removesuffix(" län").removesuffix("s") if name.endswith("s län") else name


def _rings(shape: Any, place: Any) -> Iterator[str]:
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type == "Polygon":
            points = [place(x, y) for x, y in part.exterior.coords]
            yield "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def _labels(names: list[tuple[float, float, str]], width: float) -> list[str]:
    """Write the names beside the map, each with a line to its county, none upon another."""
    labels, last = [], -TEXT_SIZE * 2.0
    for y, x, name in sorted(names):
        last = max(y, last + TEXT_SIZE * 1.5)
        labels.append(f'<path d="M{x} {y}L{width + 6} {last}" stroke="{INK}" stroke-width="1" fill="none"/>')
        labels.append(f'<circle cx="{x}" cy="{y}" r="2.5" fill="#fff" stroke="{INK}"/>')
        labels.append(f'<text x="{width + 10}" y="{last + 4}" fill="{INK}">{name}</text>')
    return labels


def _svg(width: float, paths: Iterable[str], labels: Iterable[str]) -> bytes:
    full = width + 130
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{full}" height="{HEIGHT}" viewBox="0 0 {full} {HEIGHT}" '
        f'font-family="{FONT}" font-size="{TEXT_SIZE}" stroke-linejoin="round">',
        f'<g stroke="{BORDER}" stroke-width="0.7">',
        *paths,
        "</g>",
        *labels,
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode()
