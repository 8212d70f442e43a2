"""Sentences about the options near a region's industries.

Options are possibilities on a map, not advice: no sentence here says what a region ought to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pandas import DataFrame

from nmanalys.views.text import counted, in_words, lower_first, upper_first
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import N_, _, ngettext, translated

__all__ = ["QUADRANT_NAMES", "describe_options", "name_options", "option_map"]

QUADRANT_NAMES: Mapping[str, str] = {
    "high road": N_("nära och komplex"),
    "low road": N_("nära och enklare"),
    "casino": N_("avlägsen och komplex"),
    "dead end": N_("avlägsen och enklare"),
}
FEW = 3
FIRM = 0.8
MOST_NAMES = 16
"""Share of the draws in which an option keeps its quadrant, from which the quadrant is stated and not guessed."""
LINKED = 0.3


def name_options(options: DataFrame) -> DataFrame:
    """Name the quadrants in Swedish and put near and complex options first, then the nearest.

    Parameters
    ----------
    options : DataFrame
        Result of :func:`~nmanalys.measures.industry_space.region_options`.

    Returns
    -------
    DataFrame
        The same rows with `is_uncertain`, true of an option that leaves its quadrant in more than a fifth of the
        draws, and `quadrant_text`, which says so.

    Examples
    --------
    >>> table = DataFrame({"quadrant": ["casino", "high road", None], "density": [10.0, 5.0, 7.0],
    ...                    "stability": [0.8, 0.3, None]})
    >>> name_options(table)["quadrant_text"].tolist()[:2]
    ['osäkert, kanske nära och komplex', 'avlägsen och komplex']
    """
    names_sv = options["quadrant"].map(QUADRANT_NAMES)
    uncertain = names_sv.notna() & ~(options["stability"] >= FIRM)
    ordered = options.assign(
        quadrant=names_sv,
        is_uncertain=uncertain,
        quadrant_text=names_sv.mask(uncertain, _("osäkert, kanske ") + names_sv.map(translated, na_action="ignore")),
        first=(options["quadrant"] != "high road").astype(int),
    )
    ordered = ordered.sort_values(["first", "density"], ascending=[True, False], na_position="last")
    return ordered.drop(columns="first").reset_index(drop=True)


def option_map(possible: DataFrame) -> dict[str, Any]:
    """Arguments of :func:`~nmanalys.views.charts_plane.plot_scatter` that make it the map of options.

    Parameters
    ----------
    possible : DataFrame
        The options of :func:`name_options`: `label, density_median, complexity_median, quadrant`.

    Examples
    --------
    >>> table = DataFrame({"label": ["bygg"], "density_median": [20.0], "complexity_median": [0.1],
    ...                    "quadrant": ["nära och komplex"]})
    >>> option_map(table)["highlight"], option_map(table)["x_line"]
    (['bygg'], 20.0)
    """
    near_and_complex = possible["quadrant"] == QUADRANT_NAMES["high road"]
    corners = ("top_right", "bottom_right", "top_left", "bottom_left")
    return {
        "x_title": _("Närhet (procent av närliggande branscher)"),
        "y_title": _("Komplexitet (standardavvikelser; bortom ±1 är skalan logaritmisk)"),
        "x_spec": "0",
        "x_line": float(possible["density_median"].median()),
        "y_line": float(possible["complexity_median"].median()),
        "quadrants": dict(zip(corners, map(upper_first, QUADRANT_NAMES.values()), strict=True)),
        "highlight": list(possible.loc[near_and_complex, "label"]),
        "most_names": MOST_NAMES,
        "is_squeezed": True,
    }


def describe_options(options: DataFrame, place: Region, *, units: int) -> dict[str, str]:
    """Say what is near and complex, and how sure that is.

    Parameters
    ----------
    options : DataFrame
        All industries of :func:`name_options`, with `label, is_specialised, density, complexity`.
    place : Region
        The region.
    units : int
        Number of municipalities behind the estimate.

    Returns
    -------
    dict of str
        Texts `lead_options, finding_options, reading_options, reading_stability, suppressed_options, units_compared`.
    """
    known = options[options["quadrant"].notna()]
    both = known[known["quadrant"] == QUADRANT_NAMES["high road"]]
    hidden = int(options["is_specialised"].isna().sum())
    special = int(options["is_specialised"].fillna(False).sum())
    return {
        "lead_options": _("I exempeldata finns {total} som {name} inte är specialiserat i. {both}").format(
            total=counted(len(known), _("bransch"), _("branscher")), name=place.name, both=_both(both)
        ),
        "finding_options": _("Exempeldata: {found}").format(found=_found(known, both, place)),
        "reading_options": _(
            "I exempeldata är {name} specialiserat i {special}. {total} branscher är möjliga alternativ. {trade_off}"
        ).format(
            name=place.name,
            special=counted(special, _("bransch"), _("branscher")),
            total=len(known),
            trade_off=_trade_off(known),
        ),
        "reading_stability": _stability(known, units),
        "suppressed_options": _hidden(hidden),
        "units_compared": number(units),
    }


def _found(known: DataFrame, both: DataFrame, place: Region) -> str:
    sure = int((~both["is_uncertain"]).sum())
    part = _("{total} av {count} branscher som {name} inte är specialiserat i").format(
        total=in_words(len(both)) if len(both) else _("ingen"), count=len(known), name=place.name
    )
    ending = ngettext("både nära och komplex", "både nära och komplexa", max(len(both), 1))
    if sure == len(both):
        return _("{part} är {ending}").format(part=part, ending=ending)
    return _("{part} kan vara {ending}, {counted_sure}").format(
        part=part, ending=ending, counted_sure=_counted_sure(sure, len(both))
    )


def _counted_sure(sure: int, total: int) -> str:
    if total == 1:
        return _("men det är osäkert")
    return _("{sure} av dem säkert").format(sure=in_words(sure)) if sure else _("ingen av dem säkert")


def _both(both: DataFrame) -> str:
    if both.empty:
        return _("Ingen av dem är både nära och komplex.")
    sure, unsure = both[~both["is_uncertain"]], both[both["is_uncertain"]]
    certain = _("Ingen av dem är säkert både nära och komplex.")
    if len(sure):
        certain = ngettext("Nära och komplex är {few}.", "Nära och komplexa är {few}.", len(sure)).format(
            few=_few(sure)
        )
    return (
        _("{certain} {few} kan vara det, men det är osäkert.").format(certain=certain, few=upper_first(_few(unsure)))
        if len(unsure)
        else certain
    )


def _few(rows: DataFrame) -> str:
    listed = listing([lower_first(label) for label in rows["label"].head(FEW)])
    return _("bland annat {listed}").format(listed=listed) if len(rows) > FEW else listed


def _trade_off(known: DataFrame) -> str:
    if len(known) < FEW:
        return ""
    link = known["density"].corr(known["complexity"], method="spearman")
    written = _("rangkorrelation {link}").format(link=number(link, 2))
    found = _("hänger närhet och komplexitet knappt samman")
    if abs(link) >= LINKED:
        found = _("är det som ligger nära oftast {word}").format(word=_("mer komplext") if link > 0 else _("enklare"))
    return _("I de påhittade talen {found} ({written}). Om det är så i verkligheten vet vi inte.").format(
        found=found, written=written
    )


def _stability(known: DataFrame, units: int) -> str:
    if known["stability"].isna().all():
        return ""
    firm = int((~known["is_uncertain"]).sum())
    return _(
        "Vi har dragit om de {units} kommunerna med återläggning många gånger. {firm} av {total} "
        "alternativ hamnar i samma ruta i minst {firm_2} av försöken. De övriga ligger nära en "
        "gräns. De är ringar i diagrammet, och i tabellen står det ”osäkert”."
    ).format(units=units, firm=firm, total=len(known), firm_2=percent(FIRM, 0))


def _hidden(hidden: int) -> str:
    if hidden == 0:
        return _("I exempeldata är ingen bransch skyddad av sekretess.")
    text = counted(hidden, _("bransch"), _("branscher"))
    return ngettext(
        "I exempeldata är {text} skyddad av sekretess och kan inte bedömas.",
        "I exempeldata är {text} skyddade av sekretess och kan inte bedömas.",
        hidden,
    ).format(text=text)
