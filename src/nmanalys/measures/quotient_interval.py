"""How stable a location quotient is.

Jobs come in workplaces. An interval that treats jobs as independent is misleadingly narrow for employment
(it is right for counts of separate events, such as publications or patents), so the one that takes workplaces
into account is given beside it wherever their sizes are known.
"""

from __future__ import annotations

import numpy as np

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts, divide, same_labels
from nmanalys.measures.quotient_limits import (
    CONDITIONAL,
    HALVES,
    Method,
    check_method,
    delta_limits,
    economy_of,
    log_spread,
    plant_variances,
    share_limits,
    tidy_limits,
)
from nmanalys.measures.specialisation import dynamic_location_quotient
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, LongTable, Wide

__all__ = ["dynamic_quotient_interval", "location_quotient_interval", "rest_of_nation_interval"]


def location_quotient_interval(
    employment: Wide,
    *,
    confidence: float = 0.95,
    plant_herfindahl: Wide | None = None,
    method: Method = "delta_half",
    reference: ByIndustry | None = None,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> LongTable:
    r"""Location quotients with an interval.

    With :math:`p = E_{ri}/E_r`, :math:`P = E_i/E`, :math:`q = (E_i - E_{ri})/(E - E_r)`, :math:`\pi = E_r/E`:

    .. math::
        \operatorname{Var}(\ln LQ) = \left(\tfrac1p - \tfrac\pi P\right)^2 V_p
        + \left(\tfrac{1 - \pi}{P}\right)^2 V_q, \qquad
        CI = LQ \, e^{\pm z \sqrt{\operatorname{Var}}}

    Without plants, jobs count as independent: :math:`V_p = p(1-p)/E_r`, :math:`V_q = q(1-q)/(E - E_r)`, and
    0.5 is added to :math:`E_{ri}` and :math:`E_i - E_{ri}` inside the interval. With plants,
    :math:`V_p = p^2 HHI_{ri}` and :math:`V_q = q^2 HHI_{i,rest}`.

    The other methods look at :math:`E_{ri}` given :math:`E_i`, which is binomial with chance
    :math:`\theta = \pi \, LQ`: limits of :math:`\theta` are those of Jeffreys,
    :math:`\mathrm{Beta}(E_{ri} + \tfrac12, E_i - E_{ri} + \tfrac12)`, or of Clopper and Pearson.

    Parameters
    ----------
    employment : DataFrame, shape (n_regions, n_industries)
        Employed persons, all regions of the reference economy unless `reference` is given.
    confidence : float
        Confidence level, 0-1.
    plant_herfindahl : DataFrame, shape (n_regions, n_industries), optional
        Herfindahl index of the workplaces in each cell, 0-1. The index of the rest of the nation follows from
        those of the other regions, which must all be rows.
    method : {"delta_half", "delta", "jeffreys", "exact"}
        Interval of independent jobs: the formula above with 0.5 added, the same without, Jeffreys' or Clopper and
        Pearson's limits.
    reference, region_totals, reference_total
        As in :func:`~nmanalys.measures.specialisation.location_quotient`; the reference contains the region.

    Returns
    -------
    DataFrame
        Long table `region, industry, lq, lower, upper`. Where nobody is employed `lower` is 0, and with
        plants (or plain delta) `upper` is missing. Missing where the quotient is, or where the region is the whole
        reference.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.specialisation.location_quotient`; if a plant Herfindahl lies outside
        0-1, plants are combined with `reference` or another method, the method is unknown, or the reference holds
        fewer than a region.

    Notes
    -----
    Leaving out the covariance (the region is part of the nation) would overstate the standard error. The
    interval without plants is too narrow for employment: in simulations with ordinary plant sizes it covered
    the truth in about one case of six, with plants in three of four (three workplaces) to nine of ten (a hundred).
    With independent jobs the default covers it in 94-95 cases of 100 from three jobs on, Jeffreys' from five; the
    exact one errs on the wide side.

    References
    ----------
    Moineddin, Beyene and Boyle (2003), Geographical Analysis 35(3). Crawley, Beynon and Munday (2013), Urban
    Studies 50(9). Brown, Cai and DasGupta (2001), Statistical Science 16(2).

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"a": [3000, 2000], "b": [197_000, 798_000]}, index=["x", "y"])
    >>> location_quotient_interval(table).round(3).iloc[0].to_list()[2:]
    [np.float64(3.0), np.float64(2.933), np.float64(3.068)]
    >>> location_quotient_interval(table, method="jeffreys").round(3).iloc[0].to_list()[3:]
    [np.float64(2.932), np.float64(3.068)]
    """
    check_method(method)
    if plant_herfindahl is not None and (reference is not None or method != "delta_half"):
        raise SchemaError("plant_herfindahl needs all regions as rows: give neither reference nor another method.")
    economy = economy_of(employment, reference, region_totals, reference_total)
    counts, cells, region, others, total = economy
    quotient = divide(cells * total, region * (cells + others))
    if method in CONDITIONAL:
        lower, upper = (divide(limit * total, region) for limit in share_limits(economy, confidence, method))
    elif plant_herfindahl is None:
        lower, upper = delta_limits(*log_spread(economy, HALVES[method]), confidence)
    else:
        lower, upper = delta_limits(*log_spread(economy, 0.0, plant_variances(counts, plant_herfindahl)), confidence)
    return tidy_limits(economy, "lq", quotient, lower, upper)


def rest_of_nation_interval(
    employment: Wide,
    *,
    confidence: float = 0.95,
    method: Method = "delta_half",
    reference: ByIndustry | None = None,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> LongTable:
    r"""Share of an industry in a region over its share in the rest of the nation, with an interval.

    .. math::
        RR = p / q, \qquad \operatorname{Var}(\ln RR) = \frac{1 - p}{E_{ri}} + \frac{1 - q}{E_i - E_{ri}},
        \qquad RR = \frac{\theta}{1 - \theta} \cdot \frac{E - E_r}{E_r}

    with :math:`p, q, \theta` as in :func:`location_quotient_interval`; the last formula turns limits of
    :math:`\theta` into those of the ratio.

    Parameters
    ----------
    employment, confidence, method, reference, region_totals, reference_total
        As in :func:`location_quotient_interval`.

    Returns
    -------
    DataFrame
        Long table `region, industry, rr, lower, upper`, dimensionless; missing where the rest of the nation lacks the
        industry. Where nobody in the region is employed `lower` is 0.

    Raises
    ------
    SchemaError
        As in :func:`location_quotient_interval`.

    References
    ----------
    Katz, Baptista, Azen and Pike (1978), Biometrics 34(3).

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"a": [20, 10], "b": [80, 90]}, index=["x", "y"])
    >>> rest_of_nation_interval(table, method="delta").round(4).iloc[0].to_list()[2:]
    [np.float64(2.0), np.float64(0.9866), np.float64(4.0545)]
    """
    check_method(method)
    economy = economy_of(employment, reference, region_totals, reference_total)
    _, cells, region, others, total = economy
    rest = total - region
    ratio = divide(cells * rest, region * others)
    if method in CONDITIONAL:
        lower, upper = (
            divide(share * rest, (1 - share) * region) for share in share_limits(economy, confidence, method)
        )
    else:
        own, elsewhere = cells + HALVES[method], others + HALVES[method]
        variance = divide(1 - divide(own, region), own) + divide(1 - divide(elsewhere, rest), elsewhere)
        lower, upper = delta_limits(divide(own * rest, region * elsewhere), np.sqrt(variance), confidence)
    return tidy_limits(economy, "rr", ratio, lower, upper)


def dynamic_quotient_interval(start: Wide, end: Wide, *, confidence: float = 0.95) -> LongTable:
    r"""Change of the location quotient between two years, with an interval.

    .. math::
        \ln DLQ = \ln LQ(t_1) - \ln LQ(t_0), \qquad
        CI = DLQ \, e^{\pm z \sqrt{\operatorname{Var}_0 + \operatorname{Var}_1}}

    Parameters
    ----------
    start, end : DataFrame, shape (n_regions, n_industries)
        Employed persons in the first and last year, all regions of the nation.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    DataFrame
        Long table `region, industry, dlq, log_change, lower, upper`; limits are those of `dlq`. Missing where the
        industry was absent from the region at the start; `log_change` also where it is at the end.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.specialisation.dynamic_location_quotient`.

    Notes
    -----
    Takes jobs, and the two years, as independent. Most jobs of the one year are still there in the other, which makes
    the interval too wide; they come in workplaces, which makes it too narrow.

    Examples
    --------
    >>> import pandas as pd
    >>> start = pd.DataFrame({"a": [100, 300], "b": [50, 550]})
    >>> end = pd.DataFrame({"a": [130, 320], "b": [45, 600]})
    >>> dynamic_quotient_interval(start, end).round(4).iloc[0].to_list()[2:]
    [np.float64(1.0846), np.float64(0.0812), np.float64(0.9426), np.float64(1.2458)]
    """
    first = economy_of(start)
    ratio = dynamic_location_quotient(start, end)
    last = economy_of(same_labels(first.counts, as_counts(end, "end"), "start and end"))
    (before, spread), (after, spread_after) = log_spread(first, 0.5), log_spread(last, 0.5)
    lower, upper = delta_limits(divide(after, before), np.hypot(spread, spread_after), confidence)
    cells = ratio.to_numpy()
    log_change = np.log(np.where(cells > 0, cells, np.nan))
    table = tidy_limits(first._replace(cells=last.cells), "dlq", cells, lower, upper)
    table.insert(3, "log_change", log_change.ravel())
    return table
