"""A region's own tables: whole ones are stored as they were meant, damaged ones are told with row and column."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from nmanalys.errors import DataError, ParameterError
from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.imported import Origin
from nmanalys.io.intake import Intake, import_tables
from nmanalys.io.store import read_table
from nmanalys.io.table_cells import headings
from nmanalys.io.table_checks import check_tables
from nmanalys.io.table_import import importable
from nmanalys.io.template import free_path, table_template
from nmanalys.vocabulary.schema import own_title
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.survey_spec import SURVEY_TABLES
from nmanalys.vocabulary.tables import SCHEMAS
from own_files import ENGLISH, as_csv, as_xlsx, person, write

OWN = [name for name, schema in SCHEMAS.items() if own_title(schema) and name not in SURVEY_TABLES]
ORIGIN = Origin("Region Test", "2026-03-01")
SCORES = [
    ["Kluster", "Kriterium", "Omgång", "Bedömare", "Nivå 0–4", "Underlag"],
    ["Triple Steelix", "ledning-1", 2025, "A", 3, "Intervju"],
    ["Triple Steelix", "massa-1", 2025, "A", "", "Ej bedömt"],
    ["ITS Dalarna", "ledning-1", 2025, "A", 0, ""],
    ["ITS Dalarna", "massa-1", 2025, "A", 4, "Årsredovisning"],
]
EDITS = [
    ["Länskod", "Ruta", "Punkt", "Åtgärd", "Punktens text", "Skäl eller underlag", "Roll som har bestämt", "Bestämt"],
    ["20", "styrka", "B+C", "skriv om", "Industrin bär länet", "Dialog", "analytiker", "2026-02-03"],
    ["20", "hot", "Q", "ta bort", "", "Gäller offentlig verksamhet", "analytiker", datetime.date(2026, 2, 3)],
]
CONDITIONS = [["Kluster", "Kriterium", "Villkor", "Uppfyllt"], ["Triple Steelix", "bättre miljö", 1, "Ja"]]
INDICATORS = [
    ["Indikator", "Namn", "Definition", "Nivå", "Prioritering", "Enhet", "Önskad riktning", "Länskod", "Basår",
     "Basvärde", "Målår", "Målvärde", "Målets ställning", "Beslut", "Ansvarig", "Tabell som värdena kommer ur"],
    ["20-energi", "Energi", "Använd energi", "resultat", "", "GWh", "minska", "20", 2020, "10,5", 2030, "8,5",
     "officiell", "Regionplan 2026", "utvecklingsdirektör", "egen"],
]  # fmt: skip
VALUES = [["Indikator", "Länskod", "År", "Värde", "Undre gräns", "Övre gräns", "Uppgiftens ställning"],
          ["20-energi", "20", 2024, "9,5", "", "", "officiell"]]  # fmt: skip
CRITERIA = [
    ["Kriteriets id", "Dimension", "Kriterium", "Fas som kriteriet hör till", "Skall- eller börkriterium",
     *(f"Ankare för nivå {level}" for level in range(5)), "Modellens ursprung"],
    ["ledning-1", "Ledning", "Det finns en ledare", 1, "skall", "Ingen", "Vid sidan av", "Deltid", "Halvtid", "Heltid",
     "Egen modell"],
    ["massa-1", "Kritisk massa", "Företag är med", 1, "bör", "Inga", "Få", "Tio", "Tjugo", "Femtio", "Egen modell"],
]  # fmt: skip
MILESTONES = [
    ["Tidpunkt i källan", "Planerad senast", "Milstolpe", "Påbörjad", "Klar", "Utfall"],
    ["2016 Q2", datetime.date(2016, 6, 30), "Planering färdig", "", datetime.date(2016, 12, 1), "känt"],
]
STAKEHOLDERS = [["Intressent", "Bedömare", "Inflytande 1–5", "Intresse 1–5"], ["Kommunerna", "A", "3,5", 4],
                ["Kommunerna", "B", 5, 4]]  # fmt: skip
OUTTURNS = [
    ["Aktivitet", "Aktivitetsindikator", "Enhet", "Period", "Utfall under perioden", "Mål för hela projektet"],
    [1, "Möten", "antal", "2017-06-30", 6, 10],
]
CITATIONS = [
    ["Lärosäte", "Forskningsområde", "År", "Publikationer", "Citeringar", "Världens medel av citeringar per publikation",
     "Summan av citeringarna i kvadrat", "Publikationer bland världens tiondel mest citerade"],
    ["Högskolan Dalarna", "2.5", 2022, "40,5", 160, "3,2", 1800, 6],
    ["Högskolan Dalarna", "2.5", 2023, 38, 90, "2,1", "", ""],
]  # fmt: skip
TABLES = {
    "citations": CITATIONS,
    "cluster_scores": SCORES,
    "swot_edits": EDITS,
    "horizontal_conditions": CONDITIONS,
    "indicators": INDICATORS,
}


@pytest.fixture
def bring(project: Path, tmp_path: Path) -> Callable[..., Intake]:
    def run(tables: dict[str, bytes], origin: Origin = ORIGIN, **options: Any) -> Intake:
        pairs = [(name, write(tmp_path, f"{name}.{'xlsx' if data.startswith(b'PK') else 'csv'}", data))
                 for name, data in tables.items()]  # fmt: skip
        return import_tables(project, pairs, origin, **options)

    return run


def changed(rows: list[list[Any]], row: int, column: str, value: Any) -> list[list[Any]]:
    made = [list(cells) for cells in rows]
    made[row - 1]["ABCDEFGHIJKLMNOP".index(column)] = value
    return made


def merged(book: Any, sheet: Any) -> None:
    sheet.merge_cells("A2:A3")


def hidden(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def shifted(rows: list[list[Any]], row: int) -> list[list[Any]]:
    """A row whose cells have moved one step to the right, from the second on."""
    made = [list(cells) for cells in rows]
    made[row - 1] = [made[row - 1][0], "", *made[row - 1][1:-1]]
    return made


def formula(book: Any, sheet: Any) -> None:
    sheet["E2"] = "=1+2"


# table, rows or bytes, place, words of the complaint
DAMAGES: dict[str, tuple[str, bytes, str, str]] = {
    "an unknown cluster": ("cluster_scores", as_csv(changed(SCORES, 3, "A", "Triple Stelix")), "rad 3, kolumn A",
                           "Menade du ”Triple Steelix”?"),
    "an invented cluster": ("cluster_scores", as_csv(changed(SCORES, 3, "A", "ex-20-1")), "rad 3, kolumn A", "inte i listan"),
    "an unknown criterion": ("cluster_scores", as_csv(changed(SCORES, 3, "B", "ledning-9")), "rad 3, kolumn B",
                             "”ledning-9” är inte i listan"),
    "a level too high": ("cluster_scores", as_csv(changed(SCORES, 5, "E", "5")), "rad 5, kolumn E", "”5” är mer än 4"),
    "a level below zero": ("cluster_scores", as_xlsx(changed(SCORES, 5, "E", -1)), "rad 5, kolumn E", "är mindre än 0"),
    "half a level": ("cluster_scores", as_csv(changed(SCORES, 5, "E", "2,5")), "rad 5, kolumn E", "”2,5” är inget helt tal"),
    "a level in words": ("cluster_scores", as_csv(changed(SCORES, 5, "E", "hög")), "rad 5, kolumn E", "är inte ett tal"),
    "a level made a date": ("cluster_scores", as_xlsx(changed(SCORES, 5, "E", datetime.date(2025, 1, 3))),
                            "rad 5, kolumn E", "cellen är ett datum"),
    "a formula": ("cluster_scores", as_xlsx(SCORES, formula), "rad 2, kolumn E", "Formler räknas inte ut"),
    "merged cells": ("cluster_scores", as_xlsx(SCORES, merged), "rad 2, kolumn A", "A2:A3 är sammanfogade"),
    "a row twice": ("cluster_scores", as_csv([*SCORES, SCORES[1]]), "rad 6", "upprepar rad 2"),
    "no wave": ("cluster_scores", as_csv(changed(SCORES, 4, "C", "")), "rad 4, kolumn C", "är tom, men ska fyllas i"),
    "a wave out of range": ("cluster_scores", as_csv(changed(SCORES, 4, "C", "25")), "rad 4, kolumn C", "är mindre än 2000"),
    "a column missing": ("cluster_scores", as_csv([row[1:] for row in SCORES]), "rad 1", "rubriken ”Kluster”"),
    "a formula as text": ("cluster_scores", as_csv(changed(SCORES, 2, "F", "=HYPERLINK(1)")), "rad 2, kolumn F", "formel"),
    "a formula with a sign": ("cluster_scores", as_csv(changed(SCORES, 2, "F", "+A1")), "rad 2, kolumn F", "som en formel"),
    "a placeholder": ("cluster_scores", as_csv(changed(SCORES, 2, "F", "{{region}}")), "rad 2, kolumn F", "läsa som kod"),
    "a script": ("cluster_scores", as_csv(changed(SCORES, 2, "F", "<script src=x>")), "rad 2, kolumn F", "läsa som kod"),
    "a person's number": ("cluster_scores", as_csv(changed(SCORES, 2, "F", f"Intervju {person(1)}")), "rad 2, kolumn F",
                          "personnummer"),
    "an address": ("cluster_scores", as_csv(changed(SCORES, 2, "D", "a.b@region.se")), "rad 2, kolumn D", "e-postadress"),
    "a text encoded twice": ("cluster_scores", as_csv(changed(SCORES, 5, "F", "Ã…rsredovisning")), "rad 5, kolumn F", "sönder"),
    "neither yes nor no": ("horizontal_conditions", as_csv(changed(CONDITIONS, 2, "D", "kanske")), "rad 2, kolumn D",
                           "är inte ja eller nej"),
    "an unknown choice": ("horizontal_conditions", as_csv(changed(CONDITIONS, 2, "B", "miljön")), "rad 2, kolumn B",
                          "inget som går att välja"),
    "a fourth condition": ("horizontal_conditions", as_csv(changed(CONDITIONS, 2, "C", "4")), "rad 2, kolumn C", "är mer än 3"),
    "a date that is none": ("swot_edits", as_csv(changed(EDITS, 2, "H", "3 februari")), "rad 2, kolumn H", "är inget datum"),
    "a bullet without a text": ("swot_edits", as_xlsx(changed(EDITS, 2, "E", "")), "rad 2", "saknar text"),
    "a bullet badly named": ("swot_edits", as_xlsx(changed(EDITS, 2, "C", "Ny punkt")), "rad 2, kolumn C", "branschkod som B+C"),
    "the nation as a county": ("swot_edits", as_xlsx(changed(EDITS, 2, "A", "00")), "rad 2, kolumn A", "ett läns två siffror"),
    "no such county": ("swot_edits", as_xlsx(changed(EDITS, 2, "A", "02")), "rad 2, kolumn A", "inte i listan"),
    "a target marked invented": ("indicators", as_csv(changed(INDICATORS, 2, "M", "påhittad")), "rad 2, kolumn M",
                                 "inget som går att välja"),
    "a target with two commas": ("indicators", as_csv(changed(INDICATORS, 2, "L", "1,2,5")), "rad 2, kolumn L", "inte ett tal"),
    "a phase too high": ("cluster_criteria", as_csv(changed(CRITERIA, 2, "D", 5)), "rad 2, kolumn D", "är mer än 4"),
    "a criterion badly named": ("cluster_criteria", as_csv(changed(CRITERIA, 2, "A", "Ledning")), "rad 2, kolumn A",
                                "till exempel ledning-1"),
    "a criterion of another kind": ("cluster_criteria", as_csv(changed(CRITERIA, 2, "E", "kanske")), "rad 2, kolumn E",
                                    "Skriv ”skall” eller ”bör”"),
    "a level without its anchor": ("cluster_criteria", as_csv(changed(CRITERIA, 3, "H", "")), "rad 3, kolumn H", "är tom"),
    "dates of an unknown outcome": ("milestones", as_xlsx(changed(MILESTONES, 2, "F", "okänt")), "rad 2", "skriv känt"),
    "a milestone done at no date": ("milestones", as_xlsx(changed(MILESTONES, 2, "E", "2016 Q4")), "rad 2, kolumn E",
                                    "är inget datum"),
    "an influence too high": ("stakeholders", as_csv(changed(STAKEHOLDERS, 2, "C", "6")), "rad 2, kolumn C", "är mer än 5"),
    "a rater twice": ("stakeholders", as_csv([*STAKEHOLDERS, STAKEHOLDERS[1]]), "rad 4", "upprepar rad 2"),
    "a seventh activity": ("activity_outturns", as_csv(changed(OUTTURNS, 2, "A", 7)), "rad 2, kolumn A", "är mer än 6"),
    "an outturn below zero": ("activity_outturns", as_csv(changed(OUTTURNS, 2, "E", -1)), "rad 2, kolumn E", "är mindre än 0"),
    "cells shifted to the right": ("cluster_scores", as_csv(shifted(SCORES, 2)), "rad 2", "flyttats ett steg åt höger"),
    "a cell too many": ("cluster_scores", as_csv([*SCORES, [*SCORES[1], "mer"]]), "rad 6, kolumn G", "sista rubriken"),
    "a hidden row": ("cluster_scores", as_xlsx(SCORES, hidden), "rad 3", "raden är dold"),
    "an empty sheet": ("cluster_scores", as_xlsx([]), "rad 1", "men är tom"),
    "headings only": ("cluster_scores", as_csv(SCORES[:1]), "rad 2", "inga rader under rubrikerna"),
    "an empty file": ("cluster_scores", b"", "cluster_scores.csv", "filen är tom"),
    "bytes of no encoding": ("cluster_scores", as_csv(SCORES) + b"\x81\x8d", "rad 6", "inte skriven i UTF-8"),
    "half a workbook": ("cluster_scores", as_xlsx(SCORES)[:900], "cluster_scores.xlsx", "går inte att läsa som XLSX"),
    "a web page called a spreadsheet": ("cluster_scores", b"<html></html>", "cluster_scores.csv", "en webbsida"),
    "a wave made a date": ("cluster_scores", as_xlsx(changed(SCORES, 2, "C", datetime.date(2025, 1, 1))),
                           "rad 2, kolumn C", "cellen är ett datum"),
    "an error of the spreadsheet": ("cluster_scores", as_csv(changed(SCORES, 2, "E", "#REFERENS!")), "rad 2, kolumn E",
                                    "fel från kalkylprogrammet"),
    "truth for a level": ("cluster_scores", as_xlsx(changed(SCORES, 2, "E", True)), "rad 2, kolumn E", "sant eller falskt"),
    "an unknown university": ("citations", as_csv(changed(CITATIONS, 2, "A", "Högskolan Dala")), "rad 2, kolumn A", "i listan"),
    "an unknown field": ("citations", as_csv(changed(CITATIONS, 2, "B", "2.99")), "rad 2, kolumn B", "inte i listan"),
    "citations below zero": ("citations", as_csv(changed(CITATIONS, 2, "E", -1)), "rad 2, kolumn E", "är mindre än 0"),
    "citations in words": ("citations", as_csv(changed(CITATIONS, 2, "E", "många")), "rad 2, kolumn E", "är inte ett tal"),
    "no world mean": ("citations", as_csv(changed(CITATIONS, 2, "F", "")), "rad 2, kolumn F", "är tom, men ska fyllas i"),
    "a world mean of zero": ("citations", as_csv(changed(CITATIONS, 2, "F", 0)), "rad 2", "ett medel över 0"),
    "no publications": ("citations", as_csv(changed(CITATIONS, 2, "D", 0)), "rad 2", "behöver publikationer"),
    "more at the top than in all": ("citations", as_csv(changed(CITATIONS, 2, "H", 41)), "rad 2", "än i allt"),
    "squares that cannot be": ("citations", as_xlsx(changed(CITATIONS, 2, "G", 600)), "rad 2", "för liten för sina citeringar"),
    "a year of a field twice": ("citations", as_csv([*CITATIONS, CITATIONS[1]]), "rad 4", "upprepar rad 2"),
    "a year made a date": ("citations", as_xlsx(changed(CITATIONS, 2, "C", datetime.date(2022, 1, 1))), "rad 2, kolumn C",
                           "cellen är ett datum"),
    "an unknown priority": ("indicators", as_csv(changed(INDICATORS, 2, "E", "d-energin")), "rad 2, kolumn E", "inte i listan"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_and_nothing_is_stored(bring, project: Path, damage: str) -> None:
    name, data, place, words = DAMAGES[damage]
    done = bring({name: data})
    lines = done.reports[0].lines()
    assert any(place in line and words in line for line in lines), lines
    assert not done.is_stored and not (project / "data" / "imported").exists()
    assert not any("811218" in line or ENGLISH.search(line) for line in lines), lines


def test_there_are_forty_kinds() -> None:
    assert len(DAMAGES) >= 40


def test_a_hundred_thousand_rows_with_one_fault_tell_of_that_one(bring, project: Path) -> None:
    raters = (["Triple Steelix", criterion, wave, f"B{rater}", 3, "Intervju"] for rater in range(500)
              for criterion in ("ledning-1", "massa-1", "ledning-2", "massa-2") for wave in range(2000, 2050))  # fmt: skip
    rows = [SCORES[0], *raters]
    assert len(rows) == 100_001
    rows[70_000][4] = "33"
    done = bring({"cluster_scores": as_csv(rows)})
    assert done.reports[0].lines() == ["cluster_scores.csv, rad 70001, kolumn E (Nivå 0–4): ”33” är mer än 4."]
    assert not done.is_stored and not (project / "data" / "imported").exists()


def test_the_understood_part_is_stored_when_that_is_enough(bring, project: Path) -> None:
    done = bring({"cluster_scores": as_csv(changed(SCORES, 5, "E", "5"))}, accept_partial=True)
    assert done.is_stored and done.reports[0].taken == 3
    table = load_catalogue(project)["cluster_scores"]
    assert len(read_table(table)) == 3
    assert table.note_sv.startswith("1 av 4 rader i filen kunde inte läsas in.")


def test_what_people_write_becomes_what_tables_hold(bring, project: Path) -> None:
    done = bring({"cluster_scores": as_csv(SCORES), "swot_edits": as_xlsx(EDITS),
                  "horizontal_conditions": as_xlsx(CONDITIONS)})  # fmt: skip
    assert done.is_stored, [report.lines() for report in done.reports]
    catalogue = load_catalogue(project)
    scores = read_table(catalogue["cluster_scores"])
    assert scores["cluster_id"].unique().tolist() == ["triple-steelix", "its-dalarna"]
    assert scores["score"].isna().sum() == 1 and scores["score"].sum() == 7
    edits = read_table(catalogue["swot_edits"])
    assert edits["action"].tolist() == ["reword", "remove"]
    assert edits["decided_on"].tolist() == ["2026-02-03", "2026-02-03"]
    conditions = read_table(catalogue["horizontal_conditions"])
    assert conditions.iloc[0].tolist() == ["triple-steelix", "miljo", 1, True]
    table = catalogue["cluster_scores"]
    assert (table.status, table.producer, table.vintage) == (Status.PUBLISHED, "Region Test", "2025")
    assert table.title_sv == "Klustrens nivå på varje kriterium"
    assert not check_tables(catalogue)


def test_tables_that_refer_to_each_other_come_together(bring, project: Path) -> None:
    with pytest.raises(DataError, match="Läs in dem i samma kommando"):
        bring({"indicators": as_csv(INDICATORS)})
    assert not (project / "data" / "imported").exists()
    done = bring({"indicator_values": as_csv(VALUES), "indicators": as_csv(INDICATORS)})
    assert done.is_stored, [report.lines() for report in done.reports]
    assert read_table(load_catalogue(project)["indicators"])["direction"].tolist() == ["down"]
    assert not check_tables(load_catalogue(project))


def test_new_criteria_come_with_the_levels_that_refer_to_them(bring, project: Path) -> None:
    with pytest.raises(DataError, match="finns inte i cluster_criteria") as failed:
        bring({"cluster_criteria": as_csv(CRITERIA)})
    told = str(failed.value)
    assert "rad 6, kolumnen criterion_id" in told and "Läs in dem i samma kommando" in told
    assert not ENGLISH.search(told), told
    done = bring({"cluster_criteria": as_csv(CRITERIA), "cluster_scores": as_csv(SCORES)})
    assert done.is_stored, [report.lines() for report in done.reports]
    assert read_table(load_catalogue(project)["cluster_criteria"])["kind"].tolist() == ["must", "should"]


def test_the_projects_own_plan_can_be_brought(bring, project: Path) -> None:
    done = bring({"milestones": as_xlsx(MILESTONES), "stakeholders": as_csv(STAKEHOLDERS),
                  "activity_outturns": as_csv(OUTTURNS)})  # fmt: skip
    assert done.is_stored, [report.lines() for report in done.reports]
    catalogue = load_catalogue(project)
    assert read_table(catalogue["milestones"])["done_on"].tolist() == ["2016-12-01"]
    assert read_table(catalogue["stakeholders"])["influence"].tolist() == [3.5, 5.0]
    assert read_table(catalogue["activity_outturns"])["outturn"].tolist() == [6.0]
    assert not catalogue["stakeholders"].is_illustrative


def test_rows_are_added_to_a_published_table(bring, project: Path) -> None:
    columns = SCHEMAS["clusters"].columns
    row = ["nytt-kluster", "Nytt kluster", "2080", "Falun", "20", "2024", "", "trä", "16", "https://example.org/", ""]
    rows = [[headings(name, column)[0] for name, column in columns.items()], row]
    assert bring({"clusters": as_csv(rows)}, add=True).is_stored
    clusters = read_table(load_catalogue(project)["clusters"])
    assert len(clusters) == 19 and clusters["name"].iloc[-1] == "Nytt kluster"
    assert load_catalogue(project)["clusters"].producer.endswith("press; Region Test")
    again = bring({"clusters": as_csv(rows)}, add=True)
    assert any("rad 2, kolumn A (Kluster): raden finns redan" in line for line in again.reports[0].lines())
    with pytest.raises(ParameterError, match="påhittad"):
        bring({"cluster_scores": as_csv(SCORES)}, add=True)


def test_a_list_that_others_need_is_not_shortened(bring) -> None:
    assert bring({"cluster_scores": as_csv(SCORES)}).is_stored
    columns = SCHEMAS["clusters"].columns
    row = ["nytt-kluster", "Nytt kluster", "2080", "Falun", "20", "2024", "", "trä", "16", "https://example.org/", ""]
    rows = [[headings(name, column)[0] for name, column in columns.items()], row]
    with pytest.raises(
        DataError, match="rad 2, kolumnen cluster_id: triple-steelix finns inte i clusters eller example_clusters"
    ):
        bring({"clusters": as_csv(rows)})


def test_only_invented_clusters_have_invented_scores(bring, project: Path) -> None:
    invented = Origin("övning", "2026-03-01", Status.ILLUSTRATIVE)
    told = bring({"cluster_scores": as_csv(SCORES)}, invented).reports[0].lines()
    assert "rad 2–5" in " ".join(told) or "rad 2–3" in " ".join(told)
    examples = [SCORES[0], ["Exempelkluster Stål", *SCORES[1][1:]]]
    assert bring({"cluster_scores": as_csv(examples)}, invented).is_stored
    assert load_catalogue(project)["cluster_scores"].is_illustrative


def test_check_finds_a_judgement_in_the_wrong_place(project: Path) -> None:
    """Somebody who edits the project's own table by hand is stopped as well."""
    file = project / "data" / "assessments" / "horizontal_conditions.csv"
    before = file.read_text("utf-8")
    file.write_text(before.replace("ex-17-1,miljo,1", "paper-province,miljo,1"), "utf-8")
    try:
        faults = check_tables(load_catalogue(project), ["horizontal_conditions"])
    finally:
        file.write_text(before, "utf-8")
    assert any("row 2, column cluster_id: 'paper-province' is a named organisation" in fault for fault in faults)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("company_survey", "import-survey"),
        ("cluster_score", "Menade du ”cluster_scores”?"),
        ("employment", "ingen tabell"),
    ],
)
def test_other_tables_cannot_be_brought(project: Path, name: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        importable(load_catalogue(project), name)


@pytest.mark.parametrize("name", OWN)
def test_every_template_reads_back_what_the_project_holds(bring, project: Path, tmp_path: Path, name: str) -> None:
    catalogue = load_catalogue(project)
    table = catalogue[name]
    book = table_template(catalogue, table)
    assert book.sheetnames[:2] == ["Läs först", "Fyll i"] and book.active.title == "Fyll i"
    sheet = book["Fyll i"]
    heads = [cell.value for cell in sheet[1]]
    assert len(set(heads)) == len(heads) == len(table.schema.columns)
    frame = read_table(table)
    for place, row in enumerate(frame.astype("object").where(frame.notna(), None).values.tolist(), start=2):
        for column, cell in enumerate(row, start=1):
            sheet.cell(place, column, "Ja" if cell is True else "Nej" if cell is False else cell)
    path = tmp_path / f"{name}.xlsx"
    book.save(path)
    if frame.empty:
        assert "det finns inga rader" in bring({name: path.read_bytes()}).reports[0].lines()[0]
        return
    status = Status.ILLUSTRATIVE if table.is_illustrative else Status.PUBLISHED
    done = bring({name: path.read_bytes()}, Origin("Region Test", "2026-03-01", status))
    assert done.is_stored, done.reports[0].lines()[:9]
    assert read_table(load_catalogue(project)[name]).equals(frame)


def test_the_lists_of_a_template_hold_every_choice(project: Path, tmp_path: Path) -> None:
    catalogue = load_catalogue(project)
    path = tmp_path / "a.xlsx"
    table_template(catalogue, catalogue["cluster_scores"]).save(path)
    book = load_workbook(path)
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["Fyll i"].data_validations.dataValidation}
    assert [place for place, rule in rules.items() if rule.type == "list"] == ["A2", "B2"]
    letters = [cell.value for cell in book["Listor"][1]]
    clusters = [row[letters.index("Kluster")] for row in book["Listor"].iter_rows(min_row=2, values_only=True)]
    assert {"Triple Steelix", "Paper Province"} <= set(clusters)
    assert not any(str(name).startswith(("Exempelkluster", "ex-")) for name in clusters)


