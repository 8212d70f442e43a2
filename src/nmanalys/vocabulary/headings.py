"""Swedish headings of the columns that a reader may look at under a figure or table, with unit and rounding.

A heading is declared here once; the table on the page, the file for spreadsheets and the workbook all use it. A unit
of ``%`` says that the column is a share between 0 and 1, which people are shown as per cent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nmanalys.vocabulary.translation import _, translated

__all__ = ["ESTIMATES", "HEADINGS", "LIMITS", "Heading", "heading", "headings_of"]

COUNTED = re.compile(r"(?P<name>[a-z]+)_(?P<number>\d+)")
LIBRARY_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


class Heading(NamedTuple):
    """What stands above a column.

    Attributes
    ----------
    sv : str
        The heading without unit.
    unit : str
        Unit in Swedish; empty when the column has none or the heading names it.
    decimals : int or None
        Decimals shown; None for as many as the size of the number asks for.
    is_code : bool
        Whether digits are a name and not a number.
    """

    sv: str
    unit: str = ""
    decimals: int | None = None
    is_code: bool = False

    def __str__(self) -> str:
        return f"{self.sv} ({self.unit})" if self.unit else self.sv


def _codes(**named: str) -> dict[str, Heading]:
    return {name: Heading(_(sv), is_code=True) for name, sv in named.items()}


def _shares(**named: str) -> dict[str, Heading]:
    return {name: Heading(_(sv), "%", 1) for name, sv in named.items()}


def _numbers(unit: str, decimals: int | None, **named: str) -> dict[str, Heading]:
    return {name: Heading(_(sv), translated(unit), decimals) for name, sv in named.items()}


HEADINGS: dict[str, Heading] = {
    **_codes(
        region="Län", region_code="Län", county_code="Län", region_name="Länets namn", county_name="Länets namn",
        lan="Län", place="Plats i ordningen (spann)", geography="Område", where="Var", municipality="Kommun",
        municipality_code="Kommunkod", town_text="Ort", industry="Branschkod", sni_group="Branschkod",
        sni_division="SNI-kod", sni_divisions="SNI-koder", field_code="Ämneskod", area_id="Områdets beteckning",
        priority_id="Testområdets beteckning", cluster_id="Klustrets beteckning", code="Kod", label="Benämning",
        name="Namn", names="Namn", name_sv="Namn", title_sv="Rubrik", text_sv="Text", text="Text", field_sv="Område",
        description_sv="Beskrivning", goal_sv="Mål", role_sv="Roll", university="Lärosäte", sector="Sektor",
        measure="Mått", unit="Enhet", period="Period", group="Grupp", answer_label="Svar", answer_text="Svarens spann",
        item_label="Fråga", quadrant="Ruta", quadrant_text="Ruta", area_class="Bedömning", shown_class="Bedömning",
        cell="Fält i SWOT", cell_text="Fält i SWOT", bullet="Punkt", basis="Grund", evidence="Underlag",
        evidence_text="Underlag", position="Ordning", no="Nummer", step="Steg", steg="Steg", slag="Slag",
        row_label="Rad", column_label="Kolumn", level="Nivå", indicator="Indikator", status_text="Läge",
        planned_text="Planerad senast",
        state_text="Läge", quarter_text="Kvartal", planned_on="Planerat datum", outcome="Utfall", note="Anmärkning",
        note_sv="Anmärkning", source_title="Källa", source_url="Källans adress", own_text="Länets värde",
        nation_text="Rikets värde", value_text="Värde", compared_text="Jämfört med riket", change_text="Förändring",
        start_text="Vid periodens början", end_text="Vid periodens slut", year_text="År", rank_text="Plats i ordningen",
        share_text="Andel", base_text="Underlag (svarande)", baseline_text="Utgångsläge", latest_text="Senaste värde",
        target_text="Mål", way_text="Del av vägen till målet", members_text="Medlemsföretag", phase_text="Fas",
        mean_text="Fas enligt medelvärdet", before_text="Förra gången", gate_text="Fas enligt trösklarna",
        range_text="Fasens spann", ratings_text="Saknade omdömen", weakest_text="Svagaste länken",
        weakest_dimension="Svagaste dimensionen", miljo="Miljö", jamstalldhet="Jämställdhet",
        lika_mojligheter="Lika möjligheter", leads="Är tyngdpunkt",
        spec="Beteckning", shown="Visas som",
    ),
    "row name": Heading(_("Län")),
    **_shares(
        nation_share="Andel i riket",
        employed_share="Andel av jobben", share="Andel", exact_share="Exakt andel", grid_share="Andel av gränserna som klaras",
        group_share="Gruppens andel", reference_share="Andel i riket", academic_share="Andel inom akademin",
        covered_share="Andel som täcks", response_rate="Svarsfrekvens", probability="Sannolikhet",
        stability="Andel av körningarna med samma utfall", progress="Del av vägen till målet",
        coverage="Täckning", precision="Träffsäkerhet",
    ),
    **_numbers("personer", 0, employed="Sysselsatta"),
    **_numbers("företag", 0, member_firms="Medlemsföretag", firms="Företag", answered="Svarande",
               population="Företag i undersökningen"),
    **_numbers("antal", 0, n="Svarande", count="Svar", skipped="Svarade inte på frågan", publications="Publikationer",
               ratings="Omdömen", missing_ratings="Saknade omdömen", missing_scores="Saknade poäng", size="Storlek",
               strong_industries="Starka branscher", strong_fields="Starka ämnen", regions="Jämförda län",
               thresholds_passed="Gränser som klaras"),
    **_numbers("", 0, year="År", start_year="Startår", wave="Omgång", population_year="Folkmängdens år",
               rank="Plats bland länen", best="Bästa plats", worst="Sämsta plats", phase_lower="Fas, nedre gräns",
               phase_upper="Fas, övre gräns", gate="Fas enligt trösklarna", gate_lower="Fas enligt trösklarna, nedre gräns",
               gate_upper="Fas enligt trösklarna, övre gräns", mean="Fas enligt medelvärdet", before="Föregående fas",
               weakest_link="Svagaste länkens fas"),
    **_numbers("", 2, lq="Lokaliseringskvot", quotient="Kvot mot riket", threshold="Gräns", weight="Vikt",
               activity_index="Aktivitetsindex", relative_intensity="Relativ intensitet", complexity="Komplexitet",
               complexity_median="Komplexitet, median", influence="Inflytande", interest="Intresse",
               joint_score="Gemensam poäng", industry_score="Näringslivets poäng", academic_score="Akademins poäng"),
    **_numbers("0–100", 1, density="Närhet till länets näringsliv", density_median="Närhet, median"),
    **_numbers("personer", 0, national_share="Riksdel", industry_mix="Branschdel", regional_shift="Regional del",
               change="Förändring"),
    **_numbers("miljoner kronor", 0, million="Utgifter"),
    **_numbers("kronor per invånare", 0, per_inhabitant="Utgifter", nation_per_inhabitant="Utgifter i riket"),
    **_numbers("", None, value="Värde", lower="Osäkerhet, nedre gräns", upper="Osäkerhet, övre gräns",
               start="Vid periodens början", end="Vid periodens slut", nation="Riket", national="Riket",
               baseline="Utgångsläge", target="Mål", expected="Väntat värde", x="Läge i figuren, vågrätt",
               y="Läge i figuren, lodrätt", competence="Kompetens"),
    **_codes(
        is_large="Stor nog", is_certain="Säkert över gränsen", is_leading="Tongivande", is_strong="Stark",
        is_competent="Kompetent", is_intense="Kunskapsintensiv", is_specialised="Redan specialiserad",
        is_uncertain="Osäker", is_declining="Fasen har sjunkit", is_agreed="Bedömarna är eniga", is_example="Påhittat exempel",
        is_inferred="Härlett, inte angivet av källan", is_assessed="Bedömd", is_approximate="Ungefärlig uppgift",
        is_outside="Ligger utanför testområdena", kept="Är kvar", passes="Klarar gränsen", is_citable="Stort nog för citeringar",
        is_too_few="För få publikationer",
        holds="Håller utan den största arbetsplatsen", meets_demand="Uppfyller kravet",
    ),
    **_codes(
        nuts="Riksområde", state="Uppgiftens läge", named="Län som har pekat ut området (koder)",
        strong="Län där området är starkt (koder)", potential="Län där området är möjligt (koder)",
        named_text="Län som har pekat ut området", strong_text="Län där området är starkt",
        potential_text="Län där området är möjligt", first="Första", second="Andra", last="Sista", other="Den andra",
        first_region="Den förstas län", second_region="Den andras län", slip_text="Förskjutning",
        passed_text="Gränser som klaras", holds_text="Håller utan den största arbetsplatsen", tier="Nivå",
        group_text="Största branschgrupp (del av vikten)", official_state="Läge i officiell statistik",
        official_text="Riksområdets kvot",
        collaboration="Samverkan", functional_sectors="Funktionell sektor", lq_educated="Kompetenskvot och intensitet",
        new_firms="Nya företag", patents="Patent", trademarks="Varumärken", value_chains="Internationella värdekedjor",
        to="Till", university_name="Lärosäte", decisive_code="Kod som avgör", decisive_name="Bransch som avgör",
        flag_text="Nedgång eller förnyelse", demand_text="Uppfyller kravet", criterion_id="Kriteriets beteckning",
        dimension_sv="Dimension", criterion_sv="Kriterium", phase="Fas", kind="Slag", kind_text="Slag",
        anchor_0="Nivå 0", anchor_1="Nivå 1", anchor_2="Nivå 2", anchor_3="Nivå 3", anchor_4="Nivå 4",
        model_source_sv="Varifrån kriteriet kommer", actors_text="Klusterorganisationer", end_year="Slutår", item="Fråga",
        wave_before="Föregående omgång", label_sv="Benämning", now_text="Senaste omgången", paired_text="Samma företag",
        trend_text="Riktning", decision_text="Beslut och ansvarig", definition_sv="Definition",
    ),
    "from": Heading(_("Från"), is_code=True),
    **_shares(
        growth="Förändring", national_growth="Förändring i riket", first_share="Andel av vikterna som ger första plats",
        top_share="Andel av vikterna som ger en plats bland de främsta", held_share="Andel av gränserna med samma bedömning",
        share_before="Andel, föregående omgång", difference="Skillnad mellan omgångarna, procentenheter",
        paired_difference="Skillnad bland samma företag, procentenheter",
        similarity="Gemensamt innehåll", expected_progress="Väntad del av vägen till målet",
        paired_lower="Skillnad bland samma företag, nedre gräns", paired_upper="Skillnad bland samma företag, övre gräns",
    ),
    **_numbers("kvot", 2, official_lq="Riksområdets kvot", official_lower="Riksområdets kvot, nedre gräns",
               official_upper="Riksområdets kvot, övre gräns"),
    **_shares(official_coverage="Del av vikterna som riksområdets statistik täcker"),
    **_numbers("antal", 0, reference="Sysselsatta i riket", workplaces="Arbetsställen", cells="Möjliga inträden",
               events="Inträden", ratings_with_evidence="Omdömen med underlag", n_before="Svarande, föregående omgång",
               pairs="Företag i båda omgångarna"),
    **_numbers("antal", 0, years="År med värden"),
    **_numbers("kvot", 2, mncs="Citeringar mot världens medel", mncs_lower="Citeringar mot världens medel, nedre gräns",
               mncs_upper="Citeringar mot världens medel, övre gräns"),
    **_shares(
        highly_cited_share="Bland världens tiondel mest citerade",
        highly_cited_lower="Bland världens tiondel mest citerade, nedre gräns",
        highly_cited_upper="Bland världens tiondel mest citerade, övre gräns",
    ),
    **_numbers("kvartal", 0, slip_quarters="Förskjutning"),
    **_numbers("miljoner kronor", 1, funding_msek="Forskningsmedel"),
    **_numbers("", 2, funding_quotient="Kvot för forskningsmedel", lowest="Lägsta poäng",
               highest="Högsta poäng"),
    **_numbers("0–100", 1, lowest_density="Lägsta närhet", highest_density="Högsta närhet"),
    **_numbers("per år", None, slope="Förändring"),
}  # fmt: skip
LIMITS = ("lower", "upper")
ESTIMATES = ("difference", "slope", "lq", "activity_index", "share", "gate", "value")
"""What an interval's limits are limits of: the first of these that a table has."""
SAME_QUANTITY = ("start", "end", "nation", "national", "baseline", "target", "expected")
"""The same quantity as `value`: of another year, of the nation, wanted."""
# columns that a table numbers, one for each question
COUNTED_HEADINGS = {
    "item": Heading(_("Fråga {}"), is_code=True),
    "share": Heading(_("Fråga {}, andel"), "%", 1),
    "lower": Heading(_("Fråga {}, nedre gräns"), "%", 1),
    "upper": Heading(_("Fråga {}, övre gräns"), "%", 1),
}


