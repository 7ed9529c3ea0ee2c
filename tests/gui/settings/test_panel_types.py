"""Panel types in the window: read in plain words, adopted from a template or the one in force, refused with reasons."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from bandingdesk.store.queries import council, panel_types
from bandingdesk.ui import inspect
from tests.support import founding
from tests.support.panel_morning import STARTS

TODAY = date(2026, 11, 23)
MINUTE = "Cabinet, minute 12 (invented)"


def part_of(window):
    return window.area.current_page().parts["panel_types"]


def held(part) -> dict[str, str]:
    """Return the lines of the card as read: what, and how it is."""
    row = part.types.row
    shown = row.line.shown if row.line else row.template.adopted(TODAY, "", "")
    return {line.what: line.held for line in part._words.lines(shown, part.types.names, TODAY) if line.held}


def test_types_are_read_and_adopted_by_who_may(open_page, morning, qtbot):
    person = morning.as_("CM")
    with founding.before_the_story():
        morning.desk.council.grant_role(person, "head_of_service", STARTS)
    window = open_page(morning, "settings", section="panel_types")
    part, read = part_of(window), morning.desk.read

    def click(button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert [row.id for row in part.types.rows][:2] == ["annual_review", "assess"]
    assert "3 voting members, among them Educational psychology" in held(part).values()
    part.table.go_to("assess")
    assert "not adopted it" in part._say_since.text()
    assert held(part)["Who decides"].startswith("The panel recommends; an officer named in the scheme")
    assert "Must the council assess? (CFA 2014 s36(8))" in held(part)["Tests of the law, in order"]
    qtbot.waitUntil(lambda: inspect.problems(part.window().area.current_page()) == [])
    click(part.change)
    form = part.form
    assert form.adopt.why_not == "Name who decides and under which scheme."
    form.delegation.setText("Head of SEND, scheme 4.2 (invented)")
    assert form.adopt.why_not == "Enter where it was decided."
    form.minute.setText(MINUTE)
    for box in form.tests._boxes.values():
        box.setChecked(False)
    click(form.adopt)  # a panel on questions without a question: the form stays and says why
    assert form.wrong.isVisible()
    assert "PT-20" in form.wrong.words
    assert form.delegation.text() == "Head of SEND, scheme 4.2 (invented)"
    for box in form.tests._boxes.values():
        box.setChecked(True)
    click(form.adopt)
    assert part.types.error is None
    assert not form.isVisible()
    kept = read(lambda conn: council.panel_type(conn, "assess", TODAY))
    assert (kept.minute, kept.starts, kept.basis, kept.tests) == (MINUTE, TODAY, "questions", ("ASSESS",))
    assert part._arrange.text() == ""  # enough people may sit already
    # A later version of the one in force: what the form does not change stays as it was.
    part.table.go_to("annual_review")
    click(part.change)
    form._numbers["case_minutes"].setText("20")
    form.pack._boxes["papers"].setChecked(True)
    form.minute.setText(MINUTE)
    click(form.adopt)
    assert part.types.error is None
    line = next(one for one in read(lambda conn: panel_types.lines(conn, TODAY)) if one.key == "annual_review")
    assert line.in_force is not None
    assert (line.in_force.case_minutes, line.in_force.pack) == (20, ("papers",))
    assert [one.case_minutes for one in line.earlier] == [15]
    assert list(panel_types.differences(line.earlier[0], line.in_force)) == ["case_minutes", "pack"]


def test_another_panel_of_a_kind_has_a_key_and_a_name_of_its_own_and_a_draft_is_kept(open_page, morning, qtbot):
    person = morning.as_("CM")
    with founding.before_the_story():
        morning.desk.council.grant_role(person, "head_of_service", STARTS)
    part = part_of(open_page(morning, "settings", section="panel_types"))
    qtbot.mouseClick(part.another, Qt.MouseButton.LeftButton)
    assert part.form.adopt.why_not == "Give the panel a name."
    part.form.name.setText("annual review PANEL")
    assert part.form.adopt.why_not != "Another panel has this name."  # the minute is asked for first
    part.form.minute.setText(MINUTE)
    assert part.form.adopt.why_not == "Another panel has this name."
    part.form.name.setText("Post-16 review panel")
    part._keeper.flush()
    kept = morning.desk.drafts.load("panel_type:review_2", person)
    assert kept["version"]["name"] == "Post-16 review panel"
    qtbot.mouseClick(part.form.leave, Qt.MouseButton.LeftButton)
    assert morning.desk.drafts.load("panel_type:review_2", person) == {}
    assert part.table.isVisible()


def test_who_may_not_adopt_reads_it_and_who_may(open_page, morning, qtbot):
    morning.as_("LO")
    part = part_of(open_page(morning, "settings", section="panel_types"))
    assert part.change.why_not == "Who adopts it: administrator and head of service."
    assert part._who.isVisible()
    qtbot.waitUntil(lambda: inspect.problems(part.window().area.current_page()) == [])
