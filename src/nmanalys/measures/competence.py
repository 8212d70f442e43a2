r"""Competence: location quotients of the highly educated, and what drives them.

A high competence quotient can come from a large industry as well as from an educated one, because of the
identity :math:`LQ^H = LQ \cdot (h_{ri}/h_i) / (h_r/h)`. The education intensity relative to the same industry
in the nation is therefore always published beside it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import as_counts, divide, same_labels
from nmanalys.measures.specialisation import economy_totals, location_quotient
from nmanalys.vocabulary.typing import ByIndustry, ByRegion, Wide

__all__ = ["competence_quotient", "education_intensity", "relative_intensity"]


def competence_quotient(
    educated: Wide,
    reference: ByIndustry | None = None,
    *,
    region_totals: ByRegion | None = None,
    reference_total: float | None = None,
) -> Wide:
    r"""Location quotient of the highly educated.

    .. math:: LQ^H_{ri} = \frac{H_{ri} / H_{r\cdot}}{H_{\cdot i} / H_{\cdot\cdot}}

    Parameters
    ----------
    educated : DataFrame, shape (n_regions, n_industries)
        Employed persons with high education (three years or more after upper secondary school).
    reference, region_totals, reference_total
        As in :func:`~nmanalys.measures.specialisation.location_quotient`, of the highly educated.

    Returns
    -------
    DataFrame
        Dimensionless, 1 = the reference's share.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.specialisation.location_quotient`.

    Notes
    -----
    Formal education is only one side of competence: skilled trades are invisible here.

    Examples
    --------
    >>> competence_quotient(pd.DataFrame({"a": [1, 1], "b": [1, 3]}, index=["x", "y"])).loc["x", "a"]
    np.float64(1.5)
    """
    return location_quotient(educated, reference, region_totals=region_totals, reference_total=reference_total)


def education_intensity(employment: Wide, educated: Wide) -> Wide:
    r"""Share of the employed who are highly educated.

    .. math:: h_{ri} = H_{ri} / E_{ri}

    Parameters
    ----------
    employment, educated : DataFrame, shape (n_regions, n_industries)
        All employed, and those with high education.

    Returns
    -------
    DataFrame
        Share, 0-1; missing where nobody is employed.

    Raises
    ------
    SchemaError
        If more are highly educated than employed, or the labels differ.

    Examples
    --------
    >>> education_intensity(pd.DataFrame({"a": [4, 8]}), pd.DataFrame({"a": [1, 4]}))["a"].tolist()
    [0.25, 0.5]
    """
    everyone = as_counts(employment)
    high = same_labels(everyone, as_counts(educated, "educated", zero_rows=True), "employment and educated")
    if (high > everyone).to_numpy().any():
        row, column = np.argwhere((high > everyone).to_numpy())[0]
        cell = f"row '{everyone.index[row]}', column '{everyone.columns[column]}'"
        raise SchemaError(f"educated: {cell}: more are highly educated than employed.")
    return pd.DataFrame(divide(high.to_numpy(), everyone.to_numpy()), everyone.index, everyone.columns)


def relative_intensity(
    employment: Wide,
    educated: Wide,
    *,
    reference: ByIndustry | None = None,
    educated_reference: ByIndustry | None = None,
) -> Wide:
    r"""Education intensity relative to the same industry in the reference economy.

    .. math:: \kappa_{ri} = h_{ri} / h_i

    Parameters
    ----------
    employment, educated : DataFrame, shape (n_regions, n_industries)
        All employed, and those with high education.
    reference, educated_reference : Series, shape (n_industries,), optional
        The same in the reference economy; the column sums when omitted.

    Returns
    -------
    DataFrame
        Dimensionless, 1 = as educated as the industry is in the reference.

    Raises
    ------
    SchemaError
        As in :func:`education_intensity`.

    Examples
    --------
    >>> everyone, high = pd.DataFrame({"a": [4, 4]}), pd.DataFrame({"a": [1, 3]})
    >>> relative_intensity(everyone, high)["a"].tolist()
    [0.5, 1.5]
    """
    own = education_intensity(employment, educated)
    everyone = economy_totals(as_counts(employment), reference)[1]
    high = as_counts(educated, "educated", zero_rows=True)[own.columns]
    nation = divide(economy_totals(high, educated_reference)[1].to_numpy(), everyone[own.columns].to_numpy())
    return pd.DataFrame(divide(own.to_numpy(), nation), own.index, own.columns)
