"""What a notebook sees of the project: its region, its tables, and where its results go.

Run by the project, a notebook reads and writes what its job says; run alone (by papermill or in JupyterLab), it
reads the catalogue's tables and the results of the last baseline run, and writes to ``_build/results/alone``,
which never reaches the book.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from nmanalys.errors import NotebookError, PlanError, nearest
from nmanalys.io.catalogue import Break, find_root, load_catalogue
from nmanalys.io.reference import load_industries, load_regions
from nmanalys.io.store import read_result, read_table, write_result
from nmanalys.pipeline.handover import JOB_VARIABLE, file_mark
from nmanalys.vocabulary.regions import JOINT_REGION, Region, Regions
from nmanalys.vocabulary.results import RESULTS
from nmanalys.vocabulary.translation import LANGUAGE, holds_text, translated

__all__ = [
    "breaks",
    "counties",
    "generator",
    "industry_names",
    "is_invented",
    "joint_regions",
    "load",
    "publish",
    "region",
    "regions",
    "with_names",
]

ALONE = "alone"


@dataclass(frozen=True)
class Workspace:
    """Where one execution reads and writes.

    Attributes
    ----------
    root : Path
        The project's folder.
    place : str
        Region's slug, or ``gemensamt``; empty when a notebook runs alone.
    results : mapping of str to list of Path
        Files of the result tables that the job may read.
    reads, writes : tuple of str or None
        Tables that the job may load and publish; None when a notebook runs alone.
    output : Path or None
        Folder of the result tables that it publishes.
    provenance : mapping
        What is written into each result table's metadata.
    checked : mapping of str to list
        Marks of the files that the plan has found to be without faults.
    """

    root: Path
    place: str = ""
    results: Mapping[str, list[str]] | None = None
    reads: tuple[str, ...] | None = None
    writes: tuple[str, ...] | None = None
    output: Path | None = None
    provenance: Mapping[str, Any] | None = None
    checked: Mapping[str, list[int]] = field(default_factory=dict)

    def is_checked(self, name: str) -> bool:
        """Whether a table is, to the byte, the one that was found to be without faults."""
        return self.checked.get(name) == list(file_mark(load_catalogue(self.root)[name].path))

    def insist_on_read(self, name: str) -> None:
        """Refuse a table that the job does not declare, and that is in no fingerprint therefore."""
        if self.reads is not None and name not in self.reads:
            raise NotebookError(f"The table '{name}' is used but not declared. Add it to 'reads' in the first cell.")


@cache
def _workspace() -> Workspace:
    job = os.environ.get(JOB_VARIABLE)
    if not job:
        return Workspace(find_root())
    spec = json.loads(Path(job).read_text(encoding="utf-8"))
    return Workspace(
        root=Path(spec["root"]),
        place=spec["place"],
        results=spec["results"],
        reads=tuple(spec["reads"]),
        writes=tuple(spec["writes"]),
        output=Path(spec["output"]),
        provenance=spec["provenance"],
        checked=spec["checked"],
    )


def regions() -> Regions:
    """All regions: the nation, its counties, Norra Mellansverige."""
    return _regions(file_mark(load_catalogue(_workspace().root)["regions"].path))


@cache
def _regions(mark: tuple[int, int]) -> Regions:
    return load_regions(_workspace().root)


@cache
def _industries(mark: tuple[int, int]) -> DataFrame:
    workspace = _workspace()
    return load_industries(workspace.root, is_checked=workspace.is_checked("industries")).set_index("code")


def region(name: str | int) -> Region:
    """Find a region by code, NUTS code, name or slug.

    Raises
    ------
    RegionError
        If there is no such region.
    """
    return regions().find(name)


def joint_regions() -> tuple[Region, ...]:
    """The three counties that the joint stages compare."""
    return tuple(region(code) for code in region(JOINT_REGION).counties)


def counties(column: str = "name") -> dict[str, str]:
    """Map the code of each county, of the nation and of Norra Mellansverige to a column of the table of regions."""
    return {item.code: getattr(item, column) for item in regions()}


def industry_names(*, short: bool = True) -> dict[str, str]:
    """Map each industry's code to its name."""
    industries = _industries(file_mark(load_catalogue(_workspace().root)["industries"].path))
    return _in_language(industries)["short_sv" if short else "name_sv"].to_dict()


