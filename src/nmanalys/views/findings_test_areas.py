"""Sentences about areas named beforehand and the strengths that were found without looking at them.

"Ej stöd i data" is never written as weakness: the sentence says what the classification of industries cannot see.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.text import counted, in_words, leading, lower_first, names, upper_first
from nmanalys.vocabulary.language import percent
from nmanalys.vocabulary.regions import Region

__all__ = [
    "class_rows",
    "describe_funnel",
    "describe_outside",
    "describe_strengths",
    "describe_test_areas",
    "funnel_rows",
    "main_groups",
    "outside_rows",
]

ORDER = ("bekräftat", "delvis bekräftat", "ej stöd i data", "kan ej bedömas")
STEPS: Mapping[str, str] = {
    "inte stark i näringslivet": "Starka i näringslivet",
    "inte stark i akademin": "Starka också i akademin",
    "ej bland testområdena": "Ingår i ett testområde",
}
MOST_NAMED = 6
OVERALL, UNKNOWN = "helhetligt styrkeområde", "underlag saknas"
GAP = (
    "Boken har inga namngivna testområden för {place}. De finns bara för Värmland, Dalarna och Gävleborg. Med regionens egna "
    "prioriteringar och deras koppling till branscher kan jämförelsen göras här också."
)


def describe_strengths(official: DataFrame, divisions: DataFrame, place: Region) -> dict[str, str]:
    """Say what was found before any test area was read.

    Parameters
    ----------
    official : DataFrame
        Published industry groups: `label, lq, is_leading`.
    divisions : DataFrame
        Divisions: `label, lq, is_strong`.
    place : Region
        The region.

    Returns
    -------
    dict of str
        Texts `finding_official, reading_official, finding_strong, official_leading`.
    """
    leaders = official[official["is_leading"].fillna(False).astype(bool)]
    strong = divisions[divisions["is_strong"].fillna(False).astype(bool)]
    listed = lower_first(leading(leaders, empty="ingen branschgrupp", most=len(leaders) or 1))
    return {
        "official_leading": listed,
        "finding_official": f"Tongivande {place.within} enligt officiell statistik: {listed}",
        "reading_official": f"I officiell statistik är {counted(len(leaders), 'branschgrupp', 'branschgrupper')} "
        f"tongivande: {listed}." if len(leaders) else "I officiell statistik är ingen branschgrupp tongivande.",
        "finding_strong": f"Exempeldata: {counted(len(strong), 'bransch', 'branscher')} räknas som starka {place.within}",
    }  # fmt: skip


def main_groups(links: DataFrame, industries: DataFrame, official: DataFrame) -> DataFrame:
    """Name the industry group that weighs most in each test area, with its published quotient.

    Parameters
    ----------
    links : DataFrame
        `priority_id, classification, code, weight`.
    industries : DataFrame
        `code, parent_group`.
    official : DataFrame
        `sni_group, label, lq, lower, upper, is_leading`.

    Returns
    -------
    DataFrame
        One row a test area: `priority_id, sni_group, group_share` (of the weights, 0-1), `label, lq, lower, upper, leads`.

    Examples
    --------
    >>> links = DataFrame({"priority_id": "p", "classification": "SNI", "code": ["24", "25", "55"], "weight": 1.0})
    >>> industries = DataFrame({"code": ["24", "25", "55"], "parent_group": ["B+C", "B+C", "I"]})
    >>> official = DataFrame({"sni_group": ["B+C"], "label": ["Tillverkning"], "lq": [1.3], "lower": [1.2],
    ...                       "upper": [1.4], "is_leading": [True]})
    >>> main_groups(links, industries, official)[["label", "group_share", "leads"]].round(2).to_numpy().tolist()
    [['Tillverkning', 0.67, 'ja']]
    """
    codes = links[links["classification"] == "SNI"].merge(industries[["code", "parent_group"]], on="code")
    sums = codes.groupby(["priority_id", "parent_group"], sort=False)["weight"].sum().reset_index()
    total = sums.groupby("priority_id")["weight"].transform("sum")
    sums = sums.assign(group_share=sums["weight"] / total).rename(columns={"parent_group": "sni_group"})
    top = sums.sort_values("weight", ascending=False, kind="stable").drop_duplicates("priority_id")
    table = top.merge(official, on="sni_group", how="left")
    leads = table["is_leading"].map({True: "ja", False: "nej"})
    return table.assign(leads=leads.where(leads.notna(), "uppgift saknas"))


def class_rows(classes: DataFrame) -> DataFrame:
    """Test areas in the order of their class, as a table and a figure show them.

    Parameters
    ----------
    classes : DataFrame
        `name_sv, precision, area_class`.

    Examples
    --------
    >>> table = DataFrame({"name_sv": ["Stad", "Stål"], "precision": [0.1, 0.9],
    ...                    "area_class": ["kan ej bedömas", "bekräftat"]})
    >>> class_rows(table)[["label", "shown_class"]].to_numpy().tolist()
    [['Stål', 'Bekräftat'], ['Stad', 'Kan ej bedömas']]
    """
    place = classes["area_class"].map({name: at for at, name in enumerate(ORDER)})
    ordered = classes.assign(place=place).sort_values(["place", "precision"], ascending=[True, False])
    shown = [upper_first(name) for name in ordered["area_class"]]
    ordered = ordered.assign(label=ordered["name_sv"], share=ordered["precision"], shown_class=shown)
    return ordered.drop(columns="place").reset_index(drop=True)


def describe_test_areas(classes: DataFrame, official: DataFrame, place: Region) -> dict[str, str]:
    """Say which areas were named, and which of them the data support.

    Parameters
    ----------
    classes : DataFrame
        One row a test area: `name_sv, precision, area_class`; no rows where none is known.
    official : DataFrame
        Result of :func:`main_groups`: `leads`.
    place : Region
        The region.

    Returns
    -------
    dict of str
        Texts `lead, finding_classes, finding_groups, reading_classes`.
    """
    if classes.empty:
        text = GAP.format(place=place.name)
        return {
            "lead": f"{text} Sidan visar därför bara de styrkor som hittats utan att veta vad som prioriteras.",
            "finding_classes": text.split(". ")[0],
            "finding_groups": text.split(". ")[0],
            "reading_classes": f"Utan testområden finns inget att pröva {place.within}.",
        }
    count = len(classes)
    leads = int((official["leads"] == "ja").sum())
    groups = f"{_part(leads, count)} testområden har sin tyngdpunkt i en branschgrupp som är tongivande i officiell statistik"
    return {
        "lead": f"{upper_first(place.within)} är {counted(count, 'område utpekat', 'områden utpekade', neuter=True)} på "
        f"förhand{_few(classes)}. {groups}.",
        "finding_classes": f"Exempeldata: testområden {place.within} efter klass: {_tally(classes['area_class'])}",
        "finding_groups": groups,
        "reading_classes": " ".join(_by_class(classes)),
    }


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
        return outside.assign(shown="Inga testområden", covered_share=float("nan"))
    words = outside["is_outside"].map({True: "Ej bland testområdena", False: "Ingår"})
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
        text = f"{upper_first(counted(total, 'bransch', 'branscher'))} räknas som starka {place.within}"
        return {
            "finding_outside": f"Exempeldata: {lower_first(text)}",
            "reading_outside": f"{text} i exempeldata{listed}. Utan testområden att jämföra med går det inte att säga vilka "
            "som är utpekade.",
        }
    missed = outside[outside["is_outside"].fillna(False).astype(bool)]
    part = f"{len(missed) or 'ingen'} av {total} starka branscher"
    choice = " Det kan vara ett medvetet val: en styrka behöver inte vara en prioritering." if len(missed) else ""
    listed = f": {_named(missed['label'])}" if len(missed) else ""
    return {
        "finding_outside": f"Exempeldata: {part} ligger utanför alla testområden {place.within}",
        "reading_outside": f"I exempeldata ligger {part} utanför alla testområden{listed}.{choice}",
    }


def funnel_rows(outcomes: DataFrame) -> DataFrame:
    """Steps of the funnel: at each, the areas that passed and those that left.

    Parameters
    ----------
    outcomes : DataFrame
        `name_sv, outcome`.

    Returns
    -------
    DataFrame
        `step, name, kept`; empty if the chain cannot be followed because a step has no data.

    Examples
    --------
    >>> table = DataFrame({"name_sv": ["Stål", "Trä"], "outcome": ["helhetligt styrkeområde", "inte stark i akademin"]})
    >>> funnel_rows(table)[["name", "kept"]].to_numpy().tolist()
    [['Stål', True], ['Trä', True], ['Stål', True], ['Trä', False], ['Stål', True]]
    """
    columns = ["step", "name", "kept"]
    if outcomes.empty or (outcomes["outcome"] == UNKNOWN).any():
        return DataFrame(columns=columns)
    left, parts = outcomes, []
    for outcome, step in STEPS.items():
        parts.append(DataFrame({"step": step, "name": left["name_sv"], "kept": left["outcome"] != outcome}))
        left = left[left["outcome"] != outcome]
    return pd.concat(parts, ignore_index=True)


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
            "finding_funnel": f"Kedjan kan inte följas hela vägen {place.within}",
            "reading_funnel": f"Kedjan kan inte följas hela vägen {place.within}: uppgifter om lärosäten eller testområden "
            "saknas.",
        }
    overall = outcomes[outcomes["outcome"] == OVERALL]
    apart = outcomes[outcomes["outcome"] == "ej bland testområdena"]
    count = counted(len(overall), "område", "områden", neuter=True)
    listed = f": {_named(overall['name_sv'])}" if len(overall) else ""
    also = (
        f" Utanför testområdena, men stark{'a' if len(apart) > 1 else 't'} på båda sidor: {_named(apart['name_sv'])}."
    )
    return {
        "finding_funnel": f"Exempeldata: {count} av {len(outcomes)} går hela vägen {place.within}",
        "reading_funnel": f"I exempeldata går {count} av {len(outcomes)} hela vägen{listed}."
        f"{also if len(apart) else ''} Det är förslag att pröva i samtal med dem som kan området, inte beslut.",
    }


def _part(count: int, total: int) -> str:
    """Write `ett av fyra`, with a capital."""
    return f"{upper_first(in_words(count, neuter=True)) if count else 'Inget'} av {in_words(total)}"


def _tally(classes: Series) -> str:
    counts = classes.value_counts()
    return ", ".join(f"{name} {counts[name]}" for name in ORDER if name in counts.index)


def _few(classes: DataFrame) -> str:
    """Name the areas while they can be taken in at a glance."""
    return f": {_joined(classes['name_sv'])}" if len(classes) <= MOST_NAMED else ""


def _joined(labels: Series) -> str:
    """Join names; by semicolons where one of them holds a comma."""
    listed = [lower_first(str(label)) for label in labels]
    return "; ".join(listed) if any("," in label for label in listed) else names(listed)


def _by_class(classes: DataFrame) -> list[str]:
    sentences = ["Inom parentes står andelen av testområdets sysselsatta i starka branscher."]
    for name in ORDER:
        rows = classes[classes["area_class"] == name]
        if len(rows):
            pairs = zip(rows["name_sv"], rows["precision"], strict=True)
            sentences.append(f"{upper_first(name)}: {_joined(Series([_with_share(*pair) for pair in pairs]))}.")
    return sentences


def _with_share(name: str, share: float) -> str:
    return name if pd.isna(share) else f"{name} ({percent(share, 0)})"


def _named(labels: Series) -> str:
    return names([lower_first(label) for label in labels])
