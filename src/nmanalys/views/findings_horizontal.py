"""Sentences about the horizontal criteria of clusters: environment, equal opportunities, gender equality."""

from __future__ import annotations

from pandas import DataFrame

from nmanalys.views.rows_clusters import CRITERIA
from nmanalys.views.text import counted, in_words, out_of, upper_first
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["describe_horizontal"]


def describe_horizontal(table: DataFrame, place: Region) -> dict[str, str]:
    """Say how the clusters use the horizontal criteria, each criterion by itself.

    Parameters
    ----------
    table : DataFrame
        Result of :func:`~nmanalys.measures.cluster_mapping.horizontal_table`.
    place : Region
        The region.
    """
    count = len(table)
    if count == 0:
        none = _("Inga bedömningar av horisontella kriterier {within} finns i våra data.").format(within=place.within)
        remedy = _("Tabellen fylls när regionen läser in egna bedömningar i tabellen horizontal_conditions.")
        finding = _("Horisontella kriterier i kluster {within}").format(within=place.within)
        return {"finding_horizontal": finding, "reading_horizontal": remedy, "missing_horizontal": none}
    counts = [int((table[key] == "aktivt").sum()) for key in CRITERIA]
    first, *others = zip(CRITERIA.values(), counts, strict=True)
    more = [
        _("{name} i {active}").format(name=name, active=in_words(active, neuter=True) if active else _("inget"))
        for name, active in others
    ]
    cells = table[list(CRITERIA)]
    unclear = int((cells == "delvis (oklar: 1 villkor)").to_numpy().sum())
    unknown = int((cells == "underlag saknas").to_numpy().sum())
    is_example = bool(table["is_example"].any())
    what = _("exempelkluster") if is_example else _("kluster")
    which = f"{counted(count, _('påhittat'), _('påhittade'), neuter=True) if is_example else in_words(count, neuter=True)} {what}"
    return {
        "finding_horizontal": _("Horisontella kriterier i {which} {within}").format(which=which, within=place.within),
        "reading_horizontal": _(
            "{first} används aktivt i {of} {what}, {more}. Exakt ett villkor är uppfyllt i {unclear}, "
            "och underlag saknas i {unknown}."
        ).format(
            first=upper_first(first[0]),
            of=out_of(first[1], count),
            what=what,
            more=listing(more),
            unclear=counted(unclear, _("fall"), _("fall"), neuter=True),
            unknown=counted(unknown, _("fall"), _("fall"), neuter=True),
        ),
        "missing_horizontal": "",
    }
