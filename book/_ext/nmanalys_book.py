"""The book's one Sphinx extension: what Jupyter Book leaves undone for Swedish readers and for accessibility.

* Formulas become MathML while the book is built; no script is loaded.
* Figures (`nmanalys_exhibits`) and the way through the book (`nmanalys_way`) are made ours.
* The contents list shows a page's short title; the page's own title names the county too.
* The theme's faults against WCAG 2.1 and its English words that no catalogue reaches are mended in the pages.
* A word of the glossary is linked where a page first uses it, with its definition.
* A content security policy forbids scripts that stand in the pages; a description and a card are there to be shared.
* The page for a wrong address (`nmanalys_lost`) is whole in itself.
* The foot of each page says when, from which data and with which code the book was made.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nmanalys_exhibits
import nmanalys_way
from docutils import nodes
from nmanalys_head import guarded, is_guarded, shared
from nmanalys_lost import NAME, lost_page
from nmanalys_terms import definitions, link_first_uses, with_definitions
from sphinx.application import Sphinx
from sphinx.search.sv import SearchSwedish
from sphinx.util import logging

logger = logging.getLogger(__name__)

EDITION = Path("_generated") / "edition.json"
NO_EDITION = {"built": "", "scenario": "", "code": "", "data": "", "feedback": "", "address": ""}

SCROLL = (
    '<div class="pst-scrollable-table-container nm-scroll" role="region" tabindex="0" '
    'aria-label="Tabell, kan rullas i sidled">'
)
# (what the theme writes, what it should have written); order matters
SHELL = [
    (
        '<div class="bd-sidebar-primary bd-sidebar',
        '<div role="complementary" aria-label="Innehåll" class="bd-sidebar-primary bd-sidebar',
    ),
    ('<div class="pst-scrollable-table-container">', SCROLL),
    ('aria-label="Version warning"', 'aria-label="Versionsvarning"'),
    (' aria-label="Toggle hidden content"', ""),
    (' role="doc-biblioentry"', ""),
    ('<div role="list" class="citation-list">', '<div class="citation-list">'),
]
# the theme's icons come from a font that browsers refuse to read from a file; the templates draw their own
ICONS = re.compile(r"\s*<(?:link|script)[^>]*vendor/fontawesome[^>]*>(?:</script>)?")
# every work in references.bib has an English title; the tooltip of a citation repeats it
CITATION = re.compile(r'<div class="citation"')
PAGE_TOOLTIP = re.compile(r'\s+title="(?:previous|next) page"')
TOOLTIP = re.compile(r'(<a class="reference internal" href="[^"]*#id\d+") title="[^"]*"')
# attributes, unlike a style, give a picture that has not come yet its place, so that nothing moves when it does
SIZED = re.compile(r'(<img [^>]*)style="width: (\d+)px; height: (\d+)px;"')
# a picture that is not shown, by day or by night, is not fetched
LATER = re.compile(r'(<img [^>]*class="[^"]*\bnm-(?:day|night)\b[^"]*")')
# the list of references is in English; who is cited in a Swedish sentence is not joined by an English word
CITED = re.compile(
    r'(<a class="reference internal" href="[^"]*#id\d+"[^>]*>[^<]*?|<span class="bibtex-citation"[^>]*>[^<]*?) and ([^<]*<)'
)
COPY_WORDS = {
    "'Copy to clipboard'": "'Kopiera'",
    "'Copy'": "'Kopiera'",
    "'Copied!'": "'Kopierat!'",
    "'Failed to copy'": "'Det gick inte att kopiera'",
}
SEARCH_WORDS = {
    '"Search Results"': '"Sökresultat"',
    # the stemmer knows no genitive of an indefinite plural: "kvoters"
    "stemmer.stemWord(queryTermLower)": "stemmer.stemWord(queryTermLower.replace(/([aeo]r)s$/, '$1'))",
}
# Swedish counts one, and more; Sphinx would make a function of a text for that, which the pages' policy forbids
PLURALS = re.compile(r"new Function\(\s*\"n\",\s*`return \(\$\{catalog\.plural_expr\}\)`,?\s*\)")


class Swedish(SearchSwedish):
    """Sphinx' Swedish for the search index, with each word stemmed once and not on every page."""

    def init(self, options: dict[str, str]) -> None:
        """Make the stemmer."""
        super().init(options)
        self.stem = cache(super().stem)  # type: ignore[method-assign]


def visit_inline_math(self: Any, node: nodes.math) -> None:
    """Write a formula of a line as MathML."""
    self.body.append(_mathml(node.astext(), "inline", node))
    raise nodes.SkipNode


