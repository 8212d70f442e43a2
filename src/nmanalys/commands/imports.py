"""Commands that bring a region's own data: `import-survey`, `import`, `survey-template`, `template`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from nmanalys.commands.common import ProjectOption, complaints, console, plainly, project_root
from nmanalys.vocabulary.language import number
from nmanalys.vocabulary.status import Status

__all__ = ["import_survey", "import_tables", "survey_template", "template"]

PartialOption = Annotated[
    bool, typer.Option("--accept-partial", help="Store the rows that were understood, though others were not.")
]
AddOption = Annotated[bool, typer.Option("--add", help="Keep what has been brought before, and add this.")]
TryOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would be taken.")]
ReportOption = Annotated[Path | None, typer.Option("--report", help="Text file for the report.")]
StatusOption = Annotated[
    Status, typer.Option(help="How far it may be trusted: published or official; illustrative for practice.")
]
MOST_SHOWN = 100
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite the file.")]


@plainly
def import_survey(
    file: Annotated[Path, typer.Argument(help="The survey's export, CSV or XLSX.")],
    spec: Annotated[Path, typer.Option(help="Its description, spec.yml.")],
    key_file: Annotated[
        Path | None, typer.Option(help="File with the key of the pseudonyms, outside the project.")
    ] = None,
    status: StatusOption = Status.PUBLISHED,
    accept_partial: PartialOption = False,
    add: AddOption = False,
    dry_run: TryOption = False,
    report: ReportOption = None,
    project: ProjectOption = None,
) -> None:
    """Bring a survey of firms: its answers, pseudonymised, and how many were asked."""
    from nmanalys.io.intake import import_survey as bring

    intake = bring(
        project_root(project), file, spec, day=date.today().isoformat(), key_file=key_file, status=status,
        accept_partial=accept_partial, add=add, only_try=dry_run,
    )  # fmt: skip
    _tell(intake, report, dry_run)


@plainly
def import_tables(
    pairs: Annotated[list[str], typer.Argument(metavar="NAME FILE [NAME FILE ...]", help="Tables and their files.")],
    producer: Annotated[str, typer.Option(help="Who made it, as the book's source lines will say.")],
    status: StatusOption = Status.PUBLISHED,
    vintage: Annotated[str, typer.Option(help="Time that it is about; else its years.")] = "",
    url: Annotated[str, typer.Option(help="Where it is published.")] = "",
    licence: Annotated[str, typer.Option(help="On which terms it may be used.")] = "okänd",
    note: Annotated[str, typer.Option(help="What a reader should know.")] = "",
    accept_partial: PartialOption = False,
    add: AddOption = False,
    dry_run: TryOption = False,
    report: ReportOption = None,
    project: ProjectOption = None,
) -> None:
    """Bring tables of the region's own: assessments, indicators, priorities and others."""
    from nmanalys.errors import ParameterError
    from nmanalys.io.imported import Origin
    from nmanalys.io.intake import import_tables as bring

    if len(pairs) % 2:
        raise ParameterError("Ange tabellens namn och sedan filen: nmanalys import cluster_scores poang.xlsx")
    named = list(zip(pairs[::2], map(Path, pairs[1::2]), strict=True))
    origin = Origin(producer, date.today().isoformat(), status, vintage, url, licence, note)
    intake = bring(
        project_root(project), named, origin, accept_partial=accept_partial, add=add, only_try=dry_run
    )  # fmt: skip
    _tell(intake, report, dry_run)


@plainly
def survey_template(
    file: Annotated[Path, typer.Argument(help="Workbook to write; its description gets the ending .yml.")] = Path(
        "enkat.xlsx"
    ),
    wave: Annotated[int | None, typer.Option(help="Year of the wave; this year when omitted.")] = None,
    force: ForceOption = False,
    project: ProjectOption = None,
) -> None:
    """Write a survey to fill in, with lists to choose from, and the description that reads it back."""
    from nmanalys.io.catalogue import load_catalogue
    from nmanalys.io.intake import questionnaire
    from nmanalys.io.survey_template import survey_template as make
    from nmanalys.io.survey_template import survey_template_spec
    from nmanalys.io.template import free_path

    about = questionnaire(load_catalogue(project_root(project)))
    book, spec = free_path(file.with_suffix(".xlsx"), force), free_path(file.with_suffix(".yml"), force)
    make(about).save(book)
    spec.write_text(survey_template_spec(about, wave or date.today().year), encoding="utf-8")
    console.print(f"Skrev {book} och {spec}.", markup=False, soft_wrap=True)


@plainly
def template(
    name: Annotated[str, typer.Argument(help="Name of the table, such as cluster_scores.")],
    file: Annotated[
        Path | None,
        typer.Argument(help="Workbook to write, NAME.xlsx when omitted; the criteria of a phase also as .yml."),
    ] = None,
    force: ForceOption = False,
    project: ProjectOption = None,
) -> None:
    """Write a workbook in which a table is filled in, with lists to choose from."""
    from nmanalys.io.catalogue import load_catalogue
    from nmanalys.io.criteria_file import criteria_text, is_criteria_file
    from nmanalys.io.store import read_table
    from nmanalys.io.table_import import importable
    from nmanalys.io.template import free_path, table_template

    catalogue = load_catalogue(project_root(project))
    table = importable(catalogue, name)
    if file and is_criteria_file(file, name):
        path = free_path(file, force)
        path.write_text(criteria_text(read_table(table)), encoding="utf-8")
    else:
        path = free_path((file or Path(name)).with_suffix(".xlsx"), force)
        table_template(catalogue, table).save(path)
    console.print(f"Skrev {path}.", markup=False, soft_wrap=True)


def _tell(intake: object, file: Path | None, dry_run: bool) -> None:
    told = [(report.lines(), [*report.notes, report.summary()]) for report in intake.reports]
    if file is not None:
        lines = [line for faults, rest in told for line in (*faults, *rest)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for faults, rest in told:
        more = len(faults) - MOST_SHOWN
        cut = [f"… och {number(more)} rader till. Hela listan: --report FIL."] if more > 0 else []
        for line in (*faults[:MOST_SHOWN], *cut, *rest):
            console.print(line, markup=False, soft_wrap=True)
    if intake.is_stored:
        console.print(f"Sparat: {', '.join(path.name for path in intake.files)} i data/imported.", markup=False)
        return
    if dry_run and all(report.is_clean for report in intake.reports):
        console.print("Ingenting är sparat: det var bara ett prov.")
        return
    partly = all(report.is_readable for report in intake.reports)
    remedy = ", eller spara det som är förstått med --accept-partial." if partly else "."
    complaints.print(f"Ingenting är sparat. Rätta filen{remedy}", soft_wrap=True)
    raise typer.Exit(2)
