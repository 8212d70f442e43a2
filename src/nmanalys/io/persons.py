"""Register microdata, one row a person: counted where they lie, in one pass, never held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.acero as acero
import pyarrow.compute as pc
import pyarrow.dataset as ds

from nmanalys.errors import DataError, nearest
from nmanalys.vocabulary.typing import LongTable

__all__ = ["count_persons"]


def count_persons(
    files: Path | str | Iterable[Path | str],
    by: Sequence[str],
    *,
    where: pc.Expression | None = None,
    name: str = "value",
) -> LongTable:
    """Count the rows of Parquet files for each combination of some columns.

    Parameters
    ----------
    files : path or iterable of paths
        Parquet files with the same columns, or a folder of them.
    by : sequence of str
        Columns whose combinations are counted, such as year, county and industry.
    where : pyarrow expression, optional
        Rows that count, such as ``pc.field("education") == "eftergymnasial_3plus"``.
    name : str
        Name of the column of counts.

    Returns
    -------
    DataFrame
        One row for each combination that occurs, sorted, with the number of persons. A combination with a missing
        key keeps it. Counts are not protected: suppress small cells before anything leaves the secure
        environment (`nmanalys.io.disclosure`).

    Raises
    ------
    DataError
        If a file is absent or no Parquet, a column does not exist, or the files' columns differ in type.

    Examples
    --------
    >>> import tempfile
    >>> import pyarrow.parquet as pq
    >>> folder = tempfile.mkdtemp()
    >>> pq.write_table(pa.table({"county": ["20", "20", "21"], "sni": ["24", "24", "17"]}), folder + "/a.parquet")
    >>> count_persons(folder, ["county", "sni"]).values.tolist()
    [['20', '24', 2], ['21', '17', 1]]
    """
    if not by:
        raise DataError("Name at least one column to count by.")
    source = _open(files)
    absent = [column for column in by if column not in source.schema.names]
    if absent:
        raise DataError(f"{_place(files)}: no column '{absent[0]}'. {nearest(absent[0], source.schema.names)}")
    counted = acero.AggregateNodeOptions([([], "hash_count_all", None, name)], list(by))
    try:
        # little is read ahead: the counting is what takes the time, and memory stays small
        rows = source.scanner(columns=list(by), filter=where, batch_readahead=4, fragment_readahead=1).to_reader()
        steps = [
            acero.Declaration("record_batch_reader_source", acero.RecordBatchReaderSourceNodeOptions(rows)),
            acero.Declaration("aggregate", counted),
        ]
        table = acero.Declaration.from_sequence(steps).to_table()
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{_place(files)}: cannot be counted ({error}).") from None
    return table.sort_by([(column, "ascending") for column in by]).to_pandas()


def _open(files: Path | str | Iterable[Path | str]) -> ds.Dataset:
    paths = [str(files)] if isinstance(files, Path | str) else [str(file) for file in files]
    if not paths:
        raise DataError("No file to count in.")
    absent = [path for path in paths if not Path(path).exists()]
    if absent:
        raise DataError(f"{absent[0]}: there is no such file or folder.")
    try:
        return ds.dataset(paths[0] if len(paths) == 1 else paths, format="parquet")
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{_place(files)}: cannot be read as Parquet ({error}).") from None


def _place(files: Path | str | Iterable[Path | str]) -> str:
    return str(files) if isinstance(files, Path | str) else "the files"
