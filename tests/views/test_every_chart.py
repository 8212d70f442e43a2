"""What holds for every figure: it can be read, it says what it shows, and it is the same every time."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from view_cases import CASES, Case, drawn
from view_checks import outside, overlaps, written

from nmanalys.errors import SchemaError
from nmanalys.views.drawing import ALT_LENGTH
from nmanalys.views.exhibit import Chart, Missing
from nmanalys.views.theme import svg, theme

SIZES = [(name, count) for name, case in CASES.items() for count in sorted({1, min(6, case.most), case.most})]
EACH = pytest.mark.parametrize("name", CASES)
EACH_SIZE = pytest.mark.parametrize(("name", "count"), SIZES)
LARGEST = 150_000
SMALLEST_TYPE = 8.0  # points: 11 pixels where the figure is 720 pixels wide


@EACH_SIZE
def test_no_two_texts_overlap_and_none_is_cut_off(name: str, count: int) -> None:
    figure = drawn(name, count).figure
    with theme():
        assert list(overlaps(figure)) == []
        assert list(outside(figure)) == []


@EACH_SIZE
def test_type_is_large_enough(name: str, count: int) -> None:
    assert min(text.get_fontsize() for text in written(drawn(name, count).figure)) >= SMALLEST_TYPE


@EACH_SIZE
def test_svg_is_small_and_the_same_every_time(name: str, count: int) -> None:
    chart = drawn(name, count)
    text = svg(chart.figure, chart.alt)
    assert len(text.encode()) <= LARGEST
    assert count == 1 or count > 6 or text == svg(chart.figure, chart.alt)
    assert 'width="720"' in text
    assert not re.search(r"<text|<!--|<metadata|\bdate\b|font-family", text)


@EACH
def test_same_frame_gives_the_same_bytes(name: str) -> None:
    case, first = CASES[name], drawn(name, min(6, CASES[name].most))
    again = case(case.make(min(6, case.most)))
    assert svg(first.figure, first.alt) == svg(again.figure, again.alt)


@EACH_SIZE
def test_alternative_text_tells_the_finding(name: str, count: int) -> None:
    alt = drawn(name, count).alt
    assert len(alt) <= ALT_LENGTH
    assert re.search(r"\d", alt)
    assert alt[0].isupper()
    assert alt.endswith((".", "…"))
    assert not re.search(r"\bnan\b|None|<NA>|\.(svg|png|csv)|_|\n|  ", alt)


@EACH
def test_empty_and_all_missing_frames_say_why(name: str) -> None:
    case = CASES[name]
    frame = case.make(3)
    assert case(frame.iloc[:0], missing="Inga branscher.") == Missing("Inga branscher.")
    assert isinstance(case(frame.iloc[:0]), Missing)
    assert isinstance(case(_emptied(case, frame)), Missing)


def _emptied(case: Case, frame: pd.DataFrame) -> pd.DataFrame:
    values = ["baseline", "value", "start", "end", "influence", "interest", "x", "y", case.value]
    return frame.assign(**{name: pd.NA for name in values if name in frame})


@EACH
def test_a_missing_column_is_named(name: str) -> None:
    case = CASES[name]
    with pytest.raises(SchemaError, match=rf"{case.value}.*Rename"):
        case(case.make(3).drop(columns=case.value))


@EACH
def test_one_missing_cell_is_never_drawn_as_zero(name: str) -> None:
    case = CASES[name]
    frame = case.make(6 if case.most >= 6 else case.most)
    frame[case.value] = frame[case.value].astype("object").where(frame.index != frame.index[1], pd.NA)
    chart = case(frame.convert_dtypes())
    assert isinstance(chart, Chart)
    with theme():
        assert list(overlaps(chart.figure)) == []
    assert "nan" not in chart.alt
    assert not any(re.search(r"\bnan\b|NA>", text.get_text()) for text in written(chart.figure))


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith("likert")])
def test_equal_values_are_drawn(name: str) -> None:
    case = CASES[name]
    frame = case.make(min(5, case.most))
    numeric = frame.select_dtypes("number").columns.difference(["year", "threshold", "x", "y", "n", "level", "phase"])
    frame[numeric] = 1.0
    chart = case(frame)
    assert isinstance(chart, Chart)
    with theme():
        assert list(overlaps(chart.figure)) == []


@EACH
def test_markup_and_formulas_in_names_are_only_text(name: str) -> None:
    case = CASES[name]
    frame = case.make(3)
    text = frame.select_dtypes(["object", "string"]).columns.difference(["county_code", "region_code", "spec"])
    for column in text:
        frame[column] = frame[column].where(frame.index != 0, '$x_1$ <script> & "y"')
    chart = case(frame)
    assert isinstance(chart, Chart)
    assert "<script>" not in svg(chart.figure, chart.alt)


@EACH
def test_the_frame_is_left_as_it_was(name: str) -> None:
    case = CASES[name]
    frame = case.make(4)
    before = frame.copy(deep=True)
    case(frame)
    pd.testing.assert_frame_equal(frame, before)


@EACH
def test_every_axis_with_numbers_has_a_title(name: str) -> None:
    for axes in drawn(name, min(6, CASES[name].most)).figure.axes:
        if axes.axison and name not in ("timeline", "heat"):
            titles = (axes.get_xlabel(), axes.get_ylabel(), axes.get_title(loc="left"))
            assert any("(" in title for title in titles), titles


def test_numbers_behind_a_figure_travel_with_it() -> None:
    for name in CASES:
        assert not drawn(name, 1).data.empty
        assert np.array_equal(drawn(name, 1).data.index, range(len(drawn(name, 1).data)))
