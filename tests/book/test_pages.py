"""One executed notebook becomes one page."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from samples import CATALOGUE, CODE_VERSION, Sample, code, figure, markdown, sheet, shown, table, told

from nmanalys.errors import PublishError
from nmanalys.pipeline.pages import render_page
from nmanalys.pipeline.publish import _edition
from nmanalys.pipeline.publish_edition import Edition
from nmanalys.pipeline.publish_generated import data_page

NARROW = "\u202f"


def edition_of(sample: Sample, **changes: Any) -> Edition:
    given = sample.arguments(**changes)
    records = given.pop("pages")
    return _edition(
        sample.root,
        given["scenario"],
        records,
        given["catalogue"],
        given["regions"],
        given["overrides"],
        tuple(given["problems"]),
        given["epoch"],
        frozenset(given["stages"]),
    )


def cells_of(
    sample: Sample, stage: str = "industrial_strengths", place: str = "dalarna", **changes: Any
) -> list[dict[str, Any]]:
    edition = edition_of(sample, **changes)
    return json.loads(render_page(edition.find(stage, place), edition).notebook)["cells"]


def prose_of(sample: Sample, *where: str, **changes: Any) -> str:
    return "\n\n".join(
        cell["source"] for cell in cells_of(sample, *where, **changes) if cell["cell_type"] == "markdown"
    )


def fault_of(sample: Sample, *cells: dict[str, Any]) -> str:
    sample.rewrite("industrial_strengths", [markdown("# Title"), *cells])
    with pytest.raises(PublishError) as caught:
        prose_of(sample)
    return str(caught.value)


def test_own_judgement_is_no_publication_and_a_list_of_codes_no_statistics(sample: Sample) -> None:
    own = table("links", "own", "Kopplingar", producer="nmanalys", vintage="2030")
    catalogue = {**CATALOGUE, "links": own, "codes": table("codes", "codes", "Koder", vintage="2040")}
    record = {**sample.page("industrial_strengths"), "reads": ["employment", "links", "codes"]}
    sample.rewrite("industrial_strengths", [markdown("# Title"), code("1", figure(sources=["employment", "links"]))])
    prose = prose_of(sample, pages=[record], catalogue=catalogue)
    assert "Data till och med 2025 · Officiell statistik och egna bedömningar" in prose
    assert "[Egen bedömning]{.nm-own} Källor&#58;" in prose
    assert unescape(prose).count("Egen bedömning.") == 1
    page = data_page(catalogue)
    assert "4 tabeller: 1 med officiell statistik, 1 med publicerade uppgifter, 1 med egna bedömningar" in page
    assert "Därtill kommer 1 kodlista." in page


@pytest.mark.parametrize(("rows", "warned"), [("17,1", False), ("20,1", True)])
def test_invented_rows_of_another_county_are_no_reason_for_a_notice(sample: Sample, rows: str, warned: bool) -> None:
    path = sample.root / "education.csv"
    path.write_text(f"region_code,employed\n{rows}\n", encoding="utf-8")
    columns = {"region_code": CATALOGUE["education"].schema.columns["employed"]}
    entry = table("education", "illustrative", "Utbildning", path=path, schema=SimpleNamespace(columns=columns))
    sample.rewrite("industrial_strengths", [markdown("# Title")])
    record = {**sample.page("industrial_strengths"), "reads": ["employment", "education"]}
    prose = prose_of(sample, pages=[record], catalogue={**CATALOGUE, "education": entry})
    assert ("nm-illustrative" in prose) is warned
    assert ("påhittade exempeldata" in prose) is warned


def test_what_shows_invented_rows_of_other_regions_only_is_marked_all_the_same(sample: Sample) -> None:
    path = sample.root / "education.csv"
    path.write_text("region_code,employed\n17,1\n", encoding="utf-8")
    columns = {"region_code": CATALOGUE["education"].schema.columns["employed"]}
    entry = table("education", "illustrative", "Utbildning", path=path, schema=SimpleNamespace(columns=columns))
    prose = prose_of(sample, catalogue={**CATALOGUE, "education": entry})
    assert "[Påhittade data]{.nm-invented} Källa&#58; SCB, Utbildning" in prose


def test_page_without_tables_has_no_empty_status_line(sample: Sample) -> None:
    record = sample.page("industrial_strengths")
    sample.rewrite("industrial_strengths", [markdown("# Title")])
    prose = prose_of(sample, pages=[{**record, "reads": []}], epoch=0)
    assert "nm-status" not in prose
    assert prose.startswith("# Title")


def test_title_comes_first_then_status_then_notices(sample: Sample) -> None:
    first, status, notice, *_ = (cell["source"] for cell in cells_of(sample))
    assert first.startswith("# Näringslivets styrkor i Dalarna")
    assert "Data till och med 2025 · Officiell statistik och påhittade exempeldata · Byggd 6 juli 2026" in status
    assert "Sidan bygger delvis på påhittade data" in notice
    assert "- Sysselsatta efter utbildning" in notice


def test_parameters_are_written_as_a_swede_writes_them(sample: Sample) -> None:
    assert "på minst 1,25 krävs" in unescape(prose_of(sample))


def test_data_cannot_bring_markup_into_a_page(sample: Sample) -> None:
    prose = prose_of(sample)
    assert "<b>" not in prose
    assert "stål &#60;b&#62;&amp; rör" in prose


def test_front_matter_and_stray_words_are_gone(sample: Sample) -> None:
    cells = cells_of(sample)
    assert all(cell["cell_type"] != "raw" and not cell.get("outputs") for cell in cells)
    assert "stray words" not in json.dumps(cells)


def test_code_is_closed_and_lies_under_its_exhibit(sample: Sample) -> None:
    cells = cells_of(sample)
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["metadata"]["tags"] == ["hide-input"] for cell in codes)
    under_figure, under_table, ending = (cell["source"] for cell in codes)
    assert under_figure.startswith("lq = nm.location_quotient(employment)\n\nnm.show(")
    assert "nm.tell" in under_table
    assert ending.startswith("region = '20'") and ending.endswith("nm.publish(lq, 'location_quotients')")


def test_figure_has_number_caption_alternative_text_source_and_data(sample: Sample) -> None:
    edition = edition_of(sample)
    page = render_page(edition.find("industrial_strengths", "dalarna"), edition)
    assert (
        f"[Figur{NARROW}1]{{.nm-number}} Industrin är större i Dalarna än i riket"
        in json.loads(page.notebook)["cells"][4]["source"]
    )
    prose = prose_of(sample)
    assert ':alt: "Punktdiagram. Stål har kvoten 3,4 i Dalarna, trä 1,2."' in prose
    assert "Källa&#58; SCB, Sysselsatta efter arbetsställe &#40;TAB3785&#41;, 2020–2025. Officiell statistik." in prose
    spreadsheet = page.files["10_industrial_strengths_files/fig-lq-10-dalarna-kalkylblad.csv"].decode("utf-8-sig")
    assert spreadsheet.splitlines()[1] == "Stål & rör;3,4;2024"
    assert spreadsheet.splitlines()[3] == "Papper;uppgift saknas;2024"
    assert '<td class="gt_right">2024</td>' in prose
    assert '<td class="gt_right">uppgift saknas</td>' in prose
    assert "Stål &amp; rör" in prose


def test_table_gets_caption_scope_and_mark_and_loses_its_style(sample: Sample) -> None:
    prose = prose_of(sample)
    assert f'<span class="nm-number">Tabell{NARROW}1</span> Kvoter för Dalarna</span></caption>' in prose
    assert '<th class="gt_right" scope="col">Kvot</th>' in prose
    assert '<th scope="row">Stål</th>' in prose
    assert "color" not in prose.split("nm-table")[1].split("::::")[0]
    assert "[Påhittade data]{.nm-invented} Källa&#58; Projektet, Sysselsatta efter utbildning" in prose


def test_missing_exhibit_says_why(sample: Sample) -> None:
    prose = prose_of(sample, "profile")
    assert "Underlag saknas" in prose and "Inga uppgifter." in prose


def test_a_result_rests_on_what_its_stage_read(sample: Sample) -> None:
    """The profile reads a result that was made of invented data; it says so although it reads none itself."""
    assert "påhittade" not in prose_of(sample, "profile").lower()
    sample.page("industrial_strengths")["writes"] = ["location_quotients", "evidence_map"]
    sample.page("profile")["reads"] = ["evidence_map"]
    assert "Sysselsatta efter utbildning" in prose_of(sample, "profile")
    assert "påhittade" not in prose_of(sample, "joint", "gemensamt").lower()


def test_labels_differ_between_regions_and_references_follow(sample: Sample) -> None:
    prose = prose_of(sample)
    assert f"[Figur{NARROW}1](#fig-lq-10-dalarna)" in prose
    assert "(eq-lq-10-dalarna)" in prose
    assert ":name: tab-lq-10-varmland" in prose_of(sample, "industrial_strengths", "varmland")


def test_links_lead_to_the_same_region(sample: Sample) -> None:
    assert "[länets profil](05_profile.ipynb)" in prose_of(sample)
    assert "[metoden](../../metoder.md)" in prose_of(sample)
    assert "[båda länen](../../gemensamt/80_joint.ipynb)" in prose_of(sample, "profile")
    assert "(../regions/dalarna/10_industrial_strengths.ipynb)" in prose_of(sample, "joint", "gemensamt")


def test_a_link_to_a_stage_that_this_book_lacks_is_plain_text(sample: Sample) -> None:
    sample.pages = [page for page in sample.pages if page["stage"] != "profile"]
    prose = prose_of(sample, stages=["profile", "industrial_strengths"])
    assert "eller länets profil." in prose


def test_provenance_has_no_times(sample: Sample) -> None:
    prose = prose_of(sample)
    assert CODE_VERSION in prose and "`employment 0123456789ab`" in prose and "pandas 3.0.0" in prose
    assert "nmanalys build --region dalarna -p lq_threshold=1.5" in prose
    before = cells_of(sample)
    sample.page("industrial_strengths").update(seconds=99.9, started="2030-01-01T00:00:00")
    assert cells_of(sample) == before


def test_overrides_and_staleness_are_told(sample: Sample) -> None:
    sample.page("industrial_strengths").update(overrides={"lq_threshold": 1.5}, stale=True)
    prose = prose_of(sample)
    assert "räknad med andra antaganden än grundutförandet" in prose
    assert "- Lägsta lokaliseringskvot" in prose
    assert "1,5 i stället för 1,25" in prose
    assert "Sidan är inaktuell" in prose


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (
            markdown("{{leadning}}"),
            ["10_industrial_strengths (Dalarna), cell 2", "{{leadning}}", "nm.tell(leadning=…)"],
        ),
        (markdown("{{lq_treshold}}"), ["Did you mean 'lq_threshold'?"]),
        (markdown("[x](stage:profil)"), ["cell 2", "'stage:profil'", "leads nowhere"]),
        (markdown("[x](../book/metod.md)"), ["'../book/metod.md'", "leads nowhere"]),
        (code("x", figure(alt="")), ["cell 2", "'fig-lq' has no alternative text"]),
        (code("x", figure(alt="fig-lq.svg")), ["no alternative text"]),
        (code("x", figure(caption=" ")), ["'fig-lq' has no caption"]),
        (code("x", figure(label="Fig 1")), ["label 'Fig 1'"]),
        (code("x", figure(sources=[])), ["names no source"]),
        (code("x", figure(sources=["employmnt"])), ["'employmnt'", "Did you mean 'employment'?"]),
        (code("x", figure(), figure()), ["used twice"]),
        (code("x", figure(caption="{{nothing}}")), ["{{nothing}}"]),
        (code("x", shown({"text/html": ""}, kind="chart", label="a")), ["unknown kind 'chart'"]),
        (code("x", {"output_type": "display_data", "data": {"image/png": "AA"}, "metadata": {}}), ["nm.show"]),
        (code("x", told(a="1"), told(a="2")), ["tells 'a' a second time"]),
        (code("x", {"output_type": "error", "ename": "ValueError", "evalue": "no"}), ["ValueError: no"]),
    ],
)
def test_a_fault_names_page_cell_and_remedy(sample: Sample, cell: dict[str, Any], words: list[str]) -> None:
    message = fault_of(sample, cell)
    assert "10_industrial_strengths (Dalarna)" in message
    assert all(word in message for word in words), message


def test_a_page_without_title_is_no_page(sample: Sample) -> None:
    sample.rewrite("industrial_strengths", [markdown("No title")])
    with pytest.raises(PublishError, match="cell 1: the first Markdown cell is to begin with the page's title"):
        prose_of(sample)


def test_an_unreadable_notebook_is_told(sample: Sample) -> None:
    Path(sample.page("industrial_strengths")["notebook"]).write_text("{", encoding="utf-8")
    with pytest.raises(PublishError, match="not a readable notebook"):
        prose_of(sample)


def test_values_in_code_stand_as_they_are(sample: Sample) -> None:
    cells = [markdown("# T\n\n`{{region_slug}}_{{word}}`"), code("x", told(word="a`_b"), sheet())]
    sample.rewrite("industrial_strengths", cells)
    assert "`dalarna_a_b`" in prose_of(sample)


def test_a_value_first_on_a_line_begins_no_list(sample: Sample) -> None:
    sample.rewrite("industrial_strengths", [markdown("# T\n\n{{year}}. Så var det."), code("x")])
    assert "&#50;024. Så var det." in prose_of(sample)
