"""Sentences of the firms' survey.

What the firms say is what they say: no sentence turns it into an effect, and none speaks of firms that did not answer.
"""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame

from nmanalys.views.formats import with_interval
from nmanalys.views.text import counted, in_words
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region

__all__ = [
    "describe_cluster_answers",
    "describe_earlier",
    "describe_report",
    "describe_survey",
]

GAP_EXAMPLE = (
    "Vi har inte hittat svaren på projektets enkät, bara en slutsats i ord. Svaren i exemplet är påhittade och gäller "
    "påhittade kluster. Sidan räknas om när regionen läser in svaren på en egen enkät."
)
GAP_OWN = (
    "Enkäten är inte projektets: svaren på den har vi inte hittat, bara en slutsats i ord. Om frågorna har ställts med "
    "andra ord än i diagrammet vet vi inte."
)


def describe_survey(
    summary: DataFrame, response: DataFrame, sizes: DataFrame, place: Region, *, is_example: bool
) -> dict[str, str]:
    """Say what the firms answered, how many they were, and who they were.

    Parameters
    ----------
    summary : DataFrame
        Result of :func:`item_rows`.
    response, sizes : DataFrame
        Results of :func:`~nmanalys.measures.survey_report.response_summary` by cluster and by size class.
    place : Region
        The region.
    is_example : bool
        Whether the clusters and answers are invented.
    """
    known = summary.dropna(subset=["share"]).sort_values("share", ascending=False)
    if known.empty:
        none = f"Ingen företagsenkät om kluster {place.within} finns i våra data."
        return {
            "survey_status": none,
            "finding_survey": f"Svar om varje motpart {place.within}",
            "finding_top": f"Andel höga svar om varje motpart {place.within}",
            "finding_diverging": f"Svar om varje motpart {place.within}, de höga åt höger",
            "finding_response": f"Svarsfrekvens {place.within}",
            "reading_scale": "",
            "reading_survey": "Figurerna och tabellerna fylls när regionen läser in svaren på en egen enkät.",
            "reading_response": "",
            "missing_survey": none,
            "cluster_word": "Kluster",
            "gap_survey": none,
        }
    start = (
        f"Svaren om kluster {place.within} är påhittade. I exemplet svarade"
        if is_example
        else (f"I den egna enkäten till företag i kluster {place.within} svarade")
    )
    example = " i exemplet" if is_example else ""
    high, low, whole = known.iloc[0], known.iloc[-1], response[response["group"] == "Alla"].iloc[0]
    return {
        "survey_status": f"{start} {number(whole['answered'])} av {number(whole['firms'])} företag, och "
        f"”{_plain(high)}” fick flest höga svar: {_share(high)}.",
        "finding_survey": f"{'Påhittade svar' if is_example else 'Företag i kluster'} {place.within}: "
        f"”{_plain(high)}” får flest höga svar, ”{_plain(low)}” minst",
        "finding_diverging": f"Samma svar{example} med de höga åt höger och de låga åt vänster",
        "finding_top": f"Andel höga svar{example}: från {_share(low)} till {_share(high)}",
        "finding_response": f"{percent(whole['response_rate'], 0)} av företagen{example} svarade",
        "reading_scale": "Talen är hela procent som summerar till 100.",
        "reading_survey": f"Störst andel höga svar får ”{_plain(high)}”, {_share(high)}. Lägst andel får "
        f"”{_plain(low)}”, {_share(low)}. Intervallen visar hur mycket andelarna kan bero på vilka som råkade svara. "
        f"{_apart(known)}",
        "reading_response": _response(sizes, whole, start=f"I {'exemplet' if is_example else 'enkäten'}"),
        "missing_survey": "",
        "cluster_word": "Exempelkluster" if is_example else "Klusterorganisation",
        "gap_survey": GAP_EXAMPLE if is_example else GAP_OWN,
    }


def describe_cluster_answers(
    rows: DataFrame, summary: DataFrame, place: Region, *, min_n: int, share_n: int = 10, is_example: bool
) -> dict[str, str]:
    """Say which clusters' answers are hidden and why.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`cluster_answer_rows`.
    summary : DataFrame
        Result of :func:`~nmanalys.measures.survey_report.cluster_summary`.
    place : Region
        The region.
    min_n, share_n : int
        Fewest answers for anything to be shown, and for a share.
    is_example : bool
        Whether the clusters are invented.
    """
    rule = (
        f"Andelar visas bara där minst {in_words(max(share_n, min_n))} har svarat. Där färre, men minst "
        f"{in_words(min_n)}, har svarat visas antal. Annars visas ingenting."
    )
    if rows.empty:
        none = f"Andel höga svar i varje kluster {place.within}"
        return {"rule_clusters": rule, "finding_clusters": none, "reading_clusters": ""}
    labels = rows.set_index("cluster_id")["label"]
    hidden = summary[summary["is_suppressed"]].groupby("cluster_id")["n"].min()
    few = [labels[cluster] for cluster in hidden[hidden < min_n].index]
    others = [labels[cluster] for cluster in hidden[hidden >= min_n].index]
    parts = []
    if few:
        parts.append(f"Färre än {in_words(min_n)} svarade i {listing(few)}, som därför inte visas.")
    if others:
        parts.append(f"{listing(others)} döljs i de frågor där ett annat klusters svar annars kunde räknas ut.")
    if not parts:
        parts.append("Alla kluster har tillräckligt många svar för att visas.")
    which = counted(len(rows), "påhittat exempelkluster", "påhittade exempelkluster", neuter=True)
    which = which if is_example else counted(len(rows), "kluster", "kluster", neuter=True)
    return {
        "rule_clusters": rule,
        "finding_clusters": f"Andel höga svar i {which} {place.within}",
        "reading_clusters": " ".join(parts),
    }


