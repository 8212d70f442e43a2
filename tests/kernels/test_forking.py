"""A forked kernel is what a kernel started from its command line would be, but for the time that it takes."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from nmanalys.errors import KernelError
from nmanalys.kernels import forking
from nmanalys.kernels.manager import ForkKernelManager
from nmanalys.kernels.provisioner import PROVISIONER
from processes import all_end, is_running, wait_for

Run = Callable[..., list[str]]
Stack = Callable[..., None]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

WHO = "import os; print(os.getpid(), os.getppid())"
IS_WARM = "import sys; print('matplotlib.pyplot' in sys.modules)"
PROBES = (
    "import os, signal, sys, threading",
    "print(os.getcwd(), os.environ['WITNESS'], 'NMANALYS_TEST' in os.environ)",
    "print(sys.argv[0], len(sys.argv), sys.argv[1], sys.path, __name__)",
    "print([signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGCHLD)], os.getsid(0) == os.getpid())",
    "print(sorted(t.name.split('-')[0] for t in threading.enumerate()))",
    "import matplotlib; print(matplotlib.get_backend(), len(matplotlib.rcParams))",
    "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.title('figure')",
    "from matplotlib.figure import Figure; Figure()",
    "print(os.environ.get('MPLBACKEND'), os.environ['JPY_PARENT_PID'], sorted(os.listdir('/proc/self/fd'))[:3])",
    "import warnings; warnings.warn('mind')",
    "print('to stderr', file=sys.stderr); os.system('echo from a child')",
    "def inner(): return 1 / 0\ndef outer(): return inner()\nouter()",
    "undefined_name",
)
THREADS = 4


class WholeKernelManager(ForkKernelManager):
    """What a kernel specification that names the provisioner gives to any client."""

    @property
    def kernel_spec(self) -> KernelSpec | None:
        spec = super().kernel_spec
        if spec is not None:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER}
        return spec


def zygote_of(text: str) -> int:
    return int(text.split()[1])


@pytest.mark.parametrize(
    ("manager", "spared"),
    [(WholeKernelManager, ()), (ForkKernelManager, ("'Heartbeat', ", ", 'Shell channel'"))],
    ids=["whole", "bare"],
)
def test_it_is_the_kernel_that_its_command_line_would_start(
    manager: type, spared: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NMANALYS_TEST", "of the client only")
    env = {**os.environ, "WITNESS": "here"}
    del env["NMANALYS_TEST"]
    forked = run(*PROBES, env=dict(env), cwd=str(tmp_path), manager=manager)
    ordinary = run(*PROBES, env=dict(env), cwd=str(tmp_path), manager=AsyncKernelManager)
    assert "image/png" in forked[6]
    for thread in spared:
        assert thread in ordinary[THREADS]
        ordinary[THREADS] = ordinary[THREADS].replace(thread, "")
    for probe, warm, cold in zip(PROBES, forked, ordinary, strict=True):
        # a cell's file is named after its process
        assert re.sub(r"ipykernel_\d+", "", warm) == re.sub(r"ipykernel_\d+", "", cold), probe


def test_its_packages_are_imported_before_it_starts(run: Run) -> None:
    assert run(IS_WARM) == ["True\n"]
    assert run(IS_WARM, manager=AsyncKernelManager) == ["False\n"]


def test_kernels_share_a_parent_and_nothing_else(run: Run) -> None:
    change = "import os, random, sys, matplotlib; matplotlib.rcParams['font.size'] = 77; sys.modules['sham'] = sys\n"
    change += "os.environ['SHAM'] = '1'; os.chdir('/'); print(random.random())"
    see = "import os, random, sys, matplotlib; print(matplotlib.rcParams['font.size'], 'sham' in sys.modules, "
    see += "'SHAM' in os.environ, os.getcwd() == '/')\nprint(random.random())"
    first, chance = run(WHO, change)
    second, seen = run(WHO, see)
    assert zygote_of(first) == zygote_of(second) != os.getpid()
    assert first.split()[0] != second.split()[0]
    state, other_chance = seen.splitlines()
    assert state == "10.0 False False False"
    assert other_chance != chance.strip()


def test_numpy_draws_other_numbers_in_each_kernel(run: Run) -> None:
    draw = "import numpy as np; print(np.random.random(), np.random.default_rng().random())"
    assert not set(run(draw)[0].split()) & set(run(draw)[0].split())


def test_the_zygote_has_one_thread_and_ends_with_its_kernels(run: Run) -> None:
    zygote = zygote_of(run(WHO)[0])
    assert len(list(Path(f"/proc/{zygote}/task").iterdir())) == 1
    folder = forking.runtime_folder()
    assert folder is not None and folder.stat().st_mode & 0o777 == 0o700
    assert [path.name[:6] for path in folder.iterdir()] == ["zygote"], "kernels leave nothing behind"
    forking.stop()
    all_end([zygote])
    assert not folder.exists()


def test_a_zygote_that_is_gone_is_replaced(run: Run) -> None:
    first = zygote_of(run(WHO)[0])
    os.kill(first, signal.SIGKILL)
    all_end([first])
    assert zygote_of(run(WHO)[0]) != first


def test_a_file_where_somebody_works_shadows_no_package(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("random", "selectors"):
        (tmp_path / f"{name}.py").write_text("own = 1\n")
    monkeypatch.chdir(tmp_path)
    who, where = run(WHO, "import random; print(random.__file__)")
    assert zygote_of(who) == forking.start().process.pid
    assert str(tmp_path) not in where


def test_a_long_folder_of_temporary_files_does_no_harm(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("long" * 20)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert zygote_of(run(WHO)[0]) == forking.start().process.pid
    assert forking.runtime_folder()


def test_what_has_changed_since_it_was_imported_is_imported_anew(run: Run, stack: Stack, tmp_path: Path) -> None:
    module = tmp_path / "changing.py"
    module.write_text("VALUE = 1")
    stack("ipykernel.kernelapp", "changing", folder=tmp_path)
    see = "import changing, os; print(changing.VALUE, os.getppid())"
    before, zygote = run(see)[0].split()
    module.write_text("VALUE = 22")
    after, other = run(see)[0].split()
    assert (before, after) == ("1", "22") and zygote != other
    all_end([int(zygote)])


def test_what_is_read_when_a_process_starts_needs_an_ordinary_kernel(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "nmanalys.kernels"):
        texts = run(WHO, "print(hash('a'))", env={**os.environ, "PYTHONHASHSEED": "7"})
    assert zygote_of(texts[0]) == os.getpid()
    assert "PYTHONHASHSEED differs" in caplog.text
    expected = subprocess.run(
        [sys.executable, "-c", "print(hash('a'))"],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert texts[1] == expected.stdout


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()", "threads"),
        ("import os\nos._exit(1)", "has ended, 3 times"),
    ],
)
def test_where_forking_is_not_safe_kernels_are_ordinary(
    run: Run, stack: Stack, tmp_path: Path, source: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "trouble.py").write_text(source)
    stack("ipykernel.kernelapp", "trouble", folder=tmp_path)
    with caplog.at_level(logging.WARNING, "nmanalys.kernels"):
        assert zygote_of(run(WHO)[0]) == os.getpid()
    assert reason in caplog.text


def test_other_systems_are_told_why(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(forking.sys, "platform", "darwin")
    assert "Linux only, and this is darwin" in forking.obstacle()
    assert forking.runtime_folder() is None
    with pytest.raises(KernelError, match="darwin"):
        forking.fork_kernel(sys.executable, [], {}, ".")
    with caplog.at_level(logging.WARNING, "nmanalys.kernels"):
        assert zygote_of(run(WHO)[0]) == os.getpid()
    assert "this is darwin" in caplog.text


def test_a_module_that_cannot_be_imported_fails_in_its_cell_as_ever(run: Run, stack: Stack, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("1 / 0")
    stack("ipykernel.kernelapp", "broken", "nowhere", folder=tmp_path)
    who, broken, nowhere = run(WHO, "import broken", "import nowhere")
    assert zygote_of(who) != os.getpid()
    assert "ZeroDivisionError" in broken and "ModuleNotFoundError" in nowhere


def test_nothing_outlives_the_process_that_asked(tmp_path: Path) -> None:
    script = tmp_path / "client.py"
    script.write_text(
        "import os, sys, time\nfrom nmanalys.kernels import client, forking\n"
        "client.STACK = ('ipykernel.kernelapp',)\n"
        "import json\nopen('c.json', 'w').write(json.dumps(dict(transport='ipc', ip=os.path.abspath('k'), key='', "
        "shell_port=1, iopub_port=2, stdin_port=3, hb_port=4, control_port=5, signature_scheme='hmac-sha256')))\n"
        "kernel = forking.fork_kernel(sys.executable, ['-f', os.path.abspath('c.json')], dict(os.environ), os.getcwd())\n"
        "print(kernel.pid, forking.start().process.pid, forking.start().address.parent, flush=True)\ntime.sleep(60)\n"
    )
    client = subprocess.Popen([sys.executable, script], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    kernel, zygote, folder = client.stdout.readline().split()
    assert is_running(int(kernel)) and is_running(int(zygote))
    client.kill()
    client.wait()
    client.stdout.close()
    all_end([int(kernel), int(zygote)])
    wait_for(lambda: not Path(folder).exists(), "the end of the zygote's folder", 5)


def test_nothing_outlives_a_kernel_that_ends_by_itself(stack: Stack, tmp_path: Path) -> None:
    place = tmp_path / "child"
    start = (
        "import os, pathlib, subprocess\nchild = subprocess.Popen(['sleep', '600'])\n"
        f"pathlib.Path({str(place)!r}).write_text(str(child.pid))\nos._exit(3)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(start)])
    with pytest.raises(DeadKernelError):
        NotebookClient(notebook, kernel_manager_class=ForkKernelManager, kernel_name="python3").execute()
    all_end([int(place.read_text())])


def test_a_client_that_says_nothing_or_nonsense_does_no_harm(run: Run) -> None:
    zygote = zygote_of(run(WHO)[0])
    for said in (b"", b"nonsense\n", b"{}\n", b"[1]\n"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(forking.start().address))
            connection.sendall(said)
    assert zygote_of(run(WHO)[0]) == zygote
