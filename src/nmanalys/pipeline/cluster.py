"""Jobs on an existing Dask cluster: the same notebooks, the same results, on other machines.

Each worker process gets a plugin, which holds its kernels (all forked from one zygote) and the project's folder: the
shared one where the worker sees it, else a copy that is sent once. What a job makes comes back under the names that a
local run gives, and is put in place by the same code. A worker that dies is for the scheduler to notice: it gives the
job to another one.
"""

from __future__ import annotations

import io
import logging
import shutil
import tempfile
import time
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nmanalys.errors import KernelError, NmanalysError, PlanError
from nmanalys.kernels import forking
from nmanalys.kernels.pool import KernelPool, share_of_memory
from nmanalys.pipeline.fingerprint import differences_here
from nmanalys.pipeline.task import Task, execute_task

try:
    from distributed import Client, KilledWorker, WorkerPlugin, get_worker
    from distributed.comm import get_address_host_port
except ModuleNotFoundError:
    raise PlanError("A cluster needs the package distributed: pip install 'nmanalys[cluster]'.") from None

__all__ = ["Answer", "Cluster", "KernelPlugin"]

CONNECT_SECONDS = 15
WORKERS_SECONDS = 60
# a shared folder may show late what another machine has written
SHARED_SECONDS = 60
SENT = ("data", "notebooks")
LEAST_JOBS = 32
SHOWN = 3
ATTEMPT = ".attempt-"


@dataclass(frozen=True)
class Answer:
    """What came of a job: its files, as bytes or, in a shared folder, by size; the failure; what its kernel held."""

    files: Mapping[str, bytes | int]
    failure: NmanalysError | None = None
    memory: int = 0


class KernelPlugin(WorkerPlugin):
    """What a worker holds as long as a run lasts.

    Parameters
    ----------
    root : Path
        The project's folder.
    bundle : bytes or None
        The project, zipped; None when the workers share its folder.
    cold : bool
        Start an ordinary kernel for each job.
    memory : int
        Most bytes that a kernel may hold; 0 for its share of the worker's machine.
    """

    def __init__(self, root: Path, bundle: bytes | None, *, cold: bool, memory: int) -> None:
        self.root, self._bundle, self._cold, self._memory = root, bundle, cold, memory
        self.is_shared = bundle is None

    def setup(self, worker: Any) -> None:
        """Begin to import the stack, and unpack the project."""
        memory = self._memory or share_of_memory(worker.state.nthreads)
        self.kernels = KernelPool(cold=self._cold, memory=memory, leaves_zygote=True)
        if not self._cold:
            forking.warm_up()
        if self._bundle is not None:
            self.root = Path(tempfile.mkdtemp(prefix="nmanalys-project-"))
            with zipfile.ZipFile(io.BytesIO(self._bundle)) as archive:
                archive.extractall(self.root)
            self._bundle = None

    def teardown(self, worker: Any) -> None:
        """End the run's kernels."""
        self.kernels.end()
        if not self.is_shared:
            shutil.rmtree(self.root, ignore_errors=True)


