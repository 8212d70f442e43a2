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
from nmanalys.vocabulary.translation import _

__all__ = ["describe_cluster_answers", "describe_survey"]

GAP_EXAMPLE = _(
    "Vi har inte hittat svaren på projektets enkät, bara en slutsats i ord. Svaren i exemplet är "
    "påhittade och gäller påhittade kluster. Sidan räknas om när regionen läser in svaren på en "
    "egen enkät."
)
GAP_OWN = _(
    "Enkäten är inte projektets: svaren på den har vi inte hittat, bara en slutsats i ord. Om "
    "frågorna har ställts med andra ord än i diagrammet vet vi inte."
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
        none = _("Ingen företagsenkät om kluster {within} finns i våra data.").format(within=place.within)
        return {
            "survey_status": none,
            "finding_survey": _("Svar om varje motpart {within}").format(within=place.within),
            "finding_top": _("Andel höga svar om varje motpart {within}").format(within=place.within),
            "finding_diverging": _("Svar om varje motpart {within}, de höga åt höger").format(within=place.within),
            "finding_response": _("Svarsfrekvens {within}").format(within=place.within),
            "reading_scale": "",
            "reading_survey": _("Figurerna och tabellerna fylls när regionen läser in svaren på en egen enkät."),
            "reading_response": "",
            "missing_survey": none,
            "cluster_word": _("Kluster"),
            "gap_survey": none,
        }
    start = (
        _("Svaren om kluster {within} är påhittade. I exemplet svarade").format(within=place.within)
        if is_example
        else (_("I den egna enkäten till företag i kluster {within} svarade").format(within=place.within))
    )
    example = _(" i exemplet") if is_example else ""
    high, low, whole = known.iloc[0], known.iloc[-1], response[response["group"] == "Alla"].iloc[0]
    return {
        "survey_status": _(
            "{start} {answered} av {firms} företag, och ”{plain}” fick flest höga svar: {share}."
        ).format(
            start=start,
            answered=number(whole["answered"]),
            firms=number(whole["firms"]),
            plain=_plain(high),
            share=_share(high),
        ),
        "finding_survey": _("{word} {within}: ”{plain}” får flest höga svar, ”{plain_2}” minst").format(
            word=_("Påhittade svar") if is_example else _("Företag i kluster"),
            within=place.within,
            plain=_plain(high),
            plain_2=_plain(low),
        ),
        "finding_diverging": _("Samma svar{example} med de höga åt höger och de låga åt vänster").format(
            example=example
        ),
        "finding_top": _("Andel höga svar{example}: från {share} till {share_2}").format(
            example=example, share=_share(low), share_2=_share(high)
        ),
        "finding_response": _("{response_rate} av företagen{example} svarade").format(
            response_rate=percent(whole["response_rate"], 0), example=example
        ),
        "reading_scale": _("Talen är hela procent som summerar till 100."),
        "reading_survey": _(
            "Störst andel höga svar får ”{plain}”, {share}. Lägst andel får ”{plain_2}”, {share_2}. "
            "Intervallen visar hur mycket andelarna kan bero på vilka som råkade svara. {apart}"
        ).format(plain=_plain(high), share=_share(high), plain_2=_plain(low), share_2=_share(low), apart=_apart(known)),
        "reading_response": _response(sizes, whole, start=_("I exemplet") if is_example else _("I enkäten")),
        "missing_survey": "",
        "cluster_word": _("Exempelkluster") if is_example else _("Klusterorganisation"),
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
    rule = _(
        "Andelar visas bara där minst {share_n} har svarat. Där färre, men minst {min_n}, har svarat "
        "visas antal. Annars visas ingenting."
    ).format(share_n=in_words(max(share_n, min_n)), min_n=in_words(min_n))
    if rows.empty:
        none = _("Andel höga svar i varje kluster {within}").format(within=place.within)
        return {"rule_clusters": rule, "finding_clusters": none, "reading_clusters": ""}
    labels = rows.set_index("cluster_id")["label"]
    hidden = summary[summary["is_suppressed"]].groupby("cluster_id")["n"].min()
    few = [labels[cluster] for cluster in hidden[hidden < min_n].index]
    others = [labels[cluster] for cluster in hidden[hidden >= min_n].index]
    parts = []
    if few:
        parts.append(
            _("Färre än {min_n} svarade i {few}, som därför inte visas.").format(
                min_n=in_words(min_n), few=listing(few)
            )
        )
    if others:
        parts.append(
            _("{others} döljs i de frågor där ett annat klusters svar annars kunde räknas ut.").format(
                others=listing(others)
            )
        )
    if not parts:
        parts.append(_("Alla kluster har tillräckligt många svar för att visas."))
    which = counted(len(rows), _("påhittat exempelkluster"), _("påhittade exempelkluster"), neuter=True)
    which = which if is_example else counted(len(rows), _("kluster"), _("kluster"), neuter=True)
    return {
        "rule_clusters": rule,
        "finding_clusters": _("Andel höga svar i {which} {within}").format(which=which, within=place.within),
        "reading_clusters": " ".join(parts),
    }


def _plain(row: pd.Series) -> str:
    return str(row["label_sv"])


def _share(row: pd.Series) -> str:
    return with_interval(row["share"], row["lower"], row["upper"], "%")


def _apart(known: DataFrame) -> str:
    if len(known) < 2:
        return ""
    if known["lower"].iloc[0] > known["upper"].iloc[-1]:
        return _("Intervallen för den högsta och den lägsta andelen överlappar inte.")
    return _("Intervallen överlappar, så ordningen mellan motparterna är osäker.")


def _response(sizes: DataFrame, whole: pd.Series, *, start: str) -> str:
    groups = sizes[sizes["group"] != "Alla"].sort_values("response_rate")
    if groups.empty:
        return ""
    low, high = groups.iloc[0], groups.iloc[-1]
    shares = _(
        ": {response_rate} av dem med {size} anställda och {high_response_rate} av dem med {size_2} anställda"
    ).format(
        response_rate=percent(low["response_rate"], 0),
        size=_size(low),
        high_response_rate=percent(high["response_rate"], 0),
        size_2=_size(high),
    )
    return _(
        "{start} svarade {response_rate} av företagen{shares}. Ett företag som är med i två kluster "
        "räknas en gång i varje."
    ).format(start=start, response_rate=percent(whole["response_rate"], 0), shares=shares if len(groups) > 1 else "")


def _size(group: pd.Series) -> str:
    return str(group["group"]).replace("+", " eller fler")
