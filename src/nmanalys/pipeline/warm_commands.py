"""Commands run one after the other, each in a process of its own that need not import anything first."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from nmanalys.kernels import forking
from nmanalys.kernels.client import STILL, UNSHADOWED

__all__ = ["WarmCommands"]

START = f"{UNSHADOWED}from nmanalys.cli import main; main()"
PATIENCE = 10  # seconds that a command has to end in when it is stopped


class WarmCommands:
    """Runs commands of the command line; ends everything that it started when its block ends.

    Where forking is not possible each command is an ordinary process.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="nmanalys-")

    def __enter__(self) -> WarmCommands:
        self.renew()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        self._folder.cleanup()

    def renew(self) -> None:
        """Import everything anew, for the library has changed."""
        self._end()
        if forking.obstacle():
            return
        env = {**os.environ, **STILL, forking.SOCKET_VARIABLE: str(forking.start().address)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"{UNSHADOWED}from nmanalys.pipeline.warm import main; main()"],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def run(self, arguments: Sequence[str]) -> tuple[int, str]:
        """Run a command and return its exit code and what it said."""
        output = Path(self._folder.name) / "output"
        code = self._forked(arguments, output)
        if code is None:
            with output.open("w") as file:
                run = [sys.executable, "-c", START, *arguments]
                code = subprocess.call(run, stdout=file, stderr=subprocess.STDOUT)
        return code, output.read_text(encoding="utf-8", errors="replace")

    def _forked(self, arguments: Sequence[str], output: Path) -> int | None:
        """Run in a forked process; None when that is not possible."""
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return None
        try:
            self._process.stdin.write(json.dumps({"arguments": list(arguments), "output": str(output)}) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline() or "null")
        except BrokenPipeError:
            return None

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            # a command at work stops its kernels before it ends
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(PATIENCE)
        forking.stop()
