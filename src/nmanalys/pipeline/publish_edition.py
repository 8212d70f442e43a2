"""What a book is made of: its pages, and what they know of each other and of the tables behind them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from nmanalys.errors import PublishError, nearest
from nmanalys.io.coverage import has_rows_for
from nmanalys.pipeline.scenario import BASELINE
from nmanalys.vocabulary.regions import Region, Regions
from nmanalys.vocabulary.schema import referred_tables
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.strength_results import rests_on
from nmanalys.vocabulary.translation import _

__all__ = ["JOINT", "TITLE", "Edition", "Page", "TableEntry", "book_folder"]

TITLE = _("Regional analys för smart specialisering")
JOINT = "gemensamt"
CELL_LINK = re.compile(r'<a href="(?P<target>stage:[^"]+)">(?P<text>.*?)</a>')


class TableEntry(Protocol):
    """What publishing needs to know of a table of the catalogue."""

    name: str
    path: Path
    status: str
    title_sv: str
    producer: str
    table_id: str
    url: str
    licence: str
    vintage: str
    unit: str
    breaks: Sequence[Any]
    note_sv: str
    schema: Any


@dataclass(frozen=True)
class Page:
    """One executed notebook with the record of its job.

    Attributes
    ----------
    record : mapping
        What the executor wrote of the job; `notebook` is the executed notebook's path.
    region : Region or None
        The page's region; None for a joint page.
    """

    record: Mapping[str, Any]
    region: Region | None

    @property
    def stage(self) -> str:
        """Name of the stage."""
        return self.record["stage"]

    @property
    def title(self) -> str:
        """The page's short title, such as ``Klusterkartering i Dalarna``."""
        return self.record["title"].replace("{{region}}", self.region.name if self.region else "").strip()

    @property
    def name(self) -> str:
        """File name without ending, such as ``10_industrial_strengths``."""
        return self.record.get("page") or f"{self.record['number']}_{self.stage}"

    @property
    def place(self) -> str:
        """The region's slug, or ``gemensamt``."""
        return self.region.slug if self.region else JOINT

    @property
    def folder(self) -> str:
        """Folder in the book's source."""
        return f"regions/{self.place}" if self.region else JOINT

    @property
    def docname(self) -> str:
        """Path in the book without ending."""
        return f"{self.folder}/{self.name}"

    @property
    def suffix(self) -> str:
        """What is added to each label, so that no two pages of the book share one."""
        number = self.name.partition("_")[0]
        return f"-{number}-{self.region.slug}" if self.region else f"-{number}"

    @property
    def where(self) -> str:
        """The page in an error message."""
        return f"{self.name} ({self.region.name if self.region else JOINT})"

    @property
    def notebook(self) -> Path:
        """The executed notebook."""
        return Path(self.record["notebook"])


