"""Invented publications and research funding by university and field."""

from __future__ import annotations

import numpy as np
from illustrative_common import ASSUMED, real, stream, to_whole
from pandas import DataFrame, Series

YEARS = range(2019, 2024)


def tables() -> dict[str, DataFrame]:
    """Return the two tables."""
    counts = _publications()
    return {"publications": counts, "research_funding": _funding(counts)}


def _profile(university: str) -> Series:
    nation = Series(ASSUMED["publications"]["nation"], dtype=float)
    profile = nation * Series(ASSUMED["publications"]["profile"][university]).reindex(nation.index).fillna(0.6)
    return profile / profile.sum()


def _publications() -> DataFrame:
    """Publications a year; the sum agrees with what a university has printed for the year."""
    random = stream("publications")
    printed = _printed("publikationer")
    rows = []
    for university, size in ASSUMED["publications"]["size"].items():
        profile = _profile(university)
        for year in YEARS:
            chance = profile * random.gamma(12, size=len(profile))
            total = printed.get((university, year), round(size * 1.03 ** (year - 2021) * random.normal(1, 0.03)))
            rows += [(university, field, year, count) for field, count in to_whole(chance, total).items()]
    nation = Series(ASSUMED["publications"]["nation"], dtype=float)
    for year in YEARS:
        yearly = np.round(nation * 1.02 ** (year - 2021) * random.normal(1, 0.02, len(nation))).astype(int)
        rows += [("SE", field, year, count) for field, count in yearly.items()]
    return DataFrame(rows, columns=["university", "field_code", "year", "publications"])


def _printed(indicator: str) -> dict[tuple[str, int], int]:
    figures = real("university_figures")
    figures = figures[(figures["indicator"] == indicator) & figures["period"].str.fullmatch(r"\d{4}")]
    return {(row.university, int(row.period)): int(row.value) for row in figures.itertuples()}


def _funding(counts: DataFrame) -> DataFrame:
    """Million kronor a year, after publications, costlier in science, engineering and medicine."""
    random = stream("research_funding")
    printed = _printed("omsättning, forskning")
    frames = []
    for (university, year), part in counts.groupby(["university", "year"], sort=True):
        costly = part["field_code"].str[0].map({"1": 1.3, "2": 1.4, "3": 1.2, "4": 1.2, "5": 0.7, "6": 0.6})
        weight = (part["publications"] + 0.2) * costly * random.gamma(20, size=len(part))
        expected = ASSUMED["funding"][university] * 1.03 ** (year - 2021)
        total = printed.get((university, year), expected)
        tenths = to_whole(weight, round(total * 10))
        frames.append(part.assign(funding_msek=tenths / 10).drop(columns="publications"))
    order = {code: place for place, code in enumerate(ASSUMED["publications"]["nation"])}
    result = DataFrame(np.concatenate([frame.to_numpy() for frame in frames]), columns=frames[0].columns)
    return result.sort_values(["university", "year", "field_code"],
                              key=lambda cells: cells.map(order) if cells.name == "field_code" else cells)  # fmt: skip
