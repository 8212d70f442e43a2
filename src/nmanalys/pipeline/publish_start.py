"""The generated part of the start page: where the counties lie, their key figures, and the way to their pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from nmanalys.pipeline.publish_edition import Edition, Page
from nmanalys.pipeline.publish_explore import NAV_TITLE
from nmanalys.pipeline.publish_sources import source_line
from nmanalys.pipeline.publish_text import inline
from nmanalys.vocabulary.language import MISSING, listing, number
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["KEY_FIGURES", "start_part"]

KEY_FIGURES = "key_figures"
SHOWN = 8
ON_CARD = 3  # key figures on a county's card; the table has them all
PEOPLE = _("personer")  # a number of people is not compared with the nation's
START = "_generated/start.md"


def start_part(edition: Edition, explored: Mapping[Region, str]) -> dict[str, str | bytes]:
    """Return the start page's generated files by path; it leads to each region's page to explore too."""
    figures = {page.region: _rows(page) for page in _figure_pages(edition)}
    ways, drawn = _ways(edition, figures, explored), _map(edition)
    if drawn:
        ways = f"::::::{{container}} nm-start\n{drawn}\n\n{ways}\n::::::"
    parts = [ways, _key_figures(edition, figures)]
    return {START: "\n\n".join(part for part in parts if part) + "\n"}


def _figure_pages(edition: Edition) -> list[Page]:
    return [page for page in edition.pages if KEY_FIGURES in page.record["writes"] and page.region]


def _ways(
    edition: Edition, figures: Mapping[Region | None, list[Mapping[str, Any]]], explored: Mapping[Region, str]
) -> str:
    cards = [_card(edition, region, figures.get(region, []), explored.get(region, "")) for region in edition.places]
    joint = [page for page in edition.pages if page.region is None]
    if joint:
        links = "\n".join(f"- {_link(page)}" for page in joint)
        cards.append(f"::::{{container}} nm-card nm-card-common\n**{_('Länen tillsammans')}**\n\n{links}\n::::")
    return "\n\n".join([":::::{container} nm-cards", *cards, ":::::"]) if cards else ""


def _card(edition: Edition, region: Region, figures: Iterable[Mapping[str, Any]], explored: str) -> str:
    first, *others = [page for page in edition.pages if page.region == region]
    ways = {page.docname: _link(page) for page in others}
    if explored:
        ways[explored] = f"[{NAV_TITLE}]({explored}.md)"
    links = "\n".join(f"- {way}" for _name, way in sorted(ways.items()))
    shown = "".join(_figure(row) for row in [*figures][:ON_CARD])
    facts = f'\n``````{{raw}} html\n<dl class="nm-figures">{shown}</dl>\n``````\n' if shown else ""
    kind = f"nm-card nm-region-{region.code.lower()}"
    title = f"**[{inline(region.name)}]({first.docname}.ipynb)**"
    return f"::::{{container}} {kind}\n{title}\n{facts}\n{links}\n::::"


def _figure(row: Mapping[str, Any]) -> str:
    nation = "" if row["unit_sv"] == PEOPLE else _(", riket {text}").format(text=_text(row, "national_value"))
    unit = " %" * str(row["unit_sv"]).startswith("%")
    year = f'<span class="nm-unit">{row["year"]}{nation}</span>'
    return f"<div><dt>{escape(row['label_sv'])}</dt><dd>{_text(row, 'value')}{unit} {year}</dd></div>"


def _link(page: Page) -> str:
    return f"[{inline(page.title)}]({page.docname}.ipynb)"


def _key_figures(edition: Edition, rows: Mapping[Region, list[Mapping[str, Any]]]) -> str:
    pages = _figure_pages(edition)
    shown = list(dict.fromkeys(row["figure"] for found in rows.values() for row in found))[:SHOWN]
    if not shown:
        return ""
    table = _table(rows, shown)
    return "\n\n".join(
        [
            "## " + _("Nyckeltal"),
            f"``````{{raw}} html\n{table}\n``````",
            f":::{{container}} nm-source\n{inline(source_line(edition, [KEY_FIGURES], pages[0]))} "
            + _("Förklaringar står i varje läns profil, intervall på sidan Uppföljning.")
            + "\n:::",
        ]
    )


def _rows(page: Page) -> list[Mapping[str, Any]]:
    from nmanalys.io.store import read_result

    path = Path(page.record["results"]) / f"{KEY_FIGURES}.parquet"
    return read_result(path).to_dict("records") if path.is_file() else []


def _table(rows: Mapping[Region, list[Mapping[str, Any]]], shown: Iterable[str]) -> str:
    heads = "".join(f'<th scope="col" class="gt_right">{escape(region.name)}</th>' for region in rows)
    lines = []
    for figure in shown:
        found = {region: {row["figure"]: row for row in all_rows}.get(figure) for region, all_rows in rows.items()}
        first = next(row for row in found.values() if row)
        label = (
            f'{escape(first["label_sv"])} <span class="nm-unit">({escape(first["unit_sv"])}, {first["year"]})</span>'
        )
        cells = "".join(_cell(row, "value") for row in found.values())
        lines.append(f'<tr><th scope="row">{label}</th>{cells}{_cell(first, "national_value")}</tr>')
    places = escape(listing(region.name for region in rows))
    title = _("Nyckeltal för {places} jämfört med riket").format(places=places)
    return (
        f'<div class="nm-scroll" role="region" tabindex="0" aria-label="{_("Nyckeltal, kan rullas i sidled")}">'
        f'<table class="nm-data"><caption><span class="nm-caption">{title}</span></caption><thead><tr>'
        f'<th scope="col">{_("Nyckeltal")}</th>{heads}<th scope="col" class="gt_right">{_("Riket")}</th></tr>'
        f"</thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _cell(row: Mapping[str, Any] | None, column: str) -> str:
    return f'<td class="gt_right">{_text(row, column) if row else ".."}</td>'


def _text(row: Mapping[str, Any], column: str) -> str:
    text = number(row[column], int(row["decimals"]))
    return ".." if text == MISSING else text


def _map(edition: Edition) -> str:
    """Draw where the book's regions lie, each leading to its first page; empty for a book of the whole nation."""
    counties = [region for region in edition.places if region.kind == "county"]
    if not counties or len(counties) == len(edition.regions.counties):
        return ""
    from nmanalys.pipeline.publish_map import locator_map

    names = listing(region.name for region in counties)
    first = {page.region: page for page in reversed(edition.pages)}
    links = {region.code: (region.name, f"{first[region].docname}.html") for region in counties}
    drawing = locator_map(links, _("Karta över Sveriges län. {names} är markerade.").format(names=names))
    return f'``````{{raw}} html\n<figure class="nm-locator">{drawing}</figure>\n``````'
