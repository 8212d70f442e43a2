"""Sentences about industries and about the counties together say what their tables say, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from nmanalys.io.reference import load_regions
from nmanalys.views.findings_industry import describe_change, describe_quotients, describe_shift, describe_thresholds
from nmanalys.views.findings_profile import compare_counties, describe_joint, describe_similarity, write_key_figures
from nmanalys.views.findings_summary import describe_profile, describe_summary
from nmanalys.vocabulary.regions import Region, Regions


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
        "Två av 3 branschgrupper var tongivande i Dalarna 2024: jord- och skogsbruk (1,80) samt tillverkning och "
        "utvinning (1,30)."
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
    assert told["finding_thresholds"] == "Vid alla tre prövade gränser är jord- och skogsbruk tongivande"
    assert "tillverkning och utvinning (2 av 3)" in told["reading_thresholds"]
    none = describe_thresholds(own.assign(thresholds_passed=0), [1.0, 1.25, 1.5])
    assert none["reading_thresholds"].endswith("Inga andra branscher är tongivande vid någon gräns.")


FIGURE = {"figure": "employed", "label_sv": "Jobb", "unit_sv": "personer", "year": 2024, "value": 110.0, "lower": None,
          "upper": None, "national_value": 1000.0, "earlier_year": 2020.0, "earlier_value": 100.0,
          "national_earlier_value": 800.0, "is_clear_change": None, "decimals": 0, "has_level": True}  # fmt: skip


def written(**changed: object) -> list[str]:
    return write_key_figures(pd.DataFrame([FIGURE | changed])).iloc[0].tolist()[1:]


def test_key_figures_without_a_national_number_are_not_compared() -> None:
    gone = {"national_value": float("nan"), "earlier_year": float("nan"), "earlier_value": float("nan")}
    assert written(value=5.0, **gone) == ["5", "uppgift saknas", "jämförbart tidigare år saknas"]


def test_a_number_of_people_is_compared_by_share_and_growth() -> None:
    assert written(has_level=False)[1:] == ["11,0\u202f% av rikets", "+10,0\u202f% sedan 2020 (riket +25,0\u202f%)"]


def test_what_chance_may_explain_is_called_so() -> None:
    rate = {"unit_sv": "per invånare", "value": 46.6, "national_value": 44.3, "earlier_value": 40.0, "decimals": 1}
    assert written(**rate, lower=31.0, upper=67.0, is_clear_change=False)[1:] == [
        "ingen säker skillnad mot riket (44,3)", "+6,6 per invånare sedan 2020, kan vara slump"]  # fmt: skip
    assert written(**rate | {"national_value": 90.0}, lower=31.0, upper=67.0, is_clear_change=True)[1:] == [
        "lägre än i riket (90,0)", "+6,6 per invånare sedan 2020"]  # fmt: skip
    assert written(**rate | {"earlier_value": 46.6})[2] == "oförändrat sedan 2020"


CHANGE = pd.DataFrame({"label": ["Handel"], "start": [100], "end": [110], "start_year": [2020], "end_year": [2025],
                       "regional_shift": [3.0]})  # fmt: skip


def profile(own: pd.DataFrame, place: Region, **tables: pd.DataFrame) -> dict[str, str]:
    empty = dict.fromkeys(("phases", "survey", "areas"), pd.DataFrame())
    given = {"figures": pd.DataFrame([FIGURE]), "quotients": own, "change": CHANGE, "strengths": own} | empty | tables
    return describe_profile(place, **given, threshold=1.25)


def test_a_county_without_clusters_survey_or_areas_says_so(own: pd.DataFrame, regions: Regions) -> None:
    told = profile(own, regions.find("12"))
    assert told["clusters"] == "Det finns inga uppgifter om klustrens utveckling i Skåne."
    assert told["areas"] == "Boken har inga testområden för Skåne."
    assert "Antalet sysselsatta ökade med 10,0\u202f% 2020–2024; i riket var förändringen +25,0\u202f%." in told["lead"]
    assert "minst 1,25 gånger så stor andel av jobben som i riket" in told["lead"]


def test_the_page_tells_the_clusters_phases_and_the_firms_voice(own: pd.DataFrame, regions: Regions) -> None:
    phases = pd.DataFrame({"phase": [3.0, 0.0, 3.0, None], "is_example": True})
    survey = pd.DataFrame({"label_sv": ["Andra företag", "Studenter"], "share": [0.7, 0.4], "lower": [0.6, 0.3],
                           "upper": [0.8, 0.5], "is_example": True})  # fmt: skip
    told = profile(own, regions.find("NMS"), phases=phases, survey=survey)
    assert "två i fas 3 (utveckling)" in told["clusters"] and "ett under fas 1" in told["clusters"]
    assert "ett utan bedömd fas" in told["clusters"] and "Länens egna kluster" in told["clusters"]
    assert "”Andra företag” flest höga svar: 70\u202f% (60–80\u202f%)" in told["voice"]


def test_areas_that_cannot_be_judged_are_not_called_none(own: pd.DataFrame, regions: Regions) -> None:
    official = pd.DataFrame(
        {"label": ["Stål"], "lq": [5.4], "lower": [5.3], "upper": [5.5], "nuts": "SE21", "year": 2015}
    )
    tables = {"official": official, "evidence": pd.DataFrame({"state": ["känd"]}), "quotients": own, "threshold": 1.25}
    unseen = pd.DataFrame({"name_sv": ["Metall", "Trä"], "tier": "kan ej bedömas"})
    told = describe_summary(regions.find("09"), combined=unseen, **tables)["strength_areas"]
    assert told.startswith("Kan inte bedömas på Gotland") and "inget område" not in told
    below = unseen.assign(tier="under gränsen")
    assert (
        "inget område styrkeområde" in describe_summary(regions.find("09"), combined=below, **tables)["strength_areas"]
    )


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
