"""The kernels of one run: forked where that is safe, ordinary ones elsewhere, all ended at once when the run is."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from jupyter_client import AsyncKernelManager

from nmanalys.errors import KernelError
from nmanalys.kernels import forking
from nmanalys.kernels.manager import ForkKernelManager

__all__ = ["KernelPool", "memory_of_machine"]

CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


class KernelPool:
    """Gives each job a kernel of its own.

    Parameters
    ----------
    cold : bool
        Start an ordinary kernel for each job, also where forking is safe.
    memory : int, optional
        Most bytes of data that a kernel may hold; without a limit when omitted.
    """

    def __init__(self, *, cold: bool = False, memory: int | None = None) -> None:
        self.memory = memory
        self._cold = cold
        self._managers: set[AsyncKernelManager] = set()
        self._has_ended = False
        self._lock = threading.Lock()
        self._refusals = {} if cold or not forking.obstacle() else {forking.obstacle(): None}

    @property
    def notes(self) -> list[str]:
        """Why kernels that were to be forked are ordinary ones."""
        return [f"Ordinary kernels, which start more slowly, were used: {reason}." for reason in self._refusals]

    @property
    def has_ended(self) -> bool:
        """Whether :meth:`end` was called."""
        return self._has_ended

    @contextlib.contextmanager
    def manager(self, kernel_name: str) -> Iterator[AsyncKernelManager]:
        """Give a manager for one kernel, which is not started yet and does not outlive the block."""
        forked = not self._cold and not self._refusals
        manager = (ForkKernelManager if forked else AsyncKernelManager)(kernel_name=kernel_name)
        with self._lock:
            self._managers.add(manager)
        try:
            yield manager
        finally:
            with self._lock:
                self._managers.discard(manager)
            kill_kernel(manager)

    def admit(self, manager: AsyncKernelManager) -> None:
        """Set the limits of a kernel that has been started.

        Raises
        ------
        KernelError
            If the run has ended meanwhile.
        """
        if self._has_ended:
            kill_kernel(manager)
            raise KernelError("The run was ended.")
        refusal = getattr(manager.provisioner, "refusal", "")
        if refusal:
            self._refusals[refusal] = None
        if self.memory and sys.platform == "linux":
            import resource

            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(manager.provisioner.pid, resource.RLIMIT_DATA, (self.memory, self.memory))

    def end(self) -> None:
        """End every kernel at once; none can be started afterwards."""
        with self._lock:
            self._has_ended = True
            for manager in self._managers:
                kill_kernel(manager)
        if not self._cold:
            forking.stop()


def kill_kernel(manager: AsyncKernelManager) -> None:
    """End a kernel and what it has started; one that has ended already is left alone."""
    provisioner = manager.provisioner
    if provisioner is not None and provisioner.has_process and provisioner.process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(provisioner.pid, signal.SIGKILL)
            else:
                provisioner.process.kill()


def memory_of_machine() -> int:
    """Bytes of memory of this machine, or of the container that it is."""
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return 0
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):
        return min(whole, int(CGROUP_LIMIT.read_text()))
    return whole
