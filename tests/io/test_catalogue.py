"""The catalogue: complete, without orphans, and clear about what is wrong with it."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from nmanalys.errors import CatalogueError
from nmanalys.io.catalogue import CATALOGUE, find_root, load_catalogue
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.tables import REFERENCE, SCHEMAS

NOT_TABLES = {"scripts", "scenarios"}


def test_every_schema_has_a_table_and_every_table_a_schema(root: Path) -> None:
    catalogue = load_catalogue(root)
    assert {table.schema.name for table in catalogue.values()} == set(SCHEMAS)
    assert all(table.schema is SCHEMAS[name] for name, table in catalogue.items())


def test_no_orphan_file_in_data(root: Path) -> None:
    listed = {table.path for table in load_catalogue(root).values()}
    folders = [folder for folder in (root / "data").iterdir() if folder.is_dir() and folder.name not in NOT_TABLES]
    found = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert found == listed
    assert {path.name for path in (root / "data").iterdir() if path.is_file()} == {"catalogue.toml", "README.md"}


def test_every_entry_says_what_a_caption_needs(root: Path) -> None:
    for table in load_catalogue(root).values():
        for key in ("title_sv", "title_en", "producer", "licence", "vintage", "retrieved", "note_sv"):
            assert getattr(table, key).strip(), f"{table.name}: {key}"
        assert table.is_illustrative == ("påhittade" in table.producer.lower()), table.name
        assert (table.status is Status.ILLUSTRATIVE) == ("Gjord av data/scripts/illustrative.py." in table.note_sv)


def test_our_own_lists_and_mappings_are_marked_as_ours(root: Path) -> None:
    tables = load_catalogue(root).values()
    assert {table.name for table in tables if table.status is Status.OWN} == {
        table.name for table in tables if table.producer == "nmanalys"
    }
    assert {table.name for table in tables if table.status is Status.CODES} == {schema.name for schema in REFERENCE}


def test_no_file_is_large(root: Path) -> None:
    assert all(path.stat().st_size < 1_000_000 for path in (root / "data").rglob("*") if path.is_file())


def test_breaks_are_as_the_measures_expect(root: Path) -> None:
    [entry] = load_catalogue(root)["employment"].breaks
    assert entry["year"] == 2020
    assert "RAMS" in entry["note"]


def test_status_in_swedish() -> None:
    assert [status.sv for status in Status] == [
        "officiell statistik",
        "publicerad uppgift",
        "egen bedömning",
        "påhittade exempeldata",
        "kodlista",
    ]


def test_an_unknown_table_gets_the_nearest_name(root: Path) -> None:
    with pytest.raises(CatalogueError, match=r"Unknown table 'employmnt'. Did you mean 'employment'\?"):
        load_catalogue(root)["employmnt"]


# ---- faults -------------------------------------------------------------------------------------------------


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    (tmp_path / "data" / "reference").mkdir(parents=True)
    shutil.copy(root / "data" / "reference" / "regions.csv", tmp_path / "data" / "reference")
    entry = tomllib.loads((root / CATALOGUE).read_text(encoding="utf-8"))["tables"]["regions"]
    lines = [f"{key} = {value!r}" if value != [] else f"{key} = []" for key, value in entry.items()]
    (tmp_path / CATALOGUE).write_text("[tables.regions]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("status = 'codes'", "status = 'code'", "status is 'code'. Did you mean 'codes'"),
        ("schema = 'regions'", "schema = 'region'", "schema is 'region'. Did you mean 'regions'"),
        ("licence =", "license =", "licence is missing; add it"),
        ("licence =", "license =", "unknown key 'license'. Did you mean 'licence'"),
        ("regions.csv", "regoins.csv", "file data/reference/regoins.csv does not exist"),
        ("unit = ''", "unit = 3", "unit is 3; write it as text"),
        ("breaks = []", "breaks = [{ year = '2020', note = 'x' }]", "break {'year': '2020', 'note': 'x'}; write"),
        ("breaks = []", "breaks = [", "catalogue.toml: "),
        ("[tables.regions]", "[table.regions]", "has no [tables.<name>] entry"),
    ],
)
def test_faults_name_file_and_key(project: Path, old: str, new: str, message: str) -> None:
    path = project / CATALOGUE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project)
    assert message in str(caught.value)
    assert "catalogue.toml" in str(caught.value)


def test_all_faults_come_at_once(project: Path) -> None:
    path = project / CATALOGUE
    text = path.read_text(encoding="utf-8").replace("unit = ''", "").replace("'codes'", "'x'")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project)
    assert len(str(caught.value).splitlines()) == 2


def test_a_changed_catalogue_is_read_again(project: Path) -> None:
    assert load_catalogue(project) is load_catalogue(project)
    path = project / CATALOGUE
    path.write_text(path.read_text(encoding="utf-8").replace("licence = 'okänd'", "licence = 'CC0 1.0'"), "utf-8")
    assert load_catalogue(project)["regions"].licence == "CC0 1.0"


# ---- root ---------------------------------------------------------------------------------------------------


def test_the_root_is_found_from_below(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NMANALYS_ROOT", raising=False)
    below = project / "notebooks" / "old"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert find_root() == project
    assert find_root(project / "data") == project


def test_the_source_checkout_is_the_last_resort(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NMANALYS_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    assert find_root() == root


def test_the_environment_decides(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NMANALYS_ROOT", str(project))
    assert find_root() == project
    monkeypatch.setenv("NMANALYS_ROOT", str(project / "data"))
    with pytest.raises(CatalogueError, match="NMANALYS_ROOT is"):
        find_root()


def test_a_folder_without_catalogue_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="does not exist; run in the project's folder"):
        load_catalogue(tmp_path)
