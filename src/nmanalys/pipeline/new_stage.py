"""A new stage: a notebook that runs, to be turned into what its author wants to say.

It has what every stage has: declaration, title and lead, parameters, one question with measure, figure and reading,
limits and sources. Its page calls itself a draft until the author takes that out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal

import yaml

from nmanalys.errors import NotebookError
from nmanalys.pipeline.book_config import write_defaults
from nmanalys.pipeline.stage import Stage, read_stages
from nmanalys.pipeline.state import write_text
from nmanalys.vocabulary.parameters import Parameters

__all__ = ["new_stage"]

Scope = Literal["region", "joint"]
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
NUMBER = re.compile(r"\d\d")
NUMBERS = tuple(f"{number:02d}" for number in range(1, 100))
PLACES = {"region": "{{region_in}}", "joint": "i Värmland, Dalarna och Gävleborg tillsammans"}
REGIONS = {"region": "nm.region(region)", "joint": 'nm.region("NMS")'}

LEAD = """# {title} {place}

*Utkast.* Sidan är nyss påbörjad och visar ett exempel att byta ut. {{{{lead}}}}"""
SETUP = """import nmanalys as nm

place = {region}
employment = nm.load("employment")"""
QUESTION = """## Vilka branscher är större här än i riket?

Varför frågan är viktig står först, sedan vad måttet betyder. En **lokaliseringskvot** jämför branschens andel av de
sysselsatta här med dess andel i riket. Kvoten 1 betyder samma andel. [Så räknar vi](../book/metoder.md)."""
MEASURE = """matrix = nm.employment_matrix(employment, year, merge=place.merge)
quotients = nm.location_quotient(matrix, nm.nation_row(employment, year)).loc[place.code].drop("US")
own = nm.with_names(quotients.rename("lq").rename_axis("industry").reset_index()).sort_values("lq", ascending=False)
own = own.assign(employed=own["industry"].map(matrix.loc[place.code]))"""
FIGURE = """nm.show(
    nm.plot_quotients(own{colour}),
    label="fig-{label}", caption="{{{{finding}}}}", sources=["employment"],
)"""
READING = "{{reading}} Kvoten säger inget om orsaker."
TABLE = """columns = {{"employed": ("Sysselsatta (antal)", "0"), "lq": ("Lokaliseringskvot (kvot, riket = 1)", "0.00")}}
nm.show(
    nm.table_values(own, row_label=("label", "Bransch"), columns=columns, cuts={{"lq": [1]}}),
    label="tab-{label}", caption="Branscher {place}, {{{{year}}}}", sources=["employment"],
)"""
TELL = """first, larger = own.iloc[0], int((own["lq"] >= 1).sum())
highest = nm.number(first["lq"], 1, cuts=[1])
nm.tell(lead=f"Högst kvot, {highest}, har branschen ”{first['label']}”.", finding=f"Högst kvot har ”{first['label']}”")
nm.tell(reading=f"{nm.number(larger)} av {nm.number(len(own))} branscher har minst samma andel av jobben här som i riket.")"""
LIMITS = """## Vad vi inte vet

- Branschgrupperna är breda. Vad som är stort inom en grupp syns inte.
- Kvoten räknas på antalet sysselsatta {{year}}. Den säger inget om lönsamhet eller framtid.

## Källor

Varje figur och tabell anger sin källa. Alla tabeller står på sidan [Data](../book/data.md)."""


def new_stage(root: Path, name: str, *, number: str | None = None, title: str | None = None, scope: Scope) -> Path:
    """Write the notebook of a new stage, and list it in the book's contents.

    Parameters
    ----------
    root : Path
        The project's folder.
    name : str
        Name of the stage: small letters a-z, digits and underscores.
    number : str, optional
        Two digits, the page's place in the order; a free one after the other stages of its scope when omitted.
    title : str, optional
        Swedish title; made of the name when omitted.
    scope : str
        ``region``: one page a county; ``joint``: one page for the three counties together.

    Returns
    -------
    Path
        The notebook.

    Raises
    ------
    NotebookError
        If the name or the number is not one, or is taken.
    """
    folder = root / "notebooks"
    stages = read_stages(folder)
    _check_name(name, stages)
    taken = {stage.number for stage in stages.values()}
    number = _free(_after(stages.values(), scope), taken) if number is None else _checked_number(number, taken)
    path = folder / f"{number}_{name}.ipynb"
    title = " ".join((title or name.replace("_", " ").capitalize()).split())
    write_text(path, json.dumps(_notebook(name, title, scope), ensure_ascii=False, indent=1) + "\n")
    if (root / "_toc.yml").is_file():
        write_defaults(root)
    return path


def _check_name(name: str, stages: Collection[str]) -> None:
    if not NAME.fullmatch(name):
        raise NotebookError(
            f"'{name}' cannot be a stage's name. Use small letters a-z, digits and underscores, such as 'commuting'."
        )
    if name in stages:
        raise NotebookError(f"There is a stage '{name}' already. Choose another name, or edit that notebook.")


def _checked_number(number: str, taken: Collection[str]) -> str:
    if not NUMBER.fullmatch(number) or number not in NUMBERS:
        raise NotebookError(f"'{number}' is no page number. Use two digits from 01 to 99, such as 25.")
    if number in taken:
        raise NotebookError(f"The number {number} is taken. The nearest free one is {_free(int(number), taken)}.")
    return number


def _after(stages: Collection[Stage], scope: Scope) -> int:
    own = [int(stage.number) for stage in stages if stage.scope == scope and NUMBER.fullmatch(stage.number)]
    return max(own, default=0) + 1


def _free(wanted: int, taken: Collection[str]) -> str:
    """Return the free number nearest to the wanted one, the higher of two."""
    free = [number for number in NUMBERS if number not in taken]
    if not free:
        raise NotebookError("All numbers from 01 to 99 are taken. Remove a stage first.")
    return min(free, key=lambda number: (abs(int(number) - wanted), -int(number)))


def _notebook(name: str, title: str, scope: Scope) -> dict[str, Any]:
    place, label = PLACES[scope], name.replace("_", "-")
    parameters = f"year = {Parameters.model_fields['year'].default}"
    parts = [
        ("raw", _declaration(name, title, scope)),
        ("markdown", LEAD.format(title=title, place=place)),
        ("parameters", f'region = "20"\n{parameters}' if scope == "region" else parameters),
        ("code", SETUP.format(region=REGIONS[scope])),
        ("markdown", QUESTION),
        ("code", MEASURE),
        ("code", FIGURE.format(label=label, colour=", region=place" if scope == "region" else "")),
        ("markdown", READING),
        ("code", TABLE.format(label=label, place=place)),
        ("code", TELL),
        ("markdown", LIMITS),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": [_cell(position, *part) for position, part in enumerate(parts, start=1)],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _declaration(name: str, title: str, scope: Scope) -> str:
    facts = {"stage": name, "title": title, "scope": scope, "reads": ["employment"], "writes": []}
    return f"---\n{yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000)}---"


def _cell(position: int, kind: str, source: str) -> dict[str, Any]:
    code = {"execution_count": None, "outputs": []} if kind in ("code", "parameters") else {}
    return {
        "cell_type": "code" if code else kind,
        "id": f"cell-{position:02d}",
        "metadata": {"tags": ["parameters"]} if kind == "parameters" else {},
        "source": source.splitlines(keepends=True),
        **code,
    }
