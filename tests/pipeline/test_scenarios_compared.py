"""Comparing scenarios and sweeping a grid, on a small project whose answers are known."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from typer.testing import CliRunner

from nmanalys.cli import app
from nmanalys.errors import ParameterError, PlanError
from nmanalys.pipeline.build import Project, Request, open_project
from nmanalys.pipeline.comparison import compare_requests
from nmanalys.pipeline.sweep import MOST_POINTS, grid, sweep_requests
from nmanalys.vocabulary.results import RESULTS
from nmanalys.vocabulary.verdicts import VERDICTS
from notebooks import write_notebook

LOAD = 'import nmanalys as nm\ncounty = nm.region(region)\nrows = nm.load("employment", county)'
# A is leading below 1.3, F below 1.3 with few employed only, Q always
STRENGTHS = """rows = rows.query("sni_group in ('A', 'F', 'Q') and year == 2024")[["region_code", "sni_group"]]
leading = {"A": lq_threshold < 1.3, "F": lq_threshold < 1.3 and min_employees < 100, "Q": True}
rows = rows.assign(lq=2.0, is_leading=rows["sni_group"].map(leading), passed_share=0.5)"""
PUBLISH = 'nm.publish(rows.reset_index(drop=True), "industrial_strengths")'


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Project:
    shutil.copytree(root / "data", tmp_path / "data")
    write_notebook(
        tmp_path / "notebooks", "10_strengths", reads=("employment",), writes=("industrial_strengths",),
        code=(LOAD, STRENGTHS, PUBLISH),
        parameters='region = "20"\nlq_threshold = 1.25\nmin_employees = 200\ncompetence_threshold = 1.25',
    )  # fmt: skip
    return open_project(tmp_path)


def test_a_change_is_put_down_to_the_parameter_that_made_it(project: Project) -> None:
    def compare(*assignments: str) -> dict[str, tuple[str, str]]:
        found = compare_requests(
            project, Request(regions=("20",)), Request(regions=("20",), assignments=assignments)
        ).changes
        return dict(zip(found["item"], zip(found["change"], found["parameters"], strict=True), strict=True))

    assert compare("lq_threshold=1.5") == {"A": ("vanishes", "lq_threshold")}
    assert compare("lq_threshold=1.5", "min_employees=50") == {"A": ("vanishes", "lq_threshold")}
    assert compare("min_employees=50") == {"F": ("appears", "min_employees")}
    # a parameter that the stage does not use did not do it
    assert compare("min_employees=50", "confidence=0.9") == {"F": ("appears", "min_employees")}
    strict = Request(regions=("20",), assignments=("lq_threshold=1.5",))
    back = compare_requests(project, strict, Request(regions=("20",), assignments=("min_employees=50",))).changes
    assert dict(zip(back["item"], back["parameters"], strict=True)) == {
        "A": "lq_threshold",
        "F": "lq_threshold + min_employees",
    }
    # one that takes no part in it is found out, though none of the three is enough alone
    three = Request(regions=("20",), assignments=("min_employees=50", "competence_threshold=1.4"))
    back = compare_requests(project, strict, three).changes
    assert set(zip(back["item"], back["parameters"], strict=True)) == {
        ("A", "lq_threshold"),
        ("F", "lq_threshold + min_employees"),
    }
    with pytest.raises(PlanError, match="same parameters"):
        compare()


def test_a_move_is_put_down_to_those_that_make_all_of_it(project: Project) -> None:
    # without A and without F, Q moves up by one place each; J is judged by the strict scenario only
    judged = """rows = rows.query("sni_group in ('A', 'F', 'Q', 'J') and year == 2024")[["region_code", "sni_group"]]
