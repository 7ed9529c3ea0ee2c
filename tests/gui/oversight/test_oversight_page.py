"""From the draw of a sample to a recorded grade, by keys; the entries behind a decision; the check of the record."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bandingdesk.store.queries import oversight
from bandingdesk.ui import inspect

NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(case, open_page):
    return open_page(case, "oversight").area.current_page()


@pytest.fixture
def started(page, qtbot):
    """The page with a sample of the one decision drawn and its audit started."""
    page.begin_draw()
    page.drawing.name.setText("Autumn sample")
    page.drawing.seed.setText("4417")
    go_on(qtbot)
    go_on(qtbot)
    return page


@pytest.fixture
def audited(started, qtbot):
    """The same with "in time" marked, for which no letter gives a day yet; "views", which has no check, is in work."""
    press(qtbot, Qt.Key.Key_3)
    go_on(qtbot)
    row = started.audit.criteria.rows["views"]
    # The focus follows in a turn of its own: a key pressed before it would mark the one before again.
    qtbot.waitUntil(lambda: row.isAncestorOf(QApplication.focusWidget() or started))
    return started


def press(qtbot, key, modifier=NO_KEY):
    """Press a key where the focus is."""
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def go_on(qtbot):
    """Press Ctrl Enter: the next step."""
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def audit_of(case):
    (found,) = case.desk.read(oversight.audits)
    return found


def marks_of(case):
    """Return the marks as the desk keeps them for the person at the keys."""
    answers, _words = case.desk.oversight.marks(audit_of(case).id)
    return {one.criterion: one.mark for one in answers}


def test_an_empty_page_leads_to_the_draw(page, qtbot):
    assert page.overview._stack.currentIndex() == 1
    qtbot.mouseClick(page.overview._empty.button, Qt.MouseButton.LeftButton)
    assert page.title() == ["Oversight", "Draw a sample"]
    assert page.drawing._found.text().startswith("1 ")


def test_a_draw_is_recorded_with_its_seed_and_period(page, case, qtbot):
    page.begin_draw()
    page.drawing.name.setText("Autumn sample")
    page.drawing.seed.setText("4417")
    go_on(qtbot)
    (sample,) = case.desk.read(oversight.samples)
    assert (sample.title, sample.seed, sample.decisions) == ("Autumn sample", 4417, (case.decision,))
    assert (sample.starts, sample.ends) == (date(2026, 8, 27), date(2026, 11, 26))  # 91 days up to the day
    assert page.model.state == "audit"


def test_a_period_without_decisions_says_what_to_do(page, case, qtbot):
    page.begin_draw()
    page.drawing.last.setDate(page.drawing.first.date())
    assert page.drawing._found.text().startswith("0 ")
    page.drawing.main.click()
    assert "Choose a longer period." in page.drawing.banner.words
    assert case.desk.read(oversight.samples) == []
    assert page.drawing.name.text() == "Sample of 26 Nov 2026"


def test_a_period_that_ends_first_can_not_be_drawn(page):
    page.begin_draw()
    page.drawing.last.setDate(page.drawing.first.date().addDays(-1))
    assert page.drawing.main.why_not == "The period ends before it begins."


def test_starting_an_audit_gives_it_a_reference_and_lays_out_the_checks(started, case):
    audited = started
    audit = audit_of(case)
    assert audited.title() == ["Oversight", f"Audit {audit.reference}"]
    for found in case.desk.read(lambda conn: oversight.findings(conn, case.decision)):
        row = audited.audit.criteria.rows[found.criterion]
        assert row.buttons[found.mark].isChecked()
        assert row._checked.isVisible()
    assert audited.model.audit.current == "in_time"  # the first that the checks leave open
    # No letter is written yet, which the check finds: resources/oversight/criteria.json, letters_present.
    assert audited.audit.criteria.rows["letters_present"].buttons["not_met"].isChecked()


@pytest.mark.parametrize(("key", "mark"), [("1", "met"), ("2", "partly"), ("3", "not_met"), ("0", "not_relevant")])
def test_one_key_marks_the_criterion_in_work(audited, case, qtbot, key, mark):
    press(qtbot, getattr(Qt.Key, f"Key_{key}"))
    assert marks_of(case)["views"] == mark
    assert audited.audit.criteria.rows["views"].buttons[mark].hasFocus()


def test_ctrl_enter_goes_to_the_next_criterion_without_a_mark(audited):
    assert audited.model.audit.current == "views"
    assert audited.audit.main.text() == "Next criterion"


def test_j_and_k_walk_the_criteria(audited, qtbot):
    press(qtbot, Qt.Key.Key_K)
    assert audited.model.audit.current == "evidence"
    press(qtbot, Qt.Key.Key_J)
    assert audited.model.audit.current == "views"


def test_digits_in_a_comment_stay_words(audited, case, qtbot):
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_C)
    note = audited.audit.criteria.rows["views"].note
    assert note.hasFocus()
    qtbot.keyClicks(note, "Page 13 only notes it")
    go_on(qtbot)  # every criterion has a mark, so this grades it; what is typed goes with it
    assert audit_of(case).state == "graded"
    (answer,) = [one for one in audit_of(case).answers if one.criterion == "views"]
    assert (answer.mark, answer.comment, answer.found_by_check) == ("partly", "Page 13 only notes it", False)


def test_a_comment_is_kept_when_the_page_is_left(audited, case, qtbot):
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_C)
    qtbot.keyClicks(audited.audit.criteria.rows["views"].note, "Noted, not answered")
    audited.close_newest()
    audited.next_step()
    assert audited.model.audit.answer("views").comment == "Noted, not answered"


def test_overruling_a_check_is_the_auditors_own_mark(audited, case):
    audited.audit.criteria.rows["letters_present"].buttons["met"].click()
    answer = audited.model.audit.answer("letters_present")
    assert (answer.mark, answer.found_by_check) == ("met", False)
    assert audited.audit.criteria.rows["letters_present"]._ask.isVisible()


def test_the_computed_grade_is_recorded_as_it_is_shown(audited, case, qtbot):
    press(qtbot, Qt.Key.Key_1)
    # No letter was issued: "matches" is not met and limits the grade to inadequate (criteria.json).
    assert audited.audit.criteria._grade.text() == "Inadequate"
    assert "allows no better grade" in audited.audit.criteria._why.text()
    go_on(qtbot)
    audit = audit_of(case)
    assert (audit.state, audit.computed, audit.grade) == ("graded", "inadequate", "inadequate")
    assert audited.audit.main.text() == "Back to samples"


def test_another_grade_needs_a_reason(audited, case, qtbot):
    press(qtbot, Qt.Key.Key_1)
    audited.audit.criteria.grades.buttons[1].click()
    assert audited.audit.main.why_not == "Write why your grade is another one."
    go_on(qtbot)
    assert audit_of(case).state == "open"
    audited.audit.criteria.reason.setFocus()
    qtbot.keyClicks(audited.audit.criteria.reason, "The letters went from the old system")
    with qtbot.waitSignal(audited.audit.criteria.reason.rested):
        pass
    go_on(qtbot)
    audit = audit_of(case)
    assert (audit.computed, audit.grade) == ("inadequate", "good")
    assert audit.words == "The letters went from the old system"


def test_an_audit_graded_by_somebody_else_meanwhile_keeps_the_marks(audited, case, qtbot):
    press(qtbot, Qt.Key.Key_2)
    answers, _words = case.desk.oversight.marks(audit_of(case).id)
    kept = tuple(audited.model.audit.answer(one.id) for one in audited.model.audit.criteria)
    case.desk.oversight.grade_audit(audit_of(case).id, kept, "inadequate", "")
    go_on(qtbot)
    assert audited.model.audit.is_stale
    assert audited.audit.again.isVisible()
    assert audited.model.audit.answer("views").mark == "partly"
    assert answers
    audited.audit.again.click()
    assert audited.model.audit.audit.state == "graded"


def test_the_entries_are_all_that_stand_behind_the_decision(page, case):
    page.open(decision_id=case.decision)
    page.audit.document.switch.choose("entries")
    wanted = case.desk.read(lambda conn: oversight.decision_record(conn, case.decision))
    ids = [line.op_id for section in wanted for line in section.lines]
    assert [row.key for row in page.audit.document.record.list.rows] == ids
    assert page.audit.document.record._hash.text().replace(" ", "").endswith(wanted[0].lines[0].hash)


def test_the_record_is_read_without_the_childs_name(audited):
    words = audited.audit.document.text.toPlainText()
    assert "Rowan" not in words
    assert "The provision called for has changed since the last review." in words


def test_a_whole_record_is_told_in_one_sentence(page, case):
    page.overview.check.again.click()
    entries = case.desk.oversight.verify().entries
    assert page.overview.check.banner.words.startswith(f"{entries} entries checked, chain whole.")


def test_a_changed_entry_is_told_with_its_place(page, case):
    raw = sqlite3.connect(case.path)
    (row,) = raw.execute("SELECT seq FROM op ORDER BY seq LIMIT 1 OFFSET 9").fetchall()
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("UPDATE op SET kind = 'case.assigned' WHERE seq = ?", row)
    raw.commit()
    raw.close()
    page.overview.check.again.click()
    words = page.overview.check.banner.words
    assert words.startswith("The record breaks after 9 whole entries.")
    assert f"First break: entry {row[0]}." in words


def test_nothing_is_cut_nameless_or_too_wide(audited, qtbot):
    qtbot.waitUntil(lambda: inspect.problems(audited.window()) == [])
    audited.audit.document.switch.choose("entries")
    qtbot.waitUntil(lambda: inspect.problems(audited.window()) == [])
    audited.close_newest()
    qtbot.waitUntil(lambda: inspect.problems(audited.window()) == [])
    audited.begin_draw()
    qtbot.waitUntil(lambda: inspect.problems(audited.window()) == [])


def test_an_issued_letter_is_read_beside_the_criteria(page, case):
    case.know_council()
    case.desk.letters.issue(case.decision, "L8")
    page.open(decision_id=case.decision)
    switch = page.audit.document.switch
    (letter,) = page.model.audit.document.letters
    switch.choose(letter.id)
    assert len(page.audit.document.paper.pages.pictures) == letter.pages
    page.open(decision_id=case.decision)
    assert len(page.audit.document.paper.pages.pictures) == letter.pages
