"""The way through the book as a county's reader walks it: contents list, the page's place, the pages beside it.

A county's pages are one part of the book. Its list lies open on its own pages and closed on others; its first page
comes after the start page and its last one before the counties together, whatever county stands beside it in the list.
The lists are the same on all pages of a folder, so they are written once a folder and not once a page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

COUNTIES = "regions/"
START, SEARCH = "Startsida", "Sök"


@dataclass(frozen=True)
class Part:
    """A part of the book: its name and its pages in order."""

    title: str
    pages: tuple[str, ...]

    @property
    def place(self) -> str:
        """The county's name in addresses; empty for what is not about one county."""
        return self.pages[0].split("/")[1] if self.pages[0].startswith(COUNTIES) else ""


class Way:
    """What each page needs to know of the others."""

    def __init__(self, app: Sphinx) -> None:
        self.app, self.root = app, app.config.root_doc
        lists = app.env.tocs[self.root].findall(addnodes.toctree)
        self.parts = [
            Part(node.get("caption") or "", tuple(name for _, name in node["entries"]))
            for node in lists
            if node["entries"]
        ]
        self.part_of = {name: part for part in self.parts for name in part.pages}
        self.common = [name for part in self.parts if not part.place for name in part.pages]
        self._lists: dict[str, list[tuple[Part, str]]] = {}

    def short(self, name: str) -> str:
        """A page's title where the county need not be named."""
        return START if name == self.root else self.app.env.titles[name].astext()

    def full(self, name: str) -> str:
        """A page's title out of context."""
        return START if name == self.root else self.app.env.longtitles[name].astext()

    def link(self, here: str, name: str) -> str:
        """The address of a page as seen from another."""
        return escape(self.app.builder.get_relative_uri(here, name) or posixpath.basename(here) + ".html", quote=True)

    def beside(self, name: str) -> tuple[str | None, str | None]:
        """The pages before and after a page."""
        part = self.part_of.get(name)
        if part is None:
            return None, None
        pages: Sequence[str] = [self.root, *part.pages, *self.common[:1]] if part.place else [self.root, *self.common]
        place = pages.index(name)
        return pages[place - 1], (pages[place + 1] if place + 1 < len(pages) else None)

    def contents(self, name: str) -> str:
        """The contents list, open where the page is."""
        folder = posixpath.dirname(name)
        if folder not in self._lists:
            self._lists[folder] = [(part, self._list(part, f"{folder}/x" if folder else "x")) for part in self.parts]
        here = self.part_of.get(name)
        link = f'<a href="{self.link(name, name)}"'
        current = f'{link} aria-current="page"'
        return "".join(
            _folded(part, text.replace(link, current) if part == here else text, is_open=part == here)
            for part, text in self._lists[folder]
        )

    def _list(self, part: Part, here: str) -> str:
        items = (f'<li><a href="{self.link(here, name)}">{escape(self.short(name))}</a></li>' for name in part.pages)
        return f"<ul>{''.join(items)}</ul>"

    def crumbs(self, name: str) -> list[tuple[str, str]]:
        """The way from the start page to a page: addresses and titles; the page itself has no address."""
        part = self.part_of.get(name)
        if name == self.root:
            return []
        way = [(self.link(name, self.root), START)]
        if part and part.place:
            first = part.pages[0]
            way.append((self.link(name, first) if name != first else "", part.title))
            if name == first:
                return way
        elif part:
            way.append(("", part.title))
        return [*way, ("", self.short(name) if part else "")]


def _folded(part: Part, text: str, *, is_open: bool) -> str:
    place = f" nm-place-{part.place}" if part.place else ""
    opened = " open" if is_open else ""
    return f'<details class="nm-branch{place}"{opened}><summary>{escape(part.title)}</summary>{text}</details>'


def page_context(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document) -> None:
    """Hand the way to the templates."""
    if not hasattr(app, "nm_way"):
        app.nm_way = Way(app)
    way: Way = app.nm_way
    part = way.part_of.get(pagename)
    context["nm_contents"] = way.contents(pagename)
    own = context.get("title") or SEARCH
    context["nm_crumbs"] = [(link, title or own) for link, title in way.crumbs(pagename)]
    context["nm_place"] = part.place if part else ""
    for key, name in zip(("prev", "next"), way.beside(pagename), strict=True):
        context[key] = {"link": way.link(pagename, name), "title": escape(way.full(name))} if name else None


def setup(app: Sphinx) -> None:
    """Register the way."""
    app.connect("html-page-context", page_context)
