"""What a comparison and a sweep tell their readers: terminal rows, and a page with table, figure and caveats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from math import prod
from pathlib import Path

import pandas as pd

from nmanalys.io.catalogue import Table
from nmanalys.pipeline.comparison import Comparison
from nmanalys.pipeline.publish_sources import line_of
from nmanalys.pipeline.publish_text import override_text, parameter_text
from nmanalys.pipeline.report_page import data_link, figure, page, prose, write_report
from nmanalys.pipeline.scenario import BASELINE, Scenario
from nmanalys.pipeline.sweep import Sweep
from nmanalys.views.charts import plot_shares_with_interval
from nmanalys.views.tables import table_values
from nmanalys.vocabulary.language import listing, number
from nmanalys.vocabulary.parameters import describe
from nmanalys.vocabulary.regions import Regions
from nmanalys.vocabulary.translation import _, ngettext
from nmanalys.vocabulary.typing import LongTable
from nmanalys.vocabulary.verdicts import VERDICTS

__all__ = ["comparison_report", "sweep_report"]

KINDS = {verdict.table: _(verdict.sv) for verdict in VERDICTS}
CHANGES = {
    "appears": _("tillkommer"),
    "vanishes": _("faller bort"),
    "changes": _("byter klass"),
    "moves": _("byter plats"),
}
MOST_ROWS = 500
COMPARED, SWEPT = "jämförelse", "känslighet"
INVENTED = _("Vilar på påhittade exempeldata: säger hur metoden svarar, inget om länen.")
MOST_DOTS = 30
MOST_NAMED = 2


def comparison_report(folder: Path, comparison: Comparison, regions: Regions) -> Path:
    """Write the page and the CSV of a comparison; return the page's path."""
    left, right, changes = comparison.left, comparison.right, comparison.changes
    before, after = (_scenario_name(side) for side in (left, right))
    known = {row["name"]: row for row in describe()}
    first, second = left.parameters, right.parameters
    names = [name for name in known if getattr(first, name) != getattr(second, name)]
    differing = [
        {
            "sv": _(known[name]["sv"]),
            "name": name,
            "old": parameter_text(name, getattr(first, name)),
            "new": parameter_text(name, getattr(second, name)),
        }
        for name in names
    ]
    assumptions = table_values(
        pd.DataFrame(differing),
        row_label=("sv", _("Antagande")),
        columns={"name": (_("Parameter"), "text"), "old": (before, "text"), "new": (after, "text")},
        most_rows=len(names),
    )
    lead = (
        _(
            "Av {judged} bedömningar för {regions} ändras {total} när antagandena i tabellen byts. Trösklar är val, "
            "inte naturlagar: det som står kvar i båda är säkrare än det som bara syns i det ena."
        )
        if len(changes)
        else _("Ingen av {judged} bedömningar för {regions} ändras när antagandena i tabellen byts.")
    ).format(
        judged=number(comparison.judged),
        total=number(len(changes)),
        regions=listing([regions.find(code).name for code in comparison.regions]),
    )
    sections = [
        (
            "",
            [
                prose(lead),
                figure(
                    assumptions,
                    _("Antaganden som skiljer {before} och {after}").format(before=before, after=after),
                    "tab-antaganden",
                ),
            ],
        )
    ]
    for kind, rows in _by_kind(changes):
        shown = _readable(rows, regions)
        columns = {
            "region": (_("Län"), "text"),
            "change": (_("Ändring"), "text"),
            "before": (_("Klass med {before}").format(before=before), "text"),
            "after": (_("Klass med {after}").format(after=after), "text"),
            "ranks": (_("Plats"), "text"),
            "parameters": (_("Parameter"), "text"),
        }
        if shown["ranks"].eq("–").all():
            del columns["ranks"]
        sheet = table_values(shown, row_label=("name", _("Vad")), columns=columns, most_rows=MOST_ROWS)
        counts = rows["change"].map(CHANGES).value_counts()
        caption = f"{KINDS[kind]}: {listing([f'{count} {change}' for change, count in counts.items()])}"
        sources = comparison.sources[kind]
        sections.append((KINDS[kind], [_caveat(sources), figure(sheet, caption, f"tab-{kind}"), _sources(sources)]))
    how = (
        _(
            "Kolumnen Parameter nämner de antaganden som var för sig räcker för ändringen. Står det ett "
            "plustecken mellan dem räcker inget ensamt: varje antagande har också prövats för sig."
        ),
        _(
            "Plats är ordningen bland länets styrkor av samma slag, före → efter. Ett streck betyder att det inte är "
            "en styrka där."
        ),
    )
    if len(changes):
        sections.append((_("Så är jämförelsen gjord"), [prose(*how), data_link(COMPARED)]))
    title = _("Jämförelse: {before} och {after}").format(before=before, after=after)
    return write_report(folder, page(title, sections), COMPARED, changes)


