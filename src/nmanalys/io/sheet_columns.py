"""From a sheet's columns to values: find the columns by their headings, read every cell, see what has been shifted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from openpyxl.utils import get_column_letter

from nmanalys.io.complaints import Complaint, quoted
from nmanalys.io.sheet import KINDS, Sheet
from nmanalys.vocabulary.language import listing

__all__ = ["CellReader", "Wrong", "columns_left_out", "find_columns", "plain", "read_columns"]

ALIKE = str.maketrans("–—−‐‑", "-----")
MOST_SHIFTED = 2000
FEWEST_FITTING = 2


class Wrong(str):
    """What is wrong with a cell, in Swedish."""

    __slots__ = ()


CellReader = Callable[[str], Any]


def plain(text: str) -> str:
    """Write a text so that two ways of writing the same compare equal.

    Examples
    --------
    >>> plain("Ja,  I hög grad.") == plain("ja, i hög grad"), plain("1-9") == plain("1–9"), plain("x...") == plain("x…")
    (True, True, True)
    """
    return " ".join(text.translate(ALIKE).replace("...", "…").split()).casefold().rstrip(".")


def find_columns(sheet: Sheet, wanted: Mapping[Hashable, Sequence[str]]) -> tuple[dict[Hashable, int], list[Complaint]]:
    """Find each wanted column by any of its headings.

    Returns
    -------
    tuple
        Position of each column, and what is wrong with the headings.
    """
    names = [set(map(plain, texts)) - {""} for texts in sheet.names]
    places: dict[Hashable, int] = {}
    complaints = []
    for name, headings in wanted.items():
        sought = set(map(plain, headings))
        found = [place for place, texts in enumerate(names) if texts & sought]
        if len(found) == 1:
            places[name] = found[0]
        elif found:
            letters = listing(get_column_letter(place + 1) for place in found)
            told = f"rubriken finns i flera kolumner: {letters}. Behåll en av dem"
            complaints.append(Complaint(sheet.header_row, found[1] + 1, told, sheet.header[found[1]]))
        else:
            complaints.append(Complaint(sheet.header_row, 0, _missing(headings[0], sheet.names)))
    for place, times in Counter(places.values()).items():
        if times > 1:
            told = "kolumnen är angiven för två olika saker"
            complaints.append(Complaint(sheet.header_row, place + 1, told, sheet.header[place]))
    return places, complaints


def _missing(heading: str, names: Sequence[Sequence[str]]) -> str:
    known = {plain(text): text for texts in names for text in texts if text}
    near = get_close_matches(plain(heading), known, n=1, cutoff=0.6)
    other = known[near[0]] if near else ""
    hint = f". Menas kolumnen {quoted(other)}?" if quoted(other, "") else ". Lägg till den, eller rätta rubriken"
    return f"det finns ingen kolumn med rubriken {quoted(heading, 'som söks')}{hint}"


def columns_left_out(sheet: Sheet, used: Collection[int], meant: Collection[str] = ()) -> str:
    """List the columns that are not read; those with long headings, or such as may name somebody, by number only.

    Examples
    --------
    >>> columns_left_out(Sheet(["a", "b", "c" * 50, "d"], [], []), used=[0], meant=["d"])
    '”b” och 1 till med lång rubrik'
    >>> columns_left_out(Sheet(["a"], [], []), used=[0])
    ''
    """
    names = [texts for place, texts in enumerate(sheet.names) if texts[0] and place not in used]
    unknown = [texts[0] for texts in names if not {*map(plain, texts)} & {*meant}]
    shown = [text for text in (quoted(text, "") for text in unknown) if text]
    if more := len(unknown) - len(shown):
        shown.append(f"{more} till med lång rubrik" if shown else f"{more} med lång rubrik")
    return listing(shown) if shown else ""


def read_columns(
    sheet: Sheet,
    places: Mapping[Hashable, int],
    readers: Mapping[Hashable, CellReader],
    welcome: Mapping[Hashable, Iterable[str]] | None = None,
) -> tuple[dict[Hashable, list[Any]], list[Complaint]]:
    """Read every cell of some columns.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    places : mapping
        Position of each column.
    readers : mapping
        How each column's cells are read.
    welcome : mapping, optional
        Kinds of cells that a column may hold, such as dates in a column of dates.

    Returns
    -------
    tuple
        The values, :class:`Wrong` where a cell was not understood, and the complaints.
    """
    odd: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, place), kind in sheet.kinds.items():
        odd[place][row] = kind
    values, faults = {}, {}
    for name, place in places.items():
        accepted = set((welcome or {}).get(name, ()))
        values[name] = _read(sheet.columns[place], readers[name])
        faults |= {(row, place): value for row, value in enumerate(values[name]) if isinstance(value, Wrong)}
        for row, kind in odd[place].items():
            if kind not in accepted:
                values[name][row] = faults[row, place] = Wrong(KINDS[kind])
    moved = _shifted(sheet, places, readers, faults)
    told = [(row, place, text) for (row, place), text in faults.items() if row not in moved]
    told += [(row, place, text) for row, (place, text) in moved.items()]
    return values, [Complaint(sheet.numbers[row], place + 1, text, sheet.header[place]) for row, place, text in told]


def _read(column: Sequence[str], reader: CellReader) -> list[Any]:
    known = {text: reader(text) for text in dict.fromkeys(column)}
    return [known[text] for text in column]


def _shifted(
    sheet: Sheet,
    places: Mapping[Hashable, int],
    readers: Mapping[Hashable, CellReader],
    faults: Mapping[tuple[int, int], str],
) -> dict[int, tuple[int, str]]:
    """Rows in which several cells are wrong, but right for the column beside theirs."""
    wrong: dict[int, list[int]] = defaultdict(list)
    for row, place in faults:
        wrong[row].append(place)
    reader_at = {place: readers[name] for name, place in places.items()}
    found = {}
    for row in [row for row, cells in wrong.items() if len(cells) > 1][:MOST_SHIFTED]:
        first = min(wrong[row])
        fitting = [step for step in (1, -1) if _fits(sheet, reader_at, row, first, step)]
        if fitting:
            # a row that fits both ways: one moved to the left has nothing in its last cell
            step = fitting[0] if sheet.columns[-1][row] else fitting[-1]
            letter, where = get_column_letter(first + 1), "höger" if step > 0 else "vänster"
            told = f"cellerna från kolumn {letter} ser ut att ha flyttats ett steg åt {where}. Flytta tillbaka dem"
            found[row] = (first, told)
    return found


def _fits(sheet: Sheet, readers: Mapping[int, CellReader], row: int, first: int, step: int) -> bool:
    width = len(sheet.columns)
    start = first if step > 0 else first + 1
    cells = [(place, sheet.columns[place + step][row]) for place in readers if start <= place < width - max(step, 0)]
    filled = [(place, text) for place, text in cells if text]
    return len(filled) >= FEWEST_FITTING and not any(isinstance(readers[place](text), Wrong) for place, text in filled)
