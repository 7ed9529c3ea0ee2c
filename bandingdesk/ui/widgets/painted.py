"""What painted parts share: repainting with the theme, text that wraps, one line that says when it did not fit."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.theme.tokens import Tokens

LINE_HEIGHT = 1.15  # of the font's own height, which is 1.21 em for Inter: about 1.4 em in all
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Span(NamedTuple):
    """A highlighted stretch of a text: first character, and how many."""

    start: int
    length: int


class TextBlock:
    """A text broken into lines for one width. `height` is in logical pixels."""

    def __init__(
        self,
        text: str,
        font: QFont,
        width: float,
        *,
        spans: Sequence[Span] = (),
        line_height: float = LINE_HEIGHT,
    ) -> None:
        self._layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        if spans:
            self._layout.setFormats([_marked(span) for span in spans])
        metrics = QFontMetricsF(font)
        step = metrics.ascent() + metrics.descent()
        lead = step * (line_height - 1)
        y = 0.0
        self.lines = 0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            line.setPosition(QPointF(0, y + lead / 2))
            y += step + lead
            self.lines += 1
        self._layout.endLayout()
        self.height = y

    def draw(self, painter: QPainter, x: float, y: float, colour: str) -> None:
        """Paint the lines with their top left corner at X, Y."""
        painter.setPen(QColor(colour))
        self._layout.draw(painter, QPointF(x, y))


def _marked(span: Span) -> QTextLayout.FormatRange:
    """Return the look of a highlight: a fill, or an underline where grounds can't be told apart."""
    tokens = theme.current().tokens
    look = QTextCharFormat()
    if tokens.outlined:
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(QColor(tokens.accent))
    else:
        look.setBackground(QBrush(QColor(tokens.highlight)))
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = span.start, span.length, look
    return made


def find_span(text: str, part: str) -> tuple[Span, ...]:
    """Return where PART stands in TEXT: one span, or none when it is not in there word for word."""
    start = text.find(part) if part else -1
    return (Span(start, len(part)),) if start >= 0 else ()


def tokens() -> Tokens:
    """Return the tokens in force."""
    return theme.current().tokens


def font(role: str) -> QFont:
    """Return the font of ROLE in the size in force, for words.

    Without figures of one width: in Inter that feature also widens hyphens, commas and points, "self - care".
    """
    face = theme.current().font(role)
    face.unsetFeature(QFont.Tag("tnum"))
    return face


def set_figures(widget: QWidget) -> None:
    """Write in WIDGET with figures of one width; family and size still follow the theme."""
    face = QFont()
    face.setFeature(QFont.Tag("tnum"), 1)
    widget.setFont(face)


def figures(role: str) -> QFont:
    """Return the font of ROLE with figures of one width, for columns of numbers."""
    return theme.current().font(role)


def line_px(role: str) -> int:
    """Return the height of one line of ROLE in logical pixels."""
    return _line_px(role, theme.current().lettering)


@functools.lru_cache(maxsize=128)
def _line_px(role: str, _lettering: tuple[str, int]) -> int:
    """A list of eighty rows asks for the same heights hundreds of times while it is laid out."""
    return round(QFontMetricsF(font(role)).height() * LINE_HEIGHT)


def width_px(role: str, text: str) -> int:
    """Return the width of TEXT in ROLE, rounded up."""
    return int(QFontMetricsF(font(role)).horizontalAdvance(text)) + 1


def box(painter: QPainter, rect: QRectF, *, fill: str, edge: str, radius: float, line: float = 1.0) -> None:
    """Paint a rounded box whose edge lies inside RECT."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill))
    painter.setPen(QPen(QColor(edge), line) if line else Qt.PenStyle.NoPen)
    half = line / 2
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def dashed_box(painter: QPainter, rect: QRectF, *, edge: str, radius: float) -> None:
    """Paint an empty box with a dashed edge: a place where nothing has been chosen yet."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(edge), 1)
    pen.setDashPattern([3, 2.4])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def draw_icon(painter: QPainter, name: str, token: str, x: float, y: float, size: int) -> None:
    """Paint the icon NAME in the colour of TOKEN with its top left corner at X, Y; SIZE grows with the text size."""
    device = painter.device()
    scale = device.devicePixelRatioF() if device is not None else 1.0
    picture = theme.current().pixmap(name, token, size, scale)
    painter.drawPixmap(QPointF(round(x), round(y)), picture)


class Lines:
    """Paints single lines of text and keeps those that were too long for their place."""

    def __init__(self) -> None:
        self._cut: dict[str, None] = {}

    def start(self) -> None:
        """Forget what the last painting left out."""
        self._cut.clear()

    def draw(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        text: str,
        role: str,
        colour: str,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        """Paint TEXT as one line in RECT; a text that is too long ends in … and is remembered."""
        face = font(role)
        metrics = QFontMetricsF(face)
        area = QRectF(rect)
        shown = text
        if metrics.horizontalAdvance(text) > area.width() + 0.5:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            self._cut[text] = None
        painter.setFont(face)
        painter.setPen(QColor(colour))
        painter.drawText(area, int(align) | int(Qt.TextFlag.TextSingleLine), shown)

    def cut(self) -> list[str]:
        """Return the texts of the last painting that ended in …."""
        return list(self._cut)


class Painted(QWidget):
    """A part that paints itself. It repaints with the theme and lays itself out again with the text size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = Lines()
        follow_theme(self)

    def cut_texts(self) -> list[str]:
        """Return the texts that the last painting had to cut and no tooltip shows in full."""
        return [text for text in self._lines.cut() if text not in self.toolTip()]

    def _pen(self) -> QPainter:
        """Return a painter of this part, smooth, with the memory of cut texts emptied."""
        self._lines.start()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter


def follow_theme(widget: QWidget) -> None:
    """Repaint WIDGET and measure it again after each change of the theme."""
    changed = theme.current().changed
    changed.connect(widget.updateGeometry)
    changed.connect(widget.update)
