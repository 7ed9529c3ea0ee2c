"""Decisions of a case and what follows them, as a person works with them: forms, papers, refusals in the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from bandingdesk import seams
from bandingdesk.store.queries import after
from bandingdesk.ui import inspect
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.workspaces.cases.decisions import form as forms
from bandingdesk.ui.workspaces.cases.decisions.form import AfterForm
from bandingdesk.ui.workspaces.cases.decisions.view_model import DecisionsViewModel
from tests.support import founding, panel_morning
from tests.support.case_builders import NOW


class Teller:
    """Hears of faults that no page shows: here there are to be none."""

    def show_error(self, fault):
        raise fault

    show_fault = show_error


@pytest.fixture
def jobs():
    return InlineJobs(Teller())


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    """A desk with a panel's people, and a decision maker beside them."""
    made = panel_morning.a_morning(tmp_path_factory.mktemp("after"), seams.FixedClock(NOW), seams.SeededIds(5, NOW))
    with founding.before_the_story():
        officer = made.desk.council.add_person("E. Thornbury", "ET", "Head of SEND").id
        made.desk.council.grant_role(officer, "decision_maker", panel_morning.STARTS)
        made.desk.council.keep_pin(officer, made.desk.council.make_pin(panel_morning.PIN))
    made.people["ET"] = officer
    yield made
    made.desk.close()


@pytest.fixture
def at(team, jobs):
    """A function that takes the case of a number in hand, as the clerk."""

    def take(number):
        team.as_("CM")
        model = DecisionsViewModel(team.desk, jobs, Messages(), team.desk.clock)
        model.show(team.cases[number])
        model.watch(on=True)
        return model

    return take


@pytest.mark.parametrize("kind", forms.KINDS)
def test_every_form_asks_for_what_it_can_not_do_without(kind):
    form = AfterForm(kind)
    assert set(form.missing()) <= set(form.shown)
    assert forms.from_body({"kind": kind, "words": "A word", "next_time": ["pages"]}).next_time == ("pages",)
    assert forms.from_body({"kind": "of a later version"}) is None


def test_a_decision_asks_for_papers_unless_it_is_an_emergency():
    assert "papers" in AfterForm("decide").missing()
    assert "papers" not in AfterForm("decide", route="emergency").missing()
    assert "words" in AfterForm("decide").missing()
    assert "words" not in AfterForm("decide", target="asked").shown
    assert "words" in AfterForm("ratify", finding="review").missing()
    assert "words" not in AfterForm("ratify", finding="noted").missing()


def test_an_action_is_recorded_moved_and_done(at, team):
    model = at(0)
    model.begin("action")
    assert model.form.due == (model.today + timedelta(days=14)).isoformat()
    model.submit()
    assert model.has_tried
    assert model.missing() == ("words", "owner")
    model.type(words="Ask for the map.", owner=team.people["CM"])
    model.submit()
    row = next(one for one in model.seen.actions if one.words == "Ask for the map.")  # others leave theirs
    assert (row.words, row.owner_name, model.mode) == ("Ask for the map.", "C. Marsh", "list")
    model.begin("move", row.id, row.head)
    model.type(due=(model.today - timedelta(days=1)).isoformat(), words="Yesterday")
    model.submit()
    assert model.error.code == "AF-02"
    assert model.mode == "form"
    model.type(due=model.today.isoformat())
    model.submit()
    stale = row.head
    model.begin("done", row.id, stale)
    model.type(words="It came.")
    model.submit()
    assert model.is_stale
    model.accept_newer()
    model.submit()
    assert next(one for one in model.seen.actions if one.id == row.id).state == "done"


def test_what_is_typed_is_there_again(at):
    model = at(1)
    model.begin("officer", panel="annual_review")
    model.type(words="No panel meets")
    model.keeper.flush()
    again = at(1)
    assert (again.mode, again.form.words) == ("form", "No panel meets")
    again.cancel()
    assert again.form is None


def test_a_case_is_decided_out_of_panel_and_waits_for_a_panel(at, team):
    model = at(0)
    model.begin("officer", panel="annual_review", words="No panel meets before the law's last day.")
    model.submit()
    (row,) = model.seen.outside
    assert row.state == "asked"
    team.as_("ET")
    model.show(team.cases[0])
    model.begin("decide", row.id, row.head, panel="annual_review")
    model.type(outcome="keep", legal_test="It still fits.", options="Keep\nAmend\n", reasons="Steady progress.")
    model.type(papers=(model.seen.papers[0][0],))
    model.submit("000000")
    assert model.error.code == "PN-44"
    model.submit(panel_morning.PIN)
    (row,) = model.seen.outside
    assert (row.state, row.waits_for_panel, row.options) == ("decided", True, ("Keep", "Amend"))
    assert model.seen.meetings == {"annual_review": ()}


def test_the_page_by_keys(open_page, morning, qtbot):
    morning.as_("CM")
    case = morning.cases[1]
    page = open_page(morning, "cases", case_id=case, section="decisions").area.current_page()
    pane = page.case_pane.part
    pane.list.focus_first()
    assert pane.empty.isVisible() or pane.list.isVisible()
    pane.seen.begin("action")
    qtbot.keyClicks(pane.form.notes["words"], "Ask the school for its map.")
    pane.form.choices["owner"].setFocus()
    pane.form.choices["owner"].setCurrentIndex(1)
    pane.form.choices["owner"].activated.emit(1)
    qtbot.keyClick(pane, Qt.Key.Key_F8)
    (row,) = morning.desk.read(lambda conn: after.actions(conn, case))
    assert row.words == "Ask the school for its map."
    assert pane.list.isVisible()
    assert inspect.problems(page) == []
    pane.point(action=row.id)
    for link in ("Done", "Another day", "Drop"):
        found = [one for one in pane.findChildren(type(pane.back)) if one.accessibleName() == f"{link}: {row.words}"]
        assert found == [] or found[0].isEnabled()
