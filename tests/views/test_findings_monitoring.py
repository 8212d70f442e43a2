"""What is said about research, new firms and trademarks follows from the numbers, and stays true without them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.views.findings_monitoring import describe_innovation, describe_research, innovation_table
from nmanalys.vocabulary.regions import Region

DALARNA = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
GOTLAND = Region("09", "SE214", "Gotland", "Gotlands", "gotland", "county")
NMS = Region(
    "NMS", "SE31", "Norra Mellansverige", "Norra Mellansveriges", "norra-mellansverige", "aggregate", ("17", "20")
)


def comparison(code: str = "20", *, firms: tuple[float, float, float] = (9.7, 9.2, 10.2)) -> pd.DataFrame:
    nothing = {"lower": np.nan, "upper": np.nan, "rank": np.nan, "best": np.nan, "worst": np.nan, "regions": 21,
               "ratio": np.nan, "ratio_lower": np.nan, "ratio_upper": np.nan}  # fmt: skip
    value, lower, upper = firms
    ranked = {"rank": 11.0, "best": 7.0, "worst": 17.0}
    rows = [
        {"indicator": "business_rd", "year": 2019, "region_code": code, "count": 1302e6, "exposure": 287966.0,
         "value": 4521.4, "rank": 11.0, "regions": 19},
        {"indicator": "business_rd", "year": 2019, "region_code": "00", "count": 122651e6, "exposure": 10327589.0,
         "value": 11876.0},
        {"indicator": "new_firms", "year": 2017, "region_code": code, "count": 1606.0, "exposure": 165567.0,
         "value": value, "lower": lower, "upper": upper, **ranked},
        {"indicator": "new_firms", "year": 2017, "region_code": "00", "count": 68887.0, "exposure": 6e6, "value": 11.2},
        {"indicator": "trademarks", "year": 2020, "region_code": code, "count": 68.0, "exposure": 287966.0,
         "value": 23.6, "lower": 18.3, "upper": 29.9, **ranked},
        {"indicator": "trademarks", "year": 2020, "region_code": "00", "count": 4026.0, "exposure": 1e7, "value": 39.0},
        {"indicator": "trademarks", "year": 2021, "region_code": code, "count": 79.0, "exposure": 287676.0,
         "value": 27.5, "lower": 21.7, "upper": 34.2, **ranked, "ratio": 1.16, "ratio_lower": 0.84, "ratio_upper": 1.61},
        {"indicator": "trademarks", "year": 2021, "region_code": "00", "count": 4597.0, "exposure": 1e7, "value": 44.3},
    ]  # fmt: skip
    return pd.DataFrame([{**nothing, **row} for row in rows])


def shares(values: list[float | None]) -> pd.DataFrame:
    years = list(range(2007, 2007 + 2 * len(values), 2))
    return pd.DataFrame({"year": years, "value": 1.0, "share": pd.Series(values, dtype=float)})


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def test_research_is_told_on_each_side_of_the_break() -> None:
    told = describe_research(
        shares([0.015, 0.014, 0.013, 0.017, 0.014, 0.012, 0.011]), comparison(), DALARNA, break_year=2017
    )
    assert (
        plain(told["lead_research"])
        == "Dalarna hade 1,1 % av företagens forskning i riket 2019, men 2,8 % av invånarna."
    )
    text = plain(told["reading_research"])
    assert "Mellan 2007 och 2015 låg andelen mellan 1,3 % och 1,7 %" in text
    assert "Sedan räknas den på ett annat sätt: 1,2 % år 2017 och 1,1 % år 2019." in text
    assert "4 521 kronor per invånare; i riket var det 11 876" in text


def test_protected_years_are_named_and_small_shares_keep_their_digits() -> None:
    told = describe_research(
        shares([0.0014, 0.0001, 0.0003, 0.0001, 0.0001, None, None]), comparison("09"), GOTLAND, break_year=2017
    )
    assert plain(told["finding_research"]) == "Gotland hade 0,01 % av företagens forskning i riket 2015"
    assert "För 2017 och 2019 är uppgiften skyddad eller okänd" in told["reading_research"]
    assert told["lead_research"].endswith("2015. Senare uppgifter är skyddade eller okända.")


def test_a_region_that_is_protected_throughout() -> None:
    told = describe_research(shares([None, None]), comparison(), GOTLAND, break_year=2017)
    assert told["lead_research"] == "Uppgiften om företagens forskning på Gotland är skyddad eller okänd alla år."


@pytest.mark.parametrize(
    ("firms", "said"),
    [
        ((9.7, 9.2, 10.2), "färre företag"),
        ((11.1, 10.0, 12.3), "ungefär lika många företag"),
        ((14.7, 14.5, 14.9), "fler företag"),
    ],
)
def test_a_difference_counts_only_outside_the_interval(firms: tuple[float, float, float], said: str) -> None:
    told = describe_innovation(comparison(firms=firms), DALARNA)
    assert told["lead_innovation"].startswith(f"I Dalarna startades {said} per invånare")


def test_no_rank_without_the_ranks_that_are_reasonable() -> None:
    told = describe_innovation(comparison(), DALARNA)
    assert (
        "plats 11 bland 21 län, men talen ligger så nära varandra att allt mellan plats 7 och 17"
        in told["reading_firms"]
    )
    assert "Skillnaden ryms inom vad slumpen kan ge." in told["reading_marks"]
    together = describe_innovation(comparison("NMS"), NMS)
    assert "områden, där de tre länen räknas som ett" in together["reading_firms"]


def test_a_sure_change_is_called_so() -> None:
    table = comparison()
    table.loc[table["ratio"].notna(), ["ratio", "ratio_lower", "ratio_upper"]] = [1.75, 1.22, 2.5]
    assert "större än slumpen" in describe_innovation(table, DALARNA)["reading_marks"]


def test_the_table_holds_the_region_beside_the_nation() -> None:
    table = innovation_table(comparison(), DALARNA)
    assert [plain(text) for text in table["own_text"]] == [
        "4 521",
        "9,7 (9,2–10,2)",
        "23,6 (18,3–29,9)",
        "27,5 (21,7–34,2)",
    ]
    assert table["rank_text"].tolist()[:2] == ["11 av 19", "11 av 21 (troligen 7–17)"]
    assert table["national"].tolist() == [11876.0, 11.2, 39.0, 44.3]
