"""Who follows a wrong address, however deep, gets a page that looks like the book and leads back to it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from browsing import needs_browser, open_page, watched
from samples import Sample

from nmanalys.pipeline.serve import serve_book

DEEP = "a/b/c"
LOOK = """() => { const seen = element => getComputedStyle(document.querySelector(element));
 return [seen('body').backgroundColor, seen('h1').fontFamily, seen('h1').fontSize, seen('article p a').color]; }"""


@pytest.fixture(scope="module")
def address(built: tuple[Sample, Path]) -> Any:
    """Where the small book is served the way `nmanalys serve` does."""
    told: list[str] = []
    ready, done = threading.Event(), threading.Event()

    def on_ready(where: str) -> None:
        told.append(where)
        ready.set()

    arguments = (built[0].root, "baseline", 0, on_ready, done.wait)
    server = threading.Thread(target=serve_book, args=arguments, daemon=True)
    server.start()
    assert ready.wait(20)
    yield told[0]
    done.set()
    server.join(20)


def test_a_wrong_address_is_answered_with_the_page(address: str, built: tuple[Sample, Path]) -> None:
    with pytest.raises(HTTPError) as answer:
        urlopen(f"{address}{DEEP}")
    assert answer.value.code == 404
    assert answer.value.read() == (built[1] / "404.html").read_bytes()


@pytest.mark.browser
@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_looks_like_the_book_at_any_depth_and_from_a_disk(
    address: str, built: tuple[Sample, Path], browser: Any, scheme: str
) -> None:
    looks = {}
    places = {"page": "metoder.html", "deep": DEEP, "disk": (built[1] / "404.html").as_uri()}
    for name, place in places.items():
        with watched(browser, (address, "data:", "file:"), color_scheme=scheme) as (page, faults):
            open_page(page, place if "://" in place else f"{address}{place}")
            looks[name] = page.evaluate(LOOK)
            # the address itself is what fails
            assert all("404" in fault for fault in faults) and len(faults) <= 2 * (name == "deep"), faults
    assert looks["deep"] == looks["disk"] == looks["page"]
    assert looks["deep"][0] == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[scheme]


@pytest.mark.browser
@needs_browser
def test_its_links_lead_back(address: str, browser: Any) -> None:
    with watched(browser, (address, "data:")) as (page, _):
        for link, name in (("startsidan", "index"), ("sök i boken", "search"), ("Tillgänglighet", "tillganglighet")):
            page.goto(f"{address}{DEEP}")
            page.get_by_role("link", name=link).click()
            page.locator("#main-content").wait_for()
            assert page.url == f"{address}{name}.html"
