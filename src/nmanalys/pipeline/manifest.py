"""The manifest of a build: everything needed to prove where a figure came from.

One JSON file a scenario, ``_build/manifest/<scenario>.json``, with its JSON Schema beside it: what ran, when, with which
parameters, data, code and versions, how long, with what outcome, and the checksums of what came of it. The classes below
are the layout's only declaration; the book's page on running again prints their descriptions, hence Swedish.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from nmanalys.pipeline.execute import Outcome
from nmanalys.pipeline.scenario import BASELINE, Scenario
from nmanalys.pipeline.state import read_json, write_json, write_text

__all__ = ["Manifest", "ManifestJob", "ManifestParts", "manifest_jobs", "write_manifest"]


class ManifestParts(BaseModel):
    """What a fingerprint is made of; any change of it makes the job run again."""

    notebook: dict[str, str] = Field(description="kontrollsumma för anteckningsbokens celler")
    parameters: dict[str, Any] = Field(description="de antaganden som anteckningsboken använder, med värden")
    region: dict[str, str] | None = Field(None, description="regionen, med namn och koder; saknas på gemensamma sidor")
    tables: dict[str, str] = Field(description="kontrollsumma för varje tabell som läses")
    reference: dict[str, str] = Field({}, description="kontrollsumma för varje tabell med koder och namn som används")
    catalogue: dict[str, str] = Field({}, description="kontrollsumma för det som frågas i katalogen om varje tabell")
    modules: dict[str, str] = Field(description="kontrollsumma för varje modul i programmet som anteckningsboken når")
    versions: dict[str, str] = Field(
        description="version av Python, av de programbibliotek som räknar, och av låsfilen"
    )


class ManifestJob(BaseModel):
    """One notebook run for one region."""

    status: Literal["done", "fresh", "failed", "blocked", "cancelled"] = Field(
        description="hur det gick: done är körd, fresh var redan aktuell, failed gick fel, blocked väntade på något "
        "som gick fel, cancelled avbröts"
    )
    seconds: float = Field(
        description="tid som körningen tog, i sekunder; för den som redan var aktuell tiden då den kördes, 0 om den "
        "inte längre är känd"
    )
    memory: int = Field(
        description="mest minne som körningen höll för egen del, i byte; 0 om det inte kunde ses eller inte är känt"
    )
    reasons: list[str] = Field(description="varför den kördes")
    message: str = Field(description="vad som gick fel, var, och vad som kan göras åt det")
    fingerprint: str | None = Field(description="kontrollsumma för allt i parts; tom om det inte finns något resultat")
    parts: ManifestParts | None = Field(description="vad resultatet är gjort av")
    outputs: dict[str, str] = Field(description="kontrollsumma (SHA-256) för varje fil som körningen gav")


class Manifest(BaseModel):
    """The last build of one scenario; of what it was not asked for, what an earlier build made."""

    layout: Literal[3] = Field(3, alias="schema", description="den här filens version")
    scenario: str = Field(description="scenariots namn, baseline för grundutförandet")
    overrides: dict[str, Any] = Field(description="antaganden som skiljer sig från grundutförandet")
    code: str = Field(description="programmets version i Git, med + om filer var ändrade")
    python: str = Field(description="version av Python")
    platform: str = Field(description="operativsystem")
    ended: str = Field(description="när bygget var klart, i UTC")
    seconds: float = Field(description="tid för körningarna i det här bygget, i sekunder")
    peak_memory: int = Field(
        description="mest minne som körningarna höll samtidigt, i byte; 0 om det inte kunde ses eller inget kördes"
    )
    jobs: dict[str, ManifestJob] = Field(
        description="varje körning, med namnet steg:region; de som det här bygget inte gällde står som de var"
    )


def write_manifest(
    root: Path,
    scenario: Scenario,
    outcomes: Iterable[Outcome],
    *,
    code: str,
    seconds: float,
    peak_memory: int,
    kept: Mapping[str, str],
) -> Path:
    """Write the manifest of one run, and its schema, and return the manifest's path.

    `kept` maps jobs that the run may have left out to the fingerprints of their results: what the last manifest says
    of those results still holds.
    """
    path = _path(root, scenario.name)
    earlier = {name: manifest_jobs(root, name) for name in (BASELINE, scenario.name)}
    spent = _spent(job for jobs in earlier.values() for job in jobs.values())
    before = earlier[scenario.name].items()
    others = {name: job for name, job in before if name in kept and kept[name] == job.fingerprint}
    content = {
        "schema": 3,
        "scenario": scenario.name,
        "overrides": dict(scenario.overrides),
        "code": code,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
        "peak_memory": peak_memory,
        "jobs": others | {outcome.job.id: _entry(outcome, spent) for outcome in outcomes},
    }
    write_json(path.with_name("manifest.schema.json"), Manifest.model_json_schema())
    write_text(path, Manifest.model_validate(content).model_dump_json(by_alias=True, indent=1) + "\n")
    return path


def manifest_jobs(root: Path, scenario: str) -> dict[str, ManifestJob]:
    """Read the jobs of a scenario's manifest; one of another layout, or spoilt, tells of none."""
    try:
        return Manifest.model_validate(read_json(_path(root, scenario))).jobs
    except ValidationError:
        return {}


def _path(root: Path, scenario: str) -> Path:
    return root / "_build" / "manifest" / f"{scenario}.json"


def _spent(jobs: Iterable[ManifestJob]) -> dict[str, tuple[float, int]]:
    """Map the fingerprint of each job to its time and memory."""
    return {str(job.fingerprint): (job.seconds, job.memory) for job in jobs if job.status in ("done", "fresh")}


def _entry(outcome: Outcome, spent: Mapping[str, tuple[float, int]]) -> dict[str, Any]:
    record = outcome.result.record if outcome.result else {}
    seconds, memory = outcome.seconds, outcome.memory
    if outcome.status == "fresh":
        seconds, memory = spent.get(record.get("fingerprint", ""), (0.0, 0))
    return {
        "status": outcome.status,
        "seconds": round(seconds, 2),
        "memory": memory,
        "reasons": list(outcome.reasons),
        "message": outcome.message,
        "fingerprint": record.get("fingerprint"),
        "parts": record.get("parts"),
        "outputs": record.get("outputs", {}),
    }
