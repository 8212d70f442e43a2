"""Every region stage runs for regions that lack what the three counties have, and the pages say what is missing.

Gotland has suppressed industries, no university, no test areas, no clusters and no survey; Norra Mellansverige has
official divisions of its own and three universities.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from nmanalys.io.reference import load_regions
from nmanalys.io.store import read_result
from nmanalys.measures.finer_industries import official_divisions
from nmanalys.pipeline.build import Request, open_project, run_request
from nmanalys.pipeline.stage import read_stages
from nmanalys.vocabulary.results import RESULTS

TEXT = "application/vnd.nmanalys.text+json"
PLACES = ("gotland", "norra-mellansverige")
WRONG = re.compile(r"\bnan\b|\bNone\b|\bTrue\b|\bFalse\b|<NA>|\{\{|\binf\b| [,.;:]|  |\.\.\s|,\.|:\.|\bav de 0\b")


def region_stages(root: Path) -> tuple[str, ...]:
    return tuple(stage.name for stage in read_stages(root / "notebooks").values() if stage.scope == "region")


def page(executed: Path, stage: str, place: str) -> tuple[dict[str, str], Path]:
    """What a page says, and the folder of its job."""
    folder = next((executed / "_build" / "jobs" / stage / place).iterdir())
    cells = json.loads((folder / "notebook.ipynb").read_text("utf-8"))["cells"]
    outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
    return {key: text for data in outputs for key, text in data.get(TEXT, {}).items()}, folder


def result(executed: Path, stage: str, place: str, table: str) -> pd.DataFrame:
    return read_result(next(page(executed, stage, place)[1].rglob(f"{table}.parquet")))


@pytest.mark.parametrize("place", PLACES)
def test_every_sentence_is_finished(executed: Path, root: Path, place: str) -> None:
    for stage in region_stages(root):
        for key, text in page(executed, stage, place)[0].items():
            plain = text.replace("\u202f", " ").strip()
            assert not WRONG.search(plain), f"{stage}, {key}: {plain}"


def test_a_region_without_universities_clusters_and_survey_has_a_book(
    executed: Path, root: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(executed, project)
    shutil.copytree(root / "book", project / "book", ignore=shutil.ignore_patterns("__pycache__"))
    report = run_request(open_project(project), Request(regions=("gotland",)), publish=True)
    assert report.book is not None and {outcome.status for outcome in report.outcomes} <= {"done", "fresh"}
    pages = sorted((report.book.parent / "regions" / "gotland").glob("*.html"))
    articles = {path.stem[:2]: BeautifulSoup(path.read_text("utf-8"), "html.parser").article for path in pages}
    assert {"05", "10", "15", "20", "30", "40", "50", "60"} <= set(articles)
    # nothing is shown of universities elsewhere, and no exhibit is without a source
    assert "Boken har inget lärosäte i regionen att jämföra" in articles["20"].get_text()
    for name, article in articles.items():
        sources = [node.get_text(" ", strip=True) for node in article.select(".nm-source, figure .legend")]
        assert sources and all(len(text) > len("Källor: ") for text in sources), name


def test_what_cannot_be_judged_is_not_called_weak(executed: Path) -> None:
    profile, combined = (page(executed, stage, "gotland")[0] for stage in ("profile", "combined_strengths"))
    assert profile["strength_areas"].startswith("Kan inte bedömas på Gotland")
    assert "går inte att säga" in combined["lead_tiers"]
    assert profile["areas"].startswith("Boken har inga testområden")
    table = result(executed, "combined_strengths", "gotland", "combined_strengths")
    assert set(table["tier"]) == {"kan ej bedömas"}


def test_a_suppressed_area_has_no_score_on_any_page(executed: Path) -> None:
    cells = result(executed, "industrial_strengths", "gotland", "evidence_map")
    hidden = set(cells[(cells["criterion"] == "lq") & (cells["state"] == "skyddas")]["area_id"])
    scores = result(executed, "combined_strengths", "gotland", "combined_strengths").set_index("area_id")[
        "industry_score"
    ]
    assert hidden and scores[scores.isna()].index.isin(list(hidden)).all()
    assert scores[list(hidden)].isna().all()
    outcome = result(executed, "test_areas", "gotland", "overall_strengths").set_index("area_id")["outcome"]
    assert set(outcome[list(hidden)]) == {"underlag saknas"}


def test_the_joint_regions_quotients_are_the_official_ones(executed: Path, root: Path) -> None:
    nuts = pd.read_csv(root / "data" / "statistics" / "employment_nuts2.csv", dtype={"sni_division": str})
    known = official_divisions(nuts, load_regions(root).find("NMS").nuts)
    published = result(executed, "industrial_strengths", "norra-mellansverige", "official_divisions")
    lq = published.set_index("sni_division")["lq"]
    assert lq.loc["24"] == pytest.approx(5.36, abs=0.005) == pytest.approx(known.loc["24", "lq"], abs=0.005)
    assert published["employed"].isna().sum() == 14, "suppressed divisions stay so"
    lead = page(executed, "industrial_strengths", "norra-mellansverige")[0]["lead_official"]
    assert "I Norra Mellansverige har stål och metall 5,36" in lead


def test_the_first_page_is_made_from_results_alone(root: Path) -> None:
    profile = read_stages(root / "notebooks")["profile"]
    assert set(profile.reads) <= set(RESULTS)
