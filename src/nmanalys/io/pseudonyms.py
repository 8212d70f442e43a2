"""Pseudonyms of firms: a keyed hash of the organisation number, made with a key that the project never holds.

An organisation number is public, so that a hash without a key could be undone by trying them all. A sole trader's
organisation number is the person's own number; it is recognised by its form, treated in the same way, and never
repeated in a message.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from nmanalys.errors import SecretError

__all__ = ["KEY_FILE_VARIABLE", "KEY_VARIABLE", "FirmNumber", "firm_number", "pseudonym", "read_key"]

KEY_VARIABLE = "NMANALYS_SURVEY_KEY"
KEY_FILE_VARIABLE = "NMANALYS_SURVEY_KEY_FILE"
SHORTEST_KEY = 32
LENGTH = 16
NUMBER = re.compile(r"(?P<century>16|18|19|20)?(?P<digits>[0-9]{6}[-+ ]?[0-9]{4})")
DOUBLED = str.maketrans("0123456789", "0246813579")
"""Each digit doubled, the digits of the result added."""
HOW = (
    "Skapa en nyckel en gång, spara den utanför projektet och använd samma nyckel varje år: "
    f'python -c "import secrets; print(secrets.token_hex(32))" > ~/nmanalys-nyckel.txt, och sedan {KEY_FILE_VARIABLE}'
    "=~/nmanalys-nyckel.txt eller --key-file"
)


class FirmNumber(NamedTuple):
    """An organisation number in its ten digits, and whether it is a person's own."""

    digits: str
    is_person: bool


def read_key(root: Path, file: Path | None = None, environment: Mapping[str, str] | None = None) -> bytes:
    """Read the key: from a file, else from the environment.

    Parameters
    ----------
    root : Path
        The project's folder, in which the key must not lie.
    file : Path, optional
        The key's file; else the one that ``NMANALYS_SURVEY_KEY_FILE`` names; else the key is the value of
        ``NMANALYS_SURVEY_KEY``.
    environment : mapping, optional
        The environment; the process's own when omitted.

    Raises
    ------
    SecretError
        If there is no key, or it is too short, or its file lies inside the project or cannot be read.
    """
    given = os.environ if environment is None else environment
    named = given.get(KEY_FILE_VARIABLE)
    file = file or (Path(named) if named else None)
    if file is None and KEY_VARIABLE not in given:
        raise SecretError(f"Det finns ingen nyckel att göra pseudonymer med. {HOW}.")
    key = _read(root, file.expanduser()) if file else given[KEY_VARIABLE]
    key = key.strip()
    if len(key) < SHORTEST_KEY:
        raise SecretError(f"Nyckeln har {len(key)} tecken; den ska ha minst {SHORTEST_KEY}. {HOW}.")
    return key.encode()


def _read(root: Path, file: Path) -> str:
    if file.resolve().is_relative_to(root.resolve()):
        raise SecretError(f"Nyckelfilen {file.name} ligger i projektets mapp. Flytta den dit bara du kommer åt den.")
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SecretError(f"Nyckelfilen {file} går inte att läsa. {HOW}.") from None


def firm_number(text: str) -> FirmNumber | str:
    """Read an organisation number, with or without hyphen and century.

    A legal person's number has 20 or more in its third and fourth digit, where a person's own has a month.

    Returns
    -------
    FirmNumber or str
        The number, or what is wrong with it, in Swedish and without repeating it.

    Examples
    --------
    >>> firm_number("559999-9991"), firm_number("165599999991").is_person
    (FirmNumber(digits='5599999991', is_person=False), False)
    >>> firm_number("19811218-9876").is_person, firm_number("559999-9992")
    (True, 'numrets kontrollsiffra stämmer inte; någon siffra är fel')
    """
    match = NUMBER.fullmatch(text)
    if match is None:
        count = sum(sign.isdigit() for sign in text)
        lost = ". En nolla först kan ha försvunnit i kalkylprogrammet" if text.isdigit() and count in (8, 9) else ""
        return f"det som står i cellen är inget organisationsnummer: det ska ha tio siffror{lost}"
    digits = match["digits"][:6] + match["digits"][-4:]
    month, day = int(digits[2:4]), int(digits[4:6])
    is_person = month < 20
    if is_person and not (1 <= month <= 12 and 1 <= (day - 60 if day > 60 else day) <= 31):
        return "numret kan varken vara ett organisationsnummer eller ett personnummer"
    if match["century"] and (match["century"] == "16") == is_person:
        return "numrets första två siffror passar inte ihop med resten"
    if _control(digits):
        return "numrets kontrollsiffra stämmer inte; någon siffra är fel"
    return FirmNumber(digits, is_person)


def _control(digits: str) -> int:
    """Luhn's sum modulo 10; 0 when the check digit is right."""
    return sum(map(int, digits[1::2] + digits[::2].translate(DOUBLED))) % 10


def pseudonym(name: str, key: bytes) -> str:
    r"""Pseudonym of a firm, the same for the same firm and key.

    .. math:: p \Vert HMAC_{SHA256}(k, name)_{0 \ldots 63}

    Examples
    --------
    >>> pseudonym("5599999991", b"k" * 32) == pseudonym("5599999991", b"k" * 32)
    True
    >>> len(pseudonym("5599999991", b"k" * 32))
    17
    """
    return "p" + hmac.digest(key, f"nmanalys firm {name}".encode(), "sha256").hex()[:LENGTH]
