"""Sentences about the clusters' phases.

A named organisation appears with what is published about it and nothing else: its phase is *ej bedömd* until its
region has assessed it. Until then, phases and horizontal criteria belong to invented clusters, and every sentence says
so.
"""

from __future__ import annotations

from pandas import DataFrame, Series

from nmanalys.views.formats import with_interval
from nmanalys.views.rows_clusters import phase_name, phase_rows
from nmanalys.views.text import counted, in_words, lower_first, out_of, upper_first
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["describe_phases"]

GAP_EXAMPLES = _(
    "Bedömningar av verkliga organisationer saknas helt. Exempelklustren är påhittade och står "
    "inte för någon verklig organisation. Sidan räknas om när regionen läser in egna bedömningar "
    "i tabellerna cluster_scores och horizontal_conditions."
)
GAP_OWN = _("Bedömningarna är gjorda av dem som källan anger. Vi har inte granskat underlaget.")


def describe_phases(assessed: DataFrame, agreement: Series, place: Region, *, confidence: float) -> dict[str, str]:
    """Say how far the clusters have come and how much the answer depends on the rule.

    Parameters
    ----------
    assessed : DataFrame
        Result of :func:`~nmanalys.measures.cluster_mapping.assess_clusters`.
    agreement : Series
        Result of :func:`~nmanalys.measures.cluster_mapping.agreement_of_raters`.
    place : Region
        The region.
    confidence : float
        Share of the draws in the plausible range, 0-1.
    """
    count = len(assessed)
    if count == 0:
        none = _("Inga bedömningar av kluster {within} finns i våra data.").format(within=place.within)
        return {
            "finding_phases": _("Utvecklingsfas för kluster {within} enligt tre regler").format(within=place.within),
            "finding_phase_table": _("Utvecklingsfas och svagaste länk för kluster {within}").format(
                within=place.within
            ),
            "reading_phases": "",
            "reading_raters": _(
                "Figuren och tabellen fylls när regionen läser in egna bedömningar i tabellen cluster_scores."
            ),
            "missing_phases": none,
            "cluster_word": _("Klusterorganisation"),
            "gap_assessments": _("Ingen har bedömt klusterorganisationer {within} i våra data.").format(
                within=place.within
            ),
        }
    rows = phase_rows(assessed)
    agreed = int(rows["is_agreed"].fillna(False).sum())
    one_sided = rows[~rows["is_agreed"].fillna(False).astype(bool)]
    example = ""
    if len(one_sided):
        first = one_sided.iloc[0]
        example = _(" Där de skiljer sig åt anger vi ett spann: {named} får svaret {answer_text}.").format(
            named=_named(first), answer_text=first["answer_text"]
        )
    is_example = bool(rows["is_example"].any())
    many = _("påhittade exempelkluster") if is_example else _("bedömda kluster")
    clusters = counted(count, _("exempelkluster") if is_example else _("kluster"), many.split()[-1], neuter=True)
    judged = _("påhittade bedömningar") if is_example else _("bedömning")
    return {
        "finding_phases": _agreement(agreed, count, f"{many} {place.within}"),
        "finding_phase_table": _("Utvecklingsfas för {clusters} {within}, {judged} {wave}").format(
            clusters=clusters, within=place.within, judged=judged, wave=int(rows["wave"].iloc[0])
        ),
        "reading_phases": f"{_distribution(rows)} {_agreement(agreed, count, _('kluster'))}.{example} "
        f"{_weakest(rows)} {_doubtful(rows, confidence)}",
        "reading_raters": _raters(agreement, rows),
        "missing_phases": "",
        "cluster_word": _("Exempelkluster") if is_example else _("Klusterorganisation"),
        "gap_assessments": GAP_EXAMPLES if is_example else GAP_OWN,
    }


def _named(row: Series) -> str:
    return _("Exempelkluster {label}").format(label=row["label"]) if row["is_example"] else str(row["label"])


