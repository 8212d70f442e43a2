"""Schemas of areas, assessments, clusters and surveys; those of indicators and plans stand in `plans`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nmanalys.vocabulary.columns import address, cluster, county, municipality, slug, wave
from nmanalys.vocabulary.plans import PLANS
from nmanalys.vocabulary.schema import Schema, count, day, integer, real, table, text, truth

if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = ["ASSESSMENTS"]

QUALITATIVE = {
    "functional_sectors": "funktionella sektorer",
    "collaboration": "samverkan",
    "value_chains": "internationella värdekedjor",
}
PSEUDONYM = r"p([0-9]{4}|[0-9a-f]{16})"
HORIZONTAL = {"miljo": "bättre miljö", "lika_mojligheter": "lika möjligheter", "jamstalldhet": "jämställdhet"}


def _links(name: str, owner: str) -> Schema:
    # within a list of areas, no more than a whole industry or field is given away
    problem = "gives more than the whole of a code away; lower the weights"
    told = "delar ut mer än hela branschen eller forskningsområdet; sänk vikterna"
    checks = [(_weights_in_all, problem, told)] if owner == "area" else []
    of = {"area": ("Områdenas", "Areas"), "priority": ("Prioriteringarnas", "Priorities")}[owner]
    own = (f"{of[0]} koppling till branscher och forskningsområden", f"{of[1]} linked to industries and fields")
    return table(
        name,
        (f"{owner}_id", "classification", "code"),
        {
            f"{owner}_id": slug("Område", "Area", "areas.area_id")
            if owner == "area"
            else slug("Prioritering", "Priority", "priorities.priority_id"),
            "classification": text("Klassifikation", "Classification", among=("SNI", "FORD")),
            "code": text("Kod", "Code", references="industries.code research_fields.code"),
            "weight": real("Vikt", "Weight", "andel", ge=0, le=1),
            "rationale_sv": text("Motivering", "Rationale"),
        },
        checks=checks,
        own=own,
    )


def _weights_in_all(links: DataFrame) -> Series:
    return links.groupby(["classification", "code"])["weight"].transform("sum") <= 1 + 1e-9


AREAS = (
    table(
        "areas",
        ("area_id",),
        {
            "area_id": slug("Område", "Area"),
            "name_sv": text("Namn", "Name"),
            "description_sv": text("Beskrivning", "Description"),
        },
        own=("Områden som kan vara styrkor", "Candidate strength areas"),
    ),
    _links("area_links", "area"),
    table(
        "qualitative_evidence",
        ("region_code", "area_id", "criterion", "coder"),
        {
            "region_code": county(),
            "area_id": slug("Område", "Area", "areas.area_id"),
            "criterion": text("Kriterium", "Criterion", among=QUALITATIVE),
            "score": count(
                "Bedömning 0–3, tomt = ej bedömt",
                "Score 0–3, empty = not assessed",
                "poäng 0–3",
                nullable=True,
                le=3,
            ),
            "evidence_sv": text("Underlag", "Evidence"),
            "date": day("Datum", "Date"),
            "coder": text("Bedömare", "Coder"),
        },
        own=("Kvalitativ bedömning av områdena", "Qualitative assessment of the areas"),
        may_be_empty=True,
    ),
    table(
        "priorities",
        ("priority_id",),
        {
            "priority_id": slug("Prioritering", "Priority"),
            "region_code": county(),
            "name_sv": text("Namn", "Name"),
            "period": text("Period", "Period"),
            "source_url": address(),
        },
        own=("Områden som regionerna själva har prioriterat", "Areas prioritised by the regions"),
    ),
    _links("priority_links", "priority"),
)

CLUSTERS = (
    table(
        "clusters",
        ("cluster_id",),
        {
            "cluster_id": slug("Kluster", "Cluster"),
            "name": text("Namn", "Name"),
            "municipality_code": municipality(nullable=True),
            "municipality": text("Kommun, tomt = okänd", "Municipality, empty = unknown", nullable=True),
            "county_code": county(),
            "start_year": count("Startår, tomt = okänt", "First year, empty = unknown", "år", nullable=True, ge=1980),
            "member_firms": count(
                "Medlemsföretag, tomt = okänt", "Member firms, empty = unknown", "företag", nullable=True
            ),
            "field_sv": text("Område", "Field"),
            "sni_divisions": text(
                "SNI-avdelningar enligt egen bedömning",
                "SNI divisions by our own judgement",
                pattern=r"[0-9]{2}( [0-9]{2})*",
                form="divisions separated by spaces, such as 24 25",
                form_sv="tvåsiffriga SNI-avdelningar med mellanslag emellan, till exempel 24 25",
            ),
            "source_url": address(),
            "note_sv": text("Anmärkning", "Note", nullable=True),
        },
        own=("Klusterorganisationer", "Cluster organisations"),
    ),
    table(
        "example_clusters",
        ("cluster_id",),
        {
            "cluster_id": text(
                "Exempelkluster", "Invented cluster", pattern=r"ex-[0-9][0-9]-[0-9]+", form="such as ex-17-1"
            ),
            "name": text("Namn", "Name", pattern=r"Exempelkluster .+", form="Exempelkluster and a field"),
            "county_code": county(),
            "field_sv": text("Område", "Field"),
            "member_firms": count("Medlemsföretag", "Member firms", "företag"),
        },
    ),
    table(
        "cluster_criteria",
        ("criterion_id",),
        {
            "criterion_id": text(
                "Kriteriets id",
                "Identifier of the criterion",
                pattern=r"[a-z]+-[0-9]+",
                form="such as ledning-1",
                form_sv="små bokstäver a–z, bindestreck och ett tal, till exempel ledning-1",
            ),
            "dimension_sv": text("Dimension", "Dimension"),
            "criterion_sv": text("Kriterium", "Criterion"),
            "phase": integer("Fas som kriteriet hör till", "Phase of the criterion", "1–4", ge=1, le=4),
            "kind": text("Skall- eller börkriterium", "Kind", among={"must": "skall", "should": "bör"}),
            **{f"anchor_{n}": text(f"Ankare för nivå {n}", f"Anchor of level {n}") for n in range(5)},
            "model_source_sv": text("Modellens ursprung", "Origin of the model"),
        },
        own=("Kriterier för ett klusters utvecklingsfas", "Criteria of a cluster's phase"),
    ),
    table(
        "cluster_scores",
        ("cluster_id", "criterion_id", "wave", "rater"),
        {
            "cluster_id": cluster(),
            "criterion_id": text("Kriterium", "Criterion", references="cluster_criteria.criterion_id"),
            "wave": wave(),
            "rater": text("Bedömare", "Rater"),
            "score": count(
                "Nivå 0–4, tomt = ej bedömt",
                "Level 0–4, empty = not assessed",
                "nivå 0–4",
                nullable=True,
                le=4,
            ),
            "evidence_sv": text("Underlag", "Evidence", nullable=True),
        },
        own=("Klustrens nivå på varje kriterium", "Clusters' level on each criterion"),
    ),
    table(
        "horizontal_conditions",
        ("cluster_id", "criterion", "condition"),
        {
            "cluster_id": cluster(),
            "criterion": text("Kriterium", "Criterion", among=HORIZONTAL),
            "condition": integer("Villkor", "Condition", "1–3", ge=1, le=3),
            "met": truth("Uppfyllt, tomt = ej bedömt", "Met, empty = not assessed", nullable=True),
        },
        own=("Horisontella kriterier i klustren", "Horizontal criteria of the clusters"),
    ),
)

SURVEY = (
    table(
        "survey_items",
        ("item",),
        {
            "item": integer("Fråga", "Item", "1–5", ge=1, le=5),
            "label_sv": text("Ordalydelse", "Wording"),
            "truncated_in_source": truth("Avhuggen i källan", "Cut off in the source"),
        },
    ),
    table(
        "survey_answers",
        ("answer",),
        {
            "answer": integer("Svar", "Answer", "1–5", ge=1, le=5),
            "label_sv": text("Ordalydelse", "Wording"),
        },
    ),
    table(
        "survey_frame",
        ("cluster_id", "wave", "size_class"),
        {
            "cluster_id": cluster(),
            "wave": wave(),
            "size_class": text("Storleksklass", "Size class"),
            "firms": count("Företag i ramen", "Firms in the frame", "företag"),
        },
        own=("Företag som fick enkäten", "Firms that were sent the survey"),
    ),
    table(
        "company_survey",
        ("firm_id", "cluster_id", "wave", "item"),
        {
            "firm_id": text("Företag, pseudonym", "Firm, pseudonym", pattern=PSEUDONYM, form="p and a code"),
            "cluster_id": cluster(),
            "wave": wave(),
            "size_class": text("Storleksklass", "Size class"),
            "item": integer("Fråga", "Item", "1–5", ge=1, le=5),
            "answer": count(
                "Svar 1–5, tomt = ej besvarad",
                "Answer 1–5, empty = not answered",
                "svar 1–5",
                nullable=True,
                ge=1,
                le=5,
            ),
        },
        own=("Företagsenkätens svar, mikrodata", "Company survey, microdata"),
        subject="firm_id",
    ),
)

ASSESSMENTS = (*AREAS, *CLUSTERS, *SURVEY, *PLANS)
