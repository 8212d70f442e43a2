"""A survey's export becomes microdata: read, understood cell by cell, and only then anything more.

A row with a single cell that is not understood is not taken at all: an answer is never guessed, and an unknown one is
never counted as missing. Columns that the description does not name are not even looked at, so that no free text can
come along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from pandas import DataFrame

from nmanalys.errors import ParameterError
from nmanalys.io import survey_cells as read
from nmanalys.io.complaints import Complaint, Report, row_list
from nmanalys.io.overlay import checksum
from nmanalys.io.pseudonyms import pseudonym
from nmanalys.io.sheet import Form, Sheet, kind_of_text
from nmanalys.io.sheet_columns import CellReader, Wrong, columns_left_out, find_columns, plain, read_columns
from nmanalys.io.sheet_file import read_sheet
from nmanalys.io.survey_frame import FRAME, check_frame, take_frame
from nmanalys.vocabulary.language import number
from nmanalys.vocabulary.survey_spec import WHOLE, Column, SurveySpec

__all__ = ["MICRODATA", "Questionnaire", "TakenSurvey", "take_survey"]

MICRODATA = ["firm_id", "cluster_id", "wave", "size_class", "item", "answer"]
KEYS = MICRODATA[:3]
ENCODINGS = {"windows-1252": "cp1252", "utf-8": "utf-8-sig"}


@dataclass(frozen=True)
class Questionnaire:
    """What the survey asks, and about whom.

    Attributes
    ----------
    clusters : mapping of str to str
        Name of each cluster by its identifier.
    items, answers : mapping of int to str
        Wording of each item and each answer by its number.
    """

    clusters: Mapping[str, str]
    items: Mapping[int, str]
    answers: Mapping[int, str]


@dataclass
class TakenSurvey:
    """What was understood of a survey's export: microdata without names, the frame, and the report."""

    report: Report
    survey: DataFrame = field(default_factory=lambda: DataFrame(columns=MICRODATA))
    frame: DataFrame = field(default_factory=lambda: DataFrame(columns=FRAME))


def take_survey(path: Path, spec: SurveySpec, about: Questionnaire, key: bytes) -> TakenSurvey:
    """Read a survey's export by its description; nothing is stored.

    Parameters
    ----------
    path : Path
        CSV or XLSX.
    spec : SurveySpec
        Its description.
    about : Questionnaire
        The items, answers and clusters that there are.
    key : bytes
        The key of the pseudonyms; not used for anonymous answers.

    Returns
    -------
    TakenSurvey
        Rows that were understood, and a report of those that were not.

    Raises
    ------
    ParameterError
        If the description itself contradicts the questionnaire.
    """
    report, readers, constants = Report(path.name), _readers(spec, about, key), _constants(spec, about)
    sheet, report.complaints = read_sheet(path, _form(spec))
    places: dict[Hashable, int] = {}
    if sheet is not None:
        places, complaints = find_columns(sheet, _wanted(spec, about))
        report.complaints += complaints
    if sheet is None or any(one.row <= sheet.header_row for one in report.complaints):
        report.is_readable = False
        return TakenSurvey(report)
    report.notes += [*sheet.notes, *_left_out(sheet, places, spec)]
    rows = _rows(sheet, places, readers, spec, report).assign(**constants)
    if spec.firm is None:
        rows["firm_id"] = [pseudonym(f"{line}", checksum(path.read_bytes()).encode()) for line in rows["line"]]
    survey = _microdata(_understood(rows, places, sheet, report), spec, report)
    frame, wrong = take_frame(path, spec, about.clusters)
    wrong = wrong or list(check_frame(survey, frame, about.clusters))
    report.complaints += wrong
    report.is_readable = not wrong
    return TakenSurvey(report, survey, frame)


def _form(spec: SurveySpec) -> Form:
    separator = "\t" if spec.separator == "tab" else spec.separator
    encoding = ENCODINGS.get(spec.encoding or "", spec.encoding)
    return Form(spec.sheet, spec.header_row, spec.header_rows, encoding, separator)


def _wanted(spec: SurveySpec, about: Questionnaire) -> dict[Hashable, Sequence[str]]:
    """Headings of each column that is read."""
    parts = {"firm_id": spec.firm, "cluster_id": spec.cluster, "wave": spec.wave, "size_class": spec.size_class}
    wanted: dict[Hashable, Sequence[str]] = {
        name: [part.column] for name, part in parts.items() if getattr(part, "column", None)
    }
    if spec.layout == "long":
        return {**wanted, "item": [str(spec.item_column)], "answer": [str(spec.answer_column)]}
    return {**wanted, **(spec.items or {item: [label] for item, label in about.items.items()})}


