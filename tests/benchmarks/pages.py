"""What a page costs its reader: bytes, requests and time to the first content, on a slow connection with nothing kept.

    python tests/benchmarks/pages.py [folder of a built book]

Every page is opened in Chromium from a server on this machine through a connection like that of a phone with poor
reception (1.6 Mbit/s, 150 ms there and back), without compression. Pictures that wait until they come into view are
fetched too, but after the first content. Printed are the heaviest pages, and the slowest.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "book"))
from browsing import ARGUMENTS, CHROMIUM, pages_of, wait_until

BITS_PER_SECOND = 1_600_000
LATENCY = 150  # milliseconds
SHOWN = 5
FIRST = "(performance.getEntriesByName('first-contentful-paint')[0] || {}).startTime || 0"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Cost:
    """What one page costs."""

    name: str
    size: int
    requests: int
    first: float

    def __str__(self) -> str:
        return f"{self.name:45} {self.size / 1000:8.0f} kB {self.requests:4} requests {self.first / 1000:6.2f} s"


def cost_of(browser: Any, start: str, name: str) -> Cost:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE")
    page, sizes = context.new_page(), {}
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": BITS_PER_SECOND / 8,
            "uploadThroughput": BITS_PER_SECOND / 8,
        },
    )
    line.on("Network.loadingFinished", lambda done: sizes.update({done["requestId"]: done["encodedDataLength"]}))
    page.goto(f"{start}{name}.html")
    wait_until(page, f"({FIRST}) > 0")
    first = page.evaluate(FIRST)
    page.evaluate("document.querySelectorAll('img[loading]').forEach(image => image.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    context.close()
    return Cost(name, int(sum(sizes.values())), len(sizes), first)


def main() -> None:
    default = Path(__file__).parents[2] / "_build" / "html"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        start = f"http://127.0.0.1:{server.server_port}/"
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
            costs = [cost_of(browser, start, name) for name in pages_of(folder)]
            browser.close()
        server.shutdown()
    lines = [f"{len(costs)} pages; the heaviest:"]
    lines += map(str, sorted(costs, key=lambda cost: -cost.size)[:SHOWN])
    lines += ["the most requests:", *map(str, sorted(costs, key=lambda cost: -cost.requests)[:2])]
    lines += ["the slowest to show something:", *map(str, sorted(costs, key=lambda cost: -cost.first)[:SHOWN])]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
