"""What single figures show: order, labels, numbers, marks."""

from __future__ import annotations

import numpy as np
import pytest
from colour_checks import by_colour_alone
from pandas import DataFrame
from view_cases import ANSWERS, ITEMS, squares
from view_checks import written

from nmanalys.errors import SchemaError
from nmanalys.views.charts import plot_quotients, plot_ranks
from nmanalys.views.charts_assessment import plot_funnel, plot_heat, plot_progress
from nmanalys.views.charts_change import plot_change_bars, plot_shift_share, plot_slope
from nmanalys.views.charts_lines import plot_lines
from nmanalys.views.charts_plane import plot_bubble, plot_grid, plot_scatter
from nmanalys.views.charts_process import network_layout, plot_network, plot_timeline
from nmanalys.views.charts_survey import plot_likert, plot_likert_diverging, whole_percents
from nmanalys.views.charts_thresholds import plot_thresholds
from nmanalys.views.exhibit import Chart, Missing
from nmanalys.views.maps import class_bounds, map_counties, map_points

QUOTIENTS = DataFrame(
    {
        "label": ["Bygg", "Stål", "Papper"],
        "lq": [0.9, 5.36, np.nan],
        "lower": [0.8, 5.3, np.nan],
        "upper": [1.0, 5.4, np.nan],
    }
)


def texts(chart: Chart) -> list[str]:
    return [text.get_text().replace("\u202f", " ") for text in written(chart.figure)]


def test_quotients_are_sorted_on_a_log_axis_with_the_missing_last() -> None:
    chart = plot_quotients(QUOTIENTS, threshold=1.25, region="20", highlight=["Stål"])
    axes = chart.figure.axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Stål", "Bygg", "Papper"]
    assert axes.get_xscale() == "log"
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    assert {"Riket = 1", "Gräns 1,25", "5,36 (5,30–5,40)", "..", "1"} <= set(texts(chart))
    assert "5,36 (5,30–5,40)" in chart.alt
    assert "1 av 2 når gränsen 1,25" in chart.alt


def test_quotient_axis_speaks_swedish() -> None:
    chart = plot_quotients(QUOTIENTS.assign(lq=[0.4, 5.36, 2.0]))
    ticks = [tick.get_text() for tick in chart.figure.axes[0].get_xticklabels()]
    assert ticks == ["0,5", "1", "2", "5"]


def test_ranks_name_the_highlighted_county_and_the_nation() -> None:
    frame = DataFrame({"region_name": ["Dalarna", "Skåne", "Gotland", "riket"], "value": [20.0, 30.0, 10.0, 21.5]})
    chart = plot_ranks(frame, quantity="Sysselsatta i industrin (procent)")
    assert "Dalarna har plats 2 av 3 med 20,0" in chart.alt
    assert "Riket har 21,5" in chart.alt
    assert "Riket 21,5" in texts(chart)


def test_thresholds_tell_pass_and_fail_by_form() -> None:
    cells = [("Stål", 1.0, True), ("Stål", 1.25, True), ("Bygg", 1.0, True), ("Bygg", 1.25, False)]
    chart = plot_thresholds(DataFrame(cells, columns=["label", "threshold", "passes"]), chosen=1.25)
    fills = [line.get_markerfacecolor() for line in chart.figure.axes[0].lines]
    assert fills.count("white") == 1
    assert {"2 av 2", "1 av 2", "vald gräns"} <= set(texts(chart))
    assert "Stål når alla gränser" in chart.alt


def test_slope_says_what_rose_and_what_is_missing() -> None:
    frame = DataFrame({"label": ["Stål", "Bygg", "IT"], "start": [0.1, 0.2, 0.3], "end": [0.15, 0.1, np.nan]})
    chart = plot_slope(frame, quantity="Andel (procent)", start_label="2020", end_label="2025")
    assert "Andel (procent). .. IT" in texts(chart)
    alt = chart.alt.replace("\u202f", " ")
    assert "Mest ökade Stål, från 10,0 % till 15,0 %" in alt
    assert "Mest minskade Bygg, från 20,0 % till 10,0 %" in alt


