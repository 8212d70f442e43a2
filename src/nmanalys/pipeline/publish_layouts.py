"""Parts of pages that tell what files hold: tables that a region can bring, a survey's description, the manifest."""

from __future__ import annotations

from pydantic import BaseModel

from nmanalys.pipeline.manifest import Manifest
from nmanalys.pipeline.publish_text import inline
from nmanalys.vocabulary.described import describe_fields
from nmanalys.vocabulary.schema import own_title
from nmanalys.vocabulary.survey_spec import SURVEY_TABLES, SurveySpec
from nmanalys.vocabulary.tables import SCHEMAS

__all__ = ["layout_parts"]


def layout_parts() -> dict[str, str]:
    """Return the content of each part, by path in the book's source.

    Examples
    --------
    >>> "`cluster_scores`" in layout_parts()["_generated/egna-tabeller.md"]
    True
    """
    return {
        "_generated/egna-tabeller.md": _tables(),
        "_generated/enkatbeskrivning.md": _fields(SurveySpec),
        "_generated/manifest.md": _fields(Manifest),
    }


def _tables() -> str:
    titles = {name: own_title(schema) for name, schema in SCHEMAS.items() if name not in SURVEY_TABLES}
    rows = [f"| `{name}` | {inline(title[0])} |" for name, title in titles.items() if title]
    return "\n".join(["| Namn | Innehåll |", "|---|---|", *rows]) + "\n"


def _fields(model: type[BaseModel]) -> str:
    rows = [f"| `{name}` | {needed} | {inline(told)} |" for name, needed, told in describe_fields(model)]
    return "\n".join(["| Fält | Måste finnas | Betydelse |", "|---|---|---|", *rows]) + "\n"
