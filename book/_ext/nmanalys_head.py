"""What stands in the head of each page: a content security policy, a description, and a card for those who share it.

The policy lets a page load scripts, styles and pictures from the book alone and runs no script that stands in a page.
The theme's own such scripts are therefore files of the book, or gone. Styles in the page are allowed: charts and
tables carry them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

__all__ = ["POLICY", "guarded", "is_guarded", "shared"]

# `file:` is for a book that is read from a disk, where some browsers do not take 'self' for the book's folder
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data:; "
    "font-src 'self' file: data:; connect-src 'self' file:; form-action 'self' file:; base-uri 'none'"
)
CHARSET = '<meta charset="utf-8" />'
MODE = re.compile(r'<script data-cfasync="false">.*?</script>', re.S)
ROOT = re.compile(r'data-content_root="([^"]*)"')
# sets the name of the page for the theme's choice of versions; focuses the field of the search page, as nm.js does
NEEDLESS = re.compile(
    r"\s*<script>(?:DOCUMENTATION_OPTIONS\.pagename|\s*// Activate the search field).*?</script>", re.S
)
# a style sheet that does no more than ask for another; a script for some pages, and one that stands there already
DETOUR = re.compile(r'(?<=_static/)styles/theme\.css\?[^"]*')
MODE_AGAIN = re.compile(r'\s*<script src="[^"]*_static/nm-mode\.js\?[^>]*></script>')
EXPLORER = re.compile(r'\s*<script src="[^"]*_static/nm-explore\.js[^>]*></script>')
EXPLORE = 'class="nm-explore'
VIEWPORT = re.compile(r'\s*<meta name="viewport"[^>]*>')
ARTICLE = re.compile(r"<article.*?</article>", re.S)
TITLE = re.compile(r"<h1[^>]*>(.*?)(?:<a class=\"headerlink\".*?)?</h1>", re.S)
LEAD = re.compile(r"<p>(.*?)</p>", re.S)
TAG = re.compile(r"<[^>]+>")
LONGEST = 200  # characters; what shows under a link that somebody shares
CARD = "_static/kort.png"


def guarded(text: str) -> str:
    """Put the policy into a page and take out what it forbids.

    Examples
    --------
    >>> page = '<html data-content_root="../"><meta charset="utf-8" /><script data-cfasync="false">x</script>'
    >>> guarded(page).count("Content-Security-Policy"), guarded(page).endswith('<script src="../_static/nm-mode.js"></script>')
    (1, True)
    """
    root = (ROOT.search(text) or ["", ""])[1]
    text = DETOUR.sub("basic.css", MODE_AGAIN.sub("", NEEDLESS.sub("", text)))
    text = MODE.sub(f'<script src="{root}_static/nm-mode.js"></script>', text)
    text = text if EXPLORE in text else EXPLORER.sub("", text)
    if is_guarded(text):
        return text
    head = f'{CHARSET}\n    <meta http-equiv="Content-Security-Policy" content="{POLICY}"/>'
    head += '\n    <meta name="viewport" content="width=device-width, initial-scale=1"/>'
    return VIEWPORT.sub("", text).replace(CHARSET, head, 1)


def is_guarded(text: str) -> bool:
    """Whether a page has the policy already."""
    return "Content-Security-Policy" in text


def shared(text: str, name: str, facts: Mapping[str, str]) -> str:
    """Describe a page to search engines and to those who show a link to it.

    Parameters
    ----------
    text : str
        The page.
    name : str
        Its path in the book.
    facts : mapping of str to str
        `title` of the book, and `address` where the book is published, if it is known: a picture and an address of
        the page must be told in full.
    """
    article = (ARTICLE.search(text) or [""])[0]
    if "og:title" in text or not article:
        return text
    title, lead = _plain(TITLE.search(article)), _shortened(_plain(LEAD.search(article)))
    told = {"og:type": "article", "og:locale": "sv_SE", "og:site_name": facts["title"], "og:title": title}
    told |= {"og:description": lead} if lead else {}
    if facts.get("address"):
        start = facts["address"].rstrip("/")
        told |= {"og:url": f"{start}/{name}", "og:image": f"{start}/{CARD}", "og:image:alt": facts["title"]}
    lines = [f'<meta property="{key}" content="{escape(value)}"/>' for key, value in told.items() if value]
    lines += [f'<meta name="description" content="{escape(lead)}"/>'] if lead else []
    lines += [f'<meta name="twitter:card" content="summary{"_large_image" if "og:image" in told else ""}"/>']
    return text.replace("</head>", "".join(f"  {line}\n  " for line in lines) + "</head>", 1)


def _plain(found: re.Match[str] | None) -> str:
    return " ".join(unescape(TAG.sub("", found[1])).split()) if found else ""


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"
