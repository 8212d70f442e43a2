"""One execution of one job, as far as it is the same wherever it happens: told in full, so that it can be sent."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from nmanalys.errors import KernelFailure
from nmanalys.io.catalogue import load_catalogue
from nmanalys.kernels.pool import KernelPool
from nmanalys.pipeline.handover import JOB_VARIABLE
from nmanalys.pipeline.state import NOTEBOOK, write_json

__all__ = ["LocalWorkers", "Task", "Workers", "execute_task"]

# one thread a kernel: the jobs themselves are what runs in parallel
QUIET_THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


@dataclass(frozen=True)
class Task:
    """What a process must know to run a job.

    Attributes
    ----------
    root : Path
        The project's folder.
    notebook : Path
        The notebook, below `root`.
    parameters : mapping
        Values for its parameters cell.
    results : mapping of str to sequence of Path
        Files of the result tables that it reads.
    told : mapping
        What else the notebook's side is told, see :class:`nmanalys.pipeline.workspace.Workspace`.
    timeout : float
        Longest time for one cell, in seconds.
    parts : mapping
        The fingerprint's parts, to know whether another machine would compute the same.
    """

    root: Path
    notebook: Path
    parameters: Mapping[str, Any]
    results: Mapping[str, Sequence[Path]]
    told: Mapping[str, Any]
    timeout: float
    parts: Mapping[str, Mapping[str, Any]]


class Workers(Protocol):
    """Where jobs are run: the kernels of this machine, or those of a cluster."""

    jobs: int
    """Most jobs at a time."""

    @property
    def has_ended(self) -> bool:
        """Whether :meth:`end` was called."""

    @property
    def notes(self) -> Sequence[str]:
        """What whoever asked for the run should know of how it went."""

    @property
    def peak_memory(self) -> int:
        """Most bytes that the kernels were seen to hold at one moment; 0 where that cannot be seen."""

    def execute(self, task: Task, folder: Path) -> int:
        """Run a job and return the bytes that its kernel held; its notebook and tables are in the folder then."""

    def end(self) -> None:
        """End whatever still runs, at once."""


class LocalWorkers:
    """The kernels of this machine."""

    def __init__(self, kernels: KernelPool, jobs: int = 2) -> None:
        self.jobs = jobs
        self._kernels = kernels

    @property
    def has_ended(self) -> bool:
        """Whether the kernels were ended."""
        return self._kernels.has_ended

    @property
    def notes(self) -> Sequence[str]:
        """Why kernels that were to be forked are ordinary ones."""
        return self._kernels.notes

    @property
    def peak_memory(self) -> int:
        """Most bytes that the kernels held at one moment."""
        return self._kernels.peak_memory

    def execute(self, task: Task, folder: Path) -> int:
        """Run a job in a kernel."""
        return execute_task(task, folder, self._kernels)

    def end(self) -> None:
        """End the kernels."""
        self._kernels.end()


def execute_task(task: Task, folder: Path, kernels: KernelPool) -> int:
    """Run a job in a kernel of this machine, whatever is in its folder already; return the bytes that it held.

    Raises
    ------
    KernelFailure
        If a cell fails, the notebook does not publish what it declares, or it leaves a trace of microdata.
    KernelError
        If the run was ended meanwhile.
    """
    # papermill is slow to import, and a build with nothing to do needs none
    from nmanalys.io.subjects import microdata_of, subjects_of
    from nmanalys.pipeline.kernel import Execution, run_notebook
    from nmanalys.pipeline.microdata import refuse_traces

    catalogue = load_catalogue(task.root)
    microdata = microdata_of(catalogue, task.told["reads"])

    spec = folder / "job.json"
    write_json(spec, {**task.told, "root": task.root, "results": task.results, "output": folder})
    environment = {**os.environ, **QUIET_THREADS, JOB_VARIABLE: str(spec)}
    source_hash = task.parts["notebook"]["source"]
    execution = Execution(
        task.notebook, source_hash, task.parameters, environment, task.timeout, kernels, bool(microdata)
    )
    try:
        run_notebook(execution, folder / NOTEBOOK)
    finally:
        spec.unlink()
    if microdata:
        refuse_traces(folder, subjects_of(catalogue, microdata))
    missing = [name for name in task.told["writes"] if not (folder / f"{name}.parquet").is_file()]
    if missing:
        raise KernelFailure(1, f"declares '{missing[0]}' in 'writes' but never published it.")
    return execution.memory
