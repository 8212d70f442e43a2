"""Where an exhibit's data come from: a line under it, folded where it would be longer than what stands above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from nmanalys.pipeline.publish_edition import Edition, Page, TableEntry
from nmanalys.pipeline.publish_notes import citation
from nmanalys.pipeline.publish_tables import raw
from nmanalys.pipeline.publish_text import inline
from nmanalys.vocabulary.language import listing, number
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.translation import _, ngettext, translated

__all__ = ["about_exhibit", "line_of", "source_line", "source_note"]

MARKS = {
    Status.ILLUSTRATIVE: f"[{_('Påhittade data')}]{{.nm-invented}} ",
    Status.OWN: f"[{_('Egen bedömning')}]{{.nm-own}} ",
}
MOST_IN_SIGHT = 3


def source_line(edition: Edition, names: Sequence[str], page: Page | None = None) -> str:
    """Write where an exhibit's data come from, by status: producer, title, table, year."""
    return line_of(edition.entries(names, page))


def line_of(tables: Iterable[TableEntry]) -> str:
    """Write where tables come from, by status: producer, title, table, year."""
    by_status: dict[Status, list[str]] = {}
    for table in tables:
        numbered = (
            _(", tabell {table_id}").format(table_id=table.table_id)
            if "(" in table.table_id
            else f" ({table.table_id})" * bool(table.table_id)
        )
        vintage = "" if str(table.vintage).startswith("okän") else translated(table.vintage)
        parts = [table.producer, f"{_(table.title_sv)}{numbered}", vintage]
        by_status.setdefault(Status(table.status), []).append(", ".join(part for part in parts if part))
    sentences = [f"{'; '.join(by_status[status])}. {status.source_sv}." for status in Status if status in by_status]
    count = sum(map(len, by_status.values()))
    return ngettext("Källa: {sources}", "Källor: {sources}", count).format(sources=" ".join(sentences))


def source_note(edition: Edition, names: Sequence[str], page: Page) -> str:
    """Write the line for a page, with marks of what is invented or our own; the sources themselves folded if many."""
    tables = edition.entries(names, page)
    found = {Status(table.status) for table in tables}
    marks = "".join(mark for status, mark in MARKS.items() if status in found)
    line = inline(line_of(tables))
    if len(tables) <= MOST_IN_SIGHT:
        return marks + line
    summary = _("Visa de {total} källorna").format(total=number(len(tables)))
    opening = raw(f'<details class="nm-more nm-list"><summary>{summary}</summary>')
    return f"{marks}{_statuses(found)}.\n\n{opening}\n\n{line}\n\n{raw('</details>')}"


def about_exhibit(name: str, caption: str, sources: Sequence[str], page: Page, edition: Edition) -> dict[str, str]:
    """Say what goes with an exhibit's data: what it is, where it comes from, and how to cite it."""
    tables = edition.entries(sources, page)
    return {
        _("Innehåll"): name,
        _("Rubrik"): caption,
        _("Källa"): line_of(tables),
        "Status": _statuses({Status(table.status) for table in tables}),
        _("Så hänvisar du"): citation(name, caption, page, edition),
    }


def _statuses(found: Set[Status]) -> str:
    first, *others = [status.source_sv for status in Status if status in found]
    return listing([first, *(text[:1].lower() + text[1:] for text in others)])