def _distribution(rows: DataFrame) -> str:
    counts = rows["gate"].dropna().astype(int).value_counts().sort_index(ascending=False)
    told = [
        _("{fas} åt {total}").format(fas=_fas(phase), total=in_words(count, neuter=True))
        for phase, count in counts.items()
        if phase
    ]
    below, undecided = int(counts.get(0, 0)), int(rows["gate"].isna().sum())
    parts = [_("Grindregeln ger {told}.").format(told=listing(told)) if told else ""]
    if below:
        parts.append(
            _("{below} når inte fas 1.").format(
                below=upper_first(counted(below, _("kluster"), _("kluster"), neuter=True))
            )
        )
    if undecided:
        parts.append(
            _("För {undecided} avgör betyg som saknas.").format(
                undecided=counted(undecided, _("kluster"), _("kluster"), neuter=True)
            )
        )
    return " ".join(filter(None, parts))


def _fas(phase: int) -> str:
    return _("fas {phase} ({phase_name})").format(phase=phase, phase_name=phase_name(phase)[2:].lower())


def _weakest(rows: DataFrame) -> str:
    counts = rows["weakest_dimension"].dropna().value_counts()
    common = [lower_first(str(name)) for name in counts[counts == counts.max()].index]
    if not common:
        return ""
    if len(common) > 1:
        return _("Den svagaste länken skiljer sig mellan klustren: {sorted}.").format(sorted=listing(sorted(common)))
    often = "" if counts.max() == len(rows) else _("oftast ")
    return _("Svagaste länken är {often}{common}, i {of} kluster.").format(
        often=often, common=common[0], of=out_of(int(counts.max()), len(rows))
    )


def _doubtful(rows: DataFrame, confidence: float) -> str:
    firm = int((rows["lower"] == rows["upper"]).sum())
    share = percent(confidence, 0)
    start = _("När betygen flyttas slumpvis ett steg upp eller ned rymmer {share} av utfallen").format(share=share)
    if firm == len(rows):
        return _("{start} bara en fas för varje kluster.").format(start=start)
    if firm == 0:
        return _("{start} mer än en fas för alla kluster.").format(start=start)
    return _("{start} bara en fas för {firm} av klustren och flera för de andra.").format(
        start=start, firm=in_words(firm, neuter=True)
    )


def _raters(agreement: Series, rows: DataFrame) -> str:
    missing, ratings = int(rows["missing_ratings"].sum()), int(rows["ratings"].sum())
    told = int(rows["ratings_with_evidence"].sum())
    gaps = _("Betyg saknas i {missing} av {ratings} fall. Det som saknas räknas inte som noll. ").format(
        missing=number(missing), ratings=number(ratings)
    )
    gaps += _("Underlag är angivet för {told} av de {ratings} betyg som är satta. ").format(
        told=number(told), ratings=number(ratings - missing)
    )
    gaps += _("En lägre fas än förra gången kan vara en nedgång, men också en förnyelse. Det är en fråga att ställa.")
    if not agreement["n"]:
        return _(
            "Inget kriterium är bedömt av två personer, så det går inte att se hur lika två skulle bedöma. {gaps}"
        ).format(gaps=gaps)
    alpha = with_interval(agreement["alpha"], agreement["lower"], agreement["upper"], "0.00")
    chance = _(" Krippendorffs alfa, som drar ifrån det slumpen skulle ge, är {alpha}, där 1 är full enighet.").format(
        alpha=alpha
    )
    return _(
        "De {raters} bedömarna satte samma betyg i {whole} av fallen och skilde sig högst ett steg i "
        "{agreement_within_one}.{chance} {gaps}"
    ).format(
        raters=in_words(int(agreement["raters"])),
        whole=_whole(agreement["exact"]),
        agreement_within_one=_whole(agreement["within_one"]),
        chance=chance if agreement["alpha"] == agreement["alpha"] else "",
        gaps=gaps,
    )


def _agreement(agreed: int, count: int, what: str) -> str:
    if agreed == 0 and count > 1:
        return _("De tre reglerna ger olika svar för alla {total} {what}").format(total=in_words(count), what=what)
    return _("De tre reglerna är eniga om {of} {what}").format(of=out_of(agreed, count), what=what)


def _whole(share: float) -> str:
    """Write whole per cent, but never 0 or 100 for what is not quite none or all."""
    return percent(share, 0 if share in (0, 1) or 0.005 <= share < 0.995 else 1)
