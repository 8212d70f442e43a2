"""The page for a wrong address, which a host serves at any depth: whole in itself, since no relative path would hold.

The book's style sheet stands in the page and nothing else is loaded. Links lead to the book's
address on the web, if that is known, and otherwise to the top of the host. The page follows the system's choice of
light or dark; what the reader chose on other pages needs a script.
"""

from __future__ import annotations

from html import escape

__all__ = ["NAME", "lost_page"]

NAME = "404.html"
POLICY = "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'"
REPORTING = "#rapportera-brister-i-bokens-tillganglighet"
# (as the other pages have it, as a page without scripts has it)
NIGHT = ('@media screen {\n  html[data-theme="dark"] {', "@media screen and (prefers-color-scheme: dark) {\n  :root {")
STYLE = """
html { color-scheme: light dark; }
body { margin: 0 auto; max-width: var(--nm-column); padding: 3rem 1rem; background: var(--nm-ground); color: var(--nm-ink);
  font-family: var(--nm-font); }
a { color: var(--nm-link); }
a:hover { color: var(--nm-link-hover); }
footer { margin-top: 3rem; }
"""
PAGE = """<!DOCTYPE html>
<html lang="sv">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="{policy}"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="robots" content="noindex"/>
    <title>Sidan finns inte — {book}</title>
    <style>{style}</style>
  </head>
  <body>
    <main>
      <article class="bd-article">
        <h1>Sidan finns inte</h1>
        <p>Adressen leder inte till någon sida i boken {book}. Sidan kan ha bytt namn eller tagits bort.</p>
        <p>Gå till <a href="{top}/index.html">startsidan</a> eller <a href="{top}/search.html">sök i boken</a>.</p>
      </article>
    </main>
    <footer class="nm-footer">
      <p><a href="{feedback}">Lämna synpunkter</a> · <a href="{statement}">Tillgänglighet</a></p>
    </footer>
  </body>
</html>
"""


def lost_page(sheet: str, book: str, address: str, feedback: str) -> str:
    """Write the page.

    Parameters
    ----------
    sheet : str
        The book's style sheet.
    book : str
        The book's title.
    address, feedback : str
        Where the book is on the web, and where its readers' opinions go; empty when nobody has said.

    Examples
    --------
    >>> page = lost_page("h1 { color: red }", "Boken", "https://exempel.se/bok/", "")
    >>> 'href="https://exempel.se/bok/search.html"' in page, 'href="/search.html"' in lost_page("", "Boken", "", "")
    (True, True)
    """
    style = sheet.replace(*NIGHT) + STYLE
    top = address.rstrip("/")
    statement = f"{top}/tillganglighet.html"
    told = {"book": book, "top": top, "statement": statement, "feedback": feedback or f"{statement}{REPORTING}"}
    return PAGE.format(policy=POLICY, style=style, **{name: escape(text) for name, text in told.items()})
