"""What axe cannot judge, on every page of both books.

Alternative texts, tables, order of headings, language of parts, order and sight of focus, and whether anything is told
by colour alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browsing import needs_browser, open_page, pages_of, watched
from bs4 import BeautifulSoup

Pages = dict[str, BeautifulSoup]
# folded, not for the eye, or there only until the page is made again
ASIDE = "details, script, .headerlink, .nm-hidden, .nm-stale"
FILE_NAME = re.compile(r"[\w/.-]+\.(?:svg|png|jpe?g)")
# what can have focus, in the order of the page's text
STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
 .filter(element => !element.disabled && element.tabIndex >= 0 && element.checkVisibility({visibilityProperty: true}))
 .map((element, place) => { element.dataset.stop = place; return element.outerHTML.slice(0, 90); })"""
FOCUSED = """() => { const seen = document.activeElement, style = getComputedStyle(seen), box = seen.getBoundingClientRect();
 const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
 return {stop: Number(seen.dataset.stop ?? -1), text: seen.outerHTML.slice(0, 90),
  seen: (outlined || style.boxShadow !== 'none') && box.width > 0 && box.bottom > 0 && box.top < innerHeight}; }"""
SHORT = (
    "index", "metoder", "search", "404", "regions/dalarna/05_profile", "regions/dalarna/10_industrial_strengths",
    "regions/dalarna/11_explore", "regions/dalarna/40_cluster_mapping", "gemensamt/90_project",
)  # fmt: skip


@pytest.fixture(scope="session")
def pages(book: Path) -> Pages:
    texts = {name: (book / f"{name}.html").read_text(encoding="utf-8") for name in pages_of(book)}
    return {name: BeautifulSoup(text, "html.parser") for name, text in texts.items()}


@pytest.fixture(scope="session")
def articles(pages: Pages) -> Pages:
    return {name: page.select_one("article") for name, page in pages.items() if name != "search"}


def test_alternative_texts_say_more_than_the_caption(articles: Pages) -> None:
    figures = [figure for article in articles.values() for figure in article.select("figure") if figure.img]
    assert figures
    for figure in figures:
        said = [part.strip() for part in figure.figcaption.find_all(string=True, recursive=False)]
        alt = figure.img["alt"].strip()
        assert "".join(said) and alt not in ("", "".join(said))
        assert not FILE_NAME.fullmatch(alt)


def test_no_two_figures_of_a_page_have_the_same_alternative_text(articles: Pages) -> None:
    for name, article in articles.items():
        texts = [image["alt"] for image in article.select("figure img:not(.nm-night)")]
        assert len(texts) == len(set(texts)), name


def test_tables_have_captions_or_a_heading_and_header_cells_with_scope(articles: Pages) -> None:
    tables = [(name, table) for name, article in articles.items() for table in article.select("table")]
    assert tables
    for name, table in tables:
        assert table.caption or table.find_previous(["h2", "h3", "summary"]), name
        heads = table.select("thead th, thead td")
        assert heads, name
        assert all(head.get("scope") in ("col", "colgroup") for head in heads if head.name == "th"), name
        assert all(head.get("scope") in ("row", "rowgroup") for head in table.select("tbody th")), name


def test_rows_of_data_have_a_name(articles: Pages) -> None:
    for name, article in articles.items():
        for table in article.select("table.nm-data, table.gt_table"):
            rows = [row for row in table.select("tbody tr") if row.find("td")]
            assert all(row.find("th", scope="row") for row in rows), (name, table.caption)


def test_the_county_on_a_page_is_read_in_two_minutes(published: Path) -> None:
    """What is in sight above the folded parts, table and notice included, at 240 words a minute."""
    pages = sorted(published.glob("regions/*/05_profile.html"))
    assert pages
    for path in pages:
        article = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one("article")
        again = next(head for head in article.find_all("h2") if head.get_text().startswith("Räkna om")).parent
        for hidden in [*article.select(ASIDE), again, *again.find_next_siblings()]:
            hidden.decompose()
        words = re.findall(r"[^\W\d_][\w-]*", article.get_text(" "))
        assert 150 < len(words) <= 2 * 240, f"{path.parent.name}: {len(words)} words"


def test_headings_come_in_order_and_there_is_one_title(articles: Pages) -> None:
    for name, article in articles.items():
        levels = [int(node.name[1]) for node in article.select("h1, h2, h3, h4, h5, h6")]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(below - above <= 1 for above, below in pairwise(levels)), name


def test_a_figure_has_its_place_before_it_comes(articles: Pages) -> None:
    pictures = [image for article in articles.values() for image in article.select("figure img")]
    assert pictures
    assert all(int(image["width"]) > 0 and int(image["height"]) > 0 for image in pictures)


def test_titles_tell_the_pages_apart(pages: Pages) -> None:
    titles = [page.title.get_text() for page in pages.values()]
    assert len(titles) == len(set(titles))


def test_references_are_marked_as_english(articles: Pages) -> None:
    references = articles["metoder"].select(".citation")
    assert references
    assert all(entry.get("lang") == "en" for entry in references)


def test_every_page_is_marked_as_swedish_and_lets_readers_enlarge_it(pages: Pages) -> None:
    for name, page in pages.items():
        assert page.html["lang"] == "sv", name
        (viewport,) = page.select("meta[name=viewport]")
        assert not re.search("user-scalable|maximum-scale", viewport["content"]), name


def test_no_order_but_that_of_the_text_is_asked_for(pages: Pages) -> None:
    for name, page in pages.items():
        assert {node["tabindex"] for node in page.select("[tabindex]")} <= {"0", "-1"}, name
        assert not page.select("[accesskey], [autofocus], marquee, blink"), name


def test_every_status_and_verdict_is_a_word_and_not_a_colour(articles: Pages) -> None:
    marked = ".nm-invented, .nm-own, .nm-passes td:last-child, .nm-stale > p, .nm-illustrative > p, .nm-overrides > p"
    found = [(name, node) for name, article in articles.items() for node in article.select(marked)]
    assert found
    for name, node in found:
        assert re.search(r"[A-Za-zÅÄÖåäö]{2}", node.get_text()), (name, str(node)[:120])


@pytest.mark.browser
@needs_browser
def test_the_keyboard_goes_through_a_page_in_order_and_what_has_focus_is_seen(
    book: Path, own_pages: list[str], browser: Any
) -> None:
    faults = []
    with watched(browser, viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as (page, _):
        for name in (name for name in SHORT if name in own_pages):
            open_page(page, (book / f"{name}.html").as_uri(), unfold=False)
            page.wait_for_timeout(100)
            page.evaluate("document.activeElement.blur()")
            stops, came = page.evaluate(STOPS), []
            for _ in range(len(stops) + 2):
                page.keyboard.press("Tab")
                came.append(page.evaluate(FOCUSED))
                if came[-1]["stop"] in (-1, len(stops) - 1):
                    break
            met = [place["stop"] for place in came if place["stop"] >= 0]
            faults += [(name, "order", met)] if met != sorted(met) else []
            faults += [(name, "not reached", stops[place]) for place in set(range(len(stops))) - set(met)]
            faults += [(name, "not seen", place["text"]) for place in came if place["stop"] >= 0 and not place["seen"]]
    assert not faults, "\n".join(map(str, faults))
