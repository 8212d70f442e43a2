"""Bullets carry their numbers and their evidence."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.io.validation import validate
from nmanalys.measures.monitoring import swot
from nmanalys.views.findings_swot import describe_swot, swot_bullets
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.results import RESULTS

DALARNA = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
LABELS = {"B+C": "Tillverkning och utvinning", "J": "Information och kommunikation", "Q": "Vård och omsorg"}


@pytest.fixture
def found() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region": "20",
            "cell": ["threat", "strength", "opportunity", "weakness"],
            "industry": ["Q", "B+C", "J", "Q"],
            "lq": [1.24, 1.32, 0.6, 1.24],
            "reasons": ["falling_with_demand", "specialised_and_rising", "rising", "losing_to_others"],
            "basis": "databaserad",
            "employed_share": [0.2, 0.14, 0.02, 0.2],
            "dynamic_lq": [0.97, 1.0, 1.05, 0.97],
            "competitive_effect": [-846.0, 10.0, 20.0, -846.0],
            "start_year": 2020,
            "end_year": 2025,
        }
    )


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def test_bullets_are_ordered_and_say_why(found: pd.DataFrame) -> None:
    bullets = swot_bullets(found, LABELS)
    assert bullets["cell"].tolist() == ["styrka", "svaghet", "möjlighet", "hot"]
    assert [plain(text) for text in bullets["text_sv"]] == [
        "Tillverkning och utvinning: 14,0 % av jobben, kvot 1,32, tongivande och kvoten i stort sett oförändrad 2020–2025",
        "Vård och omsorg: 20,0 % av jobben, kvot 1,24, men 846 färre jobb än om branschen hade följt samma bransch i riket 2020–2025",  # noqa: E501
        "Information och kommunikation: 2,0 % av jobben, kvot 0,60, men kvoten steg med 5,0 % 2020–2025",
        "Vård och omsorg: 20,0 % av jobben, kvot 1,24, men kvoten sjönk med 3,0 % 2020–2025 och branschen växte "
        "långsammare än andra i riket",
    ]
    assert bullets["evidence"][0] == "industrial_strengths: location_quotients, industry_change; sni_group B+C"
    assert bullets["evidence_text"][0] == "Näringslivets styrkor, raden tillverkning och utvinning (B+C)"


def test_bullets_keep_to_the_schema(found: pd.DataFrame) -> None:
    columns = list(RESULTS["swot"].columns)
    validate(swot_bullets(found, LABELS)[columns], RESULTS["swot"])
    validate(swot_bullets(found.iloc[:0], LABELS)[columns], RESULTS["swot"])


def test_every_reason_of_the_rules_has_words(found: pd.DataFrame) -> None:
    rules = ["related", "rests_on_one_workplace", "concentrated"]
    rows = pd.concat([found.head(1).assign(reasons=rule) for rule in rules], ignore_index=True)
    assert swot_bullets(rows, LABELS)["text_sv"].str.len().min() > 30
    everything = pd.DataFrame({"region": "x", "industry": ["a", "b"], "lq": [2.0, 0.5], "dynamic_lq": [0.9, 1.1],
                               "employed_share": 0.1, "competitive_effect": -1.0, "industry_mix": -1.0, "is_robust": 0.0,
                               "plant_herfindahl": 1.0, "density": [1.0, 2.0], "start_year": 2020, "end_year": 2025})  # fmt: skip
    hits = swot(everything)
    columns = everything.columns.difference(hits.columns)
    assert len(swot_bullets(hits.join(everything[columns], on="row"), {"a": "A", "b": "B"})) == len(hits)


def test_what_is_found_and_what_is_not(found: pd.DataFrame) -> None:
    told = describe_swot(swot_bullets(found, LABELS), DALARNA)
    assert told["finding_swot"] == "Reglerna ger en styrka, en svaghet, en möjlighet och ett hot i Dalarna"
    assert "Vård och omsorg står i mer än en ruta" in told["reading_swot"]
    strengths = swot_bullets(found[found["cell"] == "strength"], LABELS)
    assert (
        "Ingen bransch uppfyller reglerna för svagheter, möjligheter eller hot."
        in describe_swot(strengths, DALARNA)["reading_swot"]
    )
    none = describe_swot(swot_bullets(found.iloc[:0], LABELS), DALARNA)
    assert none["finding_swot"] == "Reglerna ger inga punkter i Dalarna"
