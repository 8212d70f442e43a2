"""The provisioner that forks kernels, for anything that starts kernels through `jupyter_client`.

A kernel specification names it under ``metadata.kernel_provisioner``; the one called ``nmanalys`` does.
"""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool

from nmanalys.errors import KernelError
from nmanalys.kernels.forking import fork_kernel
from nmanalys.kernels.process import ForkedProcess

__all__ = ["PROVISIONER", "ForkProvisioner"]

PROVISIONER = "nmanalys"
LAUNCHER = ["-m", "ipykernel_launcher"]
POLL_SECONDS = 0.004


class ForkProvisioner(LocalProvisioner):
    """Forks kernels from the zygote; starts an ordinary one, and says why, when that is not safe.

    Attributes
    ----------
    is_bare : bool
        Whether the kernel's client only runs cells in it, see :mod:`nmanalys.kernels.bare`.
    refusal : str
        Why the kernel is an ordinary one; empty when it was forked.
    """

    is_bare = Bool(False)
    refusal = ""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel in place of starting its command."""
        cwd = kwargs.get("cwd") or Path.cwd()
        env = {**(kwargs.get("env") or os.environ), "JPY_PARENT_PID": str(os.getpid())}
        try:
            if cmd[1:3] != LAUNCHER:
                raise KernelError(f"its command is not `python {' '.join(LAUNCHER)}`")
            self.process = await asyncio.to_thread(fork_kernel, cmd[0], cmd[3:], env, str(cwd), is_bare=self.is_bare)
        except KernelError as refusal:
            self.refusal = str(refusal)
            logging.getLogger(__name__).warning("An ordinary kernel was started instead of a forked one: %s.", refusal)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = cwd
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel to end."""
        if not isinstance(self.process, ForkedProcess):
            return await super().wait()
        while (code := self.process.poll()) is None:
            await asyncio.sleep(POLL_SECONDS)
        self.process = None
        return code

    async def kill(self, restart: bool = False) -> None:
        """End the kernel at once, and what it started."""
        process = self.process
        await super().kill(restart)
        for _ in range(250):
            if process is None or process.poll() is not None:
                return
            await asyncio.sleep(POLL_SECONDS)
