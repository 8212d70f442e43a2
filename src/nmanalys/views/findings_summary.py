"""Sentences of the page that sums a region up, made from what the other stages found and from nothing else."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame

from nmanalys.views.findings_agglomeration import NUTS2
from nmanalys.views.findings_test_areas import class_tally
from nmanalys.views.formats import with_interval
from nmanalys.views.rows_clusters import phase_name
from nmanalys.views.text import certainty, in_words, lower_first, upper_first, valued
from nmanalys.vocabulary.language import listing, number, percent, signed, signed_percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["describe_profile", "describe_summary"]

FEW = 3
STRENGTH, POTENTIAL, UNSEEN = "styrkeområde", "potentiellt styrkeområde", "kan ej bedömas"
ENDINGS = {False: (_("styrkeområde"), _("är potentiellt styrkeområde")),
           True: (_("styrkeområden"), _("är potentiella styrkeområden"))}  # fmt: skip


def describe_profile(
    place: Region, *, figures: DataFrame, quotients: DataFrame, change: DataFrame, strengths: DataFrame,
    phases: DataFrame, survey: DataFrame, areas: DataFrame, threshold: float,
) -> dict[str, str]:  # fmt: skip
    """Sum up what the other stages found for a region.

    Parameters
    ----------
    place : Region
        The region.
    figures : DataFrame
        Result table `key_figures`.
    quotients, change, strengths : DataFrame
        Result tables `location_quotients`, `industry_change`, `industrial_strengths`, with `label`.
    phases, survey, areas : DataFrame
        Result tables `cluster_phases`, `survey_summary`, `test_area_classes`; empty where a region has none.
    threshold : float
        Lowest quotient of a leading industry.
    """
    ranked = quotients.sort_values("lq", ascending=False)
    ahead = ranked[ranked["sni_group"].isin(strengths.loc[strengths["is_leading"].fillna(False), "sni_group"])]
    first, last = change["start_year"].iloc[0], change["end_year"].iloc[0]
    own = change.loc[change["regional_shift"].idxmax()]
    return {
        "lead": f"{_ahead(ahead, place, threshold)} {_growth(figures)}",
        "finding_profile": _("Störst jämfört med riket är {label}").format(label=lower_first(ranked["label"].iloc[0])),
        "own_growth": _(
            "Bäst jämfört med samma bransch i riket gick {label} ({regional_shift} sysselsatta utöver "
            "rikets utveckling {first}–{last})."
        ).format(label=lower_first(own["label"]), regional_shift=signed(own["regional_shift"]), first=first, last=last),
        "clusters": _clusters(phases, place),
        "voice": _voice(survey, place),
        "areas": _areas(areas, place),
    }


def describe_summary(
    place: Region,
    *,
    official: DataFrame,
    combined: DataFrame,
    evidence: DataFrame,
    quotients: DataFrame,
    threshold: float,
) -> dict[str, str]:
    """Say what is firmest, which areas are strong and potentially strong, and how much is not known.

    Parameters
    ----------
    place : Region
        The region.
    official : DataFrame
        Result table `official_divisions`, with `label`.
    combined, evidence : DataFrame
        Result tables `combined_strengths` and `evidence_map`.
    quotients : DataFrame
        Result table `location_quotients`, with `label`.
    threshold : float
        Lowest quotient of a leading industry.

    Returns
    -------
    dict of str
        Texts `firmest, strength_areas, uncertain`.

    Examples
    --------
    >>> place = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
    >>> official = DataFrame({"label": ["Stål"], "lq": [5.4], "lower": [5.3], "upper": [5.5], "nuts": "SE31", "year": 2015})
    >>> combined = DataFrame({"name_sv": ["Metall"], "tier": ["styrkeområde"]})
    >>> told = describe_summary(place, official=official, combined=combined, threshold=1.25,
    ...     evidence=DataFrame({"state": ["känd", "saknas"]}),
    ...     quotients=DataFrame({"label": ["Bygg"], "lq": [1.24], "lower": [1.2], "upper": [1.28]}))
    >>> told["strength_areas"]
    'I exempeldata är metall styrkeområde. Inget område är potentiellt styrkeområde.'
    >>> told["uncertain"][:50]
    'På gränsen till tongivande ligger bygg. Av de 2 up'
    """
    code, year = official["nuts"].iloc[0], int(official["year"].iloc[0])
    known = official.dropna(subset=["lq"]).sort_values("lq", ascending=False)
    top = [valued(lower_first(row.label), row.lq, row.lower, row.upper) for row in known.head(FEW).itertuples()]
    where = (
        place.within
        if place.nuts in (code, f"{code}0")
        else _("i riksområdet {area}").format(area=NUTS2.get(code, code))
    )
    named = {tier: [lower_first(name) for name in rows["name_sv"]] for tier, rows in combined.groupby("tier")}
    doubtful = [
        lower_first(row.label)
        for row in quotients.itertuples()
        if certainty(row.lower, row.upper, threshold) == _("ett gränsfall")
    ]
    filled, cells = int((evidence["state"] == "känd").sum()), len(evidence)
    border = (
        _("På gränsen till tongivande ligger {doubtful}. ").format(doubtful=listing(doubtful))
        if doubtful
        else _("Ingen branschgrupp ligger så nära gränsen till tongivande att klassen är osäker. ")
    )
    return {
        "firmest": _(
            "Säkrast är den officiella statistiken om finare branscher {where}, {year}. Högst kvot har där {top}."
        ).format(where=where, year=year, top=listing(top)),
        "strength_areas": _tiers(named, place),
        "uncertain": _(
            "{border}Av de {cells} uppgifter som kartan över belägg frågar efter finns {filled}; resten saknas, är "
            "skyddade eller passar inte området."
        ).format(border=border, cells=cells, filled=filled),
    }


def _tiers(named: dict[str, list[str]], place: Region) -> str:
    """Name the strength areas of both tiers; where no area can be judged, say that instead of `none`."""
    if set(named) <= {UNSEEN}:
        return _(
            "Kan inte bedömas {within}: uppgifter om forskningen saknas, så bara näringslivets sida kan visas."
        ).format(within=place.within)
    sure, potential = named.get(STRENGTH, []), named.get(POTENTIAL, [])
    second = upper_first(listing(potential, empty=_("inget område")))
    return _("I exempeldata är {sure} {endings}. {second} {endings_2}.").format(
        sure=listing(sure, empty=_("inget område")),
        endings=ENDINGS[len(sure) > 1][0],
        second=second,
        endings_2=ENDINGS[len(potential) > 1][1],
    )


def _ahead(ahead: DataFrame, place: Region, threshold: float) -> str:
    limit = number(threshold, 2)
    if ahead.empty:
        return _("Ingen branschgrupp {within} har minst {limit} gånger så stor andel av jobben som i riket.").format(
            within=place.within, limit=limit
        )
    named = listing([lower_first(label) for label in ahead["label"]])
    return _("Tongivande {within} är {named}, med minst {limit} gånger så stor andel av jobben som i riket.").format(
        within=place.within, named=named, limit=limit
    )


def _growth(figures: DataFrame) -> str:
    row = figures.set_index("figure").loc["employed"]
    if row[["value", "earlier_value", "national_value", "national_earlier_value"]].isna().any():
        return ""
    own, nation = row["value"] / row["earlier_value"] - 1, row["national_value"] / row["national_earlier_value"] - 1
    return _(
        "Antalet sysselsatta {word} med {own} {earlier_year:.0f}–{year}; i riket var förändringen {nation}."
    ).format(
        word=_("ökade") if own >= 0 else _("minskade"),
        own=percent(abs(own)),
        earlier_year=row["earlier_year"],
        year=row["year"],
        nation=signed_percent(nation),
    )


def _clusters(phases: DataFrame, place: Region) -> str:
    if phases.empty:
        return _("Det finns inga uppgifter om klustrens utveckling {within}.").format(within=place.within)
    counts = phases["phase"].map(_phase).value_counts(sort=False)
    spread = listing([f"{in_words(count, neuter=True)} {name}" for name, count in counts.sort_index().items()])
    whose = _("Länets") if place.kind == "county" else _("Länens")
    count = upper_first(in_words(len(phases), neuter=True))
    judged = _("är bedömt") if len(phases) == 1 else _("är bedömda")
    if not phases["is_example"].any():
        return _("{total} av {whose} kluster {judged}: {spread}.").format(
            total=count, whose=whose.lower(), judged=judged, spread=spread
        )
    return _(
        "{total} exempelkluster {judged} för att visa metoden: {spread}. {whose} egna kluster är inte bedömda här."
    ).format(total=count, judged=judged, spread=spread, whose=whose)


def _phase(phase: float) -> str:
    """Write where a cluster stands: `i fas 2 (etablering)`, or that it has not come so far, or is not judged."""
    if pd.isna(phase):
        return _("utan bedömd fas")
    name = phase_name(phase)
    digit, _space, words = name.partition(" ")
    return _("i fas {digit} ({words})").format(digit=digit, words=words.lower()) if digit.isdigit() else name


def _voice(survey: DataFrame, place: Region) -> str:
    known = survey.dropna(subset=["share"]) if len(survey) else survey
    if known.empty:
        return _("Det finns inga enkätsvar från företag {within}.").format(within=place.within)
    best = known.loc[known["share"].idxmax()]
    where = _("de påhittade svaren") if known["is_example"].any() else _("företagens svar")
    share = with_interval(best["share"], best["lower"], best["upper"], "0 %")
    return _(
        "Av de {total} svarsraderna får ”{label_sv}” flest höga svar: {share} svarar ”i hög grad” "
        "eller ”i mycket hög grad” i {where}. Frågans lydelse är inte känd."
    ).format(total=in_words(len(known)), label_sv=best["label_sv"], share=share, where=where)


def _areas(areas: DataFrame, place: Region) -> str:
    if areas.empty:
        return _("Boken har inga testområden för {name}.").format(name=place.name)
    return _("Klasserna bygger på exempeldata: {class_tally}.").format(class_tally=class_tally(areas["area_class"]))
