"""Columns that many tables share: regions, industries, years, sources."""

from __future__ import annotations

from nmanalys.vocabulary.industries import GROUPS
from nmanalys.vocabulary.schema import Column, count, integer, text

__all__ = [
    "THREE_COUNTIES",
    "address",
    "cluster",
    "county",
    "division",
    "employed",
    "group",
    "municipality",
    "region",
    "slug",
    "source",
    "wave",
    "year",
]

THREE_COUNTIES = ("17", "20", "21")


def region() -> Column:
    """Code of a county, or 00 for the nation."""
    return text(
        "Länskod, 00 för riket",
        "County code, 00 for the nation",
        pattern=r"[0-9]{2}",
        form="two digits with the leading zero, such as 01",
        references="regions.code",
    )


def county() -> Column:
    """Code of a county."""
    return text(
        "Länskod",
        "County code",
        pattern=r"0[1-9]|1[0-9]|2[0-5]",
        form="a county's two digits with the leading zero, such as 01",
        form_sv="ett läns två siffror, till exempel 20",
        references="regions.code",
    )


def municipality(nullable: bool = False) -> Column:
    """Code of a municipality."""
    return text(
        "Kommunkod" + (", tomt = okänd" if nullable else ""),
        "Municipality code" + (", empty = unknown" if nullable else ""),
        pattern=r"[0-9]{4}",
        form="four digits with the leading zero, such as 0114",
        form_sv="en kommuns fyra siffror, till exempel 0114",
        references="municipalities.code",
        nullable=nullable,
    )


def division() -> Column:
    """Two-digit division of SNI 2007."""
    return text(
        "SNI 2007, avdelning på tvåsiffernivå",
        "SNI 2007 division",
        pattern=r"[0-9]{2}",
        form="two digits with the leading zero, such as 01",
        references="industries.code",
    )


def group(*extra: str) -> Column:
    """Group of SNI 2007 sections; `extra` adds the unknown and the total."""
    return text("SNI 2007, grupp av sektioner", "SNI 2007 group of sections", among=(*GROUPS, *extra))


def year() -> Column:
    """Year."""
    return integer("År", "Year", "år", ge=1990, le=2100)


def wave() -> Column:
    """Wave of a survey or assessment, named by its year."""
    return integer("Omgång", "Wave", "år", ge=2000, le=2100)


def employed(nullable: bool = False) -> Column:
    """Employed persons by place of work."""
    return count(
        "Sysselsatta efter arbetsställets belägenhet" + (", tomt = skyddad uppgift" if nullable else ""),
        "Employed by place of work" + (", empty = suppressed" if nullable else ""),
        "personer",
        nullable=nullable,
    )


def address() -> Column:
    """Where a source is found."""
    return text(
        "Källans adress",
        "Address of the source",
        pattern=r"https?://\S.*",
        form="an address that begins with http",
        form_sv="en adress som börjar med http",
    )


def source() -> dict[str, Column]:
    """Title and address of a source, and what must be said about it."""
    return {
        "source_title": text("Källans titel", "Title of the source"),
        "source_url": address(),
        "note": text("Anmärkning", "Note", nullable=True),
    }


def slug(sv: str, en: str, references: str = "", nullable: bool = False) -> Column:
    """Identifier in lower-case ASCII."""
    return text(
        sv,
        en,
        pattern=r"[a-z0-9]+(-[a-z0-9]+)*",
        form="lower-case ASCII with hyphens",
        form_sv="små bokstäver a–z, siffror och bindestreck, till exempel skog-2",
        references=references,
        nullable=nullable,
    )


def cluster() -> Column:
    """Identifier of a cluster organisation, or of an invented cluster."""
    return text("Kluster", "Cluster", references="clusters.cluster_id example_clusters.cluster_id")
