"""Every parameter of the analysis, declared once.

A field gives type, bounds, default, unit and a description in both languages. A notebook's ``parameters``
cell repeats those that it uses, with the same defaults (a test compares). Thresholds are proposals of this
project unless a description names another source: no cut-off for a location quotient is a law of nature.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from nmanalys.errors import ParameterError, nearest

__all__ = ["Parameters", "describe", "limits_of", "validate"]

LIMITS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}


def parameter(default: Any, sv: str, en: str, unit: str, **bounds: Any) -> Any:
    """Declare one parameter: default, Swedish and English description, unit and bounds."""
    return Field(default, description=sv, json_schema_extra={"en": en, "unit": unit}, **bounds)


def _text(value: object) -> object:
    """Dates come from YAML as dates and from papermill as text; the model keeps text."""
    return value.isoformat() if isinstance(value, date) else value


def _is_day(value: str) -> str:
    date.fromisoformat(value)
    return value


Day = Annotated[str, BeforeValidator(lambda value: _is_day(_text(value)))]
Quotient = Annotated[float, Field(gt=0, le=10)]


class Parameters(BaseModel):
    """The parameters of one scenario; `Parameters()` is the baseline."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int = parameter(2024, "År som nivåerna gäller", "Year of the levels", "år", ge=2020, le=2025)
    change_from: int = parameter(
        2020,
        "Första året i jämförelser över tid",
        "First year of comparisons over time",
        "år",
        ge=2020,
        le=2024,
    )
    change_to: int = parameter(
        2025,
        "Sista året i jämförelser över tid",
        "Last year of comparisons over time",
        "år",
        ge=2021,
        le=2025,
    )
    lq_threshold: float = parameter(
        1.25,
        "Lägsta lokaliseringskvot för en tongivande bransch",
        "Lowest location quotient of a leading industry",
        "kvot",
        gt=0,
        le=10,
    )
    threshold_grid: list[Quotient] = parameter(
        [1.0, 1.25, 1.5, 2.0],
        "Trösklar som känsligheten prövas över",
        "Thresholds that the sensitivity is tried over",
        "kvot",
        min_length=1,
        max_length=8,
    )
    competence_threshold: float = parameter(
        1.25,
        "Lägsta kompetenskvot (lokaliseringskvot för högutbildade) för en kompetent bransch",
        "Lowest competence quotient (location quotient of the highly educated) of a competent industry",
        "kvot",
        gt=0,
        le=10,
    )
    intensity_floor: float = parameter(
        0.8,
        "Lägsta utbildningsintensitet jämfört med samma bransch i riket för en kompetent bransch",
        "Lowest education intensity relative to the same industry in the nation of a competent industry",
        "kvot",
        ge=0,
        le=10,
    )
    min_employees: int = parameter(
        200,
        "Minsta antal sysselsatta i en tongivande bransch",
        "Fewest employed in a leading industry",
        "sysselsatta",
        ge=0,
        le=1_000_000,
    )
    min_share: float = parameter(
        0.005,
        "Minsta andel av regionens sysselsatta för en tongivande bransch",
        "Smallest share of the region's employed of a leading industry",
        "andel",
        ge=0,
        le=1,
    )
    confidence: float = parameter(
        0.95, "Konfidensgrad för alla intervall", "Confidence level of all intervals", "andel", gt=0.5, lt=1
    )
    specialisation_threshold: float = parameter(
        1.0,
        "Lägsta lokaliseringskvot för att en bransch ska räknas som specialiserad i närhetsanalysen",
        "Lowest location quotient that counts as specialised in the relatedness analysis",
        "kvot",
        gt=0,
        le=10,
    )
    joint_cut: float = parameter(
        0.5,
        "Gräns för när näringsliv eller akademi räknas som stark i ett område",
        "Score from which industry or academy counts as strong in an area",
        "poäng 0–1",
        gt=0,
        lt=1,
    )
    min_publications: int = parameter(
        50,
        "Minsta antal publikationer i ett forskningsområde för att dess citeringar ska visas",
        "Fewest publications in a field for its citations to be shown",
        "antal",
        ge=2,
        le=10_000,
    )
    confirmed_share: float = parameter(
        0.5,
        "Andel av testområdets sysselsatta i starka branscher som bekräftar området",
        "Share of the test area's employed in strong industries that confirms the area",
        "andel",
        gt=0,
        le=1,
    )
    partly_share: float = parameter(
        0.25,
        "Andel av testområdets sysselsatta i starka branscher som delvis bekräftar området",
        "Share of the test area's employed in strong industries that partly confirms the area",
        "andel",
        ge=0,
        le=1,
    )
    min_coverage: float = parameter(
        0.7,
        "Lägsta andel av testområdet som data kan se för att det ska bedömas",
        "Lowest share of a test area visible in the data for it to be assessed",
        "andel",
        ge=0,
        le=1,
    )
    phase_should_share: float = parameter(
        0.7,
        "Andel uppfyllda bör-kriterier som krävs för en utvecklingsfas",
        "Share of should-criteria met that a development phase demands",
        "andel",
        ge=0,
        le=1,
    )
    use_qualitative: bool = parameter(
        True,
        "Om de kvalitativa bedömningarna ska ingå i beläggskartan",
        "Whether qualitative evidence is part of the evidence map",
        "sant/falskt",
    )
    survey_min_n: int = parameter(
        5,
        "Minsta antal svar för att visa en fråga",
        "Fewest answers for an item to be shown",
        "svar",
        ge=3,
        le=100,
    )
    seed: int = parameter(
        20160401,
        "Frö för slumptalen i simuleringar",
        "Seed of the random numbers in simulations",
        "heltal",
        ge=0,
        le=2**32 - 1,
    )
    as_of: Day = parameter("2026-06-30", "Dag som uppföljningen gäller", "Day that the monitoring refers to", "datum")
    progress_on_track: float = parameter(
        0.9,
        "Andel av den förväntade utvecklingen som räknas som i fas",
        "Share of the expected progress that counts as on track",
        "andel",
        gt=0,
        le=1,
    )
    progress_warning: float = parameter(
        0.6,
        "Andel av den förväntade utvecklingen under vilken ett mål inte är i fas",
        "Share of the expected progress below which a target is off track",
        "andel",
        ge=0,
        le=1,
    )


