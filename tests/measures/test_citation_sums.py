"""Citations from sums: worked by hand, against the publications themselves, and what must always hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.citation_sums import citations_by_field
from nmanalys.measures.citations import field_normalised_citations

SUMS = ["publications", "citations", "squared_citations", "top_publications"]
MEASURES = ["mncs", "mncs_lower", "mncs_upper", "highly_cited_share", "highly_cited_lower", "highly_cited_upper"]


def summed(publications: pd.DataFrame) -> pd.DataFrame:
    """One row a university, field and year, of one row a publication with `citations`, `expected` and `top`."""
    parts = publications.assign(
        publications=1.0, squared_citations=publications["citations"] ** 2, top_publications=publications["top"]
    )
    keys = ["university", "field_code", "year"]
    return parts.groupby(keys).agg({**dict.fromkeys(SUMS, "sum"), "expected": "first"}).reset_index()


def drawn(seed: int, size: int) -> pd.DataFrame:
    """Publications of five years, cited as unequally as publications are."""
    rng = np.random.default_rng(seed)
    year = rng.integers(2019, 2024, size)
    expected = (2025 - year) * 1.5
    return pd.DataFrame(
        {"university": "hda", "field_code": "2.5", "year": year, "expected": expected, "fraction": 1.0,
         "citations": rng.negative_binomial(0.8, 0.8 / (0.8 + 1.2 * expected)), "top": rng.random(size) < 0.12}
    )  # fmt: skip


def test_by_hand() -> None:
    # four publications with 0, 2, 4 and 10 citations where the world has 2: scores 0, 1, 2, 5, mean 2
    table = pd.DataFrame({"university": ["hda"], "field_code": "2.5", "publications": 4.0, "citations": 16.0,
                          "expected": 2.0, "squared_citations": 120.0, "top_publications": 1.0})  # fmt: skip
    row = citations_by_field(table, ["hda"], min_publications=4).loc[0]
    assert row["mncs"] == 2
    # their variance is (4 + 1 + 0 + 9) / 3, the standard error of the mean its root over 2
    reach = 1.959964 * np.sqrt(14 / 3) / 2 / 2
    assert row["mncs_lower"] == pytest.approx(2 * np.exp(-reach), rel=1e-6)
    assert row["mncs_upper"] == pytest.approx(2 * np.exp(reach), rel=1e-6)
    # Wilson's interval of 1 in 4
    assert row[MEASURES[3:]].tolist() == pytest.approx([0.25, 0.0456, 0.6994], abs=5e-5)


@pytest.mark.parametrize(("seed", "size"), [(1, 80), (2, 200), (3, 1500)])
def test_sums_say_what_the_publications_say(seed: int, size: int) -> None:
    publications = drawn(seed, size)
    told = citations_by_field(summed(publications), ["hda"]).loc[0]
    truth = field_normalised_citations(publications, np.random.default_rng(9), draws=4000).loc["hda"]
    assert told["mncs"] == pytest.approx(truth["mncs"])
    assert told["highly_cited_share"] == pytest.approx(truth["top_share"])
    width = truth["mncs_upper"] - truth["mncs_lower"]
    assert abs(told["mncs_lower"] - truth["mncs_lower"]) < 0.2 * width
    assert abs(told["mncs_upper"] - truth["mncs_upper"]) < 0.2 * width
    assert told["mncs_upper"] - told["mncs_lower"] == pytest.approx(width, rel=0.15)


def test_the_interval_covers_the_mean_that_the_draws_come_from() -> None:
    covered = []
    for seed in range(300):
        row = citations_by_field(summed(drawn(seed, 120)), ["hda"]).loc[0]
        covered.append(row["mncs_lower"] <= 1.2 <= row["mncs_upper"])
    assert 0.90 <= np.mean(covered) <= 0.98


def test_too_few_publications_have_no_measure() -> None:
    table = summed(drawn(4, 49))
    row = citations_by_field(table, ["hda"]).loc[0]
    assert row["is_too_few"] and row[MEASURES].isna().all() and row["publications"] == 49
    assert citations_by_field(table, ["hda"], min_publications=49).loc[0, MEASURES].notna().all()


def test_what_is_unknown_in_one_year_is_unknown() -> None:
    table = summed(drawn(5, 200))
    table.loc[0, ["squared_citations", "top_publications"]] = np.nan
    row = citations_by_field(table, ["hda"]).loc[0]
    assert row["mncs"] > 0 and row[MEASURES[1:]].isna().all()


def test_nothing_cited_has_a_mean_and_no_interval() -> None:
    table = summed(drawn(6, 100).assign(citations=0))
    row = citations_by_field(table, ["hda"]).loc[0]
    assert row["mncs"] == 0 and row[["mncs_lower", "mncs_upper"]].isna().all()


def test_other_universities_and_no_universities() -> None:
    table = summed(drawn(7, 100))
    assert citations_by_field(table, ["kau"]).empty and citations_by_field(table, []).empty
    assert citations_by_field(table.head(0), ["hda"]).columns.tolist() == [
        "university", "field_code", "publications", *MEASURES, "is_too_few"]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), [("citations", -1.0), ("expected", 0.0), ("expected", np.nan)])
def test_impossible_numbers_are_refused(column: str, value: float) -> None:
    with pytest.raises(SchemaError, match="row 0 has an impossible value"):
        citations_by_field(summed(drawn(8, 60)).assign(**{column: value}), ["hda"])
    with pytest.raises(SchemaError, match=column):
        citations_by_field(summed(drawn(8, 60)).drop(columns=column), ["hda"])


@given(
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from([0.5, 2.0, 7.5])), min_size=50, max_size=90),
    st.floats(0.1, 20),
)
def test_limits_enclose_the_mean_and_units_do_not_matter(papers: list[tuple[int, float]], factor: float) -> None:
    cited, expected = np.array(papers).T
    publications = pd.DataFrame({"university": "hda", "field_code": "2.5", "year": (expected * 2).astype(int),
                                 "citations": cited, "expected": expected, "top": cited > 20})  # fmt: skip
    table = summed(publications)
    row = citations_by_field(table, ["hda"]).loc[0]
    assert row["mncs"] == pytest.approx((cited / expected).mean())
    assert 0 <= row["highly_cited_lower"] <= row["highly_cited_share"] <= row["highly_cited_upper"] <= 1
    if cited.any():
        assert row["mncs_lower"] <= row["mncs"] * (1 + 1e-9) and row["mncs"] <= row["mncs_upper"] * (1 + 1e-9)
    scaled = table.assign(citations=table["citations"] * factor, expected=table["expected"] * factor,
                          squared_citations=table["squared_citations"] * factor**2)  # fmt: skip
    again = citations_by_field(scaled.sample(frac=1, random_state=1), ["hda"]).loc[0]
    assert again[MEASURES].astype(float).to_numpy() == pytest.approx(
        row[MEASURES].astype(float).to_numpy(), rel=1e-6, abs=1e-9, nan_ok=True
    )
