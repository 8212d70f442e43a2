"""The look that all figures share: colours, type, size, and how they become SVG.

Colour means the same everywhere: each of the three counties has its own, the nation is grey, any other region has one
neutral blue. A figure is 7.2 inches wide at 100 dots an inch, so that a point of type is 1.39 pixels in the book's
720 pixel column; nothing is smaller than 8 points (11 pixels).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from io import StringIO
from typing import Any
from xml.sax.saxutils import quoteattr

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from nmanalys.vocabulary.regions import Region

__all__ = [
    "COUNTY_COLOURS",
    "FOCUS",
    "GRID",
    "INK",
    "MUTED",
    "NATION",
    "QUIET",
    "SMALL",
    "contrast",
    "marker_of",
    "new_figure",
    "region_colour",
    "svg",
    "theme",
    "tint",
]

COUNTY_COLOURS: Mapping[str, str] = {"17": "#097F4A", "20": "#C33132", "21": "#665EA4", "00": "#707070"}
COUNTY_MARKERS: Mapping[str, str] = {"17": "o", "20": "s", "21": "D", "00": "^"}
ALIASES: Mapping[str, str] = {
    "värmland": "17", "varmland": "17", "värmlands län": "17", "se311": "17",
    "dalarna": "20", "dalarnas län": "20", "se312": "20",
    "gävleborg": "21", "gavleborg": "21", "gävleborgs län": "21", "se313": "21",
    "riket": "00", "sverige": "00", "se": "00",
}  # fmt: skip
FOCUS = "#0B4F7C"
NATION = COUNTY_COLOURS["00"]
INK = "#1F2933"
MUTED = "#55606B"
QUIET = "#7F8A95"
GRID = "#E1E6EA"
WIDTH = 7.2
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
DOTS_PER_INCH = 100
SMALL = 8.5

STYLE: Mapping[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#B8C0C8",
    "axes.formatter.use_mathtext": False,
    "axes.grid": False,
    "axes.labelcolor": MUTED,
    "axes.labelpad": 7,
    "axes.labelsize": 9.5,
    "axes.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.w_pad": 0.06,
    "figure.dpi": DOTS_PER_INCH,
    "figure.facecolor": "white",
    "font.family": ["Nmanalys Sans", "DejaVu Sans"],
    "font.size": 9.5,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "hatch.color": "#9AA4AE",
    "hatch.linewidth": 0.7,
    "legend.frameon": False,
    "lines.solid_capstyle": "round",
    "path.simplify": True,
    "savefig.dpi": DOTS_PER_INCH,
    "svg.fonttype": "path",
    "svg.hashsalt": "nmanalys",
    "text.color": INK,
    "text.hinting": "no_hinting",
    "text.parse_math": False,
    "xtick.color": "#B8C0C8",
    "xtick.labelcolor": MUTED,
    "xtick.labelsize": 9.5,
    "xtick.major.size": 3,
    "ytick.color": "#B8C0C8",
    "ytick.labelcolor": INK,
    "ytick.labelsize": 9.5,
    "ytick.major.pad": 7,
    "ytick.major.size": 0,
    "ytick.minor.size": 0,
}


def _add_typeface() -> None:
    for face in sorted(files("nmanalys.views").joinpath("fonts").iterdir(), key=lambda entry: entry.name):
        if face.name.endswith(".ttf"):
            font_manager.fontManager.addfont(str(face))


_add_typeface()


# what belongs to the session, not to the look
SESSION = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "figure.hooks", "webagg.address"}
LOOK: Mapping[str, Any] = {key: mpl.rcParamsDefault[key] for key in mpl.rcParamsDefault if key not in SESSION}
LOOK = {**LOOK, **STYLE}


@contextmanager
def theme() -> Iterator[None]:
    """Draw with the shared look, whatever the session's own matplotlib settings are."""
    with mpl.rc_context(LOOK):
        yield


def new_figure(height: float) -> Figure:
    """Make an empty figure of the column's width and a height in inches."""
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS_PER_INCH, layout="constrained")
    # a bare canvas makes a new renderer, and measures every text anew, each time it is asked for one
    FigureCanvasAgg(figure)
    return figure


def region_colour(region: str | int | Region | None) -> str:
    """Return a region's colour; the neutral blue for any but the three counties and the nation.

    Examples
    --------
    >>> region_colour("Dalarna"), region_colour(17), region_colour("01")
    ('#C33132', '#097F4A', '#0B4F7C')
    """
    return COUNTY_COLOURS.get(_code(region), FOCUS)


def marker_of(region: str | int | Region | None) -> str:
    """Return a region's marker, which says the same as its colour to those who do not see the colour.

    Examples
    --------
    >>> marker_of("20"), marker_of("Skåne")
    ('s', 'o')
    """
    return COUNTY_MARKERS.get(_code(region), "o")


def _code(region: str | int | Region | None) -> str:
    if isinstance(region, Region):
        return region.code
    name = f"{region:02d}" if isinstance(region, int) else str(region or "")
    return ALIASES.get(name.strip().lower(), name)


def tint(colour: str, share: float) -> str:
    """Mix a colour with white; 1 is the colour itself, 0 is white.

    Examples
    --------
    >>> tint("#000000", 0.5)
    '#808080'
    """
    parts = [round(255 + (channel - 255) * share) for channel in _channels(colour)]
    return "#" + "".join(f"{part:02X}" for part in parts)


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1, success criterion 1.4.3).

    Examples
    --------
    >>> round(contrast("#FFFFFF", "#000000"), 1), round(contrast("#707070", "#FFFFFF"), 2)
    (21.0, 4.95)
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def svg(figure: Figure, alt: str = "") -> str:
    """Write a figure as SVG: same figure, same bytes, on every day and every run.

    Text becomes outlines, so that the figure looks the same without the typeface. What only helps a debugger
    (comments, metadata, identifiers, the seventh decimal) is left out; that halves the size.
    """
    target, canvas, dots = StringIO(), figure.canvas, figure.dpi
    try:
        with theme():
            # savefig would draw everything twice
            FigureCanvasSVG(figure).print_svg(target, metadata=NO_METADATA)
    finally:
        figure.dpi = dots
        figure.set_canvas(canvas)
    return _slim(target.getvalue(), figure, alt)


def _slim(text: str, figure: Figure, alt: str) -> str:
    text = text[text.index("<svg") :]
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    text = re.sub(r'\bd="([^"]*)"', lambda match: f'd="{_rounded(" ".join(match[1].split()))}"', text)
    text = re.sub(r"(<use [^>]*translate\()([-\d.]+) 0\)", lambda match: f"{match[1]}{float(match[2]):.1f})", text)
    text = re.sub(r"\bNmanalysSans-(R|B)[a-z]+-", r"\1", text)
    text = re.sub(r"translate\([^)]*\)", lambda match: _rounded(match[0]), text)
    text = re.sub(r' (x|y)="([^"]*)"', lambda match: f' {match[1]}="{_rounded(match[2])}"', text)
    text = re.sub(r">\s+<", "><", text)
    width, height = (round(inches * DOTS_PER_INCH) for inches in figure.get_size_inches())
    name = f' role="img" aria-label={quoteattr(alt)}' if alt else ""
    size = f'width="{width}" height="{height}"{name}'
    return re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', lambda _: size, text, count=1)


def _rounded(text: str) -> str:
    return re.sub(r"-?\d+\.\d{3,}", lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), text)
