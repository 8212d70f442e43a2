"""What the side that plans jobs and the side that runs in their kernels both know."""

from __future__ import annotations

from pathlib import Path

__all__ = ["DESCRIBED", "JOB_VARIABLE", "REFERENCE", "file_mark"]

JOB_VARIABLE = "NMANALYS_JOB"
"""Environment variable that names the file with what a kernel's notebook is told."""
REFERENCE = {
    "regions": frozenset({"counties", "joint_regions", "region", "regions", "with_names"}),
    "industries": frozenset({"industry_names", "with_names"}),
}
"""Tables that a notebook may use without declaring them, with the names of the facade by which it does."""
DESCRIBED = frozenset({"breaks", "is_invented"})
"""Names of the facade by which a notebook asks what the catalogue says of a table that it reads."""


def file_mark(path: Path) -> tuple[int, int]:
    """Size and time of change of a file."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns
