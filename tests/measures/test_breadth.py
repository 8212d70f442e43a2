"""Breadth of the industry structure: places, their spread, change."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.measures.breadth import industry_breadth, structure_profile

SHARES = {"00": (40, 30, 30), "17": (20, 15, 15), "20": (12, 4, 4), "21": (8, 11, 11)}


def employment() -> pd.DataFrame:
    rows = []
    for code, counts in SHARES.items():
        for year, more in ((2020, 0), (2024, 2 if code == "20" else 0)):
            cells = [counts[0] + more, *counts[1:]]
            rows += [(code, group, year, value) for group, value in zip("ABC", cells, strict=True)]
            rows.append((code, "A-U+US", year, sum(cells) + 5))
    return pd.DataFrame(rows, columns=["region_code", "sni_group", "year", "employed"])


def test_the_county_like_the_nation_comes_last_and_unknown_industry_does_not_count() -> None:
    table = industry_breadth(employment(), (2020, 2020, 2024)).set_index(["measure", "region"])
    assert table.loc[("hoover", "17"), "value"] == pytest.approx(0)
    assert table.loc[("hoover", "17"), "rank"] == 3
    assert table.loc[("hoover", "20"), ["value", "rank", "regions"]].tolist() == pytest.approx([0.2, 1, 3])
    assert table.loc[("hoover", "20"), "end"] > table.loc[("hoover", "20"), "start"]
    assert table.loc[("hoover", "17"), "nation"] == pytest.approx(0)


def test_the_spread_holds_the_place() -> None:
    table = industry_breadth(employment(), (2020, 2020, 2024))
    assert (table["best"] <= table["rank"]).all()
    assert (table["rank"] <= table["worst"]).all()


def test_merged_counties_become_one() -> None:
    table = industry_breadth(employment(), (2020, 2020, 2024), merge={"NMS": ("17", "20", "21")})
    assert set(table["region"]) == {"NMS"}
    assert table.set_index("measure").loc["hoover", "value"] == pytest.approx(0)


def test_krugman_is_twice_hoover() -> None:
    wide = pd.DataFrame([SHARES["20"], SHARES["21"]], columns=list("ABC"))
    profile = structure_profile(wide, pd.Series(SHARES["00"], index=list("ABC")))
    assert profile["krugman"].tolist() == pytest.approx((2 * profile["hoover"]).tolist())
