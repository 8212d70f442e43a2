"""Colours that can be seen, and a look that does not leak."""

from __future__ import annotations

from itertools import combinations, pairwise

import matplotlib as mpl
import pytest

from nmanalys.errors import SchemaError
from nmanalys.views import charts_survey, maps
from nmanalys.views.drawing import TickFormatter
from nmanalys.views.formats import formatter
from nmanalys.views.theme import (
    COUNTY_COLOURS,
    COUNTY_MARKERS,
    FOCUS,
    INK,
    MUTED,
    QUIET,
    contrast,
    marker_of,
    new_figure,
    region_colour,
    svg,
    theme,
)
from nmanalys.vocabulary.regions import Region

WHITE, DARK = "#FFFFFF", "#14181D"


@pytest.mark.parametrize("colour", COUNTY_COLOURS.values())
@pytest.mark.parametrize("ground", [WHITE, DARK])
def test_counties_are_seen_on_light_and_dark(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3


@pytest.mark.parametrize(("colour", "least"), [(INK, 4.5), (MUTED, 4.5), (FOCUS, 4.5), (QUIET, 3)])
def test_text_and_marks_are_seen_on_white(colour: str, least: float) -> None:
    assert contrast(colour, WHITE) >= least


def test_counties_differ_in_form_too() -> None:
    assert len(set(COUNTY_MARKERS.values())) == len(COUNTY_MARKERS)


def test_neighbouring_answers_and_classes_differ_in_lightness() -> None:
    for scale in (charts_survey.LEVELS, maps.FIVE):
        for first, second in pairwise(scale):
            assert contrast(first, second) > 1.25


def test_classes_of_a_map_grow_darker() -> None:
    steps = [contrast(shade, WHITE) for shade in maps.FIVE]
    assert steps == sorted(steps)


@pytest.mark.parametrize("name", ["20", 20, "Dalarna", "dalarna", "Dalarnas län", "SE312"])
def test_a_region_has_one_colour_by_whatever_name(name: str | int) -> None:
    assert region_colour(name) == "#C33132"
    assert marker_of(name) == "s"


def test_a_region_object_and_an_unknown_one() -> None:
    place = Region("17", "SE311", "Värmland", "Värmlands", "varmland", "county")
    assert region_colour(place) == "#097F4A"
    assert region_colour(None) == region_colour("NMS") == FOCUS


def test_all_county_colours_differ() -> None:
    assert all(first != second for first, second in combinations(COUNTY_COLOURS.values(), 2))


def test_theme_leaves_the_session_as_it_was() -> None:
    before = dict(mpl.rcParams)
    with theme():
        assert mpl.rcParams["svg.hashsalt"] == "nmanalys"
    assert dict(mpl.rcParams) == before


def test_a_figure_does_not_depend_on_the_session() -> None:
    def draw() -> str:
        with theme():
            figure = new_figure(2)
            figure.add_subplot().set_xlabel("Antal (st)")
        return svg(figure)

    plain = draw()
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "none", "axes.grid": True}):
        assert draw() == plain


def test_name_of_a_figure_is_escaped() -> None:
    with theme():
        figure = new_figure(1)
    assert "aria-label='a &lt;b&gt; \"c\" &amp;'" in svg(figure, 'a <b> "c" &')


@pytest.mark.parametrize(
    ("spec", "values", "expected"),
    [
        ("0.0", [0, 1, 2], ["0", "1", "2"]),
        ("0", [0, 0.25, 0.5], ["0", "0,25", "0,5"]),
        ("%", [0, 0.125], ["0 %", "12,5 %"]),
        ("+0", [-1000, 0, 1000], ["−1 000", "0", "+1 000"]),
    ],
)
def test_ticks_have_the_decimals_they_need(spec: str, values: list[float], expected: list[str]) -> None:
    assert [text.replace("\u202f", " ") for text in TickFormatter(spec).format_ticks(values)] == expected


@pytest.mark.parametrize("spec", ["", "0,0", "+", "1.0", "0.0.0", "percent"])
def test_unknown_format_is_refused(spec: str) -> None:
    with pytest.raises(SchemaError, match="Unknown format"):
        formatter(spec)
