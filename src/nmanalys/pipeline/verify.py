"""Verification: are the results that lie here what this code makes of these data?

A sample of the jobs is executed once more, each in an ordinary kernel of its own and in a folder that is thrown away,
and every byte of its notebook and its result tables is compared with what was published.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nmanalys.errors import NmanalysError, PlanError
from nmanalys.kernels.pool import KernelPool
from nmanalys.pipeline.build import Project, Request, plan_request
from nmanalys.pipeline.execute import Outcome, Runner
from nmanalys.pipeline.fingerprint import digest
from nmanalys.pipeline.manifest import ManifestJob, manifest_jobs
from nmanalys.pipeline.plan import Job, Plan
from nmanalys.pipeline.state import NOTEBOOK, BuildFolder, Result
from nmanalys.pipeline.task import LocalWorkers

__all__ = ["Verification", "verify_request"]


@dataclass(frozen=True)
class Verification:
    """What came of one job.

    Attributes
    ----------
    job : str
        Stage and region.
    verdict : str
        ``same``, ``differs``, ``failed`` (it does not run any more) or ``out of date`` (there is no result of the
        present code and data to compare with).
    details : tuple of str
        Files that differ, or what went wrong, and what to do.
    """

    job: str
    verdict: Literal["same", "differs", "failed", "out of date"]
    details: tuple[str, ...] = ()


def verify_request(
    project: Project,
    request: Request,
    *,
    sample: int | None = 5,
    seed: int = 0,
    on_end: Callable[[Verification], None] = lambda verification: None,
) -> list[Verification]:
    """Execute a sample of the jobs once more and compare every byte.

    Parameters
    ----------
    project, request
        What was built.
    sample : int, optional
        Number of jobs drawn; all when omitted.
    seed : int
        Seed of the draw, so that somebody else can draw the same jobs.
    on_end : callable
        Told of each job.

    Raises
    ------
    PlanError
        If nothing has been built yet.
    """
    plan, scenario = plan_request(project, request)
    build = BuildFolder(project.root)
    runner = Runner(plan, build, True, request.timeout, build.hashes(), LocalWorkers(KernelPool(cold=True)))
    results = _present_results(runner)
    if not any(results.values()) and plan.jobs.keys().isdisjoint(build.pointers(scenario.name)):
        raise PlanError("There is no result to verify yet. Run `nmanalys build` first.")
    names = list(plan.jobs)
    chosen = names if sample is None or sample >= len(names) else random.Random(seed).sample(names, sample)
    found = []
    with build.lock():
        told = manifest_jobs(project.root, scenario.name)
        for name in sorted(chosen, key=names.index):
            found.append(_verified(runner, plan.jobs[name], results[name], told.get(name)))
            on_end(found[-1])
    return found


def _present_results(runner: Runner) -> dict[str, Result | None]:
    """For each job its result of the present code and data, if there is one."""
    plan: Plan = runner.plan
    found: dict[str, Result | None] = {}
    for job in plan.jobs.values():
        ready = all((source := found[up]) and not source.changed(runner.hashes) for up in plan.upstream[job.id])
        found[job.id] = runner.build.find(job, digest(runner.parts(job))) if ready else None
        runner.outcomes[job.id] = Outcome(job, "fresh" if found[job.id] else "failed", result=found[job.id])
    runner.hashes.save()
    return found


def _verified(runner: Runner, job: Job, result: Result | None, told: ManifestJob | None) -> Verification:
    if result is None:
        return Verification(job.id, "out of date", ("run `nmanalys build` first",))
    changed = result.changed(runner.hashes)
    if changed:
        return Verification(job.id, "differs", (*changed, "changed after it was made, run `nmanalys build`"))
    with tempfile.TemporaryDirectory(prefix="nmanalys-verify-") as temporary:
        folder = Path(temporary)
        parts = runner.parts(job)
        try:
            runner.execute(job, folder, parts, digest(parts))
        except NmanalysError as error:
            return Verification(job.id, "failed", (str(error),))
        names = [NOTEBOOK, *(f"{name}.parquet" for name in job.stage.writes)]
        differing = tuple(name for name in names if not _same(folder / name, result.folder / name))
    if differing:
        return Verification(job.id, "differs", (*differing, "made otherwise now, run `nmanalys build --force`"))
    if _is_denied(told, result):
        return Verification(job.id, "differs", ("the manifest has other checksums, run `nmanalys build`",))
    return Verification(job.id, "same")


def _is_denied(told: ManifestJob | None, result: Result) -> bool:
    """Whether the manifest tells of the same result, but with other checksums."""
    record = result.record
    return told is not None and told.fingerprint == record["fingerprint"] and told.outputs != record["outputs"]


def _same(new: Path, old: Path) -> bool:
    return old.is_file() and new.read_bytes() == old.read_bytes()
