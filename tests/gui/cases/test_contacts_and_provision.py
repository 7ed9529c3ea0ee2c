"""Contacts, the phone card and the ledger as a person works with them: keys, drafts, undo, refusals in the page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from bandingdesk.casework.contacts.ops import Asked
from bandingdesk.casework.provision.ops import Line
from bandingdesk.store.queries import casework, contacts, provision
from bandingdesk.ui import inspect
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.workspaces.cases.contacts.view_model import ContactsViewModel
from bandingdesk.ui.workspaces.cases.provision.view_model import ProvisionViewModel
from tests.support.case_builders import a_desk, a_plan, a_review

RATES = {"weeks": 38, "days": 5, "ta": ("Teaching assistant", "1842", "TA"), "slt": ("Speech therapist", "5230")}
ELEMENTS = {"element_1_pence": 400_000, "element_2_pence": 600_000}
START = date(2026, 4, 1)


class Teller:
    """Hears of faults that no page shows: here there are to be none."""

    def show_error(self, fault):
        raise fault

    show_fault = show_error


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = a_desk(tmp_path_factory.mktemp("pages"))
    for key, value in (("contacts", {"reply_days": 10}), ("provision_rates", RATES), ("letters", ELEMENTS)):
        made.council.adopt_policy(key, value, START, "Minute 3 (invented)")
    yield made
    made.close()


@pytest.fixture
def case(desk):
    made = desk.casework.open_case(a_plan(300 + len(desk.read(casework.references)))).id
    desk.casework.hold_review(made, a_review())
    return made


@pytest.fixture
def jobs():
    return InlineJobs(Teller())


@pytest.fixture
def calls(desk, jobs, case):
    model = ContactsViewModel(desk, jobs, Messages(), desk.clock)
    model.show(case)
    model.watch(on=True)
    return model


@pytest.fixture
def ledger(desk, jobs, case):
    model = ProvisionViewModel(desk, jobs, Messages(), desk.clock)
    model.show(case, is_blind=False)
    model.watch(on=True)
    return model


def on_record(desk, case):
    return desk.read(lambda conn: contacts.contacts(conn, case))


# Contacts


def test_a_call_is_recorded_with_the_councils_day(calls, desk, case):
    calls.open_card()
    calls.choose_caller("setting")
    calls.record_call()
    assert (calls.form.way, calls.form.who, calls.missing()) == ("phone", "Elmbank Primary (invented)", ("words",))
    calls.submit()
    assert calls.has_tried
    assert on_record(desk, case) == []
    calls.type(words="When do the hours change?")
    calls.submit()
    (row,) = on_record(desk, case)
    assert (row.reply_on, row.way, calls.mode, calls.row) == (date(2026, 12, 7), "phone", "list", row)


def test_the_form_asks_which_of_two_and_refuses_a_time_that_did_not_come(calls, desk, case):
    calls.begin("new")
    calls.type(who="A. Parent (invented)", words="A message", day="2026-10-25", clock="1:30")
    assert calls.missing() == ("which",)
    calls.type(which="second")
    calls.type(day="2026-03-29")
    assert calls.form.which == ""
    assert calls.form.clock_fault.code == "CT-03"
    calls.submit()
    assert on_record(desk, case) == []
    calls.type(day="2026-10-25")
    calls.type(which="second")
    calls.submit()
    assert on_record(desk, case)[0].at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_what_is_typed_is_there_again_and_goes_with_the_recording(calls, desk, jobs, case):
    calls.begin("new")
    calls.type(who="A. Parent (invented)", words="Half a sentence")
    calls.watch(on=False)
    again = ContactsViewModel(desk, jobs, Messages(), desk.clock)
    again.show(case)
    assert (again.mode, again.form.words, again.form.who) == ("form", "Half a sentence", "A. Parent (invented)")
    again.type(answer="We settled it there and then.")
    again.submit()
    assert on_record(desk, case)[0].answer == "We settled it there and then."
    assert desk.drafts.load(f"contact:{case}", desk.me_id) == {}


def test_every_form_does_what_it_says(calls, desk, case):
    made = desk.contacts.record(Asked(case, None, "P (invented)", "", "Why?", desk.clock.now(), "email")).id
    calls.refresh()
    calls.begin("reply_day", made)
    calls.type(reply_on="2026-12-20", reason="The advice is awaited")
    calls.submit()
    calls.begin("answer", made)
    calls.type(answer="Becase")
    calls.submit()
    calls.begin("correct_answer", made)
    calls.type(answer="Because", reason="A slip")
    calls.submit()
    calls.begin("correct", made)
    calls.type(words="Why so late?", reason="Misheard")
    calls.submit()
    row = calls.row
    assert (row.reply_on, row.answer, row.words, row.at) == (
        date(2026, 12, 20), "Because", "Why so late?", desk.clock.now(),
    )  # fmt: skip
    assert [one.reason for one in row.corrections] == ["The advice is awaited", "A slip", "Misheard"]
    calls.begin("withdraw", made)
    calls.type(reason="Another child's")
    calls.submit()
    assert calls.row.withdrawn == "Another child's"


def test_a_form_survives_that_somebody_else_was_first(calls, desk, case):
    made = desk.contacts.record(Asked(case, None, "P (invented)", "", "Why?", desk.clock.now(), "email")).id
    calls.refresh()
    calls.begin("answer", made)
    calls.type(answer="Mine")
    desk.contacts.set_reply_day(made, date(2026, 12, 20), "so")
    calls.submit()
    assert (calls.is_stale, calls.form.answer) == (True, "Mine")
    calls.accept_newer()
    calls.submit()
    assert calls.row.answer == "Mine"


# The ledger


def test_lines_are_pasted_mended_undone_recorded_and_named(ledger, desk, case):
    ledger.open_paste("Maths with a TA, 25 hours a week, 1:1, for 38 weeks\n20 minutes daily, 1:1, 38 weeks with a TA")
    ledger.take_lines()
    assert ledger.first_fault() == (2, ("what",))
    assert ledger.at == 1
    for typed in ("S", "So", "Sounds"):
        ledger.type_line(what=typed)
    ledger.type_line(role="slt")
    ledger.undo()
    assert (ledger.line.what, ledger.line.role) == ("Sounds", "ta")
    ledger.undo()
    assert ledger.line.what == ""  # what is typed on in one field is one step
    ledger.redo()
    assert ledger.first_fault() is None
    short = ledger.shortfall()
    assert (short.band, short.funded_pence, short.is_open) == ("Band 4", 1_450_000, True)
    ledger.record()
    assert (ledger.is_edited, ledger.undo_name, ledger.error) == (False, "", None)
    ledger.type_naming(words="The council buys them.", secured_by="SEND team")
    ledger.name_shortfall()
    found = desk.read(lambda conn: provision.ledger(conn, case))
    assert (len(found.lines), found.named.pence) == (2, short.pence)
    assert not ledger.shortfall().is_open
    ledger.remove_line()
    assert ledger.shortfall().named_pence is None  # other lines: the naming was not about them


def test_a_ledger_in_hand_is_kept_and_never_written_over(ledger, desk, jobs, case):
    ledger.add_line()
    ledger.type_line(what="Maths", role="ta", minutes=30)
    ledger.watch(on=False)
    again = ProvisionViewModel(desk, jobs, Messages(), desk.clock)
    again.show(case, is_blind=False)
    assert (again.is_edited, again.line.what) == (True, "Maths")
    desk.provision.record(case, [Line("Reading", "ta", 30, 1, "day", 1, 38)])
    again.record()
    assert again.is_stale
    again.leave_draft()
    assert [line.what for line in again.lines] == ["Reading"]


def test_who_has_still_to_score_sees_hours_and_no_money(desk, jobs, case):
    desk.provision.record(case, [Line("Maths", "ta", 30, 1, "day", 1, 38)])
    model = ProvisionViewModel(desk, jobs, Messages(), desk.clock)
    model.show(case, is_blind=True)
    assert (model.seen.sees_money, model.seen.beside, model.shortfall()) == (False, None, None)
    assert model.total().weekly == 150


# In the window


def press(qtbot, where, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key with the focus on WHERE, as in a window that is in front."""
    with qtbot.waitActive(where.window()):
        where.window().activateWindow()
    where.setFocus()
    qtbot.keyClick(where, key, modifier)


