"""Two of our windows on one store and one screen: keys reach the active one alone, the other waits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from bandingdesk import bootstrap, seams
from bandingdesk.ui import app
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.window import Window
from tests.support import panel_morning
from tests.support.journey import KEY


@pytest.fixture
def two(qtbot, qapp: QApplication, clock, ids, tmp_path) -> Iterator[tuple[Window, Window]]:
    """Two windows on the scoring page of one round: R. Amari's and L. Okoro's."""
    morning = panel_morning.a_morning(tmp_path, clock, ids, key=KEY)
    round_id, path = morning.open_round(0), morning.desk.store.path
    opened = []
    for who in ("RA", "LO"):
        window = app.open_window(
            setup=Setup(clock, seams.SystemIds(), place=path),
            clock=clock,
            opener=partial(bootstrap.open_desk, path, KEY, clock=clock, ids=seams.SystemIds(), me=morning.people[who]),
            preferences=Preferences(tmp_path / f"{who}.toml", look=Look(theme="light")),
            size=QSize(960, 540),
            place="scoring",
            where={"round_id": round_id},
        )
        opened.append(window)
        qtbot.waitSignal(window.ready, timeout=20_000).wait()
    yield opened[0], opened[1]
    for window in opened:
        window.close()  # its pages keep what is half written, so its threads end after it
        window.jobs.close()
        window.link.desk.close()
        window.deleteLater()
    qapp.processEvents()
    morning.desk.close()


def test_a_level_key_reaches_the_active_window_alone(two, qtbot):
    models = [window.area.current_page().view_model for window in two]
    for model in models:
        qtbot.waitUntil(lambda model=model: model.state == "scoring", timeout=20_000)
    for at, key in ((0, Qt.Key.Key_3), (1, Qt.Key.Key_1), (0, Qt.Key.Key_2)):
        with qtbot.waitActive(two[at]):
            two[at].activateWindow()
        page = two[at].area.current_page()
        qtbot.waitUntil(lambda page=page: page.isAncestorOf(QApplication.focusWidget()), timeout=20_000)
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert [model.draft(model.strand).level for model in models] == [2, 1]
