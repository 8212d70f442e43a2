"""How long somebody who writes waits for the page: from a saved file to the new page, as `nmanalys serve --watch` serves it.

    nmanalys build && python tests/benchmarks/watching.py

The default book of three counties is served in a copy of the project, and three kinds of files are saved in turn: a page
written by hand, a cell of text and a cell of code in a notebook. The clock runs from the file's being written until the
server gives the page with what was written. The CPU seconds are those of the server and of everything that it started,
and say more than the clock on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 5.0
PATIENCE = 180.0
COPIED = (
    "book",
    "data",
    "notebooks",
    "_build",
    "src",
    "requirements.lock",
    "_config.yml",
    "_toc.yml",
    "pyproject.toml",
)
NOTEBOOK = "40_cluster_mapping"
PAGE = f"regions/dalarna/{NOTEBOOK}.html"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Edit:
    """A kind of file that is saved, how it is changed, and the page that is to show it."""

    name: str
    page: str
    save: Callable[[Path, str], None]


def save_prose(project: Path, word: str) -> None:
    path = project / "book" / "om.md"
    path.write_text(f"{path.read_text('utf-8')}\nOrdet är {word}.\n", encoding="utf-8")


def save_cell(project: Path, kind: str, change: Callable[[str], str], holds: str) -> None:
    path = project / "notebooks" / f"{NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == kind and holds in "".join(cell["source"]))
    cell["source"] = change("".join(cell["source"]))
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def save_text(project: Path, word: str) -> None:
    save_cell(project, "markdown", lambda text: f"{text}\n\nOrdet är {word}.", "## ")


def save_code(project: Path, word: str) -> None:
    save_cell(project, "code", lambda text: f"{text}\n# {word}", "nm.show(")


EDITS = (
    Edit("a page written by hand", "om.html", save_prose),
    Edit("a notebook's text", PAGE, save_text),
    Edit("a notebook's code", PAGE, save_code),
)


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    table = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in table.splitlines()]
    found = [pid]
    for known in found:
        found += [child for child, parent in pairs if parent == known]
    return found


def spent(pid: int) -> float:
    """CPU seconds of a process's family, with those of its members that have ended."""
    total = 0
    for member in family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / TICKS


def served(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.read().decode("utf-8")
    except OSError:
        return ""  # between two books


def serve(project: Path, regions: Sequence[str]) -> tuple[subprocess.Popen[str], str]:
    """Start the server and wait until it watches and is warm."""
    command = [
        str(Path(sys.executable).with_name("nmanalys")),
        "serve",
        "--watch",
        "--port",
        "0",
        "--project",
        str(project),
        *(f"--region={name}" for name in regions),
    ]
    env = {key: value for key, value in os.environ.items() if not key.startswith("NMANALYS_")}
    env["PYTHONUNBUFFERED"] = "1"
    log = project / "server.log"
    process = subprocess.Popen(command, env=env, stdout=log.open("w"), stderr=subprocess.STDOUT, text=True)
    while not (found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text())):
        if process.poll() is not None:
            raise SystemExit(log.read_text())
        time.sleep(0.05)
    while "inotify" not in " ".join(str(link.readlink()) for link in Path(f"/proc/{process.pid}/fd").iterdir()):
        time.sleep(0.05)
    rest(process.pid)
    return process, found[0]


def rest(pid: int) -> None:
    """Wait until the server's family has done nothing for a while."""
    idle, before = 0, -1.0
    while idle < 5:
        now = spent(pid)
        idle, before = (idle + 1 if now == before else 0), now
        time.sleep(1)


def measure(process: subprocess.Popen[str], address: str, project: Path, edit: Edit, word: str) -> tuple[float, float]:
    """Save a file and wait for its page; return wall and CPU seconds."""
    before, begun = spent(process.pid), time.monotonic()
    edit.save(project, word)
    while word not in served(address + edit.page):
        if time.monotonic() - begun > PATIENCE:
            raise SystemExit(f"{edit.name}: no new page in {PATIENCE:g} s\n{(project / 'server.log').read_text()}")
        time.sleep(0.05)
    wall = time.monotonic() - begun
    rest(process.pid)
    return wall, spent(process.pid) - before


def report(repeat: int, regions: Sequence[str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        for name in COPIED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, project / name)
        process, address = serve(project, regions)
        try:
            # the first book of a new place is read from its beginning, which nobody who goes on writing waits for
            measure(process, address, project, EDITS[0], "uppvärmningsprov")
            for place, edit in enumerate(EDITS):
                words = (f"prov{place}x{number}x" for number in range(repeat))
                runs = [measure(process, address, project, edit, word) for word in words]
                wall, cpu = (statistics.median(part) for part in zip(*runs, strict=True))
                verdict = "met" if wall <= MOST_SECONDS else "MISSED"
                yield f"{edit.name:24} {wall:5.1f} s by the clock, {cpu:5.1f} CPU s; wanted {MOST_SECONDS:g} s: {verdict}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def main() -> None:
    """Measure each kind of file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--region", nargs="+", default=[], help="whose jobs run; the three counties when omitted")
    options = parser.parse_args()
    for line in report(options.repeat, options.region):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
