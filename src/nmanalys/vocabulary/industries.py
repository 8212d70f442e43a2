"""Industries: SNI 2007 divisions, and the groups of sections in which SCB publishes employment by county.

The names stand in ``data/reference/industries.csv``; this module gives its rows their type and finds them by code.
SNI 2007 is the Swedish edition of NACE Rev. 2: the first two digits are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nmanalys.errors import SchemaError, nearest

__all__ = ["GROUPS", "LEVELS", "SECTIONS", "TOTAL", "UNKNOWN", "Industries", "Industry", "section_of"]

GROUPS = ("A", "B+C", "D+E", "F", "G", "H", "I", "J", "K", "L", "M+N", "O", "P", "Q", "R+S+T+U")
TOTAL = "A-U+US"
UNKNOWN = "US"
LEVELS = ("group", "division", "total", "unknown")

# First and last division of each section (NACE Rev. 2, Regulation (EC) No 1893/2006, Annex I)
SECTIONS: Mapping[str, tuple[int, int]] = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (45, 47),
    "H": (49, 53), "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68), "M": (69, 75), "N": (77, 82),
    "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93), "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip


def section_of(division: str) -> str:
    """Return the section of a two-digit division.

    Raises
    ------
    SchemaError
        If SNI 2007 has no such division.

    Examples
    --------
    >>> section_of("24"), section_of("62")
    ('C', 'J')
    """
    if division.isascii() and division.isdigit() and len(division) == 2:
        for section, (first, last) in SECTIONS.items():
            if first <= int(division) <= last:
                return section
    raise SchemaError(f"'{division}' is not a division of SNI 2007; divisions are written 01 to 99.")


@dataclass(frozen=True, slots=True)
class Industry:
    """One group or division.

    Attributes
    ----------
    code : str
        ``24``, ``B+C``, ``US`` (unknown) or ``A-U+US`` (total).
    level : str
        ``group``, ``division``, ``total`` or ``unknown``.
    parent_group : str
        Group of a division; empty otherwise.
    name_sv, short_sv, name_en : str
        Official Swedish name, a name short enough for an axis, and the English name.
    """

    code: str
    level: str
    parent_group: str
    name_sv: str
    short_sv: str
    name_en: str

    def __str__(self) -> str:
        return self.short_sv


class Industries:
    """All industries, in the order of the reference table.

    Examples
    --------
    >>> row = dict(code="24", level="division", parent_group="B+C", name_sv="Stål- och metallframställning",
    ...            short_sv="Stål och metall", name_en="Manufacture of basic metals")
    >>> industries = Industries.from_rows([row])
    >>> industries.find("24").short_sv, industries.divisions_of("B+C")
    ('Stål och metall', ('24',))
    """

    def __init__(self, industries: Iterable[Industry]) -> None:
        self._by_code = {industry.code: industry for industry in industries}

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> Industries:
        """Build from the rows of the reference table."""
        return cls(Industry(**{**row, "parent_group": row["parent_group"] or ""}) for row in rows)

    def __iter__(self) -> Iterator[Industry]:
        return iter(self._by_code.values())

    @property
    def divisions(self) -> tuple[str, ...]:
        """Codes of all divisions."""
        return tuple(industry.code for industry in self if industry.level == "division")

    @property
    def short_names(self) -> dict[str, str]:
        """Short Swedish name by code."""
        return {industry.code: industry.short_sv for industry in self}

    def divisions_of(self, group: str) -> tuple[str, ...]:
        """Codes of the divisions that a group consists of."""
        return tuple(industry.code for industry in self if industry.parent_group == group)

    def find(self, code: str | int) -> Industry:
        """Find an industry by its code (a division also as a number).

        Raises
        ------
        SchemaError
            If there is none; the message names the nearest code.
        """
        key = f"{code:02d}" if isinstance(code, int) else str(code).strip()
        try:
            return self._by_code[key]
        except KeyError:
            raise SchemaError(f"Unknown industry '{code}'. {nearest(key, self._by_code)}") from None
