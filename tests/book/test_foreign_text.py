"""Text from data is text wherever it is shown: none of it becomes markup, a link, a formula, a directive or a script."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browsing import needs_browser, open_page, watched
from openpyxl import load_workbook
from samples import CATALOGUE, Sample, code, figure, make_sample, markdown, sheet, table, told

from nmanalys.pipeline.publish import publish

# each begins with a word of its own, so that it can be found again
HOSTILE = {
    "ondscript": "<script>window.pwned=1</script>",
    "ondimg": "<img src=x onerror=window.pwned=1>",
    "ondformel": '=HYPERLINK("http://evil.example";"x")',
    "ondmall": "{{ 7*7 }} {% raw %}",
    "ondlank": "[klicka](javascript:window.pwned=1)",
    "ondattribut": '"onmouseover="window.pwned=1',
    "ondroll": "{eval}`1+1` {raw}`x`",
    "ondmatte": "$x$ och $$y$$",
    "onddirektiv": ":::{raw} html",
    "ondrad": "före\n\n# Rubrik ur data\n\n:::",
    "ondkod": "`a` ```` b",
}
ALL = " ".join(f"{word} {text}" for word, text in HOSTILE.items() if "\n" not in text)


class Elements(HTMLParser):
    """Every element and attribute of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts, self.attributes, self.text, self.headings = [], [], [], []
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        {"script": self.scripts, "h1": self.headings, "h2": self.headings}.get(self._open, self.text).append(data)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sample, Path]:
    """A book whose every text that comes from data is hostile."""
    made = make_sample(tmp_path_factory.mktemp("hostile"))
    quoted = ",".join(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in HOSTILE.values())
    data = f"{','.join(HOSTILE)}\n{quoted}\n"
    cells = [
        markdown("# Styrkor i {{region}}\n\nBranschen {{leading}} och {{other}} leder."),
        told(leading=ALL, other=HOSTILE["ondrad"]),
        markdown("## Vilka?\n\n{numref}`fig-lq` och {numref}`tab-lq`."),
        figure(data_csv=data, alt=f"Punktdiagram. {ALL}", caption=f"Rubrik {ALL.replace('{', '(').replace('}', ')')}"),
        sheet(data_csv=data),
    ]
    made.rewrite("industrial_strengths", [c if "cell_type" in c else code("nm.show(x)", c) for c in cells])
    hostile = {name: table(name, entry.status, ALL, producer=ALL, note_sv=ALL, unit=ALL, licence=ALL,
                           breaks=({"year": 2020, "note": ALL},)) for name, entry in CATALOGUE.items()}  # fmt: skip
    problems = [f"profile:dalarna: {ALL}"]
    return made, publish(made.root, **made.arguments(catalogue=hostile, problems=problems)).parent


def test_no_page_has_an_element_or_attribute_of_theirs(book: tuple[Sample, Path]) -> None:
    pages = sorted(book[1].rglob("*.html"))
    assert pages
    for path in pages:
        page = Elements(path.read_text("utf-8"))
        assert not [text for text in page.scripts if "pwned" in text], path
        for tag, name, value in page.attributes:
            assert not (name.startswith("on") and "pwned" in value), (path, tag, name)
            assert not (name in ("href", "src") and re.match(r"\s*javascript:|x$", value, re.I)), (path, tag, value)
        assert not [text for text in page.headings if "ur data" in text], path


def test_they_can_be_read_as_they_stand(book: tuple[Sample, Path]) -> None:
    page = Elements((book[1] / "regions" / "dalarna" / "10_industrial_strengths.html").read_text("utf-8"))
    text = " ".join("".join(page.text).split())
    for word in ("ondscript", "ondimg", "ondformel", "ondlank", "ondattribut", "ondmatte", "onddirektiv", "ondmall"):
        assert text.count(HOSTILE[word].split("\n")[0]) >= 2, word


def test_no_file_to_download_has_a_formula(book: tuple[Sample, Path]) -> None:
    workbooks = sorted(book[1].rglob("*.xlsx"))
    assert workbooks
    for path in workbooks:
        loaded = load_workbook(io.BytesIO(path.read_bytes()))
        assert all(cell.data_type != "f" for sheet in loaded for row in sheet.iter_rows() for cell in row)
    for path in book[1].rglob("*.csv"):
        assert not re.search(r'(?m)(?:^|[;,])"?[=@]', path.read_text("utf-8-sig")), path


@pytest.mark.browser
@needs_browser
def test_a_browser_runs_none_of_them(book: tuple[Sample, Path], browser: Any) -> None:
    with watched(browser) as (page, _):
        for path in sorted(book[1].rglob("*.html")):
            open_page(page, path.as_uri())
            assert page.evaluate("window.pwned") is None, path
