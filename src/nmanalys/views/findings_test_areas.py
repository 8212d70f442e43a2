"""Sentences about areas named beforehand and the strengths that were found without looking at them.

"Ej stöd i data" is never written as weakness: the sentence says what the classification of industries cannot see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.findings_agglomeration import NUTS2
from nmanalys.views.findings_industry import NATION
from nmanalys.views.formats import with_interval
from nmanalys.views.text import counted, in_words, leading, lower_first, upper_first
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region

__all__ = [
    "class_rows",
    "class_tally",
    "describe_official_areas",
    "describe_strengths",
    "describe_test_areas",
    "group_rows",
    "main_groups",
]

# class, what is said of one area and of several, and the heading of several
CLASSES: Mapping[str, tuple[str, str, str]] = {
    "bekräftat": ("är bekräftat", "är bekräftade", "Bekräftade"),
    "delvis bekräftat": ("är delvis bekräftat", "är delvis bekräftade", "Delvis bekräftade"),
    "ej stöd i data": ("saknar stöd i data", "saknar stöd i data", "Ej stöd i data"),
    "kan ej bedömas": ("kan inte bedömas", "kan inte bedömas", "Kan ej bedömas"),
}
MOST_NAMED = 6
GAP = (
    "Boken har inga namngivna testområden för {place}. De finns bara för Värmland, Dalarna och Gävleborg. Med regionens egna "
    "prioriteringar och deras koppling till branscher kan jämförelsen göras här också."
)


def describe_strengths(official: DataFrame, divisions: DataFrame, place: Region, *, threshold: float) -> dict[str, str]:
    """Say what was found before any test area was read.

    Parameters
    ----------
    official : DataFrame
        Published industry groups: `label, lq, is_leading`.
    divisions : DataFrame
        Divisions: `label, lq, is_strong`.
    place : Region
        The region.
    threshold : float
        Lowest quotient of a leading industry.

    Returns
    -------
    dict of str
        Texts `finding_official, reading_official, finding_strong, official_leading`.
    """
    leaders = official[official["is_leading"].fillna(False).astype(bool)]
    strong = divisions[divisions["is_strong"].fillna(False).astype(bool)]
    listed = lower_first(leading(leaders, cuts=(NATION, threshold), empty="ingen branschgrupp", most=len(leaders) or 1))
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


def group_rows(groups: DataFrame, official: DataFrame, *, cuts: Sequence[float] = ()) -> DataFrame:
    """Test areas with their main group and their own quotient in the official divisions of the NUTS 2 region.

    Parameters
    ----------
    groups : DataFrame
        Result of :func:`main_groups`.
    official : DataFrame, by test area
        Result of :func:`~nmanalys.measures.evidence_map.area_quotients` for the official divisions.
    cuts : sequence of float
        Thresholds that the quotients are judged by.

    Returns
    -------
    DataFrame
        The same rows with `group_text` (group and its share of the weights), `official_lq` and `official_text`, which says
        why where there is no number.

    Examples
    --------
    >>> groups = DataFrame({"priority_id": ["p"], "label": ["Bygg"], "group_share": [0.51]})
    >>> official = DataFrame({"lq": [1.1], "lower": [1.0], "upper": [1.2], "state": ["känd"]}, index=["p"])
    >>> group_rows(groups, official)[["group_text", "official_text"]].values.tolist()
    [['Bygg (51\u202f%)', '1,10 (1,00–1,20)']]
    """
    rows = groups.merge(official.add_prefix("official_"), left_on="priority_id", right_index=True, how="left")
    known = zip(
        rows["official_lq"], rows["official_lower"], rows["official_upper"], rows["official_state"], strict=True
    )
    texts = [with_interval(*each, "0.00", cuts) if state == "känd" else str(state) for *each, state in known]
    named = [f"{label} ({percent(part, 0)})" for label, part in zip(rows["label"], rows["group_share"], strict=True)]
    return rows.assign(group_text=named, official_text=texts)


def describe_official_areas(rows: DataFrame, finer: DataFrame, place: Region, *, threshold: float) -> dict[str, str]:
    """Say which test areas the official divisions of the NUTS 2 region support: the firmest that can be said.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`group_rows`; no rows where no test area is known.
    finer : DataFrame
        Result of :func:`~nmanalys.measures.finer_industries.official_divisions`.
    place : Region
        The region.
    threshold : float
        Lowest quotient that speaks for an area.

    Returns
    -------
    dict of str
        Text `reading_firmest`.
    """
    code, year = finer["nuts"].iloc[0], int(finer["year"].iloc[0])
    where = place.within if place.nuts == code else f"i riksområdet {NUTS2.get(code, code)}"
    measured = rows.dropna(subset=["official_lq"])
    if rows.empty:
        return {"reading_firmest": ""}
    sure = measured[(measured["official_lq"] >= threshold) & (measured["official_lower"] > 1)]
    top = leading(
        sure, value="official_lq", label="name_sv", cuts=(NATION, threshold), most=len(sure) or 1, empty="inget"
    )
    if measured.empty:
        return {"reading_firmest": f"Inget testområde går att mäta i officiell statistik {where}."}
    count = in_words(len(measured), neuter=True)
    reached = f"kvoten {number(threshold, 2)} når {lower_first(top)}"
    if sure.empty:
        reached = (
            f"{'det' if len(measured) == 1 else 'inget av dem'} når {'inte ' if len(measured) == 1 else ''}kvoten "
        )
        reached += number(threshold, 2)
    return {
        "reading_firmest": f"Säkrast är den officiella statistiken {where}, {year}. Där går {count} av "
        f"{in_words(len(rows))} testområden att mäta, och {reached}."
    }


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
    place = classes["area_class"].map({name: at for at, name in enumerate(CLASSES)})
    ordered = classes.assign(place=place).sort_values(["place", "precision"], ascending=[True, False])
    shown = [upper_first(name) for name in ordered["area_class"]]
    ordered = ordered.assign(label=ordered["name_sv"], share=ordered["precision"], shown_class=shown)
    return ordered.drop(columns="place").reset_index(drop=True)


def describe_test_areas(
    classes: DataFrame, official: DataFrame, place: Region, *, cuts: Sequence[float] = ()
) -> dict[str, str]:
    """Say which areas were named, and which of them the data support.

    Parameters
    ----------
    classes : DataFrame
        One row a test area: `name_sv, precision, area_class`; no rows where none is known.
    official : DataFrame
        Result of :func:`main_groups`: `leads`.
    place : Region
        The region.
    cuts : sequence of float
        Shares that the classes are cut at.

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
    groups = f"{_part(leads, count)} har sin tyngdpunkt i en branschgrupp som är tongivande i officiell statistik"
    return {
        "lead": f"{place.name} har {counted(count, 'testområde', 'testområden', neuter=True)}{_few(classes)}. {groups}.",
        "finding_classes": f"Exempeldata: {class_tally(classes['area_class'], place.within)}",
        "finding_groups": groups.replace(" har ", " testområden har ", 1),
        "reading_classes": " ".join(_by_class(classes, cuts)),
    }


