"""Text of a page: placeholders, links between pages, labels, escaping.

Data meet prose here. A value that stands in a Markdown cell may contain any character, so it is written with
HTML entities: they mean the same in Markdown and in HTML, and can start neither a tag nor a role. In code
they would be printed as they are; there the value stands as it is, without backticks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from html import escape
from typing import Any

from nmanalys.errors import PublishError, nearest
from nmanalys.vocabulary import language
from nmanalys.vocabulary.parameters import describe
from nmanalys.vocabulary.translation import _

__all__ = [
    "inline",
    "outside_code",
    "override_text",
    "parameter_text",
    "relabel",
    "resolve_links",
    "resolve_placeholders",
    "targets",
]

# not \s: a narrow no-break space is to stay one
SPACE = re.compile(r"[ \t\r\n]+")
PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")
CODE = re.compile(r"(^(`{3,}|~{3,})[^\n]*\n.*?^\2[`~]*\s*$|(?<!`)(`+)(?!`)[^`]+?(?<!`)\3(?!`))", re.S | re.M)
LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<target>stage:[^)\s]+|(?:\.\./)?book/[^)\s]+\.md(?:#[^)\s]+)?)\)")
REFERENCE = re.compile(r"\{(?P<role>numref|ref|eq)\}`(?P<name>[\w:.-]+)`|\]\(#(?P<link>[\w:.-]+)\)")
TARGETS = re.compile(
    r"(?P<before>^\()(?P<target>[\w:.-]+)(?P<after>\)=[ \t]*$)"
    r"|(?P<before2>\$\$\s*\()(?P<target2>[\w:.-]+)(?P<after2>\)[ \t]*$)"
    r"|(?P<before3>^:(?:label|name):[ \t]*)(?P<target3>[\w:.-]+)(?P<after3>[ \t]*$)",
    re.M,
)
UNGROUPED = ("år", "heltal")  # a year and a seed are names, not quantities
MARKUP = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_{}[]()<>#|~$:^!@"} | {ord("&"): "&amp;", ord('"'): "&quot;"}


def inline(value: object) -> str:
    r"""Write a value so that neither Markdown nor HTML reads markup in it.

    Examples
    --------
    >>> inline("a_b <b>")
    'a&#95;b &#60;b&#62;'
    >>> inline("cirka 95\u202f%") == "cirka 95\u202f%"
    True
    """
    text = SPACE.sub(" ", str(value)).strip(" ").translate(MARKUP)
    # a digit or a dash first on a line would begin a list
    return f"&#{ord(text[0])};{text[1:]}" if text[:1] and text[0] in "+-=0123456789" else text


def override_text(assumption: str, name: str, value: Any, default: Any) -> str:
    """Say which value a parameter has, and which one it has in the baseline.

    Examples
    --------
    >>> override_text("Lägsta kvot", "lq_threshold", 1.5, 1.25)
    'Lägsta kvot: 1,5 i stället för 1,25'
    """
    return _("{assumption}: {value} i stället för {default}").format(
        assumption=assumption, value=parameter_text(name, value), default=parameter_text(name, default)
    )


def parameter_text(name: str, value: Any) -> str:
    """Write a parameter's value the way a Swedish sentence does.

    Examples
    --------
    >>> parameter_text("lq_threshold", 1.25), parameter_text("seed", 20160401), parameter_text("as_of", "2026-06-30")
    ('1,25', '20160401', '30 juni 2026')
    >>> parameter_text("use_qualitative", False)
    'nej'
    """
    unit = describe([name])[0]["unit"]
    if unit == "datum":
        return language.date_text(value)
    if isinstance(value, list | tuple):
        return language.listing(_quantity(item, unit) for item in value)
    return _quantity(value, unit)


def _quantity(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if unit in UNGROUPED or isinstance(value, str):
        return str(value)
    scale = 100 if unit == "andel" else 1
    decimals = len(f"{value * scale:.4f}".rstrip("0").partition(".")[2])
    return language.percent(value, decimals) if unit == "andel" else language.number(value, decimals)


def outside_code(text: str, change: Callable[[str], str], code: Callable[[str], str] = str) -> str:
    """Apply `change` to prose and `code` to code spans and fenced blocks.

    Examples
    --------
    >>> outside_code("a `a` a", str.upper)
    'A `a` A'
    """
    parts, end = [], 0
    for match in CODE.finditer(text):
        parts += [change(text[end : match.start()]), code(match.group())]
        end = match.end()
    return "".join([*parts, change(text[end:])])


def resolve_placeholders(
    text: str, values: Mapping[str, str], *, where: str, write: Callable[[object], str] = inline
) -> str:
    """Replace each ``{{key}}`` by its value.

    Parameters
    ----------
    text : str
        A Markdown cell, a caption or an alternative text.
    values : mapping of str to str
        What the page's cells told, its region and its parameters.
    where : str
        Page and cell, for the message.
    write : callable
        How a value is escaped in prose; `str` leaves it as it is.

    Raises
    ------
    PublishError
        If a key has no value.

    Examples
    --------
    >>> resolve_placeholders("# Styrkor i {{region}}", {"region": "Dalarna"}, where="10, cell 1")
    '# Styrkor i Dalarna'
    """

    def value(match: re.Match[str]) -> str:
        key = match.group(1)
        if key not in values:
            raise PublishError(
                f"{where}: {{{{{key}}}}} has no value. {nearest(key, values)} "
                f"Give it one with nm.tell({key}=…) in a cell of the notebook."
            )
        return values[key]

    def prose(part: str) -> str:
        return PLACEHOLDER.sub(lambda match: write(value(match)), part)

    def code(part: str) -> str:
        return PLACEHOLDER.sub(lambda match: str(value(match)).replace("`", ""), part)

    return outside_code(text, prose, code)


def resolve_links(text: str, address: Callable[[str], str | None], *, where: str) -> str:
    """Replace the targets ``stage:name``, ``stage:name/region`` and ``../book/page.md`` by paths in the book.

    Parameters
    ----------
    text : str
        Markdown.
    address : callable
        The path of a target as seen from the page; empty for a page that exists but is not in this book, whose link
        becomes plain text; None when there is no such page.
    where : str
        Page and cell, for the message.

    Raises
    ------
    PublishError
        If a link leads to a page that the book does not have.
    """

    def link(match: re.Match[str]) -> str:
        path = address(match["target"])
        if path is None:
            raise PublishError(
                f"{where}: the link to '{match['target']}' leads nowhere. Write stage:NAME or stage:NAME/REGION "
                "with a stage and a region of this book, or ../book/PAGE.md with a page of the folder book/."
            )
        return f"[{match['text']}]({path})" if path else match["text"]

    return outside_code(text, lambda part: LINK.sub(link, part))


def targets(text: str) -> set[str]:
    """Return the labels that a Markdown text itself defines, on headings, formulas and directives.

    Examples
    --------
    >>> sorted(targets("(why)=") | targets("$$a$$ (eq-a)"))
    ['eq-a', 'why']
    """
    return {name for match in TARGETS.finditer(text) for name in match.group("target", "target2", "target3") if name}


def relabel(text: str, names: Mapping[str, str], suffix: str, own: Set[str] = frozenset()) -> str:
    """Give a page's labels its region's suffix and write references to its exhibits as links.

    Parameters
    ----------
    text : str
        Markdown.
    names : mapping of str to str
        Label of each exhibit of the page to what it is called there (``Figur 3``).
    suffix : str
        What is added to each label; empty on a joint page.
    own : set of str
        Labels that the page's prose defines.

    Examples
    --------
    >>> relabel("Se {numref}`fig-lq`.", {"fig-lq": "Figur 1"}, "-dalarna")
    'Se [Figur 1](#fig-lq-dalarna).'
    """

    def define(match: re.Match[str]) -> str:
        before, label, after = (part for part in match.groups() if part is not None)
        return f"{before}{label}{suffix}{after}"

    def refer(match: re.Match[str]) -> str:
        label = match["name"] or match["link"]
        if match["link"]:
            return f"](#{label}{suffix})" if label in names or label in own else match.group()
        if label in names:
            return f"[{escape(names[label])}](#{label}{suffix})"
        return f"{{{match['role']}}}`{label}{suffix if label in own else ''}`"

    return REFERENCE.sub(refer, TARGETS.sub(define, text))
