"""Sentences about strengths outside the test areas, and about what goes all the way through the chain.

What is left at the end are proposals to be tried in conversation, never decisions.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.text import counted, lower_first, upper_first
from nmanalys.vocabulary.language import listing, number
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, ngettext, translated

__all__ = ["describe_chance", "describe_funnel", "describe_outside", "funnel_rows", "outcome_rows", "outside_rows"]

STEPS: Mapping[str, str] = {
    "inte stark i näringslivet": _("Starka i näringslivet"),
    "inte stark i akademin": _("Starka också i akademin"),
    "ej bland testområdena": _("Ingår i ett testområde"),
}
SURE, LEAST = 0.05, 0.01
OVERALL, UNKNOWN = "helhetligt styrkeområde", "underlag saknas"


def outside_rows(outside: DataFrame, *, named: int) -> DataFrame:
    """Strong industries with a word for whether a test area takes them in.

    Parameters
    ----------
    outside : DataFrame
        Result of :func:`~nmanalys.measures.named_areas.strengths_outside`.
    named : int
        Number of test areas; without any, nothing can be said to lie outside.

    Examples
    --------
    >>> outside_rows(DataFrame({"is_outside": [True, False]}), named=4)["shown"].tolist()
    ['Ej bland testområdena', 'Ingår']
    """
    if not named:
        return outside.assign(shown=_("Inga testområden"), covered_share=float("nan"))
    words = outside["is_outside"].map({True: _("Ej bland testområdena"), False: _("Ingår")})
    return outside.assign(shown=words.astype(object))


def describe_outside(outside: DataFrame, place: Region, *, named: int) -> dict[str, str]:
    """Say which strengths no test area takes in.

    Parameters
    ----------
    outside : DataFrame
        Strong industries: `label, is_outside`.
    place : Region
        The region.
    named : int
        Number of test areas.

    Returns
    -------
    dict of str
        Texts `finding_outside, reading_outside`.
    """
    total = len(outside)
    if not named:
        listed = f": {_named(outside['label'])}" if total else ""
        text = _("{total} räknas som starka {within}").format(
            total=upper_first(counted(total, _("bransch"), _("branscher"))), within=place.within
        )
        return {
            "finding_outside": _("Exempeldata: {text}").format(text=lower_first(text)),
            "reading_outside": _(
                "{text} i exempeldata{listed}. Utan testområden att jämföra med går det inte att säga vilka "
                "som ligger utanför."
            ).format(text=text, listed=listed),
        }
    missed = outside[outside["is_outside"].fillna(False).astype(bool)]
    part = _("{total} av {total_2} starka branscher").format(total=len(missed) or _("ingen"), total_2=total)
    choice = _(" Det kan vara ett medvetet val: en styrka behöver inte vara en prioritering.") if len(missed) else ""
    listed = f": {_named(missed['label'])}" if len(missed) else ""
    return {
        "finding_outside": _("Exempeldata: {part} ligger utanför alla testområden {within}").format(
            part=part, within=place.within
        ),
        "reading_outside": _("I exempeldata ligger {part} utanför alla testområden{listed}.{choice}").format(
            part=part, listed=listed, choice=choice
        ),
    }


def funnel_rows(outcomes: DataFrame) -> DataFrame:
    """Steps of the funnel: at each, the areas that passed and those that left.

    Parameters
    ----------
    outcomes : DataFrame
        `name_sv, outcome, industry_score`.

    Returns
    -------
    DataFrame
        `step, name, kept`; empty if the chain cannot be followed because a step has no data. An area whose industries
        are suppressed is left out from the start.

    Examples
    --------
    >>> table = DataFrame({"name_sv": ["Stål", "Trä"], "outcome": ["helhetligt styrkeområde", "inte stark i akademin"]})
    >>> funnel_rows(table)[["name", "kept"]].to_numpy().tolist()
    [['Stål', True], ['Trä', True], ['Stål', True], ['Trä', False], ['Stål', True]]
    """
    columns = ["step", "name", "kept"]
    unseen = outcomes[outcomes["outcome"] == UNKNOWN]
    if outcomes.empty or len(unseen) == len(outcomes) or (len(unseen) and unseen["industry_score"].notna().any()):
        return DataFrame(columns=columns)
    left, parts = outcomes.drop(index=unseen.index), []
    for outcome, step in STEPS.items():
        parts.append(DataFrame({"step": step, "name": left["name_sv"], "kept": left["outcome"] != outcome}))
        left = left[left["outcome"] != outcome]
    return pd.concat(parts, ignore_index=True)


def outcome_rows(outcomes: DataFrame) -> DataFrame:
    """List where each area ended, those that came furthest first.

    Examples
    --------
    >>> table = DataFrame({"name_sv": ["Trä", "Stål"], "outcome": ["inte stark i akademin", "helhetligt styrkeområde"]})
    >>> outcome_rows(table)[["name_sv", "shown"]].values.tolist()
    [['Stål', 'Helhetligt styrkeområde'], ['Trä', 'Inte stark i akademin']]
    """
    order = {outcome: place for place, outcome in enumerate([OVERALL, *reversed(STEPS), UNKNOWN])}
    rows = outcomes.assign(
        place=outcomes["outcome"].map(order),
        shown=outcomes["outcome"].map(lambda outcome: upper_first(translated(outcome))),
    )
    return rows.sort_values("place", kind="stable").drop(columns="place")


def describe_chance(test: Series, place: Region) -> dict[str, str]:
    """Say whether the test areas hit more strengths than chance would.

    Parameters
    ----------
    test : Series
        Result of :func:`~nmanalys.measures.confirmation.strengths_by_chance`.
    place : Region
        The region.

    Examples
    --------
    >>> place = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
    >>> test = Series({"statistic": 8.0, "expected": 5.2, "p_value": 0.04, "strong": 10.0, "named": 20.0})
    >>> describe_chance(test, place)["reading_chance"][:70]
    'I exempeldata ingår 8 av 10 starka branscher i testområdena. Hade lika'
    """
    if pd.isna(test["p_value"]):
        return {
            "reading_chance": _("Det går inte att pröva mot slumpen {within}: {word}.").format(
                within=place.within,
                word=_("inga testområden finns i boken") if not test["named"] else _("ingen bransch räknas som stark"),
            )
        }
    chance = f"p = {number(test['p_value'], 2)}" if test["p_value"] >= LEAST else f"p < {number(LEAST, 2)}"
    sure = _("Det är fler än slumpen brukar ge") if test["p_value"] < SURE else _("Det kan vara slump")
    return {
        "reading_chance": _(
            "I exempeldata ingår {statistic} av {strong} starka branscher i testområdena. Hade lika "
            "många branscher ur samma branschgrupper valts på måfå hade {expected} ingått i genomsnitt. "
            "{sure} ({chance})."
        ).format(
            statistic=number(test["statistic"]),
            strong=number(test["strong"]),
            expected=number(test["expected"], 1),
            sure=sure,
            chance=chance,
        )
    }


def describe_funnel(outcomes: DataFrame, place: Region) -> dict[str, str]:
    """Say what is left when every step is taken.

    Parameters
    ----------
    outcomes : DataFrame
        `name_sv, outcome`.
    place : Region
        The region.

    Returns
    -------
    dict of str
        Texts `finding_funnel, reading_funnel`.
    """
    if funnel_rows(outcomes).empty:
        return {
            "finding_funnel": _("Kedjan kan inte följas hela vägen {within}").format(within=place.within),
            "reading_funnel": _(
                "Kedjan kan inte följas hela vägen {within}: uppgifter om lärosäten eller testområden saknas."
            ).format(within=place.within),
        }
    unseen = outcomes[outcomes["outcome"] == UNKNOWN]
    known = len(outcomes) - len(unseen)
    overall = outcomes[outcomes["outcome"] == OVERALL]
    apart = outcomes[outcomes["outcome"] == "ej bland testområdena"]
    count = counted(len(overall), _("område"), _("områden"), neuter=True)
    listed = f": {_named(overall['name_sv'])}" if len(overall) else ""
    hidden = _(" {named} kan inte bedömas: för mycket är skyddat av sekretess.").format(
        named=upper_first(_named(unseen["name_sv"]))
    )
    advice = _(" Med verkliga uppgifter vore sådana områden förslag att pröva i samtal. Här visar de bara metoden.")
    also = ngettext(
        " Utanför testområdena, men starkt på båda sidor: {named}.",
        " Utanför testområdena, men starka på båda sidor: {named}.",
        max(len(apart), 1),
    ).format(named=_named(apart["name_sv"]))
    return {
        "finding_funnel": _("Exempeldata: {total} av {known} går hela vägen {within}").format(
            total=count, known=known, within=place.within
        ),
        "reading_funnel": _("I exempeldata går {total} av {known} hela vägen{listed}.{also}{hidden}{advice}").format(
            total=count,
            known=known,
            listed=listed,
            also=also if len(apart) else "",
            hidden=hidden if len(unseen) else "",
            advice=advice if len(overall) else "",
        ),
    }


def _named(labels: Series) -> str:
    return listing([lower_first(label) for label in labels])
