"""A window on somebody's laptop, and the one who drives it, for acceptance tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QSize
from PySide6.QtWidgets import QApplication, QDateEdit

from bandingdesk import seams
from bandingdesk.desk.desk import Desk
from bandingdesk.ui import app
from bandingdesk.ui.driver import Driver
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.window import Window


class Screen:
    """A window on somebody's own laptop, and the one who drives it."""

    def __init__(self, desk: Desk, clock: seams.FixedClock, folder: Path) -> None:
        self.window: Window = app.open_window(
            setup=Setup(clock, seams.SeededIds(77, clock.now()), place=desk.store.path),
            clock=clock,
            opener=lambda: desk,
            preferences=Preferences(folder / "settings.toml", look=Look(theme="light", reduced_motion=True)),
            size=QSize(1280, 800),
        )
        self.drive = Driver(self.window, self.window.jobs.is_idle)
        while self.window.link is None:
            self.drive.settle()
        self.drive.settle()

    def page(self) -> Any:
        return self.window.area.current_page()

    def go(self, place: str, **where: object) -> None:
        """Open a place, as the rail, the list and the parts of a case do."""
        self.window.navigate(place, **where)
        self.drive.settle()

    def set_day(self, name: str, day: date) -> None:
        """Pick DAY in a field of days, as its calendar does."""
        self.drive.find(name, QDateEdit).setDate(QDate(day.year, day.month, day.day))
        self.drive.settle()

    def close(self) -> None:
        """Close the window, as a person does."""
        self.window.close()
        self.window.jobs.close()
        self.window.deleteLater()
        QApplication.processEvents()
