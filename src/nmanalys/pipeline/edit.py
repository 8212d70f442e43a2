"""A notebook opened in JupyterLab for a region and parameters of one's choice.

The notebook itself is opened, so that what is changed there is changed in the project. Its parameters cell stays as
it is: the kernel is started with the chosen values, see :mod:`nmanalys.kernels.preset`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nmanalys.errors import NotebookError, PlanError
from nmanalys.kernels import preset
from nmanalys.pipeline.handover import JOB_VARIABLE
from nmanalys.pipeline.plan import find_stage
from nmanalys.pipeline.scenario import make_scenario
from nmanalys.pipeline.stage import REGION_PARAMETER, Stage, read_stages
from nmanalys.pipeline.state import write_json
from nmanalys.vocabulary.regions import Regions

__all__ = ["Desk", "open_desk", "prepare_desk"]

LAB = "jupyterlab"
# the kernel that the notebooks name; the folder of this one is searched before those of the environment
KERNEL = Path("kernels") / "python3" / "kernel.json"


@dataclass(frozen=True)
class Desk:
    """What JupyterLab is started with.

    Attributes
    ----------
    stage : Stage
        The notebook to open.
    values : dict
        Region and parameters that differ from the notebook's own.
    environment : dict of str to str
        Environment of JupyterLab and of its kernels.
    """

    stage: Stage
    values: Mapping[str, Any]
    environment: Mapping[str, str]


def prepare_desk(root: Path, regions: Regions, stage: str, region: str | None, assignments: Sequence[str]) -> Desk:
    """Check the choice and write the kernel's specification to ``_build/edit``.

    Parameters
    ----------
    root : Path
        The project's folder.
    regions : Regions
        All regions.
    stage : str
        Name, page name or number of the stage.
    region : str, optional
        Code, NUTS code, name or slug of the region; the notebook's own when omitted.
    assignments : sequence of str
        Texts such as ``lq_threshold=1.5``.

    Raises
    ------
    PlanError
        If there is no such stage.
    NotebookError
        If the stage has no region or does not use a parameter.
    RegionError, ParameterError
        If there is no such region or parameter, or its value is out of bounds.
    """
    stages = read_stages(root / "notebooks")
    chosen = stages[find_stage(stages, stage)]
    overrides = make_scenario(root, assignments=assignments).overrides
    unused = sorted(set(overrides) - set(chosen.parameters))
    if unused:
        known = ", ".join(chosen.parameters) or "none"
        raise NotebookError(f"{chosen.path.name} does not use the parameter '{unused[0]}'. It uses: {known}.")
    values = dict(overrides)
    if region is not None:
        if chosen.scope != "region":
            raise NotebookError(f"{chosen.path.name} is about the counties together. Leave out --region.")
        values[REGION_PARAMETER] = regions.find(region).code
    folder = root / "_build" / "edit"
    write_json(folder / KERNEL, _kernel())
    return Desk(chosen, values, _environment(folder, values))


def open_desk(desk: Desk, root: Path, *, browser: bool = True, launch: Callable[..., int] | None = None) -> int:
    """Start JupyterLab, wait for its end, and return its exit code.

    Parameters
    ----------
    desk : Desk
        What to open.
    root : Path
        The project's folder.
    browser : bool
        Whether to open a browser.
    launch : callable, optional
        Runs a command; takes the command, `cwd` and `env`.

    Raises
    ------
    PlanError
        If JupyterLab is not installed.
    """
    if importlib.util.find_spec(LAB) is None:
        raise PlanError(f"JupyterLab is not installed here. Install it with: {_install_command()}")
    command = [sys.executable, "-m", LAB, str(desk.stage.path.relative_to(root))]
    return (launch or _run)([*command, *([] if browser else ["--no-browser"])], cwd=root, env=dict(desk.environment))


def _kernel() -> dict[str, Any]:
    extension = f"--ext={preset.__name__}"
    return {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", extension],
        "display_name": "Python 3",
        "language": "python",
        "metadata": {"debugger": True},
    }


def _environment(folder: Path, values: Mapping[str, Any]) -> dict[str, str]:
    places = [str(folder), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    own = {key: value for key, value in os.environ.items() if key != JOB_VARIABLE}
    return {**own, "JUPYTER_PATH": os.pathsep.join(places), preset.PRESET_VARIABLE: json.dumps(values)}


def _install_command() -> str:
    if importlib.util.find_spec("pip"):
        return f"{sys.executable} -m pip install {LAB}"
    return f"uv pip install --python {sys.executable} {LAB}"


def _run(command: Sequence[str], **options: Any) -> int:
    with subprocess.Popen(command, **options) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # JupyterLab has had it too, and asks whether to end
                continue
