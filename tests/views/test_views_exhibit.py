"""One output an exhibit, with what publishing needs; nothing outside a notebook."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core import getipython
from pandas import DataFrame
from view_cases import drawn

from nmanalys.errors import SchemaError
from nmanalys.views.charts import plot_ranks
from nmanalys.views.exhibit import Missing, Sheet, show
from nmanalys.views.tables import table_values
from nmanalys.views.text import tell
from nmanalys.vocabulary.outputs import TEXT_MIME

Output = dict[str, Any]


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[Output]:
    sent: list[Output] = []
    shell = SimpleNamespace(display_pub=SimpleNamespace(publish=lambda **output: sent.append(output)))
    monkeypatch.setattr(getipython, "get_ipython", lambda: shell)
    return sent


def test_a_chart_is_one_output_with_its_facts(outputs: list[Output]) -> None:
    chart = drawn("quotients", 6)
    show(chart, label="fig-leading", caption="Industrin är {{word}}", sources=["employment"])
    (output,) = outputs
    assert set(output["data"]) == {"image/svg+xml", "text/plain"}
    assert output["data"]["text/plain"] == chart.alt
    assert output["data"]["image/svg+xml"].startswith("<svg")
    facts = output["metadata"]["nmanalys"]
    assert {name: facts[name] for name in ("kind", "label", "caption", "alt", "sources")} == {
        "kind": "figure",
        "label": "fig-leading",
        "caption": "Industrin är {{word}}",
        "alt": chart.alt,
        "sources": ["employment"],
    }
    assert facts["data_csv"].splitlines()[0] == "label,lq,lower,upper"
    assert len(facts["data_csv"].splitlines()) == 7


def test_an_exhibit_says_which_columns_it_shows_as_per_cent() -> None:
    frame = DataFrame({"region_name": ["Dalarna"], "value": [0.25], "lower": [0.2], "upper": [0.3]})
    ranks = plot_ranks(frame, quantity="Andel (procent)", spec="0.0 %")
    assert ranks.shares == {"value": 1, "lower": 1, "upper": 1}
    assert plot_ranks(frame, quantity="Kvot", spec="0.0").shares == {}
    columns = {"value": ("Andel (intervall)", "%", "lower", "upper")}
    assert table_values(frame, row_label=("region_name", "Län"), columns=columns).shares == {
        "value": 0, "lower": 0, "upper": 0}  # fmt: skip


def test_a_sheet_gets_its_caption(outputs: list[Output]) -> None:
    sheet = Sheet('<div class="nm-table"><table></table></div>', DataFrame({"a": [1]}))
    show(sheet, label="tab-x", caption="Skog & trä", sources=["a", "b"])
    (output,) = outputs
    assert '<caption id="tab-x-caption">Skog &amp; trä</caption>' in output["data"]["text/html"]
    assert 'aria-labelledby="tab-x-caption"' in output["data"]["text/html"]
    assert output["metadata"]["nmanalys"]["kind"] == "table"


def test_what_is_missing_says_why(outputs: list[Output]) -> None:
    show(Missing("Inga <uppgifter>."), label="fig-x", caption="c", sources=[])
    (output,) = outputs
    assert output["data"]["text/html"] == '<p class="nm-missing">Inga &lt;uppgifter&gt;.</p>'
    assert output["metadata"]["nmanalys"]["kind"] == "missing"


def test_faulty_calls_are_told(outputs: list[Output]) -> None:
    with pytest.raises(SchemaError, match="list of table names"):
        show(Missing("x"), label="a", caption="b", sources="employment")
    with pytest.raises(SchemaError, match="is a str"):
        show("x", label="a", caption="b", sources=[])  # type: ignore[arg-type]
    assert outputs == []


def test_told_texts_are_one_output(outputs: list[Output]) -> None:
    tell(lead="Stål", share="12 %")
    (output,) = outputs
    assert output["data"] == {TEXT_MIME: {"lead": "Stål", "share": "12 %"}, "text/plain": "lead: Stål\nshare: 12 %"}
    with pytest.raises(SchemaError, match="write year with number"):
        tell(year=2024)  # type: ignore[arg-type]


def test_nothing_happens_outside_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    show(drawn("quotients", 1), label="fig-x", caption="c", sources=["employment"])
    tell(a="b")
    assert capsys.readouterr().out == ""
