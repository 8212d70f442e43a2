"""Verdicts have a symbol and a word, no target means no verdict, and invented targets are called so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.measures.monitoring import STATUSES
from nmanalys.views.findings_targets import SIGNS, describe_targets, progress_rows, target_table
from nmanalys.vocabulary.regions import Region

DALARNA = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
NAMES = {"20": "Dalarna", "17": "Värmland"}


def status(**changes: object) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "region_code": "20",
            "name_sv": ["Folkmängd", "Nystartade företag", "Sysselsatta"],
            "unit": ["personer", "per 1 000 invånare", "personer"],
            "baseline_year": [2018, 2017, 2020],
            "baseline_value": [287191.0, 9.7, 13587.0],
            "target_year": [np.nan, 2027, 2027],
            "target_value": [np.nan, 10.7, 14670.0],
            "target_status": ["none", "illustrative", "illustrative"],
            "year": [2021.0, 2017.0, 2025.0],
            "value": [288387.0, 9.7, 14128.0],
            "lower": [np.nan, 9.2, np.nan],
            "upper": [np.nan, 10.2, np.nan],
            "progress": [np.nan, 0.0, 0.4995],
            "expected": [np.nan, 0.0, 0.714],
            "progress_status": ["inget mål", "underlag saknas", "viss avvikelse"],
        }
    )
    return table.assign(**changes)


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def test_every_status_has_a_sign_and_a_word() -> None:
    assert set(SIGNS) == set(STATUSES)
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert all(len(sign.split(" ", 1)) == 2 for sign in SIGNS.values())


def test_the_table_puts_those_with_a_target_first() -> None:
    table = target_table(status(), NAMES)
    assert table["label"].tolist()[-1] == "Folkmängd (personer)"
    assert [plain(text) for text in table["way_text"]] == ["0 % (0 %)", "50 % (71 %)", "–"]
    assert plain(table["baseline_text"][1]) == "13 587 (2020)"
    assert table["target_text"][2] == "–"
    assert table["status_text"].tolist() == ["… underlag saknas", "◐ viss avvikelse", "– inget mål"]


def test_the_figure_has_only_those_with_a_target_and_the_expected_value() -> None:
    rows = progress_rows(status(), NAMES)
    assert rows["label"].tolist() == ["Nystartade företag", "Sysselsatta"]
    assert rows["expected"].tolist() == pytest.approx([9.7, 13587 + 0.714 * (14670 - 13587)])
    assert rows["spec"].tolist() == ["0.0", "0"]


def test_the_words_follow_the_verdicts() -> None:
    told = describe_targets(status(), DALARNA, NAMES, as_of="2026-06-30")
    assert told["lead_targets"] == "Av tre indikatorer har två ett mål, och alla målen är påhittade exempel."
    assert told["finding_targets"] == "Läget för två indikatorer med mål: en har viss avvikelse och en saknar underlag"
    assert "Viss avvikelse: sysselsatta. Underlag saknas: nystartade företag." in told["reading_targets"]
    assert "de nyaste gäller 2025, de äldsta 2017 (nystartade företag)" in told["reading_targets"]


def test_several_regions_are_counted_each() -> None:
    both = pd.concat([status(), status(region_code="17")], ignore_index=True)
    told = describe_targets(both, DALARNA, NAMES, as_of="2026-06-30")
    assert (
        "Dalarna: en har viss avvikelse och en saknar underlag. Värmland: en har viss avvikelse"
        in told["reading_targets"]
    )
    assert target_table(both, NAMES)["label"][0].startswith("Dalarna: ")
    assert progress_rows(both, NAMES)["label"].tolist()[-1] == "Värmland: Sysselsatta"


def test_own_targets_are_not_called_invented() -> None:
    told = describe_targets(status(target_status="official"), DALARNA, NAMES, as_of="2026-06-30")
    assert "inget av målen är påhittat" in told["lead_targets"]


def test_indicators_without_any_target_get_no_verdict() -> None:
    told = describe_targets(status(progress_status="inget mål"), DALARNA, NAMES, as_of="2026-06-30")
    assert told["lead_targets"] == "Ingen av tre indikatorer har ett mål."


def test_a_county_without_indicators_is_told_what_would_help() -> None:
    empty = status().iloc[:0]
    told = describe_targets(empty, DALARNA, NAMES, as_of="2026-06-30")
    assert told["lead_targets"] == "För Dalarna finns inga mål i data."
    assert "basår och målår" in told["missing_targets"]
    assert target_table(empty, NAMES).empty and progress_rows(empty, NAMES).empty


def test_nothing_known_on_the_day() -> None:
    told = describe_targets(status(year=np.nan, value=np.nan), DALARNA, NAMES, as_of="2010-01-01")
    assert "Den 1 januari 2010 var inget värde känt." in told["reading_targets"]
