"""Sentences on what rests on one workplace: strong divisions and how firmly they are so."""

from __future__ import annotations

from pandas import DataFrame

from nmanalys.views.text import counted, lower_first, upper_first
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.regions import Region

__all__ = ["describe_robustness", "robust_rows"]

YES_NO = {True: "ja", False: "nej"}


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
    passed = [f"{count:.0f} av {tried}" for count in strong["thresholds_passed"]]
    holds = strong["holds"].astype(object).map(YES_NO).where(strong["holds"].notna(), "kan inte visas")
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
    rests = f"{named} når inte gränsen utan sitt största arbetsställe."
    total = upper_first(counted(len(strong), "stark bransch", "starka branscher"))
    secret = (
        f" För {counted(silent, 'bransch', 'branscher')} skulle svaret röja en enskild arbetsgivare och visas inte."
    )
    count = "ingen av dem faller" if fall.empty else f"{counted(len(fall), 'bransch', 'branscher')} faller"
    return {
        "finding_robust": f"Exempeldata: {lower_first(total)} {place.within}; {count} utan sitt största arbetsställe",
        "reading_robust": ("" if fall.empty else rests) + (secret if silent else ""),
    }
