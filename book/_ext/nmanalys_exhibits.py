"""Figures of the pages: the finding first, then the picture by day and by night, then where it comes from.

A picture wider than the screen scrolls inside its own frame, which the keyboard reaches; the names of a chart's rows
stay in sight meanwhile. The picture for the dark page lies beside the other, its name ending in ``-natt``; a browser
fetches only the one that it shows.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

NIGHT = "-natt"
SIZE = re.compile(r'<svg[^>]* width="(\d+)" height="(\d+)"')
OPENING = 1000  # letters in which a drawing says its size
# matplotlib draws the ground of the figure first and that of its first panel next, each from its lower left corner
GROUND = re.compile(r'<path d="M ([\d.]+) ([\d.]+) L ([\d.]+) \2 L \3 ([\d.]+) L \1 \4 z"')
LEAST_PANEL = 1 / 3  # of the figure's width and height: smaller ones are bars, or keys to a map or a network


class Exhibit(nodes.General, nodes.Element):
    """A figure with its finding above and its source below."""


class Finding(nodes.General, nodes.TextElement):
    """The figure's number and what it shows."""


class ScrollFrame(nodes.General, nodes.Element):
    """A frame that a wide picture scrolls in."""


def arrange(app: Sphinx, doctree: nodes.document) -> None:
    """Rearrange each figure that an analysis made."""
    for figure in list(doctree.findall(nodes.figure)):
        picture = next((image for image in figure.findall(nodes.image) if "nm-image" in image["classes"]), None)
        if picture is not None:
            figure.replace_self(_exhibit(figure, picture, Path(app.env.doc2path(app.env.docname)).parent))


def _exhibit(figure: nodes.figure, picture: nodes.image, folder: Path) -> Exhibit:
    caption = next(figure.findall(nodes.caption))
    drawing = _drawing(folder / picture["uri"])
    picture.attributes.update(_size(drawing))
    number = next((inline.astext() for inline in caption.findall(nodes.inline) if "nm-number" in inline["classes"]), "")
    finding = Finding("", "", *caption.children, number=number or "Figur")
    frame = ScrollFrame("", picture, label=f"{number or 'Figur'}, kan rullas i sidled", names=_names(drawing))
    night = _at_night(picture, folder)
    if night is not None:
        frame["classes"].append("nm-both")
        picture["classes"].append("nm-day")
        frame += night
    source = nodes.container("", *(part for legend in figure.findall(nodes.legend) for part in legend.children))
    source["classes"].append("nm-source")
    exhibit = Exhibit("", finding, frame, source, ids=figure["ids"], names=figure["names"])
    exhibit.source, exhibit.line = figure.source, figure.line
    return exhibit


def _at_night(picture: nodes.image, folder: Path) -> nodes.image | None:
    path = Path(picture["uri"])
    name = path.with_name(f"{path.stem}{NIGHT}{path.suffix}")
    if not (folder / name).is_file():
        return None
    night = picture.deepcopy()
    night["uri"] = name.as_posix()
    night["classes"] = [*picture["classes"], "nm-night"]
    return night


def _drawing(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.suffix == ".svg" and path.is_file() else ""


def _size(drawing: str) -> dict[str, str]:
    """Read a drawing's size, so that the page keeps its place before the drawing is there."""
    found = SIZE.search(drawing[:OPENING])
    return {"width": found[1], "height": found[2]} if found else {}


def _names(drawing: str) -> str:
    """Tell where the names of a chart's rows stand, which stay in sight while the chart scrolls; empty if it has none.

    The share of the drawing's width that lies left of the panels, and the shares of its height above and below them.

    Examples
    --------
    >>> figure = '<path d="M 0 100 L 200 100 L 200 0 L 0 0 z" style="fill: #ffffff"/>'
    >>> _names(figure + '<path d="M 50 80 L 190 80 L 190 5 L 50 5 z" style="fill: #ffffff"/>')
    '0.250 0.050 0.200'
    >>> below = '<path d="M 50 95 L 90 95 L 90 85 L 50 85 z"/>'
    >>> _names(figure + '<path d="M 50 80 L 190 80 L 190 5 L 50 5 z" style="fill: #ffffff"/>' + below)
    '0.250 0.050 0.050'
    >>> _names(figure + '<path d="M 50 30 L 190 30 L 190 5 L 50 5 z" style="fill: #ffffff"/>')
    ''
    """
    grounds = [[float(value) for value in found.groups()] for found in GROUND.finditer(drawing)]
    if len(grounds) < 2:
        return ""
    (_, height, width, _), (left, bottom, right, top) = grounds[:2]
    if right - left < width * LEAST_PANEL or bottom - top < height * LEAST_PANEL:
        return ""
    # panels below each other share their left edge, and so does what is drawn from it
    above = min(end for start, _, _, end in grounds if start == left)
    below = max(begin for start, begin, _, _ in grounds if start == left)
    return f"{left / width:.3f} {above / height:.3f} {1 - below / height:.3f}"


def visit_exhibit(self: Any, node: Exhibit) -> None:
    """Open the figure."""
    self.body.append(self.starttag(node, "figure", CLASS="nm-exhibit"))


def depart_exhibit(self: Any, node: Exhibit) -> None:
    """Close the figure."""
    self.body.append("</figure>\n")


def visit_finding(self: Any, node: Finding) -> None:
    """Open the figure's caption."""
    self.body.append("<figcaption>")


def depart_finding(self: Any, node: Finding) -> None:
    """Close the figure's caption with a link to the figure."""
    name = (node.parent["ids"] or [""])[0]
    told = escape(f"Länk till {node['number']}", quote=True)
    link = f'<a class="headerlink" href="#{name}" title="{told}" aria-label="{told}">#</a>' if name else ""
    self.body.append(f"{link}</figcaption>\n")


def visit_frame(self: Any, node: ScrollFrame) -> None:
    """Open the frame."""
    label = escape(node["label"], quote=True)
    classes = " ".join(["nm-scroll", "nm-frame", *node["classes"]])
    names = f' data-names="{node["names"]}"' if node["names"] else ""
    self.body.append(f'<div class="{classes}" role="group" tabindex="0" aria-label="{label}"{names}>\n')


def depart_frame(self: Any, node: ScrollFrame) -> None:
    """Close the frame."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    """Register the figures' nodes."""
    app.add_node(Exhibit, html=(visit_exhibit, depart_exhibit))
    app.add_node(Finding, html=(visit_finding, depart_finding))
    app.add_node(ScrollFrame, html=(visit_frame, depart_frame))
    # before Sphinx collects the pictures that are to be copied
    app.connect("doctree-read", arrange, priority=400)
