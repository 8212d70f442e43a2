"""Fixtures: a small project, the book built of it once, the published book, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import ARGUMENTS, CHROMIUM, REQUIRED, pages_of
from samples import Sample, add_exploration, make_sample

from nmanalys.pipeline.publish import publish


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return make_sample(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sample, Path]:
    """The project and the folder of its finished book."""
    made = make_sample(tmp_path_factory.mktemp("project"))
    add_exploration(made)
    problems = ["profile:dalarna: boom", "profile:gavleborg: cell 3: <b>boom</b>"]
    made.page("industrial_strengths", "17")["overrides"] = {"lq_threshold": 1.5}
    return made, publish(made.root, **made.arguments(problems=problems)).parent


@pytest.fixture(scope="session")
def published(root: Path) -> Path:
    """The folder of the book that `make book` has built."""
    folder = root / "_build" / "html"
    if not (folder / "index.html").is_file():
        pytest.skip("the book has not been built here, so its pages are not tested: make book")
    return folder


@pytest.fixture(scope="session", params=["small", "published"])
def book(request: pytest.FixtureRequest) -> Path:
    """The folder of each book in turn."""
    return request.getfixturevalue("published") if request.param == "published" else request.getfixturevalue("built")[1]


@pytest.fixture(scope="session")
def largest(request: pytest.FixtureRequest, root: Path) -> Path:
    """The folder of the published book, or of the small one where that has not been built."""
    is_published = (root / "_build" / "html" / "index.html").is_file()
    return request.getfixturevalue("published") if is_published else request.getfixturevalue("built")[1]


@pytest.fixture(scope="session")
def own_pages(book: Path, largest: Path, root: Path) -> list[str]:
    """Name the book's pages; those written by hand are the same in both books and are the larger one's."""
    written = {path.stem for path in (root / "book").glob("*.md")} - {"index"} | {"search", "404"}
    return [name for name in pages_of(book) if book == largest or name not in written]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not (CHROMIUM.is_file() or REQUIRED):
        pytest.skip(f"no Chromium at {CHROMIUM}: browser tests are not run")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()
