"""Invented assessments, invented clusters with their scores and survey, stakeholders' places, and targets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from illustrative_common import ASSUMED, THREE, real, stream
from pandas import DataFrame

from nmanalys.measures.survey_report import item_summary

WAVES = (2023, 2025)
RATERS = ("A", "B")
SIZES = {"1–9": 0.55, "10–49": 0.30, "50+": 0.15}
RESPONSE = {"1–9": 0.52, "10–49": 0.63, "50+": 0.72}
# in the order of the slides: other firms last, and they are what firms value most
OTHER_FIRMS = 5
ITEMS = (0.3, -0.2, -0.1, -0.3, 0.8)
CUTS = (-1.1, 0.1, 1.0, 1.9)


def assessment_tables() -> dict[str, DataFrame]:
    """Return the tables that people would have judged."""
    return {
        "example_clusters": _clusters(),
        "cluster_scores": _scores(),
        "horizontal_conditions": _conditions(),
        "stakeholders": DataFrame(
            [(name, "exempel", *place) for name, place in ASSUMED["stakeholders"].items()],
            columns=["name", "rater", "influence", "interest"],
        ),
    }


def _clusters() -> DataFrame:
    rows = [(code, *about) for code, about in ASSUMED["clusters"].items()]
    return DataFrame(rows, columns=["cluster_id", "name", "county_code", "field_sv", "member_firms"])


def _scores() -> DataFrame:
    """Levels 0–4 by two raters in two waves; higher phases are harder to reach."""
    random = stream("cluster_scores")
    criteria = real("cluster_criteria")
    rows = []
    for cluster, maturity in ASSUMED["maturity"].items():
        ease = random.normal(0, 0.5, len(criteria))
        for wave, earlier in zip(WAVES, (0.09, 0.0), strict=True):
            for (_, criterion), own in zip(criteria.iterrows(), ease, strict=True):
                level = 7.4 * (maturity - earlier) - 1.25 * (criterion["phase"] - 1) + own
                for rater in RATERS:
                    score = float(np.clip(round(level + random.normal(0, 0.35)), 0, 4))
                    missing = random.random() < 0.03
                    note = "" if missing else f"Påhittat underlag {cluster}, {criterion['criterion_id']}"
                    rows.append((cluster, criterion["criterion_id"], wave, rater, np.nan if missing else score, note))
    return DataFrame(rows, columns=["cluster_id", "criterion_id", "wave", "rater", "score", "evidence_sv"])


def _conditions() -> DataFrame:
    random = stream("horizontal_conditions")
    chance = {1: 1.25, 2: 1.0, 3: 0.7}
    rows = []
    for cluster, maturity in ASSUMED["maturity"].items():
        for criterion in ("miljo", "lika_mojligheter", "jamstalldhet"):
            for condition, ease in chance.items():
                met = bool(random.random() < min(0.95, maturity * ease + 0.1))
                rows.append((cluster, criterion, condition, None if random.random() < 0.04 else met))
    return DataFrame(rows, columns=["cluster_id", "criterion", "condition", "met"], dtype=object)


# ---- survey -------------------------------------------------------------------------------------------------


def survey_tables() -> dict[str, DataFrame]:
    """Return the frame and the firms' answers."""
    random = stream("company_survey")
    members = _members(random)
    frame = members.groupby(["cluster_id", "wave", "size_class"], sort=False).size().rename("firms").reset_index()
    return {"survey_frame": frame, "company_survey": _answers(members, random)}


