"""Where an indicative band stands on its ladder, with the distance to both edges; and "if one level were different"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted


@dataclass(frozen=True, slots=True)
class Rung:
    """One band of the ladder. FIRST is its lowest number of points, LAST the highest, None where it is open."""

    name: str
    first: int
    last: int | None = None


class BandLadder(painted.Painted):
    """The band before, the band itself and the one after, drawn to scale, with a tick at POINTS and its words above.

    SENTENCE is the whole fact for those who hear it; WORDS stand above the tick ("137 points").
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rungs: tuple[Rung, ...] = ()
        self._points, self._words = 0, ""

    def set(self, rungs: Sequence[Rung], points: int, words: str, sentence: str) -> None:
        """Show the ladder RUNGS, lowest first, with POINTS marked. Raises ValueError if they lie on no rung."""
        if not any(holds(rung, points) for rung in rungs):
            raise ValueError(f"{points} points are on no rung")
        self._rungs, self._points, self._words = tuple(rungs), points, words
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 2 * painted.line_px("note_strong") + theme.current().scaled(16) + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def _near(self) -> tuple[list[Rung], Rung]:
        """Return the rungs to draw, at most three, and the one with the points."""
        here = next(number for number, rung in enumerate(self._rungs) if holds(rung, self._points))
        return list(self._rungs[max(0, here - 1) : here + 2]), self._rungs[here]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        if self._rungs:
            tokens = painted.tokens()
            near, current = self._near()
            low, high = _reach(near, current)
            top = painted.line_px("note_strong") + 3
            bar = QRectF(0, top, self.width(), theme.current().scaled(15))

            def x(points: float) -> float:
                return bar.left() + (points - low) / (high - low) * bar.width()

            edge = tokens.strong if tokens.outlined else tokens.sunken
            painted.box(painter, bar, fill=tokens.bg if tokens.dark else tokens.sunken, edge=edge, radius=3)
            last = current.last + 1 if current.last is not None else high
            own = QRectF(x(current.first), top, x(last) - x(current.first), bar.height())
            painted.box(painter, own, fill=tokens.accent_soft, edge=tokens.accent, radius=2, line=1.4)
            tick = x(self._points + 0.5)
            painter.setPen(QPen(QColor(tokens.text), 2.4))
            painter.drawLine(QPointF(tick, top - 3), QPointF(tick, bar.bottom() + 4))
            self._draw_words(tick, top, painter)
            self._draw_names(painter, near, current, own, bar)
        painter.end()

    def _draw_words(self, tick: float, top: float, painter: QPainter) -> None:
        wide = painted.width_px("note_strong", self._words)
        left = min(max(0.0, tick - wide / 2), self.width() - wide)
        area = QRectF(left, 0, wide + 1, top - 3)
        self._lines.draw(painter, area, self._words, "note_strong", painted.tokens().text, painted.CENTRE)

    def _draw_names(self, painter: QPainter, near: list[Rung], current: Rung, own: QRectF, bar: QRectF) -> None:
        """Paint the name and limits of the band under it, and its neighbours' names where they fit."""
        tokens = painted.tokens()
        high = painted.line_px("note")
        top = bar.bottom() + 4
        words = limits(self, current)
        wide = painted.width_px("note_strong", words)
        left = min(max(0.0, own.center().x() - wide / 2), self.width() - wide)
        self._lines.draw(painter, QRectF(left, top, wide + 1, high), words, "note_strong", tokens.text)
        for rung in near:
            room = left - 10 if rung.first < current.first else self.width() - left - wide - 10
            small = painted.width_px("note", rung.name)
            if rung is not current and small <= room:
                start = left - 10 - small if rung.first < current.first else left + wide + 10
                area = QRectF(start, top, small + 1, high)
                self._lines.draw(painter, area, rung.name, "note", tokens.text2)


def holds(rung: Rung, points: int) -> bool:
    """Return whether POINTS lie on RUNG; both ends count."""
    return rung.first <= points and (rung.last is None or points <= rung.last)


def limits(teller: QWidget, rung: Rung) -> str:
    """Return "Band 6: 130 to 159", or "Band 9: 300 or more" for an open one."""
    words = teller.tr("{name}: {first} or more") if rung.last is None else teller.tr("{name}: {first} to {last}")
    return words.replace("{first}", str(rung.first)).replace("{last}", str(rung.last)).replace("{name}", rung.name)


