"""A small project of two counties whose notebooks were executed by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from nmanalys.io.store import write_result
from nmanalys.vocabulary.regions import Regions
from nmanalys.vocabulary.results import RESULTS

SOURCE = Path(__file__).parents[2]
EPOCH = 1_783_296_000  # 6 July 2026
TEXT = "application/vnd.nmanalys.text+json"
COLUMNS = ("code", "nuts", "name", "genitive", "slug", "kind", "members")
REGIONS = [
    dict(zip(COLUMNS, row, strict=True))
    for row in (
        ("00", "SE", "riket", "rikets", "riket", "nation", ""),
        ("17", "SE311", "Värmland", "Värmlands", "varmland", "county", ""),
        ("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county", ""),
        ("21", "SE313", "Gävleborg", "Gävleborgs", "gavleborg", "county", ""),
    )
]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="691" height="200" viewBox="0 0 691 200">'
    '<path d="M 0 200 L 691 200 L 691 0 L 0 0 z" style="fill: #ffffff"/>'
    '<path d="M 190 160 L 680 160 L 680 10 L 190 10 z" style="fill: #ffffff"/>'
    '<rect width="691" height="200" fill="#fff"/><path d="M100 20V180" stroke="#707070"/>'
    '<circle cx="300" cy="60" r="6" fill="#C33132"/><circle cx="180" cy="120" r="6" fill="#C33132"/>'
    '<text x="320" y="64" font-size="14">Stål 3,4</text></svg>'
)
TABLE = (
    '<div id="abc"><style>#abc td {color: red}</style><table class="gt_table"><caption>x</caption><thead><tr>'
    '<th></th><th class="gt_right" style="color:#333">Kvot</th></tr></thead><tbody><tr><th>Stål</th>'
    '<td class="gt_right">3,4</td></tr></tbody></table></div>'
)
CODE_VERSION = "abc1234567"


def table(name: str, status: str, title: str, **more: Any) -> SimpleNamespace:
    """Make an entry of the catalogue."""
    column = SimpleNamespace(metadata={"sv": "Sysselsatta", "unit": "personer"})
    facts = {
        "producer": "SCB",
        "table_id": "TAB3785",
        "url": "https://www.scb.se/",
        "licence": "CC0",
        "vintage": "2020–2025",
        "unit": "personer",
        "breaks": ({"year": 2020, "note": "BAS i stället för RAMS"},),
        "note_sv": "Summor stämmer inte alltid.",
        "path": Path(f"data/{name}.csv"),
        "schema": SimpleNamespace(columns={"employed": column}),
    }
    return SimpleNamespace(name=name, status=status, title_sv=title, **(facts | more))


CATALOGUE = {
    "employment": table("employment", "official", "Sysselsatta efter arbetsställe"),
    "education": table(
        "education", "illustrative", "Sysselsatta efter utbildning", producer="Projektet", table_id="", url=""
    ),
    "priorities": table("priorities", "published", "Prioriterade områden", producer="Regionerna", table_id=""),
}


def markdown(text: str) -> dict[str, Any]:
    """Make a Markdown cell."""
    return {"cell_type": "markdown", "id": "m", "metadata": {}, "source": text}


def code(source: str, *outputs: Mapping[str, Any], tags: tuple[str, ...] = ()) -> dict[str, Any]:
    """Make an executed code cell."""
    return {
        "cell_type": "code",
        "id": "k",
        "execution_count": 1,
        "metadata": {"tags": list(tags)},
        "outputs": list(outputs),
        "source": source,
    }


def shown(data: Mapping[str, Any], **meta: Any) -> dict[str, Any]:
    """Make the output that `nm.show` leaves."""
    return {"output_type": "display_data", "data": dict(data), "metadata": {"nmanalys": meta}}


def figure(**changes: Any) -> dict[str, Any]:
    """Make a figure's output."""
    meta = {
        "kind": "figure",
        "label": "fig-lq",
        "caption": "Industrin är större i {{region}} än i riket",
        "alt": "Punktdiagram. Stål har kvoten 3,4 i {{region}}, trä 1,2.",
        "sources": ["employment"],
        "data_csv": "bransch,kvot,år\nStål & rör,3.4,2024\nTrä,1.25,2024\nPapper,,2024\n",
    }
    return shown({"image/svg+xml": SVG, "text/plain": "punktdiagram"}, **(meta | changes))


