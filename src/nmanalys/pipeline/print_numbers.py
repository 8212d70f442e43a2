"""Page numbers in the contents list of a printed edition.

A browser knows no page before it has printed it. So the edition is printed twice: first to see on which sheet each
part and page begins, then with the numbers. A number takes the room that was kept for it, so nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import unquote

from nmanalys.errors import PublishError

__all__ = ["contents_link", "numbered", "sheets"]

OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\s(.*?)\sendobj", re.S)
CATALOGUE = re.compile(rb"/Type /Catalog\b.*?/Pages (\d+) 0 R.*?/Dests (\d+) 0 R", re.S)
KIDS = re.compile(rb"/Type /Pages\b.*?/Kids \[([^\]]*)\]", re.S)
REFERENCE = re.compile(rb"(\d+) 0 R")
PLACE = re.compile(rb"/(\S+) \[(\d+) 0 R")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ROOM = re.compile(r'(<span class="nm-sheet" data-place="([^"]*)">)[^<]*')


def contents_link(place: str, title: str) -> str:
    """Write an entry of the contents list, with room for the number of its page."""
    place = escape(place, quote=True)
    room = f'<span class="nm-sheet" data-place="{place}"></span>'
    return f'<span class="nm-entry"><a href="#{place}">{escape(title)}</a>{room}</span>'


def numbered(text: str, found: Mapping[str, int]) -> str:
    """Put page numbers into a contents list.

    Examples
    --------
    >>> numbered(contents_link("dalarna", "Dalarna"), {"dalarna": 12})[-18:]
    '">12</span></span>'
    """
    return ROOM.sub(lambda room: f"{room[1]}{found.get(room[2], '')}", text)


def sheets(path: Path) -> dict[str, int]:
    """Read on which page of a PDF that Chromium printed each named place is.

    Raises
    ------
    PublishError
        If the PDF is not written the way that Chromium does.
    """
    objects = {int(name): body for name, body in OBJECT.findall(path.read_bytes())}
    catalogue = next((found for body in objects.values() if (found := CATALOGUE.search(body))), None)
    if catalogue is None:
        raise PublishError(f"{path}: has no named places, so its contents list gets no page numbers. Update Chromium.")
    order = {page: place for place, page in enumerate(_pages(objects, int(catalogue[1])), start=1)}
    return {_name(name): order[int(page)] for name, page in PLACE.findall(objects[int(catalogue[2])])}


def _pages(objects: Mapping[int, bytes], node: int) -> list[int]:
    kids = KIDS.search(objects[node])
    if kids is None:
        return [node]
    return [page for kid in REFERENCE.findall(kids[1]) for page in _pages(objects, int(kid))]


def _name(name: bytes) -> str:
    # an address within the page, percent signs and all, escaped once more as a PDF's name
    return unquote(ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name).decode("utf-8", errors="replace"))
