"""Invented employment by county and division, by municipality and division, and by education."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from illustrative_common import ASSUMED, THREE, real, stream, to_whole
from pandas import DataFrame, Series

from nmanalys.io.disclosure import frequency_rule, secondary_suppression
from nmanalys.vocabulary.industries import GROUPS, TOTAL, UNKNOWN
from nmanalys.vocabulary.tables import EDUCATION_LEVELS

YEARS = (2020, 2024)
MIN_PERSONS, MIN_WORKPLACES = 5, 3
GOODS = {"A", "B+C", "D+E"}


def tables() -> dict[str, DataFrame]:
    """Return the three tables."""
    industries = real("industries")
    groups = {group: tuple(industries.loc[industries["parent_group"] == group, "code"]) for group in GROUPS}
    regions = real("regions")
    counties = regions.loc[regions["kind"] == "county"].set_index("code")["nuts"].str[:4]
    employment = real("employment")
    bas = {year: _wide(employment, year) for year in YEARS}
    true = {year: _divisions(bas[year], groups, counties, year) for year in YEARS}
    plants = {year: _workplaces(true[year], groups, year) for year in YEARS}
    hidden = {year: _hidden(true[year], plants[year]["workplaces"], groups) for year in YEARS}
    return {
        "employment_divisions": pd.concat(
            [_published(true[year], plants[year], hidden[year], year) for year in YEARS], ignore_index=True
        ),
        "employment_municipalities": _municipalities(true[2024], hidden[2024], groups),
        "education": _education(bas[2024]),
    }


def _wide(employment: DataFrame, year: int) -> DataFrame:
    rows = employment[employment["year"] == year]
    return rows.pivot(index="region_code", columns="sni_group", values="employed")


# ---- divisions ----------------------------------------------------------------------------------------------


def _divisions(bas: DataFrame, groups: Mapping[str, tuple[str, ...]], counties: Series, year: int) -> DataFrame:
    """Split every county's groups into divisions, then add the nation."""
    prior = _prior(counties, groups)
    # a stream a year: levels drift between the years, structure does not
    structure, drift = stream("structure"), stream(f"drift {year}")
    noise = structure.normal(size=prior.shape) * [_spread(groups, name) for name in prior.columns]
    noise = noise + drift.normal(size=prior.shape) * 0.05
    # in the three counties the assumed structure is to show through
    noise[prior.index.isin(THREE)] *= 0.4
    weights = prior * np.exp(noise) * _tilts(prior)
    parts = []
    for group, divisions in groups.items():
        fitted = _fitted(weights[list(divisions)], prior[list(divisions)], bas.loc[counties.index, group], counties)
        whole = [to_whole(fitted.loc[code], int(bas.loc[code, group])) for code in counties.index]
        part = DataFrame(whole, index=counties.index)
        nation = part.sum()
        # the nation's published group is a few persons off the counties' sum; the largest division takes it
        nation[nation.idxmax()] += int(bas.loc["00", group]) - int(nation.sum())
        parts.append(pd.concat([DataFrame([nation], index=["00"]), part]))
    return pd.concat(parts, axis=1)


def _prior(counties: Series, groups: Mapping[str, tuple[str, ...]]) -> DataFrame:
    """Persons by county and division before any margin: Eurostat's figures of the county's part of the country."""
    sbs = real("employment_nuts2")
    wide = sbs.pivot(index="nuts", columns="sni_division", values="employed")
    section = sbs.loc[sbs["level"] == "section"].groupby("nuts")["employed"].sum()
    covered = [code for code in wide.columns if code.isdigit()]
    nation = wide.loc["SE", covered].fillna(Series(ASSUMED["assumed"])).fillna(400.0)
    by_part = wide.loc[sorted(set(counties)), covered]
    # a suppressed cell is not worked out: it gets the nation's share of the part's size
    by_part = by_part.where(by_part.notna(), np.outer(section[by_part.index] / section["SE"], nation))
    prior = by_part.loc[counties].set_axis(counties.index)
    for group, shares in ASSUMED["group_shares"].items():
        for division, share in shares.items():
            prior[division] = share * 1e5
        assert set(shares) == set(groups[group])
    return prior[[code for divisions in groups.values() for code in divisions]]


def _spread(groups: Mapping[str, tuple[str, ...]], division: str) -> float:
    return 0.45 if division in groups["B+C"] else 0.25 if division in groups["A"] + groups["D+E"] else 0.12


