"""The line between a meeting page and the room's window: opened, blanked, given views; closed with its display."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from bandingdesk.ui.room.view import RoomView
from bandingdesk.ui.room.window import RoomWindow

SIZE = (960, 540)


class RoomLink(QObject):
    """There is one for each desk, so that the room's screen stays while the laptop goes from hand to hand.

    `changed` comes when the window opens, closes, goes blank or shows again.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window: RoomWindow | None = None
        self._screen: QScreen | None = None
        self._view = RoomView()

    @property
    def is_open(self) -> bool:
        """Whether the window is there."""
        return self.window is not None

    @property
    def is_blank(self) -> bool:
        """Whether it hides everything."""
        return self.window is not None and self.window.is_blank

    @property
    def is_apart(self) -> bool:
        """Whether it stands on a display of its own."""
        return self._screen is not None

    def open(self, beside: QWidget) -> None:
        """Open the window on a display that BESIDE is not on; where there is none, as a window."""
        if self.window is not None:
            return
        main = beside.window()
        self.window = RoomWindow(main)
        self.window.closed.append(self._gone)
        self.window.destroyed.connect(self._forget)
        self._screen = next((one for one in QGuiApplication.screens() if one is not main.screen()), None)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._lose)
        if self._screen is not None:
            self.window.setGeometry(self._screen.geometry())
            self.window.showFullScreen()
        else:
            self.window.resize(*SIZE)
            self.window.show()
        self.window.show_view(self._view)
        self.changed.emit()

    def close(self) -> None:
        """Close the window."""
        if self.window is not None:
            self.window.close()

    def toggle(self, beside: QWidget) -> None:
        """Open the window, or close it."""
        if self.is_open:
            self.close()
        else:
            self.open(beside)

    def blank(self) -> None:
        """Hide everything, or show it again."""
        if self.window is not None:
            self.window.blank(not self.window.is_blank)
            self.changed.emit()

    def show_view(self, view: RoomView) -> None:
        """Show VIEW now, or as soon as the window is opened."""
        self._view = view
        if self.window is not None:
            self.window.show_view(view)

    def _lose(self, screen: QScreen) -> None:
        """Close the window when its display goes: it never moves to another one by itself."""
        if screen is self._screen:
            self.close()

    def _forget(self, *_: object) -> None:
        """The main window went and took it along."""
        self.window = self._screen = None

    def _gone(self, *_: object) -> None:
        if self.window is None:
            return
        window, self.window, self._screen = self.window, None, None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.disconnect(self._lose)
        window.closed.clear()
        window.destroyed.disconnect(self._forget)
        window.deleteLater()
        self.changed.emit()
