"""From a draft to a version in force: every condition met on one page, by a second person, and read-only after."""

import hashlib
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLabel

from bandingdesk.store.queries import versions
from bandingdesk.ui import app, inspect
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.workspaces.frameworks.adopt_pane import AdoptPane
from bandingdesk.ui.workspaces.frameworks.adopt_view_model import AdoptViewModel
from tests.support.panel_morning import PIN

STARTS = date(2027, 4, 1)


@pytest.fixture
def version(morning):
    """A version of the library that differs from the one in force by one edge of its ladder."""
    desk = morning.desk
    (row,) = [one for one in desk.read(versions.versions) if one.status == "adopted"]
    draft = desk.frameworks.new_draft_from(row.id, "2027.1")
    document = desk.frameworks.draft(draft).document
    document["definition"]["effective"] = {"from": "2027-04-01"}
    document["definition"]["supersedes"] = row.id
    desk.frameworks.keep_draft(draft, document)
    return desk.frameworks.add(draft).id


@pytest.fixture
def model(morning, clock):
    messages = Messages()
    jobs = InlineJobs(messages)
    made = AdoptViewModel(morning.desk, jobs, messages, clock)
    yield made
    jobs.close()


@pytest.fixture
def pane(model, version, qtbot, qapp):
    Theme.install(app.application(), "light")
    made = AdoptPane(model)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    model.open(version)
    made.show()
    qtbot.waitExposed(made)
    return made


def unmet(model):
    return {one.id for one in model.adoption.asked if one.missing}


def answer_all(pane, qtbot):
    for key in list(pane.questions.fields):
        pane.questions.fields[key].setPlainText("The panel looks at each such case by itself.")
        pane._model.answer(*key, pane.questions.fields[key].text)


def fill(pane, model, tmp_path):
    """Meet every condition."""
    answer_all(pane, None)
    paper = tmp_path / "equality.pdf"
    paper.write_bytes(b"%PDF-1.7 invented")
    model.attach("equality", paper)
    model.explain("consultation", "E. Thornbury (invented)", "Invented: it touches no child.")
    pane.starts.setDate(QDate(STARTS.year, STARTS.month, STARTS.day))
    pane.minute.setText("Cabinet, minute 12")
    model._rest.timeout.emit()  # the rest after typing
    pane.by.setText("Cabinet member for children")


def test_the_page_lists_every_condition_and_what_is_missing(pane, model):
    assert {"equality", "consultation", "minute", "start"} <= unmet(model)
    assert pane.main.why_not.endswith("conditions are not met.")
    assert "conditions are met" in pane.conditions.accessibleName()


def test_a_paper_is_named_by_the_hash_of_its_bytes(pane, model, morning, version, tmp_path):
    paper = tmp_path / "equality.pdf"
    paper.write_bytes(b"%PDF-1.7 invented")
    model.attach("equality", paper)
    kept = morning.desk.read(lambda conn: versions.life(conn, version)).equality
    assert (kept.ref, kept.sha256) == ("equality.pdf", hashlib.sha256(b"%PDF-1.7 invented").hexdigest())
    assert "equality" not in unmet(model)


def test_a_paper_that_is_gone_is_told_and_nothing_is_recorded(pane, model, tmp_path):
    model.attach("equality", tmp_path / "gone.pdf")
    assert model.error.code == "UI-47"
    assert pane.banner.isVisible()
    assert "equality" in unmet(model)


def test_a_paper_can_be_left_out_by_a_named_officer_only(pane, model, qtbot):
    qtbot.mouseClick(pane.equality.explain, Qt.MouseButton.LeftButton)
    pane.equality.reason.setPlainText("It only corrects a spelling.")
    assert pane.equality.record.why_not
    pane.equality.officer.setText("E. Thornbury (invented), SEND lead")
    qtbot.mouseClick(pane.equality.record, Qt.MouseButton.LeftButton)
    assert model.adoption.life.equality.officer == "E. Thornbury (invented), SEND lead"
    assert "equality" not in unmet(model)


def test_each_warning_is_answered_where_it_stands(pane, model):
    for one in model.adoption.questions:
        model.answer(one.code, one.where, "The panel looks at each such case by itself.")
    assert "findings" not in unmet(model)
    assert all(one.answer and one.by for one in model.adoption.questions)


