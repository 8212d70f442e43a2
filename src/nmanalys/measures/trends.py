"""Trends of short series, never across a break.

With four years or fewer there is no trend to estimate, only values to show. A break in the series starts a new
segment with a trend of its own.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.stats import kendalltau, theilslopes
from scipy.stats import t as student
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_series, normal_quantile
from nmanalys.vocabulary.typing import Breaks, FloatArray

__all__ = ["log_trend", "poisson_trend", "segments", "theil_sen_trend"]

FEWEST = 5
THEIL_SEN = ("slope", "lower", "upper", "kendall_tau", "p_value")
GROWTH = ("growth", "lower", "upper", "p_value")


def segments(years: pd.Index, breaks: Breaks = ()) -> pd.Series:
    """Number the stretches of a series between its breaks.

    Parameters
    ----------
    years : Index of int
        Years of the series.
    breaks : sequence of mapping
        `year`, the first year of each new definition.

    Returns
    -------
    Series of int, by year
        0 before the first break, then 1, 2, ….

    Examples
    --------
    >>> segments(pd.Index([2018, 2019, 2020]), [{"year": 2020}]).to_dict()
    {2018: 0, 2019: 0, 2020: 1}
    """
    starts = sorted(int(entry["year"]) for entry in breaks)
    return pd.Series(np.searchsorted(starts, years, side="right"), index=years)


def theil_sen_trend(
    values: pd.Series,
    *,
    breaks: Breaks = (),
    confidence: float = 0.95,
    rng: np.random.Generator | None = None,
    draws: int = 2000,
) -> pd.DataFrame:
    r"""Theil-Sen slope of each segment: the median of all slopes between two years.

    .. math:: \hat\beta = \operatorname{median}_{s < t} \frac{y_t - y_s}{t - s}

    Parameters
    ----------
    values : Series, by year
        Values; missing years are left out.
    breaks : sequence of mapping
        Breaks of the series.
    confidence : float
        Confidence level, 0-1.
    rng : Generator, optional
        Source of chance: the limits then are percentiles over resampled residuals instead of Sen's, and so is the
        p-value, the share of shuffled series with as large a Kendall's tau.
    draws : int
        Number of resamples.

    Returns
    -------
    DataFrame, one row a segment
        `first, last, n, slope, lower, upper, kendall_tau, p_value`; slope in units a year, missing with fewer
        than five years.

    Raises
    ------
    SchemaError
        If a year occurs twice.

    Notes
    -----
    Robust against an odd year. The interval and p-value take years as independent, which they are not.
    With five or six years Sen's limits are close to the smallest and largest slope there is.

    References
    ----------
    Sen (1968), Journal of the American Statistical Association 63.

    Examples
    --------
    >>> series = pd.Series([1.0, 2.0, 3.0, 4.0, 50.0], index=range(2016, 2021))
    >>> theil_sen_trend(series)["slope"].tolist()
    [1.0]
    """
    normal_quantile(confidence)
    return _by_segment(values, breaks, lambda part: _theil_sen(part, confidence, rng, draws), THEIL_SEN)


def log_trend(values: pd.Series, *, breaks: Breaks = (), confidence: float = 0.95) -> pd.DataFrame:
    r"""Yearly growth of each segment by least squares on logarithms.

    .. math:: \ln y_t = \alpha + \beta t + \varepsilon_t, \qquad growth = e^{\beta} - 1

    Parameters
    ----------
    values : Series, by year
        Values above 0; missing years are left out.
    breaks : sequence of mapping
        Breaks of the series.
    confidence : float
        Confidence level, 0-1; standard errors allow for correlation with the year before (HAC, one lag).

    Returns
    -------
    DataFrame, one row a segment
        `first, last, n, growth, lower, upper, p_value`; growth as a share a year, missing with fewer than five.

    Raises
    ------
    SchemaError
        If a value is not positive or a year occurs twice.

    References
    ----------
    Newey and West (1987), Econometrica 55(3).

    Examples
    --------
    >>> log_trend(pd.Series(100 * 1.1 ** np.arange(6), index=range(2015, 2021)))["growth"].round(6).tolist()
    [0.1]
    """
    if (values <= 0).any():
        raise SchemaError(f"The value of {values.index[(values <= 0).argmax()]} is not above 0.")
    return _by_segment(values, breaks, lambda part: _log_ols(part, confidence), GROWTH)


def poisson_trend(
    counts: pd.Series, exposure: pd.Series | None = None, *, breaks: Breaks = (), confidence: float = 0.95
) -> pd.DataFrame:
    r"""Yearly growth of counts (or rates) in each segment by Poisson regression, allowing for over-dispersion.

    .. math::
        \ln E(k_t) = \ln T_t + \alpha + \beta t, \qquad growth = e^{\beta} - 1, \qquad
        \varphi = \frac{1}{n - 2} \sum_t \frac{(k_t - \hat k_t)^2}{\hat k_t}

    The standard error is multiplied by :math:`\sqrt{\max(1, \varphi)}`.

    Parameters
    ----------
    counts : Series, by year
        Events, 0 or more; missing years are left out.
    exposure : Series, by year, optional
        Inhabitants or firms T: growth is then that of the rate.
    breaks : sequence of mapping
        Breaks of the series.
    confidence : float
        Confidence level, 0-1; limits of Student's t with n − 2 degrees of freedom.

    Returns
    -------
    DataFrame, one row a segment
        `first, last, n, growth, lower, upper, p_value, dispersion`; growth as a share a year, missing with fewer than
        five years or without events.

    Raises
    ------
    SchemaError
        If a count is negative, a year occurs twice, or an exposure is missing or not above 0.

    Notes
    -----
    Unlike :func:`log_trend` it takes years without events, and years count by how many events they hold.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, chapter 6.

    Examples
    --------
    >>> poisson_trend(pd.Series([10, 20, 40, 80, 160], index=range(2016, 2021)))["growth"].round(6).tolist()
    [1.0]
    """
    if (counts < 0).any():
        raise SchemaError(f"The count of {counts.index[(counts < 0).argmax()]} is negative.")
    normal_quantile(confidence)
    known = counts.dropna()
    units = pd.Series(1.0, known.index[~known.index.duplicated()])
    if exposure is not None:
        units = as_series(exposure, units.index, "exposure")
        if not (units > 0).all():
            raise SchemaError(f"exposure: that of {units.index[~(units > 0)][0]} must be known and above 0.")
    return _by_segment(counts, breaks, lambda part: _poisson(part, units, confidence), (*GROWTH, "dispersion"))


def _by_segment(
    values: pd.Series, breaks: Breaks, fit: Callable[[pd.Series], dict[str, float]], names: tuple[str, ...]
) -> pd.DataFrame:
    if values.index.has_duplicates:
        raise SchemaError(f"The year {values.index[values.index.duplicated()][0]} occurs twice.")
    known = values.dropna().astype(float).sort_index()
    rows = []
    for number, part in known.groupby(segments(known.index, breaks)):
        size = {"segment": number, "first": part.index[0], "last": part.index[-1], "n": len(part)}
        rows.append(size | (fit(part) if len(part) >= FEWEST else {}))
    return pd.DataFrame(rows, columns=["segment", "first", "last", "n", *names]).set_index("segment")


def _theil_sen(part: pd.Series, confidence: float, rng: np.random.Generator | None, draws: int) -> dict[str, float]:
    years, values = part.index.to_numpy(float), part.to_numpy()
    slope, _, lower, upper = theilslopes(values, years, alpha=confidence)
    tau, p_value = kendalltau(years, values)
    if rng is not None:
        residuals = values - slope * years
        drawn = slope * years + rng.choice(residuals, (draws, len(years)))
        slopes = np.median(_slopes(drawn, years), axis=1)
        lower, upper = np.quantile(slopes, [(1 - confidence) / 2, (1 + confidence) / 2])
        shuffled = np.sign(_slopes(rng.permuted(np.tile(values, (draws, 1)), axis=1), years)).sum(axis=1)
        observed = abs(np.sign(_slopes(values[None], years)).sum())
        p_value = (1 + (np.abs(shuffled) >= observed).sum()) / (1 + draws)
    return dict(zip(THEIL_SEN, (slope, lower, upper, tau, p_value), strict=True))


def _slopes(series: FloatArray, years: FloatArray) -> FloatArray:
    """Slopes between every two years, one row a series."""
    first, second = np.triu_indices(len(years), 1)
    return (series[:, second] - series[:, first]) / (years[second] - years[first])


def _poisson(part: pd.Series, units: pd.Series, confidence: float) -> dict[str, float]:
    if not part.any():
        return {}
    years, exposure = part.index.to_numpy(float), units[part.index].to_numpy()
    model = sm.GLM(
        part.to_numpy(), sm.add_constant(years - years.mean()), family=sm.families.Poisson(), exposure=exposure
    )
    with warnings.catch_warnings():
        # counts that lie on the curve are no separation
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fitted = model.fit()
    dispersion = fitted.pearson_chi2 / fitted.df_resid
    slope, error = fitted.params[1], fitted.bse[1] * np.sqrt(max(dispersion, 1.0))
    margin = student.ppf(0.5 + confidence / 2, fitted.df_resid) * error
    limits = np.expm1([slope, slope - margin, slope + margin])
    p_value = 2 * student.sf(abs(slope / error), fitted.df_resid)
    return dict(zip((*GROWTH, "dispersion"), (*limits, p_value, dispersion), strict=True))


def _log_ols(part: pd.Series, confidence: float) -> dict[str, float]:
    years = part.index.to_numpy(float)
    model = sm.OLS(np.log(part.to_numpy()), sm.add_constant(years - years.mean()))
    fitted = model.fit(cov_type="HAC", cov_kwds={"maxlags": 1, "use_correction": True}, use_t=True)
    lower, upper = np.expm1(fitted.conf_int(alpha=1 - confidence)[1])
    return dict(zip(GROWTH, (np.expm1(fitted.params[1]), lower, upper, fitted.pvalues[1]), strict=True))
