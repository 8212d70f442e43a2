"""Reading what Chromium wrote into a PDF: its objects, its outline, its text."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.S)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.S)
TITLE = re.compile(rb"/Title \(((?:\\.|[^\\)])*)\)|/Title <([0-9A-Fa-f]+)>", re.S)
ONE = re.compile(rb"^<[0-9A-F]{4}> <([0-9A-F]+)>$", re.M)
MANY = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>$", re.M)
ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.S)


def objects(path: Path) -> dict[int, bytes]:
    """Return the body of each object by its number."""
    return {int(number): body for number, body in OBJECT.findall(path.read_bytes())}


def titles(path: Path) -> list[str]:
    """Return the document's title and the titles of the outline's entries."""
    return [_decoded(plain, hexed) for body in objects(path).values() for plain, hexed in TITLE.findall(body)]


def text(path: Path) -> str:
    """Return the letters of all fonts' tables from glyph to letter: what can be searched for and copied."""
    letters = []
    for body in objects(path).values():
        stream = STREAM.search(body)
        if stream and b"FlateDecode" in body:
            content = zlib.decompress(stream[1])
            if b"begincmap" in content:
                # one glyph with its letters, or glyphs in a row with the letter of the first
                letters += [bytes.fromhex(found.decode()).decode("utf-16-be") for found in ONE.findall(content)]
                for first, last, letter in MANY.findall(content):
                    letters += [chr(int(letter, 16) + step) for step in range(int(last, 16) - int(first, 16) + 1)]
    return "".join(sorted(set(letters)))


def _decoded(plain: bytes, hexed: bytes) -> str:
    raw = bytes.fromhex(hexed.decode()) if hexed else ESCAPED.sub(_unescaped, plain)
    return raw.removeprefix(b"\xfe\xff").decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() and len(code) == 3 else code
