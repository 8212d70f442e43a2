"""The survey to fill in: a workbook with lists to choose from, and the description that reads it back."""

from __future__ import annotations

from openpyxl import Workbook

from nmanalys.io.survey_frame import FRAME_HEADINGS
from nmanalys.io.survey_import import Questionnaire
from nmanalys.io.template import add_choices, add_number_rule, add_sheet
from nmanalys.vocabulary.survey_spec import SIZE_CLASSES
from nmanalys.vocabulary.tables import SCHEMAS

__all__ = ["FIRM", "survey_template", "survey_template_spec"]

FIRM, CLUSTER, SIZE = "Organisationsnummer", FRAME_HEADINGS["cluster_id"], FRAME_HEADINGS["size_class"]
NO_ANSWER = "Vet ej"
ENGLISH = (
    "Yes, to a very high degree",
    "Yes, to a high degree",
    "Neither to a small nor a large extent",
    "To a small extent",
    "No, not at all",
)
"""Our own translations, as an example of answers in several languages."""
INSTRUCTIONS = (
    ("Enkät till företag i kluster", "Fyll i bladet Svar, en rad för varje företag och kluster, och bladet Ram."),
    (FIRM, "Tio siffror. Numret byts ut mot en pseudonym när filen läses in och sparas inte i projektet."),
    (CLUSTER, "Välj i listan. Ett företag i två kluster får två rader."),
    (SIZE, "Antal anställda. Välj i listan."),
    ("Frågorna", f"Välj svar i listan. Lämna tomt om frågan inte är besvarad; ”{NO_ANSWER}” räknas på samma sätt."),
    ("Bladet Ram", "Hur många företag som fick enkäten, i varje kluster och storleksklass, även de som inte svarade."),
    ("Fria kommentarer", "Skriv dem inte här. Kolumner som inte nämns i beskrivningen läses inte."),
    ("Läs in", "nmanalys import-survey FIL --spec BESKRIVNING"),
)


def survey_template(about: Questionnaire) -> Workbook:
    """Make the workbook: `Läs först`, `Svar`, `Ram` and `Listor`."""
    book = Workbook()
    add_sheet(book, "Läs först", INSTRUCTIONS, widths=(34, 90))
    items = list(about.items.values())
    answers = add_sheet(book, "Svar", [[FIRM, CLUSTER, SIZE, *items]], widths=[22, 26, 14, *[24] * len(items)])
    frame = add_sheet(book, "Ram", [[CLUSTER, SIZE, FRAME_HEADINGS["firms"]]], widths=(26, 14, 16))
    known = {CLUSTER: list(about.clusters.values()), SIZE: list(SIZE_CLASSES)}
    add_choices(book, answers, known | {key: [*about.answers.values(), NO_ANSWER] for key in items})
    add_choices(book, frame, known)
    add_number_rule(frame, "C", SCHEMAS["survey_frame"].columns["firms"])
    for row in range(2, 502):
        for column in (1, 3):
            answers.cell(row, column).number_format = "@"
        frame.cell(row, 2).number_format = "@"
    book.active = book.sheetnames.index("Svar")
    return book


def survey_template_spec(about: Questionnaire, wave: int) -> str:
    """Write the description that reads the workbook back."""
    answers = "\n".join(
        f'  {answer}: ["{label}", "{other}"]'
        for (answer, label), other in zip(about.answers.items(), ENGLISH, strict=False)
    )
    items = "\n".join(f'  {item}: "{label}"' for item, label in about.items.items())
    return f"""\
# Så läses enkätens fil. Alla fält förklaras på bokens sida Egna data.
producer: ""  # vem som har gjort enkäten, till exempel Region Dalarna
wave: {wave}
layout: wide
sheet: Svar
firm:
  column: {FIRM}
  kind: orgnr
cluster:
  column: {CLUSTER}
  labels: {{}}
size_class:
  column: {SIZE}
items:
{items}
answers:
{answers}
missing: ["{NO_ANSWER}", "Don't know"]
ignore: []
frame:
  sheet: Ram
"""
