"""Tables as plain, accessible HTML: great_tables writes the cells, the book's style sheet gives them their look.

Every text is escaped. great_tables' own style block, element ids and `headers` attributes are taken away: a table's
scopes say the same, and a page with ten tables does not carry ten style sheets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import TypeAlias

import pandas as pd
from great_tables import GT, html
from pandas import DataFrame, Series

from nmanalys.errors import SchemaError
from nmanalys.views.drawing import view
from nmanalys.views.exhibit import NO_DATA, Exhibit, Sheet
from nmanalys.views.formats import DOTS, formatter, shares_among, with_interval
from nmanalys.vocabulary.translation import _, translated

__all__ = ["Column", "table_matrix", "table_text", "table_values"]

Column: TypeAlias = tuple[str, str] | tuple[str, str, str, str]
MOST_ROWS = 12
NOT_APPLICABLE = "–"
TEXTUAL = {"text", "date"}
START, MIDDLE, END = "\ue000\ue001\ue002"
LED = re.compile(f"{START}([a-z][\\w:#-]*){MIDDLE}([^{END}]*){END}")


def table_values(
    frame: DataFrame,
    *,
    row_label: tuple[str, str],
    columns: Mapping[str, Column],
    spanners: Mapping[str, Sequence[str]] | None = None,
    not_applicable: Collection[str] = (),
    cuts: Mapping[str, Sequence[float]] | None = None,
    most_rows: int = MOST_ROWS,
    notes: Sequence[str] = (),
    missing: str = NO_DATA,
) -> Exhibit:
    """Make a table, one row a row of the frame, in the frame's order.

    Parameters
    ----------
    frame : DataFrame
        The rows; all of them go into the download, the first `most_rows` into the table.
    row_label : (str, str)
        Column with the rows' names, and its header.
    columns : mapping of str to (header, format) or (header, format, lower, upper)
        The columns shown. A header says quantity and unit; the formats are those of :mod:`nmanalys.views.formats`;
        `lower` and `upper` name the columns of an interval, which is written ``1,32 (1,31–1,33)``.
    spanners : mapping of str to sequence of str, optional
        A header over several columns.
    not_applicable : collection of str
        Columns in which a missing value means that there can be none; it is written ``–`` instead of ``..``.
    cuts : mapping of str to sequence of float, optional
        Thresholds that a column's values are judged by, see :func:`~nmanalys.views.formats.formatter`.
    notes : sequence of str
        Sentences under the table.

    Returns
    -------
    Sheet or Missing
        Missing when the frame has no rows or none of the columns has a value.

    Raises
    ------
    SchemaError
        If the frame lacks a column.

    Examples
    --------
    >>> frame = DataFrame({"name": ["Stål"], "lq": [5.36], "low": [5.3], "high": [5.4]})
    >>> sheet = table_values(frame, row_label=("name", "Bransch"), columns={"lq": ("Kvot", "0.00", "low", "high")})
    >>> "5,36 (5,30–5,40)" in sheet.html
    True
    """
    name, name_header = row_label
    needed = [name, *columns, *(bound for entry in columns.values() for bound in entry[2:])]
    make = view(*needed, values=list(columns))(_table)
    return make(
        frame, name, name_header, columns, spanners or {}, not_applicable, cuts or {}, most_rows, list(notes),
        missing=missing,
    )  # fmt: skip


def table_text(
    frame: DataFrame,
    *,
    row_label: tuple[str, str],
    columns: Mapping[str, str],
    links: Mapping[str, str] | None = None,
    missing: str = NO_DATA,
) -> Exhibit:
    """Make a table of texts, e.g. activities with their goals: `columns` maps a column to its header.

    `links` maps a column to the one with the targets of its links, ``stage:name#label`` or nothing; the book leads
    them to its page, and to the exhibit of that label.

    Examples
    --------
    >>> frame = DataFrame({"no": [1], "goal": ["Processtöd <för> kluster"]})
    >>> "Processtöd &lt;för&gt; kluster" in table_text(frame, row_label=("no", "Nr"), columns={"goal": "Mål"}).html
    True
    >>> frame = DataFrame({"no": [1], "goal": ["Mer"], "page": ["stage:project"]})
    >>> '<a href="stage:project">Mer</a>' in table_text(
    ...     frame, row_label=("no", "Nr"), columns={"goal": "Mål"}, links={"goal": "page"}).html
    True
    """
    if links:
        led = {column: _led(frame[column], frame[targets]) for column, targets in links.items()}
        made = table_text(frame.assign(**led), row_label=row_label, columns=columns, missing=missing)
        rows = frame.drop(columns=[*links.values()]).reset_index(drop=True)
        return Sheet(LED.sub(r'<a href="\1">\2</a>', made.html), rows) if isinstance(made, Sheet) else made
    entries: dict[str, Column] = {column: (header, "text") for column, header in columns.items()}
    return table_values(frame, row_label=row_label, columns=entries, most_rows=len(frame) or 1, missing=missing)


def _led(texts: Series, targets: Series) -> Series:
    """Enclose each text that leads somewhere, with its target, in signs that are nobody's."""
    pairs = zip(texts, targets, strict=True)
    return Series([f"{START}{to}{MIDDLE}{text}{END}" if to else text for text, to in pairs], index=texts.index)