def test_falling_bars_are_outlined_and_signed() -> None:
    chart = plot_change_bars(
        DataFrame({"label": ["Stål", "Bygg"], "change": [120, -1250]}), quantity="Förändring (antal)"
    )
    bars = chart.figure.axes[0].patches
    assert [bar.get_width() for bar in bars] == [120, -1250]
    assert bars[1].get_facecolor() == (1, 1, 1, 1)
    assert {"+120", "−1 250"} <= set(texts(chart))


def test_shift_share_parts_add_up_to_the_sum_shown() -> None:
    frame = DataFrame({"label": ["a"], "national_share": [9.5], "industry_mix": [-3.0], "regional_shift": [17.5]})
    chart = plot_shift_share(frame)
    assert chart.data["change"].tolist() == [24.0]
    assert "+24" in texts(chart)
    starts = sorted((bar.get_x(), bar.get_width()) for bar in chart.figure.axes[0].patches)
    assert starts == [(0, -3.0), (0, 9.5), (9.5, 17.5)]


def test_lines_do_not_cross_gaps_or_breaks() -> None:
    years = [2015, 2016, 2018, 2019, 2020]
    frame = DataFrame({"label": "Dalarna", "year": years, "value": [1.0, 2, 3, 4, 5]})
    chart = plot_lines(frame, quantity="Antal (st)", breaks={2019: "Ny insamling"})
    parts = [line for line in chart.figure.axes[0].lines if len(line.get_xdata()) > 1 and line.get_marker() != "None"]
    assert [list(part.get_xdata()) for part in parts] == [[2015, 2016, 2017, 2018], [2019, 2020]]
    assert np.isnan(parts[0].get_ydata()[2])
    assert "Ny insamling" in texts(chart)


def test_bubble_counts_what_it_leaves_out() -> None:
    frame = DataFrame({"label": ["a", "b"], "size": [100, 50], "quotient": [1.5, np.nan], "growth": [0.1, 0.2]})
    chart = plot_bubble(frame)
    assert any("1 utan uppgift visas inte" in text for text in texts(chart))


def test_actors_at_one_place_share_a_mark() -> None:
    frame = DataFrame({"name": ["Kluster", "Lärosäten"], "influence": [5, 5], "interest": [4, 4]})
    chart = plot_grid(frame)
    assert "Kluster\nLärosäten" in texts(chart)
    assert "2 har både högt intresse och högt inflytande: Kluster och Lärosäten" in chart.alt


@pytest.mark.parametrize("draw", [plot_likert, plot_likert_diverging])
def test_survey_keeps_order_and_words(draw) -> None:
    rows = [(item, answer, 0.2, 41) for item in ITEMS for answer in ANSWERS]
    chart = draw(DataFrame(rows, columns=["item_label", "answer_label", "share", "n"]))
    axes = chart.figure.axes[0]
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert names == [f"{item} (n = 41)" for item in ITEMS]
    assert set(ANSWERS) <= set(texts(chart))
    assert "Ja, i mycket hög grad" in chart.alt


def test_survey_axis_runs_to_100_in_steps_of_20() -> None:
    chart = plot_likert(DataFrame({"item_label": "a", "answer_label": ANSWERS, "share": [0.2] * 5}))
    ticks = [tick.get_text().replace("\u202f", " ") for tick in chart.figure.axes[0].get_xticklabels()]
    assert ticks == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]


def test_shares_that_are_percentages_are_refused() -> None:
    with pytest.raises(SchemaError, match="a: 100"):
        plot_likert(DataFrame({"item_label": "a", "answer_label": ANSWERS, "share": [20.0] * 5}))


