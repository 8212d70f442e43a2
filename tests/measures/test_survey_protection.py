"""What is hidden cannot be worked out: an attacker who knows everything published is left with more than one answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table
from nmanalys.measures.cluster_lists import cluster_lists, listed_clusters
from nmanalys.measures.survey_protection import hidden_groups, publishable_answers
from nmanalys.measures.survey_report import cluster_summary, item_answers, item_summary, latest_wave

TOP = (1, 2)
groups = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=1, max_size=6)


def microdata(cells: list[tuple[int, int]], county: str = "20") -> pd.DataFrame:
    """Answers to one item: in each cluster some of `n` are high."""
    rows = []
    for place, (n, high) in enumerate(cells):
        for firm in range(n):
            answer = 1 + firm % 2 if firm < high else 3 + firm % 3
            about = {"firm_id": f"p{county}{place}-{firm}", "cluster_id": f"{county}-{place}", "size_class": "1–9"}
            rows.append({**about, "item": 1, "answer": answer})
        if not n:
            skipped = {"firm_id": f"p{county}{place}-x", "cluster_id": f"{county}-{place}", "size_class": "1–9"}
            rows.append({**skipped, "item": 1, "answer": None})
    return pd.DataFrame(rows).astype({"answer": "float64"})


def frame_of(survey: pd.DataFrame) -> pd.DataFrame:
    clusters = survey["cluster_id"].unique()
    return pd.DataFrame({"cluster_id": clusters, "size_class": "1–9", "firms": 40})


def possible_counts(n: list[int], total: int) -> list[set[int]]:
    """Every count that each hidden group could have, given the sum, by trying them all."""
    found = []
    for place, size in enumerate(n):
        sums = {0}
        for other in [*n[:place], *n[place + 1 :]]:
            sums = {already + count for already in sums for count in range(other + 1)}
        found.append({count for count in range(size + 1) if total - count in sums})
    return found


def published(survey: pd.DataFrame) -> tuple[pd.DataFrame, int | None]:
    """What a county's page shows: the clusters' table, and the total's count where it is shown."""
    frame = frame_of(survey)
    counties = pd.Series("20", index=frame["cluster_id"])
    table = cluster_summary(survey, frame, counties).set_index("cluster_id")
    total = item_summary(survey, frame)["count"].iloc[0]
    return table, None if np.isnan(total) else int(total)


@settings(max_examples=80, deadline=None)
@given(groups)
def test_no_hidden_cluster_can_be_worked_out_from_the_total(drawn: list[tuple[int, int]]) -> None:
    cells = [(n, min(high, n)) for n, high in drawn]
    survey = microdata(cells)
    table, total = published(survey)
    hidden = table[table["is_suppressed"]]
    answers = dict(zip(table.index, (n for n, _ in cells), strict=True))
    highs = dict(zip(table.index, (high for _, high in cells), strict=True))
    asked = [cluster for cluster in hidden.index if answers[cluster]]
    if total is None or not asked or len(hidden) == len(table):
        return  # nothing to subtract from, or only the total, which is safe by itself
    rest = total - sum(highs[cluster] for cluster in table.index if cluster not in hidden.index)
    assert sum(answers[cluster] for cluster in asked) >= 5
    for cluster, counts in zip(asked, possible_counts([answers[name] for name in asked], rest), strict=True):
        assert highs[cluster] in counts
        assert len(counts) > 1, f"{cluster} must have {counts}"


@settings(max_examples=40, deadline=None)
@given(groups)
def test_the_published_numbers_leave_the_hidden_ones_undetermined(drawn: list[tuple[int, int]]) -> None:
    """Linear algebra: no hidden count is a combination of what is published."""
    cells = [(n, min(high, n)) for n, high in drawn]
    table, total = published(microdata(cells))
    hidden = [
        cluster for (cluster, row), (n, _) in zip(table.iterrows(), cells, strict=True) if row["is_suppressed"] and n
    ]
    if total is None or not hidden or table["is_suppressed"].all():
        return
    clusters = list(table.index)
    known = [np.ones(len(clusters))]  # the total
    known += [
        np.eye(len(clusters))[place]
        for place, cluster in enumerate(clusters)
        if cluster not in hidden and cells[place][0]
    ]
    known += [np.eye(len(clusters))[place] for place in range(len(clusters)) if not cells[place][0]]
    rank = np.linalg.matrix_rank(np.array(known))
    for cluster in hidden:
        unit = np.eye(len(clusters))[clusters.index(cluster)]
        assert np.linalg.matrix_rank(np.vstack([*known, unit])) == rank + 1, f"{cluster} is determined"


