"""What the side that plans jobs and the side that runs in their kernels both know."""

from __future__ import annotations

from pathlib import Path

__all__ = ["JOB_VARIABLE", "REFERENCE", "file_mark"]

JOB_VARIABLE = "NMANALYS_JOB"
"""Environment variable that names the file with what a kernel's notebook is told."""
REFERENCE = ("regions", "industries")
"""Tables that every notebook may use without declaring them."""


def file_mark(path: Path) -> tuple[int, int]:
    """Size and time of change of a file."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns
