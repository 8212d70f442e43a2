"""Each figure as PNG, for slides and word processors that take no SVG: by day, on white paper.

A picture is drawn when the book is put together, from the drawing that the page shows, and kept by that drawing's
content: a book in which one figure changed draws one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

__all__ = ["NIGHT", "PNG", "SVG", "draw_pictures"]

SVG, PNG = ".svg", ".png"
NIGHT = "-natt"  # the drawing for dark pages; the book's extension looks for this ending
SCALE = 2  # picture dots to one of the page: 1440 across a figure, which is sharp on a slide and over half a sheet
PAPER = "white"


def draw_pictures(files: Mapping[str, bytes], kept: Path) -> dict[str, bytes]:
    r"""Draw the pages' figures as PNG.

    Parameters
    ----------
    files : mapping of str to bytes
        What stands beside the pages, by path; its drawings for light pages are drawn.
    kept : Path
        Folder of the pictures that were drawn before; those that no drawing asks for are removed.

    Returns
    -------
    dict of str to bytes
        PNG by path, the drawing's with another ending.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="5"/>'
    >>> with TemporaryDirectory() as folder:
    ...     pictures = draw_pictures({"a/fig.svg": drawing}, Path(folder))
    >>> pictures["a/fig.png"][:4]
    b'\x89PNG'
    """
    kept.mkdir(parents=True, exist_ok=True)
    drawings = {
        path: content for path, content in files.items() if path.endswith(SVG) and not path.endswith(f"{NIGHT}{SVG}")
    }
    places = {path: kept / f"{_mark(drawing)}{PNG}" for path, drawing in drawings.items()}
    for path, place in places.items():
        if not place.is_file():
            part = place.with_suffix(".part")
            part.write_bytes(_drawn(drawings[path]))
            part.replace(place)
    for old in {*kept.iterdir()} - {*places.values()}:
        old.unlink()
    return {str(Path(path).with_suffix(PNG)): place.read_bytes() for path, place in places.items()}


def _mark(drawing: bytes) -> str:
    import resvg_py

    return hashlib.sha256(f"{resvg_py.__version__} {SCALE} {PAPER}".encode() + drawing).hexdigest()


def _drawn(drawing: bytes) -> bytes:
    import resvg_py

    # figures carry their letters as outlines, so a machine's own typefaces are not asked for
    return resvg_py.svg_to_bytes(svg_string=drawing.decode(), zoom=SCALE, background=PAPER, skip_system_fonts=True)
