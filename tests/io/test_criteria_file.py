"""Criteria are declared in a file that people read; the table, and a region's own criteria, come from it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.criteria_file import COLUMNS, criteria_text, read_criteria
from nmanalys.io.imported import Origin
from nmanalys.io.intake import Intake, import_tables
from nmanalys.io.store import read_table
from own_files import ENGLISH, write


@pytest.fixture
def text(root: Path) -> str:
    return (root / "data" / "scripts" / "cluster_criteria.yml").read_text(encoding="utf-8")


@pytest.fixture
def bring(project: Path, tmp_path: Path) -> Callable[..., Intake]:
    def run(text: str) -> Intake:
        file = write(tmp_path, "kriterier.yml", text)
        return import_tables(project, [("cluster_criteria", file)], Origin("Region Test", "2026-03-01"))

    return run


def test_the_table_is_what_the_file_declares(root: Path, tmp_path: Path) -> None:
    for name in ("scripts", "assessments"):
        (tmp_path / name).mkdir()
    for name in ("criteria.py", "cluster_criteria.yml"):
        (tmp_path / "scripts" / name).write_bytes((root / "data" / "scripts" / name).read_bytes())
    subprocess.run([sys.executable, tmp_path / "scripts" / "criteria.py"], check=True)
    made = (tmp_path / "assessments" / "cluster_criteria.csv").read_bytes()
    assert made == (root / "data" / "assessments" / "cluster_criteria.csv").read_bytes()


def test_criteria_written_and_read_are_the_same(root: Path, tmp_path: Path) -> None:
    table = read_table(load_catalogue(root)["cluster_criteria"])
    sheet, complaints = read_criteria(write(tmp_path, "kriterier.yml", criteria_text(table)))
    assert not complaints and sheet is not None
    again = dict(zip(COLUMNS, sheet.columns, strict=True))
    assert sorted(again["criterion_id"]) == sorted(table["criterion_id"])
    by_id = table.set_index("criterion_id")
    for name in COLUMNS[1:]:
        assert again[name] == by_id.loc[again["criterion_id"], name].astype(str).tolist(), name


def test_a_regions_own_file_becomes_the_table(bring, project: Path, text: str) -> None:
    done = bring(text.replace("Ingen är utsedd", "Ingen leder"))
    assert done.is_stored, done.reports[0].lines()
    table = read_table(load_catalogue(project)["cluster_criteria"]).set_index("criterion_id")
    assert table.loc["ledning-1", "anchor_0"] == "Ingen leder" and len(table) == 20


FAULTS = {
    "a field misspelt": (("    phase: 1\n    kind: must", "    fas: 1\n    kind: must"), "rad 16", "inget fält här"),
    "a phase too high": (("    phase: 4", "    phase: 5"), "phase: ", "är mer än 4"),
    "a level without its anchor": (
        ("      2: En ledare på deltid, tillfälligt\n", ""),
        "rad 14",
        "levels 2: cellen är tom",
    ),
    "a fifth level": (("      4: Ledare och", "      5: Ledare och"), "rad 23", "inget fält här"),
    "another kind": (("    kind: must", "    kind: kanske"), "kind: ", "inget som går att välja"),
    "a criterion twice": (("  - id: ledning-2", "  - id: ledning-1"), "rad", "upprepar"),
    "no list": (("dimensions:\n- name", "dimensions:\n  name"), "rad", ""),
    "no YAML": (("model_source: Egen", "model_source: [Egen"), "rad", "inte skriven som YAML"),
    "a formula": (("0: Ingen är utsedd", "0: =HYPERLINK(1)"), "levels 0: ", "som en formel"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_by_its_line_and_field(bring, project: Path, text: str, fault: str) -> None:
    (old, new), place, words = FAULTS[fault]
    assert old in text
    done = bring(text.replace(old, new, 1))
    lines = done.reports[0].lines()
    assert any(place in line and words in line for line in lines), lines
    assert not any("kolumn" in line or ENGLISH.search(line) for line in lines), lines
    assert not done.is_stored and not (project / "data" / "imported").exists()


def test_an_empty_file_has_no_criteria(bring) -> None:
    assert "ska fälten model_source, dimensions stå" in bring("# inget\n").reports[0].lines()[0]
