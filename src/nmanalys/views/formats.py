"""How a value is written in a figure or a table, chosen by a short specification.

========================  =====================================================
``"0"``, ``"0.0"`` …      number with that many decimals: ``2 345,6``
``"+0.0"``                with its sign: ``+3,2``
``"%"``, ``"0.0 %"``      a share between 0 and 1 as per cent: ``12,3 %``
``"+0.0 %"``              the same with its sign
``"year"``                ungrouped: ``2024``
``"date"``                ``6 juli 2022``
``"text"``                as it is
``"written"``             a number that is written already: as it is, to the right
========================  =====================================================

A missing value is written ``..``, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.vocabulary.language import date_text, number, percent, signed, signed_percent
from nmanalys.vocabulary.translation import _, translated

__all__ = ["DOTS", "Format", "decimals_of", "formatter", "shares_among", "with_interval"]

Format: TypeAlias = Callable[[Any], str]
DOTS = ".."

_NUMERIC = re.compile(r"(?P<sign>\+?)(?:0(?:\.(?P<decimals>0+))?)?(?P<percent> ?%)?")
_WORDS: dict[str, Format] = {
    "text": translated,
    "written": str,
    "year": lambda value: str(int(value)),
    "date": lambda value: date_text(str(value)[:10]),
}


def formatter(spec: str, cuts: Iterable[float] = ()) -> Format:
    r"""Return the function that writes one value.

    Parameters
    ----------
    spec : str
        One of those above.
    cuts : iterable of float
        Thresholds that the value is judged by; it gets the decimals that it takes to be seen on its side of them.

    Raises
    ------
    SchemaError
        If the specification is not one of those above.

    Examples
    --------
    >>> formatter("0.00")(1.316), formatter("+0")(-3), formatter("year")(2024.0), formatter("0.0")(None)
    ('1,32', '−3', '2024', '..')
    >>> formatter("0.0 %")(0.1234).replace("\u202f", " ")
    '12,3 %'
    """
    write = _WORDS.get(spec) or _numeric(spec, tuple(cuts))
    return lambda value: DOTS if pd.isna(value) else write(value)


def _numeric(spec: str, cuts: tuple[float, ...]) -> Format:
    match = _NUMERIC.fullmatch(spec)
    if not match or spec in ("", "+"):
        raise SchemaError(f"Unknown format '{spec}'. Known: 0, 0.0, +0.0, %, 0.0 %, +0.0 %, year, date, text, written.")
    decimals = decimals_of(spec)
    if match["sign"]:
        with_sign = signed_percent if match["percent"] else signed
        return lambda value: with_sign(value, decimals)
    plain = percent if match["percent"] else number
    return lambda value: plain(value, decimals, cuts)


def decimals_of(spec: str) -> int:
    """Count the decimals that a specification asks for.

    Examples
    --------
    >>> decimals_of("0.00"), decimals_of("%"), decimals_of("text")
    (2, 0, 0)
    """
    return len(spec.partition(".")[2].rstrip(" %"))


def shares_among(specs: Mapping[str, str]) -> dict[str, int]:
    """Return the columns that are written as per cent, with their decimals.

    Examples
    --------
    >>> shares_among({"value": "0.0 %", "lq": "0.00"})
    {'value': 1}
    """
    return {column: decimals_of(spec) for column, spec in specs.items() if spec.endswith("%")}


def with_interval(value: Any, lower: Any, upper: Any, spec: str = "0.00", cuts: Iterable[float] = ()) -> str:
    r"""Write a value and its interval with as many decimals each; the value alone when there is no interval.

    Examples
    --------
    >>> with_interval(1.32, 1.311, 1.329), with_interval(1.32, None, None), with_interval(-0.5, -1, 2, "0.0")
    ('1,32 (1,31–1,33)', '1,32', '−0,5 (−1,0 till 2,0)')
    >>> with_interval(1.2458, 1.226, 1.26, cuts=[1.25])
    '1,246 (1,226–1,260)'
    >>> with_interval(0.22, 0.175, 0.269, "%").replace("\u202f", " ")
    '22 % (18–27 %)'
    """
    write = formatter(spec, cuts)
    if pd.isna(value) or pd.isna(lower) or pd.isna(upper):
        return write(value)
    spec = _widest(spec, [write(part) for part in (value, lower, upper)])
    write = formatter(spec)
    low, high = write(lower), write(upper)
    if "−" in low + high or "+" in low + high:
        return _("{value} ({low} till {high})").format(value=write(value), low=low, high=high)
    if low.endswith("%"):
        low = low.rstrip("%\u202f\u00a0 ")
    return f"{write(value)} ({low}–{high})"


def _widest(spec: str, texts: Iterable[str]) -> str:
    """Return the specification with the decimals of the text that has most: 1,23 (1,21–1,247) looks like an error."""
    if spec in _WORDS:
        return spec
    most = max(len(text.rstrip("%\u202f").partition(",")[2]) for text in texts)
    return ("+" if spec.startswith("+") else "") + "0" + "." * bool(most) + "0" * most + " %" * spec.endswith("%")
