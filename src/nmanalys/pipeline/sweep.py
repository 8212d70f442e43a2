"""Sweeps: the same analysis at every point of a grid of parameters, and how often each strength survives.

Each point is a scenario of its own, so that a sweep that was interrupted goes on where it stopped: what is up to
date is not run again.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import yaml

from nmanalys.errors import ParameterError, PlanError
from nmanalys.io.catalogue import Table
from nmanalys.measures.scenario_changes import KEY, strength_survival
from nmanalys.pipeline.build import Project, Request, plan_request
from nmanalys.pipeline.comparison import run_scenario
from nmanalys.pipeline.scenario import BASELINE
from nmanalys.pipeline.verdicts import deciding_parameters, tables_behind
from nmanalys.vocabulary.typing import LongTable
from nmanalys.vocabulary.verdicts import VERDICTS

__all__ = ["MOST_POINTS", "Sweep", "grid", "sweep_requests"]

MOST_POINTS = 200
STRENGTHS = frozenset(verdict.table for verdict in VERDICTS if verdict.strong)


@dataclass(frozen=True)
class Sweep:
    """What came of a sweep.

    Attributes
    ----------
    axes : dict of str to tuple
        The values of each parameter.
    survival : DataFrame
        `region_code, kind, item, name, share, points, strengths`, see
        :func:`nmanalys.measures.scenario_changes.strength_survival`; only kinds that depend on a parameter of the
        sweep.
    base : str
        Name of the scenario that was started from.
    overrides : dict of str to object
        What that scenario changes of the baseline, but for the parameters of the sweep.
    sources : dict of str to tuple of Table
        The tables that each kind of verdict rests on.
    """

    axes: Mapping[str, tuple[Any, ...]]
    survival: LongTable
    base: str
    overrides: Mapping[str, Any]
    sources: Mapping[str, tuple[Table, ...]]


def grid(assignments: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read texts such as ``lq_threshold=1.0,1.25,1.5``.

    Raises
    ------
    ParameterError
        If a text is no assignment, a value is given twice, a parameter twice, or the grid is too large.

    Examples
    --------
    >>> grid(["lq_threshold=1.0,1.5", "min_employees=50"])
    {'lq_threshold': ('1.0', '1.5'), 'min_employees': ('50',)}
    """
    axes: dict[str, tuple[str, ...]] = {}
    for text in assignments:
        name, equals, values = text.partition("=")
        parts = tuple(part.strip() for part in _parts(values))
        if not equals or not name.strip() or not all(parts):
            raise ParameterError(f"'-p {text}' is no list of values; write -p lq_threshold=1.0,1.25,1.5.")
        if name.strip() in axes:
            raise ParameterError(f"The parameter '{name.strip()}' is given twice; write all its values after one -p.")
        if len(set(parts)) < len(parts):
            raise ParameterError(f"'-p {text}' names a value twice.")
        axes[name.strip()] = parts
    points = math.prod(len(values) for values in axes.values())
    if not axes or points < 2:
        raise ParameterError("A sweep needs two points or more, such as -p lq_threshold=1.0,1.25,1.5.")
    if points > MOST_POINTS:
        raise ParameterError(f"The grid has {points} points; {MOST_POINTS} is the most. Leave values out.")
    return axes


def sweep_requests(
    project: Project,
    request: Request,
    axes: Mapping[str, tuple[str, ...]],
    *,
    on_run: Callable[[str], None] = lambda name: None,
) -> Sweep:
    """Run every point of a grid as far as it is not up to date.

    Raises
    ------
    ParameterError
        For a parameter or value that is wrong at any point, and for a point that is there twice, before anything runs.
    PlanError
        If no strength depends on the parameters, before anything runs, or if a job fails.
    """
    points = [
        replace(
            request,
            assignments=(*request.assignments, *(f"{name}={value}" for name, value in zip(axes, values, strict=True))),
        )
        for values in itertools.product(*axes.values())
    ]
    plans, scenarios = zip(*(plan_request(project, point) for point in points), strict=True)
    twice = [name for name, count in Counter(scenario.name for scenario in scenarios).items() if count > 1]
    if twice:
        raise ParameterError(f"The grid has the point '{twice[0]}' twice: a value is written in two ways.")
    deciding = deciding_parameters(plans[0], axes)
    if not any(names for (_, kind), names in deciding.items() if kind in STRENGTHS):
        raise PlanError(
            f"No strength in the chosen stages depends on {' or '.join(axes)}; `nmanalys compare` tells of the rest."
        )
    verdicts = [run_scenario(project, point, on_run).assign(point=number) for number, point in enumerate(points)]
    judged = pd.concat(verdicts, ignore_index=True)
    touched = pd.Series(
        [bool(deciding[key]) for key in zip(judged["region_code"], judged["kind"], strict=True)], dtype=bool
    )
    judged = judged[touched.to_numpy()]
    names = judged.drop_duplicates(KEY)[[*KEY, "name"]]
    survival = strength_survival(judged).merge(names, on=KEY, how="left")
    order = [*KEY, "name", "share", "points", "strengths"]
    base = {name: value for name, value in scenarios[0].overrides.items() if name not in axes}
    read = {name: [getattr(scenario.parameters, name) for scenario in scenarios] for name in axes}
    tried = {
        name: tuple(value for place, value in enumerate(values) if value not in values[:place])
        for name, values in read.items()
    }
    return Sweep(tried, survival[order], request.scenario or BASELINE, base, tables_behind(plans[0]))


def _parts(values: str) -> list[str]:
    """Split at commas; lists in brackets stay whole: ``[1.0,1.5],[1.0,2.0]``."""
    if "[" not in values:
        return values.split(",")
    try:
        lists = yaml.safe_load(f"[{values}]")
    except yaml.YAMLError:
        return [""]
    return [str(part) for part in lists]
