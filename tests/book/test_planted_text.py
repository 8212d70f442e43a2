"""Markup planted in every free text of every table of the project, run by the real notebooks: text everywhere."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browsing import needs_browser, open_page, pages_of, watched
from openpyxl import load_workbook
from test_foreign_text import Elements

from nmanalys.io.catalogue import Catalogue, load_catalogue

PLANTED = ' <img src=x onerror="window.pwned=1"> $x_1$ {{7*7}} [k](javascript:pwned)'
SHOWN = "<img src=x onerror="
# looked up by other tables or by the notebooks, read as numbers or as quarters: another word there is another thing
KEYS = {
    "universities.name", "publications.university", "research_funding.university", "clusters.municipality",
    "published_figures.value", "published_figures.indicator", "published_figures.period", "university_figures.value",
    "university_figures.indicator", "university_figures.period", "survey_frame.size_class", "company_survey.size_class",
    "indicators.source_table", "milestones.quarter_text",
}  # fmt: skip
COPIED = ("data", "notebooks", "book")


def free_texts(catalogue: Catalogue) -> dict[str, list[str]]:
    """Name the columns of each table that may hold any text: no code, date, choice or reference."""
    schemas = {name: table.schema for name, table in catalogue.items()}
    referred = {
        column for schema in schemas.values() for entry in schema.columns.values()
        for column in entry.metadata.get("references", "").split()
    }  # fmt: skip
    return {
        name: [
            column
            for column, entry in schema.columns.items()
            if entry.dtype == "str" and not entry.checks and not entry.metadata.get("references")
            and f"{name}.{column}" not in referred | KEYS and not re.search(r"(?:code|_id|id|members|group)$", column)
        ]
        for name, schema in schemas.items()
    }  # fmt: skip


def plant(path: Path, columns: list[str]) -> int:
    """Add the markup to every filled cell of some columns, and count the cells."""
    with path.open(encoding="utf-8", newline="") as source:
        head, *rows = csv.reader(source)
    places = [place for place, name in enumerate(head) if name in columns]
    cells = 0
    for row in rows:
        for place in places:
            if row[place]:
                row[place] += PLANTED
                cells += 1
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows([head, *rows])
    return cells


@pytest.fixture(scope="module")
def planted(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of one county, made by the project's own notebooks of tables full of markup."""
    project = tmp_path_factory.mktemp("planted")
    for folder in COPIED:
        shutil.copytree(root / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    catalogue = load_catalogue(root)
    texts = free_texts(catalogue)
    files = {name: project / catalogue[name].path.relative_to(root) for name in texts}
    cells = {
        name: plant(files[name], columns) for name, columns in texts.items() if columns and files[name].suffix == ".csv"
    }
    assert len(cells) > 20 and sum(cells.values()) > 1000
    command = [
        str(Path(sys.executable).with_name("nmanalys")),
        "build",
        "--region",
        "dalarna",
        "--project",
        str(project),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    return project / "_build" / "html"


def test_nothing_planted_becomes_markup(planted: Path) -> None:
    shown = 0
    for path in sorted(planted.rglob("*.html")):
        page = Elements(path.read_text("utf-8"))
        shown += "".join(page.text).count(SHOWN)
        assert not [text for text in page.scripts if "pwned" in text], path
        for tag, name, value in page.attributes:
            assert not (name.startswith("on") and "pwned" in value), (path, tag, name)
            assert not (name in ("href", "src") and re.match(r"\s*javascript:|x$", value, re.I)), (path, tag, value)
    assert shown > 100


def test_no_workbook_takes_it_for_a_formula(planted: Path) -> None:
    for path in planted.rglob("*.xlsx"):
        assert all(cell.data_type != "f" for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row)


@pytest.mark.browser
@needs_browser
def test_a_browser_runs_nothing_planted(planted: Path, browser: Any) -> None:
    with watched(browser) as (page, faults):
        for name in pages_of(planted):
            open_page(page, (planted / f"{name}.html").as_uri())
            assert page.evaluate("window.pwned") is None, name
    assert not faults
