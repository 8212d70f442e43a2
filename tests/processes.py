"""What tests ask of processes: whether they run, what became of them, the command line in one of its own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

# a limit for what hangs, not a measure: a busy machine may take a minute to start a kernel
PATIENCE = 240


def is_running(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] not in "ZX"


def wait_for(happens: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Return once something is so."""
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, f"waited in vain: {what}"
        time.sleep(0.02)


def all_end(pids: Iterable[int], seconds: float = 10) -> None:
    """Return once none of the processes runs."""
    pids = list(pids)
    wait_for(lambda: not any(map(is_running, pids)), f"the end of {pids}", seconds)


def start_cli(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    """Start the command line as a process of its own."""
    command = [sys.executable, "-c", "from nmanalys.cli import main; main()", *arguments]
    env = {key: value for key, value in os.environ.items() if not key.startswith("NMANALYS_")}
    return subprocess.Popen(
        command, cwd=cwd, env={**env, "COLUMNS": "400"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def read_pids(folder: Path) -> list[int]:
    """Process ids that kernels wrote as the names of files."""
    with contextlib.suppress(OSError):
        return [int(path.name) for path in folder.iterdir()]
    return []
