"""How numbers, dates and lists are written for a Swedish reader.

Decimal comma, narrow no-break space between thousands and before per cent, a real minus sign. The number
patterns are Babel's; only the width of the space is ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date
from typing import SupportsFloat

from babel.dates import format_date
from babel.numbers import format_decimal

from nmanalys.vocabulary.translation import _

__all__ = ["MISSING", "date_text", "interval", "listing", "number", "percent", "signed", "signed_percent"]

LOCALE = "sv"
MOST_DECIMALS = 6
NARROW_SPACE = "\u202f"
MISSING = _("uppgift saknas")
PARENTHESIS = re.compile(r"\([^)]*\)")


def number(value: SupportsFloat | None, decimals: int = 0, cuts: Iterable[float] = ()) -> str:
    """Write a number; `uppgift saknas` when it is missing.

    Parameters
    ----------
    value : float or None
        The number.
    decimals : int
        Decimals shown, if no cut asks for more.
    cuts : iterable of float
        Thresholds that the number is judged by: it is written with the decimals that it takes for the written number
        to lie on the right side of each.

    Examples
    --------
    >>> number(2345.64, 1).replace(NARROW_SPACE, " "), number(-3.4, 1), number(float("nan"))
    ('2 345,6', '−3,4', 'uppgift saknas')
    >>> number(1.2458, 2, cuts=[1.25]), number(1.2512, 2, cuts=[1.25])
    ('1,246', '1,25')
    """
    if value is None or not math.isfinite(value := float(value)):
        return MISSING
    decimals = _decimals_apart(value, decimals, [*cuts])
    value = round(value, decimals) + 0.0  # no minus zero
    text = format_decimal(value, "#,##0." + "0" * decimals if decimals else "#,##0", locale=LOCALE)
    return text.replace("\u00a0", NARROW_SPACE).replace("-", "−")


def _decimals_apart(value: float, decimals: int, cuts: list[float]) -> int:
    for more in range(decimals, MOST_DECIMALS):
        if all((round(value, more) >= cut) == (value >= cut) for cut in cuts):
            return more
    return max(decimals, MOST_DECIMALS)


def signed(value: SupportsFloat | None, decimals: int = 0) -> str:
    """Write a change with its sign.

    Examples
    --------
    >>> signed(3.25, 1), signed(-3), signed(0)
    ('+3,2', '−3', '0')
    """
    text = number(value, decimals)
    return f"+{text}" if text != MISSING and round(float(value), decimals) > 0 else text


def percent(share: SupportsFloat | None, decimals: int = 1, cuts: Iterable[float] = ()) -> str:
    """Write a share between 0 and 1 as per cent, on the right side of the cuts (also 0-1).

    Examples
    --------
    >>> percent(0.1234).replace(NARROW_SPACE, " "), percent(0.496, 0, cuts=[0.5]).replace(NARROW_SPACE, " ")
    ('12,3 %', '49,6 %')
    """
    text = number(None if share is None else float(share) * 100, decimals, [cut * 100 for cut in cuts])
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
    return _("{low} till {high}").format(low=low, high=high) if "−" in low + high else f"{low}–{high}"


def listing(items: Iterable[object], *, empty: str = _("inga"), conjunction: str = _("och")) -> str:
    """Join names the way a sentence does.

    Where one of them holds an *och*, the last is joined by *samt*; where one holds a comma, all by semicolons.

    Examples
    --------
    >>> listing(["stål", "papper", "trä"]), listing(["stål"]), listing([])
    ('stål, papper och trä', 'stål', 'inga')
    >>> listing(["energi och miljö", "bygg"]), listing(["natur, kultur och plats", "hälsa"])
    ('energi och miljö samt bygg', 'natur, kultur och plats; hälsa')
    """
    names = [str(item) for item in items]
    if len(names) < 2:
        return names[0] if names else empty
    if any(", " in PARENTHESIS.sub("", name) for name in names):
        return "; ".join(names)
    ordinary = _("och")
    is_double = conjunction == ordinary and any(f" {ordinary} " in name for name in names)
    joint = _("samt") if is_double else conjunction
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


def date_text(day: date | str) -> str:
    """Write a date as in running text.

    Examples
    --------
    >>> date_text("2022-07-06")
    '6 juli 2022'
    """
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(day, "d MMMM y", locale=LOCALE)
