"""Regions: the nation, its 21 counties, and named groups of counties.

A region is a row of ``data/reference/regions.csv``; this module gives the row its type and finds a region
by whatever people call it: SCB code, NUTS code, name or slug.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nmanalys.errors import RegionError, nearest
from nmanalys.vocabulary.translation import _

__all__ = ["JOINT_REGION", "Region", "Regions"]

JOINT_REGION = "NMS"
"""Code of the region that the joint stages put together."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region.

    Attributes
    ----------
    code : str
        SCB code: ``00`` the nation, two digits a county; an aggregate has a code of its own (``NMS``).
    nuts : str
        NUTS code (2016 classification and later).
    name, genitive : str
        Swedish name, and its genitive as it stands in running text.
    slug : str
        Lower-case ASCII name for addresses and the command line.
    kind : str
        ``nation``, ``county`` or ``aggregate``.
    members : tuple of str
        Codes of the counties that an aggregate consists of; empty otherwise.
    """

    code: str
    nuts: str
    name: str
    genitive: str
    slug: str
    kind: str
    members: tuple[str, ...] = ()

    @property
    def counties(self) -> tuple[str, ...]:
        """Codes of the counties that the region covers: its members, or itself."""
        return self.members or (self.code,)

    @property
    def within(self) -> str:
        """Where something is, as it stands in running text: ``i Dalarna``, ``på Gotland``."""
        text = _("på {region}") if self.slug == "gotland" else _("i {region}")
        return text.format(region=self.name)

    @property
    def merge(self) -> dict[str, tuple[str, ...]]:
        """The counties that become one row where an aggregate is compared with counties; empty for a county."""
        return {self.code: self.members} if self.members else {}

    def __str__(self) -> str:
        return self.name


class Regions:
    """All regions, in the order of their codes.

    Examples
    --------
    >>> rows = [dict(code="20", nuts="SE312", name="Dalarna", genitive="Dalarnas", slug="dalarna",
    ...              kind="county", members="")]
    >>> regions = Regions.from_rows(rows)
    >>> regions.find("dalarna") is regions.find(20) is regions.find("SE312")
    True
    """

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions = tuple(regions)
        self._by_name = {
            key.lower(): region
            for region in self._regions
            for key in (region.code, region.nuts, region.name, region.slug)
        }

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> Regions:
        """Build from the rows of the reference table; `members` is a list separated by spaces."""
        return cls(Region(**{**row, "members": tuple(row["members"].split())}) for row in rows)

    def __iter__(self) -> Iterator[Region]:
        return iter(self._regions)

    @property
    def counties(self) -> tuple[Region, ...]:
        """The 21 counties."""
        return tuple(region for region in self._regions if region.kind == "county")

    @property
    def nation(self) -> Region:
        """The nation."""
        return next(region for region in self._regions if region.kind == "nation")

    def find(self, name: str | int) -> Region:
        """Find a region by code (also as a number), NUTS code, name or slug.

        Raises
        ------
        RegionError
            If there is no such region; the message names the nearest one.
        """
        # papermill's -p turns 03 into the number 3
        key = f"{name:02d}" if isinstance(name, int) else str(name).strip().lower()
        key = key.removesuffix(" län") if key not in self._by_name else key
        try:
            return self._by_name[key]
        except KeyError:
            hint = nearest(key, {region.slug for region in self._regions})
            raise RegionError(f"Unknown region '{name}'. {hint}") from None
