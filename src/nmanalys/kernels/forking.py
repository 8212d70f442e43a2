"""Forked kernels for the whole process: when a zygote is started, and what happens when it is lost.

A process has at most one zygote in use. It is started when the first kernel is wanted, or in advance with
:func:`warm_up`, in parallel with whatever its process does next. The variable ``NMANALYS_ZYGOTE`` names the socket of
a zygote that another process offers, see :mod:`nmanalys.kernels.__main__`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from nmanalys.errors import KernelError
from nmanalys.kernels.client import ZygoteClient, ZygoteLost
from nmanalys.kernels.process import ForkedProcess

__all__ = ["SOCKET_VARIABLE", "fork_kernel", "obstacle", "runtime_folder", "start", "stop", "warm_up"]

SOCKET_VARIABLE = "NMANALYS_ZYGOTE"
MOST_LOSSES = 3
LONGEST_PATH = 70
LONGEST_USUAL = LONGEST_PATH - len("/nmanalys-12345678")

_lock = threading.Lock()
# the last one is in use; those before it may still have kernels
_started: list[ZygoteClient] = []
_folder: Path | None = None
_losses = 0


def obstacle() -> str:
    """Say why kernels cannot be forked on this system; empty where they can."""
    if sys.platform != "linux" or not Path("/proc/self/task").is_dir():
        return f"kernels are forked on Linux only, and this is {sys.platform}"
    return ""


def start() -> ZygoteClient:
    """Return the zygote in use, after starting it if there is none."""
    global _folder
    with _lock:
        offered = os.environ.get(SOCKET_VARIABLE)
        if offered:
            return ZygoteClient(Path(offered))
        if not _started:
            # a socket's path may have a hundred characters; that of a cluster's temporary files may have more
            usual = tempfile.gettempdir()
            _folder = Path(tempfile.mkdtemp(prefix="nmanalys-", dir=usual if len(usual) <= LONGEST_USUAL else "/tmp"))
            atexit.register(stop)
            _started.append(ZygoteClient.start(_folder))
        return _started[-1]


def warm_up() -> None:
    """Begin to import the stack, where that is of use, so that the first kernel need not wait for it."""
    if not obstacle():
        start()


def stop() -> None:
    """End every zygote that this process started, and their kernels."""
    global _losses
    with _lock:
        while _started:
            _started.pop().stop()
        if _folder:
            shutil.rmtree(_folder, ignore_errors=True)
        _losses = 0
        atexit.unregister(stop)


def fork_kernel(
    executable: str, argv: Sequence[str], env: Mapping[str, str], cwd: str, *, is_bare: bool = False
) -> ForkedProcess:
    """Fork a kernel; a zygote that is lost is replaced.

    Parameters
    ----------
    executable : str
        Path of the Python that the kernel is to run on.
    argv : sequence of str
        Command line of the kernel, after the name of its launcher.
    env : mapping
        Its whole environment.
    cwd : str
        Its folder.
    is_bare : bool
        Whether its client only runs cells in it, see :mod:`nmanalys.kernels.bare`.

    Raises
    ------
    KernelError
        If forking is not possible or not safe.
    """
    request = {"executable": executable, "argv": list(argv), "env": dict(env), "cwd": cwd, "is_bare": is_bare}
    reason = obstacle()
    while not reason:
        zygote = start()
        try:
            return zygote.fork(request)
        except ZygoteLost as loss:
            reason = _replace(zygote, loss)
    raise KernelError(reason)


def _replace(lost: ZygoteClient, loss: ZygoteLost) -> str:
    """Start a new zygote in place of a lost one, or say why not."""
    global _losses
    with _lock:
        if lost.process is None:
            return str(loss)
        if _folder and _started and _started[-1] is lost:
            _losses += not loss.is_stale
            if _losses >= MOST_LOSSES:
                return f"{loss}, {_losses} times"
            for zygote in [zygote for zygote in _started if not zygote.is_alive()]:
                _started.remove(zygote)
                zygote.stop()
            _started.append(ZygoteClient.start(_folder))
    return ""


def runtime_folder() -> Path | None:
    """Folder for the sockets of forked kernels; None where kernels are not forked or its path is too long for one."""
    if obstacle():
        return None
    folder = start().address.parent
    return folder if len(str(folder)) <= LONGEST_PATH else None
