"""Which choice moves a result most: Sobol's indices of variance.

A first-order index is the share of the result's variance that one input explains by itself, a total index what it
explains together with all others. Where the total is near zero the choice does not matter; where totals sum to much
more than one, choices cannot be judged one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from nmanalys.errors import SchemaError
from nmanalys.measures.composite import normalise
from nmanalys.measures.frames import normal_quantile
from nmanalys.measures.rank_uncertainty import complete_indicators
from nmanalys.vocabulary.typing import FloatArray

__all__ = ["composite_sensitivity", "sobol_indices"]

NORMALISATIONS, AGGREGATIONS = ("minmax", "z", "rank"), ("geometric", "arithmetic")


def sobol_indices(
    function: Callable[[pd.DataFrame], FloatArray],
    bounds: Mapping[str, tuple[float, float]],
    rng: np.random.Generator,
    *,
    base: int = 1024,
    confidence: float = 0.95,
    resamples: int = 100,
) -> pd.DataFrame:
    r"""First-order and total Sobol indices of a function's inputs.

    .. math::
        S_i = \frac{V_{x_i}(E(y \mid x_i))}{V(y)}, \qquad S_{Ti} = \frac{E(V(y \mid x_{-i}))}{V(y)}

    with independent inputs, uniform within their bounds.

    Parameters
    ----------
    function : callable
        Takes a DataFrame with a column for each input and a row for each evaluation; returns one number a row.
    bounds : mapping of str to (float, float)
        Lowest and highest value of each input.
    rng : Generator
        Source of chance: it scrambles the sample and seeds the resampling.
    base : int
        Rows of the base sample, a power of 2; the function is evaluated for ``base × (inputs + 2)`` rows.
    confidence : float
        Confidence level of the margins, 0-1.
    resamples : int
        Number of bootstrap samples behind the margins.

    Returns
    -------
    DataFrame, by input
        `first_order, first_order_margin, total, total_margin`, shares of the variance; the margin is half the width of
        the interval. Estimates may lie a little outside 0-1. Missing if the result does not vary.

    Raises
    ------
    SchemaError
        If there is no input, bounds are in the wrong order, `base` is no power of 2, or the function does not return
        one finite number a row.

    References
    ----------
    Saltelli et al. (2010), Computer Physics Communications 181(2). Computed with SALib (Herman and Usher 2017).

    Examples
    --------
    >>> twice = sobol_indices(lambda x: 2 * x["a"] + x["b"], {"a": (0, 1), "b": (0, 1)}, np.random.default_rng(1))
    >>> twice["first_order"].round(1).tolist(), twice["total"].round(1).tolist()
    ([0.8, 0.2], [0.8, 0.2])
    """
    # takes seconds to import
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    problem = _problem(bounds, base)
    normal_quantile(confidence)
    sample = pd.DataFrame(sampling.sample(problem, base, calc_second_order=False, seed=rng), columns=problem["names"])
    result = np.asarray(function(sample), dtype=float)
    if result.shape != (len(sample),) or not np.isfinite(result).all():
        raise SchemaError(f"The function must return {len(sample)} finite numbers, one a row of its input.")
    columns = {"first_order": "S1", "first_order_margin": "S1_conf", "total": "ST", "total_margin": "ST_conf"}
    if np.ptp(result) == 0:
        return pd.DataFrame(np.nan, problem["names"], list(columns))
    # SALib takes zero for no seed at all
    seed = int(rng.integers(1, 2**31))
    found = analysis.analyze(
        problem, result, calc_second_order=False, num_resamples=resamples, conf_level=confidence, seed=seed
    )
    return pd.DataFrame({name: found[key] for name, key in columns.items()}, index=problem["names"])


def composite_sensitivity(
    indicators: pd.DataFrame,
    rng: np.random.Generator,
    directions: pd.Series | None = None,
    *,
    weight_cv: float = 0.25,
    base: int = 512,
    confidence: float = 0.95,
) -> pd.DataFrame:
    r"""Which choice in a composite indicator moves the ranking most.

    The result that the indices explain is the mean number of places that regions move,

    .. math:: \bar R_S = \frac1M \sum_a |rank_{ref}(a) - rank(a)|

    from the ranking with minmax, geometric mean and equal weights. Inputs are the normalisation (minmax, z, rank), the
    aggregation (geometric, arithmetic), which indicator is left out (or none), and a factor on each weight.

    Parameters
    ----------
    indicators : DataFrame, shape (n_regions, n_indicators)
        Values, complete.
    rng : Generator
        Source of chance.
    directions : Series, optional
        As in :func:`~nmanalys.measures.composite.normalise`.
    weight_cv : float
        Coefficient of variation of the factors on the weights, up to 0.57; they are uniform around 1.
    base, confidence
        As in :func:`sobol_indices`.

    Returns
    -------
    DataFrame, by input
        As :func:`sobol_indices`; inputs `normalisation, aggregation, left_out` and `weight: …` of each indicator.

    Raises
    ------
    SchemaError
        If a value is missing, an indicator does not vary, there are fewer than two indicators, or `weight_cv` would
        make a weight negative.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168(2).

    Examples
    --------
    >>> alike = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 3.0]})
    >>> composite_sensitivity(alike, np.random.default_rng(1), base=8)["total"].isna().all()
    np.True_
    """
    table = complete_indicators(indicators)
    half = np.sqrt(3) * weight_cv
    if not 0 < half < 1:
        raise SchemaError(f"weight_cv must lie between 0 and {1 / np.sqrt(3):.3f}, not {weight_cv}.")
    number = table.shape[1]
    weights = [f"weight: {name}" for name in table.columns]
    bounds = {
        "normalisation": (0.0, len(NORMALISATIONS)),
        "aggregation": (0.0, len(AGGREGATIONS)),
        "left_out": (0.0, number + 1.0),
        **dict.fromkeys(weights, (1 - half, 1 + half)),
    }
    points = [normalise(table, directions, method=method).to_numpy() for method in NORMALISATIONS]
    reference = _ranks(points[0], np.full((1, number), 1 / number), AGGREGATIONS[0])

    def shift(sample: pd.DataFrame) -> FloatArray:
        ranks = _drawn_ranks(points, sample, sample[weights].to_numpy())
        return np.abs(ranks - reference).mean(axis=1)

    return sobol_indices(shift, bounds, rng, base=base, confidence=confidence)


def _problem(bounds: Mapping[str, tuple[float, float]], base: int) -> dict[str, object]:
    if not bounds:
        raise SchemaError("There is no input to vary.")
    for name, (low, high) in bounds.items():
        if not low < high:
            raise SchemaError(f"bounds: '{name}' goes from {low} to {high}; the first must be lower.")
    if base < 2 or base & (base - 1):
        raise SchemaError(f"base must be a power of 2, not {base}.")
    return {"num_vars": len(bounds), "names": list(bounds), "bounds": [list(limits) for limits in bounds.values()]}


def _drawn_ranks(points: list[FloatArray], sample: pd.DataFrame, weights: FloatArray) -> FloatArray:
    """Ranks of the regions in every draw."""
    number = weights.shape[1]
    left_out = np.minimum(sample["left_out"].to_numpy().astype(int), number)
    shares = weights * (np.arange(number) != left_out[:, None])
    shares /= shares.sum(axis=1, keepdims=True)
    ranks = np.empty((len(sample), len(points[0])))
    chosen = [sample[name].to_numpy().astype(int) for name in ("normalisation", "aggregation")]
    for scale, cells in enumerate(points):
        for rule, aggregation in enumerate(AGGREGATIONS):
            rows = (np.minimum(chosen[0], len(points) - 1) == scale) & (np.minimum(chosen[1], 1) == rule)
            if rows.any():
                ranks[rows] = _ranks(cells, shares[rows], aggregation)
    return ranks


def _ranks(cells: FloatArray, shares: FloatArray, aggregation: str) -> FloatArray:
    """Ranks of the regions, 1 the best, equals sharing theirs: one row a set of shares."""
    values = shares @ (np.log(cells) if aggregation == "geometric" else cells).T
    # the same value summed in another order is still the same value
    return rankdata(-np.round(values, 12), axis=1)
