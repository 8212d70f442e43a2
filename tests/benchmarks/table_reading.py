"""Time reading and checking a table, as a ratio to what pandas alone takes to read the same file as texts.

    python tests/benchmarks/table_reading.py --rows 30000 --rounds 5

Both alternate in one run; medians of the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table

ROOT = Path(__file__).parents[2]
DIVISIONS = 88


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        rows = (f"{place // DIVISIONS:04d},{place % DIVISIONS + 1:02d},2024,{place}\n" for place in range(options.rows))
        path.write_text("municipality_code,sni_division,year,employed\n" + "".join(rows), encoding="utf-8")
        table = replace(load_catalogue(ROOT)["employment_municipalities"], path=path)
        seconds: dict[str, list[float]] = {"ours": [], "pandas": []}
        for _ in range(options.rounds + 1):  # the first of each imports what it needs
            for name, read in (("ours", lambda: read_table(table)), ("pandas", lambda: pd.read_csv(path, dtype=str))):
                begun = time.perf_counter()
                if len(read()) != options.rows:
                    raise SystemExit(f"{name} lost rows.")
                seconds[name].append(time.perf_counter() - begun)
    ours, pandas = (statistics.median(taken[1:]) for taken in seconds.values())
    sys.stdout.write(
        f"{options.rows} rows: read and checked in {ours:.3f} s, read as texts by pandas in {pandas:.3f} s: "
        f"{ours / pandas:.1f} times\n"
    )


if __name__ == "__main__":
    main()
