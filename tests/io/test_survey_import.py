"""The same survey, whatever file it comes in; firms that nobody can find again; all stored or nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from nmanalys.errors import CatalogueError, DataError, ParameterError, SecretError
from nmanalys.io import imported, intake
from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.intake import import_survey, questionnaire
from nmanalys.io.pseudonyms import FirmNumber, firm_number, pseudonym, read_key
from nmanalys.io.store import read_table
from nmanalys.io.survey_spec import read_spec
from nmanalys.io.survey_template import survey_template, survey_template_spec
from nmanalys.io.table_checks import check_tables
from nmanalys.vocabulary.status import Status
from own_files import ANSWERS, COMMENT, HEADER, ITEMS, KEY, SPEC, as_csv, as_xlsx, number, person, survey_rows, write

ENGLISH = ["Very high", "High", "Neither", "Small", "Not at all"]
DAY = "2026-03-01"


@pytest.fixture
def bring(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NMANALYS_SURVEY_KEY", KEY)

    def run(data: bytes, spec: str = SPEC, name: str = "svar", **options) -> pd.DataFrame:
        files = write(tmp_path, name, data), write(tmp_path, "spec.yml", spec)
        done = import_survey(project, *files, day=DAY, **options)
        assert done.is_stored, done.reports[0].lines()
        return stored(project)

    return run


def stored(project: Path) -> pd.DataFrame:
    return read_table(load_catalogue(project)["company_survey"])


def long_rows() -> list[list[str]]:
    wide = survey_rows()
    return [
        ["Org.nr", "Kluster", "Storlek", "Fråga", "Svar"],
        *([*row[:3], item, row[3 + place]] for row in wide[1:] for place, item in enumerate(ITEMS)),
    ]


def translated() -> list[list[str]]:
    words = dict(zip(ANSWERS, ENGLISH, strict=True))
    return [[words.get(cell, cell) for cell in row] for row in survey_rows()]


def coded(reverse: bool) -> list[list[object]]:
    codes = {answer: 5 - place if reverse else place + 1 for place, answer in enumerate(ANSWERS)}
    return [[codes.get(cell, cell) for cell in row] for row in survey_rows()]


LONG = SPEC + "layout: long\nitem_column: Fråga\nanswer_column: Svar\n"
IN_ENGLISH = SPEC + "answers: {1: [Very high], 2: [High], 3: [Neither], 4: [Small], 5: [Not at all]}\n"
REVERSED = SPEC + "answers: {1: [5], 2: [4], 3: [3], 4: [2], 5: [1]}\n"
BELOW = SPEC + "header_row: 3\n"
FORMS = {
    "semicolons": (as_csv(survey_rows()), SPEC),
    "commas": (as_csv(survey_rows(), ","), SPEC),
    "tabs": (as_csv(survey_rows(), "\t"), SPEC),
    "UTF-8 with a mark": (as_csv(survey_rows(), encoding="utf-8-sig"), SPEC),
    "Windows-1252": (as_csv(survey_rows(), encoding="cp1252"), SPEC),
    "UTF-16 with tabs": (as_csv(survey_rows(), "\t", "utf-16"), SPEC),
    "XLSX": (as_xlsx(survey_rows()), SPEC),
    "XLSX under a title": (as_xlsx([["Enkät"], [], *survey_rows()]), BELOW),
    "CSV under a title": (as_csv([["Enkät"], ["2025"], *survey_rows()]), BELOW),
    "long": (as_csv(long_rows()), LONG),
    "English": (as_csv(translated()), IN_ENGLISH),
    "codes": (as_xlsx(coded(reverse=False)), SPEC),
    "codes in the other direction": (as_xlsx(coded(reverse=True)), REVERSED),
    "capitals and odd spaces": (as_csv([[str(cell).upper().replace(" ", "\u00a0") for cell in row]
                                        for row in survey_rows()]), SPEC),
    "numbers as numbers": (as_xlsx([[int(cell.replace("-", "")) if place == 0 and line else cell
                                     for place, cell in enumerate(row)]
                                    for line, row in enumerate(survey_rows())]), SPEC),
    "employees": (as_csv([[{"1–9": "4", "10–49": "12"}.get(cell, cell) for cell in row] for row in survey_rows()]),
                  SPEC.replace("{column: Storlek}", "{column: Storlek, employees: true}")),
    "the wave in a column": (as_csv([[*row, "År" if line == 0 else "2025"] for line, row in enumerate(survey_rows())]),
                             SPEC.replace("wave: 2025", "wave: {column: År}").replace("60}", "60, wave: 2025}")),
}  # fmt: skip

QUESTION = "I vilken grad har klustret gett er nya kontakter med följande grupper?"


def under_two_rows() -> list[list[str]]:
    """Headings as SurveyMonkey and Webropol write them: the question over its items."""
    rows = survey_rows()
    over = [*HEADER[:3], QUESTION, "", "", "", "", HEADER[8]]
    return [over, ["Open-Ended Response", "Response", "Response", *ITEMS, "Open-Ended Response"], *rows[1:]]


def under_three_rows() -> list[list[str]]:
    """Headings as Qualtrics writes them: names, questions, identifiers."""
    names = ["orgnr", "kluster", "storlek", *(f"Q5_{place}" for place in range(1, 6)), "Q6"]
    return [names, [f"{QUESTION} - {text}" for text in HEADER], [f'{{"ImportId":"{name}"}}' for name in names],
            *survey_rows()[1:]]  # fmt: skip


def with_merged_question(book: Any, sheet: Any) -> None:
    sheet.merge_cells("D1:H1")


def three_dots() -> list[list[str]]:
    return [[str(cell).replace("…", "...") for cell in row] for row in survey_rows()]


def decimals() -> list[list[object]]:
    return [[f"{cell}.0" if isinstance(cell, int) else cell for cell in row] for row in coded(reverse=True)]


IN_THREE = SPEC.replace("Org.nr", "orgnr").replace("{column: Kluster}", "{column: kluster}").replace(
    "Storlek}", "storlek}") + "header_rows: 3\nitems: {1: Q5_1, 2: Q5_2, 3: Q5_3, 4: Q5_4, 5: Q5_5}\n"  # fmt: skip
FORMS |= {
    "the question over its items": (as_csv(under_two_rows()), SPEC + "header_rows: 2\n"),
    "the question merged over its items": (as_xlsx(under_two_rows(), with_merged_question), SPEC + "header_rows: 2\n"),
    "three rows of headings": (as_csv(under_three_rows(), ","), IN_THREE),
    "the separator named in a line of its own": (b"sep=;\r\n" + as_csv(survey_rows(), encoding="cp1252"), SPEC),
    "three dots for an ellipsis": (as_csv(three_dots(), encoding="cp1252"), SPEC),
    "codes with decimals": (as_csv(decimals()), REVERSED),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_answers(bring, form: str) -> None:
    data, spec = FORMS[form]
    survey = bring(data, spec)
    assert len(survey) == 8 * 5 and survey["firm_id"].nunique() == 8
    assert survey["firm_id"].str.fullmatch("p[0-9a-f]{16}").all()
    first = survey[survey["firm_id"] == pseudonym(number(0).replace("-", ""), KEY.encode())]
    assert first[["cluster_id", "size_class", "wave"]].drop_duplicates().values.tolist() == [
        ["triple-steelix", "1–9", 2025]
    ]
    assert first["answer"].tolist() == [1, 2, 3, 4, 5]


def test_dont_know_is_not_answered_and_a_silent_firm_is_none(bring) -> None:
    rows = survey_rows()
    rows[1][3], rows[1][4] = "Vet ej", ""
    rows[2][3:8] = ["Vet ej"] * 5
    survey = bring(as_csv(rows))
    assert survey["firm_id"].nunique() == 7
    assert survey["answer"].isna().sum() == 2


def test_an_error_of_the_spreadsheet_is_no_answer_when_the_description_says_so(bring) -> None:
    rows = survey_rows()
    rows[1][3] = "#NULL!"
    assert bring(as_csv(rows), SPEC + 'missing: ["#NULL!"]\n')["answer"].isna().sum() == 1


def test_a_firm_in_two_clusters_is_one_firm(bring) -> None:
    rows = survey_rows()
    rows[2][0] = rows[1][0]
    survey = bring(as_csv(rows))
    assert survey.groupby("firm_id")["cluster_id"].nunique().max() == 2


def test_anonymous_answers_need_no_key(bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NMANALYS_SURVEY_KEY")
    spec = SPEC.replace("firm: {column: Org.nr}\n", "")
    survey = bring(as_csv([row[1:] for row in survey_rows()]), spec)
    assert survey["firm_id"].nunique() == 8


def test_nothing_that_names_a_firm_is_stored(bring, project: Path) -> None:
    rows = survey_rows()
    rows[1][0] = person(1)
    bring(as_csv(rows))
    for file in (project / "data" / "imported").iterdir():
        text = file.read_text("utf-8")
        for secret in (COMMENT, "Hemliga", person(1), person(1).replace("-", ""), number(1), KEY):
            assert secret not in text
        assert file.stat().st_mode & 0o077 == 0
    order = stored(project)["firm_id"].drop_duplicates().tolist()
    assert order == sorted(order), "the order says nothing of the file's"


def test_a_later_wave_is_added_and_the_same_one_is_not(bring) -> None:
    bring(as_csv(survey_rows()))
    survey = bring(as_csv(survey_rows()), SPEC.replace("2025", "2027"), add=True)
    assert survey["wave"].unique().tolist() == [2025, 2027] and survey["firm_id"].nunique() == 8
    with pytest.raises(DataError, match="redan svar från samma kluster och omgång"):
        bring(as_csv(survey_rows()), add=True)


def test_nothing_is_added_to_invented_answers(bring) -> None:
    with pytest.raises(ParameterError, match="påhittad; till den läggs inget till"):
        bring(as_csv(survey_rows()), add=True)


def test_invented_answers_are_about_invented_clusters(bring, project: Path) -> None:
    rows = [[{"Triple Steelix": "Exempelkluster Stål", "ITS Dalarna": "Exempelkluster Trähus"}.get(cell, cell)
             for cell in row] for row in survey_rows()]  # fmt: skip
    spec = SPEC.replace("Triple Steelix", "Exempelkluster Stål").replace("ITS Dalarna", "Exempelkluster Trähus")
    survey = bring(as_csv(rows), spec, status=Status.ILLUSTRATIVE)
    assert set(survey["cluster_id"]) == {"ex-20-1", "ex-20-4"}
    assert load_catalogue(project)["company_survey"].is_illustrative


def test_the_template_reads_itself_back(bring, project: Path, tmp_path: Path) -> None:
    about = questionnaire(load_catalogue(project))
    path = tmp_path / "enkat.xlsx"
    survey_template(about).save(path)
    spec = survey_template_spec(about, 2025).replace('producer: ""', "producer: Region Test")
    book = load_workbook(path)
    assert len(book["Svar"].data_validations.dataValidation) == 7
    firms = next(rule for rule in book["Ram"].data_validations.dataValidation if "C2" in rule.sqref)
    assert (firms.type, firms.formula1, firms.error) == ("whole", "0", "Skriv ett heltal som är minst 0.")
    assert [cell.value for cell in book["Svar"][1]][3:] == list(ITEMS)
    for place, row in enumerate(survey_rows()[1:], start=2):
        for column, cell in enumerate(row[:8], start=1):
            book["Svar"].cell(place, column, cell)
    for place, (cluster, size) in enumerate([("Triple Steelix", "1–9"), ("ITS Dalarna", "10–49")], start=2):
        for column, cell in enumerate((cluster, size, 40), start=1):
            book["Ram"].cell(place, column, cell)
    book.save(path)
    assert len(bring(path.read_bytes(), spec)) == 40
    assert not check_tables(load_catalogue(project))


def test_the_description_of_the_template_needs_a_producer(project: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "enkat.yml", survey_template_spec(questionnaire(load_catalogue(project)), 2025))
    with pytest.raises(ParameterError, match="'producer' får inte vara tomt"):
        read_spec(path)


def test_deleting_the_files_undoes_it(bring, project: Path) -> None:
    before = read_table(load_catalogue(project)["company_survey"])
    bring(as_csv(survey_rows()))
    for file in (project / "data" / "imported").iterdir():
        file.unlink()
    assert stored(project).equals(before)


@pytest.mark.parametrize("lost", ["company_survey.toml", "company_survey.csv"])
def test_half_an_import_is_told(bring, project: Path, lost: str) -> None:
    bring(as_csv(survey_rows()))
    (project / "data" / "imported" / lost).unlink()
    with pytest.raises(CatalogueError, match="lies there without"):
        load_catalogue(project)


def test_a_table_changed_afterwards_is_told(bring, project: Path) -> None:
    bring(as_csv(survey_rows()))
    file = project / "data" / "imported" / "company_survey.csv"
    file.write_text(file.read_text("utf-8").replace("1–9", "50+", 1), "utf-8")
    assert any("not as it was imported" in fault for fault in check_tables(load_catalogue(project), ["company_survey"]))


def test_an_import_that_breaks_off_leaves_what_was_there(bring, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(as_csv(survey_rows()))
    folder = project / "data" / "imported"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    done = []

    def fail(source: Path, target: Path) -> None:
        if done:
            raise OSError("no room")
        done.append(target)
        Path(source).rename(target)

    monkeypatch.setattr(imported, "os", type("os", (), {"replace": staticmethod(fail), "getpid": os.getpid}))
    with pytest.raises(OSError, match="no room"):
        bring(as_csv(survey_rows(6)))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_trying_stores_nothing(project: Path, tmp_path: Path) -> None:
    file, spec = write(tmp_path, "svar.csv", as_csv(survey_rows())), write(tmp_path, "spec.yml", SPEC)
    key = write(tmp_path, "key.txt", KEY)
    done = intake.import_survey(project, file, spec, day=DAY, key_file=key, only_try=True)
    assert done.reports[0].is_clean and not (project / "data" / "imported").exists()


def test_a_key_must_be_there_long_and_elsewhere(project: Path, tmp_path: Path) -> None:
    with pytest.raises(SecretError, match="ingen nyckel"):
        read_key(project, environment={})
    with pytest.raises(SecretError, match="har 5 tecken"):
        read_key(project, environment={"NMANALYS_SURVEY_KEY": "short"})
    inside = write(project, "key.txt", KEY)
    with pytest.raises(SecretError, match="ligger i projektets mapp"):
        read_key(project, inside)
    inside.unlink()
    with pytest.raises(SecretError, match="går inte att läsa"):
        read_key(project, tmp_path / "nowhere")
    outside = write(tmp_path, "key.txt", KEY + "\n")
    assert read_key(project, environment={"NMANALYS_SURVEY_KEY_FILE": str(outside)}) == KEY.encode()


@given(st.integers(0, 99_999))
def test_every_way_of_writing_a_number_is_the_same_firm(serial: int) -> None:
    for made, century in ((number(serial), "16"), (person(serial % 1000), "19")):
        digits = made.replace("-", "")
        ways = {made, digits, century + digits, century + made, made.replace("-", " ")}
        assert {firm_number(way) for way in ways} == {FirmNumber(digits, century == "19")}


@settings(max_examples=50)
@given(st.integers(0, 99_999), st.integers(0, 9), st.integers(1, 9))
def test_a_digit_changed_is_found(serial: int, place: int, change: int) -> None:
    digits = number(serial).replace("-", "")
    changed = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    assert isinstance(firm_number(changed), str)


def test_a_wrong_number_is_never_repeated() -> None:
    for text in ("811218-9877", "8112189877", "19811218-9877", "811218-987", "198112189876x", "811218-98765"):
        told = firm_number(text)
        assert isinstance(told, str) and not re.search(r"\d{3}", told)


def test_another_key_gives_other_pseudonyms() -> None:
    assert pseudonym("5599999991", b"a" * 32) != pseudonym("5599999991", b"b" * 32)
