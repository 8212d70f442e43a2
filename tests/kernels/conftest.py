"""Forked kernels from a zygote that imports little, so that it is there at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from nmanalys.kernels import client, forking
from nmanalys.kernels.manager import ForkKernelManager

Run = Callable[..., list[str]]

SMALL_STACK = ("ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib.pyplot")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Set what the zygote imports; it ends with the test."""

    def use(*names: str, folder: Path | None = None) -> None:
        monkeypatch.setattr(client, "STACK", names)
        if folder:
            monkeypatch.setenv("PYTHONPATH", str(folder), prepend=":")

    forking.stop()
    use(*SMALL_STACK)
    yield use
    forking.stop()


@pytest.fixture
def run(stack: Callable[..., None]) -> Run:
    """Run cells in a kernel of their own; return what each printed, or its error."""

    def execute(*cells: str, manager: type = ForkKernelManager, **options: object) -> list[str]:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        settings = {"kernel_manager_class": manager, "kernel_name": "python3", "allow_errors": True, "timeout": 60}
        kernel = {key: options.pop(key) for key in ("env", "cwd") if key in options}
        NotebookClient(notebook, **{**settings, **options}).execute(**kernel)
        return ["".join(map(shown, cell.outputs)) for cell in notebook.cells]

    return execute


def shown(output: nbformat.NotebookNode) -> str:
    if output.output_type == "error":
        return "\n".join(output.traceback)
    return output.text if output.output_type == "stream" else " ".join(sorted(output.data))