def sweep_report(folder: Path, sweep: Sweep, regions: Regions) -> Path:
    """Write the page, the figures and the CSV of a sweep; return the page's path."""
    known = {row["name"]: _(row["sv"]) for row in describe()}
    points = prod(len(values) for values in sweep.axes.values())
    axes = [
        f"{known[name]} ({name}): {' · '.join(parameter_text(name, value) for value in values)}."
        for name, values in sweep.axes.items()
    ]
    lead = _(
        "Analysen är gjord {points} gånger, en gång för varje kombination av antagandena nedan. "
        "Andelen säger vid hur många av dem något räknas som en styrka. Den beror på vilka värden "
        "som valdes och är ingen sannolikhet."
    ).format(points=number(points))
    others = [
        override_text(
            f"{_(row['sv'])[:1].lower()}{_(row['sv'])[1:]} ({row['name']})",
            row["name"],
            sweep.overrides[row["name"]],
            row["default"],
        )
        for row in describe(sweep.overrides)
    ]
    if others:
        told = _("Övriga antaganden är de i {scenario}: {assumptions}.")
        axes.append(told.format(scenario=sweep.base, assumptions="; ".join(others)))
    sections = [("", [prose(lead, *axes)])]
    for kind, rows in _by_kind(sweep.survival):
        parts = [_caveat(sweep.sources[kind])]
        for code, mine in rows.groupby("region_code", sort=False):
            region = regions.find(str(code))
            drawn = mine.head(MOST_DOTS).rename(columns={"name": "label"})
            caption = _("{kind} {within}: {found}").format(kind=KINDS[kind], within=region.within, found=_always(mine))
            chart = plot_shares_with_interval(
                drawn,
                quantity=_("Andel av kombinationerna där det är en styrka, %"),
                region=region,
                keep_order=True,
            )
            parts.append(figure(chart, caption, f"fig-{kind}-{region.slug}"))
            sheet = table_values(
                mine, row_label=("name", _("Vad")), most_rows=MOST_ROWS,
                columns={"strengths": (_("Kombinationer där det är en styrka"), "0"), "points": (_("Kombinationer"), "0"),
                         "share": (_("Andel"), "%")},
            )  # fmt: skip
            parts.append(
                figure(
                    sheet,
                    _("{kind} {within}, alla värden").format(kind=KINDS[kind], within=region.within),
                    f"tab-{kind}-{region.slug}",
                )
            )
        sections.append((KINDS[kind], [*parts, _sources(sweep.sources[kind])]))
    if not len(sweep.survival):
        sections.append(("", [prose(_("Inget är en styrka i någon av kombinationerna."))]))
    sections.append((_("Data"), [data_link(SWEPT)]))
    title = _("Känslighet för antaganden: ") + listing(list(sweep.axes))
    return write_report(folder, page(title, sections), SWEPT, sweep.survival)


def _always(rows: LongTable) -> str:
    names = rows.loc[rows["share"] == 1, "name"].tolist()
    if not names and len(rows) == 1:
        return _("{name} är inte en styrka i alla kombinationer").format(name=rows["name"].iloc[0])
    if not names:
        return _("ingen av {total} är en styrka i alla kombinationer").format(total=number(len(rows)))
    if len(names) > 5:
        return _("{total} av {count} är styrkor i alla kombinationer").format(
            total=number(len(names)), count=number(len(rows))
        )
    return ngettext(
        "{names} är en styrka i alla kombinationer", "{names} är styrkor i alla kombinationer", len(names)
    ).format(names=listing(names))


def _readable(rows: LongTable, regions: Regions) -> LongTable:
    ranks = [
        f"{_rank(old)}\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}{_rank(new)}" if pd.notna(old) or pd.notna(new) else "–"
        for old, new in zip(rows["rank_before"], rows["rank_after"], strict=True)
    ]
    return pd.DataFrame({
        "name": rows["name"],
        "region": [regions.find(code).name for code in rows["region_code"]],
        "change": rows["change"].map(CHANGES),
        "before": rows["verdict_before"].fillna(_("ej bedömd")),
        "after": rows["verdict_after"].fillna(_("ej bedömd")),
        "ranks": ranks,
        "parameters": rows["parameters"],
    })  # fmt: skip


def _rank(value: float) -> str:
    # after a dash a line may break, even before a no-break space
    return "–\N{WORD JOINER}" if pd.isna(value) else f"{value:.0f}"


def _by_kind(rows: LongTable) -> Iterator[tuple[str, LongTable]]:
    """Part the rows by kind, in the order of the declaration."""
    for kind in KINDS:
        mine = rows[rows["kind"].eq(kind)]
        if len(mine):
            yield kind, mine


def _caveat(sources: Iterable[Table]) -> str:
    return prose(INVENTED, notice=True) if any(table.is_illustrative for table in sources) else ""


def _sources(tables: Iterable[Table]) -> str:
    return f'<p class="sources">{escape(line_of(tables))}</p>'


def _scenario_name(scenario: Scenario) -> str:
    if scenario.name == BASELINE:
        return _("grundantagandena")
    if scenario.is_named:
        return scenario.name
    values = [
        f"{name}\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{parameter_text(name, value)}"
        for name, value in scenario.overrides.items()
    ]
    return ", ".join(values) if len(values) <= MOST_NAMED else _("de ändrade antagandena")
