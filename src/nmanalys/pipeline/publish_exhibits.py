"""Figures and tables of a page: from what a notebook showed to numbered, captioned, sourced HTML.

A figure becomes a file beside the page and a figure directive; a table becomes HTML with caption and scopes.
Under each lies its data, closed: a table that can be read aloud, and files for spreadsheets and for programs.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nmanalys.errors import PublishError
from nmanalys.pipeline.publish_data import SUPPRESSED, read_data
from nmanalys.pipeline.publish_edition import Edition, Page
from nmanalys.pipeline.publish_pictures import NIGHT, PNG, SVG
from nmanalys.pipeline.publish_sources import about_exhibit, source_note
from nmanalys.pipeline.publish_tables import accessible_table, data_details, raw
from nmanalys.pipeline.publish_text import SPACE, inline, resolve_placeholders
from nmanalys.vocabulary.language import NARROW_SPACE
from nmanalys.vocabulary.outputs import EXHIBIT
from nmanalys.vocabulary.translation import _

__all__ = ["Exhibit", "collect", "name_exhibits", "render"]

WORDS = {"figure": _("Figur"), "table": _("Tabell")}
LABEL = re.compile(r"[a-z][a-z0-9-]*")
FILE_NAME = re.compile(r"^\S*(\.\w{2,4}|/\S*)$")


@dataclass(frozen=True)
class Exhibit:
    """One figure or table that a cell showed.

    Attributes
    ----------
    kind : str
        ``figure``, ``table`` or ``missing``.
    label, caption, alt : str
        As the notebook gave them.
    sources : tuple of str
        Tables that it rests on.
    data : mapping
        The output's content by media type.
    csv : str
        The data behind it; empty when there are none.
    where : str
        Page and cell.
    """

    kind: str
    label: str
    caption: str
    alt: str
    sources: tuple[str, ...]
    data: Mapping[str, str]
    csv: str
    shares: Mapping[str, int]
    where: str


def collect(outputs: Iterable[Mapping[str, Any]], where: str) -> list[Exhibit]:
    """Find the exhibits among a cell's outputs.

    Raises
    ------
    PublishError
        If an exhibit lacks a label, a caption, a source or an alternative text that describes it, or if a cell
        shows a picture or a table in another way than ``nm.show``.
    """
    found = []
    for output in outputs:
        meta = output.get("metadata", {}).get(EXHIBIT)
        data = {kind: _joined(content) for kind, content in output.get("data", {}).items()}
        if meta:
            found.append(_checked(meta, data, where))
        elif any(kind.startswith("image/") or kind == "text/html" for kind in data):
            raise PublishError(
                f"{where}: shows a figure or table without caption, label and source. "
                "Show it with nm.show(exhibit, label=…, caption=…, sources=[…])."
            )
    return found


def _joined(content: object) -> str:
    return "".join(content) if isinstance(content, list) else content if isinstance(content, str) else ""


def _checked(meta: Mapping[str, Any], data: Mapping[str, str], where: str) -> Exhibit:
    exhibit = Exhibit(
        kind=meta.get("kind", ""),
        label=meta.get("label", ""),
        caption=meta.get("caption", "").strip(),
        alt=SPACE.sub(" ", meta.get("alt", "")).strip(),
        sources=tuple(meta.get("sources", ())),
        data=data,
        csv=meta.get("data_csv", ""),
        shares=meta.get("shares", {}),
        where=where,
    )
    needed = {"figure": ("image/svg+xml", "image/png"), "table": ("text/html",), "missing": ("text/html",)}
    faults = [
        (exhibit.kind not in needed, f"an exhibit of unknown kind '{exhibit.kind}'"),
        (not LABEL.fullmatch(exhibit.label), f"the label '{exhibit.label}' is not of the form fig-name"),
        (not exhibit.caption, f"'{exhibit.label}' has no caption"),
        (not exhibit.sources, f"'{exhibit.label}' names no source"),
        (not any(kind in data for kind in needed.get(exhibit.kind, ())), f"'{exhibit.label}' is empty"),
        (
            exhibit.kind == "figure" and (not exhibit.alt or bool(FILE_NAME.match(exhibit.alt))),
            f"'{exhibit.label}' has no alternative text that says what the figure shows",
        ),
    ]
    for wrong, what in faults:
        if wrong:
            raise PublishError(f"{where}: {what}. Mend it in the call of nm.show or in the view that made it.")
    return exhibit


def name_exhibits(exhibits: Iterable[Exhibit]) -> dict[str, str]:
    """Number figures and tables each in their order: label to ``Figur 3``.

    Raises
    ------
    PublishError
        If two exhibits of a page have the same label.
    """
    names: dict[str, str] = {}
    counts = dict.fromkeys(WORDS, 0)
    for exhibit in exhibits:
        if exhibit.label in names:
            raise PublishError(f"{exhibit.where}: the label '{exhibit.label}' is used twice on the page. Rename one.")
        if exhibit.kind in counts:
            counts[exhibit.kind] += 1
            names[exhibit.label] = f"{WORDS[exhibit.kind]}{NARROW_SPACE}{counts[exhibit.kind]}"
        else:
            names[exhibit.label] = _("uppgiften som saknas")
    return names


def render(
    exhibit: Exhibit, name: str, page: Page, edition: Edition, values: Mapping[str, str]
) -> tuple[str, dict[str, bytes]]:
    """Write an exhibit as Markdown and the files that stand beside the page.

    Parameters
    ----------
    exhibit : Exhibit
        What a cell showed.
    name : str
        ``Figur 3``.
    page, edition
        Where it stands.
    values : mapping of str to str
        The page's placeholders.

    Returns
    -------
    tuple
        Markdown, and content by path relative to the page's folder.
    """
    label = exhibit.label + page.suffix
    caption = resolve_placeholders(exhibit.caption, values, where=exhibit.where, write=str)
    source = source_note(edition, exhibit.sources, page)
    stem = f"{page.name}_files/{label}"
    files: dict[str, bytes] = {}
    pictures: list[str] = []
    if exhibit.kind == "figure":
        files, pictures = _pictures(exhibit.data, stem)
        alt = resolve_placeholders(exhibit.alt, values, where=exhibit.where, write=str)
        text = _figure(label, pictures[0], alt, name, caption, source)
    elif exhibit.kind == "table":
        html = edition.led(exhibit.data["text/html"], page, exhibit.where)
        text = _table(label, html, name, caption, source)
    else:
        return _missing(label, caption, exhibit.data["text/html"]), files
    if exhibit.csv.strip():
        about = about_exhibit(name, caption, exhibit.sources, page, edition)
        if exhibit.kind == "figure":
            about[_("I ord")] = alt
        data, downloads = data_details(
            exhibit.csv,
            read_data(exhibit.csv, edition.regions, _suppressible(exhibit, page, edition), exhibit.shares),
            stem,
            about,
            pictures=pictures,
        )
        files |= downloads
        text = f"{text}\n\n{data}"
    return text, files


def _suppressible(exhibit: Exhibit, page: Page, edition: Edition) -> set[str]:
    """Name the columns in which a table behind the exhibit leaves what is secret empty."""
    return {
        name
        for table in edition.entries(exhibit.sources, page)
        for name, column in getattr(table.schema, "columns", {}).items()
        if SUPPRESSED in (column.metadata or {}).get("sv", "")
    }


def _pictures(data: Mapping[str, str], stem: str) -> tuple[dict[str, bytes], list[str]]:
    """Return a figure's drawings by path, and what can be downloaded; the PNG of a drawing is made with the book."""
    from nmanalys.views.night import night_svg

    drawing = data.get("image/svg+xml")
    if drawing is None:
        return {f"{stem}{PNG}": base64.b64decode(data["image/png"])}, [f"{stem}{PNG}"]
    files = {f"{stem}{SVG}": drawing.encode(), f"{stem}{NIGHT}{SVG}": night_svg(drawing).encode()}
    return files, [f"{stem}{SVG}", f"{stem}{PNG}"]


def _figure(label: str, path: str, alt: str, name: str, caption: str, source: str) -> str:
    return "\n".join(
        [
            f":::{{figure}} {path}",
            f":name: {label}",
            f":alt: {json.dumps(alt, ensure_ascii=False)}",
            ":class: nm-image",
            "",
            f"[{name}]{{.nm-number}} {inline(caption)}",
            "",
            source,
            ":::",
        ]
    )


def _table(label: str, html: str, name: str, caption: str, source: str) -> str:
    return "\n".join(
        [
            "::::{container} nm-table",
            f":name: {label}",
            "",
            raw(accessible_table(html, name, caption)),
            "",
            ":::{container} nm-source",
            source,
            ":::",
            "::::",
        ]
    )


def _missing(label: str, caption: str, html: str) -> str:
    from bs4 import BeautifulSoup

    reason = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    head = f":::{{admonition}} {_('Underlag saknas')}\n:class: nm-missing\n:name: {label}"
    return f"{head}\n{inline(caption)}\n\n{inline(reason)}\n:::"
