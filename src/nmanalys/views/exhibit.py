"""What a view hands back, and how a notebook displays it.

A view draws nothing on the screen and saves no file: it returns a `Chart`, a `Sheet` (a table) or `Missing`, the
reason why there is nothing to draw. `show` turns any of them into exactly one notebook output whose metadata carry
what publishing needs: label, caption, alternative text, the tables it rests on and its numbers as CSV.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, TypeAlias

from matplotlib.figure import Figure
from pandas import DataFrame

from nmanalys.errors import SchemaError
from nmanalys.views.theme import svg
from nmanalys.vocabulary.outputs import EXHIBIT
from nmanalys.vocabulary.translation import _, translated

__all__ = ["NO_DATA", "Chart", "Exhibit", "Missing", "Sheet", "csv_text", "display", "show", "with_caption"]

NO_DATA = _("Det finns inga uppgifter att visa för regionen.")


@dataclass(frozen=True)
class Chart:
    """A figure, the Swedish text that says what it shows, and the numbers drawn.

    `shares` holds the columns of shares between 0 and 1 that readers are shown as per cent, with their decimals.
    """

    figure: Figure
    alt: str
    data: DataFrame
    shares: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A table as HTML, and all its rows; `shares` as in a `Chart`."""

    html: str
    data: DataFrame
    shares: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    """Why there is nothing to show, in a Swedish sentence."""

    reason_sv: str


Exhibit: TypeAlias = Chart | Sheet | Missing


def show(exhibit: Exhibit, *, label: str, caption: str, sources: Sequence[str]) -> None:
    """Display an exhibit as one output of a notebook; outside a notebook nothing happens.

    Parameters
    ----------
    exhibit : Chart, Sheet or Missing
        What a view returned.
    label : str
        Name for cross-references, unique on the page, e.g. ``fig-leading``.
    caption : str
        The message in Swedish; may hold ``{{key}}`` placeholders, which publishing fills in.
    sources : sequence of str
        Names of the tables that it rests on; publishing writes source and status from the catalogue.

    Raises
    ------
    SchemaError
        If `sources` is one text instead of a list, or `exhibit` is no exhibit.
    """
    if isinstance(sources, str):
        raise SchemaError(f"sources of '{label}' must be a list of table names, not the text {sources!r}.")
    display(*_output(exhibit, label, caption, list(sources)))


def display(bundle: Mapping[str, Any], metadata: Mapping[str, Any]) -> None:
    """Send one output to the notebook, if this process is one."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:  # pragma: no cover - a plain process without IPython
        return
    shell = get_ipython()
    if shell is not None:
        shell.display_pub.publish(data=dict(bundle), metadata=dict(metadata))


def _output(exhibit: Exhibit, label: str, caption: str, sources: list[str]) -> tuple[dict[str, str], dict[str, Any]]:
    caption = translated(caption)
    facts: dict[str, Any] = {"label": label, "caption": caption, "sources": sources}
    match exhibit:
        case Chart():
            bundle = {"image/svg+xml": svg(exhibit.figure, exhibit.alt), "text/plain": exhibit.alt}
            facts |= {"kind": "figure", "alt": exhibit.alt, **_numbers(exhibit)}
        case Sheet():
            alt = _("Tabell. {caption}").format(caption=caption)
            bundle = {"text/html": with_caption(exhibit.html, caption, label), "text/plain": alt}
            facts |= {"kind": "table", "alt": alt, **_numbers(exhibit)}
        case Missing():
            bundle = {"text/html": f'<p class="nm-missing">{escape(exhibit.reason_sv)}</p>'}
            bundle["text/plain"] = exhibit.reason_sv
            facts |= {"kind": "missing", "alt": exhibit.reason_sv}
        case _:
            raise SchemaError(
                f"'{label}' is a {type(exhibit).__name__}, not what a plot_, map_ or table_ view returns."
            )
    return bundle, {EXHIBIT: facts}


def _numbers(exhibit: Chart | Sheet) -> dict[str, Any]:
    shares = {column: decimals for column, decimals in exhibit.shares.items() if column in exhibit.data}
    return {"data_csv": csv_text(exhibit.data), "shares": shares}


def csv_text(frame: DataFrame) -> str:
    r"""Write a frame as CSV with decimal points; a missing value is an empty cell.

    Examples
    --------
    >>> csv_text(DataFrame({"label": ["stål", "trä"], "lq": [1.5, None]}))
    'label,lq\nstål,1.5\nträ,\n'
    """
    return frame.to_csv(index=False, lineterminator="\n", float_format="%.10g")


def with_caption(html: str, caption: str, label: str = "") -> str:
    """Put a caption into a table, in place of the one it has.

    The frame around the table is named by the caption, so that it can take the keyboard's focus when it scrolls.

    Examples
    --------
    >>> with_caption("<div class='nm-table'><table><tbody></tbody></table></div>", "Skog & trä")
    "<div class='nm-table'><table><caption>Skog &amp; trä</caption><tbody></tbody></table></div>"
    """
    html = re.sub(r"<caption\b.*?</caption>", "", html, flags=re.DOTALL)
    identity = f' id="{escape(label)}-caption"' if label else ""
    element = f"<caption{identity}>{escape(caption, quote=False)}</caption>"
    html = re.sub(r"(<table\b[^>]*>)", lambda match: match[1] + element, html, count=1)
    if label:
        frame = f'<div class="nm-table" role="region" tabindex="0" aria-labelledby="{escape(label)}-caption">'
        html = html.replace('<div class="nm-table">', frame, 1)
    return html