class Cluster:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address : str
        The scheduler's, such as ``tcp://host:8786``.
    root : Path
        The project's folder.
    cold, memory
        As for :class:`KernelPlugin`.

    Raises
    ------
    PlanError
        If the scheduler does not answer, has no workers, or a worker lacks the library.
    """

    def __init__(self, address: str, root: Path, *, cold: bool = False, memory: int = 0) -> None:
        # what it would say of lost workers, the jobs' outcomes say
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._address, self._root = address, root
        self._name = f"nmanalys-{uuid.uuid4().hex}"
        self._client = _connect(address)
        self.has_ended = False
        try:
            self._is_shared = self._see_folder()
            bundle = None if self._is_shared else _pack(root)
            self._client.register_plugin(KernelPlugin(root, bundle, cold=cold, memory=memory), name=self._name)
        except BaseException:
            self._client.close()
            raise
        # workers that join while the run lasts find jobs waiting for them
        self.jobs = max(LEAST_JOBS, sum(self._client.nthreads().values()))

    @property
    def notes(self) -> Sequence[str]:
        """How many workers there were, and how the data reached them."""
        how = "read the shared folder" if self._is_shared else "were sent the data, since they do not see the folder"
        return [f"The workers at {self._address} {how}."]

    @property
    def peak_memory(self) -> int:
        """Each worker sees its own kernels only."""
        return 0

    def execute(self, task: Task, folder: Path) -> int:
        """Run a job on a worker.

        Raises
        ------
        KernelFailure
            If a cell fails.
        KernelError
            If the run was ended, the scheduler is lost, or every worker that got the job died.
        """
        results = {} if self._is_shared else task.results
        sent = {name: [path.read_bytes() for path in files] for name, files in results.items()}
        try:
            answer = self._client.submit(_run_task, self._name, task, folder, sent, pure=False).result()
        except KilledWorker as error:
            raise KernelError(
                f"every worker that got the job died ({error.last_worker.address} was the last). "
                "If the memory ran out, give the workers fewer threads or the kernels less (--memory)."
            ) from None
        except (CancelledError, OSError, TimeoutError) as error:
            raise KernelError(
                "The run was ended." if self.has_ended else f"the scheduler at {self._address} was lost ({error})."
            ) from None
        _receive(answer, folder)
        for attempt in folder.glob(f"{ATTEMPT}*"):
            # what a worker that died had begun
            shutil.rmtree(attempt, ignore_errors=True)
        if answer.failure:
            raise answer.failure
        return answer.memory

    def end(self) -> None:
        """Let go of the workers; their kernels of this run end."""
        if not self.has_ended:
            self.has_ended = True
            try:
                self._client.unregister_worker_plugin(self._name)
            except (OSError, TimeoutError, CancelledError, RuntimeError):
                logging.getLogger(__name__).debug("the scheduler was gone before the end")
            self._client.close(timeout=CONNECT_SECONDS)

    def _see_folder(self) -> bool:
        """Whether all workers see the project's folder: they look for a file with the run's name."""
        mark = self._root / "_build" / f".{self._name}"
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        try:
            seen = self._client.run(_sees, mark, on_error="return")
        finally:
            mark.unlink()
        for worker, found in seen.items():
            if isinstance(found, Exception):
                raise PlanError(
                    f"The worker {worker} cannot run jobs ({type(found).__name__}: {found}). "
                    "Install the same version of nmanalys there as here."
                )
        return all(seen.values())


def _connect(address: str) -> Client:
    try:
        get_address_host_port(address)  # a client that is given a wrong one lingers, and complains when it is collected
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        said = next(iter(str(error).splitlines()), type(error).__name__)
        raise PlanError(
            f"No Dask scheduler answers at {address} ({said}). Start one with `dask scheduler`, "
            "or correct the address; it looks like tcp://host:8786."
        ) from None
    try:
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    except TimeoutError:
        client.close()
        raise PlanError(
            f"The scheduler at {address} has no workers. Start some with `dask worker {address} --nworkers 1`."
        ) from None
    return client


def _sees(mark: Path) -> bool:
    return mark.is_file()


def _pack(root: Path) -> bytes:
    """Zip what a notebook reads of the project, without what was built or lies hidden."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(file for name in SENT for file in (root / name).rglob("*") if file.is_file()):
            place = path.relative_to(root)
            if not any(part.startswith(".") for part in place.parts):
                archive.write(path, place)
    return target.getvalue()


def _receive(answer: Answer, folder: Path) -> None:
    """Put a job's files in its folder, or wait until a shared one shows them."""
    until = time.monotonic() + SHARED_SECONDS
    for name, content in answer.files.items():
        path = folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
            continue
        while not path.is_file() or path.stat().st_size != content:
            if time.monotonic() > until:
                raise KernelError(f"{path}, which a worker has written, does not show here. Is the folder shared?")
            time.sleep(0.1)


def _run_task(name: str, task: Task, folder: Path, sent: Mapping[str, Sequence[bytes]]) -> Answer:
    """Run a job on this worker; a failure is an answer too, so that no other worker tries again."""
    worker = get_worker()
    differing = differences_here(task.parts)
    if differing:
        listed = "; ".join(differing[:SHOWN]) + ("; …" if len(differing) > SHOWN else "")
        failure = KernelError(
            f"the worker {worker.address} would compute something else ({listed}). "
            "Install the same versions there as here."
        )
        return Answer({}, failure)
    plugin: KernelPlugin = worker.plugins[name]
    if plugin.is_shared:
        return _run_beside(task, folder, plugin.kernels)
    return _run_apart(task, sent, plugin)


def _run_beside(task: Task, folder: Path, kernels: KernelPool) -> Answer:
    """Run in the shared folder: in a folder of its own first, since an earlier worker may have left something."""
    with tempfile.TemporaryDirectory(prefix=ATTEMPT, dir=folder) as attempt:
        failure, memory = _attempt(lambda: execute_task(task, Path(attempt), kernels))
        files = {file.name: file.stat().st_size for file in Path(attempt).iterdir()}
        for name in files:
            (Path(attempt) / name).replace(folder / name)
    return Answer(files, failure, memory)


def _run_apart(task: Task, sent: Mapping[str, Sequence[bytes]], plugin: KernelPlugin) -> Answer:
    """Run in a folder of this machine, on what was sent, and send back what was made."""
    with tempfile.TemporaryDirectory(prefix="nmanalys-job-") as temporary:
        inputs, output = Path(temporary) / "inputs", Path(temporary) / "output"
        results = {name: _write_all(inputs / name, contents) for name, contents in sent.items()}
        output.mkdir()
        notebook = plugin.root / task.notebook.relative_to(task.root)
        here = replace(task, root=plugin.root, notebook=notebook, results=results)
        failure, memory = _attempt(lambda: execute_task(here, output, plugin.kernels))
        return Answer({file.name: file.read_bytes() for file in output.iterdir()}, failure, memory)


def _write_all(folder: Path, contents: Sequence[bytes]) -> list[Path]:
    folder.mkdir(parents=True)
    paths = [folder / f"{position}.parquet" for position in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


def _attempt(run: Callable[[], int]) -> tuple[NmanalysError | None, int]:
    try:
        return None, run()
    except (NmanalysError, OSError) as error:
        return error if isinstance(error, NmanalysError) else KernelError(f"on the worker: {error}."), 0
