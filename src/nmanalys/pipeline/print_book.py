"""Printing a published book: one PDF for each county, and one for the whole."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from nmanalys.errors import PublishError
from nmanalys.pipeline.chromium import find_chromium, print_page
from nmanalys.pipeline.print_numbers import numbered, sheets
from nmanalys.pipeline.print_source import Part, compose, part_of, read_parts
from nmanalys.pipeline.publish_edition import book_folder
from nmanalys.vocabulary.language import number
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["Printed", "link_prints", "print_book"]

WHOLE = "hela-boken"
OPENING = _("Inledning")
COMMON = "metoder.html"  # its part explains the words and the data, and goes with every county
LEAD = re.compile(r"<h1>.*?</h1>\s*<p>.*?</p>\n?", re.S)
LINK = re.compile(r'<p class="nm-pdf nm-screen">.*?</p>\n', re.S)
PAGE = re.compile(rb"/Type\s*/Page\b")
MEGABYTE = 10**6


@dataclass(frozen=True)
class Printed:
    """A printed edition.

    Attributes
    ----------
    path : Path
        The PDF.
    title : str
        What it is about: a county's name, or the whole book.
    first : str
        Path within the book of the page that it is linked from.
    """

    path: Path
    title: str
    first: str

    @property
    def pages(self) -> int:
        """Number of pages."""
        return len(PAGE.findall(self.path.read_bytes()))

    @property
    def megabytes(self) -> float:
        """Size."""
        return self.path.stat().st_size / MEGABYTE


def print_book(
    root: Path,
    scenario: str,
    regions: Sequence[Region] = (),
    *,
    address: str = "",
    on_print: Callable[[Printed], None] = lambda printed: None,
) -> list[Printed]:
    """Print the published pages as they are; nothing is run or built.

    Parameters
    ----------
    root : Path
        The project's folder.
    scenario : str
        ``baseline`` or a scenario's name.
    regions : sequence of Region
        Counties to print; all of the book, and the whole book, when empty.
    address : str
        Where the book is on the web, for links to what is not printed.
    on_print : callable
        Told of each PDF as soon as it is there.

    Returns
    -------
    list of Printed
        The PDFs, in ``_build/pdf`` or the scenario's own folder.

    Raises
    ------
    PublishError
        If there is no book, it lacks a region, or Chromium is missing or fails.
    """
    find_chromium()
    html = book_folder(root, scenario)
    if not (html / "index.html").is_file():
        raise PublishError(f"There is no book of the scenario '{scenario}'. Run `nmanalys build` first.")
    book, parts = read_parts(html)
    common = [part for part in parts if COMMON in part.pages]
    chosen = [part_of(parts, region.slug) for region in regions] or [part for part in parts if part.place]
    editions = [(part.place, part.title, part.pages[0], [part, *common]) for part in chosen]
    if not regions:
        editions.append((WHOLE, "", "index.html", [Part(OPENING, ("index.html",)), *parts]))
    printed = []
    for name, title, first, shown in editions:
        text = compose(html, book, shown, title=title, address=address)
        target = html.with_name("pdf") / f"{name}.pdf"
        with tempfile.TemporaryDirectory(prefix="nmanalys-print-") as folder:
            source = Path(folder) / f"{name}.html"
            trial = Path(folder) / f"{name}.pdf"
            source.write_text(text, encoding="utf-8")
            print_page(source, trial)
            source.write_text(numbered(text, sheets(trial)), encoding="utf-8")
            print_page(source, target)
        printed.append(Printed(target, title or _("hela boken"), first))
        on_print(printed[-1])
    return printed


def link_prints(html: Path, printed: Sequence[Printed]) -> None:
    """Put PDFs beside a published book and link each from its first page, with pages and size.

    The next build that changes the book takes PDFs and links away with the pages that they were printed from.
    """
    for edition in printed:
        place = html / "pdf" / edition.path.name
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(edition.path, place)
        page = html / edition.first
        up = "../" * edition.first.count("/")
        told = _("{pages} sidor, {megabytes} MB").format(
            pages=number(edition.pages), megabytes=number(edition.megabytes, 1)
        )
        text = _("Ladda ned {title} som PDF ({told})").format(title=escape(edition.title), told=told)
        link = f'<p class="nm-pdf nm-screen"><a href="{up}pdf/{place.name}" type="application/pdf">{text}</a></p>\n'
        content = LINK.sub("", page.read_text(encoding="utf-8"))
        page.write_text(LEAD.sub(lambda found, link=link: found[0] + link, content, count=1), encoding="utf-8")
