"""A project without anything brought, and files that a region could bring."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def bare_project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's data, as they come with it."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(root / "data", folder / "data", ignore=shutil.ignore_patterns("imported", "scripts"))
    return folder


@pytest.fixture
def project(bare_project: Path):
    """The same; whatever a test brings is taken out again."""
    yield bare_project
    shutil.rmtree(bare_project / "data" / "imported", ignore_errors=True)
