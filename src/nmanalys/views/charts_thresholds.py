"""Which rows pass a threshold, one column a threshold."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from pandas import DataFrame, Series

from nmanalys.views.drawing import (
    alt_text,
    chart,
    row_axes,
    view,
    wrap,
    write_column,
)
from nmanalys.views.exhibit import NO_DATA, Exhibit
from nmanalys.views.formats import DOTS
from nmanalys.views.theme import MUTED, QUIET, SMALL, region_colour
from nmanalys.vocabulary.language import listing, number
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["plot_thresholds"]


@view("label", "threshold", values=["passes"])
def plot_thresholds(
    frame: DataFrame,
    *,
    quantity: str = _("Lägsta lokaliseringskvot (kvot, riket = 1)"),
    chosen: float | None = None,
    region: str | Region | None = None,
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw which rows pass which threshold: a filled dot passes, a ring does not, the count stands to the right.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``threshold`` (number) and ``passes`` (true, false or missing), one row a pair.
    chosen : float, optional
        The threshold that the analysis uses; its column is marked.
    """
    passes = frame.pivot(index="label", columns="threshold", values="passes").astype("Float64")
    order = passes.sum(axis=1).sort_values(ascending=False, kind="stable").index
    passes = passes.loc[order]
    figure, axes = row_axes([wrap(label) for label in order], extra=0.95)
    colour = region_colour(region)
    for column, threshold in enumerate(passes.columns):
        if chosen is not None and np.isclose(threshold, chosen):
            axes.axvspan(column - 0.42, column + 0.42, color="#EEF2F5", linewidth=0, zorder=0)
            axes.annotate(_("vald gräns"), (column, 1), xycoords=axes.get_xaxis_transform(), xytext=(0, 3),
                          textcoords="offset points", ha="center", fontsize=SMALL, color=MUTED)  # fmt: skip
        _draw_passes(axes, passes[threshold], column, colour)
    axes.set_xticks(range(passes.shape[1]), [number(value, 2) for value in passes.columns])
    axes.set_xlim(-0.6, passes.shape[1] - 0.4)
    axes.set_xlabel(_("{quantity}. ● når gränsen  ○ når den inte  .. uppgift saknas").format(quantity=quantity))
    counts = [
        _("{total} av {count}").format(total=int(row.sum()), count=int(row.notna().sum()))
        for _index, row in passes.iterrows()
    ]
    write_column(axes, counts)
    everywhere = [str(label) for label, row in passes.iterrows() if row.notna().any() and bool(row.dropna().all())]
    found = (
        _("{everywhere} når alla gränser").format(everywhere=listing(everywhere[:4]))
        if everywhere
        else _("ingen når alla gränser")
    )
    per_column = "; ".join(
        _("{total} når {value}").format(total=int(passes[value].sum()), value=number(value, 2))
        for value in passes.columns
    )
    alt = alt_text(
        _("punktmatris: {quantity} för {total} rader").format(quantity=quantity, total=len(passes)), found, per_column
    )
    return chart(figure, alt, frame)


def _draw_passes(axes: Axes, column: Series, x: int, colour: str) -> None:
    for place, value in enumerate(column):
        if pd.isna(value):
            axes.text(x, place, DOTS, ha="center", va="center", color=MUTED)
        else:
            fill = colour if value else "white"
            axes.plot(x, place, "o", markersize=8, markerfacecolor=fill, markeredgecolor=colour if value else QUIET)
