"""Parameters and scenarios: what is accepted, what is refused, and what an unnamed scenario is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmanalys.errors import ParameterError
from nmanalys.pipeline.scenario import make_scenario
from nmanalys.vocabulary.parameters import Parameters, describe, validate


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("lq_treshold=1.5", "Unknown parameter 'lq_treshold'. Did you mean 'lq_threshold'"),
        ("lq_threshold=abc", "'lq_threshold': .*valid number.*'abc'"),
        ("lq_threshold=-1", "'lq_threshold': .*greater than 0"),
        ("lq_threshold=", "'lq_threshold'"),
        ("lq_threshold=[1", "'lq_threshold'"),
        ("lq_threshold=.nan", "'lq_threshold'"),
        ("as_of=yesterday", "'as_of' must be a date"),
        ("year=2024.5", "'year'"),
        ("change_to=2020", "change_to"),
        ("region=20", "--region"),
        ("lq_threshold", "is not an assignment"),
    ],
)
def test_what_is_refused(tmp_path: Path, assignment: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        make_scenario(tmp_path, assignments=[assignment])


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ParameterError) as caught:
        validate({"lq_treshold": 1, "year": 1800})
    assert len(str(caught.value).splitlines()) == 2


def test_an_override_equal_to_the_default_is_the_baseline(tmp_path: Path) -> None:
    assert make_scenario(tmp_path, assignments=["lq_threshold=1.25"]).name == "baseline"


def test_the_command_line_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "my.yml"
    file.write_text("lq_threshold: 2.0\nas_of: 2025-12-31\n")
    scenario = make_scenario(tmp_path, file=file, assignments=["lq_threshold=1.5"])
    assert scenario.overrides == {"lq_threshold": 1.5, "as_of": "2025-12-31"}
    assert scenario.name == "as_of-2025-12-31_lq_threshold-1.5"


@pytest.mark.parametrize("content", ["- 1\n- 2", "a: [", "\x00", "1.5: lq_threshold"])
def test_a_damaged_file_is_told(tmp_path: Path, content: str) -> None:
    file = tmp_path / "my.yml"
    file.write_text(content)
    with pytest.raises(ParameterError, match=r"my\.yml"):
        make_scenario(tmp_path, file=file)


def test_a_named_scenario_keeps_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "scenarios"
    folder.mkdir(parents=True)
    (folder / "strict.yml").write_text("lq_threshold: 1.5\n")
    assert make_scenario(tmp_path, name="strict").overrides == {"lq_threshold": 1.5}
    with pytest.raises(ParameterError, match=r"Unknown scenario 'strikt'\. Did you mean 'strict'"):
        make_scenario(tmp_path, name="strikt")
    with pytest.raises(ParameterError, match="Unknown scenario"):
        make_scenario(tmp_path, name="../scenarios/strict")


def test_a_fault_is_told_with_the_place_that_it_stands_in(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "scenarios"
    folder.mkdir(parents=True)
    (folder / "old.yml").write_text("lq_treshold: 1.5\nmin_share: 7\nchange_to: 2021\n")
    with pytest.raises(ParameterError) as caught:
        make_scenario(tmp_path, name="old", assignments=["min_employees=-1", "min_share=0.01"])
    unknown, negative = sorted(str(caught.value).splitlines(), reverse=True)
    assert "lq_treshold" in unknown and unknown.endswith("old.yml)")
    assert "min_employees" in negative and negative.endswith("(from the command line)")
    (folder / "old.yml").write_text("change_to: 2021\n")
    with pytest.raises(ParameterError, match=r"later than change_from=2023 \(from .*old\.yml and the command line\)"):
        make_scenario(tmp_path, name="old", assignments=["change_from=2023"])
    with pytest.raises(ParameterError, match=r"'new'.* A scenario is a file NAME\.yml in .*data/scenarios"):
        make_scenario(tmp_path, name="new")


def test_every_parameter_is_described_in_both_languages() -> None:
    for row in describe():
        assert row["sv"] and row["en"] and row["unit"]


@given(st.floats(0.01, 10), st.floats(0.01, 10))
def test_different_overrides_have_different_names(one: float, other: float) -> None:
    names = {make_scenario(Path(), assignments=[f"lq_threshold={value!r}"]).name for value in (one, other)}
    assert len(names) == len({one, other}) and all("/" not in name for name in names)


def test_the_model_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Parameters().year = 2020


def test_a_value_out_of_bounds_is_told_with_its_bounds(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"not -1\.0\. .*\[.*\], default [\d.]+; more than 0; at most 10\."):
        make_scenario(tmp_path, assignments=["lq_threshold=-1.0"])
