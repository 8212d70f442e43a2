"""Two scenarios side by side: which verdicts differ, and which parameter did it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pandas as pd

from nmanalys.errors import PlanError
from nmanalys.io.catalogue import Table
from nmanalys.measures.scenario_changes import KEY, verdict_changes
from nmanalys.pipeline.build import Project, Request, plan_request, run_request
from nmanalys.pipeline.execute import Outcome
from nmanalys.pipeline.scenario import Scenario
from nmanalys.pipeline.verdicts import deciding_parameters, gather_verdicts, tables_behind
from nmanalys.vocabulary.typing import LongTable

__all__ = ["Comparison", "compare_requests", "run_scenario"]

# region, kind, item, change, and the verdict or the rank that came of it
Change: TypeAlias = tuple[str, str, str, str, object]


@dataclass(frozen=True)
class Comparison:
    """What differs between two scenarios.

    Attributes
    ----------
    left, right : Scenario
        The scenarios; the right one is told as a departure from the left.
    changes : DataFrame
        `region_code, kind, item, name, verdict_before, verdict_after, rank_before, rank_after, change, parameters`:
        the last names the parameters that did it, each of which is enough alone, or ``a + b`` where only their
        combination is.
    judged : int
        Number of things judged in either.
    regions : tuple of str
        Codes of the regions that were judged.
    sources : dict of str to tuple of Table
        The tables that each kind of verdict rests on.
    """

    left: Scenario
    right: Scenario
    changes: LongTable
    judged: int
    regions: tuple[str, ...]
    sources: Mapping[str, tuple[Table, ...]]


def compare_requests(
    project: Project, left: Request, right: Request, *, on_run: Callable[[str], None] = lambda name: None
) -> Comparison:
    """Run two requests as far as they are not up to date, and compare their verdicts.

    Each parameter in which they differ is also changed alone, if more than one could have made a difference, so that
    a change is put down to the parameter that made it and not to all of them. Where none makes it alone, each is left
    out in turn: those without which the change does not come made it together.

    Raises
    ------
    PlanError
        If the two are the same, if nothing is judged, or if a job fails in any of the runs.
    """
    plan, first = plan_request(project, left)
    _, second = plan_request(project, right)
    differing = _differences(first, second)
    if not differing:
        raise PlanError(f"'{first.name}' and '{second.name}' have the same parameters; there is nothing to compare.")
    deciding = deciding_parameters(plan, differing)
    if not deciding:
        raise PlanError("None of the chosen stages judges strengths, phases or classes; leave --stage out.")
    before, after = (run_scenario(project, request, on_run) for request in (left, right))
    changes = _changes(before, after)
    candidates = {name for row in zip(changes["region_code"], changes["kind"], strict=True) for name in deciding[row]}
    values = {name: getattr(second.parameters, name) for name in sorted(candidates)}

    def changed(*names: str) -> set[Change]:
        request = _with(left, first, {name: values[name] for name in names})
        return set(_keys(_changes(before, run_scenario(project, request, on_run))))

    alone = {name: changed(name) for name in values} if len(values) > 1 else {}
    causes = {key: _cause(deciding[key[:2]], key, alone) for key in _keys(changes)}
    joint = {key: deciding[key[:2]] for key, cause in causes.items() if cause is None}
    # of two, both are needed where neither is enough
    open_names = sorted({name for names in joint.values() if len(names) > 2 for name in names})
    without = {name: changed(*(other for other in values if other != name)) for name in open_names}
    causes |= {key: _joint_cause(names, key, without) for key, names in joint.items()}
    told = changes.assign(parameters=[causes[key] for key in _keys(changes)])
    judged = pd.concat([before, after]).drop_duplicates(KEY)
    codes = tuple(sorted(judged["region_code"].unique()))
    return Comparison(first, second, told, len(judged), codes, tables_behind(plan))


def run_scenario(project: Project, request: Request, on_run: Callable[[str], None]) -> LongTable:
    """Run a request as far as it is not up to date and return its verdicts.

    Raises
    ------
    PlanError
        If a job fails.
    """
    on_run(plan_request(project, request)[1].name)
    report = run_request(project, request)
    _refuse_failures(report.outcomes)
    return gather_verdicts(report.outcomes, project.catalogue)


def _refuse_failures(outcomes: Iterable[Outcome]) -> None:
    bad = [outcome for outcome in outcomes if not outcome.is_good]
    if bad:
        lines = [f"{outcome.job.id}: {outcome.message}" for outcome in bad]
        raise PlanError("\n".join(["Jobs failed, so there is nothing whole to compare:", *lines]))


def _differences(first: Scenario, second: Scenario) -> list[str]:
    names = type(first.parameters).model_fields
    return [name for name in names if getattr(first.parameters, name) != getattr(second.parameters, name)]


def _with(base: Request, scenario: Scenario, values: Mapping[str, Any]) -> Request:
    """The scenario of a request with some parameters changed."""
    changed = {**scenario.overrides, **values}
    return replace(base, scenario=None, parameter_file=None, assignments=tuple(f"{k}={v}" for k, v in changed.items()))


def _changes(before: LongTable, after: LongTable) -> LongTable:
    changes = verdict_changes(before, after)
    names = pd.concat([before, after]).drop_duplicates(KEY)
    return changes.merge(names[[*KEY, "name"]], on=KEY, how="left")


def _keys(changes: LongTable) -> list[Change]:
    became = changes["rank_after"].where(changes["change"].eq("moves"), changes["verdict_after"].fillna(""))
    return list(zip(*(changes[name] for name in (*KEY, "change")), became, strict=True))


def _cause(candidates: list[str], key: Change, alone: Mapping[str, set[Change]]) -> str | None:
    """Name the parameters that made a change, each by itself; None where only several together did."""
    if len(candidates) < 2:
        return ", ".join(candidates)
    return ", ".join(name for name in candidates if key in alone.get(name, ())) or None


def _joint_cause(candidates: list[str], key: Change, without: Mapping[str, set[Change]]) -> str:
    """Name the parameters without which a change does not come; all, where any one of them can be spared."""
    needed = [name for name in candidates if key not in without.get(name, ())]
    return " + ".join(needed or candidates)
