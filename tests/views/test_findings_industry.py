"""Sentences about industries and about the counties together say what their tables say, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from nmanalys.io.reference import load_regions
from nmanalys.views.findings_industry import describe_change, describe_quotients, describe_shift, describe_thresholds
from nmanalys.views.findings_profile import (
    compare_counties,
    describe_joint,
    describe_profile,
    describe_similarity,
    write_key_figures,
)
from nmanalys.vocabulary.regions import Regions


@pytest.fixture(scope="module")
def regions(root: Path) -> Regions:
    return load_regions(root)


@pytest.fixture
def own() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": ["Jord- och skogsbruk", "Tillverkning och utvinning", "Handel"],
            "sni_group": ["A", "B+C", "G"],
            "lq": [1.8, 1.3, 0.5],
            "lower": [1.7, 1.2, 0.4],
            "upper": [1.9, 1.4, 0.6],
            "employed_share": [0.03, 0.14, 0.10],
            "is_leading": pd.array([True, True, False], dtype="boolean"),
            "rank": [6.0, 5.0, 20.0],
            "regions": [21, 21, 21],
            "thresholds_passed": [3, 2, 0],
        }
    )


def test_quotients(own: pd.DataFrame, regions: Regions) -> None:
    told = describe_quotients(own, regions.find("dalarna"), year=2024, confidence=0.95, threshold=1.25)
    assert told["lead"].startswith(
        "2 av 3 branschgrupper var tongivande i Dalarna 2024: jord- och skogsbruk (1,80) samt tillverkning och utvinning (1,30)."
    )
    assert "andelen är 50\u202f% av den i riket" in told["reading_quotients"]
    assert told["finding_rank"] == "Jord- och skogsbruk: Dalarna har plats 6 av 21"


def test_no_leading_industry_is_said(own: pd.DataFrame, regions: Regions) -> None:
    none = own.assign(is_leading=pd.array([False, pd.NA, False], dtype="boolean"))
    told = describe_quotients(none, regions.find("gotland"), year=2024, confidence=0.95, threshold=1.25)
    assert told["lead"].startswith("Ingen av de 3 branschgrupperna var tongivande på Gotland 2024")
    assert told["leading"] == "ingen bransch"


@pytest.mark.parametrize(("end", "verb"), [([110, 60], "ökade med 13,3"), ([90, 40], "minskade med 13,3")])
def test_change(regions: Regions, end: list[int], verb: str) -> None:
    frame = pd.DataFrame({"label": ["Bygg", "Handel"], "start": [100.0, 50.0], "end": [float(value) for value in end]})
    told = describe_change(frame, regions.find("20"), start=2020, end=2025, national_growth=0.05)
    assert verb in told["finding_change"] and "+5,0" in told["finding_change"]
    falls = "Mest minskade" if end[0] < 100 else "Ingen bransch minskade."
    assert falls in told["reading_change"]


def test_shift(regions: Regions) -> None:
    frame = pd.DataFrame(
        {"label": ["Bygg", "Handel"], "national_share": [5.0, 5.0], "industry_mix": [1.0, -2.0], "regional_shift": [4.0, -9.0],
         "change": [10.0, -6.0]}
    )  # fmt: skip
    told = describe_shift(frame, regions.find("20"))
    assert "svagare" in told["finding_shift"] and "−5 sysselsatta" in told["finding_shift"]
    assert "störst i bygg (+4) och svagast i handel (−9)" in told["reading_shift"]


def test_thresholds(own: pd.DataFrame) -> None:
    told = describe_thresholds(own, [1.0, 1.25, 1.5])
    assert told["finding_thresholds"] == "Vid alla 3 prövade gränser är jord- och skogsbruk tongivande"
    assert "tillverkning och utvinning (2 av 3)" in told["reading_thresholds"]
    none = describe_thresholds(own.assign(thresholds_passed=0), [1.0, 1.25, 1.5])
    assert none["reading_thresholds"].endswith("Inga andra branscher är tongivande vid någon gräns.")


def test_key_figures_without_a_national_number_are_not_compared() -> None:
    row = {"label_sv": "Jobb", "unit_sv": "personer", "year": 2024, "value": 5.0, "national_value": float("nan"),
           "earlier_year": float("nan"), "earlier_value": float("nan"), "decimals": 0, "has_level": True}  # fmt: skip
    assert write_key_figures(pd.DataFrame([row])).iloc[0].tolist() == [
        "Jobb, personer (2024)",
        "5",
        "uppgift saknas",
        "–",
    ]


def test_a_county_without_clusters_survey_or_areas_says_so(own: pd.DataFrame, regions: Regions) -> None:
    change = pd.DataFrame(
        {
            "label": ["Handel"],
            "start": [100],
            "end": [110],
            "start_year": [2020],
            "end_year": [2025],
            "regional_shift": [3.0],
        }
    )
    empty = pd.DataFrame()
    told = describe_profile(
        regions.find("12"),
        quotients=own,
        change=change,
        strengths=own,
        phases=empty,
        survey=empty,
        areas=empty,
        threshold=1.25,
    )
    assert told["clusters"] == "Det finns inga uppgifter om klustrens utveckling i Skåne."
    assert told["areas"] == "Boken har inga testområden för Skåne."
    assert "ökade med 10,0" in told["lead"]


def test_similarity_and_joint_strengths(own: pd.DataFrame, regions: Regions) -> None:
    names = ["Värmland", "Dalarna", "Gävleborg", "Norra Mellansverige", "Riket"]
    distance = pd.DataFrame(0.09, index=names, columns=names)
    distance.loc["Värmland", "Gävleborg"], distance.loc["Dalarna", "Gävleborg"] = 0.03, 0.12
    places = [regions.find(code) for code in ("17", "20", "21")]
    told = describe_similarity(distance, places, regions.find("NMS"))
    assert told["finding_similarity"].startswith("Mest lika är Värmland och Gävleborg")
    assert "Mest olika är Dalarna och Gävleborg (12,0" in told["reading_similarity"]

    strengths = pd.concat([own.assign(region_code=code) for code in ("17", "20", "21")])
    joint = describe_joint(own.assign(employed=100), strengths, regions.find("NMS"), year=2015, hidden=14)
    assert "jord- och skogsbruk 1,80 (1,70–1,90)" in joint["lead"]
    assert "är tongivande i alla tre länen" in joint["reading_shared"]
    assert joint["hidden"] == "14"


def test_the_matrix_of_counties_marks_what_leads(own: pd.DataFrame) -> None:
    quotients = own.assign(region_code="20", region_name="Dalarna").drop(columns="is_leading")
    matrix = compare_counties(quotients, own.assign(region_code="20"))
    assert matrix["level"].tolist() == [2.0, 2.0, 0.0]
    assert matrix["text"].tolist() == ["1,800", "1,300", "0,500"]
