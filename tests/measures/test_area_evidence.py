"""Evidence for areas: the exact probability against all combinations, borders, joint classes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.area_evidence import area_evidence, join_evidence

CODES = st.lists(
    st.tuples(st.integers(1, 500), st.booleans(), st.floats(0, 1), st.sampled_from([0.2, 0.5, 1.0])),
    min_size=1,
    max_size=7,
)


def frames(rows: list[tuple]) -> tuple[pd.DataFrame, pd.DataFrame]:
    labels = [f"{number:02d}" for number in range(len(rows))]
    codes = pd.DataFrame([row[:3] for row in rows], columns=["size", "is_strong", "probability"], index=labels)
    links = pd.DataFrame({"area_id": "a", "code": labels, "weight": [row[3] for row in rows]})
    return codes.assign(size=codes["size"].astype(float)), links


@given(CODES, st.sampled_from([0.3, 0.5, 0.8]))
def test_the_probability_is_that_of_all_combinations(rows: list[tuple], cut: float) -> None:
    codes, links = frames(rows)
    found = area_evidence(codes, links, cut=cut).loc["a"]
    mass = np.array([size * weight for size, _, _, weight in rows])
    expected = 0.0
    for strong in product([0, 1], repeat=len(rows)):
        chance = np.prod([p if x else 1 - p for x, (_, _, p, _) in zip(strong, rows, strict=True)])
        expected += chance * (mass @ np.array(strong) / mass.sum() >= cut - 1e-9)
    assert found["probability"] == pytest.approx(expected, abs=1e-9)
    assert 0 <= found["score"] <= 1
    assert 0 < found["coverage"] <= 1 + 1e-12


@given(CODES)
def test_order_and_unit_do_not_matter(rows: list[tuple]) -> None:
    codes, links = frames(rows)
    plain = area_evidence(codes, links)
    turned = area_evidence(codes[::-1].assign(size=codes["size"] * 10), links[::-1])
    pd.testing.assert_frame_equal(plain.drop(columns="size"), turned.drop(columns="size"), atol=1e-9)


def test_a_suppressed_code_lowers_the_coverage_and_not_the_score() -> None:
    codes = pd.DataFrame(
        {"size": [10.0, np.nan], "is_strong": pd.array([True, None], "boolean"), "probability": [1.0, np.nan]},
        index=["24", "25"],
    )
    links = pd.DataFrame({"area_id": "a", "code": ["24", "25"], "weight": [1.0, 1.0]})
    found = area_evidence(codes, links).loc["a"]
    assert (found["score"], found["coverage"], found["probability"]) == (1.0, 0.5, 1.0)


def test_an_area_of_which_too_little_is_known_has_no_score() -> None:
    codes = pd.DataFrame(
        {"size": [50.0, None], "is_strong": [False, None], "probability": [0.1, None]}, index=["25", "24"]
    )
    links = pd.DataFrame({"area_id": "metal", "code": ["24", "25"], "weight": [1.0, 0.5]})
    assert area_evidence(codes, links).loc["metal", "score"] == 0, "what is seen of it is not strong"
    hidden = area_evidence(codes, links, min_known=0.7).loc["metal"]
    assert hidden[["score", "probability"]].isna().all() and hidden["coverage"] > 0
    assert area_evidence(codes, links, min_known=0.3).loc["metal", "score"] == 0


def test_a_large_code_that_hardly_belongs_does_not_hide_an_area() -> None:
    codes = pd.DataFrame({"size": [100.0, 300.0], "is_strong": [True, False], "probability": [1.0, 0.0]}, ["24", "71"])
    links = pd.DataFrame({"area_id": "a", "code": ["24", "71"], "weight": [1.0, 0.1]})
    # 100 of 130 in an industry that is all theirs, 30 in one of which they are a tenth
    assert area_evidence(codes, links).loc["a", "coverage"] == pytest.approx((100 + 3) / 130)


def test_nothing_known_gives_nothing() -> None:
    codes = pd.DataFrame(columns=["size", "is_strong", "probability"])
    found = area_evidence(codes, pd.DataFrame({"area_id": "a", "code": ["24"], "weight": [1.0]})).loc["a"]
    assert found["coverage"] == 0
    assert found[["score", "probability"]].isna().all()


@pytest.mark.parametrize(
    ("links", "message"),
    [({"code": ["24"], "weight": [1.2]}, "outside 0-1"), ({"code": ["24", "24"], "weight": [0.5, 0.5]}, "twice")],
)
def test_wrong_links_are_refused(links: dict, message: str) -> None:
    codes = pd.DataFrame({"size": [1.0], "is_strong": [True], "probability": [1.0]}, index=["24"])
    with pytest.raises(SchemaError, match=message):
        area_evidence(codes, pd.DataFrame({"area_id": "a", **links}))


def test_both_sides_make_a_joint_strength_and_one_side_without_data_none() -> None:
    industry = pd.DataFrame({"score": [0.9, 0.9, 0.2], "probability": [1.0, 1.0, 0.1]}, index=list("abc"))
    academy = pd.DataFrame({"score": [0.6, np.nan, 0.7], "probability": [0.9, np.nan, 0.6]}, index=list("abc"))
    found = join_evidence(industry, academy)
    assert found["quadrant"].tolist() == ["gemensam styrka", "underlag saknas", "akademisk styrka"]
    assert found["label"].tolist() == ["gemensam styrka", "underlag saknas", "gränsfall"]
    assert found["joint_score"].round(3).tolist()[::2] == [0.735, 0.374]
    assert found["probability"].round(2).tolist()[::2] == [0.9, 0.54]
