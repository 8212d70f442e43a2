"""Schemas of the result tables about strengths: industries, research fields, areas, test areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from nmanalys.vocabulary.industries import GROUPS
from nmanalys.vocabulary.schema import Column, count, integer, real, table, text, truth

__all__ = [
    "RESTS_ON",
    "STRENGTHS",
    "division_column",
    "group_column",
    "name_column",
    "quotient_column",
    "region_column",
    "rests_on",
    "score_column",
    "share_column",
]


RESTS_ON: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "location_quotients": frozenset({"employment"}),
        "industry_change": frozenset({"employment"}),
        "industrial_strengths": frozenset({"employment"}),
        "official_divisions": frozenset({"employment_nuts2"}),
        "academic_strengths": frozenset({"publications"}),
        "division_strengths": frozenset({"employment_divisions", "employment"}),
        "combined_strengths": frozenset({"employment_divisions", "employment", "publications", "areas", "area_links"}),
        "key_figures": frozenset({"population", "employment", "new_firms", "business_rd", "trademarks"}),
    }
)
"""Result tables that rest on fewer tables than their stage reads: official figures are not marked as invented."""


def rests_on(result: str, reads: Iterable[str]) -> list[str]:
    """Return those of the tables that a stage reads on which one of its results rests; all when nothing is declared.

    Examples
    --------
    >>> rests_on("industry_change", ["clusters", "employment"]), rests_on("cluster_phases", ["clusters"])
    (['employment'], ['clusters'])
    """
    found = [*reads]
    return [name for name in found if name in RESTS_ON.get(result, found)] or found


def region_column() -> Column:
    """Code of the region that a row is about."""
    return text("Regionens kod", "Region's code")


def group_column() -> Column:
    """Group of industries."""
    return text("SNI 2007, grupp av sektioner", "SNI 2007 group of sections", among=GROUPS)


def name_column(sv: str, en: str) -> Column:
    """Swedish name that readers see."""
    return text(sv, en)


def quotient_column(sv: str, en: str) -> Column:
    """A quotient, missing where undefined."""
    return real(sv, en, "kvot", ge=0, nullable=True)


def share_column(sv: str, en: str) -> Column:
    """A share between 0 and 1."""
    return real(sv, en, "andel", ge=0, le=1, nullable=True)


def score_column(sv: str, en: str) -> Column:
    """A score between 0 and 1."""
    return real(sv, en, "poäng 0–1", ge=0, le=1, nullable=True)


def division_column() -> Column:
    """Two-digit industry."""
    return text("SNI 2007, avdelning", "SNI 2007 division", pattern=r"\d{2}", form="two digits")


STRENGTHS = (
    table(
        "location_quotients",
        ["region_code", "sni_group", "year"],
        {
            "region_code": region_column(),
            "sni_group": group_column(),
            "year": integer("År", "Year", "år"),
            "employed": count("Sysselsatta efter arbetsställe", "Employed by workplace", "personer", nullable=True),
            "share": share_column("Andel av regionens sysselsatta", "Share of the region's employed"),
            "nation_share": share_column("Andel av rikets sysselsatta", "Share of the nation's employed"),
            "lq": quotient_column("Lokaliseringskvot", "Location quotient"),
            "lower": quotient_column("Intervallets nedre gräns", "Lower limit"),
            "upper": quotient_column("Intervallets övre gräns", "Upper limit"),
            "rank": integer("Plats bland länen, 1 är högst", "Rank among counties, 1 is highest", "plats", ge=1),
            "regions": integer("Antal jämförda regioner", "Regions compared", "antal", ge=1),
        },
    ),
    table(
        "industry_change",
        ["region_code", "sni_group"],
        {
            "region_code": region_column(),
            "sni_group": group_column(),
            "start_year": integer("Första år", "First year", "år"),
            "end_year": integer("Sista år", "Last year", "år"),
            "start": count("Sysselsatta första året", "Employed in the first year", "personer", nullable=True),
            "end": count("Sysselsatta sista året", "Employed in the last year", "personer", nullable=True),
            "national_share": real("Rikets tillväxt", "National growth", "personer", nullable=True),
            "industry_mix": real(
                "Branschens tillväxt i riket utöver rikets", "Industry mix", "personer", nullable=True
            ),
            "regional_shift": real("Regionens egen utveckling", "Regional shift", "personer", nullable=True),
            "lq_ratio": quotient_column("Lokaliseringskvotens förändring, kvot", "Dynamic location quotient"),
        },
    ),
    table(
        "industrial_strengths",
        ["region_code", "sni_group"],
        {
            "region_code": region_column(),
            "sni_group": group_column(),
            "lq": quotient_column("Lokaliseringskvot", "Location quotient"),
            "is_leading": truth("Tongivande enligt trösklarna", "Leading by the thresholds", nullable=True),
            "passed_share": share_column("Andel av trösklarna som klaras", "Share of the thresholds passed"),
        },
    ),
    table(
        "official_divisions",
        ["region_code", "sni_division"],
        {
            "region_code": region_column(),
            "nuts": text("Riksområde (NUTS 2)", "NUTS 2 region"),
            "sni_division": division_column(),
            "year": integer("År", "Year", "år"),
            "employed": count("Sysselsatta i riksområdet", "Persons employed", "personer", nullable=True),
            "lq": quotient_column("Lokaliseringskvot", "Location quotient"),
            "lower": quotient_column("Intervallets nedre gräns", "Lower limit"),
            "upper": quotient_column("Intervallets övre gräns", "Upper limit"),
        },
    ),
    table(
        "evidence_map",
        ["region_code", "area_id", "criterion"],
        {
            "region_code": region_column(),
            "area_id": text("Område", "Area"),
            "criterion": text("Kriterium", "Criterion"),
            "state": text("Belagd, eller varför inte", "Known, or why not"),
            "value": real("Kvot eller poäng", "Quotient or score", "se criterion", ge=0, nullable=True),
            "lower": real("Nedre gräns, eller lägsta poäng", "Lower limit", "se criterion", ge=0, nullable=True),
            "upper": real("Övre gräns, eller högsta poäng", "Upper limit", "se criterion", ge=0, nullable=True),
        },
    ),
    table(
        "diversification_options",
        ["region_code", "sni_division"],
        {
            "region_code": region_column(),
            "sni_division": division_column(),
            "lq": quotient_column("Lokaliseringskvot", "Location quotient"),
            "is_specialised": truth("Specialiserad", "Specialised", nullable=True),
            "density": real("Närhet", "Relatedness density", "procent", ge=0, le=100, nullable=True),
            "complexity": real("Komplexitet", "Complexity", "z-värde", nullable=True),
            "quadrant": text(
                "Ruta, tom för branscher som regionen redan har",
                "Quadrant, empty for industries that the region already has",
                nullable=True,
            ),
            "stability": share_column(
                "Andel av omdragningarna med samma ruta", "Share of redraws with the same quadrant"
            ),
        },
    ),
    table(
        "academic_strengths",
        ["region_code", "field_code"],
        {
            "region_code": region_column(),
            "university": text("Lärosäte", "University"),
            "field_code": text("Forskningsområde", "Field of research (OECD FORD)"),
            "publications": real("Publikationer", "Publications", "antal", ge=0, nullable=True),
            "activity_index": quotient_column("Aktivitetsindex", "Activity index"),
            "lower": quotient_column("Intervallets nedre gräns", "Lower limit"),
            "upper": quotient_column("Intervallets övre gräns", "Upper limit"),
            "is_strong": truth("Starkt enligt trösklarna", "Strong by the thresholds", nullable=True),
            "probability": share_column("Sannolikhet att tröskeln nås", "Probability of reaching the threshold"),
        },
    ),
    table(
        "division_strengths",
        ["region_code", "sni_division"],
        {
            "region_code": region_column(),
            "sni_division": division_column(),
            "employed": count("Sysselsatta efter arbetsställe", "Employed by workplace", "personer", nullable=True),
            "employed_share": share_column("Andel av regionens sysselsatta", "Share of the region's employed"),
            "lq": quotient_column("Lokaliseringskvot", "Location quotient"),
            "lower": quotient_column("Intervallets nedre gräns", "Lower limit"),
            "upper": quotient_column("Intervallets övre gräns", "Upper limit"),
            "is_strong": truth("Stark enligt trösklarna", "Strong by the thresholds", nullable=True),
            "probability": share_column("Sannolikhet att tröskeln nås", "Probability of reaching the threshold"),
        },
    ),
    table(
        "combined_strengths",
        ["region_code", "area_id"],
        {
            "region_code": region_column(),
            "area_id": text("Område", "Area"),
            "name_sv": name_column("Områdets namn", "Name of the area"),
            "industry_score": score_column("Näringslivets poäng", "Industry score"),
            "academic_score": score_column("Akademins poäng", "Academic score"),
            "joint_score": score_column("Gemensam poäng", "Joint score"),
            "quadrant": text("Klass", "Class"),
            "probability": share_column("Sannolikhet för klassen", "Probability of the class"),
            "label": text("Klass, eller gränsfall", "Class, or borderline"),
            "tier": text("Nivå av styrka", "Tier of strength"),
        },
    ),
    table(
        "test_area_classes",
        ["region_code", "priority_id"],
        {
            "region_code": region_column(),
            "priority_id": text("Testområde", "Test area"),
            "name_sv": name_column("Testområdets namn", "Name of the test area"),
            "employed": real("Sysselsatta i testområdet", "Employed in the test area", "personer", ge=0, nullable=True),
            "precision": share_column("Andel i starka branscher", "Share in strong industries"),
            "coverage": share_column("Andel som data kan se", "Share visible in the data"),
            "academic_share": share_column(
                "Andel av publikationerna i starka fält", "Share of publications in strong fields"
            ),
            "probability": share_column("Sannolikhet att gränsen nås", "Probability of reaching the cut"),
            "area_class": text("Klass", "Class"),
            "strengths_hash": text("Styrkornas kontrollsumma", "Hash of the strengths"),
        },
    ),
    table(
        "strengths_outside",
        ["region_code", "sni_division"],
        {
            "region_code": region_column(),
            "sni_division": division_column(),
            "employed": count("Sysselsatta efter arbetsställe", "Employed by workplace", "personer", nullable=True),
            "lq": quotient_column("Lokaliseringskvot", "Location quotient"),
            "covered_share": share_column("Andel som ingår i något testområde", "Share that is part of any test area"),
            "is_outside": truth("Ej bland testområdena", "Outside the test areas", nullable=True),
        },
    ),
    table(
        "overall_strengths",
        ["region_code", "area_id"],
        {
            "region_code": region_column(),
            "area_id": text("Område", "Area"),
            "name_sv": name_column("Områdets namn", "Name of the area"),
            "covered_share": share_column("Andel som ingår i något testområde", "Share that is part of any test area"),
            "outcome": text("Steg där området föll bort, eller helhetligt", "Step at which the area left, or overall"),
        },
    ),
)
