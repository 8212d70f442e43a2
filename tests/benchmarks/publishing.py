"""What publishing costs as a book grows: CPU seconds of 148 and of 602 pages, and the excess over linear growth.

    nmanalys build && python tests/benchmarks/publishing.py

The pages of the default book, executed notebooks and result tables as they lie in ``_build``, are published for further
regions than there are: each is a county with another name, so nothing is executed. Publishing is everything from the
executed notebooks to the finished book: assembling, Jupyter Book, the checks, putting it in place. Linear growth is
what the smaller book costs a page, for as many pages as the larger has.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from nmanalys.pipeline.build import Request, _page, open_project, run_request
from nmanalys.pipeline.publish import publish
from nmanalys.vocabulary.regions import Region, Regions

ROOT = Path(__file__).parents[2]
SIZES = (148, 602)
MOST_EXCESS = 70.0  # CPU seconds

Record = Mapping[str, Any]


def executed_pages() -> list[Record]:
    """Return the records of the default book's pages, none of which is executed here."""
    report = run_request(open_project(ROOT), Request())
    if ran := [outcome.job.id for outcome in report.outcomes if outcome.status != "fresh"]:
        raise SystemExit(f"Not up to date: {', '.join(ran)}. Run `nmanalys build` first.")
    return [_page(outcome, "0000000") for outcome in report.outcomes]


def further_regions(regions: Regions, like: list[Region]) -> Iterator[Region]:
    """Yield counties without end that are named after those of the book."""
    for number, region in enumerate(cycle(like), start=1):
        name = f"{region.name} {number}"
        yield replace(
            region, code=f"R{number}", nuts=f"R{number}", name=name, genitive=name, slug=f"{region.slug}-{number}"
        )


def multiplied(records: list[Record], regions: Regions, pages: int) -> tuple[list[Record], Regions]:
    """Give the pages further regions until there are about so many of them; return them with the regions."""
    joint = [record for record in records if not record["region"]]
    places = [regions.find(code) for code in dict.fromkeys(record["region"] for record in records if record["region"])]
    counties = list(islice(further_regions(regions, places), pages))
    made = list(joint)
    for region, like in zip(counties, cycle(places), strict=False):
        if len(made) >= pages:
            break
        made += [{**record, "region": region.code} for record in records if record["region"] == like.code]
    return made[:pages], Regions([*regions, *counties])


def spent() -> float:
    """CPU seconds of this process and of all that it has started and seen end."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measure(records: list[Record], regions: Regions, wanted: int) -> tuple[int, float, float]:
    """Publish a book of so many pages; return its pages, CPU seconds and wall seconds.

    A county's page to explore and the pages written by hand come on top of the executed ones.
    """
    project = open_project(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("book", "data"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        executed = wanted
        while len(book := multiplied(records, regions, executed)[0]) + extra(root, book) > wanted:
            executed -= 1
        pages, known = multiplied(records, regions, executed)
        before, begun = spent(), time.perf_counter()
        start = publish(
            root,
            scenario="baseline",
            pages=pages,
            catalogue=project.catalogue,
            regions=known,
            stages=project.stages,
            epoch=1_783_296_000,
        )
        wall, cpu = time.perf_counter() - begun, spent() - before
        return len(list(start.parent.rglob("*.html"))), cpu, wall


def extra(root: Path, book: list[Record]) -> int:
    """Count the pages that no notebook makes: written and generated ones, the search and the page of a wrong address."""
    from nmanalys.pipeline.publish_explore import SOURCES

    written = len(list((root / "book").glob("*.md"))) + 1
    return written + sum(bool(record["region"]) and set(record["writes"]) >= SOURCES for record in book) + 2


def main() -> None:
    """Publish both books and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", nargs="+", type=int, default=SIZES)
    sizes = parser.parse_args().pages
    records, regions = executed_pages(), open_project(ROOT).regions
    found = []
    for size in sizes:
        pages, cpu, wall = measure(records, regions, size)
        found.append((pages, cpu))
        sys.stdout.write(
            f"{pages:4} pages: {cpu:6.1f} CPU s, {1000 * cpu / pages:4.0f} ms a page ({wall:.0f} s by the clock)\n"
        )
        sys.stdout.flush()
    (small, cheap), (large, dear) = found[0], found[-1]
    if large > small:
        excess = dear - cheap * large / small
        verdict = "met" if excess <= MOST_EXCESS else "MISSED"
        sys.stdout.write(f"{excess:+.1f} CPU s beyond linear growth; allowed {MOST_EXCESS:g}: {verdict}\n")


if __name__ == "__main__":
    main()
