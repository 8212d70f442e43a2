"""One execution of one notebook in a kernel of its own, by papermill."""

from __future__ import annotations

import asyncio
import logging
import re
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from papermill.utils import nb_kernel_name

from nmanalys.errors import ExecutionError, KernelError, KernelFailure
from nmanalys.kernels.pool import KernelPool
from nmanalys.pipeline.microdata import SHOWN_AS_IT_IS, told_error, withhold
from nmanalys.pipeline.stage import hash_cells

__all__ = ["Execution", "run_notebook", "tidy"]

LOG = "nmanalys.kernel"
START_TIMEOUT = 120
# no job's history is ever read
KERNEL_ARGUMENTS = ("--log-level=ERROR", "--HistoryManager.enabled=False")
GIGABYTE = 10**9
# where a warning says that a cell's code lies: in a folder with the number of the process
FILE_OF_CELL = re.compile(r"\S*[/\\]ipykernel_\d+[/\\](\d+\.py)")
# where an object lies that is shown by no other name
ADDRESS = re.compile(r" at 0x[0-9a-f]+>")
CHOOSE_KERNEL = "Choose the kernel Python 3 (python3) in JupyterLab, and save the notebook."
# nbformat compiles its schema when it is first used; two threads would both do it
_preparing = threading.Lock()


@dataclass
class Execution:
    """One notebook's run.

    Attributes
    ----------
    source : Path
        The notebook.
    source_hash : str
        Hash of the cells that are to run.
    parameters : mapping
        Values for its parameters cell.
    environment : mapping
        The kernel's environment variables.
    timeout : float
        Longest time for one cell, in seconds.
    kernels : KernelPool
        Where its kernel comes from.
    is_protected : bool
        Whether it reads microdata, so that no row may be left behind.
    notebook : NotebookNode
        The notebook as it was executed, as far as it was.
    cell : int
        Position of the cell that was reached, from 1, in the executed notebook.
    exit_code : int or None
        That of a kernel which ended by itself.
    has_overrun : bool
        Whether the kernel was ended because it held too much memory.
    has_lost_zygote : bool
        Whether the kernel ended because the process that it was forked from did.
    memory : int
        Most bytes of its own that the kernel was seen to hold.
    """

    source: Path
    source_hash: str
    parameters: Mapping[str, Any]
    environment: Mapping[str, str]
    timeout: float
    kernels: KernelPool
    is_protected: bool = False
    notebook: nbformat.NotebookNode = field(default_factory=nbformat.NotebookNode)
    cell: int = 0
    exit_code: int | None = None
    has_overrun: bool = False
    has_lost_zygote: bool = False
    memory: int = 0

    def failure(self, error: Exception) -> KernelFailure:
        """Say what happened and what to do about it."""
        if isinstance(error, PapermillExecutionError):
            self.cell = error.cell_index + 1
            told = told_error(error.ename, error.evalue) if self.is_protected else f"{error.ename}: {error.evalue}"
            return KernelFailure(self._position(), told)
        if isinstance(error, CellTimeoutError):
            remedy = "Make the cell faster, or allow more with --timeout."
            return KernelFailure(self._position(), f"took more than {self.timeout:g} seconds.", remedy)
        if self.has_overrun:
            remedy = "Let the cell hold less at a time, or allow more with --memory."
            limit = (self.kernels.memory or 0) / GIGABYTE
            return KernelFailure(self._position(), f"needs more memory than {limit:.1f} GB.", remedy)
        return KernelFailure(self._position(), *_ending(self.exit_code))

    def shown(self) -> KernelFailure:
        """Say that a cell showed what may not be left behind."""
        return KernelFailure(self._position(), *SHOWN_AS_IT_IS)

    def _position(self) -> int:
        """Turn a position in the executed notebook into that in the source, without the cell that papermill put in."""
        before = self.notebook.cells[: self.cell]
        return self.cell - sum("injected-parameters" in cell.metadata.get("tags", ()) for cell in before)


