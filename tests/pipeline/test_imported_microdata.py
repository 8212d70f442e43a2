"""A survey that a region has brought: no firm, number, comment or single answer leaves the computation.

The survey is imported as a region would do it, with a name, an organisation number and a comment that occur nowhere else;
then its page is run and published, and everything that was written is searched.
"""

from __future__ import annotations

import re
import shutil
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from nmanalys.io.intake import import_survey
from nmanalys.io.store import read_result
from nmanalys.pipeline.build import Request, open_project, run_request
from own_files import ANSWERS, ITEMS, KEY, as_csv, number, person, write

NAME, COMMENT = "Kanariefågeln", "fjäderlätt hemlighet"
SIZES = {"Triple Steelix": 31, "High Voltage Valley": 14, "ITS Dalarna": 3}
SPEC = """\
producer: Region Test
wave: 2025
firm: {column: Org.nr}
cluster: {column: Kluster}
size_class: {column: Storlek}
ignore: [Företag, Kommentar]
frame:
""" + "".join(
    f"  - {{cluster: {name}, size_class: {size}, firms: 40}}\n" for name in SIZES for size in ("1–9", "10–49")
)


def rows() -> list[list[str]]:
    made = [["Företag", "Org.nr", "Kluster", "Storlek", *ITEMS, "Kommentar"]]
    for cluster, count in SIZES.items():
        for place in range(count):
            serial = len(made)
            firm = person(serial) if serial % 3 == 0 else number(serial)
            answers = [ANSWERS[(serial * 3 + item) % 5] for item in range(5)]
            name = f"{NAME} {serial} AB"
            made.append([name, firm, cluster, ("1–9", "10–49")[place % 2], *answers, f"{COMMENT} {serial}"])
    return made


@pytest.fixture(scope="module")
def published(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project into which a survey has been imported, with its page run and published."""
    folder = tmp_path_factory.mktemp("imported")
    for part in ("data", "book"):
        shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("imported"))
    (folder / "notebooks").mkdir()
    shutil.copy(root / "notebooks" / "50_survey_results.ipynb", folder / "notebooks")
    outside = tmp_path_factory.mktemp("outside")
    files = write(outside, "svar.csv", as_csv(rows())), write(outside, "spec.yml", SPEC)
    done = import_survey(folder, *files, day="2026-03-01", key_file=write(outside, "key.txt", KEY))
    assert done.is_stored, done.reports[0].lines()
    report = run_request(open_project(folder), Request(regions=("dalarna", "gotland")), publish=True)
    assert {outcome.status for outcome in report.outcomes} == {"done"}, report.outcomes
    assert report.book and report.book.is_file()
    return folder


def canaries(project: Path) -> set[str]:
    """Everything that names or numbers a firm, as it was given and as it is stored."""
    given = {cell.replace("-", "") for row in rows()[1:] for cell in (row[1],)}
    dashed = {row[1] for row in rows()[1:]}
    stored = pd.read_csv(project / "data" / "imported" / "company_survey.csv")
    assert len(stored) == sum(SIZES.values()) * 5
    return {NAME, COMMENT, KEY, *given, *dashed, *stored["firm_id"]}


def contents(folder: Path) -> dict[str, str]:
    """Every file under a folder as text; Parquet as the table that it holds."""
    texts = {}
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        text = path.read_bytes().decode("utf-8", errors="replace")
        if path.suffix == ".parquet":
            text += read_result(path).to_csv(index=False)
        texts[path.relative_to(folder).as_posix()] = text
    return texts


def test_no_canary_is_found_in_anything_that_is_built(published: Path) -> None:
    texts = contents(published / "_build")
    kinds = {Path(name).suffix for name in texts}
    assert {".html", ".csv", ".ipynb", ".parquet", ".svg", ".json", ".js"} <= kinds
    pattern = re.compile("|".join(map(re.escape, sorted(canaries(published)))))
    for name, text in texts.items():
        assert not (found := pattern.search(text)), f"{name} holds {found[0]!r}"


def test_nor_in_what_is_stored_but_for_the_pseudonyms(published: Path) -> None:
    given = {secret for secret in canaries(published) if not re.fullmatch("p[0-9a-f]{16}", secret)}
    for name, text in contents(published / "data" / "imported").items():
        assert not [secret for secret in given if secret in text], name


def test_the_search_finds_a_canary_that_does_leak(published: Path, tmp_path: Path) -> None:
    write(tmp_path, "sida.html", f"<p>{NAME} 3 AB</p>")
    assert any(NAME in text for text in contents(tmp_path).values())


def test_the_page_says_whose_survey_it_is_and_nothing_is_called_invented(published: Path) -> None:
    page = (published / "_build" / "html" / "regions" / "dalarna" / "50_survey_results.html").read_text("utf-8")
    assert "Region Test" in page
    assert "48 av 240 företag" in page.replace("\u202f", " ")
    assert "nm-invented" not in page and "nm-illustrative" not in page
    gone = (published / "_build" / "html" / "regions" / "gotland" / "50_survey_results.html").read_text("utf-8")
    assert "Ingen företagsenkät" in gone


def test_few_answers_are_in_no_download_and_not_the_difference_of_two(published: Path) -> None:
    """Three answers are hidden, and the sums leave more than one possibility for each of them."""
    folder = published / "_build" / "html"
    tables = {path.name: path.read_text("utf-8") for path in folder.rglob("*50-dalarna.csv")}
    assert tables
    [name] = [name for name in tables if name.startswith("tab-kluster")]
    shown = pd.read_csv(StringIO(tables[name]))
    hidden = shown[shown["cluster_id"] == "its-dalarna"].drop(columns=["cluster_id", "label"])
    assert not re.search(r"\d", hidden.to_csv(index=False, header=False))
    answers = pd.DataFrame(
        [(row[2], item, row[4 + item] in ANSWERS[:2]) for row in rows()[1:] for item in range(5)],
        columns=["cluster", "item", "high"],
    )
    for item, of_item in answers.groupby("item"):
        visible = shown.set_index("label")[f"share_{item + 1}"].dropna()
        rest = of_item[~of_item["cluster"].isin(visible.index)]
        assert rest["cluster"].nunique() >= 2 and 0 < rest["high"].sum() < len(rest)


def test_no_download_has_as_many_rows_as_there_are_firms_or_answers(published: Path) -> None:
    for path in (published / "_build" / "html").rglob("*50-dalarna*.csv"):
        assert len(path.read_text("utf-8").splitlines()) <= 5 * 5 + 1, path.name


def test_the_chart_has_the_slides_counterparts_and_answers_verbatim_and_in_order(published: Path) -> None:
    folder = published / "_build" / "html"
    for name in ("fig-svar-50-dalarna", "fig-svar-tva-hall-50-dalarna"):
        [path] = folder.rglob(f"{name}.csv")
        rows = pd.read_csv(path)
        labels = rows["item_label"].drop_duplicates()
        assert tuple(labels.str.removesuffix("\u00b9")) == ITEMS
        assert labels.str.endswith("\u00b9").tolist() == [label.endswith("…") for label in ITEMS]
        assert all(tuple(part["answer_label"]) == ANSWERS for _, part in rows.groupby("item_label"))
        assert rows.groupby("item_label")["share"].sum().round(9).eq(1).all()
