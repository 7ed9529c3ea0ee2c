"""How far the scorers lie apart on one strand: a painted strip with a dot for each of them, and its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import answer_words, flow, labels, painted

_DOT = 5.0  # px, radius at 100 %


@dataclass(frozen=True, slots=True)
class Dot:
    """One scorer's level. CONFIDENCE is sure, fairly or not_sure; MINE rings the dot."""

    level: int
    confidence: str = "sure"
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """All scorers' levels on one strand. MEDIAN_X2 is twice the middle score; TOLERANCE is in levels to each side of
    it; FLAGGED says that the disagreement rule is met; AGREED is the agreed level, None while there is none.

    ANSWERS: the levels are answers to a question of law, so there is no middle and no tolerance. ASKED is False where
    the answers agreed before it leave nothing open.
    """

    strand: str
    name: str
    dots: tuple[Dot, ...]
    median_x2: int
    tolerance: int = 1
    flagged: bool = False
    agreed: int | None = None
    answers: bool = False
    asked: bool = True

    @property
    def low(self) -> int:
        """Return the lowest level given, 0 where nobody gave one."""
        return min((dot.level for dot in self.dots), default=0)

    @property
    def high(self) -> int:
        """Return the highest level given, 0 where nobody gave one."""
        return max((dot.level for dot in self.dots), default=0)

    def is_outside(self, dot: Dot) -> bool:
        """Return whether DOT lies outside the tolerance, which is shown only where the disagreement rule is met."""
        if self.answers:
            return False
        return self.flagged and abs(2 * dot.level - self.median_x2) > 2 * self.tolerance


def range_words(spread: Spread) -> str:
    """Return "2 to 5", or "all the same"; of answers what they have in common."""
    if spread.answers:
        return answer_words.in_short(spread)
    if spread.low == spread.high:
        return QCoreApplication.translate("Spread", "all the same")
    words = QCoreApplication.translate("Spread", "{low} to {high}")
    return words.replace("{low}", str(spread.low)).replace("{high}", str(spread.high))


def sentence(spread: Spread) -> str:
    """Return the whole fact in words: "Self-care: levels 1, 1, 2 and 3. Middle 1½. You gave 1." and so on."""
    if spread.answers:
        return answer_words.sentence(spread)
    levels = sorted(dot.level for dot in spread.dots)
    told = [_levels_sentence(spread.name, levels)]
    middle = QCoreApplication.translate("Spread", "Middle {level}.")
    told.append(middle.replace("{level}", half_words(spread.median_x2)))
    mine = [dot.level for dot in spread.dots if dot.mine]
    if mine:
        told.append(QCoreApplication.translate("Spread", "You gave {level}.").replace("{level}", str(mine[0])))
    for level in sorted({dot.level for dot in spread.dots if spread.is_outside(dot)}):
        words = QCoreApplication.translate("Spread", "{level} is outside tolerance.")
        told.append(words.replace("{level}", str(level)))
    if spread.flagged:
        told.append(QCoreApplication.translate("Spread", "To talk about."))
    if spread.agreed is not None:
        words = QCoreApplication.translate("Spread", "Agreed level {level}.")
        told.append(words.replace("{level}", str(spread.agreed)))
    return " ".join(told)


def _levels_sentence(name: str, levels: Sequence[int]) -> str:
    if len(levels) == 1:
        words = QCoreApplication.translate("Spread", "{name}: level {last}.")
    else:
        words = QCoreApplication.translate("Spread", "{name}: levels {first} and {last}.")
    first = ", ".join(str(level) for level in levels[:-1])
    return words.replace("{first}", first).replace("{last}", str(levels[-1])).replace("{name}", name)


