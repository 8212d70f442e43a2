"""Trends of short series, never across a break.

With four years or fewer there is no trend to estimate, only values to show. A break in the series starts a new
segment with a trend of its own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, theilslopes
from statsmodels.regression.linear_model import OLS
from statsmodels.tools.tools import add_constant

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import normal_quantile
from nmanalys.vocabulary.typing import Breaks

__all__ = ["log_trend", "segments", "theil_sen_trend"]

FEWEST = 5


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


def theil_sen_trend(values: pd.Series, *, breaks: Breaks = (), confidence: float = 0.95) -> pd.DataFrame:
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
    return _by_segment(values, breaks, lambda part: _theil_sen(part, confidence))


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
    return _by_segment(values, breaks, lambda part: _log_ols(part, confidence))


def _by_segment(values: pd.Series, breaks: Breaks, fit: object) -> pd.DataFrame:
    if values.index.has_duplicates:
        raise SchemaError(f"The year {values.index[values.index.duplicated()][0]} occurs twice.")
    known = values.dropna().astype(float).sort_index()
    rows = []
    for number, part in known.groupby(segments(known.index, breaks)):
        size = {"segment": number, "first": part.index[0], "last": part.index[-1], "n": len(part)}
        rows.append(size | (fit(part) if len(part) >= FEWEST else {}))
    names = list(fit(pd.Series(np.arange(1.0, FEWEST + 2), index=range(FEWEST + 1))))
    return pd.DataFrame(rows, columns=["segment", "first", "last", "n", *names]).set_index("segment")


def _theil_sen(part: pd.Series, confidence: float) -> dict[str, float]:
    years = part.index.to_numpy(float)
    slope, _, lower, upper = theilslopes(part.to_numpy(), years, alpha=confidence)
    tau, p_value = kendalltau(years, part.to_numpy())
    return {"slope": slope, "lower": lower, "upper": upper, "kendall_tau": tau, "p_value": p_value}


def _log_ols(part: pd.Series, confidence: float) -> dict[str, float]:
    years = part.index.to_numpy(float)
    model = OLS(np.log(part.to_numpy()), add_constant(years - years.mean()))
    fitted = model.fit(cov_type="HAC", cov_kwds={"maxlags": 1, "use_correction": True}, use_t=True)
    lower, upper = np.expm1(fitted.conf_int(alpha=1 - confidence)[1])
    return {"growth": np.expm1(fitted.params[1]), "lower": lower, "upper": upper, "p_value": fitted.pvalues[1]}
