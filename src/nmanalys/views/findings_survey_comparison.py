"""Rows and sentences on how two waves of the firms' survey, and the items of one, differ."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame, Series

from nmanalys.views.formats import DOTS, formatter, with_interval
from nmanalys.views.rows_survey import marked_labels
from nmanalys.views.text import counted, in_words, upper_first
from nmanalys.vocabulary.language import listing, number
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["describe_changes", "describe_odds", "wave_headers", "wave_rows"]

POINTS = "+0.0"


def wave_headers(changes: DataFrame) -> dict[str, str]:
    """Headers of the columns that :func:`wave_rows` makes.

    Examples
    --------
    >>> list(wave_headers(DataFrame({"wave_before": [2023], "wave": [2025]})).values())[:2]
    ['2023', '2025']
    """
    before, now = (str(int(changes[name].iloc[0])) if len(changes) else name for name in ("wave_before", "wave"))
    own = _("Samma företag: skillnad (antal)")
    return {"before_text": before, "now_text": now, "change_text": _("Skillnad, procentenheter"), "paired_text": own}


def wave_rows(changes: DataFrame, items: DataFrame) -> DataFrame:
    """Write each item's share in both waves and the difference in percentage points.

    Parameters
    ----------
    changes : DataFrame
        Result of :func:`~nmanalys.measures.survey_comparison.wave_changes`.
    items : DataFrame
        The table `survey_items`.

    Returns
    -------
    DataFrame
        `label, before_text, now_text, change_text, paired_text` and the numbers behind them.
    """
    labels = items.assign(label=marked_labels(items))[["item", "label", "label_sv"]]
    rows = changes.merge(labels, on="item").sort_values("item")
    return rows.reset_index(drop=True).assign(
        before_text=rows["share_before"].map(formatter("%")),
        now_text=rows["share"].map(formatter("%")),
        change_text=[_points(row, "difference", "lower", "upper") for _index, row in rows.iterrows()],
        paired_text=[_paired(row) for _index, row in rows.iterrows()],
    )


def describe_changes(rows: DataFrame, place: Region, *, is_example: bool) -> dict[str, str]:
    """Say which shares changed between the waves, and what that comparison cannot say.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`wave_rows`; may be empty.
    place : Region
        The region.
    is_example : bool
        Whether the answers are invented.

    Returns
    -------
    dict of str
        Texts `finding_waves, reading_waves, missing_waves`.
    """
    known = rows.dropna(subset=["difference"])
    if known.empty:
        none = _("Två omgångar som går att jämföra finns inte för kluster {within}.").format(within=place.within)
        return {"finding_waves": _("Andel höga svar i två omgångar"), "reading_waves": "", "missing_waves": none}
    before, now = (int(known[name].iloc[0]) for name in ("wave_before", "wave"))
    sure = known[(known["lower"] > 0) | (known["upper"] < 0)]
    example = _(" i exemplet") if is_example else ""
    change = _("Ingen andel höga svar skiljer sig säkert")
    if len(sure):
        change = _("{total} skiljer sig säkert").format(
            total=upper_first(counted(len(sure), _("andel höga svar"), _("andelar höga svar")))
        )
    told = [
        _("”{label_sv}” ({points_of} procentenheter)").format(
            label_sv=row.label_sv, points_of=_points_of(row.difference)
        )
        for row in sure.itertuples()
    ]
    own = known.dropna(subset=["paired_difference"])
    pairs = (
        _(
            " Kolumnen längst till höger jämför bara de företag som svarade båda gångerna, som mest "
            "{pairs}. Då kan skillnaden inte bero på att andra företag svarade."
        ).format(pairs=number(own["pairs"].max()))
        if len(own)
        else _(" För få företag svarade båda gångerna för att jämföras för sig.")
    )
    return {
        "finding_waves": _("{change}{example} mellan {before} och {now}").format(
            change=change, example=example, before=before, now=now
        ),
        "reading_waves": _(
            "{change} mellan {before} och {now}{text}. Omgångarna jämförs bara när samma kluster och "
            "samma frågor ingår i båda. Intervallen räknas som om olika företag hade svarat.{pairs}"
        ).format(change=change, before=before, now=now, text=f": {listing(told)}" if told else "", pairs=pairs),
        "missing_waves": "",
    }


def describe_odds(odds: DataFrame, items: DataFrame) -> dict[str, str]:
    """Say in words whether the order of the items stands when each firm is compared with itself.

    Parameters
    ----------
    odds : DataFrame
        Result of :func:`~nmanalys.measures.survey_comparison.item_odds`; may be empty.
    items : DataFrame
        The table `survey_items`.

    Returns
    -------
    dict of str
        Text `reading_model`.
    """
    if odds.empty:
        return {"reading_model": ""}
    names = dict(zip(items["item"], items["label_sv"], strict=True))
    best = names[odds["reference"].iloc[0]]
    below = odds[odds["upper"] < 1].sort_values("odds_ratio")
    unsure = [f"”{names[item]}”" for item in odds.loc[odds["upper"] >= 1, "item"]]
    start = _(
        "Samma företag har svarat på flera frågor, så svaren hänger ihop. En ordnad logistisk modell "
        "med en egen nivå för varje företag ({firms} företag, {answers} svar) jämför därför "
        "företaget med sig självt och använder alla fem svaren."
    ).format(firms=number(odds["firms"].iloc[0]), answers=number(odds["answers"].iloc[0]))
    parts = [start]
    if len(below):
        count = "Alla" if len(below) == len(odds) else upper_first(in_words(len(below)))
        low = below.iloc[0]
        parts.append(
            _(
                "{total} andra motparter får säkert lägre svar än ”{best}”. Oddsen för ett högre svar är "
                "lägst för ”{names}”: {with_interval} gånger oddsen för ”{best}”."
            ).format(
                total=count,
                best=best,
                names=names[low["item"]],
                with_interval=with_interval(low["odds_ratio"], low["lower"], low["upper"], "0.00"),
            )
        )
    if unsure:
        parts.append(_("{unsure} går inte att skilja från ”{best}”.").format(unsure=listing(unsure), best=best))
    return {"reading_model": " ".join(parts)}


def _points_of(change: float) -> str:
    return with_interval(round(100 * change, 1), None, None, POINTS)


def _points(row: Series, value: str, lower: str, upper: str) -> str:
    if pd.isna(row[value]):
        return DOTS
    return with_interval(*(round(100 * row[name], 1) for name in (value, lower, upper)), POINTS)


def _paired(row: Series) -> str:
    if pd.isna(row["paired_difference"]):
        return _("för få")
    text = _points(row, "paired_difference", "paired_lower", "paired_upper")
    return f"{text}; {number(row['pairs'])}"
