"""No chart tells anything by colour alone, and the checks that say so find charts that do."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest
from colour_checks import by_colour_alone, unnamed, unordered
from view_cases import CASES, drawn

SIZES = [(name, count) for name, case in CASES.items() for count in sorted({min(6, case.most), case.most})]


@pytest.mark.parametrize(("name", "count"), SIZES)
def test_no_chart_tells_by_colour_alone(name: str, count: int) -> None:
    assert by_colour_alone(drawn(name, count).figure) == []


def test_marks_that_only_colour_tells_apart_are_found() -> None:
    figure, axes = plt.subplots()
    axes.plot([1, 2], [1, 5], "o-", color="#c33132")
    axes.plot([1, 2], [2, 4], "o-", color="#097f4a")
    assert unnamed(figure) == ["#c33132 and #097f4a"]
    for label, height in (("Dalarna", 5), ("Värmland", 4)):
        axes.annotate(label, (2, height), xytext=(4, 0), textcoords="offset points")
    assert unnamed(figure) == []
    axes.scatter([1.2, 1.8], [1.5, 4.6], c=["#0b4f7c", "#a65a1f"])
    assert unnamed(figure) == ["#0b4f7c and #a65a1f"]
    plt.close(figure)


def test_areas_that_only_colour_tells_apart_are_found() -> None:
    figure, axes = plt.subplots()
    colours = ["#0b4f7c", "#d5dadf", "#a65a1f"]
    bars = [axes.barh([0, 1], [1, 1], left=[at, at], color=colour) for at, colour in enumerate(colours)]
    assert len(unordered(figure)) == 2
    axes.legend([bar[0] for bar in bars], ["ja", "vet ej", "nej"])
    assert unordered(figure) == []
    axes.legend([bars[at][0] for at in (1, 0, 2)], ["vet ej", "ja", "nej"])
    assert len(unordered(figure)) == 1
    plt.close(figure)
