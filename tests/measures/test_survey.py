from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.survey import answer_shares, largest_remainder, response_rates, top_two_share


def survey(*answers: list[object], item: int = 1, cluster: str = "x") -> pd.DataFrame:
    return pd.DataFrame({"item": item, "cluster_id": cluster, "answer": list(answers)})


def test_shares_with_their_base():
    table = answer_shares(survey(*[1] * 6, *[2] * 3, *[5] * 2, None)).set_index("answer")
    assert table["n"].unique().tolist() == [11] and table["skipped"].unique().tolist() == [1]
    assert table["count"].tolist() == [6, 3, 0, 0, 2] and table["percent"].sum() == 100
    assert table.loc[1, "share"] == pytest.approx(6 / 11)


@pytest.mark.parametrize(("n", "shown"), [(4, "nothing"), (5, "counts"), (9, "counts"), (10, "shares")])
def test_what_the_base_can_carry(n, shown):
    table = answer_shares(survey(1, *[2] * (n - 1)))
    assert table["count"].isna().all() == (shown == "nothing") == table["is_suppressed"].all()
    assert table["share"].notna().all() == (shown == "shares") == table["percent"].notna().all()


def test_unanimous_answers_are_protected():
    assert answer_shares(survey(*[1] * 9))["is_suppressed"].all()
    assert not answer_shares(survey(*[1] * 10))["is_suppressed"].any()
    assert top_two_share(survey(*[1] * 9))["is_suppressed"].all()
    assert top_two_share(survey(*[4] * 9))["is_suppressed"].all()


def test_complement_is_suppressed_too():
    answers = pd.concat(
        [survey(1, 2, 3, cluster="a"), survey(*[1, 2] * 6, cluster="b"), survey(*[1, 2] * 10, cluster="c")]
    )
    by = ["item", "cluster_id"]
    alone = answer_shares(answers, by=by).groupby("cluster_id")["is_suppressed"].first()
    both = answer_shares(answers, by=by, total_over="cluster_id").groupby("cluster_id")["is_suppressed"].first()
    assert alone.tolist() == [True, False, False] and both.tolist() == [True, True, False]
    over = answer_shares(answers, by=["cluster_id"], total_over="cluster_id")
    assert over.groupby("cluster_id")["is_suppressed"].first().tolist() == [True, True, False]
    # two suppressed cells protect each other
    more = pd.concat([answers, survey(1, 2, cluster="d")])
    result = answer_shares(more, by=by, total_over="cluster_id").groupby("cluster_id")["is_suppressed"].first()
    assert result.tolist() == [True, False, False, True]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=25), st.integers(1, 5))
def test_what_was_shown_stays_shown_as_answers_come_in(answers, extra):
    before, after = (answer_shares(survey(*given)) for given in (answers, [*answers, extra]))
    shown = before["percent"].dropna()
    assert shown.empty or shown.sum() == 100
    assert before["n"].iat[0] < 5 or not after["is_suppressed"].all() or len({*answers, extra}) == 1
    assert (before["n"].iat[0] + 1 == after["n"]).all()


def test_faults_are_named():
    with pytest.raises(SchemaError, match="answer 7"):
        answer_shares(survey(7, 1))
    with pytest.raises(SchemaError, match="no column 'size'"):
        answer_shares(survey(1), by=["size"])


def test_group_without_answers():
    table = answer_shares(pd.concat([survey(*[1, 2] * 5), survey(None, item=2)]))
    assert table.query("item == 2")["is_suppressed"].all() and table.query("item == 2")["n"].eq(0).all()
    top = top_two_share(pd.concat([survey(*[1, 2] * 5), survey(None, item=2)]))
    assert top["n"].tolist() == [10, 0] and top["share"].isna().tolist() == [False, True]


def test_top_two():
    row = top_two_share(survey(*[1] * 4, *[2] * 3, *[4] * 5)).iloc[0]
    np.testing.assert_allclose(row[["share", "lower", "upper"]].tolist(), [7 / 12, 0.319511, 0.806740], atol=5e-7)
    few = top_two_share(survey(1, 2, 4, 4, 4)).iloc[0]
    assert few["count"] == 2 and np.isnan(few["share"])
    assert np.isnan(top_two_share(survey(1, 4)).iloc[0]["count"])


def test_top_two_in_a_finite_population():
    answers = survey(*[1] * 7, *[4] * 5)
    census = top_two_share(answers, by=["cluster_id"], population=pd.Series({"x": 12}).rename_axis("cluster_id")).iloc[
        0
    ]
    assert census["is_census"] and census["lower"] == census["upper"] == census["share"]
    frame = pd.Series({"x": 20}).rename_axis("cluster_id")
    part = top_two_share(answers, by=["item", "cluster_id"], population=frame).iloc[0]
    assert part["population"] == 20 and not part["is_census"] and part["lower"] > 0.319511
    with pytest.raises(SchemaError, match="'x'"):
        top_two_share(answers, by=["cluster_id"], population=pd.Series({"y": 20}).rename_axis("cluster_id"))
    with pytest.raises(SchemaError, match="labelled"):
        top_two_share(answers, by=["cluster_id"], population=pd.Series({"x": 20}))
    with pytest.raises(SchemaError, match="answers of only"):
        top_two_share(answers, by=["cluster_id"], population=frame - 15)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8))
def test_largest_remainder(parts):
    whole = largest_remainder(parts)
    if sum(parts) == 0:
        assert np.isnan(whole).all()
    else:
        assert whole.sum() == 100
        assert (np.abs(whole - np.array(parts) / sum(parts) * 100) < 1).all()


def test_largest_remainder_by_hand():
    assert largest_remainder([0.295, 0.295, 0.41]).tolist() == [30, 29, 41]
    assert np.isnan(largest_remainder([np.nan, 1])).all()
    with pytest.raises(SchemaError, match="negative"):
        largest_remainder([-1, 2])


def test_response_rates():
    frame = pd.DataFrame({"cluster_id": ["x", "x", "y"], "size_class": ["s", "l", "s"], "firms": [3, 2, 4]})
    answers = pd.DataFrame({"cluster_id": "x", "firm_id": [1, 1, 2, 3], "answer": [1, 2, None, 4]})
    table = response_rates(frame, answers).set_index("cluster_id")
    assert table["firms"].tolist() == [5, 4] and table["answered"].tolist() == [2, 0]
    assert table["response_rate"].tolist() == [0.4, 0]
    with pytest.raises(SchemaError, match="'x'"):
        response_rates(frame.assign(firms=0), answers)
