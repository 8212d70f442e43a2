"""Reading ``spec.yml``: what is wrong with it is told in Swedish, with the field and the nearest right one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from nmanalys.errors import ParameterError
from nmanalys.io.complaints import ended, not_opened
from nmanalys.vocabulary.described import describe_fields
from nmanalys.vocabulary.survey_spec import SurveySpec

__all__ = ["read_spec"]

TAGS = {"plain", "part", "[key]"}
TOLD = {
    "missing": "saknas; lägg till det",
    "int_type": "ska vara ett heltal",
    "int_parsing": "ska vara ett heltal",
    "int_from_float": "ska vara ett heltal",
    "string_type": "ska vara en text",
    "string_too_short": "får inte vara tomt",
    "list_type": "ska vara en lista",
    "dict_type": "ska vara en lista med namn och värden",
    "model_type": "ska vara fält med värden, inte ett enda värde",
    "model_attributes_type": "ska vara fält med värden, inte ett enda värde",
    "bool_parsing": "ska vara true eller false",
    "bool_type": "ska vara true eller false",
}


def read_spec(path: Path) -> SurveySpec:
    """Read a survey's description.

    Raises
    ------
    ParameterError
        If the file cannot be read or a field is unknown, missing or wrong; all faults at once.
    """
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ParameterError(f"{path.name}: {not_opened(error)}.") from None
    except UnicodeDecodeError:
        raise ParameterError(f"{path.name} är inte skriven i UTF-8. Spara den som text i UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", rad {mark.line + 1}" if mark else ""
        raise ParameterError(
            f"{path.name}{where}: filen är inte skriven som YAML. Kontrollera indrag, kolon och citattecken."
        ) from None
    if not isinstance(given, Mapping):
        raise ParameterError(f"{path.name} ska ha fält med värden, till exempel 'layout: wide'.")
    try:
        return SurveySpec.model_validate(given)
    except ValidationError as error:
        raise ParameterError("\n".join(f"{path.name}: {ended(_told(fault))}" for fault in error.errors())) from None


def _told(fault: Mapping[str, Any]) -> str:
    where = [str(part) for part in fault["loc"] if part not in TAGS]
    name = ".".join(where)
    if fault["type"] == "extra_forbidden":
        return f"det finns inget fält '{name}'. {_nearest(where)}"
    if fault["type"] == "value_error":
        text = str(fault["ctx"]["error"])
        return f"{name}: {text}" if name else text
    if fault["type"] == "literal_error":
        return f"'{name}' ska vara något av {fault['ctx']['expected'].replace(' or ', ' eller ')}"
    limits = {"greater_than_equal": "minst", "less_than_equal": "högst"}
    if fault["type"] in limits:
        return f"'{name}' ska vara {limits[fault['type']]} {next(iter(fault['ctx'].values()))}"
    return f"'{name}' {TOLD.get(fault['type'], 'är inte skrivet på rätt sätt')}"


def _nearest(where: list[str]) -> str:
    start = ".".join(part for part in where[:-1] if not part.isdigit())
    siblings = sorted(_fields(start))
    match = get_close_matches(where[-1], siblings, n=1, cutoff=0.6)
    return f"Menade du '{match[0]}'?" if match else f"Fälten är {', '.join(siblings)}"


def _fields(start: str) -> Iterable[str]:
    prefix = f"{start}." if start else ""
    for name, _, _ in describe_fields(SurveySpec):
        rest = name.removeprefix(prefix)
        if name.startswith(prefix) and "." not in rest:
            yield rest