def sheet(**changes: Any) -> dict[str, Any]:
    """Make a table's output."""
    meta = {
        "kind": "table",
        "label": "tab-lq",
        "caption": "Kvoter för {{region}}",
        "alt": "",
        "sources": ["education"],
        "data_csv": "bransch,kvot\nStål,3.4\n",
    }
    return shown({"text/html": TABLE, "text/plain": "tabell"}, **(meta | changes))


def told(**values: str) -> dict[str, Any]:
    """Make the output that `nm.tell` leaves."""
    return {"output_type": "display_data", "metadata": {}, "data": {TEXT: values, "text/plain": str(values)}}


def strengths_cells() -> list[dict[str, Any]]:
    """Return the cells of an executed notebook of a region."""
    stray = {"output_type": "stream", "name": "stdout", "text": "stray words"}
    return [
        {"cell_type": "raw", "id": "r", "metadata": {}, "source": "---\nstage: industrial_strengths\n---"},
        markdown(
            "# Näringslivets styrkor i {{region}}\n\n{{region}} har {{leading}} som tongivande bransch. "
            "En {term}`lokaliseringskvot` på minst {{lq_threshold}} krävs."
        ),
        code("region = '20'\nlq_threshold = 1.25", tags=("parameters",)),
        code("region = '17'", tags=("injected-parameters",)),
        code("import nmanalys as nm", stray),
        markdown(
            "## Vilka branscher är större här än i riket?\n\n"
            "Se {numref}`fig-lq` och [metoden](../book/metoder.md), eller [länets profil](stage:profile)."
        ),
        code("lq = nm.location_quotient(employment)"),
        code("nm.show(nm.plot_lq(lq), label='fig-lq')", stray, figure()),
        code("nm.tell(leading='stål <b>& rör</b>')", told(leading="stål <b>& rör</b>")),
        markdown(
            "## Hur ser siffrorna ut?\n\n$$LQ_{ri} = \\frac{E_{ri}/E_r}{E_i/E}$$ (eq-lq)\n\n{numref}`tab-lq` visar."
        ),
        code("nm.show(nm.table_lq(lq), label='tab-lq')", sheet()),
        code("nm.publish(lq, 'location_quotients')"),
    ]


def profile_cells() -> list[dict[str, Any]]:
    """Return the cells of a second stage, which reads the first one's result."""
    missing = shown(
        {"text/html": "<p>Inga uppgifter.</p>"},
        kind="missing",
        label="fig-none",
        caption="Patent",
        sources=["employment"],
    )
    return [
        markdown("# Länets profil: {{region}}\n\nKort om {{region}}."),
        code("region = '20'", tags=("parameters",)),
        markdown(
            "## Vad är länet starkt på?\n\nSe [styrkorna](stage:industrial_strengths) och [båda länen](stage:joint)."
        ),
        code("nm.show(x)", missing),
    ]


def joint_cells() -> list[dict[str, Any]]:
    """Return the cells of a joint stage."""
    return [
        markdown("# Länen sida vid sida\n\nTvå län."),
        markdown("## Vad skiljer?\n\nLäs [Dalarnas styrkor](stage:industrial_strengths/dalarna)."),
        code("nm.show(y)", figure(label="fig-both", caption="Båda länen", alt="Två punkter, 3,4 och 1,2.")),
    ]


@dataclass
class Sample:
    """A project folder and what `publish` is to be called with."""

    root: Path
    pages: list[dict[str, Any]]

    def page(self, stage: str, region: str | None = "20") -> dict[str, Any]:
        """Return a page's record."""
        return next(page for page in self.pages if page["stage"] == stage and page["region"] == region)

    def rewrite(self, stage: str, cells: list[dict[str, Any]], region: str | None = "20") -> None:
        """Give a page other cells."""
        write_notebook(Path(self.page(stage, region)["notebook"]), cells)

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """Return the arguments of `publish`."""
        given = {
            "scenario": "baseline",
            "pages": self.pages,
            "catalogue": CATALOGUE,
            "regions": Regions.from_rows(REGIONS),
            "overrides": {},
            "problems": [],
            "stages": [],
            "epoch": EPOCH,
        }
        return given | changes


