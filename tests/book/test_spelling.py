"""The words that readers see, against a Swedish dictionary and the project's own list, `words.txt`.

Left out: code, formulas, addresses, references, parts marked as another language, and what lies closed for those who
take the data on to a program (columns are called what the files call them).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from samples import Sample

DICTIONARIES = [Path(sys.prefix) / "share" / "hunspell", Path("/usr/share/hunspell")]
FOUND = next((folder / "sv_SE" for folder in DICTIONARIES if (folder / "sv_SE.dic").is_file()), None)
OWN = Path(__file__).with_name("words.txt")
PUBLISHED = Path(__file__).parents[2] / "_build" / "html"
NO_PROSE = "script, style, code, pre, math, svg title, details, .nm-facts, .nm-footer, .citation, [lang]:not(html)"
ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")

pytestmark = pytest.mark.skipif(FOUND is None, reason="no Swedish dictionary: spelling is not tested")


def words(page: Path) -> Iterator[str]:
    parsed = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for node in parsed.select(NO_PROSE):
        node.decompose()
    told = [node[name] for node in parsed.find_all(True) for name in ("alt", "aria-label", "title") if node.get(name)]
    yield from WORD.findall(ADDRESS.sub(" ", " ".join([parsed.get_text(" "), *told])).replace("\u00ad", ""))


@cache
def dictionary() -> Any:
    from spylls.hunspell import Dictionary

    return Dictionary.from_files(str(FOUND))


@cache
def own_words() -> set[str]:
    return {line for line in OWN.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}


@cache
def is_known(word: str) -> bool:
    swedish = dictionary()
    return word in own_words() or swedish.lookup(word) or (word[0].isupper() and swedish.lookup(word.lower()))


def unknown(pages: list[Path]) -> dict[str, str]:
    seen: dict[str, str] = {}
    for page in pages:
        for word in words(page):
            seen.setdefault(word, page.name)
    return {word: page for word, page in sorted(seen.items()) if not is_known(word)}


def test_every_word_of_the_small_book_is_swedish(built: tuple[Sample, Path]) -> None:
    assert not unknown(sorted(built[1].rglob("*.html")))


def test_every_word_of_the_published_book_is_swedish() -> None:
    pages = sorted(
        [*PUBLISHED.glob("*.html"), *PUBLISHED.glob("regions/*/*.html"), *PUBLISHED.glob("gemensamt/*.html")]
    )
    if not pages:
        pytest.skip("the book has not been built here: `make book`")
    assert not unknown(pages)


def test_a_misspelt_and_an_english_word_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<html lang="sv"><p>Branschen växser. Toggle hidden content. <i lang="en">shift</i></p></html>')
    assert set(unknown([page])) == {"växser", "Toggle", "hidden", "content"}
