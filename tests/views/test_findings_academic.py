"""Sentences about research and joint strengths, and what they say where data are missing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.views.findings_academic import (
    describe_competence,
    describe_fields,
    describe_spending,
    newest_figures,
)
from nmanalys.views.findings_joint_areas import area_map, describe_areas
from nmanalys.vocabulary.regions import Region

COUNTY = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")


def plain(texts: dict[str, str]) -> dict[str, str]:
    return {key: text.replace("\u202f", " ") for key, text in texts.items()}


def spending(business: float = 90.0) -> pd.DataFrame:
    rows = [("20", "all_sectors", 100.0, 5000.0, 15_000.0), ("20", "business", business, 4500.0, 10_500.0),
            ("20", "higher_education", 10.0, 500.0, 4500.0)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["region", "sector", "million", "per_inhabitant", "nation_per_inhabitant"])
    return table.assign(region_name="Dalarna", share=table["million"] / 100, year=2017, population_year=2018)


def test_spending_is_set_against_the_nation() -> None:
    texts = plain(describe_spending(spending(), COUNTY))
    assert texts["lead"].startswith("I Dalarna användes 5 000 kronor per invånare till forskning och utveckling 2017.")
    assert "Störst är företag med 90 % av utgifterna, mot 70 % i riket." in texts["lead"]
    assert (texts["spending_year"], texts["population_year"]) == ("2017", "2018")


def test_a_suppressed_sector_is_named() -> None:
    texts = plain(describe_spending(spending(np.nan), COUNTY))
    assert "Uppgift saknas för företag." in texts["reading_spending"]
    assert "Störst är" not in texts["lead"] + texts["reading_spending"]
    assert "kan summan vara för låg för Dalarna" in texts["reading_spending"]
    low = spending(np.nan).replace({"million": {100.0: 10.0}})
    assert "så den kan vara för låg" in describe_spending(low, COUNTY)["lead"]


def test_only_the_newest_of_a_published_figure_is_kept_and_units_are_not_said_twice() -> None:
    figures = pd.DataFrame(
        {"university": "hda", "indicator": ["studenter", "studenter", "årsverken", "områden"],
         "unit": ["personer", "personer", "årsverken", "namn"], "period": ["2021", "2024", "2021", "2018"],
         "value": ["15751", "17430", "711", "Byggd miljö (2010)"]}
    )  # fmt: skip
    rows = newest_figures(figures, pd.DataFrame({"code": ["hda"], "name": ["Högskolan Dalarna"]}))
    assert rows["label"].tolist() == ["Studenter (personer)", "Årsverken", "Områden"]
    assert [text.replace("\u202f", " ") for text in rows["shown"]] == ["17 430", "711", "Byggd miljö (2010)"]
    assert newest_figures(figures, pd.DataFrame({"code": [], "name": []}, dtype=str)).empty


def test_fields_with_and_without_a_university() -> None:
    fields = pd.DataFrame({"label": ["Fysik", "Juridik"], "activity_index": [2.0, 0.5], "is_strong": [True, False]})
    texts = describe_fields(fields, COUNTY, ["Högskolan Dalarna"], threshold=1.25)
    assert "fysik (2,00)" in texts["reading_fields"]
    assert "1 av 2 forskningsområden" in texts["finding_fields"]
    nothing = describe_fields(fields.iloc[:0], COUNTY, [], threshold=1.25)
    assert nothing["reading_fields"] == "Boken har inget lärosäte i Dalarna, så forskningens inriktning kan inte visas."


def test_a_quotient_alone_does_not_make_an_industry_competent() -> None:
    own = pd.DataFrame(
        {"label": ["Vård", "Bygg"], "lq": [1.4, 1.3], "relative_intensity": [1.1, 0.7], "is_competent": [True, False],
         "is_leading": [True, True]}
    )  # fmt: skip
    texts = describe_competence(own, COUNTY, threshold=1.25)
    assert "en branschgrupp kompetent i Dalarna: vård (1,40)" in texts["reading_competence"]
    assert "Bygg (1,30) når kvoten men har för låg andel högutbildade." in texts["reading_competence"]
    assert "Både tongivande och kompetent är vård. I en av de 2 branschgrupperna" in texts["reading_competence"]
    every = describe_competence(own.assign(relative_intensity=1.2, is_leading=False), COUNTY, threshold=1.25)
    assert "kompetent är ingen branschgrupp. I alla 2 branschgrupper" in every["reading_competence"]
    none = describe_competence(own.assign(is_competent=False, relative_intensity=0.5), COUNTY, threshold=9)
    assert "I ingen av de 2 branschgrupperna" in none["reading_competence"]


def areas() -> pd.DataFrame:
    return pd.DataFrame(
        {"name_sv": ["Stål", "Trä", "Data", "Mat"], "industry_score": [0.9, 0.8, 0.1, 0.5],
         "academic_score": [0.8, 0.1, 0.9, 0.5], "joint_score": [0.85, 0.3, 0.3, 0.5],
         "label": ["gemensam styrka", "näringslivsstyrka", "akademisk styrka", "gränsfall"]}
    )  # fmt: skip


def test_areas_are_told_by_class() -> None:
    texts = describe_areas(areas(), COUNTY, cut=0.5)
    assert "når ett område gränsen på båda sidor med minst 80\u202f% sannolikhet: stål." in texts["reading_areas"]
    assert "Styrka bara i näringslivet: trä." in texts["reading_areas"]
    assert "Gränsfall, där klassen lätt blir en annan: mat." in texts["reading_areas"]
    assert texts["areas_tried"] == "fyra"
    assert area_map(areas(), 0.5)["highlight"] == ["Stål"]


def test_a_side_without_data_is_missing_and_not_weak() -> None:
    texts = describe_areas(areas().assign(academic_score=np.nan, joint_score=np.nan), COUNTY, cut=0.5)
    assert texts["reading_areas"].startswith("Akademins sida saknas för Dalarna.")
    assert "svag" not in texts["reading_areas"]
    assert "stål, trä och mat" in texts["reading_areas"]
