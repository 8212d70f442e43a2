"""Sentences stay true when the numbers change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas import DataFrame

from nmanalys.views.text import certainty, compared, counted, development, in_words, leading, ranked, times
from nmanalys.vocabulary.language import listing

share = st.floats(0, 1)


@given(share, share)
def test_higher_is_never_said_of_a_lower_value(value: float, reference: float) -> None:
    said = compared(value, reference)
    assert not (said.startswith("högre") and value <= reference)
    assert not (said.startswith("lägre") and value >= reference)


@given(share, share)
def test_rose_is_never_said_of_a_fall(start: float, end: float) -> None:
    said = development(start, end, first=2020, last=2025)
    assert not (said.startswith("ökade") and end <= start)
    assert not (said.startswith("minskade") and end >= start)


def test_missing_values_are_admitted() -> None:
    assert compared(np.nan, 0.2) == "uppgift saknas"
    assert "kan inte jämföras" in development(0.1, np.nan, first=2020, last=2025)
    assert times(np.nan) == "uppgift saknas"
    assert certainty(np.nan, 1, 1) == "osäkert, intervall saknas"
    assert ranked(np.nan, 21) == ".."


@pytest.mark.parametrize(
    ("quotient", "said"),
    [
        (0.5, "50 procent mindre andel än i riket"),
        (1.0, "lika stor andel som i riket"),
        (1.321, "32 procent större andel än i riket"),
        (1.97, "dubbelt så stor andel som i riket"),
        (3.52, "3,5 gånger så stor andel som i riket"),
    ],
)
def test_quotients_in_words(quotient: float, said: str) -> None:
    assert times(quotient) == said


def test_counting_words() -> None:
    assert [in_words(count) for count in (0, 1, 2, 12, 13)] == ["noll", "en", "två", "tolv", "13"]
    assert counted(2, "kluster", "kluster", neuter=True) == "två kluster"
    assert counted(0, "kluster", "kluster", neuter=True) == "inget kluster"


def test_leading_skips_missing_and_breaks_ties_by_name() -> None:
    frame = DataFrame({"label": ["Bygg", "Annat", "IT", "Stål"], "lq": [1.5, 1.5, 2.0, np.nan]})
    assert leading(frame) == "IT (2,00), annat (1,50) och bygg (1,50)"
    assert leading(frame.iloc[3:]) == "ingen bransch"
    assert leading(frame, most=1) == "IT (2,00)"


def test_names_with_och_are_kept_apart() -> None:
    assert listing(["vård och omsorg", "handel"]) == "vård och omsorg samt handel"
