"""Sentences on the industry space around a region and on entry by nearness."""

from __future__ import annotations

from collections.abc import Mapping

from pandas import DataFrame

from nmanalys.views.text import lower_first
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["describe_paths", "entry_rows", "named_network"]

FEW = 3
FEWEST_ENTRIES = 50
TERCILES = {1: _("Mest avlägsna tredjedelen"), 2: _("Mellersta tredjedelen"), 3: _("Närmaste tredjedelen")}


def named_network(adjacency: DataFrame, names: Mapping[str, str]) -> DataFrame:
    """Put the industries' names on a network.

    Examples
    --------
    >>> named_network(DataFrame([[0.0]], index=["24"], columns=["24"]), {"24": "Stål"}).index.tolist()
    ['Stål']
    """
    return adjacency.rename(index=names, columns=names)


def entry_rows(rates: DataFrame) -> DataFrame:
    """Name the terciles of nearness.

    Examples
    --------
    >>> entry_rows(DataFrame({"cells": [9]}, index=[3]))["label"].tolist()
    ['Närmaste tredjedelen']
    """
    return rates.assign(label=rates.index.map(TERCILES)).sort_index(ascending=False).reset_index(drop=True)


def describe_paths(
    network: DataFrame, options: DataFrame, rates: DataFrame, place: Region, *, start: int, end: int
) -> dict[str, str]:
    """Say which options hang together with what a region has, and how often near industries were entered.

    Parameters
    ----------
    network : DataFrame
        Result of :func:`~nmanalys.measures.industry_paths.industry_network`, with names.
    options : DataFrame
        Result of :func:`~nmanalys.measures.industry_space.region_options`, with `label`.
    rates : DataFrame
        Result of :func:`~nmanalys.measures.industry_paths.entry_rates`.
    place : Region
        The region.
    start, end : int
        Years of the entries.

    Returns
    -------
    dict of str
        Texts `finding_network, reading_network, finding_entries, reading_entries`.
    """
    special = set(options.loc[options["is_specialised"].fillna(False).astype(bool), "label"])
    ties = (network.loc[[name for name in network.index if name not in special],
                        [name for name in network.columns if name in special]] > 0).sum(axis=1)  # fmt: skip
    most = [lower_first(name) for name in ties[ties > 0].sort_values(ascending=False, kind="stable").index[:FEW]]
    few = rates["events"].sum() < FEWEST_ENTRIES
    near, far = rates.loc[rates.index.max()], rates.loc[rates.index.min()]
    apart = near["lower"] > far["upper"] or near["upper"] < far["lower"]
    caution = (
        _("Inträdena är {events}, färre än {fewest_entries}, så ingen modell skattas.").format(
            events=number(rates["events"].sum()), fewest_entries=FEWEST_ENTRIES
        )
        if few
        else _("Intervallen skiljer den närmaste tredjedelen från den mest avlägsna.")
        if apart
        else _("Intervallen överlappar, så skillnaden kan vara slump.")
    )
    return {
        "finding_network": _("Exempeldata: {total} branscher kring det som {name} redan är specialiserat i").format(
            total=len(network), name=place.name
        ),
        "reading_network": _("Starkast band till regionens specialiseringar har bland alternativen {most}.").format(
            most=listing(most)
        )
        if most
        else _("Inget av alternativen har sina starkaste band till regionens specialiseringar."),
        "finding_entries": _(
            "Exempeldata: {share} av de närmaste branscherna blev specialiseringar {start}–{end}, mot "
            "{far_share} av de mest avlägsna"
        ).format(share=percent(near["share"], 0), start=start, end=end, far_share=percent(far["share"], 0)),
        "reading_entries": _(
            "{caution} Alla län räknas tillsammans. Tiden {start}–{end} är kort: fem år eller mer vore "
            "bättre. En bransch som ligger nära gränsen kan passera den av en slump."
        ).format(caution=caution, start=start, end=end),
    }
