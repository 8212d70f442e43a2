"""How far a table may be trusted, and the Swedish words for it: declared once, for captions, notices and lists."""

from __future__ import annotations

from enum import StrEnum

from nmanalys.vocabulary.translation import _

__all__ = ["Status"]


class Status(StrEnum):
    """Status of a table.

    An official table is an authority's statistics; a published one was printed by a named source; our own is a list,
    a mapping or criteria that we made; an illustrative one is invented, for want of public data; codes are the lists
    of regions, industries and fields that the others are written in, and no data.

    Examples
    --------
    >>> Status("own").sv, Status.PUBLISHED.plural_sv
    ('egen bedömning', 'publicerade uppgifter')
    """

    OFFICIAL = "official"
    PUBLISHED = "published"
    OWN = "own"
    ILLUSTRATIVE = "illustrative"
    CODES = "codes"

    @property
    def sv(self) -> str:
        """One table's status."""
        return _WORDS[self][0]

    @property
    def plural_sv(self) -> str:
        """The status of several tables, as it stands after *med*."""
        return _WORDS[self][1]

    @property
    def about_sv(self) -> str:
        """What the status means, in sentences."""
        return _WORDS[self][2]

    @property
    def source_sv(self) -> str:
        """The status as it ends a source line."""
        return self.sv.capitalize() + (_(", inte ett resultat") if self is Status.ILLUSTRATIVE else "")

    @property
    def is_observed(self) -> bool:
        """Whether somebody else observed what the table says."""
        return self in (Status.OFFICIAL, Status.PUBLISHED)


_WORDS = {
    Status.OFFICIAL: (_("officiell statistik"), _("officiell statistik"), _("Statistik som en myndighet har gett ut.")),
    Status.PUBLISHED: (
        _("publicerad uppgift"),
        _("publicerade uppgifter"),
        _("Uppgifter som en namngiven källa har gett ut, och text ur projektets presentation."),
    ),
    Status.OWN: (
        _("egen bedömning"),
        _("egna bedömningar"),
        _(
            "Listor, kopplingar och kriterier som vi har gjort själva. De är varken hämtade ur en källa "
            "eller påhittade exempel: de är bokens egna val, och en annan bedömare kan välja annorlunda."
        ),
    ),
    Status.ILLUSTRATIVE: (
        _("påhittade exempeldata"),
        _("påhittade exempeldata"),
        _(
            "Tabeller som är påhittade för att visa metoden, för att öppna data saknas eller inte är "
            "hämtade. De stämmer med den officiella statistikens summor där sådana finns, men säger "
            "ingenting om verkliga företag, kluster eller län."
        ),
    ),
    Status.CODES: (
        "kodlista",
        _("koder och namn"),
        _("Koder och namn som de andra tabellerna är skrivna med. De är inga data."),
    ),
}
