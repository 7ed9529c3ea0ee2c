"""Deciding on screen: cards by outcome, the one way to put a case off, and what is in the way of a signature."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.workspaces.meeting import in_the_way
from bandingdesk.ui.workspaces.meeting.defer_pane import DeferPane
from bandingdesk.ui.workspaces.meeting.forms import Forms, Putting
from bandingdesk.ui.workspaces.meeting.proposal_pane import ProposalPane
from tests.gui.meeting.conftest import fill


@pytest.fixture(autouse=True)
def look(qapp):
    Theme.install(qapp, "light")


def test_the_cards_follow_what_the_outcome_asks_for(room, make_view, qtbot):
    room.agree()
    view = make_view(room)
    pane = ProposalPane()
    qtbot.addWidget(pane)
    form = view.form.proposal
    for outcome, has_band, has_grounds in (("keep", True, False), ("cease", False, True)):
        form.outcome = outcome
        pane.show_form(view.seen, form, "first", view.needs, view.offered)
        assert pane._cards["matrix"].isVisibleTo(pane) == has_band
        assert pane.grounds.isVisibleTo(pane) == has_grounds
    assert [(limb.test, limb.met) for limb in form.limbs][:1] == [("CEASE", "")]  # asked, and nothing chosen
    assert form.act_fields(view.needs, view.offered)["band"] is None


def test_words_to_look_at_again_stop_nothing(room, make_view):
    room.agree()
    view = make_view(room)
    fill(view)
    view.form.proposal.conditions = "For his autism, while the budget lasts."
    assert [(hint.kind, hint.found) for hint in view.hints] == [("diagnosis", "autism"), ("money", "budget")]
    view.propose()
    assert view.error is None
    assert view.seen.decision.conditions == ("For his autism, while the budget lasts.",)


def test_putting_off_offers_the_one_way_that_is_left_in_time(room, make_view, qtbot):
    view = make_view(room)
    pane = DeferPane()
    qtbot.addWidget(pane)
    form, ways = Putting(), view.seen.deciding.ways.ways
    pane.start(view.seen, form, date(2026, 11, 23))
    assert form.to == ("officer" if ways.only_officer else "panel")
    assert pane.officer.isVisibleTo(pane) == ways.only_officer
    assert form.until == (ways.next[1] if ways.next else ways.officer_by).isoformat()
    qtbot.mouseClick(pane.questions.add, Qt.MouseButton.LeftButton)
    pane.questions._fields[0][1].setText("Does the therapist still come weekly?")
    assert form.questions[0].what == "Does the therapist still come weekly?"
    assert form.questions[0].by == form.until


def test_what_is_in_the_way_is_listed_and_the_act_refuses_the_same(room, make_view):
    room.agree()
    view = make_view(room)
    fill(view)
    view.propose()
    for line in view.form.provision:
        line.setting_says, line.secured_by = "As the plan says", "The school's own budget"
    view.check_section_f()
    view.show_money()
    listed = in_the_way.problems(view.seen, Forms(), "recommend", "1 voting member is here")
    assert [one.where for one in listed][:1] == ["quorum"]
    assert "reports" in [one.where for one in listed] or not view.seen.unanswered
    assert in_the_way.problems(view.seen, Forms(), "propose", "") == ()