def _members(random: np.random.Generator) -> DataFrame:
    """One row a firm, cluster and wave. Some firms belong to two clusters, some join for the second wave."""
    clusters = _clusters()
    rows, number, by_county = [], 0, {}
    for cluster in clusters.itertuples():
        others = by_county.setdefault(cluster.county_code, [])
        own = []
        for place in range(cluster.member_firms):
            # a firm that is already a member of another cluster in the county
            if others and place and random.random() < 0.05:
                firm, size = others.pop(int(random.integers(len(others))))
            else:
                number += 1
                firm, size = f"p{number:04d}", str(random.choice(list(SIZES), p=list(SIZES.values())))
                own.append((firm, size))
            waves = WAVES if random.random() < 0.88 or place < 6 else WAVES[1:]
            rows += [(firm, cluster.cluster_id, wave, size) for wave in waves]
        others += own
    return DataFrame(rows, columns=["firm_id", "cluster_id", "wave", "size_class"])


def _answers(members: DataFrame, random: np.random.Generator) -> DataFrame:
    """Answers 1 (to a very high degree) to 5 (not at all); firms that did not answer have no rows."""
    firm = {name: random.normal(0, 0.8) for name in sorted(set(members["firm_id"]))}
    cluster = {name: random.normal(0, 0.15) + 1.2 * (level - 0.55) for name, level in ASSUMED["maturity"].items()}
    rows = []
    for member in members.itertuples():
        if random.random() > RESPONSE[member.size_class]:
            continue
        level = firm[member.firm_id] + cluster[member.cluster_id] + (0.15 if member.wave == WAVES[1] else 0.0)
        for item, ease in enumerate(ITEMS, start=1):
            liking = level + ease + random.logistic(0, 0.7)
            answer = 5.0 - float(np.searchsorted(CUTS, liking + 0.7))
            answer = np.nan if random.random() < 0.04 else answer
            rows.append((member.firm_id, member.cluster_id, member.wave, member.size_class, item, answer))
    columns = ["firm_id", "cluster_id", "wave", "size_class", "item", "answer"]
    return DataFrame(rows, columns=columns)


# ---- indicators ---------------------------------------------------------------------------------------------

NO_TARGET = (None, None, "none", "Inget mål är känt")
PRIORITY = {"17": "v-tillverkning", "20": "d-industri", "21": "g-material"}


def indicator_tables(root: Path) -> dict[str, DataFrame]:
    """Return indicators and their values: from the real tables where they exist, targets invented."""
    indicators, values = [], []
    for region in THREE:
        for name, about, series in _series(region, root):
            code = f"{region}-{name}"
            series = sorted(series)
            base = next(point for point in series if point[0] == about["base"])
            growth = about.get("growth")
            target = NO_TARGET if growth is None else (
                2027 if about["base"] < 2023 else 2029, _target(base[1], growth), "illustrative",
                "Inget beslut: målet är påhittat som exempel",
            )  # fmt: skip
            indicators.append(
                (code, about["name"], about["definition"], about["level"], about.get("priority"), about["unit"], "up",
                 region, base[0], base[1], *target, "ej utsedd", about["table"])
            )  # fmt: skip
            values += [(code, region, *point, about["status"]) for point in series]
    return {
        "indicators": DataFrame(
            indicators,
            columns=["indicator_id", "name_sv", "definition_sv", "level", "priority_id", "unit", "direction",
                     "region_code", "baseline_year", "baseline_value", "target_year", "target_value", "target_status",
                     "decision_sv", "responsible_sv", "source_table"],
        ),
        "indicator_values": DataFrame(
            values, columns=["indicator_id", "region_code", "year", "value", "lower", "upper", "status"]
        ),
    }  # fmt: skip


def _target(base: float, growth: float) -> float:
    target = base * growth
    return float(round(target, -1)) if target > 1000 else round(target, 1)


