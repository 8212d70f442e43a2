"""Location quotients from person records against a bare group-by of pyarrow over the same files.

    python tests/benchmarks/person_quotients.py --persons 10000000

Makes invented person records in Parquet (county, five-digit industry, year, sex, education), then runs both in
turn, each time in a process of its own, and reports medians: wall time with reading, and the process's
peak memory. Importing the libraries is not timed; it is in the memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

KEYS = ["year", "county", "industry"]
FILES, INDUSTRIES, YEARS = 8, 820, 5


def write_records(folder: Path, persons: int) -> None:
    """Write person records in several files, one at a time."""
    rng = np.random.default_rng(20160401)
    counties = pa.array([f"{code:02d}" for code in (1, *range(3, 11), *range(12, 15), *range(17, 26))])
    industries = pa.array([f"{code:05d}" for code in sorted(rng.choice(99_999, INDUSTRIES, replace=False))])
    sizes = rng.dirichlet(np.full(INDUSTRIES, 0.5))
    for number in range(FILES):
        rows = persons // FILES
        table = pa.table({
            "person": pa.array(np.arange(number * rows, (number + 1) * rows)),
            "year": pa.array(rng.integers(2016, 2016 + YEARS, rows).astype(np.int16)),
            "county": counties.take(pa.array(rng.integers(0, len(counties), rows))),
            "industry": industries.take(pa.array(rng.choice(INDUSTRIES, rows, p=sizes))),
            "sex": pa.array(rng.integers(1, 3, rows).astype(np.int8)),
            "education": pa.array(rng.integers(1, 8, rows).astype(np.int8)),
        })  # fmt: skip
        pq.write_table(table, folder / f"persons-{number}.parquet")


def run_bare(folder: Path) -> int:
    """Group and count, nothing else."""
    return pq.read_table(folder, columns=KEYS).group_by(KEYS).aggregate([([], "count_all")]).num_rows


def run_ours(folder: Path) -> int:
    """Count, and the quotients of every county, industry and year."""
    from nmanalys import count_persons, location_quotients_from_long

    return len(location_quotients_from_long(count_persons(folder, KEYS), region="county"))


def measure(way: str, folder: Path) -> None:
    """Run one way in this process and write its figures as JSON."""
    if way == "ours":
        import nmanalys.io.persons
        import nmanalys.measures.long_panel  # noqa: F401
    start = time.perf_counter()
    rows = globals()[f"run_{way}"](folder)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_mb": peak, "rows": rows}))


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--measure", choices=["bare", "ours"])
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.measure:
        measure(chosen.measure, chosen.folder)
        return
    figures: dict[str, list[dict[str, float]]] = {"bare": [], "ours": []}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_records(folder, chosen.persons)
        for _ in range(chosen.rounds):
            for way, found in figures.items():
                command = [sys.executable, __file__, "--measure", way, "--folder", str(folder)]
                found.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    median = {way: statistics.median(run["seconds"] for run in found) for way, found in figures.items()}
    peak = {way: max(run["peak_mb"] for run in found) for way, found in figures.items()}
    sys.stdout.write(f"{chosen.persons} persons, {figures['ours'][0]['rows']:.0f} quotients, {chosen.rounds} rounds\n")
    for way in figures:
        ratio = median[way] / median["bare"]
        sys.stdout.write(f"{way:<6} median {median[way]:6.2f} s  ratio {ratio:5.2f}  peak {peak[way]:6.0f} MB\n")


if __name__ == "__main__":
    main()
