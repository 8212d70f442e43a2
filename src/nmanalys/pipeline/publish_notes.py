"""What a page says about itself: its data, its cautions, how it was made and how to make it again."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

from nmanalys.pipeline.publish_edition import TITLE, Edition, Page
from nmanalys.pipeline.publish_text import inline, override_text, parameter_text
from nmanalys.pipeline.scenario import BASELINE
from nmanalys.vocabulary.language import date_text, listing, number
from nmanalys.vocabulary.parameters import Parameters, describe
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.translation import _

__all__ = ["admonition", "citation", "command", "notices", "override_list", "provenance", "status_line"]

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
STEP = 1.2
LIST_SHOWN = 2  # a longer list of invented tables is folded, so that the page's answer is not pushed away
HASH_SHOWN = 12
FINGERPRINT_SHOWN = 24


def admonition(title: str, text: str, kind: str) -> str:
    """Write a notice; `kind` is its class in the style sheet."""
    return f":::{{admonition}} {title}\n:class: {kind}\n{text}\n:::"


def status_line(page: Page, edition: Edition) -> str:
    """Say in one line how new and how sure the page's data are, and when it was built; empty if nothing is known."""
    tables = edition.entries(page.record["reads"], page)
    statuses = {Status(table.status) for table in tables} - {Status.CODES}
    observed = [table for table in tables if Status(table.status).is_observed]
    years = [int(year) for table in observed for year in YEAR.findall(str(table.vintage))]
    if edition.epoch:
        years = [year for year in years if year <= edition.day.year]  # a target lies ahead
    kinds = [status.plural_sv for status in Status if status in statuses]
    parts = [_("Data till och med {years}").format(years=max(years))] if years else []
    if kinds:
        parts.append(listing(kinds).capitalize())
    if edition.epoch:
        parts.append(_("Byggd {day}").format(day=date_text(edition.day)))
    return f":::{{container}} nm-status\n{' · '.join(parts)}\n:::" if parts else ""


def notices(page: Page, edition: Edition) -> list[str]:
    """Write what a reader must know before reading: stale, invented data, other assumptions."""
    found = []
    problem = edition.problem_of(page)
    if page.record.get("stale") or problem:
        reason = (
            _("den senaste beräkningen misslyckades") if problem else _("data, antaganden eller program har ändrats")
        )
        found.append(
            admonition(
                _("Sidan är inaktuell"),
                _("Sidan är inaktuell: {reason}. Det som visas är den senaste version som gick att räkna fram.").format(
                    reason=reason
                ),
                "caution nm-stale",
            )
        )
    invented = edition.illustrative(page.record["reads"], page)
    if invented:
        found.append(_invented(page, edition, [_(table.title_sv) for table in invented]))
    overrides = page.record.get("overrides", {})
    if overrides:
        told = _("Sidan är räknad med andra antaganden än grundutförandet. Övriga antaganden är desamma.")
        text = f"{told}\n\n{override_list(overrides)}"
        found.append(admonition(_("Andra antaganden"), text, "note nm-overrides"))
    return found


def _invented(page: Page, edition: Edition, titles: Iterable[str]) -> str:
    link = edition.address("../book/data.md", page.docname, page.place)
    more = _(" Läs mer om [data och deras status]({link}).").format(link=link) if link else ""
    titles = [*titles]
    entries = "\n".join(f"- {inline(title)}" for title in titles)
    if len(titles) > LIST_SHOWN:
        summary = _("Visa de {total} tabellerna").format(total=number(len(titles)))
        opening = f'<details class="nm-more nm-list"><summary>{summary}</summary>'
        entries = f"{opening}\n\n{entries}\n\n</details>"
    return admonition(
        _("Sidan bygger delvis på påhittade data"),
        _(
            "De här tabellerna är påhittade för att visa metoden. Siffror som bygger på dem är inga "
            "resultat och säger ingenting om verkliga företag, kluster eller län.\n\n{entries}\n\nVarje "
            "figur och tabell som berörs är märkt.{more}"
        ).format(entries=entries, more=more),
        "warning nm-illustrative",
    )


