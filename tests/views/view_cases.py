"""Made-up frames for every figure, in the sizes that a county may give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely.geometry import box

from nmanalys.views import (
    charts,
    charts_assessment,
    charts_change,
    charts_lines,
    charts_plane,
    charts_process,
    charts_survey,
    charts_thresholds,
    maps,
)
from nmanalys.views.exhibit import Chart, Exhibit

LONG = "Företag inom juridik, ekonomi, vetenskap och teknik samt uthyrning och andra stödtjänster"
NAMES = [
    "Jordbruk, skogsbruk och fiske", "Tillverkning och utvinning", "Energi och miljö", "Byggverksamhet", "Handel",
    "Transport och magasinering", "Hotell och restaurang", "Information och kommunikation", "Finans och försäkring",
    "Fastighetsverksamhet", LONG, "Offentlig förvaltning och försvar", "Utbildning",
    "Vård och omsorg, sociala tjänster", "Kulturella och personliga tjänster m.m.",
]  # fmt: skip
COUNTIES = [
    "Stockholms län", "Uppsala län", "Södermanland", "Östergötland", "Jönköpings län", "Kronoberg", "Kalmar län",
    "Gotland", "Blekinge", "Skåne", "Halland", "Västra Götaland", "Värmland", "Örebro län", "Västmanland", "Dalarna",
    "Gävleborg", "Västernorrland", "Jämtland Härjedalen", "Västerbotten", "Norrbotten",
]  # fmt: skip
ANSWERS = [
    "Ja, i mycket hög grad", "Ja, i hög grad", "Varken i liten eller stor omfattning", "I liten omfattning",
    "Nej, Inte alls",
]  # fmt: skip
ITEMS = [
    "Företag, andra…", "Forskare eller doktorander", "Politiker eller offentliga…", "Studenter eller elever",
    "Andra företag",
]  # fmt: skip


def labels(count: int) -> list[str]:
    return [name if at < len(NAMES) else f"{name} {at}" for at, name in zip(range(count), NAMES * 3, strict=False)]


def intervals(count: int, rng: np.random.Generator, value: str = "lq", top: float | None = None) -> DataFrame:
    values = np.exp(rng.normal(0, 0.4, count)) if top is None else rng.uniform(0.05, 0.95, count) * top
    wide = rng.uniform(0.02, 0.3, count)
    frame = DataFrame(
        {"label": labels(count), value: values, "lower": values * (1 - wide), "upper": values * (1 + wide)}
    )
    if top is not None:
        frame["upper"] = frame["upper"].clip(upper=top)
    return frame


def counties(count: int, rng: np.random.Generator) -> DataFrame:
    frame = DataFrame({"region_name": [*COUNTIES[-count:], "riket"], "value": rng.normal(20, 4, min(count, 21) + 1)})
    return frame.assign(lower=frame["value"] - 1, upper=frame["value"] + 1)


def thresholds(count: int, rng: np.random.Generator) -> DataFrame:
    cells = [(name, cut, bool(rng.random() > 0.5)) for name in labels(count) for cut in (1.0, 1.25, 1.5, 2.0)]
    return DataFrame(cells, columns=["label", "threshold", "passes"]).astype({"passes": "boolean"})


def answers(count: int, rng: np.random.Generator) -> DataFrame:
    rows = [
        (item, answer, share, 20 + place)
        for place, item in enumerate((ITEMS * 6)[:count] if count <= 5 else labels(count))
        for answer, share in zip(ANSWERS, rng.dirichlet(np.ones(5)), strict=True)
    ]
    return DataFrame(rows, columns=["item_label", "answer_label", "share", "n"])


def heat(count: int, rng: np.random.Generator) -> DataFrame:
    columns = ["Miljö", "Lika möjligheter", "Jämställdhet"]
    cells = [(row, column, float(rng.integers(0, 4))) for row in labels(count) for column in columns]
    return DataFrame(cells, columns=["row_label", "column_label", "level"])


def progress(count: int, rng: np.random.Generator) -> DataFrame:
    base = rng.uniform(5, 10, count)
    frame = DataFrame({"label": labels(count), "baseline": base, "value": base * rng.uniform(0.8, 1.6, count)})
    return frame.assign(
        target=base * 1.5, expected=base * 1.25, lower=frame["value"] * 0.97, upper=frame["value"] * 1.03,
        status_text="viss avvikelse", spec="0.0",
    )  # fmt: skip


def funnel(count: int, rng: np.random.Generator) -> DataFrame:
    steps = ["Näringslivsmässiga styrkor", "Gemensamma akademiska och näringslivsmässiga styrkor", "Helhetliga områden"]
    rows, names = [], labels(count)
    for step in steps:
        keep = max(1, len(names) // 2)
        rows += [(step, name, at < keep) for at, name in enumerate(names)]
        names = names[:keep]
    return DataFrame(rows, columns=["step", "name", "kept"]).astype({"kept": "boolean"})


def lines(count: int, rng: np.random.Generator) -> DataFrame:
    names = [*COUNTIES[12:13], *COUNTIES[15:17], "Riket", *COUNTIES][:count]
    rows = [(name, year, 50 + rng.normal(0, 4)) for name in names for year in range(2012, 2024)]
    return DataFrame(rows, columns=["label", "year", "value"])


def timeline(count: int, rng: np.random.Generator) -> DataFrame:
    rows = [(COUNTIES[12 + at % 3], 2014 + at % 4, name) for at, name in enumerate(labels(count))]
    return DataFrame(rows, columns=["region_name", "year", "step"])


def plane(count: int, rng: np.random.Generator, *columns: str) -> DataFrame:
    return DataFrame({columns[0]: labels(count), **{name: rng.normal(2, 1, count).clip(0.2) for name in columns[1:]}})


def squares() -> GeoDataFrame:
    codes = [f"{code:02d}" for code in (1, *range(3, 11), *range(12, 15), *range(17, 26))]
    cells = [
        box(3e5 + at % 3 * 1e5, 6.2e6 + at // 3 * 1e5, 4e5 + at % 3 * 1e5, 6.3e6 + at // 3 * 1e5) for at in range(21)
    ]
    return GeoDataFrame({"region_code": codes}, geometry=cells, crs=3006)


def county_values(count: int, rng: np.random.Generator) -> DataFrame:
    frame = squares()[["region_code"]].assign(value=rng.normal(20, 4, 21), region_name=COUNTIES)
    return DataFrame(frame.head(count))


def towns(count: int, rng: np.random.Generator) -> DataFrame:
    code = rng.choice(["17", "20", "21"], count)
    bounds = squares().set_index("region_code").bounds.loc[code]
    x = bounds["minx"].to_numpy() + rng.uniform(0.1, 0.9, count) * 1e5
    y = bounds["miny"].to_numpy() + rng.uniform(0.1, 0.9, count) * 1e5
    short = [f"Kluster {at}" for at in range(count)]
    return DataFrame({"label": short, "county_code": code, "x": x, "y": y})


@dataclass(frozen=True)
class Case:
    """A view, its frame for a number of rows, and what else it takes."""

    draw: Callable[..., Exhibit]
    frame: Callable[..., DataFrame]
    value: str
    arguments: dict[str, Any] = field(default_factory=dict)
    most: int = 15

    def make(self, count: int, seed: int = 7) -> DataFrame:
        return self.frame(count, np.random.default_rng(seed))

    def __call__(self, frame: DataFrame, **more: Any) -> Exhibit:
        return self.draw(frame, **self.arguments, **more)


YEARS = {"quantity": "Andel av de sysselsatta (procent)", "start_label": "2020", "end_label": "2025"}
CASES = {
    "quotients": Case(charts.plot_quotients, intervals, "lq", {"threshold": 1.25, "region": "20"}, most=30),
    "ranks": Case(charts.plot_ranks, counties, "value", {"quantity": "Sysselsatta (procent)"}, most=21),
    "shares": Case(charts.plot_shares_with_interval, lambda n, rng: intervals(n, rng, "share", 1.0), "share",
                   {"quantity": "Andel av svaren (procent)"}),
    "thresholds": Case(charts_thresholds.plot_thresholds, thresholds, "passes", {"chosen": 1.25}),
    "slope": Case(charts_change.plot_slope, lambda n, rng: plane(n, rng, "label", "start", "end"), "start", YEARS),
    "bars": Case(charts_change.plot_change_bars, lambda n, rng: plane(n, rng, "label", "change").assign(
        change=lambda rows: (rows["change"] - 2) * 100), "change", {"quantity": "Förändring (antal)"}),
    "shift_share": Case(charts_change.plot_shift_share, lambda n, rng: plane(
        n, rng, "label", "national_share", "industry_mix", "regional_shift"), "regional_shift"),
    "lines": Case(charts_lines.plot_lines, lines, "value", {"quantity": "Nya företag (antal)"}, most=8),
    "bubble": Case(charts_plane.plot_bubble, lambda n, rng: plane(n, rng, "label", "size", "quotient", "growth"),
                   "quotient"),
    "scatter": Case(charts_plane.plot_scatter, lambda n, rng: plane(n, rng, "label", "x", "y"), "x",
                    {"x_title": "Närhet (0–100)", "y_title": "Komplexitet (poäng)", "x_line": 2, "y_line": 2}),
    "grid": Case(charts_plane.plot_grid, lambda n, rng: plane(n, rng, "name", "influence", "interest"), "influence"),
    "likert": Case(charts_survey.plot_likert, answers, "share"),
    "likert_diverging": Case(charts_survey.plot_likert_diverging, answers, "share"),
    "heat": Case(charts_assessment.plot_heat, heat, "level", {
        "levels": {0: "inte", 1: "delvis, oklart", 2: "delvis", 3: "aktivt"}, "quantity": "Kriterier (nivå)"}),
    "progress": Case(charts_assessment.plot_progress, progress, "value"),
    "funnel": Case(charts_assessment.plot_funnel, funnel, "kept"),
    "timeline": Case(charts_process.plot_timeline, timeline, "step"),
    "map_counties": Case(maps.map_counties, county_values, "value", {
        "shapes": squares(), "quantity": "Sysselsatta (procent)", "highlight": ["17", "20", "21"]}, most=21),
    "map_points": Case(maps.map_points, towns, "x", {"shapes": squares(), "title": "Kluster"}, most=20),
}  # fmt: skip


@cache
def drawn(name: str, count: int) -> Chart:
    """Draw a case once, whoever asks."""
    exhibit = CASES[name](CASES[name].make(count))
    assert isinstance(exhibit, Chart)
    return exhibit
