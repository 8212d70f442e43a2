"""The two files that Jupyter Book reads."""

from __future__ import annotations

import difflib
from types import SimpleNamespace

import pytest
import yaml
from samples import REGIONS, SOURCE

from nmanalys.pipeline.book_config import EXTENSIONS, render_config, render_default_toc
from nmanalys.pipeline.stage import read_stages
from nmanalys.vocabulary.regions import Regions

COUNTIES = [region for region in Regions.from_rows(REGIONS) if region.kind == "county"]


def assert_same(path: str, expected: str) -> None:
    found = (SOURCE / path).read_text(encoding="utf-8")
    diff = "\n".join(difflib.unified_diff(found.splitlines(), expected.splitlines(), path, "generated", lineterm=""))
    assert found == expected, f"{path} is stale. Run: python -m nmanalys.pipeline.book_config\n{diff}"


def test_the_committed_configuration_is_the_generated_one() -> None:
    assert_same("_config.yml", render_config())


def test_the_committed_contents_are_the_generated_ones() -> None:
    if not any((SOURCE / "notebooks").glob("*.ipynb")):
        pytest.skip("no notebooks yet")
    assert_same("_toc.yml", render_default_toc(read_stages(SOURCE / "notebooks"), COUNTIES))


def test_no_extension_brings_scripts_from_elsewhere() -> None:
    settings = yaml.safe_load(render_config())["sphinx"]["config"]
    assert settings["extensions"] == EXTENSIONS
    assert not {"sphinx_thebe", "sphinx_comments"} & set(EXTENSIONS)
    assert settings["language"] == "sv"


def test_pages_of_a_county_stand_together_by_number() -> None:
    stages = {
        name: SimpleNamespace(page=name, scope="joint" if name[0] in "89" else "region", writes=())
        for name in ("10_b", "05_a", "90_d", "80_c")
    }
    toc = yaml.safe_load(render_default_toc(stages, COUNTIES))
    assert [part["caption"] for part in toc["parts"]][:4] == ["Värmland", "Dalarna", "Gävleborg", "Länen tillsammans"]
    assert toc["parts"][1]["chapters"] == [{"file": "regions/dalarna/05_a"}, {"file": "regions/dalarna/10_b"}]
    assert toc["parts"][3]["chapters"] == [{"file": "gemensamt/80_c"}, {"file": "gemensamt/90_d"}]
