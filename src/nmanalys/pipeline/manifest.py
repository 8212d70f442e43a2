"""The manifest of a build: everything needed to prove where a figure came from.

One JSON file a scenario, ``_build/manifest/<scenario>.json``: what ran, when, with which parameters, data
hashes, code and versions, how long, with what outcome.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from nmanalys.pipeline.execute import Outcome
from nmanalys.pipeline.scenario import Scenario
from nmanalys.pipeline.state import write_json

__all__ = ["write_manifest"]

SCHEMA_VERSION = 1


def write_manifest(root: Path, scenario: Scenario, outcomes: Iterable[Outcome], *, code: str, seconds: float) -> Path:
    """Write the manifest of one run and return its path.

    Notes
    -----
    Keys: ``schema`` version of this layout; ``scenario``, ``overrides``; ``code`` revision of the project, with
    ``+`` when files differed from it; ``python``, ``platform``; ``ended`` (UTC), ``seconds``; ``jobs``: for each
    its status, seconds, reasons, message, and of its result the fingerprint with the parts that it is made of.
    """
    path = root / "_build" / "manifest" / f"{scenario.name}.json"
    write_json(
        path,
        {
            "schema": SCHEMA_VERSION,
            "scenario": scenario.name,
            "overrides": dict(scenario.overrides),
            "code": code,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 2),
            "jobs": {outcome.job.id: _entry(outcome) for outcome in outcomes},
        },
    )
    return path


def _entry(outcome: Outcome) -> dict[str, object]:
    record = outcome.result.record if outcome.result else {}
    return {
        "status": outcome.status,
        "seconds": round(outcome.seconds, 2),
        "reasons": list(outcome.reasons),
        "message": outcome.message,
        "fingerprint": record.get("fingerprint"),
        "parts": record.get("parts"),
    }
