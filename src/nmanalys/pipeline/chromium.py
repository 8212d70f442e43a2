"""Printing a page to a tagged PDF with the Chromium that is on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from nmanalys.errors import PublishError

__all__ = ["find_chromium", "print_page"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
    # time that stands still while something is fetched: else it prints when the page is loaded, also if its typeface,
    # which no page waits for, is not there yet, and those letters are missing
    "--virtual-time-budget=5000",
)
LONGEST = 300  # seconds
LINES_SHOWN = 5


def find_chromium() -> str:
    """Return the path of Chromium, or of a browser built on it.

    Raises
    ------
    PublishError
        If there is none on PATH.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise PublishError(
            f"PDFs are printed by Chromium, and none of {', '.join(NAMES)} is on PATH. Install one of them: "
            "`apt install chromium` on Debian, `brew install --cask google-chrome` on macOS."
        )
    return found


def print_page(source: Path, target: Path) -> None:
    """Print a page to a PDF with tags and outline; the target is replaced only when the new one is whole.

    Raises
    ------
    PublishError
        If Chromium is missing, fails, takes too long, or prints something that lacks tags or outline.
    """
    browser = find_chromium()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".print-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        told = _run([browser, *_sandbox(), *FLAGS, f"--user-data-dir={folder}/profile"], source, fresh)
        content = fresh.read_bytes() if fresh.is_file() else b""
        lacking = [mark for mark in (b"%PDF", b"/StructTreeRoot", b"/Outlines", b"/Lang") if mark not in content]
        if lacking:
            raise PublishError(
                f"{browser} printed no tagged PDF with outline of {target.stem} (lacks "
                f"{', '.join(mark.decode() for mark in lacking)}). Chromium 131 or later is needed. It said:\n{told}"
            )
        fresh.replace(target)


def _sandbox() -> list[str]:
    # Chromium refuses its sandbox to the superuser; what is printed is the project's own page
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _run(command: list[str], source: Path, target: Path) -> str:
    try:
        run = subprocess.run(
            [*command, f"--print-to-pdf={target}", source.as_uri()],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PublishError(f"{command[0]} did not finish {target.stem} in {LONGEST} seconds. Try again.") from None
    return "\n".join(f"  {line}" for line in run.stderr.strip().splitlines()[-LINES_SHOWN:])
