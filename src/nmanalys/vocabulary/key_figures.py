"""The key figures of a county's first page, declared once: what is divided by what, and in which unit."""

from __future__ import annotations

from dataclasses import dataclass

from nmanalys.vocabulary.translation import _

__all__ = ["KEY_FIGURES", "KeyFigure", "Quantity"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Where a number stands: the table, and what its column of kinds says.

    Attributes
    ----------
    table : str
        Name of the table.
    kind : str
        Value of its column `measure`, or of `sni_group`.
    year : int or None
        Year; None for the year of the key figure.
    """

    table: str
    kind: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One key figure.

    Attributes
    ----------
    name, label_sv, unit_sv : str
        Identifier, and what readers see.
    quantity : Quantity
        What is counted.
    per : Quantity or None
        What it is divided by.
    scale : float
        Factor after the division.
    year : int or None
        Year; None for the analysis' own year.
    earlier : int or None
        Year that it is compared with, where the series has no break between.
    decimals : int
        Decimals shown.
    events : Quantity or None
        Number of chance events behind the figure, which says how certain it is; None for a count of the whole
        population and for a survey whose error nobody has published.
    is_rate : bool
        The quantity is itself a rate. Rates cannot be summed over counties; their events and exposures can.
    has_level : bool
        Whether a comparison of levels with the nation makes sense: a plain number of people is compared as a share
        of the nation's, and by its growth.
    """

    name: str
    label_sv: str
    unit_sv: str
    quantity: Quantity
    per: Quantity | None = None
    scale: float = 1.0
    year: int | None = None
    earlier: int | None = None
    decimals: int = 0
    events: Quantity | None = None
    is_rate: bool = False
    has_level: bool = True


ALL_INDUSTRIES = "A-U+US"

KEY_FIGURES = (
    KeyFigure(
        "population",
        _("Invånare"),
        _("personer"),
        Quantity("population", "population"),
        year=2020,
        earlier=2018,
        has_level=False,
    ),
    KeyFigure(
        "employed",
        _("Sysselsatta"),
        _("personer"),
        Quantity("employment", ALL_INDUSTRIES),
        earlier=2020,
        has_level=False,
    ),
    KeyFigure(
        "manufacturing_share",
        _("Jobb i tillverkning och utvinning"),
        _("% av jobben"),
        Quantity("employment", "B+C"),
        per=Quantity("employment", ALL_INDUSTRIES),
        scale=100.0,
        earlier=2020,
        decimals=1,
    ),
    KeyFigure(
        "new_firms",
        _("Nystartade företag"),
        _("per 1\N{NARROW NO-BREAK SPACE}000 invånare 16–64 år"),
        Quantity("new_firms", "new_firms_per_1000"),
        year=2017,
        decimals=1,
        events=Quantity("new_firms", "new_firms"),
        is_rate=True,
    ),
    KeyFigure(
        "business_rd",
        _("Företagens forskning och utveckling"),
        _("kronor per invånare"),
        Quantity("business_rd", "berd"),
        per=Quantity("population", "population"),
        scale=1_000_000.0,
        year=2019,
    ),
    KeyFigure(
        "trademarks",
        _("Varumärkesansökningar, januari–juni"),
        _("per 100\N{NARROW NO-BREAK SPACE}000 invånare"),
        Quantity("trademarks", "applications_first_half"),
        per=Quantity("population", "population", 2020),
        scale=100_000.0,
        year=2021,
        earlier=2020,
        decimals=1,
        events=Quantity("trademarks", "applications_first_half"),
    ),
)
