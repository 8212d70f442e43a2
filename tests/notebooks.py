"""Small notebooks for tests."""

from __future__ import annotations

import json
from pathlib import Path


def cell(kind: str, source: str, *tags: str) -> dict:
    """One notebook cell."""
    extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {
        "cell_type": kind,
        "id": f"c{abs(hash((kind, source))) % 10**8}",
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source,
        **extra,
    }


def write_notebook(
    folder: Path,
    name: str = "10_first",
    *,
    front: str | None = None,
    scope: str = "region",
    reads: tuple[str, ...] = (),
    writes: tuple[str, ...] = (),
    parameters: str = 'region = "20"\nlq_threshold = 1.25',
    code: tuple[str, ...] = (),
    text: str = "# Rubrik",
) -> Path:
    """Write a stage's notebook and return its path."""
    stage = name.partition("_")[2]
    front = front or (
        f"---\nstage: {stage}\ntitle: Rubrik\nscope: {scope}\n"
        f"reads: [{', '.join(reads)}]\nwrites: [{', '.join(writes)}]\n---"
    )
    cells = [
        cell("raw", front),
        cell("markdown", text),
        cell("code", parameters, "parameters"),
        *(cell("code", source) for source in code),
    ]
    path = folder / f"{name}.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    path.write_text(
        json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
    )
    return path
