"""What axe cannot judge: alternative texts, tables, order of headings, language of parts, focus, narrow windows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from samples import Sample
from test_browser import ARGUMENTS, CHROMIUM, PAGES, REQUIRED

Built = tuple[Sample, Path]
OUTLINE = """() => { const seen = document.activeElement, style = getComputedStyle(seen);
 const box = seen.getBoundingClientRect();
 return [seen.outerHTML.slice(0, 90), style.outlineStyle !== 'none' || style.boxShadow !== 'none', box.width > 0]; }"""


@pytest.fixture(scope="module")
def articles(built: Built) -> dict[str, BeautifulSoup]:
    pages = {name: (built[1] / f"{name}.html").read_text(encoding="utf-8") for name in PAGES if name != "search"}
    return {name: BeautifulSoup(text, "html.parser").select_one("article") for name, text in pages.items()}


def test_alternative_texts_say_more_than_the_caption(articles: dict[str, BeautifulSoup]) -> None:
    figures = [figure for article in articles.values() for figure in article.select("figure") if figure.img]
    assert figures
    for figure in figures:
        caption = figure.select_one(".caption-text").get_text(" ", strip=True)
        assert figure.img["alt"].strip() not in ("", caption, caption.partition(" ")[2])


def test_tables_have_captions_or_a_heading_and_header_cells_with_scope(articles: dict[str, BeautifulSoup]) -> None:
    tables = [(name, table) for name, article in articles.items() for table in article.select("table")]
    assert tables
    for name, table in tables:
        assert table.caption or table.find_previous(["h2", "h3", "summary"]), name
        heads = table.select("thead th, thead td")
        assert heads, name
        assert all(head.get("scope") in ("col", "colgroup") for head in heads if head.name == "th"), name


def test_headings_come_in_order_and_there_is_one_title(articles: dict[str, BeautifulSoup]) -> None:
    for name, article in articles.items():
        levels = [int(node.name[1]) for node in article.select("h1, h2, h3, h4, h5, h6")]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(below - above <= 1 for above, below in pairwise(levels)), name


def test_references_are_marked_as_english(articles: dict[str, BeautifulSoup]) -> None:
    references = articles["metoder"].select(".citation")
    assert references
    assert all(entry.get("lang") == "en" for entry in references)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not (CHROMIUM.is_file() or REQUIRED):
        pytest.skip("no Chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


# 1280 px enlarged to 200 per cent is 640 px wide
@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 640])
def test_pages_reflow(built: Built, browser: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 512})
    wide = []
    for name in PAGES:
        page.goto((built[1] / f"{name}.html").as_uri())
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(name)
    page.close()
    assert not wide


@pytest.mark.browser
def test_what_has_focus_is_seen(built: Built, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto((built[1] / "regions/dalarna/11_explore.html").as_uri())
    page.wait_for_selector(".nm-controls:not([hidden])")
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(OUTLINE))
        if "nm-footer" in stops[-1][0] or "tillganglighet" in stops[-1][0]:
            break
    page.close()
    assert len(stops) > 15
    assert not [stop for stop, outlined, shown in stops if shown and not outlined and "<body" not in stop]
