"""Phrases and sentences from numbers, in plain Swedish.

A notebook's prose names a value as ``{{key}}``; `tell` hands the finished text over. The builders here choose the
words (higher or lower, rose or fell, how certain) by the numbers, so that a sentence stays true when they change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pandas import DataFrame

from nmanalys.errors import SchemaError
from nmanalys.views.exhibit import display
from nmanalys.views.formats import DOTS, formatter, with_interval
from nmanalys.vocabulary.language import MISSING, listing
from nmanalys.vocabulary.outputs import TEXT_MIME
from nmanalys.vocabulary.translation import _

__all__ = [
    "certainty",
    "compared",
    "counted",
    "development",
    "in_words",
    "leading",
    "lower_first",
    "out_of",
    "ranked",
    "tell",
    "times",
    "upper_first",
    "valued",
]

WORDS = (
    _("noll"),
    _("en"),
    _("två"),
    _("tre"),
    _("fyra"),
    _("fem"),
    _("sex"),
    _("sju"),
    _("åtta"),
    _("nio"),
    _("tio"),
    _("elva"),
    _("tolv"),
)


def tell(**values: str) -> None:
    """Hand finished texts over to the page, one a key; outside a notebook nothing happens.

    Raises
    ------
    SchemaError
        If a value is not text: only the caller knows whether 2024 is a year or a count.
    """
    raw = sorted(key for key, value in values.items() if not isinstance(value, str))
    if raw:
        raise SchemaError(f"tell takes finished text; write {', '.join(raw)} with number, percent, date_text or str.")
    listing_text = "\n".join(f"{key}: {value}" for key, value in values.items())
    display({TEXT_MIME: dict(values), "text/plain": listing_text}, {})


def lower_first(text: str) -> str:
    """Begin with a small letter, except where the word is an abbreviation.

    Examples
    --------
    >>> lower_first("Energi och miljö"), lower_first("IT och telekom")
    ('energi och miljö', 'IT och telekom')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Begin with a capital.

    Examples
    --------
    >>> upper_first("två av fem")
    'Två av fem'
    """
    return text[:1].upper() + text[1:]


def leading(
    frame: DataFrame,
    *,
    value: str = "lq",
    label: str = "label",
    spec: str = "0.00",
    cuts: Sequence[float] = (),
    most: int = 3,
    empty: str = _("ingen bransch"),
) -> str:
    """Name the rows with the highest values, each with its value.

    Examples
    --------
    >>> frame = DataFrame({"label": ["Energi och miljö", "Tillverkning och utvinning"], "lq": [1.21, 1.32]})
    >>> leading(frame)
    'Tillverkning och utvinning (1,32) samt energi och miljö (1,21)'
    """
    rows = frame[frame[value].notna()].sort_values([value, label], ascending=[False, True]).head(most)
    write = formatter(spec, cuts)
    texts = [f"{name} ({write(number)})" for name, number in zip(rows[label].astype(str), rows[value], strict=True)]
    return listing([*texts[:1], *map(lower_first, texts[1:])], empty=empty)


def compared(
    value: float,
    reference: float,
    *,
    spec: str = "0.0 %",
    to: str = _("riket"),
    words: tuple[str, str, str] = (_("högre än i"), _("lägre än i"), _("lika hög som i")),
) -> str:
    r"""Compare with a reference as far as the written decimals tell them apart.

    Examples
    --------
    >>> compared(0.251, 0.203).replace("\u202f", " ")
    'högre än i riket (25,1 % mot 20,3 %)'
    >>> compared(0.2031, 0.2029, words=("större än i", "mindre än i", "lika stor som i")).replace("\u202f", " ")
    'lika stor som i riket (20,3 %)'
    """
    if pd.isna(value) or pd.isna(reference):
        return MISSING
    write = formatter(spec)
    own, other = write(value), write(reference)
    if own == other:
        return f"{words[2]} {to} ({own})"
    return _("{words} {to} ({own} mot {other})").format(
        words=words[0] if value > reference else words[1], to=to, own=own, other=other
    )


def development(start: float, end: float, *, first: object, last: object, spec: str = "0.0 %") -> str:
    r"""Say what a quantity did between two years.

    Examples
    --------
    >>> development(0.121, 0.134, first=2020, last=2025).replace("\u202f", " ")
    'ökade från 12,1 % år 2020 till 13,4 % år 2025'
    >>> development(10, 10, first=2020, last=2025, spec="0")
    'var oförändrad, 10, år 2020 och år 2025'
    """
    if pd.isna(start) or pd.isna(end):
        return _("kan inte jämföras mellan år {first} och år {last} ({missing})").format(
            first=first, last=last, missing=MISSING
        )
    write = formatter(spec)
    before, after = write(start), write(end)
    if before == after:
        return _("var oförändrad, {before}, år {first} och år {last}").format(before=before, first=first, last=last)
    return _("{word} från {before} år {first} till {after} år {last}").format(
        word=_("ökade") if end > start else _("minskade"), before=before, first=first, after=after, last=last
    )


def in_words(count: int, *, neuter: bool = False) -> str:
    """Write a count up to twelve as a word.

    Examples
    --------
    >>> in_words(3), in_words(1, neuter=True), in_words(21)
    ('tre', 'ett', '21')
    """
    if count == 1 and neuter:
        return _("ett")
    return WORDS[count] if 0 <= count < len(WORDS) else formatter("0")(count)


def counted(count: int, singular: str, plural: str, *, neuter: bool = False) -> str:
    """Count things; `neuter` for a word with *ett*.

    Examples
    --------
    >>> counted(0, "bransch", "branscher"), counted(1, "kluster", "kluster", neuter=True)
    ('ingen bransch', 'ett kluster')
    >>> counted(3, "bransch", "branscher")
    'tre branscher'
    """
    if count == 0:
        return f"{_('inget') if neuter else _('ingen')} {singular}"
    return f"{in_words(count, neuter=neuter)} {singular if count == 1 else plural}"


def out_of(part: int, whole: int, none: str = _("inget")) -> str:
    """Say how many of a whole; `none` is the word for none, *ingen* or *inget*.

    Examples
    --------
    >>> out_of(0, 3), out_of(1, 3), out_of(3, 3), out_of(1, 1)
    ('inget av tre', 'ett av tre', 'alla tre', 'det enda')
    """
    if part == whole:
        only = _("det enda") if none == _("inget") else _("den enda")
        return _("alla {whole}").format(whole=in_words(whole)) if whole > 1 else only
    return _("{part} av {whole}").format(
        part=in_words(part, neuter=none == _("inget")) if part else none, whole=in_words(whole)
    )


def times(quotient: float) -> str:
    """Say a location quotient as a comparison of shares.

    Examples
    --------
    >>> times(1.25), times(2.0), times(5.36), times(0.8), times(1.004)
    ('25 procent större andel än i riket', 'dubbelt så stor andel som i riket',
     '5,4 gånger så stor andel som i riket', '20 procent mindre andel än i riket', 'lika stor andel som i riket')
    """
    if pd.isna(quotient):
        return MISSING
    if quotient >= 1.95:
        factor = _("dubbelt") if quotient < 2.05 else _("{quotient} gånger").format(quotient=formatter("0.0")(quotient))
        return _("{factor} så stor andel som i riket").format(factor=factor)
    difference = round((quotient - 1) * 100)
    if difference == 0:
        return _("lika stor andel som i riket")
    return _("{difference} procent {word} andel än i riket").format(
        difference=abs(difference), word=_("större") if difference > 0 else _("mindre")
    )


def certainty(lower: float, upper: float, threshold: float) -> str:
    """Say whether an interval lies above a threshold, below it, or across it.

    Examples
    --------
    >>> certainty(1.31, 1.33, 1.25), certainty(1.1, 1.4, 1.25), certainty(0.7, 0.9, 1.25)
    ('säkert över gränsen', 'ett gränsfall', 'säkert under gränsen')
    """
    if pd.isna(lower) or pd.isna(upper):
        return _("osäkert, intervall saknas")
    if lower >= threshold:
        return _("säkert över gränsen")
    return _("säkert under gränsen") if upper < threshold else _("ett gränsfall")


def ranked(rank: float, total: int, *, best: float | None = None, worst: float | None = None) -> str:
    """Write a rank with its uncertainty; never the rank alone when an interval is known.

    Examples
    --------
    >>> ranked(3, 21, best=2, worst=5), ranked(1, 21), ranked(1, 21, best=1, worst=1)
    ('plats 3 av 21 (troligen plats 2–5)', 'plats 1 av 21', 'plats 1 av 21')
    """
    if pd.isna(rank):
        return DOTS
    place = _("plats {rank} av {total}").format(rank=int(rank), total=total)
    if best is None or worst is None or pd.isna(best) or pd.isna(worst) or int(best) == int(worst):
        return place
    return _("{place} (troligen plats {best}–{worst})").format(place=place, best=int(best), worst=int(worst))


def valued(name: str, value: Any, lower: Any = None, upper: Any = None, spec: str = "0.00") -> str:
    """Write a name with its value and interval, as it stands in a sentence.

    Examples
    --------
    >>> valued("stål", 5.36, 5.3, 5.4)
    'stål 5,36 (5,30–5,40)'
    """
    return f"{name} {with_interval(value, lower, upper, spec)}"
