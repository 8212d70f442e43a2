"""What the build folder holds: results of jobs by fingerprint, and which of them each scenario uses now.

A job's folder ``_build/jobs/<stage>/<region>/<fingerprint>`` holds its executed notebook, its result tables and
its record, and appears in one step. A scenario's state is one small file that points at them. So a build that
is killed at any moment leaves only whole results behind, and two scenarios share what they have in common.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nmanalys.errors import PlanError
from nmanalys.io.content import content_hash
from nmanalys.pipeline.plan import Job

__all__ = ["BuildFolder", "FileHashes", "Result", "read_json", "write_json", "write_text"]

KEPT = 6
NOTEBOOK, RECORD = "notebook.ipynb", "record.json"


@dataclass(frozen=True)
class Result:
    """The folder of one finished job."""

    folder: Path

    @property
    def notebook(self) -> Path:
        """The executed notebook."""
        return self.folder / NOTEBOOK

    @cached_property
    def record(self) -> dict[str, Any]:
        """What ran, with which inputs, see `execute`; empty if the job did not come to its end."""
        return read_json(self.folder / RECORD)

    def table(self, name: str) -> Path:
        """File of a result table."""
        return self.folder / f"{name}.parquet"

    def changed(self, hashes: FileHashes) -> tuple[str, ...]:
        """Name the files that are no longer what the job made: somebody edited them, or a disk spoilt them."""
        outputs = self.record.get("outputs", {}).items()
        files = {name: self.folder / name for name, _ in outputs}
        return tuple(name for name, made in outputs if not files[name].is_file() or hashes(files[name]) != made)


class FileHashes:
    """SHA-256 of files, remembered by size, times of change and inode.

    Parameters
    ----------
    memory : Path
        JSON file that remembers; a damaged one is forgotten.
    """

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known: dict[str, list[Any]] = read_json(memory)
        self._changed = False

    def __call__(self, path: Path) -> str:
        """Hash one file's bytes."""
        return self.remembered(path, "", lambda file: hashlib.sha256(file.read_bytes()).hexdigest())

    def of_content(self, path: Path) -> str:
        """Hash a result table's columns and rows."""
        return self.remembered(path, "#", content_hash)

    def remembered(self, path: Path, kind: str, compute: Callable[[Path], str]) -> str:
        """Compute something of a file, once for each content that it has; `kind` names what."""
        status = path.stat()
        # what unpacks or copies a file may give it the old time, but not the time of that
        mark = [status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns]
        known = self._known.get(f"{path}{kind}")
        if known and known[0] == mark:
            return known[1]
        content = compute(path)
        self._known[f"{path}{kind}"] = [mark, content]
        self._changed = True
        return content

    def save(self) -> None:
        """Write what was learnt, in one step."""
        if self._changed:
            write_json(self._memory, self._known)


class BuildFolder:
    """The folder ``_build`` of a project."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / "_build"

    def hashes(self) -> FileHashes:
        """Return the remembered hashes of files."""
        return FileHashes(self.path / "memory" / "files.json")

    def checked_tables(self) -> dict[str, str]:
        """Map each table that was found valid to the mark of the content that was."""
        return read_json(self.path / "memory" / "checked.json")

    def remember_checked(self, marks: Mapping[str, str]) -> None:
        """Remember which tables are valid."""
        write_json(self.path / "memory" / "checked.json", marks)

    def find(self, job: Job, fingerprint: str) -> Result | None:
        """Return the job's result with that fingerprint, if it is there and whole."""
        found = Result(self._folder(job) / fingerprint[:24])
        return found if found.record else None

    @contextlib.contextmanager
    def new(self, job: Job) -> Iterator[Path]:
        """Give a temporary folder for a run; it is gone afterwards unless `keep` took it."""
        parent = self._folder(job)
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".new-", dir=parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, job: Job, fingerprint: str, folder: Path, record: Mapping[str, Any]) -> Result:
        """Turn a temporary folder into the job's result, in one step; its record gets the checksum of each file."""
        outputs = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}
        write_json(folder / RECORD, {**record, "outputs": outputs})
        target = self._folder(job) / fingerprint[:24]
        if target.exists():
            discarded = Path(tempfile.mkdtemp(prefix=".old-", dir=target.parent))
            target.rename(discarded / "old")
            shutil.rmtree(discarded, ignore_errors=True)
        folder.chmod(0o755)
        folder.rename(target)
        return Result(target)

    def keep_failed(self, job: Job, notebook: Path) -> Path | None:
        """Put a failed notebook, if there is one, where somebody can open it."""
        if not notebook.is_file():
            return None
        target = self.path / "failed" / f"{job.stage.page}-{job.place}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        notebook.replace(target)
        return target

    def pointers(self, scenario: str) -> dict[str, str]:
        """Map each job of a scenario to the fingerprint of its last good result."""
        return read_json(self._state(scenario))

    def point(self, scenario: str, job: str, fingerprint: str) -> None:
        """Let a scenario use a result."""
        pointers = self.pointers(scenario)
        if pointers.get(job) != fingerprint:
            write_json(self._state(scenario), {**pointers, job: fingerprint})

    def show_results(self, scenario: str, job: Job, result: Result) -> None:
        """Put a job's result tables where people look: ``_build/results/<scenario>/<region>/``."""
        folder = self.path / "results" / scenario / job.place
        for name in job.stage.writes:
            source, target = result.table(name), folder / f"{name}.parquet"
            if target.is_file() and target.samefile(source):
                continue
            folder.mkdir(parents=True, exist_ok=True)
            temporary = folder / f".{name}.{os.getpid()}"
            temporary.unlink(missing_ok=True)
            _link(source, temporary)
            temporary.replace(target)

    def sweep(self, job: Job) -> None:
        """Drop all but the latest results of a job, and what a killed build left behind."""
        used = {self.pointers(file.stem).get(job.id, "")[:24] for file in (self.path / "state").glob("*.json")}
        folders = sorted(self._folder(job).iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
        for position, folder in enumerate(folders):
            if folder.name.startswith(".") or (position >= KEPT and folder.name not in used):
                shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def lock(self, on_wait: Any = None) -> Iterator[None]:
        """Let one build at a time work here; a dead holder's lock is free at once.

        Raises
        ------
        PlanError
            If the platform has no file locks and another process holds the lock.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("a+") as file:
            _acquire(file, on_wait)
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def _folder(self, job: Job) -> Path:
        return self.path / "jobs" / job.stage.name / job.place

    def _state(self, scenario: str) -> Path:
        return self.path / "state" / f"{scenario}.json"


def write_json(path: Path, content: object) -> None:
    """Write JSON in one step, with sorted keys."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """Read what a build remembers; a missing or damaged memory is an empty one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _acquire(file: Any, on_wait: Any) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: no advisory locks in the standard library
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        holder = file.read() or "unknown"
        if on_wait is None:
            raise PlanError(f"Another build (process {holder}) is at work here. Wait for it to end.") from None
        on_wait(holder)
        fcntl.flock(file, fcntl.LOCK_EX)
