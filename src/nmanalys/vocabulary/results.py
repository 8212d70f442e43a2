"""Schemas of the result tables: what a stage publishes for other stages, for download and for comparison.

Every result table names its region, so that the tables of several regions can be put under each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nmanalys.vocabulary.schema import Schema, count, integer, real, table, text, truth
from nmanalys.vocabulary.strength_results import (
    STRENGTHS,
    division_column,
    name_column,
    quotient_column,
    region_column,
    share_column,
)
from nmanalys.vocabulary.translation import N_

__all__ = ["RESULTS"]


_TABLES = (
    *STRENGTHS,
    table(
        "cluster_phases",
        ["region_code", "cluster_id"],
        {
            "region_code": region_column(),
            "cluster_id": text("Kluster", "Cluster"),
            "name": name_column("Klustrets namn", "Name of the cluster"),
            "phase": count(
                "Utvecklingsfas enligt grindregeln, tomt = ej avgjord",
                "Development phase by the gate rule, empty = undecided",
                "fas",
                nullable=True,
                le=4,
            ),
            "rules_lower": integer("Lägsta fas av tre regler", "Lowest phase of three rules", "fas", ge=0, le=4),
            "rules_upper": integer("Högsta fas av tre regler", "Highest phase of three rules", "fas", ge=0, le=4),
            "lower": integer("Lägsta rimliga fas", "Lowest plausible phase", "fas", ge=0, le=4),
            "upper": integer("Högsta rimliga fas", "Highest plausible phase", "fas", ge=0, le=4),
            "is_example": truth("Påhittat exempelkluster", "Invented cluster"),
        },
    ),
    table(
        "survey_summary",
        ["region_code", "item"],
        {
            "region_code": region_column(),
            "item": integer("Fråga", "Item", "nummer", ge=1),
            "label_sv": name_column("Motpart, ordagrant", "Counterpart, verbatim"),
            "answers": count("Antal svar", "Answers", "svar", nullable=True),
            "population": count("Företag i ramen", "Firms in the frame", "företag", nullable=True),
            "share": share_column("Andel i hög eller mycket hög grad", "Top-two share"),
            "lower": share_column("Intervallets nedre gräns", "Lower limit"),
            "upper": share_column("Intervallets övre gräns", "Upper limit"),
            "is_example": truth("Påhittade svar", "Invented answers"),
        },
    ),
    table(
        "indicator_status",
        ["region_code", "indicator_id"],
        {
            "region_code": region_column(),
            "indicator_id": text("Indikator", "Indicator"),
            "name_sv": name_column("Indikatorns namn", "Name of the indicator"),
            "unit": text("Enhet", "Unit"),
            "baseline_year": count("Basår", "Baseline year", "år", nullable=True),
            "baseline_value": real("Basvärde", "Baseline value", "se unit", nullable=True),
            "target_year": count("Målår", "Target year", "år", nullable=True),
            "target_value": real("Målvärde", "Target value", "se unit", nullable=True),
            "target_status": text("Målets ställning", "Status of the target"),
            "year": count("Senaste år", "Latest year", "år", nullable=True),
            "value": real("Senaste värde", "Latest value", "se unit", nullable=True),
            "lower": real("Intervallets nedre gräns", "Lower limit", "se unit", nullable=True),
            "upper": real("Intervallets övre gräns", "Upper limit", "se unit", nullable=True),
            "progress": real(
                "Tillbakalagd andel av vägen till målet", "Share of the way covered", "andel", nullable=True
            ),
            "expected": real("Väntad andel av vägen", "Share of the way expected", "andel", nullable=True),
            "status": text("Läge", "Status"),
        },
    ),
    table(
        "swot",
        ["region_code", "cell", "position"],
        {
            "region_code": region_column(),
            "cell": text("Ruta", "Cell", among=("styrka", "svaghet", "möjlighet", "hot")),
            "position": integer("Ordning", "Order", "nummer", ge=1),
            "text_sv": text("Punkt", "Bullet"),
            "evidence": text("Underlag: analyssteg, tabell och rad", "Evidence: stage, table and row"),
            "basis": text("Slag av underlag", "Kind of evidence", among=(N_("databaserad"), N_("kvalitativ"))),
        },
    ),
    table(
        "joint_location_quotients",
        ["region_code", "sni_division", "year"],
        {
            "region_code": region_column(),
            "sni_division": division_column(),
            "year": integer("År", "Year", "år"),
            "employed": count("Sysselsatta", "Persons employed", "personer", nullable=True),
            "lq": quotient_column("Lokaliseringskvot", "Location quotient"),
            "lower": quotient_column("Intervallets nedre gräns", "Lower limit"),
            "upper": quotient_column("Intervallets övre gräns", "Upper limit"),
        },
    ),
    table(
        "key_figures",
        ["region_code", "figure"],
        {
            "region_code": region_column(),
            "figure": text("Nyckeltal", "Key figure"),
            "label_sv": name_column("Nyckeltalets namn", "Name of the key figure"),
            "unit_sv": text("Enhet", "Unit"),
            "year": integer("År", "Year", "år"),
            "value": real("Värde", "Value", "", nullable=True),
            "lower": real("Osäkerhet, nedre gräns", "Lower limit", "", nullable=True),
            "upper": real("Osäkerhet, övre gräns", "Upper limit", "", nullable=True),
            "national_value": real("Värde i riket", "National value", "", nullable=True),
            "earlier_year": real("Jämförelseår", "Year compared with", "år", nullable=True),
            "earlier_value": real("Värde jämförelseåret", "Value in that year", "", nullable=True),
            "national_earlier_value": real(
                "Värde i riket jämförelseåret", "National value in that year", "", nullable=True
            ),
            "is_clear_change": truth(
                "Större förändring än slumpen brukar ge", "Change larger than chance", nullable=True
            ),
            "decimals": integer("Decimaler", "Decimals", "antal", ge=0, le=3),
            "has_level": truth("Går att jämföra med riket", "Can be compared with the nation"),
        },
    ),
)

RESULTS: Mapping[str, Schema] = MappingProxyType({schema.name: schema for schema in _TABLES})
