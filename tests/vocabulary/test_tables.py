"""What the tables hold: known figures, sums, sources, and nothing invented about anyone named."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pandas import DataFrame

from nmanalys.errors import SchemaError
from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table
from nmanalys.measures.survey_report import item_summary, latest_wave
from nmanalys.vocabulary.industries import GROUPS, SECTIONS, TOTAL, UNKNOWN, section_of
from nmanalys.vocabulary.schema import key_of
from nmanalys.vocabulary.status import Status
from nmanalys.vocabulary.tables import SCHEMAS

NMS = ["17", "20", "21"]


@pytest.fixture(scope="session")
def load(root: Path):
    catalogue = load_catalogue(root)
    return lambda name: read_table(catalogue[name])


def script(root: Path, name: str) -> ModuleType:
    """Import one of the scripts in data/scripts."""
    path = root / "data" / "scripts" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


# ---- schemas ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_column_is_described_in_both_languages(name: str) -> None:
    schema = SCHEMAS[name]
    assert key_of(schema), "a table needs a key"
    assert set(key_of(schema)) <= set(schema.columns)
    for column in schema.columns.values():
        about = column.metadata
        assert about["sv"].strip()
        assert about["en"].strip()
        if str(column.dtype) == "float64":
            assert about["unit"], f"{name}.{column.name} is measured in something"


def test_references_point_at_columns_that_exist() -> None:
    for schema in SCHEMAS.values():
        for column in schema.columns.values():
            for reference in column.metadata.get("references", "").split():
                table, _, key = reference.partition(".")
                assert key in SCHEMAS[table].columns


def test_the_dictionary_is_up_to_date(root: Path) -> None:
    made = script(root, "dictionary").dictionary(load_catalogue(root, shipped=True))
    kept = (root / "data" / "README.md").read_text(encoding="utf-8")
    assert kept == made, "run python data/scripts/dictionary.py"


# ---- industries ---------------------------------------------------------------------------------------------


def test_industries_agree_with_the_vocabulary(load) -> None:
    industries = load("industries")
    assert tuple(industries.loc[industries["level"] == "group", "code"]) == GROUPS
    assert set(industries.loc[industries["level"].isin(["total", "unknown"]), "code"]) == {TOTAL, UNKNOWN}
    divisions = industries[industries["level"] == "division"]
    for row in divisions.itertuples():
        assert section_of(row.code) in row.parent_group.split("+")
    assert sum(last - first + 1 for first, last in SECTIONS.values()) == len(divisions) == 88
    assert not industries["short_sv"].where(industries["level"] == "division").dropna().duplicated().any()


@pytest.mark.parametrize("code", ["04", "34", "00", "C", "240", "", "٢٤"])
def test_there_is_no_such_division(code: str) -> None:
    with pytest.raises(SchemaError, match="not a division of SNI 2007"):
        section_of(code)


# ---- official figures ---------------------------------------------------------------------------------------


def wide(employment: DataFrame, year: int) -> DataFrame:
    rows = employment[employment["year"] == year]
    return rows.pivot(index="region_code", columns="sni_group", values="employed")


@pytest.mark.parametrize(("region", "expected"), [("17", 1.245), ("20", 1.323), ("21", 1.252), ("NMS", 1.274)])
def test_manufacturing_quotients(load, region: str, expected: float) -> None:
    persons = wide(load("employment"), 2024)
    own = persons.loc[NMS].sum() if region == "NMS" else persons.loc[region]
    nation = persons.loc["00"]
    assert (own["B+C"] / own[TOTAL]) / (nation["B+C"] / nation[TOTAL]) == pytest.approx(expected, abs=0.0005)


def test_employment_adds_up_as_nearly_as_the_note_says(load) -> None:
    employment = load("employment")
    assert len(employment) == 22 * 17 * 6
    for year in range(2020, 2026):
        persons = wide(employment, year)
        assert (persons.drop(columns=TOTAL).sum(axis=1) - persons[TOTAL]).abs().max() <= 5
        assert (persons.drop(index="00").sum() - persons.loc["00"]).abs().max() <= 7


@pytest.mark.parametrize(("division", "expected"), [("24", 5.36), ("17", 3.52), ("16", 2.50), ("25", 1.87)])
def test_two_digit_quotients_of_north_middle_sweden(load, division: str, expected: float) -> None:
    table = load("employment_nuts2")
    sections = table[table["level"] == "section"].groupby("nuts")["employed"].sum()
    cells = table[table["sni_division"] == division].set_index("nuts")["employed"]
    quotient = (cells["SE31"] / sections["SE31"]) / (cells["SE"] / sections["SE"])
    assert quotient == pytest.approx(expected, abs=0.005)


def test_nuts2_keeps_regions_levels_and_suppression(load) -> None:
    table = load("employment_nuts2")
    assert {code for code in table["nuts"] if len(code) == 4} == {f"SE{n}" for n in (11, 12, 21, 22, 23, 31, 32, 33)}
    assert set(table["level"]) == {"section", "division"}
    assert set(table.loc[table["level"] == "section", "sni_division"]) == set("BCDEFGHIJLMN")
    assert table.loc[table["nuts"] == "SE31", "employed"].isna().sum() == 14
    assert table.loc[table["level"] == "section", "employed"].notna().all()


def test_the_real_files_are_the_same_where_they_are_present(load, real: Path) -> None:
    with (real / "eurostat_sbs_persons_employed_nuts2_2015.csv").open(encoding="utf-8") as file:
        swedish = [row for row in csv.DictReader(file) if re.fullmatch(r"SE[0-9]{0,2}", row["geo"])]
    kept = [row for row in swedish if row["nace_level"] in ("section", "division")]
    rows = {(row["geo"], row["nace_r2"][1:] or row["nace_r2"]): row["value"] for row in kept}
    own = load("employment_nuts2").set_index(["nuts", "sni_division"])["employed"]
    assert set(rows) == set(own.index)
    for key, value in rows.items():
        assert (value == "") == (own[key] != own[key])
        assert value == "" or float(value) == own[key]


# ---- published figures --------------------------------------------------------------------------------------


def test_known_published_values(load) -> None:
    def value(table: str, region: str, year: int, measure: str) -> float:
        rows = load(table).set_index(["region_code", "year", "measure"])["value"]
        return rows[region, year, measure]

    assert value("population", "20", 2018, "population") == 287191
    assert value("business_rd", "20", 2019, "berd") != value("business_rd", "20", 2017, "berd")
    assert value("new_firms", "00", 2017, "new_firms") == 68887
    assert value("trademarks", "00", 2020, "applications_first_half") == 4026
    assert value("rd_by_sector", "17", 2017, "higher_education") == 349


def test_all_counties_where_the_catalogue_says_so(load) -> None:
    for name, measure, years in (
        ("population", "population", range(2018, 2022)),
        ("new_firms", "new_firms", [2017]),
        ("new_firms", "new_firms_per_1000", [2017]),
        ("business_rd", "berd", range(2007, 2020, 2)),
        ("rd_by_sector", "business", [2017]),
        ("trademarks", "applications_first_half", [2020, 2021]),
    ):
        table = load(name)
        for year in years:
            rows = table[(table["measure"] == measure) & (table["year"] == year) & (table["region_code"] != "00")]
            assert len(rows) == 21, (name, year)


def test_every_published_figure_has_source_definition_and_unit(load) -> None:
    for name in ("population", "new_firms", "business_rd", "rd_by_sector", "trademarks", "patents"):
        table = load(name)
        assert table[["unit", "definition", "source_title", "source_url"]].notna().all().all()
        assert table.groupby("measure")["unit"].nunique().eq(1).all()
        # what the source suppresses is empty here and says so
        assert table.loc[table["value"].isna(), "note"].str.contains("Skyddad").all()


def test_the_two_series_of_business_research_differ(load) -> None:
    table = load("business_rd").pivot(index=["region_code", "year"], columns="measure", values="value").dropna()
    assert (table["berd"] != table["berd_older"]).any()


def test_no_person_of_the_project_is_named(root: Path) -> None:
    surnames = ["Pauls" + "son", "Kler" + "by", "El" + "dh", "Holm" + "berg", "Lili And" + "ré"]
    for path in (root / "data").rglob("*"):
        if path.suffix in {".csv", ".toml", ".md", ".py"}:
            text = path.read_text(encoding="utf-8")
            assert not [name for name in surnames if name in text], path


# ---- the slides ---------------------------------------------------------------------------------------------


def test_the_slides_tables(load) -> None:
    assert len(load("activities")) == 6
    assert len(load("objectives")) == 5
    assert len(load("stakeholders")) == 22
    milestones = load("milestones")
    assert milestones["outcome"].eq("okänt").all()
    assert milestones["planned_on"].dropna().is_monotonic_increasing
    assert milestones["planned_on"].isna().tolist() == [*[False] * 16, True]
    assert (milestones["planned_on"].min(), milestones["planned_on"].max()) == ("2016-04-01", "2018-07-31")
    assert milestones.set_index("quarter_text").loc["2016 Q2", "planned_on"] == "2016-06-30"


SLIDES = Path(__file__).parents[3] / "shared" / "source" / "slides_sv.txt"
VERBATIM = [
    ("activities", "title_sv"),
    ("activities", "goal_sv"),
    ("objectives", "text_sv"),
    ("milestones", "text_sv"),
    ("stakeholders", "name"),
    ("survey_items", "label_sv"),
    ("survey_answers", "label_sv"),
]


@pytest.mark.skipif(not SLIDES.is_file(), reason="the project's slides are not at hand")
@pytest.mark.parametrize(("name", "column"), VERBATIM)
def test_what_comes_from_the_slides_is_verbatim(load, name: str, column: str) -> None:
    slides = " ".join(SLIDES.read_text(encoding="utf-8").split())
    assert [text for text in load(name)[column].unique() if text not in slides] == []


def test_the_indicator_on_the_survey_says_what_the_surveys_page_says(load) -> None:
    values, clusters = load("indicator_values"), load("example_clusters")
    for county in ("17", "20", "21"):
        here = clusters[clusters["county_code"] == county]
        summary = item_summary(latest_wave(load("company_survey"), here), latest_wave(load("survey_frame"), here))
        other = summary.set_index("item").loc[5]
        shown = values[values["indicator_id"] == f"{county}-klusternytta"].sort_values("year").iloc[-1]
        expected = [100 * other["share"], 100 * other["lower"], 100 * other["upper"]]
        assert shown[["value", "lower", "upper"]].tolist() == pytest.approx(expected, abs=0.051)


def test_the_survey_is_verbatim(load) -> None:
    assert load("survey_answers")["label_sv"].tolist() == [
        "Ja, i mycket hög grad",
        "Ja, i hög grad",
        "Varken i liten eller stor omfattning",
        "I liten omfattning",
        "Nej, Inte alls",
    ]
    items = load("survey_items")
    assert items["label_sv"].str.endswith("…").tolist() == items["truncated_in_source"].tolist()
    assert items["truncated_in_source"].sum() == 2


# ---- our own mappings ---------------------------------------------------------------------------------------


def test_links_use_divisions_and_give_away_at_most_the_whole(load) -> None:
    divisions = set(load("industries").query("level == 'division'")["code"])
    detailed = set(load("research_fields").query("level == 'detailed'")["code"])
    areas, priorities = load("area_links"), load("priority_links")
    region = load("priorities").set_index("priority_id")["region_code"]
    priorities["region"] = priorities["priority_id"].map(region)
    for links, by in ((areas, []), (priorities, ["region"])):
        assert set(links.loc[links["classification"] == "SNI", "code"]) <= divisions
        assert set(links.loc[links["classification"] == "FORD", "code"]) <= detailed
        assert links.groupby([*by, "classification", "code"])["weight"].sum().max() <= 1 + 1e-9
    assert set(areas["area_id"]) == set(load("areas")["area_id"])
    assert set(priorities["priority_id"]) == set(region.index)
    for links, owner in ((areas, "area_id"), (priorities, "priority_id")):
        assert links.groupby(owner)["classification"].nunique().eq(2).all()


def test_criteria_make_four_phases_and_are_called_our_own(load) -> None:
    criteria = load("cluster_criteria")
    assert criteria.groupby("kind")["phase"].value_counts().unstack().loc["must"].tolist() == [2, 2, 2, 2]
    assert criteria["phase"].value_counts().tolist() == [5, 5, 5, 5]
    assert criteria["model_source_sv"].str.startswith("Egen operationalisering").all()
    assert not criteria.astype(str).apply(lambda cells: cells.str.contains("Reglab")).any().any()


def test_clusters_have_known_divisions_and_places(load) -> None:
    divisions = set(load("industries").query("level == 'division'")["code"])
    places = load("municipalities").set_index("code")["name"]
    for cluster in load("clusters").itertuples():
        assert set(cluster.sni_divisions.split()) <= divisions
        if cluster.municipality_code == cluster.municipality_code:
            assert places[cluster.municipality_code] == cluster.municipality
            assert cluster.municipality_code[:2] == cluster.county_code


# ---- illustrative tables ------------------------------------------------------------------------------------

NAMED = re.compile(
    r"Paper Province|Compare|Stål & Verkstad|Packaging Arena|Måltidsriket|Glava|Visit |Triple Steelix|High Voltage"
    r"|ITS Dalarna|Byggdialog|Sports Academy|Destination Dalarna|Steel Region|Fiber Optic|Future Position|FindIT"
    r"|[Hh]ydraulikkluster|Sandvik|Stora Enso|SSAB|Outokumpu|Ovako|Billerud|Valmet|ABB|Hitachi|Movexum|Inova"
)
# names of the slides whose place in the grid is invented, and the table says so
ALLOWED = {"stakeholders"}


def test_no_invented_judgement_about_a_named_organisation(root: Path) -> None:
    for table in load_catalogue(root).values():
        if table.status is Status.ILLUSTRATIVE and table.name not in ALLOWED:
            assert not NAMED.search(table.path.read_text(encoding="utf-8")), table.name


def test_invented_assessments_belong_to_invented_clusters(load) -> None:
    invented = load("example_clusters")
    assert invented["name"].str.startswith("Exempelkluster ").all()
    assert set(invented["county_code"]) == set(NMS)
    assert not set(invented["cluster_id"]) & set(load("clusters")["cluster_id"])


def test_divisions_stay_within_the_published_groups(load) -> None:
    parent = load("industries").set_index("code")["parent_group"]
    divisions, employment = load("employment_divisions"), load("employment")
    for year in (2020, 2024):
        rows = divisions[divisions["year"] == year]
        persons = rows.pivot(index="region_code", columns="sni_division", values="employed")
        for group, codes in parent.dropna().groupby(parent.dropna()).groups.items():
            part, margin = persons[list(codes)], wide(employment, year)[group].loc[persons.index]
            complete = part.notna().all(axis=1)
            assert (part[complete].sum(axis=1) == margin[complete]).all(), (year, group)
            # never one lonely gap, from which the hidden number would follow
            assert not (part.isna().sum(axis=1) == 1).any()
            assert not (part.isna().sum() == 1).any()
            assert (part[~complete].sum(axis=1) < margin[~complete]).all()


def test_small_cells_are_hidden(load) -> None:
    divisions = load("employment_divisions")
    shown = divisions[divisions["employed"] > 0]
    assert shown["employed"].min() >= 5
    assert shown["workplaces"].min() >= 3
    assert (shown["workplaces"] <= shown["employed"]).all()
    gaps = divisions["employed"].isna()
    assert divisions.loc[gaps, ["workplaces", "workplace_herfindahl", "largest_workplace_share"]].isna().all().all()
    assert 0 < gaps.mean() < 0.2
    assert (shown["largest_workplace_share"] ** 2 <= shown["workplace_herfindahl"] + 1e-6).all()
    assert (shown["workplace_herfindahl"] <= shown["largest_workplace_share"] + 1e-6).all()
    assert (shown["workplace_herfindahl"] >= 1 / shown["workplaces"] - 1e-6).all()


def test_municipalities_stay_within_their_county(load) -> None:
    divisions = load("employment_divisions").query("year == 2024")
    county = divisions.set_index(["region_code", "sni_division"])["employed"]
    table = load("employment_municipalities")
    assert table["employed"].min() >= 5
    table["county"] = table["municipality_code"].str[:2]
    for key, part in table.groupby(["county", "sni_division"]):
        hidden = part["employed"].isna().sum()
        if hidden == 0:
            assert part["employed"].sum() == county[key]
        elif county[key] == county[key]:
            assert hidden > 1
            assert part["employed"].sum() < county[key]
    assert len(set(table["municipality_code"])) == 290


def test_education_adds_up_to_the_published_cell(load) -> None:
    education, employment = load("education"), load("employment")
    sums = education.groupby(["region_code", "sni_group"])["employed"].sum()
    margin = employment[employment["year"] == 2024].set_index(["region_code", "sni_group"])["employed"]
    assert sums.sort_index().equals(margin.sort_index())


def test_invented_structure_follows_what_is_generally_known(load) -> None:
    persons = load("employment_divisions").query("year == 2024").pivot(
        index="region_code", columns="sni_division", values="employed"
    )  # fmt: skip
    share = persons.div(persons.sum(axis=1), axis=0)
    quotient = share / share.loc["00"]
    assert quotient.loc[["20", "21"], "24"].min() > 3
    assert quotient.loc[["17", "21"], "17"].min() > 3
    assert quotient.loc["20", "55"] > 1.2


def test_publications_and_funding_agree_with_what_is_printed(load) -> None:
    publications, funding = load("publications"), load("research_funding")
    assert publications.query("university == 'hda' and year == 2021")["publications"].sum() == 511
    assert funding.query("university == 'hda' and year == 2021")["funding_msek"].sum() == pytest.approx(165)
    assert set(publications["university"]) == {*load("universities")["code"], "SE"}


def test_the_survey_looks_like_a_survey(load) -> None:
    answers, frame = load("company_survey"), load("survey_frame")
    members = load("example_clusters").set_index("cluster_id")["member_firms"]
    assert frame.query("wave == 2025").groupby("cluster_id")["firms"].sum().equals(members.sort_index().rename("firms"))
    asked = answers.drop_duplicates(["firm_id", "cluster_id", "wave"])
    rate = len(asked) / frame["firms"].sum()
    assert 0.4 < rate < 0.8
    assert 0.01 < answers["answer"].isna().mean() < 0.1
    assert asked.groupby(["firm_id", "wave"])["cluster_id"].nunique().max() == 2
    assert asked.groupby("firm_id")["wave"].nunique().max() == 2
    smallest = asked.groupby(["cluster_id", "wave"]).size()
    assert smallest.min() < 5 < 10 < smallest.max()


def test_indicators_use_the_tables_values(load) -> None:
    indicators, values = load("indicators"), load("indicator_values")
    assert indicators.groupby("region_code").size().between(5, 8).all()
    assert set(indicators["source_table"]) <= set(SCHEMAS)
    assert set(indicators["target_status"]) == {"illustrative", "none"}
    assert indicators["target_value"].isna().eq(indicators["target_status"] == "none").all()
    base = values.set_index(["indicator_id", "year"])["value"]
    for row in indicators.itertuples():
        assert base[row.indicator_id, int(row.baseline_year)] == row.baseline_value
    persons = wide(load("employment"), 2024)
    assert base["20-sysselsatta", 2024] == persons.loc["20", TOTAL]
    assert (values["lower"].isna() | (values["lower"] <= values["value"])).all()


def test_the_illustrative_tables_are_made_again_byte_for_byte(root: Path, tmp_path: Path) -> None:
    script(root, "illustrative").main(tmp_path)
    made = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*.csv")}
    kept = {Path(table.file) for table in load_catalogue(root).values() if table.is_illustrative}
    assert set(made) == kept
    for name, path in made.items():
        assert path.read_bytes() == (root / name).read_bytes(), f"{name}: run python data/scripts/illustrative.py"


def test_the_facts_give_the_embedded_tables(root: Path, tmp_path: Path) -> None:
    facts = root.parent / "shared" / "facts"
    if not facts.is_dir():
        pytest.skip("the folder of facts is not beside the project")
    script(root, "embed_facts").main(facts, tmp_path)
    made = sorted(tmp_path.rglob("*.csv"))
    assert len(made) == 11
    for path in made:
        assert path.read_bytes() == (root / path.relative_to(tmp_path)).read_bytes(), path.name
