"""The focus ring: 2 px with a 2 px gap of ground, painted over the window around the focused control.

One ring for all controls: a sheet can't draw outside its widget, and on the accent the ring's own contrast is 1.3.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QSlider, QWidget

from bandingdesk.ui.theme.tokens import RADIUS_BUTTON

OWN_RING = "ownRing"  # set this property on a widget that paints its own ring
_REACH = 4  # px outside the control: 2 px gap and 2 px line
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest)


class FocusRing(QObject):
    """Follows the focus and keeps one painted ring, in COLOUR as it is now, around the control that has it."""

    def __init__(self, colour: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._colour = colour
        self._frame: _Frame | None = None
        self._ground: QWidget | None = None
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None

    def follow(self) -> None:
        """Move the ring to what has the focus, or take it away where that shows its focus by itself (fields, tables).

        The signal's own arguments are not taken: one of them may be a widget that is just being destroyed.
        """
        new = QApplication.focusWidget()
        self._drop()
        if new is None or not isinstance(new, (QAbstractButton, QSlider)) or new.property(OWN_RING):
            return
        ground = _ground_of(new)
        self._target = new
        self._ground = ground
        self._frame = _Frame(ground, self._colour)
        step: QWidget | None = new
        while step is not None and step is not ground:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        elif event.type() == QEvent.Type.Hide and self._frame is not None:
            self._frame.hide()
        return False

    def _place(self) -> None:
        target, frame, ground = self._target, self._frame, self._ground
        if target is None or frame is None or ground is None:
            return
        if not target.isVisible():
            frame.hide()
            return
        corner = target.mapTo(ground, target.rect().topLeft())
        frame.setGeometry(target.rect().translated(corner).adjusted(-_REACH, -_REACH, _REACH, _REACH))
        frame.show()
        frame.raise_()

    def _drop(self) -> None:
        for widget in self._watched:
            _release(widget, self)
        self._watched.clear()
        if self._frame is not None:
            _discard(self._frame)
        self._frame = self._target = None


class _Frame(QWidget):
    """The painted ring: it takes no clicks and is not part of what a screen reader walks."""

    def __init__(self, ground: QWidget, colour: Callable[[], str]) -> None:
        super().__init__(ground)
        self._colour = colour
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colour()), 2))
        inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(inner, RADIUS_BUTTON + 3, RADIUS_BUTTON + 3)
        painter.end()


def _ground_of(widget: QWidget) -> QWidget:
    """Return what the ring lies on: the content of the nearest scroll area, so that it moves along, or the window."""
    step = widget
    while True:
        parent = step.parentWidget()
        if parent is None or step.isWindow():
            return step
        above = parent.parentWidget()
        if isinstance(above, QAbstractScrollArea) and above.viewport() is parent and step is not widget:
            return step
        step = parent


def _release(widget: QWidget, ring: QObject) -> None:
    import shiboken6

    if shiboken6.isValid(widget):
        widget.removeEventFilter(ring)


def _discard(frame: QWidget) -> None:
    import shiboken6

    if shiboken6.isValid(frame):
        frame.hide()
        frame.deleteLater()