def test_a_warning_says_where_it_is_in_the_councils_words(pane, model):
    for one in model.adoption.questions:
        assert one.where.startswith("strands[")
        strand = one.place.split(", ")[0]
        assert strand in one.message
        assert one.where not in one.place + one.message
    shown = {label.text() for label in pane.questions.findChildren(QLabel)}
    assert {one.place for one in model.adoption.questions} <= shown


def test_you_said_we_did_is_carried_into_the_record(pane, model, qtbot):
    pane.said.said.setPlainText("Level 3 in literacy is hard to tell from level 2.")
    assert pane.said.record.why_not
    pane.said.did.setPlainText("The wording was changed.")
    qtbot.mouseClick(pane.said.record, Qt.MouseButton.LeftButton)
    (line,) = model.adoption.life.you_said_we_did
    assert line.did == "The wording was changed."
    assert pane.said.said.text == ""


def test_a_trial_before_the_consultation_needs_a_reason(pane, model, qtbot):
    pane.trial.last.setDate(pane.trial.first.date().addDays(60))
    assert "why the trial comes before it" in pane.trial.start.why_not
    pane.trial.reason.setText("The forum asked to see it run first.")
    qtbot.mouseClick(pane.trial.start, Qt.MouseButton.LeftButton)
    assert model.adoption.row.status == "trial"
    pane.trial.found.setPlainText("12 of 300 cases would change band.")
    qtbot.mouseClick(pane.trial.end, Qt.MouseButton.LeftButton)
    assert model.adoption.life.trial.found == "12 of 300 cases would change band."


def test_the_record_of_the_consultation_is_hashed_with_its_last_day(pane, model, tmp_path):
    record = tmp_path / "responses.xlsx"
    record.write_bytes(b"invented")
    model.consult(date(2026, 11, 20), record)
    assert model.adoption.row.status == "consulted"
    assert model.adoption.life.consulted_on == date(2026, 11, 20)
    assert "consultation" not in unmet(model)


def test_adoption_asks_for_a_second_person_and_the_version_typed(pane, model, morning, version, tmp_path, qtbot):
    fill(pane, model, tmp_path)
    assert unmet(model) == set()
    assert "second person" in pane.main.why_not
    assert morning.desk.me_id not in [one.id for one in model.adoption.others]
    pane.second.set_value(morning.people["RA"])
    pane.pin.setText("0000")
    assert pane.main.why_not == "Type the version: 2027.1"
    pane.typed.setText("2027.1")
    qtbot.mouseClick(pane.main, Qt.MouseButton.LeftButton)
    assert model.error.code == "UI-48"
    assert model.adoption.row.status == "draft"
    pane.pin.setText(PIN)
    with qtbot.waitSignal(model.adopted) as told:
        qtbot.mouseClick(pane.main, Qt.MouseButton.LeftButton)
    assert told.args == [version]
    row = morning.desk.read(lambda conn: versions.version(conn, version))
    assert (row.status, row.starts, row.minute) == ("adopted", STARTS, "Cabinet, minute 12")
    assert row.adopted_by == "Cabinet member for children; gone through by R. Amari"


def test_an_adopted_version_is_only_read(pane, model, morning, tmp_path, version):
    (row,) = [one for one in morning.desk.read(versions.versions) if one.status == "adopted"]
    model.open(row.id)
    assert pane.state.words.startswith(f"Version {row.version} is adopted")
    for part in (pane.main, pane.equality.attach, pane.said.record, pane.trial.start, pane.minute):
        assert not part.isVisible()
    assert not pane.questions.fields


def test_what_is_typed_stays_while_the_page_is_read_again(pane, model):
    key = next(iter(pane.questions.fields), None)
    pane.said.said.setPlainText("half a sen")
    model._read()
    assert pane.said.said.text == "half a sen"
    assert key is None or key in pane.questions.fields


@pytest.mark.parametrize("size", [(1100, 640), (790, 440)])
def test_nothing_is_cut_and_every_control_has_a_name(pane, qtbot, size):
    pane.resize(*size)
    qtbot.wait(30)
    assert inspect.problems(pane) == []
