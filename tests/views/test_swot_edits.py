"""What analysts decide is applied at every run, keeps its reasons, and never stops a page."""

from __future__ import annotations

import pandas as pd
import pytest

from nmanalys.io.validation import validate
from nmanalys.views.findings_swot import describe_swot, ordered_bullets
from nmanalys.views.swot_edits import describe_edits, edit_bullets
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.results import RESULTS

DALARNA = Region("20", "SE312", "Dalarna", "Dalarnas", "dalarna", "county")
LABELS = {"B+C": "Tillverkning och utvinning", "Q": "Vård och omsorg"}
EDIT = {"region_code": "20", "reason_sv": "Dialog med företag", "role_sv": "analytiker", "decided_on": "2026-02-03"}


@pytest.fixture
def bullets() -> pd.DataFrame:
    about = {
        "region_code": "20",
        "evidence": "rad",
        "basis": "databaserad",
        "evidence_text": "Sida, rad",
        "target": "stage:industrial_strengths#fig-kvoter",
    }
    rows = [("styrka", "B+C", "Styrka"), ("svaghet", "Q", "Svaghet"), ("hot", "Q", "Hot")]
    made = [{"cell": cell, "bullet": code, "text_sv": f"{LABELS[code]}: tal", "cell_text": title, **about}
            for cell, code, title in rows]  # fmt: skip
    return ordered_bullets(pd.DataFrame(made))


def edits(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    columns = ["cell", "bullet", "action", "text_sv", *EDIT]
    return pd.DataFrame(
        [
            {"cell": cell, "bullet": bullet, "action": action, "text_sv": text, **EDIT}
            for cell, bullet, action, text in rows
        ],
        columns=columns,
    )


def test_nothing_decided_changes_nothing(bullets):
    assert edit_bullets(bullets, edits()).equals(bullets)
    assert describe_edits(bullets, edits(), LABELS)["reading_edits"].startswith("Ingen analytiker")


def test_bullets_are_added_removed_and_reworded(bullets):
    decided = edits(
        ("möjlighet", "vatgas", "add", "Vätgas i stålindustrin"),
        ("svaghet", "Q", "remove", None),
        ("styrka", "B+C", "reword", "Industrin bär länet"),
    )
    edited = edit_bullets(bullets, decided).set_index("cell")
    assert edited.index.tolist() == ["styrka", "möjlighet", "hot"]
    assert edited.loc["styrka", ["text_sv", "basis"]].tolist() == ["Industrin bär länet", "databaserad"]
    assert edited.loc["styrka", "evidence_text"] == "Sida, rad; omskriven av analytiker, 3 februari 2026"
    assert edited.loc["möjlighet", ["basis", "position"]].tolist() == ["kvalitativ", 1]
    told = describe_edits(bullets, decided, LABELS)["reading_edits"]
    assert told.startswith("Analytiker har lagt till en punkt, tagit bort en punkt och skrivit om en punkt.")
    assert "Borttaget ur svaghet: vård och omsorg. Skäl: dialog med företag (analytiker, 3 februari 2026)." in told
    assert "ingen verkan" not in told
    finding = describe_swot(edited.reset_index(), DALARNA, is_edited=True)["finding_swot"]
    assert finding.startswith("Reglerna och analytikers ändringar ger en styrka")


@pytest.mark.parametrize(
    "lost", [("hot", "B+C", "remove", None), ("hot", "J", "reword", "Text"), ("hot", "Q", "add", "Finns redan")]
)
def test_an_edit_without_its_bullet_is_told_and_has_no_effect(bullets, lost):
    assert edit_bullets(bullets, edits(lost)).equals(bullets)
    told = describe_edits(bullets, edits(lost), LABELS)["reading_edits"]
    assert told.startswith("En ändring har ingen verkan") and lost[0] in told


def test_what_people_add_is_kept_when_a_cell_is_full(bullets):
    many = edits(*(("hot", f"punkt-{n}", "add", f"Hot {n}") for n in range(7)))
    hot = edit_bullets(bullets, many).query("cell == 'hot'")
    assert len(hot) == 7 and (hot["basis"] == "kvalitativ").all()
    assert hot["position"].tolist() == list(range(1, 8))


def test_the_edited_bullets_fit_the_result_table(bullets):
    edited = edit_bullets(bullets, edits(("styrka", "ny-1", "add", "Text")))
    validate(edited[list(RESULTS["swot"].columns)], RESULTS["swot"])


def test_a_region_without_bullets_can_have_some_added(bullets):
    edited = edit_bullets(bullets.head(0), edits(("styrka", "ny-1", "add", "Text")))
    assert edited["text_sv"].tolist() == ["Text"]
