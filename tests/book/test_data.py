"""The data under an exhibit, opened with the programs that people open them with."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from samples import REGIONS

from nmanalys.pipeline.publish_data import as_text, data_files, read_data, shown
from nmanalys.vocabulary.headings import HEADINGS, heading
from nmanalys.vocabulary.regions import Regions

ABOUT = {"Innehåll": "Figur 1", "Rubrik": "=1+1", "Källa": "SCB, Sysselsatta.", "Status": "Officiell statistik"}
TEXT = (
    "region,region_name,label,employed,share,lq,year,is_leading\n"
    "20,,=1+1,12345,0.12345678,1.23456,2024,True\n"
    "17,Värmland,@SUM(A1),,,-0.5,2024,False\n"
    "00,riket,-2+3,-7,1e-05,10,2024,\n"
)


@pytest.fixture
def files() -> dict[str, bytes]:
    return data_files(TEXT, read_data(TEXT, Regions.from_rows(REGIONS), {"employed"}), "x", ABOUT)


def test_readers_see_swedish_headings_names_and_numbers() -> None:
    columns = shown(read_data(TEXT, Regions.from_rows(REGIONS), {"employed"}))
    heads = ["Län", "Benämning", "Sysselsatta (personer)", "Andel (%)", "Lokaliseringskvot", "År", "Tongivande"]
    assert [str(column.heading) for column in columns] == heads
    rows = [[column.text(column.cells[row]) for column in columns] for row in range(3)]
    assert rows[0] == ["Dalarna", "=1+1", "12\u202f345", "12,3", "1,23", "2024", "Ja"]
    assert rows[1] == ["Värmland", "@SUM(A1)", "skyddad uppgift", "uppgift saknas", "−0,50", "2024", "Nej"]
    assert rows[2] == ["riket", "-2+3", "−7", "0,0", "10,00", "2024", "uppgift saknas"]


def test_the_file_for_spreadsheets_is_what_excel_reads_in_swedish(files: dict[str, bytes]) -> None:
    data = files["x-kalkylblad.csv"]
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["Dalarna", "'=1+1", "12345", "12,345678", "1,23456", "2024", "Ja"]
    assert rows[2][1:4] == ["'@SUM(A1)", "skyddad uppgift", "uppgift saknas"]
    assert rows[3][1:3] == ["'-2+3", "-7"]


def test_the_file_for_programs_is_unrounded_and_keeps_the_names(files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["x.csv"].decode())))
    assert rows[0]["share"] == "0.12345678" and rows[0]["label"] == "'=1+1"
    assert rows[2]["employed"] == "-7" and rows[1]["employed"] == ""


def test_the_workbook_has_numbers_text_and_its_source(files: dict[str, bytes]) -> None:
    book = load_workbook(io.BytesIO(files["x.xlsx"]))
    sheet = book["Data"]
    assert [cell.value for cell in sheet[1]][:3] == ["Län", "Benämning", "Sysselsatta (personer)"]
    assert [(cell.value, cell.data_type) for cell in sheet[2]][1:4] == [("=1+1", "s"), (12345, "n"), (12.345678, "n")]
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
    assert [[cell.value for cell in row] for row in book["Källa"].iter_rows()] == [list(item) for item in ABOUT.items()]


def test_parquet_has_types_names_and_its_source(files: dict[str, bytes]) -> None:
    table = pq.read_table(io.BytesIO(files["x.parquet"]))
    assert table.column("region").to_pylist() == ["20", "17", "00"]
    assert table.column("employed").to_pylist() == [12345, None, -7]
    assert table.column("share").to_pylist() == [0.12345678, None, 1e-05]
    assert table.column("lq").to_pylist() == [1.23456, -0.5, 10]
    assert table.column("is_leading").to_pylist() == [True, False, None]
    assert table.schema.metadata[b"Status"].decode() == "Officiell statistik"
    assert table.schema.field("employed").metadata[b"empty"].decode() == "skyddad uppgift"


def test_the_same_data_give_the_same_bytes(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    again = data_files(TEXT, read_data(TEXT, Regions.from_rows(REGIONS), {"employed"}), "x", ABOUT)
    assert again == files
    with zipfile.ZipFile(io.BytesIO(files["x.xlsx"])) as archive:
        assert {item.date_time[0] for item in archive.infolist()} == {1980}
        assert re.findall(rb">(\d{4})-", archive.read("docProps/core.xml")) == [b"1980", b"1980"]


@pytest.mark.parametrize("text", ["=1", "+a", "-a", "@a", "\ta", "\ra", "=1|calc"])
def test_what_a_spreadsheet_would_calculate_is_marked(text: str) -> None:
    assert as_text(text) == f"'{text}"


def test_headings_with_the_same_words_mean_the_same() -> None:
    assert all((about.sv and about.sv[0].isupper()) or about.sv.startswith("SNI") for about in HEADINGS.values())
    assert heading("a_name_of_the_library") is None and str(heading("Norra Mellansverige")) == "Norra Mellansverige"


def test_limits_have_the_unit_of_what_they_are_limits_of() -> None:
    text = "label,n,share,share_before,difference,lower,upper\nA,40,0.5,0.4,0.1,-0.02,0.22\n"
    columns = {column.name: column for column in read_data(text, Regions.from_rows(REGIONS))}
    assert str(columns["lower"].heading) == "Osäkerhet, nedre gräns (%)"
    assert [columns[name].text(columns[name].cells[0]) for name in ("difference", "lower", "upper")] == [
        "10,0", "−2,0", "22,0"]  # fmt: skip
    text = "region_name,value,lower,upper\nDalarna,1.5,1.25,1.75\n"
    plain, shares = (read_data(text, Regions.from_rows(REGIONS), shares=told) for told in ({}, {"value": 2}))
    assert [str(column.heading) for column in plain][1:] == ["Värde", "Osäkerhet, nedre gräns", "Osäkerhet, övre gräns"]
    assert [column.text(column.cells[0]) for column in shares][1:] == ["150,00", "125,00", "175,00"]


def _number(cell: str) -> float | None:
    return float(cell.replace(",", ".")) if re.fullmatch(r"-?\d+(,\d+)?(e-?\d+)?", cell) else None


def _between(rows: list[list[str]], lower: int, upper: int) -> list[int]:
    """Columns that lie between two others in every row in which all three are known, and in one at least."""
    found = []
    for place in set(range(len(rows[0]))) - {lower, upper}:
        cells = [[_number(row[at]) for at in (lower, place, upper)] for row in rows]
        known = [trio for trio in cells if None not in trio]
        if known and all(low - 1e-6 <= value <= high + 1e-6 for low, value, high in known):
            found.append(place)
    return found


def test_every_published_interval_has_the_unit_of_its_column(root: Path) -> None:
    """What people are shown, of all exhibits of all stages: heads with units, values in these units."""
    tables = sorted((root / "_build" / "book").glob("*/**/*-kalkylblad.csv"))
    if not tables:
        pytest.skip("no book has been built here")
    seen, wrong = 0, []
    for path in tables:
        head, *rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
        for lower, name in enumerate(head):
            if "nedre gräns" not in name or not any(_number(row[lower]) is not None for row in rows):
                continue
            seen += 1
            upper = head.index(name.replace("nedre", "övre"))
            unit = name.partition("nedre gräns")[2]
            if not any(head[place].endswith(unit) and ("(" in unit) == ("(" in head[place])
                       for place in _between(rows, lower, upper)):  # fmt: skip
                wrong.append(f"{path.name}: {name}")
    assert seen > 10 and not wrong, wrong


def test_every_published_column_has_a_heading(root: Path) -> None:
    books = list((root / "_build" / "book").glob("*/**/*.csv")) if (root / "_build" / "book").is_dir() else []
    tidy = [path for path in books if not path.name.endswith("-kalkylblad.csv")]
    if not tidy:
        pytest.skip("no book has been built here")
    without = {
        f"{name} ({path.name})"
        for path in tidy
        for name in next(csv.reader(io.StringIO(path.read_text("utf-8"))))
        if heading(name) is None
    }
    assert not without, "add them to nmanalys/vocabulary/headings.py: " + json.dumps(
        sorted(without), ensure_ascii=False
    )
