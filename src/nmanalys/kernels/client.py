"""A zygote as its clients see it: started, asked for kernels, ended."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nmanalys.errors import KernelError
from nmanalys.kernels.process import START_TIMEOUT, ForkedProcess

__all__ = ["UNSHADOWED", "ZygoteClient", "ZygoteLost"]

# how a process's code begins: a file in the folder where somebody works, such as random.py, must not shadow a package;
# Python's -P would do it too, and hand itself on to all that a kernel starts
UNSHADOWED = "import sys; sys.path = [place for place in sys.path if place]; "

# what a kernel imports before its first cell, every module that the facade reaches, and what these import late
STACK = ("nmanalys.kernels.bare", "ipykernel.debugger", "IPython.core.completerlib", "IPython.core.debugger",
         "IPython.core.debugger_backport", "faulthandler", "IPython.core.oinspect", "IPython.extensions.storemagic",
         "sqlite3.dbapi2", "tornado.platform.asyncio", "zmq.utils.garbage", "matplotlib_inline.config",
         "matplotlib.pyplot", "nmanalys:*", "pandas.core.methods.to_dict", "pandas.core.reshape.reshape",
         "pandas.io.formats.csvs", "pandas.io.formats.string")  # fmt: skip
# a thread, once started, is lost in the child; an allocator's or a debugger's own threads are not wanted either
STILL = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


class ZygoteLost(KernelError):
    """A zygote that ended, or that is stale: what it imported has changed since."""

    is_stale = False


@dataclass
class ZygoteClient:
    """A zygote that can be asked for kernels.

    Attributes
    ----------
    address : Path
        Its socket.
    process, lifeline
        The process, and what keeps it alive; None when another process owns it.
    """

    address: Path
    process: subprocess.Popen[bytes] | None = None
    lifeline: socket.socket | None = None

    @classmethod
    def start(cls, folder: Path) -> ZygoteClient:
        """Start a zygote; it can be asked at once and answers when it has imported the stack.

        Parameters
        ----------
        folder : Path
            Where its socket goes: a folder for this user and this process alone, removed with the process.
        """
        address = folder / f"zygote-{uuid.uuid4().hex[:8]}"
        ours, its = socket.socketpair()
        with socket.socket(socket.AF_UNIX) as listener, its:
            listener.bind(str(address))
            listener.listen(64)
            ends = (listener.fileno(), its.fileno())
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    f"{UNSHADOWED}from {__package__}.zygote import main; main()",
                    *map(str, ends),
                    str(folder),
                    *STACK,
                ],
                env={**os.environ, **STILL},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=ends,
                start_new_session=True,
            )
        return cls(address, process, ours)

    def fork(self, request: Mapping[str, Any]) -> ForkedProcess:
        """Ask for a kernel, with what :func:`nmanalys.kernels.forking.fork_kernel` takes; wait until it listens.

        Raises
        ------
        ZygoteLost
            If the zygote has ended, or something that it imported has changed since.
        KernelError
            If forking it is not safe.
        """
        process = ForkedProcess(0, socket.socket(socket.AF_UNIX))
        try:
            self._ask(process, request)
        except OSError as error:
            process.connection.close()
            raise ZygoteLost(f"the process that kernels are forked from has ended ({error})") from None
        except KernelError:
            process.connection.close()
            raise
        process.wait_until_ready()
        return process

    def _ask(self, process: ForkedProcess, request: Mapping[str, Any]) -> None:
        process.connection.connect(str(self.address))
        asked = json.dumps(request).encode() + b"\n"
        with Path(os.devnull).open("rb") as nothing:
            sent = socket.send_fds(process.connection, [asked], [nothing.fileno(), 1, 2])
        process.connection.sendall(asked[sent:])
        answer = process.hear(START_TIMEOUT)
        if "refused" in answer:
            raise _refusal(answer)
        if "pid" not in answer:
            raise ZygoteLost("the process that kernels are forked from has ended")
        process.pid = answer["pid"]

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End the zygote and its kernels."""
        if self.lifeline:
            self.lifeline.close()
        if self.process:
            try:
                self.process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def _refusal(answer: Mapping[str, Any]) -> KernelError:
    if not answer["stale"]:
        return KernelError(answer["refused"])
    loss = ZygoteLost(answer["refused"])
    loss.is_stale = True
    return loss
