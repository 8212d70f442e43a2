"""Time an imported survey from its file to its page: importing, then running the survey's stage for one county.

    python tests/benchmarks/survey_intake.py --responses 100000 --rows long
    python tests/benchmarks/survey_intake.py --responses 100000 --rows wide --xlsx

A response is one answer in long rows (five a firm), or one firm with its five answers in wide rows.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from nmanalys.io.intake import import_survey
from nmanalys.pipeline.build import Request, open_project, run_request
from own_files import ANSWERS, HEADER, ITEMS, KEY, SPEC, as_csv, as_xlsx, number, write

ROOT = Path(__file__).parents[2]
LONG = "layout: long\nitem_column: Fråga\nanswer_column: Svar\n"


def rows(responses: int, layout: str) -> list[list[str]]:
    """A survey's rows; every firm has another number."""
    chance = random.Random(20160401)
    firms = responses if layout == "wide" else responses // len(ITEMS)
    made = [HEADER[:8] if layout == "wide" else [*HEADER[:3], "Fråga", "Svar"]]
    for serial in range(firms):
        about = [number(serial), ("Triple Steelix", "ITS Dalarna")[serial % 2], ("1–9", "10–49")[serial % 2]]
        answers = chance.choices([*ANSWERS, "Vet ej"], k=len(ITEMS))
        made += [[*about, *answers]] if layout == "wide" else [
            [*about, item, answer] for item, answer in zip(ITEMS, answers, strict=True)
        ]  # fmt: skip
    return made


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--rows", choices=["long", "wide"], default="long")
    parser.add_argument("--xlsx", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, outside = Path(name) / "project", Path(name)
        shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("imported"))
        (folder / "notebooks").mkdir()
        shutil.copy(ROOT / "notebooks" / "50_survey_results.ipynb", folder / "notebooks")
        data = (as_xlsx if options.xlsx else as_csv)(rows(options.responses, options.rows))
        spec = SPEC.replace("firms: 60}", f"firms: {options.responses}}}") + (LONG if options.rows == "long" else "")
        files = write(outside, "svar.xlsx" if options.xlsx else "svar.csv", data), write(outside, "spec.yml", spec)
        begun = time.perf_counter()
        done = import_survey(folder, *files, day="2026-03-01", key_file=write(outside, "key.txt", KEY))
        imported = time.perf_counter() - begun
        if not done.is_stored:
            raise SystemExit("\n".join(done.reports[0].lines()))
        begun = time.perf_counter()
        report = run_request(open_project(folder), Request(regions=("dalarna",)))
        page = time.perf_counter() - begun
    status = ", ".join(outcome.status for outcome in report.outcomes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{options.responses} responses in {options.rows} rows: import {imported:.1f} s, page {page:.1f} s ({status}), "
        f"together {imported + page:.1f} s; {peak:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
