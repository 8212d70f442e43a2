"""Criteria of a cluster's phase as YAML: dimensions, their criteria, and a sentence for each level from 0 to 4.

The same criteria are a table, one row a criterion. Whoever writes or reads criteria reads this file instead: what
belongs together stands together, and there is room for comments.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from pandas import DataFrame
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from nmanalys.io.complaints import Complaint, not_opened, unknown
from nmanalys.io.sheet import Sheet, clean

__all__ = ["COLUMNS", "criteria_text", "is_criteria_file", "read_criteria"]

LEVELS = range(5)
FIELDS = {"id": "criterion_id", "criterion": "criterion_sv", "phase": "phase", "kind": "kind"}
COLUMNS = [
    "criterion_id", "dimension_sv", "criterion_sv", "phase", "kind", *(f"anchor_{level}" for level in LEVELS),
    "model_source_sv",
]  # fmt: skip
SHOWN = {
    **{column: field for field, column in FIELDS.items()},
    "dimension_sv": "name",
    "model_source_sv": "model_source",
}
COMMENT = """\
# Kriterier för ett klusters utvecklingsfas.
#
# Varje dimension har kriterier. Varje kriterium hör till en fas (1 initiering, 2 etablering, 3 utveckling, 4 mognad)
# och är ett skall-kriterium (must) eller ett bör-kriterium (should). levels säger vad som ska vara sant för varje nivå,
# så att två bedömare kan sätta samma. Ett kriterium är uppfyllt från nivå 2. Med nivån sätts ett underlag.
#
# Så läses filen in: nmanalys import cluster_criteria FIL.yml cluster_scores POANG.xlsx --producer "Region ..."
"""
BAD = "filen är inte skriven som YAML. Kontrollera indrag, kolon och citattecken"


def is_criteria_file(path: Path, table: str) -> bool:
    """Whether a file is one of criteria, and the table that of criteria."""
    return table == "cluster_criteria" and path.suffix in (".yml", ".yaml")


def read_criteria(path: Path) -> tuple[Sheet | None, list[Complaint]]:
    """Read criteria as the sheet that they would be; rows are numbered by the line on which a criterion begins."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        return None, [Complaint(0, 0, not_opened(error))]
    except UnicodeDecodeError:
        return None, [Complaint(0, 0, "filen är inte skriven i UTF-8. Spara den som text i UTF-8")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return None, [Complaint(mark.line + 1 if mark else 0, 0, BAD)]
    complaints: list[Complaint] = []
    fields = _fields(root, ("model_source", "dimensions"), complaints)
    source = _text(fields.get("model_source"))
    rows = [
        row for node in _items(fields.get("dimensions"), complaints) for row in _dimension(node, source, complaints)
    ]
    if not rows and not complaints:
        complaints.append(Complaint(1, 0, "det finns inga kriterier i filen"))
    if not rows:
        return None, complaints
    rows.sort(key=lambda row: (row[1]["phase"], row[1]["kind"]))
    columns = [[row[name] for _, row in rows] for name in COLUMNS]
    header = [SHOWN.get(name, name.replace("anchor_", "levels ")) for name in COLUMNS]
    names = [[shown, name] for shown, name in zip(header, COLUMNS, strict=True)]
    return Sheet(header, columns, [line for line, _ in rows], header_row=0, names=names), complaints


def _dimension(node: Node, source: str, complaints: list[Complaint]) -> Iterator[tuple[int, dict[str, str]]]:
    fields = _fields(node, ("name", "criteria"), complaints)
    for criterion in _items(fields.get("criteria"), complaints):
        given = _fields(criterion, (*FIELDS, "levels"), complaints)
        levels = _fields(given.get("levels"), tuple(map(str, LEVELS)), complaints) if "levels" in given else {}
        yield (
            _line(criterion),
            {
                "dimension_sv": _text(fields.get("name")),
                "model_source_sv": source,
                **{column: _text(given.get(name)) for name, column in FIELDS.items()},
                **{f"anchor_{level}": _text(levels.get(str(level))) for level in LEVELS},
            },
        )


def _fields(node: Node | None, known: tuple[str, ...], complaints: list[Complaint]) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        complaints.append(Complaint(_line(node), 0, f"här ska fälten {', '.join(known)} stå"))
        return {}
    found: dict[str, Node] = {}
    for key, value in node.value:
        name = _text(key)
        if name not in known:
            complaints.append(Complaint(_line(key), 0, unknown(name, known, "inget fält här")))
        elif name in found:
            complaints.append(Complaint(_line(key), 0, f"fältet {name} står två gånger. Behåll ett"))
        found[name] = value
    return found


def _items(node: Node | None, complaints: list[Complaint]) -> list[Node]:
    if isinstance(node, SequenceNode):
        return node.value
    complaints.append(Complaint(_line(node), 0, "här ska en lista stå, med ett streck före varje del"))
    return []


def _text(node: Node | None) -> str:
    return clean(node.value) if isinstance(node, ScalarNode) else ""


def _line(node: Node | None) -> int:
    return node.start_mark.line + 1 if node else 1


def criteria_text(criteria: DataFrame) -> str:
    """Write criteria as YAML, with a comment that says what each part means.

    Parameters
    ----------
    criteria : DataFrame
        The table `cluster_criteria`.
    """
    dimensions = [
        {
            "name": name,
            "criteria": [
                {
                    **{field: getattr(row, column) for field, column in FIELDS.items()},
                    "levels": {level: getattr(row, f"anchor_{level}") for level in LEVELS},
                }
                for row in rows.itertuples()
            ],
        }
        for name, rows in criteria.groupby("dimension_sv", sort=False)
    ]
    content = {"model_source": criteria["model_source_sv"].iloc[0], "dimensions": dimensions}
    return f"{COMMENT}\n{yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)}"
