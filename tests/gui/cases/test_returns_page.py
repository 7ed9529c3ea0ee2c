"""Forms on the case page: made, saved, read when they come back, settled answer by answer; the hidden stays hidden."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from bandingdesk.store.queries import returns as query
from bandingdesk.ui import inspect
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.widgets.labels import Label
from bandingdesk.ui.workspaces.cases.returns import words
from bandingdesk.ui.workspaces.cases.returns.view_model import ReturnsViewModel
from tests.support import form_files as f

SAID = "Lunch is loud.\n\nכשיש רעש הוא מתחבא."


@pytest.fixture
def case_id(morning):
    morning.as_("CM")
    return morning.cases[5]


@pytest.fixture
def pane(open_page, morning, case_id):
    return open_page(morning, "cases", case_id=case_id, section="returns").area.current_page().case_pane.part


def came_back(morning, case_id, path, change, kind="parent_views", **more):
    """Make a form and write it to PATH as somebody filled it in."""
    made = morning.desk.returns.make(case_id, kind, to_name="A. Parent (invented)", to_role="Mother")
    morning.desk.returns.write(made.id, path)
    path.write_bytes((f.in_excel if kind == "setting_profile" else f.in_word)(path.read_bytes(), change))
    return path


def shown(part):
    return [label.text() for label in part.findChildren(Label)]


def test_a_form_is_made_saved_and_kept_while_it_is_typed(pane, morning, case_id, clock, tmp_path, qtbot, monkeypatch):
    qtbot.mouseClick(pane.empty.button, Qt.MouseButton.LeftButton)
    pane.press_main()
    assert pane.make.fields["kind"].error
    qtbot.mouseClick(pane.make.kind.buttons[1], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(pane.make.name, "A. Parent (invented)")
    assert pane.main_step()[0] == "Make this form"
    pane.press_main()
    (row,) = pane.seen.seen.forms
    assert (row.kind, row.to_name, row.state) == ("parent_views", "A. Parent (invented)", "not_written")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_more: (str(tmp_path / "views.docx"), ""))
    pane.press_main()
    assert (tmp_path / "views.docx").exists()
    assert pane.seen.form.files == ("views.docx",)
    pane.seen.begin()
    pane.seen.type(kind="advice", to_name="Dr Teasel (invented)")
    pane.seen.keep_now()
    again = ReturnsViewModel(morning.desk, InlineJobs(pane._around.messages), clock)
    again.show(case_id)
    again.begin()
    assert (again.make.kind, again.make.to_name) == ("advice", "Dr Teasel (invented)")


def test_what_comes_back_is_shown_unaltered_and_settled_by_a_person(pane, morning, case_id, tmp_path, qtbot):
    seen, part = pane.seen, pane.list.came

    def views(body):
        f.write_in(f.control(body, "hopes"), SAID)
        f.write_in(f.control(body, "hard"), "Lunch.")
        f.write_in(f.again(f.control(body, "hard")), "Mornings.")

    seen.receive(came_back(morning, case_id, tmp_path / "views.docx", views))
    assert shown(part.cards["hopes"])[1:3] == ["Lunch is loud.\n", "כשיש רעש הוא מתחבא."]
    assert seen.waiting() == ["hard"]
    pane.press_main()
    assert seen.error.code == "RE-22"
    assert not part.cards["hard"].open.isHidden()
    seen.propose_question()
    assert "What is hard?" in seen.settling.question
    seen.ask()
    assert seen.row.asked
    qtbot.mouseClick(part.cards["hard"].choice.buttons[1], Qt.MouseButton.LeftButton)
    pane.press_main()
    assert seen.row.taken == ("hard#2", "hopes")
    (said,) = morning.desk.read(lambda conn: query.views(conn, case_id))
    assert [one.text for one in said.said] == ["Mornings.", SAID]
    assert inspect.problems(pane.window()) == []

    # A file under a password asks for it on the page.
    made = morning.desk.returns.make(case_id, "child_views", to_name="A. Parent (invented)", to_role="Mother")
    locked = tmp_path / "child.docx"
    morning.desk.returns.write(made.id, locked, password="rowan")
    seen.receive(locked)
    assert pane._unlock.isVisible()
    for typed in ("elder", "rowan"):
        qtbot.keyClicks(pane.password, typed)
        qtbot.keyClick(pane.password, Qt.Key.Key_Return)
    assert seen.row.kind == "child_views"
    assert not pane._unlock.isVisible()

    # A profile shows its doubts and none of its levels.
    def levels(book):
        book["Levels"]["C3"] = "CANARY-free-text 3 or 4"
        book["Levels"]["C4"] = 2

    seen.receive(came_back(morning, case_id, tmp_path / "profile.xlsx", levels, "setting_profile"))
    said = " ".join(shown(part))
    assert "CANARY" not in said
    assert "Level 2" not in said
    assert "not one of the levels" in said


def test_lines_of_one_direction_stand_together():
    assert words.by_direction(SAID) == [["Lunch is loud.", ""], ["כשיש רעש הוא מתחבא."]]
    assert words.by_direction("") == [[""]]
    assert words.by_direction("123\nשלום\nשלום") == [["123", "שלום", "שלום"]]
