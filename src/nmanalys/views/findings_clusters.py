"""Sentences of the cluster mapping.

A named organisation appears with what is published about it and nothing else: its phase is *ej bedömd* until its
region has assessed it. Until then, phases and horizontal criteria belong to invented clusters, and every sentence says
so.
"""

from __future__ import annotations

from pandas import DataFrame, Series

from nmanalys.views.formats import with_interval
from nmanalys.views.rows_clusters import CRITERIA, phase_name, phase_rows
from nmanalys.views.text import counted, in_words, lower_first, upper_first
from nmanalys.vocabulary.language import listing, number, percent
from nmanalys.vocabulary.regions import Region

__all__ = ["describe_horizontal", "describe_organisations", "describe_phases"]

GAP_EXAMPLES = (
    "Bedömningar av verkliga organisationer saknas helt. Exempelklustren är påhittade och står inte för någon verklig "
    "organisation. Sidan räknas om när regionen läser in egna bedömningar i tabellerna cluster_scores och "
    "horizontal_conditions."
)
GAP_OWN = "Bedömningarna är gjorda av dem som källan anger. Vi har inte granskat underlaget."


def describe_organisations(rows: DataFrame, examples: DataFrame, place: Region, industries: str) -> dict[str, str]:
    """Say which organisations are known, what is known about them, and how little that is.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`organisation_rows`.
    examples : DataFrame
        The region's clusters that are assessed, with `is_example`.
    place : Region
        The region.
    industries : str
        The industries in which clusters could be looked for.
    """
    count = len(rows)
    if count == 0:
        none = f"Inga klusterorganisationer {place.within} finns i våra data."
        return {
            "lead": f"{none} Sidan visar i stället var kluster kan sökas: i branscher som är större {place.within} än "
            f"i riket, som {industries}. Den säger också vad som behövs för en kartläggning.",
            "finding_organisations": f"Klusterorganisationer {place.within}",
            "finding_map": f"Karta över klusterorganisationer {place.within}",
            "reading_map": "",
            "reading_organisations": f"Om det finns klusterorganisationer {place.within} vet vi inte. Kartan och tabellen "
            "fylls när regionen för in dem med namn, ort, startår, medlemmar och källa i tabellen clusters.",
            "missing_organisations": none,
        }
    placed, started, sized = (int(rows[name].notna().sum()) for name in ("municipality", "start_year", "member_firms"))
    known = f"{_of(started, count, 'ingen')} och antalet medlemmar för {in_words(sized) if sized else 'ingen'}"
    caution = "Medlemstalen gäller olika år och räknas på olika sätt, så de går inte att jämföra." if sized > 1 else ""
    many = f"{counted(count, 'klusterorganisation', 'klusterorganisationer')} {place.within}"
    return {
        "lead": f"Vi känner till {many}. Startåret är känt för {known}. {_assessed(rows, examples)}",
        "finding_organisations": f"{upper_first(many)}: det som är publicerat om dem",
        "finding_map": f"{upper_first(_of(placed, count, 'ingen'))} klusterorganisationer {place.within} går "
        "att placera på kartan",
        "reading_map": _places(rows),
        "reading_organisations": f"Startåret är känt för {known}. {_oldest(rows)} {caution} {_without_phase(rows)}",
        "missing_organisations": "",
    }


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
        none = f"Inga bedömningar av kluster {place.within} finns i våra data."
        return {
            "finding_phases": f"Utvecklingsfas för kluster {place.within} enligt tre regler",
            "finding_phase_table": f"Utvecklingsfas och svagaste länk för kluster {place.within}",
            "reading_phases": "",
            "reading_raters": "Figuren och tabellen fylls när regionen läser in egna bedömningar i tabellen "
            "cluster_scores.",
            "missing_phases": none,
            "cluster_word": "Klusterorganisation",
            "gap_assessments": f"Ingen har bedömt klusterorganisationer {place.within} i våra data.",
        }
    rows = phase_rows(assessed)
    agreed = int(rows["is_agreed"].fillna(False).sum())
    one_sided = rows[~rows["is_agreed"].fillna(False).astype(bool)]
    example = ""
    if len(one_sided):
        first = one_sided.iloc[0]
        example = f" Där de skiljer sig åt anger vi ett spann: {_named(first)} får svaret {first['answer_text']}."
    is_example = bool(rows["is_example"].any())
    many = "påhittade exempelkluster" if is_example else "bedömda kluster"
    clusters = counted(count, "exempelkluster" if is_example else "kluster", many.split()[-1], neuter=True)
    judged = "påhittade bedömningar" if is_example else "bedömning"
    return {
        "finding_phases": _agreement(agreed, count, f"{many} {place.within}"),
        "finding_phase_table": f"Utvecklingsfas för {clusters} {place.within}, {judged} {int(rows['wave'].iloc[0])}",
        "reading_phases": f"{_distribution(rows)} {_agreement(agreed, count, 'kluster')}.{example} "
        f"{_weakest(rows)} {_doubtful(rows, confidence)}",
        "reading_raters": _raters(agreement, rows),
        "missing_phases": "",
        "cluster_word": "Exempelkluster" if is_example else "Klusterorganisation",
        "gap_assessments": GAP_EXAMPLES if is_example else GAP_OWN,
    }


