"""Whatever is wrong with a survey's export is told with row and column, and then nothing of it is stored."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from nmanalys.errors import ParameterError
from nmanalys.io.intake import Intake, import_survey
from own_files import ANSWERS, COMMENT, ENGLISH, HEADER, KEY, SPEC, as_csv, as_xlsx, number, person, survey_rows, write

Rows = list[list[Any]]


@pytest.fixture
def bring(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Intake]:
    monkeypatch.setenv("NMANALYS_SURVEY_KEY", KEY)

    def run(data: bytes, spec: str = SPEC, **options: Any) -> Intake:
        name = "svar.xlsx" if data.startswith(b"PK") else "svar.csv"
        files = write(tmp_path, name, data), write(tmp_path, "spec.yml", spec)
        return import_survey(project, *files, day="2026-03-01", **options)

    return run


def with_cell(row: int, column: str, value: Any) -> Rows:
    """The rows with one cell changed, by its place in a spreadsheet."""
    rows = survey_rows()
    rows[row - 1]["ABCDEFGHI".index(column)] = value
    return rows


def with_rows(*more: list[Any]) -> Rows:
    return [*survey_rows(), *more]


def inserted(row: int, column: str) -> Rows:
    """A row whose cells have moved one step to the right from a column on."""
    rows = survey_rows()
    rows[row - 1].insert("ABCDEFGHI".index(column), "")
    return rows


def deleted(row: int, column: str) -> Rows:
    rows = survey_rows()
    del rows[row - 1]["ABCDEFGHI".index(column)]
    return rows


def xlsx(rows: Rows, change: Callable[[Any, Any], None] | None = None) -> bytes:
    return as_xlsx(rows, change)


def formula(book: Any, sheet: Any) -> None:
    sheet["D3"] = "=A3"


def merged(book: Any, sheet: Any) -> None:
    sheet.merge_cells("E4:F5")


def hidden_row(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[6].hidden = True


def second_sheet(book: Any, sheet: Any) -> None:
    book.create_sheet("Annat")
    sheet.title = "Blad1"


def hidden_sheet(book: Any, sheet: Any) -> None:
    book.create_sheet("Annat")
    sheet.sheet_state = "hidden"


def broken_zip(data: bytes) -> bytes:
    return data[: len(data) // 2]


def other_zip() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    return stream.getvalue()


def spec(old: str, new: str) -> str:
    assert old in SPEC
    return SPEC.replace(old, new)


LONE_QUOTE = as_csv(survey_rows()).replace(b"Ja, i h", b'"Ja, i h', 1)
SHIFTED_LEFT = deleted(5, "B")
DUPLICATE = with_rows([number(2), "Triple Steelix", "1–9", *ANSWERS, ""])
INJECTION = '=cmd|"/C calc"!A0'

# what is done to the file: content, place in a spreadsheet, words of the complaint
DAMAGES: dict[str, tuple[bytes, str, str]] = {
    "an answer misspelt": (as_csv(with_cell(4, "D", "Ja, i hög gard")), "rad 4, kolumn D",
                           "”Ja, i hög gard” är inget av svaren. Menade du ”Ja, i hög grad”?"),
    "an unknown answer": (as_csv(with_cell(4, "E", "Kanske det")), "rad 4, kolumn E", "cellens text är inget av svaren"),
    "a number outside the scale": (as_csv(with_cell(4, "E", "6")), "rad 4, kolumn E", "”6” är inget av svaren"),
    "a number with decimals": (xlsx(with_cell(3, "D", 2.5)), "rad 3, kolumn D", "”2.5” är inget av svaren"),
    "an unknown cluster": (as_csv(with_cell(3, "B", "Trippel Steelix")), "rad 3, kolumn B", "Menade du ”Triple Steelix”?"),
    "two clusters in a cell": (as_csv(with_cell(3, "B", "Triple Steelix;ITS Dalarna")), "rad 3, kolumn B",
                               "cellen har flera kluster. Dela upp raden"),
    "a sum below the rows": (as_csv(with_rows(["Summa", "8", *[""] * 7])), "rad 10, kolumn A", "inget organisationsnummer"),
    "a number in another century": (as_csv(with_cell(6, "A", "21" + number(7).replace("-", ""))), "rad 6, kolumn A",
                                    "inget organisationsnummer"),
    "an answer of two": (as_csv(with_cell(4, "E", "; ".join(ANSWERS[:2]))), "rad 4, kolumn E", "inget av svaren"),
    "no cluster": (as_csv(with_cell(3, "B", "")), "rad 3, kolumn B", "cellen är tom. Varje rad ska ha ett kluster"),
    "an unknown size": (as_csv(with_cell(5, "C", "stort")), "rad 5, kolumn C", "”1–9”, ”10–49” eller ”50+”"),
    "a size made a date": (xlsx(with_cell(5, "C", datetime.date(2025, 9, 1))), "rad 5, kolumn C", "cellen är ett datum"),
    "no firm": (as_csv(with_cell(6, "A", "")), "rad 6, kolumn A", "Varje rad ska ha ett företag"),
    "nine digits": (as_csv(with_cell(6, "A", "559900001")), "rad 6, kolumn A", "En nolla först kan ha försvunnit"),
    "a wrong digit": (as_csv(with_cell(6, "A", number(7)[:-1] + "x")), "rad 6, kolumn A", "inget organisationsnummer"),
    "a check digit that is wrong": (as_csv(with_cell(6, "A", "559999-9992")), "rad 6, kolumn A", "kontrollsiffra"),
    "an impossible date of birth": (as_csv(with_cell(6, "A", number(1, "811345"))), "rad 6, kolumn A", "kan varken vara"),
    "the wrong century": (as_csv(with_cell(6, "A", "16" + person(1))), "rad 6, kolumn A", "passar inte ihop"),
    "a number shortened by the spreadsheet": (as_csv(with_cell(6, "A", "5,5999E+09")), "rad 6, kolumn A", "kortat numret"),
    "a firm twice": (as_csv(DUPLICATE), "rad 4 och 10, kolumn A", "flera gånger för samma kluster: rad 4 och 10"),
    "a firm twice, written in two ways": (
        as_csv(with_rows(["16" + number(2).replace("-", ""), *DUPLICATE[-1][1:]])), "rad 4 och 10, kolumn A", "flera gånger"),
    "a date as an answer": (xlsx(with_cell(7, "F", datetime.datetime(2025, 3, 1))), "rad 7, kolumn F", "ett datum"),
    "a date as text": (as_csv(with_cell(7, "F", "1-mar")), "rad 7, kolumn F", "cellen är ett datum"),
    "true or false": (xlsx(with_cell(7, "F", True)), "rad 7, kolumn F", "sant eller falskt"),
    "a formula": (xlsx(survey_rows(), formula), "rad 3, kolumn D", "Formler räknas inte ut"),
    "a formula as text": (as_csv(with_cell(7, "F", INJECTION)), "rad 7, kolumn F", "cellen innehåller en formel"),
    "a script": (as_csv(with_cell(7, "F", "<script>alert(1)</script>")), "rad 7, kolumn F", "cellens text är inget"),
    "markup of the terminal": (as_csv(with_cell(7, "F", "\x1b[31mJa")), "rad 7, kolumn F", "osynliga styrtecken"),
    "an error of the spreadsheet": (as_csv(with_cell(7, "F", "#SAKNAS!")), "rad 7, kolumn F", "fel från kalkylprogrammet"),
    "letters lost": (as_csv(with_cell(7, "F", "Ja, i h\ufffdg grad")), "rad 7, kolumn F", "tecken som har gått sönder"),
    "encoded twice": (as_csv(with_cell(7, "F", "Ja, i hÃ¶g grad")), "rad 7, kolumn F", "Exportera filen på nytt i UTF-8"),
    "merged cells": (xlsx(survey_rows(), merged), "rad 4, kolumn E", "cellerna E4:F5 är sammanfogade"),
    "a hidden row": (xlsx(survey_rows(), hidden_row), "rad 6", "raden är dold"),
    "cells shifted to the right": (xlsx(inserted(4, "B")), "rad 4", "flyttat"),
    "cells shifted to the left": (xlsx(SHIFTED_LEFT), "rad 5, kolumn B", "flyttats ett steg åt vänster"),
    "a cell missing": (as_csv(deleted(5, "E")), "rad 5, kolumn I", "raden har 8 celler i stället för 9"),
    "a cell too many": (as_csv(with_rows([*survey_rows()[2], "mer"])), "rad 10, kolumn J", "till höger om den sista"),
    "a lone quotation mark": (LONE_QUOTE, "rad", "citattecken"),
    "a column missing": (as_csv([[*row[:3], *row[4:]] for row in survey_rows()]), "rad 1", "”Företag, andra…”"),
    "a column renamed": (as_csv([["Orgnr", *HEADER[1:]], *survey_rows()[1:]]), "rad 1", "Menas kolumnen ”Orgnr”?"),
    "a column twice": (as_csv([[*row, row[3]] for row in survey_rows()]), "rad 1, kolumn J", "flera kolumner: D och J"),
    "no headings": (as_csv(survey_rows()[1:]), "rad 1", "det finns ingen kolumn med rubriken"),
    "headings only": (as_csv(survey_rows()[:1]), "rad 2", "det finns inga rader under rubrikerna"),
    "an empty sheet": (xlsx([]), "rad 1", "ska ha kolumnernas rubriker, men är tom"),
    "an empty file": (b"", "svar.csv", "filen är tom"),
    "several sheets": (xlsx(survey_rows(), second_sheet), "svar.xlsx", "flera blad: Blad1 och Annat"),
    "the answers' sheet hidden": (xlsx(survey_rows(), hidden_sheet), "rad 1", "Dolda blad läses inte: Svar"),
    "half a file": (broken_zip(xlsx(survey_rows())), "svar.xlsx", "går inte att läsa som XLSX"),
    "another kind of file": (other_zip(), "svar.xlsx", "filen är ingen XLSX-fil"),
    "a web page called a spreadsheet": (b"\xef\xbb\xbf<html><table><tr><td>Org.nr</td></tr></table>", "svar.csv", "en webbsida"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "svar.csv", "filen är en PDF"),
    "JSON": (b'[{"Org.nr": "1"}]', "svar.csv", "skriven i JSON"),
    "an old or locked file": (b"\xd0\xcf\x11\xe0" + b"x" * 99, "svar.csv", "äldre Excelfil (xls) eller skyddad"),
    "bytes of no encoding": (as_csv(survey_rows()) + b"\x81\x8d", "rad 10", "inte skriven i UTF-8"),
    "a text with zeros": (as_csv(survey_rows()).replace(b"Ja", b"J\0a", 1), "rad 2", "tecken som inte hör hemma"),
}  # fmt: skip


def test_there_are_forty_kinds() -> None:
    assert len(DAMAGES) >= 40


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_and_nothing_is_stored(bring, project: Path, damage: str) -> None:
    data, place, words = DAMAGES[damage]
    intake = bring(data)
    lines = intake.reports[0].lines()
    assert any(place in line and words in line for line in lines), lines
    assert not intake.is_stored and not (project / "data" / "imported").exists()
    for line in lines:
        assert COMMENT not in line and "5599" not in line and "811218" not in line
        assert line.isprintable() and not ENGLISH.search(line), line


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_part_is_stored_only_when_asked_for_and_only_what_was_understood(bring, project: Path, damage: str) -> None:
    intake = bring(DAMAGES[damage][0], accept_partial=True)
    report = intake.reports[0]
    assert intake.is_stored == (report.is_readable and report.taken > 0)
    if intake.is_stored:
        stored = (project / "data" / "imported" / "company_survey.csv").read_text("utf-8").splitlines()
        assert report.taken < report.rows and len(stored) - 1 <= report.taken * 5
        assert (
            "rader i filen kunde inte läsas in" in (project / "data" / "imported" / "company_survey.toml").read_text()
        )
    else:
        assert not (project / "data" / "imported").exists()


def test_a_hundred_thousand_rows_with_one_fault_tell_of_that_one(bring) -> None:
    rows = survey_rows(1)
    line = as_csv(rows[1:], encoding="utf-8").decode()
    body = "".join(line.replace(number(0), number(serial)) for serial in range(100_000))
    data = as_csv(rows[:1]) + body.replace(ANSWERS[0], "Ja, kanske", 1).encode()
    [told] = bring(data, spec("firms: 60}", "firms: 200000}")).reports[0].lines()
    assert told.startswith("svar.csv, rad 2, kolumn D (Företag, andra…): ")


def test_a_column_of_hundreds_of_unknown_texts_is_told_once_more_and_not_a_hundred_thousand_times(bring) -> None:
    rows = [survey_rows(1)[0], *([number(place), *survey_rows(1)[1][1:]] for place in range(2000))]
    for place, row in enumerate(rows[1:]):
        row[4] = f"Ja, i hög grad {place}"
    *told, last = bring(as_csv(rows), spec("firms: 60}", "firms: 9000}")).reports[0].lines()
    assert len(told) == 500
    assert last.startswith("svar.csv, rad 502–2001, kolumn E") and last.endswith("Är det rätt kolumn?")


def test_the_same_fault_in_many_rows_is_one_line(bring) -> None:
    rows = survey_rows(40)
    for row in rows[1:21]:
        row[4] = "Ja, i hög gard"
    [told] = bring(as_csv(rows)).reports[0].lines()
    assert told.startswith("svar.csv, rad 2–21, kolumn E (Forskare eller doktorander): ”Ja, i hög gard”")


SPEC_FAULTS = {
    "an unknown field": (spec("wave: 2025", "wave: 2025\nlayot: wide"), "inget fält 'layot'. Menade du 'layout'?"),
    "an unknown field inside": (spec("{column: Org.nr}", "{colum: Org.nr}"), "Menade du 'column'?"),
    "a field missing": (SPEC.replace("wave: 2025\n", ""), "'wave' saknas"),
    "a wrong kind": (spec("wave: 2025", "wave: i fjol"), "'wave' ska vara ett heltal"),
    "yes without quotation marks": (SPEC + "answers: {1: [Yes]}\n", "sätt citattecken"),
    "a sixth answer": (SPEC + "answers: {6: [Mer]}\n", "ska vara högst 5"),
    "an answer for two": (SPEC + "answers: {1: [Ja], 2: [ja]}\n", "”ja” står för både 1 och 2"),
    "long without its columns": (SPEC + "layout: long\n", "item_column hör till layout: long"),
    "no YAML": ("a: [", "inte skriven som YAML"),
    "a list": ("- a\n", "ska ha fält med värden"),
    "an unknown cluster": (spec("{column: Kluster}", "{value: Trippel}"), "cluster.value"),
    "an unknown label": (spec("{column: Kluster}", "{column: Kluster, labels: {x: [y]}}"), "inget kluster 'x'"),
}


@pytest.mark.parametrize("fault", SPEC_FAULTS)
def test_a_fault_of_the_description_is_told(bring, project: Path, fault: str) -> None:
    text, words = SPEC_FAULTS[fault]
    with pytest.raises(ParameterError) as caught:
        bring(as_csv(survey_rows()), text)
    assert words in str(caught.value)
    assert not ENGLISH.search(str(caught.value).replace("true eller false", "")), caught.value
    assert not (project / "data" / "imported").exists()


FRAME_FAULTS = {
    "more answers than firms": (spec("firms: 60}", "firms: 3}"), "4 företag har svarat, men enligt ramen fick bara 3"),
    "a group without a frame": (SPEC.replace("  - {cluster: ITS Dalarna, size_class: 10–49, firms: 60}\n", ""),
                                "gruppen finns inte i ramen"),
    "a group twice": (SPEC + "  - {cluster: ITS Dalarna, size_class: 10–49, firms: 60}\n", "två gånger"),
    "an unknown cluster": (SPEC + "  - {cluster: Trippel Steelix, size_class: 1–9, firms: 9}\n", "frame, rad 5"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FRAME_FAULTS)
def test_a_frame_that_does_not_fit_is_told_even_when_a_part_is_enough(bring, project: Path, fault: str) -> None:
    text, words = FRAME_FAULTS[fault]
    intake = bring(as_csv(survey_rows()), text, accept_partial=True)
    assert any(words in line for line in intake.reports[0].lines()), intake.reports[0].lines()
    assert not (project / "data" / "imported").exists()
