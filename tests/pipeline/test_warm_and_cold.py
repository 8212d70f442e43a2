"""Every stage gives the same bytes in a forked kernel as in one that was started for it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from nmanalys.pipeline.build import Request, open_project, run_request

REQUESTS = ({"regions": ("dalarna",)}, {"stages": ("norra_mellansverige", "project")})


def run_all(root: Path, *, cold: bool) -> dict[str, bytes]:
    """Every executed notebook and every result table of every stage."""
    for selection in REQUESTS:
        report = run_request(open_project(root), Request(**selection, force=True, cold=cold))
        assert {outcome.status for outcome in report.outcomes} == {"done"}, [o.message for o in report.outcomes]
        assert not report.notes
    made = root / "_build" / "jobs"
    files = (path for path in sorted(made.rglob("*")) if path.suffix in (".ipynb", ".parquet"))
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in files}


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_every_stage_is_the_same_warm_and_cold(tmp_path: Path, root: Path) -> None:
    for name in ("data", "notebooks"):
        shutil.copytree(root / name, tmp_path / name)
    warm, cold = run_all(tmp_path, cold=False), run_all(tmp_path, cold=True)
    stages = {name.partition("/")[0] for name in warm}
    assert len(stages) == len(list((root / "notebooks").glob("*.ipynb")))
    assert warm.keys() == cold.keys()
    assert [name for name in warm if warm[name] != cold[name]] == []
    assert sum(b"image/svg+xml" in content for content in warm.values()) >= 8