def describe_horizontal(table: DataFrame, place: Region) -> dict[str, str]:
    """Say how the clusters use the horizontal criteria, each criterion by itself.

    Parameters
    ----------
    table : DataFrame
        Result of :func:`~nmanalys.measures.cluster_mapping.horizontal_table`.
    place : Region
        The region.
    """
    count = len(table)
    if count == 0:
        none = f"Inga bedömningar av horisontella kriterier {place.within} finns i våra data."
        remedy = "Tabellen fylls när regionen läser in egna bedömningar i tabellen horizontal_conditions."
        finding = f"Horisontella kriterier i kluster {place.within}"
        return {"finding_horizontal": finding, "reading_horizontal": remedy, "missing_horizontal": none}
    counts = [int((table[key] == "aktivt").sum()) for key in CRITERIA]
    first, *others = zip(CRITERIA.values(), counts, strict=True)
    more = [f"{name} i {in_words(active, neuter=True) if active else 'inget'}" for name, active in others]
    cells = table[list(CRITERIA)]
    unclear = int((cells == "delvis (oklar: 1 villkor)").to_numpy().sum())
    unknown = int((cells == "underlag saknas").to_numpy().sum())
    is_example = bool(table["is_example"].any())
    what = "exempelkluster" if is_example else "kluster"
    which = (
        f"{counted(count, 'påhittat', 'påhittade', neuter=True) if is_example else in_words(count, neuter=True)} {what}"
    )
    return {
        "finding_horizontal": f"Horisontella kriterier i {which} {place.within}",
        "reading_horizontal": f"{upper_first(first[0])} används aktivt i {_of(first[1], count)} {what}, "
        f"{listing(more)}. Exakt ett villkor är uppfyllt i {counted(unclear, 'fall', 'fall', neuter=True)}, och underlag "
        f"saknas i {counted(unknown, 'fall', 'fall', neuter=True)}.",
        "missing_horizontal": "",
    }


def _places(rows: DataFrame) -> str:
    """Say which towns are unknown and which are our own conclusions."""
    unknown, inferred = rows[rows["municipality"].isna()]["name"], rows[rows["is_inferred"]]["name"]
    parts = []
    if len(unknown):
        parts.append(f"Orten är okänd för {listing(unknown)}, som bara står i tabellen.")
    if len(inferred):
        town = "orten" if len(inferred) == 1 else "orterna"
        parts.append(
            f"Frågetecknet efter {listing(inferred)} betyder att {town} är vår slutsats; källan anger ingen ort."
        )
    return " ".join(parts)


def _oldest(rows: DataFrame) -> str:
    known = rows.dropna(subset=["start_year"])
    if known.empty:
        return ""
    first = int(known["start_year"].min())
    return f"Tidigast startade {listing(known.loc[known['start_year'] == first, 'name'])}, {first}."


def _assessed(rows: DataFrame, examples: DataFrame) -> str:
    """Say how many organisations are assessed, or on what an assessment is shown instead."""
    own = int(rows["is_assessed"].sum())
    if own:
        none = "Resten är ej bedömda." if own < len(rows) else ""
        judged = "bedömd" if own == 1 else "bedömda"
        return f"{upper_first(_of(own, len(rows), 'ingen'))} är {judged} i en egen kartläggning. {none}".strip()
    if examples.empty:
        return "Ingen av dem är bedömd här."
    shown = counted(len(examples), "påhittat exempelkluster", "påhittade exempelkluster", neuter=True)
    return (
        f"Ingen av dem är bedömd här. Hur en bedömning går till visar vi på {shown}, som inte motsvarar någon verklig "
        "organisation."
    )


