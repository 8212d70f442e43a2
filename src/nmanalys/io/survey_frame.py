"""The frame of a survey: how many firms of each cluster and size were sent it. Without it nobody knows who is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pandas import DataFrame

from nmanalys.io.complaints import Complaint
from nmanalys.io.sheet import Form
from nmanalys.io.sheet_columns import CellReader, Wrong, find_columns, read_columns
from nmanalys.io.sheet_file import read_sheet
from nmanalys.io.survey_cells import clusters, labels, sizes, years
from nmanalys.vocabulary.survey_spec import WHOLE, FrameSheet, SizeClass, SurveySpec

__all__ = ["FRAME", "FRAME_HEADINGS", "check_frame", "take_frame"]

FRAME = ["cluster_id", "wave", "size_class", "firms"]
FRAME_HEADINGS = {"cluster_id": "Kluster", "size_class": "Storleksklass", "firms": "Antal företag", "wave": "Omgång"}
NOT_ASKED = SizeClass(column="-", classes={WHOLE: []})


def take_frame(path: Path, spec: SurveySpec, names: Mapping[str, str]) -> tuple[DataFrame, list[Complaint]]:
    """Read the frame from the description or from a sheet of the file.

    Parameters
    ----------
    path : Path
        The survey's file.
    spec : SurveySpec
        Its description.
    names : mapping of str to str
        Name of each cluster.

    Returns
    -------
    tuple
        `cluster_id, wave, size_class, firms`, and what is wrong with it.
    """
    readers = _readers(spec, names)
    if isinstance(spec.frame, FrameSheet):
        frame, complaints = _from_sheet(path, spec, readers)
    else:
        frame, complaints = _from_rows(spec, readers)
    if not complaints and frame.duplicated(FRAME[:3]).any():
        row = frame[frame.duplicated(FRAME[:3])].iloc[0]
        told = f"ramen har {names[row['cluster_id']]}, {row['size_class']}, två gånger"
        complaints = [Complaint(0, 0, told)]
    return frame, complaints


def check_frame(survey: DataFrame, frame: DataFrame, names: Mapping[str, str]) -> Iterator[Complaint]:
    """Find groups of firms that have answered but are not in the frame, or are more than were asked."""
    keys = FRAME[:3]
    answered = survey.groupby(keys)["firm_id"].nunique().rename("answered").reset_index()
    for row in answered.merge(frame, on=keys, how="left").itertuples():
        what = f"{names[row.cluster_id]}, omgång {row.wave}, storleksklass {row.size_class}"
        if row.firms != row.firms:
            yield Complaint(0, 0, f"{what}: {row.answered} företag har svarat, men gruppen finns inte i ramen")
        elif row.answered > row.firms:
            told = f"{what}: {row.answered} företag har svarat, men enligt ramen fick bara {row.firms:.0f} enkäten"
            yield Complaint(0, 0, told)


def _readers(spec: SurveySpec, names: Mapping[str, str]) -> dict[str, CellReader]:
    classes = spec.size_class or NOT_ASKED
    by_name = classes.model_copy(update={"employees": False})
    return {
        "cluster_id": clusters(names, spec.cluster.labels),
        "size_class": sizes(by_name) if spec.size_class else labels({WHOLE: [WHOLE, ""]}, "ingen storleksklass", ""),
        "firms": _firms,
        "wave": years,
    }


def _firms(text: str) -> object:
    return int(text) if re.fullmatch(r"\d{1,7}", text) else Wrong("cellen ska ha antalet företag som ett helt tal")


def _from_rows(spec: SurveySpec, readers: Mapping[str, CellReader]) -> tuple[DataFrame, list[Complaint]]:
    rows, complaints = [], []
    for place, given in enumerate(spec.frame, start=1):  # type: ignore[arg-type]
        wave = given.wave or (spec.wave if isinstance(spec.wave, int) else None)
        texts = {
            "cluster_id": given.cluster,
            "size_class": given.size_class,
            "firms": str(given.firms),
            "wave": str(wave),
        }
        row = {name: readers[name](text) for name, text in texts.items()}
        wrong = {name: value for name, value in row.items() if isinstance(value, Wrong)}
        told = [value.replace("cellens text", f"”{texts[name]}”") for name, value in wrong.items()]
        complaints += [Complaint(0, 0, f"frame, rad {place} i beskrivningen: {text}") for text in told]
        rows.append(row)
    return DataFrame(rows, columns=FRAME), complaints


def _from_sheet(path: Path, spec: SurveySpec, readers: Mapping[str, CellReader]) -> tuple[DataFrame, list[Complaint]]:
    name = spec.frame.sheet  # type: ignore[union-attr]
    sheet, complaints = read_sheet(path, Form(sheet=name))
    wanted = {column: [heading] for column, heading in FRAME_HEADINGS.items()}
    if isinstance(spec.wave, int):
        del wanted["wave"]
    if spec.size_class is None:
        del wanted["size_class"]
    if sheet is not None and not complaints:
        places, complaints = find_columns(sheet, wanted)
        if not complaints:
            values, complaints = read_columns(sheet, places, readers)
    if complaints:
        return DataFrame(columns=FRAME), [
            one._replace(row=0, column=0, text=_in_sheet(one, name)) for one in complaints
        ]
    constants = {"wave": spec.wave, "size_class": WHOLE}
    return DataFrame({column: values.get(column, constants.get(column)) for column in FRAME}), []


def _in_sheet(complaint: Complaint, sheet: str) -> str:
    from openpyxl.utils import get_column_letter

    row = f", rad {complaint.row}" if complaint.row else ""
    column = f", kolumn {get_column_letter(complaint.column)}" if complaint.column else ""
    return f"bladet {sheet}{row}{column}: {complaint.text}"
