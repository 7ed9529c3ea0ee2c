"""The room's window: one painted page, no control in it, type to be read from the end of a table."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QCloseEvent, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QTextOption
from PySide6.QtWidgets import QWidget

from bandingdesk.ui.room.view import RoomView
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import answer_words, painted, spread

SMALLEST = (640, 360)
_WIDE = 1600.0  # px of page for which the sizes below are meant; a smaller window shrinks them together
_SIDE, _TOP = 64.0, 40.0


class RoomWindow(QWidget):
    """Shows a RoomView. Blank, it shows one quiet line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.view = RoomView()
        self.is_blank = False
        self.closed: list[object] = []  # who wants to know, called without arguments
        self.setWindowTitle(self.tr("Banding Desk: room screen"))
        self.setMinimumSize(*SMALLEST)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        theme.current().changed.connect(self.update)

    def show_view(self, view: RoomView) -> None:
        """Show VIEW; what is the same already is not painted again."""
        if view != self.view:
            self.view = view
            self._name()
            self.update()

    def blank(self, is_blank: bool) -> None:
        """Hide everything, or show it again."""
        self.is_blank = is_blank
        self._name()
        self.update()

    def words(self) -> list[str]:
        """Return every text that is on the page now: what a test and a screen reader ask."""
        view = self.view
        if self.is_blank:
            return [self._blank_words()]
        if view.paused:
            return [view.paused]
        found = [self._place(), view.step, view.title, view.timer, view.frame, view.agreed]
        found += [f"{label}: {words}" for label, words in view.facts]
        found += [spread.sentence(strip) for strip in view.strips]
        return [text for text in (*found, *view.text, self._foot()) if text]

    def _name(self) -> None:
        self.setAccessibleName(" ".join(self.words()))

    def _blank_words(self) -> str:
        return self.tr("The room screen is blank.")

    def _place(self) -> str:
        if not self.view.number:
            return ""
        words = self.tr("Case {number} of {all}").replace("{number}", str(self.view.number))
        return words.replace("{all}", str(self.view.of))

    def _foot(self) -> str:
        shown = len(self.view.strips)
        if not shown:
            return ""
        said = self.tr("Each dot is one scorer. The grey bar is the tolerance.")
        if self.view.strands > shown:
            more = self.tr("{shown} strands of {all} shown, widest first.").replace("{shown}", str(shown))
            said = f"{said} {more.replace('{all}', str(self.view.strands))}"
        return said

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = painted.tokens()
        painter.fillRect(self.rect(), QColor(tokens.surface))
        pen = _Pen(painter, min(self.width() / _WIDE, self.height() / 900), self.width())
        if self.is_blank:
            pen.middle(self._blank_words(), 28, tokens.text2, self.height())
        elif self.view.paused:
            pen.middle(self.view.paused, 46, tokens.text, self.height())
        else:
            self._paint_case(pen)
        painter.end()

    def _paint_case(self, pen: _Pen) -> None:
        tokens, view = painted.tokens(), self.view
        y = _TOP
        left = pen.line(self._place(), _SIDE, y, 28, tokens.text2, bold=True)
        pen.line(view.step, left + 32 if left > _SIDE else _SIDE, y, 28, tokens.accent, bold=True)
        pen.end(view.frame, y, 26, tokens.text2)
        y = pen.wrapped(view.title, y + 52, 46, tokens.text, bold=True) + 14
        facts = "   ".join(f"{label}: {words}" for label, words in view.facts)
        if facts:
            y = pen.wrapped(facts, y, 28, tokens.text2) + 10
        for text in view.text:
            y = pen.wrapped(text, y, 28, tokens.text) + 10
        if view.strips:
            self._paint_strips(pen, y)
        elif view.agreed:
            pen.wrapped(view.agreed, y + 10, 34, tokens.text)
        bottom = self.height() / pen.factor - 64
        pen.line(self._foot(), _SIDE, bottom, 24, tokens.text2)
        pen.end(view.timer, bottom - 4, 28, tokens.text2)

    def _paint_strips(self, pen: _Pen, y: float) -> None:
        tokens, view = painted.tokens(), self.view
        wide = self.width() / pen.factor
        left, right = _SIDE + wide * 0.29, wide - _SIDE - 190
        room = self.height() / pen.factor - 90 - y
        row = min(98.0, (room - 44) / max(1, len(view.strips)))
        of_answers = any(strip.answers for strip in view.strips)
        inset = spread.inset(right - left, 12, of_answers=of_answers)
        scale = spread.Scale(view.scale, left + inset, right - inset)
        for level in view.scale:
            said = answer_words.name(level) if of_answers else str(level)
            pen.centred(said, scale.x(level), y, 28, tokens.text2)
        y += 44
        for strip in view.strips:
            middle = y + row / 2
            pen.line(strip.name, _SIDE, middle - 19, 30, tokens.text, bold=strip.flagged, most=left - _SIDE - 20)
            area = QRectF(left * pen.factor, y * pen.factor, (right - left) * pen.factor, row * pen.factor)
            spread.draw(pen.painter, area, strip, view.scale, dot=12 * pen.factor, marks=False)
            said, ink = spread.range_words(strip), tokens.danger if strip.flagged else tokens.text2
            if strip.agreed is not None:
                agreed = answer_words.name(strip.agreed) if strip.answers else str(strip.agreed)
                said = self.tr("agreed {level}").replace("{level}", agreed)
                ink = tokens.text
            pen.end(said, middle - 18, 28, ink, bold=strip.flagged)
            y += row

    def closeEvent(self, event: QCloseEvent) -> None:
        for told in self.closed:
            told()  # type: ignore[operator]
        super().closeEvent(event)


