"""Evidence for areas from strong industries and strong research fields, and how certain it is.

An area's score is the share of what belongs to it (employed, publications) that lies in strong codes. Whether a code is
strong is uncertain, so whether an area reaches a cut is too: an area on the brink is called a borderline case.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.academic import BORDERLINE, joint_score, quadrant
from nmanalys.measures.frames import divide
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import LongTable

__all__ = ["area_evidence", "join_evidence"]

MOST_CODES = 20
CLASS_NUMBERS = [
    "employed", "precision", "coverage", "academic_share", "strong_industries", "strong_fields", "probability",
]  # fmt: skip


def area_evidence(codes: pd.DataFrame, links: LongTable, *, cut: float = 0.5, min_known: float = 0.0) -> pd.DataFrame:
    r"""Share of each area that lies in strong codes, what the data see of it, and how certain it is.

    With sizes :math:`E_c`, weights :math:`w_{ca}` and strengths :math:`x_c \in \{0, 1\}` with probabilities
    :math:`\pi_c`:

    .. math::
        s_a = \frac{\sum_c w_{ca} E_c x_c}{\sum_c w_{ca} E_c}, \qquad
        coverage_a = \frac{\sum_c w_{ca}^2 E_c}{\sum_c w_{ca} E_c}
        \cdot \frac{\sum_{c\ known} w_{ca}}{\sum_c w_{ca}}, \qquad
        P(s_a \geq t \mid x_c \sim \mathrm{Bernoulli}(\pi_c))

    Parameters
    ----------
    codes : DataFrame, by code
        `size` (0 or more), `is_strong` (true, false), `probability` of being strong (0-1); missing if suppressed.
    links : DataFrame
        `area_id, code, weight` (0-1: how much of the code belongs to the area).
    cut : float
        Score t, 0-1.
    min_known : float
        Lowest share (0-1) of an area's weights in codes that are known. Below it the score is missing: what is
        suppressed is not weak.

    Returns
    -------
    DataFrame, by area
        `size`, `score` (0-1, missing if nothing or too little is known), `coverage` (0-1: how much of the codes that those of the
        area work in belongs to it; low where codes are about something else, or suppressed), `probability` (0-1) that
        the score reaches the cut, `strong_codes`, `codes`.

    Raises
    ------
    SchemaError
        If a weight lies outside 0-1, a link occurs twice, or an area has more than 20 codes.

    Notes
    -----
    The probability is exact: all combinations of strong and not strong are gone through, with codes as independent.

    Examples
    --------
    >>> codes = pd.DataFrame({"size": [100.0, 50.0], "is_strong": [True, False], "probability": [0.9, 0.2]},
    ...                      index=["24", "25"])
    >>> links = pd.DataFrame({"area_id": "metal", "code": ["24", "25", "28"], "weight": [1.0, 0.6, 0.4]})
    >>> area_evidence(codes, links)[["score", "coverage", "probability"]].loc["metal"].round(4).tolist()
    [0.7692, 0.7262, 0.9]
    """
    require_columns(links, ["area_id", "code", "weight"], "links")
    if len(links):
        require_columns(codes, ["size", "is_strong", "probability"], "codes")
    if not links["weight"].between(0, 1).all():
        code = links.loc[~links["weight"].between(0, 1), "code"].iloc[0]
        raise SchemaError(f"links: the weight of '{code}' lies outside 0-1.")
    if links.duplicated(["area_id", "code"]).any():
        raise SchemaError("links: a code is linked to one area twice.")
    rows = {area: _one_area(codes, part, cut, min_known) for area, part in links.groupby("area_id", sort=False)}
    columns = ["size", "score", "coverage", "probability", "strong_codes", "codes"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype(float).rename_axis("area_id")


def _one_area(codes: pd.DataFrame, links: LongTable, cut: float, min_known: float) -> list[float]:
    weight = links["weight"].to_numpy(dtype=float)
    own = codes.reindex(links["code"])
    known = (own["is_strong"].notna() & own["size"].notna()).to_numpy()
    if known.sum() > MOST_CODES:
        raise SchemaError(f"An area has {known.sum()} codes; more than {MOST_CODES} cannot be gone through.")
    size = own["size"].to_numpy(dtype=float)[known]
    strong = own["is_strong"].to_numpy(dtype=float, na_value=np.nan)[known]
    mass = weight[known] * size
    total = mass.sum()
    seen = float(divide(mass @ weight[known], total)) * weight[known].sum() / weight.sum()
    likely = _probability(mass, own["probability"].to_numpy(dtype=float)[known], cut)
    score = float(divide(mass @ strong, total))
    if weight[known].sum() < min_known * weight.sum():
        score = likely = np.nan
    return [total, score, 0.0 if np.isnan(seen) else seen, likely, float((strong >= 0.5).sum()), float(len(links))]


def _probability(mass: np.ndarray, chances: np.ndarray, cut: float) -> float:
    """Probability that the strong codes hold at least the cut's share of the mass."""
    if not mass.sum() > 0:
        return np.nan
    held, likely = np.zeros(1), np.ones(1)
    for size, chance in zip(mass / mass.sum(), chances, strict=True):
        held = np.concatenate([held, held + size])
        likely = np.concatenate([likely * (1 - chance), likely * chance])
    # shares that add up to the cut exactly may fall below it in the last digit
    return float(likely[held >= cut - 1e-9].sum())


