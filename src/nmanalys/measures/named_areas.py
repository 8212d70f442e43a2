"""Areas named beforehand against strengths found without looking at them.

The order matters: strengths are computed first and get a hash; only then are the named areas read. Whoever doubts it
can compute the hash again.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from nmanalys.measures.area_evidence import CLASS_NUMBERS, evidence_of_test_areas
from nmanalys.measures.confirmation import classify_test_areas, missed_strengths
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.translation import N_
from nmanalys.vocabulary.typing import LongTable

__all__ = [
    "compare_test_areas",
    "covered_shares",
    "strength_outcomes",
    "strengths_outside",
    "table_hash",
]

HASH_LENGTH = 12
NO_BUSINESS, NO_ACADEMY, NOT_NAMED = (
    N_("inte stark i näringslivet"),
    N_("inte stark i akademin"),
    N_("ej bland testområdena"),
)
OVERALL, UNKNOWN = N_("helhetligt styrkeområde"), N_("underlag saknas")


def table_hash(*tables: pd.DataFrame) -> str:
    """Short hash of tables, the same for the same rows in the same order.

    Parameters
    ----------
    *tables : DataFrame
        Tables; the index does not count.

    Returns
    -------
    str
        The first 12 hexadecimal digits of SHA-256 over the tables as CSV with 10 significant digits.

    Examples
    --------
    >>> table_hash(pd.DataFrame({"lq": [1.5]})) == table_hash(pd.DataFrame({"lq": [1.5]}, index=["x"]))
    True
    """
    text = "\n".join(table.to_csv(index=False, float_format="%.10g", lineterminator="\n") for table in tables)
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]


def compare_test_areas(
    links: LongTable,
    industries: pd.DataFrame,
    fields: pd.DataFrame,
    *,
    confirmed: float = 0.5,
    partly: float = 0.25,
    coverage: float = 0.7,
    academic_cut: float = 0.5,
    probability: float = 0.8,
) -> pd.DataFrame:
    """Evidence about each test area, and its class.

    Parameters
    ----------
    links : DataFrame
        `priority_id, classification` (SNI or FORD)`, code, weight`.
    industries, fields : DataFrame, by code
        Strengths as in :func:`~nmanalys.measures.area_evidence.area_evidence`; `fields` may be empty.
    confirmed, partly : float
        Lowest share of the test area's employed in strong industries for a confirmed and a partly confirmed area.
    coverage : float
        Lowest share that the data can see for an area to be judged.
    academic_cut : float
        Share of the test area's publications in strong fields from which academy supports it.
    probability : float
        Lowest probability that the share of a confirmed area holds.

    Returns
    -------
    DataFrame, by test area
        `employed, precision, coverage, academic_share, strong_industries, strong_fields, probability, area_class`. The
        class is that of :func:`~nmanalys.measures.confirmation.classify_test_areas`; an area with a strong industry and
        a strong field counts as a joint strength.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> links = pd.DataFrame({"priority_id": "p", "classification": ["SNI", "FORD"], "code": ["24", "2.5"],
    ...                       "weight": 1.0})
    >>> strong = pd.DataFrame({"size": [9.0], "is_strong": [True], "probability": [1.0]})
    >>> compare_test_areas(links, strong.set_axis(["24"]), strong.set_axis(["2.5"]))["area_class"].tolist()
    ['bekräftat']
    """
    evidence = evidence_of_test_areas(links, industries, fields, confirmed=confirmed, academic_cut=academic_cut)
    classes = classify_test_areas(
        evidence, confirmed=confirmed, partly=partly, coverage=coverage, probability=probability
    )
    return evidence[CLASS_NUMBERS].assign(area_class=classes.astype("str"))


def covered_shares(links: LongTable, sizes: pd.Series, test_links: LongTable) -> pd.Series:
    r"""Share of each area's employed who work in industries of any test area.

    .. math:: \frac{\sum_c w_{ca} E_c \min(1, \sum_p v_{cp})}{\sum_c w_{ca} E_c}

    Parameters
    ----------
    links : DataFrame
        `area_id, code, weight` of the areas.
    sizes : Series, by code
        Employed; missing if suppressed.
    test_links : DataFrame
        `code, weight` of the test areas.

    Returns
    -------
    Series, by area
        0-1; missing if nothing is known, or if there are no test areas to compare with.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> links = pd.DataFrame({"area_id": "metal", "code": ["24", "25"], "weight": [1.0, 0.5]})
    >>> tests = pd.DataFrame({"code": ["24", "24"], "weight": [0.8, 0.8]})
    >>> covered_shares(links, pd.Series({"24": 50, "25": 100}), tests).to_dict()
    {'metal': 0.5}
    """
    require_columns(links, ["area_id", "code", "weight"], "links")
    require_columns(test_links, ["code", "weight"], "test_links")
    claimed = test_links.groupby("code")["weight"].sum().clip(upper=1.0)
    mass = links["weight"] * links["code"].map(sizes).astype(float)
    covered = mass * links["code"].map(claimed).fillna(0.0)
    sums = pd.DataFrame({"area_id": links["area_id"], "mass": mass, "covered": covered.where(mass.notna())})
    total = sums.groupby("area_id", sort=False)[["mass", "covered"]].sum()
    share = total["covered"] / total["mass"].where((total["mass"] > 0) & bool(len(test_links)))
    return share.rename("covered_share")


def strengths_outside(industries: pd.DataFrame, test_links: LongTable, *, cover: float = 0.25) -> pd.DataFrame:
    """Return the strong industries and how much of each the test areas take in.

    Parameters
    ----------
    industries : DataFrame, by code
        `size, is_strong`, other columns are kept.
    test_links : DataFrame
        `code, weight` of the test areas' industries.
    cover : float
        Share (0-1) below which an industry lies outside.

    Returns
    -------
    DataFrame, by code
        The strong industries, largest first, with `covered_share` (0-1) and `is_outside`: less than `cover`
        of it belongs to any test area.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> industries = pd.DataFrame({"size": [100.0, 50.0, 9.0], "is_strong": [True, True, False]},
    ...                           index=["24", "01", "55"])
    >>> tests = pd.DataFrame({"code": ["24", "55"], "weight": [0.8, 1.0]})
    >>> strengths_outside(industries, tests)["is_outside"].to_dict()
    {'24': False, '01': True}
    """
    require_columns(industries, ["size", "is_strong"], "industries")
    require_columns(test_links, ["code", "weight"], "test_links")
    strong = industries[industries["is_strong"].fillna(False).astype(bool)].sort_values("size", ascending=False)
    claimed = test_links.groupby("code")["weight"].sum().clip(upper=1.0).reindex(strong.index).fillna(0.0)
    if strong.empty:
        return strong.assign(covered_share=claimed, is_outside=pd.Series(dtype="boolean"))
    return strong.assign(
        covered_share=claimed, is_outside=missed_strengths(strong["size"], strong["size"] * claimed, cover=cover)
    )


def strength_outcomes(
    combined: pd.DataFrame, covered: pd.Series, *, cut: float = 0.5, cover: float = 0.25
) -> pd.Series:
    """Where each area leaves the chain from business strength to overall strength area.

    Parameters
    ----------
    combined : DataFrame, by area
        `industry_score, academic_score` (0-1).
    covered : Series, by area
        Result of :func:`covered_shares`; missing where no test areas are known.
    cut : float
        Score from which a side is strong.
    cover : float
        Lowest share (0-1) of the area's employed in industries of a test area.

    Returns
    -------
    Series of str
        `inte stark i näringslivet`, `inte stark i akademin`, `ej bland testområdena`, `helhetligt styrkeområde`, or
        `underlag saknas` where a step that decides has no data.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> combined = pd.DataFrame({"industry_score": [0.9, 0.9, 0.1], "academic_score": [0.8, 0.6, None]}, list("abc"))
    >>> strength_outcomes(combined, pd.Series({"a": 0.9, "b": 0.1})).tolist()
    ['helhetligt styrkeområde', 'ej bland testområdena', 'inte stark i näringslivet']
    """
    require_columns(combined, ["industry_score", "academic_score"], "combined")
    business, academy = combined["industry_score"].astype(float), combined["academic_score"].astype(float)
    share = covered.reindex(combined.index).astype(float)
    steps = [
        (business.isna(), UNKNOWN),
        (business < cut, NO_BUSINESS),
        (academy.isna(), UNKNOWN),
        (academy < cut, NO_ACADEMY),
        (share.isna(), UNKNOWN),
        (share < cover, NOT_NAMED),
    ]
    found = np.select([step for step, _ in steps], [outcome for _, outcome in steps], OVERALL)
    return pd.Series(found, combined.index, name="outcome")
