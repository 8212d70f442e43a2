"""Sentences about what the official statistics say of the areas named beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from pandas import DataFrame

from nmanalys.views.findings_agglomeration import NUTS2
from nmanalys.views.findings_industry import NATION
from nmanalys.views.formats import with_interval
from nmanalys.views.text import in_words, leading, lower_first
from nmanalys.vocabulary.language import number, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, ngettext

__all__ = ["describe_official_areas", "group_rows", "main_groups"]


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
    leads = table["is_leading"].map({True: _("ja"), False: _("nej")})
    return table.assign(leads=leads.where(leads.notna(), _("uppgift saknas")))


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
    where = place.within if place.nuts == code else _("i riksområdet {area}").format(area=NUTS2.get(code, code))
    measured = rows.dropna(subset=["official_lq"])
    if rows.empty:
        return {"reading_firmest": ""}
    sure = measured[(measured["official_lq"] >= threshold) & (measured["official_lower"] > 1)]
    top = leading(
        sure, value="official_lq", label="name_sv", cuts=(NATION, threshold), most=len(sure) or 1, empty=_("inget")
    )
    if measured.empty:
        return {
            "reading_firmest": _("Inget testområde går att mäta i officiell statistik {where}.").format(where=where)
        }
    count = in_words(len(measured), neuter=True)
    reached = _("kvoten {threshold} når {top}").format(threshold=number(threshold, 2), top=lower_first(top))
    if sure.empty:
        reached = ngettext(
            "det når inte kvoten {threshold}", "inget av dem når kvoten {threshold}", len(measured)
        ).format(threshold=number(threshold, 2))
    return {
        "reading_firmest": _(
            "Säkrast är den officiella statistiken {where}, {year}. Där går {total} av {count} "
            "testområden att mäta, och {reached}."
        ).format(where=where, year=year, total=count, count=in_words(len(rows)), reached=reached)
    }
