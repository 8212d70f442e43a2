"""Development phases as dots: one row a cluster, one mark a rule, the plausible range behind them.

A cluster whose marks lie apart has no single phase, and the figure shows that before any number does. Marks differ in
form and height, so that they are told apart without colour and where they coincide.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from pandas import DataFrame

from nmanalys.views.drawing import alt_text, chart, row_axes, view, wrap, write_column
from nmanalys.views.exhibit import NO_DATA, Exhibit
from nmanalys.views.formats import DOTS
from nmanalys.views.theme import INK, MUTED, SMALL, region_colour, tint
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["plot_phases"]

RULES = (
    ("gate", _("Grindregeln"), "o", 0.0),
    ("mean", _("Medelbetyget"), "^", -0.23),
    ("weakest_link", _("Svagaste länken"), "v", 0.23),
)
TICKS = (_("under\nfas 1"), _("1\nInitiering"), _("2\nEtablering"), _("3\nUtveckling"), _("4\nMognad"))
ROW = 0.46


@view("label", "gate", "mean", "weakest_link", "lower", "upper", "answer_text", values=["mean", "gate"])
def plot_phases(
    frame: DataFrame,
    *,
    quantity: str = _("Utvecklingsfas"),
    region: str | Region | None = None,
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw each cluster's phase by the three rules, in the order given, the answer to the right.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``gate``, ``mean``, ``weakest_link``, ``lower``, ``upper`` (phase 0-4, missing if
        undecided) and ``answer_text``.
    quantity : str
        Title of the axis.
    region : str or Region, optional
        Whose colour to use.

    Examples
    --------
    >>> frame = DataFrame({"label": ["Stål"], "gate": [3], "mean": [4], "weakest_link": [3], "lower": [3],
    ...                    "upper": [4], "answer_text": ["fas 3–4"]})
    >>> plot_phases(frame).alt
    'Punktdiagram: Utvecklingsfas enligt tre regler. Stål: fas 3–4.'
    """
    rows = frame.reset_index(drop=True)
    figure, axes = row_axes([wrap(label) for label in rows["label"]], extra=1.35, row=ROW)
    colour = region_colour(region)
    for place, row in rows.iterrows():
        _row(axes, int(place), row, colour)
    axes.set_xlim(-0.4, len(TICKS) - 0.6)
    axes.set_xticks(range(len(TICKS)), TICKS)
    axes.grid(axis="x")
    axes.set_xlabel(quantity)
    write_column(axes, list(rows["answer_text"]), bold=range(len(rows)))
    _key(figure, colour)
    told = "; ".join(f"{label}: {answer}" for label, answer in zip(rows["label"], rows["answer_text"], strict=True))
    return chart(
        figure, alt_text(_("punktdiagram: {quantity} enligt tre regler").format(quantity=quantity), told), rows
    )


def _row(axes: Axes, place: int, row: pd.Series, colour: str) -> None:
    if pd.notna(row["lower"]) and pd.notna(row["upper"]):
        ends = [float(row["lower"]) - 0.12, float(row["upper"]) + 0.12]
        axes.plot(ends, [place, place], color=tint(colour, 0.22), linewidth=15, solid_capstyle="butt", zorder=1)
    for column, _name, marker, height in RULES:
        if pd.isna(row[column]):
            continue
        fill = colour if column == "gate" else "white"
        axes.plot(float(row[column]), place + height, marker, markersize=7.5 if column == "gate" else 6.5,
                  markerfacecolor=fill, markeredgecolor=colour, markeredgewidth=1.3, zorder=3)  # fmt: skip
    if pd.isna(row["gate"]):
        axes.text(-0.35, place, DOTS, va="center", color=MUTED, fontsize=SMALL)


def _key(figure: Figure, colour: str) -> None:
    handles = [
        Line2D([], [], linestyle="", marker=marker, markersize=7, markeredgecolor=colour, markeredgewidth=1.3,
               markerfacecolor=colour if column == "gate" else "white", label=name)
        for column, name, marker, _height in RULES
    ]  # fmt: skip
    handles.append(
        Line2D(
            [], [], color=tint(colour, 0.22), linewidth=10, solid_capstyle="butt", label=_("Grindregelns rimliga spann")
        )
    )
    figure.legend(handles=handles, loc="outside upper left", ncols=4, fontsize=SMALL, labelcolor=INK, handlelength=1.6)
