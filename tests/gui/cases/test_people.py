"""The people around a child on the case page: added, confirmed, stopped by a death, put together; kept while typing."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel

from bandingdesk.casework.around.ops import RelationFacts
from bandingdesk.store.queries import around, casework
from bandingdesk.ui import inspect
from bandingdesk.ui.widgets.form import Choice, NoteField, RadioRow
from bandingdesk.ui.workspaces.cases.people import reading
from bandingdesk.ui.workspaces.cases.people.view_model import PeopleViewModel
from tests.support.case_builders import a_plan

TODAY = date(2026, 11, 23)


@pytest.fixture
def case_id(morning):
    morning.as_("CM")
    return morning.cases[2]


@pytest.fixture
def child(morning, case_id):
    return morning.desk.read(lambda conn: casework.case(conn, case_id)).child_id


@pytest.fixture
def page(open_page, morning, case_id):
    return open_page(morning, "cases", case_id=case_id, section="people").area.current_page()


def pane(page):
    return page.case_pane._parts["people"]


def people(morning, child):
    return morning.desk.read(lambda conn: around.people(conn, child, TODAY))


def press(page, qtbot, name):
    QApplication.processEvents()  # cards that were laid anew are shown with the next round of events
    found = [one for one in page.findChildren(QAbstractButton) if one.isVisible()]
    button = next(one for one in found if name in (one.text(), one.accessibleName()))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def fill(page, qtbot, **values):
    """Fill in fields of the open form as a person does."""
    for name, value in values.items():
        field = pane(page).form.fields[name].field
        match field:
            case NoteField():
                field.setPlainText(value)
            case Choice():
                field.set_value(value)
                field.activated.emit(field.currentIndex())
            case RadioRow():
                qtbot.mouseClick(field.buttons[field._values.index(value)], Qt.MouseButton.LeftButton)
            case QCheckBox():
                field.setChecked(value)
            case _:
                field.clear()
                qtbot.keyClicks(field, value)


def shown(page):
    QApplication.processEvents()
    return " ".join(label.text() for label in pane(page).list.findChildren(QLabel) if label.isVisible())


def test_people_are_added_confirmed_and_shown_without_a_withheld_address(page, morning, child, case_id, qtbot):
    assert "Nobody is recorded yet" in shown(page)
    press(page, qtbot, "Add a person")
    page.press_main()
    assert {name for name, field in pane(page).form.fields.items() if field.error} == {"name", "relation"}
    fill(page, qtbot, name="C. Carer (invented)", relation="mother", responsibility="yes", address="1 Row\nTown")
    fill(page, qtbot, address_on="31/02/2026")
    page.press_main()
    wrong = {name for name, field in pane(page).form.fields.items() if field.error}
    assert wrong == {"responsibility_source", "address_source", "address_on"}
    fill(page, qtbot, responsibility_source="birth certificate", address_source="a call", address_on="20/11/2026")
    fill(page, qtbot, format="large_print", large_print="20", interpreter=True)
    QApplication.processEvents()
    assert inspect.problems(page) == []
    page.press_main()
    (row,) = people(morning, child)
    assert (row.facts.name, row.facts.address, row.facts.large_print) == ("C. Carer (invented)", ("1 Row", "Town"), 20)
    assert row.confirmed_on == date(2026, 11, 20)
    assert "Holds parental responsibility, known from: birth certificate." in shown(page)
    # somebody else confirms it while the form is open
    press(page, qtbot, "Confirm the address: C. Carer (invented)")
    assert "1 Row, Town" in pane(page).form._effect.words
    morning.desk.around.confirm_address(row.id, date(2026, 11, 22), "another phone call")
    fill(page, qtbot, source="asked today")
    page.press_main()
    assert pane(page).seen.is_stale
    press(page, qtbot, "Go on with mine")
    page.press_main()
    assert people(morning, child)[0].confirmed_by == "asked today"
    # a day far in the future is refused, and what was typed is there for the next look
    press(page, qtbot, "Add a person")
    fill(page, qtbot, name="Kept Name", relation="father", address="1 Row", address_source="him", address_on="1/1/2062")
    page.press_main()
    assert pane(page).seen.error.code == "AR-04"
    again = PeopleViewModel(morning.desk, page._around.jobs, page._around.messages, morning.desk.clock)
    again.show(case_id)
    again.watch(on=True)
    assert again.form.get("name") == "Kept Name"
    press(page, qtbot, "Leave this form")
    assert len(people(morning, child)) == 1
    hidden = RelationFacts("D. Away (invented)", "carer", withheld=True, address=("9 Refuge Lane",),
                           address_source="social care", address_on=TODAY)  # fmt: skip
    morning.desk.around.add(child, hidden)
    pane(page).seen.refresh()
    assert "Withheld" in shown(page)
    assert "Refuge Lane" not in shown(page)
    QApplication.processEvents()
    assert inspect.problems(page) == []


def test_a_death_is_confirmed_first_twins_are_put_together_and_a_number_is_kept(page, morning, child, case_id, qtbot):
    lead = morning.people["RA"]
    press(page, qtbot, "Record a death")
    assert "stops here at once" in pane(page).form._effect.words
    assert pane(page).form.cancel.hasFocus()  # the safe choice
    fill(page, qtbot, on="22/11/2026", source="social care", lead=morning.desk.me_id)
    page.press_main()
    stop = morning.desk.read(lambda conn: around.stopped(conn, child))
    assert (stop.on, stop.lead) == (date(2026, 11, 22), morning.desk.me_id)
    assert lead not in [one.id for one in pane(page).seen.seen.leads]  # the chair can open no letter
    assert "Letters stopped" in [chip.text for chip in page.chips()]
    press(page, qtbot, "Recorded by mistake")
    fill(page, qtbot, reason="another child was meant")
    page.press_main()
    assert morning.desk.read(lambda conn: around.stopped(conn, child)) is None
    # two entries of one child
    known = morning.desk.read(lambda conn: around.child(conn, child))
    twin = a_plan(901, surname=known.surname, forename=known.forename, dob=known.born, upn="")
    other = morning.desk.casework.open_case(twin).id
    pane(page).seen.refresh()
    press(page, qtbot, f"Decide later: {known.name}")
    assert pane(page).seen.alike == ()
    pane(page).seen.later = frozenset()
    pane(page).seen.changed.emit()
    press(page, qtbot, f"Same child: {known.name}")
    fill(page, qtbot, reason="same on the birth certificate")
    page.press_main()
    assert morning.desk.read(lambda conn: casework.case(conn, other)).child_id == child
    press(page, qtbot, f"Part them: {known.name}")
    fill(page, qtbot, reason="two children after all")
    page.press_main()
    assert morning.desk.read(lambda conn: casework.case(conn, other)).child_id != child
    # a number whose check fails
    press(page, qtbot, "Correct this entry")
    fill(page, qtbot, upn="X1", reason="as on the school's list")
    assert "check letter" in pane(page).form.fields["upn"].error
    fill(page, qtbot, why_upn="the school has no other")
    page.press_main()
    row = morning.desk.read(lambda conn: around.child(conn, child))
    assert (row.upn, dict(row.doubted)) == ("X1", {"upn": "the school has no other"})
    page.case.go("summary")
    labels = " ".join(one.text() for one in page.case_pane.summary.findChildren(QLabel))
    assert "Kept because: the school has no other" in labels
    seen = morning.desk.read(lambda conn: reading.read(conn, case_id, morning.as_("JW"), TODAY))
    assert "caseworker" in seen.only_for  # who may not record sees why
