"""The book's typeface as a style sheet: the face of the figures, carried within the sheet itself.

Browsers refuse to read a font file for a page that was opened from a disk, and a page of text that waits for a font is
a page that jumps. Both are avoided by writing the few kilobytes into the style sheet.
"""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files

from nmanalys.vocabulary.translation import _

__all__ = ["FAMILY", "face_rules"]

FAMILY = "Nmanalys Sans"
FACES = {"Regular": (400, "normal"), "Italic": (400, "italic"), "Bold": ("600 700", "normal")}


def face_rules() -> str:
    """Return the ``@font-face`` rules of the three cuts that the book uses.

    Examples
    --------
    >>> face_rules().count("@font-face")
    3
    """
    return "".join(_rule(cut, weight, style) for cut, (weight, style) in FACES.items())


def _rule(cut: str, weight: int | str, style: str) -> str:
    content = files("nmanalys.views").joinpath("fonts", f"NmanalysSans-{cut}.woff2").read_bytes()
    source = f'url("data:font/woff2;base64,{b64encode(content).decode()}") format("woff2")'
    return _(
        '@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        "font-display: block; src: {source}; }}\n"
    ).format(family=FAMILY, weight=weight, style=style, source=source)
