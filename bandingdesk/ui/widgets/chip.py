"""Chips: a state or a fact in a word or two, on its soft ground, with an icon."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.theme.tokens import RADIUS_CHIP
from bandingdesk.ui.widgets import flow, painted

_SIDE, _UP, _GAP, _ICON = 8, 3, 6, 14  # px


@dataclass(frozen=True, slots=True)
class Fact:
    """What a chip says: TEXT, TONE (plain, accent, danger, warn, ok, info, demo), an icon, and a sentence behind it."""

    text: str
    tone: str = "plain"
    icon: str = ""
    tip: str = ""


class Chip(painted.Painted):
    """A fact as a chip."""

    def __init__(
        self, text: str, tone: str = "plain", icon: str = "", tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone, icon, tip)

    @classmethod
    def of(cls, fact: Fact, parent: QWidget | None = None) -> Chip:
        """Return the chip of FACT."""
        return cls(fact.text, fact.tone, fact.icon, fact.tip, parent)

    def set(self, text: str, tone: str = "plain", icon: str = "", tip: str = "") -> None:
        """Show another fact."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """Return the words of the chip."""
        return self._text

    def sizeHint(self) -> QSize:
        size = theme.current().scaled(_ICON)
        width = painted.width_px("note_strong", self._text) + 2 * _SIDE + (size + _GAP if self._icon else 0)
        height = round(QFontMetricsF(painted.font("note_strong")).height()) + 2 * _UP
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        draw(painter, QRectF(self.rect()), Fact(self._text, self._tone, self._icon), self._lines)
        painter.end()


def draw(painter: QPainter, rect: QRectF, fact: Fact, lines: painted.Lines) -> None:
    """Paint FACT as a chip in RECT."""
    tokens = painted.tokens()
    ink, ground = colours(fact.tone)
    edge = tokens.colour(ink) if tokens.outlined else tokens.colour(ground)
    painted.box(painter, rect, fill=tokens.colour(ground), edge=edge, radius=RADIUS_CHIP - 1)
    x = rect.left() + _SIDE
    if fact.icon:
        size = theme.current().scaled(_ICON)
        painted.draw_icon(painter, fact.icon, ink, x, rect.center().y() - size / 2, _ICON)
        x += size + _GAP
    area = QRectF(x, rect.top(), rect.right() - _SIDE - x + 1, rect.height())
    lines.draw(painter, area, fact.text, "note_strong", tokens.colour(ink))


def colours(tone: str) -> tuple[str, str]:
    """Return the tokens of ink and ground for TONE. Raises ValueError for a tone that chips don't have."""
    if tone == "plain":
        return "text2", "sunken"
    if tone in ("accent", "danger", "warn", "ok", "info", "demo"):
        return tone, f"{tone}_soft"
    raise ValueError(f"tone {tone!r}")


class StateChip(Chip):
    """A state that changes what work means: Blind scoring, Live, What-if, Read-only, Disputed. It has an icon."""

    def __init__(self, text: str, tone: str, icon: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, tone, icon, tip, parent)


class ChipRow(QWidget):
    """Chips side by side, in two lines where one is too short."""

    def __init__(self, facts: tuple[Fact, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = flow.Flow(self)
        self.set(facts)

    def set(self, facts: tuple[Fact, ...]) -> None:
        """Show FACTS in place of what is there."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for fact in facts:
            self._row.addWidget(Chip.of(fact, self))
