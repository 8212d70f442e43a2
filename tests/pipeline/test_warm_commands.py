"""Commands of somebody who saves while the book is served: forked from a process that has imported everything."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from nmanalys.pipeline import warm
from nmanalys.pipeline.warm_commands import WarmCommands

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="commands are forked on Linux only")


def refuse(*arguments: object, **options: object) -> int:
    raise AssertionError("the command was started as an ordinary process")


def test_commands_are_forked_and_their_exit_codes_and_words_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "call", refuse)
    with WarmCommands() as commands:
        for _ in range(2):
            code, said = commands.run(["build", "--help"])
            assert code == 0 and "--preview" in said
        code, said = commands.run(["build", "--region", "atlantis", "--project", os.devnull])
        assert code == 2 and "Traceback" not in said


def test_everything_that_is_to_be_imported_beforehand_can_be() -> None:
    """In the order of the list, in a process that has imported nothing."""
    code = f"import importlib\nfor name in {warm.PRELOADED!r}: importlib.import_module(name)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
