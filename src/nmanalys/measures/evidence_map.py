"""The evidence map: what is known about each candidate area, criterion by criterion.

Numbers and judgements stand side by side and are never added up. A cell without a number says why: nobody publishes it,
it is protected, it does not apply, or nobody has assessed it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.measures.frames import divide, normal_quantile
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.assessments import QUALITATIVE
from nmanalys.vocabulary.translation import N_
from nmanalys.vocabulary.typing import ByIndustry, LongTable

__all__ = ["area_competence", "area_quotients", "evidence_map"]

MANUFACTURING = range(10, 34)
KNOWN, ABSENT, HIDDEN, INAPPLICABLE, UNASSESSED = (
    N_("känd"),
    N_("saknas"),
    N_("skyddas"),
    N_("ej tillämpligt"),
    N_("ej bedömt"),
)
UNPUBLISHED = ("new_firms", "patents", "trademarks")


def area_quotients(
    industries: pd.DataFrame, links: LongTable, *, confidence: float = 0.95, min_coverage: float = 0.7
) -> pd.DataFrame:
    r"""Location quotient of each area, from those of its industries.

    With weights :math:`w_{ia}` and the nation's employed :math:`E_i`:

    .. math::
        LQ_a = \sum_i c_i LQ_i, \qquad c_i = \frac{w_{ia} E_i}{\sum_j w_{ja} E_j}, \qquad
        \operatorname{Var}(LQ_a) = \sum_i c_i^2 LQ_i^2 \left(\frac{\ln u_i - \ln l_i}{2z}\right)^2

    Parameters
    ----------
    industries : DataFrame, by code
        `reference` (employed in the nation)`, lq, lower, upper`; missing if suppressed, no row if the source does not
        cover the industry.
    links : DataFrame
        `area_id, code, weight` (0-1).
    confidence : float
        Confidence level of the intervals, 0-1.
    min_coverage : float
        Lowest share of an area's weights, 0-1, with a known quotient.

    Returns
    -------
    DataFrame, by area
        `lq, lower, upper, coverage` (0-1), `state`: known, suppressed or absent. Below the coverage the numbers are
        missing, and the state says what most of the rest is.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    The share that is known stands for the area. Industries are taken as independent of each other.

    Examples
    --------
    >>> industries = pd.DataFrame({"reference": [100.0, 300.0], "lq": [4.0, 1.0], "lower": [3.0, 0.9],
    ...                            "upper": [5.3, 1.1]}, index=["24", "25"])
    >>> links = pd.DataFrame({"area_id": "metal", "code": ["24", "25"], "weight": [1.0, 0.5]})
    >>> area_quotients(industries, links)[["lq", "lower", "upper"]].round(2).loc["metal"].tolist()
    [2.2, 1.79, 2.71]
    """
    require_columns(industries, ["reference", "lq", "lower", "upper"], "industries")
    require_columns(links, ["area_id", "code", "weight"], "links")
    z = normal_quantile(confidence)
    rows = links.merge(industries, left_on="code", right_index=True, how="left")
    rows["is_covered"] = rows["code"].isin(industries.index)
    mass = (rows["weight"] * rows["reference"]).where(rows["lq"].notna())
    with np.errstate(divide="ignore", invalid="ignore"):
        error = (np.log(rows["upper"]) - np.log(rows["lower"])) / (2 * z)
    error = (rows["lq"] * error).where(rows["lq"] > 0, 0.0)
    rows = rows.assign(
        mass=mass, part=mass * rows["lq"], square=(mass * error) ** 2,
        seen=rows["weight"].where(mass.notna(), 0.0), hidden=rows["weight"].where(rows["is_covered"] & mass.isna(), 0.0),
    )  # fmt: skip
    sums = rows.groupby("area_id", sort=False)[["mass", "part", "square", "seen", "hidden", "weight"]].sum()
    lq = pd.Series(divide(sums["part"], sums["mass"]), sums.index)
    margin = np.exp(z * divide(np.sqrt(sums["square"]), sums["part"]))
    table = pd.DataFrame({"lq": lq, "lower": lq / margin, "upper": lq * margin})
    coverage = sums["seen"] / sums["weight"]
    known = coverage >= min_coverage
    why = np.where(sums["hidden"] * 2 >= sums["weight"] - sums["seen"], HIDDEN, ABSENT)
    return table.where(known).assign(coverage=coverage, state=np.where(known, KNOWN, why))


def area_competence(
    industries: pd.DataFrame,
    links: LongTable,
    groups: pd.Series,
    intensity: ByIndustry,
    reference_intensity: ByIndustry,
    *,
    overall: float,
) -> pd.DataFrame:
    r"""Share of the highly educated in each area, compared with the same area in the nation.

    .. math::
        \kappa_a = \frac{\sum_i w_{ia} E_{ri} h_{rg(i)} / \sum_i w_{ia} E_{ri}}
        {\sum_i w_{ia} E_i h_{g(i)} / \sum_i w_{ia} E_i}, \qquad
        LQ^H_a = LQ_a \cdot \kappa_a \cdot \frac{h}{h_r}

    Parameters
    ----------
    industries : DataFrame, by code
        `employed, reference` (employed in the region and the nation).
    links : DataFrame
        `area_id, code, weight` (0-1).
    groups : Series, by code
        Group g(i) for which the education level is known.
    intensity, reference_intensity : Series, by group
        Share (0-1) with high education in the region and in the nation.
    overall : float
        The region's share in all industries divided by the nation's, :math:`h_r / h`.

    Returns
    -------
    DataFrame, by area
        `relative_intensity` :math:`\kappa_a`, and `factor` by which an area's location quotient becomes its competence
        quotient. Missing where nothing is known.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    Every industry is given the education level of its group: differences inside a group are not seen.

    Examples
    --------
    >>> industries = pd.DataFrame({"employed": [50.0, 50.0], "reference": [100.0, 300.0]}, index=["24", "62"])
    >>> links = pd.DataFrame({"area_id": "a", "code": ["24", "62"], "weight": 1.0})
    >>> levels = pd.Series({"C": 0.1, "J": 0.5})
    >>> groups = pd.Series({"24": "C", "62": "J"})
    >>> area_competence(industries, links, groups, levels, levels, overall=0.5).loc["a"].round(4).tolist()
    [0.75, 1.5]
    """
    require_columns(industries, ["employed", "reference"], "industries")
    rows = links.merge(industries, left_on="code", right_index=True)
    rows = rows.dropna(subset=["employed", "reference"])
    group = rows["code"].map(groups)
    here, there = rows["weight"] * rows["employed"], rows["weight"] * rows["reference"]
    parts = pd.DataFrame({"area_id": rows["area_id"], "own": here, "own_high": here * group.map(intensity),
                          "all": there, "all_high": there * group.map(reference_intensity)})  # fmt: skip
    sums = parts.groupby("area_id", sort=False).sum()
    ratio = divide(divide(sums["own_high"], sums["own"]), divide(sums["all_high"], sums["all"]))
    table = pd.DataFrame({"relative_intensity": ratio, "factor": ratio / overall}, index=sums.index)
    return table.reindex(pd.Index(links["area_id"].unique(), name="area_id"))


def evidence_map(
    quotients: pd.DataFrame,
    competence: pd.DataFrame,
    links: LongTable,
    judgements: LongTable,
    *,
    use_qualitative: bool = True,
    patent_share: float = 0.25,
) -> LongTable:
    """Put what is known about each area side by side, one cell a criterion.

    Parameters
    ----------
    quotients, competence : DataFrame, by area
        Results of :func:`area_quotients` and :func:`area_competence`.
    links : DataFrame
        `area_id, code, weight` of the areas' industries.
    judgements : DataFrame
        `area_id, criterion, score` (0-3, missing if not assessed)`, evidence_sv, date, coder`.
    use_qualitative : bool
        Whether the judged criteria are part of the map.
    patent_share : float
        Lowest share (0-1) of an area's weights in manufacturing for patents to apply: patents can be attributed to
        manufacturing industries only.

    Returns
    -------
    DataFrame
        One row an area and criterion: `area_id, criterion, state, value, lower, upper, note`. A judged criterion has the
        lowest score as `value` and `lower`, the highest as `upper`; `note` holds coder and date, or the intensity.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> quotients = pd.DataFrame({"lq": [2.0], "lower": [1.5], "upper": [2.7], "state": ["känd"]}, index=["metal"])
    >>> competence = pd.DataFrame({"relative_intensity": [0.9], "factor": [1.2]}, index=["metal"])
    >>> links = pd.DataFrame({"area_id": ["metal"], "code": ["24"], "weight": [1.0]})
    >>> nothing = pd.DataFrame(columns=["area_id", "criterion", "score", "evidence_sv", "date", "coder"])
    >>> table = evidence_map(quotients, competence, links, nothing).set_index("criterion")
    >>> table.loc[["lq", "lq_educated", "patents", "value_chains"], "state"].tolist()
    ['känd', 'känd', 'saknas', 'ej bedömt']
    """
    require_columns(judgements, ["area_id", "criterion", "score", "date", "coder"], "judgements")
    parts = [_measured(quotients, "lq", 1.0), _measured(quotients, "lq_educated", competence["factor"])]
    parts[1]["note"] = competence["relative_intensity"].reindex(quotients.index).to_numpy()
    made = pd.to_numeric(links["code"], errors="coerce").isin(MANUFACTURING)
    weights = links.assign(made=links["weight"].where(made, 0.0)).groupby("area_id")[["made", "weight"]].sum()
    applies = (weights["made"] / weights["weight"] >= patent_share).reindex(quotients.index)
    for criterion in UNPUBLISHED:
        states = np.where(applies | (criterion != "patents"), ABSENT, INAPPLICABLE)
        parts.append(pd.DataFrame({"area_id": quotients.index, "criterion": criterion, "state": states}))
    if use_qualitative:
        parts += [_judged(judgements, quotients.index, criterion) for criterion in QUALITATIVE]
    columns = ["area_id", "criterion", "state", "value", "lower", "upper", "note"]
    return pd.concat([part.reindex(columns=columns).astype({"note": object}) for part in parts], ignore_index=True)


def _measured(quotients: pd.DataFrame, criterion: str, factor: float | pd.Series) -> pd.DataFrame:
    numbers = quotients[["lq", "lower", "upper"]].mul(factor, axis=0) if isinstance(factor, pd.Series) else quotients
    state = quotients["state"].mask((quotients["state"] == KNOWN) & numbers["lq"].isna(), ABSENT)
    table = pd.DataFrame({"criterion": criterion, "state": state, "value": numbers["lq"]})
    return table.assign(lower=numbers["lower"], upper=numbers["upper"]).rename_axis("area_id").reset_index()


def _judged(judgements: LongTable, areas: pd.Index, criterion: str) -> pd.DataFrame:
    known = judgements[(judgements["criterion"] == criterion)].dropna(subset=["score"])
    groups = known.sort_values("coder").groupby("area_id")
    notes = groups[["coder", "date"]].apply(lambda rows: "; ".join(f"{c}, {str(d)[:10]}" for c, d in rows.to_numpy()))
    table = pd.DataFrame(
        {"value": groups["score"].min(), "lower": groups["score"].min(), "upper": groups["score"].max()}
    )
    table = table.reindex(areas).astype(float)
    table["note"] = notes.reindex(areas) if len(known) else None
    table["state"] = np.where(table["value"].notna(), KNOWN, UNASSESSED)
    return table.assign(criterion=criterion).rename_axis("area_id").reset_index()
