"""Starts the screen: the application object, the theme, one window. The first paint comes before the store."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale, QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError
from bandingdesk.seams import Clock
from bandingdesk.ui import plurals
from bandingdesk.ui.jobs import Jobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.window import Window

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk

USUAL_SIZE = QSize(1600, 900)


class NoDisplayError(MissingError):
    """There is no screen to open a window on."""

    code = "UI-02"
    message = QT_TRANSLATE_NOOP("errors", "There is no screen to open a window on.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Start it in a desktop session, or run the tour, which draws without a screen.")


def is_seen() -> bool:
    """Return whether a person would see the window: not off-screen, and on Linux with a screen named."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.partition(":")[0] in ("offscreen", "minimal"):
        return False
    return bool(platform) or sys.platform in ("win32", "darwin") or _has_screen()


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def application(argv: Sequence[str] = ()) -> QApplication:
    """Return the QApplication, made if there is none yet. Raises NoDisplayError: Qt itself would abort."""
    known = QApplication.instance()
    if isinstance(known, QApplication):
        return known
    if not (os.environ.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin") or _has_screen()):
        raise NoDisplayError()
    QCoreApplication.setApplicationName("Banding Desk")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    return QApplication(["bandingdesk", *argv])


def open_window(
    *,
    setup: Setup,
    clock: Clock,
    opener: Callable[[], Desk] | None = None,
    preferences: Preferences | None = None,
    look: Look | None = None,
    jobs: Callable[[Messages], Jobs] = Jobs,
    size: QSize | None = None,
    place: str = "",
    where: dict[str, Any] | None = None,
) -> Window:
    """Return a window that is shown and has begun to open its desk: `window.ready` comes when the first page is open.

    OPENER returns the desk (run off the UI thread); without it SETUP opens the store of this computer, or first run
    begins. LOOK overrides the settings file: pictures and tests look alike on any computer.
    """
    app = application()
    plurals.install(app)
    prefs = preferences or Preferences(look=look)
    theme = Theme.install(
        app,
        prefs.look.theme,
        percent=prefs.look.text_size,
        typeface=prefs.look.typeface,
        reduced_motion=prefs.look.reduced_motion,
    )
    window = Window(setup, prefs, clock, theme, opener=opener, jobs=jobs)
    prefs.setParent(window)
    window.resize(size or _fitting_size())
    window.show()
    # After the first paint: opening loads the database and reads the store.
    QTimer.singleShot(0, window, lambda: window.start(place, **(where or {})))
    return window


def run(
    argv: Sequence[str] = (),
    *,
    clock: Clock,
    setup: Setup,
    opener: Callable[[], Desk] | None = None,
    place: str = "",
    where: dict[str, Any] | None = None,
) -> int:
    """Open the window and return the exit code when it is closed. Raises NoDisplayError, FontMissingError."""
    app = application(argv)
    window = open_window(setup=setup, clock=clock, opener=opener, place=place, where=where)
    code = app.exec()
    window.jobs.close()
    return code


def _fitting_size() -> QSize:
    """Return the usual size, or what fits the screen."""
    screen = QGuiApplication.primaryScreen()
    return USUAL_SIZE.boundedTo(screen.availableSize()) if screen is not None else USUAL_SIZE
