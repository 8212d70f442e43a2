"""Waves are compared only where nothing is given away, and the model says what the shares say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmanalys.measures.survey_comparison import item_odds, wave_changes

COUNTIES = pd.Series({"a": "20", "b": "20"})


def chance() -> np.random.Generator:
    return np.random.default_rng(20160401)


def wave(year: int, n: int, high: int, cluster: str = "a", start: int = 0) -> pd.DataFrame:
    firms = [f"p{start + at}" for at in range(n)]
    answers = [1.0] * high + [5.0] * (n - high)
    return pd.DataFrame({"firm_id": firms, "cluster_id": cluster, "wave": year, "size_class": "1–9", "item": 1,
                         "answer": answers})  # fmt: skip


def frame_of(survey: pd.DataFrame) -> pd.DataFrame:
    groups = survey[["cluster_id", "wave", "size_class"]].drop_duplicates()
    return groups.assign(firms=500)


def changes(*parts: pd.DataFrame) -> pd.DataFrame:
    survey = pd.concat(parts, ignore_index=True)
    return wave_changes(survey, frame_of(survey), COUNTIES, chance())


def test_two_independent_waves_have_newcombes_interval():
    # Newcombe (1998), example of method 10: 56 of 70 against 48 of 80
    row = changes(wave(2023, 80, 48), wave(2025, 70, 56, start=1000)).iloc[0]
    assert row[["difference", "lower", "upper"]].tolist() == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)
    assert np.isnan(row["pairs"]) and np.isnan(row["paired_difference"])


def test_the_same_firms_are_compared_with_themselves():
    row = changes(wave(2023, 40, 10), wave(2025, 40, 20)).iloc[0]
    assert row["pairs"] == 40
    assert row["paired_difference"] == pytest.approx(0.25)
    assert row["paired_lower"] > 0
    few = changes(wave(2023, 20, 5), wave(2025, 20, 10)).iloc[0]
    assert few["pairs"] == 20 and np.isnan(few["paired_difference"])


def test_waves_about_other_clusters_are_not_subtracted():
    """The total of the later wave less that of the earlier one would be the new cluster's own answers."""
    both = pd.concat([wave(2025, 40, 20), wave(2025, 3, 3, "b", start=100)])
    assert changes(wave(2023, 40, 10), both).empty
    assert changes(wave(2025, 40, 20)).empty


def test_a_hidden_county_is_in_no_total_and_in_no_pair():
    """The pairs of the larger region less those of the open county would be the hidden one's."""
    small = [wave(year, 3, high, "c", start=500) for year, high in ((2023, 0), (2025, 3))]
    large = [wave(year, 40, high) for year, high in ((2023, 10), (2025, 20))]
    survey = pd.concat([*small, *large], ignore_index=True)
    joint = wave_changes(survey, frame_of(survey), COUNTIES.reindex(["a", "c"], fill_value="17"), chance())
    assert joint.equals(changes(*large))


def test_a_hidden_share_has_no_change():
    row = changes(wave(2023, 4, 1), wave(2025, 40, 20)).iloc[0]
    assert row[["share_before", "share", "difference", "lower", "upper", "pairs", "paired_difference"]].isna().all()


@settings(max_examples=30, deadline=None)
@given(st.integers(10, 60), st.integers(10, 60), st.floats(0, 1), st.floats(0, 1))
def test_the_interval_holds_the_difference_and_turns_round_with_the_waves(n1, n2, share1, share2):
    one, two = wave(2023, n1, round(n1 * share1)), wave(2025, n2, round(n2 * share2), start=1000)
    row = changes(one, two).iloc[0]
    back = changes(one.assign(wave=2025), two.assign(wave=2023)).iloc[0]
    assert row["lower"] - 1e-9 <= row["difference"] <= row["upper"] + 1e-9
    assert row["difference"] == pytest.approx(-back["difference"])


def answers_of(shifts: dict[int, float], firms: int = 60) -> pd.DataFrame:
    rng = chance()
    levels = rng.normal(0, 1, firms)
    rows = [
        (f"p{firm}", item, 1 + float(np.searchsorted([-1.5, -0.5, 0.5, 1.5], levels[firm] + shift + rng.logistic())))
        for firm in range(firms)
        for item, shift in shifts.items()
    ]
    return pd.DataFrame(rows, columns=["firm_id", "item", "answer"])


def test_items_with_lower_answers_have_lower_odds():
    odds = item_odds(answers_of({1: 0.0, 2: 1.5, 3: -1.0})).set_index("item")
    assert odds["reference"].eq(3).all()
    assert odds.loc[2, "odds_ratio"] < odds.loc[1, "odds_ratio"] < 1
    assert (odds["lower"] <= odds["odds_ratio"]).all() and (odds["odds_ratio"] <= odds["upper"]).all()
    assert odds["firms"].eq(60).all() and odds["answers"].eq(180).all()


def test_few_answers_and_very_many_need_no_model():
    assert item_odds(answers_of({1: 0.0, 2: 1.0}, firms=10)).empty
    many = pd.concat([answers_of({1: 0.0, 2: 1.0})] * 50)
    assert item_odds(many).empty
    alone = answers_of({1: 0.0, 2: 1.0}, firms=100)
    assert item_odds(alone.assign(firm_id=range(len(alone)))).empty
