"""Sentences on what the counties share, what they complement each other with, and what a joint strategy could build on."""

from __future__ import annotations

from collections.abc import Mapping

from pandas import DataFrame

from nmanalys.views.text import counted, lower_first, upper_first
from nmanalys.vocabulary.language import listing, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, ngettext

__all__ = ["common_rows", "describe_common", "pair_rows"]

FEW = 3


def common_rows(ground: DataFrame, names: Mapping[str, str], areas: Mapping[str, str]) -> DataFrame:
    """Arrange the common ground as a table: highest joint quotient first.

    Parameters
    ----------
    ground : DataFrame, by area
        Result of :func:`~nmanalys.measures.common_ground.common_ground`.
    names, areas : mapping of str to str
        Names of the counties and of the areas.

    Examples
    --------
    >>> ground = DataFrame({"lq": [3.0], "named": [("20",)], "strong": [()], "potential": [()]}, index=["m"])
    >>> common_rows(ground, {"20": "Dalarna"}, {"m": "Metall"})[["label", "named_text", "strong_text"]].values.tolist()
    [['Metall', 'Dalarna', 'inget län']]
    """
    told = {
        f"{column}_text": [listing([names[code] for code in codes], empty=_("inget län")) for codes in ground[column]]
        for column in ("named", "strong", "potential")
    }
    rows = ground.assign(label=ground.index.map(areas), **told)
    return rows.sort_values("lq", ascending=False, na_position="last")


def pair_rows(pairs: DataFrame, names: Mapping[str, str]) -> DataFrame:
    """Put the counties' names on pairs of priorities.

    Examples
    --------
    >>> pairs = DataFrame([["Stål", "Metall", "20", "21", 0.5]],
    ...                   columns=["first", "second", "first_region", "second_region", "similarity"])
    >>> pair_rows(pairs, {"20": "Dalarna", "21": "Gävleborg"})[["label", "other"]].values.tolist()
    [['Stål (Dalarna)', 'Metall (Gävleborg)']]
    """
    first = [f"{row.first} ({names[row.first_region]})" for row in pairs.itertuples()]
    return pairs.assign(label=first, other=[f"{row.second} ({names[row.second_region]})" for row in pairs.itertuples()])


def describe_common(
    ground: DataFrame, pairs: DataFrame, strengths: DataFrame, joint: Region, *, threshold: float
) -> dict[str, str]:
    """Say what a joint strategy could build on, and what each county has alone.

    Parameters
    ----------
    ground : DataFrame
        Result of :func:`common_rows`.
    pairs : DataFrame
        Result of :func:`pair_rows`.
    strengths : DataFrame
        Result tables `industrial_strengths` under each other, with `label` and `region_name`.
    joint : Region
        The counties together.
    threshold : float
        Lowest quotient of a strong area.

    Returns
    -------
    dict of str
        Texts `finding_common, reading_common, finding_pairs, reading_complement`.
    """
    sure = ground[(ground["lq"] >= threshold) & (ground["lower"] > 1)]
    shared = sure[sure["named"].map(len) > 1]
    unseen = ground[ground["lq"].isna()]
    leading = strengths[strengths["is_leading"].fillna(False).astype(bool)]
    alone = leading[~leading["label"].duplicated(keep=False)]
    apart = [
        _("{label} i {region_name}").format(label=lower_first(row.label), region_name=row.region_name)
        for row in alone.itertuples()
    ]
    top = pairs.iloc[0]
    count = counted(len(sure), _("område"), _("områden"), neuter=True)
    return {
        "finding_common": ngettext(
            "{total} av {count} är starkt i officiell statistik för {name}, och {both} i minst två län",
            "{total} av {count} är starka i officiell statistik för {name}, och {both} i minst två län",
            len(sure),
        ).format(
            total=upper_first(count),
            count=len(ground),
            name=joint.name,
            both=_both(len(shared), len(sure)),
        ),
        "reading_common": _(
            "Starkast grund för en gemensam strategi har {named}: hög kvot tillsammans, och minst två "
            "län som redan prioriterar området. {only}{named_2} täcks inte av statistiken för "
            "näringslivet eller döljs i den, och kan inte bedömas här."
        ).format(named=_named(shared), only=_only(sure, shared), named_2=upper_first(_named(unseen)))
        if len(shared)
        else _("Inget område är både starkt i officiell statistik och prioriterat i minst två län."),
        "finding_pairs": _("Mest lika är {label} och {other}: {similarity} gemensamt innehåll").format(
            label=lower_first(top["label"]), other=lower_first(top["other"]), similarity=percent(top["similarity"], 0)
        ),
        "reading_complement": _("Styrkor som bara ett län har kompletterar de andra: {apart}.").format(
            apart=listing(apart)
        )
        if apart
        else _(
            "Ingen branschgrupp är tongivande i bara ett av länen, så på den breda nivån delar länen "
            "styrkor mer än de kompletterar varandra."
        ),
    }


def _only(sure: DataFrame, shared: DataFrame) -> str:
    rest = sure[~sure.index.isin(shared.index)]
    return _("Starkt men inte prioriterat i två län: {named}. ").format(named=_named(rest)) if len(rest) else ""


def _named(rows: DataFrame) -> str:
    return listing([lower_first(name) for name in rows["label"]], empty=_("inget område"))


def _both(shared: int, sure: int) -> str:
    """Write how many of the strong areas are priorities: `båda är prioriterade`, `ett av dem är prioriterat`."""
    if shared == sure > 1:
        return _("{word} är prioriterade").format(word=_("båda") if sure == 2 else _("alla"))
    return counted(shared, _("av dem är prioriterat"), _("av dem är prioriterade"), neuter=True)