def citation(name: str, caption: str, page: Page, edition: Edition) -> str:
    """Write how to cite an exhibit: what, where, when and with which version it was made."""
    year = f" ({edition.day.year})" if edition.epoch else ""
    code = page.record.get("code", _("okänd"))
    version = _("Programversion {code}").format(code=code)
    if edition.epoch:
        version = _("Byggd {day}, programversion {code}").format(day=date_text(edition.day), code=code)
    place = f", {page.region.name}" if page.region and page.region.name not in page.title else ""
    end = "" if caption.endswith((".", "?", "!")) else "."
    return _("{title}{year}. {name}: {caption}{end} På sidan {page_title}{place}. {version}.").format(
        title=TITLE,
        year=year,
        name=name,
        caption=caption,
        end=end,
        page_title=page.title,
        place=place,
        version=version,
    )


def override_list(overrides: Mapping[str, Any]) -> str:
    """List each override with the baseline's value: `Lägsta lokaliseringskvot …: 1,5 i stället för 1,25`."""
    return "\n".join(
        "- " + override_text(inline(_(row["sv"])), row["name"], overrides[row["name"]], row["default"])
        for row in describe(overrides)
    )


def command(region: str | None, overrides: Mapping[str, Any]) -> str:
    """Write the command that makes a page.

    Examples
    --------
    >>> command("dalarna", {"lq_threshold": 1.5})
    'nmanalys build --region dalarna -p lq_threshold=1.5'
    """
    place = f" --region {region}" if region else ""
    given = (shlex.quote(f"{name}={value}".replace(" ", "")) for name, value in overrides.items())
    return f"nmanalys build{place}" + "".join(f" -p {assignment}" for assignment in given)


def provenance(page: Page, edition: Edition) -> str:
    """Write the page's last section: what it was made of, and the commands that make it again."""
    record = page.record
    parameters = record.get("parameters", {})
    used = [row for row in describe() if row["name"] in parameters]
    table = [
        f"| {inline(_(row['sv']))} | `{row['name']}` | {parameter_text(row['name'], parameters[row['name']])} |"
        for row in used
    ]
    facts = [
        f"{_('Analyssteg')}\n: `{page.stage}`",
        _("Område\n: {name}").format(name=inline(page.region.name if page.region else _("gemensam sida"))),
        f"{_('Programmets version')}\n: `{record.get('code', 'unknown')}`",
        f"{_('Fingeravtryck')}\n: `{record.get('fingerprint', '')[:FINGERPRINT_SHOWN]}`",
        f"{_('Programbibliotek')}\n: {_versions(record.get('versions', {}))}",
        _("Data (början av innehållets kontrollsumma)\n: {hashes}").format(hashes=_hashes(record.get("tables", {}))),
    ]
    again = [f"{_('Så här görs sidan en gång till:')}\n\n```console\n{_again(page, edition)}\n```"]
    other = _variation(parameters, record.get("overrides", {}))
    if other:
        again.append(f"{_('Och så här med ett annat antagande:')}\n\n```console\n{_again(page, edition, other)}\n```")
    parts = [_("## Räkna om med andra antaganden"), *again, *_more(page, edition)]
    if table:
        head = _("| Antagande | Namn | Värde på sidan |\n|---|---|--:|")
        parts.append("\n".join([head, *table]))
    return "\n\n".join([*parts, _("## Så gjordes sidan"), ":::{container} nm-facts", *facts, ":::"])


def _again(page: Page, edition: Edition, other: Mapping[str, Any] | None = None) -> str:
    overrides = {**edition.overrides, **page.record.get("overrides", {})} if edition.scenario != BASELINE else {}
    return command(page.region.slug if page.region else None, {**overrides, **(other or {})})


def _more(page: Page, edition: Edition) -> list[str]:
    link = edition.address("../book/rakna-om.md", page.docname, page.place)
    return (
        [_("Hur det går till och vad varje antagande betyder står på sidan [Räkna om]({link}).").format(link=link)]
        if link
        else []
    )


def _variation(parameters: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Choose the first declared of the page's thresholds, and a value a fifth higher that the model allows."""
    for name in Parameters.model_fields:
        value = parameters.get(name)
        if not isinstance(value, float) or name in overrides:
            continue
        other = round(value * STEP, 4)
        try:
            Parameters.model_validate({name: other})
        except ValueError:
            continue
        return {name: other}
    return {}


def _versions(versions: Mapping[str, str]) -> str:
    return inline(
        ", ".join(f"{name} {version}" for name, version in sorted(versions.items()) if version != "none")
    ) or _("okänt")


def _hashes(tables: Mapping[str, str]) -> str:
    # a table of several files has one hash for each, joined by plus signs
    shown = [
        f"`{name} {'+'.join(part[:HASH_SHOWN] for part in digest.split('+'))}`"
        for name, digest in sorted(tables.items())
    ]
    return ", ".join(shown) or _("inga")
