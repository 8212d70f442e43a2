"""Sentences about areas named beforehand and the strengths that were found without looking at them.

"Ej stöd i data" is never written as weakness: the sentence says what the classification of industries cannot see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.findings_industry import NATION
from nmanalys.views.text import counted, in_words, leading, lower_first, upper_first
from nmanalys.vocabulary.language import listing, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, translated

__all__ = ["class_rows", "class_tally", "describe_strengths", "describe_test_areas"]

# class, what is said of one area and of several, and the heading of several
CLASSES: Mapping[str, tuple[str, str, str]] = {
    "bekräftat": (_("är bekräftat"), _("är bekräftade"), _("Bekräftade")),
    "delvis bekräftat": (_("är delvis bekräftat"), _("är delvis bekräftade"), _("Delvis bekräftade")),
    "ej stöd i data": (_("saknar stöd i data"), _("saknar stöd i data"), _("Ej stöd i data")),
    "kan ej bedömas": (_("kan inte bedömas"), _("kan inte bedömas"), _("Kan ej bedömas")),
}
MOST_NAMED = 6
GAP = _(
    "Boken har inga namngivna testområden för {place}. De finns bara för Värmland, Dalarna och "
    "Gävleborg. Med regionens egna prioriteringar och deras koppling till branscher kan "
    "jämförelsen göras här också."
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
    listed = lower_first(
        leading(leaders, cuts=(NATION, threshold), empty=_("ingen branschgrupp"), most=len(leaders) or 1)
    )
    return {
        "official_leading": listed,
        "finding_official": _("Tongivande {within} enligt officiell statistik: {listed}").format(
            within=place.within, listed=listed
        ),
        "reading_official": _("I officiell statistik är {total} tongivande: {listed}.").format(
            total=counted(len(leaders), _("branschgrupp"), _("branschgrupper")), listed=listed
        )
        if len(leaders)
        else _("I officiell statistik är ingen branschgrupp tongivande."),
        "finding_strong": _("Exempeldata: {total} räknas som starka {within}").format(
            total=counted(len(strong), _("bransch"), _("branscher")), within=place.within
        ),
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
    shown = [upper_first(translated(name)) for name in ordered["area_class"]]
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
            "lead": _(
                "{text} Sidan visar därför bara de styrkor som hittats utan att veta vad som prioriteras."
            ).format(text=text),
            "finding_classes": text.split(". ")[0],
            "finding_groups": text.split(". ")[0],
            "reading_classes": _("Utan testområden finns inget att pröva {within}.").format(within=place.within),
        }
    count = len(classes)
    leads = int((official["leads"] == _("ja")).sum())
    part = _part(leads, count)
    groups = _("{part} har sin tyngdpunkt i en branschgrupp som är tongivande i officiell statistik").format(part=part)
    return {
        "lead": _("{name} har {total}{few}. {groups}.").format(
            name=place.name,
            total=counted(count, _("testområde"), _("testområden"), neuter=True),
            few=_few(classes),
            groups=groups,
        ),
        "finding_classes": _("Exempeldata: {class_tally}").format(
            class_tally=class_tally(classes["area_class"], place.within)
        ),
        "finding_groups": _(
            "{part} testområden har sin tyngdpunkt i en branschgrupp som är tongivande i officiell statistik"
        ).format(part=part),
        "reading_classes": " ".join(_by_class(classes, cuts)),
    }


def _part(count: int, total: int) -> str:
    """Write `ett av fyra`, with a capital."""
    return _("{total} av {total_2}").format(
        total=upper_first(in_words(count, neuter=True)) if count else _("Inget"), total_2=in_words(total)
    )


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
    whole = f"{counted(len(classes), _('testområde'), _('testområden'), neuter=True)} {where}".rstrip()
    if len(classes) == 1:
        return f"{whole} {CLASSES[counts.index[0]][0]}"
    parts = [
        f"{in_words(counts[name], neuter=True)} {many if counts[name] > 1 else one}"
        for name, (one, many, _heading) in CLASSES.items()
        if name in counts
    ]
    return _("{whole}, varav {parts}").format(whole=whole, parts=listing(parts))


def _few(classes: DataFrame) -> str:
    """Name the areas while they can be taken in at a glance."""
    return f": {_joined(classes['name_sv'])}" if len(classes) <= MOST_NAMED else ""


def _joined(labels: Series) -> str:
    return listing(lower_first(str(label)) for label in labels)


def _by_class(classes: DataFrame, cuts: Sequence[float]) -> list[str]:
    sentences = [
        _("Klasserna bygger på exempeldata. Inom parentes står andelen av testområdets sysselsatta i starka branscher.")
    ]
    for name, (_one, _many, several) in CLASSES.items():
        rows = classes[classes["area_class"] == name].sort_values("precision", ascending=False, kind="stable")
        if len(rows):
            pairs = zip(rows["name_sv"], rows["precision"], strict=True)
            heading = several if len(rows) > 1 else upper_first(translated(name))
            sentences.append(f"{heading}: {_joined(Series([_with_share(*pair, cuts) for pair in pairs]))}.")
    return sentences


def _with_share(name: str, share: float, cuts: Sequence[float]) -> str:
    return name if pd.isna(share) else f"{name} ({percent(share, 0, cuts)})"
