"""Sentences about what others have published on surveys of firms in clusters."""

from __future__ import annotations

from pandas import DataFrame

from nmanalys.views.formats import with_interval
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["describe_earlier", "describe_report"]


def describe_report(figures: DataFrame) -> dict[str, str]:
    """Say what is published of the project's own study of clusters and their firms.

    Parameters
    ----------
    figures : DataFrame
        The table `published_figures`.
    """
    rows = figures[figures["indicator"].str.startswith("klustermodell:")]
    if rows.empty:
        return {"reading_report": _("Något resultat av projektets egen enkät har vi inte hittat.")}
    first = rows.iloc[0]
    return {
        "reading_report": _(
            "Om projektets egen enkät ({geography}, {period}) har {source_title} publicerat en slutsats "
            "men inga tal: företagen uppfattar störst mervärde i att knyta kontakter med andra företag."
        ).format(geography=first["geography"], period=first["period"], source_title=first["source_title"])
    }


def describe_earlier(earlier: DataFrame, place: Region) -> dict[str, str]:
    """Say what an earlier survey found, for whom, and that it is not about this region's firms today.

    Parameters
    ----------
    earlier : DataFrame
        Result of :func:`earlier_rows`.
    place : Region
        The region.
    """
    known = earlier.dropna(subset=["lower"]).sort_values("share", ascending=False)
    if known.empty:
        none = _("Inga tidigare enkäter finns i våra data")
        return {
            "earlier_status": f"{none}.",
            "earlier_geography": "",
            "earlier_source": _("uppgift saknas"),
            "earlier_quantity": _("Andel (procent)"),
            "finding_earlier": none,
            "reading_earlier": f"{none}.",
            "reading_slim": "",
        }
    first = known.iloc[0]
    where = f"{first['geography']} {first['period']}"
    about = (
        ""
        if first["geography"] == place.name
        else _(" Den gäller {geography}, inte {name}.").format(geography=first["geography"], name=place.name)
    )
    if place.members:
        about = _(" Den gäller {geography}, ett av länen i {name}.").format(
            geography=first["geography"], name=place.name
        )
    listed = [
        _("{share} att {clause}").format(share=percent(row.share, 0), clause=_clause(row.indicator))
        for row in known.itertuples()
    ]
    rest = earlier[earlier["lower"].isna()]
    return {
        "earlier_status": _(
            "En verklig enkät finns från {where}, då {n} av {population} företag svarade.{about}"
        ).format(where=where, n=number(first["n"]), population=number(first["population"]), about=about),
        "earlier_geography": str(first["geography"]),
        "earlier_source": str(first["source_title"]),
        "earlier_quantity": _("Andel av de svarande företagen i {where} (procent)").format(where=where),
        "finding_earlier": _("{where}: {with_interval} av de svarande företagen uppgav att {clause}").format(
            where=where,
            with_interval=with_interval(first["share"], first["lower"], first["upper"], "%"),
            clause=_clause(first["indicator"]),
        ),
        "reading_earlier": _(
            "I enkäten från {where} svarade {n} av {population} företag, alltså {n_2}. Av dem uppgav {listed}.{about}"
        ).format(
            where=where,
            n=number(first["n"]),
            population=number(first["population"]),
            n_2=percent(first["n"] / first["population"], 0),
            listed=listing(listed),
            about=about,
        ),
        "reading_slim": _without_base(rest),
    }


def _clause(indicator: str) -> str:
    """Put an adverbial before the verb, as Swedish wants it after *att*."""
    return indicator.replace(" har i någon mån ", " i någon mån har ")


def _without_base(rest: DataFrame) -> str:
    if rest.empty:
        return ""
    first = rest.iloc[0]
    told = [
        f"{row.indicator}: {_('cirka ') if row.is_approximate else ''}{percent(row.share, 0)}"
        for row in rest.itertuples()
    ]
    return _(
        "Från {geography}, {period}, finns dessutom uppgifter utan antal svar: {told}. Där går det "
        "inte att räkna ut något intervall."
    ).format(geography=first["geography"], period=first["period"], told="; ".join(told))