def join_evidence(
    industry: pd.DataFrame, academy: pd.DataFrame, *, cut: float = 0.5, label_probability: float = 0.8
) -> pd.DataFrame:
    r"""Put business and academy side by side: joint score, quadrant, and whether it is a borderline case.

    .. math:: s_a = \sqrt{s_{I,a} s_{A,a}}, \qquad P(\text{quadrant}) = P(s_I \gtrless t) \, P(s_A \gtrless t)

    Parameters
    ----------
    industry, academy : DataFrame, by area
        Results of :func:`area_evidence` with the same cut.
    cut : float
        Score t from which a side is strong.
    label_probability : float
        Lowest probability with which the quadrant is named in `label`.

    Returns
    -------
    DataFrame, by area
        `industry_score, academic_score, joint_score` (0-1), `quadrant`, `probability` of that quadrant, `label` (the
        quadrant, or `gränsfall` below the probability). Areas of either side; a side without data is missing.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> sure = pd.DataFrame({"score": [0.9], "probability": [0.95]}, index=["metal"])
    >>> doubtful = pd.DataFrame({"score": [0.6], "probability": [0.7]}, index=["metal"])
    >>> join_evidence(sure, doubtful)[["quadrant", "label"]].loc["metal"].tolist()
    ['gemensam styrka', 'gränsfall']
    """
    for name, side in (("industry", industry), ("academy", academy)):
        require_columns(side, ["score", "probability"], name)
    areas = industry.index.union(academy.index, sort=False)
    first, second = industry.reindex(areas), academy.reindex(areas)
    scores = pd.DataFrame({"industry_score": first["score"], "academic_score": second["score"]})
    scores["joint_score"] = joint_score(scores["industry_score"], scores["academic_score"])
    scores["quadrant"] = quadrant(scores["industry_score"], scores["academic_score"], cut=cut)
    scores["probability"] = _as_found(first, cut) * _as_found(second, cut)
    doubtful = scores["probability"] < label_probability
    return scores.assign(label=scores["quadrant"].mask(doubtful, BORDERLINE)).rename_axis("area_id")


def _as_found(side: pd.DataFrame, cut: float) -> pd.Series:
    """Probability that a side lies where its score says."""
    return side["probability"].where(side["score"] >= cut, 1 - side["probability"]).mask(side["score"].isna())


def evidence_of_test_areas(
    links: LongTable,
    industries: pd.DataFrame,
    fields: pd.DataFrame,
    *,
    confirmed: float = 0.5,
    academic_cut: float = 0.5,
) -> pd.DataFrame:
    """Evidence about each test area, whatever the other thresholds of its class are.

    Parameters
    ----------
    links, industries, fields, confirmed, academic_cut
        As in :func:`~nmanalys.measures.named_areas.compare_test_areas`.

    Returns
    -------
    DataFrame, by test area
        The numbers of :func:`~nmanalys.measures.named_areas.compare_test_areas`, `joint_strengths` and `pillars`, as
        :func:`~nmanalys.measures.confirmation.classify_test_areas` takes them.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> links = pd.DataFrame({"priority_id": "p", "classification": ["SNI", "FORD"], "code": ["24", "2.5"],
    ...                       "weight": 1.0})
    >>> strong = pd.DataFrame({"size": [9.0], "is_strong": [True], "probability": [1.0]})
    >>> found = evidence_of_test_areas(links, strong.set_axis(["24"]), strong.set_axis(["2.5"]))
    >>> found[["precision", "joint_strengths", "pillars"]].values.tolist()
    [[1.0, 1.0, 2.0]]
    """
    require_columns(links, ["priority_id", "classification", "code", "weight"], "links")
    if links.empty:
        names = [*CLASS_NUMBERS, "joint_strengths", "pillars"]
        return pd.DataFrame(columns=names, index=pd.Index([], name="priority_id", dtype="str"), dtype="float64")
    parts = links.rename(columns={"priority_id": "area_id"})
    business = area_evidence(industries, parts[parts["classification"] == "SNI"], cut=confirmed)
    academy = area_evidence(fields, parts[parts["classification"] == "FORD"], cut=academic_cut)
    academy = academy.reindex(business.index)
    table = pd.DataFrame(
        {
            "employed": business["size"],
            "precision": business["score"],
            "coverage": business["coverage"],
            "academic_share": academy["score"],
            "strong_industries": business["strong_codes"],
            "strong_fields": academy["strong_codes"].fillna(0.0),
            "probability": business["probability"],
        }
    ).rename_axis("priority_id")
    return table.assign(
        joint_strengths=table[["strong_industries", "strong_fields"]].min(axis=1),
        pillars=(table["precision"] >= confirmed).astype(int) + (table["academic_share"] >= academic_cut).astype(int),
    )
