"""Field-normalised citations from sums by university, field and year, which is what a region is given.

With one row a publication, :func:`~nmanalys.measures.citations.field_normalised_citations` resamples them. Sums cannot
be resampled, but the sum of the squared citations says how unequal the publications are, and that is enough.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nmanalys.errors import SchemaError
from nmanalys.measures.frames import divide, normal_quantile
from nmanalys.measures.intervals import wilson_interval
from nmanalys.measures.long_tables import require_columns
from nmanalys.vocabulary.typing import LongTable

__all__ = ["citations_by_field"]

COLUMNS = ("university", "field_code", "publications", "citations", "expected", "squared_citations", "top_publications")


def citations_by_field(
    citations: LongTable,
    universities: Sequence[str],
    *,
    min_publications: float = 50.0,
    confidence: float = 0.95,
) -> LongTable:
    r"""Mean normalised citation score and share of highly cited publications, of each field at each university.

    .. math:: MNCS = \frac{\sum_y c_y / e_y}{\sum_y n_y}, \qquad
        PP_{top} = \frac{\sum_y top_y}{\sum_y n_y}

    Parameters
    ----------
    citations : DataFrame, one row a university, field and year
        `university, field_code, publications` (n, whole or fractional), `citations` (c, their sum), `expected` (e:
        the world's mean of a publication of the same field, year and types), `squared_citations` (sum of each
        publication's citations squared) and `top_publications` (those among the world's most cited tenth). The last
        two may be missing. All years are summed.
    universities : sequence of str
        Their codes; may be empty.
    min_publications : float
        Fewest publications, all years together, for a measure.
    confidence : float
        Confidence level, 0-1.

    Returns
    -------
    DataFrame
        One row a university and field: `university, field_code, publications, mncs, mncs_lower, mncs_upper,
        highly_cited_share, highly_cited_lower, highly_cited_upper, is_too_few`. Measures are missing below the minimum;
        the interval of the mean is missing where squares are, or where nothing is cited.

    Raises
    ------
    SchemaError
        If a column is missing, a number negative or a world mean not positive.

    Notes
    -----
    The interval of the mean is :math:`MNCS \exp(\pm z\, s / (MNCS \sqrt n))`, with
    :math:`s^2 = \frac{n}{n-1}(\frac 1 n \sum_y q_y / e_y^2 - MNCS^2)`: citations are skewed, so it reaches farther up
    than down. With fractional counting it is wider than it has to be. A few much cited publications carry a mean;
    the share of highly cited ones, with Wilson's interval, is steadier.

    References
    ----------
    Waltman, van Eck, van Leeuwen, Visser and van Raan (2011), Journal of Informetrics 5(1).

    Examples
    --------
    >>> table = pd.DataFrame({"university": "hda", "field_code": "2.5", "publications": [40, 60],
    ...     "citations": [160, 120], "expected": [4.0, 1.5], "squared_citations": [900.0, 400.0],
    ...     "top_publications": [6, 9]})
    >>> citations_by_field(table, ["hda"]).loc[0, ["publications", "mncs", "highly_cited_share"]].tolist()
    [100.0, 1.2, 0.15]
    """
    require_columns(citations, COLUMNS, "citations")
    own = citations[citations["university"].isin(list(universities))]
    numbers = own[list(COLUMNS[2:])].astype(float)
    wrong = (numbers < 0).any(axis=1) | ~(numbers["expected"] > 0)
    if wrong.any():
        raise SchemaError(f"citations: row {own.index[wrong.argmax()]} has an impossible value.")
    parts = own[["university", "field_code"]].assign(
        publications=numbers["publications"],
        score=numbers["citations"] / numbers["expected"],
        squares=numbers["squared_citations"] / numbers["expected"] ** 2,
        top=numbers["top_publications"],
    )
    # one year without squares or tops leaves the field without them
    table = parts.groupby(["university", "field_code"]).agg(lambda cells: cells.sum(skipna=False)).reset_index()
    size = table["publications"].to_numpy()
    mean = divide(table["score"], size)
    variance = np.maximum(divide(table["squares"], size) - mean**2, 0) * divide(size, size - 1)
    reach = normal_quantile(confidence) * divide(np.sqrt(divide(variance, size)), mean)
    known = wilson_interval(table["top"].fillna(0), size, confidence=confidence).to_numpy()
    shares = pd.DataFrame(known, columns=["highly_cited_share", "highly_cited_lower", "highly_cited_upper"]).mask(
        table["top"].isna()
    )
    measures = pd.DataFrame({"mncs": mean, "mncs_lower": mean * np.exp(-reach), "mncs_upper": mean * np.exp(reach)})
    few = table["publications"] < min_publications
    measures = measures.join(shares).mask(few)
    return table[["university", "field_code", "publications"]].join(measures).assign(is_too_few=few)
