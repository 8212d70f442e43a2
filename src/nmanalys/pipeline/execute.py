"""Running a plan: fresh jobs are skipped, the rest run in a pool of threads, each waiting for one job.

One failing job never hides the others: each job ends in an outcome, and only the jobs that needed the failed
one's tables are blocked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Literal

from nmanalys.errors import ExecutionError, NmanalysError
from nmanalys.kernels.pool import KernelPool
from nmanalys.pipeline.fingerprint import changes, digest, job_parts
from nmanalys.pipeline.handover import REFERENCE, file_mark
from nmanalys.pipeline.plan import Job, Plan
from nmanalys.pipeline.scenario import BASELINE
from nmanalys.pipeline.state import NOTEBOOK, BuildFolder, FileHashes, Result
from nmanalys.pipeline.task import LocalWorkers, Task, Workers

__all__ = ["CELL_TIMEOUT", "Outcome", "explain", "run_plan"]

Status = Literal["done", "fresh", "failed", "blocked", "cancelled"]
CELL_TIMEOUT = 600.0


@dataclass(frozen=True)
class Outcome:
    """How a job ended.

    Attributes
    ----------
    job : Job
        The job.
    status : str
        ``fresh`` (its result was there), ``done``, ``failed``, ``blocked`` (a job that it needs failed) or
        ``cancelled``.
    seconds : float
        Time that it took.
    reasons : list of str
        Why it ran.
    message : str
        What went wrong, where, and what to do.
    result : Result or None
        Its result; that of an earlier run when this one failed.
    memory : int
        Most bytes of its own that its kernel held; 0 if it had none, or they could not be seen.
    """

    job: Job
    status: Status
    seconds: float = 0.0
    reasons: tuple[str, ...] = ()
    message: str = ""
    result: Result | None = None
    memory: int = 0

    @property
    def is_good(self) -> bool:
        """Whether the job's result is up to date."""
        return self.status in ("done", "fresh")


@dataclass
class Runner:
    """What all jobs of one run share."""

    plan: Plan
    build: BuildFolder
    force: bool
    timeout: float
    hashes: FileHashes
    workers: Workers
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def inputs(self, job: Job) -> dict[str, list[Path]]:
        """Map each table that a job reads to the files that hold it."""
        files: dict[str, list[Path]] = {}
        for name in job.stage.reads:
            if name in self.plan.catalogue:
                files[name] = list(self.plan.catalogue[name].files)
            else:
                writers = [up for up in self.plan.upstream[job.id] if name in self.plan.jobs[up].stage.writes]
                files[name] = [self.outcomes[up].result.table(name) for up in sorted(writers)]  # type: ignore[union-attr]
        return files

    def parts(self, job: Job) -> dict[str, dict[str, Any]]:
        """Collect the fingerprint's parts, with the hash of each table that the job reads."""
        catalogue = self.plan.catalogue
        used = [name for name, uses in REFERENCE.items() if uses & job.stage.uses and name not in job.stage.reads]
        with self.lock:
            tables = {
                name: "+".join((self.hashes if name in catalogue else self.hashes.of_content)(file) for file in files)
                for name, files in self.inputs(job).items()
            }
            reference = {name: self.hashes(catalogue[name].path) for name in used}
            return job_parts(job, tables, reference, catalogue, self.build.root, self.hashes.remembered)

    def run(self, job: Job) -> Outcome:
        """Run one job, or find that its result is there."""
        bad = [up for up in self.plan.upstream[job.id] if not self.outcomes[up].is_good]
        if bad:
            return self._without(job, "blocked", f"needs {', '.join(bad)}, which did not succeed.")
        parts = self.parts(job)
        fingerprint = digest(parts)
        found = self.build.find(job, fingerprint)
        reasons = self.reasons(job, parts, found) or (("asked for with --force",) if self.force else ())
        if not reasons:
            return self._accept(job, fingerprint, Outcome(job, "fresh", result=found))
        begun = time.monotonic()
        with self.build.new(job) as folder:
            try:
                memory = self.execute(job, folder, parts, fingerprint)
                self._insist_on(parts, job)
                result = self.build.keep(job, fingerprint, folder, self._record(job, parts, fingerprint))
            except (NmanalysError, OSError) as error:
                if self.workers.has_ended:
                    return self._without(job, "cancelled", "the run was stopped.")
                place = self.build.keep_failed(job, folder / NOTEBOOK)
                see = f" See {place.relative_to(self.build.root)}." if place else ""
                told = f"{error}." if isinstance(error, OSError) else str(error)
                message = f"{job.stage.path.name}, {told}{see}"
                return self._without(job, "failed", message, time.monotonic() - begun, reasons)
        seconds = time.monotonic() - begun
        return self._accept(job, fingerprint, Outcome(job, "done", seconds, reasons, result=result, memory=memory))

    def reasons(self, job: Job, parts: Mapping[str, Any], found: Result | None) -> tuple[str, ...]:
        """Say why a job has to run; nothing if the result that was found is whole."""
        if found is None:
            return tuple(changes(self._earlier_parts(job), parts)) or ("its result is gone",)
        with self.lock:
            return tuple(f"{name} of its result was changed" for name in found.changed(self.hashes))

    def execute(self, job: Job, folder: Path, parts: Mapping[str, Any], fingerprint: str) -> int:
        """Execute a job's notebook in a folder, whatever is there already; return the bytes that its kernel held."""
        results = {name: files for name, files in self.inputs(job).items() if name not in self.plan.catalogue}
        told = {
            "place": job.place,
            "reads": job.stage.reads,
            "writes": job.stage.writes,
            "checked": self._checked(job),
            # no scenario: those whose parameters are the same share the result
            "provenance": {
                "stage": job.stage.name,
                "place": job.place,
                "parameters": job.parameters,
                "tables": parts["tables"],
                "fingerprint": fingerprint,
            },
        }
        parameters = {**job.parameters, **({"region": job.region.code} if job.region else {})}
        task = Task(self.build.root, job.stage.path, parameters, results, told, self.timeout, parts)
        return self.workers.execute(task, folder)

    def _insist_on(self, parts: Mapping[str, Mapping[str, Any]], job: Job) -> None:
        """Refuse a result made while what it depends on changed: nobody knows what it was made of."""
        changed = changes(parts, self.parts(job))
        if changed:
            raise ExecutionError(f"{'; '.join(changed)} while it ran. Run the same command again.")

    def _checked(self, job: Job) -> dict[str, tuple[int, int]]:
        """Map each table whose content the plan has found to be without faults to the mark of its file."""
        catalogue = self.plan.catalogue
        names = [name for name in (*job.stage.reads, *REFERENCE) if name in catalogue]
        with self.lock:
            return {
                name: file_mark(catalogue[name].path)
                for name in names
                if self.hashes(catalogue[name].path) == self.plan.checked.get(name)
            }

    def _record(self, job: Job, parts: Mapping[str, Any], fingerprint: str) -> dict[str, Any]:
        return {
            "stage": job.stage.name,
            "number": job.stage.number,
            "page": job.stage.page,
            "title": job.stage.title,
            "scope": job.stage.scope,
            "region": job.region.code if job.region else None,
            "parameters": parts["parameters"],
            "reads": job.stage.reads,
            "writes": job.stage.writes,
            "tables": parts["tables"],
            "versions": parts["versions"],
            "parts": parts,
            "fingerprint": fingerprint,
            "outcome": "done",
        }

    def _accept(self, job: Job, fingerprint: str, outcome: Outcome) -> Outcome:
        with self.lock:
            self.build.point(job.scenario.name, job.id, fingerprint)
            self.build.show_results(job.scenario.name, job, outcome.result)  # type: ignore[arg-type]
            if outcome.status == "done":
                self.build.sweep(job)
        return outcome

    def _without(
        self, job: Job, status: Status, message: str, seconds: float = 0.0, reasons: tuple[str, ...] = ()
    ) -> Outcome:
        return Outcome(job, status, seconds, reasons, message, self._earlier(job))

    def _earlier(self, job: Job, scenario: str | None = None) -> Result | None:
        fingerprint = self.build.pointers(scenario or job.scenario.name).get(job.id)
        return self.build.find(job, fingerprint) if fingerprint else None

    def _earlier_parts(self, job: Job) -> Mapping[str, Any] | None:
        """What the scenario's last result, or else the baseline's, was made of."""
        earlier = self._earlier(job) or self._earlier(job, BASELINE)
        return earlier.record.get("parts") if earlier else None