@dataclass(frozen=True)
class Edition:
    """A book: its pages, its tables, and how it was made.

    Attributes
    ----------
    root : Path
        The project's folder.
    scenario : str
        ``baseline`` or a scenario's name.
    catalogue : mapping of str to table
        The tables.
    regions : Regions
        All regions.
    pages : tuple of Page
        In the order of the table of contents.
    overrides : mapping
        Parameters that differ from the baseline.
    problems : tuple of str
        Jobs that failed, as ``stage:place: message``.
    epoch : int
        The edition's time in seconds since 1970.
    written : frozenset of str
        Pages of the folder ``book``, without ending.
    stages : frozenset of str
        Names of all stages that there are; a book of some of them links to no page of the others.
    """

    root: Path
    scenario: str
    catalogue: Mapping[str, TableEntry]
    regions: Regions
    pages: tuple[Page, ...]
    overrides: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    epoch: int = 0
    written: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()

    @property
    def day(self) -> date:
        """The edition's date."""
        return datetime.fromtimestamp(self.epoch, UTC).date()

    @property
    def places(self) -> tuple[Region, ...]:
        """Regions that have pages, in the order of the table of contents."""
        return tuple(dict.fromkeys(page.region for page in self.pages if page.region))

    def find(self, stage: str, place: str) -> Page | None:
        """Find the page of a stage for a region's slug; joint pages belong to every region."""
        named = [page for page in self.pages if page.stage == stage]
        here = [page for page in named if page.place == place]
        joint = [page for page in named if page.place == JOINT]
        return (here or joint or [None])[0]

    def address(self, target: str, docname: str, place: str) -> str | None:
        """Path of a link target as seen from a page; None when there is no such page.

        Targets are ``stage:name``, ``stage:name/region`` and ``../book/page.md#heading``.
        """
        path, _sign, heading = target.partition("#")
        if path.startswith("stage:"):
            stage, _slash, region = path.removeprefix("stage:").partition("/")
            page = self.find(stage, region or place)
            if page is None:
                return "" if stage in self.stages else None
            found = f"{page.docname}.ipynb"
        else:
            name = posixpath.basename(path)
            found = name if name.removesuffix(".md") in self.written else None
        if found is None:
            return None
        relative = posixpath.relpath(found, posixpath.dirname(docname) or ".")
        return f"{relative}#{heading}" if heading else relative

    def led(self, html: str, page: Page, where: str) -> str:
        """Lead the links of a table's cells to the pages of the book; one to a page that is not in it becomes text.

        Raises
        ------
        PublishError
            If a link leads to a stage that there is not.
        """

        def link(match: re.Match[str]) -> str:
            target, text = match["target"], match["text"]
            path = self.address(target, page.docname, page.place)
            if path is None:
                raise PublishError(f"{where}: the link to '{target}' leads nowhere. Name a stage of this book.")
            found = self.find(target.partition("#")[0].removeprefix("stage:"), page.place)
            suffix = found.suffix if found and "#" in target else ""
            return f'<a href="{path.replace(".ipynb", ".html")}{suffix}">{text}</a>' if path else text

        return CELL_LINK.sub(link, html)

    def tables_behind(self, names: Iterable[str], page: Page | None = None) -> list[str]:
        """Name the catalogue's tables that some tables rest on, result tables of other stages traced back.

        Raises
        ------
        PublishError
            If a name is neither a table of the catalogue nor a result table of a page.
        """
        found: dict[str, None] = {}
        seen: set[str] = set()
        queue = list(names)
        while queue:
            name = queue.pop(0)
            if name in seen:
                continue
            seen.add(name)
            if name in self.catalogue:
                found[name] = None
            else:
                queue += self._reads_of_writer(name, page)
        return list(found)

    def illustrative(self, names: Iterable[str], page: Page | None = None) -> list[TableEntry]:
        """Return the invented tables among those that some tables rest on."""
        return [table for table in self.entries(names, page) if table.status == Status.ILLUSTRATIVE]

    def entries(self, names: Iterable[str], page: Page | None = None) -> list[TableEntry]:
        """Return the catalogue's entries that some tables rest on.

        An invented table that has no rows for the page's region is left out: nothing on the page rests on it. So is
        the list of invented clusters when the region has brought all that could be about them. But where nothing would
        be left, what is shown can only be of other regions, and all stay.
        """
        tables = [self.catalogue[name] for name in self.tables_behind(names, page)]
        tables = [table for table in tables if not _is_left_over(table, tables)]
        region = page.region if page else None
        kept = [
            table
            for table in tables
            if region is None or table.status != Status.ILLUSTRATIVE or self._has(table, region)
        ]
        return kept or tables

    def _has(self, table: TableEntry, region: Region) -> bool:
        return has_rows_for(table, self.catalogue, {region.code, *region.counties})

    def problem_of(self, page: Page) -> str:
        """Return why a page could not be renewed; empty when it could."""
        start = f"{page.stage}:{page.place}: "
        return next((problem.removeprefix(start) for problem in self.problems if problem.startswith(start)), "")

    def _reads_of_writer(self, name: str, page: Page | None) -> list[str]:
        writers = [other for other in self.pages if name in other.record["writes"]]
        here = [other for other in writers if page and other.place in (page.place, JOINT)]
        if not writers:
            known = {*self.catalogue, *(table for other in self.pages for table in other.record["writes"])}
            where = f"{page.where}: " if page else ""
            raise PublishError(
                f"{where}the source '{name}' is no table of data/catalogue.toml and no result of a stage. "
                f"{nearest(name, known)}"
            )
        reads = [table for other in (here or writers) for table in other.record["reads"]]
        return rests_on(name, reads)


def _is_left_over(table: TableEntry, others: Iterable[TableEntry]) -> bool:
    """Whether tables of the page could refer to an invented list, but all of them have something better to refer to."""
    if table.status != Status.ILLUSTRATIVE:
        return False
    pointing = [other for other in others if table.name in referred_tables(other.schema)]
    return bool(pointing) and all(other.status != Status.ILLUSTRATIVE for other in pointing)


def book_folder(root: Path, scenario: str) -> Path:
    """Return the folder of a scenario's finished book."""
    build = root / "_build"
    return build / "html" if scenario == BASELINE else build / "scenarios" / scenario / "html"
