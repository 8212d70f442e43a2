"""The same input gives the same bytes: built from nothing in two folders, by two processes, each with its own zygote.

Each process draws its own seed for the hashes of texts, so that whatever hangs on the order of a set comes out too.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from processes import start_cli

STAGES = ("industrial_strengths", "cluster_mapping")
KINDS = (".ipynb", ".parquet", ".html", ".svg", ".png", ".csv", ".xlsx", ".js", ".css")


def contents(project: Path) -> dict[str, bytes]:
    """Every executed notebook, result table and file of the book."""
    places = ("jobs", "results", "html")
    files = (file for place in places for file in sorted((project / "_build" / place).rglob("*")) if file.is_file())
    return {file.relative_to(project).as_posix(): file.read_bytes() for file in files if file.name != "record.json"}


def test_two_builds_from_nothing_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    projects = [tmp_path / "one", tmp_path / "another" / "deeper"]
    options = [option for stage in STAGES for option in ("--stage", stage)]
    builds = []
    for project in projects:
        for name in ("data", "notebooks", "book"):
            shutil.copytree(root / name, project / name, ignore=shutil.ignore_patterns("imported", "__pycache__"))
        builds.append(start_cli("build", "--region", "dalarna", *options, cwd=project))
    for build in builds:
        output = build.communicate(timeout=900)[0]
        assert build.returncode == 0, output
    first, second = map(contents, projects)
    assert {Path(name).suffix for name in first} >= set(KINDS)
    assert len([name for name in first if name.endswith(".ipynb")]) == len(STAGES)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
