"""Scenarios: named sets of parameter overrides.

``baseline`` is the defaults. A named scenario is a file of ``data/scenarios``; overrides given on the command
line make an unnamed one, whose name says what was changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from nmanalys.errors import ParameterError, nearest
from nmanalys.vocabulary.parameters import Parameters, validate

__all__ = ["BASELINE", "Scenario", "make_scenario"]

BASELINE = "baseline"
LONGEST_NAME = 60


@dataclass(frozen=True)
class Scenario:
    """A set of parameters with a name.

    Attributes
    ----------
    name : str
        ``baseline``, a file's name in ``data/scenarios``, or one made of the overrides.
    parameters : Parameters
        All parameters.
    overrides : dict
        Those that differ from the baseline.
    """

    name: str = BASELINE
    parameters: Parameters = field(default_factory=Parameters)
    overrides: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_named(self) -> bool:
        """Whether somebody gave it its name; otherwise the overrides are its name."""
        return self.name != _name(self.overrides)


def make_scenario(
    root: Path, *, name: str | None = None, file: Path | None = None, assignments: Iterable[str] = ()
) -> Scenario:
    """Combine a named scenario, a parameter file and assignments; the later ones win.

    Parameters
    ----------
    root : Path
        The project's folder.
    name : str, optional
        A scenario of ``data/scenarios``, or ``baseline``.
    file : Path, optional
        A YAML file of parameter values.
    assignments : iterable of str
        Texts such as ``lq_threshold=1.5``.

    Raises
    ------
    ParameterError
        For a scenario or file that does not exist or is no mapping, and for every fault of a parameter.
    """
    files = [] if name in (None, BASELINE) else [_scenario_file(root, name)]
    files += [] if file is None else [file]
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for path in files:
        content = _read_mapping(path)
        values |= content
        sources |= dict.fromkeys(content, str(path))
    given = dict(_assignment(text) for text in assignments)
    parameters = validate(values | given, sources={key: path for key, path in sources.items() if key not in given})
    overrides = {
        key: getattr(parameters, key)
        for key, info in Parameters.model_fields.items()
        if getattr(parameters, key) != info.default
    }
    named = name if not given and file is None else None
    return Scenario(named or _name(overrides), parameters, overrides)


def _scenario_file(root: Path, name: str) -> Path:
    folder = root / "data" / "scenarios"
    known = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    if name not in known:
        hint = nearest(name, [BASELINE, *known])
        raise ParameterError(f"Unknown scenario '{name}'. {hint} A scenario is a file NAME.yml in {folder}.")
    return known[name]


def _read_mapping(path: Path) -> dict[str, Any]:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ParameterError(f"{path}: cannot be read as YAML ({error}).") from None
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise ParameterError(f"{path}: lines such as 'lq_threshold: 1.5' are expected.")
    return values


def _assignment(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise ParameterError(f"'-p {text}' is not an assignment; write -p name=value, such as -p lq_threshold=1.5.")
    if key.strip() == "region":
        raise ParameterError("The region is chosen by --region, not by -p.")
    try:
        return key.strip(), yaml.safe_load(value)
    except yaml.YAMLError:
        return key.strip(), value


def _name(overrides: Mapping[str, Any]) -> str:
    if not overrides:
        return BASELINE
    plain = "_".join(f"{key}-{value}" for key, value in sorted(overrides.items()))
    name = re.sub(r"[^a-zA-Z0-9_.-]", "-", plain)
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 9]}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
