"""Tables: scopes, escaping, missing cells, few rows, the same bytes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from nmanalys.errors import SchemaError
from nmanalys.views.exhibit import Missing, Sheet, with_caption
from nmanalys.views.tables import table_text, table_values

FRAME = DataFrame(
    {
        "name": ["Stål", "Papper", "Bygg"],
        "lq": [5.36, 3.5, np.nan],
        "lower": [5.3, 3.4, np.nan],
        "upper": [5.42, 3.6, np.nan],
        "n": [12345, 67, np.nan],
        "note": ["ja", None, "nej"],
    }
)
COLUMNS = {
    "lq": ("Kvot (riket = 1)", "0.00", "lower", "upper"),
    "n": ("Antal (personer)", "0"),
    "note": ("Not", "text"),
}


def parsed(sheet: object) -> BeautifulSoup:
    assert isinstance(sheet, Sheet)
    return BeautifulSoup(sheet.html, "html.parser")


def cells(sheet: object) -> list[list[str]]:
    rows = parsed(sheet).select("tbody tr")
    return [[cell.get_text().replace("\u202f", " ") for cell in row.find_all(["th", "td"])] for row in rows]


def test_cells_are_written_in_swedish() -> None:
    sheet = table_values(FRAME, row_label=("name", "Bransch"), columns=COLUMNS)
    assert cells(sheet) == [
        ["Stål", "5,36 (5,30–5,42)", "12 345", "ja"],
        ["Papper", "3,50 (3,40–3,60)", "67", ".."],
        ["Bygg", "..", "..", "nej"],
    ]


def test_rows_and_columns_have_scopes_and_nothing_styles_itself() -> None:
    table = parsed(table_values(FRAME, row_label=("name", "Bransch"), columns=COLUMNS))
    assert all(row.find(["th", "td"]).name == "th" and row.th["scope"] == "row" for row in table.select("tbody tr"))
    assert [cell["scope"] for cell in table.select("thead th")] == ["col"] * 4
    assert not table.find_all("style")
    assert not table.find_all(attrs={"style": True})
    assert not table.find_all(attrs={"id": True})
    assert not table.find_all(attrs={"headers": True})


def test_numbers_stand_right_and_texts_left() -> None:
    table = parsed(table_values(FRAME, row_label=("name", "Bransch"), columns=COLUMNS))
    sides = [
        next(name for name in cell["class"] if name in ("gt_left", "gt_right")) for cell in table.select("tbody tr")[0]
    ]
    assert sides == ["gt_left", "gt_right", "gt_right", "gt_left"]


def test_missing_marks_are_explained_under_the_table() -> None:
    sheet = table_values(
        FRAME, row_label=("name", "Bransch"), columns=COLUMNS, not_applicable=["n"], notes=["Egen not."]
    )
    foot = parsed(sheet).tfoot.get_text(" ")
    assert ".. uppgift saknas" in foot
    assert "– ej tillämpligt" in foot
    assert "Egen not." in foot
    assert cells(sheet)[2][2] == "–"
    assert not parsed(table_values(FRAME.head(1), row_label=("name", "Bransch"), columns=COLUMNS)).tfoot


def test_at_most_twelve_rows_and_the_rest_is_counted() -> None:
    frame = DataFrame({"name": range(30), "n": range(30)})
    sheet = table_values(frame, row_label=("name", "Nr"), columns={"n": ("Antal", "0")})
    assert len(cells(sheet)) == 12
    assert "12 av 30 rader" in sheet.html
    assert len(sheet.data) == 30


def test_spanner_covers_its_columns() -> None:
    sheet = table_values(FRAME, row_label=("name", "Bransch"), columns=COLUMNS, spanners={"Tal": ["lq", "n"]})
    spanner = parsed(sheet).select_one("th[scope=colgroup]")
    assert spanner.get_text() == "Tal"
    assert spanner["colspan"] == "2"


def test_same_frame_gives_the_same_bytes() -> None:
    first, second = (table_values(FRAME, row_label=("name", "Bransch"), columns=COLUMNS) for _ in range(2))
    assert first.html == second.html


def test_nothing_to_show_says_why() -> None:
    empty = table_values(FRAME.iloc[:0], row_label=("name", "B"), columns=COLUMNS, missing="Inga uppgifter.")
    assert empty == Missing("Inga uppgifter.")
    blank = FRAME.assign(lq=np.nan, n=np.nan, note=None)
    assert isinstance(table_values(blank, row_label=("name", "B"), columns=COLUMNS), Missing)


def test_faulty_columns_are_named() -> None:
    with pytest.raises(SchemaError, match="needs the columns absent"):
        table_values(FRAME, row_label=("name", "B"), columns={"absent": ("A", "0")})
    with pytest.raises(SchemaError, match="both a lower and an upper"):
        table_values(FRAME, row_label=("name", "B"), columns={"lq": ("A", "0.00", "lower")})


INJECTIONS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</table><h1>",
    "a & b",
    "**b** `c` [x](y)",
    "{{x}}",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_injected_markup_stays_text(text: str) -> None:
    frame = DataFrame({"name": [text], "note": [text], "n": [1]})
    columns = {"note": (text, "text"), "n": (f"n {text}", "0")}
    sheet = table_values(frame, row_label=("name", text), columns=columns, spanners={text: ["note", "n"]}, notes=[text])
    html = with_caption(sheet.html, text, "tab-x")
    table = BeautifulSoup(html, "html.parser")
    assert not table.find_all(["script", "img", "h1", "strong", "code", "a"])
    assert len(table.find_all("table")) == 1
    assert [table.caption.get_text(), table.tbody.th.get_text(), table.tbody.td.get_text()] == [text] * 3
    assert text in table.tfoot.get_text()


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20))
def test_any_name_is_escaped(text: str) -> None:
    sheet = table_text(DataFrame({"name": [text], "t": ["x"]}), row_label=("name", "N"), columns={"t": "T"})
    table = parsed(sheet)
    assert {tag.name for tag in table.find_all()} == {"div", "table", "thead", "tbody", "tr", "th", "td"}


def test_typed_missing_values_are_dots() -> None:
    frame = DataFrame({"name": ["a", "b"], "n": pd.array([1, pd.NA], dtype="Int64")})
    assert cells(table_values(frame, row_label=("name", "N"), columns={"n": ("Antal", "0")})) == [
        ["a", "1"],
        ["b", ".."],
    ]


def test_a_caption_replaces_the_one_before() -> None:
    html = with_caption(with_caption("<table></table>", "ett"), "två")
    assert html == "<table><caption>två</caption></table>"


@pytest.mark.parametrize("text", INJECTIONS)
def test_headers_say_what_they_were_given(text: str) -> None:
    frame = DataFrame({"name": ["a"], "lq": [1.0]})
    made = table_values(frame, row_label=("name", text), columns={"lq": (text, "0.00")}, spanners={text: ["lq"]})
    heads = BeautifulSoup(made.html, "html.parser").select("thead th")
    assert [head.get_text() for head in heads if head.get_text()] == [text] * 3