def heading(column: str) -> Heading | None:
    """Return the heading of a column; None for a name of the library's kind that has none.

    A name that a notebook wrote for people, with a capital letter or a space, is its own heading.

    Examples
    --------
    >>> str(heading("employed")), str(heading("share_3")), str(heading("Norra Mellansverige"))
    ('Sysselsatta (personer)', 'Fråga 3, andel (%)', 'Norra Mellansverige')
    >>> heading("lq_of_something") is None
    True
    """
    if column in HEADINGS:
        return HEADINGS[column]
    counted = COUNTED.fullmatch(column)
    if counted and counted["name"] in COUNTED_HEADINGS:
        found = COUNTED_HEADINGS[counted["name"]]
        return found._replace(sv=found.sv.format(counted["number"]))
    if LIBRARY_NAME.fullmatch(column):
        return None
    return Heading(column)


def headings_of(columns: Sequence[str], shares: Mapping[str, int] | None = None) -> list[Heading]:
    """Return the headings of a table's columns; a limit has unit and decimals of what it is a limit of.

    Parameters
    ----------
    columns : sequence of str
        Names of all columns.
    shares : mapping of str to int, optional
        Columns that are shown as per cent in this table, with their decimals, though their names do not say so.

    Examples
    --------
    >>> [str(one) for one in headings_of(["share", "lower"])]
    ['Andel (%)', 'Osäkerhet, nedre gräns (%)']
    >>> [str(one) for one in headings_of(["value", "upper", "nation"], {"value": 1})]
    ['Värde (%)', 'Osäkerhet, övre gräns (%)', 'Riket (%)']
    """
    found = {column: heading(column) or Heading(column) for column in columns}
    shares = dict(shares or {})
    if "value" in shares:
        shares |= {column: shares["value"] for column in SAME_QUANTITY if column in found}
    for column, decimals in shares.items():
        if found[column].unit != "%":
            found[column] = found[column]._replace(unit="%", decimals=decimals)
    estimate = next((found[column] for column in ESTIMATES if column in found), None)
    for column in LIMITS:
        if column in found and estimate:
            found[column] = found[column]._replace(unit=estimate.unit, decimals=estimate.decimals)
    return [found[column] for column in columns]
