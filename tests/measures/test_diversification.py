from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from nmanalys.errors import SchemaError
from nmanalys.measures.diversification import entries, entry_rate_by_tercile, exits, option_space
from nmanalys.measures.entry_model import entry_model


def test_options_are_what_the_region_lacks():
    labels = list("abcde")
    binary = pd.DataFrame([[1, 0, 0, 0, np.nan]], ["x"], labels)
    density = pd.DataFrame([[50.0, 10, 20, np.nan, 5]], ["x"], labels)
    table = option_space(binary, density, pd.Series([0.0, 3, 2, 1, 9], labels))
    assert table["industry"].tolist() == ["b", "c", "d"]
    assert table["quadrant"].tolist()[:2] == ["casino", "high road"] and pd.isna(table["quadrant"][2])
    with pytest.raises(SchemaError, match="no value for 'a'"):
        option_space(binary, density, pd.Series({"b": 1.0}))


def test_entries_and_exits():
    start = pd.DataFrame([[0.5, 0.9, 1.0, 2.0, np.nan]], ["x"], list("abcde"))
    end = pd.DataFrame([[1.3, 1.0, 0.9, 2.0, 5.0]], ["x"], list("abcde"))
    assert entries(start, end).set_index("industry")["event"].to_dict() == {"a": 1, "b": 1}
    assert entries(start, end, low=0.8, high=1.2).set_index("industry")["event"].to_dict() == {"a": 1}
    assert exits(start, end).set_index("industry")["event"].to_dict() == {"c": 1, "d": 0}
    with_density = entries(start, end, density=start * 10)
    assert with_density["density"].tolist() == [5, 9]
    for measure in (entries, exits):
        with pytest.raises(SchemaError, match="below low"):
            measure(start, end, low=1.2, high=0.8)


def test_terciles():
    events = pd.DataFrame({"density": [1.0, 2, 3, 4, 5, 6], "event": [0, 0, 0, 1, 1, 1]})
    table = entry_rate_by_tercile(events)
    assert table["cells"].tolist() == [2, 2, 2] and table["share"].tolist() == [0, 0.5, 1]
    with pytest.raises(SchemaError, match="density"):
        entry_rate_by_tercile(events.head(2))


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    grid = pd.MultiIndex.from_product([range(60), range(40)], names=["region", "industry"]).to_frame(index=False)
    grid["density"] = rng.uniform(0, 60, len(grid))
    grid["log_employed"] = rng.normal(8, 1, len(grid))
    score = -3 + 0.05 * grid["density"] + rng.normal(0, 0.3, 60)[grid["region"]]
    return grid.assign(event=(rng.random(len(grid)) < 1 / (1 + np.exp(-score))).astype(float))


def test_entry_model_finds_what_was_put_in(events):
    model = entry_model(events, ("log_employed",))
    assert model.coefficients.loc["density", "estimate"] == pytest.approx(0.05, abs=0.01)
    assert model.coefficients.loc["log_employed", "lower"] < 0 < model.coefficients.loc["log_employed", "upper"]
    assert 0.65 < model.auc < 0.85 and len(model.calibration) == 10 and model.events == events["event"].sum()
    assert (model.calibration["fitted"] - model.calibration["observed"]).abs().max() < 0.1
    assert model.marginal_effect["lower"] > 0


def test_errors_against_statsmodels(events):
    """One-way parts of the two-way formula are statsmodels' clustered covariances."""
    design = sm.add_constant(events[["density"]])
    logit = sm.Logit(events["event"], design)
    region, industry = (
        logit.fit(
            disp=False, cov_type="cluster", cov_kwds={"groups": events[name], "use_correction": False}
        ).cov_params()
        for name in ("region", "industry")
    )
    cell = logit.fit(disp=False, cov_type="HC0").cov_params()
    # corrections for the number of groups: 60, 40 and 2,400 cells
    expected = region * 60 / 59 + industry * 40 / 39 - cell * 2400 / 2399
    model = entry_model(events)
    np.testing.assert_allclose(model.coefficients["standard_error"], np.sqrt(np.diag(expected)), rtol=1e-4)
    effect = 10 * logit.fit(disp=False).get_margeff(at="overall").margeff[0]
    assert model.marginal_effect["estimate"] == pytest.approx(effect)


def test_region_effects(events):
    quiet = events.assign(event=events["event"].where(events["region"] != 0, 0.0))
    model = entry_model(quiet, region_effects=True)
    assert model.cells == len(events) - 40 and list(model.coefficients.index) == ["const", "density"]
    assert model.coefficients.loc["density", "estimate"] == pytest.approx(0.05, abs=0.012)


def test_few_events_give_a_table_only(events):
    few = entry_model(events.head(60))
    assert few.coefficients is None and few.marginal_effect is None and len(few.terciles) == 3
    with pytest.raises(SchemaError, match="'size'"):
        entry_model(events, ("size",))
