"""Pages and parts of pages that are made from the project's declarations, not written."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from nmanalys.pipeline.book_config import TITLE
from nmanalys.pipeline.publish_edition import JOINT, Edition, TableEntry
from nmanalys.pipeline.publish_layouts import layout_parts
from nmanalys.pipeline.publish_notes import admonition, override_list
from nmanalys.pipeline.publish_publisher import publisher_parts, read_publisher
from nmanalys.pipeline.publish_start import start_part
from nmanalys.pipeline.publish_text import inline, parameter_text
from nmanalys.pipeline.scenario import BASELINE
from nmanalys.vocabulary.language import date_text, listing, number
from nmanalys.vocabulary.parameters import describe, limits_of
from nmanalys.vocabulary.publisher import Publisher
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.translation import _, ngettext, translated

__all__ = ["generated_pages", "missing_pages"]

BOUNDS = {"ge": _("minst"), "gt": _("mer än"), "le": _("högst"), "lt": _("mindre än")}
HASH_SHOWN = 12
CARD = "_static/kort.png"


def generated_pages(edition: Edition, explored: Mapping[Region, str]) -> dict[str, str | bytes]:
    """Return the content of each generated file, by path in the book's source.

    Parameters
    ----------
    edition : Edition
        The book.
    explored : mapping of Region to str
        Name of each region's page to explore.
    """
    publisher = read_publisher(edition.root)
    return {
        "data.md": data_page(edition.catalogue),
        "_generated/parametrar.md": parameter_table(),
        "_generated/utgava.md": _edition_notice(edition),
        "_generated/edition.json": _facts(edition, publisher),
        CARD: _card(edition),
        **publisher_parts(publisher),
        **layout_parts(),
        **start_part(edition, explored),
    }


def missing_pages(edition: Edition) -> dict[str, tuple[str, Region | None]]:
    """Return a page for each failed job that has no page from an earlier run: text and region by path."""
    found = {}
    for problem in edition.problems:
        job, _colon, message = problem.partition(": ")
        stage, _colon, place = job.partition(":")
        if any(page.stage == stage and page.place == place for page in edition.pages):
            continue
        name = _page_name(edition, stage)
        region = None if place == JOINT else edition.regions.find(place)
        folder = f"regions/{region.slug}" if region else JOINT
        found[f"{folder}/{name}"] = (_missing_page(_title(edition, stage), region, message), region)
    return found


def _page_name(edition: Edition, stage: str) -> str:
    named = [page.name for page in edition.pages if page.stage == stage]
    named += [path.stem for path in sorted((edition.root / "notebooks").glob(f"*_{stage}.ipynb"))]
    return (named or [f"99_{stage}"])[0]


def _title(edition: Edition, stage: str) -> str:
    """Title of a stage as another page's record or its notebook's declaration has it."""
    titles = [page.record["title"] for page in edition.pages if page.stage == stage]
    for path in sorted((edition.root / "notebooks").glob(f"*_{stage}.ipynb")):
        first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
        titles += re.findall(r"^title:\s*(.+?)\s*$", "".join(first["source"]), re.M)
    return (titles or [stage])[0]


def _missing_page(title: str, region: Region | None, message: str) -> str:
    place = _(" för {name}").format(name=inline(region.name)) if region else ""
    text = _(
        "Sidan{place} kunde inte räknas fram, och det finns ingen tidigare version att visa. "
        "Felmeddelandet löd:\n\n> {message}"
    ).format(place=place, message=inline(message))
    return f"# {inline(_nav(title, region))}\n\n{admonition(_('Sidan kunde inte räknas fram'), text, 'caution nm-stale')}\n"


def _card(edition: Edition) -> bytes:
    from nmanalys.views.card import share_card
    from nmanalys.views.theme import region_colour

    return share_card(
        TITLE,
        listing((place.name for place in edition.places), empty=""),
        [region_colour(place) for place in edition.places],
    )


def _facts(edition: Edition, publisher: Publisher) -> str:
    codes = sorted({str(page.record.get("code", "unknown")) for page in edition.pages})
    hashes = sorted(
        {f"{name}:{value}" for page in edition.pages for name, value in page.record.get("tables", {}).items()}
    )
    facts = {
        "built": date_text(edition.day) if edition.epoch else "",
        "scenario": "" if edition.scenario == BASELINE else edition.scenario,
        "code": ", ".join(codes) or "unknown",
        "data": hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:HASH_SHOWN],
        "feedback": publisher.link,
        "address": publisher.address,
    }
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _edition_notice(edition: Edition) -> str:
    parts = []
    if edition.overrides:
        text = _("Boken är räknad med andra antaganden än grundutförandet.") + f"\n\n{override_list(edition.overrides)}"
        parts.append(admonition(_("Andra antaganden"), text, "note nm-overrides"))
    stale = [page for page in edition.pages if page.record.get("stale") or edition.problem_of(page)]
    stale_text = [f"- [{inline(_nav(page.record['title'], page.region))}]({page.docname}.ipynb)" for page in stale]
    missing = [f"- {{doc}}`/{name}`" for name in missing_pages(edition)]
    if stale_text or missing:
        text = _("De här sidorna kunde inte räknas om. De visar den senaste fungerande versionen eller saknas:\n\n")
        parts.append(admonition(_("Inaktuella sidor"), text + "\n".join([*stale_text, *missing]), "caution nm-stale"))
    return "\n\n".join(parts) + "\n"


def _nav(title: str, region: Region | None) -> str:
    return f"{title}, {region.name}" if region else title


def parameter_table() -> str:
    """Write the table of all parameters in Markdown."""
    head = _("| Antagande | Namn | Grundutförande | Tillåtet | Enhet |\n|---|---|--:|---|---|")
    rows = [
        f"| {inline(_(row['sv']))} | `{row['name']}` | {parameter_text(row['name'], row['default'])} | "
        f"{_allowed(row)} | {inline(translated(row['unit']))} |"
        for row in describe()
    ]
    return "\n".join([head, *rows]) + "\n"


def _allowed(row: Mapping[str, Any]) -> str:
    if isinstance(row["default"], list | tuple):
        return _("ett eller flera värden")
    limits = limits_of(row["name"])
    if "ge" in limits and "le" in limits:
        return f"{parameter_text(row['name'], limits['ge'])}–{parameter_text(row['name'], limits['le'])}"
    texts = [f"{BOUNDS[kind]} {parameter_text(row['name'], limit)}" for kind, limit in limits.items()]
    return listing(texts, empty=_("ett datum"))


def data_page(catalogue: Mapping[str, TableEntry]) -> str:
    """Write the page of data: every table with status, source, licence, unit, breaks and columns."""
    by_status: dict[Status, list[TableEntry]] = {status: [] for status in Status}
    for name in catalogue:
        by_status[Status(catalogue[name].status)].append(catalogue[name])
    found = {status: tables for status, tables in by_status.items() if tables}
    parts = [
        "# Data",
        _("{counted} Status följer med varje tabell till varje figur som bygger på den.").format(
            counted=_counted(found)
        ),
        _("Tecknet `..` betyder att en uppgift saknas eller är skyddad. Det betyder aldrig noll."),
    ]
    for status, tables in found.items():
        parts += [f"## {status.plural_sv.capitalize()}", status.about_sv, *map(_table_entry, tables)]
    return "\n\n".join(parts) + "\n"


def _counted(found: Mapping[Status, Sequence[TableEntry]]) -> str:
    counts = {status: len(tables) for status, tables in found.items() if status is not Status.CODES}
    kinds = listing(
        _("{total} med {plural_sv}").format(total=number(count), plural_sv=status.plural_sv)
        for status, count in counts.items()
    )
    lists = len(found.get(Status.CODES, ()))
    also = ngettext(" Därtill kommer {lists} kodlista.", " Därtill kommer {lists} kodlistor.", lists) if lists else ""
    return _("Boken bygger på {values} tabeller: {kinds}.{also}").format(
        values=number(sum(counts.values())), kinds=kinds, also=also.format(lists=number(lists))
    )


def _table_entry(table: TableEntry) -> str:
    facts = {
        _("Status"): Status(table.status).source_sv,
        _("Producent"): translated(table.producer),
        _("Tabell hos producenten"): table.table_id,
        _("Gäller"): translated(table.vintage),
        _("Enhet"): translated(table.unit),
        _("Licens"): translated(table.licence),
        _("Brott i serien"): listing((_break(item) for item in table.breaks), empty=""),
        _("Att tänka på"): translated(table.note_sv),
    }
    lines = [f"{label}\n: {inline(text)}" for label, text in facts.items() if text]
    links = [f"<{address}>" for address in str(table.url).split() if address.startswith("http")]
    if links:
        lines.append(f"{_('Adress')}\n: {', '.join(links)}")
    lines.append(f"{_('Namn i projektet')}\n: `{table.name}`")
    columns = _("| Kolumn | Innehåll | Enhet |\n|---|---|---|\n") + "\n".join(_columns(table.schema))
    summary = _('Visa kolumner<span class="nm-hidden"> i {table}</span>').format(table=escape(_(table.title_sv)))
    opening = f'<details class="nm-more"><summary>{summary}</summary>'
    facts_list = [":::{container} nm-facts", *lines, ":::"]
    return "\n\n".join([f"### {inline(_(table.title_sv))}", *facts_list, opening, columns, "</details>"])


def _break(item: Any) -> str:
    year, note = (item["year"], item["note"]) if isinstance(item, Mapping) else (item.year, item.note)
    return f"{year} ({_(note)})"


def _columns(schema: Any) -> Iterable[str]:
    for name, column in schema.columns.items():
        meta: Mapping[str, str] = column.metadata or {}
        yield f"| `{name}` | {inline(translated(meta.get('sv', '')))} | {inline(translated(meta.get('unit', '')))} |"
