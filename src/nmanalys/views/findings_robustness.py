"""Sentences on what rests on one workplace: strong divisions and how firmly they are so."""

from __future__ import annotations

from pandas import DataFrame

from nmanalys.views.text import counted, lower_first, upper_first
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["describe_robustness", "robust_rows"]

YES_NO = {True: _("ja"), False: _("nej")}


def robust_rows(strong: DataFrame, *, tried: int) -> DataFrame:
    """Strong divisions with how firmly: thresholds passed, and what happens without the largest workplace.

    Parameters
    ----------
    strong : DataFrame
        Result of :func:`~nmanalys.measures.finer_industries.division_robustness`.
    tried : int
        Number of thresholds tried.

    Examples
    --------
    >>> rows = robust_rows(DataFrame({"thresholds_passed": [3], "holds": [None]}), tried=4)
    >>> rows[["passed_text", "holds_text"]].values.tolist()
    [['3 av 4', 'kan inte visas']]
    """
    passed = [_("{total:.0f} av {tried}").format(total=count, tried=tried) for count in strong["thresholds_passed"]]
    holds = strong["holds"].astype(object).map(YES_NO).where(strong["holds"].notna(), _("kan inte visas"))
    return strong.assign(passed_text=passed, holds_text=holds)


def describe_robustness(strong: DataFrame, place: Region) -> dict[str, str]:
    """Say which strong divisions rest on one workplace.

    Parameters
    ----------
    strong : DataFrame
        Result of :func:`~nmanalys.measures.finer_industries.division_robustness`, with `label`.
    place : Region
        The region.
    """
    fall = strong[strong["holds"].notna() & ~strong["holds"].fillna(True).astype(bool)]
    silent = int(strong["holds"].isna().sum())
    named = upper_first(listing([lower_first(label) for label in fall["label"]]))
    rests = _("{named} når inte gränsen utan sitt största arbetsställe.").format(named=named)
    total = upper_first(counted(len(strong), _("stark bransch"), _("starka branscher")))
    secret = _(" För {silent} skulle svaret röja en enskild arbetsgivare och visas inte.").format(
        silent=counted(silent, _("bransch"), _("branscher"))
    )
    count = (
        _("ingen av dem faller")
        if fall.empty
        else _("{total} faller").format(total=counted(len(fall), _("bransch"), _("branscher")))
    )
    return {
        "finding_robust": _("Exempeldata: {total} {within}; {count} utan sitt största arbetsställe").format(
            total=lower_first(total), within=place.within, count=count
        ),
        "reading_robust": ("" if fall.empty else rests) + (secret if silent else ""),
    }
