"""Two rates of rare events side by side: a region and the rest of the nation, or one year and another."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide, normal_quantile
from nmanalys.measures.intervals import aligned
from nmanalys.vocabulary.typing import FloatArray

__all__ = ["rate_ratio"]


def rate_ratio(
    count: ArrayLike,
    exposure: ArrayLike,
    reference_count: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    method: Literal["delta", "exact"] = "delta",
    confidence: float = 0.95,
) -> pd.DataFrame:
    r"""Ratio of two independent rates.

    .. math::
        RR = \frac{k_1 / T_1}{k_0 / T_0}, \qquad CI = RR \, e^{\pm z \sqrt{1/k_1 + 1/k_0}}
        \quad\text{or}\quad \frac{\theta}{1 - \theta} \cdot \frac{T_0}{T_1}

    with Clopper and Pearson's limits of :math:`\theta`, the chance that one of the :math:`k_1 + k_0` events is the
    region's (exact).

    Parameters
    ----------
    count, exposure : array_like
        Events and exposure of the region.
    reference_count, reference_exposure : array_like
        The same of the rest of the nation (not of the nation with the region in it).
    method : {"delta", "exact"}
        Interval on the log scale, or conditional on the number of events in both.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    DataFrame
        `ratio, lower, upper`, dimensionless. Without events in the reference all are missing. Without events in the
        region the exact limits go from 0, and delta has none.

    Raises
    ------
    SchemaError
        If a count or an exposure is negative, the method is unknown, or series have different labels.

    Notes
    -----
    Delta is an approximation, too narrow below about five events; there the exact one is too wide rather.

    References
    ----------
    Rothman, Greenland and Lash (2008), Modern Epidemiology, Lippincott. Przyborowski and Wilenski (1940),
    Biometrika 31.

    Examples
    --------
    >>> rate_ratio(20, 100, 100, 1000).round(4).values.tolist()
    [[2.0, 1.2375, 3.2324]]
    >>> rate_ratio(0, 100, 100, 1000, method="exact").round(4).values.tolist()
    [[0.0, 0.0, 0.3758]]
    """
    labels, events, units, others, rest = aligned(count, exposure, reference_count, reference_exposure)
    if any((values < 0).any() for values in (events, units, others, rest)):
        raise SchemaError("Counts and exposures must be 0 or more.")
    if method not in ("delta", "exact"):
        raise SchemaError(f"Unknown method '{method}'. Known: delta, exact.")
    ratio = divide(divide(events, units), divide(others, rest))
    z = normal_quantile(confidence)
    if method == "delta":
        margin = np.exp(z * np.sqrt(divide(1, events) + divide(1, others)))
        lower, upper = ratio / margin, ratio * margin
    else:
        share = _share_limits(events, others, (1 - confidence) / 2)
        lower, upper = (divide(limit, 1 - limit) * divide(rest, units) for limit in share)
    known = ~np.isnan(ratio)
    limits = {"lower": np.where(known, lower, np.nan), "upper": np.where(known, upper, np.nan)}
    return pd.DataFrame({"ratio": ratio} | limits, index=labels)


def _share_limits(events: FloatArray, others: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    lower = np.where(events == 0, 0.0, betaincinv(np.maximum(events, 0.5), others + 1, tail))
    return lower, betaincinv(events + 1, np.maximum(others, 0.5), 1 - tail)
