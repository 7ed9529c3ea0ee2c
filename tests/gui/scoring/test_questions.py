"""Questions of law answered by keys on a real desk: the law's words, three answers, the page relied on, the lock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bandingdesk.panel import questions
from bandingdesk.panel.questions import NOT_SURE, YES
from bandingdesk.store.queries import rounds
from bandingdesk.ui import inspect
from tests.support import question_morning


@pytest.fixture
def morning(make_morning):
    return make_morning(planned=False)


@pytest.fixture
def round_id(morning):
    made = question_morning.plan(morning)
    morning.as_("RA")
    return made


@pytest.fixture
def page(open_page, morning, round_id):
    return open_page(morning, "scoring", round_id=round_id).area.current_page()


def press(page, qtbot, *keys):
    for key in keys:
        qtbot.keyClick(page.window().focusWidget(), key)


def test_a_member_answers_each_limb_by_keys_relies_on_a_page_and_locks(page, morning, round_id, qtbot):
    words = " ".join(label.text() for label in page.sheet.findChildren(QLabel) if label.isVisible())
    assert "Does this child or young person have special educational needs" in words
    assert "the child or young person has or may have special educational needs" in words
    assert "CFA 2014 s36(8)(a), version CFA-2014" in words
    assert [card.what.name for card in page.sheet.cards.cards] == ["No", "Not sure", "Yes"]
    assert inspect.problems(page.window()) == []

    press(page, qtbot, Qt.Key.Key_3, Qt.Key.Key_0)  # no level 0 here: it changes nothing
    cards = [card.extract for card in page.evidence.list.cards]
    first = next(place for place, card in enumerate(cards) if "#" in card.id)
    assert cards[first].text == "6 pages in all: open it to rely on another one"
    page.evidence.list.step(first)
    press(page, qtbot, Qt.Key.Key_P)
    bar = page.paper.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    press(page, qtbot, Qt.Key.Key_E)  # the page in view, and back to the answers
    assert page.view_model.paper is None
    press(page, qtbot, Qt.Key.Key_Return)
    assert page.view_model.strand == "ASSESS.b"
    press(page, qtbot, Qt.Key.Key_2)
    page.lock()
    assert [(one.strand, one.what) for one in page.view_model.problems] == [("ASSESS.b", "basis")]
    page.view_model.write_note("Nobody says what happened after May.")
    page.lock()

    sheet = morning.desk.read(lambda conn: rounds.my_sheet(conn, round_id, morning.people["RA"]))
    assert [(one.strand, one.level) for one in sheet.ratings] == [("ASSESS.a", YES), ("ASSESS.b", NOT_SURE)]
    paper = cards[first].id.rpartition("#")[0]
    assert sheet.ratings[0].relied == (questions.page_id(paper, 6),)
    assert page.view_model.state == "locked"
    assert not page.view_model.can_show_own_band