def table_matrix(frame: DataFrame, *, corner: str, spec: str, missing: str = NO_DATA) -> Exhibit:
    """Make a table of one quantity: the frame's index names the rows, its columns the columns.

    Examples
    --------
    >>> sheet = table_matrix(DataFrame({"Dalarna": [0.1]}, index=["Värmland"]), corner="Region", spec="0 %")
    >>> "10" in sheet.html and "Värmland" in sheet.html
    True
    """
    columns: dict[str, Column] = {str(name): (str(name), spec) for name in frame.columns}
    rows = frame.rename(columns=str).rename_axis("row name").reset_index()
    return table_values(
        rows, row_label=("row name", corner), columns=columns, most_rows=len(rows) or 1, missing=missing
    )


def _table(
    frame: DataFrame,
    name: str,
    name_header: str,
    columns: Mapping[str, Column],
    spanners: Mapping[str, Sequence[str]],
    not_applicable: Collection[str],
    cuts: Mapping[str, Sequence[float]],
    most_rows: int,
    notes: list[str],
    missing: str,
) -> Sheet:
    head = frame.head(most_rows)
    cells = {
        column: _written(head, column, entry, column in not_applicable, cuts.get(column, ()))
        for column, entry in columns.items()
    }
    shown = DataFrame({"row label": head[name].map(_name), **cells}, dtype=object)
    table = GT(shown, rowname_col="row label", id="nm-table", locale="sv").tab_stubhead(_literal(name_header))
    table = table.cols_label({column: _literal(entry[0]) for column, entry in columns.items()})
    numeric = [column for column, entry in columns.items() if entry[1] not in TEXTUAL]
    if numeric:
        table = table.cols_align("right", columns=numeric)
    textual = [column for column in columns if column not in numeric]
    if textual:
        table = table.cols_align("left", columns=textual)
    for header, members in spanners.items():
        table = table.tab_spanner(label=_literal(header), columns=list(members), gather=False)
    for note in [*_explanations(shown, len(frame), most_rows), *notes]:
        table = table.tab_source_note(translated(note))
    specs = {part: spec for column, (_header, spec, *bounds) in columns.items() for part in (column, *bounds)}
    return Sheet(_plain(table.as_raw_html()), frame.reset_index(drop=True), shares_among(specs))


def _literal(text: str) -> html:
    """Keep a header as it is written: great_tables escapes cells and notes, not headers, and reads units in braces."""
    return html(escape(translated(text), quote=False).replace("{", "&#123;"))


def _name(value: object) -> str:
    return DOTS if pd.isna(value) else translated(value)


def _written(rows: DataFrame, column: str, entry: Column, is_inapplicable: bool, cuts: Sequence[float]) -> Series:
    header, spec, *bounds = entry
    if len(bounds) not in (0, 2):
        raise SchemaError(f"Column '{column}' ({header}) needs both a lower and an upper column, or neither.")
    if bounds:
        lower, upper = bounds
        triples = zip(rows[column], rows[lower], rows[upper], strict=True)
        written = Series([with_interval(*triple, spec, cuts) for triple in triples], index=rows.index, dtype=object)
    else:
        written = rows[column].map(formatter(spec, cuts)).astype(object)
    empty = rows[column].isna()
    return written.mask(empty, NOT_APPLICABLE) if is_inapplicable else written.mask(empty, DOTS)


def _explanations(shown: DataFrame, rows: int, most_rows: int) -> list[str]:
    cells = shown.to_numpy().ravel().tolist()
    lines = []
    if DOTS in cells:
        lines.append(_(".. uppgift saknas eller skyddas av sekretess."))
    if NOT_APPLICABLE in cells:
        lines.append(_("– ej tillämpligt."))
    if rows > most_rows:
        lines.append(
            _("Tabellen visar {most_rows} av {rows} rader. Alla rader finns i nedladdningen.").format(
                most_rows=most_rows, rows=rows
            )
        )
    return lines


def _plain(html: str) -> str:
    html = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    html = html[html.index("<table") : html.index("</table>") + len("</table>")]
    html = re.sub(r"<table[^>]*>", '<table class="gt_table nm-values">', html, count=1)
    html = re.sub(r"<(t[hd]|span)\b([^>]*)>", lambda match: f"<{match[1]}{_bare(match[2])}>", html)
    return '<div class="nm-table">' + re.sub(r">\s+<", "><", html).strip() + "</div>"


def _bare(attributes: str) -> str:
    """Drop ids, headers, and spans of one row or column."""
    return re.sub(r' (?:id|headers)="[^"]*"| (?:rowspan|colspan)="1"', "", attributes)
