"""The start page's map: which counties the book is about, drawn from their borders, each leading to its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

__all__ = ["locator_map"]

HEIGHT = 420
TOLERANCE = 3000.0
TEXT_SIZE = 14
ROOM = 100  # for the names, right of the map


def locator_map(places: Mapping[str, tuple[str, str]], told: str) -> str:
    """Draw Sweden's counties with some of them in their colours and with their names.

    Parameters
    ----------
    places : mapping of str to (str, str)
        Name and address of each county to mark, by SCB code.
    told : str
        What the map shows, for those who do not see it.

    Returns
    -------
    str
        An SVG element, the same for the same places; its colours are the style sheet's.
    """
    from nmanalys.io.geodata import county_shapes

    shapes = county_shapes(TOLERANCE)
    west, south, east, north = shapes.total_bounds
    scale = HEIGHT / (north - south)

    def place(x: float, y: float) -> tuple[float, float]:
        return round((x - west) * scale, 1), round((north - y) * scale, 1)

    land, marked = [], []
    for code, shape in zip(shapes["region_code"], shapes.geometry, strict=True):
        outline = "".join(_rings(shape, place))
        if code in places:
            inner = shape.representative_point()
            x, y = place(inner.x, inner.y)
            marked.append((y, x, code, outline))
        else:
            land.append(outline)
    width = round((east - west) * scale)
    links = "".join(_links(marked, places, width))
    return (
        f'<svg class="nm-map" viewBox="0 0 {width + ROOM} {HEIGHT}" width="{width + ROOM}" height="{HEIGHT}" '
        f'role="group" aria-label="{escape(told, quote=True)}" font-size="{TEXT_SIZE}">'
        f'<path class="nm-land" d="{"".join(land)}"/>{links}</svg>'
    )


def _rings(shape: Any, place: Any) -> Iterator[str]:
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type == "Polygon":
            points = [place(x, y) for x, y in part.exterior.coords]
            yield "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def _links(
    marked: Iterable[tuple[float, float, str, str]], places: Mapping[str, tuple[str, str]], width: float
) -> Iterator[str]:
    """Draw each county with its name beside the map, none upon another."""
    last = -TEXT_SIZE * 2.0
    for y, x, code, outline in sorted(marked):
        name, address = places[code]
        last = max(y, last + TEXT_SIZE * 1.7)
        yield (
            f'<a class="nm-region-{code}" href="{address}"><path d="{outline}"/>'
            f'<path class="nm-leader" d="M{x} {y}L{width - 4} {last:.1f}"/><circle cx="{x}" cy="{y}" r="2.5"/>'
            f'<text x="{width}" y="{last + 5:.1f}">{escape(name)}</text></a>'
        )
