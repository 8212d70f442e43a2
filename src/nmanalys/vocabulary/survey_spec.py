"""What a survey's export looks like: the file ``spec.yml`` that is written once for each survey tool.

The model is the whole documentation: its descriptions, in Swedish for whoever writes the file, are printed in the book.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

__all__ = ["MISSING_LABELS", "SIZE_CLASSES", "SURVEY_TABLES", "WHOLE", "SurveySpec", "size_limits"]

SURVEY_TABLES = ("company_survey", "survey_frame")
"""Tables that come with a survey, not alone."""
SIZE_CLASSES = ("1–9", "10–49", "50+")
WHOLE = "alla"
"""The size class of a survey that did not ask for size."""
MISSING_LABELS = ("Vet ej", "Vet inte", "Ej svar", "Inget svar", "Ej aktuellt", "Don't know", "No answer", "-", "..")


def _label(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("YAML läser ja, nej, yes och no som sant och falskt; sätt citattecken om texten")
    return str(value) if isinstance(value, int | float) else value


def _labels(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Label = Annotated[str, BeforeValidator(_label)]
Labels = Annotated[list[Label], BeforeValidator(_labels)]
Code = Annotated[int, Field(ge=1, le=5)]
Heading = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Firm(_Part):
    """Which firm a row belongs to."""

    column: Heading = Field(description="kolumnens rubrik")
    kind: Literal["orgnr", "id"] = Field(
        "orgnr", description="orgnr: organisationsnummer; id: enkätverktygets eget nummer"
    )


class Cluster(_Part):
    """Which cluster a row is about."""

    column: Heading | None = Field(None, description="kolumnens rubrik")
    value: Label | None = Field(None, description="klustret, när alla rader gäller samma")
    labels: dict[str, Labels] = Field({}, description="vad klustret kallas i filen, efter klustrets id")

    @model_validator(mode="after")
    def _one_of_two(self) -> Cluster:
        if (self.column is None) == (self.value is None):
            raise ValueError("ange antingen column eller value")
        return self


class SizeClass(_Part):
    """How large the firm is."""

    column: Heading = Field(description="kolumnens rubrik")
    classes: dict[str, Labels] = Field(
        {name: [] for name in SIZE_CLASSES}, description="storleksklasserna, och vad de kallas i filen"
    )
    employees: bool = Field(False, description="`true` när kolumnen har antal anställda i stället för klass")

    @model_validator(mode="after")
    def _classes_have_limits(self) -> SizeClass:
        if self.employees:
            for name in self.classes:
                size_limits(name)
        return self


class Column(_Part):
    """A column by its heading."""

    column: Heading = Field(description="kolumnens rubrik")


class FrameRow(_Part):
    """How many firms of a cluster and size were sent the survey."""

    cluster: Label = Field(description="klustret")
    size_class: Label = Field(WHOLE, description="storleksklassen")
    firms: int = Field(ge=0, description="antal företag som fick enkäten")
    wave: int | None = Field(None, description="omgången, när filen har flera")


class FrameSheet(_Part):
    """The sheet that says how many firms were sent the survey."""

    sheet: Heading = Field(description="bladets namn; det har rubrikerna Kluster, Storleksklass och Antal företag")


def _is_part(value: Any) -> str:
    return "part" if isinstance(value, dict | BaseModel) else "plain"


# which of the two is meant is told by the form, so that a fault is told of that one alone
Wave = Annotated[
    Annotated[int, Field(ge=2000, le=2100), Tag("plain")] | Annotated[Column, Tag("part")], Discriminator(_is_part)
]
Frame = Annotated[Annotated[list[FrameRow], Tag("plain")] | Annotated[FrameSheet, Tag("part")], Discriminator(_is_part)]


class SurveySpec(_Part):
    """How a survey's export is to be read."""

    producer: Heading = Field(description="vem som har gjort enkäten, till exempel Region Dalarna")
    layout: Literal["wide", "long"] = Field(
        "wide", description="wide: en rad för varje företag och kluster; long: en rad för varje svar"
    )
    wave: Wave = Field(description="omgångens år, eller kolumnen med året")
    firm: Firm | None = Field(
        None, description="företaget; utelämnas när svaren är anonyma, och då är varje rad ett företag"
    )
    cluster: Cluster = Field(description="klustret")
    size_class: SizeClass | None = Field(None, description="företagets storlek; utelämnas när den inte är känd")
    items: dict[Code, Labels] = Field(
        {}, description="frågornas rubriker (wide) eller namn (long), efter nummer; annars enkätens egna ordalydelser"
    )
    item_column: Heading | None = Field(None, description="kolumnen med frågan (long)")
    answer_column: Heading | None = Field(None, description="kolumnen med svaret (long)")
    answers: dict[Code, Labels] = Field(
        {}, description="vad svaren kallas i filen, på ett eller flera språk eller som koder, från 1 (högst) till 5"
    )
    missing: Labels = Field([*MISSING_LABELS], description="vad som betyder att frågan inte är besvarad")
    ignore: Labels = Field([], description="kolumner som det är meningen att utelämna, till exempel fria kommentarer")
    frame: Frame = Field(description="hur många företag som fick enkäten")
    sheet: Heading | None = Field(None, description="bladet med svaren (XLSX)")
    header_row: int = Field(1, ge=1, description="raden med rubrikerna, den första om de är flera")
    header_rows: int = Field(
        1, ge=1, le=3, description="antal rader med rubriker; en kolumn hittas på texten i vilken som helst av dem"
    )
    encoding: Literal["utf-8", "utf-16", "windows-1252"] | None = Field(
        None, description="teckenkodning; annars prövas de"
    )
    separator: Literal[",", ";", "tab"] | None = Field(None, description="tecknet mellan celler; annars prövas de")
    note: str = Field("", description="vad läsaren av boken bör veta om enkäten")

    @model_validator(mode="after")
    def _long_has_its_columns(self) -> SurveySpec:
        for name in ("item_column", "answer_column"):
            if (getattr(self, name) is not None) != (self.layout == "long"):
                raise ValueError(f"{name} hör till layout: long, och bara dit")
        if self.layout == "long" and self.firm is None:
            raise ValueError("layout: long behöver firm, annars går svaren inte att föra samman")
        return self


def size_limits(name: str) -> tuple[float, float]:
    """Read a size class as its smallest and largest number of employees.

    Examples
    --------
    >>> size_limits("10–49"), size_limits("50+"), size_limits("0")
    ((10.0, 49.0), (50.0, inf), (0.0, 0.0))
    """
    first, _, last = name.replace("-", "–").rstrip("+").partition("–")
    try:
        return float(first), float("inf") if name.endswith("+") else float(last or first)
    except ValueError:
        raise ValueError(f"storleksklassen '{name}' ska skrivas som 10–49 eller 50+ när kolumnen har antal") from None
