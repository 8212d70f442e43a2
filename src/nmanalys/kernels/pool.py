"""The kernels of one run: forked where that is safe, ordinary ones elsewhere, all ended at once when the run is."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from nmanalys.errors import KernelError
from nmanalys.kernels import forking

# slow to import, and a build with nothing to do starts no kernel
if TYPE_CHECKING:
    from jupyter_client import AsyncKernelManager

__all__ = ["KernelPool", "kill_kernel", "largest_process", "memory_of_machine", "share_of_memory"]

CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
WATCH_SECONDS = 0.1
FILES = 4096
# the rest of the machine's memory is left to what else runs on it
KERNELS_SHARE = 0.8


class KernelPool:
    """Gives each job a kernel of its own.

    Parameters
    ----------
    cold : bool
        Start an ordinary kernel for each job, also where forking is safe.
    memory : int, optional
        Most bytes of its own that a kernel may hold; one that holds more is ended. Without a limit when omitted, and
        on systems that do not show another process's memory under ``/proc``.
    leaves_zygote : bool
        Whether the zygote stays for other pools of the process when this one is ended.

    Attributes
    ----------
    peak_memory : int
        Most bytes of their own that its kernels were seen to hold together; 0 where that cannot be seen.
    """

    def __init__(self, *, cold: bool = False, memory: int | None = None, leaves_zygote: bool = False) -> None:
        self.memory = memory
        self._leaves_zygote = leaves_zygote
        self._cold = cold
        _allow_files()
        self._managers: set[AsyncKernelManager] = set()
        self._overrun: set[AsyncKernelManager] = set()
        self._held: dict[AsyncKernelManager, int] = {}
        self.peak_memory = 0
        self._end = threading.Event()
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None
        self._refusals = {} if cold or not forking.obstacle() else {forking.obstacle(): None}

    @property
    def notes(self) -> list[str]:
        """Why kernels that were to be forked are ordinary ones."""
        return [f"Ordinary kernels, which start more slowly, were used: {reason}." for reason in self._refusals]

    @property
    def has_ended(self) -> bool:
        """Whether :meth:`end` was called."""
        return self._end.is_set()

    @contextlib.contextmanager
    def manager(self, kernel_name: str) -> Iterator[AsyncKernelManager]:
        """Give a manager for one kernel, which is not started yet and does not outlive the block."""
        from jupyter_client import AsyncKernelManager

        from nmanalys.kernels.manager import ForkKernelManager

        forked = not self._cold and not self._refusals
        manager = (ForkKernelManager if forked else AsyncKernelManager)(kernel_name=kernel_name)
        with self._lock:
            self._managers.add(manager)
        try:
            yield manager
        finally:
            with self._lock:
                self._managers.discard(manager)
                self._overrun.discard(manager)
                self._held.pop(manager, None)
            kill_kernel(manager)

    def admit(self, manager: AsyncKernelManager) -> None:
        """Take over a kernel that has been started.

        Raises
        ------
        KernelError
            If the run has ended meanwhile.
        """
        refusal = getattr(manager.provisioner, "refusal", "")
        with self._lock:
            self._look()  # a kernel may have ended before the watcher looks
            if refusal:
                self._refusals[refusal] = None
            if self._watcher is None and own_memory(os.getpid()):
                self._watcher = threading.Thread(target=self._watch, name="kernel memory", daemon=True)
                self._watcher.start()
        if self.has_ended:
            kill_kernel(manager)
            raise KernelError("The run was ended.")

    def has_overrun(self, manager: AsyncKernelManager) -> bool:
        """Whether a kernel was ended because it held too much memory; known as long as its block lasts."""
        return manager in self._overrun

    def memory_of(self, manager: AsyncKernelManager) -> int:
        """Most bytes of its own that a kernel was seen to hold; known as long as its block lasts."""
        with self._lock:
            return self._held.get(manager, 0)

    def end(self) -> None:
        """End every kernel at once; none can be started afterwards."""
        self._end.set()
        with self._lock:
            for manager in self._managers:
                kill_kernel(manager)
        if not self._cold and not self._leaves_zygote:
            forking.stop()

    def _watch(self) -> None:
        while not self._end.wait(WATCH_SECONDS):
            with self._lock:
                self._look()

    def _look(self) -> None:
        held = {manager: own_memory(getattr(manager.provisioner, "pid", None)) for manager in self._managers}
        self.peak_memory = max(self.peak_memory, sum(held.values()))
        for manager, size in held.items():
            self._held[manager] = max(size, self._held.get(manager, 0))
            if self.memory and size > self.memory:
                self._overrun.add(manager)
                kill_kernel(manager)


def kill_kernel(manager: AsyncKernelManager) -> None:
    """End a kernel and what it has started; one that has ended already is left alone."""
    provisioner = manager.provisioner
    if provisioner is not None and provisioner.has_process and provisioner.process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(provisioner.pid, signal.SIGKILL)
            else:
                provisioner.process.kill()


def own_memory(pid: int | None) -> int:
    """Bytes that a process holds and no file backs; 0 when that cannot be seen."""
    with contextlib.suppress(OSError):
        found = re.search(r"^RssAnon:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    return 0


def _allow_files() -> None:
    """Let this process and its kernels open more files, as Jupyter's server does: each kernel takes fourteen here."""
    if resource is None:
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if resource.RLIM_INFINITY != now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def largest_process() -> int:
    """Bytes that this process, or any that it has started and that has ended, held at most; 0 if not known."""
    if resource is None:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def share_of_memory(kernels: int) -> int:
    """Bytes of this machine's memory that each of so many kernels may hold."""
    return int(memory_of_machine() * KERNELS_SHARE / kernels)


def memory_of_machine() -> int:
    """Bytes of memory of this machine, or of the container that it is; 0 when that cannot be seen."""
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return 0
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):
        return min(whole, int(CGROUP_LIMIT.read_text()))
    return whole
