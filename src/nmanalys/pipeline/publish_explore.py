"""A page a county to try other thresholds on: every industry's size, quotient and growth as bubbles and as a table.

The page is whole without scripts: a chart and a table at the page's own threshold. The script
``book/_static/nm-explore.js`` reads its numbers from the table's attributes and adds the controls.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from pandas import DataFrame

from nmanalys.pipeline.publish_bubbles import Industry, bubble_chart, growth_text, passing_text
from nmanalys.pipeline.publish_data import read_data
from nmanalys.pipeline.publish_edition import Edition, Page
from nmanalys.pipeline.publish_notes import notices, status_line
from nmanalys.pipeline.publish_sources import about_exhibit, source_line
from nmanalys.pipeline.publish_tables import data_details, raw
from nmanalys.pipeline.publish_text import inline
from nmanalys.vocabulary.language import NARROW_SPACE, interval, number
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, translated

__all__ = ["NAME", "NAV_TITLE", "SOURCES", "explore_pages"]

NAME = "11_explore"
NAV_TITLE = _("Utforska branscherna")
QUOTIENTS, CHANGE = "location_quotients", "industry_change"
SOURCES = {QUOTIENTS, CHANGE}
COLUMNS = (
    "region", "sni_group", "label", "year", "employed", "lq", "lower", "upper", "start_year", "end_year", "growth",
)  # fmt: skip
FIGURE, TABLE = f"{_('Figur')}{NARROW_SPACE}1", f"{_('Tabell')}{NARROW_SPACE}1"
NUMERIC = ' class="gt_right"'


@dataclass(frozen=True)
class Results:
    """What the page shows: a row an industry, the largest quotient first.

    Attributes
    ----------
    table : DataFrame
        As it is offered for download.
    """

    table: DataFrame

    @property
    def rows(self) -> list[Industry]:
        """The industries, without codes and years."""
        columns = ["label", "employed", "lq", "lower", "upper", "growth"]
        return [Industry(*row) for row in self.table[columns].itertuples(index=False)]

    def year(self, column: str) -> int:
        """One of the years that are the same on every row."""
        return int(self.table[column].iloc[0])


def explore_pages(edition: Edition) -> tuple[dict[str, tuple[str, Region]], dict[str, bytes]]:
    """Make the page of each region whose stage published quotients and changes.

    Returns
    -------
    tuple
        Text and region of each page, and content of the files to download, both by path.
    """
    pages, files = {}, {}
    for page in edition.pages:
        if page.region and set(page.record["writes"]) >= SOURCES:
            results = _results(page, edition)
            if results and len(results.table):
                text, downloads = _page(page, edition, results)
                pages[f"{page.folder}/{NAME}"] = (text, page.region)
                files |= {f"{page.folder}/{path}": content for path, content in downloads.items()}
    return pages, files


def _results(page: Page, edition: Edition) -> Results | None:
    from nmanalys.io.reference import load_industries
    from nmanalys.io.store import read_result

    places = [Path(page.record["results"]) / f"{name}.parquet" for name in (QUOTIENTS, CHANGE)]
    if not all(path.is_file() for path in places):
        return None
    quotients, change = (read_result(path) for path in places)
    names = load_industries(edition.root).set_index("code")["short_sv"].map(translated)
    table = quotients.merge(change[["sni_group", "start_year", "end_year", "start", "end"]], on="sni_group", how="left")
    growth = table["end"] / table["start"] - 1
    table = table.assign(label=table["sni_group"].map(names), growth=growth.where(growth.abs() < math.inf))
    table = table.rename(columns={"region_code": "region"})[[*COLUMNS]]
    return Results(table.dropna(subset=["employed", "lq"]).query("lq > 0").sort_values("lq", ascending=False))


def _page(page: Page, edition: Edition, results: Results) -> tuple[str, dict[str, bytes]]:
    from nmanalys.views.exhibit import csv_text

    rows = results.rows
    threshold = float(page.record.get("parameters", {}).get("lq_threshold", 1.0))
    passing = sum(row.lq >= threshold for row in rows)
    region = page.region
    lead = _(
        "{passing_text} {within}. [Flytta gränsen för att se vilka branscher som står kvar och vilka "
        "som faller bort.]{{.nm-screen .nm-script}}"
    ).format(passing_text=passing_text(passing, len(rows), threshold), within=inline(region.within))
    caption = _(
        "Bubblans läge i sidled är lokaliseringskvoten {year}, i höjdled förändringen av antalet "
        "sysselsatta {start}–{end}, och dess yta antalet sysselsatta {year}"
    ).format(year=results.year("year"), start=results.year("start_year"), end=results.year("end_year"))
    link = edition.address(f"stage:{page.stage}", page.docname, page.place)
    limits = _(
        "Sidan prövar bara kvoten. En bransch som kallas tongivande i boken uppfyller fler villkor: "
        "intervallets nedre gräns, antal sysselsatta och andel av jobben. De står på sidan "
        "[{title}]({link})."
    ).format(title=inline(page.record["title"]), link=link)
    # the page rests on fewer tables than the stage that made its numbers
    title = _("Utforska branscherna {within}").format(within=region.within)
    page = replace(page, record={**page.record, "reads": sorted(SOURCES), "page": NAME, "title": title})
    source = inline(source_line(edition, sorted(SOURCES), page))
    text = csv_text(results.table)
    about = about_exhibit(
        TABLE, _("Alla branscher {within}").format(within=region.within), sorted(SOURCES), page, edition
    )
    data, files = data_details(
        text,
        read_data(text, edition.regions),
        f"{NAME}_files/tab-branscher{page.suffix}",
        about,
    )
    invented = edition.illustrative(sorted(SOURCES), page)
    mark = f'<span class="nm-invented">{_("Påhittade data")}</span> ' if invented else ""
    parts = "\n\n".join(
        [
            f"---\nnav_title: {NAV_TITLE}\n---",
            f"# {inline(title)}",
            lead,
            *filter(None, (status_line(page, edition), *notices(page, edition))),
            _("## Vilka branscher når gränsen?"),
            _(
                "Kvoten 1 betyder att branschen har samma andel av jobben som i riket. Det finns ingen given "
                "gräns för när en bransch är stor. Därför är det värt att se vad som händer när den flyttas."
            ),
            raw(_exhibit(rows, threshold, region, f"{mark}{escape(caption)}")),
            f":::{{container}} nm-source\n{source}\n:::",
            data,
            _("## Vad sidan inte visar"),
            limits,
        ]
    )
    return parts, files


def _exhibit(rows: Sequence[Industry], threshold: float, region: Region, caption: str) -> str:
    return (
        f'<div class="nm-explore nm-region-{region.code.lower()}" data-threshold="{threshold:g}">'
        f"{_controls(rows, threshold)}"
        f'<figure class="align-default"><div class="nm-scroll nm-frame nm-drawn" role="group" tabindex="0" '
        f'aria-label="{_("Bubbeldiagram, kan rullas i sidled")}">{bubble_chart(rows, threshold)}</div>'
        f'<figcaption><p><span class="caption-text">{_number(FIGURE)}{caption}</span></p></figcaption></figure>'
        f"{_table(rows, threshold, region)}</div>"
    )


def _number(name: str) -> str:
    return f'<span class="nm-number">{name}</span> '


def _controls(rows: Sequence[Industry], threshold: float) -> str:
    lowest = min(0.2, math.floor(rows[-1].lq * 10) / 10)
    highest = max(2.0, math.ceil(rows[0].lq * 10) / 10)
    told = passing_text(sum(row.lq >= threshold for row in rows), len(rows), threshold)
    return (
        '<form class="nm-controls" hidden><p><label for="nm-threshold">' + _("Gräns för kvoten") + "</label>"
        f'<output for="nm-threshold">{number(threshold, 2)}</output>'
        f'<input type="range" id="nm-threshold" min="{lowest:g}" max="{highest:g}" step="0.05" value="{threshold:g}"></p>'
        '<p><label for="nm-name">'
        + _("Sök bransch")
        + '</label><input type="search" id="nm-name" autocomplete="off"></p>'
        '<p><input type="checkbox" id="nm-only"><label for="nm-only">'
        + _("Visa bara branscher som når gränsen")
        + "</label></p>"
        '<p><button type="reset">' + _("Återställ") + "</button></p></form>"
        f'<p class="nm-told" role="status">{told}.</p>'
    )


def _table(rows: Sequence[Industry], threshold: float, region: Region) -> str:
    heads = (
        _("Bransch"),
        _("Sysselsatta (antal)"),
        _("Lokaliseringskvot (intervall)"),
        _("Förändring (%)"),
        _("Når gränsen"),
    )
    keys = ("name", "employed", "lq", "growth", "passes")
    head = "".join(
        f'<th scope="col" data-key="{key}"{NUMERIC if key in ("employed", "lq", "growth") else ""}>{text}</th>'
        for key, text in zip(keys, heads, strict=True)
    )
    body = "".join(_row(row, threshold) for row in rows)
    caption = _number(TABLE) + escape(_("Alla branscher {within}").format(within=region.within))
    return (
        f'<div class="nm-table nm-scroll" role="region" tabindex="0" aria-label="{_("Alla branscher, kan rullas i sidled")}">'
        f'<table class="nm-data"><caption><span class="nm-caption">{caption}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Industry, threshold: float) -> str:
    values = {"employed": row.employed, "lq": row.lq, "growth": row.growth}
    data = "".join(f' data-{key}="{value:.6g}"' for key, value in values.items() if math.isfinite(value))
    cells = (number(row.employed), f"{number(row.lq, 2)} ({interval(row.lower, row.upper)})", growth_text(row))
    return (
        f'<tr data-name="{escape(row.name)}"{data}><th scope="row">{escape(row.name)}</th>'
        + "".join(f'<td class="gt_right">{cell}</td>' for cell in cells)
        + f"<td>{_('ja') if row.lq >= threshold else _('nej')}</td></tr>"
    )
