"""The one legal clock that matters now: the target, the law's last day with its rule, and the days left, with a bar."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted


@dataclass(frozen=True, slots=True)
class LegalClock:
    """What the bar says. TITLE holds the target ("Decide by Fri 4 Dec 2026"), LEFT the days ("14 days left"), LINE the
    law's last day with its provision. GONE of ALL days have passed; TONE is plain, soon or late.
    """

    title: str
    left: str
    line: str
    gone: int
    all: int
    tone: str = "plain"


_TONES = {"plain": "accent", "soon": "warn", "late": "danger"}
_ICONS = {"plain": "clock", "soon": "clock", "late": "clock-alert"}


class ClockBar(painted.Painted):
    """The clock as two lines of words with a bar between them."""

    def __init__(self, clock: LegalClock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._clock: LegalClock | None = None
        self.set(clock)

    def set(self, clock: LegalClock | None) -> None:
        """Show CLOCK; None shows nothing."""
        self._clock = clock
        if clock is None:
            self.hide()
        elif self.parentWidget() is not None:  # without one it would open as a window of its own
            self.show()
        if clock is not None:
            words = f"{clock.title}. {clock.left}. {clock.line}."
            self.setAccessibleName(words)
            self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        clock = self._clock
        wide = 330
        if clock is not None:
            icon = theme.current().scaled(16) + 6
            top = painted.width_px("second_strong", clock.title) + painted.width_px("second_strong", clock.left) + 20
            wide = max(top + icon, painted.width_px("note", clock.line) + 2)
        return QSize(wide, painted.line_px("second_strong") + painted.line_px("note") + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        clock = self._clock
        painter = self._pen()
        if clock is not None:
            tokens = painted.tokens()
            token = _TONES[clock.tone]
            high = painted.line_px("second_strong")
            icon = theme.current().scaled(16)
            painted.draw_icon(painter, _ICONS[clock.tone], token, 0, (high - icon) / 2, 16)
            left = painted.width_px("second_strong", clock.left)
            area = QRectF(icon + 6, 0, self.width() - icon - 6 - left - 12, high)
            self._lines.draw(painter, area, clock.title, "second_strong", tokens.text)
            area = QRectF(self.width() - left - 1, 0, left + 1, high)
            self._lines.draw(painter, area, clock.left, "second_strong", tokens.colour(token), painted.RIGHT)
            y = high + 7.0
            self._draw_bar(painter, y, token, clock)
            area = QRectF(0, y + 7, self.width(), painted.line_px("note"))
            self._lines.draw(painter, area, clock.line, "note", tokens.text2)
        painter.end()

    def _draw_bar(self, painter: QPainter, y: float, token: str, clock: LegalClock) -> None:
        """Paint the bar: what has gone, what is left, and today."""
        tokens = painted.tokens()
        share = min(1.0, max(0.0, clock.gone / clock.all)) if clock.all > 0 else 1.0
        ground = QRectF(0, y - 2.5, self.width(), 5)
        edge = tokens.strong if tokens.outlined else tokens.border
        painted.box(painter, ground, fill=tokens.border if not tokens.outlined else tokens.bg, edge=edge, radius=2.5)
        knob = 6.0
        at = knob + share * (self.width() - 2 * knob)
        gone = QRectF(0, y - 2.5, at, 5)
        painted.box(painter, gone, fill=tokens.colour(token), edge=tokens.colour(token), radius=2.5, line=0)
        painter.setBrush(QColor(tokens.surface))
        painter.setPen(QPen(QColor(tokens.colour(token)), 2))
        painter.drawEllipse(QPointF(at, y), knob - 1, knob - 1)