rows = rows[rows["sni_group"].ne("J") | (lq_threshold > 1.3)]
leading = {"A": lq_threshold < 1.3, "F": min_employees < 300, "Q": True, "J": False}
rows = rows.assign(lq=rows["sni_group"].map({"A": 3, "F": 2.5, "Q": 2, "J": 1.0}), passed_share=0.5,
                   is_leading=rows["sni_group"].map(leading))"""
    write_notebook(
        project.root / "notebooks", "10_strengths", reads=("employment",), writes=("industrial_strengths",),
        code=(LOAD, judged, PUBLISH), parameters='region = "20"\nlq_threshold = 1.25\nmin_employees = 200',
    )  # fmt: skip
    where = {"regions": ("20", "17"), "jobs": 1}
    found = compare_requests(
        open_project(project.root),
        Request(**where),
        Request(**where, assignments=("lq_threshold=1.5", "min_employees=500")),
    )
    here = found.changes[found.changes["region_code"].eq("20")]
    assert dict(zip(here["item"], here["parameters"], strict=True)) == {
        "A": "lq_threshold",
        "F": "min_employees",
        "Q": "lq_threshold + min_employees",
    }
    assert (found.judged, found.regions) == (8, ("17", "20"))


def test_a_sweep_counts_goes_on_and_is_written(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    axes = grid(["lq_threshold=1.0,1.25,1.5", "min_employees=50,200"])
    found = sweep_requests(project, Request(regions=("20",)), axes)
    shares = dict(zip(found.survival["item"], found.survival["strengths"], strict=True))
    assert shares == {"Q": 6, "A": 4, "F": 2} and set(found.survival["points"]) == {6}
    # a second time nothing runs
    monkeypatch.setattr("nmanalys.pipeline.task.execute_task", None)
    again = sweep_requests(project, Request(regions=("20",)), axes)
    pd.testing.assert_frame_equal(again.survival, found.survival)

    arguments = [
        "-p",
        "lq_threshold=1.0,1.25,1.5",
        "-p",
        "min_employees=50,200",
        "-r",
        "20",
        "--project",
        str(project.root),
    ]
    told = CliRunner().invoke(app, ["sweep", *arguments])
    assert told.exit_code == 0, told.output
    assert "Vård och omsorg; sociala tjänster is a strength at 6 of 6 points" in told.output
    folder = next((project.root / "_build" / "sweeps").iterdir())
    page = (folder / "index.html").read_text("utf-8")
    assert (
        '<html lang="sv">' in page
        and "<caption" in page
        and "aria-label" in page
        and "http" not in page.replace("http://www.w3.org", "")
    )
    assert "(lq_threshold): 1 · 1,25 · 1,5." in page
    offered = [unquote(link) for link in re.findall(r'<a href="([^"#]+)"', page)]
    assert offered == ["känslighet.csv"] and len(pd.read_csv(folder / offered[0])) == 3

    told = CliRunner().invoke(
        app, ["compare", "baseline", "lq_threshold=1.5", "-r", "20", "--project", str(project.root)]
    )
    assert told.exit_code == 0, told.output
    assert "Jordbruk, skogsbruk och fiske vanishes: ja → nej (lq_threshold)" in told.output
    assert "1 of 3 verdicts differ" in told.output


def test_a_report_says_what_it_rests_on_and_what_it_started_from(project: Project) -> None:
    def report(*arguments: str) -> tuple[Path, str]:
        told = CliRunner().invoke(app, [*arguments, "-r", "dalarna", "--project", str(project.root)])
        assert told.exit_code == 0, told.output
        path = Path(told.output.rpartition("Page and CSV: ")[2].strip())
        return path.parent, path.read_text("utf-8")

    rows = 'rows = pd.DataFrame({"region_code": ["20"], "sni_division": ["01"], "employed": 9, "lq": 2.0})'
    judged = "rows = rows.assign(covered_share=0.0, is_outside=lq_threshold < 1.3)"
    write_notebook(
        project.root / "notebooks",
        "20_finer",
        reads=("employment_divisions",),
        writes=("strengths_outside",),
        code=(f"import pandas as pd\nimport nmanalys as nm\n{rows}", judged, 'nm.publish(rows, "strengths_outside")'),
        parameters='region = "20"\nlq_threshold = 1.25',
    )
    folder, page = report("compare", "baseline", "lq_threshold=1.5,threshold_grid=[1.0,1.5]")
    assert folder.name.endswith("--dalarna") and "bedömningar för Dalarna ändras" in page
    official, invented = re.split("<h2>Styrkor utanför testområdena</h2>", page)
    assert "påhittade" not in official and "Källa: SCB" in official and "Officiell statistik." in official
    assert "Vilar på påhittade exempeldata" in invented
    # nothing is ranked there
    assert "Plats</th>" in official and "Plats</th>" not in invented
    assert "1\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}–\N{WORD JOINER}" in official

    _, page = report("sweep", "-p", "lq_threshold=1.0,1.5", "-s", "10", "-r", "gotland")
    assert "branschgrupper på Gotland: " in page and "branschgrupper på Gotland, alla värden" in page
    plain, page = report("sweep", "-p", "lq_threshold=1.0,1.5")
    assert "Övriga antaganden" not in page
    assert page.count('prefers-color-scheme: dark)" srcset') == page.count("<img ") > 0
    # a value is written as in the book, and what alone is a strength is named
    _, page = report("sweep", "-p", "lq_threshold=1.2,1.5", "-p", "threshold_grid=[1.0,1.5],[2.0]", "-s", "20")
    assert "(threshold_grid): 1 och 1,5 · 2." in page and "härtill är inte en styrka i alla" in page
    _, page = report("compare", "baseline", "lq_threshold=1.5,min_share=0.01")
    assert "lq_threshold = 1,5, min_share = 1 %" in re.sub("[\u00a0\u202f]", " ", page)
    folder, page = report("sweep", "-p", "lq_threshold=1.0,1.5", "--scenario", "strict")
    assert folder != plain and "Övriga antaganden är de i strict: " in page
    assert "(min_employees): 500 i stället för 200" in page and "(lq_threshold): 1,5 i" not in page


@pytest.mark.parametrize(
    ("assignments", "message"),
    [
        ((), "two points or more"),
        (("lq_threshold=1.5",), "two points or more"),
        (("lq_threshold",), "no list of values"),
        (("lq_threshold=1.0,,1.5",), "no list of values"),
        (("lq_threshold=1.0,1.5", "lq_threshold=2"), "given twice"),
        (("lq_threshold=1.0,1.0",), "names a value twice"),
        (("min_employees=" + ",".join(map(str, range(MOST_POINTS + 1))),), "is the most"),
    ],
)
def test_a_wrong_grid_is_told(assignments: tuple[str, ...], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        grid(assignments)


def test_scenarios_named_in_swedish_have_reports_of_their_own(project: Project) -> None:
    for name, value in (("åtta", 1.5), ("ätta", 1.6)):
        (project.root / "data" / "scenarios" / f"{name}.yml").write_text(f"lq_threshold: {value}\n")
        CliRunner().invoke(app, ["compare", "baseline", name, "-r", "20", "--project", str(project.root)])
    folders = {folder.name for folder in (project.root / "_build" / "compare").iterdir()}
    assert folders == {"baseline--åtta--dalarna", "baseline--ätta--dalarna"}


def test_a_wrong_value_is_told_before_anything_runs(project: Project) -> None:
    with pytest.raises(ParameterError, match="lq_threshold"):
        sweep_requests(project, Request(regions=("20",)), grid(["lq_threshold=1.0,-1"]))
    with pytest.raises(ParameterError, match="written in two ways"):
        sweep_requests(project, Request(regions=("20",)), grid(["lq_threshold=1.5,1.50"]))
    assert not (project.root / "_build" / "jobs").exists()
    assert grid(["threshold_grid=[1.0,1.5],[1.0,2.0]"]) == {"threshold_grid": ("[1.0, 1.5]", "[1.0, 2.0]")}


def test_nothing_to_tell_is_told(project: Project) -> None:
    for axes in (["confidence=0.9,0.95"], ["confidence=0.9,0.95", "joint_cut=0.5,0.6"]):
        with pytest.raises(PlanError, match="No strength in the chosen stages depends on confidence"):
            sweep_requests(project, Request(regions=("20",)), grid(axes))
    write_notebook(project.root / "notebooks", "30_mute", code=("import nmanalys as nm",))
    mute = {"regions": ("20",), "stages": ("30",)}
    with pytest.raises(PlanError, match="judges strengths, phases or classes"):
        compare_requests(
            open_project(project.root), Request(**mute), Request(**mute, assignments=("lq_threshold=1.5",))
        )
    assert not (project.root / "_build" / "jobs").exists()

    told = CliRunner().invoke(
        app, ["compare", "baseline", "confidence=0.9", "-r", "20", "--project", str(project.root)]
    )
    page = Path(told.output.rpartition("Page and CSV: ")[2].strip()).read_text("utf-8")
    assert "Ingen av 3 bedömningar för Dalarna ändras" in page and "Så är jämförelsen gjord" not in page


def test_verdicts_name_columns_that_exist() -> None:
    for verdict in VERDICTS:
        columns = RESULTS[verdict.table].columns
        assert {verdict.item, verdict.column, *filter(None, [verdict.rank, verdict.name])} <= set(columns)
