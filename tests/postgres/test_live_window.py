"""A window in a live meeting: it hears the others, says when the server is lost, and is back without a restart."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtCore import QSize

from bandingdesk import bootstrap
from bandingdesk.ui import app, text
from bandingdesk.ui.jobs import Jobs
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.workspaces.meeting.lost_line import LostLine
from tests.support import clusters, large_panel
from tests.support.panel_store import CHAIR, DEPUTY, EP

HEARD_MS = 10_000


@pytest.fixture(scope="module")
def cluster(no_server_left):
    """A server of these tests' own, to be stopped and killed; each leaves it running."""
    with clusters.running() as running, clusters.template(running, clusters.TEMPLATE):
        yield running


@pytest.fixture
def meeting(cluster, tmp_path, own_keyring):
    with clusters.database(cluster, clusters.TEMPLATE) as database:
        found = large_panel.meet(database, tmp_path, more=())
        found.item = found.items[0]
        found.round = found.open_round()
        yield found
        found.close()


@pytest.fixture
def window(meeting, qtbot, tmp_path):
    """The chair's window at the case, with its own threads, once it listens."""
    store = meeting.chair.laptop.store
    meeting.members.pop(CHAIR).laptop.close()

    def opener():
        return bootstrap.open_desk(store.path, None, clock=store.clock, ids=store.ids, me=CHAIR, plain=True)

    made = app.open_window(
        setup=Setup(store.clock, store.ids, place=tmp_path / "none.desk"),
        clock=store.clock,
        opener=opener,
        preferences=Preferences(tmp_path / "settings.toml", look=Look(theme="light")),
        size=QSize(1600, 900),
        jobs=Jobs,
        place="meeting",
        where={"meeting_id": meeting.world.meeting, "item": meeting.item},
    )
    qtbot.waitUntil(lambda: made.sync is not None and made.sync.live.is_heard, timeout=HEARD_MS)
    yield made
    made.close()
    made.deleteLater()


def page_of(window):
    return window.area.current_page()


def locked(window):
    seen = page_of(window).view_model.seen
    return seen.round.locked_count if seen is not None and seen.round is not None else -1


def test_a_lock_on_another_laptop_shows_in_the_window(meeting, window, qtbot):
    qtbot.waitUntil(lambda: locked(window) == 0, timeout=HEARD_MS)
    for count, person in enumerate((DEPUTY, EP), start=1):
        meeting.members[person].lock(meeting.round)
        meeting.members[person].laptop.once()
        qtbot.waitUntil(lambda count=count: locked(window) == count, timeout=HEARD_MS)


def test_what_the_window_does_is_sent_at_once(meeting, window, qtbot):
    page = page_of(window)
    qtbot.waitUntil(lambda: page.view_model.seen is not None, timeout=HEARD_MS)
    desk = window.link.desk
    window.jobs.act(
        lambda: desk.panel.lock_scores(meeting.round, large_panel.their_ratings(CHAIR, meeting.round)), owner=page
    )
    qtbot.waitUntil(lambda: desk.sync.status().waiting == 0 and locked(window) == 1, timeout=HEARD_MS)
    meeting.members[EP].laptop.once()
    assert meeting.members[EP].round(meeting.round).locked_count == 1


def test_a_lost_server_is_said_in_a_line_and_work_goes_on(meeting, window, cluster, qtbot):
    line = window.findChild(LostLine)
    live = window.sync.live
    assert line.isHidden()
    cluster.stop()
    qtbot.waitUntil(lambda: not line.isHidden(), timeout=HEARD_MS)
    assert text.time(window.clock.now()) in line.line.words
    assert "You can go on" in line.line.words
    desk, round_id = window.link.desk, meeting.round
    window.jobs.act(lambda: desk.panel.lock_scores(round_id, large_panel.their_ratings(CHAIR, round_id)), owner=line)
    qtbot.waitUntil(lambda: locked(window) == 1, timeout=HEARD_MS)
    cluster.start()
    qtbot.waitUntil(lambda: live.is_heard and line.isHidden(), timeout=2 * HEARD_MS)
    assert desk.sync.status().waiting == 0
    meeting.members[EP].laptop.once()
    assert meeting.members[EP].round(round_id).locked_count == 1


def test_a_killed_server_process_is_noticed_and_the_window_listens_again(meeting, window, cluster, qtbot):
    live = window.sync.live
    with clusters.owner(cluster) as conn:
        (pid,) = conn.execute("SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%'").fetchone()
    os.kill(pid, signal.SIGKILL)  # the server takes all its connections down with it and recovers
    qtbot.waitUntil(lambda: live.lost_since is not None, timeout=HEARD_MS)
    qtbot.waitUntil(lambda: live.is_heard and live.lost_since is None, timeout=2 * HEARD_MS)
    meeting.members[EP].lock(meeting.round)
    meeting.members[EP].laptop.once()
    qtbot.waitUntil(lambda: locked(window) == 1, timeout=HEARD_MS)
