"""What charts are painted with: the look of screen or paper, lines of text, fills of series, hatching, intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from bandingdesk import charts
from bandingdesk.charts import Chart
from bandingdesk.ui.theme import fonts, theme
from bandingdesk.ui.theme.tokens import LIGHT, Tokens
from bandingdesk.ui.widgets import painted

LEFT, RIGHT, CENTRE = painted.LEFT, painted.RIGHT, painted.CENTRE
GAP = 8.0  # px at 100 %
_MOST_TEXTS, _MOST_BLOCKS = 4000, 100


class Measured:
    """Fonts and widths of texts, measured once: a step of a handle draws mostly what the last one drew."""

    def __init__(self, font: Callable[[str], QFont]) -> None:
        self._font = font
        self._faces: dict[str, tuple[QFont, QFontMetricsF]] = {}
        self._widths: dict[tuple[str, str], float] = {}
        self._blocks: dict[tuple[str, str, float], painted.TextBlock] = {}

    def face(self, role: str) -> tuple[QFont, QFontMetricsF]:
        """Return the font of ROLE and its measure."""
        if role not in self._faces:
            font = self._font(role)
            self._faces[role] = (font, QFontMetricsF(font))
        return self._faces[role]

    def wide(self, role: str, text: str) -> float:
        """Return the width of TEXT."""
        key = (role, text)
        if key not in self._widths:
            if len(self._widths) > _MOST_TEXTS:
                self._widths.clear()
            self._widths[key] = self.face(role)[1].horizontalAdvance(text)
        return self._widths[key]

    def block(self, role: str, text: str, width: float) -> painted.TextBlock:
        """Return TEXT broken into lines."""
        key = (role, text, width)
        if key not in self._blocks:
            if len(self._blocks) > _MOST_BLOCKS:
                self._blocks.clear()
            self._blocks[key] = painted.TextBlock(text, self.face(role)[0], width)
        return self._blocks[key]


@dataclass(frozen=True, slots=True)
class Look:
    """The colours and fonts that a chart is painted with; `percent` is the text size."""

    tokens: Tokens
    measured: Measured
    percent: int = 100


_SCREENS: dict[tuple[str, int, str], Look] = {}


def screen_look() -> Look:
    """Return the look of the theme in force."""
    now = theme.current()
    key = (now.tokens.name, now.percent, now.font("note").family())
    if key not in _SCREENS:
        _SCREENS.clear()
        _SCREENS[key] = Look(now.tokens, Measured(painted.font), now.percent)
    return _SCREENS[key]


def paper_look() -> Look:
    """Return the look of print and saved pictures: black on white whatever the theme."""
    return Look(LIGHT, Measured(fonts.words))


def translate(text: str) -> str:
    """Return a text of `charts` in the language of the screen."""
    return QCoreApplication.translate("charts", text)


class Pen:
    """A painter with the look: text, bars and hatching. Without a painter it only measures."""

    def __init__(self, painter: QPainter | None, look: Look) -> None:
        self._painter, self.look, self.tokens = painter, look, look.tokens
        self.cut: list[str] = []

    @property
    def painter(self) -> QPainter:
        """Return the painter. Raises RuntimeError where there is none."""
        if self._painter is None:
            raise RuntimeError("this pen only measures")
        return self._painter

    def face(self, role: str) -> tuple[QFont, QFontMetricsF]:
        """Return the font of ROLE and its measure."""
        return self.look.measured.face(role)

    def line(self, role: str) -> float:
        """Return the height of a line of text."""
        return self.face(role)[1].height() * painted.LINE_HEIGHT

    def wide(self, role: str, text: str) -> float:
        """Return the width of TEXT."""
        return self.look.measured.wide(role, text)

    def scaled(self, pixels: float) -> float:
        """Return PIXELS grown with the text size."""
        return pixels * self.look.percent / 100

    def text(self, area: QRectF, text: str, role: str, colour: str, align: Qt.AlignmentFlag = LEFT) -> None:
        """Paint one line of TEXT; what is too long ends in … and is remembered."""
        font, metrics = self.face(role)
        if self.wide(role, text) > area.width() + 0.5:
            self.cut.append(text)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        self.painter.drawText(area, int(align) | int(Qt.TextFlag.TextSingleLine), text)

    def heading(self, chart: Chart, width: float) -> tuple[painted.TextBlock, float]:
        """Return the title broken into lines, and the height that it takes."""
        block = self.look.measured.block("card_title", chart.title, width)
        return block, block.height + self.scaled(GAP)

    def foot_height(self, chart: Chart, width: float) -> float:
        """Return the height of the line below the figures."""
        return self._foot(chart, width).height + self.scaled(GAP)

    def draw_foot(self, chart: Chart, area: QRectF) -> None:
        """Paint what stands behind the figures, and what they can't tell."""
        block = self._foot(chart, area.width())
        block.draw(self.painter, area.left(), area.bottom() - block.height, self.tokens.text2)

    def _foot(self, chart: Chart, width: float) -> painted.TextBlock:
        behind = charts.behind(chart, translate)
        told = f"{behind}. {chart.note}" if chart.note else behind
        return self.look.measured.block("note", told, width)

    def bar(self, area: QRectF, colour: str, fill: int) -> None:
        """Paint a bar in its colour with the fill of series number FILL: full, hollow, then lines."""
        painter = self.painter
        painter.setPen(QPen(QColor(colour), 1.4))
        painter.setBrush(QColor(colour) if fill == 0 else QColor(self.tokens.surface))
        painter.drawRect(area.adjusted(0.7, 0.7, -0.7, -0.7))
        if fill >= 2:
            upright, level, step = fill in (2, 4), fill in (3, 4), 3.0 if fill == 5 else 5.0
            if upright or fill == 5:
                self._lines(area, step, slope=0)
            if level:
                self._lines(area, step, slope=1)

    def _lines(self, area: QRectF, step: float, *, slope: int) -> None:
        lines, at = [], step
        length = area.width() if slope == 0 else area.height()
        while at < length:
            if slope == 0:
                lines.append(QLineF(area.left() + at, area.top(), area.left() + at, area.bottom()))
            else:
                lines.append(QLineF(area.left(), area.top() + at, area.right(), area.top() + at))
            at += step
        self.painter.drawLines(lines)

    def hatch(self, area: QRectF) -> None:
        """Paint the field of a hidden count: slanting lines in a quiet box."""
        painter = self.painter
        painter.save()
        painter.setClipRect(area)
        painter.setPen(QPen(QColor(self.tokens.strong), 1))
        painter.setBrush(QColor(self.tokens.sunken))
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        lines, at = [], area.left() - area.height()
        while at < area.right():
            lines.append(QLineF(at, area.bottom(), at + area.height(), area.top()))
            at += 6
        painter.drawLines(lines)
        painter.restore()

    def interval(self, low: QPointF, high: QPointF) -> None:
        """Paint an interval with a cap at each end."""
        self.painter.setPen(QPen(QColor(self.tokens.text), 1.4))
        across = QPointF(0, 4) if low.y() == high.y() else QPointF(4, 0)
        self.painter.drawLine(low, high)
        for end in (low, high):
            self.painter.drawLine(end - across, end + across)