@pytest.mark.parametrize(
    ("name", "head", "rule", "told"),
    [
        ("cluster_scores", "Nivå 0–4", ("whole", "between", "0", "4"), "Skriv ett heltal från 0 till 4, eller lämna cellen tom."),
        ("cluster_scores", "Omgång", ("whole", "between", "2000", "2100"), "Skriv ett heltal från 2000 till 2100."),
        ("horizontal_conditions", "Villkor", ("whole", "between", "1", "3"), "Skriv ett heltal från 1 till 3."),
        ("stakeholders", "Intresse 1–5", ("decimal", "between", "1", "5"), "Skriv ett tal från 1 till 5."),
        ("indicators", "Målår", ("whole", "greaterThanOrEqual", "1990", None), "Skriv ett heltal som är minst 1990, eller"),
        ("indicators", "Målvärde", ("custom", None, "ISNUMBER(L2)", None), "Skriv ett tal, eller lämna cellen tom."),
    ],
)  # fmt: skip
def test_a_template_refuses_numbers_that_cannot_be_brought(
    project: Path, tmp_path: Path, name: str, head: str, rule: tuple[str | None, ...], told: str
) -> None:
    catalogue = load_catalogue(project)
    path = tmp_path / "a.xlsx"
    table_template(catalogue, catalogue[name]).save(path)
    sheet = load_workbook(path)["Fyll i"]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == head)
    (found,) = [one for one in sheet.data_validations.dataValidation if f"{letter}4999" in one.sqref]
    assert (found.type, found.operator, found.formula1, found.formula2) == rule
    assert found.error.startswith(told) and found.showErrorMessage and found.allow_blank
    assert found.errorStyle in (None, "stop")


@pytest.mark.parametrize("name", OWN)
def test_every_column_of_numbers_has_one_rule(project: Path, name: str) -> None:
    catalogue = load_catalogue(project)
    columns = catalogue[name].schema.columns
    sheet = table_template(catalogue, catalogue[name])["Fyll i"]
    rules = sheet.data_validations.dataValidation
    for cell, column in zip(sheet[1], columns.values(), strict=True):
        if str(column.dtype) in ("int64", "float64"):
            assert sum(f"{cell.column_letter}2" in rule.sqref for rule in rules) == 1, cell.value


@pytest.mark.parametrize("status", [Status.OWN, Status.CODES])
def test_a_region_does_not_bring_the_books_own_judgements(bring, status: Status) -> None:
    with pytest.raises(ParameterError, match="published, official eller illustrative"):
        bring({"cluster_scores": as_csv(SCORES)}, Origin("Region Test", "2026-03-01", status))


def test_no_file_is_overwritten_by_mistake(tmp_path: Path) -> None:
    path = write(tmp_path, "mall.xlsx", b"x")
    with pytest.raises(ParameterError, match="finns redan"):
        free_path(path, force=False)
    assert free_path(path, force=True) == path