def add_exploration(sample: Sample) -> None:
    """Let a county's stage publish what its explore page is made of: five industries, one of them with no growth."""
    shutil.copytree(SOURCE / "data", sample.root / "data")
    page = sample.page("industrial_strengths")
    page["writes"] = ["location_quotients", "industry_change"]
    groups = {"A": (4575, 1.798), "B+C": (19697, 1.323), "Q": (28312, 1.238), "F": (11920, 0.9), "K": (1019, 0.346)}
    quotients = [
        {"region_code": "20", "sni_group": code, "year": 2024, "employed": count, "share": 0.1, "nation_share": 0.1,
         "lq": lq, "lower": lq - 0.05, "upper": lq + 0.05, "rank": 1, "regions": 21}
        for code, (count, lq) in groups.items()
    ]  # fmt: skip
    change = [
        {"region_code": "20", "sni_group": code, "start_year": 2020, "end_year": 2025, "start": start, "end": end,
         "national_share": 1.0, "industry_mix": 0.0, "regional_shift": 0.0, "lq_ratio": 1.0}
        for code, start, end in (("A", 4723, 4615), ("B+C", 19231, 20256), ("Q", 28000, 28500), ("F", 11250, 12003),
                                 ("K", None, 1000))
    ]  # fmt: skip
    folder = Path(page["results"])
    for name, rows in (("location_quotients", quotients), ("industry_change", change)):
        write_result(pd.DataFrame(rows), folder / f"{name}.parquet", RESULTS[name], {"table": name})


def write_notebook(path: Path, cells: list[dict[str, Any]]) -> None:
    """Write an executed notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")


def make_sample(folder: Path) -> Sample:
    """Make a project of Värmland and Dalarna with the real folder `book`."""
    shutil.copytree(SOURCE / "book", folder / "book", ignore=shutil.ignore_patterns("__pycache__", "regions"))
    stages = {
        "profile": ("05", "Länets profil", profile_cells, ["location_quotients", "employment"], ["own"]),
        "industrial_strengths": (
            "10",
            "Näringslivets styrkor",
            strengths_cells,
            ["employment", "education"],
            ["location_quotients"],
        ),
    }
    pages = []
    for stage, (number, title, cells, reads, writes) in stages.items():
        for region in ("17", "20"):
            pages.append(record(folder, stage, number, title, cells(), reads, writes, region))
    pages.append(record(folder, "joint", "80", "Länen sida vid sida", joint_cells(), ["employment"], [], None))
    return Sample(folder, pages)


def record(
    folder: Path,
    stage: str,
    number: str,
    title: str,
    cells: list[dict[str, Any]],
    reads: list[str],
    writes: list[str],
    region: str | None,
) -> dict[str, Any]:
    """Write an executed notebook and return its record."""
    results = folder / "_build" / "jobs" / stage / (region or "gemensamt")
    write_notebook(results / "notebook.ipynb", cells)
    return {
        "stage": stage,
        "number": number,
        "page": f"{number}_{stage}",
        "title": title,
        "region": region,
        "scope": "region" if region else "joint",
        "parameters": {"lq_threshold": 1.25, "year": 2024},
        "overrides": {},
        "reads": reads,
        "writes": writes,
        "tables": dict.fromkeys(reads, "0123456789abcdef" * 4),
        "fingerprint": "f" * 64,
        "versions": {"pandas": "3.0.0", "python": "3.11"},
        "code": CODE_VERSION,
        "stale": False,
        "scenario": "baseline",
        "started": "2026-01-01T00:00:00",
        "seconds": 3.2,
        "outcome": "done",
        "notebook": str(results / "notebook.ipynb"),
        "results": str(results),
    }
