"""Swedish throughout: no English from theme, notebooks, libraries or scripts; numbers as Swedes write them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browsing import needs_browser, open_page, wait_until, watched
from bs4 import BeautifulSoup
from samples import Sample

# words that English sentences and buttons are made of, none of which is Swedish
ENGLISH = frozenset(Path(__file__).with_name("english.txt").read_text(encoding="utf-8").split())
# a seed and the numbers of versions are names
PROPER = re.compile(r"\b(?:Python 3\.\d+|WCAG 2\.1|20160401)\b")
NAMES = re.compile(r"\bThe Packaging Arena\b")
LEFT_OUT = "script, style, code, pre, kbd, math, [lang]:not(html):not([lang=sv])"
TOLD = ("alt", "title", "aria-label", "aria-description", "placeholder", "label", "data-tooltip", "data-nm-definition")
WORD = re.compile(r"[A-Za-zÅÄÖåäöéü]+(?:['-][a-z]+)*")
NUMBERS = re.compile(r"(?<![\w./–-])(?:\d+\.\d+(?![\d.]*\w)|\d{1,3}(?:,\d{3}){2,}(?!\d)|\d{5,}|-\d[\d,]*)(?![\w./-])")


def parts(html: str) -> list[str]:
    """Return each text of a page that a reader sees or hears."""
    parsed = BeautifulSoup(html, "html.parser")
    for node in parsed.select(LEFT_OUT):
        node.decompose()
    told = [node[name] for node in parsed.find_all(True) for name in TOLD if node.get(name)]
    return [text for text in (" ".join(part.split()) for part in [*parsed.stripped_strings, *told]) if text]


def english(html: str) -> list[str]:
    return [part for part in parts(html) if {word.lower() for word in WORD.findall(NAMES.sub("", part))} & ENGLISH]


def test_no_page_has_english_left(book: Path) -> None:
    pages = sorted(book.rglob("*.html"))
    found = {(path.name, part) for path in pages for part in english(path.read_text(encoding="utf-8"))}
    assert not found


def test_english_would_be_found() -> None:
    page = (
        "<html lang='sv'><button aria-label='Toggle navigation'></button><p>Back to top</p><p lang='en'>of the</p>"
        "<input placeholder='Search this book'><details>nan</details><p>Andelen av jobben är högre än i riket.</p></html>"
    )
    assert english(page) == ["Back to top", "nan", "Toggle navigation", "Search this book"]


def test_numbers_are_written_as_swedes_write_them(book: Path) -> None:
    found = set()
    for path in sorted(book.rglob("*.html")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for facts in page.select(".nm-facts, .nm-footer"):
            facts.decompose()  # numbers of versions
        found |= {(path.name, part) for part in parts(str(page.body)) if NUMBERS.search(PROPER.sub("", part))}
    assert not found


@pytest.mark.parametrize("text", ["1.25", "12,345,678", "12345", "steg om -3,4", "0.5 till 1"])
def test_foreign_numbers_would_be_found(text: str) -> None:
    assert NUMBERS.search(text)
    assert not NUMBERS.search("WCAG 2.1a, V3.2.1, 1,25, 12 345, −3,4, 2020–2025, 2024-06-30, 15–64, SNI 2007, 45.20.3")


@pytest.mark.browser
@needs_browser
def test_what_scripts_write_is_swedish(built: tuple[Sample, Path], browser: Any) -> None:
    folder = built[1]
    with watched(browser, viewport={"width": 1280, "height": 900}) as (page, faults):
        for words in ("lokaliseringskvot", "qzxqzx", ""):
            page.goto(f"{(folder / 'search.html').as_uri()}?q={words}")
            wait_until(page, "document.readyState === 'complete'")
            page.wait_for_timeout(700)
            faults += english(page.content())
        open_page(page, (folder / "rakna-om.html").as_uri())
        button = page.locator("button.copybtn").first
        button.hover()
        button.click()
        page.wait_for_timeout(100)
        assert page.locator("button.copybtn").first.get_attribute("data-tooltip").startswith(("Kopi", "Det gick inte"))
        faults += english(page.content())
        open_page(page, (folder / "regions/dalarna/11_explore.html").as_uri())
        page.fill("#nm-threshold", "0.9")
        page.fill("#nm-name", "vård")
        page.locator(".theme-switch-button").first.click()
        faults += english(page.content())
    assert not faults
