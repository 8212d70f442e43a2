"""The plan: which jobs there are, in which order, and whether everything they need exists.

A job is a stage for a region (or for the three counties together) in a scenario. Whatever can be known to be
wrong is found here, before the first kernel starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from nmanalys.errors import NotebookError, PlanError, nearest
from nmanalys.io.catalogue import Catalogue
from nmanalys.pipeline.scenario import Scenario
from nmanalys.pipeline.stage import Stage
from nmanalys.vocabulary.regions import JOINT_REGION, Region, Regions

__all__ = ["Job", "Plan", "find_stage", "plan_jobs"]


@dataclass(frozen=True)
class Job:
    """One stage for one region; `region` is None for a joint stage."""

    stage: Stage
    region: Region | None
    scenario: Scenario

    @property
    def id(self) -> str:
        """Stage and region, such as ``industrial_strengths:dalarna``."""
        return f"{self.stage.name}:{self.place}"

    @property
    def place(self) -> str:
        """The region's slug; ``gemensamt`` for a joint stage."""
        return self.region.slug if self.region else "gemensamt"

    @property
    def parameters(self) -> dict[str, object]:
        """The values of the parameters that the stage uses."""
        return {name: getattr(self.scenario.parameters, name) for name in self.stage.parameters}


@dataclass(frozen=True)
class Plan:
    """Jobs in an order in which they can run.

    Attributes
    ----------
    jobs : dict of str to Job
        By identifier, upstream first.
    upstream : dict of str to tuple of str
        For each job the jobs whose result tables it reads.
    catalogue : Catalogue
        The tables.
    checked : dict of str to str
        For each table that was found to be without faults the hash of its content.
    """

    jobs: Mapping[str, Job]
    upstream: Mapping[str, tuple[str, ...]]
    catalogue: Catalogue
    checked: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the catalogue's tables that any job reads."""
        return tuple(sorted({name for job in self.jobs.values() for name in job.stage.reads if name in self.catalogue}))

    def parameters(self, job: Job) -> set[str]:
        """Names of the parameters that the job's stage, or one whose result tables it reads, uses."""
        return {*job.stage.parameters}.union(*(self.parameters(self.jobs[up]) for up in self.upstream[job.id]))

    def overrides(self, job: Job) -> dict[str, object]:
        """The parameters that the job's result depends on and that differ from the baseline."""
        used = self.parameters(job)
        return {name: value for name, value in job.scenario.overrides.items() if name in used}


def plan_jobs(
    stages: Mapping[str, Stage],
    catalogue: Catalogue,
    regions: Regions,
    scenario: Scenario,
    *,
    selected_regions: Iterable[Region],
    selected_stages: Iterable[str] | None = None,
    joint: bool = True,
) -> Plan:
    """Plan the selected stages for the selected regions, with everything upstream of them.

    Parameters
    ----------
    stages, catalogue, regions, scenario
        What there is.
    selected_regions : iterable of Region
        Regions that region stages run for.
    selected_stages : iterable of str, optional
        Names or page names of stages; all when omitted.
    joint : bool
        Whether joint stages belong to the selection when no stages are named.

    Raises
    ------
    PlanError
        For an unknown stage, a table that is neither in the catalogue nor published by a stage, a table that
        two stages publish, or circular reads.
    """
    writer = _writers(stages, catalogue)
    _check_reads(stages, catalogue, writer)
    names = [find_stage(stages, name) for name in selected_stages] if selected_stages else list(stages)
    places = list(dict.fromkeys(selected_regions))
    wanted = [
        Job(stages[name], region, scenario)
        for name in names
        for region in (places if stages[name].scope == "region" else [None] if joint or selected_stages else [])
    ]
    members = [regions.find(code) for code in regions.find(JOINT_REGION).counties]
    return _close(wanted, writer, members, catalogue)


def _writers(stages: Mapping[str, Stage], catalogue: Catalogue) -> dict[str, Stage]:
    writer: dict[str, Stage] = {}
    for stage in stages.values():
        for table in stage.writes:
            if table in catalogue:
                raise PlanError(
                    f"{stage.path.name} writes '{table}', which is a table of data/catalogue.toml. Rename one."
                )
            if table in writer:
                raise PlanError(f"{stage.path.name} and {writer[table].path.name} both write '{table}'. Rename one.")
            writer[table] = stage
    return writer


def _check_reads(stages: Mapping[str, Stage], catalogue: Catalogue, writer: Mapping[str, Stage]) -> None:
    for stage in stages.values():
        for table in stage.reads:
            if table not in catalogue and table not in writer:
                raise PlanError(
                    f"{stage.path.name}, cell 1: reads '{table}', which is neither in data/catalogue.toml nor "
                    f"published by a stage. {nearest(table, [*catalogue, *writer])}"
                )
    try:
        TopologicalSorter(
            {name: {writer[table].name for table in stage.reads if table in writer} for name, stage in stages.items()}
        ).prepare()
    except CycleError as error:
        circle = " → ".join(stages[name].path.name for name in reversed(error.args[1]))
        raise NotebookError(
            f"Circular reads: {circle}. Take one table out of one 'reads' in the first cells."
        ) from None


def find_stage(stages: Mapping[str, Stage], name: str) -> str:
    """Return the name of the stage that a name, a page's name or a number means.

    Raises
    ------
    PlanError
        If there is none.
    """
    for stage in stages.values():
        if name in (stage.name, stage.page, stage.number):
            return stage.name
    raise PlanError(f"Unknown stage '{name}'. {nearest(name, stages)}")


def _close(wanted: list[Job], writer: Mapping[str, Stage], members: list[Region], catalogue: Catalogue) -> Plan:
    jobs: dict[str, Job] = {}
    upstream: dict[str, tuple[str, ...]] = {}
    queue = list(wanted)
    while queue:
        job = queue.pop()
        if job.id in jobs:
            continue
        needs = [
            Job(source, region, job.scenario)
            for source in dict.fromkeys(writer[table] for table in job.stage.reads if table in writer)
            for region in ([None] if source.scope == "joint" else [job.region] if job.region else members)
        ]
        jobs[job.id], upstream[job.id] = job, tuple(need.id for need in needs)
        queue.extend(needs)
    by_page = sorted(jobs, key=lambda name: (jobs[name].place, jobs[name].stage.number))
    order = TopologicalSorter({name: upstream[name] for name in by_page}).static_order()
    return Plan({name: jobs[name] for name in order}, upstream, catalogue)
