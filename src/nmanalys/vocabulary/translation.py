"""What a reader sees in another language: every Swedish text of the code is looked up in one gettext catalogue.

The message is the Swedish text itself, with named fields for what varies, so without a catalogue the book is Swedish.
The environment variable `NMANALYS_CATALOGUE` names a compiled catalogue (``.mo``) and thereby the language of the
whole process: texts that are declared at import are translated then, so one process has one language.

Words that are data, such as an industry's name or the class of an area, stay as they are written in every table that is
computed with, and are translated where they are shown (`translated`).
"""

from __future__ import annotations

import os
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from nmanalys.errors import CatalogueError

__all__ = ["LANGUAGE", "N_", "VARIABLE", "_", "catalogue_of", "holds_text", "ngettext", "translated"]

VARIABLE = "NMANALYS_CATALOGUE"


def catalogue_of(path: str) -> NullTranslations:
    """Read a compiled catalogue; without a path the texts stay Swedish.

    Raises
    ------
    CatalogueError
        If the file cannot be read as a compiled catalogue.

    Examples
    --------
    >>> catalogue_of("").gettext("uppgift saknas")
    'uppgift saknas'
    """
    if not path:
        return NullTranslations()
    try:
        with Path(path).open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError) as error:
        raise CatalogueError(
            f"{VARIABLE} is {path}, which is no compiled catalogue ({error}). Give the whole path of a file that "
            "`pybabel compile` has made."
        ) from error


_catalogue = catalogue_of(os.environ.get(VARIABLE, ""))
_ = _catalogue.gettext
ngettext = _catalogue.ngettext
LANGUAGE = _catalogue.info().get("language", "sv")
"""Language of the process, as the catalogue names it."""


def N_(word: str) -> str:
    """Mark a word that is data: it stays as it is here."""
    return word


def translated(value: object) -> str:
    """Write a word of the data, or of a declaration, as a reader sees it.

    Examples
    --------
    >>> translated("bekräftat"), translated("")
    ('bekräftat', '')
    """
    text = str(value)
    # gettext answers the empty text with the catalogue's own description
    return _(text) if text else text


def holds_text(column: str) -> bool:
    """Whether a table's column of that name holds texts for readers, which are translated when the table is read.

    Examples
    --------
    >>> holds_text("name_sv"), holds_text("anchor_2"), holds_text("name")
    (True, True, False)
    """
    return column.endswith("_sv") or column.startswith("anchor_")