def _tilts(prior: DataFrame) -> DataFrame:
    tilts = DataFrame(1.0, prior.index, prior.columns)
    for county, divisions in ASSUMED["tilts"].items():
        for division, tilt in divisions.items():
            tilts.loc[county, division] = tilt
    tilts.loc[tilts.index != "01", "99"] = 0.0
    return tilts


def _fitted(weights: DataFrame, prior: DataFrame, totals: Series, counties: Series) -> DataFrame:
    """Fit rows to the published groups and columns to the structure of each part of the country (RAS)."""
    part = pd.get_dummies(counties.loc[weights.index]).to_numpy(dtype=float).T
    rows = totals.loc[weights.index].to_numpy(dtype=float)
    structure = part @ prior.to_numpy()
    target = structure / structure.sum(axis=1, keepdims=True) * (part @ rows)[:, None]
    fitted = weights.to_numpy()
    for _ in range(30):
        fitted = fitted / fitted.sum(axis=1, keepdims=True) * rows[:, None]
        columns = part @ fitted
        fitted = fitted * (part.T @ np.divide(target, columns, out=np.zeros_like(target), where=columns > 0))
    return DataFrame(fitted, weights.index, weights.columns)


# ---- workplaces and suppression -----------------------------------------------------------------------------


def _workplaces(true: DataFrame, groups: Mapping[str, tuple[str, ...]], year: int) -> dict[str, DataFrame]:
    """Draw the workplaces of each cell: their number, their concentration, the largest one's share."""
    random = stream(f"workplaces {year}")
    size = {division: ASSUMED["workplace_size"].get(division, ASSUMED["workplace_size"][group])
            for group, divisions in groups.items() for division in divisions}  # fmt: skip
    blank = DataFrame(np.nan, true.index, true.columns)
    result = {"workplaces": blank * 0, "herfindahl": blank.copy(), "largest": blank.copy()}
    for division in true.columns:
        everywhere = []
        for county in true.index[1:]:
            plants = _plants(int(true.loc[county, division]), size[division], random)
            everywhere.append(plants)
            _describe(result, county, division, plants)
        _describe(result, "00", division, np.concatenate(everywhere))
    return result


def _plants(employed: int, mean: float, random: np.random.Generator) -> np.ndarray:
    if employed == 0:
        return np.zeros(0)
    number = int(np.clip(round(employed / mean * np.exp(random.normal(0, 0.15))), 1, employed))
    weights = np.exp(random.normal(0, 1.3, size=number))
    return 1 + random.multinomial(employed - number, weights / weights.sum())


def _describe(result: dict[str, DataFrame], county: str, division: str, plants: np.ndarray) -> None:
    result["workplaces"].loc[county, division] = len(plants)
    if len(plants):
        shares = plants / plants.sum()
        result["herfindahl"].loc[county, division] = round(float((shares**2).sum()), 6)
        result["largest"].loc[county, division] = round(float(shares.max()), 6)


def _hidden(true: DataFrame, workplaces: DataFrame, groups: Mapping[str, tuple[str, ...]]) -> DataFrame:
    """Suppress small cells, and those from which they could be worked out with the published groups."""
    unsafe = frequency_rule(true, MIN_PERSONS) | frequency_rule(workplaces, MIN_WORKPLACES)
    hidden = DataFrame(False, true.index, true.columns)
    for divisions in groups.values():
        if len(divisions) == 1:  # the division is the published group
            continue
        part = true[list(divisions)].copy()
        part.loc["00"] = part.iloc[1:].sum()
        part["sum"] = part.sum(axis=1)
        marks = unsafe[list(divisions)].assign(sum=False)
        known = DataFrame(False, part.index, part.columns).assign(sum=True)
        hidden[list(divisions)] = secondary_suppression(part, marks, published=known)[list(divisions)]
    return hidden


def _published(true: DataFrame, plants: dict[str, DataFrame], hidden: DataFrame, year: int) -> DataFrame:
    columns = {"employed": true, "workplaces": plants["workplaces"], "workplace_herfindahl": plants["herfindahl"],
               "largest_workplace_share": plants["largest"]}  # fmt: skip
    long = {name: wide.astype(float).mask(hidden).stack(future_stack=True) for name, wide in columns.items()}
    frame = DataFrame(long).rename_axis(["region_code", "sni_division"]).reset_index()
    frame.insert(2, "year", year)
    return frame.sort_values(["region_code", "sni_division"], kind="stable")


