"""A small book of two counties, built with warnings as errors."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from samples import Sample, add_exploration, code, make_sample, markdown

from nmanalys.errors import PublishError
from nmanalys.io.store import write_result
from nmanalys.pipeline import publish as publishing
from nmanalys.pipeline.publish import publish
from nmanalys.pipeline.publish_checks import check_html
from nmanalys.vocabulary.results import RESULTS

GUARDED = """<html lang="sv"><meta http-equiv="Content-Security-Policy" content="script-src 'self'">"""

Built = tuple[Sample, Path]


def read(built: Built, page: str) -> str:
    return (built[1] / f"{page}.html").read_text(encoding="utf-8")


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_pages_pass_every_check(built: Built) -> None:
    assert check_html(built[1]) == []


def test_a_figure_is_a_figure(built: Built) -> None:
    page = read(built, "regions/dalarna/10_industrial_strengths")
    figure = re.search(r"<figure.*?</figure>", page, re.S).group()
    assert 'alt="Punktdiagram. Stål har kvoten 3,4 i Dalarna, trä 1,2."' in figure
    assert re.search(r'<figcaption>.*<span class="nm-number">Figur\s1</span>', figure, re.S)
    assert "Källa: SCB" in figure
    assert 'role="group" tabindex="0"' in figure


def test_code_is_one_click_away_and_data_too(built: Built) -> None:
    page = read(built, "regions/dalarna/10_industrial_strengths")
    assert "Visa programkod" in page and "Visa data" in page
    assert "<details open" not in page
    downloads = re.findall(r'href="([^"]*_downloads/[^"]*\.csv)"', page)
    assert len(downloads) == 4
    assert all((built[1] / "regions/dalarna" / link).resolve().is_file() for link in downloads)


def test_formulas_are_mathml_and_nothing_comes_from_elsewhere(built: Built) -> None:
    page = read(built, "regions/dalarna/10_industrial_strengths")
    assert "<math" in page and "mathjax" not in page.lower() and "thebe" not in page.lower()
    assert not (built[1] / "_static" / "vendor" / "fontawesome").exists()


def test_the_shell_is_swedish(built: Built) -> None:
    page = read(built, "index")
    assert '<html lang="sv"' in page
    english = ["Skip to main", "Back to top", "Toggle ", "Color mode", "Search this", "Site navigation", "On this page"]
    assert not [words for words in english if words in page]
    assert "Copy to clipboard" not in (built[1] / "_static" / "copybutton.js").read_text(encoding="utf-8")
    assert "Sökningen gav ingen träff" in (built[1] / "_static" / "translations.js").read_text(encoding="utf-8")


def test_the_contents_list_has_short_titles(built: Built) -> None:
    navigation = re.search(r'<nav class="bd-links.*?</nav>', read(built, "index"), re.S).group()
    assert navigation.count("Näringslivets styrkor") == 2
    assert "Näringslivets styrkor i Dalarna" not in navigation


def test_every_page_leads_to_the_accessibility_statement(built: Built) -> None:
    pages = list(built[1].rglob("*.html"))
    assert len(pages) > 10
    without = [path.stem for path in pages if "tillganglighet.html" not in path.read_text(encoding="utf-8")]
    assert not without


def test_failed_jobs_are_told(built: Built) -> None:
    start = read(built, "index")
    assert "Inaktuella sidor" in start
    assert "Sidan är inaktuell" in read(built, "regions/dalarna/05_profile")
    missing = read(built, "regions/gavleborg/05_profile")
    assert "Sidan kunde inte räknas fram" in missing and "<b>boom</b>" not in missing


def test_start_page_has_map_and_ways(built: Built) -> None:
    start = read(built, "index")
    assert 'aria-label="Karta över Sveriges län. Värmland och Dalarna är markerade."' in start
    assert '<a class="nm-region-20" href="regions/dalarna/05_profile.html"><path' in start
    assert 'href="regions/dalarna/05_profile.html"' in start
    cards = BeautifulSoup(start, "html.parser").select(".nm-cards")[0]
    ways = [link["href"].partition("/dalarna/")[2] for link in cards.select("li a") if "/dalarna/" in link["href"]]
    assert ways == ["10_industrial_strengths.html", "11_explore.html"]


def test_data_page_lists_every_table(built: Built) -> None:
    page = read(built, "data")
    for words in ("Officiell statistik", "Påhittade exempeldata", "TAB3785", "BAS i stället för RAMS", "personer"):
        assert words in page


def test_two_builds_are_the_same_byte_for_byte(built: Built, tmp_path: Path) -> None:
    folder = built[1]
    other = make_sample(tmp_path / "elsewhere")
    add_exploration(other)
    other.page("industrial_strengths", "17")["overrides"] = {"lq_threshold": 1.5}
    problems = ["profile:dalarna: boom", "profile:gavleborg: cell 3: <b>boom</b>"]
    again = publish(other.root, **other.arguments(problems=problems)).parent
    assert hashes(again) == hashes(folder)


def test_nothing_changed_starts_nothing(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    made, folder = built
    problems = ["profile:dalarna: boom", "profile:gavleborg: cell 3: <b>boom</b>"]

    def refuse(*args: object, **kwargs: object) -> Path:
        raise AssertionError("the book was built")

    monkeypatch.setattr(publishing, "build_html", refuse)
    assert publish(made.root, **made.arguments(problems=problems)).parent == folder
    made.page("profile")["seconds"] = 77.7
    assert publish(made.root, **made.arguments(problems=problems)).parent == folder


def test_a_change_of_one_page_gives_what_a_fresh_build_gives(sample: Sample, tmp_path: Path) -> None:
    publish(sample.root, **sample.arguments())
    changed = [markdown("# Kort om {{region}}\n\nNy text."), code("x")]
    sample.rewrite("profile", changed)
    stepwise = hashes(publish(sample.root, **sample.arguments()).parent)
    fresh = make_sample(tmp_path / "fresh")
    fresh.rewrite("profile", changed)
    assert stepwise == hashes(publish(fresh.root, **fresh.arguments()).parent)


def test_a_warning_stops_the_publication_and_keeps_the_old_book(sample: Sample) -> None:
    start = publish(sample.root, **sample.arguments())
    before = hashes(start.parent)
    sample.rewrite("profile", [markdown("# T\n\n[bort](finns-inte.md)"), code("x")])
    for _ in range(2):
        with pytest.raises(PublishError, match=r"regions/dalarna/05_profile.ipynb.*finns-inte") as caught:
            publish(sample.root, **sample.arguments())
    assert "cell 1" in str(caught.value)
    assert hashes(start.parent) == before


def test_a_scenario_has_a_book_of_its_own(sample: Sample) -> None:
    start = publish(sample.root, **sample.arguments(scenario="strict", overrides={"lq_threshold": 1.5}))
    assert start == sample.root / "_build" / "scenarios" / "strict" / "html" / "index.html"
    text = start.read_text(encoding="utf-8")
    assert "räknad med andra antaganden" in text and "1,5 i stället för 1,25" in text
    assert not (sample.root / "_build" / "html").exists()


def test_the_faults_of_all_pages_are_listed_at_once(sample: Sample) -> None:
    for region in ("17", "20"):
        sample.rewrite("profile", [markdown("# {{nothing}}")], region)
    with pytest.raises(PublishError) as caught:
        publish(sample.root, **sample.arguments())
    assert "(Värmland)" in str(caught.value) and "(Dalarna)" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<img src="a.svg" alt="">', "has no alternative text"),
        ('<img src="a.svg" alt="a.svg">', "is a file name"),
        ('<script src="https://cdn.example/x.js"></script>', "from another host"),
        ('<img alt="En bild" src="//cdn.example/x.png">', "from another host"),
        ("<style>@import 'https://fonts.example/a.css'</style>", "from another host"),
        ('<a href="gone.html">x</a>', "leads to no file"),
        ('<a href="#gone">x</a>', "leads to a place"),
        ("<h1>&lt;no title&gt;</h1>", "has no title"),
    ],
)
def test_each_check_finds_its_fault(tmp_path: Path, body: str, fault: str) -> None:
    (tmp_path / "a.html").write_text(f"{GUARDED}<body>{body}</body></html>", encoding="utf-8")
    faults = check_html(tmp_path)
    assert len(faults) == 1 and fault in faults[0] and faults[0].startswith("a.html: ")


def test_a_page_in_english_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<html lang="en"></html>', encoding="utf-8")
    assert "not 'sv'" in check_html(tmp_path)[0]


def test_start_page_compares_key_figures(sample: Sample) -> None:
    for region, value in (("17", 61.25), ("20", None)):
        page = sample.page("profile", region)
        page |= {"writes": ["key_figures"], "reads": ["education"]}
        row = {"region_code": region, "figure": "share", "label_sv": "Andel <i>", "unit_sv": "procent", "year": 2024}
        row |= {
            "value": value,
            "lower": None,
            "upper": None,
            "national_value": 1234.5,
            "decimals": 1,
            "earlier_year": 2020,
            "earlier_value": None,
            "national_earlier_value": None,
            "is_clear_change": None,
            "has_level": True,
        }
        path = Path(page["results"]) / "key_figures.parquet"
        numbers = ("value", "lower", "upper", "earlier_value", "national_earlier_value")
        types = dict.fromkeys(numbers, float) | {"is_clear_change": "boolean"}
        write_result(pd.DataFrame([row]).astype(types), path, RESULTS["key_figures"], {})
    start = publish(sample.root, **sample.arguments()).read_text(encoding="utf-8")
    row = re.search(r"<tr><th scope=\"row\">Andel &lt;i&gt;.*?</tr>", start).group()
    assert re.findall(r'<td class="gt_right">(.*?)</td>', row) == ["61,2", "..", "1\u202f234,5"]
    assert "Påhittade exempeldata" in start.split("Nyckeltal för")[1]