def _without_phase(rows: DataFrame) -> str:
    without = rows.loc[~rows["is_assessed"], "name"]
    if len(without) == len(rows):
        return "Utvecklingsfasen är ej bedömd för någon av dem."
    return f"Utvecklingsfasen är ej bedömd för {listing(without)}." if len(without) else ""


def _named(row: Series) -> str:
    return f"Exempelkluster {row['label']}" if row["is_example"] else str(row["label"])


def _distribution(rows: DataFrame) -> str:
    counts = rows["gate"].dropna().astype(int).value_counts().sort_index(ascending=False)
    told = [f"{_fas(phase)} åt {in_words(count, neuter=True)}" for phase, count in counts.items() if phase]
    below, undecided = int(counts.get(0, 0)), int(rows["gate"].isna().sum())
    parts = [f"Grindregeln ger {listing(told)}." if told else ""]
    if below:
        parts.append(f"{upper_first(counted(below, 'kluster', 'kluster', neuter=True))} når inte fas 1.")
    if undecided:
        parts.append(f"För {counted(undecided, 'kluster', 'kluster', neuter=True)} avgör betyg som saknas.")
    return " ".join(filter(None, parts))


def _fas(phase: int) -> str:
    return f"fas {phase} ({phase_name(phase)[2:].lower()})"


def _weakest(rows: DataFrame) -> str:
    counts = rows["weakest_dimension"].dropna().value_counts()
    common = [lower_first(str(name)) for name in counts[counts == counts.max()].index]
    if not common:
        return ""
    if len(common) > 1:
        return f"Den svagaste länken skiljer sig mellan klustren: {listing(sorted(common))}."
    often = "" if counts.max() == len(rows) else "oftast "
    return f"Svagaste länken är {often}{common[0]}, i {_of(int(counts.max()), len(rows))} kluster."


def _doubtful(rows: DataFrame, confidence: float) -> str:
    firm = int((rows["lower"] == rows["upper"]).sum())
    share = percent(confidence, 0)
    start = f"När betygen flyttas slumpvis ett steg upp eller ned rymmer {share} av utfallen"
    if firm == len(rows):
        return f"{start} bara en fas för varje kluster."
    if firm == 0:
        return f"{start} mer än en fas för alla kluster."
    return f"{start} bara en fas för {in_words(firm, neuter=True)} av klustren och flera för de andra."


def _raters(agreement: Series, rows: DataFrame) -> str:
    missing, ratings = int(rows["missing_ratings"].sum()), int(rows["ratings"].sum())
    told = int(rows["ratings_with_evidence"].sum())
    gaps = f"Betyg saknas i {number(missing)} av {number(ratings)} fall. Det som saknas räknas inte som noll. "
    gaps += f"Underlag är angivet för {number(told)} av de {number(ratings - missing)} betyg som är satta. "
    gaps += "En lägre fas än förra gången kan vara en nedgång, men också en förnyelse. Det är en fråga att ställa."
    if not agreement["n"]:
        return f"Inget kriterium är bedömt av två personer, så det går inte att se hur lika två skulle bedöma. {gaps}"
    alpha = with_interval(agreement["alpha"], agreement["lower"], agreement["upper"], "0.00")
    chance = f" Krippendorffs alfa, som drar ifrån det slumpen skulle ge, är {alpha}, där 1 är full enighet."
    return (
        f"De {in_words(int(agreement['raters']))} bedömarna satte samma betyg i "
        f"{_whole(agreement['exact'])} av fallen och skilde sig högst ett "
        f"steg i {_whole(agreement['within_one'])}.{chance if agreement['alpha'] == agreement['alpha'] else ''} {gaps}"
    )


def _of(part: int, whole: int, none: str = "inget") -> str:
    """Write a part of a whole: *två av fyra*, *alla fyra*, *inget av fyra*."""
    if part == whole:
        return f"alla {in_words(whole)}" if whole > 1 else f"{'det enda' if none == 'inget' else 'den enda'}"
    return f"{in_words(part, neuter=none == 'inget') if part else none} av {in_words(whole)}"


def _agreement(agreed: int, count: int, what: str) -> str:
    if agreed == 0 and count > 1:
        return f"De tre reglerna ger olika svar för alla {in_words(count)} {what}"
    return f"De tre reglerna är eniga om {_of(agreed, count)} {what}"


def _whole(share: float) -> str:
    """Write whole per cent, but never 0 or 100 for what is not quite none or all."""
    return percent(share, 0 if share in (0, 1) or 0.005 <= share < 0.995 else 1)
