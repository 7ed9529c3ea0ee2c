"""The decision's forms: what was kept comes back whole into the fields, and nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.workspaces.meeting import forms
from bandingdesk.ui.workspaces.meeting.forms import Forms, Proposal, Provision
from bandingdesk.ui.workspaces.meeting.proposal_pane import ProposalPane
from bandingdesk.ui.workspaces.meeting.steps_pane import StepsPane
from tests.gui.meeting.conftest import fill


@pytest.fixture(autouse=True)
def look(qapp):
    Theme.install(qapp, "light")


def kept(room, seen):
    band = seen.bands[-1][0]
    code = next(iter(seen.names.reasons))
    return Proposal(
        "amend", "The plan still describes his needs.", "yes", "The levels describe the child.", band, code,
        "Two moves this year.", "The letter was read out.", room.papers()[:1], "Speech therapy\nA quiet room",
        "2027-01-04", "2027-11-04",
    )  # fmt: skip


def test_a_kept_proposal_comes_back_whole(room, make_view, qtbot):
    room.agree()
    seen = make_view(room).seen
    form = kept(room, seen)
    pane = ProposalPane()
    qtbot.addWidget(pane)
    pane.show_form(seen, form, "first")
    assert form == kept(room, seen)
    assert (pane.fit_words.text, pane.views.text) == (form.fit_words, form.views_considered)


def test_showing_a_form_is_no_edit(room, make_view, qtbot):
    room.agree()
    seen = make_view(room).seen
    pane = ProposalPane()
    qtbot.addWidget(pane)
    with qtbot.assertNotEmitted(pane.edited):
        pane.show_form(seen, kept(room, seen), "first")
    with qtbot.waitSignal(pane.edited):
        qtbot.keyClicks(pane.fit_words, "a")


def test_one_case_does_not_write_into_the_form_of_another(room, make_view, qtbot):
    room.agree()
    seen = make_view(room).seen
    one, other = kept(room, seen), replace(kept(room, seen), fit_words="They leave out his sleep.", evidence=())
    pane = ProposalPane()
    qtbot.addWidget(pane)
    pane.show_form(seen, one, "first")
    pane.show_form(seen, other, "second")
    assert one == kept(room, seen)
    assert (other.fit_words, other.evidence) == ("They leave out his sleep.", ())


def test_the_kept_words_of_every_step_come_back_whole(room, make_view, qtbot):
    room.agree()
    view = make_view(room)
    fill(view)
    view.propose()

    def words():
        return Forms(
            Proposal(), [Provision("Speech therapy, weekly", "We run it.", "A named assistant", False)],
            "A review in four weeks.", "The panel agrees.", "no", "keep", view.seen.bands[0][0], "Not yet.", "I agree.",
        )  # fmt: skip

    form = words()
    pane = StepsPane()
    qtbot.addWidget(pane)
    pane.show_step(view.seen, form, "section_f", "first")
    assert form == words()


def test_a_line_of_section_f_is_answered_by_words_or_by_not_secured(room, make_view, qtbot):
    room.agree()
    view = make_view(room)
    fill(view)
    view.propose()
    form = Forms(provision=[Provision("Speech therapy, weekly")])
    line = form.provision[0]
    pane = StepsPane()
    qtbot.addWidget(pane)
    pane.show_step(view.seen, form, "section_f", "first")
    _says, secured, box = pane.provision.rows[0]
    assert (line.secured, line.is_answered, box.isChecked()) == (None, False, False)
    qtbot.keyClicks(secured, "A named assistant")
    assert (line.secured, line.line().secured_by) == (True, "A named assistant")
    box.click()
    assert (line.line().secured, line.line().secured_by, secured.isEnabled()) == (False, "", False)
    box.click()
    secured.clear()
    assert (line.secured, line.is_answered) == (None, False)


def test_forms_survive_the_draft(room, make_view):
    room.agree()
    form = Forms(kept(room, make_view(room).seen), [Provision("Speech therapy, weekly")], decide_words="Not yet.")
    assert forms.from_body(form.body()) == form
