"""The plan: which jobs, in which order, and what is found before any of them runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.errors import NotebookError, PlanError
from nmanalys.io.reference import load_regions
from nmanalys.pipeline.plan import Plan, plan_jobs
from nmanalys.pipeline.scenario import Scenario, make_scenario
from nmanalys.pipeline.stage import read_stages
from nmanalys.vocabulary.regions import Regions
from notebooks import write_notebook

CATALOGUE = {"employment": object()}


@pytest.fixture(scope="module")
def regions(root: Path) -> Regions:
    return load_regions(root)


def three_stages(folder: Path) -> Path:
    write_notebook(folder, "05_profile", reads=("strengths", "common"))
    write_notebook(folder, "10_strengths", reads=("employment",), writes=("strengths",))
    write_notebook(
        folder, "80_together", scope="joint", reads=("strengths",), writes=("common",), parameters="year = 2024"
    )
    return folder


def plan(folder: Path, regions: Regions, *names: str, **options: object) -> Plan:
    chosen = [regions.find(name) for name in names or ("17", "20", "21")]
    return plan_jobs(read_stages(folder), CATALOGUE, regions, Scenario(), selected_regions=chosen, **options)


def test_every_stage_runs_for_every_region(tmp_path: Path, regions: Regions) -> None:
    jobs = plan(three_stages(tmp_path), regions).jobs
    assert len(jobs) == 3 + 3 + 1
    assert "together:gemensamt" in jobs


def test_a_page_is_told_the_assumptions_of_what_it_reads(tmp_path: Path, regions: Regions) -> None:
    stages = read_stages(three_stages(tmp_path))
    scenario = make_scenario(tmp_path, assignments=["lq_threshold=1.5", "year=2023", "min_share=0.01"])
    found = plan_jobs(stages, CATALOGUE, regions, scenario, selected_regions=[regions.find("20")])
    told = {name: found.overrides(job) for name, job in found.jobs.items()}
    assert told["strengths:dalarna"] == {"lq_threshold": 1.5}
    # the joint stage does not use the threshold itself
    assert told["together:gemensamt"] == told["profile:dalarna"] == {"lq_threshold": 1.5, "year": 2023}


def test_execution_follows_reads_not_page_numbers(tmp_path: Path, regions: Regions) -> None:
    order = list(plan(three_stages(tmp_path), regions).jobs)
    assert order.index("strengths:dalarna") < order.index("together:gemensamt") < order.index("profile:dalarna")


def test_one_region_brings_what_its_stages_need(tmp_path: Path, regions: Regions) -> None:
    jobs = plan(three_stages(tmp_path), regions, "skane", joint=False).jobs
    # the joint stage compares the three counties, wherever it is read from
    assert set(jobs) == {
        "profile:skane", "strengths:skane", "together:gemensamt",
        "strengths:varmland", "strengths:dalarna", "strengths:gavleborg",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["strengths", "10", "10_strengths"])
def test_a_stage_is_found_by_name_number_or_page(tmp_path: Path, regions: Regions, name: str) -> None:
    assert list(plan(three_stages(tmp_path), regions, "20", selected_stages=[name]).jobs) == ["strengths:dalarna"]


@pytest.mark.parametrize(
    ("second", "error", "message"),
    [
        ({"reads": ("employmnt",)}, PlanError, "reads 'employmnt'.*Did you mean 'employment'"),
        (
            {"reads": ("first",), "writes": ("second",)},
            NotebookError,
            r"Circular reads: 10_a\.ipynb → 20_b\.ipynb|20_b\.ipynb → 10_a\.ipynb",
        ),
        ({"writes": ("first",)}, PlanError, "both write 'first'"),
        ({"writes": ("employment",)}, PlanError, "is a table of data/catalogue.toml"),
    ],
)
def test_what_cannot_be_planned_is_told(
    tmp_path: Path, regions: Regions, second: dict, error: type, message: str
) -> None:
    reads = ("second",) if "second" in second.get("writes", ()) else ()
    write_notebook(tmp_path, "10_a", reads=reads, writes=("first",))
    write_notebook(tmp_path, "20_b", **second)
    with pytest.raises(error, match=message):
        plan(tmp_path, regions)


def test_an_unknown_stage_is_told(tmp_path: Path, regions: Regions) -> None:
    with pytest.raises(PlanError, match=r"Unknown stage 'strenghts'\. Did you mean 'strengths'"):
        plan(three_stages(tmp_path), regions, selected_stages=["strenghts"])


@given(st.permutations(["01", "17", "20", "21", "12"]))
def test_the_order_of_regions_does_not_change_the_jobs(order: list[str]) -> None:
    root = Path(__file__).parents[2]
    regions, stages = load_regions(root), read_stages(root / "notebooks")
    tables = {name: None for stage in stages.values() for name in stage.reads} | {}
    written = {name for stage in stages.values() for name in stage.writes}
    catalogue = {name: None for name in tables if name not in written}
    chosen = [regions.find(code) for code in order]
    found = plan_jobs(stages, catalogue, regions, Scenario(), selected_regions=chosen)
    assert list(found.jobs) == list(
        plan_jobs(stages, catalogue, regions, Scenario(), selected_regions=sorted(chosen, key=str)).jobs
    )