def attacked(survey: pd.DataFrame, frame: pd.DataFrame, item: int) -> dict[str, tuple[float, float, float]]:
    """What a solver gets out of everything that a county's page says of an item.

    Known are the five counts of the county's chart, the number of firms that answered in each cluster, and the number
    of answers and of high ones in each cluster that is shown. Unknown are the five counts of each cluster.

    Returns
    -------
    dict
        For each hidden cluster the lowest and the highest possible number of high answers, and the true one.
    """
    counties = pd.Series("20", index=frame["cluster_id"].unique())
    counted = publishable_answers(survey, counties)
    chart = item_answers(counted).query("item == @item").set_index("answer")["count"]
    table = cluster_summary(survey, frame, counties).query("item == @item").set_index("cluster_id")
    hidden = [cluster for cluster in table.index if table.loc[cluster, "is_suppressed"]]
    if chart.isna().any() or not len(chart) or len(hidden) == len(table):
        return {}
    answered = survey.dropna(subset="answer").groupby("cluster_id")["firm_id"].nunique()
    clusters = [*table.index]
    blocks = np.kron(np.eye(len(clusters)), np.ones(5))
    high = np.kron(np.eye(len(clusters)), [1, 1, 0, 0, 0])
    sums = np.kron(np.ones(len(clusters)), np.eye(5))
    seen = [place for place, cluster in enumerate(clusters) if cluster not in hidden]
    known = [
        LinearConstraint(sums, *[chart.reindex(range(1, 6), fill_value=0)] * 2),
        LinearConstraint(high[seen], *[table["count"].iloc[seen]] * 2),
        LinearConstraint(blocks[seen], *[table["n"].iloc[seen]] * 2),
        LinearConstraint(blocks, 0, answered.reindex(clusters, fill_value=0)),
    ]
    found = {}
    for cluster in hidden:
        wanted = high[clusters.index(cluster)]
        ends = [milp(sign * wanted, constraints=known, integrality=np.ones(blocks.shape[1])) for sign in (1, -1)]
        assert all(end.success for end in ends), "what is published contradicts itself"
        own = survey.query("cluster_id == @cluster and item == @item")["answer"]
        found[cluster] = (round(ends[0].fun), round(-ends[1].fun), int(own.isin(TOP).sum()))
    return found


@settings(max_examples=30, deadline=None)
@given(groups)
def test_a_solver_that_knows_everything_published_pins_no_hidden_cluster(drawn: list[tuple[int, int]]) -> None:
    survey = microdata([(n, min(high, n)) for n, high in drawn])
    answering = set(survey.dropna(subset="answer")["cluster_id"])
    for cluster, (lowest, highest, true) in attacked(survey, frame_of(survey), 1).items():
        assert lowest <= true <= highest
        assert lowest < highest or cluster not in answering, f"{cluster} must have {lowest}"


@pytest.mark.parametrize("county", ["17", "20", "21"])
def test_nor_any_of_the_survey_that_comes_with_the_project(root: Path, county: str) -> None:
    catalogue = load_catalogue(root)
    about = read_table(catalogue["example_clusters"]).query("county_code == @county")
    survey = latest_wave(read_table(catalogue["company_survey"]), about)
    frame = latest_wave(read_table(catalogue["survey_frame"]), about)
    tried = [result for item in range(1, 6) for result in attacked(survey, frame, item).items()]
    assert all(lowest < highest for _, (lowest, highest, _) in tried), tried
    assert county != "20" or len(tried) == 10  # the small cluster and the one hidden with it, for each item


