"""The zygote: a process with a single thread that has imported the stack and forks a kernel for each request.

Started by :mod:`nmanalys.kernels.forking`, which hands it a listening unix socket and a lifeline. Each kernel has a
connection of its own, with one JSON object a line:

- client to zygote: ``executable``, ``argv``, ``env``, ``cwd``, ``is_bare``, with the kernel's standard streams attached;
- kernel to client: ``pid``; or zygote to client: ``refused``, with the reason and whether a new zygote could do it (``stale``);
- kernel to client: ``ready`` once it listens;
- zygote to client: ``exit`` with the kernel's exit code, minus the signal's number when a signal ended it.

A connection that its client closes ends its kernel; the end of the lifeline ends all kernels and the zygote; the end
of the zygote ends the kernels. So nothing outlives the process that asked for it, however that process ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from nmanalys.kernels.child import Request, become_kernel, send

__all__ = ["Zygote", "main", "preload"]

SET_PARENT_DEATH_SIGNAL = 1
LONGEST_REQUEST = 1 << 22
# read once, when a process starts or imports: a kernel that wants another value needs a process of its own
READ_AT_START = (
    "PYTHON",
    "LD_",
    "LC_",
    "LANG",
    "NMANALYS_CATALOGUE",
    "MALLOC_",
    "ARROW_",
    "MATPLOTLIB",
    "MPLCONFIG",
    "PROJ_",
    "GDAL_",
)
# must be imported where a shell is: imported here, it would hook into none, and figures would be lost without a word
NOT_BEFORE_FORK = "matplotlib_inline.backend_inline"


class Zygote:
    """Answers requests until its lifeline ends.

    Parameters
    ----------
    listener : socket
        Where clients connect.
    lifeline : int
        File descriptor that becomes readable when the process that started the zygote is gone.
    folder : str
        Folder of that process, which is removed then.
    """

    def __init__(self, listener: socket.socket, lifeline: int, folder: str) -> None:
        self._listener, self._lifeline, self._folder = listener, lifeline, folder
        self._pid = os.getpid()
        self._prctl = ctypes.CDLL(None, use_errno=True).prctl
        self._kernels: dict[int, socket.socket | None] = {}
        self._files = loaded_files()
        self._is_retired = False
        # selectors that the kernel keeps would be shared with the children
        self._selector = selectors.PollSelector()
        self._wakeup = self._hear_of_ended_children()
        for source in (lifeline, listener, self._wakeup[0]):
            self._selector.register(source, selectors.EVENT_READ)

    def serve(self) -> Request | None:
        """Answer requests; return None at the end of the lifeline and, in a forked child, the child's request."""
        while self._kernels or not self._is_retired:
            # one at a time: what the first one closes may be among the others
            source = self._selector.select()[0][0].fileobj
            if source == self._lifeline:
                self._end_all()
                shutil.rmtree(self._folder, ignore_errors=True)
                break
            if source is self._listener:
                request = self._accept()
                if request and self._fork(request):
                    return request
            elif source == self._wakeup[0]:
                self._reap()
            else:
                self._hear(source)  # type: ignore[arg-type]
        return None

    def _hear_of_ended_children(self) -> tuple[int, int]:
        ends = os.pipe()
        for end in ends:
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(ends[1], warn_on_full_buffer=False)
        return ends

    def _accept(self) -> Request | None:
        connection, _ = self._listener.accept()
        connection.settimeout(10)
        try:
            request = _receive(connection)
        except (OSError, ValueError, TypeError):
            connection.close()
            return None
        reason = self._staleness() or self._obstacle(request)
        if reason:
            send(connection, {"refused": reason, "stale": self._is_retired})
            request.close()
            return None
        return request

    def _staleness(self) -> str:
        """Say what has changed since it was imported; a zygote that knows itself stale ends with its last kernel."""
        changed = [path for path, mark in self._files.items() if _mark(path) != mark]
        self._is_retired = bool(changed)
        return f"{changed[0]} has changed since it was imported" if changed else ""

    def _obstacle(self, request: Request) -> str:
        """Say why no fork of this process can be the kernel that is asked for."""
        if request.executable != sys.executable:
            return f"the kernel's Python, {request.executable}, is another one"
        for name in sorted({*request.env, *os.environ}):
            if name.startswith(READ_AT_START) and request.env.get(name) != os.environ.get(name):
                return f"{name} differs from the environment in which the packages were imported"
        threads = len(list(Path("/proc/self/task").iterdir()))
        return f"the imported packages have started threads ({threads - 1})" if threads > 1 else ""

    def _fork(self, request: Request) -> bool:
        """Fork; say whether this is the child."""
        pid = os.fork()
        if pid == 0:
            self._leave()
            # from here and not from the parent, so that it comes before what else the child says
            send(request.connection, {"pid": os.getpid()})
            return True
        for stream in request.streams:
            os.close(stream)
        self._kernels[pid] = request.connection
        self._selector.register(request.connection, selectors.EVENT_READ)
        return False

    def _leave(self) -> None:
        """Turn the child into a process of its own that the zygote's end still ends."""
        os.setsid()
        self._prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != self._pid:
            os._exit(1)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for end in (*self._wakeup, self._lifeline):
            os.close(end)
        for connection in (self._listener, *filter(None, self._kernels.values())):
            connection.close()

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wakeup[0], 4096)
        with contextlib.suppress(ChildProcessError):
            while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                # what it started and left behind, as long as nobody else can have its number
                _kill(ended.si_pid)
                status = os.waitpid(ended.si_pid, 0)[1]
                connection = self._kernels.pop(ended.si_pid, None)
                if connection:
                    send(connection, {"exit": os.waitstatus_to_exitcode(status)})
                    self._drop(connection)

    def _hear(self, connection: socket.socket) -> None:
        """A client says nothing after its request: what can be heard is that it is gone."""
        with contextlib.suppress(OSError):
            if connection.recv(1024):
                return
        for pid, owner in self._kernels.items():
            if owner is connection:
                _kill(pid)
                self._kernels[pid] = None
        self._drop(connection)

    def _drop(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)
        connection.close()

    def _end_all(self) -> None:
        for pid in self._kernels:
            _kill(pid)


