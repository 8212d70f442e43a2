"""The verdicts of a run: gathered from its result tables into one long table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

import numpy as np
import pandas as pd

from nmanalys.io.catalogue import Catalogue, Table
from nmanalys.io.coverage import has_rows_for
from nmanalys.io.store import read_result, read_table
from nmanalys.measures.scenario_changes import KEY
from nmanalys.pipeline.execute import Outcome
from nmanalys.pipeline.plan import Job, Plan
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.strength_results import rests_on
from nmanalys.vocabulary.translation import _
from nmanalys.vocabulary.typing import LongTable
from nmanalys.vocabulary.verdicts import VERDICTS, Verdict

__all__ = ["COLUMNS", "deciding_parameters", "gather_verdicts", "tables_behind"]

COLUMNS = [*KEY, "name", "verdict", "is_strength", "rank"]
# lists in which a code's Swedish name stands
LISTS = {"sni_group": "industries", "sni_division": "industries", "field_code": "research_fields"}


def gather_verdicts(outcomes: Iterable[Outcome], catalogue: Catalogue) -> LongTable:
    """Return `region_code, kind, item, name, verdict, is_strength, rank`, one row a thing judged."""
    tables = [
        _judged(verdict, read_result(outcome.result.table(verdict.table)), catalogue)
        for outcome in outcomes
        for verdict in VERDICTS
        if outcome.result and verdict.table in outcome.job.stage.writes
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def deciding_parameters(plan: Plan, names: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """Map region and kind to those of the parameters that the kind's stage, or one that it reads from, uses."""
    wanted = list(names)
    found: dict[tuple[str, str], list[str]] = {}
    for job in plan.jobs.values():
        used = plan.parameters(job)
        for verdict in VERDICTS:
            if verdict.table in job.stage.writes and job.region:
                found[job.region.code, verdict.table] = [name for name in wanted if name in used]
    return found


def tables_behind(plan: Plan) -> dict[str, tuple[Table, ...]]:
    """Map each kind of verdict to the catalogue's tables that it rests on, directly or through other stages.

    Lists of codes are left out, and invented tables without rows for any of the plan's regions.
    """
    codes = {code for job in plan.jobs.values() if job.region for code in (job.region.code, *job.region.counties)}
    names: dict[str, dict[str, None]] = {}
    for job in plan.jobs.values():
        for kind in (verdict.table for verdict in VERDICTS if verdict.table in job.stage.writes):
            names.setdefault(kind, {}).update(dict.fromkeys(_behind(plan, job, kind)))
    every = {name: plan.catalogue[name] for kind in names.values() for name in kind}
    kept = {name: table for name, table in every.items() if _counts(table, plan.catalogue, codes)}
    return {kind: tuple(kept[name] for name in found if name in kept) for kind, found in names.items()}


def _behind(plan: Plan, job: Job, result: str) -> list[str]:
    writers = {name: plan.jobs[up] for up in plan.upstream[job.id] for name in plan.jobs[up].stage.writes}
    reads = rests_on(result, job.stage.reads)
    deeper = ([name] if name in plan.catalogue else _behind(plan, writers[name], name) for name in reads)
    return [name for names in deeper for name in names]


def _counts(table: Table, catalogue: Catalogue, codes: Set[str]) -> bool:
    if table.is_illustrative:
        return has_rows_for(table, catalogue, codes)
    return table.status is not Status.CODES


def _judged(verdict: Verdict, table: LongTable, catalogue: Catalogue) -> LongTable:
    strong = table[verdict.column].isin(verdict.strong) if verdict.strong else pd.Series(False, table.index)
    rank = table[verdict.rank].where(strong).rank(ascending=False, method="min") if verdict.rank else None
    names = table[verdict.name] if verdict.name else table[verdict.item].map(_names(verdict.item, catalogue))
    found = pd.DataFrame({
        "region_code": table["region_code"],
        "kind": verdict.table,
        "item": _items(verdict, table),
        "name": names.fillna(table[verdict.item]),
        "verdict": table[verdict.column].map(_word),
        "is_strength": strong.astype(bool),
        "rank": rank,
    })  # fmt: skip
    return found.drop_duplicates(KEY, ignore_index=True)


def _items(verdict: Verdict, table: LongTable) -> pd.Series:
    """Codes; with the university where several have the same field."""
    codes = table[verdict.item].astype(str)
    return codes + " " + table["university"] if "university" in table else codes


def _names(column: str, catalogue: Catalogue) -> Mapping[str, str]:
    rows = read_table(catalogue[LISTS[column]])
    return dict(zip(rows["code"], rows["name_sv"], strict=True))


def _word(value: object) -> str:
    if pd.isna(value):
        return _("okänt")
    if isinstance(value, bool | np.bool_):
        return _("ja") if value else _("nej")
    return f"{value:g}" if isinstance(value, int | float) else str(value)
