"""A window on a small desk before a panel, for tests of pages. Work runs at once, so nothing has to be waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from bandingdesk import seams
from bandingdesk.ui import app
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.window import Window
from tests.support import panel_morning
from tests.support.panel_morning import Morning

OpenPage = Callable[..., Window]


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> None:
    """Have the application stand before any widget: Qt ends the whole process at a widget made without one."""


@pytest.fixture
def make_morning(tmp_path: Path, clock: seams.FixedClock, ids: seams.SeededIds) -> Iterator[Callable[..., Morning]]:
    """A function that makes the desk; `framework=`, `own_band=` and the like as in `panel_morning.a_morning`."""
    made: list[Morning] = []

    def make(**more: object) -> Morning:
        made.append(panel_morning.a_morning(tmp_path, clock, ids, **more))
        return made[-1]

    yield make
    for morning in made:
        morning.desk.close()


@pytest.fixture
def morning(make_morning: Callable[..., Morning]) -> Morning:
    """The desk with a planned meeting of four cases."""
    return make_morning()


@pytest.fixture
def open_page(qtbot, qapp: QApplication, clock, ids, tmp_path: Path) -> Iterator[OpenPage]:
    """A function that opens a window on a morning's desk at a place and returns it; closed at the end."""
    opened: list[Window] = []

    def make(morning: Morning, place: str, *, size: QSize | None = None, **where: object) -> Window:
        window = app.open_window(
            setup=Setup(clock, ids, place=tmp_path / "morning.desk"),
            clock=clock,
            opener=lambda: morning.desk,
            preferences=Preferences(tmp_path / "settings.toml", look=Look(theme="light")),
            size=size or QSize(1600, 900),
            jobs=InlineJobs,
            place=place,
            where=dict(where),
        )
        opened.append(window)
        with qtbot.waitSignal(window.ready, timeout=10_000):
            pass
        window.activateWindow()
        qapp.processEvents()  # the window becomes the active one, so that keys find its commands
        return window

    yield make
    for window in opened:
        window.close()
        window.deleteLater()
    qapp.processEvents()