def preload(names: Iterable[str]) -> None:
    """Import modules; ``package:*`` also imports what the package imports only when a name is first used.

    What cannot be imported is left to the kernels, where it fails as it would in a fresh process.
    """
    for name in names:
        module, _, everything = name.partition(":")
        with contextlib.suppress(Exception):
            loaded = importlib.import_module(module)
            for public in loaded.__all__ if everything else ():
                getattr(loaded, public)


def loaded_files() -> dict[str, tuple[int, int]]:
    """Map what was loaded to its size and time of change: source files, and folders into which packages are installed.

    Thousands of files are loaded, and the marks are compared before each fork. An installer never changes a package
    without changing an entry of the folder, so the folder stands for what is installed in it, Python's own library
    for itself.
    """
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return {path: _mark(path) for path in {_installed_in(file) or file for file in files if file}}


def _installed_in(file: str) -> str:
    paths = sysconfig.get_paths()
    return next((paths[name] for name in ("purelib", "platlib", "stdlib") if file.startswith(paths[name] + os.sep)), "")


def _mark(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)  # noqa: PTH116 - pathlib takes several times as long
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _receive(connection: socket.socket) -> Request:
    data, streams, _, _ = socket.recv_fds(connection, LONGEST_REQUEST, 3)
    while data and not data.endswith(b"\n"):
        more = connection.recv(LONGEST_REQUEST)
        if not more:
            break
        data += more
    return Request(connection, streams, **json.loads(data))


def _kill(pid: int) -> None:
    """End a kernel and what it started; it may not have become the head of its group yet."""
    for end in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            end(pid, signal.SIGKILL)


def main() -> None:
    """Serve as a zygote: file descriptors of the listener and of the lifeline, a folder, names of modules."""
    listener, lifeline, folder, *names = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # what is imported is hardly ever garbage, and to look for it takes a fifth of the time; in the children no page is
    # to be written to for its sake
    gc.disable()
    preload(names)
    sys.modules.pop(NOT_BEFORE_FORK, None)
    gc.freeze()
    request = Zygote(socket.socket(fileno=int(listener)), int(lifeline), folder).serve()
    if request:
        become_kernel(request)