def test_the_phone_card_and_the_ledger_are_worked_by_keys(open_page, morning, qtbot):
    morning.as_("CM")
    morning.desk.casework.hold_review(morning.cases[5], a_review(date(2026, 11, 20)))
    window = open_page(morning, "cases", case_id=morning.cases[5])
    page = window.area.current_page()
    press(qtbot, page.case_pane.nav, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    pane = page.case_pane.part
    assert pane.seen.mode == "card"
    assert pane.card.caller.hasFocus()
    assert "May I ask who is calling" in pane.card.aloud.accessibleName()
    pane.seen.choose_caller("setting")
    assert "Nothing is decided yet" in pane.card.aloud.accessibleName()
    press(qtbot, pane.card.caller, Qt.Key.Key_F8)
    assert (pane.seen.mode, pane.form.isVisible()) == ("form", True)
    assert pane.form.who.text() == pane.seen.form.who != ""  # whoever was said to be calling
    qtbot.keyClicks(pane.form.notes["words"], "When do we hear?")
    page.press_main()
    assert pane.form.wrong.isVisible()  # no reply time is adopted here, and no day was promised
    pane.form.other_day.setChecked(True)
    qtbot.keyClicks(pane.form.notes["reason"], "As agreed")
    page.press_main()
    assert [row.words for row in on_record(morning.desk, morning.cases[5])] == ["When do we hear?"]
    page.case.go("provision")
    pane = page.case_pane.part
    assert pane.empty.isVisible()
    qtbot.mouseClick(pane.empty.findChild(type(page.case_pane._main)), Qt.MouseButton.LeftButton)
    assert len(pane.seen.read_lines()) == 2
    page.press_main()
    assert (pane.lines.isVisible(), len(pane.seen.lines)) == (True, 2)
    assert not pane.lines.short.isVisible()  # nothing is compared before every line is filled in
    qtbot.waitUntil(lambda: not inspect.problems(pane))
    page.undo()
    assert pane.seen.lines == ()
