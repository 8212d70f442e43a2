"""Running Jupyter Book, and putting a finished book in place of the old one."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from nmanalys.errors import PublishError

__all__ = ["build_html", "replace_folder"]

NOISE = re.compile(r"\x1b\[[0-9;]*m")
WARNING = re.compile(r"^(?P<file>.*?):(?:(?P<line>\d+):|\s)?\s*(?P<kind>WARNING|ERROR|CRITICAL|SEVERE): (?P<text>.*)$")
BARE = re.compile(r"^(?:WARNING|ERROR|CRITICAL): (?P<text>.*)$")
SHOWN = 25
LOADED = "jupyter_book.cli.main"
LINES_PER_CELL = 10_000  # MyST-NB numbers the lines of cell n from n times this


def build_html(source: Path, work: Path, *, epoch: int, keep: bool = False) -> Path:
    """Build a source folder with Jupyter Book and return the folder of the pages.

    Parameters
    ----------
    source : Path
        Folder with ``_config.yml`` and ``_toc.yml``.
    work : Path
        Folder for Jupyter Book's own files; what it has read before it need not read again.
    epoch : int
        Time that the book is to show, in seconds since 1970.
    keep : bool
        Keep the pages that are there and write only those whose source was touched; what every page repeats, such as
        the contents list, may then be out of date on the others.

    Raises
    ------
    PublishError
        If Jupyter Book ends badly or warns of anything: files and lines are listed.
    """
    html = work / "_build" / "html"
    if not keep:
        # every page is written anew, so that nothing is left of pages that are gone
        shutil.rmtree(html, ignore_errors=True)
    arguments = ["build", str(source), "--path-output", str(work), "-W", "-n", "--keep-going", "-q"]
    env = {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    run = (_run_here if keep and LOADED in sys.modules else _run_apart)(arguments, source, env)
    faults = _faults(run.stderr, source)
    if run.returncode or faults:
        # a page that has been read with a fault would pass unread the next time
        shutil.rmtree(work, ignore_errors=True)
        raise PublishError("The book could not be built:\n" + "\n".join(faults or [_tail(run.stdout + run.stderr)]))
    return html


def _run_apart(arguments: Sequence[str], source: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    start = f"from {LOADED} import main; main()"  # the package cannot be run with -m
    return subprocess.run(
        [sys.executable, "-c", start, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=source,
        env={**os.environ, **env},
        check=False,
    )


def _run_here(arguments: Sequence[str], source: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run in this process, which was forked with everything imported for this book alone."""
    from jupyter_book.cli.main import main

    os.environ.update(env)
    said, complained, code = io.StringIO(), io.StringIO(), 0
    with contextlib.chdir(source), redirect_stdout(said), redirect_stderr(complained):
        try:
            main(args=list(arguments))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except Exception as error:
            # what ends another process with a traceback
            complained.write(f"ERROR: {type(error).__name__}: {error}\n")
            code = 1
    return subprocess.CompletedProcess(list(arguments), code, said.getvalue(), complained.getvalue())


def replace_folder(new: Path, target: Path) -> None:
    """Put a copy of a folder in a place, in one step as far as readers can see."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent) as temporary:
        fresh = Path(temporary) / "fresh"
        shutil.copytree(new, fresh)
        if target.exists():
            target.rename(Path(temporary) / "old")
        fresh.rename(target)


def _faults(text: str, source: Path) -> list[str]:
    found: dict[str, None] = {}
    for line in NOISE.sub("", text).splitlines():
        match = WARNING.match(line)
        if match:
            found[f"  {_place(match['file'], match['line'], source)}: {match['text']}"] = None
        elif BARE.match(line):
            found[f"  {BARE.match(line)['text']}"] = None  # type: ignore[index]
    shown = list(found)
    more = [f"  … and {len(shown) - SHOWN} more"] if len(shown) > SHOWN else []
    return [*shown[:SHOWN], *more]


def _place(file: str, line: str | None, source: Path) -> str:
    path = file.strip()
    name = Path(path).relative_to(source).as_posix() if path.startswith(f"{source}{os.sep}") else path
    if line is None:
        return name
    if name.endswith(".ipynb") and int(line) >= LINES_PER_CELL:
        return f"{name}, cell {int(line) // LINES_PER_CELL}, line {int(line) % LINES_PER_CELL}"
    return f"{name}, line {line}"


def _tail(text: str) -> str:
    return "\n".join(f"  {line}" for line in NOISE.sub("", text).strip().splitlines()[-SHOWN:])
