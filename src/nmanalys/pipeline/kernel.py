"""One execution of one notebook in a kernel of its own, by papermill."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

__all__ = ["KernelFailure", "run_notebook"]

ENGINE = "nmanalys-job"
START_TIMEOUT = 120


@dataclass
class KernelFailure(Exception):
    """A cell that failed: its position (from 1), what happened, and what to do about it."""

    cell: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"cell {self.cell}: {self.message} {self.remedy}".strip()


class JobEngine(NBClientEngine):
    """papermill's own engine, with an environment and a folder for the kernel alone.

    papermill's `cwd` would move the whole process, and all threads with it.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, *, environment, folder, timeout, **_: Any):  # type: ignore[no-untyped-def]
        """Run every cell; see papermill's engine of the same name."""
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            timeout=timeout,
            startup_timeout=START_TIMEOUT,
            log=logging.getLogger("nmanalys.kernel"),
            extra_arguments=["--log-level=ERROR"],
            shutdown_kernel="immediate",
        )
        return client.execute(env=dict(environment), cwd=str(folder))


papermill_engines.register(ENGINE, JobEngine)


def run_notebook(
    source: Path,
    target: Path,
    parameters: Mapping[str, Any],
    *,
    environment: Mapping[str, str],
    timeout: float,
) -> None:
    """Execute a notebook and write it with its outputs.

    Parameters
    ----------
    source, target : Path
        The notebook, and where the executed one is written, also when a cell fails.
    parameters : mapping
        Values for the parameters cell.
    environment : mapping
        The kernel's environment variables.
    timeout : float
        Longest time for one cell, in seconds.

    Raises
    ------
    KernelFailure
        If a cell raises, takes too long, or the kernel dies.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        papermill.execute_notebook(
            source,
            target,
            dict(parameters),
            engine_name=ENGINE,
            progress_bar=False,
            request_save_on_cell_execute=True,
            environment=environment,
            folder=source.parent,
            timeout=timeout,
        )
    except PapermillExecutionError as error:
        raise KernelFailure(_position(target, error.cell_index + 1), f"{error.ename}: {error.evalue}", "") from None
    except CellTimeoutError:
        remedy = "Make the cell faster, or allow more with --timeout."
        raise KernelFailure(_last_cell(target), f"took more than {timeout:g} seconds.", remedy) from None
    except DeadKernelError:
        remedy = "The kernel died: often too little memory. Try --jobs 1."
        raise KernelFailure(_last_cell(target), "the kernel ended without a word.", remedy) from None


def tidy(path: Path) -> None:
    """Take out of an executed notebook what differs between two executions: times, paths, identifiers."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for position, cell in enumerate(notebook.cells):
        cell.id = f"cell-{position}"
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
    nbformat.write(notebook, path)


def _last_cell(path: Path) -> int:
    """Position of the cell that was running: the last one that papermill marked as begun."""
    cells = _cells(path)
    begun = [i for i, cell in enumerate(cells, 1) if cell.metadata.get("papermill", {}).get("status") == "running"]
    return _position(path, begun[-1] if begun else len(cells))


def _position(path: Path, executed: int) -> int:
    """Turn a position in the executed notebook into that in the source, without the cell that papermill put in."""
    return executed - sum("injected-parameters" in cell.metadata.get("tags", ()) for cell in _cells(path)[:executed])


def _cells(path: Path) -> list[nbformat.NotebookNode]:
    with contextlib.suppress(OSError, ValueError):
        return nbformat.read(path, as_version=4).cells
    return []
