"""What each decision sheet shows, and what the public one must not."""

from __future__ import annotations

from dataclasses import replace

from bandingdesk.letters import sample, sheet


def words(made: sheet.Sheet) -> str:
    return "\n".join(made.texts())


def test_full_sheet_shows_the_whole_record() -> None:
    text = words(sheet.full_sheet(sample.sheet_facts()))
    for said in (
        "4 voting members present, 3 needed: quorate.",
        "3, 4, 4, 5",
        "Indicative: **Band E.**",
        "Decided: **Band F**, which departs from the indication.",
        "Provision not reflected in levels",
        "Member Dogwood held level 3",
        "£10,950 a year",
        "7F3A-91C2-D04E",
    ):
        assert said in text


def test_money_comes_after_the_section_f_check() -> None:
    blocks = [block.id for block in sheet.full_sheet(sample.sheet_facts()).blocks]
    assert blocks.index("MONEY") > blocks.index("SECTIONF") > blocks.index("BAND")


def test_public_sheet_names_no_child_member_score_or_minority_view() -> None:
    facts = sample.sheet_facts()
    text = words(sheet.public_sheet(facts))
    for hidden in (facts.child_name, facts.setting_name, "Dogwood", "Chair Alder", "3, 4, 4, 5", "£"):
        assert hidden not in text
    assert sheet.SECTION_F_LINE in text


def test_a_meeting_without_quorum_says_so() -> None:
    text = words(sheet.full_sheet(replace(sample.sheet_facts(), voting_present=2)))
    assert "2 voting members present, 3 needed: **not quorate.**" in text


def test_band_as_indicated_needs_no_reason() -> None:
    text = words(sheet.full_sheet(replace(sample.sheet_facts(), decided_band="Band E")))
    assert "Decided: **Band E**." in text
    assert "departs" not in text


def test_no_minority_view_is_said_and_not_left_out() -> None:
    assert "None recorded." in words(sheet.full_sheet(replace(sample.sheet_facts(), minority=())))