def half_words(twice: int) -> str:
    """Return half of TWICE as it is read: 5 is "2½"."""
    return f"{twice // 2}½" if twice % 2 else str(twice // 2)


class Scale:
    """Where each level stands between LEFT and RIGHT, in px."""

    def __init__(self, levels: Sequence[int], left: float, right: float) -> None:
        self._low = min(levels)
        steps = max(1, max(levels) - self._low)
        self._left, self._step = left, (right - left) / steps

    def x(self, level: float) -> float:
        """Return the middle of LEVEL."""
        return self._left + (level - self._low) * self._step

    @property
    def step(self) -> float:
        """Return the distance of two levels."""
        return self._step


def inset(width: float, dot: float, *, of_answers: bool) -> float:
    """Return the room in px beside the first and last level of a strip: where all give one answer, their dots fit."""
    return max(dot * 2.8, width * 0.155) if of_answers else dot * 2.8


def draw(
    painter: QPainter, area: QRectF, spread: Spread, levels: Sequence[int], *, dot: float = _DOT, marks: bool = True
) -> None:
    """Paint the strip of SPREAD into AREA: marks of the LEVELS, tolerance bar, middle tick, dots, ring, diamonds.

    DOT is the radius in px. Dots that would lie on each other stand side by side round their level.
    """
    tokens = painted.tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = inset(area.width(), dot, of_answers=spread.answers)
    scale = Scale(levels, area.left() + edge, area.right() - edge)
    y = area.center().y()
    if marks:
        painter.setPen(QPen(QColor(tokens.border), 1))
        for level in levels:
            painter.drawLine(QPointF(scale.x(level), y - dot), QPointF(scale.x(level), y + dot))
    if not spread.answers:
        _draw_tolerance(painter, scale, spread, levels, y, dot)
        painter.setPen(QPen(QColor(tokens.text), max(2.0, dot / 2.5)))
        middle = scale.x(spread.median_x2 / 2)
        for top, bottom in ((-2.7, -1.35), (1.35, 2.7)):
            painter.drawLine(QPointF(middle, y + top * dot), QPointF(middle, y + bottom * dot))
    for level in sorted({each.level for each in spread.dots}):
        here = sorted((each for each in spread.dots if each.level == level), key=lambda each: each.mine)
        step = min(dot * 2.25, scale.step * 0.9 / max(1, len(here)))
        start = scale.x(level) - step * (len(here) - 1) / 2
        for place, each in enumerate(here):
            _draw_dot(painter, QPointF(start + place * step, y), each, dot, outside=spread.is_outside(each))


def _draw_tolerance(
    painter: QPainter, scale: Scale, spread: Spread, levels: Sequence[int], y: float, dot: float
) -> None:
    tokens = painted.tokens()
    first = max(min(levels), spread.median_x2 / 2 - spread.tolerance)
    last = min(max(levels), spread.median_x2 / 2 + spread.tolerance)
    left, right = scale.x(first) - dot * 2.4, scale.x(last) + dot * 2.4
    bar = QRectF(left, y - dot * 1.7, right - left, dot * 3.4)
    edge = tokens.strong if tokens.outlined else tokens.tolerance
    painted.box(painter, bar, fill=tokens.tolerance, edge=edge, radius=bar.height() / 2)


def _draw_dot(painter: QPainter, at: QPointF, dot: Dot, size: float, *, outside: bool) -> None:
    tokens = painted.tokens()
    colour = QColor(tokens.danger if outside else tokens.accent)
    hollow = dot.confidence == "not_sure"
    painter.setBrush(QColor(tokens.surface) if hollow else colour)
    painter.setPen(QPen(colour, 1.8) if hollow else QPen(QColor(tokens.surface), 1.2))
    reach = size - 0.4 if hollow else size + 0.4
    if outside:
        reach += 0.8
        corners = [QPointF(at.x(), at.y() - reach), QPointF(at.x() + reach, at.y())]
        corners += [QPointF(at.x(), at.y() + reach), QPointF(at.x() - reach, at.y())]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.drawEllipse(at, reach, reach)
    if dot.mine:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.surface), 1.6))
        painter.drawEllipse(at, size + 1.4, size + 1.4)
        painter.setPen(QPen(QColor(tokens.text), 1.8))
        painter.drawEllipse(at, size + 2.9, size + 2.9)


class SpreadStrip(painted.Painted):
    """The strip alone, for a card, the case page or the room's screen. Its accessible name is the whole sentence."""

    def __init__(
        self, spread: Spread, levels: Sequence[int], *, dot: float = _DOT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dot = dot
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(spread, levels)

    def set(self, spread: Spread, levels: Sequence[int]) -> None:
        """Show another spread on the scale of LEVELS."""
        self._spread, self._levels = spread, tuple(levels)
        self.setAccessibleName(sentence(spread))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, round(theme.current().scaled(round(self._dot * 6.4))))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        scaled = self._dot * theme.current().percent / 100
        draw(painter, QRectF(self.rect()), self._spread, self._levels, dot=scaled)
        painter.end()


class _Mark(painted.Painted):
    """One mark of the legend."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(18), theme.current().scaled(18))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        tokens = painted.tokens()
        middle = QPointF(self.width() / 2, self.height() / 2)
        dot = _DOT * theme.current().percent / 100
        if self._kind == "tolerance":
            area = QRectF(middle.x() - 8, middle.y() - 5, 16, 10)
            edge = tokens.strong if tokens.outlined else tokens.tolerance
            painted.box(painter, area, fill=tokens.tolerance, edge=edge, radius=5)
        elif self._kind == "middle":
            painter.setPen(QPen(QColor(tokens.text), 2.2))
            painter.drawLine(QPointF(middle.x(), middle.y() - 7), QPointF(middle.x(), middle.y() - 2))
            painter.drawLine(QPointF(middle.x(), middle.y() + 2), QPointF(middle.x(), middle.y() + 7))
        else:
            look = Dot(0, "not_sure" if self._kind == "unsure" else "sure", self._kind == "mine")
            _draw_dot(painter, middle, look, dot * 0.85, outside=self._kind == "outside")
        painter.end()


class SpreadLegend(QWidget):
    """What the marks mean: a scorer, you, not sure, outside tolerance, tolerance, middle score."""

    def __init__(self, parent: QWidget | None = None, *, of_answers: bool = False) -> None:
        super().__init__(parent)
        row = flow.Flow(self, across=16)
        marks = [("scorer", self.tr("a scorer")), ("mine", self.tr("you")), ("unsure", self.tr("not sure"))]
        if of_answers:
            marks = [("scorer", self.tr("a member")), ("mine", self.tr("you")), ("unsure", self.tr("not sure of it"))]
        else:
            marks.append(("outside", self.tr("outside tolerance")))
            marks.append(("tolerance", self.tr("tolerance")))
            marks.append(("middle", self.tr("middle score")))
        for kind, words in marks:
            pair = QWidget(self)
            inner = QHBoxLayout(pair)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(5)
            inner.addWidget(_Mark(kind))
            inner.addWidget(labels.Label(words, "note", "text2"))
            row.addWidget(pair)
