"""Rows and sentences around the cluster organisations: their industries, the criteria, the priorities."""

from __future__ import annotations

from collections.abc import Mapping

from pandas import DataFrame

from nmanalys.views.rows_clusters import phase_name
from nmanalys.views.text import counted, in_words, lower_first, upper_first
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["criterion_rows", "describe_context", "describe_priorities", "priority_rows"]

KINDS: Mapping[str, str] = {"must": _("skall"), "should": _("bör")}
NOBODY = _("ingen som vi känner till")
INVENTED = _("Antalet arbetsställen per bransch finns ännu bara som påhittade exempel för länet.")


def criterion_rows(criteria: DataFrame) -> DataFrame:
    """Write the criteria of the phases in their order, each with the level at which it counts as met.

    Parameters
    ----------
    criteria : DataFrame
        The table `cluster_criteria`.

    Returns
    -------
    DataFrame
        The same rows with `phase_text` and `kind_text`; the anchors of all five levels stay with them.

    Examples
    --------
    >>> criterion_rows(DataFrame({"phase": [1], "kind": ["must"]}))[["phase_text", "kind_text"]].values.tolist()
    [['1 Initiering', 'skall']]
    """
    rows = criteria.sort_values(["phase", "kind"], kind="stable", ignore_index=True)
    return rows.assign(phase_text=rows["phase"].map(phase_name), kind_text=rows["kind"].map(KINDS))


def priority_rows(shared: DataFrame, priorities: DataFrame, regions: Mapping[str, str]) -> DataFrame:
    """Write one row a priority with the cluster organisations that work in its industries.

    Parameters
    ----------
    shared : DataFrame
        Result of :func:`~nmanalys.measures.cluster_industries.shared_industries`.
    priorities : DataFrame
        The region's rows of the table `priorities`.
    regions : mapping of str to str
        Names of the counties, written only where there are several.

    Returns
    -------
    DataFrame
        `label, actors_text`, in the order of the table.
    """
    several = priorities["region_code"].nunique() > 1
    told = {
        priority: "; ".join(f"{row.name_} (SNI {listing(row.divisions.split())})" for row in rows.itertuples())
        for priority, rows in shared.rename(columns={"name": "name_"}).groupby("priority_id", sort=False)
    }
    before = (priorities["region_code"].map(regions) + ": ") if several else ""
    actors = priorities["priority_id"].map(told).astype("object")
    return DataFrame({"label": before + priorities["name_sv"], "actors_text": actors.fillna(NOBODY)})


def describe_priorities(rows: DataFrame, place: Region) -> dict[str, str]:
    """Say for which priorities no cluster organisation is known.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`priority_rows`.
    place : Region
        The region.

    Returns
    -------
    dict of str
        Texts `finding_priorities, reading_priorities, missing_priorities`.
    """
    if rows.empty:
        none = _("Inga prioriterade områden {within} finns i våra data.").format(within=place.within)
        return {
            "finding_priorities": _("Prioriterade områden och klusterorganisationer {within}").format(
                within=place.within
            ),
            "reading_priorities": "",
            "missing_priorities": none,
        }
    without = rows.loc[rows["actors_text"] == NOBODY, "label"]
    found = len(rows) - len(without)
    which = (
        _(" Ingen finns för {without}.").format(without=listing(lower_first(name) for name in without))
        if 0 < len(without) <= 6
        else ""
    )
    return {
        "finding_priorities": _("{part} {within} har en känd klusterorganisation i sina branscher").format(
            part=_part(found, len(rows)), within=place.within
        ),
        "reading_priorities": _(
            "Kopplingen går genom branscherna: vår egen bedömning av vilka SNI-koder en prioritering och "
            "en organisation rör.{which} Att branscherna är gemensamma säger inte att någon har åtagit "
            "sig något."
        ).format(which=which),
        "missing_priorities": "",
    }


def _part(found: int, count: int) -> str:
    many = counted(count, _("prioriterat område"), _("prioriterade områden"), neuter=True)
    if found == count:
        return _("Alla {many}").format(many=many) if count > 1 else upper_first(many)
    return _("{found} av {many}").format(
        found=upper_first(in_words(found, neuter=True)) if found else _("Inget"), many=many
    )


def describe_context(growth: DataFrame, workplaces: DataFrame, place: Region, *, is_invented: bool) -> dict[str, str]:
    """Say how the region's own industries have grown, and how many workplaces they stand on.

    Parameters
    ----------
    growth : DataFrame
        The region's larger industry groups: `label, growth, national_growth, start_year, end_year`; may be empty.
    workplaces : DataFrame
        Its strong divisions: `label, workplaces`; may be empty.
    place : Region
        The region.
    is_invented : bool
        Whether the divisions and their workplaces are invented.

    Returns
    -------
    dict of str
        Texts `finding_growth, reading_growth, missing_growth, finding_workplaces, reading_workplaces,
        missing_workplaces`.
    """
    none = _("Ingen bransch {within} når gränserna, eller så är uppgifterna skyddade.").format(within=place.within)
    known = growth.dropna(subset=["growth", "national_growth"])
    texts = {
        "finding_growth": _("De större branschernas utveckling {within}").format(within=place.within),
        "reading_growth": "",
        "missing_growth": none,
        "finding_workplaces": _("Arbetsställen i branscher som är större {within} än i riket").format(
            within=place.within
        ),
        "reading_workplaces": INVENTED if is_invented else "",
        "missing_workplaces": none,
    }
    if len(known):
        ahead = known.loc[known["growth"] > known["national_growth"], "label"]
        years = f"{int(known['start_year'].iloc[0])}–{int(known['end_year'].iloc[0])}"
        many = upper_first(in_words(len(ahead))) if len(ahead) else _("Ingen")
        texts["finding_growth"] = _("{many} av {total} har vuxit mer {within} än i riket {years}").format(
            many=many, total=counted(len(known), _("bransch"), _("branscher")), within=place.within, years=years
        )
        which = listing(lower_first(label) for label in ahead)
        texts["reading_growth"] = (
            _("Mer än i riket har {which} vuxit. ").format(which=which) if len(ahead) else ""
        ) + _("Ett branschkluster kan alltså vara stort och ändå tappa mark.")
    if len(workplaces):
        few = workplaces.sort_values("workplaces").iloc[0]
        texts["finding_workplaces"] = _("{label} vilar på minst antal arbetsställen: {workplaces}").format(
            label=upper_first(lower_first(str(few["label"]))), workplaces=in_words(int(few["workplaces"]))
        )
    return texts
