"""The facade: every name exists, and importing it imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

import nmanalys


@pytest.mark.parametrize("name", sorted(nmanalys.exports()))
def test_every_name_is_there_and_documented(name: str) -> None:
    exported = getattr(nmanalys, name)
    if callable(exported):
        assert exported.__doc__, f"{name} has no docstring"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'location_quotent'"):
        nmanalys.location_quotent  # noqa: B018


def test_importing_the_facade_is_light() -> None:
    code = "import sys, nmanalys; print([m for m in ('pandas', 'matplotlib', 'geopandas') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
