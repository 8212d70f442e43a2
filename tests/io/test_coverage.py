"""Which regions a table has rows for."""

from __future__ import annotations

from pathlib import Path

import pytest

from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.coverage import regions_of

THREE = {"17", "20", "21"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("example_clusters", THREE),
        ("cluster_scores", THREE),
        ("company_survey", THREE),
        ("publications", THREE),
        ("indicators", THREE),
        ("employment_municipalities", None),
        ("stakeholders", None),
    ],
)
def test_regions_stand_in_the_table_or_in_the_list_it_refers_to(
    root: Path, name: str, expected: set[str] | None
) -> None:
    catalogue = load_catalogue(root)
    assert regions_of(catalogue[name], catalogue) == expected


def test_a_table_of_all_counties_has_them_all(root: Path) -> None:
    catalogue = load_catalogue(root)
    assert len(regions_of(catalogue["employment_divisions"], catalogue)) == 22
