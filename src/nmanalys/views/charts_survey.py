"""The survey's answers: bars that add up to 100 per cent, in the questionnaire's own order and words.

The labels are those of the questionnaire, also where the source has cut them off. The diverging chart puts the two
high answers to the right and the two low ones to the left; its zero looks like a neutral point, which the wording of
the middle answer does not quite bear out, so it comes second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter
from pandas import DataFrame

from nmanalys.errors import SchemaError
from nmanalys.views.drawing import alt_text, chart, row_axes, view, wrap
from nmanalys.views.exhibit import NO_DATA, Exhibit
from nmanalys.views.formats import DOTS, formatter
from nmanalys.views.theme import INK, MUTED, SMALL, contrast
from nmanalys.vocabulary.language import number
from nmanalys.vocabulary.translation import _

__all__ = ["plot_likert", "plot_likert_diverging"]

# dark = much, light = little; one hue on either side of a grey middle, also apart in lightness
LEVELS = ("#0B4F7C", "#6FA3C7", "#D5DADF", "#E3B58C", "#A65A1F")
ROW = 0.42
LEAST_SHARE_WRITTEN = 0.05
MOST_TOLD = 6


@view("item_label", "answer_label", values=["share"])
def plot_likert(
    frame: DataFrame,
    *,
    quantity: str = _("Andel av svaren (procent)"),
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw each item's answers as one bar of 100 per cent, items and answers in the order given.

    Parameters
    ----------
    frame : DataFrame
        Columns ``item_label``, ``answer_label`` and ``share`` (0 to 1), and where known ``n``, answers to the item, and
        ``exact_share``, the share before it was rounded, which the alternative text adds up.
        An item whose shares are missing is drawn as ``..``: too few answers to show.

    Examples
    --------
    >>> frame = DataFrame({"item_label": ["Andra företag"] * 2, "answer_label": ["Ja", "Nej"], "share": [0.75, 0.25]})
    >>> plot_likert(frame, quantity="Andel av svaren (procent)").alt.replace("\u202f", " ")
    'Staplade staplar till 100 procent: Andel av svaren (procent). Andra företag: Ja 75 %, Nej 25 %.'
    """
    shares, labels = _shares(frame)
    figure, axes = row_axes(labels, extra=1.25, row=ROW)
    colours = _colours(shares.shape[1])
    left = np.zeros(len(shares))
    texts = whole_percents(shares.fillna(0).to_numpy())
    for at, (answer, colour) in enumerate(zip(shares.columns, colours, strict=True)):
        _segments(axes, left, shares[answer].to_numpy(), texts[:, at], colour)
        left += shares[answer].fillna(0).to_numpy()
    _suppressed(axes, shares, 0.0)
    axes.set_xlim(0, 1)
    _percent_axis(axes, np.linspace(0, 1, 6), quantity)
    _key(figure, shares.columns, colours)
    return chart(figure, _alt(_("staplade staplar till 100 procent"), _exact(frame, shares), quantity), frame)


@view("item_label", "answer_label", values=["share"])
def plot_likert_diverging(
    frame: DataFrame,
    *,
    quantity: str = _("Andel av svaren (procent), mellansvaret delat på mitten"),
    missing: str = NO_DATA,
) -> Exhibit:
    """Draw the high answers to the right of zero, the low ones to the left, a middle one split in half.

    Parameters
    ----------
    frame : DataFrame
        As for `plot_likert`, the answers from the highest to the lowest.
    """
    shares, labels = _shares(frame)
    figure, axes = row_axes(labels, extra=1.25, row=ROW)
    colours = _colours(shares.shape[1])
    values = shares.fillna(0).to_numpy()
    texts = whole_percents(values)
    high = shares.shape[1] // 2
    middle = values[:, high] / 2 if shares.shape[1] % 2 else np.zeros(len(values))
    right = values[:, :high].sum(axis=1) + middle
    left = right.copy()
    for at, answer in enumerate(shares.columns):
        left = left - values[:, at]
        _segments(axes, left, shares[answer].to_numpy(), texts[:, at], colours[at])
    _suppressed(axes, shares, 0.0)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=2)
    reach = np.ceil(max(right.max(), -left.min(), 0.2) * 5) / 5
    axes.set_xlim(-reach, reach)
    _percent_axis(axes, np.arange(-reach, reach + 0.01, 0.2), quantity)
    _key(figure, shares.columns[::-1], colours[::-1])
    return chart(figure, _alt(_("staplar åt två håll"), _exact(frame, shares), quantity), frame)


def _shares(frame: DataFrame) -> tuple[DataFrame, list[str]]:
    """Return items as rows, answers as columns, both in the order in which they come, and the items' names."""
    items, answers = list(dict.fromkeys(frame["item_label"])), list(dict.fromkeys(frame["answer_label"]))
    shares = frame.pivot(index="item_label", columns="answer_label", values="share").loc[items, answers].astype(float)
    _check_sums(shares)
    labels = [wrap(item, 30) for item in items]
    if "n" in frame:
        counts = frame.groupby("item_label")["n"].first()
        labels = [f"{label} (n = {_count(counts[item])})" for label, item in zip(labels, items, strict=True)]
    return shares, labels