# ---- municipalities -----------------------------------------------------------------------------------------


def _municipalities(true: DataFrame, hidden: DataFrame, groups: Mapping[str, tuple[str, ...]]) -> DataFrame:
    """Spread every county's division over its municipalities; rows without employed are left out."""
    random = stream("municipalities")
    municipalities = real("municipalities")
    weights = _attraction(municipalities["code"], groups, random)
    rows = []
    for county, codes in municipalities.groupby("county_code")["code"]:
        for division in true.columns:
            spread = weights.loc[codes, division]
            total = int(true.loc[county, division])
            cells = Series(random.multinomial(total, spread / spread.sum()), index=codes)
            shown = cells[cells > 0].astype(float)
            if hidden.loc[county, division] or (shown < MIN_PERSONS).any():
                shown = shown.mask(_hidden_here(shown, total, bool(hidden.loc[county, division])))
            rows += [(code, division, 2024, value) for code, value in shown.items()]
    frame = DataFrame(rows, columns=["municipality_code", "sni_division", "year", "employed"])
    return frame.sort_values(["municipality_code", "sni_division"], kind="stable", ignore_index=True)


def _attraction(codes: Series, groups: Mapping[str, tuple[str, ...]], random: np.random.Generator) -> DataFrame:
    """How much of a division a municipality draws: its size, its milieu, chance, and known places."""
    # codes from 80 on are the old towns, 80 itself the county's largest as a rule
    ending = codes.str[2:].astype(int)
    size = np.select([ending == 80, ending > 80], [8.0, 3.0], 1.0) * np.exp(random.normal(0, 0.5, len(codes)))
    divisions = [code for members in groups.values() for code in members]
    log = np.zeros((len(codes), len(divisions)))
    for members in ASSUMED["milieus"].values():
        log += np.outer(random.normal(0, 0.8, len(codes)), [code in members for code in divisions])
    # production is lumpy, services follow the people
    lumpy = [
        0.4 if code in groups["B+C"] else 1.5 if code in groups["A"] + groups["D+E"] else 10.0 for code in divisions
    ]
    weights = DataFrame(size[:, None] * np.exp(log) * random.gamma(lumpy, size=log.shape) / lumpy, codes, divisions)
    for division, places in ASSUMED["places"].items():
        weights.loc[places, division] = weights.loc[places, division] * 4 + size.mean() * 4
    return weights + 1e-9


def _hidden_here(cells: Series, total: int, total_hidden: bool) -> Series:
    table = DataFrame({"persons": [*cells, total]}, index=[*cells.index, "county"])
    unsafe = frequency_rule(table, MIN_PERSONS)
    unsafe.loc["county"] = total_hidden
    known = DataFrame({"persons": [False] * len(cells) + [not total_hidden]}, index=table.index)
    marks = secondary_suppression(table, unsafe, published=known, margins=("columns",))["persons"]
    return marks.iloc[:-1]


# ---- education ----------------------------------------------------------------------------------------------


def _education(bas: DataFrame) -> DataFrame:
    """Split the employed by education; levels add up to the published cell."""
    random = stream("education")
    codes = [code for code in bas.index if code != "00"]
    cells: dict[tuple[str, str], Series] = {}
    for county in codes:
        odds = ASSUMED["education_odds"].get(county, 0.85)
        for group in (*GROUPS, UNKNOWN):
            shares = Series(ASSUMED["education"][group], index=EDUCATION_LEVELS)
            shares = shares * np.exp(random.normal(0, 0.04, len(shares)))
            shares[["5", "61"]] *= [odds**0.5, odds]
            cells[county, group] = to_whole(shares, int(bas.loc[county, group]))
    for group in (*GROUPS, UNKNOWN):
        cells["00", group] = _moved_to(sum(cells[code, group] for code in codes), int(bas.loc["00", group]))
    for region in bas.index:
        total = sum(cells[region, group] for group in (*GROUPS, UNKNOWN))
        cells[region, TOTAL] = _moved_to(total, int(bas.loc[region, TOTAL]))
    rows = [(region, group, level, 2024, value) for (region, group), split in sorted(cells.items())
            for level, value in split.items()]  # fmt: skip
    return DataFrame(rows, columns=["region_code", "sni_group", "education_level", "year", "employed"])


def _moved_to(split: Series, total: int) -> Series:
    """Let the largest level take the few persons by which published sums differ."""
    split = split.copy()
    split[split.idxmax()] += total - int(split.sum())
    return split
