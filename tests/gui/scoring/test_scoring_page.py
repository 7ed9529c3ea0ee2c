"""Scoring a case by keys and clicks on a real desk: what is recorded, what is kept, and what nobody else sees."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bandingdesk.store.queries import rounds
from bandingdesk.ui import inspect
from bandingdesk.ui.widgets.evidence_card import Words

STRANDS = 12  # of the shipped framework exampleshire-2026.1


@pytest.fixture
def round_id(morning):
    made = morning.open_round(0)
    morning.as_("RA")
    return made


@pytest.fixture
def page(open_page, morning, round_id):
    return open_page(morning, "scoring", round_id=round_id).area.current_page()


def sheet(morning, round_id, who):
    return morning.desk.read(lambda conn: rounds.my_sheet(conn, round_id, morning.people[who]))


def draft(morning, round_id, who):
    return {one.strand: one for one in morning.desk.panel.sheet_draft(round_id, morning.people[who])}


def words_of(page):
    labels = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    return " ".join([*labels, *(part.accessibleName() for part in page.findChildren(Words) if part.isVisible())])


def test_a_digit_chooses_the_level_and_keeps_it_at_once(page, morning, round_id, qtbot):
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_3)
    assert page.view_model.strand == "learning"
    assert draft(morning, round_id, "RA")["learning"].level == 3
    assert [card.isChecked() for card in page.sheet.cards.cards] == [False, False, False, True, False, False]


def test_a_digit_typed_into_the_line_stays_in_the_line(page, morning, round_id, qtbot):
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_N)
    assert page.sheet.line.hasFocus()
    qtbot.keyClicks(page.sheet.line, "EP 4")
    page.view_model.flush()
    kept = draft(morning, round_id, "RA")["learning"]
    assert (kept.level, kept.note) == (None, "EP 4")


def test_enter_goes_to_the_next_strand_without_a_level(page, qtbot):
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_2)
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Return)
    assert page.view_model.strand == "literacy"
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_K)
    assert page.view_model.strand == "learning"


def test_e_ties_the_extract_in_hand_to_the_level(page, morning, round_id, qtbot):
    page.view_model.choose_strand("attention")
    page.sheet.focus_cards()
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_3)
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_BracketRight)
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_E)
    assert draft(morning, round_id, "RA")["attention"].relied == (morning.extracts["attention.2"],)


def test_u_says_how_sure_and_the_list_shows_the_doubt(page, morning, round_id, qtbot):
    for key in (Qt.Key.Key_2, Qt.Key.Key_U, Qt.Key.Key_U):
        qtbot.keyClick(page.window().focusWidget(), key)
    assert draft(morning, round_id, "RA")["learning"].confidence == "not_sure"
    assert page.strands.model.strands[0].unsure


def test_undo_takes_a_level_back_by_its_name(page, morning, round_id, qtbot):
    for key in (Qt.Key.Key_3, Qt.Key.Key_4):
        qtbot.keyClick(page.window().focusWidget(), key)
    assert page.view_model.undo_name == "Learning and memory 3 → 4"
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert draft(morning, round_id, "RA")["learning"].level == 3
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert draft(morning, round_id, "RA")["learning"].level == 4


def test_lock_is_refused_with_a_list_whose_links_lead_to_the_strands(page, morning, round_id, qtbot):
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_3)
    qtbot.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert sheet(morning, round_id, "RA") is None
    problems = page.problems.problems
    assert len(problems) == STRANDS
    assert (problems[0].about, problems[0].where) == ("Learning and memory", "learning|basis")
    qtbot.mouseClick(page.problems.links[2], Qt.MouseButton.LeftButton)
    assert page.view_model.strand == problems[2].where.split("|")[0]


def fill(page, level=2):
    for strand in page.view_model.strands:
        page.view_model.choose_strand(strand.id)
        page.view_model.choose_level(level)
        page.view_model.write_note("School report, page 2")


def test_a_full_sheet_locks_and_the_draft_is_gone(page, morning, round_id, qtbot):
    fill(page)
    qtbot.mouseClick(page.foot.lock, Qt.MouseButton.LeftButton)
    kept = sheet(morning, round_id, "RA")
    assert (kept.locked, kept.revision) == (True, 1)
    assert {rating.level for rating in kept.ratings} == {2}
    assert not draft(morning, round_id, "RA")
    assert page.view_model.state == "locked"
    assert page.view_model.undo_name == ""
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_5)
    assert {rating.level for rating in sheet(morning, round_id, "RA").ratings} == {2}


def test_unlocking_brings_the_scores_back_as_a_draft(page, morning, round_id, qtbot):
    fill(page)
    page.lock()
    qtbot.mouseClick(page.foot.unlock, Qt.MouseButton.LeftButton)
    assert page.view_model.state == "scoring"
    assert not sheet(morning, round_id, "RA").locked
    assert page.view_model.draft("attention").level == 2


def test_the_draft_is_there_when_the_page_is_opened_again(page, morning, round_id, qtbot):
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_4)
    window = page.window()
    window.navigate("panels")
    window.area.clear()
    window.navigate("scoring", round_id=round_id)
    assert window.area.current_page().view_model.draft("learning").level == 4


def test_handing_the_laptop_on_hides_the_scores_and_opens_the_next_persons_empty_sheet(page, morning, round_id, qtbot):
    fill(page, level=3)
    page.lock()
    assert page.foot.hand_over.text() == "Hand the laptop to L. Okoro"
    qtbot.mouseClick(page.foot.hand_over, Qt.MouseButton.LeftButton)
    assert page.view_model.state == "handover"
    assert "Rowan" not in words_of(page)
    qtbot.keyClicks(page.handover.pin, "9999")
    qtbot.mouseClick(page.handover.button, Qt.MouseButton.LeftButton)
    assert page.view_model.state == "handover"
    assert morning.desk.me_id == morning.people["RA"]
    page.handover.pin.clear()
    qtbot.keyClicks(page.handover.pin, "2468")
    window = page.window()
    qtbot.mouseClick(page.handover.button, Qt.MouseButton.LeftButton)
    assert morning.desk.me_id == morning.people["LO"]
    theirs = window.area.current_page()
    assert theirs.view_model.person == morning.people["LO"]
    assert theirs.view_model.rated == 0
    assert "1 of 4" not in words_of(theirs)


def test_the_page_says_what_one_laptop_cannot_promise(page):
    assert page.note() == "On one laptop blind scoring hides scores but cannot protect them."


def test_no_band_is_shown_to_a_scorer_whose_panel_type_hides_it(page):
    fill(page)
    page.lock()
    assert not page.foot.band.isVisible()
    assert page.view_model.seen.explanation is None


def test_the_own_band_is_shown_where_the_panel_type_allows_it_and_ends_unlocking(make_morning, open_page, qtbot):
    morning = make_morning(own_band=True)
    round_id = morning.open_round(0)
    morning.as_("RA")
    page = open_page(morning, "scoring", round_id=round_id).area.current_page()
    fill(page)
    page.lock()
    qtbot.mouseClick(page.foot.band, Qt.MouseButton.LeftButton)
    # Level 2 on all twelve strands is 115 points in the shipped framework: Band 5 covers 98 to 129.
    assert "Band 5" in page.why.result.words
    assert sheet(morning, round_id, "RA").band_shown
    assert not page.foot.unlock.isVisible()


def test_best_fit_wants_a_descriptor_for_the_band_card(make_morning, open_page, qtbot):
    morning = make_morning(framework="southfield-best-fit-2026", tariff="southfield-tariff-2026-27")
    round_id = morning.open_round(0)
    morning.as_("RA")
    page = open_page(morning, "scoring", round_id=round_id).area.current_page()
    assert [card.what.mark for card in page.sheet.cards.cards] == ["U", "T1", "T2", "E1", "E2", "X"]
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_2)
    page.view_model.write_note("School report, page 2")
    page.lock()
    assert [problem.where for problem in page.problems.problems] == ["fit|descriptors"]
    qtbot.mouseClick(page.problems.links[0], Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Space)
    page.lock()
    assert sheet(morning, round_id, "RA").ratings[0].descriptors == ("fit.2.a",)


def test_a_member_who_stepped_out_sees_no_sheet(open_page, morning):
    round_id = morning.open_round(0)
    person = morning.as_("JW")
    morning.desk.panel.declare_interest(morning.meeting, morning.items[0], person, "yes", "My niece")
    page = open_page(morning, "scoring", round_id=round_id).area.current_page()
    assert page.view_model.state == "closed"
    assert "Rowan" not in words_of(page)


def test_a_paper_opens_at_its_page_and_closes_with_escape(page, qtbot):
    page.view_model.choose_strand("attention")
    page.sheet.focus_cards()
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_P)
    assert page.paper.view.pages.texts[3].strip() == "Educational psychologist (invented), page 4"
    page.close_newest()
    assert page.view_model.paper is None


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_on_the_page_is_cut_nameless_or_faint(page, theme):
    page.view_model.choose_strand("attention")
    page.view_model.choose_level(3)
    page.window().theme.set(theme)
    assert inspect.problems(page.window()) == []


def test_a_reveal_meanwhile_refuses_the_lock_and_keeps_the_draft(page, morning, round_id, qtbot):
    fill(page)
    morning.as_("RA")
    morning.desk.panel.open_meeting(morning.meeting)
    for who in ("RA", "LO", "JW", "PL"):
        morning.desk.panel.record_attendance(morning.meeting, morning.people[who], "present")
    morning.desk.panel.lock_scores(round_id, morning.sheet(round_id, 2), person=morning.people["LO"])
    morning.desk.panel.reveal(round_id, go_on_without="R. Amari came late")
    page.lock()
    assert "Somebody else has changed this since you opened it." in page.error.words
    assert page.error.isVisible()
    assert len(draft(morning, round_id, "RA")) == STRANDS
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert page.view_model.state == "revealed"
    assert page.foot.meeting.isVisible()
