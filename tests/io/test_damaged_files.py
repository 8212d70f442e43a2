"""Each way of damaging a file is reported with the right row and column, and with what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nmanalys.errors import DataError
from nmanalys.io.catalogue import Catalogue, Table, load_catalogue
from nmanalys.io.csv_cells import cut
from nmanalys.io.store import read_table
from nmanalys.io.table_checks import check_tables
from nmanalys.vocabulary.tables import SCHEMAS

DIVISIONS = """\
region_code,sni_division,year,employed,workplaces,workplace_herfindahl,largest_workplace_share
20,02,2024,1466,457,0.005832,0.024557
20,07,2024,,,,
20,24,2024,5703,40,0.102391,0.169911
21,24,2024,4103,31,0.2,0.3
"""
MILESTONES = """\
quarter_text,planned_on,text_sv,started_on,done_on,outcome
2016 Q2,2016-06-30,"Planering färdig, utvärdering
upphandlad",,,okänt
2016 Q3,2016-09-30,Kluster och lärosäten har engagerats,,,okänt
"""
ITEMS = """\
item,label_sv,truncated_in_source
1,"Företag, andra…",true
2,Forskare eller doktorander,false
"""
EMPLOYMENT = "region_code,sni_group,year,employed\n17,A,2024,4612\n17,B+C,2024,17694\n"


def table_with(tmp_path: Path, name: str, data: str | bytes) -> Table:
    path = tmp_path / f"{name}.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return replace(load_catalogue()[name], path=path, file=f"data/statistics/{name}.csv")


def faults_of(table: Table) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_table(table)
    return str(caught.value).splitlines()


def swap(old: str, new: str) -> Callable[[str], str]:
    def damage(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return damage


DAMAGES = {
    "text in an integer column": (swap("24,2024,5703", "24,abc,5703"), 4, "year", "'abc' is not a whole number"),
    "real in an integer column": (swap("24,2024,5703", "24,2024.0,5703"), 4, "year", "write 2024"),
    "decimal comma": (swap("0.2,0.3", "0,2,0.3"), 5, "largest_workplace_share", "8 cells instead of 7"),
    "quoted decimal comma": (swap("0.2,", '"0,2",'), 5, "workplace_herfindahl", "write 0.2 with a decimal point"),
    "thousands separated by space": (swap("1466", "1 466"), 2, "employed", "'1 466' is not a number; write 1466"),
    "thousands separated by no-break space": (swap("1466", "1\u00a0466"), 2, "employed", "write 1466"),
    "negative count": (swap("5703", "-5703"), 4, "employed", "-5703 is less than 0"),
    "real minus": (swap("5703", "−5703"), 4, "employed", "is not a number; write -5703"),
    "count with decimals": (swap("5703", "5703.5"), 4, "employed", "5703.5 is not a whole number"),
    "share above one": (swap("0.169911", "16.9911"), 4, "largest_workplace_share", "16.9911 is more than 1"),
    "two dots for suppressed": (swap("20,07,2024,,", "20,07,2024,..,"), 3, "employed", "leave the cell empty"),
    "infinity": (swap("1466", "inf"), 2, "employed", "'inf' is not a number"),
    "formula error": (swap("1466", "#REF!"), 2, "employed", "'#REF!' is not a number"),
    "leading zero lost": (swap("20,02", "20,2"), 2, "sni_division", "'2' is not two digits with the leading zero"),
    "spaces round a code": (swap("21,24", "21, 24"), 5, "sni_division", "' 24' has spaces"),
    "empty key": (swap("20,07", ",07"), 3, "region_code", "the cell is empty; fill it in"),
    "empty year": (swap("24,2024,5703", "24,,5703"), 4, "year", "the cell is empty; fill it in"),
    "year out of range": (swap("24,2024,5703", "24,20024,5703"), 4, "year", "20024 is more than 2100"),
    "cell missing": (swap(",457", ""), 2, "largest_workplace_share", "6 cells instead of 7; add what is missing"),
    "shifted column": (swap("20,24,2024,", "20,Stål,24,2024,"), 4, "sni_division", "8 cells instead of 7"),
    "file cut off": (lambda text: text[:-9], 5, "workplace_herfindahl", "5 cells instead of 7"),
    "empty row": (swap("20,24", "\n20,24"), 4, "region_code", "the row is empty; remove it"),
    "row of commas": (swap("20,07,2024", ",,"), 3, "region_code", "the cell is empty"),
    "repeated row": (lambda text: text + "20,24,2024,1,1,1,1\n", 6, "region_code, sni_division, year", "repeats row 4"),
    "column missing": (lambda t: t.replace(",year", "").replace(",2024", ""), 1, "year", "the column is missing"),
    "column misspelt": (swap("employed", "emloyed"), 1, "emloyed", "Did you mean 'employed'?"),
    "column too many": (lambda t: t.replace("\n", ",x\n"), 1, "x", "not in the schema; remove it"),
    "column twice": (swap("workplaces,", "employed,"), 1, "employed", "the column occurs 2 times"),
    "columns in another order": (swap("region_code,sni_division", "sni_division,region_code"), 1, "sni_division",
                                 "another order"),
    "semicolons": (lambda text: text.replace(",", ";"), 1, "region_code", "separated by semicolons"),
    "tabs": (lambda text: text.replace(",", "\t"), 1, "region_code", "separated by tabs"),
    "open quotation mark": (swap("20,24", '20,"24'), 4, "", "check its quotation marks"),
    "header only": (lambda text: text.splitlines()[0] + "\n", 2, "region_code", "the table is empty"),
    "empty file": (lambda text: "", 1, "region_code", "the table is empty"),
    "byte order mark": (lambda text: "\ufeff" + text, 1, "region_code", "byte order mark; save it as plain UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found(tmp_path: Path, damage: str) -> None:
    make, row, column, text = DAMAGES[damage]
    faults = faults_of(table_with(tmp_path, "employment_divisions", make(DIVISIONS)))
    place = f"data/statistics/employment_divisions.csv, row {row}{f', column {column}' if column else ''}: "
    found = [fault for fault in faults if fault.startswith(place)]
    assert found, faults
    assert any(text in fault for fault in found), found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16(tmp_path: Path, encoding: str) -> None:
    data = DIVISIONS.encode(encoding) if encoding == "utf-16" else b"\xff\xfe" + DIVISIONS.encode(encoding)
    [fault] = faults_of(table_with(tmp_path, "employment_divisions", data))
    assert "row 1, column region_code: the file is UTF-16" in fault


def test_windows_1252_lists_every_line(tmp_path: Path) -> None:
    faults = faults_of(table_with(tmp_path, "milestones", MILESTONES.encode("cp1252")))
    assert [fault.split(": ")[0].split(".csv, ")[1] for fault in faults] == [
        "row 2, column text_sv",
        "row 3, column started_on",  # the line on which the byte stands; it begins inside a quoted cell
        "row 4, column text_sv",
    ]
    assert "byte 0xe4 is not UTF-8 ('ä' in Windows-1252); save the file as UTF-8" in faults[0]


def test_rows_are_lines_even_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    [fault] = faults_of(table_with(tmp_path, "milestones", MILESTONES.replace("2016-09-30", "2016-09-31")))
    assert "row 4, column planned_on: '2016-09-31' is not a date; write it as 2026-06-30." in fault


def test_truth_must_be_true_or_false(tmp_path: Path) -> None:
    [fault] = faults_of(table_with(tmp_path, "survey_items", ITEMS.replace("false", "nej")))
    assert "row 3, column truncated_in_source: 'nej' is not true or false; write true or false." in fault


def test_unknown_group_names_what_is_allowed(tmp_path: Path) -> None:
    [fault] = faults_of(table_with(tmp_path, "employment", EMPLOYMENT.replace("B+C", "B-C")))
    assert "row 3, column sni_group: 'B-C' is not a value allowed here; use one of 'A', 'B+C'" in fault


def test_all_faults_come_at_once_in_order(tmp_path: Path) -> None:
    damaged = DIVISIONS.replace("1466", "x").replace("21,24", "1,24").replace("0.169911", "2")
    faults = faults_of(table_with(tmp_path, "employment_divisions", damaged))
    assert [fault.split("row ")[1].split(":")[0] for fault in faults] == [
        "2, column employed",
        "4, column largest_workplace_share",
        "5, column region_code",
    ]


def test_a_long_list_is_cut(tmp_path: Path) -> None:
    rows = "".join(f"17,A,{year},-1\n" for year in range(1990, 2060))
    faults = faults_of(table_with(tmp_path, "employment", EMPLOYMENT.splitlines()[0] + "\n" + rows))
    assert len(faults) == 41
    assert faults[-1] == "… and 30 more."


def test_missing_file_is_named(tmp_path: Path) -> None:
    table = table_with(tmp_path, "employment", EMPLOYMENT)
    table.path.unlink()
    [fault] = faults_of(table)
    assert fault.startswith("data/statistics/employment.csv: No such file")


def test_unknown_codes_are_found_across_tables(tmp_path: Path) -> None:
    catalogue = load_catalogue()
    damaged = table_with(tmp_path, "employment", EMPLOYMENT + "26,A,2024,1\n")
    tables = Catalogue(catalogue.root, {**catalogue, "employment": damaged})
    [fault] = check_tables(tables, ["employment"])
    assert fault == (
        "data/statistics/employment.csv, row 4, column region_code: '26' is not in regions.code; correct it."
    )


def test_weights_beyond_the_whole_are_found(tmp_path: Path) -> None:
    text = load_catalogue()["area_links"].path.read_text(encoding="utf-8")
    damaged = table_with(tmp_path, "area_links", text + "livsmedel,SNI,24,0.5,Stål kan ätas.\n")
    faults = faults_of(damaged)
    assert len(faults) == 2
    assert all("the row gives more than the whole of a code away; lower the weights." in fault for fault in faults)


def test_sound_files_are_read_typed(tmp_path: Path) -> None:
    frame = read_table(table_with(tmp_path, "employment_divisions", DIVISIONS))
    assert frame.dtypes.astype(str).tolist() == ["str", "str", "int64", "float64", "float64", "float64", "float64"]
    assert frame["employed"].isna().tolist() == [False, True, False, False]
    assert frame["sni_division"].tolist() == ["02", "07", "24", "24"]
    assert read_table(table_with(tmp_path, "survey_items", ITEMS))["truncated_in_source"].tolist() == [True, False]
    assert read_table(table_with(tmp_path, "milestones", MILESTONES.replace("\n", "\r\n")))["outcome"].eq("okänt").all()


BYTES = st.one_of(
    st.binary(min_size=0, max_size=3), st.sampled_from([b",", b"\n", b'"', b";", b"\r", b"\x00", b"\xe5", b"nan"])
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["employment_divisions", "milestones", "survey_items"]), st.data())
def test_no_damage_escapes_as_another_error(tmp_path: Path, name: str, data: st.DataObject) -> None:
    sound = {"employment_divisions": DIVISIONS, "milestones": MILESTONES, "survey_items": ITEMS}[name].encode()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(sound)))
        length = data.draw(st.integers(0, 12))
        sound = sound[:place] + data.draw(BYTES) + sound[place + length :]
    table = table_with(tmp_path, name, sound)
    try:
        frame = read_table(table)
    except DataError as error:
        assert all(line.startswith("data/statistics/") or line.startswith("… and") for line in str(error).splitlines())
    else:
        assert list(frame) == list(table.schema.columns)


def test_a_control_character_in_a_header_keeps_the_message_on_its_line(tmp_path: Path) -> None:
    table = table_with(tmp_path, "employment_divisions", b"\x0b" + DIVISIONS.encode())
    with pytest.raises(DataError) as caught:
        read_table(table)
    assert all(line.startswith("data/statistics/") for line in str(caught.value).splitlines())
    assert r"column '\x0bregion_code'" in str(caught.value)


CELL = st.text(st.characters(blacklist_characters='",\r\n', blacklist_categories=["Cs"]), max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5))
def test_text_without_quotation_marks_is_cut_as_by_the_reader_of_csv(rows: list[list[str]]) -> None:
    schema = SCHEMAS["survey_answers"]
    text = "answer,label_sv\n" + "".join(",".join(row) + "\n" for row in rows)
    plain, faults = cut(text, schema)
    quoted, others = cut(text.replace("answer,label_sv", '"answer",label_sv'), schema)
    assert (plain, faults) == (quoted, others)
