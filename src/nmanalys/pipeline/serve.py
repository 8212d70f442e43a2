"""A web server for the built book, on this machine only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from nmanalys.errors import PublishError
from nmanalys.pipeline.publish_checks import LOST
from nmanalys.pipeline.publish_edition import book_folder

__all__ = ["serve_book"]


class _Quiet(SimpleHTTPRequestHandler):
    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a wrong address with the book's page for it, as hosts of static pages do."""
        page = Path(self.directory) / LOST
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def serve_book(
    root: Path, scenario: str, port: int, on_ready: Callable[[str], None], meanwhile: Callable[[], None] | None = None
) -> None:
    """Serve a book until interrupted, or until what is to be done `meanwhile` is done.

    Raises
    ------
    PublishError
        If that book has not been built, or the port is taken.
    """
    folder = book_folder(root, scenario)
    if not folder.is_dir():
        raise PublishError(f"There is no book of the scenario '{scenario}'. Run `nmanalys build` first.")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise PublishError(f"Port {port} cannot be used ({error.strerror}). Choose another by --port.") from None
    with server:
        on_ready(f"http://127.0.0.1:{server.server_port}/")
        if meanwhile is None:
            server.serve_forever()
            return
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            meanwhile()
        finally:
            server.shutdown()
