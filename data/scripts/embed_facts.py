"""Take the real tables from a folder of documented facts: ``python data/scripts/embed_facts.py FACTS_DIR``.

Figures are copied as they stand; only their wording is put into Swedish (``facts_sv.toml``) and their keys are
made the project's own. The order of rows is fixed, so that a second run changes nothing.
"""

from __future__ import annotations

import csv
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SV = tomllib.loads((Path(__file__).with_name("facts_sv.toml")).read_text(encoding="utf-8"))
Row = dict[str, str]

FIRMS = "Nystartade företag enligt Tillväxtanalys"
PER_1000 = "Nystartade företag per 1 000 invånare 16–64 år enligt Tillväxtanalys"
REGISTERED = "Nyregistrerade företag per 1 000 invånare enligt Nyföretagarbarometern (Bolagsverket)"
SECTOR = "Utgifter för egen forskning och utveckling"
MARKS = "Varumärkesansökningar till PRV från sökande i länet"

# (indicator, unit) in the facts -> table, measure, definition
REGIONAL = {
    ("population total (31 Dec)", "persons"): ("population", "population", "Folkmängd 31 december"),
    ("newly started firms", "firms"): ("new_firms", "new_firms", FIRMS),
    ("newly started firms per 1000 inhabitants 16-64", "per 1000"): ("new_firms", "new_firms_per_1000", PER_1000),
    ("new firms per 1000 inhabitants (Nyföretagarbarometern)", "per 1000"): (
        "new_firms",
        "registered_firms_per_1000",
        REGISTERED,
    ),
    ("business enterprise R&D expenditure (BERD)", "MSEK current"): (
        "business_rd",
        "berd",
        "Företagssektorns utgifter för egen FoU efter län, metoden från 2020",
    ),
    ("business enterprise R&D expenditure (BERD), older series", "MSEK current"): (
        "business_rd",
        "berd_older",
        "Företagssektorns utgifter för egen FoU efter län, den äldre serien",
    ),
    ("R&D expenditure by sector: all sectors", "MSEK"): ("rd_by_sector", "all_sectors", f"{SECTOR}, alla sektorer"),
    ("R&D expenditure by sector: share of national total (%)", "%"): (
        "rd_by_sector",
        "national_share",
        f"{SECTOR}, andel av riket",
    ),
    ("R&D expenditure by sector: business", "MSEK"): ("rd_by_sector", "business", f"{SECTOR}, företagssektorn"),
    ("R&D expenditure by sector: higher education", "MSEK"): (
        "rd_by_sector",
        "higher_education",
        f"{SECTOR}, högskolesektorn",
    ),
    ("R&D expenditure by sector: government/public", "MSEK"): (
        "rd_by_sector",
        "government",
        f"{SECTOR}, övrig offentlig sektor",
    ),
    ("public-sector R&D expenditure", "MSEK"): ("rd_by_sector", "public_sector", f"{SECTOR}, offentlig sektor"),
    ("public-sector R&D full-time equivalents", "FTE"): (
        "rd_by_sector",
        "public_sector_fte",
        "Årsverken i egen forskning och utveckling, offentlig sektor",
    ),
    ("persons in public-sector R&D", "persons"): (
        "rd_by_sector",
        "public_sector_persons",
        "Personer i egen forskning och utveckling, offentlig sektor",
    ),
    ("R&D expenditure by sector: total", "MSEK current"): (
        "rd_by_sector",
        "national_total",
        f"{SECTOR}, rikets tidsserie, alla sektorer",
    ),
    ("R&D expenditure by sector: business", "MSEK current"): (
        "rd_by_sector",
        "national_business",
        f"{SECTOR}, rikets tidsserie, företagssektorn",
    ),
    ("R&D expenditure by sector: higher education", "MSEK current"): (
        "rd_by_sector",
        "national_higher_education",
        f"{SECTOR}, rikets tidsserie, högskolesektorn",
    ),
    ("trademark applications to PRV (first half-year)", "applications"): (
        "trademarks",
        "applications_first_half",
        f"{MARKS}, januari–juni",
    ),
    ("trademark applications to PRV (Jan-Nov)", "applications"): (
        "trademarks",
        "applications_to_november",
        f"{MARKS}, januari–november",
    ),
    ("trademark applications to PRV (Jan-Nov), incl. foreign", "applications"): (
        "trademarks",
        "applications_to_november_all",
        "Varumärkesansökningar till PRV med utländska sökande, januari–november",
    ),
    ("trademark applications to PRV", "applications"): (
        "trademarks",
        "applications_year",
        "Varumärkesansökningar till PRV, hela året",
    ),
    ("national patent applications (PRV)", "applications"): (
        "patents",
        "prv_applications",
        "Nationella patentansökningar till PRV från sökande i länet",
    ),
    ("national patent applications per 100000 inhabitants (PRV)", "per 100000"): (
        "patents",
        "prv_applications_per_100000",
        "Nationella patentansökningar till PRV per 100 000 invånare",
    ),
    ("patent applications to EPO", "applications"): ("patents", "epo_applications", "Patentansökningar till EPO"),
}
UNIVERSITIES = {"Högskolan Dalarna": "hda", "Högskolan i Gävle": "hig", "Karlstads universitet": "kau"}


