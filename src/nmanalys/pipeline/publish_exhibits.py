"""Figures and tables of a page: from what a notebook showed to numbered, captioned, sourced HTML.

A figure becomes a file beside the page and a figure directive; a table becomes HTML with caption and scopes.
Under each lies its data, closed: a table that can be read aloud, and two files, one for spreadsheets in Swedish
and one for programs.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from nmanalys.errors import PublishError
from nmanalys.pipeline.publish_edition import STATUSES, Edition, Page
from nmanalys.pipeline.publish_text import inline, resolve_placeholders
from nmanalys.vocabulary.language import NARROW_SPACE, number

__all__ = ["Exhibit", "collect", "name_exhibits", "render", "source_line"]

WORDS = {"figure": "Figur", "table": "Tabell"}
LABEL = re.compile(r"[a-z][a-z0-9-]*")
FILE_NAME = re.compile(r"^\S*(\.\w{2,4}|/\S*)$")
ROWS_SHOWN = 60
NUMBER = re.compile(r"^[+\-−]?\d+(\.\d+)?$")
MISSING_SIGN = ".."
DECIMALS = 3
GROUPED_FROM = 10_000  # years and codes have four digits


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
        meta = output.get("metadata", {}).get("nmanalys")
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
        alt=" ".join(meta.get("alt", "").split()),
        sources=tuple(meta.get("sources", ())),
        data=data,
        csv=meta.get("data_csv", ""),
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
            names[exhibit.label] = "uppgiften som saknas"
    return names


def source_line(edition: Edition, names: Sequence[str], page: Page | None = None) -> str:
    """Write where an exhibit's data come from, by status: producer, title, table, year."""
    by_status: dict[str, list[str]] = {}
    for name in edition.tables_behind(names, page):
        table = edition.catalogue[name]
        number = f" ({table.table_id})" if table.table_id else ""
        parts = [table.producer, f"{table.title_sv}{number}", str(table.vintage)]
        by_status.setdefault(table.status, []).append(", ".join(part for part in parts if part))
    sentences = [
        f"{'; '.join(entries)}. {STATUSES[status]}."
        for status, entries in sorted(by_status.items(), key=lambda item: list(STATUSES).index(item[0]))
    ]
    count = sum(map(len, by_status.values()))
    return f"{'Källa' if count == 1 else 'Källor'}: {' '.join(sentences)}"


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
    source = source_line(edition, exhibit.sources, page)
    invented = bool(edition.illustrative(exhibit.sources, page))
    files: dict[str, bytes] = {}
    if exhibit.kind == "figure":
        ending = "svg" if "image/svg+xml" in exhibit.data else "png"
        path = f"{page.name}_files/{label}.{ending}"
        files[path] = _image(exhibit.data)
        alt = resolve_placeholders(exhibit.alt, values, where=exhibit.where, write=str)
        text = _figure(label, path, alt, name, caption, source, invented)
    elif exhibit.kind == "table":
        text = _table(label, exhibit.data["text/html"], name, caption, source, invented)
    else:
        return _missing(label, caption, exhibit.data["text/html"]), files
    if exhibit.csv.strip():
        data, downloads = _data(
            exhibit.csv, f"{page.name}_files/{label}", name, caption, with_table=exhibit.kind == "figure"
        )
        files |= downloads
        text = f"{text}\n\n{data}"
    return text, files


def _image(data: Mapping[str, str]) -> bytes:
    if "image/svg+xml" in data:
        return data["image/svg+xml"].encode()
    return base64.b64decode(data["image/png"])


def _mark(invented: bool) -> str:
    return "[Påhittade data]{.nm-invented} " if invented else ""


def _figure(label: str, path: str, alt: str, name: str, caption: str, source: str, invented: bool) -> str:
    return "\n".join(
        [
            f":::{{figure}} {path}",
            f":name: {label}",
            f":alt: {json.dumps(alt, ensure_ascii=False)}",
            ":class: nm-image",
            "",
            f"[{name}]{{.nm-number}} {inline(caption)}",
            "",
            f"{_mark(invented)}{inline(source)}",
            ":::",
        ]
    )


def _table(label: str, html: str, name: str, caption: str, source: str, invented: bool) -> str:
    return "\n".join(
        [
            "::::{container} nm-table",
            f":name: {label}",
            "",
            _raw(accessible_table(html, name, caption)),
            "",
            ":::{container} nm-source",
            f"{_mark(invented)}{inline(source)}",
            ":::",
            "::::",
        ]
    )


def _missing(label: str, caption: str, html: str) -> str:
    from bs4 import BeautifulSoup

    reason = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    return "\n".join(
        [
            ":::{admonition} Underlag saknas",
            ":class: nm-missing",
            f":name: {label}",
            f"{inline(caption)}",
            "",
            inline(reason),
            ":::",
        ]
    )


def _raw(html: str) -> str:
    return f"``````{{raw}} html\n{html}\n``````"


