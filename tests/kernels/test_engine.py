"""Forked kernels for others: papermill's engine, the kernel specification, one zygote for a whole command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import papermill
import pytest
from jupyter_client import AsyncKernelManager

from nmanalys.kernels import forking, pool
from nmanalys.kernels.manager import ForkKernelClient, ForkKernelManager
from nmanalys.kernels.pool import KernelPool, memory_of_machine, own_memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

PARENT = "import os; print(os.getppid(), end='')"
Run = Callable[..., list[str]]


def write(path: Path, *cells: str, kernel_name: str = "python3") -> Path:
    kernel = {"display_name": "Python 3", "language": "python", "name": kernel_name}
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(notebook, path)
    return path


def printed(notebook: nbformat.NotebookNode) -> str:
    return notebook.cells[-1].outputs[0].text


def test_papermill_forks_with_the_engine(stack: Callable[..., None], tmp_path: Path) -> None:
    source = write(tmp_path / "in.ipynb", PARENT)
    made = [
        papermill.execute_notebook(source, tmp_path / "out.ipynb", engine_name="nmanalys", progress_bar=False)
        for _ in range(2)
    ]
    zygote = forking.start().process.pid
    assert [int(printed(notebook)) for notebook in made] == [zygote, zygote]


def test_papermill_tells_of_a_failing_cell_as_ever(stack: Callable[..., None], tmp_path: Path) -> None:
    source = write(tmp_path / "in.ipynb", "1 / 0")
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(source, tmp_path / "out.ipynb", engine_name="nmanalys", progress_bar=False)


def test_a_cell_may_await(stack: Callable[..., None], tmp_path: Path) -> None:
    wait, fail = "import asyncio; await asyncio.sleep(0.01); print('done')", "await asyncio.sleep(0.01); 1 / 0"
    options = {"engine_name": "nmanalys", "progress_bar": False, "execution_timeout": 20}
    done = papermill.execute_notebook(write(tmp_path / "in.ipynb", wait), tmp_path / "out.ipynb", **options)
    assert printed(done) == "done\n"
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(write(tmp_path / "in.ipynb", wait, fail), tmp_path / "out.ipynb", **options)


def test_whatever_starts_the_kernel_by_its_name_forks(run: Run) -> None:
    parents = {run(PARENT, manager=AsyncKernelManager, kernel_name="nmanalys")[0] for _ in range(2)}
    assert parents == {str(forking.start().process.pid)}


def test_jupyter_book_forks_with_the_kernel_specification(tmp_path: Path) -> None:
    ask = "import os; print(os.getppid(), open(f'/proc/{os.getppid()}/cmdline').read().replace(chr(0), ' '))"
    for name in ("first", "second"):
        write(tmp_path / f"{name}.ipynb", ask, kernel_name="nmanalys")
    (tmp_path / "_config.yml").write_text("execute:\n  execute_notebooks: force\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: first\nchapters:\n- file: second\n")
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", ".", "-q"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    pages = ((tmp_path / "_build" / "html" / f"{name}.html").read_text("utf-8") for name in ("first", "second"))
    first, second = (re.search(r"(\d+) \S+ -c .*nmanalys\.kernels\.zygote", page) for page in pages)
    assert first and second and first[1] == second[1]
    with pytest.raises(ProcessLookupError):
        os.kill(int(first[1]), 0)


def test_a_kernel_is_interrupted_restarted_and_ended_politely(stack: Callable[..., None]) -> None:
    import asyncio

    async def drive() -> list[int | None]:
        manager = ForkKernelManager(kernel_name="python3")
        await manager.start_kernel()
        client = manager.client()
        assert type(client) is ForkKernelClient
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        first = manager.provisioner.pid
        asked = client.execute("import time; print('begun', flush=True); time.sleep(60)")
        while (await client.get_iopub_msg(timeout=30))["msg_type"] != "stream":
            pass
        await manager.interrupt_kernel()
        reply = await client.get_shell_msg(timeout=30)
        assert reply["parent_header"]["msg_id"] == asked and reply["content"]["ename"] == "KeyboardInterrupt"
        await manager.restart_kernel()
        await client.wait_for_ready(timeout=60)
        second = manager.provisioner.pid
        client.stop_channels()
        await manager.shutdown_kernel()
        return [first, second]

    first, second = asyncio.run(drive())
    assert first != second
    assert own_memory(first) == own_memory(second) == 0


def test_the_processes_of_a_command_share_one_zygote(tmp_path: Path) -> None:
    write(tmp_path / "in.ipynb", PARENT)
    loop = f"for i in 1 2; do {sys.executable} -m papermill --engine nmanalys --no-progress-bar in.ipynb $i.ipynb; done"
    command = [sys.executable, "-m", "nmanalys.kernels", "sh", "-c", loop]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    first, second = (printed(nbformat.read(tmp_path / f"{name}.ipynb", as_version=4)) for name in "12")
    assert first == second
    with pytest.raises(ProcessLookupError):
        os.kill(int(first), 0)


def test_a_command_that_is_missing_is_asked_for() -> None:
    done = subprocess.run([sys.executable, "-m", "nmanalys.kernels"], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "python -m nmanalys.kernels make" in done.stderr
    false = subprocess.run([sys.executable, "-m", "nmanalys.kernels", "false"], check=False)
    assert false.returncode == 1


def test_a_pool_that_cannot_fork_says_so_and_one_that_shall_not_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking.sys, "platform", "win32")
    (note,) = KernelPool().notes
    assert "Ordinary kernels" in note and "this is win32" in note
    assert KernelPool(cold=True).notes == []
    with KernelPool().manager("python3") as manager:
        assert type(manager) is AsyncKernelManager


def test_memory_is_seen_where_the_system_shows_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = own_memory(os.getpid())
    held = bytearray(os.urandom(1)) * 50_000_000
    assert own_memory(os.getpid()) - before > 0.9 * len(held)
    assert own_memory(None) == 0
    whole = memory_of_machine()
    (tmp_path / "limit").write_text("1000000\n")
    monkeypatch.setattr(pool, "CGROUP_LIMIT", tmp_path / "limit")
    assert memory_of_machine() == 1_000_000 < whole
    (tmp_path / "limit").write_text("max\n")
    assert memory_of_machine() == whole


def test_many_kernels_may_open_many_files() -> None:
    begun = (
        "from resource import RLIMIT_NOFILE, getrlimit, setrlimit; from nmanalys.kernels.pool import KernelPool;"
        "most = getrlimit(RLIMIT_NOFILE)[1]; setrlimit(RLIMIT_NOFILE, (256, most)); KernelPool();"
        "print(getrlimit(RLIMIT_NOFILE)[0] == min(most, 4096))"
    )
    assert subprocess.check_output([sys.executable, "-c", begun], text=True) == "True\n"


def test_a_zygote_that_nobody_asked_costs_little_to_end() -> None:
    forking.warm_up()
    begun = time.monotonic()
    forking.stop()
    assert time.monotonic() - begun < 5
