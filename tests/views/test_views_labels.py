"""Direct labels never cover each other, whatever the numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame
from view_checks import overlaps

from nmanalys.views.charts_change import plot_slope
from nmanalys.views.charts_plane import plot_scatter
from nmanalys.views.labels import place_labels, spread
from nmanalys.views.theme import new_figure, theme

finite = st.floats(-100, 100, allow_nan=False, width=32)
values = st.lists(finite, min_size=1, max_size=12)


@given(st.lists(finite, min_size=1, max_size=40), st.floats(0.01, 10))
def test_spread_keeps_order_and_gap(positions: list[float], gap: float) -> None:
    placed = spread(positions, gap)
    order = np.argsort(positions, kind="stable")
    assert (np.diff(placed[order]) >= gap - 1e-6).all()
    assert np.isclose(placed.mean(), np.mean(positions), atol=1e-6)


@given(st.lists(finite, min_size=1, max_size=20))
def test_spread_leaves_room_enough_alone(positions: list[float]) -> None:
    apart = np.arange(len(positions)) * 500 + np.asarray(positions)
    assert np.allclose(spread(apart, 5), apart)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=10))
def test_spread_stays_within_bounds(positions: list[float]) -> None:
    placed = spread(positions, 1.0, 0.0, 10.0)
    assert placed.min() >= -1e-9
    assert placed.max() <= 10 + 1e-9


@settings(max_examples=6, deadline=None)
@given(values)
def test_slope_labels_do_not_overlap(ends: list[float]) -> None:
    frame = DataFrame({"label": [f"Bransch {at}" for at in range(len(ends))], "start": ends[::-1], "end": ends})
    chart = plot_slope(frame, quantity="Antal (st)", start_label="2020", end_label="2025", spec="0.0")
    with theme():
        assert list(overlaps(chart.figure)) == []


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=15))
def test_names_of_points_do_not_overlap(points: list[tuple[float, float]]) -> None:
    frame = DataFrame(points, columns=["x", "y"]).assign(label=[f"Bransch nummer {at}" for at in range(len(points))])
    chart = plot_scatter(frame, x_title="Bredd (m)", y_title="Höjd (m)", x_line=0, y_line=0)
    with theme():
        assert list(overlaps(chart.figure)) == []


def test_names_keep_apart_on_a_map_that_is_narrower_than_its_figure() -> None:
    figure = new_figure(3.0)
    axes = figure.add_subplot()
    axes.set(xlim=(0, 1e5), ylim=(0, 1e5))
    axes.set_aspect("equal")
    axes.axis("off")
    points = [(1e4, 5e4), (3.4e4, 5e4), (5.8e4, 5e4)]
    assert place_labels(axes, points, ["Glava Energy Center", "Compare\nPaper Province", "Stål & Verkstad"]) == []
    figure.draw_without_rendering()
    assert list(overlaps(figure)) == []
