"""The data under an exhibit: typed, with Swedish headings, and as files for people and for programs.

A file's text never becomes a formula: what a spreadsheet would take for one is marked as text.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from nmanalys.errors import NmanalysError
from nmanalys.vocabulary.headings import Heading, headings_of
from nmanalys.vocabulary.language import MISSING, number
from nmanalys.vocabulary.regions import Regions
from nmanalys.vocabulary.translation import _, translated

__all__ = ["SUPPRESSED", "Column", "as_text", "data_files", "read_data", "shown"]

Cell = str | float | int | bool | None

SUPPRESSED = "skyddad uppgift"
NUMBER = re.compile(r"[+\-−]?\d+(?:\.\d+)?(?:e[+\-]?\d+)?")
WHOLE = re.compile(r"[+\-−]?\d+")
TRUTH = {"True": True, "False": False}
YES_NO = {True: _("Ja"), False: _("Nej")}
CODED_REGIONS = ("region", "region_code", "county_code")
NAMED_REGIONS = ("region_name", "county_name")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
GROUPED_FROM = 10_000  # years and codes have four digits, and no unit
MOST_DECIMALS = 3
LONG_AGO = datetime(1980, 1, 1)
SOURCE_SHEET = _("Källa")


@dataclass(frozen=True)
class Column:
    """One column of an exhibit's data.

    Attributes
    ----------
    name : str
        The library's name.
    heading : Heading
        What readers see above it.
    cells : tuple
        Texts, numbers or truth values; None where there is nothing.
    is_suppressible : bool
        Whether a table behind the exhibit says that an empty cell of this column is a suppressed one.
    """

    name: str
    heading: Heading
    cells: tuple[Cell, ...]
    is_suppressible: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether all cells are numbers, as far as there are any."""
        known = [cell for cell in self.cells if cell is not None]
        return bool(known) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in known)

    @property
    def empty(self) -> str:
        """What an empty cell is called."""
        return _(SUPPRESSED) if self.is_suppressible else MISSING

    def scaled(self, cell: Cell) -> Cell:
        """Return a cell in the heading's unit, unrounded as far as people can see."""
        if self.heading.unit == "%" and isinstance(cell, int | float) and not isinstance(cell, bool):
            return float(f"{cell * 100:.10g}")
        return cell

    def text(self, cell: Cell) -> str:
        """Write a cell for readers."""
        cell = self.scaled(cell)
        if cell is None:
            return self.empty
        if isinstance(cell, bool):
            return YES_NO[cell]
        if isinstance(cell, str):
            return translated(cell)
        decimals = _decimals(cell) if self.heading.decimals is None else self.heading.decimals
        if decimals == 0 and isinstance(cell, int) and abs(cell) < GROUPED_FROM and not self.heading.unit:
            return str(cell).replace("-", "−")
        return number(cell, decimals)


def _decimals(value: float) -> int:
    """Return the decimals that a number of unknown kind is shown with."""
    if isinstance(value, int):
        return 0
    return MOST_DECIMALS if abs(value) < 10 else 1 if abs(value) < 1000 else 0


def read_data(
    text: str, regions: Regions, suppressible: Set[str] = frozenset(), shares: Mapping[str, int] | None = None
) -> list[Column]:
    r"""Read an exhibit's data from the CSV that the notebook left.

    Parameters
    ----------
    text : str
        Data with decimal points; a missing value is an empty cell.
    regions : Regions
        All regions, for their names.
    suppressible : set of str
        Columns in which an empty cell is a suppressed one.
    shares : mapping of str to int, optional
        Columns that the exhibit shows as per cent, with their decimals.

    Examples
    --------
    >>> regions = Regions.from_rows([dict(code="20", nuts="SE312", name="Dalarna", genitive="Dalarnas",
    ...                                   slug="dalarna", kind="county", members="")])
    >>> columns = read_data("region,share,employed,is_leading\n20,0.125,,True\n", regions, {"employed"})
    >>> [(str(column.heading), column.text(column.cells[0])) for column in columns]
    [('Län', 'Dalarna'), ('Andel (%)', '12,5'), ('Sysselsatta (personer)', 'skyddad uppgift'), ('Tongivande', 'Ja')]
    """
    head, *rows = list(csv.reader(io.StringIO(text)))
    found = []
    for place, (name, about) in enumerate(zip(head, headings_of(head, shares), strict=True)):
        cells = [row[place] for row in rows]
        if name in CODED_REGIONS:
            typed: tuple[Cell, ...] = tuple(_region(cell, regions) for cell in cells)
        else:
            typed = _typed(cells, about)
        found.append(Column(name, about, typed, name in suppressible))
    return found