def accessible_table(html: str, name: str, caption: str) -> str:
    """Give a table its caption, scopes and a frame that scrolls; take its own style away.

    Examples
    --------
    >>> print(accessible_table("<table><tr><th></th><th>a</th></tr><tr><td>x</td><td>1</td></tr></table>", "Tabell 1", "T"))
    <div class="nm-scroll" role="region" tabindex="0" aria-label="Tabell 1, kan rullas i sidled"><table class="nm-data"><caption><span class="nm-number">Tabell 1</span> T</caption><tr><td></td><th scope="col">a</th></tr><tr><td>x</td><td>1</td></tr></table></div>
    """  # noqa: E501
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    table = soup.find("table")
    if table is None:
        return html
    for unwanted in table.select("caption, style, script, tr.gt_heading"):
        unwanted.decompose()
    for tag in [table, *table.find_all(True)]:
        tag.attrs = {key: value for key, value in tag.attrs.items() if key in KEPT_ATTRIBUTES}
        classes = [word for word in tag.get("class", []) if word in KEPT_CLASSES]
        tag.attrs.pop("class", None)
        if classes:
            tag["class"] = classes
    table["class"] = "nm-data"
    _scope(table)
    heading = soup.new_tag("caption")
    number = soup.new_tag("span", attrs={"class": "nm-number"})
    number.string = name
    heading.extend([number, f" {caption}"])
    table.insert(0, heading)
    label = escape(f"{name}, kan rullas i sidled", quote=True)
    return f'<div class="nm-scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>'


KEPT_ATTRIBUTES = ("class", "scope", "colspan", "rowspan", "headers", "id", "lang", "title", "aria-label")
KEPT_CLASSES = ("gt_right", "gt_left", "gt_center", "gt_stub", "gt_sourcenote", "gt_footnote", "gt_group_heading")


def _scope(table: Any) -> None:
    body = table.find("tbody")
    for cell in table.find_all("th"):
        if not cell.get_text(strip=True):
            cell.name = "td"
            cell.attrs.pop("scope", None)
        elif not cell.has_attr("scope"):
            cell["scope"] = "row" if body and body in cell.parents else "col"


def _data(text: str, stem: str, name: str, caption: str, *, with_table: bool) -> tuple[str, dict[str, bytes]]:
    rows = list(csv.reader(io.StringIO(text)))
    files = {
        f"{stem}.csv": text.encode(),
        # what a spreadsheet in Swedish opens without asking: byte order mark, semicolon, decimal comma
        f"{stem}-kalkylblad.csv": _for_spreadsheets(rows).encode("utf-8-sig"),
    }
    links = (
        f"Ladda ned: {{download}}`för kalkylblad (decimalkomma) <{stem}-kalkylblad.csv>` · "
        f"{{download}}`för program (decimalpunkt) <{stem}.csv>`"
    )
    title = f'Visa data<span class="nm-hidden"> till {escape(name)}</span>'
    table = _data_table(rows, name, caption) if with_table else ""
    opening = _raw(f'<details class="nm-more"><summary>{title}</summary>{table}')
    return f"{opening}\n\n{links}\n\n{_raw('</details>')}", files


def _for_spreadsheets(rows: Sequence[Sequence[str]]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([[_comma(cell) for cell in row] for row in rows])
    return target.getvalue()


def _comma(cell: str) -> str:
    return cell.replace(".", ",") if NUMBER.match(cell) else cell


def _data_table(rows: Sequence[Sequence[str]], name: str, caption: str) -> str:
    head, body = rows[0], rows[1:]
    numeric = [
        column > 0 and all(NUMBER.match(row[column]) or not row[column] for row in body) for column in range(len(head))
    ]
    heads = "".join(
        f'<th scope="col"{_side(side)}>{escape(text)}</th>' for text, side in zip(head, numeric, strict=True)
    )
    lines = "".join(f"<tr>{_data_row(row, numeric)}</tr>" for row in body[:ROWS_SHOWN])
    notes = []
    if len(body) > ROWS_SHOWN:
        notes.append(f"Tabellen visar {ROWS_SHOWN} av {len(body)} rader. Resten finns i filerna.")
    if any(not cell for row in body[:ROWS_SHOWN] for cell in row):
        notes.append(f"{MISSING_SIGN} = uppgift saknas eller är skyddad.")
    return (
        f'<div class="nm-scroll" role="region" tabindex="0" aria-label="Data till {escape(name)}">'
        f'<table class="nm-data"><caption>Data till {escape(name)}: {escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
        + "".join(f'<p class="nm-note">{note}</p>' for note in notes)
    )


def _data_row(row: Sequence[str], numeric: Sequence[bool]) -> str:
    first = f'<th scope="row">{escape(row[0]) or MISSING_SIGN}</th>'
    rest = zip(row[1:], numeric[1:], strict=True)
    return first + "".join(f"<td{_side(side)}>{_shown(cell, side)}</td>" for cell, side in rest)


def _side(numeric: bool) -> str:
    return ' class="gt_right"' if numeric else ""


def _shown(cell: str, numeric: bool) -> str:
    if not cell:
        return MISSING_SIGN
    if not numeric or (cell.startswith("0") and "." not in cell):
        return escape(cell)
    value = float(cell.replace("−", "-"))
    decimals = min(len(cell.partition(".")[2]), DECIMALS)
    return number(value, decimals) if decimals or abs(value) >= GROUPED_FROM else cell.replace("-", "−")