def test_suppressed_item_is_dots() -> None:
    rows = [("a", answer, 0.2, 41) for answer in ANSWERS] + [("b", answer, np.nan, np.nan) for answer in ANSWERS]
    chart = plot_likert(DataFrame(rows, columns=["item_label", "answer_label", "share", "n"]))
    assert any(".. för få svar" in text for text in texts(chart))
    assert "1 fråga har för få svar" in chart.alt


def test_whole_percents_add_up() -> None:
    shares = np.random.default_rng(3).dirichlet(np.ones(5), 50)
    assert (whole_percents(shares).sum(axis=1) == 100).all()
    assert (np.abs(whole_percents(shares) - shares * 100) < 1).all()


def test_heat_writes_a_word_in_every_cell() -> None:
    cells = [("A", "Miljö", 3), ("A", "Jämställdhet", 0), ("B", "Miljö", np.nan), ("B", "Jämställdhet", 2)]
    frame = DataFrame(cells, columns=["row_label", "column_label", "level"])
    levels = {0: "inte", 1: "oklart", 2: "delvis", 3: "aktivt"}
    chart = plot_heat(frame, levels=levels, quantity="Kriterier")
    assert {"aktivt", "inte", "delvis", ".."} <= set(texts(chart))
    with pytest.raises(SchemaError, match="at most 4 levels"):
        plot_heat(frame, levels=dict.fromkeys(range(5), "x"), quantity="Kriterier")


def test_progress_shows_the_way_and_admits_a_missing_target() -> None:
    frame = DataFrame({"label": ["a", "b"], "baseline": [10, 5], "value": [11, 6], "target": [14, np.nan]})
    chart = plot_progress(frame)
    assert "a 25 % av vägen" in chart.alt.replace("\u202f", " ").lower()
    assert "mål eller värde saknas" in texts(chart)
    assert "10,0 → 11,0 (mål 14,0)" in texts(chart)


def test_a_small_count_stands_beside_its_bar() -> None:
    frame = DataFrame(
        {"step": ["Starka"] * 12, "name": [f"Område {at}" for at in range(12)], "kept": [True] + [False] * 11}
    )
    axes = plot_funnel(frame).figure.axes[0]
    bar = min(axes.patches, key=lambda patch: patch.get_width())
    [count] = [text for text in axes.texts if text.get_text() == "1"]
    assert count.get_position()[0] > bar.get_x() + bar.get_width()


def test_funnel_names_who_left() -> None:
    frame = DataFrame({"step": ["Steg ett"] * 3, "name": ["A", "B", "C"], "kept": [True, False, False]})
    chart = plot_funnel(frame)
    assert "Faller bort: B och C" in texts(chart)
    assert "Vid start 3; Steg ett 1" in chart.alt


def test_timeline_keeps_the_order_given_and_steps_without_year() -> None:
    frame = DataFrame({"region_name": "Dalarna", "year": [None, 2016, 2016], "step": ["Först", "B", "A"]})
    chart = plot_timeline(frame)
    assert "utan år" in texts(chart)
    assert "Dalarna: utan år Först; 2016 B; 2016 A" in chart.alt


def test_network_is_missing_without_ties_and_refuses_odd_names() -> None:
    names = ["a", "b"]
    assert plot_network(DataFrame(0, names, names), missing="Inga band.") == Missing("Inga band.")
    with pytest.raises(SchemaError, match="same names"):
        plot_network(DataFrame(0, names, ["b", "a"]))
    chart = plot_network(DataFrame([[0, 3, 0], [0, 0, 1], [0, 0, 0]], list("abc"), list("abc")))
    assert chart.data.to_dict("list") == {"from": ["a", "b"], "to": ["b", "c"], "weight": [3.0, 1.0]}
    assert "starkast är bandet mellan a och b, 3" in chart.alt.lower()
    assert by_colour_alone(chart.figure) == []


