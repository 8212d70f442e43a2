"""Notebooks are prose with calls: thin, without outputs, declared truly, and they run without this project's runner."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nmanalys
from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.reference import load_regions
from nmanalys.pipeline.plan import plan_jobs
from nmanalys.pipeline.scenario import Scenario
from nmanalys.pipeline.stage import Stage, read_stage, read_stages
from nmanalys.vocabulary.results import RESULTS
from nmanalys.vocabulary.strength_results import RESTS_ON

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
STAGES = {
    "05_profile", "10_industrial_strengths", "15_diversification", "20_combined_strengths", "30_test_areas",
    "40_cluster_mapping", "50_survey_results", "60_monitoring", "80_norra_mellansverige", "90_project",
}  # fmt: skip
LONGEST_CELL, LONGEST_LINE, MOST_CELLS = 9, 135, 18
FORBIDDEN = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.Lambda, ast.If, ast.With,
             ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)  # fmt: skip
MATTERS_OF_THE_LIBRARY = {"pandas", "numpy", "matplotlib", "seaborn", "geopandas", "pathlib", "os"}


def cells(path: Path) -> list[dict]:
    return [{**cell, "source": "".join(cell["source"])} for cell in json.loads(path.read_text("utf-8"))["cells"]]


def code(path: Path) -> list[tuple[int, str]]:
    return [
        (position, cell["source"])
        for position, cell in enumerate(cells(path), start=1)
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", ())
    ]


def test_all_stages_are_there() -> None:
    assert {path.stem for path in NOTEBOOKS} >= STAGES


def test_the_stages_can_be_planned(root: Path) -> None:
    regions = load_regions(root)
    stages = read_stages(root / "notebooks")
    plan = plan_jobs(stages, load_catalogue(root), regions, Scenario(), selected_regions=regions.counties)
    assert len(plan.jobs) == sum(21 if stage.scope == "region" else 1 for stage in stages.values())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    """What holds for each notebook."""

    def test_it_is_kept_without_outputs(self, path: Path) -> None:
        for cell in cells(path):
            assert not cell.get("outputs") and cell.get("execution_count") is None

    def test_its_cells_are_few_and_short(self, path: Path) -> None:
        sources = code(path)
        assert len(sources) <= MOST_CELLS
        for position, source in sources:
            assert len(source.splitlines()) <= LONGEST_CELL, f"cell {position} has {len(source.splitlines())} lines"
            assert max(map(len, source.splitlines())) <= LONGEST_LINE, f"cell {position} has a long line"

    def test_its_code_only_calls(self, path: Path) -> None:
        for position, source in code(path):
            for node in ast.walk(ast.parse(source)):
                assert not isinstance(node, FORBIDDEN), f"cell {position}: {type(node).__name__}"
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    names = {alias.name for alias in node.names}
                    assert names == {"nmanalys"}, f"cell {position} imports {names}"

    def test_its_numbers_are_parameters(self, path: Path) -> None:
        for position, source in code(path):
            for node in ast.walk(ast.parse(source)):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, (int, float))
                    and not isinstance(node.value, bool)
                ):
                    assert node.value in (0, 1), f"cell {position}: the number {node.value} is to be a parameter"
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    assert not node.value.startswith(("/", "C:")), f"cell {position}: a path"

    def test_its_prose_types_no_number_that_data_give(self, path: Path) -> None:
        for position, cell in enumerate(cells(path), start=1):
            if cell["cell_type"] == "markdown":
                assert not re.search(r"\d+,\d+ ?%|\d %", cell["source"].replace("0 %", "")), f"cell {position}"

    def test_its_reads_and_writes_are_all_used(self, path: Path) -> None:
        stage, source = read_stage(path), "\n".join(text for _, text in code(path))
        for table in stage.reads:
            assert f'nm.load("{table}"' in source, f"declares '{table}' but does not load it"
        for table in stage.writes:
            assert f'"{table}")' in source and table in RESULTS

    def test_its_calls_exist(self, path: Path) -> None:
        unknown = read_stage(path).uses - set(nmanalys.exports())
        assert not unknown

    def test_it_shows_at_least_two_exhibits(self, path: Path) -> None:
        assert sum(source.count("nm.show(") for _, source in code(path)) >= 2

    def test_its_parameters_are_used(self, path: Path) -> None:
        stage: Stage = read_stage(path)
        text = "\n".join(cell["source"] for cell in cells(path) if "parameters" not in cell["metadata"].get("tags", ()))
        for name in stage.parameters:
            assert re.search(rf"\b{name}\b", text), f"'{name}' is not used"


def test_a_notebook_runs_under_plain_papermill(tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    command = [
        sys.executable,
        "-m",
        "papermill",
        "notebooks/10_industrial_strengths.ipynb",
        str(out),
        "-p",
        "region",
        "20",
    ]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NMANALYS_")}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    outputs = [output for cell in json.loads(out.read_text("utf-8"))["cells"] for output in cell.get("outputs", [])]
    assert any("image/svg+xml" in output.get("data", {}) for output in outputs)


def test_strengths_are_hashed_before_the_test_areas_are_read() -> None:
    source = "\n".join(text for _, text in code(ROOT / "notebooks" / "30_test_areas.ipynb"))
    hashed = source.index("nm.table_hash(")
    for table in ("priorities", "priority_links"):
        assert hashed < source.index(f'nm.load("{table}"')


def test_no_stage_that_finds_strengths_can_read_the_test_areas() -> None:
    stages = read_stages(ROOT / "notebooks")
    found = {table for table in stages["test_areas"].reads if table in RESULTS}
    finders = [stage for stage in stages.values() if found & set(stage.writes)]
    assert {stage.name for stage in finders} == {"industrial_strengths", "combined_strengths"}
    for stage in finders:
        assert not {"priorities", "priority_links"} & set(stage.reads)


def test_a_result_rests_on_tables_that_its_stage_reads() -> None:
    writers = {table: stage for stage in read_stages(ROOT / "notebooks").values() for table in stage.writes}
    for table, behind in RESTS_ON.items():
        assert behind <= set(writers[table].reads)
