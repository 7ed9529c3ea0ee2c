"""A window on a small store of its own, made by the desk's acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from bandingdesk import bootstrap, seams
from bandingdesk.desk.desk import Desk
from bandingdesk.ui import app
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.window import Window
from tests.support import founding

PINS = {"RA": "2468", "LO": "1357"}


def make_store(path: Path, clock: seams.Clock, ids: seams.Ids, *, is_demo: bool) -> None:
    """Make a plain store with a caseworker and a panel member in it."""
    desk = bootstrap.create_desk(path, None, clock=clock, ids=ids, plain=True, is_demo=is_demo)
    with founding.before_the_story():
        for name, initials, role in (("R. Amari", "RA", "caseworker"), ("L. Okoro", "LO", "panel_member")):
            person = desk.council.add_person(name, initials, "Invented")
            desk.council.grant_role(person.id, role, date(2026, 4, 1))
            desk.council.set_pin(person.id, PINS[initials])
    desk.close()


@pytest.fixture
def store(tmp_path: Path, clock: seams.FixedClock, ids: seams.SeededIds) -> Path:
    """The place of a store with two people."""
    path = tmp_path / "shell.desk"
    make_store(path, clock, ids, is_demo=False)
    return path


Open = Callable[..., Window]


@pytest.fixture
def open_window(qtbot, qapp: QApplication, store: Path, clock, tmp_path: Path) -> Iterator[Open]:
    """A function that opens a window and returns when its first page is open; the windows are closed at the end."""
    opened: list[Window] = []

    def make(*, is_demo: bool = False, size: QSize | None = None, look: Look | None = None, **more) -> Window:
        def opener() -> Desk:
            return bootstrap.open_desk(store, None, clock=clock, ids=seams.SystemIds(), plain=True, is_demo=is_demo)

        window = app.open_window(
            setup=Setup(clock, seams.SystemIds(), place=store),
            clock=clock,
            opener=more.pop("opener", opener),
            preferences=Preferences(tmp_path / "settings.toml", look=look or Look(theme="light")),
            size=size or QSize(1280, 720),
            **more,
        )
        opened.append(window)
        return window

    yield make
    for window in opened:
        window.close()  # its pages keep what is half written, so its threads end after it
        window.jobs.close()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def window(open_window: Open, qtbot) -> Window:
    """An open window on a store that is no demo, with the first of the two people at the keys."""
    made = open_window()
    qtbot.waitSignal(made.ready, timeout=20_000).wait()
    made.activateWindow()
    return made
