"""The way through the book, and how a figure stands on its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from samples import Sample

Built = tuple[Sample, Path]
FIRST = {"dalarna": "regions/dalarna/05_profile", "gavleborg": "regions/gavleborg/05_profile"}


def page_of(built: Built, name: str) -> Any:
    return BeautifulSoup((built[1] / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def beside(built: Built, name: str) -> list[str]:
    links = page_of(built, name).select(".prev-next-area a")
    folder = (built[1] / name).parent
    return [(folder / link["href"]).resolve().relative_to(built[1].resolve()).as_posix() for link in links]


def test_a_page_says_where_it_is(built: Built) -> None:
    crumbs = page_of(built, "regions/dalarna/10_industrial_strengths").select(".nm-crumbs li")
    assert [crumb.get_text(strip=True) for crumb in crumbs[:2]] == ["Startsida", "Dalarna"]
    assert [crumb.a["href"] for crumb in crumbs[:2]] == ["../../index.html", "05_profile.html"]
    assert crumbs[2].span["aria-current"] == "page" and "Dalarna" not in crumbs[2].get_text()


def test_the_start_page_is_no_place_below_itself(built: Built) -> None:
    assert not page_of(built, "index").select(".nm-crumbs")


def test_the_page_to_search_has_a_place(built: Built) -> None:
    start, here = page_of(built, "search").select(".nm-crumbs li")
    assert start.a["href"] == "index.html" and here.get_text(strip=True)


def test_the_list_is_open_where_the_page_is(built: Built) -> None:
    page = page_of(built, "regions/dalarna/10_industrial_strengths")
    opened = page.select("nav.bd-links > details[open]")
    assert [part.summary.get_text() for part in opened] == ["Dalarna"]
    assert [link["href"] for link in page.select("nav.bd-links a[aria-current]")] == ["10_industrial_strengths.html"]
    assert page.select("nav.bd-links > details:not([open]) a[href='../gavleborg/05_profile.html']")


def test_every_page_of_the_book_is_in_the_list(built: Built) -> None:
    listed = {link["href"] for link in page_of(built, "index").select("nav.bd-links a")}
    pages = {path.relative_to(built[1]).as_posix() for path in built[1].rglob("*.html")}
    assert listed == pages - {"index.html", "search.html", "404.html"}


@pytest.mark.parametrize("place", FIRST)
def test_a_county_s_first_page_comes_after_the_start_page(built: Built, place: str) -> None:
    assert beside(built, FIRST[place])[0] == "index.html"


@pytest.mark.parametrize("place", FIRST)
def test_a_county_s_last_page_comes_before_the_counties_together(built: Built, place: str) -> None:
    name = FIRST[place]
    while (following := beside(built, name)[1].removesuffix(".html")).startswith("regions/"):
        assert following.startswith(f"regions/{place}/")
        name = following
    assert following.startswith("gemensamt/")


def test_a_figure_states_its_finding_before_it_is_drawn(built: Built) -> None:
    figure = page_of(built, "regions/dalarna/10_industrial_strengths").select_one("figure.nm-exhibit")
    assert [part.name for part in figure.find_all(recursive=False)] == ["figcaption", "div", "div"]
    assert "nm-source" in figure.find_all(recursive=False)[2]["class"]


def test_a_figure_has_a_picture_for_the_day_and_one_for_the_night(built: Built) -> None:
    page = page_of(built, "regions/dalarna/10_industrial_strengths")
    day, night = page.select("figure.nm-exhibit img")[:2]
    assert "nm-day" in day["class"] and "nm-night" in night["class"]
    assert day["loading"] == night["loading"] == "lazy"
    assert day["alt"] == night["alt"]
    folder = built[1] / "regions" / "dalarna"
    drawn = [(folder / image["src"]).read_text(encoding="utf-8") for image in (day, night)]
    assert "#C33132" in drawn[0] and "#C33132" not in drawn[1]


def test_an_exhibit_can_be_cited_and_read_in_words(built: Built) -> None:
    more = page_of(built, "regions/dalarna/10_industrial_strengths").select_one("figure + details.nm-more")
    told = " ".join(more.get_text(" ").split())
    assert "Så hänvisar du. Regional analys för smart specialisering (2026). Figur" in told
    assert "På sidan Näringslivets styrkor, Dalarna. Byggd 6 juli 2026, programversion abc1234567" in told
    assert "Figuren i ord. Punktdiagram. Stål har kvoten 3,4 i Dalarna, trä 1,2." in told


def test_the_typeface_comes_with_the_style_sheet(built: Built) -> None:
    sheet = (built[1] / "_static" / "nm.css").read_text(encoding="utf-8")
    assert sheet.count("@font-face") == 3 and 'url("data:font/woff2' in sheet
