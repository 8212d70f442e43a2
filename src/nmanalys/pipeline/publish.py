"""From executed notebooks to a book: the steps of publishing, in order.

1. Nothing changed since the last time: done.
2. Assemble the source folder ``_build/book/<scenario>``; a file is written only when its content changed.
3. Build it with Jupyter Book; any warning stops the publication.
4. Check the pages.
5. Put the new book in place of the old one.

Whatever goes wrong, the book that was there stays as it was.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nmanalys.errors import PublishError
from nmanalys.pipeline.book_config import render_config, render_toc
from nmanalys.pipeline.pages import render_page, render_prose
from nmanalys.pipeline.publish_build import build_html, replace_folder
from nmanalys.pipeline.publish_checks import check_html
from nmanalys.pipeline.publish_edition import Edition, Page, TableEntry, book_folder
from nmanalys.pipeline.publish_explore import explore_pages
from nmanalys.pipeline.publish_generated import generated_pages, missing_pages
from nmanalys.pipeline.publish_memory import (
    files_by_page,
    hash_of,
    inputs_hash,
    machinery_hash,
    page_marks,
    standing,
    tree_hash,
)
from nmanalys.pipeline.publish_pictures import draw_pictures
from nmanalys.pipeline.state import read_json
from nmanalys.views.typeface import face_rules
from nmanalys.vocabulary.regions import Regions

__all__ = ["assemble", "publish"]

COPIED = ("_ext", "_static", "_templates", "locales")
STYLE_SHEET = "_static/nm.css"  # the typeface goes with it, so that a page asks for one file
FAULTS_SHOWN = 25


def publish(
    root: Path,
    *,
    scenario: str,
    pages: Sequence[Mapping[str, Any]],
    catalogue: Mapping[str, TableEntry],
    regions: Regions,
    overrides: Mapping[str, Any] | None = None,
    problems: Sequence[str] = (),
    stages: Iterable[str] = (),
    epoch: int = 0,
    preview: bool = False,
) -> Path:
    """Publish executed notebooks as a book.

    Parameters
    ----------
    root : Path
        The project's folder.
    scenario : str
        ``baseline`` or the name of another scenario.
    pages : sequence of mapping
        The record of each job, with the path of its executed notebook under ``notebook``.
    catalogue : mapping of str to table
        The tables, for sources and their status.
    regions : Regions
        All regions.
    overrides : mapping, optional
        Parameters that differ from the baseline.
    problems : sequence of str
        Jobs that failed, as ``stage:place: message``.
    stages : iterable of str
        Names of all stages, so that a link to one that is not in this book becomes plain text.
    epoch : int
        Time that the book shows, in seconds since 1970.
    preview : bool
        Write only the touched pages and leave out the checks, for somebody who reads while writing. The next
        publication without it writes and checks all of them.

    Returns
    -------
    Path
        The start page.

    Raises
    ------
    PublishError
        If a page cannot be made, Jupyter Book warns, or a check on the pages fails.
    """
    edition = _edition(
        root, scenario, pages, catalogue, regions, overrides or {}, tuple(problems), epoch, frozenset(stages)
    )
    target = book_folder(root, scenario)
    source = root / "_build" / "book" / scenario
    memory = source.with_name(f"{scenario}.state.json")
    known, marks = read_json(memory), page_marks(edition)
    inputs = inputs_hash(edition, marks)
    if known.get("inputs") == inputs and (target / "index.html").is_file():
        return target / "index.html"
    changed, pages = assemble(edition, source, marks, known.get("pages", {}) if preview else {})
    content = tree_hash(source, epoch)
    if changed or known.get("content") != content or not (target / "index.html").is_file():
        work = source.with_name(f".{scenario}.work")
        machinery = machinery_hash(root)
        # what a preview read is good enough for the next preview only
        if known.get("machinery") != machinery or (known.get("preview") and not preview):
            shutil.rmtree(work, ignore_errors=True)
        # how the pages were read is known also when the pages themselves are not finished
        memory.write_text(json.dumps({"machinery": machinery, "preview": preview, "pages": pages}), encoding="utf-8")
        html = build_html(source, work, epoch=epoch, keep=preview)
        if preview:
            # nothing is remembered: what was not checked does not pass for finished
            replace_folder(html, target)
            return target / "index.html"
        _check(html)
        replace_folder(html, target)
    else:
        machinery = known.get("machinery")
    remembered = {"inputs": inputs, "content": content, "machinery": machinery, "pages": pages}
    memory.write_text(json.dumps(remembered), encoding="utf-8")
    return target / "index.html"


def assemble(
    edition: Edition, source: Path, marks: Mapping[str, str], known: Mapping[str, Sequence[str]]
) -> tuple[bool, dict[str, tuple[str, str]]]:
    """Write the source folder of a book and return whether anything in it changed, and what is known of each page.

    Parameters
    ----------
    edition : Edition
        The book.
    source : Path
        The folder.
    marks : mapping of str to str
        For each page a hash of what it is made of.
    known : mapping of str to (str, str)
        For pages that may be taken as they stand in the folder, what was returned when they were made: the mark, and
        a hash of the page's files.

    Raises
    ------
    PublishError
        If a page cannot be made; the faults of all pages are listed.
    """
    content: dict[str, bytes] = {}
    faults: list[str] = []
    for page in edition.pages:
        kept = standing(page, source) if page.docname in known else {}
        if kept and [*known[page.docname]] == [marks[page.docname], hash_of(kept)]:
            content |= kept
            continue
        try:
            rendered = render_page(page, edition)
        except PublishError as error:
            faults.append(str(error))
            continue
        content[f"{page.docname}.ipynb"] = rendered.notebook.encode()
        content |= {f"{page.folder}/{name}": data for name, data in rendered.files.items()}
    if faults:
        raise PublishError("\n".join(faults))
    content |= draw_pictures(content, source.with_name(f"{source.name}.pictures"))
    explored, downloads = explore_pages(edition)
    content |= downloads
    made = {**missing_pages(edition), **explored}
    content |= {f"{name}.md": text.encode() for name, (text, _) in made.items()}
    book = edition.root / "book"
    for path in sorted(book.glob("*.md")):
        content[path.name] = render_prose(path.read_text(encoding="utf-8"), edition, path.stem).encode()
    for folder in COPIED:
        files = (path for path in (book / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        content |= {path.relative_to(book).as_posix(): path.read_bytes() for path in files}
    content[STYLE_SHEET] += face_rules().encode()
    content["references.bib"] = (book / "references.bib").read_bytes()
    generated = generated_pages(edition, {region: name for name, (_text, region) in explored.items()})
    content |= {name: data if isinstance(data, bytes) else data.encode() for name, data in generated.items()}
    listed = sorted(
        [
            *((page.name, page.region) for page in edition.pages),
            *((Path(name).name, place) for name, (_, place) in made.items()),
        ],
        key=lambda item: (_place_order(edition, item[1]), item[0]),
    )
    content |= {"_config.yml": render_config().encode(), "_toc.yml": render_toc(listed).encode()}
    files = files_by_page(content)
    made_of = {page.docname: (marks[page.docname], hash_of(files[page.docname])) for page in edition.pages}
    return _write(source, content), made_of


def _edition(
    root: Path,
    scenario: str,
    records: Iterable[Mapping[str, Any]],
    catalogue: Mapping[str, TableEntry],
    regions: Regions,
    overrides: Mapping[str, Any],
    problems: tuple[str, ...],
    epoch: int,
    stages: frozenset[str],
) -> Edition:
    order = {region.code: position for position, region in enumerate(regions)}
    pages = [Page(record, regions.find(record["region"]) if record.get("region") else None) for record in records]
    pages.sort(key=lambda page: (order[page.region.code] if page.region else len(order), page.name))
    written = frozenset(path.stem for path in (root / "book").glob("*.md")) | {"data"}
    return Edition(root, scenario, catalogue, regions, tuple(pages), overrides, problems, epoch, written, stages)


def _place_order(edition: Edition, region: object) -> int:
    order = [*edition.regions]
    return order.index(region) if region else len(order)  # type: ignore[arg-type]


def _write(source: Path, content: Mapping[str, bytes]) -> bool:
    changed = False
    for name, data in content.items():
        path = source / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            changed = True
    for path in sorted(source.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(source).as_posix() not in content:
            path.unlink()
            changed = True
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return changed


def _check(html: Path) -> None:
    faults = check_html(html)
    if faults:
        more = [f"… and {len(faults) - FAULTS_SHOWN} more"] if len(faults) > FAULTS_SHOWN else []
        raise PublishError(
            "The book was built but is not fit to publish:\n" + "\n".join([*faults[:FAULTS_SHOWN], *more])
        )