def shown(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that people are shown: a region's name stands once."""
    coded = any(column.name in CODED_REGIONS for column in columns)
    return [column for column in columns if not (coded and column.name in NAMED_REGIONS)]


def _region(cell: str, regions: Regions) -> Cell:
    try:
        return regions.find(cell).name if cell else None
    except NmanalysError:
        return cell


def _typed(cells: Sequence[str], about: Heading) -> tuple[Cell, ...]:
    known = [cell for cell in cells if cell]
    if known and all(cell in TRUTH for cell in known):
        return tuple(TRUTH.get(cell) for cell in cells)
    if about.is_code or not all(NUMBER.fullmatch(cell) and not _is_code(cell) for cell in known):
        return tuple(cell or None for cell in cells)
    return tuple(_number(cell) if cell else None for cell in cells)


def _is_code(cell: str) -> bool:
    return len(cell) > 1 and cell.startswith("0") and cell[1].isdigit()


def _number(cell: str) -> float | int:
    plain = cell.replace("−", "-")
    return int(plain) if WHOLE.fullmatch(cell) else float(plain)


def data_files(text: str, columns: Sequence[Column], stem: str, about: Mapping[str, str]) -> dict[str, bytes]:
    """Write an exhibit's data as files, the same bytes for the same data.

    Parameters
    ----------
    text : str
        The data as the notebook left them.
    columns : sequence of Column
        The same data, read.
    stem : str
        Path of the files without ending.
    about : mapping of str to str
        What the data are: exhibit, caption, source, status; goes into the workbook's second sheet and into the
        Parquet file's metadata.

    Returns
    -------
    dict of str to bytes
        Content by path.
    """
    return {
        # what a spreadsheet in Swedish opens without asking: byte order mark, semicolon, decimal comma
        f"{stem}-kalkylblad.csv": _spreadsheet_csv(shown(columns)).encode("utf-8-sig"),
        f"{stem}.csv": _tidy_csv(text).encode(),
        f"{stem}.xlsx": _workbook(shown(columns), about),
        f"{stem}.parquet": _parquet(text, columns, about),
    }


def as_text(cell: str) -> str:
    r"""Mark text that a spreadsheet would calculate; numbers are left as they are.

    Examples
    --------
    >>> as_text('=HYPERLINK("http://x.se")'), as_text("-3.5"), as_text("stål")
    ('\'=HYPERLINK("http://x.se")', '-3.5', 'stål')
    """
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(cell) else cell


def _tidy_csv(text: str) -> str:
    return _csv(([as_text(cell) for cell in row] for row in csv.reader(io.StringIO(text))), ",", "\n")


def _spreadsheet_csv(columns: Sequence[Column]) -> str:
    head = [as_text(str(column.heading)) for column in columns]
    rows = zip(*([_comma(column, cell) for cell in column.cells] for column in columns), strict=True)
    return _csv([head, *rows], ";", "\r\n")


def _comma(column: Column, cell: Cell) -> str:
    cell = column.scaled(cell)
    if isinstance(cell, bool):
        return YES_NO[cell]
    if cell is None:
        return column.empty
    return as_text(translated(cell)) if isinstance(cell, str) else repr(cell).replace(".", ",")


def _csv(rows: Iterable[Sequence[str]], separator: str, ending: str) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator=ending).writerows(rows)
    return target.getvalue()


def _workbook(columns: Sequence[Column], about: Mapping[str, str]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.created = book.properties.modified = LONG_AGO
    book.properties.creator = "nmanalys"
    sheet = book.active
    sheet.title = _("Data")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        for line, cell in enumerate([str(column.heading), *map(column.scaled, column.cells)], start=1):
            value = column.text(cell) if cell is None or isinstance(cell, bool | str) else cell
            _write_cell(sheet.cell(line, place), value)
    source = book.create_sheet(SOURCE_SHEET)
    for line, (word, content) in enumerate(about.items(), start=1):
        _write_cell(source.cell(line, 1), word)
        _write_cell(source.cell(line, 2), content)
    stream = io.BytesIO()
    book.save(stream)
    return _dated(stream.getvalue())


def _write_cell(cell: object, value: str | float) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)  # type: ignore[attr-defined]
        cell.data_type = "s"  # type: ignore[attr-defined] - a text that begins with = is no formula
    else:
        cell.value = value  # type: ignore[attr-defined]


def _dated(archive: bytes) -> bytes:
    """Give everything in a zip file one time, and its properties too."""
    stamp = f"{LONG_AGO:%Y-%m-%dT%H:%M:%SZ}".encode()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            new.writestr(zipfile.ZipInfo(name, LONG_AGO.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _parquet(text: str, columns: Sequence[Column], about: Mapping[str, str]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    codes = list(zip(*list(csv.reader(io.StringIO(text)))[1:], strict=True)) or [()] * len(columns)
    fields, arrays = [], []
    for column, plain in zip(columns, codes, strict=True):
        cells = [cell or None for cell in plain] if column.name in CODED_REGIONS else column.cells
        array = pa.array([float(cell) for cell in cells] if _is_mixed(cells) else cells, from_pandas=True)
        described = {"sv": column.heading.sv, "empty": column.empty}
        fields.append(pa.field(column.name, array.type, metadata=described))
        arrays.append(array)
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=dict(about)))
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def _is_mixed(cells: Sequence[Cell]) -> bool:
    return {type(cell) for cell in cells} == {int, float}
