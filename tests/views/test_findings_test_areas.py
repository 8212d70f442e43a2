"""Sentences about test areas: no support is never weakness, no test areas is said at once."""

from __future__ import annotations

import pandas as pd

from nmanalys.views.findings_official_areas import describe_official_areas, group_rows, main_groups
from nmanalys.views.findings_overall_areas import describe_funnel, describe_outside, funnel_rows
from nmanalys.views.findings_test_areas import describe_strengths, describe_test_areas
from nmanalys.vocabulary.regions import Region

COUNTY = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
CLASSES = pd.DataFrame(
    {"name_sv": ["Avancerad industri", "Hälsa och välfärd", "Städer", "Solel"], "precision": [0.6, 0.3, 0.1, 0.4],
     "area_class": ["bekräftat", "delvis bekräftat", "ej stöd i data", "kan ej bedömas"]}
)  # fmt: skip
GROUPS = pd.DataFrame({"leads": ["ja", "nej", "nej", "nej"]})


def test_named_areas_their_groups_and_their_classes() -> None:
    texts = {key: text.replace("\u202f", " ") for key, text in describe_test_areas(CLASSES, GROUPS, COUNTY).items()}
    assert texts["lead"].startswith("Dalarna har fyra testområden: avancerad industri, hälsa och")
    assert texts["finding_groups"].startswith("Ett av fyra testområden har")
    assert texts["finding_classes"] == (
        "Exempeldata: fyra testområden i Dalarna, varav ett är bekräftat, ett är delvis bekräftat, "
        "ett saknar stöd i data och ett kan inte bedömas"
    )
    assert "Bekräftat: avancerad industri (60 %)." in texts["reading_classes"]
    assert "svag" not in " ".join(texts.values())


def test_many_areas_and_names_with_commas_stay_readable() -> None:
    named = CLASSES.assign(name_sv=["Natur, kultur och plats", "Hälsa", "Städer", "Solel"], area_class="bekräftat")
    assert "natur, kultur och plats; hälsa; städer; solel." in describe_test_areas(named, GROUPS, COUNTY)["lead"]
    many = pd.concat([CLASSES, CLASSES])
    assert "testområden. " in describe_test_areas(many, pd.concat([GROUPS, GROUPS]), COUNTY)["lead"]


def test_without_test_areas_the_gap_and_what_fills_it() -> None:
    texts = describe_test_areas(CLASSES.iloc[:0], GROUPS.iloc[:0], COUNTY)
    assert texts["lead"].startswith("Boken har inga namngivna testområden för Dalarna.")
    assert "Med regionens egna prioriteringar" in texts["lead"]


def test_no_group_of_four_leads() -> None:
    texts = describe_test_areas(CLASSES, GROUPS.assign(leads="nej"), COUNTY)
    assert texts["finding_groups"].startswith("Inget av fyra testområden")


def test_strengths_found_first() -> None:
    official = pd.DataFrame({"label": ["Bygg", "Handel"], "lq": [1.3, 0.9], "is_leading": [True, False]})
    divisions = pd.DataFrame({"label": ["Stål"], "lq": [6.6], "is_strong": pd.array([True], "boolean")})
    texts = describe_strengths(official, divisions, COUNTY, threshold=1.25)
    assert texts["reading_official"] == "I officiell statistik är en branschgrupp tongivande: bygg (1,30)."
    none = describe_strengths(official.assign(is_leading=False), divisions, COUNTY, threshold=1.25)
    assert none["reading_official"] == "I officiell statistik är ingen branschgrupp tongivande."


def test_the_heaviest_group_has_its_published_quotient() -> None:
    links = pd.DataFrame(
        {"priority_id": ["p", "p", "q"], "classification": "SNI", "code": ["24", "55", "99"], "weight": 0.5}
    )
    industries = pd.DataFrame({"code": ["24", "55", "99"], "parent_group": ["B+C", "I", "R+S+T+U"]})
    official = pd.DataFrame({"sni_group": ["B+C"], "label": ["Tillverkning"], "lq": [1.3], "is_leading": [True]})
    table = main_groups(links, industries, official).set_index("priority_id")
    assert table.loc["p", ["label", "leads"]].tolist() == ["Tillverkning", "ja"]
    assert table.loc["q", "leads"] == "uppgift saknas"