def _readers(spec: SurveySpec, about: Questionnaire, key: bytes) -> dict[Hashable, CellReader]:
    for cluster in spec.cluster.labels.keys() - about.clusters.keys():
        raise ParameterError(f"cluster.labels: det finns inget kluster '{cluster}' i tabellen clusters.")
    answer = read.answers(_with_codes(spec.answers, about.answers), spec.missing)
    items = {item: [label, str(item)] for item, label in about.items.items()} | dict(spec.items)
    readers: dict[Hashable, CellReader] = {
        "firm_id": read.firms(spec.firm.kind, key) if spec.firm else str,
        "cluster_id": read.clusters(about.clusters, spec.cluster.labels),
        "wave": read.years,
        "size_class": read.sizes(spec.size_class) if spec.size_class else str,
        "item": read.labels(items, "ingen av frågorna", "cellen är tom. Varje rad ska ha en fråga"),
        "answer": answer,
        **dict.fromkeys(items, answer),
    }
    return {name: readers[name] for name in _wanted(spec, about)}


def _with_codes(given: Mapping[int, Sequence[str]], wording: Mapping[int, str]) -> dict[int, list[str]]:
    """Names of each answer; its own number, too, unless the description uses numbers in another way."""
    has_codes = any(read.whole(label).isdigit() for names in given.values() for label in names)
    names = {answer: [label, *given.get(answer, ())] for answer, label in wording.items()}
    return names if has_codes else {answer: [*labels, str(answer)] for answer, labels in names.items()}


def _constants(spec: SurveySpec, about: Questionnaire) -> dict[str, object]:
    """What is the same for every row and stands in the description."""
    constants: dict[str, object] = {}
    if spec.cluster.value is not None:
        cluster = read.clusters(about.clusters, spec.cluster.labels)(spec.cluster.value)
        if isinstance(cluster, Wrong):
            raise ParameterError(f"cluster.value: {cluster}")
        constants["cluster_id"] = cluster
    if not isinstance(spec.wave, Column):
        constants["wave"] = spec.wave
    return constants if spec.size_class else {**constants, "size_class": WHOLE}


def _rows(
    sheet: Sheet,
    places: Mapping[Hashable, int],
    readers: Mapping[Hashable, CellReader],
    spec: SurveySpec,
    report: Report,
) -> DataFrame:
    """Read the rows; cells that were not understood are told."""
    report.rows = len({*sheet.numbers, *(one.row for one in report.complaints)})
    # some programs write #NULL! where there is no answer, and the description may say so
    is_missing = any(kind_of_text(label) == "error" for label in spec.missing)
    welcome = dict.fromkeys(places, ("error",)) if is_missing else {}
    values, complaints = read_columns(sheet, places, readers, welcome)
    report.complaints += complaints
    return DataFrame({"line": sheet.numbers, **values})


def _left_out(sheet: Sheet, places: Mapping[Hashable, int], spec: SurveySpec) -> list[str]:
    meant = {plain(label) for label in spec.ignore}
    found = columns_left_out(sheet, places.values(), meant)
    return [f"Kolumner som beskrivningen inte nämner läses inte och sparas aldrig: {found}."] if found else []


def _understood(rows: DataFrame, places: Mapping[Hashable, int], sheet: Sheet, report: Report) -> DataFrame:
    """Leave out rows with a fault, and firms that occur twice for the same cluster: nobody knows which is right."""
    keys = [*KEYS, *(["item"] if "item" in rows else [])]
    twice = rows[rows.duplicated(keys, keep=False)]
    twice = twice[~twice[keys].map(lambda value: isinstance(value, Wrong)).any(axis=1)]
    place = places.get("firm_id", -1)
    for _, same in twice.groupby(keys, sort=False):
        told = f"samma företag finns flera gånger för samma kluster: rad {row_list(same['line'])}. Behåll en av dem"
        header = sheet.header[place] if place >= 0 else ""
        report.complaints += [Complaint(line, place + 1, told, header) for line in same["line"]]
    left = rows[~rows["line"].isin({one.row for one in report.complaints})]
    sizes = left.groupby(KEYS)["size_class"].transform("nunique") > 1
    for line in left.loc[sizes, "line"]:
        told = "företaget har olika storleksklass på olika rader"
        report.complaints.append(Complaint(line, places.get("size_class", -1) + 1, told))
    report.taken = int((~sizes).sum())
    return left[~sizes]


def _microdata(rows: DataFrame, spec: SurveySpec, report: Report) -> DataFrame:
    """Put one answer on each row, in an order that says nothing of the file's."""
    about = [*KEYS, "size_class"]
    if spec.layout == "long":
        table = rows[[*about, "item", "answer"]]
    else:
        items = [name for name in rows.columns if isinstance(name, int)]
        table = rows[[*about, *items]].melt(id_vars=about, value_vars=items, var_name="item", value_name="answer")
    said = Counter(table["answer"].astype("object").where(table["answer"].notna(), None))
    if said[read.MISSING]:
        report.notes.append(f"{number(said[read.MISSING])} svar av slaget ”vet ej” räknas som ej besvarade.")
    table = table.assign(
        answer=pd.to_numeric(table["answer"].replace({read.MISSING: None})).astype("float64"),
        item=table["item"].astype("int64"),
        wave=table["wave"].astype("int64"),
    )
    answered = table.groupby(KEYS)["answer"].transform("count") > 0
    silent = len(table.loc[~answered, KEYS].drop_duplicates())
    if silent:
        report.notes.append(f"{number(silent)} företag har inte svarat på någon fråga och räknas som ej svarande.")
    return table[answered].sort_values([*KEYS, "item"], ignore_index=True)[MICRODATA]
