"""Figures on a dark page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.views.night import NIGHT, night_colour, night_svg
from nmanalys.views.theme import COUNTY_COLOURS, FOCUS, INK, MUTED, NATION, QUIET, contrast, tint

TEXT, MARK = 4.5, 3.0  # WCAG 2.1, success criteria 1.4.3 and 1.4.11
CHANNELS = st.integers(0, 255)


def test_paper_is_the_dark_page() -> None:
    assert night_colour("#FFFFFF") == NIGHT


@pytest.mark.parametrize("colour", [*COUNTY_COLOURS.values(), FOCUS, NATION, QUIET])
def test_what_is_drawn_stands_out_at_night(colour: str) -> None:
    assert contrast(night_colour(colour), NIGHT) >= MARK


@pytest.mark.parametrize("colour", [INK, MUTED])
def test_what_is_written_can_be_read_at_night(colour: str) -> None:
    assert contrast(night_colour(colour), NIGHT) >= TEXT


@pytest.mark.parametrize("colour", COUNTY_COLOURS.values())
def test_a_map_s_darkest_class_becomes_its_brightest(colour: str) -> None:
    classes = [contrast(night_colour(tint(colour, share)), NIGHT) for share in (0.2, 0.4, 0.6, 0.8, 1)]
    assert classes == sorted(classes)


@given(CHANNELS, CHANNELS, CHANNELS)
def test_every_colour_has_a_night(red: int, green: int, blue: int) -> None:
    turned = night_colour(f"#{red:02X}{green:02X}{blue:02X}")
    assert re.fullmatch("#[0-9A-F]{6}", turned)


@given(CHANNELS, CHANNELS)
def test_lighter_on_paper_is_darker_at_night(one: int, other: int) -> None:
    light, dark = ("#" + f"{value:02X}" * 3 for value in sorted((one, other), reverse=True))
    assert contrast(night_colour(light), NIGHT) <= contrast(night_colour(dark), NIGHT) + 0.05


def test_only_paint_is_changed() -> None:
    drawing = '<svg><use href="#B41" style="fill: #c33132"/><path id="#abcdef" stroke="white" fill="none"/></svg>'
    turned = night_svg(drawing)
    assert 'href="#B41"' in turned and 'id="#abcdef"' in turned and 'fill="none"' in turned
    assert f'stroke="{NIGHT}"' in turned and "#c33132" not in turned