def test_network_layout_does_not_depend_on_chance() -> None:
    weights = np.random.default_rng(1).poisson(0.5, (12, 12))
    weights = np.triu(weights, 1) + np.triu(weights, 1).T
    assert np.array_equal(network_layout(weights), network_layout(weights))
    assert np.abs(network_layout(weights)).max() <= 1


def test_map_has_five_classes_and_a_hatched_one() -> None:
    frame = squares()[["region_code"]].assign(value=np.arange(21.0))
    frame.loc[3, "value"] = np.nan
    chart = map_counties(frame, squares(), quantity="Andel (procent)", spec="0")
    legend = chart.figure.axes[0].get_legend()
    assert legend.get_title().get_text() == "Andel (procent)"
    assert len(legend.get_texts()) == 6
    assert legend.get_texts()[-1].get_text() == ".. uppgift saknas"
    assert sum(patch.get_hatch() == "////" for patch in chart.figure.axes[0].patches) == 1
    assert "Uppgift saknas för 1 län" in chart.alt


def test_map_takes_other_reference_systems_and_needs_codes() -> None:
    frame = squares()[["region_code"]].assign(value=1.0)
    assert isinstance(map_counties(frame, squares().to_crs(4326), quantity="Antal (st)"), Chart)
    with pytest.raises(SchemaError, match="region_code or code"):
        map_counties(frame, squares().rename(columns={"region_code": "id"}), quantity="Antal (st)")


def test_classes_are_never_empty() -> None:
    for count in (1, 4, 5, 6, 21):
        values = np.random.default_rng(count).normal(size=count)
        bounds = class_bounds(values)
        assert len(bounds) == min(5, count)
        assert np.all(np.diff(bounds) > 0)
        assert bounds[-1] == pytest.approx(values.max())


def test_points_without_a_place_are_named_under_the_map() -> None:
    x, y = squares().set_index("region_code").centroid.loc["20"].coords[0]
    frame = DataFrame({"label": ["A", "B"], "county_code": "20", "x": [x, np.nan], "y": [y, np.nan]})
    chart = map_points(frame, squares(), title="Kluster")
    assert "Kluster. Utan plats: B" in texts(chart)
    with pytest.raises(SchemaError, match="none of the counties 99"):
        map_points(frame.assign(county_code="99"), squares())


def test_a_point_whose_quadrant_is_unsure_is_a_ring_and_the_text_counts_the_sure_ones() -> None:
    frame = DataFrame({"label": ["Stål", "Trä", "Bygg"], "x": [3.0, 2.0, 0.0], "y": [3.0, 2.0, 0.0]})
    unsure = frame.assign(is_uncertain=[False, True, False])
    drawn = plot_scatter(unsure, x_title="Närhet (procent)", y_title="Komplexitet (tal)", x_line=1, y_line=1)
    assert "Högt på båda: 2 av 3, Stål och Trä; säkert för 1 av dem." in drawn.alt
    marks = [line for line in drawn.figure.axes[0].lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]
    assert [line.get_color() == "white" for line in marks] == [False, True, False]
    assert "Ring: osäker ruta" in drawn.figure.axes[0].get_xlabel()


def test_a_line_is_told_of_since_the_last_break_only() -> None:
    frame = DataFrame({"label": "Dalarna", "year": [2013, 2015, 2017, 2019], "value": [0.02, 0.015, 0.012, 0.011]})
    alt = plot_lines(frame, quantity="Andel (procent)", spec="0.0 %", breaks={2017: "Mäts på annat sätt"}).alt
    assert "Dalarna från 1,2\u202f% år 2017 till 1,1\u202f% år 2019" in alt
    assert "Serien bryts 2017 (mäts på annat sätt), och talen före jämförs inte" in alt
    assert "2,0" not in alt
    alone = plot_lines(frame[:3], quantity="Andel (procent)", spec="0.0 %", breaks={2017: "Mäts på annat sätt"}).alt
    assert "Dalarna 1,2\u202f% år 2017" in alone
    assert "bryts" not in plot_lines(frame, quantity="Andel (procent)", spec="0.0 %").alt


