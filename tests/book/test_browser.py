"""The finished pages in a browser: accessibility, console, network, narrow screens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from samples import Sample

ROOT = Path(__file__).parents[2]
CHROMIUM = Path(shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium")
REQUIRED = "NMANALYS_REQUIRE_BROWSER" in os.environ
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PAGES = [
    "index", "metoder", "data", "ordlista", "rakna-om", "skriv-ett-kapitel", "om", "tillganglighet", "search", "404",
    "regions/dalarna/05_profile", "regions/dalarna/10_industrial_strengths", "regions/dalarna/11_explore",
    "regions/gavleborg/05_profile", "gemensamt/80_joint",
]  # fmt: skip
# axe would read the style sheets once more by a request that browsers refuse from a file
RULES = {"preload": False, "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM.is_file() or REQUIRED), reason=f"no Chromium at {CHROMIUM}: browser tests are not run"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


def faults_of(browser: Any, folder: Path, names: Iterable[str], width: int, scheme: str) -> list[str]:
    """Open pages and collect what breaks WCAG 2.1 A and AA, fails, asks another host or is too wide."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="sv-SE")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else faults.append(asked.url))
    for name in names:
        page.goto((folder / f"{name}.html").as_uri())
        # the theme's script sets the colours; a page that is still changing them is not what a reader sees
        page.wait_for_function("document.documentElement.dataset.theme && document.readyState === 'complete'")
        page.add_style_tag(content="* { transition: none !important; animation: none !important }")
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        page.wait_for_timeout(250)
        found = Axe().run(page, options=RULES).response["violations"]
        faults += [f"{name}: {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        faults += [f"{name}: {overflow} px too wide"] if overflow > 0 else []
    context.close()
    return faults


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_breaks_wcag_or_asks_another_host(
    built: tuple[Sample, Path], browser: Any, width: int, scheme: str
) -> None:
    faults = faults_of(browser, built[1], PAGES, width, scheme)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_published_book_is_as_good_as_the_small_one(browser: Any, width: int, scheme: str) -> None:
    folder = ROOT / "_build" / "html"
    pages = sorted([*folder.glob("regions/dalarna/*.html"), *folder.glob("gemensamt/*.html"), folder / "index.html"])
    if len(pages) < 2:
        pytest.skip("the book has not been built here: `make book`")
    names = [page.relative_to(folder).with_suffix("").as_posix() for page in pages]
    faults = faults_of(browser, folder, names, width, scheme)
    assert not faults, "\n".join(faults)


def test_search_finds_a_page_offline(built: tuple[Sample, Path], browser: Any) -> None:
    page = browser.new_page()
    page.goto((built[1] / "index.html").as_uri())
    page.fill("#nm-search-field", "lokaliseringskvot")
    page.press("#nm-search-field", "Enter")
    page.wait_for_selector("#search-results li a")
    page.wait_for_function("document.body.innerText.includes('Sökningen är klar')")
    page.close()


def test_keyboard_reaches_content_code_and_data(built: tuple[Sample, Path], browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((built[1] / "regions/dalarna/10_industrial_strengths.html").as_uri())
    page.wait_for_timeout(200)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Hoppa till innehållet"
    frame = page.locator(".nm-frame").first
    assert frame.get_attribute("tabindex") == "0"
    page.locator("details.nm-more > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.nm-more").first.get_attribute("open") is not None
    page.close()


def test_frames_that_do_not_scroll_are_no_stops(built: tuple[Sample, Path], browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built[1] / "regions/dalarna/10_industrial_strengths.html").as_uri())
    page.wait_for_timeout(200)
    assert page.locator(".nm-frame").first.get_attribute("tabindex") is None
    page.close()
