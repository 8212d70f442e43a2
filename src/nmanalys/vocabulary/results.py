"""Schemas of the result tables: what a stage publishes for other stages, for download and for comparison.

Every result table names its region, so that the tables of several regions can be put under each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nmanalys.vocabulary.industries import GROUPS
from nmanalys.vocabulary.schema import Column, Schema, count, integer, real, table, text, truth

__all__ = ["RESULTS"]


def _region() -> Column:
    return text("Regionens kod", "Region's code")


def _group() -> Column:
    return text("SNI 2007, grupp av sektioner", "SNI 2007 group of sections", among=GROUPS)


def _name(sv: str, en: str) -> Column:
    return text(sv, en)


def _quotient(sv: str, en: str) -> Column:
    return real(sv, en, "kvot", ge=0, nullable=True)


def _share(sv: str, en: str) -> Column:
    return real(sv, en, "andel", ge=0, le=1, nullable=True)


def _score(sv: str, en: str) -> Column:
    return real(sv, en, "poäng 0–1", ge=0, le=1, nullable=True)


_TABLES = (
    table(
        "location_quotients",
        ["region_code", "sni_group", "year"],
        {
            "region_code": _region(),
            "sni_group": _group(),
            "year": integer("År", "Year", "år"),
            "employed": count("Sysselsatta efter arbetsställe", "Employed by workplace", "personer", nullable=True),
            "share": _share("Andel av regionens sysselsatta", "Share of the region's employed"),
            "national_share": _share("Andel av rikets sysselsatta", "Share of the nation's employed"),
            "lq": _quotient("Lokaliseringskvot", "Location quotient"),
            "lower": _quotient("Intervallets nedre gräns", "Lower limit"),
            "upper": _quotient("Intervallets övre gräns", "Upper limit"),
            "rank": integer("Plats bland länen, 1 är högst", "Rank among counties, 1 is highest", "plats", ge=1),
            "regions": integer("Antal jämförda regioner", "Regions compared", "antal", ge=1),
        },
    ),
    table(
        "industry_change",
        ["region_code", "sni_group"],
        {
            "region_code": _region(),
            "sni_group": _group(),
            "start_year": integer("Första år", "First year", "år"),
            "end_year": integer("Sista år", "Last year", "år"),
            "start": count("Sysselsatta första året", "Employed in the first year", "personer", nullable=True),
            "end": count("Sysselsatta sista året", "Employed in the last year", "personer", nullable=True),
            "national_share": real("Rikets tillväxt", "National growth", "personer", nullable=True),
            "industry_mix": real(
                "Branschens tillväxt i riket utöver rikets", "Industry mix", "personer", nullable=True
            ),
            "regional_shift": real("Regionens egen utveckling", "Regional shift", "personer", nullable=True),
            "lq_ratio": _quotient("Lokaliseringskvotens förändring, kvot", "Dynamic location quotient"),
        },
    ),
    table(
        "industrial_strengths",
        ["region_code", "sni_group"],
        {
            "region_code": _region(),
            "sni_group": _group(),
            "lq": _quotient("Lokaliseringskvot", "Location quotient"),
            "is_leading": truth("Tongivande enligt trösklarna", "Leading by the thresholds", nullable=True),
            "passed_share": _share("Andel av trösklarna som klaras", "Share of the thresholds passed"),
        },
    ),
    table(
        "diversification_options",
        ["region_code", "sni_division"],
        {
            "region_code": _region(),
            "sni_division": text("SNI 2007, avdelning", "SNI 2007 division", pattern=r"\d{2}", form="two digits"),
            "lq": _quotient("Lokaliseringskvot", "Location quotient"),
            "is_specialised": truth("Specialiserad", "Specialised", nullable=True),
            "density": real("Närhet", "Relatedness density", "procent", ge=0, le=100, nullable=True),
            "complexity": real("Komplexitet", "Complexity", "z-värde", nullable=True),
            "quadrant": text(
                "Ruta, tom för branscher som regionen redan har",
                "Quadrant, empty for industries that the region already has",
                nullable=True,
            ),
            "stability": _share("Andel av omdragningarna med samma ruta", "Share of redraws with the same quadrant"),
        },
    ),
    table(
        "academic_strengths",
        ["region_code", "field_code"],
        {
            "region_code": _region(),
            "university": text("Lärosäte", "University"),
            "field_code": text("Forskningsområde", "Field of research (OECD FORD)"),
            "publications": real("Publikationer", "Publications", "antal", ge=0, nullable=True),
            "activity_index": _quotient("Aktivitetsindex", "Activity index"),
            "lower": _quotient("Intervallets nedre gräns", "Lower limit"),
            "upper": _quotient("Intervallets övre gräns", "Upper limit"),
            "is_strong": truth("Starkt enligt trösklarna", "Strong by the thresholds", nullable=True),
            "probability": _share("Sannolikhet att tröskeln nås", "Probability of reaching the threshold"),
        },
    ),
    table(
        "division_strengths",
        ["region_code", "sni_division"],
        {
            "region_code": _region(),
            "sni_division": text("SNI 2007, avdelning", "SNI 2007 division", pattern=r"\d{2}", form="two digits"),
            "employed": count("Sysselsatta efter arbetsställe", "Employed by workplace", "personer", nullable=True),
            "employed_share": _share("Andel av regionens sysselsatta", "Share of the region's employed"),
            "lq": _quotient("Lokaliseringskvot", "Location quotient"),
            "lower": _quotient("Intervallets nedre gräns", "Lower limit"),
            "upper": _quotient("Intervallets övre gräns", "Upper limit"),
            "is_strong": truth("Stark enligt trösklarna", "Strong by the thresholds", nullable=True),
            "probability": _share("Sannolikhet att tröskeln nås", "Probability of reaching the threshold"),
        },
    ),
    table(
        "combined_strengths",
        ["region_code", "area_id"],
        {
            "region_code": _region(),
            "area_id": text("Område", "Area"),
            "name_sv": _name("Områdets namn", "Name of the area"),
            "industry_score": _score("Näringslivets poäng", "Industry score"),
            "academic_score": _score("Akademins poäng", "Academic score"),
            "joint_score": _score("Gemensam poäng", "Joint score"),
            "quadrant": text("Klass", "Class"),
            "probability": _share("Sannolikhet för klassen", "Probability of the class"),
            "label": text("Klass, eller gränsfall", "Class, or borderline"),
        },
    ),
    table(
        "test_area_classes",
        ["region_code", "priority_id"],
        {
            "region_code": _region(),
            "priority_id": text("Testområde", "Test area"),
            "name_sv": _name("Testområdets namn", "Name of the test area"),
            "employed": real("Sysselsatta i testområdet", "Employed in the test area", "personer", ge=0, nullable=True),
            "precision": _share("Andel i starka branscher", "Share in strong industries"),
            "coverage": _share("Andel som data kan se", "Share visible in the data"),
            "academic_share": _share(
                "Andel av publikationerna i starka fält", "Share of publications in strong fields"
            ),
            "probability": _share("Sannolikhet att gränsen nås", "Probability of reaching the cut"),
            "area_class": text("Klass", "Class"),
            "strengths_hash": text("Styrkornas kontrollsumma", "Hash of the strengths"),
        },
    ),
    table(
        "strengths_outside",
        ["region_code", "sni_division"],
        {
            "region_code": _region(),
            "sni_division": text("SNI 2007, avdelning", "SNI 2007 division", pattern=r"\d{2}", form="two digits"),
            "employed": count("Sysselsatta efter arbetsställe", "Employed by workplace", "personer", nullable=True),
            "lq": _quotient("Lokaliseringskvot", "Location quotient"),
            "covered_share": _share("Andel som ingår i något testområde", "Share that is part of any test area"),
            "is_outside": truth("Ej bland testområdena", "Outside the test areas", nullable=True),
        },
    ),
    table(
        "overall_strengths",
        ["region_code", "area_id"],
        {
            "region_code": _region(),
            "area_id": text("Område", "Area"),
            "name_sv": _name("Områdets namn", "Name of the area"),
            "covered_share": _share("Andel som ingår i något testområde", "Share that is part of any test area"),
            "outcome": text("Steg där området föll bort, eller helhetligt", "Step at which the area left, or overall"),
        },
    ),
    table(
        "cluster_phases",
        ["region_code", "cluster_id"],
        {
            "region_code": _region(),
            "cluster_id": text("Kluster", "Cluster"),
            "name": _name("Klustrets namn", "Name of the cluster"),
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
            "region_code": _region(),
            "item": integer("Fråga", "Item", "nummer", ge=1),
            "label_sv": _name("Motpart, ordagrant", "Counterpart, verbatim"),
            "answers": count("Antal svar", "Answers", "svar", nullable=True),
            "population": count("Företag i ramen", "Firms in the frame", "företag", nullable=True),
            "share": _share("Andel i hög eller mycket hög grad", "Top-two share"),
            "lower": _share("Intervallets nedre gräns", "Lower limit"),
            "upper": _share("Intervallets övre gräns", "Upper limit"),
            "is_example": truth("Påhittade svar", "Invented answers"),
        },
    ),
    table(
        "indicator_status",
        ["region_code", "indicator_id"],
        {
            "region_code": _region(),
            "indicator_id": text("Indikator", "Indicator"),
            "name_sv": _name("Indikatorns namn", "Name of the indicator"),
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
            "region_code": _region(),
            "cell": text("Ruta", "Cell", among=("styrka", "svaghet", "möjlighet", "hot")),
            "position": integer("Ordning", "Order", "nummer", ge=1),
            "text_sv": text("Punkt", "Bullet"),
            "evidence": text("Underlag: analyssteg, tabell och rad", "Evidence: stage, table and row"),
            "basis": text("Slag av underlag", "Kind of evidence", among=("databaserad", "kvalitativ")),
        },
    ),
    table(
        "joint_location_quotients",
        ["region_code", "sni_division", "year"],
        {
            "region_code": _region(),
            "sni_division": text("SNI 2007, avdelning", "SNI 2007 division", pattern=r"\d{2}", form="two digits"),
            "year": integer("År", "Year", "år"),
            "employed": count("Sysselsatta", "Persons employed", "personer", nullable=True),
            "lq": _quotient("Lokaliseringskvot", "Location quotient"),
            "lower": _quotient("Intervallets nedre gräns", "Lower limit"),
            "upper": _quotient("Intervallets övre gräns", "Upper limit"),
        },
    ),
    table(
        "key_figures",
        ["region_code", "figure"],
        {
            "region_code": _region(),
            "figure": text("Nyckeltal", "Key figure"),
            "label_sv": _name("Nyckeltalets namn", "Name of the key figure"),
            "unit_sv": text("Enhet", "Unit"),
            "year": integer("År", "Year", "år"),
            "value": real("Värde", "Value", "", nullable=True),
            "national_value": real("Värde i riket", "National value", "", nullable=True),
            "earlier_year": real("Jämförelseår", "Year compared with", "år", nullable=True),
            "earlier_value": real("Värde jämförelseåret", "Value in that year", "", nullable=True),
            "decimals": integer("Decimaler", "Decimals", "antal", ge=0, le=3),
        },
    ),
)

RESULTS: Mapping[str, Schema] = MappingProxyType({schema.name: schema for schema in _TABLES})
