"""Every page of both books in a browser: accessibility, console, network, search, keyboard, weight."""

from __future__ import annotations

import gzip
import io
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from browsing import (
    DRAWN,
    Looks,
    broken_rules,
    finish_page,
    hidden_parts,
    needs_browser,
    open_page,
    pages_of,
    wait_until,
    watched,
)
from samples import Sample

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
MOST_BYTES = 1_000_000
MOST_REQUESTS = 30
TABS = 6  # waiting at the same time until nothing more is fetched
COMPRESSED = {".html", ".css", ".js", ".svg", ".json"}
QUOTIENT = "lokaliseringskvot"
INFLECTED = [QUOTIENT + end for end in ("", "en", "er", "erna", "s", "ens", "ers", "ernas")]
LOAD_SHOWN = """() => document.querySelectorAll('img[loading]').forEach(
 image => { if (image.checkVisibility()) image.loading = 'eager'; })"""
FOUND = "[...document.querySelectorAll('#search-results li a')].map(link => link.getAttribute('href').split(/[?#]/)[0])"

pytestmark = [pytest.mark.browser, needs_browser]


@cache
def compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


class Host(SimpleHTTPRequestHandler):
    """A host of files that sends texts compressed, as such hosts do."""

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        if not path.is_file() or path.suffix not in COMPRESSED or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        content = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def served(largest: Path) -> Iterator[tuple[str, Path]]:
    """Address of the larger book on a host, and its folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(largest))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", largest
        server.shutdown()


def test_every_page_is_accessible_and_asks_no_other_host(book: Path, own_pages: list[str], browser: Any) -> None:
    assert own_pages
    judged: Looks = {}
    with watched(browser) as (page, faults):
        for name in own_pages:
            open_page(page, (book / f"{name}.html").as_uri())
            found = hidden_parts(page) + broken_rules(page, SCHEMES, WIDTHS, judged)
            faults += [f"{name}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def test_what_is_asked_would_be_found(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    texts = "".join(f"<p style='font-size: {size}px'>Text</p>" for size in range(10, 20))
    path.write_text(
        f"<html lang='sv' data-theme='light'><title>t</title><main><article>{texts}<p>Läsbar.</p>"
        "<p style='color:#999'>Blek.</p><p>En <a href='#x' style='text-decoration:none; color:#113'>länk</a> i text.</p>"
        "<p style='width: 500px'>Bred.</p><img src='data:,'></article></main></html>"
    )
    judged: Looks = {}
    with watched(browser) as (page, _):
        open_page(page, path.as_uri())
        assert [fault[:14] for fault in hidden_parts(page)] == ["not underlined", "320 px: too wi"]
        found = [broken_rules(page, ("light",), (390,), judged) for _ in range(2)]
    assert {fault.split(": ")[1] for fault in found[0]} == {"color-contrast", "link-in-text-block", "image-alt"}
    assert {fault.split(": ")[1] for fault in found[1]} == {"image-alt"}, "a look is judged once in a book"


@contextmanager
def weighed(browser: Any, address: str) -> Iterator[tuple[Any, list[str], list[Any]]]:
    """Open a tab with an empty store of its own, a list of faults and one of what its page gets."""
    with watched(browser, allowed=(address, "data:"), viewport={"width": 1280, "height": 900}) as (page, faults):
        got: list[Any] = []
        page.on("response", lambda response: got.append(response))
        yield page, faults, got


def test_every_page_is_light_and_quiet_on_a_host(served: tuple[str, Path], browser: Any) -> None:
    address, book = served
    heavy = []
    names = iter(pages_of(book))
    while some := list(islice(names, TABS)):
        with ExitStack() as tabs:
            opened = {name: tabs.enter_context(weighed(browser, address)) for name in some}
            for name, (page, _, _) in opened.items():
                page.goto(f"{address}{name}.html", wait_until="commit")
            for page, _, _ in opened.values():
                finish_page(page)
                # a picture that waits until it comes into view is part of the page all the same
                page.evaluate(LOAD_SHOWN)
            for page, faults, got in opened.values():
                page.wait_for_load_state("networkidle")
                weight = sum(response.request.sizes()["responseBodySize"] for response in got)
                faults += [f"{weight} bytes"] if weight > MOST_BYTES else []
                faults += [f"{len(got)} requests"] if len(got) > MOST_REQUESTS else []
        heavy += [f"{name}: {fault}" for name, (_, faults, _) in opened.items() for fault in faults]
    assert not heavy, "\n".join(heavy)


@pytest.mark.parametrize("is_file", [True, False])
def test_search_finds_every_form_of_a_word(served: tuple[str, Path], browser: Any, is_file: bool) -> None:
    address, book = served
    start = f"{book.as_uri()}/" if is_file else address
    found = {}
    with watched(browser, allowed=(start, "data:")) as (page, faults):
        for form in INFLECTED:
            page.goto(f"{start}index.html")
            page.fill("#nm-search-field", form)
            page.press("#nm-search-field", "Enter")
            wait_until(page, "document.body.innerText.includes('Sökningen är klar')")
            page.wait_for_load_state("networkidle")  # excerpts are fetched; leaving now would break them off
            found[form] = set(page.evaluate(FOUND))
        page.goto(f"{start}search.html?q=qzxqzx")
        wait_until(page, "document.body.innerText.includes('Sökningen gav ingen träff')")
    assert not faults
    assert found[QUOTIENT] >= {"metoder.html", "ordlista.html"}
    assert all(pages == found[QUOTIENT] for pages in found.values()), found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_choice_of_colours_is_kept_from_page_to_page(served: tuple[str, Path], browser: Any, scheme: str) -> None:
    address, _ = served
    with watched(browser, allowed=(address, "data:"), color_scheme=scheme) as (page, faults):
        open_page(page, f"{address}index.html")
        other = "dark" if scheme == "light" else "light"
        for _ in range(3):  # light, dark, as the system has it
            if page.evaluate("document.documentElement.dataset.mode") == other:
                break
            page.locator(".theme-switch-button").first.click()
        open_page(page, f"{address}metoder.html")
        assert page.evaluate("document.documentElement.dataset.theme") == other
    assert not faults


def test_a_place_has_its_own_colour_on_the_page_of_another(built: tuple[Sample, Path], browser: Any) -> None:
    page = browser.new_page()
    page.goto((built[1] / "regions/dalarna/10_industrial_strengths.html").as_uri())
    tones = page.evaluate(
        """() => ['nm-crumbs nm-place-dalarna', 'nm-branch nm-place-gavleborg', 'nm-branch nm-place-uppsala'].map(name => {
        const part = document.body.appendChild(document.createElement('div'));
        part.className = name;
        return getComputedStyle(part).getPropertyValue('--nm-place'); })"""
    )
    assert len(set(tones)) == 3
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


def test_a_frame_shows_on_which_side_there_is_more(built: tuple[Sample, Path], browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    open_page(page, (built[1] / "regions/dalarna/10_industrial_strengths.html").as_uri())
    frame = page.locator(".nm-frame").first
    masks = "frame => [getComputedStyle(frame).maskImage, getComputedStyle(frame, '::after').content]"
    fades, says = frame.evaluate(masks)
    assert "gradient" in fades and "Rulla i sidled" in says
    frame.evaluate("frame => frame.scrollTo(frame.scrollWidth, 0)")
    page.evaluate(DRAWN)
    assert frame.evaluate(masks)[0] == "none"
    page.set_viewport_size({"width": 1280, "height": 844})
    page.evaluate(DRAWN)
    assert frame.evaluate(masks) == ["none", "none"]
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_names_of_rows_stay_while_a_chart_scrolls(built: tuple[Sample, Path], browser: Any, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    open_page(page, (built[1] / "regions/dalarna/10_industrial_strengths.html").as_uri())
    frame, names = page.locator(".nm-frame").first, page.locator(".nm-frame .nm-names:visible").first
    frame.evaluate("frame => frame.scrollTo(frame.scrollWidth, 0)")
    page.evaluate(DRAWN)
    over, under = names.bounding_box(), page.locator(".nm-frame a > img:visible").first.bounding_box()
    assert over["x"] == pytest.approx(frame.bounding_box()["x"], abs=1)
    assert over["width"] == pytest.approx(under["width"] * 190 / 691 + 1, abs=0.5)  # and a line
    assert names.locator("img").bounding_box()["height"] == pytest.approx(under["height"], abs=1)
    assert names.evaluate("part => part.style.clipPath") == "inset(5% 0px 20%)"
    assert names.locator("img").evaluate("copy => [copy.alt, copy.parentElement.ariaHidden]") == ["", "true"]
    page.set_viewport_size({"width": 1280, "height": 844})
    page.evaluate(DRAWN)
    assert not names.is_visible()
    page.close()


def test_a_figure_that_is_loaded_late_says_that_it_scrolls(published: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(next(iter(sorted(published.glob("regions/*/05_profile.html")))).as_uri())
    page.wait_for_timeout(500)
    page.locator(".nm-frame").first.scroll_into_view_if_needed()
    wait_until(page, "document.querySelector('.nm-frame.nm-wide[tabindex=\"0\"]') !== null")
    page.close()