def test_high_answers_are_added_before_they_are_rounded() -> None:
    rows = {"item_label": ["Stål"] * 4 + ["Trä"] * 4, "answer_label": ["Mycket", "Högt", "Lite", "Inget"] * 2}
    rounded = DataFrame({**rows, "share": [0.34, 0.25, 0.2, 0.21] * 2})
    exact = rounded.assign(exact_share=[0.3425, 0.2534, 0.2, 0.2041] * 2)
    assert "Stål 59\u202f%" in plot_likert(rounded).alt
    assert "Stål 60\u202f%" in plot_likert(exact).alt
    assert "Stål 60\u202f%" in plot_likert_diverging(exact).alt


def test_a_value_just_below_the_threshold_is_written_below_it() -> None:
    rows = DataFrame({"label": ["Stål", "Vård"], "lq": [1.2499, 1.2458], "lower": [1.2, 1.2], "upper": [1.3, 1.3]})
    drawn = plot_quotients(rows, threshold=1.25)
    assert "Stål 1,2499 (1,2000–1,3000)" in drawn.alt
    assert "Lägst är Vård 1,246 (1,200–1,300). 0 av 2 når gränsen 1,25." in drawn.alt
    assert {"1,2499 (1,2000–1,3000)", "1,246 (1,200–1,300)"} <= set(texts(drawn))
    ranks = DataFrame({"region_name": ["Dalarna", "Skåne"], "value": [1.2458, 0.9996]})
    assert "1,246" in plot_ranks(ranks, quantity="Kvot (riket = 1)", spec="0.00", cuts=[1, 1.25]).alt
    places = DataFrame({"region_code": ["20", "12"], "region_name": ["Dalarna", "Skåne"], "value": [1.2458, 0.9996]})
    drawn = map_counties(places, squares(), quantity="Kvot (riket = 1)", spec="0.00", cuts=[1, 1.25])
    assert "Högst Dalarna 1,246, lägst Skåne 0,9996" in drawn.alt


def test_a_value_beyond_the_figure_is_an_arrow_and_not_a_dot_at_its_edge() -> None:
    frame = DataFrame(
        {"label": ["Nära", "Långt bak"], "baseline": [0.0, 94.0], "value": [0.4, 65.0], "target": [1.0, 103.0]}
    )
    chart = plot_progress(frame)
    marks = [line.get_marker() for line in chart.figure.axes[0].lines if line.get_marker() in "o<>"]
    assert marks == ["o", "<"]
    assert any("Pil: längre bort" in text for text in texts(chart))
    assert not any("Pil" in text for text in texts(plot_progress(frame.head(1))))


def test_a_crowded_scatter_names_the_points_in_focus_and_those_high_on_both() -> None:
    places = np.arange(20, dtype=float)
    frame = DataFrame({"label": [f"Bransch {place:02.0f}" for place in places], "x": places, "y": places / 4 - 2.5})
    chart = plot_scatter(frame, x_title="x", y_title="y", highlight=["Bransch 00"], most_names=5, is_squeezed=True)
    named = {text for text in texts(chart) if text.startswith("Bransch")}
    assert named == {"Bransch 00", "Bransch 16", "Bransch 17", "Bransch 18", "Bransch 19"}
    assert "15 namn står bara i tabellen" in texts(chart)
    axes = chart.figure.axes[0]
    assert axes.get_yscale() == "symlog"
    low, high = axes.get_ylim()
    assert low < frame["y"].min() and high > frame["y"].max()
    assert len(chart.data) == 20
    everything = plot_scatter(frame.head(4), x_title="x", y_title="y")
    assert {text for text in texts(everything) if text.startswith("Bransch")} == set(frame["label"].head(4))
