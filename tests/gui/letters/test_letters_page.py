"""From a signed decision to a sent letter: the tray, what is missing, issuing, confirming, sending."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bandingdesk.store.queries import casework
from bandingdesk.ui import inspect

# SI 2014/1530 reg. 2 and Interpretation Act 1978 s7, as `WorkingDays.served_by_post` counts: post of Thu 26 Nov 2026
# is served on the second working day after, Mon 30 Nov.
SERVED = date(2026, 11, 30)
SENT = date(2026, 11, 26)


@pytest.fixture
def page(case, open_page):
    case.know_council()
    return open_page(case, "letters").area.current_page()


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the focus is."""
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def go_on(qtbot):
    """Press Ctrl Enter: the next step."""
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def written(case):
    return case.desk.read(casework.letters)


def test_a_signed_decision_asks_for_its_letters(page):
    # L8 to the family for a plan to be amended, L15 with the band to the setting: resources/statute/letters.json.
    titles = [row.title for row in page.tray.list.rows]
    assert [title.split(" · ")[0] for title in titles] == ["L8", "L15"]
    assert page.tray.tabs["to_write"].text() == "To write 2"
    assert "days left" in page.tray.list.rows[0].right
    assert "Law’s last day" not in page.tray.list.rows[1].right


def test_enter_opens_the_letter_with_its_parts_and_pages(page, qtbot):
    page.tray.list.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert page.title() == ["Letters", "L8 for Testpupil Rowan-017"]
    assert [block.missing for block in page.model.opened.blocks] == [""] * len(page.model.opened.blocks)
    assert len(page.letter.paper.pages.pictures) == page.model.opened.pages
    assert "Testpupil Rowan-017" in page.letter.paper.accessibleDescription()


def test_the_family_letter_shows_no_band_and_no_money(page):
    page.next_step()
    words = page.letter.paper.accessibleDescription()
    assert page.model.entry.template == "L8"
    assert "Band 2" not in words
    assert "£" not in words


def test_a_missing_fact_is_named_and_nothing_can_be_issued(case, open_page, qtbot):
    page = open_page(case, "letters", decision_id=case.decision, template="L8").area.current_page()
    assert page.model.state == "writing"
    assert "SENDIASS" in page.letter.banner.words
    assert "LE-11" in page.letter.banner.words
    assert not page.letter.main.isEnabled()
    assert page.letter.main.why_not == "A part of the letter is missing."
    go_on(qtbot)
    assert written(case) == []
    qtbot.waitUntil(lambda: inspect.problems(page.window()) == [])


def test_once_the_fact_is_there_f5_makes_the_letter(case, open_page, qtbot):
    page = open_page(case, "letters", decision_id=case.decision, template="L8").area.current_page()
    case.know_council()
    press(qtbot, Qt.Key.Key_F5)
    assert page.letter.main.isEnabled()
    assert not page.letter.banner.isVisible()


def test_issuing_freezes_the_pages_that_were_shown(page, case, qtbot):
    page.next_step()
    shown = page.model.opened.pdf
    go_on(qtbot)
    (letter,) = written(case)
    assert letter.sha256 == hashlib.sha256(shown).hexdigest()
    assert letter.state == "issued"
    assert page.model.state == "issued"
    assert page.model.opened.pdf == shown
    assert page.tray.tabs["to_send"] is not None
    assert page.model.count("to_send") == 1


def test_sending_is_confirmed_with_recipient_and_way(page, case, qtbot):
    page.next_step()
    go_on(qtbot)
    go_on(qtbot)
    assert page.model.state == "confirming"
    assert page.letter.confirm.isVisible()
    assert page.letter.main.why_not == "Choose how the letter goes."
    go_on(qtbot)
    assert written(case)[0].sent_on is None
    qtbot.mouseClick(page.letter.confirm.ways.buttons[0], Qt.MouseButton.LeftButton)
    assert page.letter.main.text() == "Record as sent by post"
    go_on(qtbot)
    (letter,) = written(case)
    assert (letter.sent_on, letter.served, letter.method) == (SENT, SERVED, "post")
    assert page.model.state == "sent"


def test_escape_on_the_confirm_page_sends_nothing(page, case, qtbot):
    page.next_step()
    go_on(qtbot)
    go_on(qtbot)
    press(qtbot, Qt.Key.Key_Escape)
    assert page.model.state == "issued"
    assert written(case)[0].sent_on is None


def test_after_sending_the_settings_letter_is_the_next_step(page, qtbot):
    page.next_step()
    go_on(qtbot)
    go_on(qtbot)
    page.letter.confirm.ways.buttons[1].click()
    go_on(qtbot)
    assert page.letter.main.text() == "Write L15 of this decision"
    go_on(qtbot)
    assert page.model.entry.template == "L15"
    assert "Band 2" in page.letter.paper.accessibleDescription()


def test_a_letter_sent_by_somebody_else_meanwhile_is_not_sent_twice(page, case, qtbot):
    page.next_step()
    go_on(qtbot)
    go_on(qtbot)
    page.letter.confirm.ways.buttons[0].click()
    case.desk.letters.send(written(case)[0].id, "email")
    go_on(qtbot)
    assert written(case)[0].method == "email"
    assert page.model.is_stale
    assert page.letter.again_button.isVisible()
    assert page.model.method == "post"
    page.letter.again_button.click()
    assert page.model.state == "sent"
    assert page.model.entry.letter.method == "email"


def test_a_copy_is_the_very_bytes(page, tmp_path):
    page.next_step()
    page.model.save_copy(tmp_path / "L8.pdf")
    assert (tmp_path / "L8.pdf").read_bytes() == page.model.opened.pdf
    page.model.save_copy(tmp_path / "nowhere" / "L8.pdf")
    assert page.model.error.code == "UI-31"
    assert "nowhere" in page.letter.banner.words


def test_words_find_a_letter(page, qtbot):
    page.model.look_for("setting l15")
    assert [row.title[:3] for row in page.tray.list.rows] == ["L15"]
    page.model.look_for("nobody")
    assert page.tray.list.rows == ()
    assert page.tray._empty.button.text() == "Show the whole list"


@pytest.mark.parametrize("steps", range(4))
def test_nothing_is_cut_nameless_or_too_wide(page, steps, qtbot):
    for _ in range(steps):
        page.next_step()
    qtbot.waitUntil(lambda: inspect.problems(page.window()) == [])
