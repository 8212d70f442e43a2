"""What an execution that has read microdata may leave behind: exhibits and sentences, never a row.

A notebook that fails is kept for whoever wrote it, and its message is told in the manifest and in the book. But the
message of an error often repeats a cell, and a frame with which a cell ends is shown as it is. So both are taken out
before anything is written, and a notebook that shows rows fails. What remains is searched for the microdata's subjects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from nmanalys.errors import KernelFailure
from nmanalys.vocabulary.outputs import EXHIBIT, TEXT_MIME

__all__ = ["SHOWN_AS_IT_IS", "refuse_traces", "told_error", "withhold"]

HARMLESS = {
    "AttributeError", "ImportError", "IndentationError", "ModuleNotFoundError", "NameError", "NotebookError",
    "ParameterError", "PlanError", "RegionError", "SyntaxError",
}  # fmt: skip
"""Errors whose message is about the code or the declaration, not about a cell of a table."""
WITHHELD = "the message is not kept, for it could repeat a row of the microdata. Open the notebook and run it there."
SHOWN_AS_IT_IS = (
    "shows something else than an exhibit or a sentence, and the stage reads microdata.",
    "Show it with nm.show or tell it with nm.tell, or let the cell end with an assignment.",
)
WORD = re.compile(r"\w+")


def told_error(name: str, message: str) -> str:
    """Tell of an error without what it may repeat.

    Examples
    --------
    >>> told_error("NameError", "name 'x' is not defined"), told_error("KeyError", "'p0001'")[:32]
    ("NameError: name 'x' is not defined", 'KeyError: the message is not kep')
    """
    return f"{name}: {message if name in HARMLESS else WITHHELD}"


def withhold(notebook: Any) -> int:
    """Take out of an executed notebook what is neither an exhibit nor a sentence.

    Returns
    -------
    int
        Position, from 1, of the first cell that showed such a thing by itself; 0 if none did. Errors and warnings
        come without being asked for, so they are taken out, but do not count.
    """
    first = 0
    notebook.metadata.pop("widgets", None)  # what a widget holds, shown or not
    for place, cell in enumerate(notebook.cells, start=1):
        outputs = cell.get("outputs", [])
        for output in outputs:
            if output["output_type"] == "error":
                told = told_error(output["ename"], output["evalue"])
                output["evalue"], output["traceback"] = told.partition(": ")[2], [told]
        kept = [output for output in outputs if output["output_type"] == "error" or _is_meant(output)]
        if not first and any(output.get("name") != "stderr" for output in outputs if output not in kept):
            first = place
        if len(kept) < len(outputs):
            cell["outputs"] = kept
    return first


def _is_meant(output: Any) -> bool:
    return TEXT_MIME in output.get("data", {}) or EXHIBIT in output.get("metadata", {})


def refuse_traces(folder: Path, subjects: Collection[str]) -> None:
    """Search everything that a job has written for the subjects of its microdata.

    Raises
    ------
    KernelFailure
        If one is found; the notebook's outputs are deleted then.
    """
    for path in sorted(folder.iterdir()):
        if path.suffix == ".parquet":
            words = set(_table_words(path))
            place, remedy = f"the result table '{path.stem}'", "Publish sums only."
        else:
            words = {word for text in _texts(path) for word in WORD.findall(text)}
            place, remedy = "an output", "Take the column that names it out of the table before it is shown."
        if words.isdisjoint(subjects):
            continue
        if path.suffix == ".ipynb":
            _clear(path)
        raise KernelFailure(0, f"{place} names somebody whom the microdata are about.", remedy)


def _table_words(path: Path) -> Iterator[str]:
    from pyarrow import parquet

    for column in parquet.ParquetFile(path).read(use_threads=False).columns:
        for value in column.unique().to_pylist():
            yield from WORD.findall(str(value))


def _texts(path: Path) -> Iterator[str]:
    """Every text in a file; in a notebook, those of its outputs."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".ipynb":
        return iter([text])
    return _texts_within([cell.get("outputs") for cell in json.loads(text)["cells"]])


def _texts_within(value: Any) -> Iterator[str]:
    # each by itself: written as JSON, a new line before a name would become a letter of it
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for item in value:
            yield from _texts_within(item)
    else:
        yield str(value)


def _clear(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
