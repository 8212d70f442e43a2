"""Verdicts: which column of which result table says that something is a strength, a phase or a class.

Declared once, so that scenarios can be compared and swept without knowing the stages.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["VERDICTS", "Verdict"]


@dataclass(frozen=True)
class Verdict:
    """One kind of verdict.

    Attributes
    ----------
    table : str
        Result table that holds it.
    item, column : str
        Column of the thing judged, and of the judgement.
    sv, en : str
        Name of the kind in Swedish and English.
    strong : tuple
        Judgements that make it a strength; empty where no judgement does.
    rank : str
        Column by which the strengths of a region are ranked, highest first; empty where they are not.
    name : str
        Column of the thing's name; empty where its code is looked up.
    """

    table: str
    item: str
    column: str
    sv: str
    en: str
    strong: tuple[object, ...] = ()
    rank: str = ""
    name: str = ""


VERDICTS = (
    Verdict("industrial_strengths", "sni_group", "is_leading", "Tongivande branschgrupper", "Leading industry groups",
            (True,), "lq"),
    Verdict("division_strengths", "sni_division", "is_strong", "Starka branscher", "Strong industries", (True,), "lq"),
    Verdict("diversification_options", "sni_division", "quadrant", "Nära och komplexa möjligheter",
            "Related and complex options", ("nära och komplex",), "density"),
    Verdict("academic_strengths", "field_code", "is_strong", "Starka forskningsområden", "Strong fields of research",
            (True,), "activity_index"),
    Verdict("combined_strengths", "area_id", "label", "Gemensamma styrkor", "Joint strengths", ("gemensam styrka",),
            "joint_score", "name_sv"),
    Verdict("test_area_classes", "priority_id", "area_class", "Bekräftade testområden", "Confirmed test areas",
            ("bekräftat",), "precision", "name_sv"),
    Verdict("strengths_outside", "sni_division", "is_outside", "Styrkor utanför testområdena",
            "Strengths outside the test areas", (True,)),
    Verdict("overall_strengths", "area_id", "outcome", "Helhetliga styrkeområden", "Overall strength areas",
            ("helhetligt styrkeområde",), "", "name_sv"),
    Verdict("cluster_phases", "cluster_id", "phase", "Klustrens utvecklingsfaser", "Development phases of clusters",
            name="name"),
    Verdict("indicator_status", "indicator_id", "status", "Indikatorernas läge", "Status of indicators",
            name="name_sv"),
)  # fmt: skip
