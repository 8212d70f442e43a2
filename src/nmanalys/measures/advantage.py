"""What kind of industry the allocation effect is made of.

The effect has the same sign for two opposites: specialised where the region does well, and absent where it does badly.
Only the four cases tell them apart; for smart specialisation the first is the one that matters.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nmanalys.measures.frames import as_counts, divide, same_labels
from nmanalys.measures.shift_share import shift_share
from nmanalys.measures.specialisation import economy_totals
from nmanalys.vocabulary.typing import ByIndustry, LongTable, Wide

__all__ = ["specialisation_and_advantage"]

CASES = (
    "specialised_with_advantage",
    "specialised_without_advantage",
    "unspecialised_with_advantage",
    "unspecialised_without_advantage",
)


def specialisation_and_advantage(
    start: Wide,
    end: Wide,
    *,
    reference_start: ByIndustry | None = None,
    reference_end: ByIndustry | None = None,
) -> LongTable:
    r"""Case of each industry in each region by the signs within the allocation effect of Esteban-Marquillas.

    .. math:: AL_{ri} = (E_{ri} - E'_{ri}) (g_{ri} - g_i), \qquad E'_{ri} = E_{r\cdot} E_{\cdot i} / E_{\cdot\cdot}

    Parameters
    ----------
    start, end, reference_start, reference_end
        As in :func:`~nmanalys.measures.shift_share.shift_share`.

    Returns
    -------
    DataFrame
        Long table `region, industry, specialisation` (persons more than with the nation's structure), `advantage`
        (growth beyond the industry's in the nation, a share), `allocation_effect` (persons, their product) and `case`:
        ``specialised_with_advantage`` (effect positive), ``specialised_without_advantage`` (negative),
        ``unspecialised_with_advantage`` (negative), ``unspecialised_without_advantage`` (positive). The case is missing
        where either is zero or missing.

    Raises
    ------
    SchemaError
        As in :func:`~nmanalys.measures.shift_share.shift_share`.

    References
    ----------
    Esteban-Marquillas (1972), Regional and Urban Economics 2(3). Herzog and Olsen (1977), Journal of Regional Science
    17(3).

    Examples
    --------
    >>> start = pd.DataFrame({"a": [100, 300], "b": [50, 550]})
    >>> end = pd.DataFrame({"a": [130, 320], "b": [45, 600]})
    >>> table = specialisation_and_advantage(start, end)
    >>> table[["specialisation", "allocation_effect", "case"]].values[0].tolist()
    [40.0, 7.0, 'specialised_with_advantage']
    """
    first = as_counts(start, "start")
    last = same_labels(first, as_counts(end, "end"), "start and end")
    parts = shift_share(
        first, last, method="esteban_marquillas", reference_start=reference_start, reference_end=reference_end
    )
    rows, nation, total = economy_totals(first, reference_start)
    special = (first.to_numpy() - divide(np.outer(rows, nation), total)).ravel()
    advantage = divide(parts["regional_shift"], first.to_numpy().ravel())
    table = parts[["region", "industry"]].assign(
        specialisation=special, advantage=advantage, allocation_effect=parts["allocation_effect"]
    )
    # a difference that should be zero may not be in its last digits
    special, advantage = np.round(special, 9), np.round(advantage, 9)
    signs = [(special > 0, special < 0), (advantage > 0, advantage < 0)]
    met = [one & two for one in signs[0] for two in signs[1]]
    case = pd.Series(np.select(met, CASES, ""), table.index, dtype="str")
    return table.assign(case=case.where(case != ""))