class JobClient(PapermillNotebookClient):
    """papermill's own client, which talks to the kernel only about the cells that are executed."""

    def execute(self, **options: Any) -> nbformat.NotebookNode:
        """Execute every cell in a kernel of its own; what language it speaks, `tidy` knows."""
        self.reset_execution_trackers()
        with self.setup_kernel(**options):
            self.papermill_execute_cells()
            self.set_widgets_metadata()
        return self.nb

    def papermill_execute_cells(self) -> None:
        """Execute the cells that hold code, up to one that fails; papermill's own loop also takes the time of each."""
        for place, cell in enumerate(self.nb.cells):
            if cell.cell_type == "code":
                self.nb_man.cell_start(cell, place)
                try:
                    self.execute_cell(cell, place)
                except CellExecutionError:
                    self.nb_man.cell_exception(cell, place)
                    break

    def output(
        self, outs: list[nbformat.NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> nbformat.NotebookNode | None:
        """Keep what a cell shows; nbclient would check each against the format's schema, which takes longer than the rest."""
        is_plain = msg["msg_type"] == "display_data" and not display_id and not self.clear_before_next_output
        if not is_plain or self.output_hook_stack[msg["parent_header"].get("msg_id")]:
            return super().output(outs, msg, display_id, cell_index)
        content = {key: msg["content"][key] for key in ("data", "metadata")}
        outs.append(nbformat.from_dict({"output_type": "display_data", **content}))
        return outs[-1]


class JobEngine(NBClientEngine):
    """papermill's own engine, with an environment and a folder for the kernel alone.

    papermill's `cwd` would move the whole process, and all threads with it.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, execution: Execution, **_: Any
    ) -> None:
        """Run every cell; see papermill's engine of the same name."""
        execution.notebook = nb_man.nb
        with execution.kernels.manager(kernel_name) as manager:
            client = JobClient(
                nb_man,
                km=manager,
                timeout=execution.timeout,
                startup_timeout=START_TIMEOUT,
                log=logging.getLogger(LOG),
                extra_arguments=list(KERNEL_ARGUMENTS),
                shutdown_kernel="immediate",
                record_timing=False,
                coalesce_streams=True,  # how a printed text is cut depends on when it was printed
                on_notebook_start=lambda notebook: execution.kernels.admit(manager),
            )
            try:
                client.execute(env=dict(execution.environment), cwd=str(execution.source.parent), cleanup_kc=True)
            except Exception:
                run_sync(cancel_tasks)()
                raise
            finally:
                begun = [
                    place for place, cell in enumerate(nb_man.nb.cells, 1) if cell.metadata.papermill["start_time"]
                ]
                execution.cell = max(begun, default=0)
                process = getattr(manager.provisioner, "process", None)
                execution.exit_code = process.poll() if process else None
                execution.has_overrun = execution.kernels.has_overrun(manager)
                execution.memory = execution.kernels.memory_of(manager)
                execution.has_lost_zygote = getattr(process, "is_orphan", False)


async def cancel_tasks() -> None:
    """Cancel what the sudden end of a kernel has left waiting in this thread's event loop."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def run_notebook(execution: Execution, target: Path) -> None:
    """Execute a notebook and write it with its outputs, also when a cell fails.

    A job whose kernel ended because the process that it was forked from did is run once more.

    Raises
    ------
    KernelFailure
        If a cell raises, takes too long, shows rows of microdata, or the kernel ends.
    KernelError
        If the run was ended meanwhile.
    ExecutionError
        If the notebook is not whole, not the one that was planned, or for a kernel that is not there.
    """
    # what they would say, the job's outcome says
    for name in ("papermill", "nmanalys.kernels", LOG):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for is_last in (False, True):
        notebook = prepare(execution)
        try:
            JobEngine.execute_notebook(notebook, nb_kernel_name(notebook), progress_bar=False, execution=execution)
            raise_for_execution_errors(notebook, None)
        except (PapermillExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
            if execution.kernels.has_ended:
                raise KernelError("The run was ended.") from None
            if execution.has_lost_zygote and not is_last:
                continue
            if execution.is_protected:
                withhold(execution.notebook)
            write_notebook(execution.notebook, target)
            raise execution.failure(error) from None
        except NoSuchKernel as error:
            raise ExecutionError(f"no kernel named '{error.name}' is installed. {CHOOSE_KERNEL}") from None
        break
    tidy(execution.notebook)
    execution.cell = withhold(execution.notebook) if execution.is_protected else 0
    write_notebook(execution.notebook, target)
    if execution.cell:
        raise execution.shown()


def prepare(execution: Execution) -> nbformat.NotebookNode:
    """Put a job's parameters into its notebook, as `papermill.execute_notebook` does, but without writing it."""
    with _preparing:
        try:
            notebook = load_notebook_node(str(execution.source))
        except Exception as error:  # a notebook that is not whole makes nbformat raise whatever it stumbles over
            told = f"the notebook cannot be read ({type(error).__name__}: {error})."
            raise ExecutionError(f"{told} Save it again in JupyterLab.") from None
        if not notebook.metadata.get("kernelspec", {}).get("name"):
            raise ExecutionError(f"the notebook names no kernel. {CHOOSE_KERNEL}")
        if hash_cells(notebook.cells) != execution.source_hash:
            raise ExecutionError("the notebook was changed after the run had begun. Run the same command again.")
        return parameterize_notebook(notebook, dict(execution.parameters)) if execution.parameters else notebook


def write_notebook(notebook: nbformat.NotebookNode, target: Path) -> None:
    """Write a notebook: the source was validated when it was read, and what is shown has the form that kernels give it."""
    target.write_text(nbformat.v4.writes(notebook) + "\n", encoding="utf-8")


def tidy(notebook: nbformat.NotebookNode) -> None:
    """Take out of an executed notebook what differs between two executions: times, paths, identifiers, addresses."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for position, cell in enumerate(notebook.cells):
        cell.id = f"cell-{position}"
        for output in cell.get("outputs", ()):
            shown, key = (output, "text") if output.output_type == "stream" else (output.get("data", {}), "text/plain")
            if key in shown:
                shown[key] = ADDRESS.sub(">", FILE_OF_CELL.sub(r"ipykernel/\1", shown[key]))
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)


def _ending(code: int | None) -> tuple[str, str]:
    """Say how a kernel ended that was not to, and what may help."""
    if code is None or code >= 0:
        how = "by itself" if code is None else f"by itself, with exit code {code}"
        return f"the kernel ended {how}.", "Take out what ends the process, such as os._exit."
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    if name == "SIGKILL":
        return (
            "the kernel was killed (SIGKILL).",
            "If the memory ran out, use fewer kernels (--jobs) or less for each (--memory).",
        )
    return (
        f"the kernel was ended by {name}.",
        "A compiled package failed, or ran out of memory: more is allowed with --memory.",
    )
