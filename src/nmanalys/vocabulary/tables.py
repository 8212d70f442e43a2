"""Schemas of the tables that the project reads: reference lists and statistics.

One declaration a table; the schemas of research stand in :mod:`nmanalys.vocabulary.research_tables`, those of
assessments and surveys in :mod:`nmanalys.vocabulary.assessments`. `SCHEMAS` holds them all by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nmanalys.vocabulary.assessments import ASSESSMENTS
from nmanalys.vocabulary.columns import division, employed, group, municipality, region, source, year
from nmanalys.vocabulary.industries import GROUPS, LEVELS, TOTAL, UNKNOWN
from nmanalys.vocabulary.research_tables import RESEARCH
from nmanalys.vocabulary.schema import Schema, count, real, table, text

__all__ = ["EDUCATION_LEVELS", "SCHEMAS"]

EDUCATION_LEVELS = ("21", "3", "4", "5", "61", "US")


def _by_region(name: str, *measures: str) -> Schema:
    """Published figures by county and year, one row a figure."""
    return table(
        name,
        ("region_code", "year", "measure"),
        {
            "region_code": region(),
            "year": year(),
            "measure": text("Mått", "Measure", among=measures),
            "value": real("Värde, tomt = skyddad uppgift", "Value, empty = suppressed", "se unit", ge=0, nullable=True),
            "unit": text("Enhet", "Unit"),
            "definition": text("Definition", "Definition"),
            **source(),
        },
    )


REFERENCE = (
    table(
        "regions",
        ("code",),
        {
            "code": text(
                "SCB:s kod", "SCB code", pattern=r"[0-9]{2}|[A-Z]{2,}", form="a county code such as 01 or a name"
            ),
            "nuts": text("NUTS-kod", "NUTS code", pattern=r"SE[0-9]{0,3}", form="a NUTS code such as SE312"),
            "name": text("Namn", "Name"),
            "genitive": text("Namn i genitiv", "Name in the genitive"),
            "slug": text("Namn i adresser", "Name in addresses", pattern=r"[a-z-]+", form="lower-case ASCII"),
            "kind": text("Slag av region", "Kind of region", among=("nation", "county", "aggregate")),
            "members": text("Ingående län", "Counties of an aggregate", nullable=True),
        },
    ),
    table(
        "industries",
        ("code",),
        {
            "code": text("Kod", "Code"),
            "level": text("Nivå", "Level", among=LEVELS),
            "parent_group": text("Grupp som avdelningen ingår i", "Group of the division", among=GROUPS, nullable=True),
            "name_sv": text("Svenskt namn", "Swedish name"),
            "short_sv": text(
                "Kort svenskt namn", "Short Swedish name", pattern=r".{1,32}", form="at most 32 characters"
            ),
            "name_en": text("Engelskt namn", "English name"),
        },
    ),
    table(
        "municipalities",
        ("code",),
        {
            "code": text(
                "Kommunkod", "Code", pattern=r"[0-9]{4}", form="four digits with the leading zero, such as 0114"
            ),
            "name": text("Namn", "Name"),
            "county_code": region(),
        },
    ),
    table(
        "research_fields",
        ("code",),
        {
            "code": text(
                "OECD FORD-kod", "OECD FORD code", pattern=r"[0-9](\.[0-9]{1,2})?", form="a code such as 2 or 2.11"
            ),
            "level": text("Nivå", "Level", among=("broad", "detailed")),
            "name_sv": text("Svenskt namn", "Swedish name"),
            "name_en": text("Engelskt namn", "English name"),
        },
    ),
    table(
        "universities",
        ("code",),
        {"code": text("Kod", "Code"), "name": text("Namn", "Name"), "county_code": region()},
    ),
)

STATISTICS = (
    table(
        "employment",
        ("region_code", "sni_group", "year"),
        {
            "region_code": region(),
            "sni_group": group(UNKNOWN, TOTAL),
            "year": year(),
            "employed": employed(),
        },
    ),
    table(
        "employment_nuts2",
        ("nuts", "sni_division", "year"),
        {
            "nuts": text("NUTS-kod", "NUTS code", pattern=r"SE[0-9]{0,2}", form="a NUTS code such as SE31"),
            "sni_division": text(
                "SNI 2007 (= Nace rev. 2): sektion eller avdelning",
                "SNI 2007 (= NACE Rev. 2) section or division",
                pattern=r"[A-U]|[0-9]{2}",
                form="a section such as C or a division such as 24",
            ),
            "level": text("Nivå", "Level", among=("section", "division")),
            "year": year(),
            "employed": count(
                "Sysselsatta, tomt = skyddad uppgift",
                "Persons employed, empty = suppressed",
                "personer",
                nullable=True,
            ),
        },
    ),
    table(
        "employment_divisions",
        ("region_code", "sni_division", "year"),
        {
            "region_code": region(),
            "sni_division": division(),
            "year": year(),
            "employed": employed(nullable=True),
            "workplaces": count(
                "Arbetsställen, tomt = skyddad uppgift",
                "Workplaces, empty = suppressed",
                "arbetsställen",
                nullable=True,
            ),
            "workplace_herfindahl": real(
                "Summan av arbetsställenas kvadrerade andelar av de sysselsatta",
                "Sum of the workplaces' squared shares of the employed",
                "andel",
                ge=0,
                le=1,
                nullable=True,
            ),
            "largest_workplace_share": real(
                "Största arbetsställets andel av de sysselsatta",
                "Largest workplace's share of the employed",
                "andel",
                ge=0,
                le=1,
                nullable=True,
            ),
        },
    ),
    table(
        "employment_municipalities",
        ("municipality_code", "sni_division", "year"),
        {
            "municipality_code": municipality(),
            "sni_division": division(),
            "year": year(),
            "employed": employed(nullable=True),
        },
    ),
    table(
        "education",
        ("region_code", "sni_group", "education_level", "year"),
        {
            "region_code": region(),
            "sni_group": group(UNKNOWN, TOTAL),
            "education_level": text(
                "Utbildningsnivå: 21 förgymnasial, 3 gymnasial högst 2 år, 4 gymnasial 3 år, "
                "5 eftergymnasial kortare än 3 år, 61 eftergymnasial 3 år eller längre, US uppgift saknas",
                "Education: 21 lower, 3 upper secondary up to 2 years, 4 upper secondary 3 years, "
                "5 post-secondary below 3 years, 61 post-secondary 3 years or more, US unknown",
                among=EDUCATION_LEVELS,
            ),
            "year": year(),
            "employed": employed(),
        },
    ),
    _by_region("population", "population"),
    _by_region("new_firms", "new_firms", "new_firms_per_1000", "registered_firms_per_1000"),
    _by_region("business_rd", "berd", "berd_older"),
    _by_region(
        "rd_by_sector",
        *("all_sectors", "national_share", "business", "higher_education", "government"),
        *("public_sector", "public_sector_fte", "public_sector_persons"),
        *("national_total", "national_business", "national_higher_education"),
    ),
    _by_region(
        "trademarks",
        "applications_first_half",
        "applications_to_november",
        "applications_to_november_all",
        "applications_year",
    ),
    _by_region("patents", "prv_applications", "prv_applications_per_100000", "epo_applications"),
    table(
        "published_figures",
        ("id",),
        {
            "id": text("Nummer", "Number", pattern=r"f[0-9]{4}", form="f and four digits"),
            "indicator": text("Uppgift", "Indicator"),
            "unit": text("Enhet", "Unit"),
            "geography": text("Område", "Geography"),
            "period": text("Tid", "Period"),
            "value": text("Värde, som det är tryckt", "Value as printed"),
            **source(),
        },
    ),
)

SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {schema.name: schema for schema in (*REFERENCE, *STATISTICS, *RESEARCH, *ASSESSMENTS)}
)
