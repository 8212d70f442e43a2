"""Tables of a page as HTML that can be read aloud, and the data under an exhibit as files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html import escape
from typing import Any

from nmanalys.vocabulary.language import number

__all__ = ["accessible_table", "data_details", "raw"]

ROWS_SHOWN = 60
NUMBER = re.compile(r"^[+\-−]?\d+(\.\d+)?$")
MISSING_SIGN = ".."
DECIMALS = 3
GROUPED_FROM = 10_000  # years and codes have four digits
KEPT_ATTRIBUTES = ("class", "scope", "colspan", "rowspan", "headers", "id", "lang", "title", "aria-label")
KEPT_CLASSES = ("gt_right", "gt_left", "gt_center", "gt_stub", "gt_sourcenote", "gt_footnote", "gt_group_heading")


def raw(html: str) -> str:
    """Let HTML stand as it is in Markdown."""
    return f"``````{{raw}} html\n{html}\n``````"


def accessible_table(html: str, name: str, caption: str) -> str:
    """Give a table its caption, scopes and a frame that scrolls; take its own style away.

    Examples
    --------
    >>> print(accessible_table("<table><tr><th></th><th>a</th></tr><tr><td>x</td><td>1</td></tr></table>", "Tabell 1", "T"))
    <div class="nm-scroll" role="region" tabindex="0" aria-label="Tabell 1, kan rullas i sidled"><table class="nm-data"><caption><span class="nm-caption"><span class="nm-number">Tabell 1</span> T</span></caption><tr><td></td><th scope="col">a</th></tr><tr><td>x</td><td>1</td></tr></table></div>
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
    frame = soup.new_tag("span", attrs={"class": "nm-caption"})
    frame.extend([number, f" {caption}"])
    heading.append(frame)
    table.insert(0, heading)
    label = escape(f"{name}, kan rullas i sidled", quote=True)
    return f'<div class="nm-scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>'


def _scope(table: Any) -> None:
    body = table.find("tbody")
    for cell in table.find_all("th"):
        if not cell.get_text(strip=True):
            cell.name = "td"
            cell.attrs.pop("scope", None)
        elif not cell.has_attr("scope"):
            cell["scope"] = "row" if body and body in cell.parents else "col"


def data_details(text: str, stem: str, name: str, caption: str, *, with_table: bool) -> tuple[str, dict[str, bytes]]:
    """Write the closed part under an exhibit: its data as a table, and two files to download.

    Parameters
    ----------
    text : str
        The data as CSV.
    stem : str
        Path of the files relative to the page's folder, without ending.
    name, caption : str
        The exhibit's number and caption.
    with_table : bool
        Whether the data are written out; under a table they would stand twice.

    Returns
    -------
    tuple
        Markdown, and content by path.
    """
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
    opening = raw(f'<details class="nm-more"><summary>{title}</summary>{table}')
    return f"{opening}\n\n{links}\n\n{raw('</details>')}", files


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
        f'<table class="nm-data"><caption><span class="nm-caption">Data till {escape(name)}: {escape(caption)}'
        "</span></caption>"
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