def read(path: Path) -> Iterator[Row]:
    """Yield the rows of a file of facts."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def write(folder: str, name: str, rows: Iterable[Row], root: Path = ROOT) -> None:
    """Write a table; the first row gives the columns."""
    rows = list(rows)
    path = root / "data" / folder / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def swedish(section: str, text: str) -> str:
    """Return the Swedish wording; an unlisted text is an error."""
    try:
        return SV[section][text]
    except KeyError:
        raise SystemExit(f"data/scripts/facts_sv.toml lacks [{section}] {text!r}; add it.") from None


def indicator(text: str) -> str:
    """Return an indicator in Swedish."""
    for beginning, replacement in SV["beginnings"].items():
        if text.startswith(beginning):
            rest = text.removeprefix(beginning)
            return replacement + SV["endings"].get(rest, rest)
    return swedish("indicators", text)


def source(row: Row) -> Row:
    """Return the columns that say where a figure comes from."""
    title = row["source_title"].replace(", upd ", ", uppdaterad ")
    note = row["note"]
    return {
        "source_title": SV["titles"].get(title, title),
        "source_url": row["source_url"],
        "note": swedish("notes", note) if note else "",
    }


def employment(facts: Path) -> Iterator[Row]:
    """Yield SCB's employed by county, group and year."""
    rows = read(facts / "scb_bas_employed_by_workplace_2020_2025.csv")
    yield from sorted(rows, key=lambda row: (row["region_code"], row["year"], row["sni_group"]))


def employment_nuts2(facts: Path) -> Iterator[Row]:
    """Yield Eurostat's sections and divisions; the groups of section G are left out."""
    for row in read(facts / "eurostat_sbs_persons_employed_sweden_nuts2_2015.csv"):
        if row["nace_level"] in ("section", "division"):
            yield {
                "nuts": row["nuts"],
                "sni_division": row["nace_r2"][1:] or row["nace_r2"],
                "level": row["nace_level"],
                "year": row["year"],
                "employed": row["persons_employed"],
            }


def regional(figures: list[Row]) -> dict[str, list[Row]]:
    """Return the tables by county and year."""
    tables: dict[str, list[Row]] = {}
    for row in figures:
        target = target_of(row)
        if target is None:
            continue
        name, measure, definition = target
        tables.setdefault(name, []).append(
            {
                "region_code": row["geography"][:2],
                "year": row["period"][:4],
                "measure": measure,
                "value": row["value"],
                "unit": "procent" if row["unit"] == "%" else swedish("units", row["unit"]),
                "definition": definition,
                **source(row),
            }
        )
    for rows in tables.values():
        rows.sort(key=lambda row: (row["measure"], row["year"], row["region_code"]))
    return tables


def target_of(row: Row) -> tuple[str, str, str] | None:
    """Return where a figure by county belongs; None for municipalities, universities and the rest."""
    is_county = row["geography"][:2].isdigit() and row["geography"][2] == " "
    return REGIONAL.get((row["indicator"], row["unit"])) if is_county else None


def remaining(figures: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the figures on universities and all others, numbered by their row in the facts."""
    universities, others = [], []
    for number, row in enumerate(figures, start=2):
        if target_of(row) is not None:
            continue
        geography = SV["geographies"].get(row["geography"], row["geography"])
        period = SV["periods"].get(row["period"], row["period"])
        figure = {"indicator": indicator(row["indicator"]), "unit": swedish("units", row["unit"])}
        if geography in UNIVERSITIES:
            place = {"university": UNIVERSITIES[geography]}
            universities.append(place | figure | {"period": period, "value": row["value"]} | source(row))
        else:
            place = {"geography": place_name(geography), "period": period, "value": row["value"]}
            others.append({"id": f"f{number:04d}"} | figure | place | source(row))
    universities.sort(key=lambda row: (row["university"], row["period"], row["indicator"]))
    return universities, others


def place_name(geography: str) -> str:
    """Return a place without the code before it."""
    head, _, name = geography.partition(" ")
    return name if head.isdigit() or head == "SE31" else geography


def clusters(facts: Path) -> Iterator[Row]:
    """Yield the cluster organisations; what is unknown stays empty."""
    for row in read(facts / "clusters.csv"):
        name = row["name"].split(" (later")[0].replace("Hydraulikkluster (Hudiksvall)", "Hudiksvalls hydraulikkluster")
        yield {
            "cluster_id": slug(name.split(" / ")[0]),
            "name": name,
            **{column: row[column] for column in ("municipality_code", "municipality", "county_code")},
            **{column: row[column] for column in ("start_year", "member_firms")},
            "field_sv": SV["fields"].get(row["field"], row["field"]),
            "sni_divisions": row["sni_divisions_own_judgement"].replace(";", " "),
            "source_url": row["source_url"],
            "note_sv": swedish("clusters", row["name"]),
        }


def slug(name: str) -> str:
    """Return a name in lower-case ASCII with hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def main(facts: Path, root: Path = ROOT) -> None:
    """Write every real table."""
    figures = list(read(facts / "published_figures.csv"))
    write("statistics", "employment", employment(facts), root)
    write("statistics", "employment_nuts2", employment_nuts2(facts), root)
    for name, rows in regional(figures).items():
        write("statistics", name, rows, root)
    universities, others = remaining(figures)
    write("statistics", "university_figures", universities, root)
    write("statistics", "published_figures", others, root)
    write("assessments", "clusters", clusters(facts), root)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
