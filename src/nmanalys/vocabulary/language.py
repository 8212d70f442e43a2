"""How numbers, dates and lists are written for a Swedish reader.

Decimal comma, narrow no-break space between thousands and before per cent, a real minus sign. The number
patterns are Babel's; only the width of the space is ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import SupportsFloat

from babel.dates import format_date
from babel.numbers import format_decimal

__all__ = ["MISSING", "date_text", "interval", "listing", "number", "percent", "signed", "signed_percent"]

LOCALE = "sv"
NARROW_SPACE = "\u202f"
MISSING = "uppgift saknas"


def number(value: SupportsFloat | None, decimals: int = 0) -> str:
    """Write a number; `uppgift saknas` when it is missing.

    Examples
    --------
    >>> number(2345.64, 1).replace(NARROW_SPACE, " "), number(-3.4, 1), number(float("nan"))
    ('2 345,6', '−3,4', 'uppgift saknas')
    """
    if value is None or not math.isfinite(value := float(value)):
        return MISSING
    value = round(value, decimals) + 0.0  # no minus zero
    text = format_decimal(value, "#,##0." + "0" * decimals if decimals else "#,##0", locale=LOCALE)
    return text.replace("\u00a0", NARROW_SPACE).replace("-", "−")


def signed(value: SupportsFloat | None, decimals: int = 0) -> str:
    """Write a change with its sign.

    Examples
    --------
    >>> signed(3.25, 1), signed(-3), signed(0)
    ('+3,2', '−3', '0')
    """
    text = number(value, decimals)
    return f"+{text}" if text != MISSING and round(float(value), decimals) > 0 else text


def percent(share: SupportsFloat | None, decimals: int = 1) -> str:
    """Write a share between 0 and 1 as per cent.

    Examples
    --------
    >>> percent(0.1234).replace(NARROW_SPACE, " ")
    '12,3 %'
    """
    text = number(None if share is None else float(share) * 100, decimals)
    return text if text == MISSING else f"{text}{NARROW_SPACE}%"


def signed_percent(share: SupportsFloat | None, decimals: int = 1) -> str:
    """Write a relative change as per cent with its sign.

    Examples
    --------
    >>> signed_percent(0.05).replace(NARROW_SPACE, " ")
    '+5,0 %'
    """
    text = signed(None if share is None else float(share) * 100, decimals)
    return text if text == MISSING else f"{text}{NARROW_SPACE}%"


def interval(lower: SupportsFloat | None, upper: SupportsFloat | None, decimals: int = 2) -> str:
    """Write an interval with an en dash.

    Examples
    --------
    >>> interval(1.311, 1.329), interval(-1, 2, 0)
    ('1,31–1,33', '−1 till 2')
    """
    low, high = number(lower, decimals), number(upper, decimals)
    if MISSING in (low, high):
        return MISSING
    return f"{low} till {high}" if "−" in low + high else f"{low}–{high}"


def listing(items: Iterable[object], *, empty: str = "inga", conjunction: str = "och") -> str:
    """Join names the way a sentence does.

    Examples
    --------
    >>> listing(["stål", "papper", "trä"]), listing(["stål"]), listing([])
    ('stål, papper och trä', 'stål', 'inga')
    """
    names = [str(item) for item in items]
    if len(names) < 2:
        return names[0] if names else empty
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def date_text(day: date | str) -> str:
    """Write a date as in running text.

    Examples
    --------
    >>> date_text("2022-07-06")
    '6 juli 2022'
    """
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(day, "d MMMM y", locale=LOCALE)
