"""The hash of a result table's content, whatever run made it."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["content_hash"]


def content_hash(path: Path) -> str:
    """Hash the columns and rows of a Parquet file, not its metadata.

    Two runs with different parameters may publish the same numbers; what reads them need not run again.

    Returns
    -------
    str
        SHA-256, hexadecimal.
    """
    # slow to import, and a build with nothing to do remembers the hashes
    import pyarrow as pa
    from pyarrow import parquet

    # read_table would import pandas
    table = parquet.ParquetFile(path).read(use_threads=False).replace_schema_metadata(None)
    table = table.cast(pa.schema([field.with_metadata(None) for field in table.schema])).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return hashlib.sha256(sink.getvalue()).hexdigest()
