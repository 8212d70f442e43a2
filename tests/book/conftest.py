"""Fixtures: a small project, and the book built of it once."""

from __future__ import annotations

from pathlib import Path

import pytest
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