def test_the_solver_finds_what_is_left_unprotected() -> None:
    """Three answers hidden alone: their number is the total less the others."""
    survey = microdata([(3, 2), (20, 9), (30, 12)])
    frame = frame_of(survey)
    bare = cluster_summary(survey, frame, pd.Series("20", index=frame["cluster_id"]))
    bare["is_suppressed"] = bare["cluster_id"].eq("20-0")
    n = survey.groupby("cluster_id")["answer"].count()
    counts = survey["answer"].isin(TOP).groupby(survey["cluster_id"]).sum()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{__name__}.cluster_summary", lambda *_: bare.assign(
            count=bare["cluster_id"].map(counts), n=bare["cluster_id"].map(n)))  # fmt: skip
        assert attacked(survey, frame, 1) == {"20-0": (2, 2, 2)}


def test_a_silent_cluster_protects_nobody() -> None:
    """Three answers and none: the sum of the two is the first one's."""
    n, high = pd.Series([3, 0, 12, 20]), pd.Series([2, 0, 5, 9])
    assert hidden_groups(n, high, pd.Series([True, True, False, False])).tolist() == [True, True, True, False]


@pytest.mark.parametrize("high", [0, 15])
def test_none_or_all_among_the_hidden_tells_of_each(high: int) -> None:
    n, counts = pd.Series([3, 12, 14, 20]), pd.Series([min(3, high), min(12, high), 6, 9])
    assert hidden_groups(n, counts, pd.Series([True, True, False, False])).tolist() == [True, True, True, False]


def test_groups_that_are_safe_are_not_hidden() -> None:
    n, counts = pd.Series([30, 12, 14]), pd.Series([9, 5, 6])
    assert not hidden_groups(n, counts, pd.Series(False, index=n.index)).any()


@settings(max_examples=40, deadline=None)
@given(groups)
def test_more_answers_never_reveal_what_was_hidden_for_its_own_sake(drawn: list[tuple[int, int]]) -> None:
    n = pd.Series([size for size, _ in drawn])
    counts = pd.Series([min(high, size) for size, high in drawn])
    own = n < 5
    assert (hidden_groups(n, counts, own) >= own).all()


def test_a_county_that_is_hidden_is_not_the_difference_between_two_totals() -> None:
    small, large = microdata([(3, 2)], "17"), microdata([(14, 6), (12, 4)], "20")
    both = pd.concat([small, large], ignore_index=True)
    counties = pd.Series({cluster: cluster[:2] for cluster in both["cluster_id"].unique()})
    joint = item_answers(publishable_answers(both, counties)).set_index("answer")["count"]
    alone = item_answers(large).set_index("answer")["count"]
    assert joint.equals(alone)
    assert publishable_answers(large, counties).equals(large)


def test_a_distribution_does_not_tell_what_its_summary_hides() -> None:
    """Seven firms that all answered high: the counts of the two high answers would say so."""
    survey = microdata([(7, 7)])
    assert item_summary(survey, frame_of(survey))["is_suppressed"].all()
    assert item_answers(survey)["is_suppressed"].all() and item_answers(survey)["count"].isna().all()


def test_the_latest_wave_is_the_regions_own() -> None:
    table = pd.DataFrame({"cluster_id": ["a", "a", "b"], "wave": [2023, 2025, 2027]})
    assert latest_wave(table, pd.DataFrame({"cluster_id": ["a"]}))["wave"].tolist() == [2025]


def test_a_table_is_about_the_clusters_that_it_names() -> None:
    about = {"county_code": "20", "field_sv": "stål", "member_firms": 9}
    real = pd.DataFrame({"cluster_id": ["stal"], "name": ["Stål"], **about})
    invented = pd.DataFrame({"cluster_id": ["ex-20-1"], "name": ["Exempelkluster Stål"], **about})
    both = listed_clusters(pd.DataFrame({"cluster_id": ["stal", "ex-20-1", "other"]}), real, invented)
    assert both["is_example"].tolist() == [False, True]
    assert cluster_lists(both) == ["clusters", "example_clusters"]
    none = listed_clusters(pd.DataFrame({"cluster_id": ["other"]}), real, invented)
    assert none.empty and cluster_lists(none) == []
