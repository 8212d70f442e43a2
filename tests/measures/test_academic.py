from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.academic import (
    QUADRANTS,
    activity_index,
    evidence_score,
    joint_score,
    quadrant,
    quadrant_probabilities,
)
from nmanalys.measures.areas import area_scores, link_perturbation, link_sensitivity
from nmanalys.measures.citations import field_normalised_citations
from nmanalys.measures.specialisation import location_quotient


def test_activity_index_is_a_location_quotient(econgeo):
    pd.testing.assert_frame_equal(activity_index(econgeo), location_quotient(econgeo))


def test_evidence_score():
    passed = pd.DataFrame([[1, 0, 1], [1, None, 1], [None, None, None]], list("abc"), list("xyz"))
    assert evidence_score(passed).round(4).tolist()[:2] == [0.6667, 1] and np.isnan(evidence_score(passed)["c"])
    assert evidence_score(passed, pd.Series({"x": 1, "y": 2, "z": 1}))["a"] == 0.5
    with pytest.raises(SchemaError, match="between 0 and 1"):
        evidence_score(passed * 2)
    with pytest.raises(SchemaError, match="'x' must be 0 or more"):
        evidence_score(passed, pd.Series({"x": -1, "y": 2, "z": 1}))


def test_joint_score_and_quadrant():
    industry, academy = pd.Series({"a": 0.9, "b": 0.9, "c": 0.1, "d": 0.1, "e": None}), None
    academy = pd.Series({"a": 0.4, "b": 0.5, "c": 0.8, "d": 0.2, "e": 0.5})
    assert joint_score(industry, academy)["a"] == pytest.approx(0.6)
    assert quadrant(industry, academy).tolist() == [
        "näringslivsstyrka", "gemensam styrka", "akademisk styrka", "ej belagd", "underlag saknas"
    ]  # fmt: skip
    assert quadrant(industry, academy, cut=0.4)["a"] == "gemensam styrka"
    with pytest.raises(SchemaError, match="academy: 'a'"):
        joint_score(industry, academy + 1)
    with pytest.raises(SchemaError, match="no value for 'e'"):
        joint_score(industry, academy.drop("e"))


def test_quadrant_probabilities(rng):
    industry = pd.DataFrame([[1.0, 1.0], [0.5, np.nan], [np.nan, np.nan]], list("abc"))
    academy = pd.DataFrame([[1.0], [1.0], [1.0]], list("abc"))
    table = quadrant_probabilities(industry, academy, rng, draws=4000)
    assert table["label"].tolist() == ["gemensam styrka", "gränsfall", "underlag saknas"]
    assert table.loc["b", "gemensam styrka"] == pytest.approx(0.5, abs=0.03)
    np.testing.assert_allclose(table.loc[["a", "b"], list(QUADRANTS)].sum(axis=1), 1)
    with pytest.raises(SchemaError, match="'c' is missing"):
        quadrant_probabilities(industry, academy.drop("c"), rng)
    with pytest.raises(SchemaError, match="between 0 and 1"):
        quadrant_probabilities(industry * 2, academy, rng)


LINKS = pd.DataFrame(
    {"area_id": ["m", "m", "m", "w"], "code": ["24", "25", "28", "25"], "weight": [1.0, 0.5, 0.5, 0.5]}
)


def test_area_scores():
    table = area_scores(pd.Series({"24": 1.0, "25": 0.0}), LINKS)
    assert table.loc["m", "score"] == pytest.approx(2 / 3) and table.loc["m", "coverage"] == 0.75
    assert table.loc["w"].tolist() == [0, 1, 0, 1]
    sized = area_scores(pd.Series({"24": 1.0, "25": 0.0}), LINKS, pd.Series({"24": 10, "25": 60, "28": 5}))
    assert sized.loc["m", "score"] == 0.25
    assert np.isnan(area_scores(pd.Series({"99": 1.0}), LINKS)["score"]).all()


def test_dropping_each_link():
    table = link_sensitivity(pd.Series({"24": 1.0, "25": 0.0, "28": 0.0}), LINKS)
    assert table.loc["m", ["score", "lowest", "decisive_code"]].tolist() == [0.5, 0.0, "24"]
    assert table.loc["m", "highest"] == pytest.approx(2 / 3) and np.isnan(table.loc["w", "lowest"])


def test_perturbed_links(rng):
    codes = pd.Series({"24": 1.0, "25": 0.0, "28": np.nan})
    links = pd.DataFrame(
        {"area_id": ["m", "m", "s", "u"], "code": ["24", "25", "24", "28"], "weight": [0.6, 0.4, 0.4, 1]}
    )
    table = link_perturbation(codes, links, rng)
    row = table.loc["m"]
    assert row["score"] == pytest.approx(0.6) and 0.4 < row["lower"] < 0.6 < row["upper"] < 0.8
    # an area of one known code has the score whatever the weight; of an unknown one nothing is known
    assert table.loc["s"].tolist() == [1, 1, 1] and table.loc["u"].isna().all()
    still = link_perturbation(codes, links, rng, spread=0)
    assert still.loc["m"].tolist() == pytest.approx([0.6] * 3)
    wide = link_perturbation(codes, links, rng, spread=0.4)
    assert wide.loc["m", "lower"] < row["lower"] and wide.loc["m", "upper"] > row["upper"]
    sized = link_perturbation(codes, links, rng, pd.Series({"24": 90, "25": 10}), spread=0)
    assert sized.loc["m", "lower"] == pytest.approx(0.54 / 0.58)
    with pytest.raises(SchemaError, match="spread"):
        link_perturbation(codes, links, rng, spread=2)


def test_links_are_checked():
    with pytest.raises(SchemaError, match="'24' lies outside"):
        area_scores(pd.Series({"24": 1.0}), LINKS.assign(weight=[2, 0.5, 0.5, 0.5]))
    with pytest.raises(SchemaError, match=r"'25' sum to 1\.2"):
        area_scores(pd.Series({"24": 1.0}), LINKS.assign(weight=[1, 0.6, 0.5, 0.6]))


def test_citations(rng):
    table = pd.DataFrame(
        {
            "university": ["kau"] * 60 + ["hda"] * 10,
            "citations": [4, 0] * 35,
            "expected": 2.0,
            "fraction": 1.0,
            "top": [1, 0] * 35,
        }
    )
    result = field_normalised_citations(table, rng)
    kau = result.loc["kau"]
    assert kau["mncs"] == 1 and kau["top_share"] == 0.5 and kau["mncs_lower"] < 1 < kau["mncs_upper"]
    assert (
        result.loc["hda", "is_too_few"]
        and np.isnan(result.loc["hda", "mncs"])
        and result.loc["hda", "publications"] == 10
    )
    for wrong, message in (("fraction", "impossible"), ("expected", "impossible")):
        with pytest.raises(SchemaError, match=message):
            field_normalised_citations(table.assign(**{wrong: -1.0}), rng)
    with pytest.raises(SchemaError, match="no column 'top'"):
        field_normalised_citations(table.drop(columns="top"), rng)
    with pytest.raises(SchemaError, match="missing in row 0"):
        field_normalised_citations(table.assign(citations=np.nan), rng)
