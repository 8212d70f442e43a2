"""The published pages of a county, or of the whole book, as one page to be printed.

Headings go one level down under the title of the printed edition, so that the outline of the PDF has the parts and
pages of the contents list. Links between pages that are printed together lead within the PDF. Other links within the
book lead to its address on the web, if that is known; otherwise they become plain text. What lies closed on a page
(data behind figures, program code) is left out, and the page says where it is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from nmanalys.errors import PublishError
from nmanalys.pipeline.print_numbers import contents_link
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.translation import _

__all__ = ["Part", "compose", "part_of", "read_parts"]

REFERRING = ("aria-labelledby", "aria-describedby", "headers", "for")
LEFT_OUT = "details, .headerlink, script, form, .nm-screen, .nm-night"
HEADINGS = ("h1", "h2", "h3", "h4", "h5")


@dataclass(frozen=True)
class Part:
    """A part of the contents list.

    Attributes
    ----------
    title : str
        Its title, such as a county's name.
    pages : tuple of str
        Paths of its pages within the book.
    """

    title: str
    pages: tuple[str, ...]

    @property
    def place(self) -> str:
        """The slug of the region that the part is about; empty for other parts."""
        kind, _slash, rest = self.pages[0].partition("/")
        return rest.partition("/")[0] if kind == "regions" else ""


def read_parts(folder: Path) -> tuple[str, list[Part]]:
    """Read the title of a published book and its contents list from the start page."""
    start = _read(folder / "index.html")
    parts = []
    for listed in start.select("nav.bd-links > details"):
        title = listed.summary.get_text(strip=True)
        parts.append(Part(title, tuple(str(link["href"]) for link in listed.select("li > a"))))
    if not parts:
        raise PublishError(f"{folder / 'index.html'} has no contents list. Build the book again: `nmanalys build`.")
    return start.select_one(".logo__title").get_text(strip=True), parts


def compose(folder: Path, book: str, parts: Sequence[Part], *, title: str = "", address: str = "") -> str:
    """Put the pages of some parts together.

    Parameters
    ----------
    folder : Path
        The published book.
    book : str
        The book's title.
    parts : sequence of Part
        What is to be printed, in order.
    title : str
        Title of the printed edition; the book's when empty.
    address : str
        Where the book is on the web.

    Returns
    -------
    str
        An HTML page that refers to the book's style sheet and pictures by their place on this machine.
    """
    printed = {page: _prefix(page) for part in parts for page in part.pages}
    address = f"{address.rstrip('/')}/" if address else ""
    body, contents = [], []
    for part in parts:
        pages = [_Printed(folder, page, printed, address) for page in part.pages]
        name = _prefix(part.title.lower())
        items = "".join(f"<li>{contents_link(page.anchor, page.title)}</li>" for page in pages)
        contents.append(f"<li>{contents_link(name, part.title)}<ol>{items}</ol></li>")
        body.append(f'<section class="nm-part"><h1 id="{name}">{escape(part.title)}</h1>')
        body += [*(page.text for page in pages), "</section>"]
    shown = f"{title} – {book}" if title else book
    sheet = (folder / "_static" / "nm.css").as_uri()
    place = next((f" nm-place-{part.place}" for part in parts if part.place), "") if title else ""
    running = shown.replace("\\", "").replace('"', "")
    none = '@bottom-left { content: "" } @bottom-right { content: "" }'
    style = f'@page {{ @bottom-left {{ content: "{running}" }} }} @page :first {{ {none} }}'
    return (
        f'<!DOCTYPE html><html lang="sv" data-theme="light"><head><meta charset="utf-8"><title>{escape(shown)}</title>'
        f'<link rel="stylesheet" href="{sheet}"><style>{style}</style></head>'
        f'<body><main class="bd-article nm-paper{place}">'
        f'<header class="nm-cover"><p class="nm-title">{escape(title or book)}</p>'
        f"{f'<p>{escape(book)}</p>' if title else ''}{_facts(folder, address)}</header>"
        f'<nav class="nm-contents" aria-label="{_("Innehåll")}"><p>{_("Innehåll")}</p><ol>{"".join(contents)}</ol></nav>'
        f"{''.join(body)}</main></body></html>"
    )


class _Printed:
    """One page of the book, made ready for print."""

    def __init__(self, folder: Path, path: str, printed: Mapping[str, str], address: str) -> None:
        self.folder, self.path, self.printed, self.address = folder, path, printed, address
        self.anchor = printed[path]
        article = _read(folder / path).select_one("article.bd-article")
        _unfold(article)
        closed = bool(article.select("details"))
        for node in article.select(LEFT_OUT):
            node.decompose()
        for cell in article.select("div.cell"):
            _drop_empty(cell)
        self.title = article.find("h1").get_text(strip=True)
        for node in article.find_all(True):
            self._mend(node)
        more = self._more() if closed else ""
        self.text = f'<section class="nm-page" id="{self.anchor}">{article.decode_contents()}{more}</section>'

    def _mend(self, node: Tag) -> None:
        if node.name in HEADINGS:
            node.name = f"h{int(node.name[1]) + 1}"
        if node.get("id"):
            node["id"] = f"{self.anchor}--{node['id']}"
        for name in REFERRING:
            if node.get(name):
                value = node[name] if isinstance(node[name], list) else str(node[name]).split()
                node[name] = " ".join(f"{self.anchor}--{one}" for one in value)
        for name in ("tabindex", "data-toggle", "loading"):
            node.attrs.pop(name, None)
        if node.get("src"):
            node["src"] = (self.folder / posixpath.dirname(self.path) / str(node["src"])).resolve().as_uri()
        if node.name == "a" and node.get("href"):
            self._link(node)

    def _link(self, node: Tag) -> None:
        parts = urlsplit(str(node["href"]))
        if parts.scheme or parts.netloc:
            return
        place = posixpath.join(posixpath.dirname(self.path), unquote(parts.path)) if parts.path else self.path
        target = posixpath.normpath(place)
        if target in self.printed:
            node["href"] = "#" + self.printed[target] + (f"--{unquote(parts.fragment)}" if parts.fragment else "")
        elif self.address:
            node["href"] = urljoin(self.address, target) + (f"#{parts.fragment}" if parts.fragment else "")
        else:
            node.name = "span"
            node.attrs = {}

    def _more(self) -> str:
        shown = escape(urljoin(self.address, self.path))
        where = f'<a href="{shown}">{shown}</a>' if self.address else f"<code>{shown}</code>"
        told = _("Data bakom figurerna och programkoden finns på bokens webbsida {address}.").format(address=where)
        return f'<p class="nm-source">{told}</p>'


def _unfold(article: Tag) -> None:
    """Show what is folded on a screen only to save room."""
    for folded in article.select("details.nm-list"):
        folded.summary.decompose()
        folded.name = "div"
        folded.attrs = {}


def _drop_empty(cell: Tag) -> None:
    """Drop a cell whose code was left out, and the line that announces it."""
    if cell.get_text(strip=True) or cell.find("img"):
        return
    before = cell.find_previous_sibling()
    if before is not None and before.name == "p" and before.get_text().rstrip().endswith(":"):
        before.decompose()
    cell.decompose()


def _facts(folder: Path, address: str) -> str:
    made = _read(folder / "index.html").select_one(".nm-footer p")
    lines = [made.get_text(" ", strip=True)] if made else []
    lines += [_("Boken på webben: {address}").format(address=address)] if address else []
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _prefix(path: str) -> str:
    return re.sub(r"[^\w]+", "-", path.removesuffix(".html"))


def _read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def part_of(parts: Iterable[Part], place: str) -> Part:
    """Find the part about a region.

    Raises
    ------
    PublishError
        If the book has no pages of that region.
    """
    parts = list(parts)
    found = next((part for part in parts if part.place == place), None)
    if found is None:
        there = listing(part.place for part in parts if part.place)
        raise PublishError(
            f"The book has no pages of '{place}', only of {there}. Build them first: `nmanalys build --region {place}`."
        )
    return found
