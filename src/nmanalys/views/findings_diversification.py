"""Sentences about how broad a region's industries are, and about the options near them.

Options are possibilities on a map, not advice: no sentence here says what a region ought to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from pandas import DataFrame

from nmanalys.views.formats import formatter
from nmanalys.views.text import counted, in_words, lower_first, upper_first
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region

__all__ = ["QUADRANT_NAMES", "breadth_rows", "describe_breadth", "describe_options", "name_options", "option_map"]

QUADRANT_NAMES: Mapping[str, str] = {
    "high road": "nära och komplex",
    "low road": "nära och enklare",
    "casino": "avlägsen och komplex",
    "dead end": "avlägsen och enklare",
}
# name, and how a value is written
MEASURES: Mapping[str, tuple[str, str]] = {
    "hoover": ("Jobb som skiljer från rikets fördelning (%)", "0.0 %"),
    "krugman": ("Olikhet mot riket, Krugmans index (0–2)", "0.000"),
    "hachman": ("Likhet med riket, Hachmans index (0–1)", "0.000"),
    "herfindahl": ("Koncentration, Herfindahls index (0–1)", "0.000"),
    "effective": ("Jämnstora grupper som ger samma koncentration (antal)", "0.0"),
}
WRITTEN = ("value", "nation", "start", "end")
FEW = 3
FIRM = 0.8
"""Share of the draws in which an option keeps its quadrant, from which the quadrant is stated and not guessed."""
LINKED = 0.3


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
    lead = (
        f"{share} av jobben {place.within} skulle behöva byta branschgrupp för att fördelningen skulle bli som i "
        f"riket. Det ger {_ranked(unlike)}, där plats 1 är mest olik riket."
    )
    narrow = spread["value"] < spread["nation"]
    return {
        "lead": f"{lead} {_changed(unlike, start, end)}",
        "finding_breadth": f"{share} av jobben {place.within} skiljer från rikets fördelning på branschgrupper, {year}",
        "reading_breadth": f"{_extremes(breadth)} Att vara olik riket är i sig varken bra eller dåligt: det kan vara "
        "en nisch, och det kan vara ett beroende.",
        "reading_concentration": f"Jobben {place.within} är {'mer' if narrow else 'mindre'} samlade än i riket. "
        f"Koncentrationen är densamma som om alla jobb låg i {number(spread['value'], 1)} jämnstora branschgrupper. "
        f"I riket är talet {number(spread['nation'], 1)}.",
        "regions_compared": number(unlike["regions"]),
    }


def name_options(options: DataFrame) -> DataFrame:
    """Name the quadrants in Swedish and put near and complex options first, then the nearest.

    Parameters
    ----------
    options : DataFrame
        Result of :func:`~nmanalys.measures.industry_space.region_options`.

    Returns
    -------
    DataFrame
        The same rows with `is_uncertain`, true of an option that leaves its quadrant in more than a fifth of the
        draws, and `quadrant_text`, which says so.

    Examples
    --------
    >>> table = DataFrame({"quadrant": ["casino", "high road", None], "density": [10.0, 5.0, 7.0],
    ...                    "stability": [0.8, 0.3, None]})
    >>> name_options(table)["quadrant_text"].tolist()[:2]
    ['osäkert, kanske nära och komplex', 'avlägsen och komplex']
    """
    names_sv = options["quadrant"].map(QUADRANT_NAMES)
    uncertain = names_sv.notna() & ~(options["stability"] >= FIRM)
    ordered = options.assign(
        quadrant=names_sv,
        is_uncertain=uncertain,
        quadrant_text=names_sv.mask(uncertain, "osäkert, kanske " + names_sv),
        first=(options["quadrant"] != "high road").astype(int),
    )
    ordered = ordered.sort_values(["first", "density"], ascending=[True, False], na_position="last")
    return ordered.drop(columns="first").reset_index(drop=True)


def option_map(possible: DataFrame) -> dict[str, Any]:
    """Arguments of :func:`~nmanalys.views.charts_plane.plot_scatter` that make it the map of options.

    Parameters
    ----------
    possible : DataFrame
        The options of :func:`name_options`: `label, density_median, complexity_median, quadrant`.

    Examples
    --------
    >>> table = DataFrame({"label": ["bygg"], "density_median": [20.0], "complexity_median": [0.1],
    ...                    "quadrant": ["nära och komplex"]})
    >>> option_map(table)["highlight"], option_map(table)["x_line"]
    (['bygg'], 20.0)
    """
    near_and_complex = possible["quadrant"] == QUADRANT_NAMES["high road"]
    corners = ("top_right", "bottom_right", "top_left", "bottom_left")
    return {
        "x_title": "Närhet (procent av närliggande branscher)",
        "y_title": "Komplexitet (standardavvikelser)",
        "x_spec": "0",
        "x_line": float(possible["density_median"].median()),
        "y_line": float(possible["complexity_median"].median()),
        "quadrants": dict(zip(corners, map(upper_first, QUADRANT_NAMES.values()), strict=True)),
        "highlight": list(possible.loc[near_and_complex, "label"]),
    }


def describe_options(options: DataFrame, place: Region, *, units: int) -> dict[str, str]:
    """Say what is near and complex, and how sure that is.

    Parameters
    ----------
    options : DataFrame
        All industries of :func:`name_options`, with `label, is_specialised, density, complexity`.
    place : Region
        The region.
    units : int
        Number of municipalities behind the estimate.

    Returns
    -------
    dict of str
        Texts `lead_options, finding_options, reading_options, reading_stability, suppressed_options, units_compared`.
    """
    known = options[options["quadrant"].notna()]
    both = known[known["quadrant"] == QUADRANT_NAMES["high road"]]
    hidden = int(options["is_specialised"].isna().sum())
    special = int(options["is_specialised"].fillna(False).sum())
    return {
        "lead_options": f"I exempeldata finns {counted(len(known), 'bransch', 'branscher')} som {place.name} inte är "
        f"specialiserat i. {_both(both)}",
        "finding_options": f"Exempeldata: {_found(known, both, place)}",
        "reading_options": f"I exempeldata är {place.name} specialiserat i {counted(special, 'bransch', 'branscher')}. "
        f"{len(known)} branscher är möjliga alternativ. {_trade_off(known)}",
        "reading_stability": _stability(known, units),
        "suppressed_options": _hidden(hidden),
        "units_compared": number(units),
    }


def _place(rank: float, best: float, worst: float) -> str:
    return f"{rank:.0f}" if best == worst else f"{rank:.0f} ({best:.0f}–{worst:.0f})"


def _ranked(row: pd.Series) -> str:
    text = f"plats {row['rank']:.0f} av {row['regions']:.0f} regioner"
    if row["best"] == row["worst"]:
        return f"{text}, vilken branschgrupp man än bortser från"
    return f"{text} (plats {row['best']:.0f}–{row['worst']:.0f} om en branschgrupp i taget lämnas utanför)"


def _extremes(breadth: DataFrame) -> str:
    rows = breadth[breadth["measure"] == "hoover"].sort_values("value", ascending=False)
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"Mest olik riket är {first['region_name']} ({percent(first['value'])}) och minst olik "
        f"{last['region_name']} ({percent(last['value'])})."
    )


def _changed(row: pd.Series, start: int, end: int) -> str:
    before, after = percent(row["start"]), percent(row["end"])
    if before == after:
        return f"Andelen var lika stor {start} som {end} ({after})."
    return f"Andelen {'ökade' if row['end'] > row['start'] else 'minskade'} från {before} {start} till {after} {end}."


def _found(known: DataFrame, both: DataFrame, place: Region) -> str:
    sure = int((~both["is_uncertain"]).sum())
    part = f"{in_words(len(both)) if len(both) else 'ingen'} av {len(known)} branscher som {place.name} inte är specialiserat i"
    ending = f"både nära och komplex{'a' if len(both) > 1 else ''}"
    if sure == len(both):
        return f"{part} är {ending}"
    return f"{part} kan vara {ending}, {_counted_sure(sure, len(both))}"


def _counted_sure(sure: int, total: int) -> str:
    if total == 1:
        return "men det är osäkert"
    return f"{in_words(sure)} av dem säkert" if sure else "ingen av dem säkert"


def _both(both: DataFrame) -> str:
    if both.empty:
        return "Ingen av dem är både nära och komplex."
    sure, unsure = both[~both["is_uncertain"]], both[both["is_uncertain"]]
    certain = "Ingen av dem är säkert både nära och komplex."
    if len(sure):
        certain = f"Nära och komplex{'a' if len(sure) > 1 else ''} är {_few(sure)}."
    return f"{certain} {upper_first(_few(unsure))} kan vara det, men det är osäkert." if len(unsure) else certain


def _few(rows: DataFrame) -> str:
    listed = listing([lower_first(label) for label in rows["label"].head(FEW)])
    return f"bland annat {listed}" if len(rows) > FEW else listed


def _trade_off(known: DataFrame) -> str:
    if len(known) < FEW:
        return ""
    link = known["density"].corr(known["complexity"], method="spearman")
    written = f"rangkorrelation {number(link, 2)}"
    found = "hänger närhet och komplexitet knappt samman"
    if abs(link) >= LINKED:
        found = f"är det som ligger nära oftast {'mer komplext' if link > 0 else 'enklare'}"
    return f"I de påhittade talen {found} ({written}). Om det är så i verkligheten vet vi inte."


def _stability(known: DataFrame, units: int) -> str:
    if known["stability"].isna().all():
        return ""
    firm = int((~known["is_uncertain"]).sum())
    return (
        f"Vi har dragit om de {units} kommunerna med återläggning många gånger. {firm} av {len(known)} alternativ "
        f"hamnar i samma ruta i minst {percent(FIRM, 0)} av försöken. De övriga ligger nära en gräns. De är ringar i "
        "diagrammet, och i tabellen står det ”osäkert”."
    )


def _hidden(hidden: int) -> str:
    if hidden == 0:
        return "I exempeldata är ingen bransch skyddad av sekretess."
    text = counted(hidden, "bransch", "branscher")
    return f"I exempeldata är {text} skyddad{'e' if hidden > 1 else ''} av sekretess och kan inte bedömas."
