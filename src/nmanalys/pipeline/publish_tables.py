"""Tables of a page as HTML that can be read aloud, and the data under an exhibit as files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from nmanalys.pipeline.publish_data import Column, data_files, shown
from nmanalys.pipeline.publish_text import inline
from nmanalys.vocabulary.translation import _

__all__ = ["accessible_table", "data_details", "raw"]

ROWS_SHOWN = 60
NO_NUMBER = ("", "–", "..")
# 2 345,6 · 12,3 % · +1,5 · each with an interval or a year after it
NUMBER = re.compile(r"[−+]?\d[\d\s]*(,\d+)?\s?%?(\s\([−+]?[\d\s,%]+((–|\still\s)[−+]?[\d\s,%]+)?\))?")
DOWNLOADS = {
    ".xlsx": _("Excel"),
    "-kalkylblad.csv": _("CSV för kalkylblad (decimalkomma)"),
    ".csv": _("CSV för program (decimalpunkt)"),
    ".parquet": _("Parquet"),
}
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
    <div class="nm-scroll" role="region" tabindex="0" aria-label="Tabell 1, kan rullas i sidled"><table class="nm-data"><caption><span class="nm-caption"><span class="nm-number">Tabell 1</span> T</span></caption><tr><td></td><th class="gt_right" scope="col">a</th></tr><tr><td>x</td><td class="gt_right">1</td></tr></table></div>
    """  # noqa: E501
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    table = soup.find("table")
    if table is None:
        return html
    for unwanted in table.select("caption, style, script, tr.gt_heading"):
        unwanted.decompose()
    for tag in [table, *table.find_all(True)]:
        kept = (*KEPT_ATTRIBUTES, "href") if tag.name == "a" else KEPT_ATTRIBUTES
        tag.attrs = {key: value for key, value in tag.attrs.items() if key in kept}
        classes = [word for word in tag.get("class", []) if word in KEPT_CLASSES]
        tag.attrs.pop("class", None)
        if classes:
            tag["class"] = classes
    table["class"] = "nm-data"
    _scope(table)
    _align(table)
    heading = soup.new_tag("caption")
    number = soup.new_tag("span", attrs={"class": "nm-number"})
    number.string = name
    frame = soup.new_tag("span", attrs={"class": "nm-caption"})
    frame.extend([number, f" {caption}"])
    heading.append(frame)
    table.insert(0, heading)
    label = escape(_("{name}, kan rullas i sidled").format(name=name), quote=True)
    return f'<div class="nm-scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>'


def _scope(table: Any) -> None:
    body = table.find("tbody")
    for cell in table.find_all("th"):
        if not cell.get_text(strip=True):
            cell.name = "td"
            cell.attrs.pop("scope", None)
        elif not cell.has_attr("scope"):
            cell["scope"] = "row" if body and body in cell.parents else "col"


def _align(table: Any) -> None:
    """Set a column to the right whose cells are all numbers, also where they came as texts."""
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.select("tr")]
    if len({len(row) for row in rows}) != 1 or table.select("[colspan], [rowspan]"):
        return
    heads, *body = rows
    for head, *cells in list(zip(heads, *body, strict=True))[1:]:
        known = [text for cell in cells if (text := cell.get_text(strip=True)) not in NO_NUMBER]
        if known and all(NUMBER.fullmatch(text) for text in known):
            for cell in (head, *cells):
                cell["class"] = "gt_right"


def data_details(
    text: str, columns: Sequence[Column], stem: str, about: Mapping[str, str], *, pictures: Sequence[str] = ()
) -> tuple[str, dict[str, bytes]]:
    """Write the closed part under an exhibit: its data as a table, and files to download.

    Parameters
    ----------
    text : str
        The data as CSV, as the notebook left them.
    columns : sequence of Column
        The same data, read.
    stem : str
        Path of the files relative to the page's folder, without ending.
    about : mapping of str to str
        What the data are: first the exhibit's number and caption; how to cite it under "Så hänvisar du"; a figure in
        words under "I ord".
    pictures : sequence of str
        Paths of the figure that was drawn of the data, which can be downloaded too. Without any the exhibit is a table
        already, and the data are not written out a second time.

    Returns
    -------
    tuple
        Markdown, and content by path.
    """
    name, caption, *_rest = about.values()
    links = " · ".join(f"{{download}}`{words} <{stem}{ending}>`" for ending, words in DOWNLOADS.items())
    for path in pictures:
        links += f" · {{download}}`{_('figuren som')} {path.rpartition('.')[2].upper()} <{path}>`"
    cited = inline(about[_("Så hänvisar du")])
    words = _("**Figuren i ord.** {about}\n\n").format(about=inline(about[_("I ord")])) if about.get(_("I ord")) else ""
    offer = _("Visa data") if pictures else _("Ladda ned data")
    title = offer + _('<span class="nm-hidden"> till {name}</span>').format(name=escape(name))
    table = _data_table(shown(columns), name, caption) if pictures else ""
    opening = raw(f'<details class="nm-more"><summary>{title}</summary>{table}')
    body = _("{words}**Ladda ned.** {links}\n\n**Så hänvisar du.** {cited}").format(
        words=words, links=links, cited=cited
    )
    return f"{opening}\n\n{body}\n\n{raw('</details>')}", data_files(text, columns, stem, about)


def _data_table(columns: Sequence[Column], name: str, caption: str) -> str:
    count = len(columns[0].cells)
    heads = "".join(
        f'<th scope="col"{_side(column.is_numeric)}>{escape(str(column.heading))}</th>' for column in columns
    )
    lines = "".join(f"<tr>{_data_row(columns, place)}</tr>" for place in range(min(count, ROWS_SHOWN)))
    note = ""
    if count > ROWS_SHOWN:
        note = _("Tabellen visar {shown} av {total} rader. Resten finns i filerna.").format(
            shown=ROWS_SHOWN, total=count
        )
        note = f'<p class="nm-note">{note}</p>'
    title = escape(_("Data till {name}").format(name=name))
    return (
        f'<div class="nm-scroll" role="region" tabindex="0" aria-label="{title}">'
        f'<table class="nm-data"><caption><span class="nm-caption">{title}: {escape(caption)}'
        "</span></caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>{note}"
    )


def _data_row(columns: Sequence[Column], place: int) -> str:
    first, *rest = ((column, escape(column.text(column.cells[place]))) for column in columns)
    cells = "".join(f"<td{_side(column.is_numeric)}>{text}</td>" for column, text in rest)
    return f'<th scope="row">{first[1]}</th>{cells}'


def _side(numeric: bool) -> str:
    return ' class="gt_right"' if numeric else ""