def test_outside_with_and_without_test_areas() -> None:
    outside = pd.DataFrame({"label": ["Stål", "Jordbruk"], "is_outside": pd.array([False, True], "boolean")})
    texts = describe_outside(outside, COUNTY, named=4)
    assert texts["finding_outside"] == "Exempeldata: 1 av 2 starka branscher ligger utanför alla testområden i Dalarna"
    assert "jordbruk" in texts["reading_outside"]
    covered = describe_outside(outside.assign(is_outside=False), COUNTY, named=4)
    assert covered["reading_outside"] == "I exempeldata ligger ingen av 2 starka branscher utanför alla testområden."
    none = describe_outside(outside, COUNTY, named=0)
    assert none["reading_outside"].startswith(
        "Två branscher räknas som starka i Dalarna i exempeldata: stål och jordbruk."
    )


def test_an_area_that_is_suppressed_stays_out_of_the_funnel_and_is_named() -> None:
    outcomes = pd.DataFrame(
        {"name_sv": ["Stål", "Trä", "Mat"], "industry_score": [0.9, None, 0.1],
         "outcome": ["inte stark i akademin", "underlag saknas", "inte stark i näringslivet"]}
    )  # fmt: skip
    assert set(funnel_rows(outcomes)["name"]) == {"Stål", "Mat"}
    texts = describe_funnel(outcomes, COUNTY)
    assert texts["finding_funnel"] == "Exempeldata: inget område av 2 går hela vägen i Dalarna"
    assert "Trä kan inte bedömas" in texts["reading_funnel"] and "förslag" not in texts["reading_funnel"]
    gap = outcomes.assign(industry_score=[0.9, 0.9, 0.1])
    assert funnel_rows(gap).empty, "a step without data cannot be followed"


def test_the_official_divisions_say_which_test_areas_they_support() -> None:
    groups = pd.DataFrame(
        {
            "priority_id": ["a", "b", "c"],
            "name_sv": ["Stålets framtid", "Mat", "Vård"],
            "label": "Bygg",
            "group_share": 0.5,
        }
    )
    official = pd.DataFrame(
        {"lq": [2.0, 1.3, None], "lower": [1.5, 0.9, None], "upper": [2.5, 1.9, None],
         "state": ["känd", "känd", "skyddas"]}, index=["a", "b", "c"]
    )  # fmt: skip
    rows = group_rows(groups, official, cuts=[1, 1.25])
    assert rows["official_text"].tolist() == ["2,00 (1,50–2,50)", "1,30 (0,90–1,90)", "skyddas"]
    finer = pd.DataFrame({"nuts": ["SE31"], "year": [2015]})
    text = describe_official_areas(rows, finer, COUNTY, threshold=1.25)["reading_firmest"]
    assert "i riksområdet Norra Mellansverige, 2015. Där går två av tre testområden att mäta, och kvoten" in text
    assert text.endswith("kvoten 1,25 når stålets framtid (2,00).")
    high = describe_official_areas(rows, finer, COUNTY, threshold=2.5)["reading_firmest"]
    assert high.endswith("att mäta, och inget av dem når kvoten 2,50.")
    assert describe_official_areas(rows.head(0), finer, COUNTY, threshold=1.25)["reading_firmest"] == ""


def test_the_funnel_needs_every_step() -> None:
    outcomes = pd.DataFrame(
        {
            "name_sv": ["Stål", "Trä", "Mat"],
            "outcome": ["helhetligt styrkeområde", "ej bland testområdena", "inte stark i akademin"],
        }
    )
    assert funnel_rows(outcomes)["kept"].tolist() == [True, True, True, True, True, False, True, False]
    texts = describe_funnel(outcomes, COUNTY)
    assert "ett område av 3 hela vägen: stål." in texts["reading_funnel"]
    assert "Utanför testområdena, men starkt på båda sidor: trä." in texts["reading_funnel"]
    assert "förslag att pröva" in texts["reading_funnel"]
    unknown = outcomes.assign(outcome="underlag saknas", industry_score=0.9)
    assert funnel_rows(unknown).empty
    assert describe_funnel(unknown, COUNTY)["reading_funnel"].startswith("Kedjan kan inte följas hela vägen i Dalarna")
