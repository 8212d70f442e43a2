"""A project that is served while somebody writes: what is saved is rebuilt, faults are told, and nothing is left."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from notebooks import write_notebook
from processes import all_end, start_cli, wait_for

CODE = ('import nmanalys as nm\nemployment = nm.load("employment", nm.region(region))',)
linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are counted on Linux only")


class Served:
    """A server of a project, and what it has said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        self.said.extend(iter(self.process.stdout.readline, ""))  # type: ignore[union-attr]

    def rebuilds(self) -> list[str]:
        return re.findall(r"^(?:Rebuilt|Not rebuilt)[^(]*", "".join(self.said), re.MULTILINE)

    def family(self) -> list[int]:
        """Every process that descends from the server, itself first."""
        table = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = [tuple(map(int, line.split())) for line in table.splitlines()]
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in pairs if parent == pid]
        return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("watched")
    for name in ("data", "book"):
        shutil.copytree(root / name, folder / name)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(root / name, folder)
    write_notebook(folder / "notebooks", reads=("employment",), code=CODE, text="# Rubrik\n\nEn ingress.")
    build = start_cli("build", "-r", "20", cwd=folder)
    output = build.communicate(timeout=300)[0]
    assert build.returncode == 0, output
    return folder


@pytest.fixture
def served(project: Path) -> Iterator[Served]:
    made = Served(start_cli("serve", "--watch", "--port", "0", "-r", "20", cwd=project))
    wait_for(lambda: "http://127.0.0.1" in "".join(made.said), "the server")
    wait_for(lambda: len(made.family()) >= 3, "the process that commands are forked from")
    yield made
    if made.process.poll() is None:
        made.process.kill()
    made.process.wait()


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_nothing_outlives_a_server_that_is_ended(served: Served, number: int) -> None:
    family = served.family()
    served.process.send_signal(number)
    served.process.wait(timeout=30)
    all_end(family)


@linux
def test_what_is_saved_is_rebuilt_until_the_end(project: Path, served: Served) -> None:
    page = project / "_build" / "html" / "regions" / "dalarna" / "10_first.html"
    # a watcher that has just started misses what was saved before
    wait_for(lambda: "From now on" in "".join(served.said), "the watcher")
    notebook = write_notebook(project / "notebooks", reads=("employment",), code=CODE, text="# Rubrik\n\nOmskriven.")
    wait_for(lambda: len(served.rebuilds()) == 1, "a rebuild", 120)
    assert "Omskriven." in page.read_text("utf-8"), "".join(served.said)

    about = project / "book" / "om.md"
    about.write_text(about.read_text("utf-8") + "\nEn mening till.\n", encoding="utf-8")
    wait_for(lambda: len(served.rebuilds()) == 2, "a second rebuild", 120)
    assert "En mening till." in (project / "_build" / "html" / "om.html").read_text("utf-8")

    write_notebook(project / "notebooks", reads=("employment",), code=(*CODE, "1 / 0"), text="# Rubrik\n\nFel.")
    wait_for(lambda: len(served.rebuilds()) == 3, "a third rebuild", 120)
    said = "".join(served.said)
    assert served.rebuilds()[2].startswith("Not rebuilt") and "ZeroDivisionError" in said and "first:dalarna" in said
    assert "Omskriven." in page.read_text("utf-8") and "Fel." not in page.read_text("utf-8")

    notebook.write_text(json.dumps({"cells": []})[:-3], encoding="utf-8")
    wait_for(lambda: len(served.rebuilds()) == 4, "a fourth rebuild", 120)
    assert "10_first.ipynb" in "".join(served.said)[len(said) :] and "Traceback" not in "".join(served.said)
    assert "Omskriven." in page.read_text("utf-8")

    family = served.family()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(timeout=30) == 130
    all_end(family)