def with_names(table: DataFrame) -> DataFrame:
    """Add the names that readers see: `label` of the industry, `region_name` of the region.

    Industries stand in a column `industry`, `sni_group` or `sni_division`, regions in `region` or `region_code`.
    """
    names = {"label": industry_names(), "region_name": counties()}
    columns = {"label": ("industry", "sni_group", "sni_division"), "region_name": ("region", "region_code")}
    found = {new: next((old for old in olds if old in table), None) for new, olds in columns.items()}
    return table.assign(**{new: table[old].map(names[new]) for new, old in found.items() if old})


def breaks(name: str) -> tuple[Break, ...]:
    """Breaks of a table's series, for :func:`~nmanalys.measures.panel.refuse_breaks`."""
    workspace = _workspace()
    workspace.insist_on_read(name)
    return load_catalogue(workspace.root)[name].breaks


def is_invented(name: str) -> bool:
    """Whether a table of the catalogue is invented, as long as no region has brought its own."""
    workspace = _workspace()
    workspace.insist_on_read(name)
    return load_catalogue(workspace.root)[name].is_illustrative


def generator(seed: int) -> np.random.Generator:
    """Start the random numbers that a simulation is given; the same seed gives the same result."""
    return np.random.default_rng(seed)


def load(name: str, place: Region | None = None) -> DataFrame:
    """Load a table of the catalogue, or a result table of another stage.

    Parameters
    ----------
    name : str
        Name of the table, as in the notebook's `reads`.
    place : Region, optional
        Keep this region's rows only: those of its counties and of itself.

    Raises
    ------
    NotebookError
        If the table is not declared in the notebook's `reads`.
    PlanError
        If a result table has not been made yet.
    DataError
        If a cell of the table breaks its schema.
    """
    workspace = _workspace()
    workspace.insist_on_read(name)
    catalogue = load_catalogue(workspace.root)
    if name in catalogue:
        table = read_table(catalogue[name], is_checked=workspace.is_checked(name))
    else:
        table = _load_result(workspace, name, place)
    table = _in_language(table)
    return table if place is None else _only(table, place)


def _in_language(table: DataFrame) -> DataFrame:
    """Translate the columns of texts."""
    if LANGUAGE == "sv":
        return table
    texts = [column for column in table.columns if holds_text(str(column))]
    return table.assign(**{column: table[column].map(translated, na_action="ignore") for column in texts})


def publish(table: DataFrame, name: str) -> None:
    """Publish a result table for other stages and for download.

    Parameters
    ----------
    table : DataFrame
        One row a case. The columns that the schema of that name lists are published, others are left out.
    name : str
        Name of the result table, as in the notebook's `writes`.

    Raises
    ------
    NotebookError
        If the table is not declared in `writes`.
    DataError
        If a cell breaks the schema.
    """
    workspace = _workspace()
    if workspace.writes is not None and name not in workspace.writes:
        raise NotebookError(f"The table '{name}' is published but not declared. Add it to 'writes' in the first cell.")
    if name not in RESULTS:
        raise NotebookError(f"'{name}' has no schema in vocabulary/results.py. {nearest(name, RESULTS)}")
    wanted = [column for column in RESULTS[name].columns if column in table]
    table = table[wanted].reset_index(drop=True)
    folder = workspace.output or workspace.root / "_build" / "results" / ALONE / _place_of(table)
    write_result(table, folder / f"{name}.parquet", RESULTS[name], dict(workspace.provenance or {"table": name}))


def _load_result(workspace: Workspace, name: str, place: Region | None) -> DataFrame:
    if workspace.results is not None:
        files = [Path(file) for file in workspace.results.get(name, ())]
    else:
        folder = workspace.root / "_build" / "results" / "baseline"
        wanted = [place.slug, "gemensamt"] if place else [*(item.slug for item in joint_regions()), "gemensamt"]
        files = [file for slug in wanted if (file := folder / slug / f"{name}.parquet").is_file()]
    if not files:
        raise PlanError(f"There is no result table '{name}' yet. Run `nmanalys run` first, or correct the name.")
    return pd.concat([read_result(file) for file in files], ignore_index=True)


def _only(table: DataFrame, place: Region) -> DataFrame:
    for column in ("region_code", "county_code"):
        if column in table:
            return table[table[column].isin({*place.counties, place.code})].reset_index(drop=True)
    return table


def _place_of(table: DataFrame) -> str:
    codes = set(table["region_code"]) if "region_code" in table else set()
    return region(codes.pop()).slug if len(codes) == 1 else "gemensamt"
