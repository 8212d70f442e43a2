"""Sentences about the cluster organisations of a region: what is published about them, and nothing else."""

from __future__ import annotations

from pandas import DataFrame

from nmanalys.views.text import counted, in_words, out_of, upper_first
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["describe_organisations"]


def describe_organisations(rows: DataFrame, examples: DataFrame, place: Region, industries: str) -> dict[str, str]:
    """Say which organisations are known, what is known about them, and how little that is.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`organisation_rows`.
    examples : DataFrame
        The region's clusters that are assessed, with `is_example`.
    place : Region
        The region.
    industries : str
        The industries in which clusters could be looked for.
    """
    count = len(rows)
    if count == 0:
        none = _("Inga klusterorganisationer {within} finns i våra data.").format(within=place.within)
        return {
            "lead": _(
                "{none} Sidan visar i stället var kluster kan sökas: i branscher som är större {within} än i "
                "riket, som {industries}. Den säger också vad som behövs för en kartläggning."
            ).format(none=none, within=place.within, industries=industries),
            "finding_organisations": _("Klusterorganisationer {within}").format(within=place.within),
            "finding_map": _("Karta över klusterorganisationer {within}").format(within=place.within),
            "reading_map": "",
            "reading_organisations": _(
                "Om det finns klusterorganisationer {within} vet vi inte. Kartan och tabellen fylls när "
                "regionen för in dem med namn, ort, startår, medlemmar och källa i tabellen clusters."
            ).format(within=place.within),
            "missing_organisations": none,
        }
    placed, started, sized = (int(rows[name].notna().sum()) for name in ("municipality", "start_year", "member_firms"))
    known = _("{of} och antalet medlemmar för {sized}").format(
        of=out_of(started, count, _("ingen")), sized=in_words(sized) if sized else _("ingen")
    )
    caution = (
        _("Medlemstalen gäller olika år och räknas på olika sätt, så de går inte att jämföra.") if sized > 1 else ""
    )
    many = f"{counted(count, _('klusterorganisation'), _('klusterorganisationer'))} {place.within}"
    return {
        "lead": _("Vi känner till {many}. Startåret är känt för {known}. {assessed}").format(
            many=many, known=known, assessed=_assessed(rows, examples)
        ),
        "finding_organisations": _("{many}: det som är publicerat om dem").format(many=upper_first(many)),
        "finding_map": _("{of} klusterorganisationer {within} går att placera på kartan").format(
            of=upper_first(out_of(placed, count, _("ingen"))), within=place.within
        ),
        "reading_map": _places(rows),
        "reading_organisations": _("Startåret är känt för {known}. {oldest} {caution} {without_phase}").format(
            known=known, oldest=_oldest(rows), caution=caution, without_phase=_without_phase(rows)
        ),
        "missing_organisations": "",
    }


def _places(rows: DataFrame) -> str:
    """Say which towns are unknown and which are our own conclusions."""
    unknown, inferred = rows[rows["municipality"].isna()]["name"], rows[rows["is_inferred"]]["name"]
    parts = []
    if len(unknown):
        parts.append(_("Orten är okänd för {unknown}, som bara står i tabellen.").format(unknown=listing(unknown)))
    if len(inferred):
        town = _("orten") if len(inferred) == 1 else _("orterna")
        parts.append(
            _("Frågetecknet efter {inferred} betyder att {town} är vår slutsats; källan anger ingen ort.").format(
                inferred=listing(inferred), town=town
            )
        )
    return " ".join(parts)


def _oldest(rows: DataFrame) -> str:
    known = rows.dropna(subset=["start_year"])
    if known.empty:
        return ""
    first = int(known["start_year"].min())
    return _("Tidigast startade {known}, {first}.").format(
        known=listing(known.loc[known["start_year"] == first, "name"]), first=first
    )


def _assessed(rows: DataFrame, examples: DataFrame) -> str:
    """Say how many organisations are assessed, or on what an assessment is shown instead."""
    own = int(rows["is_assessed"].sum())
    if own:
        none = _("Resten är ej bedömda.") if own < len(rows) else ""
        judged = _("bedömd") if own == 1 else _("bedömda")
        return (
            _("{of} är {judged} i en egen kartläggning. {none}")
            .format(of=upper_first(out_of(own, len(rows), _("ingen"))), judged=judged, none=none)
            .strip()
        )
    if examples.empty:
        return _("Ingen av dem är bedömd här.")
    shown = counted(len(examples), _("påhittat exempelkluster"), _("påhittade exempelkluster"), neuter=True)
    return _(
        "Ingen av dem är bedömd här. Hur en bedömning går till visar vi på {shown}, som inte "
        "motsvarar någon verklig organisation."
    ).format(shown=shown)


def _without_phase(rows: DataFrame) -> str:
    without = rows.loc[~rows["is_assessed"], "name"]
    if len(without) == len(rows):
        return _("Utvecklingsfasen är ej bedömd för någon av dem.")
    return _("Utvecklingsfasen är ej bedömd för {without}.").format(without=listing(without)) if len(without) else ""
