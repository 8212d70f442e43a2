"""Who publishes the book: what the law on accessible public services wants a reader to be told."""

from __future__ import annotations

import re
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, field_validator

__all__ = ["Publisher"]

MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")
WEB = re.compile(r"https://[^\s<>\"]+")


class Publisher(BaseModel):
    """The publisher of a book; what is empty is told to be missing.

    Examples
    --------
    >>> Publisher(feedback="synpunkter@exempel.se").link
    'mailto:synpunkter@exempel.se'
    >>> Publisher(feedback="https://exempel.se/synpunkter").link
    'https://exempel.se/synpunkter'
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="", description="Aktören som publicerar boken.")
    feedback: str = Field(default="", description="Adress för synpunkter: e-post eller en webbsida (https).")
    answer_days: int | None = Field(default=None, ge=1, le=365, description="Arbetsdagar till ett svar.")
    assessed: date | None = Field(default=None, description="Dag då tillgängligheten senast bedömdes.")
    published: date | None = Field(default=None, description="Dag då boken publicerades.")
    address: str = Field(
        default="",
        description="Bokens adress på webben (https), för bild och adress när en länk delas och för länkarna på den sida "
        "som möter den som gått fel.",
    )

    @field_validator("feedback")
    @classmethod
    def _can_be_reached(cls, value: str) -> str:
        if value and not (MAIL.fullmatch(value) or WEB.fullmatch(value)):
            raise ValueError(f"'{value}' is neither an e-mail address nor an address that begins with https://")
        return value

    @field_validator("address")
    @classmethod
    def _is_on_the_web(cls, value: str) -> str:
        if value and not WEB.fullmatch(value):
            raise ValueError(f"'{value}' does not begin with https://")
        return value

    @property
    def link(self) -> str:
        """Where feedback goes, as a link; empty when nobody has said."""
        return f"mailto:{self.feedback}" if MAIL.fullmatch(self.feedback) else self.feedback
