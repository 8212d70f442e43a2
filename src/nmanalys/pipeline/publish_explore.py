"""A page a county to try other thresholds on: every industry's size, quotient and growth as bubbles and as a table.

The page is whole without scripts: a chart and a table at the page's own threshold. The script
``book/_static/nm-explore.js`` reads its numbers from the table's attributes and adds the controls.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from pandas import DataFrame

from nmanalys.pipeline.publish_edition import Edition, Page
from nmanalys.pipeline.publish_exhibits import source_line
from nmanalys.pipeline.publish_notes import notices, status_line
from nmanalys.pipeline.publish_text import inline
from nmanalys.vocabulary.language import interval, number, signed_percent
from nmanalys.vocabulary.regions import Region

__all__ = ["NAME", "SOURCES", "explore_pages"]

NAME = "11_explore"
QUOTIENTS, CHANGE = "location_quotients", "industry_change"
SOURCES = {QUOTIENTS, CHANGE}
WIDTH, HEIGHT = 720, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 24, 34, 54
TICKS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
LARGEST = 34  # radius of the largest bubble
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
MOST_LINES = 7
NUMERIC = ' class="gt_right"'
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


@dataclass(frozen=True)
class Results:
    """The industries, the year of the quotients and the years between which the change is."""

    rows: Sequence[Industry]
    year: int
    first: int
    last: int


def explore_pages(edition: Edition) -> dict[str, tuple[str, Region]]:
    """Return the page of each region whose stage published quotients and changes: text and region by path."""
    found = {}
    for page in edition.pages:
        if page.region and set(page.record["writes"]) >= SOURCES:
            results = _results(page, edition)
            if results and results.rows:
                found[f"{page.folder}/{NAME}"] = (_text(page, edition, results), page.region)
    return found


def _results(page: Page, edition: Edition) -> Results | None:
    from nmanalys.io.reference import load_industries
    from nmanalys.io.store import read_result

    files = [Path(page.record["results"]) / f"{name}.parquet" for name in (QUOTIENTS, CHANGE)]
    if not all(path.is_file() for path in files):
        return None
    quotients, change = (read_result(path) for path in files)
    names = load_industries(edition.root).set_index("code")["short_sv"]
    growth = (change.set_index("sni_group")["end"] / change.set_index("sni_group")["start"] - 1).rename("growth")
    table = quotients.join(growth, on="sni_group").assign(name=quotients["sni_group"].map(names))
    years = (int(values.iloc[0]) for values in (quotients["year"], change["start_year"], change["end_year"]))
    return Results(_industries(table), *years)


def _industries(table: DataFrame) -> list[Industry]:
    known = table.dropna(subset=["employed", "lq"]).query("lq > 0").sort_values("lq", ascending=False)
    finite = known["growth"].where(known["growth"].abs() < math.inf)
    columns = ("name", "employed", "lq", "lower", "upper")
    return [
        Industry(*row, growth) for row, growth in zip(known[[*columns]].itertuples(index=False), finite, strict=True)
    ]


def _text(page: Page, edition: Edition, table: Results) -> str:
    rows = table.rows
    threshold = float(page.record.get("parameters", {}).get("lq_threshold", 1.0))
    passing = sum(row.lq >= threshold for row in rows)
    region = page.region
    lead = (
        f"{_passing_text(passing, len(rows), threshold)} {inline(region.within)}. "
        "Flytta gränsen för att se vilka branscher som står kvar och vilka som faller bort."
    )
    caption = (
        f"Bubblans läge i sidled är lokaliseringskvoten {table.year}, i höjdled förändringen av antalet sysselsatta "
        f"{table.first}–{table.last}, och dess yta antalet sysselsatta {table.year}"
    )
    link = edition.address(f"stage:{page.stage}", page.docname, page.place)
    limits = (
        "Reglaget prövar bara kvoten. En bransch som kallas tongivande i boken uppfyller fler villkor: intervallets "
        f"nedre gräns, antal sysselsatta och andel av jobben. De står på sidan [{inline(page.record['title'])}]({link}). "
        "Där finns också talen att ladda ned, under figurerna."
    )
    # the page rests on fewer tables than the stage that made its numbers
    page = replace(page, record={**page.record, "reads": sorted(SOURCES)})
    source = inline(source_line(edition, sorted(SOURCES), page))
    invented = edition.illustrative(sorted(SOURCES), page)
    mark = '<span class="nm-invented">Påhittade data</span> ' if invented else ""
    return "\n\n".join(
        [
            "---\nnav_title: Utforska branscherna\n---",
            f"# Utforska branscherna {inline(region.within)}",
            lead,
            *filter(None, (status_line(page, edition), *notices(page, edition))),
            "## Vilka branscher når gränsen?",
            "Kvoten 1 betyder att branschen har samma andel av jobben som i riket. Det finns ingen given gräns för när "
            "en bransch är stor. Därför är det värt att se vad som händer när den flyttas.",
            f"``````{{raw}} html\n{_exhibit(rows, threshold, region, f'{mark}{escape(caption)}')}\n``````",
            f":::{{container}} nm-source\n{source}\n:::",
            "## Vad sidan inte visar",
            limits,
        ]
    )


def _passing_text(passing: int, count: int, threshold: float) -> str:
    return f"{number(passing)} av {number(count)} branscher har kvoten {number(threshold, 2)} eller mer"


def _exhibit(rows: Sequence[Industry], threshold: float, region: Region, caption: str) -> str:
    return (
        f'<div class="nm-explore nm-region-{region.code.lower()}" data-threshold="{threshold:g}">'
        f"{_controls(rows, threshold)}"
        f'<figure class="align-default"><div class="nm-scroll nm-frame nm-drawn" role="group" tabindex="0" '
        f'aria-label="Bubbeldiagram, kan rullas i sidled">{_chart(rows, threshold)}</div>'
        f'<figcaption><p><span class="caption-text">{caption}</span></p></figcaption></figure>'
        f"{_table(rows, threshold, region)}</div>"
    )


def _controls(rows: Sequence[Industry], threshold: float) -> str:
    lowest = min(0.2, math.floor(rows[-1].lq * 10) / 10)
    highest = max(2.0, math.ceil(rows[0].lq * 10) / 10)
    told = _passing_text(sum(row.lq >= threshold for row in rows), len(rows), threshold)
    return (
        '<form class="nm-controls" hidden><p><label for="nm-threshold">Gräns för kvoten</label>'
        f'<output for="nm-threshold">{number(threshold, 2)}</output>'
        f'<input type="range" id="nm-threshold" min="{lowest:g}" max="{highest:g}" step="0.05" value="{threshold:g}"></p>'
        '<p><label for="nm-name">Sök bransch</label><input type="search" id="nm-name" autocomplete="off"></p>'
        '<p><input type="checkbox" id="nm-only"><label for="nm-only">Visa bara branscher som når gränsen</label></p>'
        '<p><button type="reset">Återställ</button></p></form>'
        f'<p class="nm-told" role="status">{told}.</p>'
    )


def _table(rows: Sequence[Industry], threshold: float, region: Region) -> str:
    heads = ("Bransch", "Sysselsatta (antal)", "Lokaliseringskvot (intervall)", "Förändring (%)", "Når gränsen")
    keys = ("name", "employed", "lq", "growth", "passes")
    head = "".join(
        f'<th scope="col" data-key="{key}"{NUMERIC if key in ("employed", "lq", "growth") else ""}>{text}</th>'
        for key, text in zip(keys, heads, strict=True)
    )
    body = "".join(_row(row, threshold) for row in rows)
    return (
        '<div class="nm-table nm-scroll" role="region" tabindex="0" aria-label="Alla branscher, kan rullas i sidled">'
        f'<table class="nm-data"><caption><span class="nm-caption">Alla branscher {escape(region.within)}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Industry, threshold: float) -> str:
    values = {"employed": row.employed, "lq": row.lq, "growth": row.growth}
    data = "".join(f' data-{key}="{value:.6g}"' for key, value in values.items() if math.isfinite(value))
    cells = (number(row.employed), f"{number(row.lq, 2)} ({interval(row.lower, row.upper)})", _growth(row))
    return (
        f'<tr data-name="{escape(row.name)}"{data}><th scope="row">{escape(row.name)}</th>'
        + "".join(f'<td class="gt_right">{cell}</td>' for cell in cells)
        + f"<td>{'ja' if row.lq >= threshold else 'nej'}</td></tr>"
    )


def _growth(row: Industry) -> str:
    return signed_percent(row.growth) if math.isfinite(row.growth) else ".."


def _chart(rows: Sequence[Industry], threshold: float) -> str:
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
    lines.append(f'<text x="{middle}" y="{HEIGHT - 12}">Lokaliseringskvot (kvot, riket = 1)</text>')
    lines.append(f'<text class="nm-start" x="4" y="{TOP - 18}">Förändring av antalet sysselsatta (%)</text>')
    return [f'<g class="nm-axes">{"".join(lines)}</g>']


def _limit(x: float, threshold: float) -> str:
    return (
        f'<g class="nm-limit" transform="translate({x:.1f} 0)"><path d="M0 {TOP}V{HEIGHT - BOTTOM}"/>'
        f'<text y="{TOP - 4}">Gräns {number(threshold, 2)}</text></g>'
    )


def _is_free(taken: list[tuple[float, float, float]], x: float, y: float, width: float) -> bool:
    """Whether a label covers no other; if so its place is taken."""
    inside = x - width / 2 >= LEFT and x + width / 2 <= WIDTH
    if not inside or any(abs(y - other[1]) < 14 and abs(x - other[0]) < (width + other[2]) / 2 for other in taken):
        return False
    taken.append((x, y, width))
    return True


def _bubble(row: Industry, x: float, y: float, radius: float, *, passes: bool) -> str:
    told = f"{row.name}: kvot {number(row.lq, 2)}, {_growth(row)}, {number(row.employed)} sysselsatta"
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
    listed = "; ".join(f"{row.name} {number(row.lq, 2)} ({_growth(row)})" for row in first)
    start = f"Bubbeldiagram: {_passing_text(len(passing), len(rows), threshold)}."
    return f"{start} {'De är' if passing else 'Högst är'} {listed}. Alla värden står i tabellen under."
