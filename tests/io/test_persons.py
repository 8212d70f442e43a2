from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmanalys.errors import DataError
from nmanalys.io.persons import count_persons

PEOPLE = st.lists(st.tuples(st.sampled_from(["17", "20", None]), st.sampled_from(["24", "17"]), st.integers(1, 3)))


@settings(max_examples=30, deadline=None)
@given(people=PEOPLE.filter(len), cut=st.integers(0, 10))
def test_counts_are_those_of_pandas(tmp_path_factory, people, cut):
    folder = tmp_path_factory.mktemp("people")
    table = pa.table(dict(zip(["county", "sni", "level"], map(list, zip(*people, strict=True)), strict=True)))
    table = table.cast(pa.schema([("county", pa.string()), ("sni", pa.string()), ("level", pa.int8())]))
    pq.write_table(table.slice(0, cut), folder / "a.parquet")
    pq.write_table(table.slice(cut), folder / "b.parquet")
    expected = table.to_pandas().groupby(["county", "sni"], dropna=False).size()
    found = count_persons(folder, ["county", "sni"])
    assert found["value"].sum() == len(people)
    assert sorted(found["value"]) == sorted(expected)
    high = count_persons([folder / "a.parquet", folder / "b.parquet"], ["sni"], where=pc.field("level") > 2)
    assert (
        high.set_index("sni")["value"].to_dict() == table.to_pandas().query("level > 2").groupby("sni").size().to_dict()
    )


def test_faults_are_named(tmp_path):
    file = tmp_path / "people.parquet"
    pq.write_table(pa.table({"county": ["20"], "sni": ["24"]}), file)
    with pytest.raises(DataError, match=r"no column 'countty'\. Did you mean 'county'"):
        count_persons(file, ["countty"])
    with pytest.raises(DataError, match=r"nowhere\.parquet: there is no such file"):
        count_persons(tmp_path / "nowhere.parquet", ["county"])
    with pytest.raises(DataError, match="No file"):
        count_persons([], ["county"])
    with pytest.raises(DataError, match="at least one column"):
        count_persons(file, [])
    (tmp_path / "text.parquet").write_text("county,sni\n20,24\n")
    with pytest.raises(DataError, match="cannot be"):
        count_persons(tmp_path / "text.parquet", ["county"])
    pq.write_table(pa.table({"county": [20], "sni": ["24"]}), tmp_path / "other.parquet")
    with pytest.raises(DataError, match="cannot be"):
        count_persons([file, tmp_path / "other.parquet"], ["county"], where=pc.field("nosuch") > 1)
    assert isinstance(count_persons(file, ["county"]), pd.DataFrame)
