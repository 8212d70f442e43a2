"""Compare nmanalys, ecomplexity and econcomplex on one invented long panel, side by side.

    python tests/benchmarks/complexity_panel.py --regions 1165 --industries 600 --years 5

Every library gets its own process and the same Parquet file, and computes location quotients (RCA), specialisations,
proximity, density, ECI and PCI for each year, from a long table to a long table. Reported are wall time without
reading the file and importing the library; the memory that the computation adds to the process, result included;
the process's peak; each of the first two as a ratio to ours; and whether ECI agrees. econcomplex answers with the
rows that it was given, as ours does when asked for nothing else; ecomplexity with every pair of region and
industry, as `pairs="all"` does.
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
import warnings
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd

WAYS = ("nmanalys", "nmanalys_all", "ecomplexity", "econcomplex")
MODULES = {"nmanalys": "nmanalys.measures.long_panel", "nmanalys_all": "nmanalys.measures.long_panel"}


def panel(regions: int, industries: int, years: int) -> pd.DataFrame:
    """A nested panel: able regions have hard industries."""
    rng = np.random.default_rng(20160401)
    ability, difficulty = np.sort(rng.random(regions))[:, None], np.sort(rng.random(industries))[None, :]
    present = 1 / (1 + np.exp(-8 * (ability - difficulty))) + 0.02
    tables = []
    for year in range(years):
        cells = np.floor(rng.lognormal(3, 1.5, present.shape)) * (rng.random(present.shape) < present)
        rows, columns = np.nonzero(cells)
        names = {"region": np.char.add("r", rows.astype(str)), "industry": np.char.add("i", columns.astype(str))}
        tables.append(pd.DataFrame({"year": 2016 + year, **names, "value": cells[rows, columns]}))
    return pd.concat(tables, ignore_index=True)


def eci_of(result: pd.DataFrame) -> pd.Series:
    """The index of each region, once."""
    once = result[["year", "region", "eci"]].drop_duplicates(["year", "region"])
    return once.set_index(["year", "region"])["eci"]


def run_nmanalys(table: pd.DataFrame) -> pd.Series:
    """ECI by year and region."""
    from nmanalys import complexity_from_long

    return eci_of(complexity_from_long(table))


def run_nmanalys_all(table: pd.DataFrame) -> pd.Series:
    """ECI by year and region, with a row for every pair."""
    from nmanalys import complexity_from_long

    return eci_of(complexity_from_long(table, pairs="all"))


def run_ecomplexity(table: pd.DataFrame) -> pd.Series:
    """ECI by year and region."""
    from ecomplexity import ecomplexity

    names = {"time": "year", "loc": "region", "prod": "industry", "val": "value"}
    result = ecomplexity(table, names, verbose=False, check_logsupermodularity=False)
    return eci_of(result)


def run_econcomplex(table: pd.DataFrame) -> pd.Series:
    """ECI by year and region."""
    from econcomplex import compute_complexity

    names = {"loc": "region", "act": "industry", "val": "value"}
    result = compute_complexity(table, names, time_col="year", compute_coi_cog=False)
    return eci_of(result)


def measure(library: str, path: Path) -> None:
    """Run one library in this process and write its figures as JSON."""
    warnings.simplefilter("ignore")
    import_module(MODULES.get(library, library))
    table = pd.read_parquet(path)
    before = resident_mb()
    start = time.perf_counter()
    eci = globals()[f"run_{library}"](table)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    eci.rename("eci").rename_axis(["year", "region"]).reset_index().to_parquet(path.with_suffix(f".{library}"))
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_mb": peak, "added_mb": peak - before}))


def resident_mb() -> float:
    """Memory of this process now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def compare(path: Path, rounds: int) -> list[str]:
    """Lines of the comparison: medians over the rounds, in each of which every way has its turn."""
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way, found in runs.items():
            command = [sys.executable, __file__, "--measure", way, "--path", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                found.append(json.loads(done.stdout.splitlines()[-1]))
    figures = {
        way: {key: statistics.median(run[key] for run in found) for key in found[0]} if found else None
        for way, found in runs.items()
    }
    ours = figures["nmanalys"]
    lines = [
        f"{'library':<12} {'seconds':>9} {'ratio':>7} {'added MB':>9} {'ratio':>7} {'peak MB':>9} {'|corr ECI|':>11}"
    ]
    reference = pd.read_parquet(path.with_suffix(".nmanalys")).set_index(["year", "region"])["eci"]
    for way, result in figures.items():
        if result is None:
            lines.append(f"{way:<12} failed")
            continue
        eci = pd.read_parquet(path.with_suffix(f".{way}")).set_index(["year", "region"])["eci"]
        agreement = abs(np.corrcoef(reference, eci.reindex(reference.index))[0, 1])
        time_ratio, memory_ratio = (result[key] / max(ours[key], 1e-9) for key in ("seconds", "added_mb"))
        lines.append(
            f"{way:<12} {result['seconds']:>9.2f} {time_ratio:>7.1f} {result['added_mb']:>9.0f} "
            f"{memory_ratio:>7.1f} {result['peak_mb']:>9.0f} {agreement:>11.6f}"
        )
    return lines


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=300)
    parser.add_argument("--industries", type=int, default=200)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", choices=WAYS)
    parser.add_argument("--path", type=Path)
    chosen = parser.parse_args()
    if chosen.measure:
        measure(chosen.measure, chosen.path)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "panel.parquet"
        table = panel(chosen.regions, chosen.industries, chosen.years)
        table.to_parquet(path)
        size = f"{chosen.regions} regions, {chosen.industries} industries, {chosen.years} years, {len(table)} rows"
        sys.stdout.write("\n".join([size, *compare(path, chosen.rounds)]) + "\n")


if __name__ == "__main__":
    main()
