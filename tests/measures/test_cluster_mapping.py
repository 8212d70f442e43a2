"""The cluster mapping: phases with their doubt, horizontal criteria, quotients of divisions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nmanalys.errors import SchemaError
from nmanalys.measures.cluster_mapping import (
    agreement_of_raters,
    assess_clusters,
    division_quotients,
    horizontal_table,
)

CRITERIA = pd.DataFrame(
    {"criterion_id": ["a", "b", "c"], "dimension_sv": ["ledning", "FoU", "ledning"], "phase": [1, 2, 3], "kind": "must"}
)
CLUSTERS = pd.DataFrame({"cluster_id": ["x", "y"], "name": ["Exempelkluster X", "Exempelkluster Y"]})


def chance() -> np.random.Generator:
    return np.random.default_rng(20160401)


def scored(cells: dict[str, list[float | None]], wave: int = 2025) -> pd.DataFrame:
    rows = [
        {"cluster_id": cluster, "criterion_id": criterion, "wave": wave, "rater": "A", "score": score}
        for cluster, scores in cells.items()
        for criterion, score in zip("abc", scores, strict=True)
    ]
    return pd.DataFrame(rows)


def test_phases_by_three_rules_in_the_latest_wave():
    scores = pd.concat([scored({"x": [4, 4, 4], "y": [4, 4, 0]}), scored({"x": [4, 0, 0], "y": [4, 4, 4]}, 2023)])
    table = assess_clusters(scores, CRITERIA, CLUSTERS, chance()).set_index("cluster_id")
    assert table["gate"].to_dict() == {"x": 4, "y": 2}
    assert table["before"].to_dict() == {"x": 1, "y": 4}
    assert table["is_declining"].to_dict() == {"x": False, "y": True}
    assert table["wave"].tolist() == [2025, 2025]


def test_a_missing_score_is_not_a_zero():
    table = assess_clusters(scored({"x": [4, None, 4], "y": [4, 0, 4]}), CRITERIA, CLUSTERS, chance()).set_index(
        "cluster_id"
    )
    assert pd.isna(table.loc["x", "gate"])
    assert table.loc["x", ["gate_lower", "gate_upper"]].tolist() == [1, 4]
    assert table.loc["y", ["gate_lower", "gate_upper"]].tolist() == [1, 1]
    assert table["missing_ratings"].tolist() == [1, 0]


def test_the_range_does_not_depend_on_the_other_clusters_or_on_the_order():
    scores = scored({"x": [2, 2, 3], "y": [3, 2, 2]})
    both = assess_clusters(scores, CRITERIA, CLUSTERS, chance()).set_index("cluster_id")
    alone = assess_clusters(scores.iloc[::-1], CRITERIA, CLUSTERS.tail(1), chance()).set_index("cluster_id")
    pd.testing.assert_frame_equal(both.loc[["y"]], alone)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_the_range_holds_the_phase_and_grows_with_the_confidence(confidence):
    scores = scored({"x": [2, 2, 3], "y": [4, 4, 4]})
    narrow = assess_clusters(scores, CRITERIA, CLUSTERS, chance(), confidence=0.6)
    wide = assess_clusters(scores, CRITERIA, CLUSTERS, chance(), confidence=confidence)
    assert (wide["lower"] <= narrow["lower"]).all()
    assert (wide["upper"] >= narrow["upper"]).all()
    assert (wide["lower"] <= wide["gate"]).all() and (wide["gate"] <= wide["upper"]).all()


def test_nobody_to_assess_gives_the_same_columns_without_rows():
    full = assess_clusters(scored({"x": [2, 2, 3], "y": [4, 4, 4]}), CRITERIA, CLUSTERS, chance())
    none = assess_clusters(scored({"x": [2, 2, 3]}), CRITERIA, CLUSTERS.head(0), chance())
    assert none.empty
    assert set(none.columns) == set(full.columns)


def test_one_rater_alone_agrees_with_nobody():
    alone = agreement_of_raters(scored({"x": [2, 2, 3]}))
    assert alone["n"] == 0
    assert alone.drop(["raters", "n"]).isna().all()
    assert agreement_of_raters(scored({"x": [2, 2, 3]}).head(0))["n"] == 0


def test_three_raters_agree_pair_by_pair():
    scores = pd.concat([scored({"x": [2, 2, 3]}).assign(rater=name) for name in "ABC"])
    scores.loc[(scores["rater"] == "C") & (scores["criterion_id"] == scores["criterion_id"].iloc[0]), "score"] = 4
    found = agreement_of_raters(scores, chance())
    assert found[["raters", "n"]].tolist() == [3, 9]
    assert found["exact"] == pytest.approx(7 / 9) and found["within_one"] == pytest.approx(7 / 9)
    assert found["lower"] <= found["alpha"] <= found["upper"] <= 1


def test_exactly_one_condition_has_its_own_code_and_there_is_no_total():
    met = {"miljo": [True, True, True], "lika_mojligheter": [True, False, False], "jamstalldhet": [True, None, False]}
    rows = [
        {"cluster_id": "x", "criterion": criterion, "condition": number, "met": value}
        for criterion, values in met.items()
        for number, value in enumerate(values, start=1)
    ]
    table = horizontal_table(pd.DataFrame(rows), CLUSTERS)
    assert table.columns.tolist() == ["cluster_id", "name", "miljo", "lika_mojligheter", "jamstalldhet", "meets_demand"]
    assert table.loc[0, "miljo":"jamstalldhet"].tolist() == ["aktivt", "delvis (oklar: 1 villkor)", "underlag saknas"]
    assert pd.isna(table.loc[0, "meets_demand"])
    assert table.loc[1, "miljo":].isna().all()


def test_a_suppressed_division_stays_missing_and_the_sections_are_the_whole():
    rows = [("SE", "C", "section", 1000), ("SE", "24", "division", 100), ("SE", "17", "division", 50)]
    rows += [("SE31", "C", "section", 100), ("SE31", "24", "division", 30), ("SE31", "17", "division", None)]
    table = pd.DataFrame(rows, columns=["nuts", "sni_division", "level", "employed"]).assign(year=2015)
    found = division_quotients(table, "SE312").set_index("sni_division")
    assert found.loc["24", "lq"] == pytest.approx(3.0)
    assert found.loc["17", ["employed", "lq"]].isna().all()
    with pytest.raises(SchemaError, match="SE11"):
        division_quotients(table, "SE110")
