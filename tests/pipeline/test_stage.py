"""A notebook's declaration: what it says, and what is found when it does not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nmanalys.errors import NotebookError
from nmanalys.pipeline.stage import read_stage, read_stages
from notebooks import write_notebook


def test_a_declaration_is_read(tmp_path: Path) -> None:
    path = write_notebook(
        tmp_path,
        reads=("employment",),
        writes=("location_quotients",),
        code=('import nmanalys as nm\ntable = nm.load("employment")', 'nm.publish(table, "location_quotients")'),
    )
    stage = read_stage(path)
    assert (stage.number, stage.name, stage.scope, stage.page) == ("10", "first", "region", "10_first")
    assert stage.reads == ("employment",) and stage.writes == ("location_quotients",)
    assert stage.parameters == ("lq_threshold",)
    assert stage.uses == {"load", "publish"}


def test_outputs_do_not_change_the_source_hash(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, code=("1 + 1",))
    before = read_stage(path).source_hash
    path.write_text(path.read_text().replace('"execution_count": null', '"execution_count": 7'))
    assert read_stage(path).source_hash == before
    path.write_text(path.read_text().replace("1 + 1", "1 + 2"))
    assert read_stage(path).source_hash != before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"front": "hello"}, "cell 1: no declaration"),
        ({"front": "---\nstage: first\n---"}, "cell 1: the declaration is wrong at 'title'"),
        ({"front": "---\nstage: first\ntitle: a\nscope: region\nreads: []\ncolour: red\n---"}, "at 'colour'"),
        ({"front": "---\nstage: [\n---"}, "cell 1: the declaration is wrong"),
        ({"front": "---\nstage: other\ntitle: a\nscope: region\nreads: []\n---"}, r"is to be NN_other\.ipynb"),
        (
            {"parameters": 'region = "20"\nlq_treshold = 1.25'},
            "cell 3: unknown parameter 'lq_treshold'. Did you mean 'lq_threshold'",
        ),
        ({"parameters": 'region = "20"\nlq_threshold = 1.5'}, r"declared default is 1\.25.*-p lq_threshold=1\.5"),
        ({"parameters": "lq_threshold = 1.25"}, "only such a one, sets 'region'"),
        ({"parameters": 'region = "20"\nlq_threshold = max(1, 2)'}, "cell 3: the parameters cell holds lines"),
        (
            {"code": ('nm.load("employment")',)},
            r"cell 4: nm\.load\('employment'\) is not declared. Add 'employment' to 'reads'",
        ),
        ({"code": ('nm.publish(x, "y")',)}, r"nm\.publish\('y'\) is not declared"),
        ({"code": ("nm.load(name)",)}, r"nm\.load\(None\) is not declared"),
        ({"code": ("x = = 1",)}, "cell 4, line 1"),
        ({"code": ("from helpers import f",)}, "cell 4: from helpers import f. helpers lies beside the notebook"),
        ({"code": ("from nmanalys import load",)}, "cell 4: from nmanalys import load. Import the library by"),
        ({"code": ("import nmanalys.io.store as nm",)}, "cell 4: import nmanalys.io.store as nm. Import"),
        ({"code": ("import os, nmanalys",)}, "cell 4: import os, nmanalys. Import"),
    ],
)
def test_a_declaration_that_does_not_hold_is_told(tmp_path: Path, arguments: dict, message: str) -> None:
    (tmp_path / "helpers.py").touch()
    with pytest.raises(NotebookError, match=message) as caught:
        read_stage(write_notebook(tmp_path, **arguments))
    assert "10_first.ipynb" in str(caught.value)


NO_TAGS = json.dumps(
    {"cells": [{"cell_type": "markdown", "source": "---\nstage: first\n---", "metadata": {"tags": None}}]}
)


@pytest.mark.parametrize("content", ["", "{", '{"cells": 3}', '{"nbformat": 4}', "\x00", NO_TAGS])
def test_an_unreadable_notebook_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "10_first.ipynb"
    path.write_text(content)
    with pytest.raises(NotebookError, match=r"10_first\.ipynb"):
        read_stage(path)


def test_two_notebooks_of_one_stage_are_told(tmp_path: Path) -> None:
    write_notebook(tmp_path, "10_first")
    write_notebook(tmp_path, "20_first")
    with pytest.raises(NotebookError, match="both declare 'first'"):
        read_stages(tmp_path)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="No notebooks"):
        read_stages(tmp_path)
