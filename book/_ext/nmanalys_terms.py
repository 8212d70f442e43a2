"""Words of the glossary: linked where a page first uses them, and told there and then.

A page links to the glossary the first time that its text uses one of the words, in whatever form. The link carries the
definition, which a script shows on hover, focus or a first tap; without scripts it leads to the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

__all__ = ["definitions", "glossary_words", "link_first_uses", "with_definitions"]

GLOSSARY = "ordlista"
ENTRY = re.compile(r"^(\S[^\n]*)\n(?=  \S)", re.M)
BLOCK = re.compile(r"^```\{glossary\}\n(.*?)^```", re.M | re.S)
# how a Swedish noun or adjective may end
ENDINGS = "(?:en|et|n|t|er|ar|or|r|erna|arna|orna|na|a|e)?s?"
LINK = re.compile(rf'(<a class="reference internal" href="[^"]*(?:{GLOSSARY}\.html)?#(term-[^"]+)")(?! data-nm)')
# not running text, or not the author's own words
ELSEWHERE = (
    nodes.figure, nodes.table, nodes.Admonition, nodes.title, nodes.footnote, nodes.citation, addnodes.glossary,
)  # fmt: skip


def glossary_words(text: str) -> list[str]:
    r"""Read the words that the glossary explains, longest first.

    Examples
    --------
    >>> glossary_words("```{glossary}\nnärhet\n  Hur nära.\n\nBAS\n  Statistik.\n```\n")
    ['närhet', 'BAS']
    """
    words = [word.strip() for block in BLOCK.findall(text) for word in ENTRY.findall(block)]
    return sorted(words, key=len, reverse=True)


def link_first_uses(app: Sphinx, doctree: nodes.document) -> None:
    """Link the first use of each word on a page."""
    path = Path(app.srcdir) / f"{GLOSSARY}.md"
    if app.env.docname == GLOSSARY or not path.is_file():
        return
    words = glossary_words(path.read_text(encoding="utf-8"))
    left = dict.fromkeys(words)
    for link in doctree.findall(addnodes.pending_xref):
        left.pop(link.get("reftarget"), None)
    for paragraph in list(doctree.findall(nodes.paragraph)):
        if not _is_prose(paragraph):
            continue
        for text in [child for child in paragraph.children if isinstance(child, nodes.Text)]:
            if left:
                paragraph.replace(text, list(_linked(text.astext(), left)))


def _is_prose(node: nodes.Node) -> bool:
    while node := node.parent:
        if isinstance(node, ELSEWHERE) or any(name.startswith("nm-") for name in node.get("classes", ())):
            return False
        if isinstance(node, nodes.document):
            return True
    return False


def _linked(text: str, left: dict[str, None]) -> Iterator[nodes.Node]:
    """Divide a text into what stands between the words and links to them; a word that is linked is no longer left."""
    words = list(left)
    pattern = "|".join(f"(?P<w{place}>{re.escape(word)}{ENDINGS})" for place, word in enumerate(words))
    end = 0
    for found in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.I):
        word = words[int(str(found.lastgroup)[1:])]
        # BAS is a word of the glossary, bas is not
        if word not in left or (word.isupper() and not found[0].startswith(word)):
            continue
        del left[word]
        yield nodes.Text(text[end : found.start()])
        link = addnodes.pending_xref(
            "", refdomain="std", reftype="term", reftarget=word, refexplicit=True, refwarn=True
        )
        link += nodes.inline("", found[0], classes=["xref", "std", "std-term"])
        yield link
        end = found.end()
    yield nodes.Text(text[end:])


def definitions(page: Path) -> dict[str, str]:
    """Read the definition of each word, by its place on the finished glossary page."""
    if not page.is_file():
        return {}
    parsed = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return {
        str(word["id"]): " ".join(word.find_next_sibling("dd").get_text(" ").split())
        .replace(" .", ".")
        .replace(" ,", ",")
        for word in parsed.select("dl.glossary dt[id]")
    }


def with_definitions(text: str, told: Mapping[str, str]) -> str:
    """Give each link to the glossary its word's definition.

    Examples
    --------
    >>> with_definitions('<a class="reference internal" href="ordlista.html#term-x">x</a>', {"term-x": "Ett <tal>."})
    '<a class="reference internal" href="ordlista.html#term-x" data-nm-definition="Ett &lt;tal&gt;.">x</a>'
    """
    return LINK.sub(
        lambda link: f'{link[1]} data-nm-definition="{escape(told[link[2]])}"' if link[2] in told else link[0], text
    )
