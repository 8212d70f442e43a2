"""Maps of counties and of points in municipalities, in SWEREF 99 TM, small enough for a page.

A county's colour is one of five classes of one hue, and the classes' bounds stand in the legend; a county without a
value is hatched, and the legend says so. The outlines are simplified to what the page can show.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from pandas import DataFrame
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from nmanalys.errors import SchemaError
from nmanalys.views.drawing import alt_text, chart, freeze, view
from nmanalys.views.exhibit import NO_DATA, Exhibit
from nmanalys.views.formats import Format, formatter
from nmanalys.views.labels import place_labels, spread
from nmanalys.views.theme import INK, MUTED, SMALL, marker_of, new_figure, region_colour
from nmanalys.vocabulary.language import listing
from nmanalys.vocabulary.translation import _

__all__ = ["class_bounds", "map_counties", "map_points"]

METRES = 3006
FIVE = ("#E3EEF5", "#B3D0E2", "#79ABCA", "#3C7FA9", "#0B4F7C")
LAND = "#EEF1F4"
CODE_COLUMNS = ("region_code", "code", "lan_kod")
# coarse for the whole country, where a pixel is about 2 kilometres; fine for a few counties
COARSE, FINE = 1500.0, 400.0
MISSING_STYLE = {"facecolor": "white", "edgecolor": "#9AA4AE", "hatch": "////", "linewidth": 0.6}
SMALLEST_ISLAND = 1.2e7


@view("region_code", values=["value"])
def map_counties(
    frame: DataFrame,
    shapes: GeoDataFrame,
    *,
    quantity: str,
    spec: str = "0.0",
    highlight: Collection[str] = (),
    cuts: Sequence[float] = (),
    missing: str = NO_DATA,
) -> Exhibit:
    """Colour the counties by value in five classes.

    Parameters
    ----------
    frame : DataFrame
        Columns ``region_code`` and ``value``, and ``region_name`` if the alternative text is to name the counties.
        Codes without a shape (the nation) are left aside.
    shapes : GeoDataFrame
        Counties with their code in ``region_code``, ``code`` or ``lan_kod``, in any reference system.
    quantity : str
        Title of the legend: quantity and unit.
    highlight : collection of str
        Codes of counties to outline and name.
    cuts : sequence of float
        Thresholds that the values are judged by, see :func:`~nmanalys.views.formats.formatter`.
    """
    places = _prepared(shapes, COARSE)
    values = frame.set_index(frame["region_code"].astype(str))["value"].astype(float).reindex(places.index)
    names = frame.set_index(frame["region_code"].astype(str)).get("region_name", pd.Series(dtype=str))
    names = names.reindex(places.index).fillna(pd.Series(places.index, index=places.index))
    bounds, write = class_bounds(values), formatter(spec, cuts)
    figure = new_figure(6.4)
    axes = _map_axes(figure, places)
    classes = np.searchsorted(bounds, values.to_numpy(), side="left").clip(max=len(bounds) - 1)
    shades = _shades(len(bounds))
    for place, (code, shape) in enumerate(places["geometry"].items()):
        is_missing = pd.isna(values[code])
        if is_missing:
            _draw_shape(axes, shape, zorder=2, **MISSING_STYLE)
        else:
            _draw_shape(axes, shape, facecolor=shades[classes[place]], edgecolor="white", linewidth=0.7, zorder=2)
    for code in [code for code in places.index if code in highlight]:
        _draw_shape(axes, places["geometry"][code], facecolor="none", edgecolor=INK, linewidth=1.4, zorder=3)
    _legend(axes, values, bounds, shades, quantity, write)
    _name_counties(axes, places, [code for code in places.index if code in highlight], names, values, write)
    return chart(figure, _map_alt(values, names, highlight, quantity, write), frame, {"value": spec})


def class_bounds(values: Sequence[float], classes: int = 5) -> list[float]:
    """Upper bounds of at most five classes that differ as little within as possible (Fisher and Jenks).

    Fewer classes than values that differ are made, so that no class is empty.

    Examples
    --------
    >>> class_bounds([1, 1, 2, 9, 10]), class_bounds([3.0, 3.0])
    ([1.0, 2.0, 9.0, 10.0], [3.0])
    """
    known = np.asarray([value for value in values if pd.notna(value)], dtype=float)
    distinct = np.unique(known)
    if len(distinct) <= classes:
        return [float(value) for value in distinct]
    with warnings.catch_warnings():
        # it recommends a compiler that 21 numbers do not need
        warnings.filterwarnings("ignore", message="Numba not installed")
        # slow to import, for it brings scikit-learn
        from mapclassify import FisherJenks

        return [float(bound) for bound in FisherJenks(known, k=classes).bins]


@view("label", "county_code", "x", "y", values=["x"])
def map_points(
    frame: DataFrame,
    shapes: GeoDataFrame,
    *,
    region: str | None = None,
    title: str = "",
    missing: str = NO_DATA,
) -> Exhibit:
    """Write names at places in one or more counties.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``county_code``, ``x`` and ``y`` (SWEREF 99 TM, metres), and ``county_name`` if the counties
        are to be named. Points at the same place share one mark, and their names stand under each other. A row
        without coordinates is named under the map.
    shapes : GeoDataFrame
        The counties; those of the points are drawn.
    region : str, optional
        Whose colour to use; each county has its own when omitted.
    title : str
        What the points are, written under the map.
    """
    everywhere = _prepared(shapes, FINE)
    codes = [code for code in everywhere.index if code in set(frame["county_code"].astype(str))]
    if not codes:
        raise SchemaError(
            f"map_points found none of the counties {listing(frame['county_code'].unique())} among the shapes."
        )
    chosen = everywhere.loc[codes]
    left, bottom, right, top = chosen.total_bounds
    figure = new_figure(float(np.clip(6.6 * (top - bottom) / max(right - left, 1.0), 3.6, 5.4)))
    axes = _map_axes(figure, chosen)
    for code in codes:
        _draw_shape(axes, chosen["geometry"][code], facecolor=LAND, edgecolor="#B8C0C8", linewidth=0.9, zorder=2)
    rows = frame.dropna(subset=["x", "y"])
    marks = rows.groupby(["x", "y", "county_code"], sort=True)["label"].agg("\n".join).reset_index()
    marks = marks.iloc[np.argsort(-marks["label"].str.count("\n").to_numpy(), kind="stable")]
    for _index, mark in marks.iterrows():
        whose = region or mark["county_code"]
        axes.plot(mark["x"], mark["y"], marker_of(whose), color=region_colour(whose), markersize=7,
                  markeredgecolor="white", zorder=4)  # fmt: skip
    without = [str(label) for label in frame.loc[frame[["x", "y"]].isna().any(axis=1), "label"]]
    note = title + (_(". Utan plats: {without}").format(without=listing(without)) if without else "")
    axes.text(0, -0.01, note, transform=axes.transAxes, fontsize=SMALL, color=MUTED, va="top")
    points = [(float(x), float(y)) for x, y in zip(marks["x"], marks["y"], strict=True)]
    titles = _county_titles(axes, chosen, frame)
    left_out = place_labels(axes, points, list(marks["label"]), radii=[4.0] * len(points), obstacles=titles)
    if left_out:
        axes.text(
            1,
            -0.01,
            _("{total} namn står bara i tabellen").format(total=len(left_out)),
            transform=axes.transAxes,
            ha="right",
            fontsize=SMALL,
            color=MUTED,
            va="top",
        )
    counts = rows["county_name"].value_counts() if "county_name" in rows else {}
    counted = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    alt = alt_text(
        _("karta med {total} punkter: {title}").format(total=len(rows), title=title or _("platser")),
        counted,
        listing(rows["label"]),
    )
    return chart(figure, alt, frame)


def _county_titles(axes: Axes, places: GeoDataFrame, frame: DataFrame) -> list[Bbox]:
    """Write the counties' names inside them when there are several; return where they stand."""
    if "county_name" not in frame or len(places) < 2:
        return []
    freeze(axes.figure)
    names = frame.drop_duplicates("county_code").set_index("county_code")["county_name"]
    boxes = []
    for code, shape in places["geometry"].items():
        left, bottom, right, top = shape.bounds
        inner = shape.intersection(box(left, top - (top - bottom) * 0.45, right, top))
        point = inner.representative_point()
        text = axes.text(point.x, point.y, str(names.get(code, code)), ha="center", va="center", color=MUTED,
                         fontsize=9.5, fontweight="bold", zorder=3)  # fmt: skip
        boxes.append(text.get_window_extent())
    return boxes


