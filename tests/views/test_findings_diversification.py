"""Sentences about breadth and options: true whichever way the numbers fall."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.views.findings_breadth import breadth_rows, describe_breadth
from nmanalys.views.findings_diversification import describe_options, name_options
from nmanalys.vocabulary.regions import Region

COUNTY = Region("09", "SE214", "Gotland", "Gotlands", "gotland", "county")


def breadth(rank: float = 1, best: float = 1, worst: float = 2, start: float = 0.17, end: float = 0.16) -> pd.DataFrame:
    own = {"region": "09", "region_name": "Gotland", "rank": rank, "best": best, "worst": worst, "regions": 21,
           "start": start, "end": end}  # fmt: skip
    other = {**own, "region": "13", "region_name": "Halland", "rank": 21}
    rows = [
        {**own, "measure": "hoover", "value": 0.164, "nation": 0.0},
        {**own, "measure": "effective", "value": 10.1, "nation": 10.2},
        {**other, "measure": "hoover", "value": 0.05, "nation": 0.0},
        {**other, "measure": "effective", "value": 9.0, "nation": 10.2},
    ]
    return pd.DataFrame(rows)


def told(**change: float) -> dict[str, str]:
    texts = describe_breadth(breadth(**change), COUNTY, year=2024, start=2020, end=2025)
    return {key: text.replace("\u202f", " ") for key, text in texts.items()}


def test_level_place_with_its_spread_and_change() -> None:
    texts = told()
    assert texts["lead"].startswith("16,4 % av jobben på Gotland")
    assert "plats 1 av 21 regioner (plats 1–2 om en branschgrupp i taget lämnas utanför)" in texts["lead"]
    assert "minskade från 17,0 % 2020 till 16,0 % 2025" in texts["lead"]
    assert "Mest olik riket är Gotland (16,4 %) och minst olik Halland (5,0 %)." in texts["reading_breadth"]
    assert "mer samlade än i riket" in texts["reading_concentration"]


def test_no_change_that_shows_and_a_place_that_holds() -> None:
    texts = told(start=0.1641, end=0.1642, worst=1)
    assert "lika stor 2020 som 2025" in texts["lead"]
    assert "vilken branschgrupp man än bortser från" in texts["lead"]


def test_the_table_has_a_name_and_a_place_for_each_measure() -> None:
    rows = breadth_rows(breadth().query("region == '09'"))
    assert rows["label"].str.startswith("Jobb som skiljer").any()
    assert rows["place"].tolist() == ["1 (1–2)", "1 (1–2)"]
    assert rows["value_text"].str.replace("\u202f", " ").tolist() == ["16,4 %", "10,1"]


def options(slope: float) -> pd.DataFrame:
    count = 8
    table = pd.DataFrame(
        {"density": [10.0 * at for at in range(count)], "label": [f"Bransch {at}" for at in range(count)]}
    )
    table["complexity"] = slope * table["density"]
    table["quadrant"] = ["dead end", "casino", "casino", "low road", "high road", "high road", "low road", None]
    table["is_specialised"] = pd.array([False] * 7 + [None], "boolean")
    return table.assign(stability=[0.9, 0.5, 0.9, 0.9, 0.9, 0.9, 0.9, None])


@pytest.mark.parametrize(("slope", "words"), [(-1, "oftast enklare"), (1, "oftast mer komplext")])
def test_near_and_complex_are_set_against_each_other(slope: float, words: str) -> None:
    texts = describe_options(name_options(options(slope)), COUNTY, units=290)
    assert words in texts["reading_options"]
    assert "I de påhittade talen" in texts["reading_options"]
    assert "Om det är så i verkligheten vet vi inte." in texts["reading_options"]
    assert texts["finding_options"].startswith("Exempeldata: två av 7 branscher")
    assert "6 av 7 alternativ" in texts["reading_stability"]
    assert texts["suppressed_options"].startswith("I exempeldata är en bransch skyddad ")


@pytest.mark.parametrize(
    ("stability", "finding", "reading"),
    [
        ([0.8, 0.95], "är både nära och komplexa", "Nära och komplexa är bransch 5 och bransch 4."),
        (
            [0.79, 0.8],
            "kan vara både nära och komplexa, en av dem säkert",
            "Bransch 4 kan vara det, men det är osäkert.",
        ),
        (
            [0.2, float("nan")],
            "kan vara både nära och komplexa, ingen av dem säkert",
            "Ingen av dem är säkert både nära och",
        ),
    ],
)
def test_only_what_holds_in_most_draws_is_stated(stability: list[float], finding: str, reading: str) -> None:
    table = options(1)
    table.loc[[4, 5], "stability"] = stability
    named = name_options(table)
    texts = describe_options(named, COUNTY, units=290)
    assert texts["finding_options"].endswith(finding)
    assert reading in texts["lead_options"]
    shown = named.set_index("label")["quadrant_text"]
    unsure = [not share >= 0.8 for share in stability]
    assert [shown[f"Bransch {at}"].startswith("osäkert") for at in (4, 5)] == unsure


def test_nothing_near_and_complex_is_said_in_words() -> None:
    table = name_options(options(1).assign(quadrant="low road", is_specialised=False))
    texts = describe_options(table, COUNTY, units=290)
    assert "Ingen av dem är både nära och komplex." in texts["lead_options"]
    assert texts["suppressed_options"] == "I exempeldata är ingen bransch skyddad av sekretess."


def test_options_are_never_advice() -> None:
    texts = " ".join(describe_options(name_options(options(-1)), COUNTY, units=290).values())
    assert not {"bör", "borde", "satsa", "ska"} & set(texts.lower().replace(".", "").split())
