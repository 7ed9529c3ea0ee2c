"""The chair takes a case on questions of law: counts without names, a private second answer, yes or no with words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bandingdesk.panel.questions import NO, NOT_SURE, YES
from bandingdesk.store.queries import rounds
from bandingdesk.ui import inspect
from tests.support import question_morning

SAID = {"RA": (YES, YES), "LO": (YES, NO), "JW": (YES, NOT_SURE), "PL": (YES, YES)}


@pytest.fixture
def morning(make_morning):
    return make_morning(planned=False)


def said(page):
    return " ".join(label.text() for label in page.answers.findChildren(QLabel))


def test_a_case_is_revealed_heard_from_each_side_and_agreed_with_words(open_page, morning, qtbot, qapp):
    round_id = question_morning.plan(morning)
    question_morning.say(morning, round_id, SAID)
    question_morning.open_meeting(morning)
    page = open_page(morning, "meeting", meeting_id=morning.meeting).area.current_page()
    read = lambda: morning.desk.read(lambda conn: rounds.round(conn, round_id, morning.people["RA"]))  # noqa: E731
    assert page.view_model.step == "scoring"
    page.do_next()
    assert page.view_model.step == "levels"
    assert page.stack.currentWidget() is page.answers
    assert [line.what.name for line in page.answers.table.lines] == [
        "Special educational needs",
        "Provision under a plan",
    ]
    page.answers.table.go_to("ASSESS.b")
    words = said(page)
    assert "Talk about “Provision under a plan” first: some say yes and some say no." in words
    assert "No 1 · Not sure 1 · Yes 2" in words
    assert "LO read it so." in words  # the line as it was written: who wrote it is not said
    assert "L. Okoro" not in words
    qapp.processEvents()  # lays out what was shown last
    assert inspect.problems(page.window()) == []

    page.do_next()  # nothing is chosen: the focus goes to the answers, nothing is recorded
    assert read().still_open == ("ASSESS.a", "ASSESS.b")
    qtbot.mouseClick(page.answers.below.answer.buttons[1], Qt.MouseButton.LeftButton)
    page.do_next()
    assert page.answers.below.field.error == "Say why the panel answers so."
    page.answers.table.go_to("ASSESS.a")
    assert page.answers.below.answer.value is None
    page.answers.table.go_to("ASSESS.b")
    assert page.answers.below.answer.value == YES  # what was begun on a question stays with it
    page.view_model.flush()
    kept = morning.desk.drafts.load(f"decision:{morning.items[0]}", morning.people["RA"])
    assert kept["agreeing"] == {"ASSESS.b": [YES, ""]}
    page.other.click()  # those who differ answer again in private
    again = page.view_model.seen.again
    assert again.strands == ("ASSESS.b",)
    for who in SAID:
        person = morning.as_(who)
        one = question_morning.Rating("ASSESS.b", YES, "sure", "Read again.")
        morning.desk.panel.lock_scores(again.id, [one], person=person)
    morning.as_("RA")
    morning.desk.panel.reveal(again.id)
    page.view_model.look_again()

    for limb in question_morning.LIMBS:
        page.answers.table.go_to(limb)
        page.answers.below.answer.buttons[1].setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(page.answers.below.answer.buttons[1], Qt.Key.Key_Space)
        page.answers.below.words.set_text("The school's record and the therapist say the same.")
        page.do_next()
    done = read()
    assert (done.state, done.still_open) == ("agreed", ())
    assert page.view_model.step == "propose"
    page.view_model.show_levels(True)
    assert page.side.look.isVisible()
    assert [line.what.agreed for line in page.answers.table.lines] == [YES, YES]
