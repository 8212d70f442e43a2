"""A forked kernel's process, as its client sees it through the zygote that is its parent."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
from dataclasses import dataclass, field
from typing import Any

__all__ = ["ForkedProcess"]

START_TIMEOUT = 120


@dataclass
class ForkedProcess:
    """A kernel's process as :class:`subprocess.Popen` would show it.

    Attributes
    ----------
    pid : int
        Its process id, which is also that of its group.
    returncode : int or None
        Its exit code, minus the signal's number when a signal ended it; None while it runs.
    is_orphan : bool
        Whether it ended because its zygote did.
    """

    pid: int
    connection: socket.socket
    returncode: int | None = None
    is_orphan: bool = False
    stdin: None = None
    stdout: None = None
    stderr: None = None
    _unread: bytes = field(default=b"", repr=False)

    def poll(self) -> int | None:
        """Return the exit code if the kernel has ended."""
        if self.returncode is None:
            self.hear(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Return the exit code once the kernel has ended, or None after the timeout."""
        while self.returncode is None and self.hear(timeout):
            pass
        return self.returncode

    def wait_until_ready(self) -> None:
        """Return once the kernel listens, or has ended."""
        while self.returncode is None and (message := self.hear(START_TIMEOUT)):
            if "ready" in message:
                return

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)

    def hear(self, timeout: float | None) -> dict[str, Any]:
        """Return the next message, an empty one when there is none in time."""
        message = self._next(timeout)
        if message is None:
            self.returncode, self.is_orphan = -signal.SIGKILL, True
        elif "exit" in message:
            self.returncode = message["exit"]
        if self.returncode is not None:
            self.connection.close()
        return message or {}

    def _next(self, timeout: float | None) -> dict[str, Any] | None:
        self.connection.settimeout(timeout)
        while b"\n" not in self._unread:
            try:
                more = self.connection.recv(4096)
            except (BlockingIOError, TimeoutError):
                return {}
            except OSError:
                more = b""
            if not more:
                return None
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return json.loads(line)
