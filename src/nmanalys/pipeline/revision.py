"""The version-control revision of a project's folder: which code made a book, and when it was written."""

from __future__ import annotations

import subprocess
from pathlib import Path

__all__ = ["code_time", "code_version"]


def code_version(root: Path) -> str:
    """Return the version-control revision of the project, with ``+`` when files differ from it."""
    try:
        revision = _git(root, "rev-parse", "--short=10", "HEAD")
        return revision + ("+" if _git(root, "status", "--porcelain") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def code_time(root: Path) -> int:
    """Return the time of the last commit in seconds since 1970; 0 when there is none."""
    try:
        return int(_git(root, "log", "-1", "--format=%ct"))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True, timeout=30
    ).stdout.strip()
