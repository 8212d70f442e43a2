"""Pages in Chromium: opening them the way a reader's browser does, and asking axe what is wrong with them.

axe takes seconds to judge the contrast of each text on a long page, and whether each link is seen to be one. Both
depend on how a text is drawn and on nothing else, so one text of each look is judged: the first of all in a book that
have the same colour, size, weight and decoration, and the same colours, pictures and opacity under them, at one width
and in one colour scheme. Every other rule reads the whole page.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path(shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium")
REQUIRED = "NMANALYS_REQUIRE_BROWSER" in os.environ
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
CONTRAST = "color-contrast"
COLOURS = (CONTRAST, "link-in-text-block")  # the rules that judge by how a text is drawn
STILL = "* { transition: none !important; animation: none !important; caret-color: transparent !important }"
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
AXE = """async ([rules, chosen]) => {
 const options = {preload: false, resultTypes: ['violations'], ...rules};
 const found = await axe.run(chosen ? {include: [...document.querySelectorAll(chosen)]} : document, options);
 return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)); }"""
# marks the first visible text of each look that has not been judged; tells how many looks there are, and those
LOOKS = """judged => {
 const under = new Map(), looks = new Map();
 const ground = element => {
  if (!element) return '';
  if (!under.has(element)) {
   const drawn = getComputedStyle(element);
   under.set(element, [ground(element.parentElement), drawn.backgroundColor, drawn.backgroundImage, drawn.opacity,
    drawn.filter].join(';').replace(/(;rgba\\(0, 0, 0, 0\\);none;1;none)+$/, ''));
  }
  return under.get(element);
 };
 document.querySelectorAll('[data-look]').forEach(element => element.removeAttribute('data-look'));
 const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
 while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || !element.checkVisibility({visibilityProperty: true})) continue;
  const drawn = getComputedStyle(element);
  const link = element.closest('a[href]'), beside = link && getComputedStyle(link.parentElement);
  const look = [drawn.color, drawn.fontSize, drawn.fontWeight, drawn.textShadow, drawn.position, ground(element),
   link && [getComputedStyle(link).textDecoration, beside.color, beside.fontWeight, link.parentElement.tagName]].join('|');
  if (!looks.has(look)) looks.set(look, link || element);
 }
 for (const element of document.querySelectorAll('input, select, textarea')) {
  looks.set(element.outerHTML + ground(element), element);
 }
 const known = new Set(judged), fresh = [...looks.keys()].filter(look => !known.has(look));
 fresh.forEach(look => looks.get(look).setAttribute('data-look', ''));
 return [looks.size, fresh]; }"""
PLAIN_LINKS = """() => [...document.querySelectorAll('article p a, article li a, article td a')].filter(link => {
 const lines = [link, ...link.querySelectorAll('*')].map(part => getComputedStyle(part));
 return link.textContent.trim() && !lines.some(style => style.textDecorationLine.includes('underline'))
  && !link.matches('.headerlink, .nm-card a, [class*=btn]'); }).map(link => link.outerHTML.slice(0, 120))"""
# 1280 px enlarged to 200 per cent is 640 px wide, and to 400 per cent 320 px
ENLARGED = (640, 320)


Looks = dict[tuple[int, str], set[str]]
needs_browser = pytest.mark.skipif(not (CHROMIUM.is_file() or REQUIRED), reason=f"no Chromium at {CHROMIUM}: not run")


def pages_of(folder: Path) -> list[str]:
    """Name every page of a book, without its ending."""
    return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.html"))


@contextmanager
def watched(browser: Any, allowed: tuple[str, ...] = ("file:", "data:"), **how: Any) -> Iterator[tuple[Any, list[str]]]:
    """Open a tab, and a list of what its pages complain of, fail to get, or ask of other places than the allowed."""
    context = browser.new_context(locale="sv-SE", **how)
    page, faults = context.new_page(), []
    page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("requestfailed", lambda asked: faults.append(f"failed: {asked.url} {asked.failure}"))
    page.on("response", lambda got: faults.append(f"{got.status}: {got.url}") if got.status >= 400 else None)
    page.on("request", lambda asked: None if asked.url.startswith(allowed) else faults.append(f"asks {asked.url}"))
    yield page, faults
    if context.cookies():
        faults.append(f"cookies: {context.cookies()}")
    context.close()


def wait_until(page: Any, expression: str, seconds: float = 20) -> None:
    """Wait until an expression holds; the driver's own way is evaluated in the page, where its policy forbids that."""
    end = time.monotonic() + seconds
    while not page.evaluate(f"document.body && ({expression})"):
        assert time.monotonic() < end, f"{page.url}: never came true: {expression}"
        page.wait_for_timeout(20)


def open_page(page: Any, address: str, *, unfold: bool = True) -> None:
    """Open a page and wait until its scripts have set the colours; unfold what lies closed in its text."""
    page.goto(address)
    finish_page(page, unfold=unfold)


def finish_page(page: Any, *, unfold: bool = True) -> None:
    """Wait until an opening page's scripts have set the colours; unfold what lies closed in its text."""
    # a page that is still changing its colours is not what a reader sees
    wait_until(page, "document.documentElement.dataset.theme !== 'auto' && document.readyState === 'complete'")
    page.add_style_tag(content=STILL)
    if unfold:
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
    page.evaluate(DRAWN)


def broken_rules(page: Any, schemes: tuple[str, ...], widths: tuple[int, ...], judged: Looks) -> list[str]:
    """List what breaks WCAG 2.1 A and AA on the open page, at each width and in each of the colour schemes.

    Looks that were judged on earlier pages are not judged again; those of this page are added to them.
    """
    from axe_playwright_python import base

    page.evaluate(base.AXE_FILE_PATH.read_text(encoding="utf-8"))
    whole = {
        "runOnly": {"type": "tag", "values": list(LEVELS)},
        "rules": {rule: {"enabled": False} for rule in COLOURS},
    }
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(DRAWN)  # frames find out whether they scroll now
        faults += [f"{width} px: {fault}" for fault in page.evaluate(AXE, [whole, None])]
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            # the page for a wrong address has no script that would say so; its style follows the system at once
            wait_until(page, f"(document.documentElement.dataset.theme ?? '{scheme}') === '{scheme}'")
            known = judged.setdefault((width, scheme), set())
            count, fresh = page.evaluate(LOOKS, sorted(known))
            assert count > 3
            known.update(fresh)
            drawn = page.evaluate(AXE, [{"runOnly": list(COLOURS)}, "[data-look]"]) if fresh else []
            faults += [f"{width} px, {scheme}: {fault}" for fault in drawn]
    return faults


def hidden_parts(page: Any) -> list[str]:
    """List links in texts that are not underlined, and widths at which the open page must be moved sideways."""
    faults = [f"not underlined: {link}" for link in page.evaluate(PLAIN_LINKS)]
    for width in ENLARGED:
        page.set_viewport_size({"width": width, "height": 512})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{width} px: too wide")
    return faults
