"""What all tests share."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# the same examples on every machine, however busy it is
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

ROOT = Path(__file__).parents[1]
# dearest first, so that no worker begins with one of them when the others have nothing left to do
DEAR = (
    "book/test_browser.py",
    "pipeline/test_stopping.py",
    "pipeline/test_cluster.py",
    "book/test_planted_text.py",
    "pipeline/test_execute.py",
    "book/test_publish.py",
    "book/test_reading.py",
    "pipeline/test_any_region.py",
    "pipeline/test_imported_tables.py",
    "pipeline/test_microdata.py",
    "pipeline/test_watch.py",
)
COPIED = ("data", "notebooks", "requirements.lock")
JOINT = ("norra_mellansverige", "project")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; each keeps its own order."""
    if gone := [name for name in DEAR if not (ROOT / "tests" / name).is_file()]:
        raise pytest.UsageError(f"tests/conftest.py names {', '.join(gone)} among the dearest files; there is none.")
    places = {ROOT / "tests" / name: place for place, name in enumerate(DEAR)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="module", autouse=True)
def _less_to_collect() -> None:
    """Leave what is here before a file's tests out of collections of garbage; statsmodels collects in every correction."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def real() -> Path:
    """Real data beside the project, read in place; tests that need it are skipped where it is not."""
    folder = ROOT.parent / "shared" / "real"
    if not folder.is_dir():
        pytest.skip("the folder of real data is not beside the project")
    return folder


@pytest.fixture(scope="session")
def executed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with every stage run, here and now, for Dalarna, Gotland, Norra Mellansverige and all counties together.

    What else that needs is run too, or taken from the project's own build where it is up to date there. All workers
    share the project; it is only to be read.
    """
    from nmanalys.pipeline.build import Request, open_project, run_request
    from nmanalys.pipeline.stage import read_stages
    from nmanalys.pipeline.state import BuildFolder

    folder = shared_folder(tmp_path_factory) / "executed"
    with BuildFolder(folder).lock(lambda holder: None):
        if not (folder / "data").is_dir():
            for name in COPIED:
                copy(root / name, folder / name)
            for place in ("varmland", "gavleborg"):
                for results in (root / "_build" / "jobs").glob(f"*/{place}"):
                    copy(results, folder / "_build" / results.relative_to(root / "_build"))
    of_regions = tuple(name for name, stage in read_stages(root / "notebooks").items() if stage.scope == "region")
    for request in (Request(regions=("dalarna", "gotland", "NMS"), stages=of_regions), Request(stages=JOINT)):
        report = run_request(open_project(folder), request)
        assert {outcome.status for outcome in report.outcomes} <= {"done", "fresh"}, report.outcomes
        assert not report.notes
    return folder


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this run of all tests, whichever process this is."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def copy(source: Path, target: Path) -> None:
    """Copy a file, or a folder without what was imported or compiled in it."""
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("imported", "__pycache__"))
    else:
        shutil.copy2(source, target)
