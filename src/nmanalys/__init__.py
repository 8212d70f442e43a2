"""The facade that notebooks import: ``import nmanalys as nm``.

Each name is loaded from its module when it is first used, so that a command that draws no figure does not wait
for the libraries that draw figures. The same list tells which modules a notebook can reach.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_MODULES: dict[str, tuple[str, ...]] = {
    "pipeline.workspace": (
        "counties", "industry_names", "joint_regions", "load", "publish", "region", "regions",
    ),
    "io.geodata": ("county_shapes", "municipality_points", "municipality_shapes"),
    "vocabulary.language": (
        "date_text", "interval", "listing", "number", "percent", "signed", "signed_percent",
    ),
}  # fmt: skip

_EXPORTS = {name: module for module, names in _MODULES.items() for name in names}

__all__ = ["__version__", "exports", *_EXPORTS]


def exports() -> dict[str, str]:
    """Map each public name to the module that holds it."""
    return dict(_EXPORTS)


def __getattr__(name: str) -> Any:
    if name not in _EXPORTS:
        raise AttributeError(f"module 'nmanalys' has no attribute '{name}'")
    return getattr(import_module(f"nmanalys.{_EXPORTS[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
