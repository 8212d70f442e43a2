"""From a request to a book: the steps of `nmanalys build`, in order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nmanalys import vocabulary
from nmanalys.errors import DataError, RegionError
from nmanalys.io.catalogue import Catalogue, load_catalogue
from nmanalys.io.reference import load_regions
from nmanalys.kernels.pool import KernelPool, share_of_memory
from nmanalys.pipeline.execute import CELL_TIMEOUT, Outcome, explain, run_plan
from nmanalys.pipeline.fingerprint import digest
from nmanalys.pipeline.handover import REFERENCE
from nmanalys.pipeline.manifest import write_manifest
from nmanalys.pipeline.plan import Job, Plan, plan_jobs
from nmanalys.pipeline.revision import code_time, code_version
from nmanalys.pipeline.scenario import BASELINE, Scenario, make_scenario
from nmanalys.pipeline.stage import Stage, read_stages
from nmanalys.pipeline.state import BuildFolder
from nmanalys.pipeline.task import LocalWorkers, Workers
from nmanalys.vocabulary.regions import JOINT_REGION, Region, Regions
from nmanalys.vocabulary.schema import referred_tables

__all__ = ["Project", "Report", "Request", "build_book", "explain_request", "open_project", "run_request"]

GIGABYTE = 10**9


@dataclass(frozen=True)
class Project:
    """What a project's folder holds."""

    root: Path
    catalogue: Catalogue
    regions: Regions
    stages: Mapping[str, Stage]


@dataclass(frozen=True)
class Request:
    """What somebody asked for.

    Attributes
    ----------
    regions : sequence of str
        Names of regions; ``all`` means every county; empty means the three counties.
    stages : sequence of str
        Names of stages; empty means all.
    scenario : str, optional
        Named scenario.
    parameter_file : Path, optional
        YAML file of parameter values.
    assignments : sequence of str
        Texts such as ``lq_threshold=1.5``.
    jobs : int
        Most kernels at a time.
    force : bool
        Run also what is up to date.
    timeout : float
        Longest time for one cell, in seconds.
    cold : bool
        Start an ordinary kernel for each job, also where forking is safe.
    memory : float
        Most gigabytes of its own that a kernel may hold; 0 for its share of the machine's.
    scheduler : str
        Address of the Dask scheduler whose workers run the jobs; this machine does when empty.
    preview : bool
        Publish only the touched pages, without the checks.
    """

    regions: Sequence[str] = ()
    stages: Sequence[str] = ()
    scenario: str | None = None
    parameter_file: Path | None = None
    assignments: Sequence[str] = ()
    jobs: int = 2
    force: bool = False
    timeout: float = CELL_TIMEOUT
    cold: bool = False
    memory: float = 0.0
    scheduler: str = ""
    preview: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether some regions or stages were chosen."""
        return bool(self.regions or self.stages)

    def workers(self, root: Path) -> Workers:
        """Say where the jobs are to run."""
        memory = int(self.memory * GIGABYTE)
        if self.scheduler:
            from nmanalys.pipeline.cluster import Cluster

            return Cluster(self.scheduler, root, cold=self.cold, memory=memory)
        return LocalWorkers(KernelPool(cold=self.cold, memory=memory or share_of_memory(self.jobs)), self.jobs)


@dataclass(frozen=True)
class Report:
    """What came of a request."""

    scenario: Scenario
    outcomes: Sequence[Outcome]
    manifest: Path
    book: Path | None = None
    notes: Sequence[str] = ()
    peak_memory: int = 0


def open_project(root: Path) -> Project:
    """Read the catalogue, the regions and the notebooks' declarations."""
    return Project(root, load_catalogue(root), load_regions(root), read_stages(root / "notebooks"))


def plan_request(project: Project, request: Request) -> tuple[Plan, Scenario]:
    """Plan what was asked for; whatever is wrong with it is found here."""
    scenario = make_scenario(
        project.root, name=request.scenario, file=request.parameter_file, assignments=request.assignments
    )
    plan = plan_jobs(
        project.stages,
        project.catalogue,
        project.regions,
        scenario,
        selected_regions=_select(project.regions, request.regions),
        selected_stages=request.stages,
        joint=not request.regions or "all" in request.regions,
    )
    return replace(plan, checked=_check_data(project, {*plan.tables, *REFERENCE})), scenario


def run_request(
    project: Project,
    request: Request,
    *,
    on_plan: Callable[[Plan], None] = lambda plan: None,
    on_start: Callable[[Job], None] = lambda job: None,
    on_end: Callable[[Outcome], None] = lambda outcome: None,
    on_wait: Callable[[str], None] = lambda holder: None,
    on_publish: Callable[[], None] = lambda: None,
    publish: bool = False,
) -> Report:
    """Run what was asked for and, with `publish`, make the book of it."""
    plan, scenario = plan_request(project, request)
    waited_for: list[str] = []

    def wait(holder: str) -> None:
        waited_for.append(holder)
        on_wait(holder)

    with BuildFolder(project.root).lock(wait):
        if waited_for:
            # what was planned may have changed meanwhile
            project = open_project(project.root)
            plan, scenario = plan_request(project, request)
        on_plan(plan)
        workers = request.workers(project.root)
        begun = time.monotonic()
        outcomes = run_plan(
            plan,
            project.root,
            force=request.force,
            timeout=request.timeout,
            workers=workers,
            on_start=on_start,
            on_end=on_end,
        )
        code = code_version(project.root)
        seconds, peak = time.monotonic() - begun, workers.peak_memory
        kept = BuildFolder(project.root).pointers(scenario.name) if request.is_partial else {}
        manifest = write_manifest(
            project.root, scenario, outcomes, code=code, seconds=seconds, peak_memory=peak, kept=kept
        )
        book = None
        if publish:
            on_publish()
            book = build_book(project, request, scenario, plan, outcomes, code)
    return Report(scenario, outcomes, manifest, book, [*workers.notes, *_notes(request, scenario, plan)], peak)


