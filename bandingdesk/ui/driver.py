"""Drives the real window by key and mouse events, as a person would: for the tour, the pictures and acceptance tests.

Things are found by what a person or a screen reader finds them by: the text on a button, an accessible name, or the
object name that a command or field carries. Waiting is for idle jobs and for events to be done, never for time.
"""

from __future__ import annotations

import builtins  # the driver has a method `type`
from collections.abc import Callable
from typing import Any, TypeVar, cast, overload

import shiboken6
from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

W = TypeVar("W", bound=QWidget)
REST_MS = 500  # pages act or keep a draft after a rest in typing no longer than this
APPEARS_MS = 8_000  # a page that takes longer to show what it is for is a fault
BEAT_MS = 20
GONE = QEvent.Type.DeferredDelete.value
PATIENCE_MS = 30_000  # work that takes longer than this is a fault of the program


class NotOnScreenError(Exception):
    """What the driver looked for is not to be seen; the message lists what is."""


class StuckError(Exception):
    """Work in the background did not end."""


class Driver:
    """Drives one window. `is_idle` tells whether every answer has been delivered."""

    def __init__(self, window: QWidget, is_idle: Callable[[], bool], slow_ms: int = 0) -> None:
        self.window = window
        self._is_idle = is_idle
        self._slow_ms = slow_ms

    def activate(self) -> None:
        """Make the window the active one, as it is for a person: keys reach only that."""
        if QApplication.activeWindow() is None:
            self.window.activateWindow()
            QTest.qWaitForWindowActive(self.window)

    def type(self, text: str) -> None:
        """Type TEXT where the focus is."""
        self.activate()
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        self.settle()

    def _rests(self) -> bool:
        """Return whether a page waits for a rest in typing before it acts."""
        timers = self.window.findChildren(QTimer)
        return any(timer.isActive() and timer.isSingleShot() and timer.interval() <= REST_MS for timer in timers)

    def settle(self) -> None:
        """Return when events are done and nothing waits in the background. Raises StuckError."""
        guard, beat = QTimer(), QTimer()
        guard.setSingleShot(True)
        guard.start(PATIENCE_MS)
        beat.start(BEAT_MS)  # the loop sleeps while it waits, and looks again at each beat
        quiet = 0
        while quiet < 3:  # an answer may start another read: three quiet rounds end it
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QApplication.sendPostedEvents()
            QApplication.sendPostedEvents(None, GONE)  # outside a loop nobody else does: pages of who sat here go
            if self._is_idle() and not self._rests():
                quiet += 1
                continue
            quiet = 0
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if not guard.isActive():
                raise StuckError("work in the background did not end")
        if self._slow_ms:
            QTest.qWait(self._slow_ms)

    @overload
    def find(self, name: str, *, among: Callable[[QWidget], bool] | None = None) -> QWidget: ...
    @overload
    def find(self, name: str, kind: builtins.type[W], *, among: Callable[[W], bool] | None = None) -> W: ...
    def find(self, name: str, kind: Any = QWidget, *, among: Callable[[Any], bool] | None = None) -> Any:
        """Return the visible widget of KIND called NAME, preferring one that is enabled.

        Waits for it to appear, as a person does: a page may still be on its way. Raises NotOnScreenError.
        """
        found: list[Any] = []

        def appears() -> bool:
            shown = [*self.window.findChildren(kind), *_popups(kind)]
            shown = [one for one in shown if shiboken6.isValid(one)]  # a part may have gone with what was shown before
            found[:] = [one for one in shown if one.isVisible() and name in _names(one)]
            found[:] = [one for one in found if among is None or among(one)]
            return bool(found)

        waited = QElapsedTimer()
        waited.start()
        while not appears() and waited.elapsed() < APPEARS_MS:
            QTest.qWait(20)
        if not found:
            seen = sorted({n for one in self.window.findChildren(kind) if one.isVisible() for n in _names(one) if n})
            raise NotOnScreenError(f"no {kind.__name__} called {name!r}; to be seen: {'; '.join(seen)[:2000]}")
        return next((one for one in found if one.isEnabled()), found[0])

    def has(self, name: str, kind: builtins.type[QWidget] = QWidget) -> bool:
        """Return whether a visible widget of KIND is called NAME."""
        return any(one.isVisible() and name in _names(one) for one in self.window.findChildren(kind))

    def begins(self, start: str) -> QWidget | None:
        """Return the first visible widget whose name begins with START, None where there is none."""
        shown = (one for one in self.window.findChildren(QWidget) if one.isVisible())
        return next((one for one in shown if any(name.startswith(start) for name in _names(one))), None)

    def tick(self, name: str, *, on: bool = True) -> None:
        """Set the box or round button NAME, by a click on its mark where it is not so already."""
        box = self.find(name, QAbstractButton)
        if box.isChecked() != on:
            QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))
        self.settle()

    def click(self, name: str, kind: builtins.type[QAbstractButton] = QAbstractButton) -> None:
        """Click the button NAME in its middle and wait until what follows is done."""
        button = self.find(name, kind)
        if not button.isEnabled():
            raise NotOnScreenError(
                f"{name!r} can't be pressed now: {button.toolTip() or button.accessibleDescription()}"
            )
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def key(self, keys: str, target: QWidget | None = None) -> None:
        """Press KEYS ("Ctrl+L", "F8", "3") where the focus is, or on TARGET, and wait."""
        from PySide6.QtGui import QKeySequence

        combination = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs leave out this operator
        self.activate()
        where = target or QApplication.focusWidget() or self.window
        QTest.keyClick(where, combination.key(), combination.keyboardModifiers())
        self.settle()

    def write(self, name: str, text: str) -> None:
        """Put the focus into the field NAME, replace what stands there and type TEXT."""
        field: QWidget = self.find(name, QWidget, among=_is_written_in)
        if isinstance(field, QComboBox):
            field = cast(QLineEdit, field.lineEdit())
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        cast(QLineEdit, field).selectAll()
        if isinstance(field, QLineEdit):
            QTest.keyClicks(field, text)
        else:  # a long text is pasted: its single keys are not what is shown here
            QApplication.clipboard().setText(text)
            QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            QApplication.clipboard().clear()
        self.settle()

    def write_all(self, name: str, text: str) -> int:
        """Type TEXT into every visible one-line field NAME; return how many there were."""
        fields = [one for one in self.window.findChildren(QLineEdit) if one.isVisible() and name in _names(one)]
        for field in fields:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()
            QTest.keyClicks(field, text)
        self.settle()
        return len(fields)

    def choose(self, name: str, text: str) -> None:
        """Choose the entry TEXT of the list field NAME. Raises NotOnScreenError."""
        field = self.find(name, QComboBox)
        at = field.findText(text, Qt.MatchFlag.MatchContains)
        if at < 0:
            raise NotOnScreenError(
                f"{name!r} has no entry {text!r}: {[field.itemText(i) for i in range(field.count())]}"
            )
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.setCurrentIndex(at)
        field.activated.emit(at)
        self.settle()

    def open_row(self, name: str, row: int) -> None:
        """Choose ROW of the table or list NAME and press Enter on it."""
        view = self.find(name, QAbstractItemView)
        index = view.model().index(row, 0)
        view.scrollTo(index)
        view.setCurrentIndex(index)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_middle(view, index))
        QTest.keyClick(view, Qt.Key.Key_Return)
        self.settle()


def _is_written_in(widget: QWidget) -> bool:
    is_open_list = isinstance(widget, QComboBox) and widget.isEditable()
    return is_open_list or isinstance(widget, (QLineEdit, QTextEdit, QPlainTextEdit))


def _names(widget: QWidget) -> tuple[str, ...]:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return (widget.objectName(), widget.accessibleName(), text.replace("&", ""))


def _popups(kind: type[W]) -> list[W]:
    tops = [top for top in QApplication.topLevelWidgets() if top.windowFlags() & Qt.WindowType.Popup]
    return [child for top in tops for child in top.findChildren(kind)]


def _middle(view: QAbstractItemView, index: object) -> QPoint:
    return view.visualRect(index).center()  # type: ignore[arg-type]  # a QModelIndex of the view's model
