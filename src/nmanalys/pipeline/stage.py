"""Stages: what a notebook declares about itself, read without running it.

The first cell of a notebook is raw YAML front matter and is the whole declaration. This module reads it,
reads the defaults in the ``parameters`` cell, and reads from the code which tables the notebook loads and
publishes and which names of the library it uses, so that a declaration that lies is found before a kernel
starts.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nmanalys.errors import NotebookError, nearest
from nmanalys.pipeline.handover import DESCRIBED
from nmanalys.vocabulary.parameters import Parameters

__all__ = ["FACADE", "REGION_PARAMETER", "Stage", "hash_cells", "read_stage", "read_stages"]

FACADE = "nm"
REGION_PARAMETER = "region"


class Declaration(BaseModel):
    """The front matter of a notebook."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stage: str
    title: str
    scope: Literal["region", "joint"]
    reads: tuple[str, ...]
    writes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One notebook.

    Attributes
    ----------
    path : Path
        The notebook.
    number, name, title : str
        Page order (``10``), name (``industrial_strengths``) and Swedish title.
    scope : str
        ``region``: one job a region; ``joint``: one job for the three counties together.
    reads, writes : tuple of str
        Tables that it loads (of the catalogue or of other stages) and publishes.
    parameters : tuple of str
        Parameters that it uses, `region` left out.
    uses : frozenset of str
        Names of the library's facade that its code mentions.
    source_hash : str
        SHA-256 of its cells; outputs and metadata do not count.
    """

    path: Path
    number: str
    name: str
    title: str
    scope: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    parameters: tuple[str, ...]
    uses: frozenset[str]
    source_hash: str

    @property
    def page(self) -> str:
        """File name of its page without ending, such as ``10_industrial_strengths``."""
        return self.path.stem


def read_stages(folder: Path) -> dict[str, Stage]:
    """Read every notebook of a folder, in page order.

    Raises
    ------
    NotebookError
        If a notebook cannot be read, or two declare the same stage.
    """
    stages: dict[str, Stage] = {}
    for path in sorted(folder.glob("*.ipynb")):
        stage = read_stage(path)
        if stage.name in stages:
            raise NotebookError(f"{path.name} and {stages[stage.name].path.name} both declare '{stage.name}'.")
        stages[stage.name] = stage
    if not stages:
        raise NotebookError(f"No notebooks in {folder}. Run the command in the project's folder.")
    return stages


def read_stage(path: Path) -> Stage:
    """Read one notebook's declaration and check it against the notebook's code.

    Raises
    ------
    NotebookError
        If the file is no notebook, the declaration is missing or wrong, the parameters cell differs from the
        parameter model, or the code reads or publishes a table that is not declared.
    """
    cells = _cells(path)
    declared = _declaration(path, cells)
    code = [(position, list(ast.walk(tree))) for position, tree in _code(path, cells)]
    parameters = _parameters(path, cells, declared.scope)
    _check_imports(path, code)
    _check_tables(path, code, declared)
    return Stage(
        path=path,
        number=path.stem.partition("_")[0],
        name=declared.stage,
        title=declared.title,
        scope=declared.scope,
        reads=declared.reads,
        writes=declared.writes,
        parameters=parameters,
        uses=frozenset(node.attr for _, nodes in code for node in nodes if _is_facade(node)),
        source_hash=hash_cells(cells),
    )


def _cells(path: Path) -> list[dict[str, Any]]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [{**cell, "source": "".join(cell["source"])} for cell in cells]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotebookError(
            f"{path.name} is not a readable notebook ({type(error).__name__}: {error}). "
            "Restore it from version control, or save it again in JupyterLab."
        ) from None


def _declaration(path: Path, cells: list[dict[str, Any]]) -> Declaration:
    first = cells[0] if cells else {"cell_type": "none", "source": ""}
    if first["cell_type"] != "raw" or not first["source"].strip().startswith("---"):
        raise NotebookError(
            f"{path.name}, cell 1: no declaration. The first cell is a raw cell with the front matter "
            "'stage, title, scope, reads, writes' between two lines of '---'."
        )
    try:
        declared = Declaration.model_validate(yaml.safe_load(first["source"].strip().strip("-")))
    except (yaml.YAMLError, ValidationError) as error:
        detail = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": error}
        where = ".".join(map(str, detail["loc"]))
        raise NotebookError(f"{path.name}, cell 1: the declaration is wrong at '{where}': {detail['msg']}.") from None
    if path.stem.partition("_")[2] != declared.stage:
        raise NotebookError(
            f"{path.name} declares the stage '{declared.stage}'; the file's name is to be NN_{declared.stage}.ipynb."
        )
    return declared


def _code(path: Path, cells: list[dict[str, Any]]) -> Iterator[tuple[int, ast.Module]]:
    for position, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "code":
            try:
                yield position, ast.parse(cell["source"])
            except SyntaxError as error:
                raise NotebookError(
                    f"{path.name}, cell {position}, line {error.lineno}: {error.msg}. Notebooks hold plain Python."
                ) from None


def _parameters(path: Path, cells: list[dict[str, Any]], scope: str) -> tuple[str, ...]:
    tagged = [
        (position, cell)
        for position, cell in enumerate(cells, start=1)
        if "parameters" in (cell.get("metadata", {}).get("tags") or ())
    ]
    if len(tagged) != 1:
        raise NotebookError(f"{path.name}: one cell is to have the tag 'parameters', {len(tagged)} have.")
    position, cell = tagged[0]
    defaults = _assignments(path, position, cell["source"])
    if (REGION_PARAMETER in defaults) != (scope == "region"):
        raise NotebookError(
            f"{path.name}, cell {position}: a stage of scope 'region', and only such a one, sets 'region'."
        )
    names = tuple(name for name in defaults if name != REGION_PARAMETER)
    for name in names:
        if name not in Parameters.model_fields:
            hint = nearest(name, Parameters.model_fields)
            raise NotebookError(f"{path.name}, cell {position}: unknown parameter '{name}'. {hint}")
        if defaults[name] != (default := Parameters.model_fields[name].default):
            raise NotebookError(
                f"{path.name}, cell {position}: {name} = {defaults[name]!r}, but the declared default is {default!r}. "
                f"To try another value, run with -p {name}={defaults[name]}."
            )
    return names


def _assignments(path: Path, position: int, source: str) -> Mapping[str, Any]:
    try:
        return {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(source).body
            if isinstance(node, ast.Assign)
        }
    except (SyntaxError, ValueError, AttributeError):
        raise NotebookError(
            f"{path.name}, cell {position}: the parameters cell holds lines such as 'year = 2024' and nothing else."
        ) from None


def _is_facade(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == FACADE


def _check_imports(path: Path, code: list[tuple[int, list[ast.AST]]]) -> None:
    """Refuse other ways to the library, and files beside the notebook: nobody would see what is used, or changed."""
    for position, nodes in code:
        for node in nodes:
            named = [(alias.name, alias.asname) for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                named = [(node.module or "", None)]
            for module, name in named:
                beside = path.parent / module.partition(".")[0]
                if module and (beside.with_suffix(".py").is_file() or beside.is_dir()):
                    raise NotebookError(
                        f"{path.name}, cell {position}: {ast.unparse(node)}. {beside.name} lies beside the notebook, and "
                        "a change of it would make nothing run again. Put its code into the notebook or the library."
                    )
                if module.partition(".")[0] == "nmanalys" and (module, name) != ("nmanalys", FACADE):
                    raise NotebookError(
                        f"{path.name}, cell {position}: {ast.unparse(node)}. Import the library by "
                        f"'import nmanalys as {FACADE}' and nothing else, so that what a stage depends on is seen."
                    )


def _check_tables(path: Path, code: list[tuple[int, list[ast.AST]]], declared: Declaration) -> None:
    verbs = dict.fromkeys(("load", *DESCRIBED), (0, "reads", declared.reads))
    verbs["publish"] = (1, "writes", declared.writes)
    for position, nodes in code:
        for node in nodes:
            if not (isinstance(node, ast.Call) and _is_facade(node.func)):
                continue
            verb = node.func.attr
            table_argument, kind, allowed = verbs.get(verb, (None, "", ()))
            if table_argument is None or len(node.args) <= table_argument:
                continue
            table = getattr(node.args[table_argument], "value", None)
            if table not in allowed:
                raise NotebookError(
                    f"{path.name}, cell {position}: nm.{verb}({table!r}) is not declared. "
                    f"Add '{table}' to '{kind}' in the first cell."
                )


def hash_cells(cells: Sequence[Mapping[str, Any]]) -> str:
    """Hash the cells of a notebook; outputs do not count, nor metadata but for tags."""
    content = [(cell["cell_type"], cell["source"], cell.get("metadata", {}).get("tags", [])) for cell in cells]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
