"""Parts of pages that tell what files hold: tables that a region can bring, a survey's description, the manifest."""

from __future__ import annotations

from pydantic import BaseModel

from nmanalys.pipeline.manifest import Manifest
from nmanalys.pipeline.publish_text import inline, outside_code
from nmanalys.vocabulary.described import describe_fields
from nmanalys.vocabulary.publisher import Publisher
from nmanalys.vocabulary.schema import own_title
from nmanalys.vocabulary.survey_spec import SURVEY_TABLES, SurveySpec
from nmanalys.vocabulary.tables import SCHEMAS
from nmanalys.vocabulary.translation import _, translated

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
        "_generated/utgivare.md": _fields(Publisher),
    }


def _tables() -> str:
    titles = {name: own_title(schema) for name, schema in SCHEMAS.items() if name not in SURVEY_TABLES}
    rows = [f"| `{name}` | {inline(_(title[0]))} |" for name, title in titles.items() if title]
    return "\n".join([_("| Namn | Innehåll |"), "|---|---|", *rows]) + "\n"


def _fields(model: type[BaseModel]) -> str:
    rows = [f"| `{name}` | {_(needed)} | {_told(translated(told))} |" for name, needed, told in describe_fields(model)]
    return "\n".join([_("| Fält | Måste finnas | Betydelse |"), "|---|---|---|", *rows]) + "\n"


def _told(text: str) -> str:
    """Write a description in which a value stands between backticks."""
    return outside_code(text, lambda part: f"{' ' * part.startswith(' ')}{inline(part)}{' ' * part.endswith(' ')}")