def visit_block_math(self: Any, node: nodes.math_block) -> None:
    """Write a formula of its own as MathML, with its number."""
    number = f'<span class="nm-equation-number">({node["number"]})</span>' if node.get("number") else ""
    identity = f' id="{node["ids"][0]}"' if node.get("ids") else ""
    formula = _mathml(node.astext(), "block", node)
    frame = f'<div class="nm-formula nm-scroll" role="group" tabindex="0" aria-label="Formel"{identity}>'
    self.body.append(f"{frame}{formula}{number}</div>\n")
    raise nodes.SkipNode


def _mathml(latex: str, display: str, node: nodes.Element) -> str:
    from latex2mathml.converter import convert

    try:
        return convert(latex, display=display)
    except Exception as error:  # the converter has no error class of its own
        logger.warning("the formula '%s' cannot be written as MathML: %s", latex, error, location=node)
        return f"<code>{escape(latex)}</code>"


def short_title(app: Sphinx, doctree: nodes.document) -> None:
    """Let the contents list show the short title of a page, where it has one."""
    name = app.env.docname
    short = app.env.metadata.get(name, {}).get("nav_title")
    if not short or name not in app.env.titles:
        return
    title = nodes.title()
    title += nodes.Text(short)
    app.env.titles[name] = title
    entry = next(app.env.tocs[name].findall(nodes.reference), None)
    if entry is not None:
        entry.children = [nodes.Text(short)]


def page_context(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Hand the edition's facts to the templates."""
    context["nm_edition"] = app.config.nm_facts


def read_edition(app: Sphinx, config: Any) -> None:
    """Read the edition's facts, which publishing wrote beside the pages."""
    path = Path(app.srcdir) / EDITION
    config.nm_facts = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else NO_EDITION


def mend(app: Sphinx, error: Exception | None) -> None:
    """Mend what the theme and other extensions wrote."""
    if error or app.builder.format != "html":
        return
    for leftover in (Path(app.outdir) / "_static").glob("*.html"):
        leftover.unlink()  # the theme's own templates
    told = definitions(Path(app.outdir) / "ordlista.html")
    facts = {"title": app.config.html_title, "address": app.config.nm_facts.get("address", "")}
    for path in sorted(Path(app.outdir).rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if is_guarded(text):
            continue  # a page that stood from before and was not written this time
        text = with_definitions(guarded(mended(text)), told)
        name = path.relative_to(app.outdir).as_posix()
        path.write_text(shared(text, name, facts), encoding="utf-8")
    sheet = (Path(app.outdir) / "_static" / "nm.css").read_text(encoding="utf-8")
    lost = lost_page(sheet, facts["title"], facts["address"], app.config.nm_facts.get("feedback", ""))
    (Path(app.outdir) / NAME).write_text(lost, encoding="utf-8")
    shutil.rmtree(Path(app.outdir) / "_static" / "vendor" / "fontawesome", ignore_errors=True)
    for name, words in (("copybutton.js", COPY_WORDS), ("searchtools.js", SEARCH_WORDS)):
        _replace(Path(app.outdir) / "_static" / name, words)
    tools = Path(app.outdir) / "_static" / "doctools.js"
    tools.write_text(PLURALS.sub("(n) => Number(n !== 1)", tools.read_text(encoding="utf-8")), encoding="utf-8")


def mended(text: str) -> str:
    """Mend one page.

    Examples
    --------
    >>> mended('<summary aria-label="Toggle hidden content">Visa</summary>')
    '<summary>Visa</summary>'
    >>> mended('<img alt="Karta" src="k.svg" style="width: 720px; height: 530px;" />')
    '<img alt="Karta" src="k.svg" width="720" height="530" />'
    """
    for wrong, right in SHELL:
        text = text.replace(wrong, right)
    text = CITATION.sub('<div lang="en" class="citation"', ICONS.sub("", text))
    text = CITED.sub(r"\1 och \2", PAGE_TOOLTIP.sub("", TOOLTIP.sub(r"\1", text)))
    text = SIZED.sub(r'\1width="\2" height="\3"', text)
    text = LATER.sub(r'\1 loading="lazy"', text)
    text = re.sub(r'(<th class="head[^"]*")>', r'\1 scope="col">', text)
    # a theme script that sits empty where a hosted service would put its menu
    return text.replace('<div id="rtd-footer-container"></div>', "")


def _replace(path: Path, words: dict[str, str]) -> None:
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        for english, swedish in words.items():
            text = text.replace(english, swedish)
        path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything."""
    # settings that Jupyter Book always passes on, also to extensions that this book does without
    app.add_config_value("comments_config", {}, "")
    app.add_config_value("nm_facts", NO_EDITION, "")
    app.add_search_language(Swedish)
    app.add_html_math_renderer("mathml", (visit_inline_math, None), (visit_block_math, None))
    nmanalys_exhibits.setup(app)
    nmanalys_way.setup(app)
    app.connect("config-inited", read_edition)
    app.connect("doctree-read", short_title, priority=900)
    app.connect("doctree-read", link_first_uses, priority=400)
    app.connect("html-page-context", page_context)
    app.connect("build-finished", mend, priority=900)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
