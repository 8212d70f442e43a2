"""Sentences about research in a region: what is spent, what is published, how educated the industries are.

Where data are missing the sentence says so and what it does to the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pandas import DataFrame

from nmanalys.views.findings_industry import NATION
from nmanalys.views.text import counted, in_words, leading, lower_first, upper_first
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, ngettext

__all__ = [
    "describe_competence",
    "describe_fields",
    "describe_spending",
    "largest_fields",
    "newest_figures",
    "spending_rows",
]

SECTOR_NAMES: Mapping[str, str] = {
    "all_sectors": _("Alla sektorer"),
    "business": _("Företag"),
    "higher_education": _("Universitet och högskolor"),
    "government": _("Övrig offentlig sektor"),
}
FEW, MOST_FIELDS = 3, 16


def spending_rows(spending: DataFrame, place: Region) -> DataFrame:
    """One region's spending on research by sector, named and in order.

    Parameters
    ----------
    spending : DataFrame
        Result of :func:`~nmanalys.measures.research.research_spending`.
    place : Region
        The region.

    Examples
    --------
    >>> county = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
    >>> table = DataFrame({"region": ["20", "20"], "sector": ["business", "all_sectors"], "million": [8.0, 9.0]})
    >>> spending_rows(table, county)["label"].tolist()
    ['Alla sektorer', 'Företag']
    """
    own = spending[spending["region"] == place.code].set_index("sector")
    own = own.reindex([sector for sector in SECTOR_NAMES if sector in own.index])
    return own.assign(label=[SECTOR_NAMES[sector] for sector in own.index]).reset_index()


def describe_spending(spending: DataFrame, place: Region) -> dict[str, str]:
    """Say how much is spent on research per inhabitant, by whom, and compared with the nation.

    Parameters
    ----------
    spending : DataFrame
        All regions' rows of :func:`~nmanalys.measures.research.research_spending`, with `region_name`.
    place : Region
        The region.

    Returns
    -------
    dict of str
        Texts `lead, finding_spending, reading_spending, spending_year, population_year`.
    """
    own = spending_rows(spending, place).set_index("sector")
    total = own.loc["all_sectors"]
    year = f"{total['year']:.0f}"
    amount = _("{per_inhabitant} kronor per invånare").format(per_inhabitant=number(total["per_inhabitant"]))
    lead = _(
        "{within} användes {amount} till forskning och utveckling {year}. I riket var det "
        "{nation_per_inhabitant} kronor."
    ).format(
        within=upper_first(place.within),
        amount=amount,
        year=year,
        nation_per_inhabitant=number(total["nation_per_inhabitant"]),
    )
    return {
        "lead": f"{lead} {_largest(own) or _missing_sectors(own)}".strip(),
        "finding_spending": _(
            "Forskning och utveckling {within}: {amount} {year}, mot {nation_per_inhabitant} i riket"
        ).format(
            within=place.within, amount=amount, year=year, nation_per_inhabitant=number(total["nation_per_inhabitant"])
        ),
        "reading_spending": " ".join(filter(None, [_largest(own), _missing_sectors(own), _too_low(spending)])),
        "spending_year": year,
        "population_year": f"{total['population_year']:.0f}",
    }


def newest_figures(figures: DataFrame, universities: DataFrame) -> DataFrame:
    """Keep each published figure of the region's universities from its newest period only.

    Parameters
    ----------
    figures : DataFrame
        Published figures `university, indicator, unit, period, value`, oldest first.
    universities : DataFrame
        The region's universities `code, name`; may be empty.

    Examples
    --------
    >>> figures = DataFrame({"university": "hda", "indicator": "anställda", "unit": "personer",
    ...                      "period": ["2021", "2024"], "value": ["847", "746"]})
    >>> newest_figures(figures, DataFrame({"code": ["hda"], "name": ["Högskolan Dalarna"]}))["label"].tolist()
    ['Anställda (personer)']
    """
    own = figures.merge(universities[["code", "name"]], left_on="university", right_on="code")
    own = own.drop_duplicates(["university", "indicator"], keep="last")
    # what most of them have published comes first, so that they can be seen side by side
    shared = own.groupby("indicator")["university"].transform("size")
    own = own.assign(shared=-shared).sort_values(["shared", "indicator"], kind="stable") if shared.max() > 1 else own
    labels = [_labelled(name, unit) for name, unit in zip(own["indicator"], own["unit"], strict=True)]
    return own.assign(label=labels, shown=own["value"].map(_grouped))


def describe_fields(
    fields: DataFrame, place: Region, universities: Sequence[str], *, threshold: float
) -> dict[str, str]:
    """Say where the region's universities put their weight.

    Parameters
    ----------
    fields : DataFrame
        `label, activity_index, is_strong`; no rows without a university.
    place : Region
        The region.
    universities : sequence of str
        Names of the universities.
    threshold : float
        Lowest index of a strong field.

    Returns
    -------
    dict of str
        Texts `finding_fields, reading_fields, universities`.
    """
    if fields.empty:
        text = _("Boken har inget lärosäte {within}, så forskningens inriktning kan inte visas.").format(
            within=place.within
        )
        return {"finding_fields": text.rstrip("."), "reading_fields": text, "universities": _("inget lärosäte")}
    strong = fields[fields["is_strong"].astype(bool)]
    few = strong.sort_values("activity_index", ascending=False).head(FEW)
    listed = leading(few, value="activity_index", cuts=(NATION, threshold), empty=_("inget forskningsområde"))
    return {
        "finding_fields": _(
            "Exempeldata: {total} av {count} forskningsområden väger tydligt tyngre {within} än i riket"
        ).format(total=len(strong), count=len(fields), within=place.within),
        "reading_fields": _(
            "I exempeldata är andelen publikationer störst jämfört med riket i {listed}. Tabellen visar "
            "de områden som har flest publikationer. Intervallen är vidast för små områden."
        ).format(listed=lower_first(listed)),
        "universities": listing(universities),
    }


def largest_fields(fields: DataFrame, most: int = MOST_FIELDS) -> DataFrame:
    """Keep the fields with most publications: chosen by size, not by the index that they are to show.

    Parameters
    ----------
    fields : DataFrame
        `publications`.
    most : int
        Number of fields.

    Examples
    --------
    >>> largest_fields(DataFrame({"publications": [5.0, 90.0, 30.0]}), most=2)["publications"].tolist()
    [90.0, 30.0]
    """
    return fields.sort_values("publications", ascending=False, kind="stable").head(most)


def describe_competence(own: DataFrame, place: Region, *, threshold: float) -> dict[str, str]:
    """Say which industries have many highly educated.

    Parameters
    ----------
    own : DataFrame
        One region's industries: `label, lq` (of the highly educated), `relative_intensity, is_leading, is_competent`.
    place : Region
        The region.
    threshold : float
        Lowest quotient of a competent industry.

    Returns
    -------
    dict of str
        Texts `finding_competence, reading_competence`.
    """
    competent = own[own["is_competent"].fillna(False).astype(bool)]
    known = own.dropna(subset=["relative_intensity"])
    only_large = own[(own["lq"] >= threshold) & ~own["is_competent"].fillna(False).astype(bool)]
    fails = (
        _(" {only_large} når kvoten men har för låg andel högutbildade.").format(
            only_large=leading(only_large, cuts=(threshold,), most=len(only_large))
        )
        if len(only_large)
        else ""
    )
    higher = int((known["relative_intensity"] >= 1).sum())
    share = _("{higher} av de {total} branschgrupperna").format(
        higher=in_words(higher) if higher else _("ingen"), total=len(known)
    )
    share = _("alla {total} branschgrupper").format(total=len(known)) if higher == len(known) else share
    both = own[own["is_competent"].fillna(False).astype(bool) & own["is_leading"].fillna(False).astype(bool)]
    named = lower_first(listing(both["label"].map(lower_first), empty=_("ingen branschgrupp")))
    count = counted(len(competent), _("branschgrupp"), _("branschgrupper"))
    listed = f": {lower_first(leading(competent, cuts=(threshold,), most=len(competent)))}" if len(competent) else ""
    return {
        "finding_competence": _("Exempeldata: {total} {within} når gränsen för kompetent bransch").format(
            total=count, within=place.within
        ),
        "reading_competence": ngettext(
            "I exempeldata är {total} kompetent {within}{listed}. Både tongivande och kompetent är "
            "{named}. I {share} är andelen högutbildade minst lika hög som i samma bransch i "
            "riket.{fails}",
            "I exempeldata är {total} kompetenta {within}{listed}. Både tongivande och kompetent är "
            "{named}. I {share} är andelen högutbildade minst lika hög som i samma bransch i "
            "riket.{fails}",
            max(len(competent), 1),
        ).format(
            total=count,
            within=place.within,
            listed=listed,
            named=named,
            share=share,
            fails=fails,
        ),
    }


def _labelled(indicator: str, unit: str) -> str:
    plain = unit in ("namn", "") or unit == indicator
    return upper_first(indicator) if plain else f"{upper_first(indicator)} ({unit})"


def _grouped(value: str) -> str:
    """Write a whole number with its thousands apart; other printed values stay as they are."""
    return number(int(value)) if value.isdigit() else value


def _largest(own: DataFrame) -> str:
    """Name the largest sector, unless one is missing that may be larger."""
    parts = own.drop(index="all_sectors")
    if parts["share"].isna().any():
        return ""
    top = parts.loc[parts["share"].idxmax()]
    nation = parts["nation_per_inhabitant"] / own.loc["all_sectors", "nation_per_inhabitant"]
    shares = _("{share} av utgifterna, mot {nation} i riket").format(
        share=percent(top["share"], 0), nation=percent(nation[top.name], 0)
    )
    return _("Störst är {label} med {shares}.").format(label=lower_first(top["label"]), shares=shares)


def _missing_sectors(own: DataFrame) -> str:
    empty = own[own["million"].isna()]
    if empty.empty:
        return ""
    text = _("Uppgift saknas för {label}.").format(label=listing([lower_first(label) for label in empty["label"]]))
    parts = own.drop(index="all_sectors")["million"].sum()
    if abs(own.loc["all_sectors", "million"] - parts) > 1:
        return text
    return _(
        "{text} Den publicerade summan är inte större än de sektorer som redovisas, så den kan vara för låg."
    ).format(text=text)


def _too_low(spending: DataFrame) -> str:
    counties = spending[spending["million"].isna()]["region_name"].unique()
    if not len(counties):
        return ""
    return _("I diagrammet kan summan vara för låg för {counties}, där någon sektor saknas.").format(
        counties=listing(counties)
    )
