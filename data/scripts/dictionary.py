"""Write the data dictionary: ``python data/scripts/dictionary.py`` makes data/README.md from catalogue and schemas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nmanalys.io.catalogue import Catalogue, Table, load_catalogue
from nmanalys.vocabulary.schema import Column, key_of
from nmanalys.vocabulary.status import Status

ROOT = Path(__file__).resolve().parents[2]
TYPES = {"int64": "heltal", "float64": "tal", "bool": "sant/falskt", "boolean": "sant/falskt"}
INTRODUCTION = """# Data

Den här filen är gjord av `python data/scripts/dictionary.py` ur `data/catalogue.toml` och tabellernas scheman.
Ändra där, inte här.

Filerna är CSV i UTF-8 med komma mellan cellerna och punkt som decimaltecken. En tom cell är en uppgift som saknas
eller är skyddad, aldrig noll. Raderna är långa: en rad per cell. `okänd` betyder att ingen har kontrollerat uppgiften.

{statuses}

En region kan läsa in egna tabeller: `nmanalys import NAMN FIL` och `nmanalys import-survey FIL --spec SPEC`. De hamnar i
`data/imported` som `NAMN.csv` och `NAMN.toml` och gäller i stället för dem här. Den andra filen säger vem som har gjort
tabellen, vilken status den har och vilken kontrollsumma den första filen ska ha. Ta bort båda för att ångra. Mappen är
regionens egen och ingår inte i versionshanteringen. Bokens sida Egna data berättar mer.

De påhittade tabellerna är gjorda av `python data/scripts/illustrative.py` i väntan på riktiga data. De officiella och
publicerade kommer ur en mapp med belagda uppgifter: `python data/scripts/embed_facts.py MAPP`.
Kontrollera alla tabeller med `nmanalys check`.
"""


def dictionary(catalogue: Catalogue) -> str:
    """Return the dictionary as Markdown."""
    statuses = "\n".join(f"- **{status.plural_sv}**: {status.about_sv}" for status in Status)
    parts = [INTRODUCTION.format(statuses=statuses), "\n".join(_overview(catalogue))]
    for status in Status:
        parts.append(f"## {status.plural_sv.capitalize()}\n")
        parts += ["\n".join(_entry(table)) for table in catalogue.values() if table.status is status]
    return "\n".join(parts)


def _overview(catalogue: Catalogue) -> Iterator[str]:
    yield "| Tabell | Innehåll | Gäller | Status |"
    yield "|---|---|---|---|"
    for table in catalogue.values():
        yield f"| [`{table.name}`](#{table.name}) | {table.title_sv} | {table.vintage} | {table.status.sv} |"
    yield ""


def _entry(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n"
    yield f"{table.title_sv}. *{table.title_en}.*\n"
    yield f"{table.note_sv}\n"
    facts = {
        "Fil": f"`{table.file}`",
        "Producent": table.producer,
        "Tabell": table.table_id,
        "Adress": table.url and f"<{table.url}>",
        "Licens": table.licence,
        "Gäller": table.vintage,
        "Hämtad": table.retrieved,
        "Enhet": table.unit,
        "Nyckel": ", ".join(f"`{name}`" for name in key_of(table.schema)),
    }
    yield from (f"- {label}: {text}" for label, text in facts.items() if text)
    yield from (f"- Brott {item['year']}: {item['note']}" for item in table.breaks)
    yield "\n| Kolumn | Slag | Tom? | Enhet | Innehåll |\n|---|---|---|---|---|"
    yield from (_column(name, column) for name, column in table.schema.columns.items())
    yield ""


def _column(name: str, column: Column) -> str:
    about = column.metadata
    empty = "ja" if column.nullable else "nej"
    return f"| `{name}` | {TYPES.get(str(column.dtype), 'text')} | {empty} | {about['unit']} | {about['sv']} |"


if __name__ == "__main__":
    (ROOT / "data" / "README.md").write_text(dictionary(load_catalogue(ROOT, shipped=True)), encoding="utf-8")
