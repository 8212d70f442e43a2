"""Schemas of indicators and of the project's own plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nmanalys.vocabulary.columns import THREE_COUNTIES, county, region, slug, year
from nmanalys.vocabulary.schema import count, day, integer, real, table, text
from nmanalys.vocabulary.translation import N_

if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = ["PLANS"]

STATUSES = {"official": N_("officiell"), "published": N_("publicerad"), "illustrative": N_("påhittad")}

SWOT_CELLS = (N_("styrka"), N_("svaghet"), N_("möjlighet"), N_("hot"))
SWOT_ACTIONS = {"add": N_("lägg till"), "remove": N_("ta bort"), "reword": N_("skriv om")}


def _has_its_text(edits: DataFrame) -> Series:
    return edits["text_sv"].notna() | (edits["action"] == "remove")


MONITORING = (
    table(
        "indicators",
        ("indicator_id",),
        {
            "indicator_id": slug("Indikator", "Indicator"),
            "name_sv": text("Namn", "Name"),
            "definition_sv": text("Definition", "Definition"),
            "level": text("Nivå", "Level", among=(N_("kontext"), N_("resultat"), N_("output"), N_("aktivitet"))),
            "priority_id": text(
                "Prioritering, tomt = hela länet",
                "Priority, empty = the whole county",
                references="priorities.priority_id",
                nullable=True,
            ),
            "unit": text("Enhet", "Unit"),
            "direction": text("Önskad riktning", "Desired direction", among={"up": "öka", "down": "minska"}),
            "region_code": county(),
            "baseline_year": count("Basår", "Baseline year", "år", nullable=True, ge=1990),
            "baseline_value": real("Basvärde", "Baseline value", "se unit", nullable=True),
            "target_year": count("Målår", "Target year", "år", nullable=True, ge=1990),
            "target_value": real("Målvärde", "Target value", "se unit", nullable=True),
            "target_status": text(
                "Målets ställning",
                "Status of the target",
                among={**STATUSES, "none": "inget mål"},
            ),
            "decision_sv": text("Beslut", "Decision"),
            "responsible_sv": text("Ansvarig", "Responsible"),
            "source_table": text("Tabell som värdena kommer ur", "Table that the values come from"),
        },
        own=("Indikatorer och mål", "Indicators and targets"),
    ),
    table(
        "indicator_values",
        ("indicator_id", "region_code", "year"),
        {
            "indicator_id": slug("Indikator", "Indicator", "indicators.indicator_id"),
            "region_code": region(),
            "year": year(),
            "value": real("Värde", "Value", "se unit", nullable=True),
            "lower": real("Undre gräns", "Lower limit", "se unit", nullable=True),
            "upper": real("Övre gräns", "Upper limit", "se unit", nullable=True),
            "status": text("Uppgiftens ställning", "Status", among=STATUSES),
        },
        own=("Indikatorernas värden", "Values of the indicators"),
    ),
    table(
        "swot_edits",
        ("region_code", "cell", "bullet"),
        {
            "region_code": county(),
            "cell": text("Ruta", "Cell", among=SWOT_CELLS),
            "bullet": text(
                "Punkt: branschens kod, eller ett eget namn på en ny punkt",
                "Bullet: code of the industry, or a name of its own for a new one",
                pattern=r"[A-Z](\+[A-Z])*|[a-z0-9]+(-[a-z0-9]+)*",
                form="an industry's code such as B+C, or lower-case ASCII with hyphens",
                form_sv="en branschkod som B+C, eller små bokstäver a–z, siffror och bindestreck",
            ),
            "action": text("Åtgärd", "Action", among=SWOT_ACTIONS),
            "text_sv": text("Punktens text, tomt när den tas bort", "Text, empty when removed", nullable=True),
            "reason_sv": text("Skäl eller underlag", "Reason or evidence"),
            "role_sv": text("Roll som har bestämt, inte ett namn", "Role that decided, not a name"),
            "decided_on": day("Bestämt", "Decided on"),
        },
        checks=[
            (_has_its_text, "needs a text, unless it removes", "saknar text; bara en punkt som tas bort är utan text")
        ],
        own=("Rättelser i SWOT", "Edits of the SWOT"),
        may_be_empty=True,
    ),
)


def _has_its_dates(milestones: DataFrame) -> Series:
    has_dates = milestones[["started_on", "done_on"]].notna().any(axis=1)
    return ~has_dates | (milestones["outcome"] == "känt")


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
        ("name", "rater"),
        {
            "name": text("Intressent", "Stakeholder"),
            "rater": text("Bedömare", "Rater"),
            "influence": real("Inflytande 1–5", "Influence 1–5", "1–5", ge=1, le=5),
            "interest": real("Intresse 1–5", "Interest 1–5", "1–5", ge=1, le=5),
        },
        own=("Intressenternas inflytande och intresse", "Stakeholders' influence and interest"),
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
                "Tidpunkt i källan, tomt = ingen i källan",
                "Time as printed, empty = none printed",
                nullable=True,
                unit="tidpunkt",
            ),
            "planned_on": day("Planerad senast, tomt = okänt", "Planned by, empty = unknown", nullable=True),
            "text_sv": text("Milstolpe", "Milestone"),
            "started_on": day(
                "Påbörjad, tomt = inte påbörjad eller okänt", "Started on, empty = not or unknown", nullable=True
            ),
            "done_on": day("Klar, tomt = inte klar eller okänt", "Done on, empty = not or unknown", nullable=True),
            "outcome": text("Utfall", "Outcome", among=(N_("okänt"), N_("känt"))),
        },
        checks=[
            (
                _has_its_dates,
                "has dates of an outcome that is unknown; write känt",
                "har datum fast utfallet står som okänt; skriv känt",
            )
        ],
        own=("Milstolpar och utfall", "Milestones and their outcome"),
    ),
    table(
        "activity_outturns",
        ("activity", "indicator_sv", "period"),
        {
            "activity": integer("Aktivitet, nummer", "Activity, number", "1–6", ge=1, le=6),
            "indicator_sv": text("Aktivitetsindikator", "Activity indicator"),
            "unit": text("Enhet", "Unit"),
            "period": day("Period, sista dagen", "Period, last day"),
            "outturn": real(
                "Utfall under perioden, tomt = okänt", "Outturn, empty = unknown", "se unit", ge=0, nullable=True
            ),
            "target": real(
                "Mål för hela projektet, tomt = inget mål", "Target, empty = none", "se unit", ge=0, nullable=True
            ),
        },
        own=("Aktivitetsindikatorernas utfall", "Outturn of the activity indicators"),
        may_be_empty=True,
    ),
    table(
        "analyses",
        ("region_code", "step_sv"),
        {
            "region_code": county(),
            "year": count("År, tomt = inte tryckt", "Year, empty = not printed", "år", nullable=True, ge=2000),
            "step_sv": text("Steg", "Step"),
            "kind": text("Slag", "Kind", among=(N_("analys"), N_("strategi"), N_("uppföljning"), N_("process"))),
        },
    ),
)

PLANS = (*MONITORING, *PROJECT)
