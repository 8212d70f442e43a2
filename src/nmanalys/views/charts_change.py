"""Change between two years: slopes, bars to both sides of zero, and the three parts of a shift-share.

A fall is an outlined bar as well as one to the left, so that neither colour nor side alone says it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from pandas import DataFrame

from nmanalys.views.drawing import alt_text, chart, even_axis, row_axes, view, wrap, write_column
from nmanalys.views.exhibit import NO_DATA, Exhibit
from nmanalys.views.formats import DOTS, formatter
from nmanalys.views.labels import end_labels
from nmanalys.views.theme import FOCUS, INK, MUTED, QUIET, SMALL, new_figure, region_colour
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["plot_change_bars", "plot_shift_share", "plot_slope"]

PARTS: Mapping[str, tuple[str, str]] = {
    "national_share": (_("Rikets tillväxt"), "#B9C2CB"),
    "industry_mix": (_("Branschens tillväxt utöver rikets"), "#6F93AE"),
    "regional_shift": (_("Regionens egen utveckling"), FOCUS),
}


@view("label", "start", "end", values=["start", "end"])
def plot_slope(
    frame: DataFrame,
    *,
    quantity: str,
    start_label: str,
    end_label: str,
    spec: str = "0.0 %",
    region: str | Region | None = None,
    highlight: Collection[str] = (),
    missing: str = NO_DATA,
) -> Exhibit:
    """Join each row's value in one year with its value in another.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``start`` and ``end``; a row without both values is named under the axis.
    quantity : str
        Title of the axis: quantity and unit.
    start_label, end_label : str
        The two years.
    highlight : collection of str
        Labels drawn in colour; the others are grey. All are in colour when empty.
    """
    rows = frame.dropna(subset=["start", "end"]).reset_index(drop=True)
    left_out = [str(label) for label in frame.loc[frame[["start", "end"]].isna().any(axis=1), "label"]]
    figure = new_figure(max(2.6, 0.9 + 0.235 * len(rows)))
    axes = figure.add_subplot()
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 1], [start_label, end_label])
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", labelcolor=INK, length=0)
    axes.spines["bottom"].set_visible(False)
    axes.set_yticks([])
    axes.vlines([0, 1], 0, 1, transform=axes.get_xaxis_transform(), color="#B8C0C8", linewidth=0.8, zorder=1)
    axes.set_xlabel(quantity + (f". {DOTS} {', '.join(left_out)}" if left_out else ""), loc="left")
    written = dict.fromkeys(["start", "end", "value", "nation"], spec)
    if rows.empty:
        return chart(
            figure,
            alt_text(_("lutningsdiagram: {quantity}").format(quantity=quantity), _("inget värde för båda åren")),
            frame,
            written,
        )
    in_focus = [not highlight or label in highlight for label in rows["label"]]
    colours = [region_colour(region) if focus else QUIET for focus in in_focus]
    for place, row in rows.iterrows():
        axes.plot([0, 1], [row["start"], row["end"]], color=colours[place], marker="o", markersize=4,
                  linewidth=1.9 if in_focus[place] else 1.1, zorder=3 if in_focus[place] else 2)  # fmt: skip
    write = formatter(spec)
    end_labels(axes, rows["start"], [write(value) for value in rows["start"]], in_focus, side="left")
    ends = [f"{write(row['end'])}  {row['label']}" for _index, row in rows.iterrows()]
    end_labels(axes, rows["end"], ends, in_focus, side="right")
    return chart(figure, _slope_alt(rows, quantity, start_label, end_label, spec), frame, written)


def _slope_alt(rows: DataFrame, quantity: str, start_label: str, end_label: str, spec: str) -> str:
    write = formatter(spec)
    change = (rows["end"] - rows["start"]).sort_values(kind="stable")
    said = {
        _("{verb} {label}, från {start} till {end}").format(
            verb=verb, label=rows["label"][at], start=write(rows["start"][at]), end=write(rows["end"][at])
        )
        for verb, at in ((_("mest ökade"), change.index[-1]), (_("mest minskade"), change.index[0]))
        if (change[at] > 0) == (verb == _("mest ökade")) and change[at] != 0
    }
    return alt_text(
        _("lutningsdiagram: {quantity}, {start_label} och {end_label}").format(
            quantity=quantity, start_label=start_label, end_label=end_label
        ),
        *sorted(said, reverse=True),
        "" if said else _("inget ändrades"),
    )


@view("label", values=["change"])
def plot_change_bars(
    frame: DataFrame,
    *,
    quantity: str,
    spec: str = "+0",
    region: str | Region | None = None,
    highlight: Collection[str] = (),
    keep_order: bool = False,
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw changes as bars to the right of zero (more) and to the left (fewer), the number at each bar's end.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label`` and ``change``.
    quantity : str
        Title of the axis: quantity and unit.
    """
    rows = frame if keep_order else frame.sort_values(["change", "label"], ascending=[False, True], na_position="last")
    rows = rows.reset_index(drop=True)
    figure, axes = row_axes([wrap(label) for label in rows["label"]])
    colour, write = region_colour(region), formatter(spec)
    for place, change in enumerate(rows["change"].astype(float)):
        in_focus = not highlight or rows["label"][place] in highlight
        _bar(axes, place, change, write(change), colour if in_focus else QUIET)
    _centre(axes, rows["change"])
    even_axis(axes, spec, title=quantity)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=4)
    known = rows.dropna(subset=["change"]).sort_values("change", ascending=False, kind="stable")
    first, last = known.iloc[0], known.iloc[-1]
    rising = int((known["change"] > 0).sum())
    alt = alt_text(
        _("stapeldiagram åt två håll: {quantity}").format(quantity=quantity),
        _("störst är {label} {change}").format(label=first["label"], change=write(first["change"])),
        _("minst är {label} {change}").format(label=last["label"], change=write(last["change"]))
        if len(known) > 1
        else "",
        _("{rising} av {total} ligger över noll").format(rising=rising, total=len(known)),
    )
    return chart(figure, alt, rows, {"change": spec})


