"""Work off the UI thread: one writer, dropped answers, faults without values, progress and cancel."""

import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread

from bandingdesk.errors import RefusedError
from bandingdesk.ops import Subject
from bandingdesk.store.changes import Changes
from bandingdesk.ui.jobs import CancelledError, InlineJobs, Jobs
from bandingdesk.ui.messages import Messages

NEWS = Changes(frozenset({Subject("case", "a")}), frozenset({"case.opened"}), 1)


class NotAllowedError(RefusedError):
    code = "TT-02"
    message = "Not now."


@pytest.fixture
def messages(qapp):
    return Messages()


@pytest.fixture
def jobs(messages):
    made = Jobs(messages)
    yield made
    made.close()
    made.deleteLater()


def test_acts_run_one_after_the_other_on_one_thread_and_answer_on_the_ui_thread(jobs, qtbot):
    threads, order, answered = set(), [], []

    def act(number):
        threads.add(threading.get_ident())
        order.append(number)
        return number

    with qtbot.waitSignal(jobs.idle):
        for number in range(20):
            jobs.act(lambda n=number: act(n), owner=None, done=lambda n: answered.append((n, QThread.currentThread())))
    assert order == list(range(20))
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    assert [n for n, _ in answered] == list(range(20))
    assert {thread for _, thread in answered} == {jobs.thread()}


def test_what_an_act_changed_is_told_after_its_own_answer(jobs, qtbot):
    heard = []
    jobs.changed.connect(lambda changes: heard.append(("news", changes)))
    with qtbot.waitSignals([jobs.changed, jobs.acted]):
        jobs.act(lambda: NEWS, owner=None, done=lambda changes: heard.append(("done", changes)))
    assert heard == [("done", NEWS), ("news", NEWS)]


def test_a_read_tells_no_news(jobs, qtbot):
    with qtbot.assertNotEmitted(jobs.changed), qtbot.waitSignal(jobs.idle):
        jobs.read(lambda: NEWS, owner=None, done=lambda _: None)


def test_an_answer_is_dropped_when_its_owner_has_gone_but_the_act_is_told(jobs, qtbot):
    owner, go, answered = QObject(), threading.Event(), []

    def act():
        go.wait(20)
        return NEWS

    with qtbot.waitSignal(jobs.changed):
        jobs.act(act, owner=owner, done=answered.append)
        shiboken6.delete(owner)
        go.set()
    assert answered == []


def test_a_newer_read_replaces_the_older_one(jobs, qtbot):
    owner, go, answered = QObject(), threading.Event(), []

    def slow():
        go.wait(20)
        return "old"

    with qtbot.waitSignal(jobs.idle):
        jobs.read(slow, owner=owner, done=answered.append, replaces="list")
        jobs.read(lambda: "new", owner=owner, done=answered.append, replaces="list")
        qtbot.waitUntil(lambda: answered == ["new"])
        go.set()
    assert answered == ["new"]


def test_a_refusal_reaches_the_page_or_else_the_window(jobs, messages, qtbot):
    def refuse():
        raise NotAllowedError()

    heard = []
    with qtbot.waitSignal(jobs.idle):
        jobs.act(refuse, owner=None, failed=heard.append)
    assert [fault.code for fault in heard] == ["TT-02"]
    assert messages.notices == []
    with qtbot.waitSignal(messages.changed):
        jobs.act(refuse, owner=None)
    assert messages.notices[0].happened == "Not now."
    assert messages.notices[0].code == "TT-02"


def test_a_fault_shows_no_values_and_logs_none(jobs, messages, qtbot, clean_log):
    def break_down():
        raise KeyError("Testpupil Rowan-017")

    with qtbot.waitSignal(messages.changed):
        jobs.act(break_down, owner=None, failed=lambda fault: pytest.fail("a fault is no refusal"))
    assert "Rowan" not in messages.notices[0].sentence()
    assert "Something went wrong" in messages.notices[0].happened
    log = (clean_log / "desk.log").read_text(encoding="utf-8")
    assert "work in the background failed" in log  # the canary is looked for by the fixture
    assert "KeyError" in log


def test_a_job_tells_how_far_it_is(jobs, qtbot):
    seen, go = [], threading.Event()

    def work(progress, cancelled):
        progress(412, 1700)
        go.wait(20)
        return "ready"

    with qtbot.waitSignal(jobs.idle):
        job = jobs.job("Import", work, done=seen.append)
        qtbot.waitUntil(lambda: job.count == 412)
        assert (job.total, job.state, job.seconds_left()) == (1700, "running", None)
        assert jobs.running() == [job]
        go.set()
    assert seen == ["ready"]
    assert job.state == "done"
    assert jobs.running() == []


def test_a_cancelled_job_calls_nobody(jobs, qtbot):
    heard = []

    def work(progress, cancelled):
        while not cancelled():
            threading.Event().wait(0.005)
        raise CancelledError()

    with qtbot.waitSignal(jobs.idle):
        job = jobs.job("Import", work, done=heard.append, failed=heard.append)
        job.cancel()
    assert heard == []
    assert job.state == "cancelled"


def test_a_job_that_was_done_before_it_heard_of_the_cancel_is_done(jobs, qtbot):
    heard = []
    with qtbot.waitSignal(jobs.idle):
        job = jobs.job("Import", lambda progress, cancelled: "recorded", done=heard.append)
        job.cancel()
    assert heard == ["recorded"]
    assert job.state == "done"


def test_what_the_window_keeps_for_itself_is_no_work_of_the_person(jobs, qtbot):
    kept = []
    with qtbot.assertNotEmitted(jobs.acted):
        jobs.act(lambda: kept.append(1), owner=None, quiet=True)
        assert jobs.is_idle()
        qtbot.waitUntil(lambda: kept == [1])


def test_closing_finishes_what_is_being_written(messages, qtbot):
    jobs, done = Jobs(messages), []
    jobs.act(lambda: (threading.Event().wait(0.05), done.append("written")), owner=None)
    jobs.close()
    assert done == ["written"]
    with pytest.raises(RuntimeError, match="the window is closing"):
        jobs.act(lambda: done.append("late"), owner=None)
    jobs.read(lambda: done.append("late"), owner=None, done=done.append)
    assert done == ["written"]


def test_inline_jobs_answer_at_once(messages):
    jobs, heard = InlineJobs(messages), []
    jobs.read(lambda: 7, owner=None, done=heard.append)
    job = jobs.job("Count", lambda progress, cancelled: progress(1, 2), done=heard.append)
    assert heard == [7, None]
    assert job.state == "done"
