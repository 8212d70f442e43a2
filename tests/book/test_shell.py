"""What surrounds the pages: policy, card, publisher, and the glossary's words explained where they are used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browsing import needs_browser, open_page, watched
from bs4 import BeautifulSoup
from PIL import Image
from samples import Sample, code, make_sample, markdown

from nmanalys.errors import PublishError
from nmanalys.pipeline.publish import publish
from nmanalys.pipeline.publish_checks import check_html
from nmanalys.pipeline.publish_publisher import read_publisher

Built = tuple[Sample, Path]
PUBLISHER = """
name = "Region <b>Exempel</b>"
feedback = "synpunkter@exempel.se"
answer_days = 5
assessed = 2026-06-30
published = 2026-07-06
address = "https://exempel.se/bok/"
"""
PAGE = "regions/dalarna/10_industrial_strengths.html"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book whose publisher has said who it is, and which uses words of the glossary in many forms."""
    made = make_sample(tmp_path_factory.mktemp("told"))
    (made.root / "book" / "publisher.toml").write_text(PUBLISHER, encoding="utf-8")
    words = "Kompetenskvoterna och branschernas BAS, inte bas. Branscher och lokaliseringskvotens testområden."
    made.rewrite("industrial_strengths", [markdown(f"# Branscher i {{{{region}}}}\n\n{words}"), code("1")])
    return publish(made.root, **made.arguments()).parent


def parsed(folder: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((folder / page).read_text(encoding="utf-8"), "html.parser")


def test_the_publisher_stands_in_the_statement_and_on_every_page(told: Path) -> None:
    statement = parsed(told, "tillganglighet.html").article
    text = " ".join(statement.get_text(" ").split())
    assert "Region <b>Exempel</b>" in text and "5 arbetsdagar" in text
    assert "senast: 30 juni 2026" in text and "publicerades: 6 juli 2026" in text
    assert "Fylls i av den" not in text and "[" not in text
    for page in told.rglob("*.html"):
        footer = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one(".nm-footer")
        assert footer.find("a", string="Lämna synpunkter")["href"] == "mailto:synpunkter@exempel.se", page


def test_without_a_publisher_the_statement_says_what_is_missing(built: Built) -> None:
    text = parsed(built[1], "tillganglighet.html").article.get_text(" ")
    assert "Fylls i av den som publicerar boken" in text
    assert {"[aktörens namn]", "[adress saknas]", "[antal]", "[datum]"} <= set(re.findall(r"\[[^\]]+\]", text))
    link = parsed(built[1], PAGE).select_one(".nm-footer").find("a", string="Lämna synpunkter")["href"]
    assert link == "../../tillganglighet.html#rapportera-brister-i-bokens-tillganglighet"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('feedback = "synpunkter"', "feedback: .*neither an e-mail address nor an address"),
        ('address = "http://exempel.se"', "address: .*does not begin with https://"),
        ("answer_days = 0", "answer_days: .*greater than or equal to 1"),
        ('mail = "a@b.se"', "mail: .*\nFields: name, feedback"),
        ("name = Region", "Texts stand within quotation marks"),
    ],
)
def test_a_wrong_publisher_is_refused_by_field(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "publisher.toml").write_text(line, encoding="utf-8")
    with pytest.raises(PublishError, match=said):
        read_publisher(tmp_path)


def test_each_page_can_be_shared_with_words_and_picture(told: Path) -> None:
    page = parsed(told, PAGE)
    meta = {node["property"]: node["content"] for node in page.select("meta[property]")}
    assert meta["og:title"] == "Branscher i Dalarna"
    assert meta["og:description"].startswith("Kompetenskvoterna och branschernas BAS")
    assert meta["og:url"] == f"https://exempel.se/bok/{PAGE}"
    assert meta["og:image"] == "https://exempel.se/bok/_static/kort.png"
    assert Image.open(told / "_static" / "kort.png").size == (1200, 630)


def test_a_word_of_the_glossary_is_linked_once_in_whatever_form(told: Path) -> None:
    links = parsed(told, PAGE).article.select("a[data-nm-definition]")
    assert [link.get_text() for link in links] == [
        "Kompetenskvoterna", "branschernas", "BAS", "lokaliseringskvotens", "testområden",
    ]  # fmt: skip
    assert links[1]["data-nm-definition"].startswith("Verksamhet enligt SNI 2007.")


def test_scripts_in_a_page_and_a_missing_policy_are_faults(tmp_path: Path) -> None:
    start = "<html lang='sv'><title>t</title>"
    (tmp_path / "a.html").write_text(f"{start}<script>let x = 1</script><p onclick='y()'>z</p>", encoding="utf-8")
    faults = " ".join(check_html(tmp_path))
    assert "no content security policy" in faults and "'let x = 1'" in faults and "'onclick=y()'" in faults


@pytest.mark.browser
@needs_browser
def test_the_policy_stops_a_script_that_stands_in_a_page(built: Built, browser: Any, tmp_path: Path) -> None:
    text = (built[1] / "index.html").read_text(encoding="utf-8")
    broken = built[1] / "broken.html"
    broken.write_text(text.replace("</body>", "<script>window.pwned = 1</script></body>"), encoding="utf-8")
    try:
        with watched(browser) as (page, faults):
            open_page(page, broken.as_uri())
            assert page.evaluate("window.pwned") is None
        assert any("Content Security Policy" in fault for fault in faults)
    finally:
        broken.unlink()


@pytest.mark.browser
@needs_browser
def test_a_definition_shows_by_pointer_and_keyboard_and_goes_away(told: Path, browser: Any) -> None:
    with watched(browser, viewport={"width": 390, "height": 844}) as (page, faults):
        open_page(page, (told / PAGE).as_uri())
        link, tip = page.locator("a[data-nm-definition]").nth(3), page.locator("#nm-definition")
        link.hover()
        assert tip.is_visible() and tip.text_content() == link.get_attribute("data-nm-definition")
        box = tip.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        page.keyboard.press("Escape")
        assert not tip.is_visible()
        page.mouse.move(0, 800)
        link.hover()
        tip.hover()
        page.wait_for_timeout(500)
        assert tip.is_visible()  # one may read it with the pointer on it
        page.mouse.move(0, 800)
        tip.wait_for(state="hidden")
        link.focus()
        assert tip.is_visible() and link.get_attribute("aria-describedby") == "nm-definition"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "testområden"
        assert tip.text_content().startswith("Område som var utpekat")
    assert not faults


@pytest.mark.browser
@needs_browser
def test_a_first_tap_tells_and_a_second_follows(told: Path, browser: Any) -> None:
    with watched(browser, viewport={"width": 390, "height": 844}, has_touch=True) as (page, faults):
        open_page(page, (told / PAGE).as_uri())
        link = page.locator("a[data-nm-definition]").nth(1)
        link.tap()
        assert page.locator("#nm-definition").is_visible() and page.url.endswith(PAGE)
        link.tap()
        page.wait_for_url("**/ordlista.html#term-bransch")
    assert not faults


@pytest.mark.browser
@needs_browser
def test_without_scripts_no_button_is_dead_and_words_lead_to_the_glossary(told: Path, browser: Any) -> None:
    with watched(browser, java_script_enabled=False) as (page, _):
        page.goto((told / PAGE).as_uri())
        assert not page.locator(".theme-switch-button").first.is_visible()
        assert not page.locator(".search-button").first.is_visible()
        page.locator("a[data-nm-definition]").first.click()
        assert page.url.endswith("ordlista.html#term-kompetenskvot")
