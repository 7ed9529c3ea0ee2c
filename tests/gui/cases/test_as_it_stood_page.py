"""A case as it stood, its chronology and the school's query of its band, as a person works with them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QDate, Qt

from bandingdesk.store.queries import band_query
from bandingdesk.store.queries.as_it_stood import ActRow
from bandingdesk.ui import inspect
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.workspaces.cases.as_it_stood import words
from bandingdesk.ui.workspaces.cases.as_it_stood.pane import Pane as PastPane
from bandingdesk.ui.workspaces.cases.band_queries.pane import Pane as QueriesPane
from tests.support.panel_store import CASE, CHAIR, NOW, OFFICER, PIN, WORKER
from tests.support.signed_case import a_signed_case


class Teller:
    """Hears of faults that no page shows: here there are to be none."""

    def show_error(self, fault):
        raise fault

    show_fault = show_error


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = a_signed_case(tmp_path_factory.mktemp("signed"))
    made.know_council()
    yield made.desk
    made.desk.close()


@pytest.fixture
def around(qapp, desk):
    Theme.install(qapp, "light")
    desk.switch(WORKER)
    return SimpleNamespace(desk=desk, jobs=InlineJobs(Teller()), messages=Messages(), clock=desk.clock)


@pytest.fixture
def past(qtbot, around):
    return opened(qtbot, PastPane(around))


@pytest.fixture
def queries(qtbot, around):
    return opened(qtbot, QueriesPane(around))


def opened(qtbot, pane):
    qtbot.addWidget(pane)
    pane.resize(900, 640)
    pane.show()
    pane.show_reading(SimpleNamespace(row=SimpleNamespace(id=CASE)), date(2026, 11, 26))
    return pane


def shown(pane):
    return [row.words for row in pane._known_model.rows]


def test_the_slider_goes_by_acts_and_to_the_ends(qtbot, past):
    acts = past.seen.seen.acts
    assert past.seen.seen.place == len(acts) - 1
    qtbot.keyClick(past.slider, Qt.Key.Key_Left)
    assert past.seen.seen.place == len(acts) - 2
    qtbot.keyClick(past.slider, Qt.Key.Key_Home)
    assert past.seen.seen.place == 0
    assert past.slider.accessibleDescription() == f"{past._title.text()}. {past._act.text()}"
    qtbot.keyClick(past.slider, Qt.Key.Key_End)
    assert past.seen.seen.act.kind == "policy.adopted" or past.seen.seen.place == len(acts) - 1


def test_what_the_act_changed_stands_first(past):
    signed = next(n for n, act in enumerate(past.seen.seen.acts) if act.kind == "decision.signed")
    past.seen.go_to_place(signed)
    first = past._known_model.rows[0]
    assert (first.group, first.change) != ("Child and case", "")
    assert "Band: Band 2" in shown(past)
    past.seen.go_to_place(signed - 1)
    assert not any(said.startswith("Signed by") for said in shown(past))


def test_a_day_is_typed(past):
    past.day.setDate(QDate(2026, 11, 1))
    past.day.editingFinished.emit()
    assert past.seen.seen.act is None
    assert shown(past) == []
    assert past._title.text() == "Before the first act"


def test_a_moment_that_is_passed_over_is_given_up(around, past, monkeypatch):
    asked = []
    waiting = []
    monkeypatch.setattr(around.jobs, "read", lambda fn, **more: waiting.append((fn, more)))
    past.seen.go_to_place(0)
    past.seen.go_to_place(3)
    for fn, more in waiting:
        found = fn()
        asked.append(found)
        more["done"](found)
    assert asked[0] is None  # the slider had moved on
    assert past.seen.seen.place == asked[1].place == 3


def test_every_act_is_a_table_and_nobody_is_named_for_a_sheet(past):
    locked = [act for act in past._act_model.rows if act.kind == "scores.locked"]
    assert len(locked) == 4
    assert {words.who(act) for act in locked} == {"panel member"}


def test_the_page_holds_together(qtbot, past, queries):
    for pane in (past, queries):
        qtbot.waitUntil(lambda pane=pane: inspect.problems(pane) == [])


def test_an_act_says_when_it_was_recorded_and_when_it_arrived():
    act = ActRow("x", NOW, "case.appeal_lodged", (("on", "2026-11-02"),), date(2026, 11, 2), "T. Mills", "caseworker",
                 arrived=NOW.replace(hour=19), is_set_aside=True)  # fmt: skip
    assert words.act(act) == "Appeal recorded, made Mon 2 Nov 2026"
    assert words.marks(act) == (
        "Recorded later, about Mon 2 Nov 2026. Reached the shared record Thu 26 Nov 2026, 19:30."
        " Set aside: it doesn’t count"
    )


def test_the_chronology_is_saved_twice_and_a_full_folder_is_told(past, tmp_path):
    past.press_main()
    part = past.chronology
    assert past.main_step()[0] == "Save as a PDF"
    part.save(tmp_path / "out.pdf")
    part.save(tmp_path / "out.docx")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "out.docx").read_bytes().startswith(b"PK")
    part.save(tmp_path / "nowhere" / "out.pdf")
    assert part.seen.error.code == "TI-02"
    part.ends.setDate(QDate(2020, 1, 1))
    part.save(tmp_path / "again.pdf")
    assert part.seen.error.code == "TI-01"
    past.close_newest()
    assert past.main_step()[0] == "Make the chronology"


def test_a_query_goes_from_the_form_to_the_answer(desk, queries):
    seen = queries.seen
    assert queries.main_step() == ("Enter a query", "plus", "")
    queries.press_main()
    queries.press_main()  # nothing is filled in: each field says so
    assert seen.missing() == ("by", "words", "strands")
    assert queries.form.fields["by"].error == "Say who asks."
    queries.form.by.setText("A. Head")
    queries.form.by.textEdited.emit("A. Head")
    queries.form.words.set_text("We see more need.")
    seen.type_strand(0, strand="literacy")
    seen.type_strand(0, level="2", words="Reads with help in every lesson.")
    queries.press_main()
    (row,) = seen.seen.rows
    assert (row.state, row.asked_by, row.strands[0].level) == ("open", "A. Head", 2)
    assert queries.main_step()[2] == "A query is open. Answer it first."
    barred = {one.id: one.part for one in desk.read(lambda conn: band_query.people(conn, row.decision_id))}
    assert (barred[CHAIR], barred[OFFICER]) == ("recommended", "decided")
    desk.switch(OFFICER)
    queries.show_reading(SimpleNamespace(row=SimpleNamespace(id=CASE)), date(2026, 11, 26))
    seen.begin("decide", row.id)
    seen.type(result="up", reasons="The log bears it out.")
    queries.form.pin.setText(PIN)
    queries.press_main()
    assert seen.error.code == "BQ-04"  # who signed it does not look again
    assert "P. Lindqvist signed the decision" in seen.error.names
    assert queries.form.pin.text() == ""
    assert seen.form.reasons == "The log bears it out."