def _prepared(shapes: GeoDataFrame, tolerance: float) -> GeoDataFrame:
    """Index by code, project to metres, simplify without tearing neighbours apart, drop the smallest islands."""
    column = next((name for name in CODE_COLUMNS if name in shapes.columns), None)
    if column is None:
        raise SchemaError(f"The shapes need a column {' or '.join(CODE_COLUMNS)} with the regions' codes.")
    places = shapes.set_index(shapes[column].astype(str)).sort_index()
    places = places.to_crs(METRES) if places.crs is not None else places
    simple = [_without_islets(shape, tolerance) for shape in places.geometry.simplify_coverage(tolerance)]
    return GeoDataFrame({"geometry": simple}, index=places.index, crs=METRES)


def _without_islets(shape: BaseGeometry, tolerance: float) -> BaseGeometry:
    parts = [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon)]
    largest = max(part.area for part in parts)
    least = min(SMALLEST_ISLAND * tolerance / COARSE, largest)
    return MultiPolygon([part for part in parts if part.area >= least])


def _map_axes(figure: Figure, places: GeoDataFrame) -> Axes:
    axes = figure.add_subplot()
    axes.set_aspect("equal")
    axes.axis("off")
    left, bottom, right, top = places.total_bounds
    pad = 0.03 * max(right - left, top - bottom)
    axes.set(xlim=(left - pad, right + pad), ylim=(bottom - pad, top + pad))
    return axes


