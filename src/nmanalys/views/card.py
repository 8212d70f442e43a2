"""The picture that is shown where somebody shares a link to the book."""

from __future__ import annotations

import io
from collections.abc import Sequence

from matplotlib.figure import Figure

from nmanalys.views.drawing import wrap
from nmanalys.views.theme import INK, MUTED

__all__ = ["share_card"]

SIZE = (12.0, 6.3)  # inches at 100 dots: 1200 × 630, what sites that show links ask for
DPI = 100
BAND = 0.03
MARGIN = 0.07


def share_card(title: str, places: str, colours: Sequence[str]) -> bytes:
    r"""Draw the book's title over the names of its regions, with a band of their colours.

    Returns
    -------
    bytes
        PNG, the same for the same words.

    Examples
    --------
    >>> share_card("Regional analys", "Dalarna", ["#C33132"])[:4]
    b'\x89PNG'
    """
    figure = Figure(figsize=SIZE, dpi=DPI, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    for place, colour in enumerate(colours):
        axes.bar(place / len(colours), BAND, width=1 / len(colours), align="edge", color=colour)
    axes.text(MARGIN, 0.86, wrap(title, 26), fontsize=50, fontweight="bold", color=INK, va="top", linespacing=1.2)
    axes.text(MARGIN, 0.14, wrap(places, 58), fontsize=26, color=MUTED, va="bottom", linespacing=1.3)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DPI, metadata={"Software": None})
    return drawn.getvalue()
