"""The generated part of the start page: where the counties lie, their key figures, and the way to their pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from nmanalys.pipeline.publish_edition import Edition, Page
from nmanalys.pipeline.publish_exhibits import source_line
from nmanalys.pipeline.publish_text import inline
from nmanalys.vocabulary.language import MISSING, listing, number
from nmanalys.vocabulary.regions import Region

__all__ = ["KEY_FIGURES", "start_part"]

KEY_FIGURES = "key_figures"
SHOWN = 8
START, MAP = "_generated/start.md", "_generated/karta.svg"


def start_part(edition: Edition) -> dict[str, str | bytes]:
    """Return the start page's generated files by path."""
    files: dict[str, str | bytes] = {}
    ways, drawn = _ways(edition), _map(edition)
    if drawn:
        files[MAP] = drawn[0]
        ways = f"::::::{{container}} nm-start\n{drawn[1]}\n\n{ways}\n::::::"
    parts = [ways, _key_figures(edition)]
    return {**files, START: "\n\n".join(part for part in parts if part) + "\n"}


def _ways(edition: Edition) -> str:
    cards = [_card(edition, region) for region in edition.places]
    joint = [page for page in edition.pages if page.region is None]
    if joint:
        links = "\n".join(f"- {_link(page)}" for page in joint)
        cards.append(f"::::{{container}} nm-card\n**Länen tillsammans**\n\n{links}\n::::")
    return "\n\n".join([":::::{container} nm-cards", *cards, ":::::"]) if cards else ""


def _card(edition: Edition, region: Region) -> str:
    pages = [page for page in edition.pages if page.region == region]
    links = "\n".join(f"- {_link(page)}" for page in pages)
    return f"::::{{container}} nm-card nm-region-{region.code.lower()}\n**{inline(region.name)}**\n\n{links}\n::::"


def _link(page: Page) -> str:
    title = page.record["title"].replace("{{region}}", page.region.name if page.region else "")
    return f"[{inline(title)}]({page.docname}.ipynb)"


def _key_figures(edition: Edition) -> str:
    pages = [page for page in edition.pages if KEY_FIGURES in page.record["writes"] and page.region]
    rows = {page.region: _rows(page) for page in pages}
    shown = list(dict.fromkeys(row["figure"] for found in rows.values() for row in found))[:SHOWN]
    if not shown:
        return ""
    table = _table(rows, shown)
    return "\n\n".join(
        [
            "## Nyckeltal",
            f"``````{{raw}} html\n{table}\n``````",
            f":::{{container}} nm-source\n{inline(source_line(edition, [KEY_FIGURES], pages[0]))} "
            "Förklaringar står i varje läns profil, intervall på sidan Uppföljning.\n:::",
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
    return (
        '<div class="nm-scroll" role="region" tabindex="0" aria-label="Nyckeltal, kan rullas i sidled">'
        f'<table class="nm-data"><caption><span class="nm-caption">Nyckeltal för {places} jämfört med riket</span>'
        f'</caption><thead><tr><th scope="col">Nyckeltal</th>{heads}<th scope="col" class="gt_right">Riket</th></tr>'
        f"</thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _cell(row: Mapping[str, Any] | None, column: str) -> str:
    text = number(row[column], int(row["decimals"])) if row else MISSING
    return f'<td class="gt_right">{".." if text == MISSING else text}</td>'


def _map(edition: Edition) -> tuple[bytes, str] | None:
    """Draw where the book's regions lie; None for a book of the whole nation."""
    counties = [region for region in edition.places if region.kind == "county"]
    if not counties or len(counties) == len(edition.regions.counties):
        return None
    from nmanalys.pipeline.publish_map import locator_map

    names = listing(region.name for region in counties)
    alt = f"Karta över Sveriges län. {names} är markerade."
    options = f":alt: {json.dumps(alt, ensure_ascii=False)}\n:figclass: nm-locator"
    text = f":::{{figure}} /{MAP}\n{options}\n\n{inline(names)} i Sverige\n:::"
    return locator_map([region.code for region in counties]), text