def explain_request(project: Project, request: Request) -> dict[str, list[str]]:
    """Say for each job that was asked for why it would run."""
    plan, _ = plan_request(project, request)
    return explain(plan, project.root)


def build_book(
    project: Project, request: Request, scenario: Scenario, plan: Plan, outcomes: Iterable[Outcome], code: str
) -> Path:
    """Publish the pages of a run, with the baseline's other pages when only a part of them was asked for."""
    from nmanalys.pipeline.publish import publish

    pages = [_page(outcome, plan, code) for outcome in outcomes if outcome.result]
    problems = [f"{outcome.job.id}: {outcome.message}" for outcome in outcomes if not outcome.is_good]
    if scenario.name == BASELINE and request.is_partial:
        pages += _other_pages(project, plan, code)
    return publish(
        project.root,
        scenario=scenario.name,
        pages=sorted(pages, key=lambda page: (page["region"] or "~", page["number"])),
        catalogue=project.catalogue,
        regions=project.regions,
        overrides=dict(scenario.overrides),
        problems=problems,
        stages=project.stages,
        epoch=int(os.environ.get("SOURCE_DATE_EPOCH") or code_time(project.root)),
        preview=request.preview,
    )


def _select(regions: Regions, names: Sequence[str]) -> list[Region]:
    if not names:
        return [regions.find(code) for code in regions.find(JOINT_REGION).counties]
    if "all" in names:
        return list(regions.counties)
    found = [regions.find(name) for name in names]
    if any(region.kind == "nation" for region in found):
        raise RegionError("The nation has no pages: counties are compared with it. Name a county, or `all`.")
    return found


def _check_data(project: Project, names: Iterable[str]) -> dict[str, str]:
    """Validate each table, once for each content that it and the schemas have had; return the contents' hashes."""
    build = BuildFolder(project.root)
    hashes = build.hashes()
    rules = [hashes(file) for file in sorted(Path(vocabulary.__file__).parent.glob("*.py"))]
    rules.append(hashes(project.root / "data" / "catalogue.toml"))
    contents = {name: hashes(project.catalogue[name].path) for name in sorted(names)}
    marks = {name: digest([*rules, *map(hashes, _files_behind(project.catalogue, name))]) for name in contents}
    checked = build.checked_tables()
    unknown = [name for name in marks if checked.get(name) != marks[name]]
    if unknown:
        # pandas is slow to import, and tables change seldom
        from nmanalys.io.table_checks import check_tables

        faults = check_tables(project.catalogue, unknown)
        if faults:
            raise DataError("\n".join(faults))
    hashes.save()
    build.remember_checked({**checked, **marks})
    return contents


def _files_behind(catalogue: Catalogue, name: str) -> list[Path]:
    """Return the files of a table and of the tables that its keys refer to."""
    others = sorted(referred_tables(catalogue[name].schema) - {name})
    return [file for other in (name, *others) for file in catalogue[other].files]


def _page(outcome: Outcome, plan: Plan, code: str) -> dict[str, object]:
    result = outcome.result
    return {
        **result.record,  # type: ignore[union-attr]
        # those of today: a notebook may have been given another number since it ran
        "number": outcome.job.stage.number,
        "page": outcome.job.stage.page,
        "notebook": str(result.notebook),  # type: ignore[union-attr]
        "results": str(result.folder),  # type: ignore[union-attr]
        "scenario": outcome.job.scenario.name,
        "overrides": plan.overrides(outcome.job),
        "stale": not outcome.is_good,
        "code": code,
    }


def _other_pages(project: Project, plan: Plan, code: str) -> list[dict[str, object]]:
    """Pages of the default book that this run did not touch, as they stand."""
    whole, _ = plan_request(project, Request())
    build = BuildFolder(project.root)
    pointers = build.pointers(BASELINE)
    reasons = explain(whole, project.root)
    others = []
    for name, job in whole.jobs.items():
        result = build.find(job, pointers[name]) if name in pointers and name not in plan.jobs else None
        if result:
            others.append(_page(Outcome(job, "cancelled" if reasons[name] else "fresh", result=result), whole, code))
    return others


def _notes(request: Request, scenario: Scenario, plan: Plan) -> list[str]:
    used = {name for job in plan.jobs.values() for name in job.stage.parameters}
    return [f"No selected stage uses the parameter '{name}'." for name in scenario.overrides if name not in used]
