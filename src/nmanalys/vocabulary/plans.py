"""Schemas of indicators and of the project's own plan."""

from __future__ import annotations

from nmanalys.vocabulary.columns import THREE_COUNTIES, county, slug, year
from nmanalys.vocabulary.schema import count, day, integer, real, table, text

__all__ = ["PLANS"]

MONITORING = (
    table(
        "indicators",
        ("indicator_id",),
        {
            "indicator_id": slug("Indikator", "Indicator"),
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
            "region_code": county(),
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
            "indicator_id": slug("Indikator", "Indicator", "indicators.indicator_id"),
            "region_code": text("Länskod, 00 för riket", "County code", among=(*THREE_COUNTIES, "00")),
            "year": year(),
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
        ("text_sv",),
        {
            "quarter_text": text(
                "Tidpunkt i källan, tomt = ingen i källan", "Time as printed, empty = none printed", nullable=True
            ),
            "planned_on": day("Planerad senast, tomt = okänt", "Planned by, empty = unknown", nullable=True),
            "text_sv": text("Milstolpe", "Milestone"),
            "outcome": text("Utfall", "Outcome", among=("okänt",)),
        },
    ),
    table(
        "analyses",
        ("region_code", "step_sv"),
        {
            "region_code": county(),
            "year": count("År, tomt = inte tryckt", "Year, empty = not printed", "år", nullable=True, ge=2000),
            "step_sv": text("Steg", "Step"),
            "kind": text("Slag", "Kind", among=("analys", "strategi", "uppföljning", "process")),
        },
    ),
)

PLANS = (*MONITORING, *PROJECT)
