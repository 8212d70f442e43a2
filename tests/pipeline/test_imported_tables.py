"""Pages run on what a region has brought: its clusters are assessed, its edits applied, and deleting the files undoes it."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.imported import Origin
from nmanalys.io.intake import import_tables
from nmanalys.io.store import read_result, read_table
from nmanalys.pipeline.build import Request, explain_request, open_project, run_request
from own_files import as_csv, write

TEXT = "application/vnd.nmanalys.text+json"
NOTEBOOKS = ("10_industrial_strengths", "20_combined_strengths", "40_cluster_mapping", "60_monitoring", "90_project")
DALARNA = Request(regions=("dalarna",))


def scores(project: Path) -> list[list[object]]:
    criteria = read_table(load_catalogue(project)["cluster_criteria"])["criterion_id"]
    head = ["Kluster", "Kriterium", "Omgång", "Bedömare", "Nivå 0–4", "Underlag"]
    levels = {"Triple Steelix": (4, 3), "ITS Dalarna": (1, "")}
    return [head, *([cluster, criterion, 2025, rater, level, ""]
                    for cluster, pair in levels.items() for criterion in criteria
                    for rater, level in zip("AB", pair, strict=True))]  # fmt: skip


def conditions() -> list[list[object]]:
    met = [["Triple Steelix", criterion, condition, "Ja"] for criterion in ("bättre miljö", "jämställdhet", "lika möjligheter")
           for condition in (1, 2, 3)]  # fmt: skip
    return [["Kluster", "Kriterium", "Villkor", "Uppfyllt"], *met]


def edits(project: Path) -> list[list[str]]:
    head = [
        "Länskod",
        "Ruta",
        "Punkt",
        "Åtgärd",
        "Punktens text",
        "Skäl eller underlag",
        "Roll som har bestämt",
        "Bestämt",
    ]
    told = ["Dialog med företagen", "analytiker", "2026-02-03"]
    return [
        head,
        ["20", "möjlighet", "vatgas", "lägg till", "Vätgas i stålindustrin", *told],
        ["20", "styrka", "B+C", "skriv om", "Industrin bär länet", *told],
        ["20", "hot", "A", "ta bort", "", *told],
    ]


def milestones(project: Path) -> list[list[object]]:
    """The plan with its outcome: the first done in time, the second two quarters late, the third not done."""
    table = read_table(load_catalogue(project)["milestones"]).astype("object")
    table.loc[:2, "outcome"] = "känt"
    table.loc[:1, "done_on"] = ["2016-04-01", "2016-12-01"]
    names = ["Tidpunkt i källan", "Planerad senast", "Milstolpe", "Påbörjad", "Klar", "Utfall"]
    return [names, *table.where(table.notna(), "").to_numpy().tolist()]


STAKEHOLDERS = [["Intressent", "Bedömare", "Inflytande 1–5", "Intresse 1–5"],
                ["Kommunerna", "A", 4, "3,5"], ["Kommunerna", "B", 5, 4]]  # fmt: skip
OUTTURNS = [
    ["Aktivitet", "Aktivitetsindikator", "Enhet", "Period", "Utfall under perioden", "Mål för hela projektet"],
    [1, "Möten mellan klusterledare", "antal", "2016-12-31", 4, 10],
    [1, "Möten mellan klusterledare", "antal", "2017-12-31", 8, 10],
]


JUDGEMENTS = [
    ["Länskod", "Område", "Kriterium", "Bedömning 0–3, tomt = ej bedömt", "Underlag", "Datum", "Bedömare"],
    ["20", "metaller-material", "collaboration", 3, "Intervju 4, sidan 2", "2026-01-15", "A"],
    ["20", "metaller-material", "collaboration", 2, "Intervju 7, sidan 1", "2026-01-20", "B"],
    ["20", "livsmedel", "value_chains", "", "Inget underlag hittat", "2026-01-20", "A"],
]


CITATIONS = [
    ["Lärosäte", "Forskningsområde", "År", "Publikationer", "Citeringar", "Världens medel av citeringar per publikation",
     "Summan av citeringarna i kvadrat", "Publikationer bland världens tiondel mest citerade"],
    ["hda", "2.5", 2021, 40, 240, 4, 3000, 8], ["hda", "2.5", 2022, 60, 150, "2,5", 900, 7],
    ["hda", "6.2", 2022, 30, 20, 1, 60, ""], ["kau", "1.1", 2022, 90, 90, 1, 400, 9],
]  # fmt: skip


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(root / "data", folder / "data", ignore=shutil.ignore_patterns("imported"))
    (folder / "notebooks").mkdir()
    for name in NOTEBOOKS:
        shutil.copy(root / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    tables = {"cluster_scores": scores(folder), "horizontal_conditions": conditions(), "swot_edits": edits(folder),
              "milestones": milestones(folder), "stakeholders": STAKEHOLDERS, "activity_outturns": OUTTURNS,
              "qualitative_evidence": JUDGEMENTS, "citations": CITATIONS}  # fmt: skip
    outside = tmp_path_factory.mktemp("outside")
    pairs = [(name, write(outside, f"{name}.csv", as_csv(rows))) for name, rows in tables.items()]
    done = import_tables(folder, pairs, Origin("Region Test", "2026-03-01"))
    assert done.is_stored, [report.lines() for report in done.reports]
    for request in (DALARNA, Request(stages=("project",))):
        report = run_request(open_project(folder), request)
        assert {outcome.status for outcome in report.outcomes} == {"done"}, report.outcomes
    return folder


def told(project: Path, stage: str, place: str = "dalarna") -> dict[str, str]:
    folder = next((project / "_build" / "jobs" / stage / place).iterdir())
    cells = json.loads((folder / "notebook.ipynb").read_text("utf-8"))["cells"]
    texts: dict[str, str] = {}
    for cell in cells:
        for output in cell.get("outputs", ()):
            texts |= output.get("data", {}).get(TEXT, {})
    return texts


def result(project: Path, stage: str, table: str) -> pd.DataFrame:
    folder = next((project / "_build" / "jobs" / stage / "dalarna").iterdir())
    return read_result(next(folder.rglob(f"{table}.parquet")))


def test_the_regions_own_clusters_are_assessed(project: Path) -> None:
    texts = told(project, "cluster_mapping")
    assert "Två av sju är bedömda i en egen kartläggning. Resten är ej bedömda." in texts["lead"]
    assert "ITS Dalarna" not in texts["reading_organisations"]
    invented = {key for key, text in texts.items() if "påhitta" in text.lower() or "exempelkluster" in text.lower()}
    assert invented == {"reading_workplaces"}
    assert "Underlag är angivet för 0 av de" in texts["reading_raters"]
    phases = result(project, "cluster_mapping", "cluster_phases").set_index("cluster_id")
    assert set(phases.index) == {"triple-steelix", "its-dalarna"} and not phases["is_example"].any()
    assert phases.loc["triple-steelix", "phase"] == 4


def test_the_swot_is_edited_and_a_lost_edit_is_told(project: Path) -> None:
    swot = result(project, "monitoring", "swot")
    added = swot[swot["text_sv"] == "Vätgas i stålindustrin"].iloc[0]
    assert (added["cell"], added["basis"]) == ("möjlighet", "kvalitativ")
    reading = told(project, "monitoring")["reading_edits"]
    assert "Analytiker har lagt till en punkt" in reading
    assert "har ingen verkan" in reading and "borttagen, hot" in reading


def test_the_projects_outcome_is_shown_and_the_rest_stays_unknown(project: Path) -> None:
    texts = told(project, "project", "gemensamt")
    assert "Utfallet är känt för tre: en klar; en klar, men sen; en försenad" in texts["reading_milestones"]
    assert "14 milstolpar" in texts["gap_outcome"]
    assert texts["finding_outturns"] == "En av en aktivitetsindikator med mål har nått målet"
    assert "En av en intressent har både högt inflytande och högt intresse: Kommunerna" in texts["reading_stakeholders"]
    assert not [key for key, text in texts.items() if "påhitta" in text.lower()]


def exhibits(project: Path, stage: str) -> dict[str, dict[str, str]]:
    folder = next((project / "_build" / "jobs" / stage / "dalarna").iterdir())
    cells = json.loads((folder / "notebook.ipynb").read_text("utf-8"))["cells"]
    outputs = [
        output for cell in cells for output in cell.get("outputs", ()) if "nmanalys" in output.get("metadata", {})
    ]
    return {
        output["metadata"]["nmanalys"]["label"]: {**output["metadata"]["nmanalys"], **output["data"]}
        for output in outputs
    }


def test_the_regions_citations_are_compared_with_the_world(project: Path) -> None:
    shown = exhibits(project, "combined_strengths")["tab-citeringar"]
    assert shown["kind"] == "table" and shown["sources"] == ["citations"]
    html = "".join(shown["text/html"])
    # (240 / 4 + 150 / 2.5) / 100, and 15 of 100 among the most cited tenth; 30 publications are too few
    assert "1,20 (0,9" in html and "15\u202f% (9–23\u202f%)" in html
    rows = pd.read_csv(io.StringIO(shown["data_csv"])).set_index("field_code")
    assert set(rows["university"]) == {"hda"} and rows.loc[6.2, "is_too_few"] and pd.isna(rows.loc[6.2, "mncs"])
    texts = told(project, "combined_strengths")
    assert texts["finding_citations"] == "Säkert mer citerade än världens medel: 0 av 1 forskningsområden"
    assert "färre än 50 publikationer" in texts["reading_citations"] and "inlästa" not in texts["gap_citations"]


def test_without_citations_the_page_says_what_would_fill_it(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("_build"))
    for ending in ("csv", "toml"):
        (copy / "data" / "imported" / f"citations.{ending}").unlink()
    report = run_request(open_project(copy), Request(regions=("dalarna",), stages=("combined_strengths",)))
    assert {outcome.status for outcome in report.outcomes} == {"done"}, report.outcomes
    missing = exhibits(copy, "combined_strengths")["tab-citeringar"]
    assert missing["kind"] == "missing" and "nmanalys template citations" in missing["alt"]
    assert told(copy, "combined_strengths")["reading_citations"] == ""


def shown(project: Path, assignments: tuple[str, ...] = ()) -> tuple[dict[str, str], pd.DataFrame, str]:
    """What stage 10 says, its evidence map, and the table that readers see."""
    request = Request(regions=("dalarna",), stages=("industrial_strengths",), assignments=assignments)
    report = run_request(open_project(project), request)
    assert {outcome.status for outcome in report.outcomes} <= {"done", "fresh"}, report.outcomes
    jobs = project / "_build" / "jobs" / "industrial_strengths" / "dalarna"
    newest = max(jobs.iterdir(), key=lambda path: path.stat().st_mtime)
    cells = json.loads((newest / "notebook.ipynb").read_text("utf-8"))["cells"]
    texts: dict[str, str] = {}
    for cell in cells:
        for output in cell.get("outputs", ()):
            texts |= output.get("data", {}).get(TEXT, {})
    tables = "".join(
        "".join(output["data"].get("text/html", ""))
        for cell in cells
        for output in cell.get("outputs", ())
        if "data" in output
    )
    return texts, read_result(next(newest.rglob("evidence_map.parquet"))), tables


def test_the_regions_judgements_stand_in_the_evidence_map_with_coder_and_date(project: Path) -> None:
    texts, cells, tables = shown(project)
    judged = cells[(cells["area_id"] == "metaller-material") & (cells["criterion"] == "collaboration")].iloc[0]
    assert (judged["state"], judged["lower"], judged["upper"]) == ("känd", 2.0, 3.0)
    assert "2–3 (A, 2026-01-15; B, 2026-01-20)" in tables
    assert "Intervju 4, sidan 2" in tables and "Inget underlag hittat" not in tables
    assert texts["reading_judgements"] == "En ruta bygger på en inläst bedömning."
    empty = cells[(cells["area_id"] == "livsmedel") & (cells["criterion"] == "value_chains")].iloc[0]
    assert empty["state"] == "ej bedömt"


def test_the_switch_leaves_the_judgements_out_and_changes_no_quotient(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    _, with_them, _ = shown(copy)
    texts, without, tables = shown(copy, ("use_qualitative=false",))
    assert not {"functional_sectors", "collaboration", "value_chains"} & set(without["criterion"])
    assert "Intervju" not in tables and "Samverkan" not in tables
    measured = with_them[with_them["criterion"].isin(["lq", "lq_educated"])].reset_index(drop=True)
    assert measured.equals(without[without["criterion"].isin(["lq", "lq_educated"])].reset_index(drop=True))
    assert "bedömningarna är utelämnade" in texts["reading_judgements"]


def test_deleting_the_files_brings_the_examples_back(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    assert not any(explain_request(open_project(copy), DALARNA).values())
    for ending in ("csv", "toml"):
        (copy / "data" / "imported" / f"cluster_scores.{ending}").unlink()
    reasons = explain_request(open_project(copy), DALARNA)
    assert reasons["cluster_mapping:dalarna"] == [
        "table cluster_scores changed",
        "what the catalogue says of cluster_scores changed",  # it is invented again
    ]
    assert not reasons["industrial_strengths:dalarna"]


def test_what_is_said_about_a_table_renews_the_page_too(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    about = copy / "data" / "imported" / "cluster_scores.toml"
    about.write_text(about.read_text("utf-8").replace("Region Test", "Region Annan"), "utf-8")
    assert explain_request(open_project(copy), DALARNA)["cluster_mapping:dalarna"] == ["table cluster_scores changed"]
