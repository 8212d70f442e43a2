"""Reading every table, its speed, and writing results whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet
import pytest
from pandas import DataFrame
from pandas.testing import assert_frame_equal

from nmanalys.errors import DataError
from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import provenance_of, read_result, write_result
from nmanalys.io.table_checks import check_tables
from nmanalys.vocabulary.schema import count, integer, real, table, text, truth

RESULT = table(
    "result",
    ["region_code"],
    {
        "region_code": text("Länskod", "County code", pattern=r"\d\d", form="two digits"),
        "year": integer("År", "Year", "år"),
        "employed": count("Sysselsatta", "Employed", "personer", nullable=True),
        "lq": real("Lokaliseringskvot", "Location quotient", "kvot", ge=0, nullable=True),
        "robust": truth("Robust", "Robust", nullable=True),
    },
)
FRAME = DataFrame(
    {
        "region_code": ["17", "20"],
        "year": [2024, 2024],
        "employed": [4612.0, np.nan],
        "lq": [1.25, np.nan],
        "robust": pd.array([True, None], dtype="boolean"),
    }
)


def test_every_table_of_the_project_is_sound(root: Path) -> None:
    assert check_tables(load_catalogue(root)) == []


def test_a_result_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "baseline" / "dalarna" / "result.parquet"
    write_result(FRAME, path, RESULT, {"stage": "profile", "region": "20"})
    assert_frame_equal(read_result(path), FRAME)
    assert provenance_of(path) == {"stage": "profile", "region": "20"}
    assert [file.name for file in path.parent.iterdir()] == ["result.parquet"]


def test_units_and_descriptions_are_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "result.parquet"
    write_result(FRAME, path, RESULT, {})
    about = parquet.read_schema(path).field("lq").metadata
    assert about[b"unit"] == b"kvot"
    assert about[b"sv"].decode() == "Lokaliseringskvot"


def test_column_order_index_and_harmless_types_are_put_right(tmp_path: Path) -> None:
    path = tmp_path / "result.parquet"
    frame = FRAME[FRAME.columns[::-1]].set_index(pd.Index([7, 9]))
    frame = frame.astype({"region_code": object, "year": "int32", "robust": "boolean"})
    frame["employed"] = pd.array([4612, None], dtype="Int64")
    write_result(frame, path, RESULT, {})
    assert_frame_equal(read_result(path), FRAME)


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_result(FRAME, tmp_path / name, RESULT, {"b": 1, "a": 2} if name == "a" else {"a": 2, "b": 1})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (FRAME.drop(columns="lq"), "mend lq"),
        (FRAME.assign(x=1), "mend x"),
        (FRAME.assign(lq=-1.0), "row 0, column lq: -1.0 is less than 0"),
        (FRAME.assign(region_code="17"), "column region_code: '17' multiple_fields_uniqueness"),
        (FRAME.assign(year=2024.5), "column year"),
        (FRAME.assign(employed=[1.5, 2.0]), "1.5 is not a whole number"),
    ],
)
def test_a_result_that_breaks_its_schema_is_not_written(tmp_path: Path, frame: DataFrame, message: str) -> None:
    path = tmp_path / "result.parquet"
    with pytest.raises(DataError, match="Result 'result'") as caught:
        write_result(frame, path, RESULT, {})
    assert message in str(caught.value)
    assert not path.exists()


def test_a_failed_write_leaves_the_old_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "result.parquet"
    write_result(FRAME, path, RESULT, {"run": 1})
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_result(FRAME, path, RESULT, {"run": 2})
    assert provenance_of(path) == {"run": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["result.parquet"]


def test_a_missing_or_damaged_result_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="run the stage that writes 'strengths' first"):
        read_result(tmp_path / "strengths.parquet")
    (tmp_path / "strengths.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(DataError, match="is damaged"):
        read_result(tmp_path / "strengths.parquet")