def _draw_shape(axes: Axes, shape: BaseGeometry, **style: object) -> None:
    rings = [ring for part in shape.geoms for ring in (part.exterior, *part.interiors)]
    paths = [Path(np.asarray(ring.coords)[:, :2].round(-1), closed=True) for ring in rings]
    axes.add_patch(PathPatch(Path.make_compound_path(*paths), **style))


def _shades(count: int) -> list[str]:
    steps = np.linspace(0, len(FIVE) - 1, count).round().astype(int) if count > 1 else [2]
    return [FIVE[int(step)] for step in steps]


def _legend(
    axes: Axes, values: pd.Series, bounds: Sequence[float], shades: Sequence[str], quantity: str, write: Format
) -> None:
    lowest, handles = float(values.min()), []
    for place, (bound, shade) in enumerate(zip(bounds, shades, strict=True)):
        inside = values[(values <= bound) & (values > (bounds[place - 1] if place else -np.inf))]
        low, high = write(inside.min() if len(inside) else lowest), write(inside.max() if len(inside) else bound)
        handles.append(Patch(facecolor=shade, edgecolor="#B8C0C8", linewidth=0.5,
                             label=low if low == high else _("{low} till {high}").format(low=low, high=high)))  # fmt: skip
    if values.isna().any():
        handles.append(
            Patch(facecolor="white", edgecolor="#9AA4AE", hatch="////", linewidth=0.5, label=_(".. uppgift saknas"))
        )
    axes.legend(handles=handles, title=quantity, loc="upper right", bbox_to_anchor=(0.0, 1.0), fontsize=9.5,
                title_fontsize=9.5, alignment="left", handlelength=1.5, handleheight=1.2, borderaxespad=0)  # fmt: skip


def _name_counties(
    axes: Axes, places: GeoDataFrame, codes: Sequence[str], names: pd.Series, values: pd.Series, write: Format
) -> None:
    """Name counties left of the map, joined to them by thin lines that do not cross."""
    freeze(axes.figure)
    points = {code: places["geometry"][code].representative_point() for code in codes}
    codes = sorted(codes, key=lambda code: points[code].y)
    left, right = axes.get_xlim()
    # data units a point of type, for the distance between names
    unit = (axes.get_ylim()[1] - axes.get_ylim()[0]) / axes.get_window_extent().height * axes.figure.dpi / 72
    legend = axes.get_legend().get_window_extent().transformed(axes.transData.inverted())
    heights = spread([points[code].y for code in codes], 15 * unit, high=legend.y0 - 12 * unit)
    for code, height in zip(codes, heights, strict=True):
        text = f"{names[code]} {write(values[code])}"
        axes.annotate(
            text, (points[code].x, points[code].y), xytext=(left - 0.02 * (right - left), float(height)),
            ha="right", va="center", fontsize=9.5, fontweight="bold", color=region_colour(code), annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.8, "shrinkA": 2, "shrinkB": 0}, zorder=5,
        )  # fmt: skip


def _map_alt(values: pd.Series, names: pd.Series, highlight: Collection[str], quantity: str, write: Format) -> str:
    known = values.dropna()
    if known.empty:
        return alt_text(_("karta över länen: {quantity}").format(quantity=quantity), _("uppgift saknas för alla län"))
    told = [f"{names[code]} {write(values[code])}" for code in values.index if code in highlight]
    gone = int(values.isna().sum())
    return alt_text(
        _("karta över {total} län: {quantity}").format(total=len(values), quantity=quantity),
        _("högst {names} {known}, lägst {names_2} {known_2}").format(
            names=names[known.idxmax()],
            known=write(known.max()),
            names_2=names[known.idxmin()],
            known_2=write(known.min()),
        ),
        ", ".join(told) if told else "",
        _("uppgift saknas för {gone} län").format(gone=gone) if gone else "",
    )
