from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.errors import SchemaError
from nmanalys.measures.scenario_changes import strength_survival, verdict_changes


def judged(verdicts: dict[str, str], ranks: dict[str, float] | None = None) -> pd.DataFrame:
    rows = [
        {"region_code": "20", "kind": "areas", "item": item, "verdict": verdict, "is_strength": verdict == "strong",
         "rank": (ranks or {}).get(item)}
        for item, verdict in verdicts.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["region_code", "kind", "item", "verdict", "is_strength", "rank"])


VERDICTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["strong", "weak", "unknown"]))


def test_every_kind_of_change_by_hand():
    before = judged({"a": "strong", "b": "strong", "c": "weak", "d": "weak", "e": "strong"}, {"a": 1, "b": 2, "e": 3})
    after = judged({"a": "strong", "b": "strong", "c": "unknown", "d": "strong"}, {"a": 2, "b": 1, "d": 3})
    changes = verdict_changes(before, after).set_index("item")["change"].to_dict()
    assert changes == {"a": "moves", "b": "moves", "c": "changes", "d": "appears", "e": "vanishes"}


@given(VERDICTS, VERDICTS)
def test_the_way_back_is_the_way_there_reversed(first, second):
    there, back = verdict_changes(judged(first), judged(second)), verdict_changes(judged(second), judged(first))
    other = {"appears": "vanishes", "vanishes": "appears"}
    assert dict(zip(there["item"], there["change"].replace(other), strict=True)) == dict(
        zip(back["item"], back["change"], strict=True)
    )
    assert verdict_changes(judged(first), judged(first)).empty


@given(st.lists(VERDICTS, min_size=1, max_size=6))
def test_shares_are_counts_over_points(points):
    table = pd.concat([judged(verdicts).assign(point=number) for number, verdicts in enumerate(points)])
    known = table["point"].nunique()
    for row in strength_survival(table).itertuples():
        strong = sum(verdicts.get(row.item) == "strong" for verdicts in points)
        assert (row.strengths, row.points) == (strong, known) and row.share == pytest.approx(strong / known)
        assert strong > 0


def test_faults_are_named():
    table = judged({"a": "strong"})
    with pytest.raises(SchemaError, match="before have no column 'rank'"):
        verdict_changes(table.drop(columns="rank"), table)
    with pytest.raises(SchemaError, match="after judge 20, areas, a twice"):
        verdict_changes(table, pd.concat([table, table]))
    with pytest.raises(SchemaError, match="no column 'point'"):
        strength_survival(table)
