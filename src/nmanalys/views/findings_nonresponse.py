"""Sentences on the firms that did not answer the survey, and how much that could matter."""

from __future__ import annotations

from math import ceil

import pandas as pd

from nmanalys.views.text import counted
from nmanalys.vocabulary.language import number
from nmanalys.vocabulary.translation import _

__all__ = ["describe_representativity", "describe_weights"]


def describe_representativity(indicator: pd.Series) -> dict[str, str]:
    """Say how evenly the firms answered, and how far that could move a share at most.

    Parameters
    ----------
    indicator : Series
        Result of :func:`~nmanalys.measures.representativity.r_indicator`.

    Examples
    --------
    >>> describe_representativity(pd.Series({"r": 0.934, "r_adjusted": 0.97, "most_bias": 0.061}))[
    ...     "reading_representativity"][:58]
    'R-indikatorn är 0,93, eller 0,97 när slumpen räknas bort. '
    """
    if not indicator["r"] >= 0 or pd.isna(indicator["most_bias"]):
        return {"reading_representativity": ""}
    # a share's standard deviation is at most a half
    points = max(1, ceil(round(50 * indicator["most_bias"], 6)))
    return {
        "reading_representativity": _(
            "R-indikatorn är {r}, eller {r_adjusted} när slumpen räknas bort. 1 betyder att alla kluster "
            "och storlekar svarade lika ofta. Skillnader i svarsfrekvens mellan dem kan förskjuta en "
            "andel med högst {points}. Om de som inte svarade tycker annorlunda inom samma kluster och "
            "storlek syns det inte här."
        ).format(
            r=number(indicator["r"], 2),
            r_adjusted=number(indicator["r_adjusted"], 2),
            points=counted(points, _("procentenhet"), _("procentenheter")),
        )
    }


def describe_weights(shift: pd.Series) -> dict[str, str]:
    """Say how much weighting for non-response moves the shares, in whole percentage points and only for all items.

    Parameters
    ----------
    shift : Series, by item
        Result of :func:`~nmanalys.measures.survey_report.nonresponse_shift`.

    Examples
    --------
    >>> describe_weights(pd.Series({1: 0.004, 2: -0.012}))["reading_weights"][:62]
    'I de kluster som visas ändras ingen andel med mer än två proce'
    """
    if shift.empty:
        return {"reading_weights": ""}
    points = max(1, ceil(round(shift.abs().max() * 100, 6)))
    return {
        "reading_weights": _(
            "I de kluster som visas ändras ingen andel med mer än {points} om de som svarade får stå för "
            "de företag i samma kluster och storlek som inte svarade. Det säger inget om företag som "
            "skiljer sig på andra sätt."
        ).format(points=counted(points, _("procentenhet"), _("procentenheter")))
    }
