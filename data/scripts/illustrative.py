"""Make every illustrative table: ``python data/scripts/illustrative.py [FOLDER]``.

The tables stand in for statistics that are not embedded. They are invented, and agree with every published margin
there is: a county's divisions add up to its industry group, municipalities to their county, education levels to the
employed, publications and funding to what the universities have printed. They look like the real thing: small cells
are suppressed, firms do not answer, some belong to two clusters.

One seed; the same input gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import illustrative_assessments as assessments
import illustrative_economy as economy
import illustrative_research as research
from illustrative_common import ROOT, write


def main(root: Path = ROOT) -> None:
    """Write the tables under `root`/data."""
    for folder, tables in (
        ("statistics", economy.tables()),
        ("statistics", research.tables()),
        ("assessments", assessments.assessment_tables()),
        ("survey", assessments.survey_tables()),
    ):
        for name, frame in tables.items():
            write(frame, root / "data" / folder / f"{name}.csv")
    # the share of high answers comes from the invented survey that was just written
    for name, frame in assessments.indicator_tables(root).items():
        write(frame, root / "data" / "assessments" / f"{name}.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
