"""Checks on the finished pages: what no builder promises and every reader relies on."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["LOST", "check_html"]

# attributes that make a browser fetch something by itself; a link that a reader follows is none
FETCHED = {
    ("img", "src"), ("img", "srcset"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("source", "srcset"),
    ("video", "src"), ("audio", "src"), ("embed", "src"), ("object", "data"), ("input", "src"), ("use", "href"),
    ("image", "href"), ("use", "xlink:href"), ("image", "xlink:href"),
}  # fmt: skip
LINK_TYPES = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch", "manifest"}
REMOTE = re.compile(r"^(?:https?:)?//", re.I)
REMOTE_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")\s]+)", re.I)
FILE_NAME = re.compile(r"^\S*\.(?:svg|png|jpe?g|gif|webp)$", re.I)
TITLELESS = "<no title>"
LOST = "404.html"  # served at any depth, so its links begin at the top of the host


class PageReader(HTMLParser):
    """Collects what the checks need from one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lang = ""
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.images: list[tuple[str, str | None, str]] = []
        self.titles: list[str] = []
        self.scripts: list[str] = []
        self.policy = ""
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._open = tag
        if tag == "html":
            self.lang = given.get("lang", "")
        self.ids.update(given[name] for name in ("id", "name") if name in given and tag != "meta")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link":
            kinds = set(given.get("rel", "").split())
            (self.fetched if kinds & LINK_TYPES else []).append(given.get("href", ""))
        self.fetched += [value for name, value in given.items() if (tag, name) in FETCHED]
        self.fetched += REMOTE_STYLE.findall(given.get("style", ""))
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = given.get("content", "")
        self.scripts += [f"{name}={value}" for name, value in given.items() if name.startswith("on")]
        if tag == "img":
            self.images.append((given.get("src", ""), given.get("alt"), given.get("role", "")))

    def handle_data(self, data: str) -> None:
        if self._open in ("title", "h1") and data.strip():
            self.titles.append(data.strip())
        if self._open == "script" and data.strip():
            self.scripts.append(" ".join(data.split()))
        if self._open == "style":
            self.fetched += REMOTE_STYLE.findall(data)

    def handle_endtag(self, tag: str) -> None:
        self._open = ""


def check_html(folder: Path) -> list[str]:
    """Read every page of a book and list what is wrong, with page and remedy.

    Notes
    -----
    Checked: the language is Swedish; each page has a title; no picture lacks an alternative text or has a file
    name for one; each link within the book leads to a page and a place that exist; nothing is fetched from
    another host, by pages or by style sheets; no script stands in a page, and a policy forbids any that would.
    """
    pages = {path.relative_to(folder).as_posix(): _read(path) for path in sorted(folder.rglob("*.html"))}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    faults = [fault for name, page in pages.items() for fault in _page_faults(name, page, pages, files)]
    return faults + list(_style_faults(folder))


def _read(path: Path) -> PageReader:
    reader = PageReader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def _page_faults(name: str, page: PageReader, pages: dict[str, PageReader], files: set[str]) -> Iterator[str]:
    if page.lang and page.lang != "sv":
        yield f"{name}: the language is '{page.lang}', not 'sv'. See 'language' in _config.yml."
    if any(TITLELESS in title for title in page.titles):
        yield f"{name}: has no title. Begin its first Markdown cell with '# Title'."
    for source, alt, role in page.images:
        if role == "presentation":
            continue
        if alt is None or not alt.strip():
            yield f"{name}: the picture {source} has no alternative text. Give its view one."
        elif FILE_NAME.match(alt.strip()):
            yield f"{name}: the alternative text '{alt}' is a file name. Say what the picture shows."
    if "script-src" not in page.policy:
        yield f"{name}: has no content security policy. See book/_ext/nmanalys_head.py."
    for script in page.scripts:
        yield f"{name}: the script '{script[:60]}' stands in the page, where its policy forbids it. Put it into a file."
    for address in page.fetched:
        if REMOTE.match(address):
            yield f"{name}: fetches {address} from another host. Put the file into book/_static."
    yield from _link_faults(name, page.links, pages, files)


def _link_faults(name: str, links: Iterable[str], pages: dict[str, PageReader], files: set[str]) -> Iterator[str]:
    for link in dict.fromkeys(links):
        found = _target(posixpath.dirname(name), link)
        if found is None:
            continue
        target, place = found[0] or name, found[1]
        target = target.lstrip("/") if name == LOST else target
        if target not in files:
            yield f"{name}: the link '{link}' leads to no file of the book."
        elif place and target in pages and place not in pages[target].ids:
            yield f"{name}: the link '{link}' leads to a place that {target} does not have."


@cache
def _target(folder: str, link: str) -> tuple[str, str] | None:
    """File and place that a link on a folder's pages leads to; no file for the page itself, None for another host.

    The contents list repeats the same links on every page of a folder.
    """
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    return posixpath.normpath(posixpath.join(folder, path)) if path else "", unquote(parts.fragment)


def _style_faults(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.css")):
        for address in REMOTE_STYLE.findall(path.read_text(encoding="utf-8", errors="replace")):
            yield f"{path.relative_to(folder).as_posix()}: fetches {address} from another host. Remove it."