def _part(count: int, total: int) -> str:
    """Write `ett av fyra`, with a capital."""
    return f"{upper_first(in_words(count, neuter=True)) if count else 'Inget'} av {in_words(total)}"


def class_tally(classes: Series, where: str = "") -> str:
    """Count the test areas by class.

    Examples
    --------
    >>> class_tally(Series(["bekräftat", "bekräftat", "kan ej bedömas"]), "i Dalarna")
    'tre testområden i Dalarna, varav två är bekräftade och ett kan inte bedömas'
    >>> class_tally(Series(["delvis bekräftat"]))
    'ett testområde är delvis bekräftat'
    """
    counts = classes.str.lower().value_counts()
    whole = f"{counted(len(classes), 'testområde', 'testområden', neuter=True)} {where}".rstrip()
    if len(classes) == 1:
        return f"{whole} {CLASSES[counts.index[0]][0]}"
    parts = [
        f"{in_words(counts[name], neuter=True)} {many if counts[name] > 1 else one}"
        for name, (one, many, _) in CLASSES.items()
        if name in counts
    ]
    return f"{whole}, varav {listing(parts)}"


def _few(classes: DataFrame) -> str:
    """Name the areas while they can be taken in at a glance."""
    return f": {_joined(classes['name_sv'])}" if len(classes) <= MOST_NAMED else ""


def _joined(labels: Series) -> str:
    return listing(lower_first(str(label)) for label in labels)


def _by_class(classes: DataFrame, cuts: Sequence[float]) -> list[str]:
    sentences = [
        "Klasserna bygger på exempeldata. Inom parentes står andelen av testområdets sysselsatta i starka branscher."
    ]
    for name, (_, _, several) in CLASSES.items():
        rows = classes[classes["area_class"] == name].sort_values("precision", ascending=False, kind="stable")
        if len(rows):
            pairs = zip(rows["name_sv"], rows["precision"], strict=True)
            heading = several if len(rows) > 1 else upper_first(name)
            sentences.append(f"{heading}: {_joined(Series([_with_share(*pair, cuts) for pair in pairs]))}.")
    return sentences


def _with_share(name: str, share: float, cuts: Sequence[float]) -> str:
    return name if pd.isna(share) else f"{name} ({percent(share, 0, cuts)})"
