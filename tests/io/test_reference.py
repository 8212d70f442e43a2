"""Reference lists and maps."""

from __future__ import annotations

from pathlib import Path

import pytest

from nmanalys.errors import SchemaError
from nmanalys.io.geodata import county_shapes, municipality_points, municipality_shapes
from nmanalys.io.reference import industries, load_industries, load_regions


def test_regions(root: Path) -> None:
    regions = load_regions(root)
    assert len(regions.counties) == 21
    assert regions.find("NMS").counties == ("17", "20", "21")
    assert regions.find(3).name == "Uppsala län"


def test_industries(root: Path) -> None:
    table = load_industries(root)
    assert table["level"].value_counts().to_dict() == {"division": 88, "group": 15, "unknown": 1, "total": 1}
    found = industries(root)
    assert found.find("24").parent_group == "B+C"
    assert found.find(1).short_sv == "Jordbruk"
    assert found.divisions_of("J") == ("58", "59", "60", "61", "62", "63")
    assert found.short_names["B+C"] == "Tillverkning och utvinning"
    with pytest.raises(SchemaError, match="Unknown industry '04'"):
        found.find("04")


def test_maps_cover_the_reference_lists(root: Path) -> None:
    counties, municipalities = county_shapes(), municipality_shapes()
    assert set(counties["region_code"]) == {region.code for region in load_regions(root).counties}
    assert len(municipalities) == 290
    for shapes in (counties, municipalities):
        assert shapes.crs.to_epsg() == 3006
        assert shapes.is_valid.all()
        assert not shapes.is_empty.any()
    # Sweden's land is about 407,000 square kilometres, with lakes about 447,000
    assert counties.area.sum() / 1e6 == pytest.approx(447_000, rel=0.03)
    assert municipalities.area.sum() == pytest.approx(counties.area.sum(), rel=0.01)


def test_points_lie_in_their_municipality() -> None:
    shapes, points = municipality_shapes(), municipality_points()
    assert points.geometry.within(shapes.geometry, align=False).all()


def test_the_cache_cannot_be_changed_from_outside() -> None:
    shapes = county_shapes()
    del shapes["name"]
    assert "name" in county_shapes()


def test_simplified_shapes_are_light() -> None:
    points = county_shapes(1000).count_coordinates().sum()
    assert points < county_shapes(0).count_coordinates().sum()
    assert points < 6000
