"""Schemas of areas, assessments, clusters, surveys and the project's own plan."""

from __future__ import annotations

import pandera.pandas as pa

from nmanalys.vocabulary.schema import count, day, integer, real, table, text, truth

__all__ = ["ASSESSMENTS", "THREE_COUNTIES"]

THREE_COUNTIES = ("17", "20", "21")


def _county() -> pa.Column:
    return text("Länskod", "County code", among=THREE_COUNTIES)


def _slug(sv: str, en: str, references: str = "") -> pa.Column:
    return text(sv, en, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", form="lower-case ASCII with hyphens", references=references)


def _url(nullable: bool = False) -> pa.Column:
    return text(
        "Källans adress",
        "Address of the source",
        pattern=r"https?://\S.*",
        form="an address that begins with http",
        nullable=nullable,
    )


def _links(name: str, owner: str) -> pa.DataFrameSchema:
    return table(
        name,
        (f"{owner}_id", "classification", "code"),
        {
            f"{owner}_id": _slug("Område", "Area", "areas.area_id" if owner == "area" else "priorities.priority_id"),
            "classification": text("Klassifikation", "Classification", among=("SNI", "FORD")),
            "code": text("Kod", "Code", references="industries.code research_fields.code"),
            "weight": real("Vikt", "Weight", "andel", ge=0, le=1),
            "rationale_sv": text("Motivering", "Rationale"),
        },
    )


AREAS = (
    table(
        "areas",
        ("area_id",),
        {
            "area_id": _slug("Område", "Area"),
            "name_sv": text("Namn", "Name"),
            "description_sv": text("Beskrivning", "Description"),
        },
    ),
    _links("area_links", "area"),
    table(
        "qualitative_evidence",
        ("region_code", "area_id", "criterion", "coder"),
        {
            "region_code": _county(),
            "area_id": _slug("Område", "Area", "areas.area_id"),
            "criterion": text("Kriterium", "Criterion", among=("functional_sectors", "collaboration", "value_chains")),
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
    ),
    table(
        "priorities",
        ("priority_id",),
        {
            "priority_id": _slug("Prioritering", "Priority"),
            "region_code": _county(),
            "name_sv": text("Namn", "Name"),
            "period": text("Period", "Period"),
            "source_url": _url(),
        },
    ),
    _links("priority_links", "priority"),
)

CLUSTERS = (
    table(
        "clusters",
        ("cluster_id",),
        {
            "cluster_id": _slug("Kluster", "Cluster"),
            "name": text("Namn", "Name"),
            "municipality_code": text(
                "Kommunkod, tomt = okänd",
                "Municipality code, empty = unknown",
                pattern=r"\d{4}",
                form="four digits",
                references="municipalities.code",
                nullable=True,
            ),
            "municipality": text("Kommun, tomt = okänd", "Municipality, empty = unknown", nullable=True),
            "county_code": _county(),
            "start_year": count("Startår, tomt = okänt", "First year, empty = unknown", "år", nullable=True, ge=1980),
            "member_firms": count(
                "Medlemsföretag, tomt = okänt", "Member firms, empty = unknown", "företag", nullable=True
            ),
            "field_sv": text("Område", "Field"),
            "sni_divisions": text(
                "SNI-avdelningar enligt egen bedömning",
                "SNI divisions by our own judgement",
                pattern=r"\d{2}( \d{2})*",
                form="divisions separated by spaces, such as 24 25",
            ),
            "source_url": _url(),
            "note_sv": text("Anmärkning", "Note", nullable=True),
        },
    ),
    table(
        "example_clusters",
        ("cluster_id",),
        {
            "cluster_id": text("Exempelkluster", "Invented cluster", pattern=r"ex-\d\d-\d+", form="such as ex-17-1"),
            "name": text("Namn", "Name", pattern=r"Exempelkluster .+", form="Exempelkluster and a field"),
            "county_code": _county(),
            "field_sv": text("Område", "Field"),
            "member_firms": count("Medlemsföretag", "Member firms", "företag"),
        },
    ),
    table(
        "cluster_criteria",
        ("criterion_id",),
        {
            "criterion_id": text("Kriterium", "Criterion", pattern=r"[a-z]+-\d", form="such as ledning-1"),
            "dimension_sv": text("Dimension", "Dimension"),
            "criterion_sv": text("Kriterium", "Criterion"),
            "phase": integer("Fas som kriteriet hör till", "Phase of the criterion", "1–4", ge=1, le=4),
            "kind": text("Skall- eller börkriterium", "Kind", among=("must", "should")),
            **{f"anchor_{n}": text(f"Ankare för nivå {n}", f"Anchor of level {n}") for n in range(5)},
            "model_source_sv": text("Modellens ursprung", "Origin of the model"),
        },
    ),
    table(
        "cluster_scores",
        ("cluster_id", "criterion_id", "wave", "rater"),
        {
            "cluster_id": text("Exempelkluster", "Cluster", references="example_clusters.cluster_id"),
            "criterion_id": text("Kriterium", "Criterion", references="cluster_criteria.criterion_id"),
            "wave": integer("Omgång", "Wave", "år", ge=2000, le=2100),
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
    ),
    table(
        "horizontal_conditions",
        ("cluster_id", "criterion", "condition"),
        {
            "cluster_id": text("Exempelkluster", "Cluster", references="example_clusters.cluster_id"),
            "criterion": text("Kriterium", "Criterion", among=("miljo", "lika_mojligheter", "jamstalldhet")),
            "condition": integer("Villkor", "Condition", "1–3", ge=1, le=3),
            "met": truth("Uppfyllt, tomt = ej bedömt", "Met, empty = not assessed", nullable=True),
        },
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
            "cluster_id": text("Exempelkluster", "Cluster", references="example_clusters.cluster_id"),
            "wave": integer("Omgång", "Wave", "år", ge=2000, le=2100),
            "size_class": text("Storleksklass", "Size class"),
            "firms": count("Företag i ramen", "Firms in the frame", "företag"),
        },
    ),
    table(
        "company_survey",
        ("firm_id", "cluster_id", "wave", "item"),
        {
            "firm_id": text("Företag, pseudonym", "Firm, pseudonym", pattern=r"p\d{4}", form="p and four digits"),
            "cluster_id": text("Exempelkluster", "Cluster", references="example_clusters.cluster_id"),
            "wave": integer("Omgång", "Wave", "år", ge=2000, le=2100),
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
    ),
)

MONITORING = (
    table(
        "indicators",
        ("indicator_id",),
        {
            "indicator_id": _slug("Indikator", "Indicator"),
            "name_sv": text("Namn", "Name"),
            "definition_sv": text("Definition", "Definition"),
            "level": text("Nivå", "Level", among=("kontext", "resultat", "output", "aktivitet")),
            "priority_id": text(
                "Prioritering, tomt = hela länet",
                "Priority, empty = the whole county",
                references="priorities.priority_id",
                nullable=True,
            ),
            "unit": text("Enhet", "Unit"),
            "direction": text("Önskad riktning", "Desired direction", among=("up", "down")),
            "region_code": _county(),
            "baseline_year": count("Basår", "Baseline year", "år", nullable=True, ge=1990),
            "baseline_value": real("Basvärde", "Baseline value", "se unit", nullable=True),
            "target_year": count("Målår", "Target year", "år", nullable=True, ge=1990),
            "target_value": real("Målvärde", "Target value", "se unit", nullable=True),
            "target_status": text(
                "Målets ställning",
                "Status of the target",
                among=("official", "published", "illustrative", "none"),
            ),
            "decision_sv": text("Beslut", "Decision"),
            "responsible_sv": text("Ansvarig", "Responsible"),
            "source_table": text("Tabell som värdena kommer ur", "Table that the values come from"),
        },
    ),
    table(
        "indicator_values",
        ("indicator_id", "region_code", "year"),
        {
            "indicator_id": _slug("Indikator", "Indicator", "indicators.indicator_id"),
            "region_code": text("Länskod, 00 för riket", "County code", among=(*THREE_COUNTIES, "00")),
            "year": integer("År", "Year", "år", ge=1990, le=2100),
            "value": real("Värde", "Value", "se unit", nullable=True),
            "lower": real("Undre gräns", "Lower limit", "se unit", nullable=True),
            "upper": real("Övre gräns", "Upper limit", "se unit", nullable=True),
            "status": text("Uppgiftens ställning", "Status", among=("official", "published", "illustrative")),
        },
    ),
)

PROJECT = (
    table(
        "actors",
        ("name",),
        {
            "name": text("Aktör", "Actor"),
            "role_sv": text("Roll", "Role"),
            "county_code": text("Länskod", "County code", among=THREE_COUNTIES, nullable=True),
        },
    ),
    table(
        "stakeholders",
        ("name",),
        {
            "name": text("Intressent", "Stakeholder"),
            "influence": real("Inflytande 1–5", "Influence 1–5", "1–5", ge=1, le=5),
            "interest": real("Intresse 1–5", "Interest 1–5", "1–5", ge=1, le=5),
        },
    ),
    table(
        "activities",
        ("no",),
        {
            "no": integer("Nummer", "Number", ge=1, le=6),
            "title_sv": text("Aktivitet", "Activity"),
            "goal_sv": text("Mål", "Goal"),
        },
    ),
    table(
        "objectives",
        ("no",),
        {"no": integer("Nummer", "Number", ge=1, le=5), "text_sv": text("Delmål", "Objective")},
    ),
    table(
        "milestones",
        ("quarter_text", "text_sv"),
        {
            "quarter_text": text("Tidpunkt i källan", "Time as printed"),
            "planned_on": day("Planerad senast", "Planned by"),
            "text_sv": text("Milstolpe", "Milestone"),
            "outcome": text("Utfall", "Outcome", among=("okänt",)),
        },
    ),
    table(
        "analyses",
        ("region_code", "step_sv"),
        {
            "region_code": _county(),
            "year": count("År, tomt = inte tryckt", "Year, empty = not printed", "år", nullable=True, ge=2000),
            "step_sv": text("Steg", "Step"),
            "kind": text("Slag", "Kind", among=("analys", "strategi", "uppföljning", "process")),
        },
    ),
)

ASSESSMENTS = (*AREAS, *CLUSTERS, *SURVEY, *MONITORING, *PROJECT)
