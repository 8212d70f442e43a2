"""The explore page: its numbers, what it is without scripts, and its controls by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import needs_browser, wait_until
from bs4 import BeautifulSoup
from samples import CATALOGUE, Sample, table
from test_pages import edition_of

from nmanalys.pipeline.publish_explore import explore_pages

Built = tuple[Sample, Path]
PAGE = "regions/dalarna/11_explore.html"


def parsed(built: Built) -> BeautifulSoup:
    return BeautifulSoup((built[1] / PAGE).read_text(encoding="utf-8"), "html.parser")


def test_without_scripts_chart_and_table_show_the_books_threshold(built: Built) -> None:
    page = parsed(built)
    rows = {row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in page.select("tbody tr")[:5]}
    assert rows["Jord- och skogsbruk"][1:] == ["1,80 (1,75–1,85)", "−2,3\u202f%", "ja"]
    assert rows["Vård och omsorg"][-1] == "nej"  # 1.238 is less than 1.25
    assert rows["Finans och försäkring"][2] == ".."  # suppressed, not zero
    assert "2 av 5 branscher" in page.select_one("[role=status]").get_text()
    assert page.select_one(".nm-controls").has_attr("hidden")
    assert len(page.select(".nm-bubble")) == 4
    assert len(page.select(".nm-passes")) == 2
    chart = page.select_one(".nm-bubbles")
    assert "Jord- och skogsbruk 1,80" in chart["aria-label"]
    assert page.select_one("table.nm-data caption")
    offered = {link.get_text(): link["href"] for link in page.select("details a.download")}
    assert list(offered) == [
        "Excel",
        "CSV för kalkylblad (decimalkomma)",
        "CSV för program (decimalpunkt)",
        "Parquet",
    ]
    (tidy,) = ((built[1] / PAGE).parent / href for name, href in offered.items() if "program" in name)
    body = [line.split(",") for line in tidy.read_text(encoding="utf-8").splitlines()]
    assert [row[2] for row in body[1:]] == list(rows), "the table's rows in the table's order"
    assert body[1][:2] == ["20", "A"] and body[0][-1] == "growth" and body[-1][-1] == ""


def test_invented_data_are_marked_where_the_page_itself_rests_on_them(built: Built) -> None:
    # its stage reads an invented table as well, which nothing here comes from
    assert parsed(built).select_one(".nm-invented") is None
    invented = table("employment", "illustrative", "Sysselsatta", producer="Projektet", table_id="", url="")
    edition = edition_of(built[0], catalogue={**CATALOGUE, "employment": invented})
    ((text, _),) = explore_pages(edition)[0].values()
    assert "nm-illustrative" in text and "Påhittade data" in text


def test_a_region_without_these_results_has_no_explore_page(built: Built) -> None:
    assert not (built[1] / PAGE.replace("dalarna", "varmland")).exists()


@pytest.fixture(scope="module")
def opened(built: Built, browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built[1] / PAGE).as_uri())
    page.wait_for_selector(".nm-controls:not([hidden])")
    yield page
    page.close()


def names(page: Any) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.nm-explore tbody tr')].filter(row => !row.hidden).map(row => row.dataset.name)"
    )


@pytest.mark.browser
@needs_browser
def test_the_threshold_moves_by_keyboard_and_is_told(opened: Any) -> None:
    opened.focus("#nm-threshold")
    before = opened.get_attribute(".nm-limit", "transform")
    opened.keyboard.press("ArrowLeft")
    wait_until(opened, "document.querySelector('.nm-told').textContent.startsWith('3 av 5')")
    assert opened.text_content(".nm-controls output") == "1,20"
    assert opened.get_attribute(".nm-limit", "transform") != before
    assert opened.locator(".nm-passes").count() == 3
    opened.focus("#nm-only")
    opened.keyboard.press("Space")
    assert len(names(opened)) == 3
    opened.fill("#nm-name", "vård")
    assert names(opened) == ["Vård och omsorg"]
    opened.focus(".nm-controls button")
    opened.keyboard.press("Enter")
    wait_until(opened, "document.querySelector('.nm-told').textContent.startsWith('2 av 5')")
    assert len(names(opened)) == 5


@pytest.mark.browser
@needs_browser
def test_columns_sort_by_keyboard_and_say_how(opened: Any) -> None:
    opened.locator("th[data-key=employed] button").focus()
    opened.keyboard.press("Enter")
    assert opened.get_attribute("th[data-key=employed]", "aria-sort") == "ascending"
    assert names(opened)[0] == "Finans och försäkring"
    opened.keyboard.press("Enter")
    assert opened.get_attribute("th[data-key=employed]", "aria-sort") == "descending"
    assert names(opened)[0] == "Vård och omsorg"
    opened.locator("th[data-key=growth] button").focus()
    opened.keyboard.press("Enter")
    opened.keyboard.press("Enter")
    assert names(opened)[-1] == "Finans och försäkring"  # unknown growth is last, whichever way
    assert opened.get_attribute("th[data-key=employed]", "aria-sort") is None


@pytest.mark.browser
@needs_browser
def test_labels_of_the_chart_cover_each_other_nowhere(opened: Any) -> None:
    opened.fill("#nm-threshold", "0.3")
    opened.wait_for_timeout(100)
    assert opened.evaluate(
        "(() => { const boxes = [...document.querySelectorAll('.nm-labels text[visibility=visible]')]"
        ".map(text => text.getBoundingClientRect()); return boxes.length > 1 && boxes.every((a, i) => boxes.every("
        "(b, j) => i === j || a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom)); })()"
    )
