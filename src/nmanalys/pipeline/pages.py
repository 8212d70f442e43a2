"""One executed notebook and the record of its job become one page of the book.

Readers see prose, figures and tables; the program code that made an exhibit lies closed under it, and the code
that prepares and publishes lies closed at the end. Nothing that differs between two runs of the same code on
the same data reaches the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nmanalys.errors import PublishError
from nmanalys.pipeline.publish_edition import Edition, Page
from nmanalys.pipeline.publish_exhibits import Exhibit, collect, name_exhibits, render
from nmanalys.pipeline.publish_notes import notices, provenance, status_line
from nmanalys.pipeline.publish_text import parameter_text, relabel, resolve_links, resolve_placeholders, targets
from nmanalys.vocabulary.outputs import TEXT_MIME
from nmanalys.vocabulary.translation import _

__all__ = ["RenderedPage", "render_page", "render_prose"]

TITLE = re.compile(r"^# \S", re.M)
QUESTION = re.compile(r"^## ", re.M)
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class RenderedPage:
    """A page ready to be written.

    Attributes
    ----------
    notebook : str
        The page's notebook as JSON.
    files : dict of str to bytes
        Figures and downloads, by path relative to the page's folder.
    """

    notebook: str
    files: dict[str, bytes]


@dataclass
class Draft:
    """A page while it is written."""

    page: Page
    edition: Edition
    values: Mapping[str, str]
    names: Mapping[str, str]
    own: frozenset[str]
    cells: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)

    def prose(self, text: str) -> None:
        """Add a Markdown cell."""
        number = len(self.cells) + 1
        self.cells.append({"cell_type": "markdown", "id": f"c{number}", "metadata": {}, "source": text})

    def code(self, sources: list[str]) -> None:
        """Add code, closed."""
        cell = {
            "cell_type": "code",
            "execution_count": None,
            "id": f"c{len(self.cells) + 1}",
            "metadata": {"tags": ["hide-input"]},
            "outputs": [],
            "source": "\n\n".join(sources),
        }
        self.cells.append(cell)

    def close_code(self) -> None:
        """Keep code that shows nothing for the end of the page."""
        self.closing += self.waiting
        self.waiting.clear()


def render_page(page: Page, edition: Edition) -> RenderedPage:
    """Make one page.

    Parameters
    ----------
    page : Page
        The executed notebook and its record.
    edition : Edition
        The book that it belongs to.

    Returns
    -------
    RenderedPage
        Notebook and files; the same input gives the same bytes.

    Raises
    ------
    PublishError
        For a cell that failed, a placeholder without value, a link or a source that does not exist, an exhibit
        without caption or alternative text, a page without title. The message names page, cell and remedy.
    """
    cells = _read(page)
    shown = {position: collect(cell.get("outputs", ()), _where(page, position)) for position, cell in cells}
    names = name_exhibits(exhibit for exhibits in shown.values() for exhibit in exhibits)
    own = frozenset(
        label for _position, cell in cells if cell["cell_type"] == "markdown" for label in targets(cell["source"])
    )
    draft = Draft(page, edition, _values(page, cells), names, own)
    started = False
    for position, cell in cells:
        if cell["cell_type"] == "markdown":
            _add_prose(draft, position, cell["source"], opening=not started)
            started = True
        elif cell["cell_type"] == "code" and cell["source"].strip():
            _add_code(draft, cell["source"], shown[position])
    if not started:
        raise PublishError(f"{page.where}: has no Markdown cell. The first one holds the title: '# Title'.")
    _add_ending(draft)
    return RenderedPage(_notebook(draft), draft.files)


def render_prose(text: str, edition: Edition, docname: str) -> str:
    """Resolve the links of a page written by hand."""
    return resolve_links(text, lambda target: edition.address(target, docname, ""), where=f"book/{docname}.md")


def _read(page: Page) -> list[tuple[int, dict[str, Any]]]:
    try:
        content = json.loads(page.notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise PublishError(
            f"{page.where}: {page.notebook} is not a readable notebook ({error}). Run the stage again."
        ) from None
    cells = [(position, {**cell, "source": "".join(cell["source"])}) for position, cell in enumerate(content, start=1)]
    for position, cell in cells:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                raise PublishError(
                    f"{_where(page, position)}: ended with {output['ename']}: {output['evalue']}. "
                    "Only notebooks that ran to the end are published."
                )
    return cells


def _where(page: Page, position: int) -> str:
    return f"{page.where}, cell {position}"


def _values(page: Page, cells: list[tuple[int, dict[str, Any]]]) -> dict[str, str]:
    values = {name: parameter_text(name, value) for name, value in page.record.get("parameters", {}).items()}
    if page.region:
        values |= {
            "region": page.region.name,
            "region_genitive": page.region.genitive,
            "region_in": page.region.within,
            "region_slug": page.region.slug,
            "region_code": page.region.code,
        }
    told: dict[str, str] = {}
    for position, cell in cells:
        for output in cell.get("outputs", ()):
            for key, text in output.get("data", {}).get(TEXT_MIME, {}).items():
                if told.setdefault(key, str(text)) != str(text):
                    raise PublishError(
                        f"{_where(page, position)}: tells '{key}' a second time with another value. Rename one of them."
                    )
    return values | told


def _add_prose(draft: Draft, position: int, source: str, *, opening: bool) -> None:
    page, edition, where = draft.page, draft.edition, _where(draft.page, position)
    if opening and not TITLE.match(source.lstrip()):
        raise PublishError(f"{where}: the first Markdown cell is to begin with the page's title: '# Title'.")
    text = relabel(source, draft.names, page.suffix, draft.own)
    text = resolve_links(text, lambda target: edition.address(target, page.docname, page.place), where=where)
    text = resolve_placeholders(text, draft.values, where=where)
    if QUESTION.match(text.lstrip()) and not draft.files:
        draft.close_code()
    draft.prose(text)
    if opening:
        for note in filter(None, (status_line(page, edition), *notices(page, edition))):
            draft.prose(note)


def _add_code(draft: Draft, source: str, exhibits: list[Exhibit]) -> None:
    draft.waiting.append(source.strip())
    for exhibit in exhibits:
        text, files = render(exhibit, draft.names[exhibit.label], draft.page, draft.edition, draft.values)
        draft.files |= files
        draft.prose(text)
    if exhibits:
        draft.code(list(draft.waiting))
        draft.waiting.clear()


def _add_ending(draft: Draft) -> None:
    draft.close_code()
    draft.prose(provenance(draft.page, draft.edition))
    if draft.closing:
        draft.prose(
            _("Programkod som läser in data och sparar resultat, utöver den som ligger under figurer och tabeller:")
        )
        draft.code(draft.closing)


def _notebook(draft: Draft) -> str:
    title = resolve_placeholders(draft.page.record["title"], draft.values, where=draft.page.where, write=str)
    notebook = {
        "cells": draft.cells,
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}, "nav_title": title},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