def _exact(frame: DataFrame, shares: DataFrame) -> DataFrame:
    if "exact_share" not in frame:
        return shares
    exact = frame.pivot(index="item_label", columns="answer_label", values="exact_share")
    return exact.loc[shares.index, shares.columns].astype(float)


def _check_sums(shares: DataFrame) -> None:
    sums = shares.sum(axis=1)
    wrong = [f"{item}: {total:.3g}" for item, total in sums.items() if total > 1.005]
    if wrong:
        raise SchemaError(f"Shares of an item must be 0-1 and add up to at most 1, not {', '.join(wrong)}.")


def _count(n: float) -> str:
    return DOTS if pd.isna(n) else number(n)


def _colours(count: int) -> list[str]:
    if count >= len(LEVELS):
        return [LEVELS[round(at * (len(LEVELS) - 1) / max(count - 1, 1))] for at in range(count)]
    sides = count // 2
    return [*LEVELS[:sides], *([LEVELS[2]] if count % 2 else []), *LEVELS[len(LEVELS) - sides :]]


def _segments(axes: Axes, left: np.ndarray, widths: np.ndarray, texts: np.ndarray, colour: str) -> None:
    axes.barh(range(len(left)), np.nan_to_num(widths), left=left, height=0.66, color=colour, edgecolor="white",
              linewidth=1, zorder=3)  # fmt: skip
    ink = "white" if contrast(colour, "#FFFFFF") >= 4.5 else INK
    for place, width in enumerate(widths):
        if width >= LEAST_SHARE_WRITTEN:
            text = formatter("%")(width).rstrip("%\u202f")
            axes.text(
                left[place] + width / 2, place, text, ha="center", va="center", color=ink, fontsize=SMALL, zorder=5
            )


def whole_percents(shares: np.ndarray) -> np.ndarray:
    """Round shares to whole per cents that add up as the shares do, by the largest remainders.

    Parameters
    ----------
    shares : ndarray, shape (n_items, n_answers)

    Returns
    -------
    ndarray of int, shape (n_items, n_answers)

    Examples
    --------
    >>> whole_percents(np.array([[1 / 3, 1 / 3, 1 / 3]])).tolist()
    [[34, 33, 33]]
    """
    exact = shares * 100
    whole = np.floor(exact + 1e-9).astype(int)
    lacking = np.rint(exact.sum(axis=1)).astype(int) - whole.sum(axis=1)
    order = np.argsort(-(exact - whole), axis=1, kind="stable")
    for place, count in enumerate(lacking):
        whole[place, order[place, : max(count, 0)]] += 1
    return whole


def _suppressed(axes: Axes, shares: DataFrame, x: float) -> None:
    for place, is_empty in enumerate(shares.isna().all(axis=1)):
        if is_empty:
            axes.text(
                x,
                place,
                _("  {dots} för få svar för att visas").format(dots=DOTS),
                va="center",
                color=MUTED,
                fontsize=SMALL,
            )


def _percent_axis(axes: Axes, ticks: Sequence[float], quantity: str) -> None:
    axes.set_xticks(ticks)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _position: formatter("%")(abs(value))))
    axes.grid(axis="x")
    axes.set_xlabel(quantity)


def _key(figure: Figure, answers: Sequence[str], colours: Sequence[str]) -> None:
    """Name the answers above the bars in the order in which the bars hold them."""
    handles = [Patch(facecolor=colour, label=str(answer)) for answer, colour in zip(answers, colours, strict=True)]
    columns = min(3, len(handles))
    # a legend is filled column by column, but read row by row
    handles = [handle for column in range(columns) for handle in handles[column::columns]]
    figure.legend(handles=handles, loc="outside upper left", ncols=columns, fontsize=SMALL,
                  handlelength=1.1, handleheight=1.1, columnspacing=1.4)  # fmt: skip


def _alt(kind: str, shares: DataFrame, quantity: str) -> str:
    write = formatter("%")
    high = max(1, shares.shape[1] // 2)
    told = [f"{kind}: {quantity}"]
    known: Mapping[str, float] = shares.dropna(how="all").iloc[:, :high].sum(axis=1).to_dict()
    if len(known) == 1:
        item = next(iter(known))
        told.append(f"{item}: " + ", ".join(f"{answer} {write(share)}" for answer, share in shares.loc[item].items()))
    else:
        names = _(" eller ").join(f"”{answer}”" for answer in shares.columns[:high])
        ranked = sorted(known, key=lambda item: known[item], reverse=True)
        chosen = list(known) if len(known) <= MOST_TOLD else [ranked[0], ranked[-1]]
        told.append(f"{names}: " + ", ".join(f"{item} {write(known[item])}" for item in chosen))
    hidden = int(shares.isna().all(axis=1).sum())
    return alt_text(
        *told,
        _("{hidden} {word} har för få svar").format(hidden=hidden, word=_("fråga") if hidden == 1 else _("frågor"))
        if hidden
        else "",
    )
