"""Two windows on one store: each shows the other's work, and the second to act on what has moved is told.

The windows have desks and threads of their own on one encrypted store; the last test has the other one in a process.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from bandingdesk import bootstrap, seams
from bandingdesk.desk.desk import Desk
from bandingdesk.errors import StaleCaseError
from bandingdesk.store import verify
from bandingdesk.store.queries import rounds
from bandingdesk.ui import app
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.window import Window
from tests.support import founding, panel_morning
from tests.support.case_builders import a_plan
from tests.support.journey import KEY
from tests.support.panel_morning import Morning

WAIT = 20_000  # ms, for a machine that does other things too

OpenAs = Callable[..., Window]


@pytest.fixture
def morning(tmp_path, clock, ids) -> Iterator[Morning]:
    made = panel_morning.a_morning(tmp_path, clock, ids, key=KEY)
    with founding.before_the_story():  # two who may work on one case
        made.desk.council.grant_role(made.people["RA"], "caseworker", panel_morning.STARTS)
    yield made
    made.desk.close()


@pytest.fixture
def open_as(qtbot, qapp: QApplication, clock, morning: Morning, tmp_path) -> Iterator[OpenAs]:
    """A function that opens a window of its own for a person at a place."""
    opened: list[Window] = []

    def make(who: str, place: str, **where: object) -> Window:
        path, person = morning.desk.store.path, morning.people[who]

        def opener() -> Desk:
            return bootstrap.open_desk(path, KEY, clock=clock, ids=seams.SystemIds(), me=person, is_demo=True)

        window = app.open_window(
            setup=Setup(clock, seams.SystemIds(), place=path),
            clock=clock,
            opener=opener,
            preferences=Preferences(tmp_path / f"{who}.toml", look=Look(theme="light")),
            size=QSize(1280, 720),
            place=place,
            where=dict(where),
        )
        opened.append(window)
        qtbot.waitSignal(window.ready, timeout=WAIT).wait()
        idle(qtbot, window)
        return window

    yield make
    for window in opened:
        window.close()  # its pages keep what is half written, so its threads end after it
        window.jobs.close()
        window.link.desk.close()
        window.deleteLater()
    qapp.processEvents()


def idle(qtbot, *windows: Window) -> None:
    """Wait until nothing runs in the background of WINDOWS."""
    for window in windows:
        qtbot.waitUntil(lambda window=window: window.jobs.is_idle(), timeout=WAIT)


def write_review(window: Window) -> None:
    """Fill the review form of the case that is open."""
    window.area.current_page().case.type_review(
        on="2026-11-16", asked_for="amend", setting_says="More help at lunch", parent_views="He talks more",
        child_views="I like art", section_f="Speech therapy, weekly", parent_name="A. Parent (invented)",
        parent_address="1 Road",
    )  # fmt: skip


def test_a_list_shows_the_case_that_another_window_added(open_as, morning, qtbot):
    first, second = open_as("CM", "cases"), open_as("RA", "cases")
    table = second.area.current_page().list_pane.model
    before = table.rowCount()
    first.jobs.act(lambda: first.link.desk.casework.open_case(a_plan(9)), owner=first)
    qtbot.waitUntil(lambda: table.rowCount() == before + 1, timeout=WAIT)


def test_the_second_to_act_on_a_case_is_told_and_the_form_is_kept(open_as, morning, qtbot):
    case = morning.cases[0]
    first, second = (open_as(who, "cases", case_id=case, section="review") for who in ("RA", "CM"))
    write_review(first)
    write_review(second)
    second.area.current_page().case.assign_to_me()
    form = first.area.current_page().case
    qtbot.waitUntil(lambda: form.reading.row.head != form.shown_head, timeout=WAIT)  # the news has come
    qtbot.waitUntil(lambda: not second.area.current_page().case.is_busy, timeout=WAIT)
    held = reviews(morning, case)
    form.hold_review()
    qtbot.waitUntil(lambda: form.error is not None, timeout=WAIT)
    assert form.error.code == StaleCaseError.code
    assert first.area.current_page().case_pane.review._stale.isVisible()
    assert (form.review.setting_says, form.review.parent_name) == ("More help at lunch", "A. Parent (invented)")
    assert reviews(morning, case) == held  # nothing was recorded
    form.accept_newer()
    form.hold_review()
    qtbot.waitUntil(lambda: form.section == "summary" and not form.is_busy, timeout=WAIT)
    assert reviews(morning, case) == held + 1
    with morning.desk.store.read() as conn:
        assert verify.verify(conn).ok


def test_a_scorer_hears_that_another_one_locked_and_never_the_levels(open_as, morning, qtbot):
    round_id = morning.open_round(0)
    first, second = (open_as(who, "scoring", round_id=round_id) for who in ("RA", "LO"))
    mine, theirs = (window.area.current_page().view_model for window in (first, second))
    for strand in mine.strands:
        mine.choose_strand(strand.id)
        mine.choose_level(4)
        mine.write_note("School report, page 2")
    theirs.choose_level(1)
    mine.lock()
    qtbot.waitUntil(lambda: mine.state == "locked", timeout=WAIT)
    person = morning.people["RA"]
    qtbot.waitUntil(
        lambda: any(one.person_id == person and one.has_locked for one in theirs.seen.scorers), timeout=WAIT
    )
    assert theirs.state == "scoring"
    assert theirs.draft(theirs.strand).level == 1
    assert [theirs.draft(strand.id).level for strand in theirs.strands].count(4) == 0


def test_scores_sent_after_the_reveal_in_another_window_are_refused_and_kept(open_as, morning, qtbot):
    round_id = morning.open_round(0)
    for who in ("RA", "JW", "PL"):
        morning.lock(who, round_id)
    late = open_as("LO", "scoring", round_id=round_id).area.current_page().view_model
    for strand in late.strands:
        late.choose_strand(strand.id)
        late.choose_level(3)
        late.write_note("School report, page 2")
    late.flush()
    person = morning.people["LO"]
    morning.as_("RA")
    morning.desk.panel.open_meeting(morning.meeting, "Begins early")
    for who in panel_morning.VOTERS:
        morning.desk.panel.record_attendance(morning.meeting, morning.people[who], "present")
    morning.desk.panel.reveal(round_id, go_on_without="One sheet is late.")
    late.lock()  # before the news has come, or after it: refused either way
    qtbot.waitUntil(lambda: late.error is not None or late.state != "scoring", timeout=WAIT)
    sheet = morning.desk.read(lambda conn: rounds.my_sheet(conn, round_id, person))
    assert sheet is None or not sheet.locked
    kept = morning.desk.panel.sheet_draft(round_id, person)
    assert {one.level for one in kept} == {3}
    assert len(kept) == len(late.strands)


def test_a_window_and_another_process_see_each_other_and_one_of_them_is_told(open_as, morning, qtbot):
    case = morning.cases[1]
    window = open_as("RA", "cases", case_id=case, section="review")
    form = window.area.current_page().case
    write_review(window)
    before = form.shown_head
    words = [str(morning.desk.store.path), morning.people["CM"], case]
    other = subprocess.Popen(
        [sys.executable, "-m", "tests.support.other_desk", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout.readline() == "taken\n"
        qtbot.waitUntil(lambda: form.reading.row.head != before, timeout=WAIT)  # the other's act is on the screen
        form.accept_newer()
        form.hold_review()
        qtbot.waitUntil(lambda: form.section == "summary" and not form.is_busy, timeout=WAIT)
        held = reviews(morning, case)
        other.stdin.write("now\n")
        other.stdin.flush()
        assert other.stdout.readline().strip() == StaleCaseError.code
    assert other.returncode == 0
    assert reviews(morning, case) == held


def reviews(morning: Morning, case: str) -> int:
    """Return how many reviews of CASE the record holds."""
    with morning.desk.store.read() as conn:
        query = "SELECT count(*) FROM op WHERE kind = 'case.review_held' AND subject = ?"
        return int(conn.exec_driver_sql(query, (f"case:{case}",)).scalar_one())
