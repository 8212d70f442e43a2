"""A process that has imported what a build needs, and forks one for each command that it is given.

It reads a line of JSON for each command, ``{"arguments": […], "output": "file"}``, and answers with the exit code;
null means that forking was not safe. It ends when its input does, so it outlives nobody.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
from pathlib import Path

__all__ = ["PRELOADED", "main"]

# papermill loads the engine of forked kernels; that one cannot be imported before it
PRELOADED = (
    "nmanalys.commands.build", "nmanalys.pipeline.build", "nmanalys.pipeline.publish", "nmanalys.pipeline.progress",
    "nmanalys.io.geodata", "nmanalys.io.store", "nmanalys.views.card", "nmanalys.views.exhibit", "papermill.execute",
    "bs4", "openpyxl", "pyarrow.parquet", "pandera.pandas", "babel.numbers", "jupyter_book.cli.main", "myst_nb",
    "myst_nb.sphinx_ext", "sphinx.cmd.build", "sphinx.builders.html", "sphinx.search.sv", "sphinx_book_theme",
    "pydata_sphinx_theme", "sphinx_design", "sphinx_copybutton", "sphinx_external_toc", "sphinx_jupyterbook_latex",
    "sphinxcontrib.bibtex", "sphinx_togglebutton", "sphinx_thebe", "sphinx_comments", "latex2mathml.converter",
    "linkify_it",
)  # fmt: skip
TASKS = Path("/proc/self/task")


def main() -> None:
    """Import everything, then serve commands until the input ends."""
    # Ctrl-C reaches a whole terminal; who gives the commands decides what ends
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(json.dumps(_run(request["arguments"], request["output"])) + "\n")
        sys.stdout.flush()


def _run(arguments: list[str], output: str) -> int | None:
    if len(list(TASKS.iterdir())) != 1:
        return None
    pid = os.fork()
    if not pid:
        os._exit(_child(arguments, output))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _child(arguments: list[str], output: str) -> int:
    from nmanalys.cli import main as command_line

    signal.signal(signal.SIGINT, signal.default_int_handler)
    written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (1, 2):
        os.dup2(written, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["nmanalys", *arguments]
    try:
        command_line()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # nothing of the parent's may run in the child
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
