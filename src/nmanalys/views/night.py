"""Figures for a dark page: the same drawing with every colour's lightness turned round.

Paper becomes the page's night, ink becomes light, and what is drawn strongly on paper is drawn strongly at night: a
map's darkest class becomes its brightest. Hue and, as far as a screen can show it, chroma are kept, so a county keeps
its colour. Lightness is that of OKLab, in which equal steps look equal.

References
----------
Ottosson (2020), A perceptual color space for image processing.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from nmanalys.views.theme import INK

__all__ = ["NIGHT", "night_colour", "night_svg"]

NIGHT = "#14181D"
LIGHTEST, DARKEST = 0.2065, 0.935  # lightness at night of white paper and of the figures' ink
INK_LIGHTNESS = 0.275
PAINT = re.compile(r'((?:fill|stroke|stop-color)(?::\s*|="))(#[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{3}|white|black)\b')
NAMED = {"white": "#ffffff", "black": "#000000"}
TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
PAPER_TINT = np.array([0.0, -0.0031, -0.0112])  # the night is not black but a blue grey


@cache
def night_colour(colour: str) -> str:
    """Return what a colour on white paper becomes on a dark page.

    Examples
    --------
    >>> night_colour("#FFFFFF"), night_colour("#1F2933")
    ('#14181D', '#DCEBFB')
    """
    lightness, *tone = _lab(colour)
    turned = LIGHTEST + (1 - lightness) * (DARKEST - LIGHTEST) / (1 - INK_LIGHTNESS)
    turned = min(turned, 0.97)
    return _hex(np.array([turned, *tone]) + PAPER_TINT * lightness)


def night_svg(text: str) -> str:
    """Return an SVG's drawing in the colours of the night.

    Examples
    --------
    >>> night_svg('<svg><path id="m0" style="fill: #ffffff"/></svg>')
    '<svg fill="#DCEBFB"><path id="m0" style="fill: #14181D"/></svg>'
    """
    turned = PAINT.sub(lambda found: found[1] + night_colour(_long(found[2])), text)
    # what names no colour is black on paper
    return turned.replace("<svg", f'<svg fill="{night_colour(INK)}"', 1)


def _long(colour: str) -> str:
    colour = NAMED.get(colour, colour)
    return "#" + "".join(letter * 2 for letter in colour[1:]) if len(colour) == len("#fff") else colour


def _lab(colour: str) -> np.ndarray:
    parts = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return TO_LAB @ np.cbrt(TO_CONE @ linear)


def _hex(lab: np.ndarray) -> str:
    chroma = 1.0
    while chroma > 0 and not _is_shown(linear := _linear(lab, chroma)):
        chroma -= 0.02
    linear = np.clip(_linear(lab, max(chroma, 0.0)) if chroma <= 0 else linear, 0, 1)
    parts = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(part) * 255):02X}" for part in parts)


def _linear(lab: np.ndarray, chroma: float) -> np.ndarray:
    scaled = np.array([lab[0], lab[1] * chroma, lab[2] * chroma])
    return np.linalg.inv(TO_CONE) @ (np.linalg.inv(TO_LAB) @ scaled) ** 3


def _is_shown(linear: np.ndarray) -> bool:
    return bool((linear >= -0.001).all() and (linear <= 1.001).all())