def _reach(near: Sequence[Rung], current: Rung) -> tuple[float, float]:
    """Return the first and last point of the drawing: the band with three quarters of its own width to each side."""
    width = (current.last - current.first + 1) if current.last is not None else max(10, current.first // 4)
    low = max(near[0].first, current.first - 0.75 * width)
    if current.last is None:
        return low, current.first + width
    after = near[-1].last if near[-1].last is not None else current.last + width
    return low, max(current.last + 1, min(after + 1, current.last + 1 + 0.75 * width))


@dataclass(frozen=True, slots=True)
class GridRow:
    """What the band would be for each level of one strand. CELLS are (level, short band name); CURRENT is its level."""

    strand: str
    cells: tuple[tuple[int, str], ...]
    current: int


class LevelGrid(painted.Painted):
    """If one level were different: strands down, levels across, the band in each cell, the present one ringed."""

    _CELL, _HIGH = 30, 22  # px at 100 %

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[GridRow, ...] = ()
        self._levels: list[int] = []

    def set(self, rows: Sequence[GridRow]) -> None:
        """Show ROWS."""
        self._rows = tuple(rows)
        self._levels = sorted({level for row in rows for level, _ in row.cells})
        self.setAccessibleName(" ".join(self._sentence(row) for row in rows))
        self.updateGeometry()
        self.update()

    def _sentence(self, row: GridRow) -> str:
        """Return a row in words: "Attention at level 2: B5. At level 3, as now: B6."."""
        told = []
        for level, band in row.cells:
            now = level == row.current
            words = self.tr("{strand} at level {level}, as now: {band}.") if now else self.tr("{level}: {band}.")
            told.append(words.replace("{level}", str(level)).replace("{band}", band).replace("{strand}", row.strand))
        return " ".join(told)

    def sizeHint(self) -> QSize:
        return QSize(
            320, painted.line_px("note_strong") + 4 + len(self._rows) * (theme.current().scaled(self._HIGH) + 4)
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(80 + round(self._cell()) * len(self._levels), self.sizeHint().height())

    def _cell(self) -> float:
        """Return the width of a column: wide enough for the longest band name."""
        names = [band for row in self._rows for _, band in row.cells]
        widest = max((painted.width_px("note_strong", name) for name in names), default=0)
        return max(float(theme.current().scaled(self._CELL)), widest + 12.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        tokens = painted.tokens()
        cell, high = self._cell(), theme.current().scaled(self._HIGH)
        left = self.width() - cell * len(self._levels)
        top = painted.line_px("note_strong")
        for number, level in enumerate(self._levels):
            area = QRectF(left + number * cell, 0, cell, top)
            self._lines.draw(painter, area, str(level), "note_strong", tokens.text2, painted.CENTRE)
        words = self.tr("level")
        wide = painted.width_px("note", words)
        area = QRectF(left - wide + cell * 0.2, 0, wide, top)
        self._lines.draw(painter, area, words, "note", tokens.text2)
        y = top + 4.0
        for row in self._rows:
            self._lines.draw(painter, QRectF(0, y, left - 6, high), row.strand, "second", tokens.text)
            self._draw_cells(painter, row, left, y, cell, high)
            y += high + 4
        if self._lines.cut():
            self.setToolTip(self.accessibleName())
        painter.end()

    def _draw_cells(self, painter: QPainter, row: GridRow, left: float, y: float, cell: float, high: float) -> None:
        tokens = painted.tokens()
        now = dict(row.cells).get(row.current)
        for level, band in row.cells:
            area = QRectF(left + self._levels.index(level) * cell + 2, y, cell - 4, high)
            is_now = level == row.current
            same = band == now
            fill = tokens.accent_soft if same else (tokens.bg if tokens.dark else tokens.sunken)
            edge = tokens.accent if is_now else (tokens.strong if tokens.outlined and same else fill)
            painted.box(painter, area, fill=fill, edge=edge, radius=4, line=2 if is_now else 1)
            ink = tokens.text if is_now else tokens.text2
            self._lines.draw(painter, area, band, "note_strong", ink, painted.CENTRE)
