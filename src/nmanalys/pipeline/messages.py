"""The template of the catalogue of strings: everything in the book that is not Markdown, ready to be translated.

It holds the messages that the code marks, the words that the project declares (headings, parameters, descriptions of
columns and files) or keeps in its tables, and the headers and titles that notebooks give their exhibits.
``book/locales/nmanalys.pot`` is this module's output; a test compares.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import nbformat
from babel.messages import Catalog
from babel.messages.pofile import write_po

from nmanalys.io.catalogue import CATALOGUE, load_catalogue
from nmanalys.io.store import read_table
from nmanalys.pipeline.manifest import Manifest
from nmanalys.vocabulary.described import describe_fields
from nmanalys.vocabulary.headings import HEADINGS
from nmanalys.vocabulary.parameters import describe
from nmanalys.vocabulary.publisher import Publisher
from nmanalys.vocabulary.results import RESULTS
from nmanalys.vocabulary.schema import own_title
from nmanalys.vocabulary.survey_spec import SurveySpec
from nmanalys.vocabulary.tables import SCHEMAS
from nmanalys.vocabulary.translation import holds_text
from nmanalys.vocabulary.verdicts import VERDICTS

__all__ = ["TEMPLATE", "declared_words", "marked_messages", "render_template", "stored_words", "written_texts"]

PACKAGE = Path(__file__).parents[1]
TEMPLATE = Path("book") / "locales" / "nmanalys.pot"
NOTE = (
    "# Texts of the book that are not Markdown. Made by nmanalys.pipeline.messages; do not edit.\n"
    "# Renew with: python -m nmanalys.pipeline.messages\n\n"
)
ONE, MANY = ("_", "N_"), "ngettext"
# reasons that stand in the tables and on no page
UNSEEN = ("rationale_sv", "evidence_sv")
FACTS = ("title_sv", "producer", "vintage", "unit", "licence", "note_sv")
SENTENCE = re.compile(r"[^\W\d_]{2} [^\W\d_]")
QUERY = re.compile(r"==|[<>@]|\.fillna")
Message = str | tuple[str, str]


def render_template(root: Path) -> str:
    """Return the template's text: each message once, with the files that it comes from."""
    catalogue = Catalog()
    for place, message in [*marked_messages(), *declared_words(), *stored_words(root), *written_texts(root)]:
        flags = ["python-brace-format"] if "{" in "".join(message) else []
        catalogue.add(message, locations=[(place, 0)], flags=flags)
    text = BytesIO()
    # without line numbers and dates, it changes only when a text does
    write_po(text, catalogue, omit_header=True, sort_output=True, include_lineno=False, width=110)
    return NOTE + text.getvalue().decode()


def marked_messages() -> Iterator[tuple[str, Message]]:
    """Find the messages that the code marks: file and message.

    The syntax tree is read, because Babel's own reader does not see into f-strings.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                if node.func.id in ONE and texts:
                    yield _place(path), texts[0]
                elif node.func.id == MANY:
                    yield _place(path), (texts[0], texts[1])


def declared_words() -> Iterator[tuple[str, str]]:
    """List the words that the project declares in one language and looks up where they are shown: module and word."""
    for heading in HEADINGS.values():
        yield from _words("vocabulary/headings.py", heading.sv, heading.unit)
    for row in describe():
        yield from _words("vocabulary/parameters.py", row["sv"], row["unit"])
    for verdict in VERDICTS:
        yield from _words("vocabulary/verdicts.py", verdict.sv)
    for module, schemas in (("vocabulary/tables.py", SCHEMAS), ("vocabulary/results.py", RESULTS)):
        for schema in schemas.values():
            yield from _words(module, *(own_title(schema) or ())[:1])
            for column in schema.columns.values():
                yield from _words(module, column.metadata["sv"], column.metadata["unit"])
    for module, model in (
        ("vocabulary/survey_spec.py", SurveySpec),
        ("vocabulary/publisher.py", Publisher),
        ("pipeline/manifest.py", Manifest),
    ):
        for _name, needed, told in describe_fields(model):
            yield from _words(module, needed, told)


def stored_words(root: Path) -> Iterator[tuple[str, str]]:
    """List the words that stand in the catalogue of tables and in the tables' columns of text: file and word."""
    for table in load_catalogue(root, shipped=True).values():
        facts = [getattr(table, fact) for fact in FACTS] + [item["note"] for item in table.breaks]
        yield from ((str(CATALOGUE), word) for word in facts if word)
        for column in table.schema.columns:
            if column == "unit" or (holds_text(column) and column not in UNSEEN):
                words = read_table(table)[column].dropna().unique()
                yield from ((table.path.relative_to(root).as_posix(), word) for word in words if word)


def written_texts(root: Path) -> Iterator[tuple[str, str]]:
    """List the headers, captions and titles in the notebooks' code: file and text."""
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            nodes = ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else ()
            texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
            yield from ((f"notebooks/{path.name}", text) for text in texts if _is_written(text))


def _is_written(text: str) -> bool:
    """Whether a text has a capital and a small letter, or several words; a query of a table is nothing to read."""
    has_both_cases = text != text.lower() and text != text.upper()
    return (has_both_cases or bool(SENTENCE.search(text))) and not QUERY.search(text)


def _words(module: str, *words: str) -> Iterator[tuple[str, str]]:
    yield from ((_place(PACKAGE / module), word) for word in words if word and word != "%")


def _place(path: Path) -> str:
    return (Path("src") / "nmanalys" / path.relative_to(PACKAGE)).as_posix()


if __name__ == "__main__":
    (Path.cwd() / TEMPLATE).write_text(render_template(Path.cwd()), encoding="utf-8")
