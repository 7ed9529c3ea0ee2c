"""Papers on the case page: added with doubts named, read and marked, quoted, answered; advice asked and chased."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication

from bandingdesk.ops import Subject
from bandingdesk.store.queries import advice, casework, papers
from bandingdesk.ui import inspect
from tests.support import paper_files as files


@pytest.fixture
def case_id(morning):
    return morning.cases[2]


@pytest.fixture
def pane(open_page, morning, case_id):
    morning.as_("CM")
    page = open_page(morning, "cases", case_id=case_id, section="papers").area.current_page()
    return page.case_pane.papers


def rows(morning, case_id):
    return morning.desk.read(lambda conn: casework.evidence(conn, case_id))


def drop(pane, *places: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place)) for place in places])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    pane.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))


def fill(pane, at: int, **values: str) -> None:
    said = {"author": "SENCO Reed (invented)", "author_role": "the school", "kind": "setting", **values}
    pane.seen.type_entry(at, **said)


def add(pane, *places: Path) -> None:
    drop(pane, *places)
    for at in range(len(pane.seen.entries)):
        fill(pane, at)
    pane.press_main()


def test_files_are_added_replaced_and_answered_and_advice_is_asked_chased_and_comes_in(
    pane, morning, case_id, tmp_path, qtbot
):
    good = files.lie(tmp_path, "speech-report.pdf", files.pdf(2))
    wrong = files.lie(tmp_path, "plan.docx", files.pdf_that_runs())
    empty = files.lie(tmp_path, "empty.pdf", b"")
    drop(pane, good, wrong, empty)
    entries = pane.seen.entries
    assert [entry.title for entry in entries] == ["Speech report", "Plan", "Empty"]
    assert [entry.looked.look.codes if entry.looked else entry.fault.code for entry in entries] == [
        (), ("not_its_ending", "active", "inside"), "EV-10",
    ]  # fmt: skip
    said = " ".join(label.text() for label in pane.adding.cards[1].findChildren(type(pane.reader._title)))
    assert "plan.docx says that it is a Word document. It is a PDF." in said
    assert "nothing in it runs" in said
    pane.press_main()
    assert pane.adding.cards[0].fields["author"].error
    assert inspect.problems(pane) == []
    for at in (0, 1):
        fill(pane, at)
    assert pane.main_step()[0].startswith("Add 2")
    pane.press_main()
    assert {(row.title, row.sender, row.found) for row in rows(morning, case_id)} == {
        ("Speech report", "setting", ()),
        ("Plan", "setting", ("not_its_ending", "active", "inside")),
    }
    drop(pane, good)
    assert (pane.seen.entries[0].is_out, pane.main_step()[2] != "") == (True, True)  # the same file twice is said
    pane.seen.leave()
    old = next(row.id for row in rows(morning, case_id) if row.title == "Speech report")
    pane.seen.choose(old)
    qtbot.keyClick(pane.reader.pages, "P")
    drop(pane, files.lie(tmp_path, "b.pdf", files.pdf(3)))
    fill(pane, 0, replaces=old)
    pane.press_main()
    assert (pane.seen.row.replaces, pane.seen.place.marks) == (old, ())
    ((older, marks),) = pane.seen.older
    assert (older.id, [mark.kind for mark in marks]) == (old, ["panel"])
    assert any(row.title == "The whole page" for row in pane.marks.list.rows)
    pane.seen.choose(old)
    assert "newer version" in pane.reader._found.text()

    # Every report answered, and advice
    add(pane, files.lie(tmp_path, "a.pdf", files.pdf(4)), files.lie(tmp_path, "b.txt", b"Parent's words (invented)."))
    pane.seen.choose("answers")
    fields = pane.answers.rows._fields
    assert (len(fields), pane.main_step()[2] != "") == (4, True)
    pane.take_focus()
    for choice, why in fields.values():
        choice.buttons[1].setFocus()
        qtbot.keyClick(choice.buttons[1], Qt.Key.Key_Space)
        why.setFocus()
        qtbot.keyClicks(why, "Older than the visit.")
    assert pane.main_step()[0] == "Record 4 answers"
    pane.press_main()
    assert morning.desk.read(lambda conn: papers.unanswered(conn, case_id)) == ()
    answered = morning.desk.read(lambda conn: papers.to_answer(conn, case_id))
    assert {row.reliance for row in answered} == {"partly"}
    assert inspect.problems(pane) == []

    def row():
        return morning.desk.read(lambda conn: advice.advice(conn, case_id))[0]

    pane.seen.choose("advice")
    model = pane.seen.advice
    model.begin("ask")
    pane.press_main()
    assert model.error.code == "EV-20"
    pane.advice.form.body_.set_value("psychology")
    pane.advice.form.who.setText("Psychologist Sedge (invented)")
    pane.advice.form.way.set_value("email")
    pane.advice.form._take()
    pane.press_main()
    assert (row().body, row().there, model.form) == ("psychology", None, None)
    for kind, values in (("chase", {"way": "phone", "words": "Promised for Friday."}), ("take", {})):
        model.begin(kind)
        model.type(**values)
        pane.press_main()
        assert model.error is None
    assert (row().state, len(row().chases)) == ("came", 1)
    assert inspect.problems(pane) == []


def test_papers_of_every_kind_are_read_in_place_marked_by_keys_quoted_and_shared(
    pane, morning, case_id, tmp_path, qtbot
):
    add(pane, files.lie(tmp_path, "report.pdf", files.pdf(3)))
    reader = pane.reader
    assert pane.reads
    reader.search.setText("twice a week")
    qtbot.keyClick(reader.search, Qt.Key.Key_Return)
    assert reader._count.text() == "1 of 3"
    qtbot.keyClick(reader.search, Qt.Key.Key_Return)
    assert (reader.pages.passage.page, reader.pages.passage.text) == (1, "twice a week")
    reader.focus_paper()
    qtbot.keyClick(reader.pages, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert reader.pages.passage.text == "twice a week."
    for key in ("H", "P"):
        qtbot.keyClick(reader.pages, key)
    reader.pages.choose(None)
    qtbot.keyClick(reader.pages, "Q")
    assert [(mark.kind, mark.page, mark.text) for mark in pane.seen.place.marks] == [
        ("question", 0, ""), ("highlight", 1, "twice a week."), ("panel", 1, "twice a week."),
    ]  # fmt: skip
    reader.pages.choose(pane.seen.place.marks[1].passage())
    qtbot.keyClick(reader.pages, "C")
    (row,) = rows(morning, case_id)
    assert QGuiApplication.clipboard().text().startswith("“twice a week.” (Report, SENCO Reed (invented), ")
    assert QGuiApplication.clipboard().text().endswith("p. 2)")
    key, me = f"reading:{row.id}", morning.people["CM"]
    assert len(morning.desk.drafts.load(key, me)["marks"]) == 3
    assert morning.desk.drafts.load(key, morning.people["RA"]) == {}  # seen by nobody else
    qtbot.keyClick(reader.pages, "R")
    assert (pane.fills, pane.list.isVisible()) == (True, False)
    qtbot.keyClick(reader.pages, "R")
    assert (pane.fills, pane.list.isVisible()) == (False, True)
    reader.begin_share()
    assert (reader.share.page.value(), reader.share.passage.text) == (2, "twice a week.")
    reader.share.strand.set_value("attention")
    reader.share.highlight.setText("twice")
    qtbot.mouseClick(reader.share.save, Qt.MouseButton.LeftButton)
    assert [(one.strand, one.page, one.highlight) for one in rows(morning, case_id)[0].extracts] == [
        ("attention", 2, "twice")
    ]
    assert inspect.problems(pane) == []
    pane.seen.unmark(pane.seen.place.marks[0])
    assert len(pane.seen.place.marks) == 2

    # Papers of every other kind, in place; they leave only when that was asked
    locked = files.locked_pdf()
    kinds = {
        "a.docx": files.docx(),
        "b.eml": files.mail(attachments=2),
        "c.txt": "Ŵyn’s plan & notes <b>".encode(),
        "d.pdf": locked,
        "e.pdf": files.pdf(3000),
        "f.tif": files.tiff(),
    }
    add(pane, *(files.lie(tmp_path, name, data) for name, data in kinds.items()))
    by_title = {row.title: row.id for row in rows(morning, case_id)}
    said = {}
    for title in ("A", "B", "C"):
        pane.seen.choose(by_title[title])
        said[title] = pane.reader.text.toPlainText()
    assert "Stays with the task for four minutes." in said["A"]
    assert "The therapist's report" in said["B"]
    assert "Mornings are hard." in said["B"]
    assert "Ŵyn’s plan & notes <b>" in said["C"]
    pane.seen.choose(by_title["B"])
    pane.seen.add_attachment(1)
    assert (pane.seen.entries[0].source.name, pane.seen.mode) == ("report-2.pdf", "add")
    pane.seen.leave()
    pages = pane.reader.pages
    pane.seen.choose(by_title["F"])
    assert pages.pages == 2
    pane.seen.choose(by_title["E"])  # 3,000 pages: only those in view are drawn
    assert pages.pages == 3000
    pages.go_to(1500)
    qtbot.waitUntil(lambda: 1500 in pages._pictures, timeout=5000)
    assert len(pages._pictures) < 12
    assert pane.reader.page.value() == 1501
    pane.seen.choose(by_title["D"])
    assert pane.reader._stack.currentWidget() is pane.reader._none
    pane.reader.outside.click()
    question = pane._around.messages.question
    assert "leaves Banding Desk" in question.effect
    assert "a PDF" in question.detail
    pane._around.messages.answer_no()
    assert [op.kind for op in morning.desk.store.history(Subject("evidence", by_title["D"]))] == ["evidence.added"]
    place: list[Path] = []
    pane.seen.take_out(tmp_path, place.append)
    assert place[0].read_bytes() == locked
    last = morning.desk.store.history(Subject("evidence", by_title["D"]))[-1]
    assert last.kind == "evidence.taken_out"
    assert inspect.problems(pane) == []