class _Pen:
    """Draws text in sizes of a page of 1,600 px, shrunk by FACTOR."""

    def __init__(self, painter: QPainter, factor: float, wide: float) -> None:
        self.painter, self.factor, self._wide = painter, factor, wide

    def _font(self, size: int, bold: bool) -> QFont:
        font = QFont(theme.current().font("body"))
        font.setPixelSize(max(9, round(size * self.factor)))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def line(self, text: str, x: float, y: float, size: int, ink: str, *, bold: bool = False, most: float = 0) -> float:
        """Draw TEXT with its top left at X, Y; return where it ends. MOST shortens it to a width."""
        if not text:
            return x
        font = self._font(size, bold)
        metrics = QFontMetricsF(font)
        if most:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, most * self.factor)
        self.painter.setFont(font)
        self.painter.setPen(QColor(ink))
        self.painter.drawText(QPointF(x * self.factor, y * self.factor + metrics.ascent()), text)
        return x + metrics.horizontalAdvance(text) / self.factor

    def end(self, text: str, y: float, size: int, ink: str, *, bold: bool = False) -> None:
        """Draw TEXT so that it ends at the right margin."""
        wide = QFontMetricsF(self._font(size, bold)).horizontalAdvance(text) / self.factor
        self.line(text, self._wide / self.factor - _SIDE - wide, y, size, ink, bold=bold)

    def centred(self, text: str, x: float, y: float, size: int, ink: str) -> None:
        """Draw TEXT with its middle at X."""
        wide = QFontMetricsF(self._font(size, False)).horizontalAdvance(text) / self.factor
        self.line(text, x - wide / 2, y, size, ink)

    def wrapped(self, text: str, y: float, size: int, ink: str, *, bold: bool = False) -> float:
        """Draw TEXT over as many lines as it needs; return where it ends."""
        font = self._font(size, bold)
        self.painter.setFont(font)
        self.painter.setPen(QColor(ink))
        area = QRectF(_SIDE * self.factor, y * self.factor, self._wide - 2 * _SIDE * self.factor, 4000)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        needed = QFontMetricsF(font).boundingRect(area, flags, text)
        self.painter.drawText(area, flags, text)
        return y + needed.height() / self.factor

    def middle(self, text: str, size: int, ink: str, high: float) -> None:
        """Draw TEXT in the middle of the page."""
        self.painter.setFont(self._font(size, size > 40))
        self.painter.setPen(QColor(ink))
        option = QTextOption(Qt.AlignmentFlag.AlignCenter)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        side = _SIDE * self.factor
        self.painter.drawText(QRectF(side, 0, self._wide - 2 * side, high), text, option)


def no_display_words() -> str:
    """Return what is said where there is one display alone."""
    return QCoreApplication.translate(
        "RoomWindow", "There is one display. The room screen opened as a window: move it to the projector."
    )
