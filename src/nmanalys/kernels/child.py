"""What a forked child does to be the kernel that was asked for, as if it had been started from its command line."""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import json
import os
import random
import socket
import sys
import time
from dataclasses import dataclass
from typing import Any

__all__ = ["Request", "become_kernel", "send"]

INLINE = "module://matplotlib_inline.backend_inline"


@dataclass
class Request:
    """A kernel that a client wants, and the connection to that client."""

    connection: socket.socket
    streams: list[int]
    executable: str
    argv: list[str]
    env: dict[str, str]
    cwd: str
    is_bare: bool = False

    def close(self) -> None:
        """Let go of it unanswered."""
        self.connection.close()
        for stream in self.streams:
            os.close(stream)


def become_kernel(request: Request) -> None:
    """Make of a forked child what the command line of the request would have made, until the kernel ends."""
    _take_over(request)
    gc.enable()
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = os.environ.get("MPLBACKEND") or INLINE
    app = _app(request).instance()
    # its default is read from the environment when the class is made
    app.initialize([*request.argv, f"--IPKernelApp.parent_handle={os.getppid()}"])
    send(request.connection, {"ready": True})
    request.connection.close()
    app.start()


def _app(request: Request) -> Any:
    if request.is_bare:
        from nmanalys.kernels.bare import BareKernelApp

        return BareKernelApp
    from ipykernel.kernelapp import IPKernelApp

    return IPKernelApp


def _take_over(request: Request) -> None:
    """Give the process the streams, the environment, the folder and the command line that were asked for."""
    for number, stream in enumerate(request.streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(request.env)
    time.tzset()
    os.chdir(request.cwd)
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [launcher.origin if launcher and launcher.origin else "", *request.argv]


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    """Send one message; a client that is gone misses nothing."""
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(message).encode() + b"\n")