def run_plan(
    plan: Plan,
    root: Path,
    *,
    force: bool = False,
    timeout: float = CELL_TIMEOUT,
    workers: Workers | None = None,
    on_start: Callable[[Job], None] = lambda job: None,
    on_end: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Run a plan.

    Parameters
    ----------
    plan : Plan
        What to run.
    root : Path
        The project's folder.
    force : bool
        Run jobs also when their result is there.
    timeout : float
        Longest time for one cell, in seconds.
    workers : Workers, optional
        Where the jobs run; ended with the run. This machine's kernels when omitted.
    on_start, on_end : callable
        Told of each job's start and outcome, from the main thread.

    Returns
    -------
    list of Outcome
        One a job, in the order in which they ended.
    """
    build = BuildFolder(root)
    workers = workers or LocalWorkers(KernelPool())
    runner = Runner(plan, build, force, timeout, build.hashes(), workers)
    sorter = TopologicalSorter(plan.upstream)
    sorter.prepare()
    running: dict[Future[Outcome], str] = {}
    with ThreadPoolExecutor(max_workers=workers.jobs, thread_name_prefix="job") as pool:
        try:
            while sorter.is_active():
                for name in sorter.get_ready():
                    on_start(plan.jobs[name])
                    running[pool.submit(runner.run, plan.jobs[name])] = name
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    name = running.pop(future)
                    runner.outcomes[name] = future.result()
                    on_end(runner.outcomes[name])
                    sorter.done(name)
        finally:
            for future in running:
                future.cancel()
            workers.end()
    runner.hashes.save()
    return list(runner.outcomes.values())


def explain(plan: Plan, root: Path) -> dict[str, list[str]]:
    """Say for each job of a plan why it would run; an empty list means that its result is there."""
    build = BuildFolder(root)
    runner = Runner(plan, build, False, CELL_TIMEOUT, build.hashes(), LocalWorkers(KernelPool()))
    reasons: dict[str, list[str]] = {}
    for job in plan.jobs.values():
        waiting = [up for up in plan.upstream[job.id] if reasons[up]]
        if waiting:
            reasons[job.id] = [f"reads what {up} makes" for up in waiting]
            continue
        parts = runner.parts(job)
        found = build.find(job, digest(parts))
        reasons[job.id] = list(runner.reasons(job, parts, found))
        runner.outcomes[job.id] = Outcome(job, "fresh", result=found)
    runner.hashes.save()
    return reasons
