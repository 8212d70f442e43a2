"""Sentences about how broad a region's economy is, and how unlike the nation's."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from nmanalys.views.formats import formatter
from nmanalys.vocabulary.language import number, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["breadth_rows", "describe_breadth"]

# name, and how a value is written
MEASURES: Mapping[str, tuple[str, str]] = {
    "hoover": (_("Jobb som skiljer från rikets fördelning (%)"), "0.0 %"),
    "krugman": (_("Olikhet mot riket, Krugmans index (0–2)"), "0.000"),
    "hachman": (_("Likhet med riket, Hachmans index (0–1)"), "0.000"),
    "herfindahl": (_("Koncentration, Herfindahls index (0–1)"), "0.000"),
    "effective": (_("Jämnstora grupper som ger samma koncentration (antal)"), "0.0"),
}


WRITTEN = ("value", "nation", "start", "end")


def breadth_rows(breadth: DataFrame) -> DataFrame:
    r"""Name the measures of breadth, in the order of the table, each value and place written in its own way.

    Parameters
    ----------
    breadth : DataFrame
        One region's rows: `measure, rank, best, worst, value, nation, start, end`.

    Returns
    -------
    DataFrame
        The same rows with `label, place, value_text, nation_text, start_text, end_text`.

    Examples
    --------
    >>> rows = DataFrame({"measure": ["hachman", "hoover"], "rank": [7.0, 3.0], "best": [5.0, 3.0],
    ...                   "worst": [9.0, 3.0], "value": [0.9, 0.1], "nation": 0.0, "start": 0.1, "end": 0.2})
    >>> breadth_rows(rows)[["place", "value_text", "end_text"]].iloc[0].str.replace("\u202f", " ").tolist()
    ['3', '10,0 %', '20,0 %']
    """
    rows = breadth.set_index("measure").reindex([name for name in MEASURES if name in set(breadth["measure"])])
    places = [_place(row.rank, row.best, row.worst) for row in rows[["rank", "best", "worst"]].itertuples(index=False)]
    formats = [formatter(MEASURES[name][1]) for name in rows.index]
    written = {
        f"{name}_text": [write(value) for write, value in zip(formats, rows[name], strict=True)] for name in WRITTEN
    }
    return rows.assign(label=[MEASURES[name][0] for name in rows.index], place=places, **written).reset_index()


def describe_breadth(breadth: DataFrame, place: Region, *, year: int, start: int, end: int) -> dict[str, str]:
    """Say how unlike the nation a region's industries are, and how that has changed.

    Parameters
    ----------
    breadth : DataFrame
        All regions' rows of :func:`~nmanalys.measures.breadth.industry_breadth`, with `region_name`.
    place : Region
        The region.
    year, start, end : int
        Year of the level, first and last year of the change.

    Returns
    -------
    dict of str
        Texts `lead, finding_breadth, reading_breadth, reading_concentration, regions_compared`.
    """
    rows = breadth[breadth["region"] == place.code].set_index("measure")
    unlike, spread = rows.loc["hoover"], rows.loc["effective"]
    share = percent(unlike["value"])
    lead = _(
        "{share} av jobben {within} skulle behöva byta branschgrupp för att fördelningen skulle bli "
        "som i riket. Det ger {ranked}, där plats 1 är mest olik riket."
    ).format(share=share, within=place.within, ranked=_ranked(unlike))
    narrow = spread["value"] < spread["nation"]
    return {
        "lead": f"{lead} {_changed(unlike, start, end)}",
        "finding_breadth": _(
            "{share} av jobben {within} skiljer från rikets fördelning på branschgrupper, {year}"
        ).format(share=share, within=place.within, year=year),
        "reading_breadth": _(
            "{extremes} Att vara olik riket är i sig varken bra eller dåligt: det kan vara en nisch, och "
            "det kan vara ett beroende."
        ).format(extremes=_extremes(breadth)),
        "reading_concentration": _(
            "Jobben {within} är {word} samlade än i riket. Koncentrationen är densamma som om alla jobb "
            "låg i {value} jämnstora branschgrupper. I riket är talet {nation}."
        ).format(
            within=place.within,
            word=_("mer") if narrow else _("mindre"),
            value=number(spread["value"], 1),
            nation=number(spread["nation"], 1),
        ),
        "regions_compared": number(unlike["regions"]),
    }


def _place(rank: float, best: float, worst: float) -> str:
    return f"{rank:.0f}" if best == worst else f"{rank:.0f} ({best:.0f}–{worst:.0f})"


def _ranked(row: pd.Series) -> str:
    text = _("plats {rank:.0f} av {regions:.0f} regioner").format(rank=row["rank"], regions=row["regions"])
    if row["best"] == row["worst"]:
        return _("{text}, vilken branschgrupp man än bortser från").format(text=text)
    return _("{text} (plats {best:.0f}–{worst:.0f} om en branschgrupp i taget lämnas utanför)").format(
        text=text, best=row["best"], worst=row["worst"]
    )


def _extremes(breadth: DataFrame) -> str:
    rows = breadth[breadth["measure"] == "hoover"].sort_values("value", ascending=False)
    first, last = rows.iloc[0], rows.iloc[-1]
    return _("Mest olik riket är {region_name} ({value}) och minst olik {last_region_name} ({value_2}).").format(
        region_name=first["region_name"],
        value=percent(first["value"]),
        last_region_name=last["region_name"],
        value_2=percent(last["value"]),
    )


def _changed(row: pd.Series, start: int, end: int) -> str:
    before, after = percent(row["start"]), percent(row["end"])
    if before == after:
        return _("Andelen var lika stor {start} som {end} ({after}).").format(start=start, end=end, after=after)
    return _("Andelen {word} från {before} {start} till {after} {end}.").format(
        word=_("ökade") if row["end"] > row["start"] else _("minskade"),
        before=before,
        start=start,
        after=after,
        end=end,
    )
