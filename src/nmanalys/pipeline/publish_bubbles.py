"""The chart of the page to explore: each industry's quotient, growth and size as a bubble, drawn for a script to move.

It is part of the page and takes its colours from the style sheet, so that bubbles can change with the threshold.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from nmanalys.vocabulary.language import number, signed_percent
from nmanalys.vocabulary.translation import _

__all__ = ["Industry", "bubble_chart", "growth_text", "passing_text"]

WIDTH, HEIGHT = 720, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 24, 34, 54
TICKS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
LARGEST = 34  # radius of the largest bubble
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
MOST_LINES = 7
LETTER = 6.6  # width of a letter of the labels


@dataclass(frozen=True)
class Industry:
    """One row of the page; growth is missing where a count is suppressed or was zero."""

    name: str
    employed: float
    lq: float
    lower: float
    upper: float
    growth: float


def passing_text(passing: int, count: int, threshold: float) -> str:
    """Say how many industries reach a threshold."""
    return _("{passing} av {total} branscher har kvoten {threshold} eller mer").format(
        passing=number(passing), total=number(count), threshold=number(threshold, 2)
    )


def growth_text(row: Industry) -> str:
    """Write an industry's growth; `..` where it is not known."""
    return signed_percent(row.growth) if math.isfinite(row.growth) else ".."


def bubble_chart(rows: Sequence[Industry], threshold: float) -> str:
    """Draw the industries at a threshold."""
    drawn = [row for row in rows if math.isfinite(row.growth)]
    across = _Scale([math.log(row.lq) for row in drawn] + [math.log(0.5), math.log(2)], LEFT, WIDTH - RIGHT)
    up = _Scale([row.growth for row in drawn] + [0.0], HEIGHT - BOTTOM, TOP)
    most = max((row.employed for row in drawn), default=1.0)
    lines = [*_frame(across, up), _limit(across.at(math.log(threshold)), threshold)]
    labels: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for row in sorted(drawn, key=lambda row: -row.employed):
        x, y = across.at(math.log(row.lq)), up.at(row.growth)
        radius = max(4.0, LARGEST * math.sqrt(row.employed / most))
        passes = row.lq >= threshold
        shown = passes and _is_free(taken, x, y - radius - 4, len(row.name) * LETTER)
        lines.append(_bubble(row, x, y, radius, passes=passes))
        labels.append(_label(row, x, y - radius - 4, shown=shown))
    facts = f'data-scale="{across.slope:.4f}" data-origin="{across.origin:.4f}"'
    return (
        f'<svg class="nm-bubbles" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(_alternative(drawn, threshold))}" {facts}>{"".join(lines)}'
        f'<g class="nm-labels">{"".join(labels)}</g></svg>'
    )


class _Scale:
    """A straight line from values to a stretch of the chart, with room at both ends."""

    def __init__(self, values: Iterable[float], start: float, end: float) -> None:
        values = [*values]
        room = 0.12 * (max(values) - min(values) or 1.0)
        self.low, self.high = min(values) - room, max(values) + room
        self.slope = (end - start) / (self.high - self.low)
        self.origin = start - self.slope * self.low

    def at(self, value: float) -> float:
        return self.origin + self.slope * value


def _frame(across: _Scale, up: _Scale) -> list[str]:
    floor = HEIGHT - BOTTOM
    lines = []
    for tick in TICKS:
        if across.low <= math.log(tick) <= across.high:
            x = across.at(math.log(tick))
            kind = ' class="nm-one"' if tick == 1 else ""
            shown = number(tick, 2).rstrip("0").rstrip(",")
            lines.append(f'<path{kind} d="M{x:.1f} {TOP}V{floor}"/><text x="{x:.1f}" y="{floor + 18}">{shown}</text>')
    step = next((step for step in STEPS if (up.high - up.low) / step <= MOST_LINES), STEPS[-1])
    for count in range(math.ceil(up.low / step), math.floor(up.high / step) + 1):
        y = up.at(count * step)
        text = signed_percent(count * step, 0)
        lines.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        lines.append(f'<text class="nm-end" x="{LEFT - 8}" y="{y + 4:.1f}">{text}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    lines.append(f'<text x="{middle}" y="{HEIGHT - 12}">{_("Lokaliseringskvot (kvot, riket = 1)")}</text>')
    lines.append(f'<text class="nm-start" x="4" y="{TOP - 18}">{_("Förändring av antalet sysselsatta (%)")}</text>')
    return [f'<g class="nm-axes">{"".join(lines)}</g>']


def _limit(x: float, threshold: float) -> str:
    return (
        f'<g class="nm-limit" transform="translate({x:.1f} 0)"><path d="M0 {TOP}V{HEIGHT - BOTTOM}"/>'
        f'<text y="{TOP - 4}">{_("Gräns {threshold}").format(threshold=number(threshold, 2))}</text></g>'
    )


def _is_free(taken: list[tuple[float, float, float]], x: float, y: float, width: float) -> bool:
    """Whether a label covers no other; if so its place is taken."""
    inside = x - width / 2 >= LEFT and x + width / 2 <= WIDTH
    if not inside or any(abs(y - other[1]) < 14 and abs(x - other[0]) < (width + other[2]) / 2 for other in taken):
        return False
    taken.append((x, y, width))
    return True


def _bubble(row: Industry, x: float, y: float, radius: float, *, passes: bool) -> str:
    told = _("{name}: kvot {lq}, {growth_text}, {employed} sysselsatta").format(
        name=row.name, lq=number(row.lq, 2), growth_text=growth_text(row), employed=number(row.employed)
    )
    classes = " ".join(["nm-bubble", *["nm-passes"] * passes])
    return (
        f'<g class="{classes}" data-name="{escape(row.name)}"><title>{escape(told)}</title>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/></g>'
    )


def _label(row: Industry, x: float, y: float, *, shown: bool) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" visibility="{"visible" if shown else "hidden"}">{escape(row.name)}</text>'


def _alternative(rows: Sequence[Industry], threshold: float) -> str:
    passing = [row for row in rows if row.lq >= threshold]
    first = passing or [*rows[:1]]
    listed = "; ".join(f"{row.name} {number(row.lq, 2)} ({growth_text(row)})" for row in first)
    start = _("Bubbeldiagram: {passing}.").format(passing=passing_text(len(passing), len(rows), threshold))
    return _("{start} {word} {listed}. Alla värden står i tabellen under.").format(
        start=start, word=_("De är") if passing else _("Högst är"), listed=listed
    )