def validate(values: Mapping[str, Any], *, sources: Mapping[str, str] | None = None) -> Parameters:
    """Check values against the model.

    Parameters
    ----------
    values : mapping of str to object
        Value of each parameter that is no default.
    sources : mapping of str to str, optional
        For each parameter the file that its value stands in; the command line where there is none.

    Raises
    ------
    ParameterError
        For a name that does not exist (with the nearest right one), a value of the wrong type or out of
        bounds, or years in the wrong order. All faults are listed at once.
    """
    try:
        checked = Parameters.model_validate(dict(values))
    except ValidationError as error:
        faults = [f"{_fault(detail)} (from {_source(sources, detail['loc'][0])})" for detail in error.errors()]
        raise ParameterError("\n".join(faults)) from None
    if checked.change_to <= checked.change_from:
        given = [name for name in ("change_to", "change_from") if name in values]
        raise ParameterError(
            f"change_to={checked.change_to} must be later than change_from={checked.change_from} "
            f"(from {' and '.join(dict.fromkeys(_source(sources, name) for name in given))})"
        )
    return checked


def _source(sources: Mapping[str, str] | None, name: object) -> str:
    return (sources or {}).get(str(name), "the command line")


def _fault(detail: Mapping[str, Any]) -> str:
    name = str(detail["loc"][0])
    if detail["type"] == "extra_forbidden":
        return f"Unknown parameter '{name}'. {nearest(name, Parameters.model_fields)}"
    if detail["type"] == "value_error":
        return f"Parameter '{name}' must be a date such as 2026-06-30, not {detail['input']!r}."
    rule = detail["msg"][0].lower() + detail["msg"][1:]
    return f"Parameter '{name}': {rule}, not {detail['input']!r}. {_bounds(name)}"


def _bounds(name: str) -> str:
    field = Parameters.model_fields[name]
    limits = "".join(f"; {LIMITS[kind]} {limit}" for kind, limit in limits_of(name).items())
    extra = field.json_schema_extra
    return f"{extra['en']} [{extra['unit']}], default {field.default!r}{limits}."


def limits_of(name: str) -> dict[str, float]:
    """Return a parameter's bounds by kind: ``gt``, ``ge``, ``lt`` or ``le``.

    Examples
    --------
    >>> limits_of("lq_threshold")
    {'gt': 0, 'le': 10}
    """
    rules = Parameters.model_fields[name].metadata
    return {kind: getattr(rule, kind) for rule in rules for kind in LIMITS if hasattr(rule, kind)}


def describe(names: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Return one row a parameter: name, default, unit, Swedish and English description."""
    wanted = Parameters.model_fields if names is None else names
    return [
        {
            "name": name,
            "default": Parameters.model_fields[name].default,
            "unit": Parameters.model_fields[name].json_schema_extra["unit"],
            "sv": Parameters.model_fields[name].description,
            "en": Parameters.model_fields[name].json_schema_extra["en"],
        }
        for name in wanted
    ]
