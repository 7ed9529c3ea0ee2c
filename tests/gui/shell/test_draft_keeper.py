"""What is typed is on the disk within a second, whoever leaves, and also when the disk was full meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from bandingdesk import bootstrap
from bandingdesk.store import log
from bandingdesk.ui import shell_commands
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages

KEY = "contact:case-1"
FULL, ROOM = 0, 1073741823


class Form:
    """A form with one field, and all that keeps it."""

    def __init__(self, desk):
        self.desk, self.messages, self.words = desk, Messages(), ""
        self.jobs = InlineJobs(self.messages)
        self.keeper = DraftKeeper(desk, self.jobs, self.messages, lambda: {"words": self.words} if self.words else {})
        self.keeper.open(KEY, self.take)

    def take(self, body):
        self.words = body.get("words", "")

    def type(self, words):
        self.words = words
        self.keeper.typed()

    def kept(self, key=KEY, owner=None):
        return self.desk.drafts.load(key, owner or self.desk.me_id).get("words", "")


@pytest.fixture
def desk(store, clock, ids):
    desk = bootstrap.open_desk(store, None, clock=clock, ids=ids, plain=True)
    yield desk
    desk.close()


@pytest.fixture
def form(desk, qapp):
    return Form(desk)


def leave_room(desk, pages):
    """Let the store's file grow by PAGES more and no further: the disk is full then."""
    with desk.store.jot() as conn:
        raw = log.driver(conn)
        used = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {used + pages if pages != ROOM else ROOM}")


def test_typing_is_saved_after_a_rest_and_once_a_second_while_it_goes_on(form, qtbot):
    form.type("He")
    assert form.keeper._rest.interval() == 400
    assert form.keeper._limit.interval() < 1000
    assert (form.kept(), form.keeper.is_saved) == ("", False)
    first = form.keeper._limit.remainingTime()
    qtbot.wait(20)
    form.type("He asked")  # a further key moves the rest, never the second
    assert form.keeper._limit.remainingTime() < first
    form.keeper._limit.timeout.emit()
    assert (form.kept(), form.keeper.is_saved) == ("He asked", True)
    assert not form.keeper._rest.isActive()


def test_a_choice_is_saved_at_once_with_its_time(form, clock):
    form.words = "by phone"
    form.keeper.chosen()
    assert form.kept() == "by phone"
    assert form.keeper.saved_at == clock.now()


@pytest.mark.parametrize("event", [QEvent.Type.FocusOut, QEvent.Type.Hide])
def test_a_field_that_is_left_or_hidden_is_saved(form, qtbot, event):
    field = QLineEdit()
    qtbot.addWidget(field)
    form.keeper.watch(field)
    form.type("half a sen")
    QApplication.sendEvent(field, QEvent(event))
    assert form.kept() == "half a sen"


def test_what_was_kept_is_there_at_the_next_start_and_for_its_writer_alone(form, desk):
    form.type("Kept words")
    form.keeper.flush()
    assert Form(desk).words == "Kept words"
    other = next(row.id for row in desk.read(draft_keeper_people) if row.id != desk.me_id)
    desk.switch(other)
    assert Form(desk).words == ""


def draft_keeper_people(conn):
    from bandingdesk.store.queries import council

    return council.people(conn)


def test_a_form_that_is_typed_into_before_the_draft_came_is_not_overwritten(form):
    form.type("old")
    form.keeper.flush()
    form.keeper.open("contact:case-2", form.take)
    answers = []
    form.jobs.read = lambda fn, **more: answers.append((fn, more["done"]))  # the answer comes later
    form.keeper.open(KEY, form.take)
    form.type("new")
    for fn, done in answers:
        done(fn())
    assert form.words == "new"


def test_what_is_recorded_is_a_draft_no_more_and_what_was_refused_is_kept(form):
    form.type("answered")

    def refuse():
        raise ValueError

    with pytest.raises(ValueError):
        form.keeper.ending(refuse)()
    assert form.kept() == "answered"
    form.keeper.ending(lambda: None)()
    assert form.kept() == ""


def test_a_full_disk_is_told_once_nothing_is_lost_and_it_is_saved_when_there_is_room(form, desk):
    leave_room(desk, 0)
    long = "words " * 5000
    form.type(long)
    form.keeper.flush()
    assert form.keeper.fault.code == "ST-08"
    assert not form.keeper.is_saved
    form.keeper._retry.timeout.emit()
    (notice,) = form.messages.notices
    assert notice.happened == "The disk is full."
    assert "stays on the page" in notice.kept
    assert notice.do == "Make room on the disk, and leave this page open."
    form.keeper.open("contact:case-2", form.take)  # another case meanwhile: what waits is not forgotten
    assert form.words == ""
    form.keeper.open(KEY, form.take)
    assert form.words == long
    leave_room(desk, ROOM)
    form.keeper._retry.timeout.emit()
    assert (form.kept(), form.keeper.is_saved, form.keeper.fault) == (long, True, None)
    assert [notice.happened for notice in form.messages.notices] == ["Saved. Nothing that you typed was lost."]


def test_save_answers_already_saved_only_when_it_is(form, desk):
    form.type("a line")
    shell_commands.save(form)
    assert form.kept() == "a line"
    assert [notice.happened for notice in form.messages.notices] == [
        "Already saved. Every change is saved as you make it."
    ]
    form.messages.clear()
    leave_room(desk, 0)
    form.type("words " * 5000)
    shell_commands.save(form)
    assert [notice.code for notice in form.messages.notices] == ["ST-08"]
    leave_room(desk, ROOM)
