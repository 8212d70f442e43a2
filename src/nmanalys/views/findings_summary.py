"""Sentences of the page that sums a region up: its strength areas, its firmest finding, and what is uncertain."""

from __future__ import annotations

from pandas import DataFrame

from nmanalys.views.findings_agglomeration import NUTS2
from nmanalys.views.text import certainty, counted, lower_first, upper_first, valued
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.regions import Region

__all__ = ["describe_summary"]

FEW = 3
STRENGTH, POTENTIAL = "styrkeområde", "potentiellt styrkeområde"
ENDINGS = {False: ("är styrkeområde", "är potentiellt styrkeområde"),
           True: ("är styrkeområden", "är potentiella styrkeområden")}  # fmt: skip


def describe_summary(
    place: Region,
    *,
    official: DataFrame,
    combined: DataFrame,
    evidence: DataFrame,
    quotients: DataFrame,
    threshold: float,
) -> dict[str, str]:
    """Say what is firmest, which areas are strong and potentially strong, and how much is not known.

    Parameters
    ----------
    place : Region
        The region.
    official : DataFrame
        Result table `official_divisions`, with `label`.
    combined, evidence : DataFrame
        Result tables `combined_strengths` and `evidence_map`.
    quotients : DataFrame
        Result table `location_quotients`, with `label`.
    threshold : float
        Lowest quotient of a leading industry.

    Returns
    -------
    dict of str
        Texts `firmest, strength_areas, uncertain`.

    Examples
    --------
    >>> place = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
    >>> official = DataFrame({"label": ["Stål"], "lq": [5.4], "lower": [5.3], "upper": [5.5], "nuts": "SE31", "year": 2015})
    >>> combined = DataFrame({"name_sv": ["Metall"], "tier": ["styrkeområde"]})
    >>> told = describe_summary(place, official=official, combined=combined, threshold=1.25,
    ...     evidence=DataFrame({"state": ["känd", "saknas"]}),
    ...     quotients=DataFrame({"label": ["Bygg"], "lq": [1.24], "lower": [1.2], "upper": [1.28]}))
    >>> told["strength_areas"]
    'I exempeldata är metall styrkeområde. Inget område är potentiellt styrkeområde.'
    >>> told["uncertain"][:50]
    'Gränsfall för tongivande är bygg. Av beläggskartan'
    """
    code, year = official["nuts"].iloc[0], int(official["year"].iloc[0])
    known = official.dropna(subset=["lq"]).sort_values("lq", ascending=False)
    top = [valued(lower_first(row.label), row.lq, row.lower, row.upper) for row in known.head(FEW).itertuples()]
    where = place.within if place.nuts in (code, f"{code}0") else f"i riksområdet {NUTS2.get(code, code)}"
    named = {tier: [lower_first(name) for name in rows["name_sv"]] for tier, rows in combined.groupby("tier")}
    sure, potential = named.get(STRENGTH, []), named.get(POTENTIAL, [])
    first = listing(sure, empty="inget område")
    second = upper_first(listing(potential, empty="inget område"))
    doubtful = [
        lower_first(row.label)
        for row in quotients.itertuples()
        if certainty(row.lower, row.upper, threshold) == "ett gränsfall"
    ]
    filled, cells = int((evidence["state"] == "känd").sum()), len(evidence)
    empty = counted(cells - filled, "ruta", "rutor")
    border = (
        f"Gränsfall för tongivande är {listing(doubtful)}. " if doubtful else "Ingen branschgrupp är ett gränsfall. "
    )
    return {
        "firmest": f"{upper_first(where)} har {listing(top)} högst kvot bland finare branscher i officiell statistik, {year}.",
        "strength_areas": f"I exempeldata är {first} {ENDINGS[len(sure) > 1][0].removeprefix('är ')}. "
        f"{second} {ENDINGS[len(potential) > 1][1]}.",
        "uncertain": f"{border}Av beläggskartans {cells} rutor är {empty} tomma: uppgiften publiceras inte, är skyddad, "
        "passar inte eller har inte bedömts av någon.",
    }
