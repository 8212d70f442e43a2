"""Progress on a terminal: which jobs run, how long each took, how many are left. Quiet elsewhere."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

from nmanalys.pipeline.execute import Outcome
from nmanalys.pipeline.plan import Job, Plan

__all__ = ["Progress"]


class Progress:
    """Tells what happens; nothing but failures' own messages when the output is no terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._running: dict[str, float] = {}
        self._total = self._ended = 0
        self._doing = "planning"
        self._live = Live(console=console, refresh_per_second=4, transient=True, get_renderable=self._render)

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def plan(self, plan: Plan) -> None:
        """The run begins."""
        self._total, self._doing = len(plan.jobs), "running"

    def start(self, job: Job) -> None:
        """A job begins."""
        self._running[job.id] = time.monotonic()

    def end(self, outcome: Outcome) -> None:
        """A job ended."""
        self._running.pop(outcome.job.id, None)
        self._ended += 1
        if self._console.is_terminal and outcome.status != "fresh":
            colour = "green" if outcome.is_good else "red"
            self._console.print(
                f"[{colour}]{outcome.status:8}[/] {outcome.job.stage.page:28} {outcome.job.place:20} {outcome.seconds:6.1f} s"
            )

    def wait(self, holder: str) -> None:
        """Another build holds the lock."""
        self._doing = "waiting"
        self._console.print(f"Another build (process {holder}) is at work here; waiting for it.")

    def publish(self) -> None:
        """The jobs are done; the book is being made."""
        self._doing = "publishing the book"

    def _render(self) -> Text:
        now = time.monotonic()
        running = ", ".join(f"{name} {now - begun:.0f} s" for name, begun in self._running.items())
        return Text(f"{self._doing}: {self._ended} of {self._total} jobs. {running}")
