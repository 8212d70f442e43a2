"""Parts of the page on a region's own data: the tables that can be brought, and the fields of a survey's description."""

from __future__ import annotations

from nmanalys.io.table_import import SURVEY_TABLES
from nmanalys.pipeline.publish_text import inline
from nmanalys.vocabulary.schema import own_title
from nmanalys.vocabulary.survey_spec import describe_spec
from nmanalys.vocabulary.tables import SCHEMAS

__all__ = ["own_data_parts"]


def own_data_parts() -> dict[str, str]:
    """Return the content of each part, by path in the book's source.

    Examples
    --------
    >>> "`cluster_scores`" in own_data_parts()["_generated/egna-tabeller.md"]
    True
    """
    return {"_generated/egna-tabeller.md": _tables(), "_generated/enkatbeskrivning.md": _spec()}


def _tables() -> str:
    titles = {name: own_title(schema) for name, schema in SCHEMAS.items() if name not in SURVEY_TABLES}
    rows = [f"| `{name}` | {inline(title[0])} |" for name, title in titles.items() if title]
    return "\n".join(["| Namn | Innehåll |", "|---|---|", *rows]) + "\n"


def _spec() -> str:
    rows = [f"| `{name}` | {needed} | {inline(told)} |" for name, needed, told in describe_spec()]
    return "\n".join(["| Fält | Måste finnas | Betydelse |", "|---|---|---|", *rows]) + "\n"
