"""Every file that the pages offer, opened with what people open it with."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from PIL import Image
from samples import SVG, Sample, code, figure, markdown

from nmanalys.pipeline import publish_pictures
from nmanalys.pipeline.publish import publish

DATA = {".xlsx", "-kalkylblad.csv", ".csv", ".parquet"}
PICTURE = {".svg", ".png"}
KIND = re.compile(r"(?:-kalkylblad)?\.\w+$")


def offered(folder: Path) -> dict[str, dict[str, Path]]:
    """Return the files under each exhibit of a book by their kind; the exhibit is named by page and file."""
    found: dict[str, dict[str, Path]] = {}
    for page in sorted(folder.rglob("*.html")):
        for link in BeautifulSoup(page.read_text("utf-8"), "html.parser").select("a.download"):
            path = (page.parent / str(link["href"])).resolve()
            kind = KIND.search(path.name)
            assert kind, path
            name = f"{page.relative_to(folder)}: {path.name.removesuffix(kind[0])}"
            found.setdefault(name, {})[kind[0]] = path
    return found


def rows(kind: str, path: Path) -> int:
    """Read a file of data and count its rows."""
    if kind == ".xlsx":
        book = load_workbook(path, read_only=True)
        assert book.sheetnames == ["Data", "Källa"], path
        assert sum(1 for _ in book["Källa"].iter_rows()) >= 5, path
        return sum(1 for _ in book["Data"].iter_rows()) - 1
    if kind == ".parquet":
        return pq.read_table(path).num_rows
    spreadsheet = kind == "-kalkylblad.csv"
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == spreadsheet, path
    head, *body = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";" if spreadsheet else ",")
    assert {len(row) for row in body} <= {len(head)}, path
    return len(body)


def test_every_download_opens_and_holds_the_same_rows(book: Path) -> None:
    exhibits = offered(book)
    assert sum(set(files) >= PICTURE for files in exhibits.values()) >= 2
    for name, files in exhibits.items():
        assert set(files) in (DATA, DATA | PICTURE), name
        assert len({rows(kind, path) for kind, path in files.items() if kind in DATA}) == 1, name


def test_every_picture_is_its_drawing_twice_as_large_on_white(book: Path) -> None:
    for name, files in offered(book).items():
        if ".png" not in files:
            continue
        size = re.search(r'<svg[^>]* width="(\d+)" height="(\d+)"', files[".svg"].read_text("utf-8"))
        assert size, name
        with Image.open(files[".png"]) as picture:
            assert picture.format == "PNG" and picture.size == (2 * int(size[1]), 2 * int(size[2])), name
            drawn = picture.convert("RGB")
        assert drawn.getpixel((0, 0)) == (255, 255, 255), name
        assert len(drawn.getcolors(2**24)) > 3, f"{name}: nothing is drawn"


def test_a_book_in_which_one_figure_changed_draws_one(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[bytes] = []
    draw = publish_pictures._drawn
    monkeypatch.setattr(publish_pictures, "_drawn", lambda drawing: drawn.append(drawing) or draw(drawing))
    other = SVG.replace("#C33132", "#097F4A")
    kept = sample.root / "_build" / "book" / "baseline.pictures"
    publish(sample.root, **sample.arguments())
    assert drawn == [SVG.encode()], "two pages show the same drawing"
    changed = figure()
    changed["data"]["image/svg+xml"] = other
    sample.rewrite("profile", [markdown("# Kort om {{region}}"), code("nm.show(x)", changed)])
    publish(sample.root, **sample.arguments())
    assert drawn == [SVG.encode(), other.encode()] and len([*kept.iterdir()]) == 2
    sample.rewrite("profile", [markdown("# Kort om {{region}}"), code("nm.show(x)")])
    publish(sample.root, **sample.arguments())
    assert len(drawn) == 2 and len([*kept.iterdir()]) == 1
