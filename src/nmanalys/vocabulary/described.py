"""Fields of a file's layout, as its model describes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

__all__ = ["describe_fields"]


def describe_fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """List every field of a file: its name, whether it must be there, and what it means.

    Examples
    --------
    >>> from nmanalys.vocabulary.survey_spec import SurveySpec
    >>> next(describe_fields(SurveySpec))
    ('producer', 'ja', 'vem som har gjort enkäten, till exempel Region Dalarna')
    """
    for name, entry in model.model_fields.items():
        yield f"{prefix}{entry.alias or name}", "ja" if entry.is_required() else "nej", entry.description or ""
        for part in _models(entry.annotation):
            yield from describe_fields(part, f"{prefix}{name}.")


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