def _bar(axes: Axes, place: int, change: float, text: str, colour: str) -> None:
    if pd.isna(change):
        axes.text(0, place, f" {DOTS}", va="center", color=MUTED)
        return
    is_fall = change < 0
    axes.barh(
        place, change, height=0.62, color="white" if is_fall else colour, edgecolor=colour, linewidth=1.2, zorder=3
    )
    axes.annotate(text, (change, place), xytext=(-4 if is_fall else 4, 0), textcoords="offset points", va="center",
                  ha="right" if is_fall else "left", fontsize=SMALL, color=INK)  # fmt: skip


def _centre(axes: Axes, values: pd.Series) -> None:
    """Leave room beyond the bars for their numbers."""
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    width = (high - low) or 1.0
    axes.set_xlim(low - width * (0.16 if low < 0 else 0.02), high + width * (0.16 if high > 0 else 0.02))


@view("label", "national_share", "industry_mix", "regional_shift", values=["regional_shift"])
def plot_shift_share(
    frame: DataFrame,
    *,
    quantity: str = _("Förändring (antal sysselsatta)"),
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw the three parts of each row's change, stacked from zero, and their sum as a mark.

    Parameters
    ----------
    frame : DataFrame
        Columns ``label``, ``national_share``, ``industry_mix``, ``regional_shift`` (numbers that add up to the change).
    """
    parts = list(PARTS)
    rows = frame.sort_values(["regional_shift", "label"], ascending=[False, True], na_position="last")
    rows = rows.reset_index(drop=True)
    figure, axes = row_axes([wrap(label) for label in rows["label"]], extra=1.3)
    values = rows[parts].astype(float)
    for name in parts:
        _stack(axes, values, name, parts)
    total = values.sum(axis=1, skipna=False)
    axes.plot(total, range(len(rows)), "D", color="white", markeredgecolor=INK, markersize=5.5, zorder=5,
              label=_("Hela förändringen"))  # fmt: skip
    reach = max(values.clip(lower=0).sum(axis=1).max(), 0.0), min(values.clip(upper=0).sum(axis=1).min(), 0.0)
    pad = (reach[0] - reach[1] or 1) * 0.04
    axes.set_xlim(reach[1] - pad, reach[0] + pad)
    even_axis(axes, "+0", title=quantity)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=4)
    write_column(axes, [formatter("+0")(value) for value in total])
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, fontsize=SMALL, handlelength=1.2, columnspacing=1.4,
                borderaxespad=0.3)  # fmt: skip
    known = rows.dropna(subset=["regional_shift"])
    best, worst = known.iloc[0], known.iloc[-1]
    sums = ", ".join(f"{PARTS[name][0].lower()} {formatter('+0')(values[name].sum())}" for name in parts)
    alt = alt_text(
        _("staplade staplar: {quantity}, delad i tre").format(quantity=quantity),
        _("summor: {sums}").format(sums=sums),
        _("störst egen utveckling: {label} {regional_shift}").format(
            label=best["label"], regional_shift=formatter("+0")(best["regional_shift"])
        ),
        _("svagast: {label} {regional_shift}").format(
            label=worst["label"], regional_shift=formatter("+0")(worst["regional_shift"])
        )
        if len(known) > 1
        else "",
    )
    return chart(figure, alt, rows.assign(change=total))


def _stack(axes: Axes, values: DataFrame, name: str, parts: Sequence[str]) -> None:
    """Stack one part on those before it, the positive ones to the right, the negative ones to the left."""
    before = values[list(parts[: parts.index(name)])]
    part = values[name].fillna(0)
    left = np.where(part >= 0, before.clip(lower=0).sum(axis=1), before.clip(upper=0).sum(axis=1))
    label, colour = PARTS[name]
    axes.barh(range(len(values)), part, left=left, height=0.62, color=colour, edgecolor="white", linewidth=0.8,
              label=label, zorder=3)  # fmt: skip
