"""Printed editions: one page of many, and the PDF that Chromium makes of it."""

from __future__ import annotations

import os
import re
import shutil
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from printed import objects, text, titles
from samples import REGIONS, Sample

from nmanalys.errors import PublishError
from nmanalys.pipeline import chromium
from nmanalys.pipeline.print_book import link_prints, print_book
from nmanalys.pipeline.print_numbers import sheets
from nmanalys.pipeline.print_source import compose, part_of, read_parts
from nmanalys.pipeline.publish_checks import check_html
from nmanalys.views.typeface import FAMILY, face_rules
from nmanalys.vocabulary.regions import Regions

Built = tuple[Sample, Path]
DALARNA = Regions.from_rows(REGIONS).find("dalarna")
HAS_BROWSER = any(shutil.which(name) for name in chromium.NAMES) or "NMANALYS_REQUIRE_BROWSER" in os.environ


def composed(built: Built, address: str = "") -> BeautifulSoup:
    book, parts = read_parts(built[1])
    chosen = [part_of(parts, "dalarna"), *(part for part in parts if "metoder.html" in part.pages)]
    return BeautifulSoup(compose(built[1], book, chosen, title="Dalarna", address=address), "html.parser")


def test_each_link_leads_within_the_printed_edition_or_to_the_web(built: Built) -> None:
    page = composed(built)
    ids = [node["id"] for node in page.select("[id]")]
    assert len(ids) == len(set(ids))
    links = [link["href"] for link in page.select("a[href]")]
    assert len(links) > 10
    wrong = [link for link in links if not (link.startswith("http") or (link[0] == "#" and unquote(link[1:]) in ids))]
    assert not wrong


def test_with_an_address_other_pages_are_linked_there(built: Built) -> None:
    links = {link["href"] for link in composed(built, "https://bok.exempel.se").select("a[href]")}
    assert "https://bok.exempel.se/regions/dalarna/10_industrial_strengths.html" in links
    assert "https://bok.exempel.se/gemensamt/80_joint.html" in links


def test_what_is_for_screens_is_left_out_and_pictures_are_found(built: Built) -> None:
    page = composed(built)
    assert not page.select("details, button, script, .headerlink, [tabindex]")
    assert "Data bakom figurerna och programkoden finns" in page.get_text()
    pictures = page.select("img")
    assert pictures
    assert all(Path(unquote(urlsplit(picture["src"]).path)).is_file() for picture in pictures)
    levels = [int(node.name[1]) for node in page.select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_a_region_that_the_book_lacks_is_named_with_the_remedy(built: Built) -> None:
    with pytest.raises(PublishError, match=r"no pages of 'gotland'.*nmanalys build --region gotland"):
        part_of(read_parts(built[1])[1], "gotland")


def test_without_chromium_the_error_says_what_to_install(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PublishError, match="apt install chromium"):
        print_book(built[0].root, "baseline")


def test_without_a_book_the_error_says_to_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nmanalys.pipeline.print_book.find_chromium", lambda: "chromium")
    with pytest.raises(PublishError, match="nmanalys build"):
        print_book(tmp_path, "baseline")


@pytest.mark.browser
@pytest.mark.skipif(not HAS_BROWSER, reason="no Chromium: nothing is printed")
def test_a_county_becomes_a_tagged_swedish_pdf_with_outline(built: Built, tmp_path: Path) -> None:
    html = tmp_path / "_build" / "html"
    shutil.copytree(built[1], html)
    (made,) = print_book(tmp_path, "baseline", [DALARNA])
    assert made.path == tmp_path / "_build" / "pdf" / "dalarna.pdf"
    content = made.path.read_bytes()
    assert made.pages > 5
    assert b"/StructTreeRoot" in content
    assert re.search(rb"/MarkInfo\s*<</Type /MarkInfo\s+/Marked true|/Marked true", content)
    assert re.search(rb"/Lang \(sv\)", content)
    assert b"/DisplayDocTitle true" in content
    assert re.search(rb"/S /(?:Figure|TH)\b", content)
    outline = titles(made.path)
    assert "Dalarna – Regional analys för smart specialisering" in outline
    assert {"Dalarna", "Näringslivets styrkor i Dalarna", "Ordlista"} <= set(outline)
    assert not [title for title in outline if title == title[: len(title) // 2] * 2]  # drawn on two sheets
    assert set("Ååäö") - set(text(made.path)) <= {"Å"}
    assert not any(b"/URI (file" in body for body in objects(made.path).values())
    link_prints(html, [made])
    link_prints(html, [made])
    first = (html / "regions/dalarna/05_profile.html").read_text(encoding="utf-8")
    assert first.count(f"som PDF ({made.pages} sidor, ") == 1
    assert not [fault for fault in check_html(html) if "05_profile" in fault]


@pytest.mark.browser
@pytest.mark.skipif(not HAS_BROWSER, reason="no Chromium: nothing is printed")
def test_the_contents_list_has_the_numbers_of_the_pages(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = []

    def print_and_keep(source: Path, target: Path) -> None:
        sources.append(source.read_text("utf-8"))
        chromium.print_page(source, target)

    monkeypatch.setattr("nmanalys.pipeline.print_book.print_page", print_and_keep)
    (made,) = print_book(built[0].root, "baseline", [DALARNA])
    trial, final = (BeautifulSoup(source, "html.parser").select(".nm-contents .nm-sheet") for source in sources)
    assert trial and not any(entry.get_text() for entry in trial)
    told = {entry["data-place"]: int(entry.get_text()) for entry in final}
    found = sheets(made.path)
    assert told == {place: found[place] for place in told} and len(told) == len(trial)
    assert [*told.values()] == sorted(told.values()) and min(told.values()) > 2 and max(told.values()) <= made.pages


@pytest.mark.browser
@pytest.mark.skipif(not HAS_BROWSER, reason="no Chromium: nothing is printed")
def test_printing_waits_for_the_typeface(tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    (tmp_path / "page.css").write_text(f'{face_rules()} main {{ font-family: "{FAMILY}" }}', encoding="utf-8")
    source.write_text(
        '<!DOCTYPE html><html lang="sv"><title>Sida</title><link rel="stylesheet" href="page.css">'
        f"<main>{'<h1>Åmål</h1>' * 200}</main>",
        encoding="utf-8",
    )
    for _ in range(5):  # without waiting, letters are missing in a third of the prints
        chromium.print_page(source, tmp_path / "page.pdf")
        assert set("Åmål") <= set(text(tmp_path / "page.pdf"))


@pytest.mark.browser
@pytest.mark.skipif(not HAS_BROWSER, reason="no Chromium: nothing is printed")
def test_nothing_is_wider_than_the_paper(built: Built, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    source = tmp_path / "dalarna.html"
    source.write_text(str(composed(built)), encoding="utf-8")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium.find_chromium(), args=["--no-sandbox"])
        page = running.new_page(viewport={"width": 672, "height": 900})  # A4 less its margins, at 96 dots an inch
        page.emulate_media(media="print")
        page.goto(source.as_uri())
        wide = page.evaluate(
            "[...document.querySelectorAll('main *')].filter(part => part.getBoundingClientRect().right > "
            "document.documentElement.clientWidth + 1).map(part => part.outerHTML.slice(0, 120))"
        )
        running.close()
    assert not wide
