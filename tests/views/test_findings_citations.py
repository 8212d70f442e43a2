"""What is said of citations: which fields lie above the world, how few are left out, what is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.views.findings_citations import citation_rows, describe_citations
from nmanalys.vocabulary.regions import Region

DALARNA = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
NAMES = {"2.5": "Materialteknik", "6.2": "Språk och litteratur", "3.3": "Hälsovetenskap"}


def rows() -> pd.DataFrame:
    table = pd.DataFrame({"university": "hda", "field_code": ["6.2", "2.5", "3.3"], "publications": [20.0, 90.0, 210.0],
                          "mncs": [np.nan, 1.4, 0.7], "mncs_lower": [np.nan, 1.1, 0.6], "mncs_upper": [np.nan, 1.8, 0.8],
                          "is_too_few": [True, False, False]})  # fmt: skip
    return citation_rows(table, {"hda": "Högskolan Dalarna"}, NAMES)


def test_fields_are_named_most_publications_first() -> None:
    assert rows()["label"].tolist() == ["Hälsovetenskap", "Materialteknik", "Språk och litteratur"]
    assert set(rows()["university_name"]) == {"Högskolan Dalarna"}


def test_what_lies_above_and_below_the_world_is_counted() -> None:
    told = describe_citations(rows(), DALARNA, universities=1, least=50)
    assert told["finding_citations"] == "Säkert mer citerade än världens medel: 1 av 2 forskningsområden"
    assert "materialteknik (1,40) och hälsovetenskap (0,70)" in told["reading_citations"]
    assert (
        "Hela intervallet ligger över medlet för ett område och under det för ett område." in told["reading_citations"]
    )
    assert told["reading_citations"].endswith("Ett område har färre än 50 publikationer och saknar därför mått.")
    assert told["missing_citations"] == ""


def test_nothing_brought_says_what_would_fill_it() -> None:
    told = describe_citations(rows().head(0), DALARNA, universities=1, least=50)
    assert "nmanalys template citations" in told["missing_citations"] and "Dalarna" in told["missing_citations"]
    assert told["reading_citations"] == "" and "inte inlästa för lärosätet" in told["gap_citations"]


def test_no_university_and_too_few_publications() -> None:
    told = describe_citations(rows().head(0), DALARNA, universities=0, least=50)
    assert told["missing_citations"] == "Boken har inget lärosäte i Dalarna, så citeringar kan inte visas."
    few = describe_citations(rows().query("is_too_few"), DALARNA, universities=1, least=50)
    assert few["finding_citations"] == "Inget forskningsområde har minst 50 publikationer"
