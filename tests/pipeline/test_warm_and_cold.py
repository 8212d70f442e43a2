"""Every stage gives the same bytes in a forked kernel as in one that was started for it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from nmanalys.pipeline.build import Request, open_project, run_request

REQUESTS = ({"regions": ("dalarna",)}, {"stages": ("norra_mellansverige", "project")})


def contents(jobs: list[Path], project: Path) -> dict[str, bytes]:
    """Every executed notebook and every result table of some jobs."""
    files = (
        file for job in jobs for file in sorted((project / job).rglob("*")) if file.suffix in (".ipynb", ".parquet")
    )
    return {file.relative_to(project).as_posix(): file.read_bytes() for file in files}


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_every_stage_is_the_same_warm_and_cold(executed: Path, root: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(executed, project)
    folders = [
        folder for place in ("dalarna", "gemensamt") for folder in (project / "_build" / "jobs").glob(f"*/{place}")
    ]
    assert {folder.parent.name for folder in folders} == {
        path.stem.partition("_")[2] for path in (root / "notebooks").glob("*.ipynb")
    }
    for folder in folders:
        shutil.rmtree(folder)
    ran = {}
    for selection in REQUESTS:
        report = run_request(open_project(project), Request(**selection, cold=True))
        ran |= {outcome.job.id: outcome.status for outcome in report.outcomes if outcome.status != "fresh"}
    jobs = [folder.relative_to(project) for folder in folders]
    assert ran == {f"{job.parent.name}:{job.name}": "done" for job in jobs}
    warm, cold = contents(jobs, executed), contents(jobs, project)
    assert warm.keys() == cold.keys()
    assert [name for name in warm if warm[name] != cold[name]] == []
    assert sum(b"image/svg+xml" in content for content in warm.values()) >= 8
