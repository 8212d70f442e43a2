"""Bringing a region's own data into the project: from a file and its description to tables that the book reads.

Everything is understood before anything is stored. What could not be taken is listed; unless it is accepted that a
part is enough, nothing is stored then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
from pandas import DataFrame

from nmanalys.errors import DataError, ParameterError
from nmanalys.io.catalogue import Catalogue, load_catalogue
from nmanalys.io.complaints import Report
from nmanalys.io.imported import Origin, Stored, csv_of, store_tables, years_of
from nmanalys.io.pseudonyms import read_key
from nmanalys.io.store import read_table
from nmanalys.io.survey_frame import FRAME
from nmanalys.io.survey_import import MICRODATA, Questionnaire, TakenSurvey, take_survey
from nmanalys.io.survey_spec import read_spec
from nmanalys.io.table_import import TakenTable, importable, take_table
from nmanalys.vocabulary.language import listing, number
from nmanalys.vocabulary.schema import referred_tables
from nmanalys.vocabulary.status import Status

__all__ = ["Intake", "import_survey", "import_tables", "questionnaire"]

NO_KEY = b""
STATUSES = (Status.PUBLISHED, Status.OFFICIAL, Status.ILLUSTRATIVE)
MICRODATA_NOTE = "Mikrodata: visas aldrig på en sida och sparas aldrig i en resultattabell."


@dataclass
class Intake:
    """What became of an import: the reports, one a file, and the files that were stored."""

    reports: list[Report]
    files: list[Path] = field(default_factory=list)

    @property
    def is_stored(self) -> bool:
        """Whether anything was stored."""
        return bool(self.files)


def import_survey(
    root: Path,
    file: Path,
    spec_file: Path,
    *,
    day: str,
    key_file: Path | None = None,
    status: Status = Status.PUBLISHED,
    accept_partial: bool = False,
    add: bool = False,
    only_try: bool = False,
) -> Intake:
    """Read a survey's export and store its microdata, pseudonymised, with its frame.

    Parameters
    ----------
    root : Path
        The project's folder.
    file, spec_file : Path
        The export and its description.
    day : str
        Day of the import, as 2026-06-30.
    key_file : Path, optional
        See :func:`~nmanalys.io.pseudonyms.read_key`.
    status : Status
        How far the answers may be trusted; invented ones are about invented clusters only.
    accept_partial : bool
        Store the rows that were understood, though others were not.
    add : bool
        Keep the waves and clusters that have been brought before.
    only_try : bool
        Store nothing.

    Raises
    ------
    NmanalysError
        If the description, the key or the project is not in order.
    """
    catalogue = load_catalogue(root)
    _check_status(status)
    spec = read_spec(spec_file)
    key = read_key(root, key_file) if spec.firm else NO_KEY
    taken = take_survey(file, spec, questionnaire(catalogue, status), key)
    intake = Intake([taken.report])
    if only_try or not _is_enough(taken.report, accept_partial):
        return intake
    survey, frame = _added(catalogue, taken) if add else (taken.survey, taken.frame)
    note = " ".join(filter(None, [_part(taken.report), spec.note]))
    origin = Origin(spec.producer, day, status, note=note, vintage=years_of(survey))
    micro = replace(origin, note=f"{MICRODATA_NOTE} {note}".strip())
    tables = [
        Stored("company_survey", _written(survey), micro),
        Stored("survey_frame", csv_of({name: frame[name].tolist() for name in FRAME}), origin),
    ]
    intake.files = store_tables(catalogue, tables, add=add)
    return intake


def import_tables(
    root: Path,
    pairs: Sequence[tuple[str, Path]],
    origin: Origin,
    *,
    accept_partial: bool = False,
    add: bool = False,
    only_try: bool = False,
) -> Intake:
    """Read filled-in sheets and store them as tables, all of them or none.

    Parameters
    ----------
    root : Path
        The project's folder.
    pairs : sequence of (str, Path)
        Name and file of each table; a table may refer to another of them.
    origin : Origin
        What is said about them.
    accept_partial, add, only_try : bool
        As in :func:`import_survey`.

    Raises
    ------
    NmanalysError
        If a table cannot be brought, or another one would lose what it refers to.
    """
    catalogue = load_catalogue(root)
    _check_status(origin.status)
    tables = {name: importable(catalogue, name) for name, _ in pairs}
    if len(tables) < len(pairs):
        raise ParameterError("Samma tabell är angiven två gånger.")
    files = dict(pairs)
    taken: dict[str, TakenTable] = {}

    def frame_of(name: str) -> DataFrame:
        return taken[name].frame if name in taken and len(taken[name].frame) else read_table(catalogue[name])

    for name in sorted(tables, key=lambda name: len(referred_tables(tables[name].schema) & {*tables} - {name})):
        taken[name] = take_table(files[name], tables[name], frame_of, status=origin.status, add=add)
    intake = Intake([taken[name].report for name, _ in pairs])
    if only_try or not all(_is_enough(report, accept_partial) for report in intake.reports):
        return intake
    stored = [Stored(name, csv_of(one.cells), _told(origin, one)) for name, one in taken.items()]
    intake.files = store_tables(catalogue, stored, add=add)
    return intake


def questionnaire(catalogue: Catalogue, status: Status = Status.PUBLISHED) -> Questionnaire:
    """Return what the survey asks and about which clusters: invented answers are about invented ones."""
    clusters = read_table(catalogue["example_clusters" if status is Status.ILLUSTRATIVE else "clusters"])
    items, answers = read_table(catalogue["survey_items"]), read_table(catalogue["survey_answers"])
    return Questionnaire(
        dict(zip(clusters["cluster_id"], clusters["name"], strict=True)),
        dict(zip(items["item"], items["label_sv"], strict=True)),
        dict(zip(answers["answer"], answers["label_sv"], strict=True)),
    )


def _check_status(status: Status) -> None:
    if status not in STATUSES:
        raise ParameterError(f"Det som en region läser in är {listing(STATUSES, conjunction='eller')}, inte {status}.")


def _is_enough(report: Report, accept_partial: bool) -> bool:
    return report.is_clean or (accept_partial and report.is_readable and report.taken > 0)


def _part(report: Report) -> str:
    missed = report.rows - report.taken
    return f"{number(missed)} av {number(report.rows)} rader i filen kunde inte läsas in." if missed else ""


def _told(origin: Origin, taken: TakenTable) -> Origin:
    note = " ".join(filter(None, [_part(taken.report), origin.note]))
    return replace(origin, note=note, vintage=origin.vintage or years_of(taken.frame))


def _written(survey: DataFrame) -> bytes:
    cells = {name: survey[name].tolist() for name in MICRODATA}
    cells["answer"] = ["" if answer != answer else int(answer) for answer in cells["answer"]]
    return csv_of(cells)


def _added(catalogue: Catalogue, taken: TakenSurvey) -> tuple[DataFrame, DataFrame]:
    """Put new waves and clusters beside those that have been brought before."""
    if catalogue["company_survey"].is_illustrative:
        raise ParameterError("Enkäten i projektet är påhittad; till den läggs inget till. Läs in filen utan --add.")
    old, frame = read_table(catalogue["company_survey"]), read_table(catalogue["survey_frame"])
    both, frames = pd.concat([old, taken.survey]), pd.concat([frame, taken.frame])
    if both.duplicated([*MICRODATA[:3], "item"]).any() or frames.duplicated(FRAME[:3]).any():
        raise DataError(
            "Enkäten har redan svar från samma kluster och omgång. Läs in alla svar på nytt utan --add, eller ta bort dem."
        )
    later = set(old["wave"]) - set(taken.survey["wave"])
    if later and not set(old["firm_id"]) & set(taken.survey["firm_id"]):
        taken.report.notes.append(
            "Inget företag har svarat förut. Kontrollera att samma nyckel används som vid tidigare omgångar."
        )
    return both.sort_values([*MICRODATA[:3], "item"], ignore_index=True), frames
