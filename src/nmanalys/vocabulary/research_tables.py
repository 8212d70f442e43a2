"""Schemas of the tables on universities: what they publish, how it is cited, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nmanalys.vocabulary.columns import source, year
from nmanalys.vocabulary.schema import count, real, table, text

if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = ["RESEARCH"]


def _has_a_size(citations: DataFrame) -> Series:
    return (citations["publications"] > 0) & (citations["expected"] > 0)


def _has_fewer_at_the_top(citations: DataFrame) -> Series:
    return ~(citations["top_publications"] > citations["publications"])


def _has_squares(citations: DataFrame) -> Series:
    """Whatever the publications are, their squares sum to at least the squared sum over their number."""
    least = citations["citations"] ** 2 / citations["publications"]
    return ~(citations["squared_citations"] < least * (1 - 1e-6))


RESEARCH = (
    table(
        "university_figures",
        ("university", "indicator", "period"),
        {
            "university": text("Lärosäte", "University", references="universities.code"),
            "indicator": text("Uppgift", "Indicator"),
            "unit": text("Enhet", "Unit"),
            "period": text("Tid", "Period"),
            "value": text("Värde, som det är tryckt", "Value as printed"),
            **source(),
        },
    ),
    *(
        table(
            name,
            ("university", "field_code", "year"),
            {
                "university": text("Lärosäte, SE = hela riket", "University, SE = the nation"),
                "field_code": text("Forskningsområde", "Field", references="research_fields.code"),
                "year": year(),
                column: measure,
            },
        )
        for name, column, measure in (
            ("publications", "publications", count("Publikationer", "Publications", "antal")),
            (
                "research_funding",
                "funding_msek",
                real("Forskningsmedel", "Research funding", "miljoner kronor", ge=0),
            ),
        )
    ),
    table(
        "citations",
        ("university", "field_code", "year"),
        {
            "university": text("Lärosäte", "University", references="universities.code"),
            "field_code": text("Forskningsområde", "Field", references="research_fields.code"),
            "year": year(),
            "publications": real(
                "Publikationer, hela eller andelar", "Publications, whole or fractional", "antal", ge=0
            ),
            "citations": real("Citeringar, summan", "Citations, their sum", "antal", ge=0),
            "expected": real(
                "Världens medel av citeringar per publikation, samma ämne, år och typer av publikationer",
                "The world's mean of citations a publication, same field, year and types",
                "antal",
                ge=0,
            ),
            "squared_citations": real(
                "Summan av citeringarna i kvadrat, publikation för publikation, tomt = okänd",
                "Sum of the citations squared, publication by publication, empty = unknown",
                "antal i kvadrat",
                ge=0,
                nullable=True,
            ),
            "top_publications": real(
                "Publikationer bland världens tiondel mest citerade, tomt = okänt",
                "Publications among the world's most cited tenth, empty = unknown",
                "antal",
                ge=0,
                nullable=True,
            ),
        },
        checks=[
            (_has_a_size, "needs publications and a world mean above 0", "behöver publikationer och ett medel över 0"),
            (
                _has_fewer_at_the_top,
                "has more publications at the top than in all",
                "har fler publikationer bland de mest citerade än i allt",
            ),
            (
                _has_squares,
                "has squares that are too small for its citations",
                "har en summa i kvadrat som är för liten för sina citeringar",
            ),
        ],
        own=("Citeringar efter lärosäte och forskningsområde", "Citations by university and field"),
        may_be_empty=True,
    ),
)
