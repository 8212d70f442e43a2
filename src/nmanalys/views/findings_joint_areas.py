"""Sentences about areas where academy and business are strong together.

A side without data is said to be missing; it is never called weak.
"""

from __future__ import annotations

from typing import Any

from pandas import DataFrame

from nmanalys.views.text import counted, in_words, lower_first, upper_first
from nmanalys.vocabulary.language import listing, number
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _, translated

__all__ = ["area_map", "area_points", "describe_areas"]

JOINT, BUSINESS, ACADEMY, NEITHER = "gemensam styrka", "näringslivsstyrka", "akademisk styrka", "ej belagd"
BORDERLINE = "gränsfall"


def area_points(areas: DataFrame) -> DataFrame:
    """Areas that are known on both sides, as points: academy across, business up; borderline cases are uncertain.

    Parameters
    ----------
    areas : DataFrame
        `name_sv, industry_score, academic_score, label`.

    Examples
    --------
    >>> table = DataFrame({"name_sv": ["Stål", "Trä"], "industry_score": [0.9, 0.8], "academic_score": [0.4, None],
    ...                    "label": ["näringslivsstyrka", "underlag saknas"]})
    >>> area_points(table)[["label", "x", "y"]].to_numpy().tolist()
    [['Stål', 0.4, 0.9]]
    """
    known = areas.dropna(subset=["industry_score", "academic_score"])
    unsure = known["label"] == BORDERLINE
    return known.assign(
        is_uncertain=unsure, label=known["name_sv"], x=known["academic_score"], y=known["industry_score"]
    )


def area_map(areas: DataFrame, cut: float) -> dict[str, Any]:
    """Arguments of :func:`~nmanalys.views.charts_plane.plot_scatter` for business against academy.

    Parameters
    ----------
    areas : DataFrame
        `name_sv` and `label` (class, or borderline).
    cut : float
        Score from which a side is strong.

    Examples
    --------
    >>> area_map(DataFrame({"name_sv": ["Stål"], "label": ["gemensam styrka"]}), 0.5)["highlight"]
    ['Stål']
    """
    corners = ("top_right", "top_left", "bottom_right", "bottom_left")
    return {
        "x_title": _("Akademins poäng (0–1)"),
        "y_title": _("Näringslivets poäng (0–1)"),
        "x_line": cut,
        "y_line": cut,
        "x_spec": "0.0",
        "y_spec": "0.0",
        "quadrants": dict(
            zip(corners, map(upper_first, map(translated, (JOINT, BUSINESS, ACADEMY, NEITHER))), strict=True)
        ),
        "highlight": list(areas.loc[areas["label"] == JOINT, "name_sv"]),
    }


def describe_areas(areas: DataFrame, place: Region, *, cut: float) -> dict[str, str]:
    """Say which areas are strong on both sides, on one, and which are borderline cases.

    Parameters
    ----------
    areas : DataFrame
        `name_sv, industry_score, academic_score, quadrant, label`.
    place : Region
        The region.
    cut : float
        Score from which a side is strong.

    Returns
    -------
    dict of str
        Texts `finding_areas, reading_areas, areas_tried`.
    """
    tried = {"areas_tried": in_words(len(areas))}
    known = areas.dropna(subset=["joint_score"])
    if known.empty:
        strong = areas[areas["industry_score"] >= cut].sort_values("industry_score", ascending=False)
        text = f"{listing(_lower(strong))}" if len(strong) else _("inget område")
        return tried | {
            "finding_areas": _("Akademins sida saknas för {name}, så gemensamma styrkor kan inte visas").format(
                name=place.name
            ),
            "reading_areas": _(
                "Akademins sida saknas för {name}. På näringslivets sida når i exempeldata {text} minst {cut} poäng."
            ).format(name=place.name, text=text, cut=number(cut, 2).rstrip("0").rstrip(",")),
        }
    joint, doubtful = known[known["label"] == JOINT], known[known["label"] == BORDERLINE]
    parts = [
        f"{text}: {listing(_lower(rows))}."
        for rows, text in (
            (known[known["label"] == BUSINESS], _("Styrka bara i näringslivet")),
            (known[known["label"] == ACADEMY], _("Styrka bara i akademin")),
            (doubtful, _("Gränsfall, där klassen lätt blir en annan")),
            (areas[areas["joint_score"].isna()], _("Kan inte bedömas, för att underlaget är skyddat eller saknas")),
        )
        if len(rows)
    ]
    count = counted(len(joint), _("område"), _("områden"), neuter=True)
    listed = f": {listing(_lower(joint))}" if len(joint) else ""
    return tried | {
        "finding_areas": _(
            "Exempeldata: {total} av {count} når gränsen för både näringsliv och akademi {within}"
        ).format(total=count, count=len(known), within=place.within),
        "reading_areas": _(
            "I exempeldata når {total} gränsen på båda sidor med minst 80\u202f% sannolikhet{listed}. {parts}"
        ).format(total=count, listed=listed, parts=" ".join(parts)),
    }


def _lower(areas: DataFrame) -> list[str]:
    return [lower_first(name) for name in areas["name_sv"]]
