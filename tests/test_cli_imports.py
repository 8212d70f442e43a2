"""The commands that bring a region's own data: what they print, their exit codes, and that nothing is half done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nmanalys.cli import app
from own_files import KEY, SPEC, as_csv, survey_rows, write

SCORES = [
    ["Kluster", "Kriterium", "Omgång", "Bedömare", "Nivå 0–4", "Underlag"],
    ["ITS Dalarna", "ledning-1", 2025, "A", 3, ""],
]


@pytest.fixture
def project(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(root / "data", folder / "data", ignore=shutil.ignore_patterns("imported"))
    shutil.copytree(root / "notebooks", folder / "notebooks")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("NMANALYS_ROOT", raising=False)
    return folder


def nmanalys(*arguments: object, key: str | None = KEY) -> Result:
    environment = {"COLUMNS": "200", "NMANALYS_SURVEY_KEY_FILE": None, "NMANALYS_SURVEY_KEY": key}
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)


@pytest.fixture
def survey(tmp_path: Path) -> tuple[str, ...]:
    file, spec = write(tmp_path, "svar.csv", as_csv(survey_rows())), write(tmp_path, "spec.yml", SPEC)
    return ("import-survey", str(file), "--spec", str(spec))


def test_a_survey_is_brought_and_checked(project: Path, survey: tuple[str, ...]) -> None:
    result = nmanalys(*survey)
    assert result.exit_code == 0, result.output
    assert "Alla 8 rader är förstådda." in result.output and "Sparat: company_survey.csv" in result.output
    assert nmanalys("check").exit_code == 0
    assert KEY not in result.output


def test_a_survey_with_a_fault_is_not(project: Path, survey: tuple[str, ...], tmp_path: Path) -> None:
    rows = survey_rows()
    rows[3][4] = "[bold]Ja[/bold]"
    write(tmp_path, "svar.csv", as_csv(rows))
    report = tmp_path / "rapport.txt"
    result = nmanalys(*survey, "--report", report)
    assert result.exit_code == 2
    assert "svar.csv, rad 4, kolumn E" in result.output and "--accept-partial" in result.output
    assert "7 av 8 rader är förstådda, 1 är det inte." in report.read_text("utf-8")
    assert not (project / "data" / "imported").exists()
    assert nmanalys(*survey, "--accept-partial").exit_code == 0


def test_a_file_that_cannot_be_read_is_not_offered_in_part(
    project: Path, survey: tuple[str, ...], tmp_path: Path
) -> None:
    write(tmp_path, "svar.csv", "")
    result = nmanalys(*survey, "--accept-partial")
    assert result.exit_code == 2 and "filen är tom" in result.output
    assert "--accept-partial" not in result.output


def test_trying_says_that_nothing_is_stored(project: Path, survey: tuple[str, ...]) -> None:
    result = nmanalys(*survey, "--dry-run")
    assert result.exit_code == 0 and "det var bara ett prov" in result.output
    assert not (project / "data" / "imported").exists()


def test_without_a_key_nothing_is_read(project: Path, survey: tuple[str, ...]) -> None:
    result = nmanalys(*survey, key=None)
    assert result.exit_code == 2 and "ingen nyckel" in result.output and "Traceback" not in result.output


def test_the_templates_are_written_and_not_overwritten(project: Path, tmp_path: Path) -> None:
    for command in (
        ("survey-template", tmp_path / "enkat.xlsx", "--wave", 2025),
        ("template", "indicators", tmp_path / "mal"),
    ):
        assert nmanalys(*command).exit_code == 0
        again = nmanalys(*command)
        assert again.exit_code == 2 and "finns redan" in again.output
        assert nmanalys(*command, "--force").exit_code == 0
    assert "wave: 2025" in (tmp_path / "enkat.yml").read_text("utf-8")
    assert (tmp_path / "mal.xlsx").is_file()


def test_tables_are_brought_with_their_producer(project: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "poang.csv", as_csv(SCORES))
    assert nmanalys("import", "cluster_scores", file).exit_code == 2
    result = nmanalys("import", "cluster_scores", file, "--producer", "Region Test")
    assert result.exit_code == 0, result.output
    assert 'producer = "Region Test"' in (project / "data" / "imported" / "cluster_scores.toml").read_text("utf-8")
    assert nmanalys("check").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cluster_scores",), "Ange tabellens namn och sedan filen"),
        (("cluster_score", "x.csv"), "Menade du ”cluster_scores”?"),
        (("employment", "x.csv"), "ingen tabell som går att läsa in"),
        (("cluster_scores", "nowhere.csv"), "filen går inte att öppna"),
        (("cluster_scores", "a.csv", "cluster_scores", "b.csv"), "två gånger"),
    ],
)
def test_a_wrong_request_is_told(project: Path, arguments: tuple[str, ...], words: str) -> None:
    result = nmanalys("import", *arguments, "--producer", "Region Test")
    assert result.exit_code == 2 and words in result.output.replace("\n", " "), result.output
    assert "Traceback" not in result.output
    assert not (project / "data" / "imported").exists()


def test_half_an_import_stops_every_command(project: Path, survey: tuple[str, ...]) -> None:
    assert nmanalys(*survey).exit_code == 0
    (project / "data" / "imported" / "survey_frame.toml").unlink()
    for command in ("check", "build", "explain"):
        result = nmanalys(command)
        assert result.exit_code == 2 and "survey_frame.csv lies there without survey_frame.toml" in result.output