def describe_report(figures: DataFrame) -> dict[str, str]:
    """Say what is published of the project's own study of clusters and their firms.

    Parameters
    ----------
    figures : DataFrame
        The table `published_figures`.
    """
    rows = figures[figures["indicator"].str.startswith("klustermodell:")]
    if rows.empty:
        return {"reading_report": "Något resultat av projektets egen enkät har vi inte hittat."}
    first = rows.iloc[0]
    return {
        "reading_report": f"Om projektets egen enkät ({first['geography']}, {first['period']}) har {first['source_title']} "
        "publicerat en slutsats men inga tal: företagen uppfattar störst mervärde i att knyta kontakter med andra företag."
    }


def describe_earlier(earlier: DataFrame, place: Region) -> dict[str, str]:
    """Say what an earlier survey found, for whom, and that it is not about this region's firms today.

    Parameters
    ----------
    earlier : DataFrame
        Result of :func:`earlier_rows`.
    place : Region
        The region.
    """
    known = earlier.dropna(subset=["lower"]).sort_values("share", ascending=False)
    if known.empty:
        none = "Inga tidigare enkäter finns i våra data"
        return {
            "earlier_status": f"{none}.",
            "earlier_geography": "",
            "earlier_source": "uppgift saknas",
            "earlier_quantity": "Andel (procent)",
            "finding_earlier": none,
            "reading_earlier": f"{none}.",
            "reading_slim": "",
        }
    first = known.iloc[0]
    where = f"{first['geography']} {first['period']}"
    about = "" if first["geography"] == place.name else f" Den gäller {first['geography']}, inte {place.name}."
    if place.members:
        about = f" Den gäller {first['geography']}, ett av länen i {place.name}."
    listed = [f"{percent(row.share, 0)} att {_clause(row.indicator)}" for row in known.itertuples()]
    rest = earlier[earlier["lower"].isna()]
    return {
        "earlier_status": f"En verklig enkät finns från {where}, då {number(first['n'])} av "
        f"{number(first['population'])} företag svarade.{about}",
        "earlier_geography": str(first["geography"]),
        "earlier_source": str(first["source_title"]),
        "earlier_quantity": f"Andel av de svarande företagen i {where} (procent)",
        "finding_earlier": f"{where}: {with_interval(first['share'], first['lower'], first['upper'], '%')} av de "
        f"svarande företagen uppgav att {_clause(first['indicator'])}",
        "reading_earlier": f"I enkäten från {where} svarade {number(first['n'])} av {number(first['population'])} "
        f"företag, alltså {percent(first['n'] / first['population'], 0)}. Av dem uppgav {listing(listed)}.{about}",
        "reading_slim": _without_base(rest),
    }


def _plain(row: pd.Series) -> str:
    return str(row["label_sv"])


def _share(row: pd.Series) -> str:
    return with_interval(row["share"], row["lower"], row["upper"], "%")


def _apart(known: DataFrame) -> str:
    if len(known) < 2:
        return ""
    if known["lower"].iloc[0] > known["upper"].iloc[-1]:
        return "Intervallen för den högsta och den lägsta andelen överlappar inte."
    return "Intervallen överlappar, så ordningen mellan motparterna är osäker."


def _response(sizes: DataFrame, whole: pd.Series, *, start: str) -> str:
    groups = sizes[sizes["group"] != "Alla"].sort_values("response_rate")
    if groups.empty:
        return ""
    low, high = groups.iloc[0], groups.iloc[-1]
    shares = (
        f": {percent(low['response_rate'], 0)} av dem med {_size(low)} anställda och "
        f"{percent(high['response_rate'], 0)} av dem med {_size(high)} anställda"
    )
    return (
        f"{start} svarade {percent(whole['response_rate'], 0)} av företagen{shares if len(groups) > 1 else ''}. "
        "Ett företag som är med i två kluster räknas en gång i varje."
    )


def _size(group: pd.Series) -> str:
    return str(group["group"]).replace("+", " eller fler")


def _clause(indicator: str) -> str:
    """Put an adverbial before the verb, as Swedish wants it after *att*."""
    return indicator.replace(" har i någon mån ", " i någon mån har ")


def _without_base(rest: DataFrame) -> str:
    if rest.empty:
        return ""
    first = rest.iloc[0]
    told = [
        f"{row.indicator}: {'cirka ' if row.is_approximate else ''}{percent(row.share, 0)}" for row in rest.itertuples()
    ]
    return (
        f"Från {first['geography']}, {first['period']}, finns dessutom uppgifter utan antal svar: {'; '.join(told)}. "
        "Där går det inte att räkna ut något intervall."
    )
