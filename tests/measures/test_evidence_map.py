"""The evidence map: quotients of areas, states of empty cells, judgements apart from numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.measures.evidence_map import area_competence, area_quotients, evidence_map

LINKS = pd.DataFrame(
    {"area_id": ["metal", "metal", "food", "digital"], "code": ["24", "25", "01", "62"], "weight": [1.0, 0.5, 1.0, 1.0]}
)
JUDGED = ["area_id", "criterion", "score", "evidence_sv", "date", "coder"]


def industries(**changes: tuple[float, float]) -> pd.DataFrame:
    cells = {"24": (100.0, 4.0), "25": (300.0, 1.0), "62": (50.0, 0.5)} | changes
    table = pd.DataFrame.from_dict(cells, orient="index", columns=["reference", "lq"])
    return table.assign(lower=table["lq"] * 0.8, upper=table["lq"] / 0.8)


def cells(judgements: list[tuple] = (), **options: bool) -> pd.DataFrame:
    quotients = area_quotients(industries(), LINKS)
    competence = pd.DataFrame({"relative_intensity": 0.9, "factor": 1.2}, index=quotients.index)
    return evidence_map(quotients, competence, LINKS, pd.DataFrame(list(judgements), columns=JUDGED), **options)


def test_an_area_is_the_mean_of_its_industries_weighted_by_the_nation() -> None:
    assert area_quotients(industries(), LINKS).loc["metal", "lq"] == pytest.approx((100 * 4 + 150 * 1) / 250)


def test_suppressed_and_not_covered_are_told_apart() -> None:
    table = area_quotients(industries(**{"24": (100.0, np.nan), "25": (300.0, np.nan)}), LINKS)
    assert table["state"].to_dict() == {"metal": "skyddas", "food": "saknas", "digital": "känd"}
    assert table.loc[["metal", "food"], "lq"].isna().all()


def test_patents_do_not_apply_outside_manufacturing() -> None:
    states = cells().query("criterion == 'patents'").set_index("area_id")["state"]
    assert states.to_dict() == {"metal": "saknas", "food": "ej tillämpligt", "digital": "ej tillämpligt"}


def test_judgements_never_move_a_number_and_can_be_left_out() -> None:
    judged = cells([("metal", "collaboration", 3, "Intervju", "2026-02-01", "A"),
                    ("metal", "collaboration", 1, "Rapport", "2026-02-02", "B")])  # fmt: skip
    measured = ["lq", "lq_educated", "new_firms", "patents", "trademarks"]
    without = cells(use_qualitative=False)
    assert set(without["criterion"]) == set(measured)
    pd.testing.assert_frame_equal(judged[judged["criterion"].isin(measured)], without)
    both = judged.set_index(["area_id", "criterion"]).loc[("metal", "collaboration")]
    assert (both["lower"], both["upper"], both["note"]) == (1, 3, "A, 2026-02-01; B, 2026-02-02")
    assert judged.set_index(["area_id", "criterion"]).loc[("food", "collaboration"), "state"] == "ej bedömt"


def test_an_unscored_judgement_is_not_an_assessment() -> None:
    table = cells([("metal", "collaboration", None, "Intervju", "2026-02-01", "A")])
    assert (table.query("criterion == 'collaboration'")["state"] == "ej bedömt").all()


def test_the_competence_quotient_is_the_quotient_times_the_intensity() -> None:
    codes = industries().assign(employed=[60.0, 40.0, 10.0])
    groups = pd.Series({"24": "C", "25": "C", "62": "J"})
    own, nation = pd.Series({"C": 0.1, "J": 0.4}), pd.Series({"C": 0.2, "J": 0.4})
    table = area_competence(codes, LINKS, groups, own, nation, overall=0.5)
    assert table.loc["metal"].tolist() == pytest.approx([0.5, 1.0])
    assert table.loc["food"].isna().all()


@given(st.lists(st.floats(0.05, 20), min_size=3, max_size=3), st.floats(0.5, 3))
def test_an_area_lies_among_its_industries_and_scales_with_them(quotients: list[float], factor: float) -> None:
    codes = pd.DataFrame({"reference": [5.0, 7.0, 11.0], "lq": quotients}, index=["24", "25", "62"])
    codes = codes.assign(lower=codes["lq"] / 1.5, upper=codes["lq"] * 1.5)
    links = pd.DataFrame({"area_id": "a", "code": codes.index, "weight": [0.2, 0.9, 1.0]})
    own = area_quotients(codes, links).loc["a"]
    assert min(quotients) - 1e-9 <= own["lq"] <= max(quotients) + 1e-9
    assert own["lower"] <= own["lq"] <= own["upper"]
    grown = codes.assign(**{name: codes[name] * factor for name in ("lq", "lower", "upper")})
    assert area_quotients(grown, links).loc["a", "lq"] == pytest.approx(own["lq"] * factor)