def _series(region: str, root: Path):
    """Yield name, description and points (year, value, lower, upper) of each indicator of a county."""
    employment = real("employment")
    own = employment[employment["region_code"] == region]
    everyone = own[own["sni_group"] == "A-U+US"]
    services = own[own["sni_group"].isin(["J", "M+N"])].groupby("year")["employed"].sum().reset_index()
    yield "sysselsatta", {
        "name": "Sysselsatta", "definition": "Sysselsatta efter arbetsställets belägenhet, alla branscher",
        "level": "kontext", "unit": "personer", "base": 2020, "table": "employment", "status": "official",
    }, _points(everyone, "employed")  # fmt: skip
    yield "kunskapstjanster", {
        "name": "Sysselsatta i information, kommunikation och företagstjänster",
        "definition": "Sysselsatta efter arbetsställets belägenhet i SNI-sektionerna J, M och N",
        "level": "resultat", "unit": "personer", "base": 2020, "table": "employment", "status": "official",
        "growth": 1.08,
    }, _points(services, "employed")  # fmt: skip
    for name, table, measure, about in PUBLISHED:
        figures = real(table)
        figures = figures[(figures["region_code"] == region) & (figures["measure"] == measure)]
        yield name, {**about, "table": table}, _points(figures.dropna(subset="value"), "value")
    yield "klusternytta", {
        "name": "Höga svar om andra företag i företagsenkäten",
        "definition": "Andel av svaren i exempelkluster som är ”Ja, i mycket hög grad” eller ”Ja, i hög grad” om "
                      "motparten ”Andra företag”; 95-procentigt intervall som på sidan om enkäten",
        "level": "aktivitet", "priority": PRIORITY[region], "unit": "procent", "base": 2023, "growth": 1.15,
        "table": "company_survey", "status": "illustrative",
    }, _high_answers(region, root)  # fmt: skip


PUBLISHED = (
    ("folkmangd", "population", "population", {
        "name": "Folkmängd", "definition": "Folkmängd 31 december", "level": "kontext", "unit": "personer",
        "base": 2018, "status": "published"}),
    ("foretags-fou", "business_rd", "berd", {
        "name": "Företagens utgifter för forskning och utveckling",
        "definition": "Företagssektorns utgifter för egen FoU i länet; tidsseriebrott 2017", "level": "resultat",
        "unit": "miljoner kronor, löpande priser", "base": 2017, "status": "official", "growth": 1.25}),
    ("nya-foretag", "new_firms", "new_firms_per_1000", {
        "name": "Nystartade företag", "definition": "Nystartade företag per 1 000 invånare 16–64 år",
        "level": "resultat", "unit": "per 1 000 invånare", "base": 2017, "status": "published", "growth": 1.1}),
    ("varumarken", "trademarks", "applications_first_half", {
        "name": "Varumärkesansökningar", "definition": "Ansökningar till PRV från sökande i länet, januari–juni",
        "level": "output", "unit": "ansökningar", "base": 2020, "status": "published"}),
    ("offentlig-fou", "rd_by_sector", "public_sector_fte", {
        "name": "Årsverken i offentlig forskning",
        "definition": "Årsverken i egen forskning och utveckling i offentlig sektor", "level": "resultat",
        "unit": "årsverken", "base": 2017, "status": "official", "growth": 1.1}),
)  # fmt: skip


def _points(frame: DataFrame, column: str) -> list[tuple[int, float, float, float]]:
    years, values = frame["year"].astype(int), frame[column].astype(float)
    return [(year, value, np.nan, np.nan) for year, value in zip(years, values, strict=True)]


def _high_answers(region: str, root: Path) -> list[tuple[int, float, float, float]]:
    """Share of high answers about other firms, in per cent with its interval, as the survey's own page has it."""
    answers, frame = (
        pd.read_csv(root / "data" / "survey" / f"{name}.csv") for name in ("company_survey", "survey_frame")
    )
    here = answers[answers["cluster_id"].str.startswith(f"ex-{region}-")]
    points = []
    for wave, part in here.groupby("wave"):
        asked = frame[(frame["wave"] == wave) & frame["cluster_id"].isin(part["cluster_id"])]
        row = item_summary(part, asked).set_index("item").loc[OTHER_FIRMS]
        points.append((int(wave), *(round(100 * float(row[name]), 1) for name in ("share", "lower", "upper"))))
    return points
