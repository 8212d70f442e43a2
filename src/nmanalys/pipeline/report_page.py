"""A page on its own, outside the book: what a comparison or a sweep found, as HTML, CSV and a figure.

The page needs no other file and asks no other host; it wears the book's typeface and colours.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from nmanalys.errors import PublishError
from nmanalys.pipeline.state import write_text
from nmanalys.views.exhibit import Chart, Exhibit, Missing, Sheet, csv_text, with_caption
from nmanalys.views.night import night_svg
from nmanalys.views.theme import svg
from nmanalys.views.typeface import face_rules
from nmanalys.vocabulary.translation import LANGUAGE, _

__all__ = ["data_link", "figure", "page", "prose", "write_report"]

STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --page: #fff; --line: #d5dade; --link: #0b5394; --note: #fff4d6;
  --shade: #0004; --blend: darken; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf0; --page: #14181d; --line: #3a434d; --link: #8fc1ea; --note: #3d3315; --shade: #fff4; --blend: lighten; }
}
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--page); color: var(--ink);
  font: 1rem/1.55 "Nmanalys Sans", system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; } h2 { font-size: 1.3rem; margin-top: 2.5rem; }
a { color: var(--link); } figure { margin: 1.5rem 0; }
/* blended, so that the shadow behind a drawing is seen */
figure img { display: block; min-width: 38rem; max-width: 100%; height: auto; mix-blend-mode: var(--blend); }
figcaption, caption { text-align: left; font-weight: 600; padding: .5rem 0; }
caption { max-width: calc(100vw - 2rem); } tbody th { font-weight: 500; }
/* what scrolls shows a shadow at the side where there is more: the page has no script that could say so */
.nm-table { overflow-x: auto; background: linear-gradient(to right, var(--page) 30%, transparent) left / 2rem 100% local,
  linear-gradient(to left, var(--page) 30%, transparent) right / 2rem 100% local,
  linear-gradient(to right, var(--shade), transparent) left / 0.75rem 100%,
  linear-gradient(to left, var(--shade), transparent) right / 0.75rem 100%; background-repeat: no-repeat; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); }
.sources { font-size: .875rem; opacity: .85; }
.notice { background: var(--note); padding: .75rem 1rem; border-left: .3rem solid currentColor; }
table .gt_right { text-align: right; }
:focus-visible { outline: .2rem solid var(--link); outline-offset: .15rem; }
"""


def prose(*paragraphs: str, notice: bool = False) -> str:
    """Write paragraphs of plain text."""
    kind = ' class="notice"' if notice else ""
    return "\n".join(f"<p{kind}>{escape(paragraph)}</p>" for paragraph in paragraphs if paragraph)


def figure(exhibit: Exhibit, caption: str, label: str) -> str:
    """Write a chart or a table with its caption.

    Raises
    ------
    PublishError
        If it is no exhibit.
    """
    match exhibit:
        case Chart():
            drawing = svg(exhibit.figure, exhibit.alt)
            dark = f'<source media="(prefers-color-scheme: dark)" srcset="{_address(night_svg(drawing))}">'
            picture = f'<picture>{dark}<img src="{_address(drawing)}" alt="{escape(exhibit.alt)}"></picture>'
            named = _("{name}, kan rullas i sidled").format(name=caption)
            frame = f'<div class="nm-table" role="group" tabindex="0" aria-label="{escape(named)}">'
            return f'<figure id="{label}">{frame}{picture}</div><figcaption>{escape(caption)}</figcaption></figure>'
        case Sheet():
            return with_caption(exhibit.html, caption, label)
        case Missing():
            return prose(exhibit.reason_sv)
    raise PublishError(f"'{label}' is a {type(exhibit).__name__}, no figure or table.")


def _address(drawing: str) -> str:
    """An address that holds the drawing itself, so that the page needs no file."""
    return f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"


def data_link(name: str) -> str:
    """Lead to the data beside the page.

    Examples
    --------
    >>> data_link("jämförelse")
    '<p>Samma uppgifter finns i filen <a href="j%C3%A4mf%C3%B6relse.csv">jämförelse.csv</a>.</p>'
    """
    file = f"{name}.csv"
    link = f'<a href="{quote(file)}">{escape(file)}</a>'
    return f"<p>{_('Samma uppgifter finns i filen {file}.').format(file=link)}</p>"


def page(title: str, sections: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Put sections, each a heading and its parts, under a title; a heading may be empty."""
    body = "\n".join(
        (f"<h2>{escape(heading)}</h2>\n" if heading else "") + "\n".join(parts) for heading, parts in sections
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE.replace("_", "-")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}{face_rules()}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def write_report(folder: Path, html: str, name: str, data: object) -> Path:
    """Write ``index.html`` and ``<name>.csv`` and return the page's path."""
    write_text(folder / f"{name}.csv", csv_text(data))  # type: ignore[arg-type]
    write_text(folder / "index.html", html)
    return folder / "index.html"
